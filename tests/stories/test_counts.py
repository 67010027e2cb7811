"""A walk of physical counts: 58 there, 61 in the ledger; it climbs, and a second person ends it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from tests.stories.conftest import Samaki

pytestmark = pytest.mark.story

PHONE = 360


def test_three_fewer_are_counted_the_next_day_the_superior_answers_and_the_command_explains(
    samaki: Samaki,
) -> None:
    intake = samaki.open_as("intake", width=PHONE)
    held = _held(intake, samaki)
    intake.get_by_role("link", name="Enter a physical count").click()
    expect(intake.locator("main")).not_to_contain_text(str(held))
    intake.get_by_label("People counted, all together").fill(str(held - 3))
    intake.get_by_role("button", name="Save the count").click()

    expect(intake.locator(".between__n")).to_have_text("−3")
    expect(intake.locator("main")).to_contain_text("Poipet police answers for it now")
    expect(intake.get_by_role("button", name="Close it with this reason")).to_have_count(0)
    count = intake.url.removeprefix(samaki.address)
    assert _held(intake, samaki) == held, "a count adjusts nothing"

    with samaki.later(days=1) as tomorrow:
        duty = tomorrow.open_as("duty")
        expect(duty.locator("#needs")).to_contain_text("A count and the ledger differ by 3")
        expect(duty.locator("#needs")).to_contain_text("answers now: Police, Banteay Meanchey")

        command = tomorrow.open_as("command")
        command.goto(f"{tomorrow.address}{count}")
        command.get_by_role("button", name="Close it with this reason").click()
        expect(command.get_by_role("alert")).to_contain_text("The reason is missing")
        expect(command.get_by_role("alert")).to_contain_text("The evidence is missing")
        command.get_by_label("Why they differ").fill("Three are in hospital under guard.")
        command.get_by_label("Evidence").fill("Guard book, page 4")
        command.get_by_role("button", name="Close it with this reason").click()
        expect(command.locator("main")).to_contain_text("Differs, and explained")
        assert _held(command, tomorrow) == held

        duty.reload()
        expect(duty.locator("#needs")).not_to_contain_text("A count and the ledger differ")


def _held(page: Page, samaki: Samaki) -> int:
    page.goto(f"{samaki.address}/custody/")
    page.get_by_role("link", name="Poipet police").first.click()
    return int(page.locator(".figure dd a").first.inner_text())
