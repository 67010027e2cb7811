"""A walk of a morning's files: good ones become claims, bad ones are named, none counts twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from tests.ground.documents import made

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page
    from tests.stories.conftest import Samaki

pytestmark = pytest.mark.story

PHONE = 360
PATIENCE = 60_000  # ms: the work in the background may wait for a busy machine
FILES = {
    "page.html": made.HTML,
    "order.pdf": made.pdf("On 16 November police in Kampot arrested 41 Vietnamese."),
    "letter.docx": made.docx("<w:p><w:r><w:t>Police in Bavet found 12 Thais.</w:t></w:r></w:p>"),
    "mail.eml": made.mail("Police in Takeo detained 9 Chinese.", ("scan.png", b"\x89PNG")),
    "result.json": made.telegram(),
    "broken.pdf": made.pdf()[:200],
    "bomb.docx": made.docx(more={"word/media/a.bin": bytes(20_000_000)}),
}
GOOD = 6  # texts: one each of four files, and two messages


def test_a_mornings_files_become_claims_and_the_bad_are_named(
    samaki: Samaki, tmp_path: Path
) -> None:
    duty = samaki.open_as("duty", width=PHONE)
    files = [tmp_path / name for name in FILES]
    for file in files:
        file.write_bytes(FILES[file.name])

    _send(duty, samaki, files)

    expect(duty.locator("#standing .tag")).to_have_text("Done, some bad", timeout=PATIENCE)
    bad = duty.locator("#standing ol")
    expect(bad).to_contain_text("broken.pdf")
    expect(bad).to_contain_text("cannot be opened: it is damaged")
    expect(bad).to_contain_text("bomb.docx unpacks to more than a document needs")
    expect(bad).to_contain_text("mail.eml › scan.png is a picture")
    expect(duty.locator("#texts tbody tr")).to_have_count(GOOD)
    duty.get_by_role("link", name="A raid").click()
    expect(duty.locator("mark").first).to_contain_text("271")
    expect(duty.get_by_text("From the file page.html")).to_be_visible()
    duty.get_by_role("button", name="Accept").first.click()
    expect(duty.locator("main")).to_contain_text("is accepted")

    # The same morning once more adds nothing.
    _send(duty, samaki, files)
    expect(duty.locator("#standing .tag")).to_have_text("Done, some bad", timeout=PATIENCE)
    expect(duty.locator("#standing dl dd")).to_have_text(["0", str(GOOD)])
    expect(duty.locator("#texts tbody tr")).to_have_count(GOOD)


def test_files_are_sent_in_khmer_too(samaki: Samaki, tmp_path: Path) -> None:
    duty = samaki.open_as("duty", language="km")
    file = tmp_path / "broken.pdf"
    file.write_bytes(FILES[file.name])
    duty.goto(f"{samaki.address}/claims/paste/")
    duty.get_by_label("ឯកសារ", exact=True).set_input_files(file)
    duty.get_by_role("button", name="អានឯកសារទាំងនេះ").click()

    expect(duty.locator("#standing ol")).to_contain_text(
        "មិនអាចបើក broken.pdf បានទេ", timeout=PATIENCE
    )


def _send(page: Page, samaki: Samaki, files: list[Path]) -> None:
    page.goto(f"{samaki.address}/claims/")
    page.get_by_role("link", name="Read a text").click()
    page.get_by_label("Files", exact=True).set_input_files(files)
    page.get_by_role("button", name="Read the files").click()
