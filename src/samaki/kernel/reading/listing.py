"""Counts that stand with others: in lists, as running totals, as sums and as corrected figures."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from samaki.kernel.reading.grammar import Gate
from samaki.kernel.reading.linked import Linked
from samaki.kernel.reading.scene import pattern

if TYPE_CHECKING:
    from samaki.kernel.reading.quantity import Quantity
    from samaki.kernel.reading.scene import Scene, View

__all__ = ["FEWEST", "NAMED", "are_others", "by_list", "corrected", "running", "summing"]

FEWEST = 2  # counts that make a list
_LEFT = 8  # signs before a number that may say it is of others: "その他の国籍7人"
NAMED = 24  # characters from a running total to the verb that says of what: "355 the number held"


def by_list(
    scene: Scene, view: View, quantities: list[Quantity], linked: list[Linked | None]
) -> list[Linked | None]:
    """Let a bare number in a list be counted as its neighbours are."""
    out = list(linked)
    for index in range(1, len(out)):
        before = out[index - 1]
        if out[index] is None and before:
            gap = scene.between(quantities[index - 1].end, quantities[index].start)
            out[index] = _after(scene, view, before, quantity=quantities[index], gap=gap)
    for index in range(len(out) - 2, -1, -1):
        after, quantity = out[index + 1], quantities[index]
        if out[index] is None and after and quantity.is_bare and not quantity.is_article:
            gap = scene.between(quantity.end, quantities[index + 1].start)
            out[index] = _same_things(scene, after, quantity, gap=gap)
    return out


def _after(
    scene: Scene, view: View, before: Linked, *, quantity: Quantity, gap: str
) -> Linked | None:
    """Return the next of a list, counted as the one before it."""
    rest = quantity.is_bare and are_others(scene, quantity)
    if quantity.gate is Gate.PERSON or rest:
        people = replace(quantity, gate=Gate.PERSON)
        made = _next_of_list(scene, view, before, people)
        if made is not None:
            return made
    if quantity.is_article:
        return _one_more(scene, view, before, quantity)
    return _same_things(scene, before, quantity, gap=gap) if quantity.is_bare else None


def _same_things(scene: Scene, other: Linked, quantity: Quantity, *, gap: str) -> Linked | None:
    """Count a bare number as things, where only a join parts it from things that were counted."""
    joiner = pattern(rf"[^.;()]{{0,30}}?(?:{scene.grammar.joins})\s?")
    if other.quantity.gate is not Gate.ITEM or not joiner.fullmatch(gap):
        return None
    made = replace(quantity, gate=Gate.ITEM)
    score = other.score - 0.1
    return replace(other, quantity=made, score=score, rule="same_list", parent=None, parts=[])


def are_others(scene: Scene, quantity: Quantity) -> bool:
    """Return whether a bare number closes a list of people: "36 of other nationalities"."""
    after = scene.between(quantity.number.end, quantity.number.end + NAMED)
    others = scene.grammar.others
    if scene.grammar.looks_left:
        before = scene.between(max(0, quantity.start - _LEFT), quantity.start)
        if pattern(others).search(before):
            return True
    return bool(pattern(rf"\s?(?:{others})").match(after))


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


def running(
    scene: Scene, view: View, quantities: list[Quantity], linked: list[Linked | None]
) -> list[Linked | None]:
    """Count "bringing to 355 the number held" as the running total of what was counted before."""
    out = list(linked)
    for at, quantity in enumerate(quantities):
        before = scene.between(view.start, quantity.start)
        source = next((one for one in reversed(out[:at]) if one), None)
        if not pattern(scene.grammar.running).search(before):
            continue
        named = next((a for a in view.actions if 0 <= a.start - quantity.end <= NAMED), None)
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


def summing(
    scene: Scene, quantities: list[Quantity], linked: list[Linked | None]
) -> list[Linked | None]:
    """Count a bare number as people where it is the sum of the counts before it: "234 in all"."""
    out = list(linked)
    for at, quantity in enumerate(quantities):
        before = [one for one in out[:at] if one and one.quantity.gate is Gate.PERSON]
        values = [one.quantity.number.value for one in before]
        tail = scene.between(quantity.end, quantity.end + NAMED)
        said = pattern(rf"\s?(?:{scene.grammar.total})").match(tail)
        if out[at] or not quantity.is_bare or len(before) < FEWEST or not said:
            continue
        if sum(values) == quantity.number.value:
            made = replace(quantity, gate=Gate.PERSON)
            out[at] = replace(before[-1], quantity=made, rule="sum_of_list", parent=None, parts=[])
    return out


def corrected(
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
