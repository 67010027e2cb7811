"""Twelve are named at Poipet; nobody is screened yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.systems.protection.desk import Desk

from samaki.web import world

if TYPE_CHECKING:
    from datetime import datetime


@pytest.fixture
def desk(ground_once: int, db: None, at: datetime) -> Desk:
    """Return the desk on the morning of 18 November."""
    world.raid_poipet(at=at)
    world.count_poipet(at=at)
    world.hand_over_poipet(at=at)
    return Desk(at)
