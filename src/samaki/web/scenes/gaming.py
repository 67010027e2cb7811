"""Gaming: a casino at a compound of Sihanoukville is due; a hall at Poipet was warned before."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from django.utils import timezone

from samaki.ground.access import queries as access
from samaki.ground.access.models import Account
from samaki.ground.agencies.services import Name
from samaki.systems.gaming import rules
from samaki.systems.gaming.queries.inspections import violations
from samaki.systems.gaming.queries.venues import sites_near
from samaki.systems.gaming.services.inspections import record_inspection, set_inspection
from samaki.systems.gaming.services.penalties import decide_penalty
from samaki.systems.gaming.services.venues import Premises, Terms, link_venue, register_venue

if TYPE_CHECKING:
    from samaki.ground.access.actors import Actor

_CASINO = Premises(
    Name("Demonstration casino, Sihanoukville", "កាស៊ីណូគំរូ ក្រុងព្រះសីហនុ"),
    "KH-18",
    "Demonstration Leisure Co., Ltd.",
)
_CASINO_TERMS = Terms(
    number="DEMO-C-018",
    kind=rules.LicenceKind.CASINO,
    valid_from=date(2025, 1, 1),
    valid_to=date(2034, 12, 31),
    conditions="Floors 1 and 2 of the licensed premises alone",
)
_HALL = Premises(
    Name("Demonstration betting hall, Poipet", "កន្លែងភ្នាល់គំរូ ប៉ោយប៉ែត"),
    "KH-1",
    "Demonstration Border Games Co., Ltd.",
)
_HALL_TERMS = Terms(
    number="DEMO-B-001",
    kind=rules.LicenceKind.BETTING,
    valid_from=date(2022, 10, 1),
    valid_to=date(2025, 9, 30),
)
_VISIT = datetime(2025, 11, 17, 3, 0, tzinfo=UTC)  # 10:00 in Phnom Penh


def license_venues(*, at: datetime) -> None:
    """Register a casino, link it to a compound, and set its inspection for today."""
    inspector = _actor("inspector", at=at)
    casino = register_venue(actor=inspector, premises=_CASINO, terms=_CASINO_TERMS, at=at)
    link_venue(
        actor=inspector,
        venue=casino.ref,
        site=sites_near(inspector, casino)[0].ref,
        ground="The licence names floors 1 and 2 of this building; the floors above are let.",
        at=at,
    )
    set_inspection(actor=inspector, venue=casino.ref, due_on=_day(at), at=at)


def warn_a_hall(*, at: datetime) -> None:
    """Warn a betting hall that kept passports; its licence has ended."""
    inspector = _actor("inspector", at=at)
    hall = register_venue(actor=inspector, premises=_HALL, terms=_HALL_TERMS, at=at)
    due = set_inspection(actor=inspector, venue=hall.ref, due_on=_day(at), at=at)
    answers = dict.fromkeys(rules.ITEMS, (rules.Seen.NOT_FOUND, ""))
    answers["weapons_trafficking"] = (rules.Seen.NOT_LOOKED_AT, "")
    answers["passports_kept"] = (rules.Seen.FOUND, "6 passports of staff in the manager's desk")
    record_inspection(
        actor=inspector, inspection=due.ref, answers=answers, happened_at=_VISIT, at=at
    )
    decide_penalty(
        actor=_actor("commissioner", at=at),
        venue=hall.ref,
        decision=rules.Decision(
            rung="warning",
            violations=tuple(violation.ref for violation in violations(hall.pk)),
            reasons="The passports were given back before the inspection ended; nobody was held.",
            heard=True,
            answer="The staff had asked us to keep them.",
        ),
        at=at,
    )


def _actor(username: str, *, at: datetime) -> Actor:
    return access.actor(Account.objects.get(username=username), at=at)


def _day(at: datetime) -> date:
    return timezone.localtime(at).date()
