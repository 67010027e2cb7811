"""A real browser and a real server; after each story the books are proved from outside."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import sync_playwright
from tests import needs

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page
    from tests.installation import Installation
    from tests.ready import Ready

PASSWORD = "samaki-demo"


class Samaki:
    """A served Samaki with a browser in front of it."""

    def __init__(self, address: str, browser: Browser, made: Installation) -> None:
        self.address, self._browser, self._made = address, browser, made

    @contextmanager
    def later(self, *, days: int) -> Iterator[Samaki]:
        """Serve the same books so many days later."""
        with self._made.serving(days_ahead=days) as address:
            yield Samaki(address, self._browser, self._made)

    def open_as(self, username: str | None, *, width: int = 1280, language: str = "en") -> Page:
        """Return a page of a new window: a visitor's, or one of the cast's, logged in."""
        window = self._browser.new_context(viewport={"width": width, "height": 900})
        window.set_default_timeout(20_000)
        window.add_cookies([{"name": "django_language", "value": language, "url": self.address}])
        page = window.new_page()
        if username is not None:
            page.goto(f"{self.address}/log-in/")
            page.fill("[name=username]", username)
            page.fill("[name=password]", PASSWORD)
            page.click("main button")
        else:
            page.goto(self.address)
        return page


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all stories.

    The browser's driver keeps an event loop in this thread, and Django refuses a database to
    whatever runs beside one. Other tests may follow in the same process, so they are let.
    """
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    path = needs.chromium()
    assert path is not None, needs.MISSING["story"][1]
    with sync_playwright() as play:
        running = play.chromium.launch(
            executable_path=path,
            chromium_sandbox=False,
            args=["--disable-gpu", "--disable-quic", "--disable-background-networking"],
        )
        yield running
        running.close()


@pytest.fixture(scope="session")
def whole_world(ready: Ready) -> Installation:
    """Load the whole demo world, once."""
    return ready.template()


@pytest.fixture(scope="session")
def world_before_the_count(ready: Ready) -> Installation:
    """Load the world of the morning of 17 November, once: nobody is counted at Poipet yet."""
    return ready.template("raid_poipet")


@pytest.fixture
def samaki(whole_world: Installation, browser: Browser, tmp_path: Path) -> Iterator[Samaki]:
    """Serve the whole demo world; prove its books when the story ends."""
    yield from _served(whole_world.copy_to(tmp_path / "data"), browser)


@pytest.fixture
def morning(
    world_before_the_count: Installation, browser: Browser, tmp_path: Path
) -> Iterator[Samaki]:
    """Serve the morning of 17 November; prove its books when the story ends."""
    yield from _served(world_before_the_count.copy_to(tmp_path / "data"), browser)


def _served(made: Installation, browser: Browser) -> Iterator[Samaki]:
    with made.serving() as address:
        yield Samaki(address, browser, made)
    for window in browser.contexts:
        window.close()
    assert "Traceback" not in made.log.read_text("utf-8"), "the server met an error of its own"
    proof = made.samaki("verify")
    assert proof.returncode == 0, proof.stderr.decode()
