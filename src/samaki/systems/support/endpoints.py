"""Support over the API: what is asked of the army, and how far it is."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from ninja import Field, Router, Schema

from samaki.ground.access.guard import actor_of
from samaki.ground.access.rules import Permission
from samaki.ground.api import schemas
from samaki.ground.api.door import reads, writes
from samaki.ground.api.schemas import PROBLEMS, Written
from samaki.systems.support.queries import requests as queries
from samaki.systems.support.rules import Asked
from samaki.systems.support.services import ask_support

if TYPE_CHECKING:
    from samaki.ground.access.actors import Actor
    from samaki.systems.support.models import SupportRequest

router = Router()


class RequestOut(Schema):
    """What was asked; the operation is null where the reader may not know of it."""

    ref: str
    state: str
    area: str
    asker: str | None
    operation: str | None
    what: str
    how_many: int
    tasked: int
    where: str
    needed_at: datetime
    asked_at: datetime
    waits_for_you: bool


class RequestStepOut(Schema):
    """One step of a request."""

    act: str
    state: str
    happened_at: datetime
    recorded_at: datetime


class RequestFileOut(RequestOut):
    """One request with why it was asked, and every step."""

    why: str
    steps: list[RequestStepOut]


class AskIn(schemas.Asked):
    """What is asked for: what, how many, where, when, why; for which operation, if for one."""

    area: str = Field(max_length=16)
    what: str = Field(max_length=200)
    how_many: int = Field(ge=0, le=1_000_000)
    where: str = Field(max_length=200)
    needed_at: datetime
    why: str = Field(max_length=400)
    operation: str = Field("", max_length=16)


@router.get("/requests", response={200: list[RequestOut], **PROBLEMS})
@reads(Permission.SUPPORT_SEE)
def list_requests(request: HttpRequest) -> list[dict[str, object]]:
    """List the requests of the reader's areas, newest first."""
    actor, now = actor_of(request), timezone.now()
    return [_request(actor, each, at=now) for each in queries.requests(actor)]


@router.get("/requests/{ref}", response={200: RequestFileOut, **PROBLEMS})
@reads(Permission.SUPPORT_SEE)
def one_request(request: HttpRequest, ref: str) -> dict[str, object]:
    """Show one request with every step."""
    actor = actor_of(request)
    found = queries.request(actor, ref)
    if found is None:
        raise Http404
    said = _request(actor, found, at=timezone.now())
    return {**said, "why": found.why, "steps": [line.step for line in queries.steps(found)]}


@router.post("/requests", response={201: Written, **PROBLEMS})
@writes(Permission.SUPPORT_ASK)
def write_request(request: HttpRequest, body: AskIn) -> Written:
    """Ask the army for support."""
    now = timezone.now()
    asked = Asked(**body.model_dump())
    made = ask_support(actor=actor_of(request), asked=asked, happened_at=now, at=now)
    return Written(ref=made.ref, url=reverse("support:request", args=[made.ref]))


def _request(actor: Actor, found: SupportRequest, *, at: datetime) -> dict[str, object]:
    operation = queries.shown_operation(actor, found, at=at)
    return {
        "ref": found.ref,
        "state": found.state,
        "area": found.area_id,
        "asker": found.asker_id,
        "operation": operation.ref if operation else None,
        "what": found.what,
        "how_many": found.how_many,
        "tasked": queries.tasked(found),
        "where": found.where,
        "needed_at": found.needed_at,
        "asked_at": found.asked_at,
        "waits_for_you": queries.waits_for(actor, found),
    }
