"""A station, an immigration site, a committee, and the three who act."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from tests.systems.immigration.file import COMMITTEE, SITE, STATION, Bench

from samaki.ground.agencies.services import Name, open_agency, open_unit
from samaki.ground.places.services import load_gazetteer
from samaki.systems.custody.rules import AccountKind
from samaki.systems.custody.services.accounts import open_account
from samaki.systems.immigration.rules import KEEPER

if TYPE_CHECKING:
    from datetime import datetime

BY = "machine:installer"


@pytest.fixture
def bench(db: None, at: datetime) -> Bench:
    """Everybody who acts, and the units that answer for people."""
    opened = at - timedelta(days=3)
    load_gazetteer(by=BY, at=opened)
    open_agency(by=BY, code="NP", name=Name("Police", "ប៉ូលិស"), at=opened)
    for code, area, name in (
        (STATION, "KH-1", Name("Poipet police", "ប៉ូលិសប៉ោយប៉ែត")),
        (SITE, "KH-8", Name("Immigration site", "ទីតាំងអន្តោប្រវេសន៍")),
        (KEEPER, "KH", Name("Immigration headquarters", "ទីស្តីការអន្តោប្រវេសន៍")),
        (COMMITTEE, "KH", Name("Anti-trafficking committee", "គណៈកម្មាធិការ")),
    ):
        open_unit(by=BY, code=code, agency="NP", area=area, superior=None, name=name, at=opened)
    found = Bench(at)
    for unit, kind in ((STATION, AccountKind.STATION), (SITE, AccountKind.IMMIGRATION_SITE)):
        open_account(actor=found.officer, kind=kind, unit=unit, at=opened)
    return found
