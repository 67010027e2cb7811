"""Payments and releases over the API. A program may enter a payment; people confirm."""

from __future__ import annotations

from datetime import datetime

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from ninja import Field, Router, Schema

from samaki.ground.access.guard import actor_of
from samaki.ground.access.rules import Permission
from samaki.ground.api.door import reads, writes
from samaki.ground.api.schemas import PROBLEMS, Asked, Written
from samaki.systems.custody.queries import payments as queries
from samaki.systems.custody.rules.payments import Leaving, Paid
from samaki.systems.custody.services.payments import (
    confirm_payment,
    record_payment,
    reverse_payment,
)
from samaki.systems.custody.services.releases import (
    confirm_release,
    prepare_release,
    withdraw_release,
)

payments = Router()
releases = Router()
_P = Permission


class PaymentOut(Schema):
    """A payment; `amount` in minor units of the ISO 4217 currency.

    Who paid stands on that person's file alone.
    """

    ref: str
    kind: str
    amount: int
    currency: str
    ground: str
    receipt_number: str
    unit: str
    happened_at: datetime
    recorded_at: datetime
    confirmed_at: datetime | None
    reverses: str
    reversed_by: str
    reason: str


class PaymentIn(Asked):
    """What was taken or waived: `amount` in minor units of the ISO 4217 currency."""

    kind: str = Field(max_length=8)
    amount: int = Field(ge=-1, le=10**15)
    currency: str = Field(max_length=3)
    ground: str = Field(max_length=200)
    receipt_number: str = Field(max_length=40)
    unit: str = Field(max_length=40)
    person: str = Field("", max_length=16)
    happened_at: datetime


class ReversalIn(Asked):
    """Why a payment is reversed."""

    reason: str = Field(max_length=400)


class NothingIn(Asked):
    """Nothing has to be said beside the address."""


class ReleaseOut(Schema):
    """A release of an exhibit: prepared, confirmed or withdrawn."""

    ref: str
    exhibit: str
    store: str
    end: str
    order: str
    receipt_number: str
    state: str
    prepared_at: datetime
    settled_at: datetime | None


class ReleaseIn(Asked):
    """How an exhibit leaves custody: `end` is returned or destroyed."""

    exhibit: str = Field(max_length=16)
    end: str = Field(max_length=16)
    order: str = Field(max_length=200)
    receipt_number: str = Field(max_length=40)
    person: str = Field("", max_length=16)


class LeftIn(Asked):
    """When the thing left."""

    happened_at: datetime


@payments.get("", response={200: list[PaymentOut], **PROBLEMS})
@reads(_P.PAYMENT_SEE)
def list_payments(request: HttpRequest) -> object:
    """List the payments of the reader's areas, the newest first."""
    return queries.payments(actor_of(request))


@payments.get("/{ref}", response={200: PaymentOut, **PROBLEMS})
@reads(_P.PAYMENT_SEE)
def one_payment(request: HttpRequest, ref: str) -> object:
    """Show one payment."""
    return _found(queries.payment(actor_of(request), ref))


@payments.post("", response={201: Written, **PROBLEMS})
@writes(_P.PAYMENT_RECORD)
def write_payment(request: HttpRequest, body: PaymentIn) -> Written:
    """Enter a payment with its receipt; it waits for a second person."""
    made = record_payment(
        actor=actor_of(request),
        paid=Paid(**body.model_dump(exclude={"happened_at"})),
        happened_at=body.happened_at,
        at=timezone.now(),
    )
    return _payment(made.ref)


@payments.post("/{ref}/confirmation", response={201: Written, **PROBLEMS})
@writes(_P.PAYMENT_CONFIRM)
def write_confirmation(request: HttpRequest, ref: str, body: NothingIn) -> Written:  # noqa: ARG001 - an empty object says so
    """Confirm a payment as a second person; never by who took it."""
    made = confirm_payment(actor=actor_of(request), payment=ref, at=timezone.now())
    return _payment(made.payment.ref)


@payments.post("/{ref}/reversal", response={201: Written, **PROBLEMS})
@writes(_P.PAYMENT_RECORD)
def write_reversal(request: HttpRequest, ref: str, body: ReversalIn) -> Written:
    """Reverse a payment by an entry of its own; a second person confirms it too."""
    made = reverse_payment(
        actor=actor_of(request), payment=ref, reason=body.reason, at=timezone.now()
    )
    return _payment(made.ref)


@releases.get("/{ref}", response={200: ReleaseOut, **PROBLEMS})
@reads(_P.EXHIBIT_SEE)
def one_release(request: HttpRequest, ref: str) -> object:
    """Show one release of an exhibit."""
    return _found(queries.release(actor_of(request), ref))


@releases.post("", response={201: Written, **PROBLEMS})
@writes(_P.RELEASE_PREPARE)
def write_release(request: HttpRequest, body: ReleaseIn) -> Written:
    """Prepare that an exhibit is given back or destroyed; nothing moves yet."""
    leaving = Leaving(**body.model_dump(exclude={"exhibit"}))
    made = prepare_release(
        actor=actor_of(request), exhibit=body.exhibit, leaving=leaving, at=timezone.now()
    )
    return _release(made.ref)


@releases.post("/{ref}/confirmation", response={201: Written, **PROBLEMS})
@writes(_P.RELEASE_CONFIRM)
def write_left(request: HttpRequest, ref: str, body: LeftIn) -> Written:
    """Confirm a release as a second person: the thing leaves its store."""
    made = confirm_release(
        actor=actor_of(request), release=ref, happened_at=body.happened_at, at=timezone.now()
    )
    return _release(made.ref)


@releases.post("/{ref}/withdrawal", response={201: Written, **PROBLEMS})
@writes(_P.RELEASE_PREPARE)
def write_withdrawal(request: HttpRequest, ref: str, body: NothingIn) -> Written:  # noqa: ARG001 - as above
    """Withdraw a release that waits; the thing stays."""
    made = withdraw_release(actor=actor_of(request), release=ref, at=timezone.now())
    return _release(made.ref)


def _payment(ref: str) -> Written:
    return Written(ref=ref, url=reverse("custody:payment", args=[ref]))


def _release(ref: str) -> Written:
    return Written(ref=ref, url=reverse("custody:release", args=[ref]))


def _found(found: object) -> object:
    if found is None:
        raise Http404
    return found
