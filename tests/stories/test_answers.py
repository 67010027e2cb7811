"""A walk of a hand-over that is declined: the receiver says why, the sender takes them back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from tests.stories.conftest import Samaki

pytestmark = pytest.mark.story

PHONE = 360


def test_the_two_who_are_missing_are_declined_and_the_sender_takes_them_back(
    samaki: Samaki,
) -> None:
    receiver = samaki.open_as("receiver", width=PHONE)
    handover = _open_variance(receiver, samaki)
    receiver.get_by_role("link", name="Decline them").click()
    receiver.get_by_role("button", name="Decline them").click()
    expect(receiver.get_by_role("alert")).to_contain_text("The reason is missing")
    receiver.get_by_label("Why they are not received").fill("No room in the cells.")
    receiver.get_by_role("button", name="Decline them").click()

    expect(receiver.locator("#receipts")).to_contain_text("No room in the cells.")
    expect(receiver.locator(".between__n")).to_have_text("2")

    sender = samaki.open_as("intake")
    sender.goto(f"{samaki.address}{handover}")
    expect(sender.locator("#receipts")).to_contain_text("Declined by Police, Banteay Meanchey")
    expect(sender.get_by_role("link", name="Decline them")).to_have_count(0)
    form = sender.request.get(f"{samaki.address}{handover}form.pdf")
    assert form.body().startswith(b"%PDF-")
    sender.get_by_role("link", name="Take them back").click()
    sender.get_by_label("All came back").check()
    sender.get_by_role("button", name="Save the receipt").click()

    expect(sender.locator(".between__n")).to_have_text("0")
    expect(sender.locator("main")).to_contain_text("2 taken back by the sender")
    sender.goto(f"{samaki.address}/custody/variances/")
    expect(sender.locator("main")).not_to_contain_text(handover.split("/")[-2])


def _open_variance(page: Page, samaki: Samaki) -> str:
    page.goto(f"{samaki.address}/custody/")
    page.locator("a.variance[href*='/handovers/']").first.click()
    return page.url.removeprefix(samaki.address)
