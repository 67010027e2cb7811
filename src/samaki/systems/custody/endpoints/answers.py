"""What is said of those on the road: arrived, declined, taken back, sent elsewhere."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from ninja import Field, Router

from samaki.ground.access.guard import actor_of
from samaki.ground.access.rules import Permission
from samaki.ground.api.door import writes
from samaki.ground.api.schemas import PROBLEMS, AllWritten, Asked, Heads, Written, cells
from samaki.systems.custody import rules
from samaki.systems.custody.services.addressing import decline_handover, readdress_handover
from samaki.systems.custody.services.corrections import correct_movement
from samaki.systems.custody.services.handovers import (
    receive_rest,
    receive_vehicle,
    take_back,
)
from samaki.systems.custody.services.vehicles import change_vehicle

router = Router()
vehicles = Router()
movements = Router()
_P = Permission


class DeclineIn(Asked):
    """Why the unit they were addressed to does not receive those on the way."""

    unit: str = Field(description="code of the unit that declines")
    reason: str = Field(max_length=400)
    happened_at: datetime


class TakenBackIn(Asked):
    """Who came back to the sender; the rest stay in transit."""

    unit: str = Field(description="code of the unit that sent them")
    heads: list[Heads] = []
    persons: list[str] = []
    happened_at: datetime


class LateReceiptIn(Asked):
    """Who of an open variance arrived after all."""

    unit: str = Field(description="code of the unit that receives")
    heads: list[Heads] = []
    persons: list[str] = []
    happened_at: datetime


class ReaddressingIn(Asked):
    """The unit that is to receive them now, and why."""

    receiver: str = Field(description="code of the unit that is to receive them")
    reason: str = Field(max_length=400)


@router.post("/{ref}/declines", response={201: Written, **PROBLEMS})
@writes(_P.CUSTODY_RECEIVE)
def write_decline(request: HttpRequest, ref: str, body: DeclineIn) -> Written:
    """Decline those still on the way; they stay with the escort as an open variance."""
    decline_handover(
        actor=actor_of(request),
        handover=ref,
        unit=body.unit,
        reason=body.reason,
        happened_at=body.happened_at,
        at=timezone.now(),
    )
    return _written(ref)


@router.post("/{ref}/returns", response={201: Written, **PROBLEMS})
@writes(_P.CUSTODY_RECEIVE)
def write_return(request: HttpRequest, ref: str, body: TakenBackIn) -> Written:
    """Take back those who came back to their sender."""
    receipt = take_back(
        actor=actor_of(request),
        handover=ref,
        unit=body.unit,
        returned=rules.Party(cells(body.heads), tuple(body.persons)),
        happened_at=body.happened_at,
        at=timezone.now(),
    )
    return Written(ref=str(receipt.ref), url=reverse("custody:handover", args=[ref]))


@router.post("/{ref}/late-receipts", response={201: Written, **PROBLEMS})
@writes(_P.CUSTODY_RECEIVE)
def write_late_receipt(request: HttpRequest, ref: str, body: LateReceiptIn) -> Written:
    """Receive the rest of a hand-over, or some; its variance closes with the last of them."""
    receipt = receive_rest(
        actor=actor_of(request),
        handover=ref,
        unit=body.unit,
        received=rules.Party(cells(body.heads), tuple(body.persons)),
        happened_at=body.happened_at,
        at=timezone.now(),
    )
    return Written(ref=str(receipt.ref), url=reverse("custody:handover", args=[ref]))


class CorrectionIn(Asked):
    """Why the entry is reversed."""

    reason: str = Field(max_length=400)


@movements.post("/{number}/correction", response={201: Written, **PROBLEMS})
@writes(_P.CUSTODY_SEE)
def write_correction(request: HttpRequest, number: int, body: CorrectionIn) -> Written:
    """Reverse an entry of the books by an opposite one, where its maker or confirmer may."""
    made = correct_movement(
        actor=actor_of(request), movement=number, reason=body.reason, at=timezone.now()
    )
    assert made.movement is not None, "a correction is stored with its movement"
    url = reverse("custody:movement", args=[made.movement.pk])
    return Written(ref=made.movement.because, url=url)


@router.post("/{ref}/readdressings", response={201: Written, **PROBLEMS})
@writes(_P.CUSTODY_DISPATCH)
def write_readdressing(request: HttpRequest, ref: str, body: ReaddressingIn) -> Written:
    """Send a hand-over of which nobody was received to another unit."""
    readdress_handover(
        actor=actor_of(request),
        handover=ref,
        receiver=body.receiver,
        reason=body.reason,
        at=timezone.now(),
    )
    return _written(ref)


class VehicleChangeIn(Asked):
    """In what and with whom everybody on the vehicle went on, and why."""

    vehicle: str = Field(max_length=80, description="its number; empty if nobody knows it")
    escort: str = Field(description="code of the unit that goes with them")
    reason: str = Field(max_length=400)
    happened_at: datetime


@router.post("/{ref}/vehicle-changes", response={201: AllWritten, **PROBLEMS})
@writes(_P.CUSTODY_DISPATCH)
def write_vehicle_change(request: HttpRequest, ref: str, body: VehicleChangeIn) -> AllWritten:
    """Change vehicle or escort for every hand-over on the vehicle of this one, or for none."""
    made = change_vehicle(
        actor=actor_of(request),
        handover=ref,
        vehicle=body.vehicle,
        escort=body.escort,
        reason=body.reason,
        happened_at=body.happened_at,
        at=timezone.now(),
    )
    return AllWritten(written=[_written(str(change.handover.ref)) for change in made])


class VehicleIn(Asked):
    """A vehicle arrived: everybody on it who is on the way to the unit."""

    vehicle: str = Field(max_length=80, description="its number, as anybody writes it")
    unit: str = Field(description="code of the unit that receives")
    happened_at: datetime


@vehicles.post("/arrivals", response={201: AllWritten, **PROBLEMS})
@writes(_P.CUSTODY_RECEIVE)
def write_vehicle(request: HttpRequest, body: VehicleIn) -> AllWritten:
    """Receive everybody on a vehicle: a receipt for each hand-over on it, or none at all."""
    made = receive_vehicle(
        actor=actor_of(request),
        vehicle=body.vehicle,
        unit=body.unit,
        happened_at=body.happened_at,
        at=timezone.now(),
    )
    return AllWritten(
        written=[
            Written(ref=str(r.ref), url=reverse("custody:handover", args=[r.handover.ref]))
            for r in made
        ]
    )


def _written(ref: str) -> Written:
    made = ref.strip().upper()
    return Written(ref=made, url=reverse("custody:handover", args=[made]))
