"""The walk of access: a stand-in with an end, other eyes that can do nothing, a code at log-in."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from samaki.ground.access import totp

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from tests.stories.conftest import Samaki

pytestmark = pytest.mark.story

PHONE = 360


def test_a_manager_appoints_until_an_hour_and_is_refused_what_nobody_may_hold(
    samaki: Samaki,
) -> None:
    manager = samaki.open_as("manager")
    expect(manager.locator("h1")).to_have_text("Accounts")
    manager.get_by_role("link", name="army", exact=True).click()
    manager.get_by_role("link", name="Appoint").click()
    _appoint(manager, "indicator_analyst", ends="2030-01-01T06:00")
    expect(manager.locator("main table")).to_contain_text("1 January 2030, 06:00")

    manager.goto(f"{samaki.address}/access/")
    manager.get_by_role("link", name="screener", exact=True).click()
    manager.get_by_role("link", name="Appoint").click()
    _appoint(manager, "immigration_officer")
    expect(manager.locator(".errors")).to_contain_text("This account is protection screener at")
    expect(manager.locator(".errors")).to_contain_text("nobody may be immigration officer")
    expect(manager.locator("[name=role]")).to_have_value("immigration_officer")

    manager.goto(f"{samaki.address}/access/")
    manager.get_by_role("link", name="army", exact=True).click()
    manager.get_by_role("link", name="End it indicator analyst").click()
    manager.get_by_role("button", name="End it").click()
    expect(manager.locator(".errors")).to_contain_text("The reason is missing")
    manager.get_by_label("Reason").fill("the stand-in is over")
    manager.get_by_role("button", name="End it").click()
    expect(manager.locator("main table")).to_contain_text("the stand-in is over")


def test_other_eyes_see_no_name_can_do_nothing_and_leave_both_names_on_record(
    samaki: Samaki,
) -> None:
    manager = samaki.open_as("manager", width=PHONE)
    manager.get_by_role("link", name="receiver", exact=True).click()
    manager.get_by_role("button", name="View as this account").click()
    expect(manager.locator(".looking")).to_contain_text("You look as receiver")

    manager.goto(f"{samaki.address}/custody/count/")
    manager.get_by_role("button", name="Save the count").click()
    expect(manager.locator("h1")).to_have_text("You are only looking")
    expect(manager.locator("main")).to_contain_text("Nothing was changed.")

    manager.goto(f"{samaki.address}/custody/persons/")
    expect(manager.locator("main table")).to_contain_text("Name hidden from your role")
    expect(manager.locator("main")).not_to_contain_text("Demonstration name")
    manager.locator("main table a").first.click()
    expect(manager.locator("h1")).to_contain_text("P-")
    person = manager.locator("h1").inner_text()
    manager.locator(".looking").get_by_role("button", name="Leave").click()
    expect(manager.locator("h1")).to_have_text("receiver")
    expect(manager.locator(".looking")).to_have_count(0)

    oversight = samaki.open_as("oversight")
    oversight.get_by_role("link", name="Reads of files").first.click()
    row = oversight.locator("main tbody tr").first
    expect(row).to_contain_text("manager as receiver")
    expect(row).to_contain_text(person)


def test_an_officer_sets_a_second_factor_and_comes_in_with_its_code(samaki: Samaki) -> None:
    officer = samaki.open_as("receiver", width=PHONE)
    officer.get_by_label("Menu", exact=True).click()
    officer.get_by_role("link", name="Second factor").click()
    drawn = officer.locator("img.picture-code")
    drawn.evaluate("picture => picture.decode()")  # fails if the policy forbids it
    assert drawn.evaluate("picture => picture.naturalWidth") > 0, "the policy lets it be drawn"
    secret = officer.locator("main code").inner_text().replace(" ", "")
    step = int(time.time()) // totp.STEP
    officer.get_by_label("Code").fill(totp.code(secret, step - 1))
    officer.get_by_role("button", name="Confirm").click()
    expect(officer.locator("h1")).to_have_text("Recovery codes")
    paper = officer.locator("main li code").all_inner_texts()
    assert len(set(paper)) == 10
    officer.get_by_role("button", name="Log out").click()

    again = samaki.open_as("receiver", width=PHONE)
    expect(again.locator("h1")).to_have_text("The code of your app")
    again.get_by_label("Code").fill("000000")
    again.get_by_role("button", name="Log in", exact=True).click()
    expect(again.locator(".errors")).to_contain_text("That code is not right")
    again.get_by_label("Code").fill(totp.code(secret, int(time.time()) // totp.STEP + 1))
    again.get_by_role("button", name="Log in", exact=True).click()
    expect(again.locator("h1")).to_contain_text("Operations")

    lost = samaki.open_as("receiver", width=PHONE)
    lost.get_by_label("Code").fill(paper[0])
    lost.get_by_role("button", name="Log in", exact=True).click()
    expect(lost.locator("h1")).to_contain_text("Operations")


def _appoint(manager: Page, role: str, *, ends: str = "") -> None:
    manager.get_by_label("Post").select_option("poipet-intake")
    manager.get_by_label("Role").select_option(role)
    manager.get_by_label("Area").select_option("KH-1")
    if ends:
        manager.get_by_label("Until").fill(ends)
    manager.get_by_role("button", name="Appoint").click()
