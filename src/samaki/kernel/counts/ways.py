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

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from samaki.kernel.counts.alone import bounds_alone, can_all_hold
from samaki.kernel.counts.model import CountClaim, Question, Relation

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    Rows = tuple[CountClaim, ...]

__all__ = ["Change", "Known", "Way", "cheapness", "ways_out"]

NIGHTS = 3  # days by which a report may be dated off and still mean the same raid
_FAR = timedelta(days=366)  # a day nearer the calendar's ends than this is "ever", or a slip
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
    days (shift) or provinces and nationalities left (narrow). `leaves` is how many of the conflicts
    known today stay; `makes_new`: none stays, and yet not all can hold. `is_said`: the words
    themselves leave this reading open.
    """

    claim: str
    change: Change
    after: tuple[CountClaim, ...]
    size: int
    leaves: int
    is_said: bool = False
    makes_new: bool = False


@dataclass(frozen=True, slots=True)
class _Draft:
    change: Change
    after: tuple[CountClaim, ...]
    size: int
    is_said: bool = False
    story: str = ""  # of drafts that tell one story only the smallest is told


def _itself(row: str) -> str:
    return row


def _alike(_claim: str) -> int:
    return 0


@dataclass(frozen=True, slots=True)
class Known:
    """What is known beside the claims; all of it may be left out.

    `readings` are other readings of a claim's words; `fixed` are claims that are no hearsay (the
    register) and so are never changed. `starts` are days on which running counts are said to begin.
    `claim_of` gives the claim a row came from, where one claim has several rows; `grade` orders
    equals: who is trusted least first.
    """

    readings: Mapping[str, Sequence[tuple[Change, Rows]]] = field(default_factory=dict)
    fixed: Collection[str] = ()
    starts: Collection[date] = ()
    claim_of: Callable[[str], str] = _itself
    grade: Callable[[str], int] = _alike


def ways_out(
    claims: Sequence[CountClaim],
    conflict: Collection[str],
    *,
    conflicts: Sequence[tuple[str, ...]] = (),
    known: Known | None = None,
    most: int | None = None,
) -> tuple[Way, ...]:
    """Return every way to end a conflict by changing one claim, the cheapest first.

    `conflict` names rows of `claims`; `conflicts` are all that are known among them. With `most`,
    so many: of every claim in the conflict the one that gives up least, then the cheapest others.
    Raises ContractError as `reconcile` does.
    """
    known = known or Known()
    stage = _Stage(claims, frozenset(conflict), conflicts, known.claim_of)
    found: list[Way] = []
    concerned = {known.claim_of(row.id) for row in claims if row.id in stage.conflict}
    for claim in sorted(concerned - set(known.fixed)):
        mine = stage.rows_of(claim)
        others = [row for row in claims if row.id in stage.conflict and row not in mine]
        drafts = [
            *(_said(mine, change, rows) for change, rows in known.readings.get(claim, ())),
            *_shifts(mine, others, known.starts),
            *_narrowings(mine, others),
            *_widenings(mine, stage),
            _Draft(Change.DROP, (), max((_number(row) for row in mine), default=0)),
        ]
        found += stage.tried(claim, drafts)
    looked_at = [stage.looked_at(way) for way in _first(found, known.grade, most)]
    return tuple(_ordered(looked_at, known.grade))


def _first(found: list[Way], grade: Callable[[str], int], most: int | None) -> list[Way]:
    ordered = _ordered(found, grade)
    if most is None or len(ordered) <= most:
        return ordered
    best = {way.claim: way for way in reversed(ordered)}
    others = [way for way in ordered if way is not best[way.claim]]
    return [*best.values(), *others[: max(0, most - len(best))]]


def _ordered(found: Iterable[Way], grade: Callable[[str], int]) -> list[Way]:
    return sorted(found, key=lambda way: (*cheapness(way, grade=grade(way.claim)), way.claim))


def cheapness(way: Way, *, grade: int = 0) -> tuple[int, ...]:
    """Return what orders ways: conflicts left, what is given up, whose claim it is, by how much."""
    number = max((_number(row) for row in way.after), default=0)
    if way.is_said:
        given_up = 0
    elif way.change is Change.WIDEN:
        given_up = 1 if way.size * ROUNDED <= number else 3
    else:
        given_up = 4 if way.change is Change.DROP else 2
    return (way.leaves + way.makes_new, given_up, grade, way.size)


@dataclass(frozen=True, slots=True)
class _Stage:
    """All claims, the conflict that is looked at, and the other conflicts known."""

    claims: Sequence[CountClaim]
    conflict: frozenset[str]
    conflicts: Sequence[tuple[str, ...]]
    claim_of: Callable[[str], str]
    families: dict[frozenset[str], list[CountClaim]] = field(default_factory=dict)

    def rows_of(self, claim: str) -> Rows:
        return tuple(row for row in self.claims if self.claim_of(row.id) == claim)

    def family(self, conflict: Collection[str]) -> list[CountClaim]:
        """Return the claims of a conflict with every whole, part and sibling of theirs."""
        key = frozenset(conflict)
        if key not in self.families:
            self.families[key] = _family(self.claims, key)
        return self.families[key]

    def changed(
        self, claim: str, after: Rows, among: Sequence[CountClaim] | None = None
    ) -> list[CountClaim]:
        """Return claims with one read otherwise; parts of a dropped one stand by themselves."""
        new = {row.id: row for row in after}
        kept = [
            new.get(row.id, row)
            for row in (self.claims if among is None else among)
            if self.claim_of(row.id) != claim or row.id in new
        ]
        there = {row.id for row in kept}
        return [row if row.of is None or row.of in there else _freed(row) for row in kept]

    def ends(self, claim: str, after: Rows, conflict: Collection[str]) -> bool:
        """Return whether the claims of a conflict can all hold with one of them read otherwise."""
        changed = self.changed(claim, after, self.family(conflict))
        return can_all_hold(changed, only=conflict)

    def tried(self, claim: str, drafts: Iterable[_Draft]) -> Iterator[Way]:
        """Yield the drafts that end the conflict, of each story only the smallest that does."""
        smallest: dict[tuple[Change, str], _Draft] = {}
        for draft in sorted(drafts, key=lambda each: each.size):
            kind = (draft.change, draft.story)
            if kind not in smallest and self.ends(claim, draft.after, self.conflict):
                smallest[kind] = draft
        for draft in smallest.values():
            yield Way(claim, draft.change, draft.after, draft.size, 0, draft.is_said)

    def looked_at(self, way: Way) -> Way:
        """Return a way with what stays of the other conflicts, and whether a new one comes."""
        left = self._left(way.claim, way.after)
        is_new = not left and not can_all_hold(self.changed(way.claim, way.after))
        return replace(way, leaves=left, makes_new=is_new)

    def _left(self, claim: str, after: Rows) -> int:
        """Return how many of the other conflicts stay; those without the claim do."""
        mine = {row.id for row in self.rows_of(claim)}
        return sum(
            mine.isdisjoint(each) or not self.ends(claim, after, each)
            for each in self.conflicts
            if frozenset(each) != self.conflict
        )


def _freed(row: CountClaim) -> CountClaim:
    """Return a part whose whole is not there any more."""
    mostly = row.relation is Relation.MOSTLY
    return replace(row, of=None, relation=None if mostly else row.relation)


def _family(claims: Sequence[CountClaim], named: Collection[str]) -> list[CountClaim]:
    """Return the claims named with every whole, part and sibling of theirs.

    Without those a part would count everybody in its cells.
    """
    linked: dict[str, set[str]] = {row.id: set() for row in claims}
    for row in claims:
        if row.of is not None:
            linked[row.id].add(row.of)
            linked[row.of].add(row.id)
    found, waiting = set[str](), [each for each in named if each in linked]
    while waiting:
        here = waiting.pop()
        if here not in found:
            found.add(here)
            waiting.extend(linked[here])
    return [row for row in claims if row.id in found]


def _said(mine: Rows, change: Change, rows: Rows) -> _Draft:
    days = sum(_days_between(old, new) for old, new in zip(mine, rows, strict=False))
    size = days if change is Change.SHIFT else _left(rows)
    return _Draft(change, rows, size, is_said=True, story=f"said {rows[0].first} {rows[0].last}")


def _shifts(mine: Rows, others: Sequence[CountClaim], starts: Collection[date]) -> Iterator[_Draft]:
    first, last = mine[0].first, mine[0].last
    windows = {
        (first + timedelta(days), last + timedelta(days))
        for days in range(-NIGHTS, NIGHTS + 1)
        if first > date.min + _FAR and last < date.max - _FAR
    }
    # A count of several days may begin, or end, when another of the conflict does; one of a single
    # day by then is of the same raid, and has been looked for above.
    runs = [other for other in others if other.first < other.last]
    if first < last:
        begins = {*starts, *(other.first for other in runs)}
        windows |= {(begin, last) for begin in begins if begin <= last}
        windows |= {(first, other.last) for other in runs if other.last >= first}
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


def _widenings(mine: Rows, stage: _Stage) -> Iterator[_Draft]:
    """Yield the claim opened just as far as the others ask: each end to what they prove of it."""
    opened = tuple(replace(row, low=None, high=None) for row in mine)
    family = stage.changed(stage.claim_of(mine[0].id), opened, stage.family(stage.conflict))
    asked = [
        Question(row.id, row.provinces, row.nationalities, row.first, row.last) for row in mine
    ]
    proved = bounds_alone(family, asked)
    if proved is None:
        return
    rows, moved = [], 0
    for row, bounds in zip(mine, proved, strict=True):
        low, high = row.low, row.high
        if low is not None and bounds.high is not None and low > bounds.high:
            moved, low = moved + low - bounds.high, bounds.high
        if high is not None and high < bounds.low:
            moved, high = moved + bounds.low - high, bounds.low
        rows.append(replace(row, low=low, high=high))
    if moved:
        yield _Draft(Change.WIDEN, tuple(rows), moved)


def _number(row: CountClaim) -> int:
    return row.low or row.high or 0


def _left(rows: Rows) -> int:
    return sum(len(row.provinces or ()) + len(row.nationalities or ()) for row in rows)
