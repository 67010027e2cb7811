"""Corrections: an opposite entry with a reason. Nothing in the books is ever altered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from samaki.ground.access.actors import PermissionRefusedError
from samaki.ground.access.rules import Permission
from samaki.ground.journal import services as journal
from samaki.kernel import ledger
from samaki.systems.custody import rules
from samaki.systems.custody.models import Account, Correction, Handover, Movement
from samaki.systems.custody.queries import holds
from samaki.systems.custody.services import entries, handovers
from samaki.systems.custody.services.refusals import MovementRefusedError, refuse_for

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from django.db.models import Model

    from samaki.ground.access.actors import Actor
    from samaki.kernel.reasons import Reason

_CORRECTED = "custody:movement:correct"
# Who may enter a movement at an account may reverse it there.
_PERMISSIONS = {
    rules.MovementKind.INTAKE: Permission.CUSTODY_TAKE_IN,
    rules.MovementKind.DISPATCH: Permission.CUSTODY_DISPATCH,
    rules.MovementKind.RECEIPT: Permission.CUSTODY_RECEIVE,
    rules.MovementKind.IDENTIFICATION: Permission.CUSTODY_IDENTIFY,
    rules.MovementKind.DISPOSITION: Permission.DISPOSITION_RECORD,
    rules.MovementKind.CORRECTION: Permission.CUSTODY_SEE,
}


@transaction.atomic
def correct_movement(*, actor: Actor, movement: int, reason: str, at: datetime) -> Correction:
    """Reverse a movement, at the moment it happened, for a reason; return the correction.

    Refused when others have moved since and the books could not hold, and when it would bring
    somebody who is held to where they may be punished, or take the name of a held person away. A
    reversed dispatch withdraws its hand-over; a reversed receipt puts people back on the road.
    Raises PermissionRefusedError, MovementRefusedError.
    """
    found = Movement.objects.filter(pk=movement).first()
    if found is None:
        raise MovementRefusedError([rules.reason("unknown_movement")])
    touched = list(
        Account.objects.select_related("unit").filter(postings__movement=found).distinct()
    )
    _require(actor, found, touched)
    entries.lock(touched)
    opposite = ledger.reversal(entries.as_kernel(found))
    refuse_for((*_reasons_against(found, reason), *entries.reasons_against(opposite, touched)))

    entered = entries.enter(
        opposite,
        kind=rules.MovementKind.CORRECTION,
        because=found.because,
        actor=actor,
        at=at,
        reverses=found,
    )
    correction = Correction.objects.create(movement=entered.movement, reason=reason.strip())
    journal.record(
        actor=actor.key,
        kind=_CORRECTED,
        subject=found.because,
        at=at,
        wrote=[correction, *entered.rows, *_follow(found)],
    )
    return correction


def may_correct(actor: Actor, movement: int) -> bool:
    """Tell whether the actor may reverse a movement that is no correction and still stands."""
    found = Movement.objects.filter(pk=movement, reversed_by=None).first()
    if found is None or found.kind == rules.MovementKind.CORRECTION:
        return False
    touched = Account.objects.select_related("unit").filter(postings__movement=found).distinct()
    try:
        _require(actor, found, list(touched))
    except PermissionRefusedError:
        return False
    return True


def _require(actor: Actor, movement: Movement, touched: list[Account]) -> None:
    """Require the permission where the movement was entered: with the giver or the receiver."""
    permission = _PERMISSIONS[rules.MovementKind(movement.kind)]
    for account in touched:
        if account.kind in rules.UNIT_KINDS and account.unit is not None:
            actor.require(permission, area=account.unit.area_id)


def _reasons_against(movement: Movement, reason: str) -> Iterator[Reason]:
    if not reason.strip():
        yield rules.reason("no_reason")
    if movement.kind == rules.MovementKind.CORRECTION:
        yield rules.reason("is_correction")
    before = Movement.objects.filter(reverses=movement).first()
    if before is not None:
        yield rules.reason("corrected_before", moment=before.recorded_at)
    if movement.kind == rules.MovementKind.IDENTIFICATION:
        # Under a new reference nobody would know any more what was found of the old one.
        for hold in holds.placed(movement.because):
            yield rules.ground_reason(hold.ground, person=hold.person, owner=hold.owner.name)


def _follow(movement: Movement) -> tuple[Model, ...]:
    """Bring the hand-over of a reversed movement into the state that follows; return the rows."""
    every = Handover.objects.select_related("transit__unit")
    dispatched = every.filter(movement=movement).first()
    if dispatched is not None:
        handovers.advance(dispatched, "withdraw")
        return (dispatched,)
    received = every.filter(receipts__movement=movement).first()
    if received is None:
        return ()
    others = received.receipts.filter(movement__reversed_by=None).exists()
    handovers.advance(received, "reverse_one_receipt" if others else "reverse_receipts")
    variance = handovers.settle_variance(
        received, by=movement.because, happened_at=movement.happened_at
    )
    return tuple(filter(None, (received, variance)))
