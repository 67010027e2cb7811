"""How the picture is put together from what stands. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from samaki.kernel.counts.model import CountClaim, Question

if TYPE_CHECKING:
    from collections.abc import Iterable

SMALLEST = 11  # the public page shows no cell of fewer people; standards, section 8


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `first` to `last`, both inside."""

    first: date
    last: date

    @property
    def key(self) -> str:
        """The period as a part of an address: `2025-11-14..2025-11-16`."""
        return f"{self.first}..{self.last}"


def periods(rows: Iterable[CountClaim]) -> tuple[Period, ...]:
    """Return the stretches of days that claims speak of; overlapping windows are one stretch."""
    windows = sorted(
        {(row.first, row.last) for row in rows if row.first != date.min and row.last != date.max}
    )
    found: list[Period] = []
    for first, last in windows:
        if found and first <= found[-1].last:
            found[-1] = Period(found[-1].first, max(found[-1].last, last))
        else:
            found.append(Period(first, last))
    return tuple(found)


def period_of(key: str) -> Period | None:
    """Return the period of an address's part, or None if it is none."""
    first, _, last = key.partition("..")
    try:
        found = Period(date.fromisoformat(first), date.fromisoformat(last))
    except ValueError:
        return None
    return found if found.first <= found.last else None


def whole(parts: tuple[Period, ...]) -> Period | None:
    """Return the period from the first day of all to the last."""
    if not parts:
        return None
    return Period(parts[0].first, max(part.last for part in parts))


def question(period: Period, province: str | None = None) -> Question:
    """Ask how many people were found in a period, in one province or in all."""
    return Question(
        id=f"{province or 'KH'}@{period.key}",
        provinces=None if province is None else frozenset({province}),
        nationalities=None,
        first=period.first,
        last=period.last,
    )


def register_row(
    *, province: str, day: date, nationality: str | None, count: int, number: int
) -> CountClaim:
    """Return the register's figure as a claim: at least so many, since others may be unrecorded."""
    return CountClaim(
        id=f"R{number}",
        low=max(count, 0),
        high=None,
        provinces=frozenset({province}),
        nationalities=None if nationality is None else frozenset({nationality}),
        first=day,
        last=day,
    )


def days(period: Period) -> int:
    """Return how many days a period has."""
    return (period.last - period.first) // timedelta(days=1) + 1
