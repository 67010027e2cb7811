"""How long people have been in police custody, and whose time is near its end or over.

The limit runs from arrival at the first police or gendarmerie unit; a hand-over to another does
not start it anew, and neither a hold nor the road stops it. Nor does it begin anew for somebody who
was unknown in between: nobody's time grows shorter because nobody knew where they were. Who escaped
or walked off and is found again goes on where their time was broken off. Minors are
shown apart where a shorter limit is known for them, and so is whose time a prosecutor extended.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from samaki.ground import wording
from samaki.kernel import lots
from samaki.systems.custody import rules
from samaki.systems.custody.models import Account
from samaki.systems.custody.queries import books, clock_rules, following, paths
from samaki.systems.custody.queries import extensions as written
from samaki.systems.custody.queries.following import Way
from samaki.systems.custody.rules.clocks import HOUR, Arrival, custody_limit
from samaki.systems.custody.rules.extensions import Stay, added, reaches

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import datetime, timedelta

    from samaki.ground.access.actors import Actor
    from samaki.kernel.ledger import Line, Subject
    from samaki.kernel.lots import Lot
    from samaki.systems.custody.models import CustodyExtension
    from samaki.systems.custody.queries.books import Moments
    from samaki.systems.custody.rules.clocks import Limit, StandingLimit

_KINDS = frozenset({rules.AccountKind.STATION, rules.AccountKind.IN_TRANSIT})
# Where police custody goes on: who is treated, sheltered or missing for a while comes back to it.
_FOLLOWED = _KINDS | {
    rules.AccountKind.HOSPITAL,
    rules.AccountKind.SHELTER,
    rules.AccountKind.UNKNOWN,
}
# Who is here is out of custody, and comes back with the hours already spent: no unit gets itself a
# new clock by entering that somebody ran off. A release by authority ends custody, and the clock.
_STOPPED = frozenset({rules.AccountKind.ESCAPED, rules.AccountKind.LEFT_VOLUNTARILY})
_MINOR = "minor"


@dataclass(frozen=True, slots=True)
class Added:
    """What a prosecutor added for these people: by which document, of which office, why."""

    ref: str
    office: str
    document: str
    ground: str
    hours: int
    granted_at: datetime


@dataclass(frozen=True, slots=True)
class ClockLine:
    """People of one account who came into police custody at one moment, under one limit."""

    account_ref: str
    account: str
    unit: str
    owner: str
    handover: str
    since: datetime
    parts: tuple[tuple[Subject, int], ...]
    as_of: datetime
    limit: Limit
    is_minor: bool
    extension: Added | None

    @property
    def who(self) -> str:
        """What tells the group from others of the same arrival, in an address: minor, a paper."""
        paper = self.extension.ref if self.extension else ""
        return ",".join(filter(None, [_MINOR if self.is_minor else "", paper]))

    @property
    def heads(self) -> int:
        """How many people they are."""
        return sum(count for _subject, count in self.parts)

    @property
    def named(self) -> int:
        """How many of them have a name."""
        return sum(count for subject, count in self.parts if subject.person)

    @property
    def age(self) -> timedelta:
        """How long they have been in police custody."""
        return self.as_of - self.since

    @property
    def hours(self) -> int:
        """How many hours they may be held, what was added included."""
        return (self.ends_at - self.since) // HOUR

    @property
    def ends_at(self) -> datetime:
        """When the time limit ends."""
        ends = self.limit.ends_at(self.since)
        assert ends is not None, "police custody has hours"
        return ends

    @property
    def left(self) -> timedelta:
        """How much time is left, or how much too much has passed."""
        return abs(self.ends_at - self.as_of)

    @property
    def shorter_at(self) -> datetime | None:
        """When a shorter limit ends that only warns, or None."""
        return self.limit.shorter_at(self.since)

    @property
    def is_past_shorter(self) -> bool:
        """Whether that shorter limit is over."""
        return self.shorter_at is not None and self.as_of >= self.shorter_at

    @property
    def shorter_left(self) -> timedelta:
        """How much time is left of the shorter limit, or has passed since."""
        assert self.shorter_at is not None, "asked of a line without one"
        return abs(self.shorter_at - self.as_of)

    @property
    def runs_out_at(self) -> datetime:
        """When the next of their limits ends, one that only warns among them."""
        return self.limit.runs_out_at(self.since, self.as_of) or self.ends_at

    @property
    def reading(self) -> rules.Reading:
        """Whether the clock runs, is near its end, or over it."""
        return self.limit.reading(self.since, self.as_of)

    @property
    def share(self) -> int:
        """How much of the limit is used, in whole percent, up to all of it."""
        return self.limit.share(self.since, self.as_of)

    @property
    def warn_share(self) -> int:
        """After how much of it it warns, in whole percent."""
        return self.limit.share(self.since, self.limit.warns_at(self.since) or self.ends_at)

    @property
    def about(self) -> str:
        """What the limit is about, in the reader's language."""
        return clock_rules.about(self.limit.breach)

    @property
    def article(self) -> str:
        """The article that sets it, in the reader's digits."""
        return wording.localised(self.limit.breach.rule.article)

    @property
    def source(self) -> str:
        """Where it stands, in the reader's language."""
        return clock_rules.source(self.limit.breach.rule)

    @property
    def shorter_about(self) -> str:
        """What the shorter limit is about, in the reader's language; empty without one."""
        return clock_rules.about(self.limit.shorter) if self.limit.shorter else ""

    @property
    def shorter_source(self) -> str:
        """Where the shorter limit was heard of, or who set it; empty without one."""
        return _said_by(self.limit.shorter) if self.limit.shorter else ""


@dataclass(frozen=True, slots=True)
class OfficeLine:
    """An office, the clock of its people that ends first, and how many it answers for."""

    unit: str
    owner: str
    first: ClockLine
    heads: int
    over: int


def clocks(actor: Actor, at: Moments) -> list[ClockLine]:
    """Return the custody clocks of the accounts the actor may see, what ends first before all."""
    seen = {
        str(account.ref): account
        for account in books.seen_accounts(actor).filter(kind__in=_KINDS).select_related("handover")
    }
    measure = _Measure.at(at)
    groups: dict[_Group, list[tuple[Subject, int]]] = defaultdict(list)
    for (ref, subject), found in _arrivals(at).items():
        if ref in seen:
            for lot in found:
                if lot.mark is not None:
                    group = _Group(ref, lot.mark.since, *measure.of(subject, lot.mark))
                    groups[group].append((subject, lot.count))
    lines = [
        measure.line(group, parts, of=seen[group.ref], at=at) for group, parts in groups.items()
    ]
    return sorted(lines, key=_in_order)


def clock_of(person: str, at: Moments) -> ClockLine | None:
    """Return the clock of one person in police custody or on the road; None of anybody else.

    Whoever asks has looked whether the reader may open the file.
    """
    measure = _Measure.at(at)
    for (ref, subject), found in _of_persons([person], at).items():
        account = paths.accounts_of([ref]).get(ref) if subject.person == person else None
        for lot in found:
            if account is not None and account.kind in _KINDS and lot.mark is not None:
                group = _Group(ref, lot.mark.since, *measure.of(subject, lot.mark))
                return measure.line(group, [(subject, lot.count)], of=account, at=at)
    return None


def clock(
    actor: Actor, ref: str, since: str, at: Moments, *, who: str | None = None
) -> list[ClockLine]:
    """Return the clocks of an account and a moment of arrival (ISO 8601): all, or of one group."""
    found = (line for line in clocks(actor, at) if line.account_ref == ref)
    return [
        line
        for line in found
        if line.since.isoformat() == since and (who is None or line.who == who)
    ]


def pressing(actor: Actor, at: Moments) -> list[ClockLine]:
    """Return the clocks that are near their end or over it, whose ends first stands first."""
    return [line for line in clocks(actor, at) if line.reading is not rules.Reading.RUNNING]


def by_office(lines: Iterable[ClockLine]) -> list[OfficeLine]:
    """Return whose clock runs out next, per office, the earliest first; of lines in that order."""
    offices: dict[str, list[ClockLine]] = defaultdict(list)
    for line in lines:
        offices[line.unit].append(line)
    found = [
        OfficeLine(
            unit=unit,
            owner=own[0].owner,
            first=own[0],
            heads=sum(line.heads for line in own),
            over=sum(line.heads for line in own if line.reading is rules.Reading.OVER),
        )
        for unit, own in offices.items()
    ]
    return sorted(found, key=lambda office: _in_order(office.first))


def stays(persons: Collection[str], at: Moments) -> dict[str, Stay]:
    """Return who of these persons was in police custody at those moments: since when, with whom.

    Reads what says where they came from, and not the books of everybody: who asks has the turn.
    """
    measure = _Measure.at(at)
    there = {
        subject.person: (ref, subject, lot.mark)
        for (ref, subject), found in _of_persons(persons, at).items()
        for lot in found
        if subject.person and subject.person in persons and lot.mark and not lot.mark.stopped
    }
    keepers = paths.accounts_of({ref for ref, _subject, _arrival in there.values()})
    found = {}
    for person, (ref, subject, arrival) in there.items():
        _is_apart, known = measure.of(subject, arrival)
        limit, unit = measure.plain(subject), str(keepers[ref].unit_id)
        found[person] = Stay(person, arrival.since, limit, unit, known.ref if known else "")
    return found


@dataclass(frozen=True, slots=True)
class _Group:
    """Whoever shares an account, an arrival and a limit."""

    ref: str
    since: datetime
    is_minor: bool
    extension: Added | None


@dataclass(frozen=True, slots=True)
class _Measure:
    """What everybody is measured by at two moments: the limits, and what prosecutors added."""

    everybody: Limit
    minors: Limit
    are_minors_apart: bool
    extended: Mapping[str, Sequence[CustodyExtension]]

    @classmethod
    def at(cls, at: Moments) -> _Measure:
        configured = clock_rules.configured(at)
        everybody = custody_limit(configured, is_minor=False)
        minors = custody_limit(configured, is_minor=True)
        return cls(everybody, minors, minors != everybody, written.standing(at))

    def plain(self, subject: Subject) -> Limit:
        """Return the limit of somebody whose time nobody extended."""
        return self.minors if subject.cell.age == _MINOR else self.everybody

    def of(self, subject: Subject, arrival: Arrival) -> tuple[bool, Added | None]:
        """Return whether they stand apart as minors, and the extension of that arrival.

        One counts for an arrival: the longest, if late entries made one arrival of two.
        """
        papers = [
            paper
            for paper in self.extended.get(subject.person or "", ())
            if any(
                reaches(paper.granted_at, since=since, limit=self.plain(subject))
                for since in (arrival.since, *arrival.before)
            )
        ]
        paper = max(papers, key=lambda paper: paper.hours, default=None)
        is_apart = self.are_minors_apart and subject.cell.age == _MINOR
        return is_apart, _added(paper) if paper else None

    def line(
        self, group: _Group, parts: Sequence[tuple[Subject, int]], *, of: Account, at: Moments
    ) -> ClockLine:
        """Return the clock of a group in its account."""
        return ClockLine(
            account_ref=group.ref,
            account=of.name,
            unit=str(of.unit_id),
            owner=of.owner,
            handover=_handover(of),
            since=group.since,
            parts=tuple(parts),
            as_of=at.as_of,
            limit=self.limit(group),
            is_minor=group.is_minor,
            extension=group.extension,
        )

    def limit(self, group: _Group) -> Limit:
        """Return the limit of a group, with what was added."""
        plain = self.minors if group.is_minor else self.everybody
        return replace(plain, added=added(group.extension.hours if group.extension else 0))


def _added(paper: CustodyExtension) -> Added:
    return Added(
        paper.ref, paper.office, paper.document, paper.ground, paper.hours, paper.granted_at
    )


def _said_by(limit: StandingLimit) -> str:
    return limit.configured.why if limit.configured else clock_rules.source(limit.rule)


def _in_order(line: ClockLine) -> tuple[bool, datetime, datetime, bool, str, str]:
    """Put whose time is over before all, then whose limit ends next, of the same hour minors."""
    is_over = line.reading is rules.Reading.OVER
    same = (not line.is_minor, line.account_ref, line.who)
    return not is_over, line.runs_out_at, line.since, *same


def _arrivals(at: Moments) -> dict[Line, tuple[Lot[Arrival | None], ...]]:
    """Return since when those of each line are in police custody."""
    return following.lots_by(_way(), at)


def _of_persons(
    persons: Collection[str], at: Moments
) -> dict[Line, tuple[Lot[Arrival | None], ...]]:
    """Return the same of some persons' lines, by the movements that led to them and no others."""
    way = _way()
    moved = paths.movements_to(persons, way.kinds, at)
    return lots.follow(moved, mark=way.mark, leaving=way.leaving)


def _way() -> Way[Arrival]:
    stations, outside = _refs({rules.AccountKind.STATION}), _refs(_STOPPED)

    def arrived(ref: str, happened_at: datetime, came: Arrival | None) -> Arrival | None:
        if came is None:
            return Arrival(happened_at) if ref in stations else None
        return came.stop(happened_at) if ref in outside else came.go_on(happened_at)

    return Way("arrivals", _FOLLOWED | _STOPPED, mark=arrived, leaving=_latest_first)


def _refs(kinds: Collection[str]) -> set[str]:
    return {str(r) for r in Account.objects.filter(kind__in=kinds).values_list("ref", flat=True)}


def _latest_first(held: Sequence[Lot[Arrival | None]]) -> list[Lot[Arrival | None]]:
    """Let those who came last leave first, so that whoever stays is never counted too short.

    Of those out of custody the ones who spent most hours in it come back first.
    """

    def order(lot: Lot[Arrival | None]) -> tuple[float, float]:
        arrival = lot.mark
        return (arrival.spent.total_seconds(), arrival.since.timestamp()) if arrival else (0.0, 0.0)

    return sorted(held, key=order, reverse=True)


def _handover(account: Account) -> str:
    found = getattr(account, "handover", None)
    return str(found.ref) if found else ""
