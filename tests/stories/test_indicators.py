"""Two phones and an IMEI, read from an exhibit of a second site, link two sites by themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from tests.stories.conftest import Samaki

pytestmark = pytest.mark.story

PHONE = 360


def test_the_same_two_numbers_and_imei_at_a_second_site_link_the_two(samaki: Samaki) -> None:
    analyst = samaki.open_as("analyst")
    analyst.goto(f"{samaki.address}/indicators/links/")
    expect(analyst.locator("main")).to_contain_text("No two sites share an indicator")

    analyst.goto(f"{samaki.address}/indicators/")
    analyst.get_by_role("link", name="Blue phone").click()
    lines = analyst.get_by_label("Indicators, one a line")
    lines.fill("phone +855 12 345 678\nphone 081 234 5678\nimei 490154203237517")
    analyst.get_by_role("button", name="Record these").click()
    refusal = analyst.get_by_role("alert")
    expect(refusal).to_contain_text("Line 2: “081 234 5678” has no country code")
    expect(refusal).to_contain_text("Line 3: the check digit of the IMEI")
    expect(refusal).to_contain_text("is 7, and must be 8")
    expect(analyst.locator("#sightings")).to_contain_text("Nobody has read this exhibit")
    expect(lines).to_have_value("phone +855 12 345 678\nphone 081 234 5678\nimei 490154203237517")

    lines.fill("phone ០០៨៥៥ 12 345 678\nphone +66 81 234 5678\nimei 49015420323751")
    analyst.get_by_role("button", name="Record these").click()
    expect(analyst.get_by_role("status")).to_contain_text("3 indicators of EX-")
    expect(analyst.locator("#sightings")).to_contain_text("check digit absent")
    expect(analyst.locator("#links")).to_contain_text("Compound 1, Banteay Meanchey")

    analyst.goto(f"{samaki.address}/indicators/links/")
    row = analyst.locator("main tbody tr").first
    expect(row).to_contain_text("Preah Sihanouk")
    expect(row).to_contain_text("Banteay Meanchey")
    for reason in ("+855 12 345 678", "+66 81 234 5678", "490154203237518"):
        expect(row).to_contain_text(reason)
    expect(analyst.get_by_role("img", name="1 pair of sites")).to_be_visible()


def test_a_seal_is_entered_once_and_its_exhibit_waits_for_the_analyst(samaki: Samaki) -> None:
    intake = samaki.open_as("intake", width=PHONE)
    intake.goto(f"{samaki.address}/custody/")
    intake.get_by_role("link", name="Seized exhibits").click()
    intake.get_by_role("link", name="Seize an exhibit").click()
    intake.get_by_label("Kind of exhibit").select_option("phone")
    intake.get_by_label("What it looks like").fill("White phone, no SIM")
    intake.get_by_label("Seal number").fill("a 4417")
    intake.get_by_label("Held by").select_option("police-poipet")
    intake.get_by_role("button", name="Save the exhibit").click()
    expect(intake.get_by_role("alert")).to_contain_text("The seal A4417 is on record already")
    intake.get_by_label("Seal number").fill("a 4499")
    intake.get_by_role("button", name="Save the exhibit").click()
    expect(intake.locator("main")).to_contain_text("White phone, no SIM")

    analyst = samaki.open_as("analyst")
    analyst.goto(f"{samaki.address}/indicators/")
    expect(analyst.locator("#unread")).to_contain_text("White phone, no SIM")
