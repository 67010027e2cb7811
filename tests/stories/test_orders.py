"""The walk of an order: pasted, read, mended, confirmed clause by clause, and bound to posts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from tests.stories.conftest import Samaki

pytestmark = pytest.mark.story

PHONE = 360
ORDER = """Order on empty halls
1. Governors and police chiefs must list every empty hall by 30 November 2025.
2. The Ministry of Justice shall send a prosecutor to each province.
3. The gendarmerie must not let a sealed hall reopen.
Officials who fail to do so will be transferred."""
KHMER = """១. អភិបាលខេត្តទាំងអស់ ត្រូវចុះបញ្ជីអគារទំនេរ ត្រឹមថ្ងៃទី៣០ ខែវិច្ឆិកា ឆ្នាំ២០២៥។
២. កងរាជអាវុធហត្ថ មិនត្រូវឱ្យអគារដែលបានបិទ បើកឡើងវិញឡើយ។"""


def test_an_order_is_read_and_what_a_person_confirms_is_entered(samaki: Samaki) -> None:
    duty = samaki.open_as("duty")
    duty.goto(f"{samaki.address}/directives/")
    duty.get_by_role("link", name="Enter an order").click()
    duty.get_by_role("button", name="Read the clauses out of the text").click()
    expect(duty.get_by_role("alert")).to_contain_text("The text is empty.")
    duty.get_by_label("The order's words").fill(ORDER)
    duty.get_by_label("Issued on").fill("2025-11-15")
    duty.get_by_role("button", name="Read the clauses out of the text").click()

    expect(duty.get_by_role("heading", name="3 clauses drafted")).to_be_visible()
    expect(duty.locator(".article .w-date")).to_have_text("by 30 November 2025")
    first, second, third = (duty.locator(f"#draft-{n}") for n in (1, 2, 3))
    expect(first.get_by_label("Governors")).to_be_checked()
    expect(first.get_by_label("Police chiefs")).to_be_checked()
    expect(first.get_by_label("The day those words state")).to_have_value("2025-11-30")
    expect(second.get_by_label("Other bodies, by name")).to_have_value("The Ministry of Justice")
    expect(second.get_by_label("The day those words state")).to_have_value("")
    expect(third).to_contain_text("Forbids")

    _name_it(duty)
    duty.get_by_role("button", name="Enter the confirmed clauses").click()
    expect(duty.get_by_role("alert")).to_contain_text("No clause is confirmed.")
    second.get_by_label("Deadline, as the order words it").fill("within a week")
    for draft in (first, second):
        draft.get_by_label("The order says so: enter it").check()
    duty.get_by_role("button", name="Enter the confirmed clauses").click()
    expect(duty.get_by_role("alert")).to_contain_text("“within a week” does not stand in the order")
    second.get_by_label("Deadline, as the order words it").fill("")
    duty.get_by_role("button", name="Enter the confirmed clauses").click()

    issued = duty.locator("#issued")
    expect(issued.locator(".clause")).to_have_count(2)
    expect(issued).to_contain_text("Deadline in the order: by 30 November 2025 (30 November 2025)")
    expect(issued).not_to_contain_text("gendarmerie")
    issued.get_by_role("link", name="Set obligations").first.click()
    expect(duty.get_by_label("Governors")).to_be_checked()
    expect(duty.get_by_label("Gendarmerie commanders")).not_to_be_checked()


def test_a_khmer_order_is_confirmed_whole_on_a_phone(samaki: Samaki) -> None:
    duty = samaki.open_as("duty", width=PHONE, language="km")
    duty.goto(f"{samaki.address}/directives/enter/")
    duty.get_by_label("ពាក្យនៃបទបញ្ជា").fill(KHMER)
    duty.get_by_label("ចេញនៅថ្ងៃ").fill("2025-11-15")
    duty.get_by_role("button", name="អានប្រការចេញពីអត្ថបទ").click()

    expect(duty.locator(".article")).to_have_attribute("lang", "km")
    expect(duty.locator("#id_c1-due_on")).to_have_value("2025-11-30")
    assert duty.evaluate("document.documentElement.scrollWidth") <= PHONE
    _name_it(duty)
    duty.get_by_role("button", name="បញ្ជាក់ទាំងអស់ ហើយបញ្ចូល").click()
    expect(duty.locator("#issued .clause")).to_have_count(2)
    expect(duty.locator("#issued")).to_contain_text("អភិបាល")


def _name_it(duty: Page) -> None:
    duty.locator("#id_title_en").fill("Empty halls")
    duty.locator("#id_title_km").fill("អគារទំនេរ")
    duty.locator("#id_issuer_en").fill("The ministry")
    duty.locator("#id_issuer_km").fill("ក្រសួង")
