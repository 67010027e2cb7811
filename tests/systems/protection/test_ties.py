"""A screening that is not over, and a service somebody was offered, keep the name."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from tests.systems.protection.desk import NOT_A_VICTIM

from samaki.ground.retention import queries

if TYPE_CHECKING:
    from tests.systems.protection.desk import Desk

pytestmark = pytest.mark.django_db


def _codes(person: str, desk: Desk) -> set[str]:
    at = desk.at + timedelta(days=1000)
    return {r.code for r in queries.reasons_against("person", [person], days=1, at=at)[person]}


def test_a_screening_keeps_the_name_until_it_is_decided(desk: Desk) -> None:
    person = desk.person()
    screening = desk.open(person)
    assert {"in_screening", "on_hold"} <= _codes(person, desk)

    desk.hear(screening)
    desk.decide(screening, NOT_A_VICTIM)

    assert "in_screening" not in _codes(person, desk)
    assert "in_books" in _codes(person, desk)
