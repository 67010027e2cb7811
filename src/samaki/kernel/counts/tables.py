"""Which claims and questions share which cells, and what they say together as a programme."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from samaki.kernel.counts.cells import Scope, groups_of, scope_of
from samaki.kernel.counts.model import CountClaim, Question, Relation
from samaki.kernel.counts.programme import Programme, programme_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence


def by_id(stated: CountClaim | Question) -> str:
    """Return what claims and questions are ordered by, so that their order does not matter."""
    return stated.id


@dataclass(frozen=True, slots=True)
class Table:
    """The groups of cells, each as the set of names of the scopes it lies in.

    A name is ("claim", id), ("listed", id, nationality) or ("question", id).
    """

    claims: Sequence[CountClaim]
    groups: Sequence[frozenset[tuple[str, ...]]]

    @classmethod
    def of(cls, claims: Sequence[CountClaim], questions: Sequence[Question]) -> Table:
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
        return any(asked in group and not claims_in(group) for group in self.groups)

    def islands(self) -> list[list[CountClaim]]:
        """Return the claims in sets that share neither cells nor relations, in order of id."""
        leader = {claim.id: claim.id for claim in self.claims}

        def led_by(claim: str) -> str:
            while leader[claim] != claim:
                leader[claim] = claim = leader[leader[claim]]
            return claim

        links = [claims_in(group) for group in self.groups]
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


def claims_in(group: frozenset[tuple[str, ...]]) -> list[str]:
    """Return the ids of the claims a group of cells lies in, sorted."""
    return sorted(name[1] for name in group if name[0] == "claim")


def programme_in(
    table: Table, claims: Sequence[CountClaim], *, is_whole: bool = False
) -> tuple[Programme, Mapping[tuple[str, ...], set[int]]]:
    """Return the programme of claims, and for each scope the places of the groups inside it.

    `is_whole`: with cells that no claim speaks of, where a question does.
    """
    ids = {claim.id for claim in claims}
    groups = [group for group in table.groups if is_whole or not ids.isdisjoint(claims_in(group))]
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
