"""A small country with one account for each role that the pages of jobs know."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from samaki.web import world

if TYPE_CHECKING:
    from datetime import datetime

    from samaki.ground.access.actors import Actor


@pytest.fixture
def duty(ground_once: int, db: None, at: datetime) -> Actor:
    """Return the duty officer of the demo world, who may ask for jobs."""
    return world.actor("duty", at=at)


@pytest.fixture
def intake(duty: Actor, at: datetime) -> Actor:
    """Return an intake officer of the same world, who may not."""
    return world.actor("intake", at=at)
