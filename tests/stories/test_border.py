"""The border walk: another spelling is found, a person decides, and nobody is stopped twice."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from samaki.kernel.names.mrz import check_digit

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from tests.stories.conftest import Samaki

pytestmark = pytest.mark.story

PHONE = 360


def test_a_traveller_in_another_spelling_is_judged_by_a_person_and_remembered(
    samaki: Samaki,
) -> None:
    officer = samaki.open_as("border", width=PHONE)
    _check(officer, samaki, "Van Duc Nguyen")
    _expect_answer(officer, "Look closer")
    expect(officer.locator("main")).to_contain_text("The name alone is not enough to stop anyone.")

    _check(officer, samaki, "Van Duc Nguyen", "17/05/1994", "N5551")
    _expect_answer(officer, "Stop and ask the supervisor")
    for said in (
        "Marks or letters such as Đ are left out on one side",
        "The same parts of the name, in another order",
        "Birth date agrees to the day",
        "the listing has one ending 417",
        "possible match",
        "Nothing happens to the traveller by this page.",
    ):
        expect(officer.locator("main")).to_contain_text(said)
    alert = re.search(r"AL-\w{4}", officer.locator("main").inner_text())
    assert alert is not None

    supervisor = samaki.open_as("supervisor", width=PHONE)
    supervisor.goto(f"{samaki.address}/border/alerts/")
    supervisor.get_by_role("link", name=alert[0]).click()
    expect(supervisor.get_by_label("Not this person")).not_to_be_checked()
    supervisor.get_by_role("button", name="Put on record").click()
    expect(supervisor.get_by_role("alert")).to_contain_text("No judgement is chosen")
    expect(supervisor.get_by_role("alert")).to_contain_text("No reason is given")
    supervisor.get_by_label("Not this person").check()
    supervisor.get_by_label("Reason").fill("Earlier passport shown; its number ends otherwise")
    supervisor.get_by_role("button", name="Put on record").click()
    expect(supervisor.locator(".head .tag")).to_have_text("Not this person")

    _check(officer, samaki, "NGUYEN VAN DUC", "1994-05-17", "N5551")
    _expect_answer(officer, "Clear")
    expect(officer.locator("main")).to_contain_text("Remembered: not this person")
    expect(officer.locator("main")).to_contain_text("Earlier passport shown")
    expect(officer.locator("main")).to_contain_text("supervisor")


def test_a_namesake_born_on_another_day_is_not_stopped(samaki: Samaki) -> None:
    officer = samaki.open_as("border", width=PHONE)

    _check(officer, samaki, "Nguyen Van Duc", "3/3/1988")

    _expect_answer(officer, "Clear")
    expect(officer.locator("main")).to_contain_text("another birth date: somebody else")


def test_the_lines_of_a_passport_are_pasted_and_a_misread_one_is_refused(samaki: Samaki) -> None:
    officer = samaki.open_as("border", width=PHONE)
    lines = _passport("CHAN<<WAI", "DEMO02208", born="900203")

    _check(officer, samaki, lines.replace("900203", "900208"))
    expect(officer.get_by_role("alert")).to_contain_text("The check digit of the birth date")
    assert "DEMO02208" in officer.get_by_label(re.compile("Name as on")).input_value()

    _check(officer, samaki, lines)
    _expect_answer(officer, "Stop and ask the supervisor")
    expect(officer.locator("main")).to_contain_text("陈 as Cantonese spells it")
    expect(officer.locator("main")).to_contain_text("Document number is the same")
    expect(officer.locator("main")).to_contain_text("it counts neither for nor against")


def test_people_who_crossed_beside_the_checkpoint_are_counted_and_nobody_is_taken_in(
    samaki: Samaki,
) -> None:
    officer = samaki.open_as("border", width=PHONE, language="en")
    officer.goto(f"{samaki.address}/border/incidents/")
    officer.get_by_role("link", name="Record a crossing").click()
    officer.get_by_label("Area", exact=True).select_option("KH-1-10")
    officer.get_by_label("by boat").check()
    officer.get_by_label("into the country").check()
    officer.get_by_label("Nationality not established, adults, men").fill("៣")
    officer.get_by_label("Nationality not established, minors, sex not established").fill("1")
    officer.get_by_label("What was seen").fill("Four rowed over after dusk, with bags.")
    officer.get_by_role("button", name="Record the crossing").click()

    expect(officer.locator("h1")).to_contain_text("Crossing IX-")
    expect(officer.locator("main")).to_contain_text("4 heads")
    expect(officer.locator("main")).to_contain_text("No finding of guilt")
    duty = samaki.open_as("duty")
    expect(duty.locator("main")).to_contain_text("334")


def _check(page: Page, samaki: Samaki, text: str, born: str = "", document: str = "") -> None:
    page.goto(f"{samaki.address}/border/")
    page.get_by_label(re.compile("Name as on the document")).fill(text)
    page.get_by_label("Born").fill(born)
    page.get_by_label("Document number").fill(document)
    page.get_by_role("button", name="Check", exact=True).click()


def _expect_answer(page: Page, word: str) -> None:
    expect(page.locator(".verdict__word")).to_have_text(word)


def _passport(name: str, number: str, *, born: str) -> str:
    """Write the lines of a passport of the demo world."""
    checked = [field + check_digit(field) for field in (number, born, "300101")]
    empty = "<" * 14 + "0"
    whole = check_digit("".join([*checked, empty]))
    second = f"{checked[0]}CHN{checked[1]}M{checked[2]}{empty}{whole}"
    return f"{f'P<CHN{name}'.ljust(44, '<')}\n{second}"
