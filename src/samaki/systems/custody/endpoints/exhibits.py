"""Exhibits over the API: the queries, verbs and refusals of their pages."""

from __future__ import annotations

from base64 import b64decode
from datetime import datetime

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from ninja import Field, Query, Router, Schema

from samaki.ground.access.guard import actor_of
from samaki.ground.access.rules import Permission
from samaki.ground.api.door import reads, writes
from samaki.ground.api.schemas import PROBLEMS, Asked, At, Written
from samaki.systems.custody import rules
from samaki.systems.custody.queries import exhibit_moves as moves
from samaki.systems.custody.queries import exhibits as things
from samaki.systems.custody.queries import exhibits_then
from samaki.systems.custody.queries.books import Moments
from samaki.systems.custody.rules.counts import Explanation
from samaki.systems.custody.rules.exhibits import Part, Sealing
from samaki.systems.custody.services import thing_acts
from samaki.systems.custody.services.exhibits import seize_exhibit
from samaki.systems.custody.services.photos import add_photo
from samaki.systems.custody.services.thing_counts import count_exhibit, explain_exhibit_count
from samaki.systems.custody.services.thing_handovers import (
    Sending,
    dispatch_exhibits,
    receive_exhibits,
)

router = Router()
_P = Permission


class ExhibitOut(Schema):
    """A seized thing under its seal: `unit` names the place where it is now, empty if in none.

    `held` pieces lie there, `missing` are unaccounted for.
    """

    ref: str
    kind: str
    description: str
    seal: str
    site: str
    area: str
    unit: str
    store: str
    pieces: int
    held: int
    missing: int
    is_counted_twice: bool
    bundle: str
    because: str
    happened_at: datetime
    recorded_at: datetime


class SentOut(Schema):
    """One exhibit of a hand-over."""

    ref: str
    seal: str
    pieces: int
    is_between: bool


class ThingHandoverOut(Schema):
    """A hand-over of exhibits: both sides, the escort, and what lies between."""

    ref: str
    giver: str
    receiver: str
    owner: str
    state: str
    sent: int
    between: int
    is_variance: bool
    left_at: datetime
    exhibits: list[SentOut]


class ThingCountOut(Schema):
    """A count of an exhibit, and what the books say of its moment now."""

    ref: str
    exhibit: str
    place: str
    counted_at: datetime
    pieces: int
    held: int
    held_then: int
    difference: int
    state: str
    owner: str
    answers: str
    closed_by: str
    reason: str
    evidence: str


class ExhibitsWanted(At):
    """The site where things were found, the store that keeps them; empty lists all.

    As of a moment, and as known at one; now if both are left out.
    """

    site: str = Field("", max_length=16)
    store: str = Field("", max_length=16)


class ExhibitIn(Asked):
    """A thing or bundle as it was seized; `person` is a reference, `because` a target's."""

    kind: str = Field(max_length=16)
    description: str = Field(max_length=200)
    seal: str = Field(max_length=40)
    site: str = Field(max_length=16)
    unit: str = Field(max_length=40)
    because: str = Field("", max_length=40)
    pieces: int = Field(1, ge=-1, le=1_000_000)
    person: str = Field("", max_length=16)
    happened_at: datetime


class PartIn(Asked):
    """What comes out of a bundle, under its own seal."""

    kind: str = Field(max_length=16)
    description: str = Field(max_length=200)
    seal: str = Field(max_length=40)
    pieces: int = Field(ge=-1, le=1_000_000)


class OpeningIn(Asked):
    """Into what a bundle was opened, and why; the pieces add up."""

    parts: list[PartIn] = Field(max_length=50)
    reason: str = Field(max_length=400)
    happened_at: datetime


class SealingIn(Asked):
    """The new seal, and what happened to the old."""

    seal: str = Field(max_length=40)
    reason: str = Field(max_length=400)
    happened_at: datetime


class PiecesIn(Asked):
    """How many pieces were counted; 0 says that nothing is there."""

    pieces: int = Field(ge=-1, le=1_000_000)
    happened_at: datetime


class MissingIn(PiecesIn):
    """Pieces that are unaccounted for, or found again, and what is known of them."""

    reason: str = Field(max_length=400)


class ExhibitsOutIn(Asked):
    """Exhibits sent from one unit's store to another, with an escort who answers for them."""

    giver: str = Field(max_length=40)
    receiver: str = Field(max_length=40)
    escort: str = Field(max_length=40)
    exhibits: list[str] = Field(max_length=500)
    vehicle: str = Field("", max_length=80)
    happened_at: datetime


class ArrivedIn(Asked):
    """Which exhibits the receiver took over; the rest stays with the escort."""

    unit: str = Field(max_length=40)
    exhibits: list[str] = Field(max_length=500)
    happened_at: datetime


class PhotoIn(Asked):
    """A photograph in JPEG or PNG, in base64 (RFC 4648); a body has at most 16 MB."""

    content: str = Field(max_length=16_000_000)


class WhyIn(Asked):
    """Why an entry is reversed."""

    reason: str = Field(max_length=400)


class EvidenceIn(Asked):
    """Why a count and the books differ, and what shows it."""

    reason: str = Field(max_length=400)
    evidence: str = Field(max_length=200)


@router.get("", response={200: list[ExhibitOut], **PROBLEMS})
@reads(_P.EXHIBIT_SEE)
def list_exhibits(request: HttpRequest, at: Query[ExhibitsWanted]) -> object:
    """List the exhibits the reader may see, the newest first."""
    then, eyes = _then(at), actor_of(request)
    if then is None:
        return things.exhibits(eyes, site=at.site, store=at.store)
    return exhibits_then.listed(eyes, then, site=at.site, store=at.store)


# Before the exhibits themselves: whichever address comes first answers.
@router.post("/handovers", response={201: Written, **PROBLEMS})
@writes(_P.EXHIBIT_DISPATCH)
def write_exhibits_out(request: HttpRequest, body: ExhibitsOutIn) -> Written:
    """Send exhibits towards another unit; until received they are with the escort."""
    made = dispatch_exhibits(
        actor=actor_of(request),
        sending=Sending(body.giver, body.receiver, body.escort, tuple(body.exhibits), body.vehicle),
        happened_at=body.happened_at,
        at=timezone.now(),
    )
    ref = str(made.ref)
    return Written(ref=ref, url=reverse("custody:exhibit_handover", args=[ref]))


@router.get("/handovers/{ref}", response={200: ThingHandoverOut, **PROBLEMS})
@reads(_P.EXHIBIT_SEE)
def one_exhibit_handover(request: HttpRequest, ref: str) -> object:
    """Show both sides of a hand-over of exhibits, and what lies between them."""
    return _found(moves.handover(actor_of(request), ref, at=timezone.now()))


@router.get("/counts/{ref}", response={200: ThingCountOut, **PROBLEMS})
@reads(_P.EXHIBIT_SEE)
def one_exhibit_count(request: HttpRequest, ref: str) -> object:
    """Show a count of an exhibit, and the difference as it is reckoned now."""
    return _found(moves.count(actor_of(request), ref, at=timezone.now()))


@router.get("/{ref}", response={200: ExhibitOut, **PROBLEMS})
@reads(_P.EXHIBIT_SEE)
def one_exhibit(request: HttpRequest, ref: str, at: Query[At]) -> object:
    """Show one exhibit: its seal, its pieces, and where it is, or was at a moment."""
    then, eyes = _then(at), actor_of(request)
    return _found(exhibits_then.exhibit(eyes, ref, then) if then else things.exhibit(eyes, ref))


@router.post("", response={201: Written, **PROBLEMS})
@writes(_P.EXHIBIT_SEIZE)
def write_exhibit(request: HttpRequest, body: ExhibitIn) -> Written:
    """Enter a seized thing or bundle under its seal, at the site where it was found."""
    said = body.model_dump(exclude={"happened_at"})
    made = seize_exhibit(
        actor=actor_of(request),
        found=rules.Found(**said),
        happened_at=body.happened_at,
        at=timezone.now(),
    )
    return _written(made.ref)


@router.post("/{ref}/opening", response={201: Written, **PROBLEMS})
@writes(_P.EXHIBIT_SEAL)
def write_opening(request: HttpRequest, ref: str, body: OpeningIn) -> Written:
    """Open a bundle and seal its pieces anew; no piece is added or lost."""
    thing_acts.open_bundle(
        actor=actor_of(request),
        exhibit=ref,
        parts=[Part(**part.model_dump()) for part in body.parts],
        reason=body.reason,
        happened_at=body.happened_at,
        at=timezone.now(),
    )
    return _written(ref)


@router.post("/{ref}/seal", response={201: Written, **PROBLEMS})
@writes(_P.EXHIBIT_SEAL)
def write_seal(request: HttpRequest, ref: str, body: SealingIn) -> Written:
    """Record that a seal was broken or replaced."""
    thing_acts.change_seal(
        actor=actor_of(request),
        exhibit=ref,
        sealing=Sealing(body.seal, body.reason),
        happened_at=body.happened_at,
        at=timezone.now(),
    )
    return _written(ref)


@router.post("/{ref}/counts", response={201: Written, **PROBLEMS})
@writes(_P.EXHIBIT_COUNT)
def write_pieces(request: HttpRequest, ref: str, body: PiecesIn) -> Written:
    """Record how many pieces were counted; the books stay, and a difference opens a variance."""
    made = count_exhibit(
        actor=actor_of(request),
        exhibit=ref,
        pieces=body.pieces,
        happened_at=body.happened_at,
        at=timezone.now(),
    )
    return Written(ref=made.ref, url=reverse("custody:exhibit_count", args=[made.ref]))


@router.post("/{ref}/photos", response={201: Written, **PROBLEMS})
@writes(_P.EXHIBIT_SEIZE)
def write_photo(request: HttpRequest, ref: str, body: PhotoIn) -> Written:
    """Add a photograph of an exhibit; the reference that comes back is its SHA-256."""
    try:
        content = b64decode(body.content, validate=True)
    except ValueError:
        content = b"-"  # no picture, and refused as such
    made = add_photo(actor=actor_of(request), exhibit=ref, content=content, at=timezone.now())
    url = reverse("custody:exhibit_photo", args=[made.exhibit.ref, made.digest])
    return Written(ref=made.digest, url=url)


@router.post("/{ref}/missing", response={201: Written, **PROBLEMS})
@writes(_P.EXHIBIT_EXPLAIN)
def write_missing(request: HttpRequest, ref: str, body: MissingIn) -> Written:
    """Declare pieces unaccounted for; their keeper goes on to answer for them."""
    thing_acts.declare_missing(
        actor=actor_of(request), exhibit=ref, at=timezone.now(), **body.model_dump()
    )
    return _written(ref)


@router.post("/{ref}/found", response={201: Written, **PROBLEMS})
@writes(_P.EXHIBIT_EXPLAIN)
def write_found(request: HttpRequest, ref: str, body: MissingIn) -> Written:
    """Declare that missing pieces were found again."""
    thing_acts.declare_found(
        actor=actor_of(request), exhibit=ref, at=timezone.now(), **body.model_dump()
    )
    return _written(ref)


@router.post("/counts/{ref}/explanation", response={201: Written, **PROBLEMS})
@writes(_P.EXHIBIT_EXPLAIN)
def write_exhibit_explanation(request: HttpRequest, ref: str, body: EvidenceIn) -> Written:
    """Close the variance of a count by a reason with evidence; never by whoever counted."""
    explain_exhibit_count(
        actor=actor_of(request),
        count=ref,
        explanation=Explanation(body.reason, body.evidence),
        at=timezone.now(),
    )
    made = ref.strip().upper()
    return Written(ref=made, url=reverse("custody:exhibit_count", args=[made]))


@router.post("/handovers/{ref}/receipts", response={201: Written, **PROBLEMS})
@writes(_P.EXHIBIT_RECEIVE)
def write_exhibits_in(request: HttpRequest, ref: str, body: ArrivedIn) -> Written:
    """Take over the exhibits that arrived; the rest stays with the escort."""
    made = receive_exhibits(
        actor=actor_of(request),
        handover=ref,
        unit=body.unit,
        received=body.exhibits,
        happened_at=body.happened_at,
        at=timezone.now(),
    )
    url = reverse("custody:exhibit_handover", args=[made.handover.ref])
    return Written(ref=str(made.ref), url=url)


@router.post("/entries/{number}/correction", response={201: Written, **PROBLEMS})
@writes(_P.EXHIBIT_SEE)
def write_exhibit_correction(request: HttpRequest, number: int, body: WhyIn) -> Written:
    """Reverse an entry of the books of things, for a reason."""
    made = thing_acts.correct_exhibit(
        actor=actor_of(request), movement=number, reason=body.reason, at=timezone.now()
    )
    return Written(ref=made.because, url=reverse("custody:exhibit_movement", args=[made.pk]))


def _written(ref: str) -> Written:
    made = ref.strip().upper()
    return Written(ref=made, url=reverse("custody:exhibit", args=[made]))


def _then(at: At) -> Moments | None:
    """Return the two moments asked for; None if now is meant."""
    now = timezone.now()
    return Moments(at.as_of or now, at.known or now) if at.as_of or at.known else None


def _found(found: object) -> object:
    if found is None:
        raise Http404
    return found
