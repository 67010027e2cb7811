"""Which claims cannot all hold: irreducible conflicts, and irreducible proofs by the same filter.

First conflicts that share no claim are taken one after the other, so that every independent
contradiction shows at least once. Then conflicts that overlap those are looked for by leaving out
one claim of each conflict known (Reiter's hitting-set tree, deepest first); with few conflicts
that finds all, with many it stops after `MOST_SEARCHES`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from samaki.kernel.counts.solver import Solver

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from samaki.kernel.counts.programme import Programme

MOST_SEARCHES = 200


def irreducible(claims: Iterable[str], proves: Callable[[frozenset[str]], bool]) -> frozenset[str]:
    """Return claims that still prove the point, none of which can be left out.

    `claims` together prove it, and more claims never prove less. Earlier ids are kept rather than
    later ones, so the outcome does not hang on the order in which claims came.
    """
    kept = frozenset(claims)
    for claim in sorted(kept, reverse=True):
        if proves(kept - {claim}):
            kept -= {claim}
    return kept


def conflicts_in(programme: Programme, claims: Iterable[str]) -> list[tuple[str, ...]]:
    """Return the irreducible conflicts among the claims, sorted; empty means they can all hold."""
    search = _Search(programme)
    everyone = frozenset(claims)
    found: list[frozenset[str]] = []
    left = everyone
    while conflict := search.conflict_among(left):
        found.append(conflict)
        left -= conflict
    if found:
        found.extend(_overlapping(search, everyone, found))
    return sorted(tuple(sorted(conflict)) for conflict in set(found))


def _overlapping(
    search: _Search, everyone: frozenset[str], known: list[frozenset[str]]
) -> Iterator[frozenset[str]]:
    found = list(known)
    waiting = [frozenset[str]()]
    seen = {frozenset[str]()}
    searches = 0
    # Deepest first: going wide, twenty conflicts apart would be two to the twentieth ways to leave
    # one claim of each out before anything new is looked for.
    while waiting and searches < MOST_SEARCHES:
        left_out = waiting.pop()
        conflict = next((each for each in found if each.isdisjoint(left_out)), None)
        if conflict is None:
            searches += 1
            conflict = search.conflict_among(everyone - left_out)
            if not conflict:
                continue
            found.append(conflict)
            yield conflict
        further = [left_out | {claim} for claim in sorted(conflict, reverse=True)]
        waiting.extend(each for each in further if each not in seen)
        seen.update(further)


class _Search:
    """Looks for one conflict at a time among claims of one programme."""

    def __init__(self, programme: Programme) -> None:
        self._solver = Solver(programme)
        self._elastic = Solver(_elastic(programme))

    def conflict_among(self, claims: frozenset[str]) -> frozenset[str]:
        """Return one irreducible conflict, empty when the claims can all hold."""
        if not self._contradict(claims):
            return frozenset()
        return irreducible(self._narrowed(claims), self._contradict)

    def _contradict(self, claims: frozenset[str]) -> bool:
        return not self._solver.is_consistent(self._solver.programme.believed(claims))

    def _narrowed(self, claims: frozenset[str]) -> frozenset[str]:
        """Return the claims with a price in the cheapest stretch, when they already conflict."""
        programme = self._elastic.programme
        stretch = dict.fromkeys(range(self._solver.programme.columns, programme.columns), 1)
        cheapest = self._elastic.least(stretch, programme.believed(claims), enough=0)
        priced = claims.intersection(*[_needed(programme, cheapest.priced)])
        return priced if self._contradict(priced) else claims


def _needed(programme: Programme, rows: Iterable[int]) -> frozenset[str]:
    return frozenset[str]().union(*(programme.rows[row].needs for row in rows))


def _elastic(programme: Programme) -> Programme:
    """Return the programme with a column of its own to stretch every row that rests on a claim."""
    column = programme.columns
    rows = []
    for row in programme.rows:
        if row.needs:
            rows.append(replace(row, terms={**row.terms, column: 1}))
            column += 1
        else:
            rows.append(row)
    return replace(programme, columns=column, rows=tuple(rows))
