"""Gaming: two licensed venues, one of them at a compound of Sihanoukville; an inspection is due."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.utils import timezone

from samaki.ground.access import queries as access
from samaki.ground.access.models import Account
from samaki.ground.agencies.services import Name
from samaki.systems.gaming.queries.venues import sites_near
from samaki.systems.gaming.rules import LicenceKind
from samaki.systems.gaming.services.inspections import set_inspection
from samaki.systems.gaming.services.venues import Premises, Terms, link_venue, register_venue

if TYPE_CHECKING:
    from datetime import datetime

    from samaki.ground.access.actors import Actor


def license_venues(*, at: datetime) -> None:
    """Two venues with their licences; one is linked to a compound, and due to be inspected."""
    inspector = _actor("inspector", at=at)
    coast = register_venue(
        actor=inspector,
        premises=Premises(
            Name("Demonstration casino, Sihanoukville", "កាស៊ីណូគំរូ ក្រុងព្រះសីហនុ"),
            "KH-18",
            "Demonstration Leisure Co., Ltd.",
        ),
        terms=Terms(
            number="DEMO-C-018",
            kind=LicenceKind.CASINO,
            valid_from=date(2025, 1, 1),
            valid_to=date(2034, 12, 31),
            conditions="Floors 1 and 2 of the licensed premises alone",
        ),
        at=at,
    )
    register_venue(
        actor=inspector,
        premises=Premises(
            Name("Demonstration betting hall, Poipet", "កន្លែងភ្នាល់គំរូ ប៉ោយប៉ែត"),
            "KH-1",
            "Demonstration Border Games Co., Ltd.",
        ),
        terms=Terms(
            number="DEMO-B-001",
            kind=LicenceKind.BETTING,
            valid_from=date(2022, 10, 1),
            valid_to=date(2025, 9, 30),
        ),
        at=at,
    )
    link_venue(
        actor=inspector,
        venue=coast.ref,
        site=sites_near(coast)[0].ref,
        ground="The licence names floors 1 and 2 of this building; the floors above are let.",
        at=at,
    )
    today = timezone.localtime(at).date()
    set_inspection(actor=inspector, venue=coast.ref, due_on=today, at=at)


def _actor(username: str, *, at: datetime) -> Actor:
    return access.actor(Account.objects.get(username=username), at=at)
