"""The national picture over the API: bounds, never a guess between them."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema

from samaki.ground.access.rules import Permission
from samaki.ground.api.door import reads
from samaki.ground.api.schemas import PROBLEMS, At
from samaki.picture.queries import national as queries
from samaki.picture.queries import prints, sitreps

if TYPE_CHECKING:
    from samaki.picture.queries.national import Proof

router = Router()


class BoundsOut(Schema):
    """How many people were found: at least `low`, at most `high`; null: nobody set a ceiling."""

    area: str
    first: date
    last: date
    low: int
    high: int | None
    placed: int
    claims: list[str]
    records: list[str]


class PictureOut(Schema):
    """The reconciled picture as of a moment, with the sources under each bound."""

    as_of: datetime
    together: BoundsOut | None
    periods: list[BoundsOut]
    provinces: list[BoundsOut]
    raided_without_figure: list[str]


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
def national(request: HttpRequest, at: Query[At]) -> dict[str, object]:  # noqa: ARG001 - ninja's signature
    """Show what all claims and the register prove together."""
    found = queries.national(as_of=at.as_of or timezone.now(), known_at=at.known)
    return {
        "as_of": found.as_of,
        "together": _bounds(found.together) if found.together else None,
        "periods": [_bounds(part) for part in found.parts],
        "provinces": [_bounds(proof) for proof in found.by_province.values()],
        "raided_without_figure": sorted(found.raided),
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


def _bounds(proof: Proof) -> dict[str, object]:
    because = (*proof.low_because, *proof.high_because)
    return {
        "area": proof.province or "KH",
        "first": proof.period.first,
        "last": proof.period.last,
        "low": proof.bounds.low,
        "high": proof.bounds.high,
        "placed": proof.heads,
        "claims": list(dict.fromkeys(r.claim.stated.ref for r in because if r.claim)),
        "records": list(dict.fromkeys(i for r in because if r.record for i in r.record.intakes)),
    }
