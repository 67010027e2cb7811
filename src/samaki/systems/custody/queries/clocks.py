"""How long people have been in police custody, and whose time is near its end or over.

The limit runs from arrival at the first police or gendarmerie unit; a hand-over to another does
not start it anew, and neither a hold nor the road stops it. Nor does it begin anew for somebody who
was unknown in between: nobody's time grows shorter because nobody knew where they were.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from samaki.kernel import lots
from samaki.systems.custody import rules
from samaki.systems.custody.models import Account
from samaki.systems.custody.queries import books, paths

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime, timedelta

    from samaki.ground.access.actors import Actor
    from samaki.kernel.ledger import Line, Subject
    from samaki.kernel.lots import Lot
    from samaki.systems.custody.queries.books import Moments

_KINDS = frozenset({rules.AccountKind.STATION, rules.AccountKind.IN_TRANSIT})
_FOLLOWED = _KINDS | {rules.AccountKind.UNKNOWN}


@dataclass(frozen=True, slots=True)
class ClockLine:
    """People of one account who came into police custody at one moment."""

    account_ref: str
    account: str
    unit: str
    owner: str
    handover: str
    since: datetime
    parts: tuple[tuple[Subject, int], ...]
    as_of: datetime

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
    def ends_at(self) -> datetime:
        """When the time limit ends."""
        return self.since + rules.CUSTODY_LIMIT

    @property
    def left(self) -> timedelta:
        """How much time is left, or how much too much has passed."""
        return abs(self.ends_at - self.as_of)

    @property
    def reading(self) -> rules.Reading:
        """Whether the clock runs, is near its end, or over it."""
        return rules.reading(self.age)

    @property
    def share(self) -> int:
        """How much of the limit is used, in whole percent, up to all of it."""
        return min(100, int(100 * (self.age / rules.CUSTODY_LIMIT)))


def clocks(actor: Actor, at: Moments) -> list[ClockLine]:
    """Return the custody clocks of the accounts the actor may see, the longest first."""
    seen = {
        str(account.ref): account
        for account in books.seen_accounts(actor).filter(kind__in=_KINDS).select_related("handover")
    }
    groups: dict[tuple[str, datetime], list[tuple[Subject, int]]] = defaultdict(list)
    for (ref, subject), found in _arrivals(at).items():
        for lot in found:
            if ref in seen and lot.mark is not None:
                groups[ref, lot.mark].append((subject, lot.count))
    lines = [
        ClockLine(
            account_ref=ref,
            account=seen[ref].name,
            unit=str(seen[ref].unit_id),
            owner=seen[ref].owner,
            handover=_handover(seen[ref]),
            since=since,
            parts=tuple(parts),
            as_of=at.as_of,
        )
        for (ref, since), parts in groups.items()
    ]
    return sorted(lines, key=lambda line: (line.since, line.account_ref))


def clock(actor: Actor, ref: str, since: str, at: Moments) -> ClockLine | None:
    """Return one clock by its account and the moment of arrival (ISO 8601), or None."""
    found = (line for line in clocks(actor, at) if line.account_ref == ref)
    return next((line for line in found if line.since.isoformat() == since), None)


def pressing(actor: Actor, at: Moments) -> list[ClockLine]:
    """Return the clocks that are near their end or over it, the longest first."""
    return [line for line in clocks(actor, at) if line.reading is not rules.Reading.RUNNING]


def _arrivals(at: Moments) -> dict[Line, tuple[Lot[datetime | None], ...]]:
    movements = paths.standing_movements(_FOLLOWED, at)
    stations = set(
        Account.objects.filter(kind=rules.AccountKind.STATION).values_list("ref", flat=True)
    )

    def arrived(ref: str, happened_at: datetime, came: datetime | None) -> datetime | None:
        return came or (happened_at if ref in stations else None)

    return lots.follow(movements, mark=arrived, leaving=_latest_first)


def _latest_first(held: Sequence[Lot[datetime | None]]) -> list[Lot[datetime | None]]:
    """Let those who came last leave first, so that whoever stays is never counted too short."""
    return sorted(held, key=lambda lot: lot.mark.timestamp() if lot.mark else 0.0, reverse=True)


def _handover(account: Account) -> str:
    found = getattr(account, "handover", None)
    return str(found.ref) if found else ""
