"""Every page at phone and desktop width, in both languages and both lights: nothing sticks out."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe

if TYPE_CHECKING:
    from playwright.sync_api import ConsoleMessage, Page
    from tests.stories.conftest import Samaki

pytestmark = pytest.mark.story

_ADDRESSES = "links => links.map(a => new URL(a.getAttribute('href'), location.href).href)"
_RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


def _pages(page: Page, address: str) -> list[str]:
    """Return one address of every kind the reader can reach by links from the rail."""
    found: dict[str, str] = {}
    waiting = [address]
    while waiting:
        here = waiting.pop()
        if page.goto(here) is None:
            continue
        links = page.eval_on_selector_all("a[href]", _ADDRESSES)
        for link in links:
            bare = link.partition("#")[0].partition("?")[0]
            kind = "/".join(
                "*" if any(c.isdigit() for c in part) or part.isupper() else part
                for part in bare.removeprefix(address).split("/")
            )
            if bare.startswith(address) and kind not in found and "static" not in kind:
                found[kind] = bare
                waiting.append(bare)
    return [url for url in found.values() if "log-out" not in url]


def _note(complaints: list[str], said: ConsoleMessage) -> None:
    if said.type == "error":
        complaints.append(said.text)


@pytest.mark.parametrize("username", [None, "duty", "intake", "manager"])
def test_every_page_is_whole_at_every_width_in_both_languages(
    samaki: Samaki, username: str | None
) -> None:
    pages = _pages(samaki.open_as(username), samaki.address)
    assert len(pages) >= (2 if username is None else 7)
    for width, language, theme in ((1440, "en", "light"), (360, "km", "dark"), (320, "en", "dark")):
        page = samaki.open_as(username, width=width, language=language)
        page.context.add_cookies([{"name": "theme", "value": theme, "url": samaki.address}])
        complaints: list[str] = []
        page.on("console", partial(_note, complaints))
        for url in pages:
            page.goto(url)
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, f"{url} is {wide} wide at {width}"
            assert page.locator("h1").count() == 1, url
            found = Axe().run(page, options=_RULES)
            faults = [(f["id"], f["nodes"][0]["html"][:160]) for f in found.response["violations"]]
            assert not faults, (url, width, language, faults)
        assert complaints == []
