"""A second way to the same answers, sharing no code with the first: by listing, and by a plain MIP.

Each person is of a kind: the cell he is in, and which claims that scope alone cannot place say he
belongs to. A world is how many people there are of each kind. The plain programme has one column a
kind, nothing merged; the listing tries every world of up to so many people.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from itertools import chain, combinations, pairwise, product
from typing import TYPE_CHECKING, Any

import highspy
import numpy as np

from samaki.kernel.counts.model import Relation

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from samaki.kernel.counts.model import CountClaim, Question

FIRST_DAY, LAST_DAY = date(2025, 11, 14), date(2025, 11, 15)
PROVINCES = ("KH-1", "KH-18")
NATIONALITIES = ("IDN", "VNM")
OTHERS = "others"
BOX = 10_000  # more people of one kind than any drawn claim speaks of

Cell = tuple[str, str, date]
Kind = tuple[Cell, frozenset[str]]
Line = tuple[list[int], int]  # factor of each kind, and the least their sum may be


def _cells() -> list[Cell]:
    days = [FIRST_DAY, LAST_DAY, LAST_DAY + timedelta(days=9)]
    return list(product((*PROVINCES, OTHERS), (*NATIONALITIES, OTHERS), days))


def _lies_in(cell: Cell, scope: CountClaim | Question) -> bool:
    province, nationality, day = cell
    return (
        (scope.provinces is None or province in scope.provinces)
        and (scope.nationalities is None or nationality in scope.nationalities)
        and scope.first <= day <= scope.last
    )


@dataclass
class World:
    """All that could be so if these claims were made, believed or not."""

    claims: Sequence[CountClaim]
    cells: list[Cell] = field(default_factory=_cells)

    @cached_property
    def by_id(self) -> dict[str, CountClaim]:
        return {claim.id: claim for claim in self.claims}

    @cached_property
    def scope(self) -> dict[str, frozenset[Cell]]:
        return {
            claim.id: frozenset(cell for cell in self.cells if _lies_in(cell, claim))
            for claim in self.claims
        }

    @cached_property
    def unplaced(self) -> list[str]:
        """The parts whose people scope alone does not single out."""
        return [claim.id for claim in self.claims if claim.of and not self._is_placed(claim)]

    def _is_placed(self, claim: CountClaim) -> bool:
        assert claim.of is not None
        if self.scope[claim.of] <= self.scope[claim.id]:
            return False
        if self.by_id[claim.of].relation is not Relation.TOTAL:
            return True
        return not any(
            self.scope[claim.id] & self.scope[other.id] for other in self._siblings(claim)
        )

    def _siblings(self, claim: CountClaim) -> list[CountClaim]:
        return [each for each in self.claims if each.of == claim.of and each.id != claim.id]

    @cached_property
    def kinds(self) -> list[Kind]:
        every = chain.from_iterable(
            combinations(self.unplaced, size) for size in range(len(self.unplaced) + 1)
        )
        labels = [frozenset(each) for each in every]
        return [
            (cell, each)
            for cell, each in product(self.cells, labels)
            if all(cell in self.scope[label] for label in each)
        ]

    def belongs(self, kind: Kind, claim: str) -> bool:
        """Tell whether a person of that kind is among those the claim counts."""
        cell, labels = kind
        if cell not in self.scope[claim]:
            return False
        if claim in self.unplaced:
            return claim in labels
        whole = self.by_id[claim].of
        return whole is None or cell not in self.scope[whole] or self.belongs(kind, whole)

    def counted(self, claim: str, factor: int = 1) -> list[int]:
        return [factor * self.belongs(kind, claim) for kind in self.kinds]

    def asked(self, question: Question) -> list[int]:
        return [int(_lies_in(cell, question)) for cell, _ in self.kinds]

    def lines(self, believed: frozenset[str]) -> Iterator[Line]:
        """Return what must hold of every world in which these claims are true."""
        for claim in self.claims:
            if claim.id in believed:
                yield from self._lines_of(claim, believed)

    def _lines_of(self, claim: CountClaim, believed: frozenset[str]) -> Iterator[Line]:
        if claim.low is not None:
            yield self.counted(claim.id), claim.low
        if claim.high is not None:
            yield self.counted(claim.id, -1), -claim.high
        if claim.relation is Relation.PRESENT:
            yield from self._lines_of_presence(claim)
        if claim.relation is Relation.MOSTLY and claim.of in believed:
            part, whole = self.counted(claim.id, 2), self.counted(claim.of, -1)
            yield [a + b for a, b in zip(part, whole, strict=True)], 1
        if claim.relation is Relation.TOTAL:
            yield from self._lines_of_total(claim, believed)
        if claim.of in believed and claim.id in self.unplaced:
            yield self._difference(str(claim.of), [claim.id]), 0
            yield self._strangers(claim.id, str(claim.of)), 0

    def _lines_of_presence(self, claim: CountClaim) -> Iterator[Line]:
        for nationality in claim.nationalities or ():
            yield (
                [
                    int(self.belongs(kind, claim.id) and kind[0][1] == nationality)
                    for kind in self.kinds
                ],
                1,
            )

    def _lines_of_total(self, whole: CountClaim, believed: frozenset[str]) -> Iterator[Line]:
        parts = [each.id for each in self.claims if each.of == whole.id and each.id in believed]
        yield self._difference(whole.id, parts), 0
        shared = [part for part in parts if part in self.unplaced]
        # Disjoint: nobody belongs to two of them.
        yield [-int(len(labels & set(shared)) > 1) for _, labels in self.kinds], 0

    def _strangers(self, part: str, whole: str) -> list[int]:
        """Forbid people of the part in the cells of the whole who do not belong to the whole."""
        return [
            -int(part in kind[1] and kind[0] in self.scope[whole] and not self.belongs(kind, whole))
            for kind in self.kinds
        ]

    def _difference(self, whole: str, parts: Sequence[str]) -> list[int]:
        terms = np.array(self.counted(whole))
        for part in parts:
            terms = terms - np.array(self.counted(part))
        found: list[int] = terms.tolist()
        return found


def least(world: World, terms: Sequence[int], believed: frozenset[str]) -> int | None:
    """Return the least the terms can sum to by a plain MIP; None when the claims cannot all hold.

    Nobody is of a kind more than `BOX` times, so a least below -BOX means there is none.
    """
    engine: Any = highspy.Highs.__mro__[1]()
    engine.setOptionValue("output_flag", False)  # noqa: FBT003 - highspy's signature
    lines = list(world.lines(believed))
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(world.kinds), len(lines)
    model.col_cost_ = np.array(terms, dtype=np.float64)
    model.col_lower_ = np.zeros(len(world.kinds))
    model.col_upper_ = np.full(len(world.kinds), float(BOX))
    model.integrality_ = [highspy.HighsVarType.kInteger] * len(world.kinds)
    model.row_lower_ = np.array([line[1] for line in lines], dtype=np.float64)
    model.row_upper_ = np.full(len(lines), highspy.kHighsInf)
    factors = np.array([line[0] for line in lines], dtype=np.float64).reshape(-1, len(world.kinds))
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = np.arange(len(lines) + 1, dtype=np.int32) * len(world.kinds)
    model.a_matrix_.index_ = np.tile(np.arange(len(world.kinds), dtype=np.int32), len(lines))
    model.a_matrix_.value_ = factors.ravel()
    engine.passModel(model)
    engine.run()
    if engine.getModelStatus() == highspy.HighsModelStatus.kInfeasible:
        return None
    assert engine.getModelStatus() == highspy.HighsModelStatus.kOptimal
    value: int = math.floor(engine.getInfo().objective_function_value + 0.5)
    return value


def bounds(
    world: World, question: Question, believed: frozenset[str]
) -> tuple[int, int | None] | None:
    """Return the tightest bounds by a plain MIP, None when the claims cannot all hold."""
    asked = world.asked(question)
    low = least(world, asked, believed)
    high = least(world, [-each for each in asked], believed)
    if low is None or high is None:
        return None
    return low, (None if -high >= BOX else -high)


def worlds(columns: int, people: int) -> np.ndarray[Any, np.dtype[np.int64]]:
    """Return every way to put up to so many people into the columns, one a row."""
    rows: list[list[int]] = []
    for count in range(people + 1):
        for bars in combinations(range(count + columns - 1), columns - 1):
            edges = (-1, *bars, count + columns - 1)
            rows.append([b - a - 1 for a, b in pairwise(edges)])
    return np.array(rows, dtype=np.int64)


def listed_bounds(
    world: World, question: Question, every: np.ndarray[Any, np.dtype[np.int64]]
) -> tuple[int, int] | None:
    """Return the tightest bounds among the listed worlds, None when the claims hold in none."""
    assert not world.unplaced, "listing is for worlds where scope places everybody"
    holds = np.ones(len(every), dtype=bool)
    for factors, lowest in world.lines(frozenset(world.by_id)):
        holds &= every @ np.array(factors) >= lowest
    counts = (every @ np.array(world.asked(question)))[holds]
    return (int(counts.min()), int(counts.max())) if len(counts) else None
