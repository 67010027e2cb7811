"""Physical counts over the API: a program may record one; a person, logged in, explains it."""

from __future__ import annotations

from datetime import datetime

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from ninja import Field, Query, Router, Schema

from samaki.ground.access.guard import actor_of
from samaki.ground.access.rules import Permission
from samaki.ground.api.door import reads, writes
from samaki.ground.api.schemas import PROBLEMS, Asked, At, Heads, Written, cells
from samaki.systems.custody.queries import counts
from samaki.systems.custody.queries.books import Moments
from samaki.systems.custody.rules.counts import Counted, Explanation
from samaki.systems.custody.services.counts import explain_count, record_count

router = Router()
_P = Permission


class CountOut(Schema):
    """A physical count, what the ledger says of its moment, and who answers for a difference.

    `difference` is the count less what the ledger says now; `held_then` is what it said when the
    count was recorded. `answers` is the code of the unit, empty when nothing waits; the state is
    empty if there was never a difference, else open, settled or explained.
    """

    ref: str
    account: str
    counted_at: datetime
    recorded_at: datetime
    unit: str
    heads: int
    held: int
    held_then: int
    difference: int
    state: str
    is_open: bool
    answers: str
    opened_at: datetime | None
    climbs_at: datetime | None
    closed_at: datetime | None
    closed_by: str
    reason: str
    evidence: str


class CountIn(Asked):
    """How many people were counted in an account: the total, the heads by cell, or both."""

    account: str = Field(max_length=16)
    total: int | None = Field(None, ge=0, le=100_000)
    heads: list[Heads] = []
    happened_at: datetime = Field(description="when it was counted")


class ExplanationIn(Asked):
    """Why they differ, and what shows it: a reference on record, or a paper named in words."""

    reason: str = Field(max_length=400)
    evidence: str = Field(max_length=200)


@router.get("/{ref}", response={200: CountOut, **PROBLEMS})
@reads(_P.CUSTODY_SEE)
def one_count(request: HttpRequest, ref: str, at: Query[At]) -> dict[str, object]:
    """Show a physical count, and the difference as it is reckoned now."""
    now = timezone.now()
    line = counts.count(actor_of(request), ref, Moments(at.as_of or now, at.known or now))
    if line is None:
        raise Http404
    own = {name: getattr(line, name) for name in CountOut.model_fields}
    return own | {"account": line.account_ref, "answers": line.answers_unit}


@router.post("", response={201: Written, **PROBLEMS})
@writes(_P.CUSTODY_COUNT)
def write_count(request: HttpRequest, body: CountIn) -> Written:
    """Record a physical count; the ledger stays as it is, and a difference opens a variance."""
    made = record_count(
        actor=actor_of(request),
        account=body.account,
        counted=Counted(body.total, cells(body.heads)),
        happened_at=body.happened_at,
        at=timezone.now(),
    )
    return Written(ref=made.ref, url=reverse("custody:physical_count", args=[made.ref]))


@router.post("/{ref}/explanation", response={201: Written, **PROBLEMS})
@writes(_P.COUNT_EXPLAIN)
def write_explanation(request: HttpRequest, ref: str, body: ExplanationIn) -> Written:
    """Close the variance of a count by a reason with evidence; never by whoever counted."""
    explain_count(
        actor=actor_of(request),
        count=ref,
        explanation=Explanation(body.reason, body.evidence),
        at=timezone.now(),
    )
    made = ref.strip().upper()
    return Written(ref=made, url=reverse("custody:physical_count", args=[made]))
