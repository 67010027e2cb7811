"""A walk of clocks: whose time runs out next, and a prosecutor's written extension of one man."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from tests.stories.conftest import Samaki

pytestmark = pytest.mark.story

PHONE = 360


def test_an_officer_sees_whose_time_is_next_and_records_what_the_prosecutor_wrote(
    samaki: Samaki,
) -> None:
    intake = samaki.open_as("intake", width=PHONE)
    _take_one_in(intake, samaki)
    intake.goto(f"{samaki.address}/custody/clocks/")
    expect(intake.locator("#h-next")).to_have_text("Whose time runs out next")
    expect(intake.locator("main")).to_contain_text("48 h, art. 96")

    intake.goto(f"{samaki.address}/custody/")
    intake.get_by_role("link", name="Poipet police").first.click()
    intake.get_by_role("link", name="Record an extension").click()
    expect(intake.locator("main")).to_contain_text("it is unverified")
    intake.get_by_role("button", name="Save the extension").click()
    expect(intake.get_by_role("alert")).to_contain_text("Nobody is chosen")
    expect(intake.get_by_role("alert")).to_contain_text("The prosecutor's office is missing")

    intake.get_by_label("Clock Demonstration").check()
    intake.get_by_label("Prosecutor's office").fill("Demonstration prosecution")
    intake.get_by_label("Number of the document").fill("១១៨/25")
    intake.get_by_label("Felony, with its article").fill("Felony, art. 10")
    intake.get_by_label("Hours it adds").fill("២៤")
    intake.get_by_role("button", name="Save the extension").click()
    expect(intake.locator("h1")).to_contain_text("Extension of custody PX-")

    intake.goto(f"{samaki.address}/custody/clocks/")
    row = intake.locator("tr", has_text="24 h of them added in writing")
    expect(row).to_contain_text("118/25, Demonstration prosecution")
    expect(row).to_contain_text("72 h, art. 96")
    row.locator("a[data-figure]").click()
    expect(intake.locator("main")).to_contain_text(
        "document 118/25, Demonstration prosecution, under art. 96"
    )
    expect(intake.locator("main")).not_to_contain_text("Clock Demonstration")


def _take_one_in(intake: Page, samaki: Samaki) -> None:
    """Count one woman in at Poipet, and give her a name."""
    intake.goto(f"{samaki.address}/custody/count/?nationality=PHL")
    intake.get_by_label("Philippines, adults, women").fill("1")
    intake.get_by_label("Taken into custody by").select_option(label="Poipet police")
    intake.get_by_label("Legal basis").fill("Found at the site; identity check")
    intake.get_by_role("button", name="Save the count").click()
    intake.get_by_role("link", name="Name a head").click()
    intake.get_by_label("Counted as").select_option("n-PHL-F-adult")
    intake.get_by_label("Name, as given").fill("Clock Demonstration")
    with intake.expect_navigation():
        intake.get_by_role("button", name="Name this person").click()
