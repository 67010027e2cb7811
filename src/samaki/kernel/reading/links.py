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
from samaki.kernel.reading.scene import pattern

if TYPE_CHECKING:
    from samaki.kernel.reading.mentions import Action
    from samaki.kernel.reading.quantities import Quantity
    from samaki.kernel.reading.scene import Scene, View

__all__ = ["Linked", "distance", "link_quantities"]

_FLOOR = 0.25
_FAR = 320
_NEAR_ARTICLE = 16
_OFFICER_REACH = 25
_ARRESTS = frozenset({Kind.ARRESTED, Kind.DETAINED, Kind.FOUND, Kind.RESCUED})


@dataclass(slots=True)
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
    kind_at: tuple[int, int] | None = None


def link_quantities(scene: Scene) -> list[Linked]:
    """Return the quantities that a verb, a list or a carried verb makes claims, in order."""
    out: list[Linked] = []
    for view in scene.views:
        quantities = find_quantities(scene, view)
        linked = [_linked(scene, view, one) for one in quantities]
        settled = _by_list(scene, view, quantities, linked)
        out.extend(_carried(scene, view, quantities, settled=settled, earlier=out))
    return out


def _linked(scene: Scene, view: View, quantity: Quantity) -> Linked | None:
    if quantity.event is not None and not quantity.is_article:
        kind = Kind(quantity.event.value)
        at = (quantity.event.start, quantity.event.end)
        return Linked(view, quantity, kind, None, 0.95, "event_noun", kind_at=at)
    options = [
        (score, action)
        for action in view.actions
        if (score := _score(scene, view, quantity, action)) >= _FLOOR
    ]
    if not options:
        return None
    score, action = max(options, key=lambda option: option[0])
    if quantity.is_article and not _confirms(quantity, action):
        return None
    return _accepted(scene, view, quantity, action=action, score=score)


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
    if not _takes(scene, view, quantity, action):
        return 0.0
    after = action.start >= quantity.number.start
    low, high = (quantity.end, action.start) if after else (action.end, quantity.number.start)
    gap = max(0, high - low)
    score = 1.0 - gap / _FAR * (1.0 if scene.grammar.spaced else 2.0)
    if (action.trigger.side is Side.AFTER and after) or (
        action.trigger.side is Side.BEFORE and not after
    ):
        score -= 0.3
    between = scene.between(low, high) if high > low else ""
    score -= 0.25 * len(pattern(scene.grammar.clause_break).findall(between))
    rivals = [a for a in view.actions if low <= a.start < high and a is not action]
    score -= 0.15 * sum(a.trigger.gate is action.trigger.gate for a in rivals)
    return score


def _takes(scene: Scene, view: View, quantity: Quantity, action: Action) -> bool:
    gate, wants = quantity.gate, action.trigger.gate
    if gate is wants:
        return True
    if gate is Gate.NONE:
        return _bare_fits(scene, quantity, action)
    if gate is Gate.OFFICER and wants is Gate.PERSON:
        near = 0 <= action.start - quantity.end <= _OFFICER_REACH
        return near and action.trigger.side is Side.BEFORE
    if gate is Gate.SITE and action.trigger.kind in _ARRESTS:
        before = scene.between(max(view.start, quantity.number.start - 20), quantity.number.start)
        return bool(pattern(scene.grammar.site_of).search(before)) and not quantity.is_article
    return False


def _bare_fits(scene: Scene, quantity: Quantity, action: Action) -> bool:
    """Return whether a number without a noun may be taken: its verb touches it, or it is a part."""
    if quantity.is_part:
        return action.trigger.gate is Gate.PERSON
    low, high = sorted((quantity.number.end, action.start))
    if action.trigger.side is not Side.AFTER and quantity.number.end <= action.start:
        return not scene.between(low, high).strip()
    if action.trigger.side is Side.AFTER and quantity.number.end <= action.start:
        return action.trigger.gate is Gate.PERSON and not scene.between(low, high).strip()
    touching = not scene.between(action.end, quantity.number.start).strip()
    return touching and _object_open(scene, quantity, action)


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
            quantity.gate is Gate.PERSON
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
        if out[index] is None and before and quantity.is_bare and not quantity.number.in_words:
            gap = scene.between(quantities[index - 1].end, quantity.start)
            if joiner.fullmatch(gap) and before.quantity.gate is Gate.ITEM:
                made = replace(quantity, gate=before.quantity.gate)
                out[index] = Linked(
                    view, made, before.kind, before.action, before.score - 0.1, "same_list",
                    before.modality, kind_at=before.kind_at,
                )  # fmt: skip
    return out


def _carried(
    scene: Scene,
    view: View,
    quantities: list[Quantity],
    *,
    settled: list[Linked | None],
    earlier: list[Linked],
) -> list[Linked]:
    """Carry the verb of the sentence before into one that only divides its count."""
    source = _antecedent(view, earlier)
    refers = bool(pattern(scene.grammar.anaphor).search(view.text)) or bool(
        pattern(scene.grammar.inclusion).search(view.text)
    )
    out: list[Linked] = []
    for quantity, linked in zip(quantities, settled, strict=True):
        if linked is not None:
            out.append(linked)
        elif source and _may_carry(quantity, refers=refers):
            made = replace(quantity, gate=Gate.PERSON)
            at = source.kind_at
            out.append(
                Linked(
                    view, made, source.kind, None, 0.6, "carried_verb", source.modality, kind_at=at
                )
            )
    return out


def _may_carry(quantity: Quantity, *, refers: bool) -> bool:
    if quantity.is_article or quantity.gate not in (Gate.PERSON, Gate.NONE):
        return False
    return refers and (quantity.has_traits or quantity.is_part or quantity.gate is Gate.PERSON)


def _antecedent(view: View, earlier: list[Linked]) -> Linked | None:
    """Return the last whole of people in this paragraph or the one before it."""
    near = [
        one
        for one in reversed(earlier)
        if one.quantity.gate is Gate.PERSON
        and view.sentence.paragraph - one.view.sentence.paragraph <= 1
        and view.sentence.index - one.view.sentence.index <= 3  # noqa: PLR2004  (further is another matter)
    ]
    same = [one for one in near if one.view.sentence.index == near[0].view.sentence.index]
    return max(same, key=lambda one: one.quantity.number.low) if same else None
