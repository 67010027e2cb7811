"""The officer's numbers, and the solver under them: exact, silent, never guessing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import highspy
import pytest
from tests.kernel.counts.problem import asked, bounds, conflicts, stated

from samaki.kernel.counts.bounds import Bounds
from samaki.kernel.counts.programme import Programme, Row
from samaki.kernel.counts.solver import Solver, SolverError

OVER_1000 = stated("over-1000", 1001, where="KH-12 KH-18", days="14-16")
AT_POIPET = stated("poipet", 271, 271, where="KH-1", who="IDN", days="17")
AT_SIHANOUK = stated("sihanouk", 63, 63, where="KH-18", who="VNM", days="17")
CASE = [OVER_1000, AT_POIPET, AT_SIHANOUK]


# The officer's numbers.


def test_bounds_know_what_they_say() -> None:
    exact, floor = Bounds(271, 271), Bounds(1001, None)

    assert (exact.is_exact, exact.is_open) == (True, False)
    assert (floor.is_exact, floor.is_open) == (False, True)
    assert [exact.contains(count) for count in (270, 271, 272)] == [False, True, False]
    assert [floor.contains(count) for count in (1000, 1001, 10**6)] == [False, True, True]


@pytest.mark.parametrize(("low", "high"), [(-1, None), (2, 1)])
def test_impossible_bounds_are_our_own_mistake(low: int, high: int | None) -> None:
    with pytest.raises(AssertionError):
        Bounds(low, high)


def test_standard_output_carries_the_answer_alone() -> None:
    program = (
        "import json\n"
        "from tests.kernel.counts.problem import asked, outcome, stated\n"
        "claims = [stated('a', 1, 1), stated('b', 2, 2), stated('c', 3, where='KH-1 KH-2'),\n"
        "          stated('d', 3, where='KH-2 KH-3'), stated('e', 3, where='KH-1 KH-3')]\n"
        "print(json.dumps(outcome(claims, [asked('q')])))\n"
    )
    root = Path(__file__).parents[3]

    ran = subprocess.run(
        [sys.executable, "-c", program],
        cwd=root,
        env=os.environ | {"PYTHONPATH": f"{root / 'src'}{os.pathsep}{root}"},
        capture_output=True,
        text=True,
        check=True,
    )

    assert set(json.loads(ran.stdout)) == {"questions", "conflicts", "repairs"}
    assert ran.stdout.count("\n") == 1


def _run_on_two_threads() -> None:
    engine: Any = highspy.Highs.__mro__[1]()
    engine.setOptionValue("output_flag", False)  # noqa: FBT003 - highspy's signature
    engine.setOptionValue("threads", 2)
    engine.run()


def test_another_use_of_the_solver_in_the_same_thread_changes_no_answer() -> None:
    claims = [stated("a", 2), stated("b", hi=1)]

    def use_and_ask() -> list[list[str]]:
        _run_on_two_threads()
        return conflicts(claims)

    # In a thread of its own: the solver remembers for each thread how many threads it may use.
    with ThreadPoolExecutor(max_workers=1) as thread:
        assert thread.submit(use_and_ask).result() == [["a", "b"]]


def test_several_threads_may_ask_at_once() -> None:
    claims = [*CASE, stated("cumulative", 1400, 1400, days="14-17")]
    question = asked("q", where="KH-12 KH-18", days="14-16")

    with ThreadPoolExecutor(max_workers=4) as threads:
        found = list(threads.map(lambda _: bounds(claims, question), range(40)))

    assert set(found) == {(1001, 1066)}


class _Stuck:
    """An engine that ends without a verdict, however often it is run."""

    def __init__(self) -> None:
        self.resets = 0

    def run(self) -> object:
        return highspy.HighsStatus.kError

    def resetThreadScheduler(self, _: object) -> None:  # noqa: N802 - highspy's name
        self.resets += 1

    def getModelStatus(self) -> object:  # noqa: N802 - highspy's name
        return highspy.HighsModelStatus.kSolveError

    def __getattr__(self, name: str) -> object:
        return lambda *_: None


@pytest.mark.parametrize("runs", [1, 2])
def test_a_solver_without_a_verdict_is_an_error_and_never_an_answer(
    runs: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Solver, "_new_engine", _stuck)
    programme = Programme(1, (Row({0: 1}, 1, frozenset({"a"})),))

    solver = Solver(programme)
    for _ in range(runs):
        with pytest.raises(SolverError, match="without a verdict: kSolveError"):
            solver.is_consistent([True])


def _stuck(solver: Solver, *, whole: bool) -> _Stuck:
    solver._statuses = highspy.HighsModelStatus  # noqa: SLF001 - what the real one leaves behind
    return _Stuck()


def test_half_a_person_is_nobody() -> None:
    half = Programme(1, (Row({0: 2}, 1), Row({0: -2}, -1)))

    solver = Solver(half)

    assert not solver.is_consistent([True, True])
    assert solver.find([True, True]) is None
    assert solver.find([True, False]) == (1,)


def test_at_the_limit_of_nodes_the_outer_bound_stands() -> None:
    rows = tuple(
        Row({column: 3 + (7 * row + 5 * column * column) % 7 for column in range(12)}, 1000 + row)
        for row in range(12)
    )
    programme = Programme(12, rows)
    terms = {column: 3 + (11 * column) % 7 for column in range(12)}
    believed = [True] * len(rows)

    exact = Solver(programme).least(terms, believed).value
    outer = Solver(programme, nodes=0).least(terms, believed).value

    assert exact is not None
    assert outer is not None
    assert 0 < outer <= exact
