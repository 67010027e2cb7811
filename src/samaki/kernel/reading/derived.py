"""Counts that the words define by other counts: most of, a share of, the remainder, each of.

No number is written for them, so they carry no count of their own; their spans name the words
that define them and the numbers they are worked out from.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from samaki.kernel.reading.grammar import Gate, Layer
from samaki.kernel.reading.intervals import Qualifier, most_of, share_of
from samaki.kernel.reading.linked import Linked
from samaki.kernel.reading.nations import FOREIGN
from samaki.kernel.reading.numbers import Number
from samaki.kernel.reading.quantity import Quantity
from samaki.kernel.reading.scene import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from samaki.kernel.reading.grammar import Grammar
    from samaki.kernel.reading.intervals import Interval
    from samaki.kernel.reading.mentions import Mention
    from samaki.kernel.reading.scene import Scene, View

__all__ = ["derive", "share_bounds"]

_EACH = 48  # characters of "were held at each of"
_WRITTEN = 2  # between "the rest" and the number that says it: a blank, a comma
_NEAR = 30  # characters between "most" and the nationality it is said of


def derive(scene: Scene, linked: list[Linked]) -> list[Linked]:
    """Return the linked counts with those derived from them, in order of their words."""
    out = [_each_before(scene, _each(scene, one)) for one in linked]
    by_view: dict[int, list[Linked]] = {}
    for one in out:
        if one.quantity.gate is Gate.PERSON:
            by_view.setdefault(id(one.view), []).append(one)
    for here in by_view.values():
        view = here[0].view
        for rule in (_most, _remainder, _share):
            out.extend(rule(scene, view, here))
    return sorted(out, key=lambda one: one.quantity.number.start)


def share_bounds(words: str, whole: int, grammar: Grammar) -> Interval | None:
    """Return what "about 70 percent" of the whole is, or None if the words name no share."""
    share = pattern(grammar.share).search(words)
    if share is None:
        return None
    return share_of(whole, Fraction(share["p"]), about=bool(share["about"]))


def _made(
    whole: Linked, at: tuple[int, int], bounds: Interval, qualifier: Qualifier, *,
    nations: tuple[Mention, ...] = (), parts: tuple[int, int] | None = None,
) -> Linked:  # fmt: skip
    low, high = bounds
    number = Number(at[0], at[1], low, high, qualifier, value=low)
    codes = {one.value.lstrip("@") for one in nations}
    quantity = Quantity(
        number,
        at[0],
        max(at[1], *(one.end for one in nations)) if nations else at[1],
        Gate.PERSON,
        nations=nations,
        mode=("one" if len(codes) == 1 else "mix") if codes else None,
        derived_from=(whole.quantity.number.start, whole.quantity.number.end),
        parts_at=parts,
    )
    return Linked(
        whole.view,
        quantity,
        whole.kind,
        whole.action,
        round(min(0.8, whole.score), 3),
        qualifier.value,
        whole.modality,
        parent=whole,
        kind_at=whole.kind_at,
    )


def _is_exact(one: Linked) -> bool:
    return one.quantity.number.low == one.quantity.number.high


def _specific(nations: tuple[Mention, ...]) -> tuple[Mention, ...]:
    return tuple(one for one in nations if one.value != FOREIGN)


def _most(scene: Scene, view: View, here: list[Linked]) -> Iterator[Linked]:
    """Yield "most were Chinese" of the last exact count before it that names nobody."""
    for match in pattern(scene.grammar.most).finditer(view.text):
        start, end = view.start + match.start(), view.start + match.end()
        whole = next((one for one in reversed(here) if one.quantity.number.end <= start), None)
        if whole is None or not _is_exact(whole) or whole.quantity.number.high in (None, 0):
            continue
        nations = _said_after(scene, view, whole, end)
        if not nations or _another_between(here, whole, nations[0].start):
            continue
        if whole.quantity.mode == "mostly":
            whole.quantity = replace(whole.quantity, nations=(), mode=None)
        elif _specific(whole.quantity.nations):
            continue
        bounds = most_of(whole.quantity.number.value)
        yield _made(whole, (start, end), bounds, Qualifier.MOST, nations=nations)


def _another_between(here: list[Linked], whole: Linked, before: int) -> bool:
    """Return whether another count stands between the whole and what is said of most."""
    starts = [one.quantity.number.start for one in here]
    return any(whole.quantity.number.start < start < before for start in starts)


def _said_after(scene: Scene, view: View, whole: Linked, end: int) -> tuple[Mention, ...]:
    if whole.quantity.mode == "mostly":
        return _specific(whole.quantity.nations)
    named = [
        one
        for one in view.phrases
        if one.layer is Layer.NATION and one.value != FOREIGN and 0 <= one.start - end <= _NEAR
    ]
    if not named or pattern(scene.grammar.clause_break).search(scene.between(end, named[0].start)):
        return ()
    return (named[0],)


def _remainder(scene: Scene, view: View, here: list[Linked]) -> Iterator[Linked]:
    """Yield what is left of a count whose exact parts of this sentence stand before the words."""
    for match in pattern(scene.grammar.remainder).finditer(view.text):
        start, end = view.start + match.start(), view.start + match.end()
        if any(0 <= number.start - end <= _WRITTEN for number in view.numbers):
            continue  # the rest is written as a number itself
        told = [one for one in here if one.quantity.number.end <= start]
        before = [one for one in told if _is_exact(one)]
        wholes = list({id(p.parent): p.parent for p in before if p.parent}.values())
        if len(wholes) != 1 or not _is_exact(wholes[0]):
            continue
        if any(one.parent is wholes[0] and not _is_exact(one) for one in told):
            continue  # “about 30” is no number to take away: what is left is not said either
        parts = [part for part in wholes[0].parts if part in before]
        rest = wholes[0].quantity.number.value - sum(p.quantity.number.value for p in parts)
        if rest <= 0:
            continue
        stretch = (parts[0].quantity.number.start, parts[-1].quantity.number.end)
        made = _made(wholes[0], (start, end), (rest, rest), Qualifier.REMAINDER, parts=stretch)
        made.view = view
        yield made


def _share(scene: Scene, view: View, here: list[Linked]) -> Iterator[Linked]:
    """Yield "70 percent of the 200 are Chinese"."""
    for match in pattern(scene.grammar.share).finditer(view.text):
        start, end = view.start + match.start(), view.start + match.end()
        whole = next((one for one in here if 0 <= one.quantity.number.start - end <= _NEAR), None)
        if whole is None or not _is_exact(whole):
            continue
        nations = whole.quantity.nations or _said_after(scene, view, whole, whole.quantity.end)
        bounds = share_bounds(match[0], whole.quantity.number.value, scene.grammar)
        if bounds and _specific(nations):
            whole.quantity = replace(whole.quantity, nations=(), mode=None)
            yield _made(whole, (start, end), bounds, Qualifier.SHARE, nations=nations)


def _each(scene: Scene, one: Linked) -> Linked:
    """Multiply "12 people at each of four villas"."""
    quantity = one.quantity
    if quantity.gate is not Gate.PERSON or not _is_exact(one):
        return one
    tail = scene.between(quantity.end, min(one.view.end, quantity.end + _EACH))
    match = pattern(scene.grammar.each).match(tail)
    begin = quantity.end + match.end() if match else -1
    times = next((n for n in one.view.numbers if 0 <= n.start - begin <= 1), None)
    if match is None or times is None or times.low != times.high or not times.low:
        return one
    return _multiplied(one, times, (quantity.end + match.start(), times.end))


def _each_before(scene: Scene, one: Linked) -> Linked:
    """Multiply "在三栋民房内各抓获9人": the places stand before, "each" between."""
    quantity = one.quantity
    before = [n for n in one.view.numbers if n.end <= quantity.number.start]
    if quantity.gate is not Gate.PERSON or not before or not _is_exact(one):
        return one
    times = before[-1]
    between = scene.between(times.end, quantity.number.start)
    named = any(
        p.layer is Layer.SITE and times.start <= p.start < quantity.number.start
        for p in one.view.phrases
    )
    said = pattern(scene.grammar.each_before).search(between)
    if not said or not named or times.low != times.high or not times.low:
        return one
    return _multiplied(one, times, (times.start, times.end + said.end()))


def _multiplied(one: Linked, times: Number, at: tuple[int, int]) -> Linked:
    quantity = one.quantity
    value = quantity.number.value * times.low
    number = replace(quantity.number, low=value, high=value, qualifier=Qualifier.EACH)
    one.quantity = replace(quantity, number=number, each_at=at)
    one.rule = "each_of"
    return one
