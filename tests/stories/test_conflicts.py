"""Two reports contradict each other: a person chooses the way out, and asks the province."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from tests.stories.conftest import Samaki

pytestmark = pytest.mark.story

RAID = "On 10 November 2025 police in Poipet found 287 Indonesians in two buildings."
RUNNING = "By 11 November 2025, 250 Indonesians had been found nationwide since 10 November 2025."
CEILING = "By 11 November 2025, 700 people had been found nationwide since 10 November 2025."
PHONE = 360


def _read_and_accept(duty: Page, samaki: Samaki, text: str) -> None:
    """Paste a text and accept all it says with the keyboard alone."""
    duty.goto(f"{samaki.address}/claims/paste/")
    duty.get_by_label("The words").fill(text)
    duty.get_by_label("Published on").first.fill("2025-11-13")
    duty.get_by_role("button", name="Read").first.click()
    expect(duty.locator("h1")).to_contain_text("What does this text say?")
    waiting = duty.locator(".claim.is-draft")
    for _each in range(waiting.count()):
        left = waiting.count()
        duty.keyboard.press("a")
        expect(waiting).to_have_count(left - 1)


def test_a_conflict_is_settled_on_record_and_a_province_is_asked(samaki: Samaki) -> None:
    duty = samaki.open_as("duty", width=1440)
    for text in (RAID, RUNNING, CEILING):
        _read_and_accept(duty, samaki, text)
    _a_way_is_chosen(duty, samaki)
    _the_province_is_asked(duty, samaki)
    _the_governor_answers_on_a_phone(samaki)
    _the_answer_is_read_and_settles_it(duty, samaki)


def _a_way_is_chosen(duty: Page, samaki: Samaki) -> None:
    duty.goto(samaki.address)
    conflicts = duty.locator("#conflicts")
    expect(conflicts).to_contain_text("These claims cannot all hold")
    conflicts.get_by_role("link", name="Ways to settle it").click()
    expect(duty.locator("main")).to_contain_text("set aside; it moves no figure")

    duty.get_by_role("button", name="Count it so").click()
    expect(duty.get_by_role("alert")).to_contain_text("Choose one of the ways")
    duty.get_by_role("radio", name="counted as 250 to 287").check()
    duty.get_by_label("Why").fill("The wire rounded")
    duty.get_by_role("button", name="Count it so").click()

    expect(conflicts).to_contain_text("counted as 250 to 287")
    expect(conflicts).not_to_contain_text("These claims cannot all hold")


def _the_province_is_asked(duty: Page, samaki: Samaki) -> None:
    duty.goto(f"{samaki.address}/answer/KH-1/2025-11-10..2025-11-11/")
    expect(duty.locator(".answer")).to_contain_text("287 to 700")
    duty.get_by_role("link", name="What would settle it?").click()
    duty.get_by_role("link", name="Ask Banteay Meanchey").click()
    duty.get_by_label("What it is for").fill("Two reports leave it open")
    duty.get_by_role("button", name="Ask the governor").click()
    expect(duty.locator("main")).to_contain_text("Waits for an answer")


def _the_governor_answers_on_a_phone(samaki: Samaki) -> None:
    governor = samaki.open_as("command", width=PHONE)
    governor.goto(f"{samaki.address}/directives/mine/")
    governor.get_by_role("link", name="How many people were found").click()
    governor.get_by_role("button", name="File the answer").click()
    expect(governor.get_by_role("alert")).to_contain_text("Give the count")
    governor.get_by_label("People found").fill("៣០០")
    governor.get_by_role("button", name="File the answer").click()
    expect(governor.locator("main")).to_contain_text("300")
    assert governor.evaluate("document.documentElement.scrollWidth") <= PHONE


def _the_answer_is_read_and_settles_it(duty: Page, samaki: Samaki) -> None:
    duty.reload()
    duty.get_by_role("link", name="Its words, and the claims read out of them").click()
    duty.get_by_role("button", name="Read the claims out of it").click()
    expect(duty.locator(".claim.is-draft")).to_have_count(1)
    duty.keyboard.press("a")
    expect(duty.locator(".claim.is-draft")).to_have_count(0)

    duty.goto(f"{samaki.address}/answer/KH-1/2025-11-10..2025-11-11/")
    expect(duty.locator(".answer")).to_contain_text("300")
    expect(duty.locator(".answer")).not_to_contain_text("700")


def test_the_queue_is_emptied_with_the_keyboard_alone(samaki: Samaki) -> None:
    duty = samaki.open_as("duty")
    duty.goto(f"{samaki.address}/claims/queue/")
    drafts = duty.locator(".claim.is-draft")
    left = drafts.count()
    assert left > 1
    duty.keyboard.press("j")
    duty.keyboard.press("k")
    duty.keyboard.press("r")
    expect(duty.locator("#reject")).to_be_visible()
    duty.fill("#reject [name=reason]", "Its words do not say it")
    duty.get_by_role("button", name="Reject the claim").click()

    expect(duty.locator("h1")).to_contain_text("Drafts by doubt")
    expect(drafts).to_have_count(left - 1)
    duty.keyboard.press("a")
    expect(duty.locator("h1")).to_contain_text("Drafts by doubt")
    expect(drafts).to_have_count(left - 2)


def test_what_was_passed_over_is_not_accepted_by_the_next_key(samaki: Samaki) -> None:
    duty = samaki.open_as("duty")
    duty.goto(f"{samaki.address}/claims/queue/")
    refs = duty.locator(".claim.is-draft").evaluate_all("all => all.map(each => each.id)")
    duty.locator(f"#{refs[1]} [data-act=accept]").focus()

    for ref in refs[1:3]:
        duty.keyboard.press("a")
        expect(duty.locator(f"#{ref}")).to_have_count(0)

    expect(duty.locator(f"#{refs[0]}")).to_have_count(1)
