"""The second walk: 271 people are counted, held and handed over, and nobody is lost between."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page
    from tests.stories.conftest import Samaki

pytestmark = pytest.mark.story

PHONE = 360
PATIENCE = 60_000  # ms: the work in the background may wait for a busy machine


def test_271_are_counted_on_a_phone_and_stay_271_whatever_happens_to_them(
    morning: Samaki, tmp_path: Path
) -> None:
    intake = morning.open_as("intake", width=PHONE)
    _count_at_poipet(intake)
    assert _everyone(intake, morning) == "271"

    # 63 leave in two buses, and whoever is on a bus is with the escort until somebody counts them.
    first = _send_off(intake, morning, "32", vehicle="2B-4410")
    second = _send_off(intake, morning, "31", vehicle="2B-4411")
    assert _everyone(intake, morning) == "271"
    intake.goto(f"{morning.address}/custody/vehicles/")
    expect(intake.locator("main")).to_contain_text("63")

    # One bus fails: who was on it goes on in another, and is on the road as before.
    intake.goto(second)
    intake.get_by_role("link", name="Change the vehicle or the escort").click()
    intake.get_by_label("Vehicle now").fill("3C-0077")
    intake.get_by_label("Why they go on otherwise").fill("The engine failed at the bridge")
    intake.get_by_role("button", name="Save the change").click()
    expect(intake.locator("#receipts")).to_contain_text("On 3C-0077 instead of 2B-4411")
    assert _everyone(intake, morning) == "271"

    # 61 are received: one bus whole, of the other all but two.
    receiver = morning.open_as("receiver", width=PHONE)
    receiver.goto(first)
    receiver.get_by_label("All arrived").check()
    receiver.get_by_role("button", name="Save the receipt").click()
    expect(receiver.locator(".between__n")).to_have_text("0")
    receiver.goto(second)
    receiver.get_by_label("Only those counted below").check()
    receiver.get_by_label("Indonesia, men, adults").fill("២៩")
    receiver.get_by_role("button", name="Save the receipt").click()
    expect(receiver.locator(".between__n")).to_have_text("2")
    expect(receiver.locator("main")).to_contain_text("owner: Gendarmerie, Banteay Meanchey")
    assert _everyone(receiver, morning) == "271"

    # 40 of those who stayed get a name from a sheet.
    _name_from_a_sheet(intake, morning, tmp_path / "forty.csv", 40)
    assert _everyone(intake, morning) == "271"

    # Both stations count who is there, and the books say the same.
    for page, station, there in (
        (intake, "Poipet police", "208"),
        (receiver, "Police, Banteay Meanchey", "61"),
    ):
        page.goto(f"{morning.address}/custody/")
        page.get_by_role("link", name=station).first.click()
        page.get_by_role("link", name="Enter a physical count").click()
        page.get_by_label("People counted, all together").fill(there)
        page.get_by_role("button", name="Save the count").click()
        expect(page.locator(".between__n")).to_have_text("0")
        assert _everyone(page, morning) == "271"

    duty = morning.open_as("duty")
    expect(duty.locator(".tasks")).to_contain_text("2 in transit, not received")
    assert _everyone(duty, morning) == "334", "63 at Sihanoukville and 271 at Poipet"


def test_a_head_is_named_and_the_total_stays(samaki: Samaki) -> None:
    intake = samaki.open_as("intake")
    assert _everyone(intake, samaki) == "271"
    intake.get_by_role("link", name="Poipet police").first.click()
    intake.get_by_role("link", name="Name a head").click()
    intake.get_by_label("Counted as").select_option("n-IDN-M-adult")
    intake.get_by_label("Name, as given").fill("សុខ Demonstration")
    with intake.expect_navigation():
        intake.get_by_role("button", name="Name this person").click()

    assert _everyone(intake, samaki) == "271"
    intake.get_by_role("link", name="Poipet police").first.click()
    expect(intake.locator("main")).to_contain_text("សុខ Demonstration")

    command = samaki.open_as("command")
    command.goto(f"{samaki.address}/custody/")
    command.get_by_role("link", name="Poipet police").first.click()
    expect(command.locator("main")).not_to_contain_text("សុខ Demonstration")
    expect(command.locator("main")).to_contain_text("hidden from your role")


def test_more_than_are_held_cannot_leave_and_every_reason_is_said(samaki: Samaki) -> None:
    intake = samaki.open_as("intake", width=PHONE)
    intake.goto(f"{samaki.address}/custody/")
    intake.get_by_role("link", name="Poipet police").first.click()
    intake.get_by_role("link", name="Hand people over").click()
    intake.get_by_label("Indonesia, women, adults").fill("46")
    intake.get_by_label("Indonesia, men, adults").fill("many")
    intake.get_by_role("button", name="Send them off").click()

    alert = intake.get_by_role("alert")
    expect(alert).to_contain_text("“many” is not a whole number")
    expect(intake.get_by_label("Indonesia, women, adults")).to_have_value("46")
    assert intake.title().startswith("Error:")

    intake.get_by_label("Indonesia, men, adults").fill("")
    intake.get_by_label("To", exact=True).select_option(label="Police, Banteay Meanchey")
    intake.get_by_label("Escort, who answers for them on the road").select_option(
        label="Gendarmerie, Banteay Meanchey"
    )
    intake.get_by_role("button", name="Send them off").click()
    expect(intake.get_by_role("alert")).to_contain_text("45")
    assert _everyone(intake, samaki) == "271"


def test_the_two_who_were_missing_arrive_and_the_variance_closes(samaki: Samaki) -> None:
    receiver = samaki.open_as("receiver")
    receiver.goto(f"{samaki.address}/custody/variances/")
    receiver.get_by_role("link", name="HV-").first.click()
    receiver.get_by_label("All arrived").check()
    receiver.get_by_role("button", name="Save the receipt").click()

    expect(receiver.locator(".between__n")).to_have_text("0")
    receiver.goto(f"{samaki.address}/custody/variances/")
    expect(receiver.locator(".empty")).to_be_visible()
    assert _everyone(receiver, samaki) == "271"


def test_another_province_sees_none_of_it(samaki: Samaki) -> None:
    command = samaki.open_as("command18")
    assert _everyone(command, samaki) == "63"
    expect(command.locator("main")).not_to_contain_text("Poipet")


def _count_at_poipet(page: Page) -> None:
    page.locator("tr", has_text="Compound 1, Banteay Meanchey").get_by_role(
        "link", name="Count heads"
    ).click()
    page.get_by_label("Add a nationality").select_option("IDN")
    page.get_by_role("button", name="Add a nationality").click()
    page.get_by_label("Indonesia, adults, women").fill("៤៥")
    page.get_by_label("Indonesia, adults, men").fill("226")
    expect(page.locator("[data-total]")).to_have_text("271")
    page.get_by_label("Legal basis").fill("Found at the site; identity check")
    page.get_by_role("button", name="Save the count").click()
    expect(page.locator("main")).to_contain_text("271")


def _send_off(page: Page, samaki: Samaki, men: str, *, vehicle: str) -> str:
    """Send so many men from Poipet to the province's police; return the hand-over's address."""
    page.goto(f"{samaki.address}/custody/")
    page.get_by_role("link", name="Poipet police").first.click()
    page.get_by_role("link", name="Hand people over").click()
    page.get_by_label("Indonesia, men, adults").fill(men)
    page.get_by_label("To", exact=True).select_option(label="Police, Banteay Meanchey")
    page.get_by_label("Escort, who answers for them on the road").select_option(
        label="Gendarmerie, Banteay Meanchey"
    )
    page.get_by_label("Vehicle").fill(vehicle)
    page.get_by_role("button", name="Send them off").click()
    expect(page.locator("h1")).to_contain_text("Hand-over HV-")
    return page.url


def _name_from_a_sheet(page: Page, samaki: Samaki, file: Path, many: int) -> None:
    rows = [f"Person {n:02};Indonesia;ប្រុស;24;X{n:06}" for n in range(1, many + 1)]
    heading = "ឈ្មោះ;Nationality;ភេទ;Age;Passport number"
    file.write_text("\n".join([heading, *rows]), encoding="utf-8-sig")
    page.goto(f"{samaki.address}/custody/")
    page.get_by_role("link", name="Poipet police").first.click()
    page.get_by_role("link", name="Send a sheet").click()
    page.get_by_label("Each row is").select_option(label="Named persons")
    page.get_by_label("The sheet").set_input_files(file)
    page.get_by_role("button", name="Send it for review").click()
    page.get_by_role("button", name=f"Post the {many} good rows").click()
    expect(page.locator("#standing .tag")).to_have_text("Posted", timeout=PATIENCE)
    page.goto(f"{samaki.address}/custody/")
    page.get_by_role("link", name="Poipet police").first.click()
    expect(page.locator("dl.figures dd a.figure").nth(1)).to_have_text(str(many))


def _everyone(page: Page, samaki: Samaki) -> str:
    page.goto(f"{samaki.address}/custody/")
    return page.locator(".figure dd a").first.inner_text()
