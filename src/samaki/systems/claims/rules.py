"""What a claim may become, and what it counts when claims are set against each other. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from samaki.kernel.counts.model import CountClaim, Relation
from samaki.kernel.flow import Flow
from samaki.kernel.reading.drafts import Kind

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
MOST = 10_000_000  # people; more than half the country is a slip of the pen
PRESENCE = ":present"  # ends the id of the row that says each listed nationality is there


class Scope(StrEnum):
    """How far a claim reaches: as its words say, or up to the day it was published."""

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


def count_claims(stated: Stated, *, scope: Scope = Scope.STATED) -> tuple[CountClaim, ...]:
    """Return the rows that a claim adds to the reconciliation; none if it counts no people."""
    if not counts_people(stated):
        return ()
    first, last = _window(stated)
    is_listing = stated.mode in {"present", None} and len(stated.nationalities) > 1
    # A count of women, or one without a date, says only that at least so many people were there.
    is_part = stated.sex is not None or stated.day is None
    row = CountClaim(
        id=stated.ref,
        low=stated.low,
        high=None if is_part else stated.high,
        provinces=frozenset(stated.provinces) or None,
        nationalities=None if is_listing else frozenset(stated.nationalities) or None,
        first=first,
        last=last,
    )
    if scope is Scope.WIDE:
        row = replace(row, provinces=None, last=max(last, stated.published_on or last))
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


def may_include_later(stated: Stated, others: Sequence[Stated]) -> bool:
    """Tell whether a total published after later events may already include them.

    The text says "over 1,000 on the 14th and 16th" and was published on the 18th: whoever wrote it
    may have counted those of the 17th in. Equal or larger numbers prove nothing; the words leave
    it open, so both readings are worked out.
    """
    if not counts_people(stated) or stated.agg != "total" or stated.day is None:
        return False
    published = stated.published_on
    return published is not None and any(
        counts_people(other)
        and other.ref != stated.ref
        and other.day is not None
        and stated.day < other.day <= published
        for other in others
    )


def reasons_against_correction(
    *, low: int | None, high: int | None, since: date | None, day: date | None
) -> tuple[str, ...]:
    """Return every reason not to correct a claim to these values."""
    reasons = []
    if low is None and high is None:
        reasons.append("No number is given. Reject the claim if the words state none.")
    reasons += [
        f"{number:,} cannot be: a count lies between 0 and {MOST:,}."
        for number in (low, high)
        if number is not None and not 0 <= number <= MOST
    ]
    if low is not None and high is not None and low > high:
        reasons.append(f"At least {low:,} is more than at most {high:,}. Swap or mend them.")
    if since is not None and day is not None and since > day:
        reasons.append(f"It begins on {since}, after it ends on {day}. Mend the dates.")
    return tuple(reasons)


def reasons_against_words(reason: str, *, act: str) -> tuple[str, ...]:
    """Return why a decision's reason does not do: correcting and rejecting ask for one."""
    if act == "accept" or reason.strip():
        return ()
    return ("The reason is missing. Say in a few words why.",)


def _window(stated: Stated) -> tuple[date, date]:
    """Return the days a claim covers; what is not said is left as wide as it can be."""
    last = stated.day or stated.published_on or date.max
    first = stated.since or (stated.day if stated.agg != "cumulative" else None) or date.min
    return min(first, last), last


def settled(states: Collection[str]) -> int:
    """Return how many of the states are no longer drafts."""
    return sum(state != ClaimState.DRAFT for state in states)
