"""A program acts for the unit of its officer: what a page refuses or lets be, a token does too."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.utils import timezone

from samaki.ground.access.actors import by_program, machine
from samaki.ground.access.models import Account
from samaki.ground.access.rules import BY_PROGRAM, Machine, Role
from samaki.ground.access.services import appoint, open_account
from samaki.ground.api.services import open_token
from samaki.systems.custody.models import Account as CustodyAccount
from samaki.systems.custody.models import Handover, PhysicalCount
from samaki.systems.directives.models import Obligation
from samaki.systems.directives.rules import ObligationState
from samaki.systems.support.models import SupportRequest
from samaki.systems.support.services import SupportRefusedError, approve_support
from samaki.web import world

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world_once")]
_PARTY: dict[str, object] = {
    "heads": [{"nationality": "IDN", "sex": "M", "age": "adult", "count": 3}],
    "happened_at": "2025-11-17T20:00:00+07:00",
}
_INSTALLER = machine(Machine.INSTALLER)


class _Program:
    """A program with a token of one of the cast that asks for all a program may do."""

    def __init__(self, username: str, *, at: datetime) -> None:
        officer, now = world.actor(username, at=at), timezone.now()
        _kept, secret = open_token(
            actor=officer,
            account=Account.objects.get(username=username),
            label="counter",
            asked=BY_PROGRAM & frozenset(officer.permissions),
            valid_to=now + timedelta(days=1),
            at=now,
        )
        self._client, self._sent = Client(headers={"Authorization": f"Bearer {secret}"}), 0

    def post(self, path: str, body: Mapping[str, object]) -> Any:
        self._sent += 1
        return self._client.post(
            f"/api{path}",
            json.dumps(body),
            content_type="application/json",
            headers={"Idempotency-Key": f"key-000{self._sent}"},
        )


def _codes(answer: Any) -> set[str]:
    return {reason["code"] for reason in answer.json()["reasons"]}


@pytest.mark.parametrize("username", ["intake", "command", "duty", "army"])
def test_a_token_leaves_the_seats_of_its_officer_as_they_are(username: str, at: datetime) -> None:
    officer = world.actor(username, at=at)
    program = by_program(officer, officer.permissions)

    assert officer.units
    assert (program.units, program.posts) == (officer.units, officer.posts)
    for permission in BY_PROGRAM & frozenset(officer.permissions):
        assert program.unit_for(permission) == officer.unit_for(permission), permission


def test_a_token_that_asks_for_little_hides_no_seat(at: datetime) -> None:
    officer = world.actor("intake", at=at)

    program = by_program(officer, [])

    assert program.units == officer.units
    assert not program.permissions


def test_whoever_sent_a_handover_receives_it_no_more_by_a_program_than_by_the_page(
    at: datetime,
) -> None:
    ours, theirs = _Program("intake", at=at), _Program("receiver", at=at)
    ends = {"giver": "police-poipet", "receiver": "police-KH-1", "escort": "gendarmerie-KH-1"}
    sent = ours.post("/custody/handovers", _PARTY | ends)
    receipt = f"/custody/handovers/{sent.json()['ref']}/receipts"

    by_sender = ours.post(receipt, _PARTY | {"unit": "police-KH-1"})
    by_addressee = theirs.post(receipt, _PARTY | {"unit": "police-KH-1"})

    assert (by_sender.status_code, _codes(by_sender)) == (422, {"own_handover"})
    assert by_addressee.status_code == 201, by_addressee.content
    assert Handover.objects.get(ref=sent.json()["ref"]).receipts.count() == 1


def test_an_office_acknowledges_and_returns_by_a_program(at: datetime) -> None:
    owed = Obligation.objects.get(post="gendarmerie_commander-KH-1")
    ours, others = _Program("gendarmerie1", at=at), _Program("police1", at=at)
    path = f"/directives/obligations/{owed.ref}"
    nil: dict[str, object] = {"day": "2025-11-17", "is_nil": True}

    refused = others.post(f"{path}/acknowledgement", {})
    acknowledged = ours.post(f"{path}/acknowledgement", {})
    refused_return, filed = others.post(f"{path}/returns", nil), ours.post(f"{path}/returns", nil)

    assert (refused.status_code, _codes(refused)) == (422, {"not_office"})
    assert (refused_return.status_code, _codes(refused_return)) == (422, {"not_office"})
    assert (acknowledged.status_code, filed.status_code) == (201, 201), filed.content
    owed.refresh_from_db()
    assert owed.state == ObligationState.ANSWERED
    assert owed.returns.count() == 1


def test_who_sits_in_the_office_that_asked_by_a_program_does_not_approve_it(at: datetime) -> None:
    needed = timezone.now() + timedelta(hours=8)
    asked = {
        "area": "KH-1",
        "what": "Buses",
        "how_many": 2,
        "where": "Poipet",
        "needed_at": needed.isoformat(),
        "why": "To bring them away",
    }
    made = _Program("command", at=at).post("/support/requests", asked)
    second = _second_person("command-1", at=at)
    now = timezone.now()

    with pytest.raises(SupportRefusedError) as refused:
        approve_support(
            actor=second, request=made.json()["ref"], reason="Needed", happened_at=now, at=now
        )

    assert SupportRequest.objects.get(ref=made.json()["ref"]).asker_id == "command-KH-1"
    assert [reason.code for reason in refused.value.reasons] == ["own_request"]


def test_a_count_by_a_program_says_which_unit_counted(at: datetime) -> None:
    account = CustodyAccount.objects.get(unit="police-poipet", kind="station")
    moment = timezone.now().isoformat()

    made = _Program("intake", at=at).post(
        "/custody/counts", {"account": str(account.ref), "total": 1, "happened_at": moment}
    )

    assert made.status_code == 201, made.content
    assert PhysicalCount.objects.get(ref=made.json()["ref"]).unit_id == "police-poipet"


def _second_person(post: str, *, at: datetime) -> Any:
    """Return somebody at that post who approves requests: another log-in of the same office."""
    account = open_account(actor=_INSTALLER, username="second", password=None, at=at)
    appoint(
        actor=_INSTALLER,
        account_id=account.pk,
        post=post,
        role=Role.DUTY_OFFICER,
        area="KH",
        at=at,
    )
    return world.actor("second", at=at)
