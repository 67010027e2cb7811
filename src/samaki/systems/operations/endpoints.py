"""Operations over the API: what was planned, and what each target gave."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from ninja import Field, Router, Schema

from samaki.ground.access.guard import actor_of
from samaki.ground.access.rules import Permission
from samaki.ground.api.door import reads, writes
from samaki.ground.api.schemas import PROBLEMS, Asked, Heads, Written, cells
from samaki.systems.operations import queries
from samaki.systems.operations.services import record_result

if TYPE_CHECKING:
    from samaki.systems.operations.models import Operation

router = Router()


class TargetOut(Schema):
    """One site of an operation, who answers for the people, and what it gave."""

    ref: str
    site: str
    custodian: str
    state: str
    intake: str


class OperationOut(Schema):
    """One or more sites at one hour."""

    ref: str
    title: str
    area: str
    hour: datetime
    lead_unit: str
    targets: list[TargetOut]


class ResultIn(Asked):
    """Who was found at a target: heads by cell, 0 where none was seen."""

    heads: list[Heads]
    legal_basis: str = Field(max_length=200)
    happened_at: datetime


@router.get("", response={200: list[OperationOut], **PROBLEMS})
@reads(Permission.OPERATION_SEE)
def list_operations(request: HttpRequest) -> list[dict[str, object]]:
    """List the operations of the reader's areas, newest first."""
    return [_operation(found) for found in queries.operations(actor_of(request), at=timezone.now())]


@router.post("/{ref}/targets/{number}/result", response={201: Written, **PROBLEMS})
@writes(Permission.RESULT_RECORD)
def write_result(request: HttpRequest, ref: str, number: int, body: ResultIn) -> Written:
    """Record who was found at a target; its custodian takes them in."""
    result = record_result(
        actor=actor_of(request),
        target=f"{ref}/{number}",
        cells=cells(body.heads),
        legal_basis=body.legal_basis,
        happened_at=body.happened_at,
        at=timezone.now(),
    )
    return Written(ref=result.intake_ref, url=reverse("operations:operations"))


def _operation(found: Operation) -> dict[str, object]:
    return {
        "ref": found.ref,
        "title": found.title,
        "area": found.area_id,
        "hour": found.hour,
        "lead_unit": found.lead_unit_id,
        "targets": [
            {
                "ref": target.ref,
                "site": target.site.ref,
                "custodian": target.custodian_id,
                "state": target.state,
                "intake": queries.intake_ref(target),
            }
            for target in found.targets.all()
        ],
    }
