"""The national picture over the API: bounds, never a guess between them."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema

from samaki.ground.access.guard import actor_of
from samaki.ground.access.rules import Permission
from samaki.ground.api.door import reads
from samaki.ground.api.schemas import PROBLEMS, At
from samaki.ground.places.rules import COUNTRY
from samaki.kernel.counts.ways import Change
from samaki.picture.queries import conflicts, prints, scope, sitreps
from samaki.picture.queries import national as queries

if TYPE_CHECKING:
    from samaki.ground.access.actors import Actor
    from samaki.picture.queries.national import Proof

router = Router()


class BoundsOut(Schema):
    """How many people were found: at least `low`, at most `high`; null: nobody set a ceiling.

    `placed` of null is a number too small to be told. Claims and records are named to who sees
    those.
    """

    area: str
    first: date
    last: date
    low: int
    high: int | None
    placed: int | None
    claims: list[str]
    records: list[str]


class PictureOut(Schema):
    """The reconciled picture as of a moment, with the sources under each bound.

    `together` is null where nobody was found, and where a number too small to be told would follow
    from it. Of the provinces that the reader does not see, `withheld` names those with a number too
    small to be told, or left out because one would follow from it; the page shows the same.
    `counts_otherwise` are claims that a person lets count otherwise than written.
    """

    as_of: datetime
    together: BoundsOut | None
    periods: list[BoundsOut]
    provinces: list[BoundsOut]
    withheld: list[str]
    raided_without_figure: list[str]
    counts_otherwise: list[str]


class WayOut(Schema):
    """One claim read otherwise, so that the rest can hold; only the fields of its change are set.

    `size` is in people (widen, drop), days (shift), or provinces and nationalities left (narrow);
    `leaves` is how many contradictions there still are then.
    """

    claim: str
    change: Change
    low: int | None
    high: int | None
    provinces: list[str]
    nationalities: list[str]
    since: date | None
    day: date | None
    size: int
    leaves: int


class ConflictOut(Schema):
    """Claims that cannot all hold, and the ways out, what gives up least first; the first 20.

    Who does not see the whole country is told no ways.
    """

    claims: list[str]
    ways: list[WayOut]


class SitrepLineOut(Schema):
    """A situation report that was issued, as a list shows it."""

    ref: str
    as_of: datetime
    issued_at: datetime
    digest: str
    superseded_by: str | None


class SitrepOut(Schema):
    """A situation report as it was issued; `digest` is of `content`."""

    ref: str
    digest: str
    issued_at: datetime
    supersedes: str | None
    superseded_by: str | None
    content: dict[str, Any]


@router.get("/national", response={200: PictureOut, **PROBLEMS})
@reads(Permission.PICTURE_SEE)
def national(request: HttpRequest, at: Query[At]) -> dict[str, object]:
    """Show what all claims and the register prove together; small numbers as on the page."""
    eyes = actor_of(request)
    if at.as_of or at.known:
        # Two moments of one number would tell the small number between them.
        eyes.require(Permission.PICTURE_SEE, area=COUNTRY)
    found = queries.national(as_of=at.as_of or timezone.now(), known_at=at.known)
    told = scope.told(eyes, found)
    return {
        "as_of": found.as_of,
        "together": _bounds(eyes, told.together) if told.together else None,
        "periods": [_bounds(eyes, part) for part in told.parts],
        "provinces": [
            _bounds(eyes, proof)
            for code, proof in found.by_province.items()
            if code in told.provinces or scope.sees_all(eyes, code)
        ],
        "withheld": [
            code
            for code, proof in found.by_province.items()
            if code not in told.provinces and proof.bounds.low > 0
        ],
        "raided_without_figure": sorted(found.raided),
        "counts_otherwise": [each.stated.ref for each in found.adjusted],
    }


@router.get("/conflicts", response={200: list[ConflictOut], **PROBLEMS})
@reads(Permission.PICTURE_SEE)
def list_conflicts(request: HttpRequest) -> list[dict[str, object]]:
    """List what cannot all be true with every way out; a person chooses on the page, or not."""
    # How far a claim would have to be opened tells the register's figures, small ones too.
    sees_all = scope.sees_all(actor_of(request))
    found = conflicts.every(at=timezone.now(), with_ways=sees_all)
    return [_conflict(each) for each in found]


def _conflict(found: conflicts.Conflict) -> dict[str, object]:
    return {
        "claims": list(found.claims),
        "ways": [
            {
                "claim": offer.way.claim,
                "change": offer.way.change.value,
                "low": offer.to.low,
                "high": offer.to.high,
                "provinces": list(offer.to.provinces),
                "nationalities": list(offer.to.nationalities),
                "since": offer.to.since,
                "day": offer.to.day,
                "size": offer.way.size,
                "leaves": offer.way.leaves,
            }
            for offer in found.offers
        ],
    }


@router.get("/sitreps", response={200: list[SitrepLineOut], **PROBLEMS})
@reads(Permission.SITREP_SEE)
def list_sitreps(request: HttpRequest) -> list[dict[str, object]]:  # noqa: ARG001 - ninja's signature
    """List the situation reports, the newest first."""
    return [
        {
            "ref": found.ref,
            "as_of": found.as_of,
            "issued_at": found.issued_at,
            "digest": found.digest,
            "superseded_by": sitreps.superseder(found),
        }
        for found in sitreps.issued()
    ]


@router.get("/sitreps/{ref}", response={200: SitrepOut, **PROBLEMS})
@reads(Permission.SITREP_SEE)
def one_sitrep(request: HttpRequest, ref: str) -> dict[str, Any]:  # noqa: ARG001 - ninja's signature
    """Give a situation report as it was issued: the same document as beside its page."""
    found = sitreps.find(ref)
    if found is None:
        raise Http404
    return prints.document(found)


def _bounds(eyes: Actor, proof: Proof) -> dict[str, object]:
    because = scope.reasons(eyes, proof, (*proof.low_because, *proof.high_because))
    claims, records = [], []
    if eyes.may(Permission.CLAIM_SEE):
        claims = [reason.claim.stated.ref for reason in because if reason.claim]
    if eyes.may(Permission.CUSTODY_SEE) and scope.sees_all(eyes, proof.province or COUNTRY):
        records = [
            intake for reason in because if reason.record for intake in reason.record.intakes
        ]
    return {
        "area": proof.province or "KH",
        "first": proof.period.first,
        "last": proof.period.last,
        "low": proof.bounds.low,
        "high": proof.bounds.high,
        "placed": scope.placed(eyes, proof),
        "claims": list(dict.fromkeys(claims)),
        "records": list(dict.fromkeys(records)),
    }
