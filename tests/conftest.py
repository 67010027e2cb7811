"""What every test has: books that balance after each test, moments that are passed in."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from django.db import transaction
from django.utils import translation
from tests import needs

from samaki.ground.journal import queries as journal
from samaki.systems.custody.queries import books as custody
from samaki.web import world

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django import DjangoDbBlocker

_MORNING = datetime(2025, 11, 17, 23, 0, tzinfo=UTC)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out what the machine cannot run and say how to get it; with REQUIRE_ALL it fails."""
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
    """Load the demo world before the first test of a module, and take it away after the last.

    Each test's own transaction lies inside this one, so that no test sees what another wrote. For
    tests marked `django_db`, never for those that end a connection or a transaction themselves.
    Returns how many rows the journal's proof has to look at.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        world.load(at=_MORNING)
        _assert_sound()
        yield journal.size()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def ground_once(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[int]:
    """Lay the demo world's ground alone, in the same way; no module asks for both."""
    with django_db_blocker.unblock(), transaction.atomic():
        world.load(at=_MORNING, until="lay_ground")
        _assert_sound()
        yield journal.size()
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Speak English in every test, whatever language a page was asked for in the one before."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def books_balance(request: pytest.FixtureRequest) -> Iterator[None]:
    """After every test that touches the database, nothing recorded was altered and all balances.

    A test that tampers on purpose says so with the marker `tampers`.
    """
    uses_database = request.node.get_closest_marker("django_db") or (
        {"db", "transactional_db", "live_server"} & set(request.fixturenames)
    )
    if not uses_database:
        yield
        return
    # Asked for first, so that it is taken down last: the check below still needs the database.
    is_transactional = {"transactional_db", "live_server"} & set(request.fixturenames)
    request.getfixturevalue("transactional_db" if is_transactional else "db")
    yield
    if request.node.get_closest_marker("tampers") is None and _wrote(request):
        _assert_sound()


def _wrote(request: pytest.FixtureRequest) -> bool:
    """Tell whether the books grew since they were last proved, so that they have to be again."""
    once = {"world_once", "ground_once"} & set(request.fixturenames)
    return not once or journal.size() != request.getfixturevalue(once.pop())


def _assert_sound() -> None:
    assert [str(found) for found in journal.breaks()] == []
    assert custody.verify().fault is None
