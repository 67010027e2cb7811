"""The sixth walk: the duty officer sees what presses, and issues the situation report."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from tests.stories.conftest import Samaki

pytestmark = pytest.mark.story

PHONE = 360


def test_the_duty_officer_issues_the_report_and_every_figure_opens(samaki: Samaki) -> None:
    duty = samaki.open_as("duty", width=1440)
    duty.goto(samaki.address)
    needs = duty.locator("#needs")
    expect(needs).to_contain_text("2 in transit, not received")
    expect(needs).to_contain_text("334 people over the custody limit")
    expect(needs).to_contain_text("obligations overdue")
    expect(needs).to_contain_text("1 conflict")

    duty.get_by_role("link", name="Issue the situation report").click()
    duty.get_by_label("As of", exact=True).fill("2025-11-18T06:00")
    duty.get_by_role("button", name="Issue the situation report").click()
    expect(duty.locator("h1")).to_contain_text("Situation report SI-")
    report = duty.url

    _the_files_are_given(duty, report)
    _the_figures_open(duty, report)
    _it_is_not_issued_twice(duty, samaki)

    khmer = samaki.open_as("oversight", language="km")
    khmer.goto(report)
    expect(khmer.locator("h1")).to_contain_text("របាយការណ៍ស្ថានភាព")
    expect(khmer.locator("main")).to_contain_text("១.៣៣៥")


def _the_files_are_given(duty: Page, report: str) -> None:
    for language in ("km", "en"):
        printed = duty.request.get(f"{report.rstrip('/')}.pdf?lang={language}")
        assert printed.ok
        assert printed.headers["content-type"] == "application/pdf"
        assert printed.body().startswith(b"%PDF-")
    found = duty.request.get(f"{report.rstrip('/')}.json").json()
    assert found["content"]["custody"]["everyone"] == 334
    assert found["content"]["as_of"].startswith("2025-11-17T23:00")
    expect(duty.locator(".digest")).to_contain_text(found["digest"])


def _the_figures_open(duty: Page, report: str) -> None:
    duty.locator("#variances").get_by_role("link", name="2", exact=True).click()
    expect(duty.locator("h1")).to_contain_text("Hand-over HV-")
    expect(duty.locator("main")).to_contain_text("13 h 40 min")
    duty.goto(report)
    duty.locator("#clocks").get_by_role("link", name="208", exact=True).click()
    expect(duty.locator("h1")).to_contain_text("208 with Poipet police")
    expect(duty.locator("main")).to_contain_text("21 h 0 min")
    duty.goto(report)
    duty.locator("#provinces").get_by_role("link", name="271", exact=True).first.click()
    expect(duty.locator("main")).to_contain_text("As of 18 November 2025, 06:00")


def _it_is_not_issued_twice(duty: Page, samaki: Samaki) -> None:
    duty.goto(f"{samaki.address}/sitrep/issue/")
    duty.get_by_label("As of", exact=True).fill("2025-11-18T06:00")
    duty.get_by_role("button", name="Issue the situation report").click()
    expect(duty.get_by_role("alert")).to_contain_text("says the same as of the same moment")


def test_the_flow_is_drawn_on_a_desk_and_on_a_phone(samaki: Samaki) -> None:
    desk = samaki.open_as("duty", width=1440)
    desk.goto(samaki.address)
    expect(desk.locator("svg.only-wide")).to_be_visible()
    expect(desk.locator("svg.only-narrow")).to_be_hidden()
    assert desk.locator("svg.only-wide .road").count() == 1
    expect(desk.locator(".unplaced")).to_contain_text("At least 1,001 more are claimed.")
    desk.locator("svg.only-wide").get_by_text("In transit").click()
    expect(desk.locator("h1")).to_have_text("Where the 2 are")
    expect(desk.locator("main")).to_contain_text("In transit with Gendarmerie")

    phone = samaki.open_as("command", width=PHONE)
    phone.goto(samaki.address)
    expect(phone.locator("svg.only-narrow")).to_be_visible()
    expect(phone.locator("svg.only-wide")).to_be_hidden()
    expect(phone.locator("#h-flow")).to_have_text("Where the 271 are now")
    phone.locator("#flow summary").click()
    phone.locator("#flow").get_by_role("link", name="271", exact=True).last.click()
    expect(phone.locator("h1")).to_have_text("Where the 271 are")


def test_a_visitor_sees_none_of_the_lists_of_the_house(samaki: Samaki) -> None:
    visitor = samaki.open_as(None)

    for part in ("#needs", "#flow"):
        expect(visitor.locator(part)).to_have_count(0)
    answer = visitor.goto(f"{samaki.address}/sitrep/")
    assert answer is not None
    assert "/log-in/" in visitor.url
