"""Sightings: all lines or none, once an exhibit; the same indicator at two sites links them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import DatabaseError, transaction

from samaki.ground.access.actors import Actor, Grant, PermissionRefusedError
from samaki.ground.access.rules import GRANTS, Role
from samaki.ground.agencies.services import Name, open_agency, open_unit
from samaki.ground.places.services import load_gazetteer
from samaki.ground.sites.services import register_site
from samaki.systems.custody.rules import Found
from samaki.systems.custody.services.exhibits import seize_exhibit
from samaki.systems.indicators import queries
from samaki.systems.indicators.models import Indicator, Sighting
from samaki.systems.indicators.rules.links import (
    MOST_EXHIBITS_OF_AN_IMEI,
    MOST_SITES,
    Standing,
)
from samaki.systems.indicators.services import (
    SightingsRefusedError,
    UnknownExhibitError,
    record_sightings,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

pytestmark = pytest.mark.django_db

BY = "machine:installer"
PHONE, IMEI = "phone +855 12 345 678", "imei 490154203237518"


def _actor(role: Role, area: str = "KH") -> Actor:
    return Actor(key="account:1", grants=(Grant(area, GRANTS[role]),))


@dataclass
class Desk:
    """An analyst's desk: sites and exhibits are made as they are asked for."""

    at: datetime
    seals: int = 0

    @property
    def analyst(self) -> Actor:
        return _actor(Role.INDICATOR_ANALYST)

    def site(self, area: str = "KH-1") -> str:
        command = _actor(Role.PROVINCIAL_COMMAND)
        name = Name("Compound", "បរិវេណ")
        made = register_site(actor=command, kind="compound", area=area, name=name, at=self.at)
        return made.ref

    def exhibit(self, site: str) -> str:
        self.seals += 1
        found = Found("phone", "Black", f"S{self.seals}", site, "police")
        command = _actor(Role.PROVINCIAL_COMMAND)
        return seize_exhibit(actor=command, found=found, happened_at=self.at, at=self.at).ref

    def see(self, exhibit: str, *text: str, actor: Actor | None = None) -> list[Sighting]:
        return record_sightings(
            actor=actor or self.analyst,
            exhibit=exhibit,
            text="\n".join(text),
            place="Contacts",
            happened_at=self.at,
            at=self.at,
        )

    def linked(self, actor: Actor | None = None) -> list[tuple[str, str, Sequence[str]]]:
        return [
            (link.a.ref, link.b.ref, [line.kind for line in link.indicators])
            for link in queries.site_links(actor or self.analyst)
        ]


@pytest.fixture
def desk(db: None, at: datetime) -> Desk:
    """Return a desk over the whole country."""
    load_gazetteer(by=BY, at=at)
    open_agency(by=BY, code="NP", name=Name("Police", "ប៉ូលិស"), at=at)
    name = Name("Police", "ប៉ូលិស")
    open_unit(by=BY, code="police", agency="NP", area="KH", superior=None, name=name, at=at)
    return Desk(at)


def _codes(refused: pytest.ExceptionInfo[SightingsRefusedError]) -> list[str]:
    return [reason.code for reason in refused.value.reasons]


def test_two_phones_and_an_imei_link_two_sites_by_themselves(desk: Desk) -> None:
    poipet, coast = desk.site("KH-1"), desk.site("KH-18")
    text = (PHONE, "phone +66 81 234 5678", IMEI)
    desk.see(desk.exhibit(poipet), *text)
    assert desk.linked() == []

    desk.see(desk.exhibit(coast), *text)

    a, b = sorted([poipet, coast])
    assert desk.linked() == [(a, b, ["phone", "phone", "imei"])]
    assert Indicator.objects.count() == 3, "each is kept once"
    assert Sighting.objects.count() == 6
    (link,) = queries.links_of_site(desk.analyst, b)
    assert (link.a.ref, link.b.ref) == (b, a), "the site asked for stands first"


def test_what_an_indicator_means_is_the_same_on_every_page(desk: Desk) -> None:
    poipet, coast = desk.site("KH-1"), desk.site("KH-18")
    exhibit = desk.exhibit(poipet)
    desk.see(exhibit, PHONE)
    desk.see(desk.exhibit(coast), PHONE)
    (line,) = queries.indicators(desk.analyst)

    assert line.standing is Standing.LINKS
    assert queries.indicator(desk.analyst, line.ref) == line
    for seen in (
        queries.sightings_on(desk.analyst, exhibit),
        queries.sightings_at(desk.analyst, coast),
        queries.sightings_of(desk.analyst, line.ref),
    ):
        assert {sighting.indicator for sighting in seen} == {line}


def test_two_exhibits_of_one_site_link_nothing(desk: Desk) -> None:
    site = desk.site()
    desk.see(desk.exhibit(site), PHONE)
    desk.see(desk.exhibit(site), PHONE)

    assert desk.linked() == []
    (line,) = queries.indicators(desk.analyst)
    assert (line.standing, line.exhibits, line.sites) == (Standing.ALONE, 2, 1)


def test_one_bad_line_saves_none_and_each_says_its_line(desk: Desk) -> None:
    exhibit = desk.exhibit(desk.site())

    with pytest.raises(SightingsRefusedError) as refused:
        desk.see(exhibit, PHONE, "imei 490154203237517", "phone 012 345 678")

    assert _codes(refused) == ["imei_check", "phone_country"]
    assert "Line 2: the check digit of the IMEI" in str(refused.value)
    assert not Sighting.objects.exists()
    assert not Indicator.objects.exists()


def test_what_is_on_record_for_an_exhibit_is_refused_however_it_is_written(desk: Desk) -> None:
    exhibit = desk.exhibit(desk.site())
    desk.see(exhibit, PHONE)

    with pytest.raises(SightingsRefusedError) as refused:
        desk.see(exhibit, IMEI, "phone 00855 12345678")

    assert _codes(refused) == ["sighted_before"]
    assert "Line 2: +855 12 345 678 is on record" in str(refused.value)
    assert Sighting.objects.count() == 1


def test_nothing_is_read_in_the_future(desk: Desk) -> None:
    with pytest.raises(SightingsRefusedError) as refused:
        record_sightings(
            actor=desk.analyst,
            exhibit=desk.exhibit(desk.site()),
            text=PHONE,
            place="",
            happened_at=desk.at + timedelta(hours=1),
            at=desk.at,
        )

    assert _codes(refused) == ["future"]


def test_an_imei_on_too_many_exhibits_is_cloned_shown_and_not_linked(desk: Desk) -> None:
    here, there = desk.site(), desk.site()
    for _ in range(MOST_EXHIBITS_OF_AN_IMEI):
        desk.see(desk.exhibit(here), IMEI)
    desk.see(desk.exhibit(there), IMEI)

    assert desk.linked() == []
    (line,) = queries.not_linking(desk.analyst)
    assert line.standing is Standing.CLONED


def test_what_is_seen_everywhere_is_common_shown_and_not_linked(desk: Desk) -> None:
    for _ in range(MOST_SITES + 1):
        desk.see(desk.exhibit(desk.site()), PHONE)

    assert desk.linked() == []
    assert [line.standing for line in queries.not_linking(desk.analyst)] == [Standing.COMMON]


@pytest.mark.parametrize("role", [Role.DUTY_OFFICER, Role.INTAKE_OFFICER, Role.OVERSIGHT])
def test_nobody_but_an_analyst_records(desk: Desk, role: Role) -> None:
    exhibit = desk.exhibit(desk.site())

    with pytest.raises(PermissionRefusedError):
        desk.see(exhibit, PHONE, actor=_actor(role))


def test_an_analyst_of_one_province_sees_and_records_nothing_of_another(desk: Desk) -> None:
    poipet, coast = desk.site("KH-1"), desk.site("KH-18")
    far = desk.exhibit(coast)
    desk.see(desk.exhibit(poipet), PHONE)
    desk.see(far, PHONE)
    local = _actor(Role.INDICATOR_ANALYST, "KH-1")

    with pytest.raises(UnknownExhibitError):
        desk.see(far, IMEI, actor=local)
    assert desk.linked(local) == []
    assert len(queries.indicators(local)) == 1
    assert queries.sightings_at(local, coast) == []
    assert queries.place(local, coast) is None


def test_what_was_seen_is_found_by_part_of_a_value(desk: Desk) -> None:
    desk.see(desk.exhibit(desk.site()), PHONE, IMEI, "domain shop[.]example")

    def found(words: str, kind: str = "") -> list[str]:
        return [line.kind for line in queries.indicators(desk.analyst, kind=kind, words=words)]

    assert found("12 345") == ["phone"]
    assert found("shop[.]ex") == ["domain"]
    assert found("", "imei") == ["imei"]
    assert found("nothing") == []


def test_an_exhibit_nobody_read_waits(desk: Desk) -> None:
    site = desk.site()
    read, unread = desk.exhibit(site), desk.exhibit(site)
    desk.see(read, PHONE)

    assert [one.ref for one in queries.unread(desk.analyst)] == [unread]
    (line,) = queries.sightings_on(desk.analyst, read)
    assert (line.as_written, line.place) == ("+855 12 345 678", "Contacts")


def test_what_was_seen_is_never_changed_even_past_the_services(desk: Desk) -> None:
    desk.see(desk.exhibit(desk.site()), PHONE)

    for table in (Indicator, Sighting):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            table.objects.update(recorded_at=desk.at)
