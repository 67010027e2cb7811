"""One person from the raid to the departure, and at a border post again in another spelling.

Named by intake, heard by a screener, decided by the authority, notified, listed and let go by
immigration, banned; then stopped at a checkpoint, where a person decides.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from tests.stories.conftest import Samaki

pytestmark = pytest.mark.story

PHONE = 360
PERSON = "Budi Santoso"
LOCAL = ZoneInfo("Asia/Phnom_Penh")


def test_one_person_is_heard_first_expelled_by_procedure_and_met_again_at_the_border(
    samaki: Samaki,
) -> None:
    ref = _name_a_head(samaki)
    officer, authority = samaki.open_as("immigration"), samaki.open_as("authority")
    case = _open_a_case(officer, samaki, ref)

    expect(officer.locator(".refusal")).to_contain_text("Not yet screened")
    expect(officer.locator(".refusal")).not_to_contain_text("Nothing was changed")
    expect(officer.get_by_role("button", name="Put on a list")).to_be_disabled()
    _decide(authority, case, until=_ahead(minutes=2))
    expect(authority.get_by_role("alert")).to_contain_text("not yet screened")
    expect(authority.get_by_role("alert")).to_contain_text("It lasts at least 24 hours")
    expect(authority.locator(".refusal")).to_contain_text("Nothing was changed")
    expect(authority.get_by_label("Reasons, in words")).to_have_value("No entry is recorded.")

    _hear_and_clear(samaki, ref)
    _decide(authority, case, until=_ahead(hours=24, minutes=30))
    expect(authority.locator(".timeline")).to_contain_text("Expulsion ordered")
    before = authority.locator("section", has=authority.get_by_role("heading", name="Before dep"))
    expect(before).to_contain_text("Record the travel document")
    expect(before).not_to_contain_text("Nothing was changed")

    phone = samaki.open_as("immigration", width=PHONE)
    _notify_the_consulate(phone, case)
    _record_the_paper(phone, case)
    manifest = _put_on_a_list(officer, samaki)
    _leave(officer)
    expect(officer.get_by_role("alert")).to_contain_text("may appeal until")
    with samaki.later(days=2) as later:  # its clock is ahead of this one: the time has run out
        officer = later.open_as("immigration")
        officer.goto(manifest.replace(samaki.address, later.address))
        _leave(officer)
        expect(officer.locator("main")).to_contain_text("They have left")

        _enter_the_ban(officer, case.replace(samaki.address, later.address))
        _nobody_is_lost(later)
        _is_met_at_the_border_in_another_spelling(later)


def _name_a_head(samaki: Samaki) -> str:
    """Name one of the men counted at Poipet, on a phone; return the person's reference."""
    intake = samaki.open_as("intake", width=PHONE)
    intake.goto(f"{samaki.address}/custody/")
    intake.get_by_role("link", name="Poipet police").first.click()
    intake.get_by_role("link", name="Name a head").click()
    intake.get_by_label("Counted as").select_option("n-IDN-M-adult")
    intake.get_by_label("Name, as given").fill(PERSON)
    with intake.expect_navigation():
        intake.get_by_role("button", name="Name this person").click()
    intake.goto(f"{samaki.address}/custody/persons/?q=Budi")
    return intake.locator("main tbody th").first.inner_text().strip()


def _open_a_case(page: Page, samaki: Samaki, ref: str) -> str:
    """Open the person's case with what was found of entry and papers; return its address."""
    page.goto(f"{samaki.address}/immigration/open/{ref}/")
    expect(page.locator("main")).to_contain_text(PERSON)
    _fill_the_check(page)
    page.get_by_role("button", name="Open the case").click()
    expect(page.locator("main")).to_contain_text("Not yet screened")
    return page.url


def _hear_and_clear(samaki: Samaki, ref: str) -> None:
    """Hear the person on a phone; nothing to protect is found, and somebody says so in words."""
    screener = samaki.open_as("screener", width=PHONE)
    screener.goto(f"{samaki.address}/protection/persons/{ref}/")
    screener.get_by_role("button", name="Open a screening").click()
    screener.get_by_label("Language of the interview").select_option("id")
    for group, answer in (
        ("Was an interpreter present?", "Yes"),
        ("Was somebody else in the room?", "Nobody else"),
        ("Age of the person", "18 or older"),
    ):
        screener.get_by_role("group", name=group).get_by_label(answer, exact=True).check()
    screener.get_by_label("agrees that the answers are written down").check()
    asked = screener.locator(".asked")
    for number in range(asked.count()):
        asked.nth(number).get_by_label("No", exact=True).check()
    screener.get_by_role("button", name="Keep the interview").click()
    screener.get_by_role("link", name="Decide the screening").click()
    screener.get_by_label("not a victim of trafficking").check()
    screener.get_by_label("a public body, not the police").check()
    screener.get_by_label("Your reasons, in words").fill("Came by himself, keeps his own papers")
    screener.get_by_role("button", name="Record the determination").click()
    expect(screener.locator("main")).to_contain_text("not a victim of trafficking")


def _enter_the_ban(page: Page, case: str) -> None:
    page.goto(f"{case}ban/")
    page.get_by_label("From", exact=True).fill(f"{_ahead(days=2):%Y-%m-%d}")
    expect(page.get_by_label("Last day")).to_have_value("")
    page.get_by_label("Last day").fill("2099-01-01")
    page.get_by_label("Ground of the ban, in words").fill("Illegal entry")
    page.get_by_role("button", name="Enter the ban").click()
    expect(page.locator("main")).to_contain_text("Re-entry ban LI-")
    expect(page.locator(".asof").first).to_contain_text("Expelled by Immigration headquarters")


def _is_met_at_the_border_in_another_spelling(samaki: Samaki) -> None:
    border = samaki.open_as("border", width=PHONE)
    border.goto(f"{samaki.address}/border/checkpoints/poipet/")
    border.get_by_label("Name as on the document, or the lines at its foot").fill("SANTOSO, Boedi")
    border.get_by_label("Born").fill("1990-05")
    border.get_by_role("button", name="Check").click()
    expect(border.locator("main")).to_contain_text("Re-entry ban")
    expect(border.locator("main")).to_contain_text("The same parts of the name, in another order")
    expect(border.locator("main")).to_contain_text("Nothing happens to the traveller by this page.")


def _decide(page: Page, case: str, *, until: datetime) -> None:
    page.goto(f"{case}decide/")
    expect(page.locator("input:checked")).to_have_count(0)
    page.get_by_label("The person is expelled").check()
    page.get_by_label("Reasons, in words").fill("No entry is recorded.")
    page.get_by_label("Entered without permission").check()
    page.get_by_label("Language in which it was told").fill("Indonesian")
    page.get_by_label("Appeal until").fill(until.strftime("%Y-%m-%dT%H:%M"))
    page.get_by_label("Who set that time").fill("Immigration headquarters")
    page.get_by_role("button", name="Record the decision").click()


def _notify_the_consulate(page: Page, case: str) -> None:
    page.goto(f"{case}consulate/")
    page.get_by_label("Language in which the person was told").fill("Indonesian")
    page.get_by_role("button", name="Record that the person was told").click()
    page.get_by_label("Wants the consulate notified").check()
    page.get_by_role("button", name="Record the answer").click()
    page.goto(f"{case}consulate/")
    page.get_by_label("Consular post").fill("Embassy of Indonesia")
    page.get_by_role("button", name="Record that the consulate was notified").click()
    expect(page.locator(".timeline")).to_contain_text("Consulate notified")


def _record_the_paper(page: Page, case: str) -> None:
    page.goto(f"{case}paper/")
    page.get_by_label("Emergency travel document").check()
    page.get_by_label("Number").fill("SPLP-DEMO-2")
    page.get_by_label("Issuing state").select_option("IDN")
    page.get_by_label("There since").fill("2025-11-18")
    page.get_by_label("Birth date in it, whole or in part").fill("1990-05")
    page.get_by_role("button", name="Record the document").click()
    expect(page.locator(".timeline")).to_contain_text("Travel document recorded")


def _put_on_a_list(page: Page, samaki: Samaki) -> str:
    """Prepare a list, put the person on it and confirm boarding; return its address."""
    page.goto(f"{samaki.address}/immigration/manifests/prepare/")
    page.get_by_label("Flight").check()
    page.get_by_label("Carrier").fill("Demonstration air 1")
    page.get_by_label("From which checkpoint").fill("Phnom Penh airport")
    page.get_by_label("To which state").select_option("IDN")
    page.get_by_label("When it leaves").fill(_ahead(hours=26).strftime("%Y-%m-%dT%H:%M"))
    page.get_by_role("button", name="Prepare the list").click()
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Put on the list").click()
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Confirm as boarded").click()
    expect(page.locator("main")).to_contain_text(re.compile("1 waiting on it, 1 of them boarded"))
    return page.url


def _leave(page: Page) -> None:
    page.get_by_role("button", name="Record the departure").click()


def _ahead(**delta: float) -> datetime:
    """Return a moment so far ahead, in local time."""
    return datetime.now(tz=LOCAL) + timedelta(**delta)


def _nobody_is_lost(samaki: Samaki) -> None:
    """Everybody who was taken in is still in the books: one of the 334 stands there as expelled."""
    duty = samaki.open_as("duty")
    duty.goto(f"{samaki.address}/custody/")
    figures = duty.locator(".figure dd a")
    expect(figures.nth(0)).to_have_text("334")
    expect(figures.nth(1)).to_have_text("331")


def _fill_the_check(page: Page) -> None:
    page.get_by_label("Entry into the country").fill("By land at night, as the person said")
    page.get_by_label("Stay", exact=True).fill("No permit is registered")
    page.get_by_label("Papers", exact=True).fill("None shown; the employer keeps the passport")
    page.get_by_label("Who said so").fill("The person")
    page.get_by_label("Entered without permission").check()
