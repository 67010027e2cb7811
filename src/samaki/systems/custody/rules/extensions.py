"""What a prosecutor adds to police custody: in writing, for a felony, for named persons. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from samaki.systems.custody.rules import reason, reasons_against_moment
from samaki.systems.custody.rules.clocks import HOUR

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime, timedelta

    from samaki.kernel.reasons import Reason
    from samaki.systems.custody.rules.clocks import Limit


@dataclass(frozen=True, slots=True)
class Granted:
    """A prosecutor's written extension: which office, which document, when, why, how long, whom.

    `ground` names the felony; `persons` are references of named persons, for heads without a name
    can have none; `unit` is the code of the office that answers for them.
    """

    unit: str
    office: str
    document: str
    granted_at: datetime
    ground: str
    hours: int
    persons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stay:
    """That a person was in police custody at a moment: since when, by which limit, with whom.

    `covered` is the reference of an extension that counts for this arrival already, or empty.
    """

    person: str
    since: datetime
    limit: Limit
    unit: str
    covered: str = ""


def reaches(granted_at: datetime, *, since: datetime, limit: Limit) -> bool:
    """Tell whether an extension given then is of the arrival at `since`: within its time.

    So a new arrival starts without one, and an arrival that turns out to be earlier keeps it.
    """
    ends = limit.ends_at(since)
    return since <= granted_at and (ends is None or granted_at < ends)


def reasons_against_granted(granted: Granted, *, most: int, at: datetime) -> Iterator[Reason]:
    """Yield every reason why the document itself cannot be right; `most` in hours."""
    for code, said in (
        ("no_prosecutor", granted.office),
        ("not_in_writing", granted.document),
        ("no_felony", granted.ground),
    ):
        if not said.strip():
            yield reason(code)
    if granted.hours <= 0:
        yield reason("extension_none", hours=granted.hours)
    elif granted.hours > most:
        yield reason("extension_longer", hours=granted.hours, limit=most)
    if not granted.persons:
        yield reason("nobody_extended")
    for person in dict.fromkeys(granted.persons):
        if granted.persons.count(person) > 1:
            yield reason("twice", person=person)
    yield from reasons_against_moment(granted.granted_at, at=at)


def reasons_against_extending(
    granted: Granted, stays: Mapping[str, Stay], unit: str
) -> Iterator[Reason]:
    """Yield every reason against extending each person's time; `unit` is the office by name.

    `stays` are those of the moment at which it was given, by person.
    """
    for person in dict.fromkeys(granted.persons):
        stay = stays.get(person)
        if stay is None:
            yield reason("not_in_police_custody", person=person, moment=granted.granted_at)
            continue
        if stay.unit != granted.unit:
            yield reason("not_with_unit", person=person, unit=unit, moment=granted.granted_at)
        if not reaches(granted.granted_at, since=stay.since, limit=stay.limit):
            ends = stay.limit.ends_at(stay.since)
            yield reason("granted_too_late", person=person, ends=ends, moment=granted.granted_at)
        if stay.covered:
            yield reason("extended_before", person=person, ref=stay.covered)


def added(hours: int) -> timedelta:
    """Return what so many hours add."""
    return hours * HOUR
