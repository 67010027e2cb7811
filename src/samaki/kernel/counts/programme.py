"""Claims as rows of a whole-number programme, each row knowing which claims it rests on.

Columns are numbers of people, zero or more. Every row reads "these people number at least n", a
ceiling being the same with signs turned; a row holds while all the claims it needs are believed.

What "disjoint parts" means. A part that its scope tells apart from its whole and from its siblings
counts everybody in its cells, like any claim. Where a sibling shares a cell with it (two raids in
one province on one day), or its cells take in all of the whole's (women among the Thais), the scope
does not say who belongs to the part. Then the part has columns of its own, at most the people in
each of its cells who belong to its whole; its number bounds those and no longer caps the cells,
and siblings add up: in each cell they are different people.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from samaki.kernel.counts.model import Relation

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from samaki.kernel.counts.model import CountClaim

NOBODY: frozenset[str] = frozenset()


class End(StrEnum):
    """Which end of a claim's interval a row states."""

    LOW = "low"
    HIGH = "high"


@dataclass(frozen=True, slots=True)
class Row:
    """The sum of column times factor is at least `least`, while all of `needs` are believed.

    `end` names the claim and the end of its interval that `least` comes from; `relation` the
    claim whose relation the row is. A row with neither holds by the nature of counting.
    """

    terms: Mapping[int, int]
    least: int
    needs: frozenset[str] = NOBODY
    end: tuple[str, End] | None = None
    relation: str | None = None


@dataclass(frozen=True, slots=True)
class Programme:
    """So many whole-number columns, zero or more, and the rows that bind them."""

    columns: int
    rows: tuple[Row, ...]

    def believed(self, claims: AbstractSet[str]) -> list[bool]:
        """Return for each row whether it holds when just these claims are believed."""
        return [row.needs <= claims for row in self.rows]

    def with_rows(self, rows: Iterable[Row], *, columns: int = 0) -> Programme:
        """Return the programme with more rows, and so many more columns."""
        return Programme(self.columns + columns, (*self.rows, *rows))

    def repaired(
        self, *, moved: Mapping[tuple[str, End], int], aside: AbstractSet[str]
    ) -> Programme:
        """Return the programme with ends opened by so many people and relations set aside."""
        kept = [row for row in self.rows if row.relation not in aside]
        return replace(
            self,
            rows=tuple(
                replace(row, least=row.least - moved.get(row.end, 0)) if row.end else row
                for row in kept
            ),
        )


@dataclass(slots=True)
class _Draft:
    """A programme being written: who is where, and whose people are which columns."""

    inside: Mapping[str, frozenset[int]]
    listed: Mapping[str, Sequence[frozenset[int]]]
    people: dict[str, dict[int, int]] = field(default_factory=dict)
    has_own: set[str] = field(default_factory=set)
    columns: int = 0
    rows: list[Row] = field(default_factory=list)

    def new_column(self) -> int:
        self.columns += 1
        return self.columns - 1


def programme_of(
    claims: Sequence[CountClaim],
    *,
    groups: int,
    inside: Mapping[str, frozenset[int]],
    listed: Mapping[str, Sequence[frozenset[int]]],
) -> Programme:
    """Write the programme of claims whose relations make sense.

    Columns 0 to `groups` - 1 are the people of each group of cells; `inside` gives each claim's
    groups and `listed`, for a `present` claim, those of each nationality it lists.
    """
    draft = _Draft(inside=inside, listed=listed, columns=groups)
    parts: dict[str, list[CountClaim]] = defaultdict(list)
    for claim in claims:
        if claim.of is not None:
            parts[claim.of].append(claim)
    claims_by_id = {claim.id: claim for claim in claims}
    for claim in _wholes_first(claims, parts):
        _find_people(claim, parts, claims_by_id=claims_by_id, draft=draft)
    for claim in claims:
        draft.rows += _rows_of_interval(claim, draft)
        draft.rows += _rows_of_words(claim, draft)
        draft.rows += _rows_of_parts(claim, parts[claim.id], draft)
    return Programme(draft.columns, tuple(draft.rows))


def _wholes_first(
    claims: Sequence[CountClaim], parts: Mapping[str, Sequence[CountClaim]]
) -> list[CountClaim]:
    ordered = [claim for claim in claims if claim.of is None]
    for whole in ordered:  # grows while it is walked: the parts of parts come after them
        ordered.extend(parts.get(whole.id, ()))
    return ordered


def _find_people(
    claim: CountClaim,
    parts: Mapping[str, Sequence[CountClaim]],
    *,
    claims_by_id: Mapping[str, CountClaim],
    draft: _Draft,
) -> None:
    """Settle which columns are the people this claim counts, group by group."""
    inside = sorted(draft.inside[claim.id])
    if claim.of is None:
        draft.people[claim.id] = {group: group for group in inside}
        return
    whole = claims_by_id[claim.of]
    # The whole's cells may hold other people too, so a part is looked for among the whole's; in
    # cells beyond the whole's, where a source says more than fits, among everybody.
    among = {group: draft.people[whole.id].get(group, group) for group in inside}
    if _is_told_apart(claim, whole, parts[whole.id], draft.inside):
        draft.people[claim.id] = among
        return
    draft.people[claim.id] = {group: draft.new_column() for group in inside}
    draft.has_own.add(claim.id)
    both = frozenset({claim.id, whole.id})
    for group, own in draft.people[claim.id].items():
        draft.rows.append(Row({group: 1, own: -1}, 0))
        if among[group] != group:
            draft.rows.append(Row({among[group]: 1, own: -1}, 0, both))


def _is_told_apart(
    claim: CountClaim,
    whole: CountClaim,
    siblings: Sequence[CountClaim],
    inside: Mapping[str, frozenset[int]],
) -> bool:
    mine = inside[claim.id]
    if mine >= inside[whole.id]:
        return False
    return whole.relation is not Relation.TOTAL or all(
        mine.isdisjoint(inside[sibling.id]) for sibling in siblings if sibling is not claim
    )


def _rows_of_interval(claim: CountClaim, draft: _Draft) -> Iterable[Row]:
    people = draft.people[claim.id].values()
    needs = frozenset({claim.id})
    if claim.low:
        yield Row(dict.fromkeys(people, 1), claim.low, needs, (claim.id, End.LOW))
    if claim.high is not None:
        yield Row(dict.fromkeys(people, -1), -claim.high, needs, (claim.id, End.HIGH))


def _rows_of_words(claim: CountClaim, draft: _Draft) -> Iterable[Row]:
    people = draft.people[claim.id]
    if claim.relation is Relation.PRESENT:
        for listed in draft.listed[claim.id]:
            terms = {people[group]: 1 for group in listed & people.keys()}
            yield Row(terms, 1, frozenset({claim.id}), relation=claim.id)
    if claim.relation is Relation.MOSTLY:
        assert claim.of is not None, "reasons_against asks what it is most of"
        # More than half in whole people: twice the part is at least the whole and one.
        terms = _sum((people.values(), 2), (draft.people[claim.of].values(), -1))
        yield Row(terms, 1, frozenset({claim.id, claim.of}), relation=claim.id)


def _rows_of_parts(whole: CountClaim, parts: Sequence[CountClaim], draft: _Draft) -> Iterable[Row]:
    if whole.relation is Relation.TOTAL:
        yield from _rows_of_disjoint_parts(whole, parts, draft)
        return
    among = draft.people[whole.id].values()
    for part in parts:
        if part.id in draft.has_own:
            terms = _sum((among, 1), (draft.people[part.id].values(), -1))
            yield Row(terms, 0, frozenset({whole.id, part.id}), relation=part.id)


def _rows_of_disjoint_parts(
    whole: CountClaim, parts: Sequence[CountClaim], draft: _Draft
) -> Iterable[Row]:
    needs = frozenset({whole.id})
    sharing: dict[int, list[int]] = defaultdict(list)
    counted: list[int] = []
    for part in parts:
        people = draft.people[part.id]
        if part.id in draft.has_own:
            for group, own in people.items():
                weight = yield from _weight([own], part, draft)
                sharing[draft.people[whole.id].get(group, group)].append(weight)
        counted.append((yield from _weight(people.values(), part, draft)))
    if counted:
        among = draft.people[whole.id].values()
        yield Row(_sum((among, 1), (counted, -1)), 0, needs, relation=whole.id)
    for column, weights in sharing.items():
        if len(weights) > 1:
            yield Row({column: 1} | dict.fromkeys(weights, -1), 0, needs, relation=whole.id)


def _weight(people: Iterable[int], part: CountClaim, draft: _Draft) -> Generator[Row, None, int]:
    """Return a column no less than the people of a part while that is believed, else weightless."""
    column = draft.new_column()
    yield Row({column: 1} | dict.fromkeys(people, -1), 0, frozenset({part.id}))
    return column


def _sum(*weighed: tuple[Iterable[int], int]) -> dict[int, int]:
    terms: dict[int, int] = defaultdict(int)
    for columns, factor in weighed:
        for column in columns:
            terms[column] += factor
    return {column: factor for column, factor in terms.items() if factor}
