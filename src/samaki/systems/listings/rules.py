"""What an entry of a watch-list must say, and what may be done on it. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from samaki.kernel.flow import Flow
from samaki.kernel.reasons import Reason
from samaki.systems.custody.rules.holds import Screened

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

WANTED = "wanted"
BAN = "re-entry-ban"  # follows from a departure: entered by Immigration's own verb alone
MOST_NAMES = 30  # the name and its aliases
_BORN = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_NATIONALITY = re.compile(r"[A-Z]{3}")
_SEXES = {"", "F", "M"}
_EARLIEST_BIRTH = 1900

WORDINGS = {
    "no_list": "No list is chosen. Choose one.",
    "ban_follows": (
        "A re-entry ban follows from a departure. Enter it on the case of whoever departed, under "
        "Immigration."
    ),
    "unknown_list": "No watch-list is called “%(name)s”. Choose one of the lists.",
    "no_name": "The entry names nobody. Enter the name as it is written.",
    "many_names": "%(count)s names are entered; %(most)s is the most.",
    "no_ground": "The entry has no ground. Say why this person is listed.",
    "no_because": "Nothing is named that led to the entry. Name the order, case or letter.",
    "no_warrant": "No warrant is named. A wanted person is listed under a named warrant alone.",
    "ends_before_it_begins": "It ends on %(ends)s, before it begins on %(begins)s.",
    "over_already": "It ended on %(ends)s and would never be in force.",
    "begins_before_birth": "It begins on %(begins)s, before the person was born.",
    "bad_birth": "“%(text)s” is no birth date. Write 1990, 1990-05 or 1990-05-17.",
    "unborn": "A birth in %(text)s lies ahead. Check the birth date.",
    "bad_sex": "“%(text)s” is no sex this list knows. Write F, M or nothing.",
    "bad_nationality": "“%(text)s” is no nationality. Write three letters, such as VNM.",
    "listed_before": "The same name and papers stand on this list already, as %(ref)s.",
    "unknown_person": "Nobody is registered as %(person)s. Leave it empty or correct it.",
    "is_of": "%(said)s is of %(person)s in the register, so this entry is of them.",
    "no_reason": "No reason is given. Say why the entry ends.",
    "ended_before": "The entry %(ref)s ended on %(moment)s.",
    "unknown_listing": "No entry has the reference %(ref)s.",
}


class MayDo(StrEnum):
    """What an officer may do on an entry; never more, and never by itself."""

    INFORM = "inform"
    HELP = "help"
    REFER = "refer"
    DETAIN_ON_WARRANT = "detain_on_warrant"


class ListingState(StrEnum):
    """An entry stands until somebody ends it; whether its days are over is another question."""

    ENTERED = "entered"
    ENDED = "ended"


LISTING = Flow(
    start=ListingState.ENTERED,
    ends=frozenset({ListingState.ENDED}),
    steps={(ListingState.ENTERED, "end"): ListingState.ENDED},
)


@dataclass(frozen=True, slots=True)
class ListKind:
    """A watch-list of the release: its names and what may be done on its entries."""

    name_en: str
    name_km: str
    may_do: MayDo


WATCH_LISTS: Mapping[str, ListKind] = {
    BAN: ListKind("Re-entry ban", "ហាមចូលឡើងវិញ", MayDo.REFER),
    WANTED: ListKind("Wanted under a warrant", "ត្រូវចាប់តាមដីកា", MayDo.DETAIN_ON_WARRANT),
    "missing": ListKind("Missing, to be helped", "បាត់ខ្លួន ត្រូវជួយ", MayDo.HELP),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """Who is listed: the name first, then aliases; `born` is 1990, 1990-05 or 1990-05-17.

    What nobody knows is empty. `sex` is F or M, `nationality` three letters.
    """

    names: tuple[str, ...]
    born: str = ""
    sex: str = ""
    nationality: str = ""
    documents: tuple[str, ...] = ()

    @property
    def is_name_only(self) -> bool:
        """Whether nothing but names tells this person from a namesake."""
        return not self.born and not self.documents


def tidy(entry: Entry) -> Entry:
    """Return the entry without empty names, repeated ones, and spaces around what is written."""
    return Entry(
        names=tuple(dict.fromkeys(n for name in entry.names if (n := " ".join(name.split())))),
        born=entry.born.strip(),
        sex=entry.sex.strip().upper(),
        nationality=entry.nationality.strip().upper(),
        documents=tuple(
            dict.fromkeys(d for paper in entry.documents if (d := paper.strip().upper()))
        ),
    )


def may_do(listed: MayDo, entry: Entry, *, is_held: bool = False) -> MayDo:
    """Return what may be done on an entry of a list: on a name alone, inform at most.

    `is_held`: the screening of whom it is of is not over. Then nothing more may be done either.
    """
    is_bare = is_held or entry.is_name_only
    return MayDo.INFORM if is_bare and listed is not MayDo.HELP else listed


def is_held(watch_list: str, screened: Collection[Screened]) -> bool:
    """Tell whether an entry of persons so screened asks nobody to act on it.

    A pending screening holds on every list. Whoever was never heard may still be looked for to be
    helped.
    """
    return Screened.PENDING in screened or (Screened.NOT_YET in screened and not helps(watch_list))


def helps(watch_list: str) -> bool:
    """Tell whether a list is one on which people are looked for to be helped, and not penalised."""
    kind = WATCH_LISTS.get(watch_list)
    return kind is not None and kind.may_do is MayDo.HELP


def is_in_force(state: str, *, begins: date, ends: date | None, day: date) -> bool:
    """Tell whether an entry is in force on a day; its last day counts."""
    return state == ListingState.ENTERED and begins <= day and (ends is None or day <= ends)


def review_due(entered: date, ends: date | None) -> date:
    """Return when somebody must look at the entry again: in a year, or on its last day if sooner.

    The year is Samaki's own rule; the law sets none that we know of.
    """
    is_leap_day = (entered.month, entered.day) == (2, 29)
    year_on = entered.replace(year=entered.year + 1, day=28 if is_leap_day else entered.day)
    return year_on if ends is None else min(year_on, ends)


def reasons_against_entry(entry: Entry, *, today: date) -> tuple[Reason, ...]:
    """Return every reason not to list somebody so described."""
    return tuple(_reasons_against_entry(entry, today))


def reasons_against_listing(
    watch_list: str, *, ground: str, because: str, begins: date, ends: date | None, today: date
) -> tuple[Reason, ...]:
    """Return every reason against list, ground, cause and days of an entry."""
    return tuple(_reasons_against_cause(watch_list, ground, because)) + tuple(
        _reasons_against_days(begins, ends, today)
    )


def reasons_against_birth(born: str, *, begins: date) -> tuple[Reason, ...]:
    """Return why an entry may not begin then, when its person was not born yet."""
    first = first_day(born)
    if first is not None and begins < first:
        return (reason("begins_before_birth", begins=begins),)
    return ()


def first_day(born: str) -> date | None:
    """Return the first day a birth may have been on; None without one, or one that cannot be."""
    found = _BORN.fullmatch(born)
    if found is None:
        return None
    year, month, day = (int(part or 1) for part in found.groups())
    try:
        return date(year, month, day)
    except ValueError:
        return None


def reason(code: str, **values: object) -> Reason:
    """Return the reason of that code."""
    return Reason(code, WORDINGS[code], values)


def _reasons_against_entry(entry: Entry, today: date) -> Iterator[Reason]:
    if not entry.names:
        yield reason("no_name")
    if len(entry.names) > MOST_NAMES:
        yield reason("many_names", count=len(entry.names), most=MOST_NAMES)
    first = first_day(entry.born)
    if entry.born and (first is None or first.year < _EARLIEST_BIRTH):
        yield reason("bad_birth", text=entry.born)
    elif first is not None and first > today:
        yield reason("unborn", text=entry.born)
    if entry.sex not in _SEXES:
        yield reason("bad_sex", text=entry.sex)
    if entry.nationality and not _NATIONALITY.fullmatch(entry.nationality):
        yield reason("bad_nationality", text=entry.nationality)


def _reasons_against_cause(watch_list: str, ground: str, because: str) -> Iterator[Reason]:
    if not watch_list:
        yield reason("no_list")
    elif watch_list not in WATCH_LISTS:
        yield reason("unknown_list", name=watch_list)
    if not ground.strip():
        yield reason("no_ground")
    if not because.strip():
        yield reason("no_warrant" if watch_list == WANTED else "no_because")


def _reasons_against_days(begins: date, ends: date | None, today: date) -> Iterator[Reason]:
    if ends is None:
        return
    if ends < begins:
        yield reason("ends_before_it_begins", begins=begins, ends=ends)
    if ends < today:
        yield reason("over_already", ends=ends)
