"""Indicators over the API: what was seen on exhibits, and which sites it links."""

from __future__ import annotations

from datetime import datetime

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from ninja import Field, Query, Router, Schema

from samaki.ground.access.guard import actor_of
from samaki.ground.access.rules import Permission
from samaki.ground.api.door import reads, writes
from samaki.ground.api.schemas import PROBLEMS, Asked, Written
from samaki.systems.indicators import queries
from samaki.systems.indicators.services import UnknownExhibitError, record_sightings

router = Router()


class IndicatorOut(Schema):
    """A value, at how many sites and on how many exhibits it was seen, and what that means."""

    ref: str
    kind: str
    shown: str
    sites: int
    exhibits: int
    standing: str


class LinkedSiteOut(Schema):
    """A site as a link names it."""

    ref: str
    name: str
    area: str


class LinkOut(Schema):
    """Two sites, and every indicator seen on exhibits of both: the reason they are linked."""

    a: LinkedSiteOut
    b: LinkedSiteOut
    indicators: list[IndicatorOut]


class IndicatorsWanted(Asked):
    """What is looked for: a kind, a part of a value."""

    kind: str = Field("", max_length=20)
    words: str = Field("", max_length=200)


class SightingsIn(Asked):
    """What was seen on an exhibit, one indicator a line: a kind and a value; one bad saves none."""

    text: str = Field(max_length=20_000)
    place: str = Field("", max_length=200, description="where on the exhibit, in words")
    happened_at: datetime


@router.get("", response={200: list[IndicatorOut], **PROBLEMS})
@reads(Permission.INDICATOR_SEE)
def list_indicators(request: HttpRequest, wanted: Query[IndicatorsWanted]) -> object:
    """List the indicators seen in the reader's areas; by kind, by a part of the value."""
    return queries.indicators(actor_of(request), kind=wanted.kind, words=wanted.words)


@router.get("/links", response={200: list[LinkOut], **PROBLEMS})
@reads(Permission.INDICATOR_SEE)
def list_links(request: HttpRequest) -> object:
    """List every two sites that an indicator links, with all that links them."""
    return queries.site_links(actor_of(request))


@router.post("/exhibits/{ref}/sightings", response={201: Written, **PROBLEMS})
@writes(Permission.SIGHTING_RECORD)
def write_sightings(request: HttpRequest, ref: str, body: SightingsIn) -> Written:
    """Record what was seen on an exhibit, all lines or none."""
    try:
        record_sightings(
            actor=actor_of(request),
            exhibit=ref,
            text=body.text,
            place=body.place,
            happened_at=body.happened_at,
            at=timezone.now(),
        )
    except UnknownExhibitError as unknown:
        raise Http404 from unknown
    return Written(ref=ref, url=reverse("indicators:exhibit", args=[ref]))
