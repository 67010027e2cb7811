"""The demo world, loaded once for a whole module of tests."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.db import transaction

from samaki.ground.journal import queries as journal
from samaki.systems.custody.queries import books as custody
from samaki.web import world

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime


@contextmanager
def loaded(*, at: datetime, until: str = "") -> Iterator[int]:
    """Load the demo world, prove it, and take it away when the block ends.

    Each test's own transaction lies inside this one, so that no test sees what another wrote. For
    tests marked `django_db`, never for those that end a connection or a transaction themselves.
    Gives how many rows the journal's proof has to look at.
    """
    with transaction.atomic():
        world.load(at=at, until=until)
        assert_sound()
        yield journal.size()
        transaction.set_rollback(True)


def assert_sound() -> None:
    """Prove that nothing recorded was altered and that the books balance."""
    assert [str(found) for found in journal.breaks()] == []
    assert custody.verify().fault is None
