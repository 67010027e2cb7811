"""Discipline over the API: how each case stands, by moments. What was said stays on the pages."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema

from samaki.ground.access.guard import actor_of
from samaki.ground.access.rules import Permission
from samaki.ground.api.door import reads
from samaki.ground.api.schemas import PROBLEMS
from samaki.systems.discipline import queries

if TYPE_CHECKING:
    from samaki.systems.discipline.queries import Line

router = Router()


class CaseSaidOut(Schema):
    """That something was said in a case, and when; never the words."""

    what: str
    recorded_at: datetime


class DisciplineCaseOut(Schema):
    """A case on the lapse of a post's obligation: it is of an office, and names nobody."""

    ref: str
    obligation: str
    post: str
    state: str
    opened_at: datetime
    reply_due_at: datetime | None
    is_reply_over: bool
    said: list[CaseSaidOut]


@router.get("/cases", response={200: list[DisciplineCaseOut], **PROBLEMS})
@reads(Permission.LAPSE_SEE)
def list_cases(request: HttpRequest) -> list[dict[str, object]]:
    """List the cases the reader may see, the open ones first; an office sees its own."""
    return [_case(line) for line in queries.lines(actor_of(request), at=timezone.now())]


def _case(line: Line) -> dict[str, object]:
    found = line.case
    chain = ((what, queries.said(found, what)) for what in queries.SAID)
    return {
        "ref": found.ref,
        "obligation": found.obligation_ref,
        "post": found.post_id,
        "state": found.state,
        "opened_at": found.opened_at,
        "reply_due_at": line.reply_due_at,
        "is_reply_over": line.is_reply_over,
        "said": [{"what": what, "recorded_at": said.recorded_at} for what, said in chain if said],
    }
