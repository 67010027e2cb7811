"""What an officer typed is not lost with a log-in that ran out, nor with a change of language."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from tests.stories.conftest import Samaki

pytestmark = pytest.mark.story

PHONE = 360
BASIS = "Found in compound 9"


def test_what_was_typed_is_back_after_a_new_log_in_and_gone_once_it_is_saved(
    samaki: Samaki,
) -> None:
    page = samaki.open_as("intake", width=PHONE)
    page.goto(f"{samaki.address}/custody/count/")
    page.locator("#add-nation").select_option("VNM")
    page.get_by_role("button", name="Add a nationality").click()
    heads = page.locator("input[name=n-VNM-F-adult]")
    heads.fill("17")
    page.locator("[name=legal_basis]").fill(BASIS)

    page.get_by_role("button", name="ខ្មែរ").click()
    expect(page.locator("html")).to_have_attribute("lang", "km")
    expect(heads).to_have_value("17")
    page.get_by_role("button", name="English").click()
    expect(page.locator("[name=legal_basis]")).to_have_value(BASIS)

    page.context.clear_cookies(name="sessionid")
    page.locator("main form button.btn--go").click()
    _log_in(page, "intake")
    expect(page.get_by_text("What you had typed here and not saved is back.")).to_be_visible()
    expect(heads).to_have_value("17")
    page.locator("main form button.btn--go").click()
    expect(page.get_by_role("alert")).to_contain_text("Choose the unit")
    page.get_by_role("button", name="ខ្មែរ").click()
    expect(heads).to_have_value("17")
    page.get_by_role("button", name="English").click()
    page.locator("[name=unit]").select_option(label="Poipet police")
    page.locator("main form button.btn--go").click()
    expect(page.locator("main")).to_contain_text("17")

    page.goto(f"{samaki.address}/custody/count/")
    expect(page.locator("[name=legal_basis]")).to_have_value("")
    expect(page.get_by_text("What you had typed")).to_have_count(0)


def test_nobody_else_reads_what_somebody_typed_in_the_same_window(samaki: Samaki) -> None:
    page = samaki.open_as("intake")
    page.goto(f"{samaki.address}/custody/count/")
    page.locator("[name=legal_basis]").fill(BASIS)
    page.context.clear_cookies(name="sessionid")
    page.goto(f"{samaki.address}/log-in/?next=/custody/ends/")
    _log_in(page, "command")

    expect(page.locator("h1")).to_contain_text("custody ended")
    assert BASIS not in page.evaluate("JSON.stringify({...sessionStorage})"), "on any page"
    page.goto(f"{samaki.address}/custody/count/")
    expect(page.locator("[name=legal_basis]")).to_have_value("")

    page.locator("[name=legal_basis]").fill(BASIS)
    page.get_by_role("button", name="Log out").click()
    page.goto(f"{samaki.address}/log-in/")
    assert BASIS not in page.evaluate("JSON.stringify({...sessionStorage})")


def test_only_what_was_typed_comes_back_and_only_where_it_was_typed(samaki: Samaki) -> None:
    page = samaki.open_as("intake")
    count = f"{samaki.address}/custody/count/"
    page.goto(count)
    page.locator("[name=legal_basis]").fill(BASIS)
    page.evaluate("document.querySelector('[name=happened_at]').defaultValue = '2025-11-01T05:00'")
    page.goto(count)

    now = page.locator("[name=happened_at]")
    assert not now.input_value().startswith("2025"), "a moment that nobody typed is that of now"
    expect(page.locator("[name=legal_basis]")).to_have_value(BASIS)
    page.goto(f"{count}?unit=police-poipet")
    expect(page.locator("[name=legal_basis]")).to_have_value("")
    expect(page.locator("[name=unit]")).to_have_value("police-poipet")


def test_what_never_reached_the_server_or_was_turned_away_there_is_not_lost(
    samaki: Samaki,
) -> None:
    page = samaki.open_as("intake")
    count = f"{samaki.address}/custody/count/"
    page.goto(count)
    page.locator("[name=legal_basis]").fill(BASIS)
    page.context.set_offline(True)
    page.locator("main form button.btn--go").click()
    page.wait_for_timeout(1000)
    page.context.set_offline(False)
    page.goto(f"{samaki.address}/custody/")
    page.goto(count)
    expect(page.locator("[name=legal_basis]")).to_have_value(BASIS)

    page.evaluate(
        "document.querySelector('main form [name=csrfmiddlewaretoken]').value = 'x'.repeat(64)"
    )
    page.locator("main form button.btn--go").click()
    expect(page.locator("main .refusal")).to_be_visible()
    page.goto(count)
    expect(page.locator("[name=legal_basis]")).to_have_value(BASIS)


def _log_in(page: Page, username: str) -> None:
    page.fill("[name=username]", username)
    page.fill("[name=password]", "samaki-demo")
    page.click("main button")
