"""The API: every operation says its permission, refuses with every reason, and writes once."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

from samaki.ground.access.models import Account
from samaki.ground.access.rules import GRANTS
from samaki.ground.api.models import KeptAnswer
from samaki.ground.api.services import open_token
from samaki.ground.journal import queries as journal
from samaki.systems.custody.models import Handover, Movement
from samaki.web import world
from samaki.web.cast import CAST
from samaki.web.urls import API

if TYPE_CHECKING:
    from datetime import datetime

pytestmark = pytest.mark.django_db

_CAST = {member.role: member.username for member in reversed(CAST)}


@pytest.fixture
def loaded(at: datetime) -> None:
    world.load(at=at)


def _client(username: str) -> Client:
    client = Client()
    client.force_login(Account.objects.get(username=username))
    return client


def _post(client: Client, path: str, body: object, key: str | None = "key-0001") -> Any:
    headers = {"Idempotency-Key": key} if key else {}
    return client.post(
        f"/api{path}", json.dumps(body), content_type="application/json", headers=headers
    )


def _dispatch(men: int) -> dict[str, object]:
    heads = [{"nationality": "IDN", "sex": "M", "age": "adult", "count": men}]
    units = {"giver": "police-poipet", "receiver": "police-KH-1", "escort": "gendarmerie-KH-1"}
    return {**units, "heads": heads, "happened_at": "2025-11-17T20:00:00+07:00"}


def _operations() -> list[tuple[str, str, Any]]:
    return [
        (path, method, operation)
        for path, methods in API.get_openapi_schema()["paths"].items()
        for method, operation in methods.items()
    ]


def test_every_operation_says_its_permission_and_every_way_it_can_end() -> None:
    for bound in API._get_bound_routers():  # noqa: SLF001 - ninja offers no public way to list them
        for view in bound.path_operations.values():
            for operation in view.operations:
                assert hasattr(operation.view_func, "permission"), operation.view_func
    for path, method, operation in _operations():
        assert {"401", "403", "404", "422"} <= {str(code) for code in operation["responses"]}, path
        if method != "get":
            names = {parameter["name"] for parameter in operation["parameters"]}
            assert "Idempotency-Key" in names, path


@pytest.mark.usefixtures("loaded")
def test_the_description_is_open_and_what_it_describes_is_not() -> None:
    assert Client().get("/api/openapi.json").status_code == 200
    answer = Client().get("/api/custody/accounts")

    assert answer.status_code == 401
    assert answer.json()["reasons"][0]["code"] == "not_logged_in"


@pytest.mark.usefixtures("loaded")
def test_every_reading_answers_each_role_as_the_table_of_grants_says() -> None:
    for bound in API._get_bound_routers():  # noqa: SLF001 - as above
        for path, view in bound.path_operations.items():
            for operation in view.operations:
                if "GET" not in operation.methods or "{" in path:
                    continue
                for role, username in _CAST.items():
                    answer = _client(username).get(f"/api{bound.prefix}{path}")
                    may = vars(operation.view_func)["permission"] in GRANTS[role]
                    assert answer.status_code == (200 if may else 403), (role, path)
                    if not may:
                        assert answer.json()["reasons"][0]["code"] == "permission"


@pytest.mark.usefixtures("loaded")
def test_a_write_sent_twice_is_done_once_and_answers_the_same() -> None:
    intake = _client("intake")
    before = Handover.objects.count()

    first = _post(intake, "/custody/handovers", _dispatch(3))
    again = _post(intake, "/custody/handovers", _dispatch(3))

    assert first.status_code == again.status_code == 201, first.content
    assert first.json() == again.json()
    assert "Idempotency-Replayed" not in first.headers
    assert again.headers["Idempotency-Replayed"] == "true"
    assert Handover.objects.count() == before + 1


@pytest.mark.usefixtures("loaded")
def test_a_key_is_one_act_and_belongs_to_its_sender() -> None:
    intake, receiver = _client("intake"), _client("receiver")
    _post(intake, "/custody/handovers", _dispatch(3))

    other = _post(intake, "/custody/handovers", _dispatch(4))
    assert other.status_code == 422
    assert other.json()["reasons"][0]["code"] == "other_body"
    assert _post(receiver, "/custody/handovers", _dispatch(4)).status_code == 201


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize("key", [None, "short", "with blank here", "x" * 129])
def test_a_write_without_a_key_changes_nothing(key: str | None) -> None:
    before = journal.length()

    answer = _post(_client("intake"), "/custody/handovers", _dispatch(3), key)

    assert answer.status_code == 422
    assert answer.json()["message"] == "Nothing was changed."
    assert journal.length() == before
    assert KeptAnswer.objects.count() == 0


@pytest.mark.usefixtures("loaded")
def test_a_refused_write_says_every_reason_and_leaves_its_key_free() -> None:
    intake = _client("intake")
    wrong = _dispatch(5000) | {"receiver": "police-poipet"}

    answer = _post(intake, "/custody/handovers", wrong)

    assert answer.status_code == 422
    assert {"same_unit", "overdrawn"} <= {r["code"] for r in answer.json()["reasons"]}
    assert all(r["text"] for r in answer.json()["reasons"])
    assert _post(intake, "/custody/handovers", _dispatch(3)).status_code == 201


@pytest.mark.usefixtures("loaded")
def test_a_malformed_write_names_the_field() -> None:
    body = _dispatch(3) | {"happened_at": "yesterday"}

    answer = _post(_client("intake"), "/custody/handovers", body)

    assert answer.status_code == 422
    assert any("happened_at" in r["about"] for r in answer.json()["reasons"])


@pytest.mark.usefixtures("loaded")
def test_a_browser_writes_only_with_its_form_token() -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(Account.objects.get(username="intake"))
    before = Movement.objects.count()

    answer = _post(client, "/custody/handovers", _dispatch(3))

    assert answer.status_code == 403
    assert Movement.objects.count() == before


@pytest.mark.usefixtures("loaded")
def test_a_token_acts_as_its_account_until_it_is_over(at: datetime) -> None:
    account = Account.objects.get(username="intake")
    actor = world.actor("intake", at=at)
    from django.utils import timezone  # noqa: PLC0415 - a token runs against the real clock

    now = timezone.now()
    _token, secret = open_token(
        actor=actor, account=account, label="counter", valid_to=now + timedelta(days=1), at=now
    )
    headers = {"Authorization": f"Bearer {secret}", "Idempotency-Key": "key-0001"}
    client = Client(enforce_csrf_checks=True, headers=headers)

    written = client.post(
        "/api/custody/handovers", json.dumps(_dispatch(3)), content_type="application/json"
    )

    assert written.status_code == 201, written.content
    assert client.get("/api/picture/national").status_code == 403
    over = Client(headers={"Authorization": f"Bearer {secret}x"})
    assert over.get("/api/custody/accounts").status_code == 401


@pytest.mark.usefixtures("loaded")
def test_a_name_is_hidden_over_the_api_as_on_the_page() -> None:
    seen = _persons("intake")
    hidden = _persons("command")

    assert [p["name"] for p in seen if p["name"]] != []
    assert {p["name"] for p in hidden} == {None}
    assert {p["ref"] for p in hidden} == {p["ref"] for p in seen}


@pytest.mark.usefixtures("loaded")
def test_the_picture_says_bounds_with_the_claims_and_records_under_them() -> None:
    found = _client("duty").get("/api/picture/national", {"as_of": "2025-11-18T06:00:00+07:00"})

    together = found.json()["together"]
    assert (together["low"], together["high"]) == (1335, None)
    assert together["claims"]


def _persons(username: str) -> list[dict[str, Any]]:
    client = _client(username)
    accounts = client.get("/api/custody/accounts").json()
    return [
        person
        for account in accounts
        for person in client.get(f"/api/custody/accounts/{account['ref']}/persons").json()
    ]
