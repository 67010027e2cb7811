"""The API against its own description: whatever is sent, it answers as it says it answers.

Requests are generated from /api/openapi.json by schemathesis, in process: each operation as one of
the cast who may use it, and as one who sees much and may little.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.utils import timezone
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from samaki.ground.access.actors import Actor, Grant
from samaki.ground.access.models import Account
from samaki.ground.access.rules import GRANTS, Permission
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
def tokens(world_once: None) -> Iterator[dict[str, str]]:
    """A token of each of the senders, in the demo world."""
    now = timezone.now()
    # The test's transaction has to outlive each request.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield {name: _token(name, now) for name in {*SENDERS.values(), ANYBODY}}
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def _permission(case: Case[Any]) -> str:
    described: dict[str, Any] = case.operation.definition.raw
    return str(described["x-permission"])


def _token(name: str, now: datetime) -> str:
    """Return a token's secret; here for roles too whose work no program does for them."""
    account = Account.objects.get(username=name)
    may_open = (Grant("KH", frozenset({Permission.TOKEN_OPEN})),)
    _kept, secret = open_token(
        actor=Actor(f"account:{account.pk}", may_open),
        account=account,
        label="schema",
        valid_to=now + timedelta(days=1),
        at=now,
    )
    return secret


@SCHEMA.parametrize()
@settings(
    max_examples=10,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
def test_whatever_is_sent_is_answered_as_described(case: Case[Any], tokens: dict[str, str]) -> None:
    may = SENDERS.get(_permission(case), ANYBODY)
    for secret in {tokens[may], tokens[ANYBODY]}:
        case.call_and_validate(headers={"Authorization": f"Bearer {secret}"}, checks=CHECKS)
