"""Persons registered long ago whom nothing ties to the books."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from tests.ground.retention.kept import Kept

if TYPE_CHECKING:
    from datetime import datetime


@pytest.fixture
def kept(db: None, at: datetime) -> Kept:
    """Three persons registered a hundred days ago, and no time set."""
    kept = Kept(at)
    for name in ("Quillmarth Zoë", "សុខ ដារ៉ា", "O'Brien"):
        kept.register(name, at=at - timedelta(days=100))
    return kept
