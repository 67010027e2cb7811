"""Half-open spans of days: the first day is in, the end is not, and either may be open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """From `start` up to but not including `end`; None means without limit on that side."""

    start: date | None
    end: date | None

    def __post_init__(self) -> None:
        """Refuse a period without a single day: that is our own mistake."""
        empty = self.start is not None and self.end is not None and self.end <= self.start
        assert not empty, f"a period from {self.start} to before {self.end} has no days"

    @classmethod
    def of_days(cls, first: date, last: date) -> Period:
        """Return the period of two inclusive days; the calendar's own ends count as open."""
        return cls(
            start=None if first == date.min else first,
            end=None if last == date.max else last + _DAY,
        )

    def contains(self, day: date) -> bool:
        """Return whether the day lies in the period."""
        return _not_after(self.start, day) and (self.end is None or day < self.end)

    def covers(self, other: Period) -> bool:
        """Return whether every day of the other period lies in this one."""
        starts = self.start is None or (other.start is not None and self.start <= other.start)
        ends = self.end is None or (other.end is not None and other.end <= self.end)
        return starts and ends

    def overlaps(self, other: Period) -> bool:
        """Return whether the two share a day."""
        return _begins_before(self.start, other.end) and _begins_before(other.start, self.end)

    @property
    def days(self) -> int | None:
        """Return how many days it has; None when a side is open."""
        if self.start is None or self.end is None:
            return None
        return (self.end - self.start).days


def segments(periods: Iterable[Period]) -> tuple[Period, ...]:
    """Cut all time into the fewest stretches that each lie wholly in or out of every period.

    They come in order, without gaps; the first and the last are open. Counting by stretch instead
    of by day is exact as long as nobody asks about a day inside one.
    """
    cuts = sorted({day for period in periods for day in _edges(period)})
    return tuple(Period(start, end) for start, end in pairwise([None, *cuts, None]))


def _edges(period: Period) -> Iterator[date]:
    if period.start is not None:
        yield period.start
    if period.end is not None:
        yield period.end


def _not_after(start: date | None, day: date) -> bool:
    return start is None or start <= day


def _begins_before(start: date | None, end: date | None) -> bool:
    return start is None or end is None or start < end
