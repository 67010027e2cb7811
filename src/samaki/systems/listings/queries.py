"""Reads of listings: which are in force, and who may read whom they are of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from samaki.ground.access import queries as access
from samaki.ground.access.rules import Permission
from samaki.ground.people import naming
from samaki.ground.people import queries as people
from samaki.ground.people.rules import tidy_paper
from samaki.ground.places.rules import COUNTRY
from samaki.ground.retention.registry import Kind, declare, finds_ties
from samaki.ground.retention.rules import Keeps, Tie
from samaki.systems.custody.queries import holds
from samaki.systems.custody.rules.holds import Screened
from samaki.systems.listings import rules
from samaki.systems.listings.models import ListedParticulars, Listing, WatchList

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import date

    from django.db.models import QuerySet

    from samaki.ground.access.actors import Actor

# Who may read the names of entries: who enters them, who judges matches, who reads names at all.
_READS_NAMES = (Permission.NAME_SEE, Permission.LISTING_ENTER, Permission.MATCH_JUDGE)

declare(
    Kind(
        "listed",
        ListedParticulars,
        reference="listing__ref",
        recorded_at="listing__entered_at",
        title=gettext_lazy("Names and papers on watch-lists"),
        begins=gettext_lazy("from the end of the entry"),
    )
)


@dataclass(frozen=True, slots=True)
class Listed:
    """An entry as others use it. `entry` names the person: hand it to a comparison, not to a page.

    `is_held`: it is of a person whose screening is not over, or who is protected; which of the two
    is said to nobody. Whoever protects decides, and nobody else acts on it. `persons` are the
    registered ones it is of (`of_whom`). Of one that was shredded, `entry` says so and no more.
    """

    ref: str
    watch_list: str
    list_name: str
    may_do: rules.MayDo
    entry: rules.Entry
    ground: str
    because: str
    persons: tuple[str, ...]
    is_held: bool
    is_shredded: bool
    valid_from: date
    valid_to: date | None
    review_due: date
    entered_at: datetime
    entered_by: str


@dataclass(frozen=True, slots=True)
class Line:
    """An entry as one reader may see it; `entry` is None where the reader may not read names.

    `is_held` as in `Listed`: the name is then read by those who protect alone. `persons` are the
    registered ones whose files whoever reads this entry opens.
    """

    listing: Listing
    entry: rules.Entry | None
    may_do: rules.MayDo
    is_in_force: bool
    is_held: bool
    entered_by: str
    ended_by: str
    persons: tuple[str, ...]

    @property
    def is_over(self) -> bool:
        """Whether it stands but its last day has passed, or its first has not come."""
        return self.listing.state == rules.ListingState.ENTERED and not self.is_in_force


@dataclass(frozen=True, slots=True)
class Written:
    """What an entry says of whom it is: a registered person, texts with references, papers."""

    person: str
    texts: tuple[str, ...]
    papers: tuple[str, ...]


def of_whom(entries: Mapping[int, Written]) -> dict[int, dict[str, str]]:
    """Return which registered persons each entry is of, each with what says so.

    By their own reference, by one of a case, order, plea, hold or screening of theirs anywhere in
    the texts, however it is written, or by the number of a paper that they showed or travel on.
    """
    codes = {key: _codes(written) for key, written in entries.items()}
    of_codes = naming.of_references(code for found in codes.values() for code in found)
    of_papers = naming.of_papers(p for written in entries.values() for p in written.papers)
    found: dict[int, dict[str, str]] = {key: {} for key in entries}
    for key, written in entries.items():
        for code in codes[key]:
            for person in sorted(of_codes.get(code, ())):
                found[key].setdefault(person, code)
        for paper in written.papers:
            for person in sorted(of_papers.get(tidy_paper(paper), ())):
                found[key].setdefault(person, paper)
    return found


def _codes(written: Written) -> tuple[str, ...]:
    texts = (*written.texts, *written.papers)
    own = (written.person,) if written.person else ()
    return (*own, *(code for text in texts for code in naming.references_in(text)))


def current(*, at: datetime) -> list[Listed]:
    """Return the entries in force at a moment, newest first; a day is one of Phnom Penh."""
    day = timezone.localdate(at)
    standing = _rows().filter(state=rules.ListingState.ENTERED, valid_from__lte=day)
    rows = [row for row in standing if _in_force(row, day)]
    of = _of_whom(rows)
    held = _held(rows, of)
    who = access.names_of({row.entered_by for row in rows})
    return [_listed(row, who, of[row.pk], is_held=row.pk in held) for row in rows]


def listed(refs: Iterable[str]) -> dict[str, Listed]:
    """Return entries by reference, in force or not; unknown references are left out."""
    rows = list(_rows().filter(ref__in=set(refs)))
    of = _of_whom(rows)
    held = _held(rows, of)
    who = access.names_of({row.entered_by for row in rows})
    return {row.ref: _listed(row, who, of[row.pk], is_held=row.pk in held) for row in rows}


def lines(
    eyes: Actor, *, at: datetime, watch_list: str = "", text: str = "", standing: str = ""
) -> list[Line]:
    """Return the entries the reader may know of, as they may see them, newest first.

    `watch_list` is a code, `standing` is `in_force` or `over`; `text` is looked for in references,
    grounds, causes, and in the names the reader may read.
    """
    rows = _rows().filter(watch_list=watch_list) if watch_list else _rows()
    found = _lines(eyes, known_to(eyes, rows), at=at)
    if standing:
        found = [line for line in found if line.is_in_force == (standing == "in_force")]
    return [line for line in found if _contains(line, text.strip().casefold())]


def line(eyes: Actor, ref: str, *, at: datetime) -> Line | None:
    """Return one entry as the reader may see it, or None."""
    return next(iter(_lines(eyes, known_to(eyes, _rows().filter(ref=ref)), at=at)), None)


def known_to(eyes: Actor, rows: Iterable[Listing]) -> list[Listing]:
    """Return those of the entries that the reader may know of: the one door to all of them.

    All of them, for who reads lists over the whole country and who judges matches at the border:
    a traveller is compared with every entry. For the others, those they entered, and those entered
    by an office of an area that they read lists in.
    """
    if eyes.may(Permission.MATCH_JUDGE) or eyes.may(Permission.LISTING_SEE, area=COUNTRY):
        return list(rows)
    every = list(rows)
    then = access.areas_then(
        ((row.entered_by, row.entered_at) for row in every), Permission.LISTING_ENTER
    )
    return [
        row
        for row in every
        if row.entered_by == eyes.key
        or any(
            eyes.may(Permission.LISTING_SEE, area=area)
            for area in then[row.entered_by, row.entered_at]
        )
    ]


def review_waits(eyes: Actor, *, at: datetime) -> int:
    """Return how many entries in force are past the day they had to be looked at again."""
    day = timezone.localdate(at)
    rows = Listing.objects.filter(state=rules.ListingState.ENTERED, review_due__lt=day)
    return sum(_in_force(row, day) for row in known_to(eyes, rows))


def watch_lists() -> list[tuple[str, str]]:
    """Return code and name of each watch-list, opened or of the release."""
    opened = {found.code: found.name for found in WatchList.objects.all()}
    is_khmer = get_language() == "km"
    fresh = {
        code: kind.name_km if is_khmer else kind.name_en for code, kind in rules.WATCH_LISTS.items()
    }
    return list({**fresh, **opened}.items())


def lists_to_enter() -> list[tuple[str, str]]:
    """Return code and name of each watch-list on which somebody is entered by hand."""
    return [(code, name) for code, name in watch_lists() if code != rules.BAN]


def standing(refs: Iterable[str], *, at: datetime) -> frozenset[str]:
    """Return those of some entries that are in force at a moment or will be."""
    rows = Listing.objects.filter(_stands(at), ref__in=list(refs))
    return frozenset(rows.values_list("ref", flat=True))


@finds_ties("listed")
def ties_of_entries(references: Collection[str], at: datetime) -> Iterable[tuple[str, Tie]]:
    """Return for what the names of entries are needed, by reference: as long as they stand."""
    for row in Listing.objects.filter(ref__in=list(references)):
        yield row.ref, Tie(Keeps.IS_LISTED, _ended_at(row, at))


@finds_ties("person")
def ties_of_persons(references: Collection[str], at: datetime) -> Iterable[tuple[str, Tie]]:
    """Return which persons stand on a list, by whatever an entry says of them."""
    asked = frozenset(references)
    rows = _rows().filter(_stands(at))
    for persons in _of_whom(list(rows)).values():
        yield from ((person, Tie(Keeps.IS_LISTED)) for person in persons if person in asked)
    for row in Listing.objects.filter(person__in=asked):
        yield row.person, Tie(Keeps.IS_LISTED, _ended_at(row, at))


def _stands(at: datetime) -> Q:
    is_over = Q(valid_to__lt=timezone.localdate(at))
    return Q(state=rules.ListingState.ENTERED) & ~is_over


def _ended_at(row: Listing, at: datetime) -> datetime | None:
    if row.ended_at is not None:
        return row.ended_at
    if row.valid_to is None or row.valid_to >= timezone.localdate(at):
        return None
    midnight = datetime.combine(row.valid_to + timedelta(days=1), time())
    return timezone.make_aware(midnight, timezone.get_default_timezone())


def _is_shredded(row: Listing) -> bool:
    return not hasattr(row, "particulars")


def _entry(row: Listing) -> rules.Entry:
    """Return who is listed; of an entry that was shredded, that it was."""
    if _is_shredded(row):
        return rules.Entry((_("Name shredded on record"),), "", "", "", ())
    return row.particulars.entry


def _rows() -> QuerySet[Listing]:
    return Listing.objects.select_related("watch_list", "particulars")


def _in_force(row: Listing, day: date) -> bool:
    return rules.is_in_force(row.state, begins=row.valid_from, ends=row.valid_to, day=day)


def _held(rows: Sequence[Listing], of: Mapping[int, tuple[str, ...]]) -> frozenset[int]:
    """Return the keys of the entries of anybody whom a screening holds, or who was never heard."""
    persons = frozenset(person for found in of.values() for person in found)
    protected = dict.fromkeys(people.protected(persons), Screened.PENDING)
    screened = {**holds.screened(persons), **protected}
    return frozenset(
        row.pk
        for row in rows
        if rules.is_held(row.watch_list_id, [screened[person] for person in of[row.pk]])
    )


def _of_whom(rows: Sequence[Listing]) -> dict[int, tuple[str, ...]]:
    written = {
        row.pk: Written(row.person, (row.because, row.ground), _entry(row).documents)
        for row in rows
    }
    return {key: tuple(found) for key, found in of_whom(written).items()}


def _listed(
    row: Listing, who: dict[str, str], persons: tuple[str, ...], *, is_held: bool
) -> Listed:
    entry = _entry(row)
    return Listed(
        ref=row.ref,
        watch_list=row.watch_list_id,
        list_name=row.watch_list.name,
        may_do=rules.may_do(rules.MayDo(row.watch_list.may_do), entry, is_held=is_held),
        entry=entry,
        ground=row.ground,
        because=row.because,
        persons=persons,
        is_held=is_held,
        is_shredded=_is_shredded(row),
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
    of = _of_whom(rows)
    held = _held(rows, of)
    who = access.names_of({key for row in rows for key in (row.entered_by, row.ended_by) if key})
    reads = any(eyes.may(permission) for permission in _READS_NAMES)
    # A list is of the whole country: where its persons are is not known here.
    reads_protected = eyes.may(Permission.PROTECTED_NAME_SEE, area=COUNTRY)
    return [
        Line(
            listing=row,
            entry=_entry(row) if (reads_protected if row.pk in held else reads) else None,
            may_do=rules.may_do(
                rules.MayDo(row.watch_list.may_do), _entry(row), is_held=row.pk in held
            ),
            is_in_force=_in_force(row, day),
            is_held=row.pk in held,
            entered_by=who[row.entered_by],
            ended_by=who.get(row.ended_by, ""),
            persons=of[row.pk],
        )
        for row in rows
    ]


def _contains(line: Line, text: str) -> bool:
    row = line.listing
    names = (*line.entry.names, *line.entry.documents) if line.entry else ()
    return any(text in said.casefold() for said in (row.ref, row.ground, row.because, *names))
