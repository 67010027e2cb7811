"""What waits in the rail is kept while nothing is recorded, and no longer."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone
from tests.systems.custody.case import officer

from samaki.ground.access.models import Account
from samaki.ground.access.rules import Role
from samaki.ground.journal import services as journal
from samaki.web import waiting
from samaki.web.waiting import Waiting

if TYPE_CHECKING:
    from datetime import datetime

    from django.test import Client

    from samaki.ground.access.actors import Actor

pytestmark = pytest.mark.django_db
DUTY = officer("KH", Role.DUTY_OFFICER)
_PAGE = "custody:home"


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Actor]:
    """Return who asked for what waits at custody, each time that the books were asked."""
    found: list[Actor] = []

    def ask(actor: Actor, _at: datetime) -> Waiting:
        found.append(actor)
        return Waiting(len(found))

    monkeypatch.setitem(waiting.WAITING, _PAGE, ask)
    return found


def _count(at: datetime, actor: Actor = DUTY) -> int:
    return waiting.counts(actor, [_PAGE], at=at)[_PAGE].count


def test_it_is_asked_once_while_nothing_is_recorded(asked: list[Actor], at: datetime) -> None:
    assert [_count(at), _count(at + timedelta(seconds=1))] == [1, 1]
    assert asked == [DUTY]


def test_an_entry_and_a_minute_let_it_be_asked_anew(asked: list[Actor], at: datetime) -> None:
    _count(at)
    journal.record(actor="account:1", kind="test", subject="x", at=at)
    assert _count(at) == 2
    assert _count(at + timedelta(minutes=1)) == 3


def test_nobody_reads_what_waits_for_another(asked: list[Actor], at: datetime) -> None:
    other = officer("KH-1", Role.DUTY_OFFICER)
    assert [_count(at), _count(at, other), _count(at)] == [1, 2, 1]
    assert asked == [DUTY, other]


def test_who_reads_it_cannot_change_it_for_the_next(asked: list[Actor], at: datetime) -> None:
    waiting.counts(DUTY, [_PAGE], at=at)[_PAGE] = Waiting(99)
    assert _count(at) == 1


@pytest.mark.usefixtures("world_once")
@pytest.mark.parametrize(("minutes", "says"), [(-5, False), (0.5, False), (90, True)])
def test_a_clock_that_is_behind_the_books_is_said_on_every_page(
    client: Client, *, minutes: float, says: bool
) -> None:
    client.force_login(Account.objects.get(username="duty"))
    journal.record(
        actor="account:1", kind="test", subject="x", at=timezone.now() + timedelta(minutes=minutes)
    )

    page = client.get("/custody/").content.decode()

    assert ("One of the two is wrong" in page) == says
    client.logout()
    assert "One of the two is wrong" not in client.get("/login/").content.decode()
