"""What a program may do over the API: what its token asked for, and nothing that decides."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.utils import timezone

from samaki.ground.access.models import Account
from samaki.ground.access.rules import BY_PROGRAM, GRANTS, Permission, Role
from samaki.ground.api.services import open_token
from samaki.ground.journal import queries as journal
from samaki.systems.immigration.models import ExpulsionCase
from samaki.systems.immigration.rules import Means
from samaki.systems.immigration.services.manifests import Route, prepare_manifest
from samaki.web import world
from samaki.web.urls import API

if TYPE_CHECKING:
    from datetime import datetime

pytestmark = pytest.mark.django_db
LATE = "2099-01-01T00:00:00+07:00"


def _operations() -> list[tuple[str, str, Any]]:
    return [
        (path, method, operation)
        for path, methods in API.get_openapi_schema()["paths"].items()
        for method, operation in methods.items()
    ]


def _token(asked: frozenset[Permission], at: datetime) -> Client:
    """Return a program with a token of an officer who holds everything."""
    account, now = Account.objects.get(username="duty"), timezone.now()
    _kept, secret = open_token(
        actor=world.actor("duty", at=at),
        account=account,
        label="counter",
        asked=asked,
        valid_to=now + timedelta(days=1),
        at=now,
    )
    return Client(headers={"Authorization": f"Bearer {secret}", "Idempotency-Key": "key-0001"})


def _sent(program: Client, path: str, method: str) -> Any:
    asked = re.sub(r"{\w+}", "1", path)
    if method == "get":
        return program.get(asked)
    return program.post(asked, "{}", content_type="application/json")


@pytest.fixture
def holds_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(GRANTS, Role.DUTY_OFFICER, frozenset(Permission))


@pytest.mark.usefixtures("world_once", "holds_everything")
def test_no_program_gets_past_what_programs_may_whoever_opened_its_token(at: datetime) -> None:
    program = _token(BY_PROGRAM, at)
    refused = set()

    for path, method, operation in _operations():
        answer = _sent(program, path, method)
        if operation["x-permission"] in BY_PROGRAM:
            assert answer.status_code != 403, (method, path)
            continue
        refused.add(operation["x-permission"])
        # What is malformed is said before anybody looks whose it is, and nothing is done.
        assert answer.status_code in {403, 422}, (method, path, answer.content)
        if answer.status_code == 403:
            assert answer.json()["reasons"][0]["code"] == "not_by_program"

    assert refused == {
        "claims:source:file",
        "immigration:order:decide",
        "immigration:departure:record",
        "border:match:judge",
        "custody:clock:set",
        "custody:count:explain",
        "custody:end:record",
        "custody:end:confirm",
        "custody:extension:record",
        "custody:exhibit:explain",
        "custody:release:prepare",
        "custody:release:confirm",
        "custody:payment:confirm",
    }


@pytest.mark.usefixtures("world_once", "holds_everything")
@pytest.mark.parametrize(
    ("path", "body"),
    [
        (
            "/immigration/cases/{ref}/order",
            {
                "ground": "no_permit",
                "reasons": "none",
                "language": "id",
                "appeal_until": LATE,
                "appeal_set_by": "court",
            },
        ),
        ("/immigration/manifests/{ref}/departure", {"happened_at": "2025-11-18T05:00:00+07:00"}),
    ],
)
def test_an_expulsion_is_neither_ordered_nor_completed_by_a_program(
    path: str, body: dict[str, object], at: datetime
) -> None:
    route = Route(Means.FLIGHT, "Demonstration air", "Airport", "IDN", at + timedelta(hours=1))
    officer = world.actor("immigration", at=at)
    manifest = prepare_manifest(actor=officer, route=route, at=at).ref
    ref = ExpulsionCase.objects.order_by("pk")[0].ref if "cases" in path else manifest
    before = journal.length()
    program = _token(BY_PROGRAM, at)

    answer = program.post(
        f"/api{path.replace('{ref}', ref)}", json.dumps(body), content_type="application/json"
    )

    assert answer.status_code == 403, answer.content
    assert answer.json()["reasons"][0]["code"] == "not_by_program"
    assert "a person who is logged in" in answer.json()["reasons"][0]["text"]
    assert journal.length() == before + 1, "the token was opened, and nothing else"


@pytest.mark.usefixtures("world_once", "holds_everything")
def test_a_token_passes_on_what_it_asked_for_and_nothing_else(at: datetime) -> None:
    program = _token(frozenset({Permission.INDICATOR_SEE}), at)

    for path, method, operation in _operations():
        answer = _sent(program, path, method)
        if operation["x-permission"] == "indicators:indicator:see":
            assert answer.status_code == 200, path
        elif method == "get":
            assert answer.status_code == 403, path
            said = answer.json()["reasons"][0]["code"]
            by_program = operation["x-permission"] in BY_PROGRAM
            assert said == ("not_passed_on" if by_program else "not_by_program"), path
        else:
            assert answer.status_code in {403, 422}, path


@pytest.mark.usefixtures("world_once")
def test_a_token_without_permissions_and_one_whose_officer_lost_them_do_nothing(
    at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = _token(frozenset({Permission.CUSTODY_SEE}), at)
    assert program.get("/api/custody/accounts").status_code == 200

    monkeypatch.setitem(GRANTS, Role.DUTY_OFFICER, frozenset())

    answer = program.get("/api/custody/accounts")
    assert answer.status_code == 403
    assert answer.json()["reasons"][0]["code"] == "permission"


@pytest.mark.usefixtures("world_once")
def test_every_permission_of_programs_opens_a_call_or_shows_a_name() -> None:
    opens = {operation["x-permission"] for _path, _method, operation in _operations()}

    assert BY_PROGRAM - opens == {Permission.NAME_SEE}
