"""A walk of a sheet: 40 heads at Poipet are named at once, and the row that was bad comes after."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page
    from tests.stories.conftest import Samaki

pytestmark = pytest.mark.story

PHONE = 360
HEADINGS = ["ល.រ", "ឈ្មោះ", "Nationality", "ភេទ", "Age", "Passport number"]
PATIENCE = 60_000  # ms: the work in the background may wait for a busy machine


def test_forty_are_identified_from_a_sheet_and_the_row_that_was_bad_is_mended(
    samaki: Samaki, tmp_path: Path
) -> None:
    intake = samaki.open_as("intake", width=PHONE)
    held, named = _figures(intake, samaki)
    rows = [[str(n), f"Person {n:02}", "Indonesia", "ប្រុស", "24", f"X{n:06}"] for n in range(1, 42)]
    rows[6][2] = "Atlantis"
    _send(intake, _file(tmp_path / "persons.csv", [HEADINGS, *rows]))

    # Nothing is posted before somebody looked at it.
    expect(intake.locator("#mend")).to_contain_text("Atlantis")
    expect(intake.locator("#mend")).to_contain_text("This is no nationality that is known")
    expect(intake.locator("#good")).to_contain_text("Person 41")
    sheet = intake.url
    assert _figures(intake, samaki) == (held, named)
    intake.goto(sheet)
    intake.get_by_role("button", name="Post the 40 good rows").click()
    expect(intake.locator("#standing .tag")).to_have_text("Posted", timeout=PATIENCE)
    assert _figures(intake, samaki) == (held, named + 40)

    # What was bad comes back as it was, with what to mend; mended, it adds the one that lacked.
    intake.goto(sheet)
    with intake.expect_download() as given:
        intake.get_by_role("link", name="Take the rows to mend").click()
    text = given.value.path().read_text("utf-8-sig")
    back = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert (back[0][:6], back[1][:6], len(back)) == (HEADINGS, rows[6], 2)
    back[1][2] = "ឥណ្ឌូណេស៊ី"
    intake.get_by_role("link", name="Send the mended file").click()
    _send(intake, _file(tmp_path / "mended.csv", back), is_there=True)
    intake.get_by_role("button", name="Post the 1 good row").click()
    expect(intake.locator("#standing .tag")).to_have_text("Posted", timeout=PATIENCE)
    assert _figures(intake, samaki) == (held, named + 41)

    # The whole of it once more adds nothing.
    rows[6][2] = "IDN"
    intake.get_by_role("link", name="Send a sheet").click()
    _send(intake, _file(tmp_path / "again.csv", [HEADINGS, *rows]), is_there=True)
    expect(intake.locator("#known li")).to_have_count(41)
    expect(intake.get_by_role("button", name="Post the")).to_have_count(0)
    assert _figures(intake, samaki) == (held, named + 41)


def _send(page: Page, file: Path, *, is_there: bool = False) -> None:
    if not is_there:
        page.get_by_role("link", name="Send a sheet").click()
    page.get_by_label("Each row is").select_option(label="Named persons")
    page.get_by_label("The sheet").set_input_files(file)
    page.get_by_role("button", name="Send it for review").click()


def _file(path: Path, rows: list[list[str]]) -> Path:
    with path.open("w", encoding="utf-8-sig", newline="") as written:
        csv.writer(written, delimiter=";").writerows(rows)
    return path


def _figures(page: Page, samaki: Samaki) -> tuple[int, int]:
    """Return how many Poipet holds, and how many of them are named."""
    page.goto(f"{samaki.address}/custody/")
    page.get_by_role("link", name="Poipet police").first.click()
    figures = page.locator("dl.figures dd a.figure")
    return int(figures.nth(0).inner_text()), int(figures.nth(1).inner_text())
