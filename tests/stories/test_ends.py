"""A walk of the ways out: a release that two confirm, two who were lost, one who is found again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from tests.stories.conftest import Samaki

pytestmark = pytest.mark.story

PHONE = 360


def test_a_release_takes_two_and_whom_nobody_received_is_unknown_until_found(
    samaki: Samaki,
) -> None:
    officer = samaki.open_as("intake", width=PHONE)
    _release_three(officer, samaki)
    _confirm(samaki.open_as("command"), samaki)

    guard = samaki.open_as("gendarmerie1")
    handover = _open_variance(guard, samaki)
    guard.get_by_role("link", name="Declare the rest").click()
    guard.get_by_role("link", name="Unknown").click()
    guard.locator("[name='n-IDN-M-adult']").fill("2")
    guard.get_by_role("button", name="Enter it").click()
    expect(guard.get_by_role("alert")).to_contain_text("Say what is known of how they left")
    guard.get_by_label("What is known of it").fill("They were gone at the ferry.")
    guard.get_by_role("button", name="Enter it").click()
    expect(guard.locator("main")).to_contain_text("They were gone at the ferry.")
    guard.goto(f"{samaki.address}{handover}")
    expect(guard.locator(".between__n")).to_have_text("0")
    expect(guard.locator("main")).to_contain_text("2 settled by the escort")

    officer.goto(f"{samaki.address}/custody/")
    officer.locator("#unknown a.variance").click()
    officer.get_by_role("link", name="Found again").click()
    officer.locator("[name='n-IDN-M-adult']").fill("1")
    officer.get_by_label("Taken into custody by").select_option(label="Poipet police")
    officer.get_by_label("Legal basis").fill("Article 96")
    officer.get_by_label("Where and how they were found").fill("At the bus station")
    officer.get_by_role("button", name="Take them in again").click()
    expect(officer.locator("main")).to_contain_text("At the bus station")
    officer.goto(f"{samaki.address}/custody/ends/")
    expect(officer.locator("h1")).to_contain_text("1 of whom nobody knows where they are")
    expect(officer.locator("main")).to_contain_text("Released by authority")


def _release_three(page: Page, samaki: Samaki) -> None:
    page.goto(f"{samaki.address}/custody/")
    page.locator("#accounts").get_by_role("link", name="Poipet police").click()
    page.get_by_role("link", name="How they left").click()
    page.get_by_role("link", name="Released by authority").click()
    page.locator("[name='n-IDN-M-adult']").fill("3")
    page.get_by_role("button", name="Prepare it").click()
    expect(page.get_by_role("alert")).to_contain_text("The authority is missing")
    page.get_by_label("Authority").fill("Prosecutor of the province")
    page.get_by_label("Document").fill("Order 12 of today")
    page.get_by_role("button", name="Prepare it").click()
    expect(page.locator("main")).to_contain_text("You prepared it yourself")


def _confirm(page: Page, samaki: Samaki) -> None:
    page.goto(f"{samaki.address}/custody/")
    page.locator("#waiting").get_by_role("link", name="Released by authority").click()
    page.get_by_role("button", name="Confirm: they have left").click()
    expect(page.locator(".tag--met")).to_contain_text("confirmed")


def _open_variance(page: Page, samaki: Samaki) -> str:
    page.goto(f"{samaki.address}/custody/")
    page.locator("a.variance[href*='/handovers/']").first.click()
    return page.url.removeprefix(samaki.address)
