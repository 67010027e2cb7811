"""The API against its own description: whatever is sent, it answers as it says it answers.

Requests are generated from /api/openapi.json by schemathesis, in process, as three of the cast.
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

from samaki.ground.access.models import Account
from samaki.ground.api.services import open_token
from samaki.web import world
from samaki.web.urls import API
from samaki.web.wsgi import application

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from schemathesis import Case

pytestmark = pytest.mark.django_db

SCHEMA = schemathesis.openapi.from_dict(API.get_openapi_schema())
SCHEMA.app = application
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


@pytest.fixture
def tokens(at: datetime) -> Iterator[dict[str, str]]:
    """The demo world, and a token of each of three of the cast."""
    world.load(at=at)
    now = timezone.now()
    secrets = {}
    for name in ("duty", "command", "intake"):
        _token, secrets[name] = open_token(
            actor=world.actor(name, at=now),
            account=Account.objects.get(username=name),
            label="schema",
            valid_to=now + timedelta(days=1),
            at=now,
        )
    # The test's own transaction has to outlive each request.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield secrets
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@SCHEMA.parametrize()
@settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
def test_whatever_is_sent_is_answered_as_described(case: Case[Any], tokens: dict[str, str]) -> None:
    for secret in tokens.values():
        case.call_and_validate(headers={"Authorization": f"Bearer {secret}"}, checks=CHECKS)
