"""Whose eyes: an officer's area covers its districts, and not the province with a longer number."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.systems.custody.case import POIPET, SIHANOUK, Case, officer

from samaki.ground.agencies.services import Name, open_unit
from samaki.systems.custody import rules
from samaki.systems.custody.queries import accounts, handovers
from samaki.systems.custody.queries.books import Moments
from samaki.systems.custody.services.accounts import open_account

if TYPE_CHECKING:
    from samaki.ground.access.actors import Actor

pytestmark = pytest.mark.django_db
STATION = rules.AccountKind.STATION


def _open(case: Case, code: str, area: str) -> None:
    open_unit(
        by="machine:installer",
        code=code,
        agency="NP",
        area=area,
        superior=None,
        name=Name(code, code),
        at=case.at,
    )
    open_account(actor=officer(area), kind=STATION, unit=code, at=case.at)


def _seen(eyes: Actor, case: Case) -> set[str]:
    return {line.unit for line in accounts.seen(eyes, Moments(case.at, case.at))}


def test_a_province_sees_the_accounts_of_its_districts(case: Case) -> None:
    _open(case, "NP-DISTRICT", "KH-1-10")
    _open(case, "NP-PHNOM-PENH", "KH-12")

    assert _seen(officer("KH-1"), case) == {POIPET, "NP-DISTRICT"}
    assert _seen(officer("KH-1-10"), case) == {"NP-DISTRICT"}
    assert _seen(officer("KH"), case) == {POIPET, SIHANOUK, "NP-DISTRICT", "NP-PHNOM-PENH"}


def test_both_ends_see_who_is_on_the_road_and_nobody_else_does(case: Case) -> None:
    case.take()
    handover = case.send()
    now = Moments(case.at, case.at)

    for area, sees in [("KH-1", True), ("KH-18", True), ("KH-12", False)]:
        found = handovers.handover(officer(area), str(handover.ref), now)
        assert (found is not None) is sees
        assert accounts.total(officer(area), now).in_transit == (63 if sees else 0)
