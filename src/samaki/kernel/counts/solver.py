"""The one door to the linear solver: whole-number minima and consistency, checked exactly.

The solver works in floating point, so nothing it says is taken on trust alone: its points are
rounded and checked against every row in whole numbers, and a bound is rounded outwards. Where the
rounded point does not attain the bound, branch and bound decides; if that stops at its limit of
nodes, the outer bound stands: still valid, perhaps not the tightest. Where the solver ends without
a verdict, SolverError is raised: no answer is made up of what it left behind.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Container, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from samaki.kernel.counts.programme import Programme

_SLACK = 1e-4  # far above the solver's own tolerance, far below one person
_PRICED = 1e-9
_PRIMAL_SIMPLEX = 4
NODES = 20_000


class SolverError(Exception):
    """The linear solver ended without a verdict: nothing can be said about these claims."""


@dataclass(frozen=True, slots=True)
class Extreme:
    """The least value, None when there is none; the rows that prove it; a point, where known."""

    value: int | None
    priced: tuple[int, ...] = ()
    point: tuple[int, ...] | None = None


class Solver:
    """One programme, solved again and again with different rows believed."""

    def __init__(self, programme: Programme, *, nodes: int | None = NODES) -> None:
        """Build the matrix once; `nodes` of None lets branch and bound run to its end."""
        # Loaded here because a page that reconciles nothing should not pay for it.
        import numpy as np  # noqa: PLC0415

        self.programme = programme
        self._nodes = nodes
        self._starts = np.cumsum([0, *(len(row.terms) for row in programme.rows)], dtype=np.int32)
        self._columns = np.array([c for row in programme.rows for c in row.terms], dtype=np.int32)
        self._factors = np.array(
            [f for row in programme.rows for f in row.terms.values()], dtype=np.int64
        )
        self._least = np.array([row.least for row in programme.rows], dtype=np.int64)
        self._linear = self._new_engine(whole=False)
        self._is_warm = False

    def is_consistent(self, believed: Sequence[bool]) -> bool:
        """Return whether some table of whole numbers satisfies the rows believed."""
        if not self._run_linear({}, believed):
            return False
        if self._whole_point(self._linear, believed) is not None:
            return True
        whole = self._run_whole({}, believed)
        return bool(whole.getModelStatus() != self._statuses.kInfeasible)

    def find(self, believed: Sequence[bool]) -> tuple[int, ...] | None:
        """Return a table of whole numbers that satisfies the rows believed, None if none is found.

        Unlike `is_consistent`, which gives claims the benefit of the doubt, this is a proof.
        """
        if not self._run_linear({}, believed):
            return None
        point = self._whole_point(self._linear, believed)
        if point is None:
            point = self._whole_point(self._run_whole({}, believed), believed)
        return point

    def least(
        self, terms: Mapping[int, int], believed: Sequence[bool], *, enough: int | None = None
    ) -> Extreme:
        """Return the least the sum of column times factor can be, rows believed being consistent.

        With `enough` the search may stop at any proof that the sum is at least that.
        """
        self._run_linear(terms, believed)
        if self._linear.getModelStatus() == self._statuses.kUnbounded:
            return Extreme(None)
        outer = math.ceil(self._linear.getInfo().objective_function_value - _SLACK)
        priced = tuple(
            row
            for row, price in enumerate(self._linear.getSolution().row_dual)
            if abs(price) > _PRICED
        )
        point = self._whole_point(self._linear, believed)
        attained = point is not None and _value(terms, point) == outer
        if attained or (enough is not None and outer >= enough):
            return Extreme(outer, priced, point if attained else None)
        whole = self._run_whole(terms, believed)
        reached = whole.getInfo().mip_dual_bound
        if math.isfinite(reached):  # it is not where the limit came before the first bound
            outer = max(outer, math.ceil(reached - _SLACK))
        return Extreme(outer, priced, self._whole_point(whole, believed))

    def _run_linear(self, terms: Mapping[int, int], believed: Sequence[bool]) -> bool:
        """Solve without asking for whole numbers; return whether anything satisfies the rows."""
        engine, statuses = self._linear, self._statuses
        verdicts = {statuses.kOptimal, statuses.kInfeasible, statuses.kUnbounded}
        self._ask(engine, terms, believed)
        if _status_after(engine) not in verdicts and self._is_warm:
            # The start it was given may have led it astray: once more from nothing.
            engine.clearSolver()
            _status_after(engine)
        if not self._is_warm:
            # Measured: after a change of costs the dual simplex throws its start away.
            engine.setOptionValue("presolve", "off")
            engine.setOptionValue("simplex_strategy", _PRIMAL_SIMPLEX)
            self._is_warm = True
            if engine.getModelStatus() not in verdicts:
                # Presolve does not always tell “unbounded” from “infeasible”.
                _status_after(engine)
        _require(engine, verdicts)
        return bool(engine.getModelStatus() != statuses.kInfeasible)

    def _run_whole(self, terms: Mapping[int, int], believed: Sequence[bool]) -> Any:  # noqa: ANN401
        engine, statuses = self._new_engine(whole=True), self._statuses
        self._ask(engine, terms, believed)
        _status_after(engine)
        # kSolutionLimit is what it says at the limit of nodes.
        _require(engine, {statuses.kOptimal, statuses.kInfeasible, statuses.kSolutionLimit})
        return engine

    def _new_engine(self, *, whole: bool) -> Any:  # noqa: ANN401 - highspy has no types
        import highspy  # noqa: PLC0415
        import numpy as np  # noqa: PLC0415

        # highspy.Highs prints a banner to standard output while it is made, before anybody can
        # silence it; the class it is built on prints nothing until it runs.
        engine: Any = highspy.Highs.__mro__[1]()
        engine.setOptionValue("output_flag", False)  # noqa: FBT003 - highspy's signature
        engine.setOptionValue("threads", 1)
        engine.setOptionValue("mip_rel_gap", 0.0)
        engine.setOptionValue("mip_abs_gap", 0.0)
        if self._nodes is not None:
            engine.setOptionValue("mip_max_nodes", self._nodes)
        self._statuses = highspy.HighsModelStatus
        columns, rows = self.programme.columns, len(self.programme.rows)
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = columns, rows
        model.col_cost_ = model.col_lower_ = np.zeros(columns)
        model.col_upper_ = np.full(columns, highspy.kHighsInf)
        model.row_lower_ = np.full(rows, -highspy.kHighsInf)
        model.row_upper_ = np.full(rows, highspy.kHighsInf)
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_ = self._starts
        model.a_matrix_.index_ = self._columns
        model.a_matrix_.value_ = self._factors.astype(np.float64)
        if whole:
            model.integrality_ = [highspy.HighsVarType.kInteger] * columns
        engine.passModel(model)
        return engine

    def _ask(self, engine: Any, terms: Mapping[int, int], believed: Sequence[bool]) -> None:  # noqa: ANN401
        import numpy as np  # noqa: PLC0415

        columns, rows = self.programme.columns, len(self.programme.rows)
        costs = np.zeros(columns)
        for column, factor in terms.items():
            costs[column] = factor
        engine.changeColsCost(columns, np.arange(columns, dtype=np.int32), costs)
        least = np.where(np.array(believed, dtype=bool), self._least, -np.inf)
        ceilings = np.full(rows, np.inf)
        engine.changeRowsBounds(rows, np.arange(rows, dtype=np.int32), least, ceilings)

    def _whole_point(self, engine: Any, believed: Sequence[bool]) -> tuple[int, ...] | None:  # noqa: ANN401
        """Return the engine's point in whole numbers if it satisfies the rows exactly."""
        import numpy as np  # noqa: PLC0415

        values = np.rint(np.array(engine.getSolution().col_value, dtype=np.float64))
        if len(values) != self.programme.columns or (values < 0).any():
            return None
        point: NDArray[np.int64] = values.astype(np.int64)
        sums = np.zeros(len(self.programme.rows), dtype=np.int64)
        of_row = np.repeat(np.arange(len(sums)), np.diff(self._starts))
        np.add.at(sums, of_row, self._factors * point[self._columns])
        if (np.array(believed, dtype=bool) & (sums < self._least)).any():
            return None
        return tuple(point.tolist())


def _status_after(engine: Any) -> Any:  # noqa: ANN401 - highspy has no types
    """Run the engine and return the status of its model."""
    import highspy  # noqa: PLC0415

    if engine.run() == highspy.HighsStatus.kError:
        # It refuses when something else in this thread has run it with more threads than one, and
        # then holds on to that number until told to forget it.
        engine.resetThreadScheduler(True)  # noqa: FBT003 - highspy's signature
        engine.run()
    return engine.getModelStatus()


def _require(engine: Any, verdicts: Container[Any]) -> None:  # noqa: ANN401 - as above
    if engine.getModelStatus() not in verdicts:
        words = f"The solver ended without a verdict: {engine.getModelStatus().name}."
        raise SolverError(words)


def _value(terms: Mapping[int, int], point: Sequence[int]) -> int:
    return sum(factor * point[column] for column, factor in terms.items())
