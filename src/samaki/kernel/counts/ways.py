"""Every way out of a conflict that changes one claim: drop it, widen it, shift or narrow it.

None is taken by itself. Each is tried on the conflict and on all claims; a person chooses one, on
record, or none. Cheapest first: what gives up least of what a source said. So another reading that
the words leave open comes before a number that is off by a rounding, that before another window or
a smaller scope, that before another number, and to set the claim aside comes last.

What makes a way plausible is taken from how real counts conflict: a count of a night is dated a day
off, a running count is said to begin when another does, a total "of the country" is one of the
provinces that its source lists, a wire rounds (design notes on reconciliation, section 4 of the
domain).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from samaki.kernel.counts.model import CountClaim, Question, Relation
from samaki.kernel.counts.reconcile import can_all_hold, conflicts_among, reconcile

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    Rows = tuple[CountClaim, ...]

__all__ = ["Change", "Way", "cheapness", "ways_out"]

NIGHTS = 3  # days by which a report may be dated off and still mean the same raid
ROUNDED = 20  # a number that moves by less than one part in so many was rounded, not misread


class Change(StrEnum):
    """What is changed of a claim so that the rest can stand."""

    SHIFT = "shift"
    """Its number holds, for other days."""
    NARROW = "narrow"
    """Its number holds, for fewer provinces or nationalities."""
    WIDEN = "widen"
    """Its number is opened as far as the others ask, and no further."""
    DROP = "drop"
    """It is set aside; its words stay on record."""


@dataclass(frozen=True, slots=True)
class Way:
    """One claim read otherwise, so that the claims of the conflict can all hold.

    `after` are the claim's rows then; none when it is dropped. `size` is in people (widen, drop),
    days (shift) or provinces and nationalities left (narrow). `leaves` is how many conflicts there
    still are among all claims. `is_said`: the words themselves leave this reading open.
    """

    claim: str
    change: Change
    after: tuple[CountClaim, ...]
    size: int
    leaves: int
    is_said: bool = False


@dataclass(frozen=True, slots=True)
class _Draft:
    change: Change
    after: tuple[CountClaim, ...]
    size: int
    is_said: bool = False
    story: str = ""  # of drafts that tell one story only the smallest is told


def _itself(row: str) -> str:
    return row


def ways_out(
    claims: Sequence[CountClaim],
    conflict: Collection[str],
    *,
    readings: Mapping[str, Sequence[tuple[Change, Rows]]] | None = None,
    fixed: Collection[str] = (),
    starts: Collection[date] = (),
    claim_of: Callable[[str], str] = _itself,
    grade: Callable[[str], int] = lambda _claim: 0,
) -> tuple[Way, ...]:
    """Return every way to end a conflict by changing one claim, the cheapest first.

    `conflict` names rows of `claims`; `claim_of` gives the claim that a row came from, where one
    claim has several. `readings` are other readings of a claim's words; `fixed` are claims that are
    no hearsay (the register) and so are never changed. `starts` are days on which running counts
    are said to begin. `grade` orders equals: who is trusted least first. Raises ContractError as
    `reconcile` does.
    """
    together = [row for row in claims if row.id in conflict]
    found: list[Way] = []
    for claim in sorted({claim_of(row.id) for row in together} - set(fixed)):
        mine = tuple(row for row in claims if claim_of(row.id) == claim)
        others = [row for row in together if claim_of(row.id) != claim]
        drafts = [
            *(_said(mine, change, rows) for change, rows in (readings or {}).get(claim, ())),
            *_shifts(mine, others, starts),
            *_narrowings(mine, others),
            *_widenings(mine, others),
            _Draft(Change.DROP, (), max((_number(row) for row in mine), default=0)),
        ]
        found += _tried(claim, drafts, others=others, rest=_without(claims, mine))
    return tuple(sorted(found, key=lambda way: cheapness(way, grade=grade(way.claim))))


def cheapness(way: Way, *, grade: int = 0) -> tuple[int, ...]:
    """Return what orders ways: conflicts left, what is given up, whose claim it is, by how much."""
    number = max((_number(row) for row in way.after), default=0)
    if way.is_said:
        given_up = 0
    elif way.change is Change.WIDEN:
        given_up = 1 if way.size * ROUNDED <= number else 3
    else:
        given_up = 4 if way.change is Change.DROP else 2
    return (way.leaves, given_up, grade, way.size)


def _tried(
    claim: str, drafts: Iterable[_Draft], *, others: Sequence[CountClaim], rest: Rows
) -> Iterator[Way]:
    """Yield the drafts that end the conflict, of each story only the smallest that does."""
    smallest: dict[tuple[Change, str], _Draft] = {}
    for draft in sorted(drafts, key=lambda each: each.size):
        kind = (draft.change, draft.story)
        if kind not in smallest and can_all_hold([*others, *_loose(draft.after)]):
            smallest[kind] = draft
    for draft in smallest.values():
        left = len(conflicts_among([*rest, *draft.after]))
        yield Way(claim, draft.change, draft.after, draft.size, left, draft.is_said)


def _loose(rows: Iterable[CountClaim]) -> list[CountClaim]:
    """Return rows freed of wholes that may not be there: a conflict need not hold both."""
    return [replace(row, of=None) if row.relation is None else row for row in rows]


def _without(claims: Sequence[CountClaim], mine: Rows) -> Rows:
    """Return the other claims; who was part of a dropped one stands by itself."""
    gone = {row.id for row in mine}
    return tuple(row for row in claims if row.id not in gone)


def _said(mine: Rows, change: Change, rows: Rows) -> _Draft:
    days = sum(_days_between(old, new) for old, new in zip(mine, rows, strict=False))
    size = days if change is Change.SHIFT else _left(rows)
    return _Draft(change, rows, size, is_said=True, story=f"said {rows[0].first} {rows[0].last}")


def _shifts(mine: Rows, others: Sequence[CountClaim], starts: Collection[date]) -> Iterator[_Draft]:
    first, last = mine[0].first, mine[0].last
    windows = {
        (first + timedelta(days), last + timedelta(days))
        for days in range(-NIGHTS, NIGHTS + 1)
        if first != date.min and last != date.max
    }
    # A running count may begin, or end, when another of the conflict does.
    begins = {*starts, *(other.first for other in others)}
    windows |= {(begin, last) for begin in begins if begin <= last}
    windows |= {(first, other.last) for other in others if other.last >= first}
    for begin, end in sorted(windows - {(first, last)}):
        if date.min in {begin} - {first} or date.max in {end} - {last}:
            continue  # no end at all is no other window
        moved = tuple(replace(row, first=begin, last=end) for row in mine)
        # A window that begins later and one that ends sooner are two stories, so both are told.
        story = f"{_sign(first, begin)} {_sign(last, end)}"
        yield _Draft(Change.SHIFT, moved, _days_between(mine[0], moved[0]), story=story)


def _sign(old: date, new: date) -> int:
    return (new > old) - (new < old)


def _days_between(old: CountClaim, new: CountClaim) -> int:
    first = new.last if old.first == date.min else old.first
    last = new.first if old.last == date.max else old.last
    return abs((new.first - first).days) + abs((new.last - last).days)


def _narrowings(mine: Rows, others: Sequence[CountClaim]) -> Iterator[_Draft]:
    """Yield scopes of those provinces or nationalities alone that the others leave or name."""
    for places in _parts(mine[0].provinces, [other.provinces for other in others]):
        rows = tuple(replace(row, provinces=places) for row in mine)
        yield _Draft(Change.NARROW, rows, len(places), story="provinces")
    for people in _parts(mine[0].nationalities, [other.nationalities for other in others]):
        rows = tuple(_of_people(row, people) for row in mine)
        yield _Draft(Change.NARROW, rows, len(people), story="nationalities")


def _of_people(row: CountClaim, people: frozenset[str]) -> CountClaim:
    """Return a row of these nationalities alone; of those it lists as there, the ones among them.

    A row that lists none of them says nothing more.
    """
    if row.relation is not Relation.PRESENT:
        return replace(row, nationalities=people)
    listed = (row.nationalities or frozenset()) & people
    return replace(row, nationalities=listed) if listed else replace(row, relation=None)


def _parts(
    stated: frozenset[str] | None, others: Iterable[frozenset[str] | None]
) -> set[frozenset[str]]:
    named = frozenset[str]().union(*(codes or () for codes in others))
    parts = {named} if stated is None else {stated & named, stated - named}
    return {part for part in parts if part and part != stated}


def _widenings(mine: Rows, others: Sequence[CountClaim]) -> Iterator[_Draft]:
    """Yield the claim opened just as far as the others ask: each end to what they prove of it."""
    opened = tuple(replace(row, low=None, high=None) for row in mine)
    asked = [
        Question(row.id, row.provinces, row.nationalities, row.first, row.last) for row in mine
    ]
    found = reconcile([*others, *_loose(opened)], asked)
    if found.conflicts:
        return
    rows, moved = [], 0
    for row, answer in zip(mine, found.answers, strict=True):
        low, high = row.low, row.high
        if low is not None and answer.bounds.high is not None and low > answer.bounds.high:
            moved, low = moved + low - answer.bounds.high, answer.bounds.high
        if high is not None and high < answer.bounds.low:
            moved, high = moved + answer.bounds.low - high, answer.bounds.low
        rows.append(replace(row, low=low, high=high))
    if moved:
        yield _Draft(Change.WIDEN, tuple(rows), moved)


def _number(row: CountClaim) -> int:
    return row.low or row.high or 0


def _left(rows: Rows) -> int:
    return sum(len(row.provinces or ()) + len(row.nationalities or ()) for row in rows)
