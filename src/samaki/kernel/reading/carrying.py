"""Verbs carried from the sentences before: into one that divides, or tells again, their counts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from samaki.kernel.reading.drafts import Kind
from samaki.kernel.reading.grammar import Gate
from samaki.kernel.reading.linked import Linked
from samaki.kernel.reading.listing import FEWEST, are_others
from samaki.kernel.reading.scene import opens_list, pattern

if TYPE_CHECKING:
    from samaki.kernel.reading.quantity import Quantity
    from samaki.kernel.reading.scene import Scene, View

__all__ = ["carried", "divided_here", "stock"]

_LAST = 80  # counts looked back over; no sentence or two hold more
_STATES = {"detainee": Kind.DETAINED}  # nouns that say by themselves what was done


def divided_here(
    scene: Scene, view: View, quantities: list[Quantity], loose: list[tuple[View, Quantity]]
) -> list[Linked]:
    """Keep people no verb was found for, where "of that number" now divides them."""
    counted = [one.number.low for one in quantities if one.gate in (Gate.PERSON, Gate.NONE)]
    if not counted or not pattern(scene.grammar.anaphor).search(view.text):
        return []
    for there, whole in reversed(loose[-FEWEST:]):
        near = 0 < view.sentence.index - there.sentence.index <= FEWEST
        if near and whole.gate is Gate.PERSON and whole.number.low > max(counted):
            loose.remove((there, whole))
            known = [q for _, q in loose if q.number.bounds == whole.number.bounds and q.nations]
            if known and not whole.nations:
                whole = replace(whole, nations=known[-1].nations, mode=known[-1].mode)  # noqa: PLW2901
            return [Linked(there, whole, Kind.STOCK, None, 0.4, "divided_later")]
    return []


def carried(
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
    refers = refers or _closes(scene, source, quantities, settled)
    free = [one for one, done in zip(quantities, settled, strict=True) if done is None]
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
        elif whole := _divided_before(scene, quantity, out) or _summed_before(quantity, free, out):
            out.append(_carry(view, quantity, whole))
        elif source and _may_carry(scene, quantity, refers=refers):
            out.append(_carry(view, quantity, source))
    return out


def _closes(
    scene: Scene, source: Linked | None, quantities: list[Quantity], settled: list[Linked | None]
) -> bool:
    """Return whether a sentence without a verb lists, by who they are, all that were counted."""
    people = [one for one in quantities if one.gate in (Gate.PERSON, Gate.NONE)]
    if source is None or any(settled) or len(people) < max(FEWEST, len(quantities)):
        return False
    told = [one for one in people if one.has_traits or are_others(scene, one)]
    named = [one for one in people if one.names_nations]
    return any(_sums_to(source, parts) for parts in (told, named) if len(parts) >= FEWEST)


def _sums_to(whole: Linked, parts: list[Quantity]) -> bool:
    exact = all(one.number.low == one.number.high for one in parts)
    total = sum(one.number.value for one in parts)
    return exact and whole.quantity.number.bounds == (total, total)


def _summed_before(quantity: Quantity, free: list[Quantity], before: list[Linked]) -> Linked | None:
    """Return the count of this sentence that men and women, whom no verb took, together make."""
    parts = [one for one in free if one.sex and not one.names_nations]
    if quantity not in parts:
        return None
    total = sum(one.number.value for one in parts)
    wholes = (one for one in before if one.quantity.gate is Gate.PERSON)
    return next((one for one in wholes if one.quantity.number.bounds == (total, total)), None)


def _divided_before(scene: Scene, quantity: Quantity, before: list[Linked]) -> Linked | None:
    """Return the count of this sentence that "of whom 377 are Chinese" divides, if one does."""
    whole = next((one for one in reversed(before) if one.quantity.gate is Gate.PERSON), None)
    if whole is None or quantity.is_article:
        return None
    between = scene.between(whole.quantity.end, quantity.start)
    says = quantity.has_traits or quantity.is_part or are_others(scene, quantity)
    opened = pattern(rf"(?:{scene.grammar.inclusion})\s?$").search(between)
    listed = whole.rule == "carried_verb" and pattern(
        rf"[^.;]{{0,4}}?(?:{scene.grammar.joins})?\s?"
    ).fullmatch(between)
    if (says and pattern(scene.grammar.inclusion).search(between)) or opened:
        return whole
    return whole if says and listed else None


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
    bounds = quantity.number.bounds
    alike = [one for one in earlier[-_LAST:] if one.quantity.number.bounds == bounds]
    return next((one for one in reversed(alike) if one.quantity.gate is Gate.PERSON), None)


def stock(
    scene: Scene, view: View, quantities: list[Quantity], linked: list[Linked]
) -> list[Linked]:
    """Keep a list that says who a group were, where no verb says what was done with them."""
    taken = {one.quantity.number.start for one in linked}
    free = [one for one in quantities if one.number.start not in taken and not one.is_article]
    inclusion = pattern(rf"\s?(?:{scene.grammar.inclusion})\s?")
    for at, whole in enumerate(free):
        parts = [one for one in free[at + 1 :] if one.names_nations or one.sex]
        if len(parts) < FEWEST or whole.gate not in (Gate.PERSON, Gate.NONE):
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
    says_who = quantity.has_traits or not scene.grammar.spaced  # there "8人は" leads to who alone
    if (quantity.is_subject and says_who) or (quantity.is_part and quantity.names_nations):
        return True  # "half a dozen were women": of those counted before
    people = quantity.gate is Gate.PERSON or are_others(scene, quantity)
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
