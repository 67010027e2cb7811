"""Links: which verb, place, date and speaker belong to a quantity. Each link is scored and named.

Nothing here knows a language. A link is a guess with a reason; what stands nearest in the same
clause wins, and what is carried from another sentence says so in its rule.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from samaki.kernel.reading.carrying import carried, divided_here, stock
from samaki.kernel.reading.drafts import Kind
from samaki.kernel.reading.grammar import Gate, Side
from samaki.kernel.reading.linked import Linked
from samaki.kernel.reading.listing import NAMED, by_list, corrected, running, summing
from samaki.kernel.reading.quantities import find_quantities
from samaki.kernel.reading.scene import pattern

if TYPE_CHECKING:
    from samaki.kernel.reading.mentions import Action
    from samaki.kernel.reading.quantity import Quantity
    from samaki.kernel.reading.scene import Scene, View

__all__ = ["distance", "link_quantities"]

_WHOLE_NAMED = "whole_named"
_FLOOR = 0.25
_PARTICIPLE = 1.0
_TOUCHING = 2
_FAR = 320
_NEAR_ARTICLE = 16
_OFFICER_REACH = 25
_ARRESTS = frozenset({Kind.ARRESTED, Kind.DETAINED, Kind.FOUND, Kind.RESCUED})


def link_quantities(scene: Scene) -> list[Linked]:
    """Return the quantities that a verb, a list or a carried verb makes claims, in order."""
    out: list[Linked] = []
    loose: list[tuple[View, Quantity]] = []
    for view in scene.views:
        quantities = find_quantities(scene, view)
        out.extend(divided_here(scene, view, quantities, loose))
        linked = [_linked(scene, view, one, quantities) for one in quantities]
        settled = by_list(scene, view, quantities, linked)
        settled = running(scene, view, quantities, settled)
        settled = summing(scene, quantities, settled)
        settled = corrected(scene, view, quantities, settled)
        brought = carried(scene, view, quantities, settled=settled, earlier=out)
        out.extend(sorted([*brought, *stock(scene, view, quantities, brought)], key=_place))
        taken = {one.quantity.number.start for one in out if one.view is view}
        loose += [(view, one) for one in quantities if one.number.start not in taken]
    return sorted(out, key=_place)


def _place(one: Linked) -> int:
    return one.quantity.number.start


def _linked(scene: Scene, view: View, quantity: Quantity, around: list[Quantity]) -> Linked | None:
    if quantity.event is not None and not quantity.is_article:
        kind = Kind(quantity.event.value)
        at = (quantity.event.start, quantity.event.end)
        return Linked(view, quantity, kind, None, 0.95, "event_noun", kind_at=at)
    options = [
        (score, action)
        for action in _within_reach(view, quantity, around)
        if (score := _score(scene, view, quantity, action)) >= _FLOOR
    ]
    if not options:
        return None
    score, action = max(options, key=lambda option: option[0])
    if quantity.is_article and not _confirms(quantity, action):
        return None
    made = _accepted(scene, view, quantity, action=action, score=score)
    return _as_whole(scene, made, around)


def _as_whole(scene: Scene, made: Linked, around: list[Quantity]) -> Linked:
    """Take the verb of its parts off a whole: "of the 97 workers, 86 were held"."""
    opens = scene.between(made.view.start, made.quantity.start)
    after = [one for one in around if one.start >= made.quantity.end]
    action = made.action
    divides = action is not None and bool(after) and after[0].end <= action.start
    closes = scene.between(made.quantity.end, made.quantity.end + NAMED)
    made.is_whole = bool(
        pattern(scene.grammar.whole_before).search(opens)
        or pattern(scene.grammar.whole_after).match(closes)
    )
    if divides and made.is_whole and made.score < _PARTICIPLE:
        made.kind, made.kind_at, made.rule = Kind.STOCK, None, _WHOLE_NAMED
    return made


def _within_reach(view: View, quantity: Quantity, around: list[Quantity]) -> list[Action]:
    """Return the verbs a quantity may have: "one of the 44" takes the verb after the whole."""
    if quantity.whole_at is None:
        return view.actions
    whole = next((one for one in around if one.number.start == quantity.whole_at), quantity)
    later = [
        action
        for action in view.actions
        if action.start >= whole.end or 0 <= quantity.start - action.end <= _TOUCHING
    ]
    return later or view.actions


def _accepted(
    scene: Scene, view: View, quantity: Quantity, *, action: Action, score: float
) -> Linked:
    kind, rule = action.trigger.kind, "verb_in_clause"
    if quantity.gate is Gate.SITE and action.trigger.gate is Gate.PERSON:
        kind, rule = Kind.RAIDED_SITE, "site_of_arrest"
    if quantity.gate is Gate.OFFICER and action.trigger.gate is Gate.PERSON:
        rule = "officer_as_object"
    if quantity.is_bare:
        quantity = replace(quantity, gate=action.trigger.gate)
        rule = "bare_number"
    modality = action.trigger.modality
    if modality == "asserted":
        modality = _modality(scene, view, action)
    return Linked(
        view,
        quantity,
        kind,
        action,
        round(score, 3),
        rule,
        modality,
        kind_at=(action.start, action.end),
    )


def _modality(scene: Scene, view: View, action: Action) -> str:
    before = scene.between(max(view.start, action.start - 30), action.start)
    words = scene.grammar
    if pattern(rf"(?:{words.planned})\s?(?:\w+\s)?$").search(before):
        return "planned"
    if pattern(words.alleged).search(before):
        return "alleged"
    return "asserted"


def distance(start: int, end: int, other_start: int, other_end: int) -> int:
    """Return the characters between two stretches; 0 when they touch or overlap."""
    return max(0, other_start - end, start - other_end)


def _score(scene: Scene, view: View, quantity: Quantity, action: Action) -> float:
    """Return how well the verb takes the quantity; 0 where it cannot."""
    if not _takes(scene, view, quantity, action) or _is_past(scene, quantity, action):
        return 0.0
    if quantity.number.end <= action.start and action.end <= quantity.end:
        return _PARTICIPLE  # it stands inside the phrase: "44 detained Thais"
    after = action.start >= quantity.number.start
    if not after and pattern(scene.grammar.participle).fullmatch(
        scene.between(action.end, quantity.number.start)
    ):
        return _PARTICIPLE  # "被羁押的44名泰国人"
    low, high = (quantity.end, action.start) if after else (action.end, quantity.number.start)
    gap = max(0, high - low)
    score = 1.0 - gap / _FAR * (1.0 if scene.grammar.spaced else 2.0)
    if (action.trigger.side is Side.AFTER and after) or (
        action.trigger.side is Side.BEFORE and not after
    ):
        score -= 0.3
    between = scene.between(low, high) if high > low else ""
    if not (between.startswith(":") and action.trigger.gate is Gate.ITEM):
        score -= 0.25 * len(pattern(scene.grammar.clause_break).findall(between))
    rivals = [a for a in view.actions if low <= a.start < high and a is not action]
    score -= 0.15 * sum(a.trigger.gate is action.trigger.gate for a in rivals)
    if not after:
        return score - _before(action, between)
    return score - _after(scene, view, between, action=action, first=not rivals)


def _before(action: Action, between: str) -> float:
    """Return what a comma costs a verb that may stand on either side of its count."""
    # What fled or fell stands with its own count.
    loose = action.trigger.side is Side.ANY and pattern("[,、]").search(between)
    return 0.15 if loose else 0.0


def _after(scene: Scene, view: View, between: str, *, action: Action, first: bool) -> float:
    """Return what the words between a count and a later verb cost it."""
    cost = 0.0
    if between.strip() and pattern(rf"(?:{scene.grammar.joins})\s?").fullmatch(between.strip()):
        cost += 0.15  # "610 deported and charged 25": the verb opens a clause of its own
    if first and pattern(scene.grammar.relative).search(between) and _has_own_verb(view, action):
        cost += 0.4  # "16 who had escaped were rescued"
    return cost


def _has_own_verb(view: View, action: Action) -> bool:
    """Return whether the sentence goes on to say what was done, after its relative clause."""
    later = [a for a in view.actions if a.start >= action.end]
    return any(a.trigger.gate is Gate.PERSON and a.trigger.side is Side.BEFORE for a in later)


def _is_past(scene: Scene, quantity: Quantity, action: Action) -> bool:
    """Return whether an active verb comes after the thing and a comma: it acts on what follows."""
    if action.trigger.side is not Side.AFTER or quantity.gate not in (Gate.ITEM, Gate.SITE):
        return False
    return quantity.end <= action.start and "," in scene.between(quantity.end, action.start)


def _takes(scene: Scene, view: View, quantity: Quantity, action: Action) -> bool:
    gate, wants = quantity.gate, action.trigger.gate
    if gate is wants:
        return gate is not Gate.SITE or not _is_divided(scene, view, quantity)
    if gate is Gate.NONE:
        return _bare_fits(scene, view, quantity, action=action)
    if gate is Gate.OFFICER and wants is Gate.PERSON:
        if action.trigger.kind is Kind.DISCIPLINED:
            return True
        near = 0 <= action.start - quantity.end <= _OFFICER_REACH
        return near and action.trigger.side is Side.BEFORE
    if gate is Gate.SITE and action.trigger.kind in _ARRESTS:
        before = scene.between(max(view.start, quantity.number.start - 20), quantity.number.start)
        is_den = quantity.site is not None and quantity.site.value == "den"
        several = not quantity.is_article and (is_den or quantity.number.high != 1)
        return several and bool(pattern(scene.grammar.site_of).search(before))
    return False


def _is_divided(scene: Scene, view: View, quantity: Quantity) -> bool:
    """Return whether it only says of what a site is made: "a casino comprising 22 buildings"."""
    before = scene.between(max(view.start, quantity.start - 20), quantity.start)
    if before.rstrip().endswith(":"):
        return False
    return bool(pattern(rf"(?:{scene.grammar.exhaustive})\s?(?:of\s)?$").search(before))


def _bare_fits(scene: Scene, view: View, quantity: Quantity, *, action: Action) -> bool:
    """Return whether a number without a noun may be taken: its verb touches it, or it is a part."""
    if quantity.is_part:
        return action.trigger.gate is Gate.PERSON
    low, high = sorted((quantity.number.end, action.start))
    if action.trigger.side is not Side.AFTER and quantity.number.end <= action.start:
        between = scene.between(low, high)
        if pattern(scene.grammar.auxiliary).fullmatch(between):
            return True
        return action.trigger.gate is Gate.PERSON and _is_unknown(scene, view, low, high=high)
    if action.trigger.side is Side.AFTER and quantity.number.end <= action.start:
        return action.trigger.gate is Gate.PERSON and not scene.between(low, high).strip()
    between = scene.between(action.end, quantity.number.start)
    if action.trigger.gate is Gate.PERSON and _is_heading(
        scene, view, action=action, between=between
    ):
        return True
    touching = bool(pattern(scene.grammar.auxiliary).fullmatch(between))
    return touching and _object_open(scene, quantity, action)


def _is_unknown(scene: Scene, view: View, low: int, *, high: int) -> bool:
    """Return whether only a noun we do not know stands between: "five kidnappers were arrested"."""
    if not scene.grammar.spaced or any(low <= p.start < high for p in view.phrases):
        return False
    return bool(pattern(r"(?:\s\p{L}[\p{L}'-]+){1,3}\s").fullmatch(scene.between(low, high)))


def _is_heading(scene: Scene, view: View, *, action: Action, between: str) -> bool:
    """Return whether the verb heads its number: "Deported between 20 and 26 October: 412"."""
    opens = not scene.between(view.start, action.start).strip(" -–•*0123456789.)")
    return opens and between.rstrip().endswith(":") and not pattern(r"[.;,]").search(between)


def _object_open(scene: Scene, quantity: Quantity, action: Action) -> bool:
    """After "seized" any noun is a thing; after "arrested" the number must stand alone."""
    if action.trigger.gate is Gate.ITEM:
        return True
    follows = scene.between(quantity.number.end, quantity.number.end + 12)
    if scene.grammar.spaced and pattern(r"\s\p{L}{4,}").match(follows):
        return action.trigger.gate is Gate.PERSON  # a noun of people we do not know
    return action.trigger.gate is Gate.PERSON and bool(
        pattern(scene.grammar.stop).match(follows.lstrip() or ".")
    )


def _confirms(quantity: Quantity, action: Action) -> bool:
    """Return whether a verb stands so near an "a" that it counts one."""
    if action.start >= quantity.end:
        gap = action.start - quantity.end
        return (
            quantity.gate in (Gate.PERSON, Gate.SITE)
            and gap <= _NEAR_ARTICLE
            and action.trigger.side is Side.BEFORE
        )
    gap = quantity.number.start - action.end
    return 0 <= gap <= _NEAR_ARTICLE // 4 and action.trigger.side is Side.AFTER
