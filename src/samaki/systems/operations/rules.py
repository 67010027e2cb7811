"""How an operation and its targets advance, and why a plan is refused. Pure."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from samaki.kernel.ledger import AGES, SEXES, Cell
from samaki.kernel.reasons import Reason

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date, datetime

MOST_TARGETS = 60  # in one operation; 2,500 places were once raided in many
FARTHEST = timedelta(days=366)  # an hour later than this is a slip of the finger


WORDINGS = {
    "no_title": "The operation has no title. Say what and where in a few words.",
    "no_site": "No site is named. Choose at least one target.",
    "many": "%(count)s targets are named; %(most)s is the most.",
    "unknown_site": "No site has the reference %(site)s. Register it first.",
    "twice": "The site %(site)s is named more than once. Name each target once.",
    "elsewhere": "The site %(site)s does not lie in %(area)s. Its own province plans it.",
    "no_custodian": "Target %(number)s has no unit that answers for the people found. Choose it.",
    "no_site_here": "Target %(number)s has a unit and no site. Choose the site, or clear the row.",
    "unknown_unit": "No unit has the code %(unit)s. Choose one of the list.",
    "unknown_area": "No area has the code %(area)s. Choose one of the list.",
    "far_hour": "The hour %(moment)s is more than a year ahead. Check the date.",
    "before_hour": (
        "The hour of this operation is %(hour)s. Nothing is recorded at a target before it: a "
        "figure would open the plan."
    ),
    "not_reached": "That moment has not come yet. Enter when it was raided.",
    "counted": "This target was counted as %(ref)s. A slip is corrected there, by a new entry.",
    "no_figure": "This target is on record already: raided, without a figure.",
    "rejected": "The claim is rejected: its words do not say it. Accept it first.",
    "corrected": "The claim was corrected. Say it of the one that took its place.",
    "no_why_not": "Say in a few words why it is another event.",
    "none_found": "This target is on record already: raided, and nobody was found.",
}


class TargetState(StrEnum):
    """A target waits for its result; or people were counted, or none was found, or none said."""

    PLANNED = "planned"
    COUNTED = "counted"
    NONE_FOUND = "none_found"
    RAIDED_NO_FIGURE = "raided_no_figure"


def reasons_against_plan(
    sites: Sequence[str],
    title: str,
    *,
    custodians: Sequence[str],
    hour: datetime,
    at: datetime,
) -> tuple[Reason, ...]:
    """Return every reason not to plan an operation over these sites (references), in order.

    `custodians` are codes of units, one a site. An hour that is past is no reason: what was done
    in haste is entered afterwards, and shows so.
    """
    reasons = [] if title.strip() else [reason("no_title")]
    if not any(sites):
        reasons.append(reason("no_site"))
    if len(sites) > MOST_TARGETS:
        reasons.append(reason("many", count=len(sites), most=MOST_TARGETS))
    for number, (site, custodian) in enumerate(zip(sites, custodians, strict=True), start=1):
        if site and not custodian:
            reasons.append(reason("no_custodian", number=number))
        if custodian and not site:
            reasons.append(reason("no_site_here", number=number))
    twice = sorted(site for site, times in Counter(filter(None, sites)).items() if times > 1)
    reasons += [reason("twice", site=site) for site in twice]
    if hour > at + FARTHEST:
        reasons.append(reason("far_hour", moment=hour))
    return tuple(reasons)


def together(counts: Iterable[Mapping[Cell, int]]) -> dict[Cell, int]:
    """Return the sum of several counts, cell by cell: what targets gave is what they gave."""
    total: Counter[Cell] = Counter()
    for count in counts:
        total.update(count)
    return dict(total)


class Row(NamedTuple):
    """A row of a cross-tab: women, men and sex not established of one age; and all of them."""

    age: str | None
    heads: tuple[int, ...]
    all: int


def cross_tab(count: Mapping[Cell, int]) -> dict[str | None, list[Row]]:
    """Return, by nationality, a row an age; rows of none are left out. They add up to the count."""
    nations = {cell.nationality for cell, heads in count.items() if heads}
    return {nation: _rows(count, nation) for nation in sorted(nations, key=_last_if_none)}


def _last_if_none(nation: str | None) -> tuple[bool, str]:
    return nation is None, nation or ""


def _rows(count: Mapping[Cell, int], nation: str | None) -> list[Row]:
    found = []
    for age in (*AGES, None):
        heads = tuple(count.get(Cell(nation, sex, age), 0) for sex in (*SEXES, None))
        if any(heads):
            found.append(Row(age, heads, sum(heads)))
    return found


class Sign(StrEnum):
    """What speaks for or against a report being of an operation."""

    SAME_DAY = "same_day"
    NEXT_DAY = "next_day"
    SAME_PLACE = "same_place"
    SAME_PEOPLE = "same_people"
    SAME_COUNT = "same_count"
    NO_DAY = "no_day"
    NO_PLACE = "no_place"
    OTHER_PEOPLE = "other_people"
    MORE_THAN_FOUND = "more_than_found"
    RUNNING = "running"
    NOT_COUNTED = "not_counted"


FIRST_YEAR, LAST_YEAR = 1900, 2200  # beyond them a year is a slip of the pen
_FOR = {Sign.SAME_DAY: 3, Sign.NEXT_DAY: 1, Sign.SAME_PLACE: 3, Sign.SAME_PEOPLE: 2}
_AGAINST = {Sign.OTHER_PEOPLE: 3, Sign.MORE_THAN_FOUND: 2, Sign.RUNNING: 3}


@dataclass(frozen=True, slots=True)
class Heard:
    """What a report says of a count, as far as it can be of an operation."""

    provinces: frozenset[str]
    nationalities: frozenset[str]
    first: date | None
    last: date | None
    low: int | None
    is_running: bool


@dataclass(frozen=True, slots=True)
class Known:
    """What the books hold of an operation; a count of None: nobody was counted yet."""

    province: str
    day: date
    nationalities: frozenset[str]
    count: int | None


@dataclass(frozen=True, slots=True)
class Likeness:
    """How much speaks for a report being of an operation, and every sign for and against."""

    weight: int
    speaks_for: tuple[Sign, ...]
    against: tuple[Sign, ...]


def likeness(heard: Heard, known: Known) -> Likeness | None:
    """Return what speaks for and against; None where place or day rule it out, or neither is said.

    An equal number weighs nothing: the same number is not the same event. It is named, so that a
    person sees it beside the rest.
    """
    if heard.provinces and known.province not in heard.provinces:
        return None
    apart = _days_apart(heard, known.day)
    if apart is not None and apart > 1:
        return None
    if apart is None and not heard.provinces:
        return None
    told = {
        Sign.SAME_DAY: apart == 0,
        Sign.NEXT_DAY: apart == 1,
        Sign.SAME_PLACE: known.province in heard.provinces,
        Sign.SAME_PEOPLE: bool(heard.nationalities & known.nationalities),
        Sign.SAME_COUNT: heard.low is not None and heard.low == known.count,
        Sign.NO_DAY: apart is None,
        Sign.NO_PLACE: not heard.provinces,
        Sign.OTHER_PEOPLE: bool(heard.nationalities)
        and known.count is not None
        and not heard.nationalities & known.nationalities,
        Sign.MORE_THAN_FOUND: known.count is not None and (heard.low or 0) > known.count,
        Sign.RUNNING: heard.is_running,
        Sign.NOT_COUNTED: known.count is None,
    }
    signs = [sign for sign, holds in told.items() if holds]
    weight = sum(_FOR.get(sign, 0) - _AGAINST.get(sign, 0) for sign in signs)
    is_for = {*_FOR, Sign.SAME_COUNT}
    return Likeness(
        weight,
        tuple(sign for sign in signs if sign in is_for),
        tuple(sign for sign in signs if sign not in is_for),
    )


def _days_apart(heard: Heard, day: date) -> int | None:
    """Return how many days lie between; 0 within what is said, None where no day is said."""
    last = heard.last
    if last is None:
        return None
    first = heard.first or last
    if first <= day <= last:
        return 0
    return min(abs((day - first).days), abs((day - last).days))


def reasons_against_link(*, is_same: bool, words: str, state: str) -> tuple[Reason, ...]:
    """Return every reason not to record that a report is, or is not, of an operation."""
    found = []
    if state in {"rejected", "corrected"}:
        found.append(reason(state))
    if not is_same and not words.strip():
        found.append(reason("no_why_not"))
    return tuple(found)


def reason(code: str, **values: object) -> Reason:
    """Return the reason of that code."""
    return Reason(code, WORDINGS[code], values)
