"""What a number with a qualifier means: the one place where words become bounds.

Every bound is inclusive; a high of None means no ceiling was set.
"""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction

__all__ = ["Interval", "Qualifier", "interval", "most_of", "share_of"]

Interval = tuple[int, int | None]


class Qualifier(StrEnum):
    """How a text bends a number; `VAGUE` words ("dozens") carry their own bounds."""

    EXACT = "exact"
    AT_LEAST = "at_least"
    OVER = "over"
    JUST_OVER = "just_over"
    NEARLY = "nearly"
    ABOUT = "about"
    UP_TO = "up_to"
    UNDER = "under"
    RANGE = "range"
    VAGUE = "vague"
    ODD = "odd"  # "1700 and odd": above n, below the next round number
    MOST = "most"
    SHARE = "share"
    REMAINDER = "remainder"
    EACH = "each"


def interval(n: int, qualifier: Qualifier, *, unit: int = 1) -> Interval:
    """Return the inclusive bounds of a qualified number; `unit` is the round step of `ODD`."""
    below = max(n - 1, 0)
    bounds: dict[Qualifier, Interval] = {
        Qualifier.AT_LEAST: (n, None),
        Qualifier.OVER: (n + 1, None),
        Qualifier.JUST_OVER: (n + 1, max(n + 1, _down(n, 11))),
        Qualifier.NEARLY: (min(_up(n, 9), below), below),
        Qualifier.ABOUT: (_up(n, 9), _down(n, 11)),
        Qualifier.UNDER: (0, below),
        Qualifier.ODD: (n + 1, n + max(unit, 2) - 1),
    }
    return bounds.get(qualifier, (n, n))


def most_of(whole: int) -> Interval:
    """Return the bounds of "most of `whole`": more than half."""
    return whole // 2 + 1, whole


def share_of(whole: int, percent: Fraction, *, about: bool) -> Interval:
    """Return the bounds of a share, rounded outwards; "about" reads it five points wide."""
    slack = Fraction(5) if about else Fraction(0)
    low, high = whole * (percent - slack) / 100, whole * (percent + slack) / 100
    return max(0, low.__floor__()), min(whole, high.__ceil__())


def _up(n: int, tenths: int) -> int:
    """Return `tenths` tenths of n, rounded up: the smallest whole number inside."""
    return -(-n * tenths // 10)


def _down(n: int, tenths: int) -> int:
    return n * tenths // 10
