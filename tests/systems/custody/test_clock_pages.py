"""Pages of the clocks: who is next, what is law and what an office set, what a prosecutor added."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.utils import timezone

from samaki.ground.access.models import Account
from samaki.ground.journal.models import Entry
from samaki.kernel.ledger import Cell
from samaki.systems.custody.models import Account as CustodyAccount
from samaki.systems.custody.models import ClockSetting, CustodyExtension
from samaki.systems.custody.queries import clocks
from samaki.systems.custody.queries.books import Moments
from samaki.systems.custody.services.intakes import take_in
from samaki.systems.custody.services.persons import Stated, identify
from samaki.web import world

if TYPE_CHECKING:
    from datetime import datetime

pytestmark = pytest.mark.django_db
NIGHT = "as_of=2025-11-19T06:05&known=2025-11-19T06:05"
SAID = {"office": "Demonstration prosecution", "document": "118/25", "ground": "Felony, art. 10"}


def _client(username: str) -> Client:
    client = Client()
    client.force_login(Account.objects.get(username=username))
    return client


def _station() -> str:
    return str(CustodyAccount.objects.get(kind="station", unit="police-poipet").ref)


def _somebody(now: datetime, *, hours: float) -> str:
    """Take one man in so long ago, name him, and return his reference."""
    officer, man = world.actor("intake", at=now), Cell("PHL", "M", "adult")
    arrived = now - timedelta(hours=hours)
    take_in(
        actor=officer,
        unit="police-poipet",
        cells={man: 1},
        legal_basis="Found at the site",
        because="",
        happened_at=arrived,
        at=now,
    )
    return identify(
        actor=officer,
        unit="police-poipet",
        cell=man,
        stated=Stated("Demonstration Man", "ZQ1"),
        happened_at=arrived,
        at=now,
    ).ref


@pytest.mark.usefixtures("world_once")
def test_the_page_says_who_is_next_and_that_the_minors_value_is_unverified() -> None:
    client = _client("duty")

    page = client.get(f"/custody/clocks/?{NIGHT}").content.decode()

    assert "Whose time runs out next" in page
    assert "18 in police custody beyond the limit" in page
    assert "24 h said, unverified" in page
    assert "48 h, art. 96" in page
    night = world.phnom_penh_time(19, 6)
    duty = world.actor("duty", at=night)
    minor = next(line for line in clocks.clocks(duty, Moments(night, night)) if line.is_minor)
    address = f"/custody/accounts/{minor.account_ref}/clock/"
    asked = {"since": minor.since.isoformat(), "who": "minor", "as_of": "2025-11-19T06:00"}
    opened = client.get(address, asked).content.decode()
    assert "Whose time it is: minors" in opened
    assert "the text was not seen" in opened
    both = client.get(address, {k: v for k, v in asked.items() if k != "who"}).content.decode()
    assert both.count("<tfoot>") == 2, "a report that was issued earlier opens the whole arrival"


@pytest.mark.usefixtures("world_once")
def test_the_national_command_sets_a_limit_and_others_read_who_did() -> None:
    duty, other = _client("duty"), _client("intake")
    asked = {"code": "ccp96.base", "hours": "៤០", "jurisdiction": "khm", "article": "Par. 3"}

    refused = duty.post("/custody/clocks/limits/", asked | {"hours": "49"})
    assert refused.status_code == 422
    told = refused.content.decode()
    assert "longer than the 48" in told
    assert "The source is missing" in told
    assert other.post("/custody/clocks/limits/", asked | {"why": "x"}).status_code == 403
    assert not ClockSetting.objects.exists()

    made = duty.post("/custody/clocks/limits/", asked | {"why": "Instruction 12"})
    assert made.status_code == 302
    page = other.get("/custody/clocks/limits/").content.decode()
    assert "configuration, not law" in page
    assert "Instruction 12" in page
    assert "Set this limit" not in page
    assert Entry.objects.filter(kind="custody:clock:set").exists()
    back = duty.post("/custody/clocks/limits/", asked | {"hours": "", "why": "Instruction 13"})
    assert back.status_code == 302
    assert "set no longer" in other.get("/custody/clocks/limits/").content.decode()


@pytest.mark.usefixtures("world_once")
def test_an_officer_records_a_written_extension_and_withdraws_it() -> None:
    now = timezone.now()
    person, client = _somebody(now, hours=30), _client("intake")
    address = f"/custody/accounts/{_station()}/extend/"

    form = client.get(address).content.decode()
    assert "Demonstration Man" in form
    assert "it is unverified" in form
    empty = client.post(address, {"happened_at": f"{timezone.localtime(now):%Y-%m-%dT%H:%M}"})
    assert empty.status_code == 422
    for reason in ("Nobody is chosen", "0 hours extend nothing", "The felony is missing"):
        assert reason in empty.content.decode()

    given = timezone.localtime(now - timedelta(hours=1))
    typed = SAID | {"hours": "24", f"p-{person}": "on", "happened_at": f"{given:%Y-%m-%dT%H:%M}"}
    made = client.post(address, typed)
    assert made.status_code == 302
    line = CustodyExtension.objects.get()
    page = client.get(made["Location"]).content.decode()
    assert person in page
    assert "118/25" in page
    assert Entry.objects.filter(kind__endswith="extension", subject=person).exists()
    assert "Record an extension" in client.get(f"/custody/accounts/{_station()}/").content.decode()
    listed = client.get("/custody/clocks/").content.decode()
    assert "24 h of them added in writing: 118/25, Demonstration prosecution" in listed

    assert client.post(made["Location"], {"reason": " "}).status_code == 422
    assert client.post(made["Location"], {"reason": "Somebody else"}).status_code == 302
    assert "withdrawn, does not count" in client.get(made["Location"]).content.decode()
    assert line.ref not in client.get("/custody/clocks/").content.decode()
    assert _client("command18").get(made["Location"]).status_code == 404


@pytest.mark.usefixtures("world_once")
def test_where_nobody_is_named_the_page_says_what_to_do() -> None:
    client = _client("intake")

    page = client.get(f"/custody/accounts/{_station()}/extend/?as_of=2025-11-10T00:00")

    assert "No named person is in police custody here" in page.content.decode()
    assert _client("duty").get(f"/custody/accounts/{_station()}/extend/").status_code == 403
