"""Whoever answered for the lost says that they have seen who found them; then nothing waits."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from samaki.ground.access.actors import Actor, Grant, PermissionRefusedError
from samaki.ground.access.models import Account as LogIn
from samaki.ground.access.rules import GRANTS, Role
from samaki.ground.journal.models import Entry
from samaki.kernel.ledger import Cell
from samaki.systems.custody.models import Account, FindingSeen, FoundAgain
from samaki.systems.custody.queries import ends as queries
from samaki.systems.custody.queries.books import Moments
from samaki.systems.custody.rules import Party
from samaki.systems.custody.rules.ends import Ended, Finding
from samaki.systems.custody.services.ends import end_custody, find_again
from samaki.systems.custody.services.findings import see_finding
from samaki.systems.custody.services.refusals import MovementRefusedError
from samaki.web import world

if TYPE_CHECKING:
    from datetime import datetime

pytestmark = pytest.mark.django_db
MEN = Cell("IDN", "M", "adult")
WAITS = "4 people were found again by"


@pytest.fixture
def found(ground_once: int, at: datetime) -> FoundAgain:
    """Lose five men at Poipet; the police of Preah Sihanouk finds four of them."""
    world.raid_poipet(at=at)
    world.count_poipet(at=at)
    station = Account.objects.get(unit="police-poipet", kind="station").ref
    moment = world.phnom_penh_time(17, 20)
    gone = Ended("unknown", Party({MEN: 5}), reason="Gone", happened_at=moment)
    end_custody(actor=world.actor("intake", at=at), account=str(station), ended=gone, at=at)
    finding = Finding(Party({MEN: 4}), "Article 96", "At the port", moment + timedelta(hours=1))
    end = str(Account.objects.get(kind="unknown").ref)
    finder = world.actor("command18", at=at)
    return find_again(actor=finder, account=end, unit="police-KH-18", finding=finding, at=at)


def _as(username: str) -> Client:
    client = Client()
    client.force_login(LogIn.objects.get(username=username))
    return client


def _text(client: Client, name: str, *of: str) -> str:
    return " ".join(client.get(reverse(name, args=of)).content.decode().split())


def _codes(refused: pytest.ExceptionInfo[MovementRefusedError]) -> list[str]:
    return [reason.code for reason in refused.value.reasons]


def test_it_waits_until_the_keeper_has_seen_it_and_stands_on_record_after(
    found: FoundAgain,
) -> None:
    keeper, duty = _as("intake"), _as("duty")
    assert WAITS in _text(duty, "picture:national")
    end = str(found.giver.ref)
    assert "We have seen it" in _text(keeper, "custody:ended", end)
    assert "We have seen it" not in _text(duty, "custody:ended", end)

    answer = keeper.post(reverse("custody:ended", args=[end]), {"seen": found.ref}, follow=True)

    assert "Seen by" in " ".join(answer.content.decode().split())
    assert WAITS not in _text(duty, "picture:national")
    assert "Who was found again" not in _text(duty, "custody:ends")
    assert FindingSeen.objects.get().finding == found
    assert Entry.objects.filter(kind="custody:finding:see", subject=found.ref).count() == 1
    again = keeper.post(reverse("custody:ended", args=[end]), {"seen": found.ref})
    assert (again.status_code, FindingSeen.objects.count()) == (422, 1)
    assert f"{found.ref} was seen on" in again.content.decode()


def test_nobody_else_says_so_and_never_whoever_entered_it(found: FoundAgain, at: datetime) -> None:
    with pytest.raises(PermissionRefusedError):
        see_finding(actor=world.actor("command18", at=at), finding=found.ref, at=at)
    with pytest.raises(MovementRefusedError) as unknown:
        see_finding(actor=world.actor("intake", at=at), finding="FA-0000", at=at)
    assert _codes(unknown) == ["unknown_finding"]

    end = str(found.giver.ref)
    own = Finding(Party({MEN: 1}), "Article 96", "At home", world.phnom_penh_time(17, 22))
    intake = world.actor("intake", at=at)
    made = find_again(actor=intake, account=end, unit="police-poipet", finding=own, at=at)
    with pytest.raises(MovementRefusedError) as mine:
        see_finding(actor=intake, finding=made.ref, at=at)
    assert _codes(mine) == ["own_finding"]
    seat = Grant("KH-1", GRANTS[Role.INTAKE_OFFICER], "police-poipet")
    (line,) = [line for line in queries.findings(intake, Moments(at, at)) if line.ref == made.ref]
    assert queries.may_acknowledge(Actor("account:78", (seat,)), line), "a colleague sees it"
    assert not queries.may_acknowledge(intake, line)
    assert see_finding(actor=Actor("account:78", (seat,)), finding=made.ref.lower(), at=at)

    grant = Grant("KH", GRANTS[Role.INTAKE_OFFICER], "police-KH-18")
    with pytest.raises(MovementRefusedError) as finders:
        see_finding(actor=Actor("account:77", (grant,)), finding=found.ref, at=at)
    assert _codes(finders) == ["own_finding"]


def test_looking_back_it_waited_still(found: FoundAgain, at: datetime) -> None:
    later, duty = at + timedelta(hours=2), world.actor("duty", at=at)
    see_finding(actor=world.actor("intake", at=at), finding=found.ref, at=later)

    then, now = Moments(later, at), Moments(later, later)
    assert [line.ref for line in queries.findings(duty, then, waits=True)] == [found.ref]
    assert queries.findings(duty, now, waits=True) == []
    (line,) = queries.findings(duty, now)
    assert line.seen_at == later
    with pytest.raises(DatabaseError), transaction.atomic():
        FindingSeen.objects.update(seen_at=at)


def test_over_the_api_it_is_listed_and_seen(found: FoundAgain) -> None:
    keeper = _as("intake")
    (listed,) = keeper.get("/api/custody/ends/findings").json()
    assert (listed["ref"], listed["count"], listed["seen_at"]) == (found.ref, 4, None)

    answer = keeper.post(
        f"/api/custody/ends/findings/{found.ref}/seen",
        {},
        content_type="application/json",
        headers={"Idempotency-Key": "key-0001"},
    )

    assert (answer.status_code, answer.json()["ref"]) == (201, found.ref)
    assert keeper.get("/api/custody/ends/findings").json()[0]["seen_at"] is not None
