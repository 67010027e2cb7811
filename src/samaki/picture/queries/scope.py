"""What of the national picture a reader is told: the one answer that page and API both give.

Whoever sees an area sees all of it. Anybody else is told no cell of fewer people than
`figures.SMALLEST`, and nothing from which one could be worked out by subtraction.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from samaki.ground.access.rules import Permission
from samaki.ground.places.rules import COUNTRY
from samaki.picture.rules import figures

if TYPE_CHECKING:
    from samaki.ground.access.actors import Actor
    from samaki.picture.queries.grounds import Reason
    from samaki.picture.queries.national import Picture, Proof
    from samaki.systems.custody.queries.register import TakenIn

_P = Permission


@dataclass(frozen=True, slots=True)
class Told:
    """What a reader is told: the total or nothing, the totals by period, provinces by code."""

    together: Proof | None
    parts: tuple[Proof, ...]
    provinces: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Cell:
    """A number of the picture as the rule of publication takes it: a floor, and its heads."""

    found: Proof

    @property
    def count(self) -> int:
        return self.found.bounds.low


@dataclass(frozen=True, slots=True)
class _Ground:
    """One thing that a bound rests on, as the rule of publication takes it."""

    reason: Reason

    @property
    def count(self) -> int:
        if self.reason.record is not None:
            return self.reason.record.count
        assert self.reason.claim is not None, "a reason is a record or a claim"
        return self.reason.claim.stated.low or 0


def sees_all(eyes: Actor, area: str = COUNTRY) -> bool:
    """Tell whether a reader is told every figure of an area, however small."""
    return eyes.may(_P.PICTURE_SEE, area=area)


def told(eyes: Actor, picture: Picture) -> Told:
    """Return what of the picture the reader is told; a province where none is proved is not told.

    What the reader sees anyway, their own province, hides no other. Where a small number would
    still follow, the total is not told, nor the periods, which make it up.
    """
    floors = [_Cell(found) for found in picture.by_province.values() if found.bounds.low > 0]
    periods = [_Cell(part) for part in picture.parts]
    whole = picture.together
    if sees_all(eyes) or whole is None:
        codes = frozenset(str(cell.found.province) for cell in floors)
        return Told(whole, picture.parts, codes)
    counts = _counts if _is_published(whole.heads) else _floor
    by_province = figures.publishable(
        floors, is_known=lambda cell: sees_all(eyes, str(cell.found.province)), counts=_counts
    )
    by_period = figures.publishable(periods, counts=_counts)
    provinces = frozenset(str(cell.found.province) for cell in by_province)
    is_small = 0 < whole.bounds.low < figures.SMALLEST
    if is_small or not (
        figures.may_total(floors, by_province, counts=counts)
        and figures.may_total(periods, by_period, counts=counts)
    ):
        return Told(None, (), provinces)
    return Told(whole, tuple(cell.found for cell in by_period), provinces)


def placed(eyes: Actor, found: Proof) -> int | None:
    """Return how many of them the register holds; None if the reader is not told."""
    if sees_all(eyes, found.province or COUNTRY) or _is_published(found.heads):
        return found.heads
    return None


def records(eyes: Actor, found: Proof) -> tuple[TakenIn, ...]:
    """Return what the register counted, line by line, as far as the reader is told."""
    if sees_all(eyes, found.province or COUNTRY):
        return found.placed
    return figures.publishable(found.placed, is_known=lambda each: sees_all(eyes, each.province))


def reasons(eyes: Actor, found: Proof, because: tuple[Reason, ...]) -> list[Reason]:
    """Return the reasons whose counts the reader is told, beside the number they add up to.

    A claim is of a published source, so it is told however small; it is left out where a small
    figure of the register would follow from it.
    """
    if sees_all(eyes, found.province or COUNTRY):
        return list(because)
    cells = [_Ground(reason) for reason in because]
    small = [cell for cell in cells if not _is_told(eyes, cell)]
    others = sorted((cell for cell in cells if cell not in small), key=lambda cell: cell.count)
    while others and figures.gives_away(cell.count for cell in small):
        small.append(others.pop(0))
    return [cell.reason for cell in cells if cell not in small]


def is_told(eyes: Actor, found: Proof, picture: Picture) -> bool:
    """Tell whether the front page shows the number to the reader: its days, and not too small.

    Other days are not answered: the difference of two stretches would give a small cell away.
    """
    may = told(eyes, picture)
    if found.province is None:
        whole = [may.together] if may.together is not None else []
        return found.period in {proof.period for proof in (*may.parts, *whole)}
    is_whole = picture.together is not None and found.period == picture.together.period
    return is_whole and found.province in may.provinces


def _counts(cell: _Cell) -> tuple[int, ...]:
    return (cell.found.bounds.low, cell.found.heads)


def _floor(cell: _Cell) -> tuple[int, ...]:
    return (cell.found.bounds.low,)


def _is_told(eyes: Actor, cell: _Ground) -> bool:
    record = cell.reason.record
    is_own = record is not None and sees_all(eyes, record.province)
    return record is None or is_own or record.count >= figures.SMALLEST


def _is_published(heads: int) -> bool:
    return heads == 0 or heads >= figures.SMALLEST
