"""Whoever may be a victim is heard before anybody punishes or expels; the police see a word."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page
    from tests.stories.conftest import Samaki

pytestmark = pytest.mark.story

NAME = "Demonstration name 1"
PHONE = 360


def test_a_screener_hears_a_person_on_a_phone_and_the_police_see_one_word(samaki: Samaki) -> None:
    intake, command = samaki.open_as("intake"), samaki.open_as("command")
    for page in (intake, command):
        _open_poipet(page)
    expect(_row(intake, NAME)).to_contain_text("Not yet screened")
    person = _row(intake, NAME).locator("th").inner_text()
    expect(_row(command, person)).to_contain_text("Name hidden from your role")

    screener = samaki.open_as("screener", width=PHONE)
    screener.goto(f"{samaki.address}/protection/")
    screener.get_by_role("link", name="Start with who waits longest").click()
    expect(screener.locator("h1")).to_contain_text(person)
    screener.get_by_role("button", name="Open a screening").click()
    command.reload()
    expect(_row(command, person)).to_contain_text("Screening pending")

    _hear(screener)
    interview = screener.locator("main a[href*='/interviews/']").get_attribute("href")
    _decide(screener)

    for page in (intake, command):
        page.reload()
        expect(_row(page, person)).to_contain_text("Name hidden from your role")
        expect(_row(page, person)).to_contain_text("Screening pending")
        assert NAME not in page.locator("#people td:nth-child(2)").all_inner_texts()
    for username in ("command", "intake", "immigration"):
        refused = samaki.open_as(username)
        answer = refused.goto(f"{samaki.address}{interview}")
        assert answer is not None
        assert answer.status == 403
        expect(refused.locator("main")).to_contain_text("Nothing was changed")

    oversight = samaki.open_as("oversight")
    oversight.goto(f"{samaki.address}/journal/")
    expect(oversight.locator("main")).to_contain_text(person)


def test_a_screening_is_read_in_khmer(samaki: Samaki) -> None:
    screener = samaki.open_as("screener", width=PHONE, language="km")
    screener.goto(f"{samaki.address}/protection/")
    expect(screener.locator("h1")).to_have_text("មិនទាន់បានពិនិត្យ")
    screener.locator("main tbody th a").first.click()
    screener.locator("main form button").click()

    expect(screener.locator("h1")).to_have_text("ការសម្ភាស")
    expect(screener.locator("main")).to_contain_text("តើមានអ្នកបកប្រែទេ?")
    wide = screener.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0, "the form fits a phone"


def _open_poipet(page: Page) -> None:
    page.get_by_role("link", name="Custody").first.click()
    page.locator("main").get_by_role("link", name="Poipet police").first.click()


def _row(page: Page, words: str) -> Locator:
    found = page.get_by_text(words, exact=True)
    return page.locator("#people tbody tr").filter(has=found)


def _hear(page: Page) -> None:
    """Forget most of it first: every gap is named, and what was marked is kept."""
    page.get_by_label("Language of the interview").select_option("id")
    page.get_by_role("button", name="Keep the interview").click()
    expect(page.get_by_role("alert")).to_contain_text("Say whether an interpreter was present")
    expect(page.get_by_role("alert").locator("li")).to_have_count(14)
    expect(page.get_by_label("Language of the interview")).to_have_value("id")

    for group, answer in (
        ("Was an interpreter present?", "Yes"),
        ("Was somebody else in the room?", "Nobody else"),
        ("Age of the person", "disputed, possibly under 18"),
    ):
        page.get_by_role("group", name=group).get_by_label(answer, exact=True).check()
    page.get_by_label("agrees that the answers are written down").check()
    asked = page.locator(".asked")
    expect(asked).to_have_count(11)
    for number in range(11):
        answer = "Yes" if number in (1, 6) else "Not said"
        asked.nth(number).get_by_label(answer, exact=True).check()
    asked.nth(6).get_by_label("Note").fill("Taken at the gate")
    page.get_by_label("recruited").check()
    page.get_by_label("forced labour or services").check()
    page.get_by_role("button", name="Keep the interview").click()
    expect(page.get_by_role("status")).to_contain_text("The interview is kept")


def _decide(page: Page) -> None:
    page.get_by_role("link", name="Decide the screening").click()
    expect(page.locator("main")).to_contain_text("The rule for a child holds")
    assert page.locator("main input:checked").count() == 0, "nothing is chosen before"
    page.get_by_role("button", name="Record the determination").click()
    expect(page.get_by_role("alert")).to_contain_text("Say in words why you decide so")
    page.get_by_label("possibly a victim of trafficking").check()
    page.get_by_label("a public body, not the police").check()
    page.get_by_label("Your reasons, in words").fill("Recruited as a child, for forced work")
    page.get_by_role("button", name="Record the determination").click()
    expect(page.locator("main")).to_contain_text("protects this person")
