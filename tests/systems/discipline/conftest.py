"""A lapse that is on record, for whoever pursues it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from tests.systems.directives.conftest import duty
from tests.systems.discipline.hearing import Hearing, open_unit_of_discipline

if TYPE_CHECKING:
    from tests.systems.directives.conftest import Duty

__all__ = ["duty"]


@pytest.fixture
def hearing(duty: Duty) -> Hearing:
    """A lapse of the governor of KH-1, on record."""
    open_unit_of_discipline(duty.at)
    ref = duty.one()
    duty.lapse(ref)
    return Hearing(duty.at + timedelta(days=3), ref, duty)
