"""The country of the case: its areas, its units, and what they hold."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from tests.systems.custody.case import ESCORT, POIPET, SHELTER, SIHANOUK, Case, officer
from tests.systems.custody.held import COMMITTEE, EXPELS, OTHER_BODY, PRISON, Held
from tests.systems.custody.things import Things

from samaki.ground.access.actors import Actor, Grant
from samaki.ground.access.rules import GRANTS, Role
from samaki.ground.agencies.services import Name, open_agency, open_unit
from samaki.ground.places.services import load_gazetteer
from samaki.ground.sites.services import register_site
from samaki.systems.custody import rules
from samaki.systems.custody.services.accounts import open_account


@pytest.fixture
def country(db: None) -> None:
    """Open the areas and units of the case; custody's accounts are opened by `case`."""
    at = datetime(2025, 11, 14, 1, 0, tzinfo=UTC)
    load_gazetteer(by="machine:installer", at=at)
    open_agency(by="machine:installer", code="NP", name=Name("Police", "ប៉ូលិស"), at=at)
    for code, area, name in [
        (POIPET, "KH-1", Name("Poipet police", "ប៉ូលិសប៉ោយប៉ែត")),
        (SIHANOUK, "KH-18", Name("Sihanoukville police", "ប៉ូលិសព្រះសីហនុ")),
        (SHELTER, "KH-12", Name("Phnom Penh shelter", "ទីជម្រកភ្នំពេញ")),
        (ESCORT, "KH", Name("Gendarmerie escort", "អាវុធហត្ថការពារ")),
        (PRISON, "KH-1", Name("Provincial prison", "ពន្ធនាគារខេត្ត")),
        (COMMITTEE, "KH", Name("Committee", "គណៈកម្មាធិការ")),
        (OTHER_BODY, "KH", Name("Social affairs", "សង្គមកិច្ច")),
        (EXPELS, "KH", Name("Immigration", "អន្តោប្រវេសន៍")),
    ]:
        open_unit(
            by="machine:installer",
            code=code,
            agency="NP",
            area=area,
            superior=None,
            name=name,
            at=at,
        )


@pytest.fixture
def case(country: None, at: datetime) -> Case:
    """Return the case with the accounts of both police units open."""
    found = Case(at, officer("KH-1"), officer("KH-18", key="account:2"))
    opened = at - timedelta(days=3)
    station = rules.AccountKind.STATION
    open_account(actor=found.poipet, kind=station, unit=POIPET, at=opened)
    open_account(actor=found.sihanouk, kind=station, unit=SIHANOUK, at=opened)
    return found


@pytest.fixture
def held(case: Case) -> Held:
    """Return the case with 271 taken in, a prison and two bodies that screen."""
    case.take()
    prison, opened = rules.AccountKind.PRISON, case.at - timedelta(days=3)
    open_account(actor=case.poipet, kind=prison, unit=PRISON, at=opened)
    return Held(case)


@pytest.fixture
def things(country: None, at: datetime) -> Things:
    """Return the case at a compound of Banteay Meanchey."""
    command = Actor(key="account:3", grants=(Grant("KH", GRANTS[Role.PROVINCIAL_COMMAND]),))
    name = Name("Compound", "បរិវេណ")
    return Things(
        at, register_site(actor=command, kind="compound", area="KH-1", name=name, at=at).ref
    )
