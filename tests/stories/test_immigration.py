"""The walk of an expulsion: refused with every reason, then by legal procedure, to the ban."""

from __future__ import annotations

import re
import time
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect
from tests.stories.conftest import Samaki, _served

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page
    from tests.installation import Installation

pytestmark = pytest.mark.story

PHONE = 360
PERSON = "Demonstration name 1"
LOCAL = ZoneInfo("Asia/Phnom_Penh")
# A screening of this person finds nothing to protect; the protection story shows its pages.
_SCREENED = """
from django.utils import timezone
from samaki.systems.custody.services.holds import lift_hold, place_hold
from samaki.systems.immigration.models import ExpulsionCase
from samaki.web import world
now = timezone.now()
screener = world.actor("screener", at=now)
person = ExpulsionCase.objects.order_by("pk")[0].person
hold = place_hold(actor=screener, person=person, ground="screening_pending",
                  owner="trafficking-hq", because="VS-STORY", at=now)
lift_hold(actor=screener, hold=str(hold.ref), clears=True, at=now)
"""


@pytest.fixture
def screened(
    whole_world: Installation, browser: Browser, tmp_path: Path
) -> Iterator[tuple[Samaki, Installation]]:
    """Serve the whole demo world, in which a test may have somebody screened."""
    made = whole_world.copy_to(tmp_path / "data")
    for served in _served(made, browser):
        yield served, made


def test_nobody_is_expelled_before_screening_and_then_only_step_by_step(
    screened: tuple[Samaki, Installation],
) -> None:
    samaki, made = screened
    officer, authority = samaki.open_as("immigration"), samaki.open_as("authority")
    case = _case_of(officer, samaki, PERSON)

    expect(officer.locator(".refusal")).to_contain_text("Not yet screened")
    expect(officer.locator(".refusal")).to_contain_text("Nothing was changed")
    expect(officer.get_by_role("button", name="Put on a list")).to_be_disabled()
    _decide(authority, case, until=_minutes_ahead(2))
    expect(authority.get_by_role("alert")).to_contain_text("not yet screened")
    expect(authority.get_by_label("Reasons, in words")).to_have_value("No entry is recorded.")

    _screen(made)
    until = _minutes_ahead(1)
    _decide(authority, case, until=until)
    expect(authority.locator(".timeline")).to_contain_text("Expulsion ordered")

    phone = samaki.open_as("immigration", width=PHONE)
    _notify_the_consulate(phone, case)
    _record_the_paper(phone, case)
    manifest = _put_on_a_list(officer, samaki)
    _leave(officer)
    if datetime.now(tz=LOCAL) < until:  # the law's time is not over: nobody leaves
        expect(officer.get_by_role("alert")).to_contain_text("may appeal until")
    _wait_for(until)
    officer.goto(manifest)
    _leave(officer)
    expect(officer.locator("main")).to_contain_text("They have left")

    officer.goto(f"{case}ban/")
    officer.get_by_label("From", exact=True).fill("2026-01-01")
    expect(officer.get_by_label("Last day")).to_have_value("")
    officer.get_by_label("Last day").fill("2099-01-01")
    officer.get_by_label("Ground of the ban, in words").fill("Illegal entry")
    officer.get_by_role("button", name="Enter the ban").click()
    expect(officer.locator("main")).to_contain_text("Re-entry ban LI-")
    expect(officer.locator(".asof").first).to_contain_text("Expelled by Immigration headquarters")
    _nobody_is_lost(samaki)


def _case_of(page: Page, samaki: Samaki, name: str) -> str:
    """Open the case of a person by name; the list itself names nobody."""
    page.goto(f"{samaki.address}/immigration/")
    links = page.locator("tbody th a").evaluate_all("links => links.map(a => a.href)")
    for link in links:
        page.goto(link)
        if name in page.locator(".asof").first.inner_text():
            return str(link)
    message = f"no case is of {name}"
    raise AssertionError(message)


def _decide(page: Page, case: str, *, until: datetime) -> None:
    page.goto(f"{case}decide/")
    expect(page.locator("input:checked")).to_have_count(0)
    page.get_by_label("The person is expelled").check()
    page.get_by_label("Reasons, in words").fill("No entry is recorded.")
    page.get_by_label("Entered without permission").check()
    page.get_by_label("Language in which it was told").fill("Indonesian")
    page.get_by_label("Appeal until").fill(until.strftime("%Y-%m-%dT%H:%M"))
    page.get_by_label("Who set that time").fill("Immigration headquarters")
    page.get_by_role("button", name="Record the decision").click()


def _notify_the_consulate(page: Page, case: str) -> None:
    page.goto(f"{case}consulate/")
    page.get_by_label("Language in which the person was told").fill("Indonesian")
    page.get_by_role("button", name="Record that the person was told").click()
    page.get_by_label("Wants the consulate notified").check()
    page.get_by_role("button", name="Record the answer").click()
    page.goto(f"{case}consulate/")
    page.get_by_label("Consular post").fill("Embassy of Indonesia")
    page.get_by_role("button", name="Record that the consulate was notified").click()
    expect(page.locator(".timeline")).to_contain_text("Consulate notified")


def _record_the_paper(page: Page, case: str) -> None:
    page.goto(f"{case}paper/")
    page.get_by_label("Emergency travel document").check()
    page.get_by_label("Number").fill("SPLP-DEMO-2")
    page.get_by_label("Issuing state").select_option("IDN")
    page.get_by_label("There since").fill("2025-11-18")
    page.get_by_label("Birth date in it, whole or in part").fill("1990-05")
    page.get_by_role("button", name="Record the document").click()
    expect(page.locator(".timeline")).to_contain_text("Travel document recorded")


def _put_on_a_list(page: Page, samaki: Samaki) -> str:
    """Prepare a list, put the person on it and confirm boarding; return its address."""
    page.goto(f"{samaki.address}/immigration/manifests/prepare/")
    page.get_by_label("Flight").check()
    page.get_by_label("Carrier").fill("Demonstration air 1")
    page.get_by_label("From which checkpoint").fill("Phnom Penh airport")
    page.get_by_label("To which state").select_option("IDN")
    page.get_by_label("When it leaves").fill(_minutes_ahead(60).strftime("%Y-%m-%dT%H:%M"))
    page.get_by_role("button", name="Prepare the list").click()
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Put on the list").click()
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Confirm as boarded").click()
    expect(page.locator("main")).to_contain_text(re.compile("1 waiting on it, 1 of them boarded"))
    return page.url


def _leave(page: Page) -> None:
    page.get_by_role("button", name="Record the departure").click()


def _screen(made: Installation) -> None:
    screening = made.python(_SCREENED)
    _out, errors = screening.communicate()
    assert screening.returncode == 0, errors.decode()


def _minutes_ahead(minutes: int) -> datetime:
    """Return a whole minute about so many minutes ahead, at least 15 seconds, in local time."""
    ahead = datetime.now(tz=LOCAL) + timedelta(minutes=minutes, seconds=15)
    return ahead.replace(second=0, microsecond=0)


def _wait_for(moment: datetime) -> None:
    """Wait until a moment has passed; the server's clock is the real one."""
    time.sleep(max(0.0, (moment - datetime.now(tz=LOCAL)).total_seconds() + 1))


def _nobody_is_lost(samaki: Samaki) -> None:
    """Everybody who was taken in is still in the books: one of the 334 stands there as expelled."""
    duty = samaki.open_as("duty")
    duty.goto(f"{samaki.address}/custody/")
    figures = duty.locator(".figure dd a")
    expect(figures.nth(0)).to_have_text("334")
    expect(figures.nth(1)).to_have_text("331")
