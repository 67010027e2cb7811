"""What one count of a list says of its neighbours: "at least", "all Chinese", "27 more"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from samaki.kernel.reading.grammar import Gate, Layer
from samaki.kernel.reading.intervals import Qualifier
from samaki.kernel.reading.scene import pattern

if TYPE_CHECKING:
    from samaki.kernel.reading.mentions import Mention
    from samaki.kernel.reading.quantity import Quantity
    from samaki.kernel.reading.scene import Scene, View

__all__ = ["spread"]


def spread(scene: Scene, view: View, found: list[Quantity]) -> list[Quantity]:
    """Return the counts of a sentence, each with what its neighbours say of it."""
    listed = _governed(scene, view, _more(scene, found))
    return _told_after(scene, view, _shared(scene, listed))


def _told_after(scene: Scene, view: View, found: list[Quantity]) -> list[Quantity]:
    """Read "64 are Koreans, 36 are Japanese" where a noun may stand on either side.

    The last count decides: with its people behind it, each before it has them behind it, too.
    """
    out = list(found)
    for at in range(len(found) - 1, -1, -1):
        limit = found[at + 1].number.start if at + 1 < len(found) else view.end
        named = _named_after(scene, view, found[at], limit)
        is_last = at + 1 == len(found)
        if named is None or (is_last and found[at].nations and named not in found[at].nations):
            break
        if named not in found[at].nations:
            begin = found[at].number.start if found[at].nations else found[at].start
            made = replace(found[at], nations=(named,), mode="one", gate=Gate.PERSON)
            out[at] = replace(made, start=begin, end=max(made.end, named.end))
    return out


def _named_after(scene: Scene, view: View, one: Quantity, limit: int) -> Mention | None:
    """Return the nationality that a copula ties to the count right before it."""
    if one.gate not in (Gate.PERSON, Gate.NONE):
        return None
    nations = (p for p in view.phrases if p.layer is Layer.NATION)
    named = next((p for p in nations if one.number.end <= p.start < limit), None)
    if named is None:
        return None
    gap = scene.between(one.number.end, named.start)
    return named if pattern(scene.grammar.copula).fullmatch(gap) else None


def _more(scene: Scene, found: list[Quantity]) -> list[Quantity]:
    """Let "27 more" be of those counted right before it."""
    out: list[Quantity] = []
    for one in found:
        before = next((o for o in reversed(out) if o.gate is Gate.PERSON and o.names_nations), None)
        tail = scene.between(one.number.end, one.number.end + 12)
        if before and not one.nations and pattern(scene.grammar.more).match(tail):
            one = replace(one, nations=before.nations, mode=before.mode)  # noqa: PLW2901
        out.append(one)
    return out


def _governed(scene: Scene, view: View, found: list[Quantity]) -> list[Quantity]:
    """Let "at least" govern the whole list that follows it."""
    joiner = pattern(rf"[\s\w'-]{{0,40}}?(?:{scene.grammar.joins})")
    out: list[Quantity] = []
    for quantity in found:
        before = out[-1] if out else None
        if (
            before
            and before.number.qualifier is Qualifier.AT_LEAST
            and quantity.number.qualifier is Qualifier.EXACT
            and not quantity.is_article
            and quantity.gate is before.gate
            and joiner.fullmatch(between := scene.between(before.end, quantity.start))
            and not pattern(scene.grammar.inclusion).search(between)
            and not any(before.end <= a.start < quantity.start for a in view.actions)
        ):
            out.append(_bent(quantity, before))
        else:
            out.append(quantity)
    return out


def _shared(scene: Scene, found: list[Quantity]) -> list[Quantity]:
    """Give "all Chinese" to every count of the list it closes: "35 men and three women"."""
    joiner = pattern(rf"\s?(?:{scene.grammar.joins})\s?")
    out = list(found)
    for at in range(len(out) - 1, 0, -1):
        after, one = out[at], out[at - 1]
        if (
            after.is_shared
            and one.gate is Gate.PERSON
            and not one.nations
            and joiner.fullmatch(scene.between(one.end, after.start))
        ):
            out[at - 1] = replace(one, nations=after.nations, mode=after.mode, is_shared=True)
    return out


def _bent(quantity: Quantity, governor: Quantity) -> Quantity:
    number = replace(quantity.number, high=None, qualifier=Qualifier.AT_LEAST)
    where = governor.qualifier_at or (governor.number.start, governor.number.end)
    return replace(quantity, number=number, qualifier_at=where)
