"""Claims over the API: texts that were filed, and what each says, as it stands."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest
from ninja import Router, Schema

from samaki.ground.access.rules import Permission
from samaki.ground.api.door import reads
from samaki.ground.api.schemas import PROBLEMS
from samaki.systems.claims import queries

if TYPE_CHECKING:
    from samaki.systems.claims.queries import Line

router = Router()


class SourceOut(Schema):
    """A text that was filed."""

    ref: str
    kind: str
    title: str
    published_on: date | None
    claims: int


class ClaimOut(Schema):
    """What a text says: the words it was read from, what they mean, and where it stands."""

    ref: str
    state: str
    words: str
    said: dict[str, str]


@router.get("/sources", response={200: list[SourceOut], **PROBLEMS})
@reads(Permission.CLAIM_SEE)
def list_sources(request: HttpRequest) -> list[dict[str, object]]:  # noqa: ARG001 - ninja's signature
    """List the texts, newest first, with how many claims each makes."""
    counted = queries.counted()
    return [
        {
            "ref": source.ref,
            "kind": source.kind,
            "title": source.title,
            "published_on": source.published_on,
            "claims": counted.get(source.ref, 0),
        }
        for source in queries.sources()
    ]


@router.get("/sources/{ref}/claims", response={200: list[ClaimOut], **PROBLEMS})
@reads(Permission.CLAIM_SEE)
def claims_of_source(request: HttpRequest, ref: str) -> list[dict[str, object]]:  # noqa: ARG001 - ninja's signature
    """List what one text says, in the order of its words."""
    source = queries.sources().filter(ref=ref).first()
    if source is None:
        raise Http404
    return [_claim(line) for line in queries.lines(source)]


def _claim(line: Line) -> dict[str, object]:
    return {
        "ref": line.claim.ref,
        "state": line.state.value,
        "words": line.sentence,
        "said": {key: str(value) for key, value in line.said.items()},
    }
