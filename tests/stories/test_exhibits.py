"""A walk of exhibits: a box of 40 phones lacks two and is handed over; money leaves by two."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from tests.stories.conftest import Samaki

pytestmark = pytest.mark.story

PHONE = 360


def test_a_box_of_forty_phones_goes_from_hand_to_hand_and_two_of_them_do_not_vanish(
    samaki: Samaki,
) -> None:
    intake = samaki.open_as("intake", width=PHONE)
    box = _seize(samaki, intake)
    _photograph(intake)

    # Counted by one alone, it is sent nowhere and not offered.
    intake.goto(f"{samaki.address}/custody/exhibits/{box}/")
    expect(intake.get_by_role("link", name="Hand it over")).to_have_count(0)
    expect(intake.locator("main")).to_contain_text("counted by one officer only")

    chief = samaki.open_as("police1")
    chief.goto(f"{samaki.address}/custody/exhibits/{box}/")
    chief.get_by_role("link", name="Count its pieces").click()
    expect(chief.locator("main")).not_to_contain_text("40")
    chief.get_by_label("Pieces counted").fill("38")
    chief.get_by_role("button", name="Save the count").click()
    expect(chief.locator(".between__n")).to_have_text("−2")
    expect(chief.locator("main")).to_contain_text("Poipet police answers for it now")

    command = samaki.open_as("command")
    command.goto(chief.url)
    command.get_by_role("link", name="Declare pieces missing or found").click()
    command.get_by_label("What is declared").select_option("Unaccounted for")
    command.get_by_label("How many pieces").fill("2")
    command.get_by_label("What is known of it").fill("Not in the room, the seal was whole")
    command.get_by_role("button", name="Save the declaration").click()
    expect(command.locator("main")).to_contain_text("2 unaccounted for")
    command.goto(chief.url)
    expect(command.locator("main")).to_contain_text("Settled by an entry")

    _send(samaki, intake, box)
    expect(intake.locator("main")).to_contain_text("On the road")
    receiver = samaki.open_as("receiver", width=PHONE)
    receiver.goto(intake.url)
    receiver.get_by_label("Box of forty").check()
    receiver.get_by_role("button", name="Save the receipt").click()
    expect(receiver.locator("main")).to_contain_text("Received")

    command.goto(f"{samaki.address}/custody/exhibits/{box}/")
    expect(command.locator("main")).to_contain_text("Police, Banteay Meanchey")
    expect(command.locator("main")).to_contain_text("2 unaccounted for")
    answer = command.request.get(f"{samaki.address}/custody/exhibits/labels/?exhibit={box}")
    assert answer.body().startswith(b"%PDF")


def test_money_and_a_thing_leave_by_two_persons(samaki: Samaki) -> None:
    intake = samaki.open_as("intake", width=PHONE)
    intake.goto(f"{samaki.address}/custody/payments/new/")
    intake.get_by_role("button", name="Save the payment").click()
    expect(intake.get_by_role("alert")).to_contain_text("The kind is missing")
    intake.get_by_label("What it is for").select_option("Fine")
    intake.get_by_label("Amount").fill("៥០.00")
    intake.get_by_label("Currency").select_option("USD")
    intake.get_by_label("Ground").fill("Article 36")
    intake.get_by_label("Number of the receipt").fill("K-0099")
    intake.get_by_label("Taken by").select_option("Poipet police")
    intake.get_by_role("button", name="Save the payment").click()
    expect(intake.locator("main")).to_contain_text("50.00 USD")
    expect(intake.locator("main")).to_contain_text("You took it yourself")

    command = samaki.open_as("command")
    command.goto(intake.url)
    command.get_by_role("button", name="Confirm it").click()
    expect(command.locator("main")).to_contain_text("confirmed")

    intake.goto(f"{samaki.address}/custody/exhibits/")
    intake.get_by_role("link", name="Computer").click()
    expect(intake.get_by_role("link", name="Return or destroy it")).to_have_count(0)
    command.goto(intake.url)
    command.get_by_role("link", name="Count its pieces").click()
    command.get_by_label("Pieces counted").fill("1")
    command.get_by_role("button", name="Save the count").click()
    intake.reload()
    intake.get_by_role("link", name="Return or destroy it").click()
    intake.get_by_label("How custody ends").select_option("Returned to the owner")
    intake.get_by_label("Order or decision").fill("Prosecutor, order 12")
    intake.get_by_label("Number of the receipt").fill("R-12")
    intake.get_by_role("button", name="Prepare the release").click()
    expect(intake.locator("main")).to_contain_text("You prepared it yourself")
    command.goto(intake.url)
    command.get_by_role("button", name="Confirm: it has left").click()
    expect(command.locator("main")).to_contain_text("custody ended")


def _seize(samaki: Samaki, intake: Page) -> str:
    intake.goto(f"{samaki.address}/custody/exhibits/seize/")
    intake.get_by_label("Kind of exhibit").select_option("Phone")
    intake.get_by_label("What it looks like").fill("Box of forty")
    intake.get_by_label("Pieces under the seal").fill("40")
    intake.get_by_label("Seal number").fill("Z 9000")
    _choose_first(intake, "Found at")
    intake.get_by_label("Held by").select_option("Poipet police")
    intake.get_by_role("button", name="Save the exhibit").click()
    expect(intake.locator("main")).to_contain_text("Nobody has counted it a second time")
    return intake.url.rstrip("/").rpartition("/")[2]


def _choose_first(page: Page, label: str) -> None:
    field = page.get_by_label(label)
    if field.input_value() == "":
        field.select_option(index=1)


def _photograph(intake: Page) -> None:
    drawn = io.BytesIO()
    Image.new("RGB", (900, 600), (30, 60, 90)).save(drawn, "JPEG")
    intake.get_by_role("link", name="Add a photograph").click()
    field = intake.get_by_label("Photograph")
    field.set_input_files({"name": "x.jpg", "mimeType": "image/jpeg", "buffer": b"no picture"})
    intake.get_by_role("button", name="Save the photograph").click()
    expect(intake.get_by_role("alert")).to_contain_text("no photograph in JPEG or PNG")
    field.set_input_files({"name": "x.jpg", "mimeType": "image/jpeg", "buffer": drawn.getvalue()})
    intake.get_by_role("button", name="Save the photograph").click()
    seen = intake.locator("img.photo")
    expect(seen).to_have_count(1)
    assert seen.evaluate("image => image.decode().then(() => image.naturalWidth)") == 480


def _send(samaki: Samaki, intake: Page, box: str) -> None:
    intake.goto(f"{samaki.address}/custody/exhibits/{box}/")
    intake.get_by_role("link", name="Hand it over").click()
    expect(intake.get_by_label("Box of forty")).to_be_checked()
    intake.get_by_label("To", exact=True).select_option("Police, Banteay Meanchey")
    intake.get_by_label("Escort, who answers").select_option("Gendarmerie, Banteay Meanchey")
    intake.get_by_role("button", name="Send them off").click()
