"""Links: which verb, place, date and speaker belong to a quantity. Each link is scored and named.

Nothing here knows a language. A link is a guess with a reason; what stands nearest in the same
clause wins, and what is carried from another sentence says so in its rule.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from samaki.kernel.reading.drafts import Kind
from samaki.kernel.reading.grammar import Gate, Side
from samaki.kernel.reading.quantities import find_quantities
from samaki.kernel.reading.scene import opens_list, pattern

if TYPE_CHECKING:
    from samaki.kernel.reading.mentions import Action
    from samaki.kernel.reading.quantities import Quantity
    from samaki.kernel.reading.scene import Scene, View

__all__ = ["Linked", "distance", "link_quantities"]

_FLOOR = 0.25
_PARTICIPLE = 1.0
_FAR = 320
_LAST = 80  # counts looked back over; no sentence or two hold more
_NEAR_ARTICLE = 16
_OFFICER_REACH = 25
WHOLE_NAMED = "whole_named"
_FEWEST = 2  # counts that make a list
_NAMED = 24  # characters from a running total to the verb that says of what: "355 the number held"
_STATES = {"detainee": Kind.DETAINED}  # nouns that say by themselves what was done
_ARRESTS = frozenset({Kind.ARRESTED, Kind.DETAINED, Kind.FOUND, Kind.RESCUED})


@dataclass(slots=True, eq=False)
class Linked:
    """A quantity with its kind; relations and circumstances are filled in by later steps."""

    view: View
    quantity: Quantity
    kind: Kind
    action: Action | None
    score: float
    rule: str
    modality: str = "asserted"
    parent: Linked | None = None
    parts: list[Linked] = field(default_factory=list)
    is_whole: bool = False  # the words name it as what others divide: "of the 97 workers"
    restates: Linked | None = None  # the same count, spoken of before
    kind_at: tuple[int, int] | None = None
    is_running: bool = False  # a counter that goes on: "bringing the total to 355"


def link_quantities(scene: Scene) -> list[Linked]:
    """Return the quantities that a verb, a list or a carried verb makes claims, in order."""
    out: list[Linked] = []
    loose: list[tuple[View, Quantity]] = []
    for view in scene.views:
        quantities = find_quantities(scene, view)
        out.extend(_divided_here(scene, view, quantities, loose))
        linked = [_linked(scene, view, one, quantities) for one in quantities]
        settled = _by_list(scene, view, quantities, linked)
        settled = _running(scene, view, quantities, settled)
        settled = _summing(scene, quantities, settled)
        settled = _corrected(scene, view, quantities, settled)
        carried = _carried(scene, view, quantities, settled=settled, earlier=out)
        out.extend(sorted([*carried, *_stock(scene, view, quantities, carried)], key=_place))
        taken = {one.quantity.number.start for one in out if one.view is view}
        loose += [(view, one) for one in quantities if one.number.start not in taken]
    return sorted(out, key=_place)


def _divided_here(
    scene: Scene, view: View, quantities: list[Quantity], loose: list[tuple[View, Quantity]]
) -> list[Linked]:
    """Keep people no verb was found for, where "of that number" now divides them."""
    counted = [one.number.low for one in quantities if one.gate in (Gate.PERSON, Gate.NONE)]
    if not counted or not pattern(scene.grammar.anaphor).search(view.text):
        return []
    for there, whole in reversed(loose[-_FEWEST:]):
        near = 0 < view.sentence.index - there.sentence.index <= _FEWEST
        if near and whole.gate is Gate.PERSON and whole.number.low > max(counted):
            loose.remove((there, whole))
            known = [q for _, q in loose if q.number.bounds == whole.number.bounds and q.nations]
            if known and not whole.nations:
                whole = replace(whole, nations=known[-1].nations, mode=known[-1].mode)  # noqa: PLW2901
            return [Linked(there, whole, Kind.STOCK, None, 0.4, "divided_later")]
    return []


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
    closes = scene.between(made.quantity.end, made.quantity.end + _NAMED)
    made.is_whole = bool(
        pattern(scene.grammar.whole_before).search(opens)
        or pattern(scene.grammar.whole_after).match(closes)
    )
    if divides and made.is_whole and made.score < _PARTICIPLE:
        made.kind, made.kind_at, made.rule = Kind.STOCK, None, WHOLE_NAMED
    return made


def _within_reach(view: View, quantity: Quantity, around: list[Quantity]) -> list[Action]:
    """Return the verbs a quantity may have: "one of the 44" takes the verb after the whole."""
    if quantity.whole_at is None:
        return view.actions
    whole = next((one for one in around if one.number.start == quantity.whole_at), quantity)
    later = [action for action in view.actions if action.start >= whole.end]
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
    if action.trigger.side is Side.ANY and not after and pattern("[,、]").search(between):
        score -= 0.15  # what fled or fell stands with its own count
    opens = after and pattern(scene.grammar.relative).search(between)
    first = not any(low <= a.start < high for a in view.actions if a is not action)
    if opens and first and _has_own_verb(view, action):
        score -= 0.4  # "16 who had escaped were rescued"
    rivals = [a for a in view.actions if low <= a.start < high and a is not action]
    score -= 0.15 * sum(a.trigger.gate is action.trigger.gate for a in rivals)
    return score


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
        return bool(pattern(scene.grammar.auxiliary).fullmatch(scene.between(low, high)))
    if action.trigger.side is Side.AFTER and quantity.number.end <= action.start:
        return action.trigger.gate is Gate.PERSON and not scene.between(low, high).strip()
    between = scene.between(action.end, quantity.number.start)
    if action.trigger.gate is Gate.PERSON and _is_heading(scene, view, action=action, between=between):
        return True
    touching = not between.strip()
    return touching and _object_open(scene, quantity, action)


def _is_heading(scene: Scene, view: View, *, action: Action, between: str) -> bool:
    """Return whether the verb heads its number: "Deported between 20 and 26 October: 412"."""
    opens = not scene.between(view.start, action.start).strip(" -–•*0123456789.)")
    return opens and between.rstrip().endswith(":") and not pattern(r"[.;,]").search(between)


def _object_open(scene: Scene, quantity: Quantity, action: Action) -> bool:
    """After "seized" any noun is a thing; after "arrested" the number must stand alone."""
    if action.trigger.gate is Gate.ITEM:
        return True
    follows = scene.between(quantity.number.end, quantity.number.end + 12)
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


def _by_list(
    scene: Scene, view: View, quantities: list[Quantity], linked: list[Linked | None]
) -> list[Linked | None]:
    """Let a bare number in a list be counted as its neighbours are."""
    joiner = pattern(rf"[^.;()]{{0,30}}?(?:{scene.grammar.joins})\s?")
    out = list(linked)
    for index in range(1, len(out)):
        before = out[index - 1]
        quantity = quantities[index]
        rest = quantity.is_bare and _are_others(scene, quantity)
        if out[index] is None and before and (quantity.gate is Gate.PERSON or rest):
            quantity = replace(quantity, gate=Gate.PERSON)
            out[index] = _next_of_list(scene, view, before, quantity)
        if out[index] is None and before and quantity.is_article:
            out[index] = _one_more(scene, view, before, quantity)
        if out[index] is None and before and quantity.is_bare and not quantity.is_article:
            gap = scene.between(quantities[index - 1].end, quantity.start)
            if joiner.fullmatch(gap) and before.quantity.gate is Gate.ITEM:
                made = replace(quantity, gate=before.quantity.gate)
                out[index] = Linked(
                    view, made, before.kind, before.action, before.score - 0.1, "same_list",
                    before.modality, kind_at=before.kind_at,
                )  # fmt: skip
    return out


def _are_others(scene: Scene, quantity: Quantity) -> bool:
    """Return whether a bare number closes a list of people: "36 of other nationalities"."""
    after = scene.between(quantity.number.end, quantity.number.end + _NAMED)
    return bool(pattern(rf"\s?(?:{scene.grammar.others})").match(after))


def _next_of_list(scene: Scene, view: View, before: Linked, quantity: Quantity) -> Linked | None:
    """Count the next people of a list as those before, where the verb stands too far for it."""
    if before.quantity.gate is not Gate.PERSON or quantity.is_article:
        return None
    gap = scene.between(before.quantity.end, quantity.start)
    joiner = pattern(rf"[^.;()\w]{{0,4}}(?:(?:{scene.grammar.joins})\s?)?(?:\w{{1,8}}\s){{0,2}}")
    crossed = any(before.quantity.end <= a.start < quantity.start for a in view.actions)
    if crossed or not gap or not joiner.fullmatch(gap):
        return None
    return replace(before, view=view, quantity=quantity, rule="same_list", parent=None, parts=[])


def _one_more(scene: Scene, view: View, before: Linked, quantity: Quantity) -> Linked | None:
    """Count "a pistol" in a list of things, when the thing before it was counted."""
    gap = scene.between(before.quantity.end, quantity.start)
    joined = pattern(rf"\s?(?:{scene.grammar.joins})\s?").fullmatch(gap)
    if not joined or quantity.gate is not before.quantity.gate:
        return None
    if quantity.gate is not Gate.ITEM and not quantity.names_nations:
        return None
    return replace(before, view=view, quantity=quantity, rule="same_list", parent=None, parts=[])


def _running(
    scene: Scene, view: View, quantities: list[Quantity], linked: list[Linked | None]
) -> list[Linked | None]:
    """Count "bringing to 355 the number held" as the running total of what was counted before."""
    out = list(linked)
    for at, quantity in enumerate(quantities):
        before = scene.between(view.start, quantity.start)
        source = next((one for one in reversed(out[:at]) if one), None)
        if not pattern(scene.grammar.running).search(before):
            continue
        named = next((a for a in view.actions if 0 <= a.start - quantity.end <= _NAMED), None)
        gate = source.quantity.gate if source else Gate.PERSON
        made = replace(quantity, gate=gate)
        if named and named.trigger.gate is gate:
            span = (named.start, named.end)
            out[at] = Linked(view, made, named.trigger.kind, named, 0.9, "", kind_at=span)
        elif source:
            out[at] = replace(source, quantity=made, parent=None, parts=[])
    for one, was in zip(out, linked, strict=True):
        if one is not None and one is not was:
            one.rule, one.is_running = "running_total", True
    return out


def _summing(
    scene: Scene, quantities: list[Quantity], linked: list[Linked | None]
) -> list[Linked | None]:
    """Count a bare number as people where it is the sum of the counts before it: "234 in all"."""
    out = list(linked)
    for at, quantity in enumerate(quantities):
        before = [one for one in out[:at] if one and one.quantity.gate is Gate.PERSON]
        values = [one.quantity.number.value for one in before]
        tail = scene.between(quantity.end, quantity.end + _NAMED)
        said = pattern(rf"\s?(?:{scene.grammar.total})").match(tail)
        if out[at] or not quantity.is_bare or len(before) < _FEWEST or not said:
            continue
        if sum(values) == quantity.number.value:
            made = replace(quantity, gate=Gate.PERSON)
            out[at] = replace(before[-1], quantity=made, rule="sum_of_list", parent=None, parts=[])
    return out


def _corrected(
    scene: Scene, view: View, quantities: list[Quantity], linked: list[Linked | None]
) -> list[Linked | None]:
    """Read "revised to 97 from 103 arrested": both count the same, the second is withdrawn."""
    out = list(linked)
    if not pattern(scene.grammar.corrected).search(view.text):
        return out
    for at in range(1, len(quantities)):
        old, new = quantities[at], quantities[at - 1]
        source = out[at] or out[at - 1] or _corrected_count(view, new)
        before = scene.between(new.end, old.start)
        if source is None or not pattern(scene.grammar.corrected_from).search(before):
            continue
        gate = source.quantity.gate
        rule = "corrected_figure"
        out[at - 1] = replace(source, quantity=replace(new, gate=gate), rule=rule, parts=[])
        out[at] = replace(
            source, quantity=replace(old, gate=gate), rule=rule, modality="corrected", parts=[]
        )
    return out


def _corrected_count(view: View, new: Quantity) -> Linked | None:
    """Return what a corrected figure counts: the sentence's verb on people, wherever it stands."""
    action = next((a for a in view.actions if a.trigger.gate is Gate.PERSON), None)
    if action is None or new.gate not in (Gate.PERSON, Gate.NONE):
        return None
    at = (action.start, action.end)
    counted = replace(new, gate=Gate.PERSON)
    return Linked(view, counted, action.trigger.kind, action, 0.6, "", kind_at=at)


def _carried(
    scene: Scene,
    view: View,
    quantities: list[Quantity],
    *,
    settled: list[Linked | None],
    earlier: list[Linked],
) -> list[Linked]:
    """Carry the verb of the sentence before into one that only divides its count."""
    points_back = bool(pattern(scene.grammar.anaphor).search(view.text))
    source = _antecedent(view, earlier, paragraphs=2 if points_back else 1)
    refers = points_back or bool(pattern(scene.grammar.inclusion).search(view.text))
    out: list[Linked] = []
    for quantity, linked in zip(quantities, settled, strict=True):
        if linked is not None:
            out.append(linked)
        elif quantity.role and quantity.role.value in _STATES:
            role = quantity.role
            kind = _STATES[role.value]
            state = Linked(view, quantity, kind, None, 0.5, "noun_of_state")
            state.kind_at = (role.start, role.end)
            out.append(state)
        elif known := _known(scene, quantity, quantities, earlier):
            out.append(_carry(view, quantity, known))
        elif source and _may_carry(scene, quantity, refers=refers):
            out.append(_carry(view, quantity, source))
    return out


def _carry(view: View, quantity: Quantity, source: Linked) -> Linked:
    made, at = replace(quantity, gate=Gate.PERSON), source.kind_at
    kind, modality = source.kind, source.modality
    return Linked(view, made, kind, None, 0.6, "carried_verb", modality, kind_at=at)


def _known(
    scene: Scene, quantity: Quantity, around: list[Quantity], earlier: list[Linked]
) -> Linked | None:
    """Return the count that "the 84" speaks of again, or the one that "eleven of the 84" divide."""
    if quantity.whole_at is not None:
        whole = next((one for one in around if one.number.start == quantity.whole_at), None)
        return _known(scene, whole, around, earlier) if whole else None
    before = scene.between(max(0, quantity.start - 12), quantity.start)
    if quantity.is_article or not pattern(scene.grammar.definite).search(before):
        return None
    alike = [one for one in earlier[-_LAST:] if one.quantity.number.bounds == quantity.number.bounds]
    return next((one for one in reversed(alike) if one.quantity.gate is Gate.PERSON), None)


def _place(one: Linked) -> int:
    return one.quantity.number.start


def _stock(
    scene: Scene, view: View, quantities: list[Quantity], linked: list[Linked]
) -> list[Linked]:
    """Keep a list that says who a group were, where no verb says what was done with them."""
    taken = {one.quantity.number.start for one in linked}
    free = [one for one in quantities if one.number.start not in taken and not one.is_article]
    inclusion = pattern(rf"\s?(?:{scene.grammar.inclusion})\s?")
    for at, whole in enumerate(free):
        parts = [one for one in free[at + 1 :] if one.names_nations or one.sex]
        if len(parts) < _FEWEST or whole.gate not in (Gate.PERSON, Gate.NONE):
            continue
        between = scene.between(whole.end, parts[0].start)
        opened = inclusion.fullmatch(between) or opens_list(scene, between)
        if opened or whole.is_subject:
            group = [replace(one, gate=Gate.PERSON) for one in (whole, *parts)]
            rule = "list_without_verb"
            return [Linked(view, one, Kind.STOCK, None, 0.4, rule) for one in group]
    return []


def _may_carry(scene: Scene, quantity: Quantity, *, refers: bool) -> bool:
    if quantity.is_article or quantity.gate not in (Gate.PERSON, Gate.NONE):
        return False
    if quantity.is_subject and quantity.has_traits:
        return True  # "half a dozen were women": of those counted before
    people = quantity.gate is Gate.PERSON or _are_others(scene, quantity)
    return refers and (quantity.has_traits or quantity.is_part or people)


def _antecedent(view: View, earlier: list[Linked], *, paragraphs: int) -> Linked | None:
    """Return the last whole of people in this paragraph or the few before it."""
    near = [
        one
        for one in reversed(earlier[-_LAST:])
        if one.quantity.gate is Gate.PERSON
        and view.sentence.paragraph - one.view.sentence.paragraph <= paragraphs
        and view.sentence.index - one.view.sentence.index <= 3  # noqa: PLR2004  (further is another matter)
    ]
    same = [one for one in near if one.view.sentence.index == near[0].view.sentence.index]
    return max(same, key=lambda one: one.quantity.number.low) if same else None
