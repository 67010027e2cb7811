"""Reads of listings: which are in force, and who may read whom they are of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import get_language

from samaki.ground.access.queries import names_of
from samaki.ground.access.rules import Permission
from samaki.ground.people import queries as people
from samaki.systems.listings import rules
from samaki.systems.listings.models import Listing, WatchList

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from django.db.models import QuerySet

    from samaki.ground.access.actors import Actor

# Who may read the names of entries: who enters them, who judges matches, who reads names at all.
_READS_NAMES = (Permission.NAME_SEE, Permission.LISTING_ENTER, Permission.MATCH_JUDGE)


@dataclass(frozen=True, slots=True)
class Listed:
    """An entry as others use it. `entry` names the person: hand it to a comparison, not to a page.

    `is_protected`: it is of a person whom only those who protect may name.
    """

    ref: str
    watch_list: str
    list_name: str
    may_do: rules.MayDo
    entry: rules.Entry
    ground: str
    because: str
    person: str
    is_protected: bool
    valid_from: date
    valid_to: date | None
    review_due: date
    entered_at: datetime
    entered_by: str


@dataclass(frozen=True, slots=True)
class Line:
    """An entry as one reader may see it; `entry` is None where the reader may not read names."""

    listing: Listing
    entry: rules.Entry | None
    may_do: rules.MayDo
    is_in_force: bool
    entered_by: str
    ended_by: str

    @property
    def is_over(self) -> bool:
        """Whether it stands but its last day has passed, or its first has not come."""
        return self.listing.state == rules.ListingState.ENTERED and not self.is_in_force


def current(*, at: datetime) -> list[Listed]:
    """Return the entries in force at a moment, newest first; a day is one of Phnom Penh."""
    day = timezone.localdate(at)
    standing = _rows().filter(state=rules.ListingState.ENTERED, valid_from__lte=day)
    rows = [row for row in standing if _in_force(row, day)]
    protected = _protected(rows)
    who = names_of({row.entered_by for row in rows})
    return [_listed(row, protected, who) for row in rows]


def listed(refs: Iterable[str]) -> dict[str, Listed]:
    """Return entries by reference, in force or not; unknown references are left out."""
    rows = list(_rows().filter(ref__in=set(refs)))
    protected = _protected(rows)
    who = names_of({row.entered_by for row in rows})
    return {row.ref: _listed(row, protected, who) for row in rows}


def lines(
    eyes: Actor, *, at: datetime, watch_list: str = "", text: str = "", standing: str = ""
) -> list[Line]:
    """Return entries as the reader may see them, newest first.

    `watch_list` is a code, `standing` is `in_force` or `over`; `text` is looked for in references,
    grounds, causes, and in the names the reader may read.
    """
    rows = _rows().filter(watch_list=watch_list) if watch_list else _rows()
    found = _lines(eyes, list(rows), at=at)
    if standing:
        found = [line for line in found if line.is_in_force == (standing == "in_force")]
    return [line for line in found if _contains(line, text.strip().casefold())]


def line(eyes: Actor, ref: str, *, at: datetime) -> Line | None:
    """Return one entry as the reader may see it, or None."""
    return next(iter(_lines(eyes, list(_rows().filter(ref=ref)), at=at)), None)


def review_waits(*, at: datetime) -> int:
    """Return how many entries in force are past the day somebody had to look at them again."""
    day = timezone.localdate(at)
    rows = Listing.objects.filter(state=rules.ListingState.ENTERED, review_due__lt=day)
    return sum(_in_force(row, day) for row in rows)


def watch_lists() -> list[tuple[str, str]]:
    """Return code and name of each watch-list, opened or of the release."""
    opened = {found.code: found.name for found in WatchList.objects.all()}
    is_khmer = get_language() == "km"
    fresh = {
        code: kind.name_km if is_khmer else kind.name_en for code, kind in rules.WATCH_LISTS.items()
    }
    return list({**fresh, **opened}.items())


def _rows() -> QuerySet[Listing]:
    return Listing.objects.select_related("watch_list", "particulars")


def _in_force(row: Listing, day: date) -> bool:
    return rules.is_in_force(row.state, begins=row.valid_from, ends=row.valid_to, day=day)


def _protected(rows: Sequence[Listing]) -> frozenset[str]:
    """Return the protected persons that entries point to, by their own key or by their cause."""
    return people.protected({ref for row in rows for ref in (row.person, row.because) if ref})


def _is_protected(row: Listing, protected: frozenset[str]) -> bool:
    return row.person in protected or row.because in protected


def _listed(row: Listing, protected: frozenset[str], who: dict[str, str]) -> Listed:
    entry = row.particulars.entry
    return Listed(
        ref=row.ref,
        watch_list=row.watch_list_id,
        list_name=row.watch_list.name,
        may_do=rules.may_do(rules.MayDo(row.watch_list.may_do), entry),
        entry=entry,
        ground=row.ground,
        because=row.because,
        person=row.person,
        is_protected=_is_protected(row, protected),
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        review_due=row.review_due,
        entered_at=row.entered_at,
        entered_by=who[row.entered_by],
    )


def _lines(eyes: Actor, rows: Sequence[Listing], *, at: datetime) -> list[Line]:
    if eyes.is_looking:  # whoever gives access reads no watch-list through another's eyes
        return []
    day = timezone.localdate(at)
    protected = _protected(rows)
    who = names_of({key for row in rows for key in (row.entered_by, row.ended_by) if key})
    reads = any(eyes.may(permission) for permission in _READS_NAMES)
    reads_protected = eyes.may(Permission.PROTECTED_NAME_SEE)
    return [
        Line(
            listing=row,
            entry=row.particulars.entry
            if (reads_protected if _is_protected(row, protected) else reads)
            else None,
            may_do=rules.may_do(rules.MayDo(row.watch_list.may_do), row.particulars.entry),
            is_in_force=_in_force(row, day),
            entered_by=who[row.entered_by],
            ended_by=who.get(row.ended_by, ""),
        )
        for row in rows
    ]


def _contains(line: Line, text: str) -> bool:
    row = line.listing
    names = (*line.entry.names, *line.entry.documents) if line.entry else ()
    return any(text in said.casefold() for said in (row.ref, row.ground, row.because, *names))
