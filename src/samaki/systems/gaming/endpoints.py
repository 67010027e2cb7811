"""Gaming over the API: the register of venues with their licences, and the inspections."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Query, Router, Schema

from samaki.ground.access.guard import actor_of
from samaki.ground.access.rules import Permission
from samaki.ground.api.door import reads
from samaki.ground.api.schemas import PROBLEMS, Asked
from samaki.systems.gaming.queries import inspections as visits
from samaki.systems.gaming.queries import venues as places

if TYPE_CHECKING:
    from samaki.systems.gaming.queries.venues import VenueLine

router = Router()


class LicenceOut(Schema):
    """A licence as it stands today: as decided, or ended because its days have run out."""

    ref: str
    number: str
    kind: str
    valid_from: date
    valid_to: date
    standing: str


class VenueOut(Schema):
    """A venue of the register with its licences, and how much inspections found there."""

    ref: str
    name: str
    area: str
    holder: str
    licences: list[LicenceOut]
    sites: list[str]
    violations: int
    inspected_at: datetime | None
    is_closed: bool


class InspectionOut(Schema):
    """An inspection that is due or was recorded."""

    ref: str
    venue: str
    area: str
    state: str
    due_on: date
    happened_at: datetime | None
    is_reinspection: bool


class VenuesWanted(Asked):
    """What is looked for: words, a kind of licence, how a licence stands."""

    words: str = Field("", max_length=100)
    kind: str = Field("", max_length=20)
    standing: str = Field("", max_length=12)


@router.get("/venues", response={200: list[VenueOut], **PROBLEMS})
@reads(Permission.LICENCE_SEE)
def list_venues(request: HttpRequest, wanted: Query[VenuesWanted]) -> list[dict[str, object]]:
    """List the venues of the reader's areas, each with its licences as they stand today."""
    asked = places.Wanted(**wanted.model_dump())
    today = timezone.localdate(timezone.now())
    return [_venue(line) for line in places.register(actor_of(request), asked, today=today)]


@router.get("/inspections", response={200: list[InspectionOut], **PROBLEMS})
@reads(Permission.LICENCE_SEE)
def list_inspections(request: HttpRequest) -> list[dict[str, object]]:
    """List the inspections of the reader's areas, the earliest due first."""
    return [
        {
            "ref": found.ref,
            "venue": found.venue.ref,
            "area": found.venue.area_id,
            "state": found.state,
            "due_on": found.due_on,
            "happened_at": found.happened_at,
            "is_reinspection": found.follows_id is not None,
        }
        for found in visits.inspections(actor_of(request))
    ]


def _venue(line: VenueLine) -> dict[str, object]:
    return {
        "ref": line.venue.ref,
        "name": line.venue.name,
        "area": line.venue.area_id,
        "holder": line.venue.holder,
        "licences": list(line.licences),
        "sites": [site.ref for site in line.sites],
        "violations": line.violations,
        "inspected_at": line.inspected_at,
        "is_closed": line.is_closed,
    }
