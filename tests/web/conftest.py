"""The gate at which harm is tried: somebody held, and places to go to that punish."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.web.gate import ALSO, ENDS, Gate

from samaki.ground.agencies.services import Name, open_unit
from samaki.systems.custody.services.accounts import open_account
from samaki.systems.immigration.models import ExpulsionCase
from samaki.systems.immigration.rules import KEEPER
from samaki.web import world

if TYPE_CHECKING:
    from datetime import datetime


@pytest.fixture
def gate(world_once: int, at: datetime) -> Gate:
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
