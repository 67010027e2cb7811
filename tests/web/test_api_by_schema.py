"""The API against its own description: whatever is sent, it answers as it says it answers.

Requests are generated from /api/openapi.json by schemathesis, in process: each operation as one of
the cast who may use it, and as one who sees much and may little. By a token where a program may, by
a session where it takes a person.
"""

from __future__ import annotations

import os
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from tests.conftest import ONLY_DATABASE

from samaki.ground.access.actors import Actor, Grant
from samaki.ground.access.models import Account
from samaki.ground.access.rules import BY_PROGRAM, GRANTS, Permission
from samaki.ground.api.services import open_token
from samaki.web.cast import CAST
from samaki.web.urls import API
from samaki.web.wsgi import application

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from schemathesis import Case

pytestmark = pytest.mark.django_db

SCHEMA = schemathesis.openapi.from_dict(API.get_openapi_schema())
SCHEMA.app = application
ANYBODY = "command"
FORM_TOKEN = "f" * 32
Proofs = dict[str, tuple[str, str]]  # by log-in name: a token's header, a session's cookies
# By permission, the first of the cast who may use an operation.
SENDERS = {
    permission.value: member.username
    for member in reversed(CAST)
    for permission in GRANTS[member.role]
}
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


@pytest.fixture
def proofs(world_once: None) -> Iterator[Proofs]:
    """A token and a session of each of the senders, in the demo world."""
    now = timezone.now()
    # The test's transaction has to outlive each request.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    names = {*SENDERS.values(), ANYBODY}
    yield {name: (_token(name, now), _session(name)) for name in names}
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def _permission(case: Case[Any]) -> str:
    described: dict[str, Any] = case.operation.definition.raw
    return str(described["x-permission"])


def _token(name: str, now: datetime) -> str:
    """Return a token's secret; here for roles too whose work no program does for them."""
    account = Account.objects.get(username=name)
    role = next(member.role for member in CAST if member.username == name)
    asked = GRANTS[role] & BY_PROGRAM or frozenset({Permission.CUSTODY_SEE})
    may_open = (Grant("KH", asked | {Permission.TOKEN_OPEN}),)
    _kept, secret = open_token(
        actor=Actor(f"account:{account.pk}", may_open),
        account=account,
        label="schema",
        asked=asked,
        valid_to=now + timedelta(days=1),
        at=now,
    )
    return f"Bearer {secret}"


def _session(name: str) -> str:
    """Return the cookies of somebody of the cast who is logged in, with the form token."""
    client = Client()
    client.force_login(Account.objects.get(username=name))
    return f"sessionid={client.cookies['sessionid'].value}; csrftoken={FORM_TOKEN}"


@SCHEMA.parametrize()
@settings(
    max_examples=4 if os.environ.get(ONLY_DATABASE) else 10,  # the second time, on PostgreSQL
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
def test_whatever_is_sent_is_answered_as_described(case: Case[Any], proofs: Proofs) -> None:
    needed = Permission(_permission(case))
    for name in {SENDERS.get(needed.value, ANYBODY), ANYBODY}:
        bearer, cookies = proofs[name]
        headers = {"Authorization": bearer}
        if needed not in BY_PROGRAM:
            headers = {"Cookie": cookies, "X-CSRFToken": FORM_TOKEN}
        case.call_and_validate(headers=headers, checks=CHECKS)
