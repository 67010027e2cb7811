"""Corrections: an opposite entry with a reason. Nothing in the books is ever altered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q

from samaki.ground.access.actors import PermissionRefusedError
from samaki.ground.access.rules import Permission
from samaki.ground.journal import services as journal
from samaki.kernel import ledger
from samaki.systems.custody import rules
from samaki.systems.custody.models import (
    Account,
    Correction,
    Ending,
    Handover,
    Movement,
    Posting,
)
from samaki.systems.custody.queries import holds
from samaki.systems.custody.queries.sides import speaks_for
from samaki.systems.custody.rules import ends
from samaki.systems.custody.rules.holds import ground_reason
from samaki.systems.custody.services import entries, handovers
from samaki.systems.custody.services.refusals import MovementRefusedError, refuse_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from django.db.models import Model, QuerySet

    from samaki.ground.access.actors import Actor
    from samaki.ground.agencies.models import Unit
    from samaki.kernel.reasons import Reason

_CORRECTED = "custody:movement:correct"
# A receipt is one side's own word against the other's; the rest is entered by whoever may there.
_OF_ONE_SIDE = frozenset({rules.MovementKind.RECEIPT, rules.MovementKind.RETURN})
_GONE = frozenset({"overdrawn", "overdrawn_later"})  # of the ledger: they are not there any more
_MOST_NAMED = 12  # of the entries that are to be reversed before
# Who may enter a movement at an account may reverse it there.
_PERMISSIONS = {
    rules.MovementKind.INTAKE: Permission.CUSTODY_TAKE_IN,
    rules.MovementKind.DISPATCH: Permission.CUSTODY_DISPATCH,
    rules.MovementKind.RECEIPT: Permission.CUSTODY_RECEIVE,
    rules.MovementKind.RETURN: Permission.CUSTODY_RECEIVE,
    rules.MovementKind.IDENTIFICATION: Permission.CUSTODY_IDENTIFY,
    rules.MovementKind.ESTABLISHMENT: Permission.CUSTODY_IDENTIFY,
    rules.MovementKind.DISPOSITION: Permission.DISPOSITION_RECORD,
    rules.MovementKind.ENDING: Permission.END_RECORD,
    rules.MovementKind.FINDING: Permission.CUSTODY_TAKE_IN,
    rules.MovementKind.CORRECTION: Permission.CUSTODY_SEE,
}


@transaction.atomic
def correct_movement(*, actor: Actor, movement: int, reason: str, at: datetime) -> Correction:
    """Reverse a movement, at the moment it happened, for a reason; return the correction.

    Refused when others have moved since and the books could not hold, and when it would bring
    somebody who is held to where they may be punished, or take the name of a held person away. A
    reversed dispatch withdraws its hand-over; a reversed receipt, or end of the rest, puts people
    back on the road. An end of custody that another system recorded is undone there. Raises
    PermissionRefusedError, MovementRefusedError.
    """
    found = Movement.objects.filter(pk=movement).first()
    if found is None:
        raise MovementRefusedError([rules.reason("unknown_movement")])
    return _reverse(actor, found, reason, against=reasons_of_owner(movement), at=at)


@transaction.atomic
def reverse_disposition(*, actor: Actor, disposition: str, reason: str, at: datetime) -> Correction:
    """Reverse one end of custody for the system that recorded it; called by its own verb alone.

    `disposition` is the reference. Whoever calls it sees to all that hung on the end. Raises
    PermissionRefusedError, MovementRefusedError.
    """
    found = Movement.objects.filter(disposition__ref=disposition).first()
    if found is None:
        raise MovementRefusedError([rules.reason("unknown_disposition", ref=disposition)])
    return _reverse(actor, found, reason, at=at)


def lock_disposition(disposition: str) -> None:
    """Lock the accounts of an end of custody, before anything else that takes the journal's turn.

    Whoever has the turn and then asks for an account could wait for who has it and asks the turn.
    """
    entries.lock(Account.objects.filter(postings__movement__disposition__ref=disposition))


def reasons_of_owner(movement: int) -> tuple[Reason, ...]:
    """Return why a movement is not reversed by custody but elsewhere, and where; else nothing.

    What its page shows instead of the form; the verb asks again.
    """
    found = Movement.objects.filter(pk=movement).first()
    if found is None:
        return ()
    kinds = {rules.AccountKind(account.kind) for account in _touched(found)}
    return rules.reasons_of_owner(rules.MovementKind(found.kind), kinds)


def _reverse(
    actor: Actor, found: Movement, reason: str, *, against: Iterable[Reason] = (), at: datetime
) -> Correction:
    touched = list(_touched(found))
    _require(actor, found, touched)
    entries.lock(touched)
    opposite = ledger.reversal(entries.as_kernel(found))
    by_the_ledger = entries.reasons_against(opposite, touched)
    refuse_for(
        (
            *_reasons_against(found, reason),
            *_reasons_of_side(actor, found, touched),
            *against,
            *by_the_ledger,
            *(_reasons_to_go_first(found) if _GONE & {r.code for r in by_the_ledger} else ()),
        )
    )

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
    """Tell whether the actor may reverse a movement here: no correction, standing, custody's."""
    found = Movement.objects.filter(pk=movement, reversed_by=None).first()
    if found is None or found.kind == rules.MovementKind.CORRECTION or reasons_of_owner(movement):
        return False
    touched = list(_touched(found))
    try:
        _require(actor, found, touched)
    except PermissionRefusedError:
        return False
    return not any(_reasons_of_side(actor, found, touched))


def _touched(movement: Movement) -> QuerySet[Account]:
    return Account.objects.select_related("unit").filter(postings__movement=movement).distinct()


def _require(actor: Actor, movement: Movement, touched: list[Account]) -> None:
    """Require the permission where the movement was entered: with the giver or the receiver.

    An end of custody is its giver's, an escort's among them. What took two is undone by who may
    be the second.
    """
    permission = _PERMISSIONS[rules.MovementKind(movement.kind)]
    ending = Ending.objects.filter(movement=movement).first()
    if ending is not None and ending.kind in ends.CONFIRMED:
        permission = Permission.END_CONFIRM
    for unit in _entered_by(movement, touched):
        actor.require(permission, area=unit.area_id)


def _entered_by(movement: Movement, touched: Iterable[Account]) -> list[Unit]:
    """Return the units at whose accounts a movement was entered."""
    ending = Ending.objects.select_related("giver__unit").filter(movement=movement).first()
    if ending is not None:
        return [ending.giver.unit] if ending.giver.unit else []
    return [a.unit for a in touched if a.kind in rules.KEEPING and a.unit is not None]


def _reasons_of_side(
    actor: Actor, movement: Movement, touched: Iterable[Account]
) -> Iterator[Reason]:
    """Find that the other side took them in: a sender would undo what the receiver counted."""
    if movement.kind not in _OF_ONE_SIDE:
        return
    for unit in _entered_by(movement, touched):
        if not speaks_for(actor, unit.code):
            yield rules.reason("others_entry", unit=unit.name)


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
            yield ground_reason(hold.ground, person=hold.person, owner=hold.owner.name)


def _reasons_to_go_first(movement: Movement) -> Iterator[Reason]:
    """Name what took those away since whom a movement brought: that is reversed before it."""
    brought = movement.postings.filter(count__gt=0)
    persons = list(brought.exclude(person="").values_list("person", flat=True))
    heads = brought.filter(person="").values_list("account", "nationality", "sex", "age")
    places = {row[0] for row in heads}
    cells = Q(pk__in=[])
    for nationality, sex, age in sorted({row[1:] for row in heads}):
        cells |= Q(nationality=nationality, sex=sex, age=age)
    later = Posting.objects.filter(
        count__lt=0, happened_at__gte=movement.happened_at, movement__reversed_by=None
    ).exclude(movement__kind=rules.MovementKind.CORRECTION)
    # Asked apart: each has an index of its own.
    named = later.exclude(person="").filter(person__in=persons)
    unnamed = later.filter(cells, person="", account__in=places)
    found = {
        (posting.happened_at, posting.movement_id): posting.movement
        for some in (named, unnamed)
        for posting in some.exclude(movement=movement)
        .select_related("movement")
        .order_by("-happened_at", "-movement", "-pk")[: _MOST_NAMED * rules.BATCH]
    }
    for _when, each in sorted(found.items(), reverse=True)[:_MOST_NAMED]:
        yield rules.reason(
            "goes_first",
            kind=rules.MovementKind(each.kind),
            ref=each.because,
            moment=each.happened_at,
        )


def _follow(movement: Movement) -> tuple[Model, ...]:
    """Bring the hand-over of a reversed movement into the state that follows; return the rows."""
    every = Handover.objects.select_related("transit__unit")
    papers = Q(movement=movement) | Q(receipts__movement=movement) | Q(endings__movement=movement)
    found = every.filter(papers).first()
    if found is None:
        return ()
    handovers.advance(found, _act_of_reversing(movement, found))
    variance = handovers.settle_variance(
        found, by=movement.because, happened_at=movement.happened_at
    )
    return tuple(filter(None, (found, variance)))


def _act_of_reversing(movement: Movement, handover: Handover) -> str:
    if movement.kind == rules.MovementKind.DISPATCH:
        return "withdraw"
    return rules.act_of_reversing(
        is_received=handovers.receipts_that_stand(handover).exists(),
        is_declined=handovers.is_declined(handover),
    )
