"""Parts of a reconciliation by themselves: conflicts, consistency, bounds without proofs.

For callers that try many readings of the same claims and need no proofs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from samaki.kernel.counts.bounds import Bounds
from samaki.kernel.counts.conflicts import conflicts_in
from samaki.kernel.counts.model import ContractError, CountClaim, Question, reasons_against
from samaki.kernel.counts.programme import Programme, Row
from samaki.kernel.counts.solver import Solver
from samaki.kernel.counts.tables import Table, by_id, programme_in

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

__all__ = ["Trial", "bounds_alone", "can_all_hold", "conflicts_among"]


def conflicts_among(claims: Sequence[CountClaim]) -> tuple[tuple[str, ...], ...]:
    """Return the irreducible conflicts of the claims as `reconcile` does, and nothing else."""
    found = [
        conflict
        for programme, ids in _programmes(claims)
        for conflict in conflicts_in(programme, ids)
    ]
    return tuple(sorted(found))


def can_all_hold(claims: Sequence[CountClaim], *, only: Collection[str] | None = None) -> bool:
    """Return whether nothing in the claims contradicts the rest; with `only`, in those of them.

    The others then still say which part belongs to which whole. Raises as `reconcile` does.
    """
    return all(
        Solver(programme).is_consistent(
            programme.believed(ids if only is None else ids.intersection(only))
        )
        for programme, ids in _programmes(claims)
    )


def bounds_alone(
    claims: Sequence[CountClaim], questions: Sequence[Question]
) -> tuple[Bounds, ...] | None:
    """Return the bounds that `reconcile` gives, without proofs; None if the claims contradict."""
    trial = Trial(claims, questions)
    return trial.bounds() if trial.holds() else None


class Trial:
    """Claims and questions as one programme, asked again and again with one more count told."""

    def __init__(self, claims: Sequence[CountClaim], questions: Sequence[Question]) -> None:
        """Build the programme once. Raises ContractError as `reconcile` does."""
        if reasons := reasons_against(claims, questions):
            raise ContractError(reasons)
        self._questions = list(questions)
        table = Table.of(sorted(claims, key=by_id), sorted(questions, key=by_id))
        self._base, self._inside = programme_in(table, table.claims, is_whole=True)
        self._everyone = frozenset(claim.id for claim in claims)
        self._solver = Solver(self._base)

    def holds(self) -> bool:
        """Return whether the claims can all hold."""
        return self._solver.is_consistent(self._base.believed(self._everyone))

    def bounds(self) -> tuple[Bounds, ...]:
        """Return the bounds of every question; only where the claims can all hold."""
        believed = self._base.believed(self._everyone)
        return tuple(self._bounds(self._solver, each.id, believed) for each in self._questions)

    def told(self, asked: str, counts: Sequence[int], of: str) -> list[Bounds]:
        """Return the bounds of question `of` for each count that question `asked` may have.

        Counts that no whole number of people allows are left out.
        """
        columns = self._columns(asked)
        rows = [row for count in counts for row in _exactly(columns, count)]
        programme = self._base.with_rows(rows)
        solver, base = Solver(programme), self._base.believed(self._everyone)
        found = []
        for place in range(len(counts)):
            believed = [*base, *(at // 2 == place for at in range(len(rows)))]
            if solver.is_consistent(believed):
                found.append(self._bounds(solver, of, believed))
        return found

    def _bounds(self, solver: Solver, question: str, believed: Sequence[bool]) -> Bounds:
        columns = self._columns(question)
        low = solver.least(dict.fromkeys(columns, 1), believed).value or 0
        turned = solver.least(dict.fromkeys(columns, -1), believed).value
        return Bounds(low, None if turned is None else -turned)

    def _columns(self, question: str) -> set[int]:
        return self._inside.get(("question", question), set())


def _exactly(columns: Collection[int], count: int) -> tuple[Row, Row]:
    return Row(dict.fromkeys(columns, 1), count), Row(dict.fromkeys(columns, -1), -count)


def _programmes(claims: Sequence[CountClaim]) -> Iterator[tuple[Programme, frozenset[str]]]:
    """Yield what claims that have to do with each other say together, and who they are."""
    if reasons := reasons_against(claims, []):
        raise ContractError(reasons)
    table = Table.of(sorted(claims, key=by_id), [])
    for members in table.islands():
        programme, _inside = programme_in(table, members)
        yield programme, frozenset(claim.id for claim in members)
