"""The only writer of payments: taken by one with a receipt, confirmed by another, never removed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from samaki.ground.access.rules import Permission
from samaki.ground.journal import services as journal
from samaki.ground.people import queries as people
from samaki.kernel import refs
from samaki.systems.custody import rules
from samaki.systems.custody.models import Payment, PaymentConfirmation
from samaki.systems.custody.rules.payments import reasons_against_paid
from samaki.systems.custody.services import accounts
from samaki.systems.custody.services.refusals import MovementRefusedError, refuse_for

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from samaki.ground.access.actors import Actor
    from samaki.kernel.reasons import Reason
    from samaki.systems.custody.rules.payments import Paid

_P = Permission


@transaction.atomic
def record_payment(*, actor: Actor, paid: Paid, happened_at: datetime, at: datetime) -> Payment:
    """Enter what was taken or waived, with its receipt; it waits for a second person.

    Raises PermissionRefusedError, MovementRefusedError.
    """
    taker = accounts.unit_of(paid.unit)
    actor.require(_P.PAYMENT_RECORD, area=taker.area_id)
    journal.take_turn()
    person, number = refs.as_stored(paid.person), paid.receipt_number.strip().upper()
    is_known = not person or people.is_registered(person)
    same = Payment.objects.filter(unit=taker, receipt_number=number, reverses=None).first()
    refuse_for(
        (
            *reasons_against_paid(paid),
            *rules.reasons_against_moment(happened_at, at=at),
            *([] if is_known else [rules.reason("unknown_person", person=person)]),
            *([rules.reason("receipt_before", number=number, ref=same.ref)] if same else []),
        )
    )
    assert paid.amount is not None, "refused above"
    made = Payment.objects.create(
        ref=_next(),
        kind=paid.kind,
        amount=paid.amount,
        currency=paid.currency,
        ground=paid.ground.strip(),
        person=person,
        receipt_number=number,
        unit=taker,
        paid_at=happened_at,
        recorded_at=at,
        received_by=actor.key,
    )
    journal.record(actor=actor.key, kind=_P.PAYMENT_RECORD, subject=made.ref, at=at, wrote=[made])
    return made


@transaction.atomic
def confirm_payment(*, actor: Actor, payment: str, at: datetime) -> PaymentConfirmation:
    """Confirm a payment as a second person; never by who took it.

    Raises PermissionRefusedError, MovementRefusedError.
    """
    journal.take_turn()
    found = _payment(actor, payment, _P.PAYMENT_CONFIRM)
    refuse_for(_reasons_against_confirming(found, actor))
    made = PaymentConfirmation.objects.create(
        payment=found, received_by=found.received_by, confirmed_by=actor.key, confirmed_at=at
    )
    journal.record(actor=actor.key, kind=_P.PAYMENT_CONFIRM, subject=found.ref, at=at, wrote=[made])
    return made


@transaction.atomic
def reverse_payment(*, actor: Actor, payment: str, reason: str, at: datetime) -> Payment:
    """Reverse a payment by an entry of its own, with a reason; a second person confirms it too.

    Raises PermissionRefusedError, MovementRefusedError.
    """
    journal.take_turn()
    found = _payment(actor, payment, _P.PAYMENT_RECORD)
    before = Payment.objects.filter(reverses=found).first()
    refuse_for(
        (
            *([] if reason.strip() else [rules.reason("no_reason")]),
            *([rules.reason("payment_is_reversal", ref=found.ref)] if found.reverses_id else []),
            *([rules.reason("payment_reversed", ref=before.ref)] if before else []),
        )
    )
    made = Payment.objects.create(
        ref=_next(),
        kind=found.kind,
        amount=found.amount,
        currency=found.currency,
        ground=found.ground,
        person=found.person,
        receipt_number=found.receipt_number,
        unit=found.unit,
        paid_at=at,
        recorded_at=at,
        received_by=actor.key,
        reverses=found,
        reason=reason.strip(),
    )
    journal.record(
        actor=actor.key, kind="custody:payment:reverse", subject=made.ref, at=at, wrote=[made]
    )
    return made


def _next() -> str:
    return refs.reference("PY", Payment.objects.count() + 1)


def _payment(actor: Actor, ref: str, permission: Permission) -> Payment:
    found = Payment.objects.select_related("unit").filter(ref=refs.as_stored(ref)).first()
    if found is None:
        actor.require(permission)
        raise MovementRefusedError([rules.reason("unknown_payment", ref=ref)])
    actor.require(permission, area=found.unit.area_id)
    return found


def _reasons_against_confirming(found: Payment, actor: Actor) -> Iterator[Reason]:
    if found.received_by == actor.key:
        yield rules.reason("own_payment", ref=found.ref)
    known = PaymentConfirmation.objects.filter(payment=found).first()
    if known is not None:
        yield rules.reason("payment_confirmed", ref=found.ref, moment=known.confirmed_at)
