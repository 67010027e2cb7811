"""Running counts that fall, and running counts whose first day moves.

"2,137 since 27 June" only ever grows. Where a later one of the same kind is smaller, or where two
give another first day, at least one is misread, misquoted or counts something else. Which, nobody
can tell from the numbers: both are named, and nothing is set right by itself.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

__all__ = ["Counter", "Fall", "MovedStart", "falls", "moved_starts"]


@dataclass(frozen=True, slots=True)
class Counter:
    """A running count up to `day`; `of` is what is counted (kind, places, nationalities, sex).

    `since` is its first day, None where the words give none.
    """

    id: str
    of: tuple[object, ...]
    low: int | None
    high: int | None
    since: date | None
    day: date


@dataclass(frozen=True, slots=True)
class Fall:
    """A later count lies below an earlier one, by at least so many people.

    `starts_differ`: the two say that they began on different days, which may be why.
    """

    earlier: str
    later: str
    by: int
    starts_differ: bool


@dataclass(frozen=True, slots=True)
class MovedStart:
    """Counts of one thing that give different first days: each day, and who says so."""

    starts: tuple[tuple[date, tuple[str, ...]], ...]


def falls(counters: Iterable[Counter]) -> tuple[Fall, ...]:
    """Return each count that lies below an earlier one of the same; of several, the highest."""
    found = []
    for series in _series(counters):
        for place, later in enumerate(series):
            if later.high is None:
                continue
            above = [each for each in series[:place] if _is_above(each, later)]
            if above:
                highest = max(above, key=lambda each: (each.low or 0, each.day, each.id))
                by = (highest.low or 0) - later.high
                found.append(Fall(highest.id, later.id, by, _starts_differ(highest, later)))
    return tuple(found)


def moved_starts(counters: Iterable[Counter]) -> tuple[MovedStart, ...]:
    """Return the first days that counts of one thing give, where they give more than one."""
    found = []
    for series in _series(counters):
        days: dict[date, list[str]] = defaultdict(list)
        for each in series:
            if each.since is not None:
                days[each.since].append(each.id)
        if len(days) > 1:
            starts = tuple((day, tuple(sorted(ids))) for day, ids in sorted(days.items()))
            found.append(MovedStart(starts))
    return tuple(found)


def _series(counters: Iterable[Counter]) -> list[Sequence[Counter]]:
    """Return the counts of each thing, the earliest day first."""
    by_thing: dict[tuple[object, ...], list[Counter]] = defaultdict(list)
    for each in sorted(counters, key=lambda one: (one.day, one.id)):
        by_thing[each.of].append(each)
    return list(by_thing.values())


def _is_above(earlier: Counter, later: Counter) -> bool:
    return (
        earlier.day < later.day
        and earlier.low is not None
        and later.high is not None
        and earlier.low > later.high
    )


def _starts_differ(one: Counter, other: Counter) -> bool:
    return one.since is not None and other.since is not None and one.since != other.since
