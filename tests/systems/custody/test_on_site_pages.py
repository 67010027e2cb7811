"""The pages of whom a unit keeps on the site: counted there, listed, handed over from there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.systems.custody.bare import Page

from samaki.ground.access.models import Account as LogIn
from samaki.picture.models import Sitrep
from samaki.picture.queries.content import content
from samaki.picture.queries.sheet import sheet
from samaki.systems.custody.queries.books import Moments
from samaki.web import world

if TYPE_CHECKING:
    from datetime import datetime

pytestmark = pytest.mark.django_db


@pytest.fixture
def intake(ground_once: int, client: Client, at: datetime) -> Client:
    """Lay the world up to the count at Poipet, and log the intake officer in."""
    world.raid_poipet(at=at)
    world.count_poipet(at=at)
    client.force_login(LogIn.objects.get(username="intake"))
    return client


def test_the_pages_take_in_on_a_site_and_bring_them_to_the_station(intake: Client) -> None:
    path = reverse("custody:count")
    page = Page(intake.get(path))
    form = page.fill({"nationality": "IDN"}, button="add", of="legal_basis")
    page = Page(intake.post(path, form))
    ref = _site_offered(intake)
    heads = {
        "n-IDN-M-adult": "7",
        "unit": "police-poipet",
        "site": ref,
        "legal_basis": "Found at the site",
        "happened_at": "2025-11-17T10:00",
    }
    answer = intake.post(path, page.fill(heads, of="legal_basis"), follow=True)
    line = answer.context["line"]
    assert (line.site, line.held, line.kind) == (ref, 7, "Found on site")
    assert ref in answer.content.decode()
    home = intake.get(reverse("custody:home")).content.decode()
    assert line.name in home
    duty = Client()
    duty.force_login(LogIn.objects.get(username="duty"))
    assert "7 people are kept on the site" in duty.get(reverse("picture:national")).content.decode()
    _assert_the_report_tells_both_accounts_apart(ref)
    path = reverse("custody:dispatch", args=[line.ref])
    page = Page(intake.get(path))
    party = {
        "n-IDN-M-adult": "7",
        "receiver": "police-poipet",
        "escort": "police-poipet",
        "happened_at": "2025-11-17T12:00",
    }
    sent = intake.post(path, page.fill(party))
    assert sent.status_code == 302, sent.content.decode()


def _site_offered(client: Client) -> str:
    """Return the first site that the count offers."""
    form = client.get(reverse("custody:count")).context["form"]
    return next(str(ref) for ref, _label in form.fields["site"].choices if ref)


def test_the_api_takes_in_names_and_sends_off_on_a_site(intake: Client) -> None:
    site = _site_offered(intake)
    men = {"nationality": "IDN", "sex": "M", "age": "adult"}
    heads = [men | {"count": 3}]
    moment = {"happened_at": "2025-11-17T10:00:00+07:00"}
    at_site = {"unit": "police-poipet", "site": site}
    counted = at_site | moment | {"heads": heads, "legal_basis": "Found"}
    assert _post(intake, "/custody/intakes", counted).status_code == 201
    assert (
        _post(intake, "/custody/persons", at_site | moment | men | {"name": "B"}).status_code == 201
    )
    units = {"giver": "police-poipet", "receiver": "police-poipet", "escort": "police-poipet"}
    leaving = units | moment | {"site": site, "heads": [men | {"count": 2}]}
    assert _post(intake, "/custody/handovers", leaving).status_code == 201

    listed = intake.get("/api/custody/accounts").json()
    assert [(line["held"], line["named"]) for line in listed if line["site"] == site] == [(1, 1)]


def _post(client: Client, path: str, body: object) -> Any:
    key = {"Idempotency-Key": path}
    return client.post(f"/api{path}", body, content_type="application/json", headers=key)


def _assert_the_report_tells_both_accounts_apart(site: str) -> None:
    now = timezone.now()
    said = content(world.actor("duty", at=now), Moments(now, now), ref="SR-1")
    kept = [each for each in said["custody"]["accounts"] if each["unit"] == "police-poipet"]
    assert {each.get("site") for each in kept} == {None, site}
    (table,) = [each for each in sheet(Sitrep(content=said)).tables if each.key == "custody"]
    names = [row[0].text for row in table.rows]
    assert f"Poipet police · {said['names'][site]['en']}" in names
    assert "Poipet police" in names
