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
    from samaki.picture.queries.national import Picture, Proof, Reason

_P = Permission


@dataclass(frozen=True, slots=True)
class _Floor:
    """A province's floor, as the rule of publication takes it."""

    code: str
    count: int


def sees_all(eyes: Actor, area: str = COUNTRY) -> bool:
    """Tell whether a reader is told every figure of an area, however small."""
    return eyes.may(_P.PICTURE_SEE, area=area)


def parts(eyes: Actor, picture: Picture) -> tuple[Proof, ...]:
    """Return the totals by period that the reader is told."""
    return tuple(p for p in picture.parts if sees_all(eyes) or is_public(p, picture))


def provinces(eyes: Actor, picture: Picture) -> frozenset[str]:
    """Return the provinces whose floor the reader is told; one where none is proved is not told."""
    floors = [_Floor(code, found.bounds.low) for code, found in picture.by_province.items()]
    public = {floor.code for floor in figures.publishable(floors)}
    return frozenset(
        floor.code
        for floor in floors
        if floor.count > 0 and (floor.code in public or sees_all(eyes, floor.code))
    )


def placed(eyes: Actor, found: Proof) -> int | None:
    """Return how many of them the register holds; None if the reader is not told."""
    if sees_all(eyes, found.province or COUNTRY) or _is_published(found.heads):
        return found.heads
    return None


def reasons(eyes: Actor, found: Proof, because: tuple[Reason, ...]) -> list[Reason]:
    """Return the reasons whose counts the reader is told."""
    if sees_all(eyes, found.province or COUNTRY):
        return list(because)
    return [r for r in because if r.record is None or r.record.count >= figures.SMALLEST]


def is_public(found: Proof, picture: Picture) -> bool:
    """Tell whether the front page shows the number to a visitor: its days, and not too small.

    Other days are not answered: the difference of two stretches would give a small cell away.
    """
    periods = {proof.period for proof in (*picture.parts, picture.together) if proof is not None}
    if found.province is not None:
        periods = {picture.together.period} if picture.together else set()
    is_big = found.bounds.low >= figures.SMALLEST and _is_published(found.heads)
    return found.period in periods and is_big


def _is_published(heads: int) -> bool:
    return heads == 0 or heads >= figures.SMALLEST
