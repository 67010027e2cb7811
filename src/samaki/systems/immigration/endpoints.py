"""Immigration over the API: the cases with all that is in the way, and the acts that need a person.

The ledger refuses here what it refuses on the page, with the same reasons.
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
from samaki.ground.api.door import reads, writes
from samaki.ground.api.schemas import PROBLEMS, Asked, Written
from samaki.ground.people.rules import FilePage
from samaki.ground.people.services import record_readings
from samaki.systems.custody.rules.holds import forbids
from samaki.systems.immigration.queries import cases, files
from samaki.systems.immigration.queries import manifests as lists
from samaki.systems.immigration.services.departures import record_departure, undo_departure
from samaki.systems.immigration.services.orders import Terms, make_order

if TYPE_CHECKING:
    from samaki.systems.immigration.models import ExpulsionCase, Manifest
    from samaki.systems.immigration.queries.cases import CaseLine
    from samaki.systems.immigration.queries.manifests import Listed

router = Router()
_P = Permission


class ExpulsionCaseOut(Schema):
    """A case as the list of turns shows it: by the person's reference, without a name."""

    ref: str
    person: str
    area: str
    state: str
    step: str
    what: str
    whose: str
    is_mine: bool
    since: datetime


class ObstacleOut(Schema):
    """What is in the way of an expulsion, since when, and who can lift it and how.

    `forbids` are the kinds of account the ledger lets nobody into on that ground; none where it is
    not one of the ledger's.
    """

    code: str
    text: str
    who: str
    since: datetime | None
    forbids: list[str]


class ExpulsionFileOut(ExpulsionCaseOut):
    """One case; the name is null where the reader may not read it."""

    name: str | None
    is_hidden: bool
    against: list[ObstacleOut]


class ListedOut(Schema):
    """Somebody on a list, as the reader may see them, and what is in the way of their leaving."""

    case: str
    person: str
    name: str | None
    document: str
    state: str
    against: list[str]


class ManifestOut(Schema):
    """A list of who leaves together, by what and when."""

    ref: str
    state: str
    means: str
    carrier: str
    checkpoint: str
    destination: str
    leaves_at: datetime


class ManifestFileOut(ManifestOut):
    """A list with who stands on it."""

    persons: list[ListedOut]


class OrderIn(Asked):
    """What an order says: ground, reasons, how it was told, until when to appeal, set by whom."""

    ground: str = Field(max_length=24)
    reasons: str = Field(max_length=2000)
    language: str = Field(max_length=80)
    appeal_until: datetime
    appeal_set_by: str = Field(max_length=160)


class DepartureIn(Asked):
    """When those who boarded left."""

    happened_at: datetime


class UndoIn(Asked):
    """Why a departure is undone."""

    reasons: str = Field(max_length=400)


@router.get("/cases", response={200: list[ExpulsionCaseOut], **PROBLEMS})
@reads(_P.CASE_SEE)
def list_cases(request: HttpRequest) -> list[dict[str, object]]:
    """List the open cases of the reader's areas, the reader's own turn first."""
    return [_line(line) for line in cases.lines(actor_of(request), at=timezone.now())]


@router.get("/cases/{ref}", response={200: ExpulsionFileOut, **PROBLEMS})
@reads(_P.CASE_SEE)
def one_case(request: HttpRequest, ref: str) -> dict[str, object]:
    """Show one person's case with every reason against; reading it goes on record."""
    actor, now = actor_of(request), timezone.now()
    found = _case(request, ref)
    record_readings(actor=actor, persons=[found.person], page=FilePage.CASE, at=now)
    file = files.file(actor, found, at=now)
    return {
        **_line(cases.line(actor, found, at=now)),
        "name": file.face.name if file.face else None,
        "is_hidden": file.is_hidden,
        "against": _against(found, at=now),
    }


@router.post("/cases/{ref}/order", response={201: Written, **PROBLEMS})
@writes(_P.ORDER_DECIDE)
def write_order(request: HttpRequest, ref: str, body: OrderIn) -> Written:
    """Order an expulsion, if neither the ledger nor the case speaks against it."""
    _case(request, ref)
    terms = Terms(**body.model_dump())
    order = make_order(actor=actor_of(request), case=ref, terms=terms, at=timezone.now())
    return Written(ref=order.ref, url=reverse("immigration:case", args=[ref]))


@router.post("/cases/{ref}/undo", response={201: Written, **PROBLEMS})
@writes(_P.DEPARTURE_RECORD)
def write_undoing(request: HttpRequest, ref: str, body: UndoIn) -> Written:
    """Undo the departure of somebody who did not leave, or not then; a ban that followed ends."""
    _case(request, ref)
    made = undo_departure(
        actor=actor_of(request), case=ref, reasons=body.reasons, at=timezone.now()
    )
    return Written(ref=made.ref, url=reverse("immigration:case", args=[ref]))


@router.get("/manifests", response={200: list[ManifestOut], **PROBLEMS})
@reads(_P.CASE_SEE)
def list_manifests(request: HttpRequest) -> list[dict[str, object]]:
    """List the lists of who leaves together."""
    return [_manifest(found) for found in lists.manifests(actor_of(request))]


@router.get("/manifests/{ref}", response={200: ManifestFileOut, **PROBLEMS})
@reads(_P.CASE_SEE)
def one_manifest(request: HttpRequest, ref: str) -> dict[str, object]:
    """Show a list with who stands on it; reading it goes on record, as on the page."""
    actor, now, found = actor_of(request), timezone.now(), _list(request, ref)
    listed = lists.listed(actor, found, at=now)
    persons = [each.line.case.person for each in listed]
    record_readings(actor=actor, persons=persons, page=FilePage.MANIFEST, at=now)
    return {**_manifest(found), "persons": [_listed(each) for each in listed]}


@router.post("/manifests/{ref}/departure", response={201: Written, **PROBLEMS})
@writes(_P.DEPARTURE_RECORD)
def write_departure(request: HttpRequest, ref: str, body: DepartureIn) -> Written:
    """Let those who boarded leave, together or not at all; the ledger is asked again for each."""
    _list(request, ref)
    made = record_departure(
        actor=actor_of(request), manifest=ref, happened_at=body.happened_at, at=timezone.now()
    )
    return Written(ref=made.ref, url=reverse("immigration:manifest", args=[ref]))


def _case(request: HttpRequest, ref: str) -> ExpulsionCase:
    found = cases.case(actor_of(request), ref)
    if found is None:
        raise Http404
    return found


def _list(request: HttpRequest, ref: str) -> Manifest:
    found = lists.manifest(actor_of(request), ref)
    if found is None:
        raise Http404
    return found


def _line(line: CaseLine) -> dict[str, object]:
    return {
        "ref": line.case.ref,
        "person": line.case.person,
        "area": line.case.area_id,
        "state": line.case.state,
        "step": line.step.code,
        "what": line.what,
        "whose": line.whose,
        "is_mine": line.is_mine,
        "since": line.case.since,
    }


def _against(found: ExpulsionCase, *, at: datetime) -> list[dict[str, object]]:
    how = cases.standing(found)
    reasons = cases.reasons_ahead(how, at=at)
    return [
        {
            "code": str(reason.values.get("ground", reason.code)),
            "text": each.what,
            "who": each.who,
            "since": each.since,
            "forbids": sorted(forbids(str(reason.values["ground"])))
            if reason.code == "ground"
            else [],
        }
        for reason, each in zip(reasons, cases.obstacles(how, reasons), strict=True)
    ]


def _manifest(found: Manifest) -> dict[str, object]:
    return {
        "ref": found.ref,
        "state": found.state,
        "means": found.means,
        "carrier": found.carrier,
        "checkpoint": found.checkpoint,
        "destination": found.destination,
        "leaves_at": found.leaves_at,
    }


def _listed(each: Listed) -> dict[str, object]:
    return {
        "case": each.line.case.ref,
        "person": each.line.case.person,
        "name": each.name,
        "document": each.number,
        "state": each.line.state,
        "against": list(each.against),
    }
