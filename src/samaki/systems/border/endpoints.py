"""The border over the API: one question, one answer with its reasons. Nothing here stops anybody.

An answer holds no name: of a listing its reference, of each fact what it is about and how it falls.
"""

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
from samaki.ground.people.rules import FilePage
from samaki.ground.people.services import record_readings
from samaki.systems.border import queries
from samaki.systems.border.rules import Asked, Verdict
from samaki.systems.border.services import check_traveller
from samaki.systems.border.templatetags.border import fact_words

if TYPE_CHECKING:
    from samaki.systems.border.queries import Answer, Shown

router = Router()


class CheckpointOut(Schema):
    """A place where the border is crossed."""

    code: str
    name: str
    area: str
    kind: str


class FactOut(Schema):
    """One fact of a match: what it is about, on which side it falls, with what weight."""

    about: str
    side: str
    code: str
    weight: float


class FactSaidOut(FactOut):
    """One fact with its words."""

    text: str


class MatchOut(Schema):
    """A listing that may be the traveller, and why; `alert` waits for a supervisor."""

    listing: str
    verdict: str
    weight: float
    as_close: int
    is_remembered: bool
    alert: str | None
    facts: list[FactOut]


class MatchSaidOut(MatchOut):
    """A match whose facts are said in words."""

    facts: list[FactSaidOut]  # type: ignore[assignment]  # the same facts, and words


class CheckedOut(Written):
    """What a check answered at once; its words are read at its own address."""

    verdict: str
    compared: int
    matches: list[MatchOut]


class CheckOut(CheckedOut):
    """What a check answered, in words."""

    checkpoint: str
    made_at: datetime
    ruled_out: int
    matches: list[MatchSaidOut]  # type: ignore[assignment]  # the same matches, and words


class AlertOut(Schema):
    """An alert that waits for a person other than the one who made the check."""

    ref: str
    state: str
    verdict: str
    checkpoint: str
    list_name: str
    raised_at: datetime
    is_own: bool


class CheckIn(schemas.Asked):
    """A name as on the document or the lines at its foot, and what else was asked for."""

    text: str = Field(max_length=500)
    born: str = Field("", max_length=20)
    document: str = Field("", max_length=40)


@router.get("/checkpoints", response={200: list[CheckpointOut], **PROBLEMS})
@reads(Permission.CHECK_MAKE)
def list_checkpoints(request: HttpRequest) -> list[dict[str, object]]:
    """List the checkpoints of the reader's areas."""
    return [
        {"code": post.code, "name": post.name, "area": post.area_id, "kind": post.kind}
        for post in queries.checkpoints(actor_of(request))
    ]


@router.post("/checkpoints/{code}/checks", response={201: CheckedOut, **PROBLEMS})
@writes(Permission.CHECK_MAKE)
def write_check(request: HttpRequest, code: str, body: CheckIn) -> CheckedOut:
    """Hold a traveller against the lists in force; a person decides what follows."""
    actor = actor_of(request)
    asked = Asked(body.text, body.born, body.document)
    made = check_traveller(actor=actor, checkpoint=code, asked=asked, at=timezone.now())
    found = queries.answer(actor, made.ref)
    assert found is not None, "who makes a check may read its answer"
    record_readings(actor=actor, persons=found.persons, page=FilePage.CHECK, at=timezone.now())
    return CheckedOut.model_validate(_answer(found))


@router.get("/checks/{ref}", response={200: CheckOut, **PROBLEMS})
@reads(Permission.CHECK_MAKE)
def one_check(request: HttpRequest, ref: str) -> dict[str, object]:
    """Show what a check answered: each match with what is for and against it."""
    actor = actor_of(request)
    found = queries.answer(actor, ref)
    if found is None:
        raise Http404
    record_readings(actor=actor, persons=found.persons, page=FilePage.CHECK, at=timezone.now())
    return {
        **_answer(found),
        "checkpoint": found.check.checkpoint_id,
        "made_at": found.check.made_at,
        "ruled_out": found.check.ruled_out,
    }


@router.get("/alerts", response={200: list[AlertOut], **PROBLEMS})
@reads(Permission.MATCH_JUDGE)
def list_alerts(request: HttpRequest) -> list[dict[str, object]]:
    """List the alerts of the reader's areas, those that wait first; no names."""
    return [
        {
            "ref": line.alert.ref,
            "state": line.alert.state,
            "verdict": line.verdict,
            "checkpoint": line.checkpoint.code,
            "list_name": line.list_name,
            "raised_at": line.alert.raised_at,
            "is_own": line.is_own,
        }
        for line in queries.alerts(actor_of(request))
    ]


def _answer(found: Answer) -> dict[str, object]:
    """Say an answer; one that is for the protection desk says nothing but that."""
    is_kept = found.verdict is Verdict.PROTECTION
    return {
        "ref": found.check.ref,
        "url": reverse("border:check", args=[found.check.ref]),
        "verdict": found.verdict,
        "compared": found.check.compared,
        "matches": [] if is_kept else [_match(each) for each in found.matches if each.listed],
    }


def _match(shown: Shown) -> dict[str, object]:
    facts = shown.assessment.facts if shown.assessment else ()
    return {
        "listing": shown.match.listing,
        "verdict": shown.verdict,
        "weight": shown.match.weight,
        "as_close": shown.match.as_close,
        "is_remembered": shown.remembered is not None,
        "alert": shown.alert.ref if shown.alert else None,
        "facts": [
            {
                "about": fact.about,
                "side": fact.side,
                "code": fact.code,
                "weight": fact.weight,
                "text": fact_words(fact, shown),
            }
            for fact in facts
        ],
    }
