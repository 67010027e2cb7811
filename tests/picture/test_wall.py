"""What the national page reads is kept while nothing is recorded, and for nobody else's eyes."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import translation
from tests.systems.custody.case import officer

from samaki.ground.access.actors import NOBODY
from samaki.ground.access.rules import Role
from samaki.ground.journal import services as journal
from samaki.picture.queries import wall
from samaki.picture.queries.needs import Needs, needs

if TYPE_CHECKING:
    from datetime import datetime

    from samaki.ground.access.actors import Actor
    from samaki.picture.queries.national import Picture

pytestmark = pytest.mark.django_db
DUTY = officer("KH", Role.DUTY_OFFICER)


@pytest.fixture
def readers(monkeypatch: pytest.MonkeyPatch) -> list[Actor]:
    """Return for whom everything was read, each time that it was."""
    found: list[Actor] = []

    def noted(actor: Actor, picture: Picture) -> Needs:
        found.append(actor)
        return needs(actor, picture)

    monkeypatch.setattr(wall, "needs", noted)
    return found


def test_it_is_read_once_while_nothing_is_recorded(readers: list[Actor], at: datetime) -> None:
    first = wall.wall(DUTY, at=at)
    assert wall.wall(DUTY, at=at + timedelta(seconds=1)) is first
    assert readers == [DUTY]


def test_an_entry_and_a_minute_let_it_be_read_anew(readers: list[Actor], at: datetime) -> None:
    wall.wall(DUTY, at=at)
    journal.record(actor="account:1", kind="test", subject="x", at=at)
    wall.wall(DUTY, at=at)
    assert wall.wall(DUTY, at=at + timedelta(minutes=1)).picture.as_of == at + timedelta(minutes=1)
    assert len(readers) == 3


def test_nobody_reads_what_is_said_to_who_may_see_more(readers: list[Actor], at: datetime) -> None:
    wall.wall(DUTY, at=at)
    province = officer("KH-1", Role.DUTY_OFFICER)
    colleague = officer("KH", Role.DUTY_OFFICER, key="account:99")
    others = [province, officer("KH", Role.INTAKE_OFFICER), colleague, NOBODY]
    for reader in others:
        wall.wall(reader, at=at)
    assert wall.wall(NOBODY, at=at).flow is None
    assert readers == [DUTY, *others]


def test_each_language_is_read_for_itself(readers: list[Actor], at: datetime) -> None:
    wall.wall(DUTY, at=at)
    with translation.override("km"):
        wall.wall(DUTY, at=at)
    assert readers == [DUTY, DUTY]
