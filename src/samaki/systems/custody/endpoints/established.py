"""What was established of people after they were counted, over the API."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from ninja import Field, Router, Schema

from samaki.ground.access.guard import actor_of
from samaki.ground.access.rules import Permission
from samaki.ground.api.door import writes
from samaki.ground.api.schemas import PROBLEMS, Asked, Written
from samaki.kernel.ledger import Age, Cell, Sex
from samaki.systems.custody.rules.cells import Established
from samaki.systems.custody.services.cells import establish

router = Router()


class CellIn(Schema):
    """A cell of the cross-tab; what is left out is not established."""

    nationality: str | None = Field(None, pattern="^[A-Z]{3}$")
    sex: Sex | None = None
    age: Age | None = None


class EstablishedIn(Asked):
    """So many heads of an account, or one person by reference, are of another cell.

    `before` is the cell they are counted in. `evidence` says what shows it, without names.
    """

    account: str = Field(max_length=16)
    before: CellIn
    after: CellIn
    heads: int = Field(1, ge=1, le=100_000)
    person: str = Field("", max_length=16)
    evidence: str = Field(max_length=400)
    happened_at: datetime


@router.post("", response={201: Written, **PROBLEMS})
@writes(Permission.CUSTODY_IDENTIFY)
def write_established(request: HttpRequest, body: EstablishedIn) -> Written:
    """Move heads, or one person, to the cell that was established; no total changes."""
    made = establish(
        actor=actor_of(request),
        account=body.account,
        said=Established(
            before=Cell(**body.before.dict()),
            after=Cell(**body.after.dict()),
            evidence=body.evidence,
            heads=body.heads,
            person=body.person.strip().upper(),
        ),
        happened_at=body.happened_at,
        at=timezone.now(),
    )
    return Written(ref=made.ref, url=reverse("custody:movement", args=[made.movement_id]))
