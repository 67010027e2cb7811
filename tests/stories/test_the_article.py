"""The first walk: a text goes in, a person decides, the picture shows what it proves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page
    from tests.stories.conftest import Samaki

pytestmark = pytest.mark.story


def test_a_pasted_text_becomes_claims_and_the_claims_a_picture(morning: Samaki) -> None:
    visitor = morning.open_as(None)
    expect(visitor.locator("main")).not_to_contain_text("1,001")

    duty = morning.open_as("duty")
    _read_the_example(duty, "Raids in the capital and on the coast")
    marks = duty.locator("mark").all_inner_texts()
    assert [text for text in marks if text.startswith("over 1,000")]
    for words in ("at least 1,001", "63", "271"):
        _claim(duty, words).get_by_role("button", name="Accept").click()
        expect(_claim(duty, words)).to_contain_text("Accepted")

    visitor.reload()
    figures = " ".join(visitor.locator("[data-figure]").all_inner_texts())
    assert "at least 1,335" in figures
    assert "1,001" in figures
    assert "334" in figures
    expect(visitor.locator("main")).to_contain_text("followed an order that it dates")


def test_a_clause_accepted_stands_beside_the_directive(morning: Samaki) -> None:
    duty = morning.open_as("duty")
    _read_the_example(duty, "Raids in the capital and on the coast")
    clause = duty.locator(".claim", has_text="root out the gangs")
    clause.get_by_role("button", name="Accept").click()

    duty.get_by_role("link", name="Directives").first.click()
    duty.get_by_role("link", name="Eradicate telecom-fraud gangs").click()

    expect(duty.locator("#reported")).to_contain_text("root out the gangs")


def test_a_misread_count_is_corrected_with_a_reason_and_both_are_kept(morning: Samaki) -> None:
    duty = morning.open_as("duty")
    _read_the_example(duty, "Raids in the capital and on the coast")
    _claim(duty, "63").get_by_role("link", name="Correct").click()

    duty.fill("#correct input[name=low]", "61")
    duty.fill("#correct input[name=high]", "60")
    duty.fill("#correct [name=reason]", "The second page says so")
    duty.get_by_role("button", name="Correct the claim").click()
    expect(duty.get_by_role("alert")).to_contain_text("more than at most 60")
    expect(duty.locator("#correct input[name=low]")).to_have_value("61")

    duty.fill("#correct input[name=high]", "៦១")
    duty.fill("#correct [name=reason]", "The second page says so")
    duty.get_by_role("button", name="Correct the claim").click()

    expect(_claim(duty, "63")).to_contain_text("Corrected")
    expect(_claim(duty, "61")).to_contain_text("Accepted")


def test_a_total_with_two_readings_is_settled_by_a_person_on_record(samaki: Samaki) -> None:
    duty = samaki.open_as("duty")
    expect(duty.locator("main")).to_contain_text("unless the first total already includes")
    duty.locator(".asof a").click()
    expect(duty.locator("#other")).to_contain_text("at least 1,001")

    duty.goto(samaki.address)
    duty.locator(".tasks li", has_text="two readings").get_by_role("link").click()
    duty.get_by_label("the later raids too").check()
    duty.fill("#scope-reason", "The outlet confirms it by telephone")
    duty.get_by_role("button", name="Choose this scope").click()

    duty.goto(samaki.address)
    expect(duty.locator(".bounds__big")).to_contain_text("at least 1,001")
    expect(duty.locator("main")).not_to_contain_text("unless the first total")


def test_the_same_words_read_twice_add_nothing(samaki: Samaki) -> None:
    duty = samaki.open_as("duty")
    _read_the_example(duty, "Raids in the capital and on the coast")

    expect(duty.locator("main")).to_contain_text("3 of 10 settled")
    duty.goto(f"{samaki.address}/claims/")
    assert duty.locator("tbody tr", has_text="Raids in the capital").count() == 1


def test_bulletins_in_khmer_and_chinese_are_read_too(morning: Samaki) -> None:
    duty = morning.open_as("duty")
    for title in ("សេចក្តីជូនដំណឹងសាកល្បង", "演示稿"):
        _read_the_example(duty, title)
        for words in ("63", "271"):
            expect(_claim(duty, words)).to_contain_text("17 November 2025")


def _read_the_example(page: Page, title: str) -> None:
    page.get_by_role("link", name="Claims to read").first.click()
    page.get_by_role("link", name="Read a text").click()
    page.get_by_role("link", name=title).click()
    page.get_by_role("button", name="Read the text").click()


def _claim(page: Page, words: str) -> Locator:
    return (
        page.locator(".claim")
        .filter(has=page.locator(f"h3:text-matches('^C-\\\\S+ {words}$')"))
        .first
    )
