"""The pages of the indicators and of exhibits: kept when refused, harmless when shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.urls import reverse

from samaki.ground.access.models import Account as LogIn
from samaki.systems.custody.models import Exhibit
from samaki.systems.indicators.models import Indicator, Sighting
from samaki.web import world
from samaki.web.scenes.indicators import seize_exhibits

if TYPE_CHECKING:
    from datetime import datetime

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def scene(ground_once: int, at: datetime) -> None:
    """Lay the compounds of two provinces and the exhibits seized there; one is read."""
    world.raid_sihanoukville(at=at)
    world.raid_poipet(at=at)
    seize_exhibits(at=at)


def _as(username: str) -> Client:
    client = Client()
    client.force_login(LogIn.objects.get(username=username))
    return client


def _text(answer: Any) -> str:
    return str(answer.content.decode())


def _unread() -> str:
    ref = Exhibit.objects.get(seal="A7702").ref
    return reverse("indicators:exhibit", args=[ref])


def _lines(*lines: str) -> dict[str, str]:
    return {"lines": "\n".join(lines), "happened_at": "2025-11-18T05:00"}


def test_a_bad_line_keeps_all_lines_on_the_page_and_saves_none() -> None:
    before = Sighting.objects.count()

    answer = _as("analyst").post(_unread(), _lines("phone +855 12 345 678", "imei 1"))

    assert answer.status_code == 422
    assert "Line 2: an IMEI has 14, 15 or 16 digits" in _text(answer)
    assert "phone +855 12 345 678\nimei 1" in _text(answer)
    assert Sighting.objects.count() == before


def test_a_domain_is_never_shown_live_however_it_was_typed() -> None:
    client = _as("analyst")
    typed = "domain https://bad-demo.example/pay"

    assert client.post(_unread(), _lines(typed)).status_code == 302
    kept = Indicator.objects.get(value="bad-demo.example")
    for page in (
        client.get(_unread()),
        client.get(reverse("indicators:home"), {"q": "bad-demo.ex"}),
        client.get(reverse("indicators:indicator", args=[kept.ref])),
    ):
        assert "bad-demo[.]example" in _text(page)
        assert "https://bad-demo.example" not in _text(page)


def test_nobody_but_an_analyst_is_asked_or_may_send() -> None:
    assert "Record these" not in _text(_as("duty").get(_unread()))
    assert _as("duty").post(_unread(), _lines("imei 490154203237518")).status_code == 403


def test_links_are_drawn_and_said_in_a_table() -> None:
    client = _as("analyst")
    assert '<svg class="chart web"' not in _text(client.get(reverse("indicators:links")))
    client.post(_unread(), _lines("phone +855 12 345 678", "domain facebook.com"))

    page = _text(client.get(reverse("indicators:links")))

    assert '<svg class="chart web"' in page
    assert "Compound 1, Banteay Meanchey" in page
    assert "+855 12 345 678" in page


def test_what_is_unknown_is_not_found() -> None:
    client = _as("analyst")

    for name, ref in (("indicator", "ID-2222"), ("exhibit", "EX-2222"), ("site", "ST-2222")):
        assert client.get(reverse(f"indicators:{name}", args=[ref])).status_code == 404


def test_a_province_sees_its_own_exhibits_alone() -> None:
    page = _text(_as("command18").get(reverse("custody:exhibits")))

    assert "Blue phone" in page
    assert "Black phone" not in page


def test_a_refused_exhibit_keeps_what_was_typed() -> None:
    sent = {"kind": "phone", "description": "White", "seal": "a-4417", "unit": "police-poipet"}
    sent |= {"site": Exhibit.objects.get(seal="A4417").site.ref, "happened_at": "2025-11-17T13:00"}
    client, page = _as("intake"), reverse("custody:seize")

    refused = client.post(page, sent)
    assert refused.status_code == 422
    assert "The seal A4417 is on record already" in _text(refused)
    assert "White" in _text(refused)
    assert client.post(page, sent | {"seal": "A-4499"}).status_code == 302
    assert Exhibit.objects.filter(seal="A4499").exists()


def test_the_exhibits_of_one_site_are_asked_for_by_its_reference() -> None:
    client, page = _as("analyst"), reverse("custody:exhibits")
    site = Exhibit.objects.get(seal="A4417").site.ref

    assert "Blue phone" not in _text(client.get(page, {"site": site}))
    assert "No such exhibit" in _text(client.get(page, {"site": "ST-2222"}))
