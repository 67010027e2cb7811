"""Reconcile claims: conflicts, the cheapest repair, and the tightest bounds with their proofs.

Claims that share no cell and no relation have nothing to say to each other, so they are solved
apart and their bounds added.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from samaki.kernel.counts.bounds import Bounds
from samaki.kernel.counts.conflicts import conflicts_in, irreducible
from samaki.kernel.counts.model import (
    Answer,
    ContractError,
    CountClaim,
    Question,
    Reconciliation,
    Repair,
    reasons_against,
)
from samaki.kernel.counts.programme import End, Programme
from samaki.kernel.counts.repairs import Opening, cheapest_opening
from samaki.kernel.counts.solver import Solver
from samaki.kernel.counts.tables import Table, by_id, programme_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence


def reconcile(claims: Sequence[CountClaim], questions: Sequence[Question]) -> Reconciliation:
    """Return what the claims prove about each question, and where they contradict each other.

    Where they do, the questions are answered after the cheapest repair. The outcome does not
    depend on the order of the claims. Raises ContractError, with every reason, for ids that
    repeat, scopes without cells and relations that make no sense.
    """
    reasons = reasons_against(claims, questions)
    if reasons:
        raise ContractError(reasons)
    table = Table.of(sorted(claims, key=by_id), sorted(questions, key=by_id))
    islands = [_Island.of(table, members) for members in table.islands()]
    return Reconciliation(
        answers=tuple(_answer(question, table, islands) for question in questions),
        conflicts=tuple(sorted(each for island in islands for each in island.conflicts)),
        repairs=tuple(sorted(_repairs(islands), key=lambda repair: repair.claim)),
    )


@dataclass(frozen=True, slots=True)
class _Island:
    """Claims that have to do with each other, repaired so that they can all hold."""

    claims: Sequence[CountClaim]
    conflicts: Sequence[tuple[str, ...]]
    opening: Opening
    asked: Mapping[str, frozenset[int]]
    solver: Solver

    @classmethod
    def of(cls, table: Table, claims: Sequence[CountClaim]) -> _Island:
        programme, inside = programme_in(table, claims)
        asked = {name[1]: frozenset(at) for name, at in inside.items() if name[0] == "question"}
        ids = {claim.id for claim in claims}
        return cls._repaired(claims, programme, asked, conflicts_in(programme, ids))

    @classmethod
    def _repaired(
        cls,
        claims: Sequence[CountClaim],
        programme: Programme,
        asked: Mapping[str, frozenset[int]],
        conflicts: Sequence[tuple[str, ...]],
    ) -> _Island:
        opening = cheapest_opening(programme) if conflicts else Opening()
        repaired = programme.repaired(moved=opening.moved, aside=opening.aside)
        return cls(claims, conflicts, opening, asked, Solver(repaired))

    def least(self, terms: Mapping[int, int]) -> tuple[int | None, frozenset[str]]:
        """Return the least the sum of column times factor can be, and claims that prove it."""
        programme = self.solver.programme
        everyone = frozenset(claim.id for claim in self.claims)
        best = self.solver.least(terms, programme.believed(everyone))
        if best.value is None:
            return None, frozenset()
        value = best.value

        def proves(claims: frozenset[str]) -> bool:
            found = self.solver.least(terms, programme.believed(claims), enough=value)
            return found.value is not None and found.value >= value

        if proves(frozenset()):
            return value, frozenset()
        priced = frozenset[str]().union(*(programme.rows[row].needs for row in best.priced))
        return value, irreducible(priced if proves(priced) else everyone, proves)


def _answer(question: Question, table: Table, islands: Sequence[_Island]) -> Answer:
    low, low_because = _added(question, islands, factor=1)
    high, high_because = _added(question, islands, factor=-1)
    assert low is not None, "nobody counts fewer than no people"
    if high is None or table.is_unclaimed(question):
        return Answer(question.id, Bounds(low, None), low_because, ())
    return Answer(question.id, Bounds(low, -high), low_because, high_because)


def _added(
    question: Question, islands: Sequence[_Island], *, factor: int
) -> tuple[int | None, tuple[str, ...]]:
    """Return the sum over islands of the least of `factor` times the people asked about."""
    total = 0
    because: set[str] = set()
    for island in islands:
        if question.id in island.asked:
            value, proof = island.least(dict.fromkeys(island.asked[question.id], factor))
            if value is None:
                return None, ()
            total += value
            because |= proof
    return total, tuple(sorted(because))


def _repairs(islands: Sequence[_Island]) -> Iterator[Repair]:
    for island in islands:
        opening = island.opening
        touched = opening.aside | {claim for claim, _ in opening.moved}
        for claim in island.claims:
            if claim.id in touched:
                yield _repair(claim, opening)


def _repair(claim: CountClaim, opening: Opening) -> Repair:
    lowered = opening.moved.get((claim.id, End.LOW), 0)
    raised = opening.moved.get((claim.id, End.HIGH), 0)
    return Repair(
        claim=claim.id,
        low_before=claim.low,
        high_before=claim.high,
        low_after=None if claim.low is None else claim.low - lowered,
        high_after=None if claim.high is None else claim.high + raised,
        sets_relation_aside=claim.id in opening.aside,
    )
