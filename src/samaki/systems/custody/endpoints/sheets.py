"""Sheets over the API: send one, read what its rows are, post the good ones, close it."""

from __future__ import annotations

from datetime import datetime

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from ninja import Field, File, Form, Router, Schema, UploadedFile

from samaki.ground.access.guard import actor_of
from samaki.ground.access.rules import Permission
from samaki.ground.api.door import reads, writes
from samaki.ground.api.schemas import PROBLEMS, Asked, Written
from samaki.ground.sheets.rules import LARGEST
from samaki.systems.custody import rules
from samaki.systems.custody.queries import sheets
from samaki.systems.custody.rules.keepers import Keeper
from samaki.systems.custody.services.sheet_posting import post_sheet
from samaki.systems.custody.services.sheets import Sent, close_sheet, stage_sheet

router = Router()
_P = Permission


class SheetIn(Asked):
    """What goes with a file: the unit, what the rows are, the moment of rows that say none."""

    unit: str = Field(max_length=40, description="code of the unit that answers for them")
    kind: rules.SheetKind
    happened_at: datetime
    site: str = Field("", max_length=16, description="the site on which they stay for now, if any")
    legal_basis: str = Field("", max_length=200, description="needed for counts of heads")


class FaultOut(Schema):
    """One thing to mend; a value of null is hidden from the reader, and so is that of a row."""

    row: int
    column: str
    value: str | None
    code: str
    text: str


class KnownOut(Schema):
    """A row that was in the books already, and as what."""

    row: int
    subject: str


class SheetOut(Schema):
    """A sheet: how far it is, how many of its rows are what, and everything to mend.

    `error` says why posting stopped, if it did: post it again, and it goes on.
    """

    ref: str
    account: str
    unit: str
    site: str
    kind: str
    state: str
    happened_at: datetime
    sent_at: datetime
    rows: int
    good: int
    bad: int
    present: int
    posted: int
    error: str
    faults: list[FaultOut]
    known: list[KnownOut]


@router.get("/{ref}", response={200: SheetOut, **PROBLEMS})
@reads(_P.CUSTODY_TAKE_IN)
def one_sheet(request: HttpRequest, ref: str) -> dict[str, object]:
    """Show a sheet of the reader's areas, with every row that has something to mend."""
    line = sheets.sheet(actor_of(request), ref)
    if line is None:
        raise Http404
    own = {name: getattr(line, name, "") for name in SheetOut.model_fields}
    return own | {
        "account": line.account_ref,
        "error": line.job.error if line.job and line.state == rules.SheetState.POSTING else "",
        "faults": sheets.faults(line, limit=None),
        "known": [{"row": row, "subject": subject} for row, subject in sheets.known(line)],
    }


@router.post("", response={201: Written, **PROBLEMS})
@writes(_P.CUSTODY_TAKE_IN)
def write_sheet(request: HttpRequest, body: Form[SheetIn], file: File[UploadedFile]) -> Written:
    """Send a sheet, XLSX or CSV; its rows are staged and nothing is posted."""
    sent = Sent(
        kind=body.kind,
        file=file.name or "",
        content=file.read(LARGEST + 1),
        happened_at=body.happened_at,
        legal_basis=body.legal_basis,
    )
    keeper = Keeper(body.unit, body.site)
    made = stage_sheet(actor=actor_of(request), unit=keeper, sent=sent, at=timezone.now())
    return _written(made.ref)


@router.post("/{ref}/posting", response={201: Written, **PROBLEMS})
@writes(_P.CUSTODY_TAKE_IN)
def write_posting(request: HttpRequest, ref: str) -> Written:
    """Post the good rows: heads now, persons in the background."""
    post_sheet(actor=actor_of(request), sheet=ref, at=timezone.now())
    return _written(ref)


@router.post("/{ref}/closing", response={201: Written, **PROBLEMS})
@writes(_P.CUSTODY_TAKE_IN)
def write_closing(request: HttpRequest, ref: str) -> Written:
    """Forget every word of a sheet that is left; what was posted stays."""
    close_sheet(actor=actor_of(request), sheet=ref, at=timezone.now())
    return _written(ref)


def _written(ref: str) -> Written:
    made = ref.strip().upper()
    return Written(ref=made, url=reverse("custody:sheet", args=[made]))
