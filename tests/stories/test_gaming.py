"""A casino is inspected on a phone, suspended by a commissioner, and inspected again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from samaki.systems.gaming import rules

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from tests.stories.conftest import Samaki

pytestmark = pytest.mark.story

PHONE = 360
CASINO = "Demonstration casino, Sihanoukville"


def test_a_crime_is_found_a_commissioner_suspends_and_a_person_lifts(samaki: Samaki) -> None:
    inspector = samaki.open_as("inspector", width=PHONE)
    inspector.goto(f"{samaki.address}/gaming/")
    inspector.get_by_role("link", name="Start the checklist").first.click()
    inspector.get_by_role("button", name="Record the inspection").click()
    expect(inspector.get_by_role("alert")).to_contain_text("“Drug smuggling” has no answer")
    _answer(inspector, illegal_detention="Found")
    inspector.get_by_role("button", name="Record the inspection").click()
    expect(inspector.get_by_role("alert")).to_contain_text("Say in words what was seen")
    inspector.get_by_label("What was seen: Illegal detention").fill("A locked dormitory, floor 2")
    inspector.get_by_role("button", name="Record the inspection").click()
    expect(inspector.get_by_role("status")).to_contain_text("No licence changes by it")
    expect(inspector.locator("main")).to_contain_text("A locked dormitory, floor 2")

    _venue(inspector, samaki)
    expect(inspector.locator("#licences")).to_contain_text("in force")
    venue = inspector.url
    inspector.goto(f"{venue}penalty/")
    expect(inspector.locator("main")).to_contain_text("Not open to your role")

    commissioner = samaki.open_as("commissioner")
    commissioner.goto(f"{samaki.address}/gaming/")
    commissioner.get_by_role("link", name="Decide what follows").click()
    assert commissioner.locator("main :checked:not(option)").count() == 0, "nothing is pre-chosen"
    commissioner.get_by_role("button", name="Record the decision").click()
    refusal = commissioner.get_by_role("alert")
    expect(refusal).to_contain_text("No violation lies under it")
    expect(refusal).to_contain_text("The reasons are missing")
    _suspend(commissioner)
    expect(commissioner.locator("h1")).to_have_text("Suspension of the licence")
    expect(commissioner.locator("main")).to_contain_text("which is not recorded yet")
    penalty = commissioner.url
    expect(commissioner.locator("#lift")).to_contain_text("none is recorded")
    expect(commissioner.get_by_role("button", name="Lift the penalty")).to_have_count(0)

    inspector.goto(venue)
    expect(inspector.locator("#licences")).to_contain_text("suspended")
    inspector.get_by_role("link", name="Start the checklist").first.click()
    _answer(inspector)
    inspector.get_by_role("button", name="Record the inspection").click()
    inspector.goto(venue)
    expect(inspector.locator("#licences")).to_contain_text("suspended")
    expect(inspector.locator("#penalties")).to_contain_text("a commissioner decides whether")

    commissioner.goto(penalty)
    _lift(commissioner)
    expect(commissioner.locator("main")).to_contain_text("Lifted")
    commissioner.goto(venue)
    expect(commissioner.locator("#licences")).to_contain_text("in force")
    expect(commissioner.locator("#violations")).to_contain_text("Illegal detention")
    expect(commissioner.locator("#inspections")).to_contain_text("Re-inspection after PN-")
    expect(commissioner.locator("#sites")).to_contain_text("Compound")


def test_the_register_says_which_licence_has_ended_and_a_venue_is_linked(samaki: Samaki) -> None:
    inspector = samaki.open_as("inspector")
    inspector.goto(f"{samaki.address}/gaming/venues/")
    inspector.get_by_label("Licence is").select_option("expired")
    inspector.get_by_role("button", name="Show these").click()
    expect(inspector.locator("main tbody tr")).to_have_count(1)
    inspector.get_by_role("link", name="Demonstration betting hall, Poipet").click()
    inspector.get_by_role("link", name="Link to a site").click()
    inspector.get_by_role("button", name="Link the venue").click()
    expect(inspector.get_by_role("alert")).to_contain_text("Choose the site")
    inspector.get_by_label("Site", exact=True).select_option(index=1)
    inspector.get_by_label("Why these are the same place").fill("Same gate and same guards")
    inspector.get_by_role("button", name="Link the venue").click()
    expect(inspector.locator("#sites")).to_contain_text("Same gate and same guards")


def _answer(page: Page, **seen: str) -> None:
    for key in rules.ITEMS:
        answer = seen.get(key, "Not found")
        group = page.get_by_role("group", name=rules.ITEM_WORDINGS[key], exact=True)
        group.get_by_label(answer, exact=True).check()


def _venue(page: Page, samaki: Samaki) -> None:
    page.goto(f"{samaki.address}/gaming/venues/")
    page.get_by_role("link", name=CASINO).click()


def _suspend(page: Page) -> None:
    page.get_by_label("Illegal detention").check()
    page.get_by_label("Suspension of the licence").check()
    page.get_by_label("Licence it falls on").select_option(index=1)
    page.get_by_label("after a re-inspection").check()
    page.get_by_label("Re-inspection due on").fill("2099-01-31")
    page.get_by_label("was asked; none given").check()
    page.get_by_label("Reasons for the decision").fill("People were held behind a locked door.")
    page.get_by_role("button", name="Record the decision").click()


def _lift(page: Page) -> None:
    page.get_by_label("Reasons for lifting it").fill("Doors open, staff hold their papers")
    page.get_by_role("button", name="Lift the penalty").click()
