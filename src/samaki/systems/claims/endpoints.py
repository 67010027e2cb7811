"""Claims over the API: texts that were filed, and what each says, as it stands."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from ninja import Field, File, Form, Router, Schema, UploadedFile

from samaki.ground import wording
from samaki.ground.access.guard import actor_of
from samaki.ground.access.rules import Permission
from samaki.ground.api.door import reads, writes
from samaki.ground.api.schemas import PROBLEMS, Asked, Written
from samaki.ground.sources.rules import SourceKind
from samaki.systems.claims import queries, services
from samaki.systems.claims.forms import uploaded
from samaki.systems.claims.rules import Doubt

if TYPE_CHECKING:
    from samaki.systems.claims.queries import Line

router = Router()
_NONE: list[UploadedFile] = []  # nothing was sent: a rule says so, in words


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


class QueuedOut(ClaimOut):
    """A draft that waits: its text, how sure the reader is (0 to 1), and what makes it doubtful."""

    source: str
    score: float
    doubts: list[Doubt]


class FilesIn(Asked):
    """What goes with files: the kind of all, and what holds for those that do not say it."""

    kind: SourceKind = SourceKind.PRESS
    language: str = Field(
        "", max_length=8, description="en, km …; found out from the words if empty"
    )
    published_on: date | None = None


class BadOut(Schema):
    """What could not be read: a file, or a text in it, with every reason."""

    what: str
    reasons: list[str]


class ReadingOut(Schema):
    """How far files are read: texts done, of how many so far, and everything that was bad.

    `total` grows while files turn out to hold several texts. The first 100 bad ones are listed.
    """

    ref: str
    state: str
    done: int
    total: int
    filed: int
    known: int
    bad: int
    listed: list[BadOut]
    error: str
    sources: list[str]


@router.post("/files", response={201: Written, **PROBLEMS})
@writes(Permission.SOURCE_FILE)
def write_files(
    request: HttpRequest,
    body: Form[FilesIn],
    files: File[list[UploadedFile]] = _NONE,
) -> Written:
    """Send files to be read in the background, one or many; the same one twice adds nothing."""
    job, _is_new = services.ask_files(
        actor=actor_of(request),
        uploads=[uploaded(each) for each in files],
        said=services.Said(body.kind, body.language, body.published_on),
        at=timezone.now(),
    )
    return Written(ref=job.ref, url=reverse("claims:reading", args=[job.ref]))


@router.get("/readings/{ref}", response={200: ReadingOut, **PROBLEMS})
@reads(Permission.SOURCE_FILE)
def one_reading(request: HttpRequest, ref: str) -> dict[str, object]:  # noqa: ARG001 - ninja's signature
    """Show how far files are read, which were bad and why, and the newest of their texts."""
    found = queries.reading(ref)
    if found is None:
        raise Http404
    job = found.job
    return {
        "ref": job.ref,
        "state": job.state,
        "done": job.done,
        "total": job.total,
        "filed": job.result.get("filed", 0),
        "known": job.result.get("known", 0),
        "bad": job.bad,
        "listed": [
            {"what": each["what"], "reasons": [wording.kept(said) for said in each["reasons"]]}
            for each in job.result.get("bad", [])
        ],
        "error": job.error,
        "sources": [each.ref for each in found.sources],
    }


@router.get("/queue", response={200: list[QueuedOut], **PROBLEMS})
@reads(Permission.CLAIM_SEE)
def list_queue(request: HttpRequest) -> list[dict[str, object]]:  # noqa: ARG001 - ninja's signature
    """List the first 100 drafts that wait for a person, the most doubtful first, each with why."""
    return [
        {
            **_claim(line),
            "source": line.claim.source.ref,
            "score": line.claim.score,
            "doubts": list(doubts),
        }
        for line, doubts in queries.queued(queries.queue()[: queries.LISTED])
    ]


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
