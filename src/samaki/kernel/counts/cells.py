"""The universe of cells, gathered into groups that no claim and no question tells apart.

Provinces are a closed set: the 25 of Cambodia, so a claim about all of them and a claim listing
all 25 are the same. As soon as a claim or a question names any other code, the universe is the 25,
the codes named, and one "elsewhere" beside them: whoever counts abroad too has not listed the
world. (So the first foreign code may widen an answer about "all"; nothing else that is added does.)
Nationalities are never closed: there is always one that nobody has named. Days are all days.

Merging is exact: people in cells of one group may be moved among them without any claim or
question noticing. So 25 provinces, 25 nationalities and 30 days become a few hundred groups.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from samaki.kernel.periods import Period, segments

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from samaki.kernel.counts.model import CountClaim, Question

T = TypeVar("T")
PROVINCES = frozenset(f"KH-{number}" for number in range(1, 26))


@dataclass(frozen=True, slots=True)
class Scope:
    """A block of cells: these provinces by these nationalities by these days; None is all."""

    provinces: frozenset[str] | None
    nationalities: frozenset[str] | None
    period: Period


def scope_of(stated: CountClaim | Question) -> Scope:
    """Return the cells a claim counts or a question asks about."""
    return Scope(stated.provinces, stated.nationalities, Period.of_days(stated.first, stated.last))


def groups_of(scopes: Sequence[Scope]) -> list[int]:
    """Return one signature a group, sorted: bit k is set when the group lies in `scopes[k]`.

    Every combination of scopes that some cell lies in appears once; cells in none are left out.
    """
    provinces = _signatures(scopes, _named_provinces(scopes), _holds_province)
    nationalities = _signatures(scopes, _named_nationalities(scopes), _holds_nationality)
    days = _signatures(scopes, segments(scope.period for scope in scopes), _holds_segment)
    found: set[int] = set()
    for province in provinces:
        for nationality in nationalities:
            both = province & nationality
            if both:
                found.update(both & day for day in days)
    return sorted(found - {0})


def _named_provinces(scopes: Sequence[Scope]) -> list[str | None]:
    named = PROVINCES.union(*(scope.provinces or () for scope in scopes))
    elsewhere = [] if named == PROVINCES else [None]
    return [*sorted(named), *elsewhere]


def _named_nationalities(scopes: Sequence[Scope]) -> list[str | None]:
    named = frozenset[str]().union(*(scope.nationalities or () for scope in scopes))
    return [*sorted(named), None]


def _signatures(
    scopes: Sequence[Scope], values: Sequence[T], holds: Callable[[Scope, T], bool]
) -> set[int]:
    return {
        sum(1 << position for position, scope in enumerate(scopes) if holds(scope, value))
        for value in values
    }


def _holds_province(scope: Scope, province: str | None) -> bool:
    return scope.provinces is None or province in scope.provinces


def _holds_nationality(scope: Scope, nationality: str | None) -> bool:
    return scope.nationalities is None or nationality in scope.nationalities


def _holds_segment(scope: Scope, segment: Period) -> bool:
    return scope.period.covers(segment)
