"""Reconcile claims: conflicts, the cheapest repair, and the tightest bounds with their proofs.

Claims that share no cell and no relation have nothing to say to each other, so they are solved
apart and their bounds added.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from samaki.kernel.counts.bounds import Bounds
from samaki.kernel.counts.cells import Scope, groups_of, scope_of
from samaki.kernel.counts.conflicts import conflicts_in, irreducible
from samaki.kernel.counts.model import (
    Answer,
    ContractError,
    CountClaim,
    Question,
    Reconciliation,
    Relation,
    Repair,
    reasons_against,
)
from samaki.kernel.counts.programme import End, Programme, programme_of
from samaki.kernel.counts.repairs import Opening, cheapest_opening
from samaki.kernel.counts.solver import Solver

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
    table = _Table.of(sorted(claims, key=_id), sorted(questions, key=_id))
    islands = [_Island.of(table, members) for members in table.islands()]
    return Reconciliation(
        answers=tuple(_answer(question, table, islands) for question in questions),
        conflicts=tuple(sorted(each for island in islands for each in island.conflicts)),
        repairs=tuple(sorted(_repairs(islands), key=lambda repair: repair.claim)),
    )


def conflicts_among(claims: Sequence[CountClaim]) -> tuple[tuple[str, ...], ...]:
    """Return the irreducible conflicts of the claims as `reconcile` does, and nothing else."""
    found = [
        conflict
        for programme, ids in _programmes(claims)
        for conflict in conflicts_in(programme, ids)
    ]
    return tuple(sorted(found))


def can_all_hold(claims: Sequence[CountClaim]) -> bool:
    """Return whether nothing in the claims contradicts the rest. Raises as `reconcile` does."""
    return all(
        Solver(programme).is_consistent(programme.believed(ids))
        for programme, ids in _programmes(claims)
    )


def bounds_alone(claims: Sequence[CountClaim], question: Question) -> Bounds | None:
    """Return the bounds that `reconcile` gives, without proofs; None if the claims contradict."""
    table = _Table.of(sorted(claims, key=_id), [question])
    low, high = 0, None if table.is_unclaimed(question) else 0
    for members in table.islands():
        programme, inside = _programme(table, members)
        solver, believed = Solver(programme), programme.believed({claim.id for claim in members})
        if not solver.is_consistent(believed):
            return None
        asked = inside.get(("question", question.id), set())
        if asked:
            low += solver.least(dict.fromkeys(asked, 1), believed).value or 0
            turned = solver.least(dict.fromkeys(asked, -1), believed).value
            high = None if high is None or turned is None else high - turned
    return Bounds(low, high)


def _programmes(claims: Sequence[CountClaim]) -> Iterator[tuple[Programme, frozenset[str]]]:
    """Yield what claims that have to do with each other say together, and who they are."""
    reasons = reasons_against(claims, [])
    if reasons:
        raise ContractError(reasons)
    table = _Table.of(sorted(claims, key=_id), [])
    for members in table.islands():
        programme, _inside = _programme(table, members)
        yield programme, frozenset(claim.id for claim in members)


def _id(stated: CountClaim | Question) -> str:
    return stated.id


@dataclass(frozen=True, slots=True)
class _Table:
    """The groups of cells, each as the set of names of the scopes it lies in.

    A name is ("claim", id), ("listed", id, nationality) or ("question", id).
    """

    claims: Sequence[CountClaim]
    groups: Sequence[frozenset[tuple[str, ...]]]

    @classmethod
    def of(cls, claims: Sequence[CountClaim], questions: Sequence[Question]) -> _Table:
        scopes: dict[tuple[str, ...], Scope] = {}
        for claim in claims:
            scope = scopes["claim", claim.id] = scope_of(claim)
            for listed in sorted(_listed(claim)):
                scopes["listed", claim.id, listed] = Scope(
                    scope.provinces, frozenset({listed}), scope.period
                )
        for question in questions:
            scopes["question", question.id] = scope_of(question)
        names = list(scopes)
        groups = groups_of(list(scopes.values()))
        return cls(claims, [frozenset(names[bit] for bit in _bits(group)) for group in groups])

    def is_unclaimed(self, question: Question) -> bool:
        """Return whether the question reaches cells about which nobody claims anything."""
        asked = ("question", question.id)
        return any(asked in group and not _claims_in(group) for group in self.groups)

    def islands(self) -> list[list[CountClaim]]:
        """Return the claims in sets that share neither cells nor relations, in order of id."""
        leader = {claim.id: claim.id for claim in self.claims}

        def led_by(claim: str) -> str:
            while leader[claim] != claim:
                leader[claim] = claim = leader[leader[claim]]
            return claim

        links = [_claims_in(group) for group in self.groups]
        links += [[claim.id, claim.of] for claim in self.claims if claim.of is not None]
        for first, *others in filter(None, links):
            for other in others:
                leader[led_by(other)] = led_by(first)
        members: dict[str, list[CountClaim]] = defaultdict(list)
        for claim in self.claims:
            members[led_by(claim.id)].append(claim)
        return list(members.values())


def _listed(claim: CountClaim) -> frozenset[str]:
    return (claim.relation is Relation.PRESENT and claim.nationalities) or frozenset()


def _bits(signature: int) -> Iterator[int]:
    while signature:
        lowest = signature & -signature
        yield lowest.bit_length() - 1
        signature ^= lowest


def _claims_in(group: frozenset[tuple[str, ...]]) -> list[str]:
    return sorted(name[1] for name in group if name[0] == "claim")


def _programme(
    table: _Table, claims: Sequence[CountClaim]
) -> tuple[Programme, Mapping[tuple[str, ...], set[int]]]:
    """Return the programme of claims, and for each scope the places of the groups inside it."""
    ids = {claim.id for claim in claims}
    groups = [group for group in table.groups if not ids.isdisjoint(_claims_in(group))]
    inside: dict[tuple[str, ...], set[int]] = defaultdict(set)
    for place, group in enumerate(groups):
        for name in group:
            inside[name].add(place)
    programme = programme_of(
        claims,
        groups=len(groups),
        inside={claim.id: frozenset(inside["claim", claim.id]) for claim in claims},
        listed={
            claim.id: [
                frozenset(inside["listed", claim.id, each]) for each in sorted(_listed(claim))
            ]
            for claim in claims
        },
    )
    return programme, inside


@dataclass(frozen=True, slots=True)
class _Island:
    """Claims that have to do with each other, repaired so that they can all hold."""

    claims: Sequence[CountClaim]
    conflicts: Sequence[tuple[str, ...]]
    opening: Opening
    asked: Mapping[str, frozenset[int]]
    solver: Solver

    @classmethod
    def of(cls, table: _Table, claims: Sequence[CountClaim]) -> _Island:
        programme, inside = _programme(table, claims)
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


def _answer(question: Question, table: _Table, islands: Sequence[_Island]) -> Answer:
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
