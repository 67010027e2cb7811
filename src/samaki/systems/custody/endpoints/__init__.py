"""The custody ledger over the API: the queries, verbs and refusals of its pages."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from ninja import Field, Query, Router, Schema

from samaki.ground.access.guard import actor_of
from samaki.ground.access.rules import Permission
from samaki.ground.api.door import reads, writes
from samaki.ground.api.schemas import PROBLEMS, Asked, At, Heads, Written, cells
from samaki.ground.people.rules import FilePage
from samaki.ground.people.services import record_readings
from samaki.kernel.ledger import Age, Cell, Sex
from samaki.systems.custody import rules
from samaki.systems.custody.endpoints import (
    answers,
    clocks,
    counts,
    ends,
    established,
    exhibits,
    payments,
    sheets,
)
from samaki.systems.custody.endpoints import holds as placing
from samaki.systems.custody.queries import (
    accounts,
    files,
    handovers,
    holds,
    whereabouts,
    words,
)
from samaki.systems.custody.queries.books import Moments
from samaki.systems.custody.rules.holds import Screened, is_by_hand
from samaki.systems.custody.rules.keepers import Keeper
from samaki.systems.custody.services.handovers import dispatch_handover, receive_handover
from samaki.systems.custody.services.intakes import take_in
from samaki.systems.custody.services.persons import Stated, identify

if TYPE_CHECKING:
    from collections.abc import Iterable

    from samaki.ground.access.actors import Actor
    from samaki.systems.custody.queries.holds import Ground
    from samaki.systems.custody.queries.whereabouts import Face

router = Router()
router.add_router("/counts", counts.router)
router.add_router("/clocks", clocks.router)
router.add_router("/extensions", clocks.extensions)
router.add_router("/established", established.router)
router.add_router("/handovers", answers.router)
router.add_router("/handovers", ends.rests)
router.add_router("/ends", ends.router)
router.add_router("/vehicles", answers.vehicles)
router.add_router("/movements", answers.movements)
router.add_router("/sheets", sheets.router)
router.add_router("/exhibits", exhibits.router)
router.add_router("/payments", payments.payments)
router.add_router("/persons", placing.persons)
router.add_router("/holds", placing.router)
router.add_router("/releases", payments.releases)
_P = Permission
SITE = Field("", max_length=16, description="the site on which the unit keeps them for now, if any")


class AccountOut(Schema):
    """An account with what it holds: how many people, and how many of them by name."""

    ref: str
    name: str
    kind: str
    unit: str
    area: str
    held: int
    named: int
    unnamed: int
    site: str = Field(description="the site on which the unit keeps them, if it does")


class TotalOut(Schema):
    """People inside the books within the reader's areas."""

    everyone: int
    held: int
    in_transit: int
    elsewhere: int
    named: int
    as_of: datetime
    known_at: datetime


class HandoverOut(Schema):
    """A hand-over: what was sent, what lies between, what was received."""

    ref: str
    giver: str
    receiver: str
    owner: str
    sent: int
    between: int
    received: int
    returned: int
    is_variance: bool
    left_at: datetime
    declined_at: datetime | None


class PlaceOut(Schema):
    """Where a person is in the books."""

    account: str
    name: str
    kind: str
    area: str | None


class GroundOut(Schema):
    """Why a person may not go to the kinds of account it `forbids`, and who can lift it.

    `hold` is the reference of a hold that is lifted by itself, and by no other act; else null.
    """

    code: str
    text: str
    owner: str
    forbids: list[str]
    hold: str | None


class PersonOut(Schema):
    """A person; the name is null where the reader may not read it, or where it was shredded."""

    ref: str
    name: str | None
    is_hidden: bool
    is_shredded: bool
    place: PlaceOut | None
    grounds: list[GroundOut]


class MoveOut(Schema):
    """One movement of a person: into or out of an account."""

    movement: int
    kind: str
    account: str
    happened_at: datetime
    recorded_at: datetime
    arrives: bool


class PersonFileOut(PersonOut):
    """A person's file: the number of the paper shown, and every movement, newest first."""

    paper: str | None
    steps: list[MoveOut]


class GroundsOut(Schema):
    """What holds a person, and the one word on the screening that every reader may know."""

    ref: str
    screening: Screened
    grounds: list[GroundOut]


class PersonsWanted(Asked):
    """A part of a name, a whole paper number or a reference; empty lists all."""

    q: str = Field("", max_length=160)


class IntakeIn(Asked):
    """Heads taken into a unit's custody, on a legal basis."""

    unit: str = Field(description="code of the unit that answers for them")
    site: str = SITE
    heads: list[Heads]
    legal_basis: str = Field(max_length=200)
    happened_at: datetime


class DispatchIn(Asked):
    """People sent from one unit towards another, with an escort who answers for them.

    To a court or a prison they go on a charge: an article, and an ICCS code of the act.
    """

    giver: str
    site: str = SITE
    receiver: str
    escort: str
    heads: list[Heads] = []
    persons: list[str] = []
    vehicle: str = Field("", max_length=80)
    seals: list[str] = []
    article: str = Field("", max_length=200, description="of the charge, to a court or a prison")
    crime: str = Field("", max_length=6, description="of the charge: its ICCS code")
    happened_at: datetime


class ReceiptIn(Asked):
    """What the receiver counted; the rest stays in transit, as a variance with an owner."""

    unit: str
    heads: list[Heads] = []
    persons: list[str] = []
    happened_at: datetime


class IdentifyIn(Asked):
    """The name one unnamed head gave, and the number of a paper if one was shown."""

    unit: str
    site: str = SITE
    nationality: str | None = Field(None, pattern="^[A-Z]{3}$")
    sex: Sex | None = None
    age: Age | None = None
    name: str = Field(max_length=160)
    paper: str = Field("", max_length=40)
    happened_at: datetime


@router.get("/total", response={200: TotalOut, **PROBLEMS})
@reads(_P.CUSTODY_SEE)
def total(request: HttpRequest, at: Query[At]) -> dict[str, object]:
    """Count the people inside the books, within the reader's areas."""
    moments = _moments(at)
    found = accounts.total(actor_of(request), moments)
    return {
        "everyone": found.everyone,
        "held": found.held,
        "in_transit": found.in_transit,
        "elsewhere": found.elsewhere,
        "named": found.named,
        "as_of": moments.as_of,
        "known_at": moments.known_at,
    }


@router.get("/accounts", response={200: list[AccountOut], **PROBLEMS})
@reads(_P.CUSTODY_SEE)
def list_accounts(request: HttpRequest, at: Query[At]) -> object:
    """List the accounts of the reader's areas with what each holds."""
    return accounts.seen(actor_of(request), _moments(at))


@router.get("/accounts/{ref}", response={200: AccountOut, **PROBLEMS})
@reads(_P.CUSTODY_SEE)
def one_account(request: HttpRequest, ref: str, at: Query[At]) -> object:
    """Show one account with what it holds."""
    return _found(accounts.account(actor_of(request), ref, _moments(at)))


@router.get("/accounts/{ref}/persons", response={200: list[PersonOut], **PROBLEMS})
@reads(_P.CUSTODY_SEE)
def persons_of_account(request: HttpRequest, ref: str, at: Query[At]) -> list[dict[str, object]]:
    """List the named persons an account holds, each as the reader may see them."""
    actor, moments = actor_of(request), _moments(at)
    _found(accounts.account(actor, ref, moments))
    held = [subject.person for subject in accounts.subjects(ref, moments) if subject.person]
    return _persons(actor, sorted(held), at=timezone.now())


@router.get("/handovers/{ref}", response={200: HandoverOut, **PROBLEMS})
@reads(_P.CUSTODY_SEE)
def one_handover(request: HttpRequest, ref: str, at: Query[At]) -> object:
    """Show both sides of a hand-over, and what lies between them."""
    return _found(handovers.handover(actor_of(request), ref, _moments(at)))


@router.get("/persons", response={200: list[PersonOut], **PROBLEMS})
@reads(_P.PERSON_SEE)
def list_persons(request: HttpRequest, asked: Query[PersonsWanted]) -> list[dict[str, object]]:
    """List the named persons of the reader's areas, or those a search finds."""
    eyes, now, words_of = actor_of(request), timezone.now(), asked.q.strip()
    found = files.found(eyes, words_of, at=now) if words_of else files.persons(eyes, at=now)
    return _persons(eyes, [face.ref for face in found], at=now)


@router.get("/persons/{ref}", response={200: PersonFileOut, **PROBLEMS})
@reads(_P.PERSON_SEE)
def one_person(request: HttpRequest, ref: str) -> dict[str, object]:
    """Open a person's file; that it was opened goes on record, as on the page."""
    eyes, now = actor_of(request), timezone.now()
    face = _face(eyes, ref, at=now)
    record_readings(actor=eyes, persons=[ref], page=FilePage.CUSTODY, at=now)
    (person,) = _persons(eyes, [ref], at=now)
    return {**person, "paper": face.paper, "steps": files.steps(ref)}


@router.get("/persons/{ref}/grounds", response={200: GroundsOut, **PROBLEMS})
@reads(_P.PERSON_SEE)
def grounds_of_person(request: HttpRequest, ref: str) -> dict[str, object]:
    """Say what holds a person, who can lift it, and how far the screening is; no name.

    It is a part of the file: reading it goes on record.
    """
    eyes, now = actor_of(request), timezone.now()
    _face(eyes, ref, at=now)
    record_readings(actor=eyes, persons=[ref], page=FilePage.CUSTODY, at=now)
    word, found = holds.screened([ref])[ref], holds.outward([ref])[ref]
    return {"ref": ref, "screening": word, "grounds": _said(found)}


@router.post("/intakes", response={201: Written, **PROBLEMS})
@writes(_P.CUSTODY_TAKE_IN)
def write_intake(request: HttpRequest, body: IntakeIn) -> Written:
    """Take counted heads into a unit's custody."""
    intake = take_in(
        actor=actor_of(request),
        unit=Keeper(body.unit, body.site),
        cells=cells(body.heads),
        legal_basis=body.legal_basis,
        because="",
        happened_at=body.happened_at,
        at=timezone.now(),
    )
    assert intake.movement_id is not None, "an intake is stored with its movement"
    return Written(ref=str(intake.ref), url=reverse("custody:movement", args=[intake.movement_id]))


@router.post("/handovers", response={201: Written, **PROBLEMS})
@writes(_P.CUSTODY_DISPATCH)
def write_handover(request: HttpRequest, body: DispatchIn) -> Written:
    """Send people towards another unit; until received they are with the escort."""
    handover = dispatch_handover(
        actor=actor_of(request),
        giver=Keeper(body.giver, body.site),
        receiver=body.receiver,
        escort=body.escort,
        sends=rules.Consignment(
            _party(body.heads, body.persons),
            body.vehicle,
            tuple(body.seals),
            rules.Charge(body.article, body.crime),
        ),
        happened_at=body.happened_at,
        at=timezone.now(),
    )
    return Written(ref=str(handover.ref), url=reverse("custody:handover", args=[handover.ref]))


@router.post("/handovers/{ref}/receipts", response={201: Written, **PROBLEMS})
@writes(_P.CUSTODY_RECEIVE)
def write_receipt(request: HttpRequest, ref: str, body: ReceiptIn) -> Written:
    """Take custody of those who arrived; the rest stay in transit as an open variance."""
    receipt = receive_handover(
        actor=actor_of(request),
        handover=ref,
        unit=body.unit,
        received=_party(body.heads, body.persons),
        happened_at=body.happened_at,
        at=timezone.now(),
    )
    return Written(ref=str(receipt.ref), url=reverse("custody:handover", args=[ref]))


@router.post("/persons", response={201: Written, **PROBLEMS})
@writes(_P.CUSTODY_IDENTIFY)
def write_person(request: HttpRequest, body: IdentifyIn) -> Written:
    """Name one unnamed head a unit holds; no total changes."""
    person = identify(
        actor=actor_of(request),
        unit=Keeper(body.unit, body.site),
        cell=Cell(body.nationality, body.sex, body.age),
        stated=Stated(body.name, body.paper),
        happened_at=body.happened_at,
        at=timezone.now(),
    )
    return Written(ref=person.ref, url=reverse("custody:home"))


def _persons(actor: Actor, refs: list[str], *, at: datetime) -> list[dict[str, object]]:
    faces, grounds = whereabouts.faces(actor, refs, at=at), holds.outward(refs)
    return [
        {
            "ref": face.ref,
            "name": None if face.is_shredded else face.name,
            "is_hidden": face.is_hidden,
            "is_shredded": face.is_shredded,
            "place": face.place,
            "grounds": _said(grounds[face.ref]),
        }
        for face in faces.values()
    ]


def _face(eyes: Actor, ref: str, *, at: datetime) -> Face:
    face = files.face(eyes, ref, at=at)
    if face is None:
        raise Http404
    return face


def _said(grounds: Iterable[Ground]) -> list[dict[str, object]]:
    return [
        {
            "code": g.code,
            "text": words.ground(g.code),
            "owner": words.owner(g.owner, g.code),
            "forbids": sorted(g.forbids),
            "hold": g.hold if g.hold and is_by_hand(g.code) else None,
        }
        for g in grounds
    ]


def _moments(at: At) -> Moments:
    now = timezone.now()
    return Moments(at.as_of or now, at.known or now)


def _found(found: object) -> object:
    if found is None:
        raise Http404
    return found


def _party(heads: Iterable[Heads], persons: list[str]) -> rules.Party:
    return rules.Party(cells(heads), tuple(persons))
