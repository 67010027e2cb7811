"""What every test has: books that balance after each test, moments that are passed in."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from django.utils import translation
from hypothesis import HealthCheck, settings
from tests import needs, once
from tests.ready import Ready

from samaki.ground.journal import queries as journal
from samaki.picture.queries import wall
from samaki.systems.custody.queries import following
from samaki.web import waiting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django import DjangoDbBlocker

ONLY_DATABASE = "SAMAKI_TEST_ONLY_DATABASE"
_MORNING = datetime(2025, 11, 17, 23, 0, tzinfo=UTC)

# No test depends on how fast the machine is just now; so neither does one of drawn examples.
settings.register_profile(
    "whatever-the-load", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("whatever-the-load")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what the machine cannot run and say how to get it; with REQUIRE_ALL it fails.

    The longest test begins first, so that nobody waits for it alone at the end. On a second
    database only what touches one is run again.
    """
    if os.environ.get(ONLY_DATABASE):
        apart = [item for item in items if not _touches_database(item)]
        items[:] = [item for item in items if _touches_database(item)]
        config.hook.pytest_deselected(items=apart)
    items.sort(key=lambda item: "tests/postgres/" not in item.nodeid)
    for name, (found, words) in needs.MISSING.items():
        if needs.REQUIRE_ALL or found() is not None:
            continue
        for item in items:
            if item.get_closest_marker(name):
                item.add_marker(pytest.mark.skip(reason=words))


@pytest.fixture
def at() -> datetime:
    """18 November 2025, 06:00 in Phnom Penh."""
    return _MORNING


@pytest.fixture(scope="module")
def world_once(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[int]:
    """Load the demo world before the first test of a module, and take it away after the last."""
    with django_db_blocker.unblock(), once.loaded(at=_MORNING) as size:
        yield size


@pytest.fixture(scope="module")
def ground_once(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[int]:
    """Lay the demo world's ground alone, in the same way; no module asks for both."""
    with django_db_blocker.unblock(), once.loaded(at=_MORNING, until="lay_ground") as size:
        yield size


@pytest.fixture(scope="session")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ready]:
    """Give installations with the demo world in them, made once for all processes of a run."""
    own = tmp_path_factory.getbasetemp()
    made = Ready(own.parent if "PYTEST_XDIST_WORKER" in os.environ else own, own)
    yield made
    made.close()


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Speak English in every test, whatever language a page was asked for in the one before."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    """Keep nothing of the books from one test to the next: what a test wrote is taken back."""
    waiting.forget()
    wall.forget()
    following.forget()


@pytest.fixture(autouse=True)
def books_balance(request: pytest.FixtureRequest) -> Iterator[None]:
    """After every test that touches the database, nothing recorded was altered and all balances.

    A test that tampers on purpose says so with the marker `tampers`.
    """
    if not _touches_database(request.node):
        yield
        return
    # Asked for first, so that it is taken down last: the check below still needs the database.
    is_transactional = {"transactional_db", "live_server"} & set(request.fixturenames)
    request.getfixturevalue("transactional_db" if is_transactional else "db")
    yield
    if request.node.get_closest_marker("tampers") is None and _wrote(request):
        once.assert_sound()


def _touches_database(item: pytest.Item) -> bool:
    fixtures = {"db", "transactional_db", "live_server"} & set(getattr(item, "fixturenames", ()))
    return bool(fixtures) or item.get_closest_marker("django_db") is not None


def _wrote(request: pytest.FixtureRequest) -> bool:
    """Tell whether the books grew since they were last proved, so that they have to be again."""
    once = {"world_once", "ground_once"} & set(request.fixturenames)
    return not once or journal.size() != request.getfixturevalue(once.pop())
