"""The demo world, loaded once for all tests of a module that ask for it so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import transaction

from samaki.web import world

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django import DjangoDbBlocker


@pytest.fixture(scope="module")
def world_once(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Load the demo world before the first test of a module, and take it away after the last.

    Each test's own transaction lies inside this one, so that no test sees what another wrote. For
    tests marked `django_db`, never for those that end a connection or a transaction themselves.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        world.load(at=world.phnom_penh_time(18, 6))
        yield
        transaction.set_rollback(True)
