"""The demo world, loaded once for all tests of a module that ask for it so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import transaction
from tests.web.gate import ALSO, ENDS, Gate

from samaki.ground.agencies.services import Name, open_unit
from samaki.systems.custody.services.accounts import open_account
from samaki.systems.immigration.models import ExpulsionCase
from samaki.systems.immigration.rules import KEEPER
from samaki.web import world

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

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


@pytest.fixture
def gate(world_once: None, at: datetime) -> Gate:
    """A person at Poipet with a case, held on one ground, and a court and a prison to go to."""
    officer = world.actor("intake", at=at)
    for code, kind in ENDS.items():
        open_unit(
            by="machine:installer",
            code=code,
            agency="NP",
            area="KH-1",
            superior=None,
            name=Name(f"Demonstration {code}", f"{code}"),
            at=at,
        )
        open_account(actor=officer, kind=kind, unit=code, at=at)
    found = Gate(at, ExpulsionCase.objects.order_by("pk")[0])
    found.hold(ALSO, by="immigration", owner=KEEPER)
    return found
