"""What a claim may become, and what it counts when claims are set against each other. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from samaki.kernel.counts.counters import Counter
from samaki.kernel.counts.model import CountClaim, Relation
from samaki.kernel.counts.ways import Change
from samaki.kernel.flow import Flow
from samaki.kernel.reading.drafts import Kind
from samaki.kernel.reasons import Reason

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    Readings = tuple[tuple[Change, tuple[CountClaim, ...]], ...]


class ClaimState(StrEnum):
    """A claim is drafted by a machine or a person, and then decided by a person, on record."""

    DRAFT = "draft"
    ACCEPTED = "accepted"
    CORRECTED = "corrected"
    REJECTED = "rejected"


FLOW: Flow[ClaimState] = Flow(
    start=ClaimState.DRAFT,
    ends=frozenset({ClaimState.CORRECTED}),
    steps={
        (ClaimState.DRAFT, "accept"): ClaimState.ACCEPTED,
        (ClaimState.DRAFT, "correct"): ClaimState.CORRECTED,
        (ClaimState.DRAFT, "reject"): ClaimState.REJECTED,
        # A decision can be turned by a later one; both stay on record.
        (ClaimState.ACCEPTED, "correct"): ClaimState.CORRECTED,
        (ClaimState.ACCEPTED, "reject"): ClaimState.REJECTED,
        (ClaimState.REJECTED, "accept"): ClaimState.ACCEPTED,
    },
)

# Role is a claim by a source: all of these say that people were taken, whatever they are called.
PEOPLE = frozenset({Kind.FOUND, Kind.DETAINED, Kind.ARRESTED, Kind.RESCUED, Kind.IDENTIFIED_VICTIM})
MEGABYTE = 1024 * 1024
MOST_FILES = 5_000  # sent at once; a day's output of every outlet that is followed is less
MOST_BYTES = 500 * MEGABYTE  # of the files sent at once, all of which wait on the disk
MOST = 10_000_000  # people; more than half the country is a slip of the pen
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2200, 12, 31)  # beyond them a year is a slip
PRESENCE = ":present"  # ends the id of the row that says each listed nationality is there


WORDINGS = {
    "no_number": "No number is given. Reject the claim if the words state none.",
    "absurd": "%(number)s cannot be: a count lies between 0 and %(most)s.",
    "crossed": "At least %(low)s is more than at most %(high)s. Swap or mend them.",
    "backwards": "It begins on %(since)s, after it ends on %(day)s. Mend the dates.",
    "far_day": "%(day)s cannot be meant. Check the year.",
    "unpublished": "It ends on %(day)s, after the text was published on %(published)s.",
    "no_reason": "The reason is missing. Say in a few words why.",
    "decided": "%(ref)s was decided already, by somebody else or in another window.",
    "no_files": "No file is given. Choose the files to read.",
    "many_files": "%(given)s files are given; %(most)s is the most. Send them in parts.",
    "much": "The files have more than %(most)s MB together. Send them in parts.",
    "not_accepted": "%(ref)s is not accepted, so its scope moves no figure.",
    "adjusted": "%(ref)s counts otherwise than written already. Count it as written first.",
    "not_adjusted": "%(ref)s reads as it is written. There is nothing to take back.",
}
# Who is trusted least gives way first among equals; it decides an order of rows, never a figure.
GRADES = ("hearsay", "press", "official", "return", "register")


class Scope(StrEnum):
    """How far a total reaches: as its words say, or over the later raids it may include."""

    STATED = "stated"
    WIDE = "wide"


@dataclass(frozen=True, slots=True)
class Adjustment:
    """How an accepted claim counts otherwise than written; a person chose it, on record.

    `change` is what was chosen last. The rest is all that counts then: choosing again for a claim
    that counts otherwise already changes one of these and keeps the others.
    """

    change: Change
    low: int | None = None
    high: int | None = None
    provinces: tuple[str, ...] = ()
    nationalities: tuple[str, ...] = ()
    since: date | None = None
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Stated:
    """What a claim says, freed of its text."""

    ref: str
    kind: str
    low: int | None
    high: int | None
    nationalities: tuple[str, ...]
    mode: str | None
    sex: str | None
    provinces: tuple[str, ...]
    since: date | None
    day: date | None
    agg: str | None
    modality: str
    published_on: date | None


def counts_people(stated: Stated) -> bool:
    """Tell whether the claim says how many people were taken, as a fact."""
    has_number = stated.low is not None or stated.high is not None
    return has_number and stated.kind in PEOPLE and stated.modality == "asserted"


def count_claims(stated: Stated, *, until: date | None = None) -> tuple[CountClaim, ...]:
    """Return the rows that a claim adds to the reconciliation; none if it counts no people.

    `until` reads the claim in the wide scope: over all provinces and up to that day.
    """
    if not counts_people(stated):
        return ()
    first, last = _window(stated)
    is_listing = stated.mode in {"present", None} and len(stated.nationalities) > 1
    # Whoever counts an event, a part of it, or people under one description says that at least so
    # many were found then and there: another raid may have found more. Only a running count of
    # everybody found closes its scope.
    is_closed = stated.agg == "cumulative" and stated.kind == Kind.FOUND
    is_part = not is_closed or stated.sex is not None or stated.day is None
    row = CountClaim(
        id=stated.ref,
        low=stated.low,
        high=None if is_part else stated.high,
        provinces=frozenset(stated.provinces) or None,
        nationalities=None if is_listing else frozenset(stated.nationalities) or None,
        first=first,
        last=last,
    )
    if until is not None:
        row = replace(row, provinces=None, last=max(last, until))
    if not is_listing:
        return (row,)
    listed = frozenset(stated.nationalities)
    presence = replace(
        row,
        id=f"{row.id}{PRESENCE}",
        low=None,
        high=None,
        nationalities=listed,
        relation=Relation.PRESENT,
    )
    return (row, presence)


def adjusted(rows: tuple[CountClaim, ...], adjustment: Adjustment | None) -> tuple[CountClaim, ...]:
    """Return a claim's rows as a person chose to count them; as written if nobody chose."""
    if adjustment is None:
        return rows
    if adjustment.change is Change.DROP:
        return ()
    return tuple(_adjusted(row, adjustment) for row in rows)


def _adjusted(row: CountClaim, to: Adjustment) -> CountClaim:
    row = replace(
        row,
        provinces=frozenset(to.provinces) or None,
        first=to.since or date.min,
        last=to.day or date.max,
    )
    people = frozenset(to.nationalities)
    if not row.id.endswith(PRESENCE):
        return replace(row, low=to.low, high=to.high, nationalities=people or None)
    listed = (row.nationalities or frozenset()) & (people or row.nationalities or frozenset())
    return replace(row, nationalities=listed) if listed else replace(row, relation=None)


def adjustment_to(change: Change, rows: Sequence[CountClaim]) -> Adjustment:
    """Return what to record so that a claim counts as these rows of a way do."""
    if not rows:
        return Adjustment(change)
    row = rows[0]
    return Adjustment(
        change,
        low=row.low,
        high=row.high,
        provinces=tuple(sorted(row.provinces or ())),
        nationalities=tuple(sorted(row.nationalities or ())),
        since=None if row.first == date.min else row.first,
        day=None if row.last == date.max else row.last,
    )


def changes_of(stated: Stated, to: Adjustment) -> tuple[Change, ...]:
    """Return everything in which a claim counts otherwise than written."""
    rows = count_claims(stated)
    if to.change is Change.DROP or not rows:
        return (Change.DROP,)
    now = _adjusted(rows[0], to)
    told = {
        Change.SHIFT: (now.first, now.last) != (rows[0].first, rows[0].last),
        Change.WIDEN: (now.low, now.high) != (rows[0].low, rows[0].high),
        Change.NARROW: (now.provinces, now.nationalities)
        != (rows[0].provinces, rows[0].nationalities),
    }
    return tuple(change for change, holds in told.items() if holds)


def readings_of(stated: Stated, rows: tuple[CountClaim, ...], others: Sequence[Stated]) -> Readings:
    """Return how else a claim's own words may be meant, `others` being those of its source.

    `rows` are the claim's as it counts now. A total without a place, in a text that names
    provinces, may be of those alone; and whoever gives one day may count a raid that began the
    night before or went on past midnight.
    """
    found = []
    named = frozenset(code for other in others for code in other.provinces)
    if rows and not stated.provinces and named:
        found.append((Change.NARROW, tuple(replace(row, provinces=named) for row in rows)))
    if rows and stated.day is not None and stated.since in {None, stated.day}:
        for night in (-1, 1):
            wider = tuple(_with_night(row, night) for row in rows if _has_days(row))
            if wider:
                found.append((Change.SHIFT, wider))
    return tuple(found)


def _has_days(row: CountClaim) -> bool:
    return row.first >= FIRST_DAY and row.last <= LAST_DAY


def _with_night(row: CountClaim, days: int) -> CountClaim:
    if days < 0:
        return replace(row, first=row.first + timedelta(days))
    return replace(row, last=row.last + timedelta(days))


def counter_of(stated: Stated) -> Counter | None:
    """Return a claim as a running count; None if it is none, or gives no day it runs to."""
    has_number = stated.low is not None or stated.high is not None
    day = stated.day or stated.published_on
    if stated.agg != "cumulative" or stated.modality != "asserted" or not has_number or day is None:
        return None
    places, people = tuple(sorted(stated.provinces)), tuple(sorted(stated.nationalities))
    of = (stated.kind, places, people, stated.mode, stated.sex)
    return Counter(stated.ref, of, stated.low, stated.high, stated.since, day)


def claim_ref(row_id: str) -> str:
    """Return the reference of the claim a row of the reconciliation came from."""
    return row_id.removesuffix(PRESENCE)


def may_include_until(stated: Stated, others: Sequence[Stated]) -> date | None:
    """Return the last later day that a total may already include; None if it cannot.

    The text says "over 1,000 on the 14th and 16th" and was published on the 18th: whoever wrote it
    may have counted those of the 17th in. Equal or larger numbers prove nothing; the words leave
    it open, so both readings are worked out.
    """
    if not counts_people(stated) or stated.agg != "total" or stated.day is None:
        return None
    published = stated.published_on
    later = (
        other.day
        for other in others
        if counts_people(other) and other.ref != stated.ref and other.day is not None
    )
    return max(
        (day for day in later if published is not None and stated.day < day <= published),
        default=None,
    )


def reasons_against_correction(
    *,
    low: int | None,
    high: int | None,
    since: date | None,
    day: date | None,
    published_on: date | None = None,
) -> tuple[Reason, ...]:
    """Return every reason not to correct a claim to these values."""
    reasons = []
    if low is None and high is None:
        reasons.append(reason("no_number"))
    reasons += [
        reason("absurd", number=number, most=MOST)
        for number in (low, high)
        if number is not None and not 0 <= number <= MOST
    ]
    if low is not None and high is not None and low > high:
        reasons.append(reason("crossed", low=low, high=high))
    if since is not None and day is not None and since > day:
        reasons.append(reason("backwards", since=since, day=day))
    reasons += [
        reason("far_day", day=each)
        for each in (since, day)
        if each is not None and not FIRST_DAY <= each <= LAST_DAY
    ]
    if day is not None and published_on is not None and day > published_on:
        reasons.append(reason("unpublished", day=day, published=published_on))
    return tuple(reasons)


def reasons_against_words(words: str, *, act: str) -> tuple[Reason, ...]:
    """Return why a decision's reason does not do: correcting and rejecting ask for one."""
    return () if act == "accept" or words.strip() else (reason("no_reason"),)


def reason(code: str, **values: object) -> Reason:
    """Return the reason of that code."""
    return Reason(code, WORDINGS[code], values)


def reasons_against_files(sizes: Sequence[int]) -> tuple[Reason, ...]:
    """Return every reason not to take files of such sizes (bytes) at once.

    One that is too large by itself is no reason: it is named among the bad, and the rest is read.
    """
    return (
        *(() if sizes else (reason("no_files"),)),
        *(
            (reason("many_files", given=len(sizes), most=MOST_FILES),)
            if len(sizes) > MOST_FILES
            else ()
        ),
        *((reason("much", most=MOST_BYTES // MEGABYTE),) if sum(sizes) > MOST_BYTES else ()),
    )


def _window(stated: Stated) -> tuple[date, date]:
    """Return the days a claim covers; what is not said is left as wide as it can be."""
    last = stated.day or stated.published_on or date.max
    first = stated.since or (stated.day if stated.agg != "cumulative" else None) or date.min
    return min(first, last), last


class Doubt(StrEnum):
    """Why a draft is worth a second look."""

    CONTRADICTED = "contradicted"
    UNSURE = "unsure"
    NO_DAY = "no_day"
    NO_PLACE = "no_place"
    NOT_DONE = "not_done"


DOUBTFUL = 0.75  # below this score the reader asks for a second look


def doubts(stated: Stated, *, score: float, is_contradicted: bool) -> tuple[Doubt, ...]:
    """Return every reason to look twice at a draft, the weightiest first."""
    is_counted = stated.kind in PEOPLE
    told = {
        Doubt.CONTRADICTED: is_contradicted,
        Doubt.UNSURE: score < DOUBTFUL,
        Doubt.NO_DAY: is_counted and stated.day is None,
        Doubt.NO_PLACE: is_counted and not stated.provinces,
        Doubt.NOT_DONE: stated.modality != "asserted",
    }
    return tuple(doubt for doubt, holds in told.items() if holds)


def settled(states: Collection[str]) -> int:
    """Return how many of the states are no longer drafts."""
    return sum(state != ClaimState.DRAFT for state in states)
