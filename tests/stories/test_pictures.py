"""The pictures of the written part are taken of the demo world, each as the member who sees it.

Into a temporary folder, unless `SAMAKI_PICTURES` names another; so the docs' own are taken anew.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from base64 import b64encode
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from samaki.systems.gaming import rules as gaming

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page, Response
    from tests.stories.conftest import Samaki

pytestmark = pytest.mark.story

PHONE, DESK, WIDE = 360, 1100, 1440
THAT_NIGHT = "2025-11-19T00:00"  # so that the clocks show what an officer sees, not years
LARGEST, LARGEST_TOGETHER = 250_000, 2_500_000  # bytes: a repository is no album
FEW_COLOURS = 12  # a page that failed to draw has fewer
_COUNT_COLOURS = """async source => {
  const picture = await createImageBitmap(await (await fetch(source)).blob());
  const canvas = new OffscreenCanvas(picture.width, picture.height).getContext('2d');
  canvas.drawImage(picture, 0, 0);
  const {data} = canvas.getImageData(0, 0, picture.width, picture.height);
  return new Set(new Uint32Array(data.buffer)).size;
}"""


@dataclass(frozen=True)
class Picture:
    """One picture: whose eyes, which way leads to what it shows, how it is looked at."""

    name: str
    who: str | None
    walk: Callable[[Page], None]
    width: int = DESK
    height: int = 900
    language: str = "en"
    theme: str = "light"


def _go(path: str) -> Callable[[Page], None]:
    return lambda page: _open(page, path)


def _open(page: Page, path: str) -> None:
    page.goto(re.sub(r"(//[^/]+).*", rf"\1{path}", page.url))


def _click(path: str, words: str | re.Pattern[str]) -> Callable[[Page], None]:
    def walk(page: Page) -> None:
        _open(page, path)
        page.locator("main").get_by_role("link", name=words).first.click()

    return walk


def _claims(page: Page) -> None:
    _open(page, "/claims/")
    page.locator("main tbody th a").first.click()


def _plan(page: Page) -> None:
    _open(page, "/operations/plan/")
    page.get_by_label("Title, in English").fill("Sihanoukville, seafront")
    page.get_by_label("Leading unit").select_option("command-KH-18")
    page.get_by_label("Answers for the people found").select_option("police-KH-18")
    for number in (1, 2):
        page.get_by_label(f"Target {number}: site").select_option(index=number)
    page.evaluate("window.scrollTo(0, 0)")


def _count_in_khmer(page: Page) -> None:
    _open(page, "/custody/count/")
    add = page.locator("main select[name*=add], main select[name*=nationality]").last
    add.select_option("IDN")
    page.locator("main button[name], main button[formaction]").first.click()
    women, men = (page.locator(f"input[name*='IDN-{sex}-adult']") for sex in "FM")
    women.fill("៤៥")
    men.fill("២២៦")
    expect(page.locator("[data-total]")).to_have_text("២៧១")
    _see(page, "main table", above=125)


def _interview(page: Page) -> None:
    _click("/protection/", "Start with who waits longest")(page)
    page.get_by_role("button", name="Open a screening").click()
    page.get_by_label("Language of the interview").select_option("id")
    asked = page.locator(".asked")
    for number, answer in enumerate(("Not said", "Yes")):
        asked.nth(number).get_by_label(answer, exact=True).check()
    _see(page, ".asked", above=120)


def _expulsion_refused(page: Page) -> None:
    """Open the first case against which something stands; its person asks for asylum, too."""
    _open(page, "/immigration/")
    links = page.locator("tbody th a").evaluate_all("links => links.map(a => a.href)")
    for link in links:
        page.goto(link)
        if page.locator(".refusal").count():
            page.goto(f"{link}pleas/")
            page.locator("input[value=asylum]").check()
            page.get_by_role("button", name="Record it and stop everything").click()
            page.goto(link)
            expect(page.locator(".refusal .reasons > li")).to_have_count(2)
            return
    message = "nothing stands against any expulsion of the demo world"
    raise AssertionError(message)


def _checked(page: Page) -> None:
    _open(page, "/border/")
    page.get_by_label(re.compile("Name as on the document")).fill("Van Duc Nguyen")
    page.get_by_label("Born").fill("17/05/1994")
    page.get_by_role("button", name="Check", exact=True).click()
    expect(page.locator(".verdict__word")).to_have_text("Stop and ask the supervisor")
    _see(page, ".verdict__word", above=80)


def _inspection(page: Page) -> None:
    _click("/gaming/", "Start the checklist")(page)
    for key, answer in zip(gaming.ITEMS, ("Not found", "Not found", "Found"), strict=False):
        group = page.get_by_role("group", name=gaming.ITEM_WORDINGS[key], exact=True)
        group.get_by_label(answer, exact=True).check()
    _see(page, "main form fieldset", above=80)


def _linked_sites(page: Page) -> None:
    _click("/indicators/", "Blue phone")(page)
    lines = "phone ០០៨៥៥ 12 345 678\nphone +66 81 234 5678\nimei 49015420323751"
    page.get_by_label("Indicators, one a line").fill(lines)
    page.get_by_role("button", name="Record these").click()
    _open(page, "/indicators/links/")
    expect(page.locator("main tbody tr").first).to_contain_text("+855 12 345 678")


def _lapse(page: Page) -> None:
    _open(page, "/directives/obligations/?state=overdue&area=KH-1")
    page.get_by_role("link", name="Gendarmerie commander").click()
    page.locator("#lapse").get_by_label("Why").fill("Two calls, no answer")
    page.get_by_role("button", name="Record the lapse").click()


def _case(page: Page) -> None:
    _open(page, "/discipline/")
    page.locator("tr", has_text="Gendarmerie commander").get_by_role("button").click()
    page.get_by_label("Grounds").fill("No return by the due time")
    page.get_by_label("Reply until").fill("2099-01-01T12:00")
    page.get_by_role("button", name="Give the notice").click()
    expect(page.locator("#notice")).to_contain_text("Reply until 1 January 2099, 12:00")


def _sitrep(page: Page) -> None:
    _open(page, "/sitrep/issue/")
    page.get_by_label("As of", exact=True).fill("2025-11-18T06:00")
    page.get_by_role("button", name="Issue the situation report").click()
    expect(page.locator("h1")).to_contain_text("Situation report SI-")


def _view_as(page: Page) -> None:
    _open(page, "/access/")
    page.get_by_role("link", name="receiver", exact=True).click()
    page.get_by_role("button", name="View as this account").click()
    _open(page, "/custody/persons/")
    expect(page.locator("main table")).to_contain_text("Name hidden from your role")


PICTURES = (
    Picture("national", "duty", _go("/"), width=WIDE, height=1100),
    Picture("national-khmer", "duty", _go("/"), PHONE, language="km", theme="dark"),
    Picture("claims", "duty", _claims, width=WIDE),
    Picture("directive", "duty", _click("/directives/", "Eradicate telecom-fraud gangs")),
    Picture("scorecard", "duty", _go("/directives/scorecard/"), height=700),
    Picture("operation", "command18", _click("/operations/", "Sihanoukville, four targets")),
    Picture("plan", "command18", _plan),
    Picture("support", "duty", _click("/support/", "cordon")),
    Picture("count-khmer", "intake", _count_in_khmer, PHONE, 760, language="km"),
    Picture("handover", "receiver", _click("/custody/variances/", "HV-")),
    Picture("clocks", "duty", _go(f"/custody/clocks/?as_of={THAT_NIGHT}"), height=800),
    Picture("expulsion-refused", "immigration", _expulsion_refused),
    Picture("interview", "screener", _interview, PHONE, 800),
    Picture("checked", "border", _checked, PHONE, 1000),
    Picture("inspection", "inspector", _inspection, PHONE, 800),
    Picture("links", "analyst", _linked_sites),
    Picture("lapse", "duty", _lapse),
    Picture("case", "discipline", _case),
    Picture("view-as", "manager", _view_as),
    Picture("sitrep", "duty", _sitrep),  # last: its file is printed below
)


def test_every_picture_of_the_docs_is_taken_of_a_page_that_answers(
    samaki: Samaki, tmp_path: Path
) -> None:
    folder = Path(os.environ.get("SAMAKI_PICTURES") or tmp_path / "pictures").resolve()
    folder.mkdir(parents=True, exist_ok=True)
    for picture in PICTURES:
        page = _taken(samaki, picture, into=folder)
    if shutil.which("pdftoppm"):
        _print_first_page(page, folder)

    painter = samaki.open_as(None)
    painter.goto("about:blank")
    sizes = {path.name: path.stat().st_size for path in sorted(folder.glob("*.png"))}
    for name, size in sizes.items():
        drawn = b64encode((folder / name).read_bytes()).decode()
        colours = painter.evaluate(_COUNT_COLOURS, f"data:image/png;base64,{drawn}")
        assert colours > FEW_COLOURS, f"{name} shows next to nothing"
        assert size < LARGEST, f"{name} has {size} bytes"
    assert len(sizes) >= len(PICTURES)
    assert sum(sizes.values()) < LARGEST_TOGETHER


def test_every_picture_in_the_docs_is_one_of_these() -> None:
    docs = Path(__file__).resolve().parents[2] / "docs"
    taken = {picture.name for picture in PICTURES} | {"sitrep-pdf"}

    assert {path.stem for path in (docs / "pictures").glob("*.png")} == taken
    shown = " ".join(path.read_text("utf-8") for path in docs.rglob("*.md"))
    assert [name for name in sorted(taken) if f"pictures/{name}.png" not in shown] == []


def _taken(samaki: Samaki, picture: Picture, *, into: Path) -> Page:
    page = samaki.open_as(picture.who, width=DESK, language="en")
    window = page.context
    for name, value in (("django_language", picture.language), ("theme", picture.theme)):
        window.add_cookies([{"name": name, "value": value, "url": samaki.address}])
    page.set_viewport_size({"width": picture.width, "height": picture.height})
    answers: list[Response] = []
    page.on("response", lambda got: answers.append(got) if _is_page(got) else None)
    picture.walk(page)
    assert answers[-1].status == 200, (picture.name, answers[-1].url, answers[-1].status)
    script = "ក-៿" if picture.language == "km" else "A-Za-z"
    expect(page.locator("h1")).to_have_count(1)
    expect(page.locator("h1")).to_contain_text(re.compile(f"[{script}]"))
    page.screenshot(path=into / f"{picture.name}.png", animations="disabled", caret="hide")
    return page


def _is_page(got: Response) -> bool:
    return got.request.is_navigation_request() and not 300 <= got.status < 400


def _print_first_page(page: Page, folder: Path) -> None:
    """Draw the first page of the report's PDF, as it is printed."""
    printed = page.request.get(f"{page.url.rstrip('/')}.pdf?lang=en")
    assert printed.ok
    subprocess.run(
        ["pdftoppm", "-png", "-r", "72", "-singlefile", "-", str(folder / "sitrep-pdf")],
        input=printed.body(),
        check=True,
    )


def _see(page: Page, what: str, *, above: int = 16) -> None:
    """Scroll until something stands at the top of the window, with a little above it."""
    page.locator(what).first.evaluate(
        "(it, above) => window.scrollTo(0, it.getBoundingClientRect().top + scrollY - above)",
        above,
    )
