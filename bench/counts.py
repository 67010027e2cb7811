"""How long bounds take, against the plain way: one fresh linear programme a bound, cell by cell.

A true table is drawn, claims that are true of it are made, and both ways are asked the same. The
plain way states one column a cell and solves every bound from nothing; it gives bounds alone. Ours
also looks for conflicts first and proves every bound by claims none of which can be left out.
"""

from __future__ import annotations

import argparse
import random
import sys
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product
from time import perf_counter
from typing import TYPE_CHECKING, Any

import highspy
import machine
import numpy as np

from samaki.kernel.counts.model import CountClaim, Question
from samaki.kernel.counts.reconcile import reconcile

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from samaki.kernel.counts.bounds import Bounds

FIRST_DAY = date(2025, 11, 1)
ROUNDING = 1e-6


@dataclass(frozen=True)
class Size:
    """How large the drawn problem is."""

    provinces: int
    nationalities: int
    days: int
    claims: int
    questions: int


QUICK = (Size(6, 5, 8, 30, 4), Size(10, 8, 12, 80, 4))
FULL = (Size(25, 25, 30, 100, 10), Size(25, 25, 30, 200, 10), Size(25, 25, 30, 500, 6))


@dataclass(frozen=True)
class Toy:
    """A true table, claims that are true of it, and questions."""

    table: np.ndarray[Any, Any]
    claims: list[CountClaim]
    questions: list[Question]

    @classmethod
    def draw(cls, size: Size, seed: int) -> Toy:
        """Draw a table in which most cells are empty, as in life."""
        chance = random.Random(seed)
        shape = (size.provinces, size.nationalities, size.days)
        table = np.array(
            [chance.choice((0, 0, 0, chance.randint(1, 90))) for _ in range(int(np.prod(shape)))]
        ).reshape(shape)
        toy = cls(table, [], [])
        toy.claims.extend(toy._claim(f"c{number:04}", chance) for number in range(size.claims))
        toy.questions.extend(
            _asked(f"q{number}", toy._scope(chance)) for number in range(size.questions)
        )
        return toy

    def _scope(self, chance: random.Random) -> Scope:
        provinces, nationalities, days = self.table.shape
        day = chance.randrange(days)
        kind = chance.choice(("cell", "cell", "provinces", "national", "cumulative"))
        if kind == "cell":
            return Scope(
                (chance.randrange(provinces),), (chance.randrange(nationalities),), day, day
            )
        if kind == "provinces":
            several = tuple(sorted(chance.sample(range(provinces), 3)))
            return Scope(several, (chance.randrange(nationalities),), day, min(day + 2, days - 1))
        if kind == "national":
            return Scope(None, (chance.randrange(nationalities),), day, day)
        return Scope(None, None, 0, day)

    def _claim(self, name: str, chance: random.Random) -> CountClaim:
        scope = self._scope(chance)
        true = self.count(scope)
        low, high = chance.choice(
            ((true, true), (true, None), (int(true * 0.9), int(true * 1.1) + 1))
        )
        asked = _asked(name, scope)
        return CountClaim(
            name, low, high, asked.provinces, asked.nationalities, asked.first, asked.last
        )

    def count(self, scope: Scope) -> int:
        """Return how many there truly are."""
        provinces = range(self.table.shape[0]) if scope.provinces is None else scope.provinces
        nationalities = (
            range(self.table.shape[1]) if scope.nationalities is None else scope.nationalities
        )
        days = range(scope.first, scope.last + 1)
        return int(self.table[np.ix_(list(provinces), list(nationalities), list(days))].sum())


@dataclass(frozen=True)
class Scope:
    """A block of the table by position; None is all."""

    provinces: tuple[int, ...] | None
    nationalities: tuple[int, ...] | None
    first: int
    last: int


def _asked(name: str, scope: Scope) -> Question:
    provinces, nationalities = scope.provinces, scope.nationalities
    return Question(
        name,
        None if provinces is None else frozenset(f"KH-{number + 1}" for number in provinces),
        None if nationalities is None else frozenset(f"N{number:02}" for number in nationalities),
        FIRST_DAY + timedelta(days=scope.first),
        FIRST_DAY + timedelta(days=scope.last),
    )


class Plain:
    """One column a cell, one fresh solver a bound."""

    def __init__(self, toy: Toy) -> None:
        """List the cells: those of the table, and one province and nationality nobody names."""
        _, nationalities, days = toy.table.shape
        self.cells = list(
            product(
                [f"KH-{number}" for number in range(1, 26)],
                [*(f"N{number:02}" for number in range(nationalities)), "other"],
                [FIRST_DAY + timedelta(days=day) for day in range(days)],
            )
        )
        self.claims = toy.claims
        rows = [self._inside(claim) for claim in toy.claims]
        self.starts = np.cumsum([0, *map(len, rows)], dtype=np.int32)
        self.columns = np.concatenate(rows).astype(np.int32)

    def _inside(self, scope: CountClaim | Question) -> np.ndarray[Any, Any]:
        return np.array(
            [
                place
                for place, (province, nationality, day) in enumerate(self.cells)
                if (scope.provinces is None or province in scope.provinces)
                and (scope.nationalities is None or nationality in scope.nationalities)
                and scope.first <= day <= scope.last
            ]
        )

    def bounds(self, question: Question) -> tuple[int, int | None]:
        """Return both bounds, each by a programme of its own."""
        low, high = self._least(question, 1), self._least(question, -1)
        assert low is not None
        return int(np.ceil(low - ROUNDING)), (
            None if high is None else int(np.floor(-high + ROUNDING))
        )

    def _least(self, question: Question, factor: int) -> float | None:
        count = len(self.cells)
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = count, len(self.claims)
        model.col_cost_ = np.zeros(count)
        costs = np.zeros(count)
        costs[self._inside(question)] = factor
        model.col_cost_ = costs
        model.col_lower_ = np.zeros(count)
        model.col_upper_ = np.full(count, highspy.kHighsInf)
        model.row_lower_ = np.array([float(claim.low or 0) for claim in self.claims])
        model.row_upper_ = np.array(
            [highspy.kHighsInf if claim.high is None else claim.high for claim in self.claims],
            dtype=np.float64,
        )
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_, model.a_matrix_.index_ = self.starts, self.columns
        model.a_matrix_.value_ = np.ones(len(self.columns))
        engine: Any = highspy.Highs.__mro__[1]()
        engine.setOptionValue("output_flag", False)  # noqa: FBT003 - highspy's signature
        engine.setOptionValue("threads", 1)
        engine.passModel(model)
        engine.run()
        if engine.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        found: float = engine.getInfo().objective_function_value
        return found


def _seconds(work: Callable[..., Any], *arguments: object) -> tuple[float, Any]:
    before = perf_counter()
    found = work(*arguments)
    return perf_counter() - before, found


def _check(ours: Sequence[Bounds], plain: Sequence[tuple[int, int | None]]) -> int:
    """Return how many answers are the same; ours may be tighter, never looser."""
    for mine, (low, high) in zip(ours, plain, strict=True):
        assert mine.low >= low, (mine, low, high)
        assert high is None or (mine.high is not None and mine.high <= high), (mine, low, high)
    return sum((mine.low, mine.high) == other for mine, other in zip(ours, plain, strict=True))


def run(size: Size, *, seed: int = 7) -> str:
    """Measure one size; return a row of the table."""
    toy = Toy.draw(size, seed)
    first, _ = _seconds(reconcile, toy.claims, [])
    both, found = _seconds(reconcile, toy.claims, toy.questions)
    assert found.conflicts == ()
    assert all(
        answer.bounds.contains(true)
        for answer, true in zip(found.answers, _truths(toy), strict=True)
    )
    built, plain = _seconds(Plain, toy)
    alone, others = _seconds(lambda: [plain.bounds(question) for question in toy.questions])
    same = _check([answer.bounds for answer in found.answers], others)
    mine, theirs = both / size.questions, (built + alone) / size.questions
    return (
        f"| {len(plain.cells):,} | {size.claims:,} | {first * 1000:,.0f} | {mine * 1000:,.0f} "
        f"| {theirs * 1000:,.0f} | {theirs / mine:.1f} | {same} of {size.questions} |"
    )


def _truths(toy: Toy) -> list[int]:
    first = [(question.first - FIRST_DAY).days for question in toy.questions]
    last = [(question.last - FIRST_DAY).days for question in toy.questions]
    return [
        toy.count(
            Scope(
                question.provinces and tuple(int(code[3:]) - 1 for code in question.provinces),
                question.nationalities and tuple(int(c[1:]) for c in question.nationalities),
                first[place],
                last[place],
            )
        )
        for place, question in enumerate(toy.questions)
    ]


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small problems, in seconds")
    options = parser.parse_args()
    print(machine.words())
    print()
    print(
        "| cells | claims | conflict check, ms | question with proofs, ms "
        "| plain question, ms | plain ÷ ours | same bounds |"
    )
    print("|---:|---:|---:|---:|---:|---:|---:|")
    for size in QUICK if options.quick else FULL:
        print(run(size), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
