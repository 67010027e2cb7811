"""Custody's own rules: accounts, hand-overs, and what may be posted. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

import pycountry

from samaki.kernel import refs
from samaki.kernel.flow import Flow
from samaki.kernel.ledger import Cell, Movement, Posting, Subject
from samaki.systems.custody.rules.charges import Charge
from samaki.systems.custody.rules.handovers import (
    DIFFERS,
    HANDOVER,
    UNANSWERED,
    HandoverState,
    act_of_reversing,
    plate,
    reasons_against_answer,
)
from samaki.systems.custody.rules.seals import MAX_SEAL, reasons_against_seals, seal_number
from samaki.systems.custody.rules.wordings import (
    CLOCK_WORDINGS,
    CRIME_WORDINGS,
    END_WORDINGS,
    ENDED_WORDINGS,
    EXHIBIT_WORDINGS,
    GROUND_WORDINGS,
    PAYMENT_WORDINGS,
    THING_MOVEMENT_WORDINGS,
    WORDINGS,
    reason,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from samaki.kernel.ledger import Cells
    from samaki.kernel.reasons import Reason

__all__ = [
    "CLOCK_WORDINGS",
    "CRIME_WORDINGS",
    "DIFFERS",
    "ENDED_WORDINGS",
    "END_WORDINGS",
    "EXHIBIT_WORDINGS",
    "GROUND_WORDINGS",
    "HANDOVER",
    "MAX_SEAL",
    "PAYMENT_WORDINGS",
    "THING_MOVEMENT_WORDINGS",
    "UNANSWERED",
    "WORDINGS",
    "Charge",
    "HandoverState",
    "act_of_reversing",
    "plate",
    "reason",
    "reasons_against_answer",
    "reasons_against_seals",
    "seal_number",
]

MAX_HEADS = 100_000  # of one cell in one movement: more is a slip of the finger
NOW = date.max  # the day of a level that stands: beyond every day that is closed
BATCH = 200  # rows in one statement: SQLite takes no more than some thousand values

LONG_AGO = timedelta(days=3653)  # ten years: an older moment is a slip of the finger
LATE_AFTER = timedelta(hours=1)  # an entry recorded later than this carries a mark


class Reading(StrEnum):
    """What a clock says: it runs, its end is near, it is over."""

    RUNNING = "running"
    NEAR = "near"
    OVER = "over"


def is_late(happened_at: datetime, recorded_at: datetime) -> bool:
    """Tell whether something was recorded on a later day (UTC) than it happened."""
    return recorded_at.astimezone(UTC).date() > happened_at.astimezone(UTC).date()


class AccountKind(StrEnum):
    """Every place a person can be, in the order of a person's path."""

    FOUND_ON_SITE = "found_on_site"
    STATION = "station"
    COURT = "court"
    PRISON = "prison"
    IMMIGRATION_SITE = "immigration_site"
    SHELTER = "shelter"
    HOSPITAL = "hospital"
    EMBASSY = "embassy"
    IN_TRANSIT = "in_transit"
    UNKNOWN = "unknown"
    RELEASED_ON_SITE = "released_on_site"
    RELEASED = "released"
    LEFT_VOLUNTARILY = "left_voluntarily"
    EXPELLED = "expelled"
    HANDED_OVER_ABROAD = "handed_over_abroad"
    ESCAPED = "escaped"
    DEAD = "dead"
    AT_LARGE = "at_large"
    ABROAD = "abroad"


BOUNDLESS = frozenset({AccountKind.AT_LARGE, AccountKind.ABROAD})
# Kinds of which a unit keeps at most one: what it answers for itself, not what is on the road.
UNIT_KINDS = frozenset(
    {
        AccountKind.STATION,
        AccountKind.COURT,
        AccountKind.PRISON,
        AccountKind.IMMIGRATION_SITE,
        AccountKind.SHELTER,
        AccountKind.HOSPITAL,
        AccountKind.EMBASSY,
    }
)
# In these a unit holds people: in the account of its own, or where they were found, one a site.
KEEPING = UNIT_KINDS | {AccountKind.FOUND_ON_SITE}


# Where a person is punished, charged or sent away. Nobody arrives there without a name and a
# finished screening: ASEAN Convention against Trafficking in Persons, art. 14(7); the Guideline on
# Non-Punishment of 27 May 2025 counts expulsion and its ban among the penalties.
PUNISHING = frozenset(
    {
        AccountKind.COURT,
        AccountKind.PRISON,
        AccountKind.EXPELLED,
        AccountKind.HANDED_OVER_ABROAD,
    }
)
# A hand-over to one of these is a charge, with its article and its crime.
CHARGING = frozenset({AccountKind.COURT, AccountKind.PRISON})
# Ends of custody that another system records, each kept by a unit; custody's own are `ends.ENDS`.
DISPOSITIONS = frozenset({AccountKind.EXPELLED})
# Ends that another system records. What hangs on them is its own, so it alone undoes them; custody
# says where. An end that is not here is custody's to correct.
_UNDONE_ELSEWHERE = {AccountKind.EXPELLED: "undone_by_immigration"}


class ExhibitKind(StrEnum):
    """What a seized thing is."""

    PHONE = "phone"
    SIM = "sim"
    COMPUTER = "computer"
    DOCUMENT = "document"
    OTHER = "other"


class MovementKind(StrEnum):
    INTAKE = "intake"
    DISPATCH = "dispatch"
    RECEIPT = "receipt"
    RETURN = "return"
    IDENTIFICATION = "identification"
    ESTABLISHMENT = "establishment"
    DISPOSITION = "disposition"
    ENDING = "ending"
    FINDING = "finding"
    CORRECTION = "correction"


class VarianceState(StrEnum):
    OPEN = "open"
    CLOSED = "closed"


class CountVarianceState(StrEnum):
    """A count and the ledger differ, an entry made them agree, or somebody explained why not."""

    OPEN = "open"
    SETTLED = "settled"
    EXPLAINED = "explained"


# Time changes no state. What an entry settled, another can undo; what a person explained stays.
COUNT_VARIANCE = Flow(
    start=CountVarianceState.OPEN,
    ends=frozenset({CountVarianceState.SETTLED, CountVarianceState.EXPLAINED}),
    steps={
        (CountVarianceState.OPEN, "settle"): CountVarianceState.SETTLED,
        (CountVarianceState.OPEN, "explain"): CountVarianceState.EXPLAINED,
        (CountVarianceState.SETTLED, "differ_again"): CountVarianceState.OPEN,
    },
)


class SheetKind(StrEnum):
    """What the rows of a sheet are: named persons, or heads that were counted."""

    PERSONS = "persons"
    HEADS = "heads"


class SheetState(StrEnum):
    """A sheet was sent and waits for review, is being posted, is posted; or its words are gone."""

    STAGED = "staged"
    POSTING = "posting"
    POSTED = "posted"
    CLOSED = "closed"


# Posting that broke off is asked for again and goes on; closing forgets every word that is left.
SHEET = Flow(
    start=SheetState.STAGED,
    ends=frozenset({SheetState.POSTED, SheetState.CLOSED}),
    steps={
        (SheetState.STAGED, "post"): SheetState.POSTING,
        (SheetState.STAGED, "close"): SheetState.CLOSED,
        (SheetState.POSTING, "post"): SheetState.POSTING,
        (SheetState.POSTING, "finish"): SheetState.POSTED,
        (SheetState.POSTED, "close"): SheetState.CLOSED,
    },
)


class ReleaseState(StrEnum):
    """Prepared by one, then confirmed by another or withdrawn."""

    PREPARED = "prepared"
    CONFIRMED = "confirmed"
    WITHDRAWN = "withdrawn"


RELEASE = Flow(
    start=ReleaseState.PREPARED,
    ends=frozenset({ReleaseState.CONFIRMED, ReleaseState.WITHDRAWN}),
    steps={
        (ReleaseState.PREPARED, "confirm"): ReleaseState.CONFIRMED,
        (ReleaseState.PREPARED, "withdraw"): ReleaseState.WITHDRAWN,
    },
)


class EndingState(StrEnum):
    """An end of custody was entered by one; or prepared, and then confirmed by another or not."""

    PREPARED = "prepared"
    ENTERED = "entered"
    CONFIRMED = "confirmed"
    WITHDRAWN = "withdrawn"


_E = EndingState
ENDING = Flow(
    start=_E.PREPARED,
    ends=frozenset({_E.ENTERED, _E.CONFIRMED, _E.WITHDRAWN}),
    steps={
        (_E.PREPARED, "enter"): _E.ENTERED,
        (_E.PREPARED, "confirm"): _E.CONFIRMED,
        (_E.PREPARED, "withdraw"): _E.WITHDRAWN,
    },
)


@dataclass(frozen=True, slots=True)
class Party:
    """People who move together: unnamed heads by cell, and named persons by reference.

    A count of 0 says that none was seen, which is not the same as a cell that is left out.
    """

    heads: Cells = field(default_factory=dict)
    persons: tuple[str, ...] = ()

    @property
    def size(self) -> int:
        """How many people, named and unnamed."""
        return sum(self.heads.values()) + len(self.persons)


@dataclass(frozen=True, slots=True)
class Found:
    """A thing as it was seized: what, under which seal, at which site, held by which unit.

    `because` is the reference of an operation's target (`OP-7K3Q/1`), or empty; `pieces` how many
    are under the seal; `person` the reference of whom it was taken from, or empty.
    """

    kind: str
    description: str
    seal: str
    site: str
    unit: str
    because: str = ""
    pieces: int = 1
    person: str = ""


@dataclass(frozen=True, slots=True)
class Consignment:
    """What leaves: a party, in a vehicle, with its seals; to a court or a prison, on a charge."""

    party: Party
    vehicle: str = ""
    seals: tuple[str, ...] = ()
    charge: Charge = field(default_factory=Charge)


def is_nationality(code: str) -> bool:
    """Tell whether it is an ISO 3166-1 alpha-3 code in force."""
    return code.isupper() and pycountry.countries.get(alpha_3=code) is not None


def reasons_against_party(party: Party) -> tuple[Reason, ...]:
    """Return every reason why the figures themselves cannot be right."""
    nobody = party.size == 0 and all(count == 0 for count in party.heads.values())
    return (
        *([reason("nobody")] if nobody else []),
        *(
            found
            for cell, count in party.heads.items()
            for found in reasons_against_cell(cell, count)
        ),
        *(
            reason("twice", person=person)
            for person in dict.fromkeys(party.persons)
            if party.persons.count(person) > 1
        ),
    )


def reasons_against_cell(cell: Cell, count: int) -> Iterable[Reason]:
    """Yield every reason why so many heads of a cell cannot be right."""
    if count < 0:
        yield reason("negative", count=count, subject=Subject(cell))
    if count > MAX_HEADS:
        yield reason("absurd", count=count, subject=Subject(cell), limit=MAX_HEADS)
    if cell.nationality is not None and not is_nationality(cell.nationality):
        yield reason("nationality", nationality=cell.nationality)


def reasons_against_moment(happened_at: datetime, *, at: datetime) -> tuple[Reason, ...]:
    """Return the reason against a moment that has not come yet, or that cannot be meant."""
    if happened_at > at:
        return (reason("future", happened=happened_at, now=at),)
    if at - happened_at > LONG_AGO:
        return (reason("long_ago", happened=happened_at),)
    return ()


def reasons_against_arrival(
    arrived: Mapping[Subject, int], *, on_the_way: Mapping[Subject, int]
) -> tuple[Reason, ...]:
    """Return a reason for each subject of which more arrived than were on the way."""
    found = []
    for subject, count in arrived.items():
        sent = on_the_way.get(subject, 0)
        if count > sent and subject.person:
            found.append(reason("person_not_sent", person=subject.person))
        elif count > sent:
            found.append(reason("not_sent", received=count, subject=subject, sent=sent))
    return tuple(found)


def heads_of(party: Party) -> dict[Subject, int]:
    """Return the unnamed heads of a party that are more than none."""
    return {Subject(cell): count for cell, count in party.heads.items() if count > 0}


def transfer(
    subjects: Mapping[Subject, int], *, giver: str, taker: str, happened_at: datetime
) -> Movement:
    """Return the movement of subjects from one account to another."""
    out = [Posting(giver, subject, -count) for subject, count in subjects.items()]
    into = [Posting(taker, subject, count) for subject, count in subjects.items()]
    return Movement(happened_at, (*out, *into))


def identification(cell: Cell, person: str, *, account: str, happened_at: datetime) -> Movement:
    """Return the conversion of one unnamed head of a cell into the person of that reference."""
    return Movement(
        happened_at,
        (Posting(account, Subject(cell), -1), Posting(account, Subject(cell, person), 1)),
        converts=True,
    )


def reasons_of_owner(movement: MovementKind, touched: Iterable[AccountKind]) -> tuple[Reason, ...]:
    """Return why a movement that touched such accounts is not corrected by custody, and where."""
    if movement is not MovementKind.DISPOSITION:
        return ()
    return tuple(reason(_UNDONE_ELSEWHERE[kind]) for kind in touched if kind in _UNDONE_ELSEWHERE)


def reasons_against_exhibit(found: Found) -> tuple[Reason, ...]:
    """Return every reason why the entry itself cannot be right."""
    is_targeted = not found.because or _is_target(found.because)
    return (
        *reasons_against_thing(found.kind, description=found.description, seal=found.seal),
        *(() if is_targeted else (reason("no_target", because=found.because),)),
    )


def reasons_against_thing(kind: str, *, description: str, seal: str) -> Iterable[Reason]:
    """Yield every reason why a thing cannot be entered as that, under that seal."""
    if kind not in set(ExhibitKind):
        yield reason("no_kind")
    if not description.strip():
        yield reason("no_description")
    if not seal_number(seal):
        yield reason("no_seal")


def _is_target(text: str) -> bool:
    operation, _, number = text.partition("/")
    return operation.startswith("OP-") and refs.is_valid(operation) and number.isdecimal()
