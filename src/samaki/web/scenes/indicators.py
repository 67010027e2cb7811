"""Indicators: phones and a computer are seized at two sites; one site's are read, one waits."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from samaki.ground.access import queries as access
from samaki.ground.access.models import Account
from samaki.ground.access.rules import Permission
from samaki.systems.custody.queries import exhibits as custody
from samaki.systems.custody.queries import files
from samaki.systems.custody.rules import Found
from samaki.systems.custody.rules.payments import Paid
from samaki.systems.custody.services.exhibits import seize_exhibit
from samaki.systems.custody.services.payments import confirm_payment, record_payment
from samaki.systems.custody.services.thing_counts import count_exhibit
from samaki.systems.custody.services.thing_handovers import (
    Sending,
    dispatch_exhibits,
    receive_exhibits,
)
from samaki.systems.indicators.services import record_sightings

if TYPE_CHECKING:
    from samaki.ground.access.actors import Actor

_POIPET = ("KH-1", "police-poipet")
_COAST = ("KH-18", "police-KH-18")
_READ = """\
phone +855 12 345 678
phone +66 81 234 5678
imei 490154203237518
domain invest-demo[.]example
"""


def seize_exhibits(*, at: datetime) -> None:
    """Two exhibits at Poipet and two at Sihanoukville, sealed; the analyst has read one.

    A box of 40 phones from Poipet was counted by two; of two exhibits sent on, one has arrived.
    """
    first = _seize("intake", _POIPET, ("phone", "Black phone, cracked", "A-4417"), at=at)
    _seize("intake", _POIPET, ("computer", "Grey laptop, 15 inches", "A-4418"), at=at)
    _seize("command18", _COAST, ("phone", "Blue phone, two SIM slots", "A-7702"), at=at)
    _seize("command18", _COAST, ("sim", "SIM cards in one bag", "A-7703"), pieces=12, at=at)
    box = _seize("intake", _POIPET, ("phone", "Box of phones", "A-4419"), pieces=40, at=at)
    bag = _seize("intake", _POIPET, ("document", "Bag of passports", "A-4420"), pieces=23, at=at)
    _hand_over(box, bag, at=at)
    record_sightings(
        actor=_actor("analyst", at=at),
        exhibit=first,
        text=_READ,
        place="Contacts and settings",
        happened_at=_time(17, 20),
        at=at,
    )


def take_a_fine(*, at: datetime) -> None:
    """Seize a telephone from somebody on the books, take a fine and confirm it; one waits."""
    officer = _actor("intake", at=at)
    person = files.persons(officer, at=at)[0].ref
    _seize("intake", _POIPET, ("phone", "Telephone, gold", "A-4421"), person=person, at=at)
    for number, kind in (("K-0017", "fine"), ("K-0018", "waiver")):
        paid = Paid(kind, 20000000, "KHR", "Tariff of fines, no. 4", number, _POIPET[1], person)
        made = record_payment(actor=officer, paid=paid, happened_at=_time(17, 19), at=at)
        if kind == "fine":
            confirm_payment(actor=_actor("command", at=at), payment=made.ref, at=at)


def _hand_over(box: str, bag: str, *, at: datetime) -> None:
    """Count both by a second officer, send them to the province, receive the box alone."""
    chief = _actor("police1", at=at)
    for ref, pieces in ((box, 40), (bag, 23)):
        count_exhibit(actor=chief, exhibit=ref, pieces=pieces, happened_at=_time(17, 14), at=at)
    sent = dispatch_exhibits(
        actor=_actor("intake", at=at),
        sending=Sending("police-poipet", "police-KH-1", "gendarmerie-KH-1", (box, bag), "Pick-up"),
        happened_at=_time(17, 15),
        at=at,
    )
    receive_exhibits(
        actor=_actor("receiver", at=at),
        handover=str(sent.ref),
        unit="police-KH-1",
        received=[box],
        happened_at=_time(17, 18),
        at=at,
    )


def _seize(
    username: str,
    where: tuple[str, str],
    what: tuple[str, str, str],
    *,
    pieces: int = 1,
    person: str = "",
    at: datetime,
) -> str:
    """Seize at the last compound of an area, held by a unit; return the exhibit's reference."""
    officer = _actor(username, at=at)
    (area, unit), (kind, description, seal) = where, what
    sites = custody.sites(officer, Permission.EXHIBIT_SEIZE)
    site = [one.ref for one in sites if one.area_id == area][-1]
    found = Found(
        kind=kind,
        description=description,
        seal=seal,
        site=site,
        unit=unit,
        pieces=pieces,
        person=person,
    )
    return seize_exhibit(actor=officer, found=found, happened_at=_time(17, 12), at=at).ref


def _actor(username: str, *, at: datetime) -> Actor:
    return access.actor(Account.objects.get(username=username), at=at)


def _time(day: int, hour: int) -> datetime:
    """Return an hour of November 2025, given in Phnom Penh time (UTC+7)."""
    return datetime.fromisoformat(f"2025-11-{day:02}T{hour:02}:00:00+07:00").astimezone(UTC)
