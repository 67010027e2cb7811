"""What a claim may become, and what it counts when claims are set against each other. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from samaki.kernel.counts.model import CountClaim, Relation
from samaki.kernel.flow import Flow
from samaki.kernel.reading.drafts import Kind
from samaki.kernel.reasons import Reason

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence


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
PRESENCE = ":present"  # ends the id of the row that says each listed nationality is there


WORDINGS = {
    "no_number": "No number is given. Reject the claim if the words state none.",
    "absurd": "%(number)s cannot be: a count lies between 0 and %(most)s.",
    "crossed": "At least %(low)s is more than at most %(high)s. Swap or mend them.",
    "backwards": "It begins on %(since)s, after it ends on %(day)s. Mend the dates.",
    "unpublished": "It ends on %(day)s, after the text was published on %(published)s.",
    "no_reason": "The reason is missing. Say in a few words why.",
    "decided": "%(ref)s was decided already, by somebody else or in another window.",
    "no_files": "No file is given. Choose the files to read.",
    "many_files": "%(given)s files are given; %(most)s is the most. Send them in parts.",
    "much": "The files have more than %(most)s MB together. Send them in parts.",
    "not_accepted": "%(ref)s is not accepted, so its scope moves no figure.",
}


class Scope(StrEnum):
    """How far a total reaches: as its words say, or over the later raids it may include."""

    STATED = "stated"
    WIDE = "wide"


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


def settled(states: Collection[str]) -> int:
    """Return how many of the states are no longer drafts."""
    return sum(state != ClaimState.DRAFT for state in states)
