"""The cheapest way to let all claims hold: open intervals by the fewest people, then few claims.

In this order: no relation gives way that need not; the people by which ends are opened are as few
as can be; the claims opened are as few as can be; earlier ids stay as they are where there is a
choice. The last two make the outcome unique, so it does not hang on the order of the claims.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from samaki.kernel.counts.programme import End, Programme, Row
from samaki.kernel.counts.solver import Solver

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


@dataclass(frozen=True, slots=True)
class Opening:
    """By how many people each end is opened, and whose relations are set aside."""

    moved: Mapping[tuple[str, End], int] = field(default_factory=dict)
    aside: frozenset[str] = frozenset()


def cheapest_opening(programme: Programme) -> Opening:
    """Return the cheapest opening after which all claims of the programme can hold."""
    aside = _relations_set_aside(programme)
    elastic = _Elastic.of(programme.repaired(moved={}, aside=aside))
    point = elastic.cheapest()
    point = elastic.with_fewest_claims(point)
    point = elastic.with_earliest_amounts(point)
    return Opening(elastic.moves_in(point), aside)


def _relations_set_aside(programme: Programme) -> frozenset[str]:
    """Return the relations that contradict each other whatever the numbers; earlier ids stay."""
    solver = Solver(programme)
    kept: set[str] = set()
    relations = sorted({row.relation for row in programme.rows if row.relation is not None})

    def holds(stated: set[str]) -> bool:
        return solver.is_consistent(
            [
                row.end is None and (row.relation is None or row.relation in stated)
                for row in programme.rows
            ]
        )

    if holds(set(relations)):
        return frozenset()
    for relation in relations:
        if holds(kept | {relation}):
            kept.add(relation)
    return frozenset(relations) - kept


@dataclass(frozen=True, slots=True)
class _Elastic:
    """A programme with one column more for each end: by how many people it is opened."""

    programme: Programme
    ends: Mapping[tuple[str, End], int]
    counters: Mapping[str, int]

    @classmethod
    def of(cls, programme: Programme) -> _Elastic:
        stated = sorted({row.end for row in programme.rows if row.end is not None})
        ends = {end: programme.columns + place for place, end in enumerate(stated)}
        claims = sorted({claim for claim, _ in stated})
        first = programme.columns + len(ends)
        rows = tuple(
            replace(row, terms={**row.terms, ends[row.end]: 1}) if row.end is not None else row
            for row in programme.rows
        )
        return cls(
            Programme(first + len(claims), rows),
            ends,
            {claim: first + place for place, claim in enumerate(claims)},
        )

    def moves_in(self, point: Sequence[int]) -> dict[tuple[str, End], int]:
        return {end: point[column] for end, column in self.ends.items() if point[column]}

    def cheapest(self) -> tuple[int, ...]:
        """Return a point that opens the ends by the fewest people in all."""
        solver = Solver(self.programme, nodes=None)
        found = solver.least(dict.fromkeys(self.ends.values(), 1), _all(self.programme))
        assert found.point is not None, "ends can always be opened far enough"
        return found.point

    def with_fewest_claims(self, point: tuple[int, ...]) -> tuple[int, ...]:
        """Return an equally cheap point that opens the fewest claims, the earliest ids last."""
        cost = sum(self.moves_in(point).values())
        cheap = self._capped(self.programme, self.ends.values(), cost)
        counted = cheap.with_rows(self._counting(cost))
        fewest = Solver(counted).least(dict.fromkeys(self.counters.values(), 1), _all(counted))
        # At the limit of nodes the cheapest point known so far stands.
        point = fewest.point or self._counted(point)
        few = self._capped(counted, self.counters.values(), self._number_moved(point))
        return self._with_earliest_at_rest(few, point)

    def _counting(self, cost: int) -> list[Row]:
        """Return the rows by which a claim's counter is at least one once an end is opened."""
        return [
            Row(
                {counter: cost}
                | {self.ends[claim, end]: -1 for end in End if (claim, end) in self.ends},
                0,
            )
            for claim, counter in self.counters.items()
        ]

    def _number_moved(self, point: Sequence[int]) -> int:
        return sum(point[column] for column in self.counters.values())

    def _counted(self, point: Sequence[int]) -> tuple[int, ...]:
        moved = {claim for claim, _ in self.moves_in(point)}
        counted = list(point)
        for claim, column in self.counters.items():
            counted[column] = int(claim in moved)
        return tuple(counted)

    def _with_earliest_at_rest(
        self, programme: Programme, point: tuple[int, ...]
    ) -> tuple[int, ...]:
        at_rest = [Row({column: -1}, 0) for column in self.counters.values()]
        solver = Solver(programme.with_rows(at_rest))
        believed = [*_all(programme), *(False for _ in at_rest)]
        for place, column in enumerate(self.counters.values(), len(programme.rows)):
            believed[place] = True
            if not point[column]:
                continue
            other = solver.find(believed)
            if other is None:
                believed[place] = False
            else:
                point = other
        return point

    def with_earliest_amounts(self, point: tuple[int, ...]) -> tuple[int, ...]:
        """Return the point of the same claims and cost that opens the earliest ends least."""
        cost = sum(self.moves_in(point).values())
        moved = {claim for claim, _ in self.moves_in(point)}
        still = [column for (claim, _), column in self.ends.items() if claim not in moved]
        bound = self._capped(self.programme, self.ends.values(), cost)
        bound = self._capped(bound, still, 0)
        for (claim, _), column in self.ends.items():
            if claim in moved:
                least = Solver(bound).least({column: 1}, _all(bound))
                point = least.point or point
                bound = self._capped(bound, [column], point[column])
        return point

    @staticmethod
    def _capped(programme: Programme, columns: Iterable[int], most: int) -> Programme:
        return programme.with_rows([Row(dict.fromkeys(columns, -1), -most)])


def _all(programme: Programme) -> list[bool]:
    return [True] * len(programme.rows)
