"""The third walk: every number on the screen can be walked home to words or records."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urldefrag, urljoin

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from tests.stories.conftest import Samaki

pytestmark = pytest.mark.story

_START = ("/", "/claims/", "/directives/", "/operations/", "/custody/", "/custody/variances/")
_NUMBER = re.compile(r"\d[\d,]*")


@pytest.mark.parametrize("username", [None, "duty", "command", "intake"])
def test_every_number_can_be_walked_home(samaki: Samaki, username: str | None) -> None:
    page = samaki.open_as(username)
    waiting = [urljoin(samaki.address, path) for path in _START]
    seen: set[str] = set()
    walked = 0
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        seen.add(address)
        answer = page.goto(address)
        assert answer is not None
        if answer.status == 403 or "/log-in/" in page.url:
            continue
        assert answer.status == 200, address
        for text, target in _figures(page):
            home, anchor = urldefrag(urljoin(address, target))
            walked += 1
            _assert_home(page, home, anchor, text)
            waiting.append(home)
    assert walked >= (5 if username is None else 12)


def _figures(page: Page) -> list[tuple[str, str]]:
    links = page.locator("a[data-figure]")
    return [(link.inner_text().strip(), link.get_attribute("href") or "") for link in links.all()]


def _assert_home(page: Page, home: str, anchor: str, text: str) -> None:
    """Assert that the page a number opens names it again, among words or records that make it."""
    answer = page.request.get(home)
    assert answer.ok, (home, answer.status)
    body = answer.text()
    assert not anchor or f'id="{anchor}"' in body, (home, anchor)
    number = _NUMBER.search(text)
    if number and number[0] != "0":
        assert number[0] in re.sub(r"<[^>]+>", " ", body), (text, home)
    evidence = (
        "<mark",
        'class="handover',
        "<blockquote",
        "<td",
        'class="timeline',
        'class="empty"',
        "clause__text",
    )
    assert any(sign in body for sign in evidence), (text, home)
