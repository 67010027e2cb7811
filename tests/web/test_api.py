"""The API: every operation says its permission, refuses with every reason, and writes once."""

from __future__ import annotations

import hashlib
import io
import json
import re
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.utils.crypto import salted_hmac
from tests.web.refusals import LATE, REFUSED, dispatch_body

import samaki
from samaki.ground.access.models import Account
from samaki.ground.access.rules import GRANTS, Permission
from samaki.ground.api import rules
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


def _client(username: str) -> Client:
    client = Client()
    client.force_login(Account.objects.get(username=username))
    return client


def _post(client: Client, path: str, body: object, key: str | None = "key-0001") -> Any:
    headers = {"Idempotency-Key": key} if key else {}
    if isinstance(body, dict) and "file" in body:  # a form, for a file goes with it
        return client.post(
            f"/api{path}", {**body, "file": io.BytesIO(body["file"])}, headers=headers
        )
    return client.post(
        f"/api{path}", json.dumps(body), content_type="application/json", headers=headers
    )


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


@pytest.mark.usefixtures("world_once")
def test_the_description_is_open_and_what_it_describes_is_not() -> None:
    assert Client().get("/api/openapi.json").status_code == 200
    answer = Client().get("/api/custody/accounts")

    assert answer.status_code == 401
    assert answer.json()["reasons"][0]["code"] == "not_logged_in"


@pytest.mark.usefixtures("world_once")
def test_every_reading_answers_each_role_as_the_table_of_grants_says() -> None:
    for bound in API._get_bound_routers():  # noqa: SLF001 - as above
        for path, view in bound.path_operations.items():
            for operation in view.operations:
                if "GET" not in operation.methods or "{" in path:
                    continue
                for role, username in _CAST.items():
                    answer = _client(username).get(f"/api/{bound.prefix.strip('/')}{path}")
                    may = vars(operation.view_func)["permission"] in GRANTS[role]
                    assert answer.status_code == (200 if may else 403), (role, path)
                    if not may:
                        assert answer.json()["reasons"][0]["code"] == "permission"


@pytest.mark.usefixtures("world_once")
def test_a_write_sent_twice_is_done_once_and_answers_the_same() -> None:
    intake = _client("intake")
    before = Handover.objects.count()

    first = _post(intake, "/custody/handovers", dispatch_body(3))
    again = _post(intake, "/custody/handovers", dispatch_body(3))

    assert first.status_code == again.status_code == 201, first.content
    assert first.json() == again.json()
    assert "Idempotency-Replayed" not in first.headers
    assert again.headers["Idempotency-Replayed"] == "true"
    assert Handover.objects.count() == before + 1


@pytest.mark.usefixtures("world_once")
def test_a_key_is_one_act_and_belongs_to_its_sender() -> None:
    intake, receiver = _client("intake"), _client("receiver")
    _post(intake, "/custody/handovers", dispatch_body(3))

    other = _post(intake, "/custody/handovers", dispatch_body(4))
    assert other.status_code == 422
    assert other.json()["reasons"][0]["code"] == "other_body"
    assert _post(receiver, "/custody/handovers", dispatch_body(4)).status_code == 201


@pytest.mark.usefixtures("world_once")
@pytest.mark.parametrize("key", [None, "short", "with blank here", "x" * 129])
def test_a_write_without_a_key_changes_nothing(key: str | None) -> None:
    before = journal.length()

    answer = _post(_client("intake"), "/custody/handovers", dispatch_body(3), key)

    assert answer.status_code == 422
    assert answer.json()["message"] == "Nothing was changed."
    assert journal.length() == before
    assert KeptAnswer.objects.count() == 0


@pytest.mark.usefixtures("world_once")
def test_a_refused_write_says_every_reason_and_leaves_its_key_free() -> None:
    intake = _client("intake")
    wrong = dispatch_body(5000) | {"receiver": "police-poipet"}

    answer = _post(intake, "/custody/handovers", wrong)

    assert answer.status_code == 422
    assert {"same_unit", "overdrawn"} <= {r["code"] for r in answer.json()["reasons"]}
    assert all(r["text"] for r in answer.json()["reasons"])
    assert _post(intake, "/custody/handovers", dispatch_body(3)).status_code == 201


def test_every_write_is_tried_below() -> None:
    written = {path for path, method, _operation in _operations() if method == "post"}
    plain = re.compile(r"{\w+}")
    tried = {plain.sub("*", f"/api{path}") for path in REFUSED}
    for path in written:
        pattern = re.compile(plain.sub("[^/]+", path))
        assert any(pattern.fullmatch(each) for each in tried), f"{path} is never refused here"


@pytest.mark.usefixtures("world_once")
@pytest.mark.parametrize("path", REFUSED)
def test_every_write_is_refused_with_every_reason_and_changes_nothing(path: str) -> None:
    username, ref, sent, codes = REFUSED[path]
    client, asked = _client(username), path.replace("{ref}", ref())
    body = sent() if callable(sent) else sent
    before = journal.length()

    answer = _post(client, asked, body)

    said = answer.json()
    assert (answer.status_code, said["error"]) == (422, "refused"), answer.content
    assert codes <= {reason["code"] for reason in said["reasons"]}
    assert all(reason["text"] for reason in said["reasons"])
    assert journal.length() == before
    assert KeptAnswer.objects.count() == 0


@pytest.mark.usefixtures("world_once")
@pytest.mark.parametrize("odd", ["a\x00b", "\ud800"])
def test_what_no_column_holds_is_refused_and_not_stumbled_over(odd: str) -> None:
    body = {"text": odd, "born": "", "document": ""}

    answer = _post(_client("border"), "/border/checkpoints/poipet/checks", body)

    assert answer.status_code == 422
    assert answer.json()["error"] == "malformed"


@pytest.mark.usefixtures("world_once")
@pytest.mark.parametrize("moment", ["2025-11-17T20:00:00", "0001-01-01T00:00:00Z", LATE + "9"])
def test_a_moment_without_offset_or_that_cannot_be_meant_is_refused(moment: str) -> None:
    answer = _post(
        _client("intake"), "/custody/handovers", dispatch_body(3) | {"happened_at": moment}
    )

    assert answer.status_code == 422
    assert any("happened_at" in r["about"] for r in answer.json()["reasons"])


@pytest.mark.usefixtures("world_once")
def test_opening_a_file_over_the_api_goes_on_record_as_on_the_page() -> None:
    ref = _persons("intake")[0]["ref"]
    client = _client("screener")
    before = journal.length()

    assert client.get(f"/api/custody/persons/{ref}").status_code == 200

    assert journal.length() == before + 1
    assert [e.subject for e in journal.of_kind("people:file:read:", limit=1)] == [ref]


@pytest.mark.usefixtures("world_once")
def test_a_check_answers_with_reasons_and_keeps_no_name() -> None:
    body = {"text": "Demonstration Name", "born": "", "document": ""}

    answer = _post(_client("border"), "/border/checkpoints/poipet/checks", body)

    assert answer.status_code == 201, answer.content
    assert answer.json()["verdict"] in {"clear", "look_closer", "stop", "protection"}
    kept = json.dumps(KeptAnswer.objects.get().answer)
    assert "demonstration name" not in kept.casefold()
    full = _client("border").get(f"/api/border/checks/{answer.json()['ref']}").json()
    assert full["verdict"] == answer.json()["verdict"]


def test_hearing_people_and_deciding_on_their_protection_is_no_call() -> None:
    assert not [path for path, _method, _operation in _operations() if "protection" in path]


def test_no_two_shapes_share_a_name() -> None:
    names = [
        line.split("(")[0]
        for pattern in ("endpoints.py", "endpoints/*.py")
        for path in Path(samaki.__file__).parent.rglob(pattern)
        for line in path.read_text("utf-8").splitlines()
        if line.startswith("class ")
    ]
    assert len(names) == len(set(names)), "ninja describes shapes by their names alone"


@pytest.mark.usefixtures("world_once")
def test_a_malformed_write_names_the_field() -> None:
    body = dispatch_body(3) | {"happened_at": "yesterday"}

    answer = _post(_client("intake"), "/custody/handovers", body)

    assert answer.status_code == 422
    assert any("happened_at" in r["about"] for r in answer.json()["reasons"])


@pytest.mark.usefixtures("world_once")
def test_a_browser_writes_only_with_its_form_token() -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(Account.objects.get(username="intake"))
    before = Movement.objects.count()

    answer = _post(client, "/custody/handovers", dispatch_body(3))

    assert answer.status_code == 403
    assert Movement.objects.count() == before


@pytest.mark.usefixtures("world_once")
def test_a_token_acts_as_its_account_until_it_is_over(at: datetime) -> None:
    account = Account.objects.get(username="intake")
    actor = world.actor("intake", at=at)
    from django.utils import timezone  # noqa: PLC0415 - a token runs against the real clock

    now = timezone.now()
    _token, secret = open_token(
        actor=actor,
        account=account,
        label="counter",
        asked={Permission.CUSTODY_DISPATCH, Permission.CUSTODY_SEE},
        valid_to=now + timedelta(days=1),
        at=now,
    )
    headers = {"Authorization": f"Bearer {secret}", "Idempotency-Key": "key-0001"}
    client = Client(enforce_csrf_checks=True, headers=headers)

    written = client.post(
        "/api/custody/handovers", json.dumps(dispatch_body(3)), content_type="application/json"
    )

    assert written.status_code == 201, written.content
    assert client.get("/api/picture/national").status_code == 403
    over = Client(headers={"Authorization": f"Bearer {secret}x"})
    assert over.get("/api/custody/accounts").status_code == 401


@pytest.mark.usefixtures("world_once")
def test_what_is_kept_of_a_body_cannot_be_tried_out_without_the_key() -> None:
    body = {"text": "Demonstration Name", "born": "", "document": ""}
    path = "/border/checkpoints/poipet/checks"
    _post(_client("border"), path, body)

    kept = KeptAnswer.objects.get()

    said = rules.said("POST", f"/api{path}", json.dumps(body).encode())
    assert kept.digest != hashlib.sha256(said).hexdigest()
    assert kept.digest == salted_hmac("samaki.kept_answer", said, algorithm="sha256").hexdigest()


@pytest.mark.usefixtures("world_once")
def test_a_name_is_hidden_over_the_api_as_on_the_page() -> None:
    seen = _persons("intake")
    hidden = _persons("command")

    assert [p["name"] for p in seen if p["name"]] != []
    assert {p["name"] for p in hidden} == {None}
    assert {p["ref"] for p in hidden} == {p["ref"] for p in seen}


@pytest.mark.usefixtures("world_once")
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
