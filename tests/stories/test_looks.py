"""Every page at phone and desktop width, in both languages and both lights: nothing sticks out."""

from __future__ import annotations

import re
from functools import partial
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import urljoin

import pytest
from axe_playwright_python.sync_playwright import Axe

if TYPE_CHECKING:
    from playwright.sync_api import ConsoleMessage, Page
    from tests.stories.conftest import Samaki

pytestmark = pytest.mark.story

_LINK = re.compile(r'<a\b[^>]*\bhref="([^"]+)"')
_NO_PAGE = re.compile(
    r"log-out|\.pdf$|\.json$|\.svg$|/table/$|/labels/$|/photos/|/sheets/empty/|\.xlsx$"
)
_RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
# Who reaches what nobody before them does; a page is looked at as the first who may open it.
_READERS = (
    *(None, "duty", "intake", "command18", "screener", "immigration", "authority", "supervisor"),
    *("inspector", "commissioner", "analyst", "discipline", "army", "gendarmerie1", "manager"),
)
_LOOKS = ((1440, "en", "light"), (360, "km", "dark"), (320, "en", "dark"))


Reached = dict[str | None, list[str]]


@pytest.fixture(scope="module")
def known() -> Reached:
    """What the first look found, for those after it."""
    return {}


@pytest.fixture
def reached(samaki: Samaki, known: Reached) -> Reached:
    """One path of every kind of page, under the first reader who reaches it by links."""
    seen: set[str] = set()
    for username in () if known else _READERS:
        page = samaki.open_as(username)
        every = _pages(page, samaki.address)
        known[username] = [path for kind, path in every.items() if kind not in seen]
        seen |= every.keys()
        page.context.close()
    assert sum(map(len, known.values())) > 60
    return known


def _pages(page: Page, address: str) -> dict[str, str]:
    """Return one path of every kind the reader can reach by links; nothing is drawn for it."""
    found: dict[str, str] = {}
    waiting = [address]
    while waiting:
        answer = page.request.get(waiting.pop())
        for link in _LINK.findall(answer.text()):
            bare = urljoin(answer.url, unescape(link)).partition("#")[0].partition("?")[0]
            kind = "/".join(
                "*" if any(c.isdigit() for c in part) or part.isupper() else part
                for part in bare.removeprefix(address).split("/")
            )
            is_page = bare.startswith(address) and not _NO_PAGE.search(bare)
            if is_page and kind not in found and "static" not in kind:
                found[kind] = bare.removeprefix(address)
                waiting.append(bare)
    return found


def _note(complaints: list[str], said: ConsoleMessage) -> None:
    if said.type == "error":
        complaints.append(said.text)


@pytest.mark.parametrize(("width", "language", "theme"), _LOOKS)
def test_every_page_is_whole_at_every_width_in_both_languages(
    samaki: Samaki, reached: Reached, width: int, language: str, theme: str
) -> None:
    for username, paths in reached.items():
        page = samaki.open_as(username, width=width, language=language)
        page.context.add_cookies([{"name": "theme", "value": theme, "url": samaki.address}])
        complaints: list[str] = []
        page.on("console", partial(_note, complaints))
        for path in paths:
            _look(page, f"{samaki.address}{path}", width, is_small=width < 360)
        assert complaints == [], username
        page.context.close()


def _look(page: Page, url: str, width: int, *, is_small: bool) -> None:
    page.goto(url)
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= width, f"{url} is {wide} wide at {width}"
    assert page.locator("h1").count() == 1, url
    if is_small:  # a phone's width and its light were gone through above; here it has to fit
        return
    found = Axe().run(page, options=_RULES)
    faults = [(f["id"], f["nodes"][0]["html"][:160]) for f in found.response["violations"]]
    assert not faults, (url, width, faults)
