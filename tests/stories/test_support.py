"""The four targets: planned for one hour, sealed until then, supported by the army, counted."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from tests.stories.conftest import Samaki

pytestmark = pytest.mark.story

PHONE = 360
FOUND = ((3, 5), (2, 4), (1, 6))  # women and men at three targets; the fourth is empty


def test_four_targets_at_one_hour_with_the_army_beside(samaki: Samaki) -> None:
    command = samaki.open_as("command18")
    operation = _plan(command, samaki, hour=_phnom_penh() - timedelta(minutes=2))
    request = _ask(command, operation)

    duty = samaki.open_as("duty")
    duty.goto(f"{samaki.address}/support/")
    duty.get_by_role("link", name="A cordon around four sites").first.click()
    expect(duty).to_have_url(request)
    duty.get_by_label("The reason").fill("The province has no other force.")
    duty.get_by_role("button", name="Approve the request").click()
    expect(duty.locator("main")).to_contain_text("The army names the unit that goes.")

    army = samaki.open_as("army", width=PHONE)
    army.goto(request)
    army.get_by_label("Unit on stand-by").select_option("army-coast")
    army.get_by_label("How many of it").fill("60")
    army.get_by_role("button", name="Task the unit").click()
    army.get_by_role("button", name="Record: it is there").click()
    expect(army.locator(".asof")).to_contain_text("Deployed")

    before = _held(command, samaki)
    phone = samaki.open_as("command18", width=PHONE)
    _count(phone, operation)
    phone.goto(operation)
    found = sum(women + men for women, men in FOUND)
    expect(phone.locator("#found")).to_have_text(str(found))
    expect(phone.locator("tfoot")).to_contain_text(str(found))
    assert _held(command, samaki) == before + found

    army.goto(request)
    army.get_by_label("Why it is stood down").fill("The sites are sealed.")
    army.get_by_role("button", name="Stand down").click()
    army.get_by_label("How many returned").fill("60")
    army.get_by_label("What happened").fill("A cordon was held; nobody came to harm.")
    army.get_by_label("No force was used").check()
    army.get_by_role("button", name="Record the hand-back").click()
    expect(army.locator("main")).to_contain_text("No force was used")
    expect(army.locator("main")).to_contain_text("60 of 60")


def test_before_the_hour_nobody_else_sees_the_plan(samaki: Samaki) -> None:
    command = samaki.open_as("command18")
    operation = _plan(command, samaki, hour=_phnom_penh() + timedelta(hours=5))
    expect(command.locator("main")).to_contain_text("The secretariat does not see it.")
    request = _ask(command, operation)

    for username in ("command", "duty", "oversight"):
        page = samaki.open_as(username)
        page.goto(f"{samaki.address}/operations/")
        expect(page.locator("main")).not_to_contain_text("Four at once")
        answer = page.goto(operation)
        assert answer is not None
        assert answer.status == 404

    duty = samaki.open_as("duty")
    duty.goto(request)
    expect(duty.locator("main")).to_contain_text("For an operation that is not open to you.")
    expect(duty.locator("main")).not_to_contain_text("Four at once")


def test_a_site_that_runs_again_is_a_signal(samaki: Samaki) -> None:
    command = samaki.open_as("command12", width=PHONE)
    command.goto(f"{samaki.address}/operations/sites/")
    expect(command.locator("main")).to_contain_text("1 site runs again")
    command.get_by_role("link", name="Compound 1, Phnom Penh").click()
    expect(command.locator("main")).to_contain_text("the seal is broken")

    command.get_by_label("What happened").select_option("seal")
    command.get_by_label("On which ground").fill("Sealed again, with the prosecutor present.")
    command.get_by_role("button", name="Record the change").click()
    expect(command.locator(".asof")).to_contain_text("Sealed")
    expect(command.locator(".timeline")).to_contain_text("reopened, then sealed")

    duty = samaki.open_as("duty")
    duty.goto(f"{samaki.address}/operations/sites/")
    expect(duty.locator("main")).not_to_contain_text("runs again after")


def _plan(page: Page, samaki: Samaki, *, hour: datetime) -> str:
    """Plan four targets as the command of Preah Sihanouk; return the operation's address."""
    page.goto(f"{samaki.address}/operations/plan/")
    page.get_by_label("Title, in English").fill("Four at once")
    page.get_by_label("The hour, the same for every target").fill(f"{hour:%Y-%m-%dT%H:%M}")
    page.get_by_label("Leading unit").select_option("command-KH-18")
    page.get_by_label("Answers for the people found").select_option("police-KH-18")
    for number in range(1, 5):
        page.get_by_label(f"Target {number}: site").select_option(index=number)
    page.get_by_role("button", name="Plan the operation").click()
    expect(page.locator("h1")).to_have_text("Four at once")
    return page.url


def _ask(page: Page, operation: str) -> str:
    """Ask the army for sixty, from the operation's page; return the request's address."""
    page.goto(operation)
    page.get_by_role("link", name="Ask for support").click()
    page.get_by_label("What is needed").fill("A cordon around four sites, again")
    page.get_by_label("How many people").fill("៦០")
    page.get_by_label("Where", exact=True).fill("The assembly point")
    page.get_by_label("When it is needed").fill(
        f"{_phnom_penh() + timedelta(hours=1):%Y-%m-%dT%H:%M}"
    )
    page.get_by_label("Why", exact=True).fill("Four sites at one hour.")
    page.get_by_role("button", name="Send the request").click()
    expect(page.locator("main")).to_contain_text("The secretariat approves or declines it.")
    return page.url


def _count(page: Page, operation: str) -> None:
    """Record at phone width what three targets gave, and that nobody was at the fourth."""
    for number, (women, men) in enumerate(FOUND, start=1):
        page.goto(f"{operation}{number}/count/")
        page.get_by_label("Add a nationality").select_option("VNM")
        page.get_by_role("button", name="Add a nationality").click()
        page.get_by_label("Vietnam, adults, women").fill(str(women))
        page.get_by_label("Vietnam, adults, men").fill(str(men))
        page.get_by_label("Legal basis").fill("Found at the site; identity check")
        page.get_by_role("button", name="Save the count").click()
        expect(page.locator("main")).to_contain_text("is taken in as IN-")
    page.goto(f"{operation}4/count/")
    page.get_by_role("button", name="Record: nobody found").click()
    expect(page.locator("main")).to_contain_text("Nobody found")


def _held(page: Page, samaki: Samaki) -> int:
    page.goto(f"{samaki.address}/custody/")
    return int(page.locator(".figure dd a").first.inner_text())


def _phnom_penh() -> datetime:
    return datetime.now(ZoneInfo("Asia/Phnom_Penh"))
