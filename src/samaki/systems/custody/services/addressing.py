"""Who is to receive a hand-over: the receiver declines it, the sender sends it to somebody else.

Neither moves anybody. Whoever is on the road stays with the escort until a person says that they
were received or came back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from samaki.ground.access.rules import Permission
from samaki.ground.journal import services as journal
from samaki.systems.custody import rules
from samaki.systems.custody.models import Decline, Readdressing
from samaki.systems.custody.queries.sides import speaks_for
from samaki.systems.custody.services import accounts, entries, handovers
from samaki.systems.custody.services.refusals import refuse_for

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from samaki.ground.access.actors import Actor
    from samaki.ground.agencies.models import Unit
    from samaki.kernel.reasons import Reason
    from samaki.systems.custody.models import Account, Handover

_DECLINED = "custody:handover:decline"
_READDRESSED = "custody:handover:readdress"


@transaction.atomic
def decline_handover(
    *, actor: Actor, handover: str, unit: str, reason: str, happened_at: datetime, at: datetime
) -> Decline:
    """Decline those of a hand-over who are still on the way, with a reason; they become a variance.

    `handover` is its reference, `unit` the code of the unit they were addressed to. Raises
    PermissionRefusedError, MovementRefusedError.
    """
    claimant = accounts.unit_of(unit)
    actor.require(Permission.CUSTODY_RECEIVE, area=claimant.area_id)
    found = handovers.locked(handover)
    refuse_for(
        (
            *rules.reasons_against_answer(reason, code="no_decline"),
            *rules.reasons_against_moment(happened_at, at=at),
            *_reasons_of_sender(actor, found),
            *_reasons_against_declining(found, claimant, happened_at),
        )
    )

    decline = Decline.objects.create(
        handover=found,
        unit=claimant,
        reason=reason.strip(),
        happened_at=happened_at,
        recorded_at=at,
    )
    handovers.advance(found, "decline")
    variance = handovers.settle_variance(found, by=str(found.ref), happened_at=happened_at)
    wrote = [decline, found, *filter(None, [variance])]
    journal.record(actor=actor.key, kind=_DECLINED, subject=str(found.ref), at=at, wrote=wrote)
    return decline


@transaction.atomic
def readdress_handover(
    *, actor: Actor, handover: str, receiver: str, reason: str, at: datetime
) -> Readdressing:
    """Send a hand-over of which nobody was received to another unit, with a reason.

    `handover` is its reference, `receiver` the code of the unit that is to receive them now. The
    sender alone does it. Raises PermissionRefusedError, MovementRefusedError.
    """
    target = accounts.account_of(accounts.unit_of(receiver))
    found = handovers.locked(handover)
    giver = found.giver.unit
    actor.require(Permission.CUSTODY_DISPATCH, area=giver.area_id if giver else None)
    refuse_for(
        (
            *rules.reasons_against_answer(reason, code="no_readdress"),
            *_reasons_against_readdressing(found, target, at),
        )
    )

    made = Readdressing.objects.create(
        handover=found,
        former=found.receiver,
        receiver=target,
        reason=reason.strip(),
        recorded_at=at,
    )
    found.receiver = target
    found.save(update_fields=["receiver"])
    handovers.advance(found, "readdress")
    variance = handovers.settle_variance(found, by=str(found.ref), happened_at=at)
    wrote = [made, found, *filter(None, [variance])]
    journal.record(actor=actor.key, kind=_READDRESSED, subject=str(found.ref), at=at, wrote=wrote)
    return made


def _reasons_of_sender(actor: Actor, handover: Handover) -> Iterator[Reason]:
    """Find the sender's own officer, and the escort's: the receiver's side alone declines."""
    addressee = handover.receiver.name
    if handovers.side_of(actor, handover):
        yield rules.reason("own_answer", ref=handover.ref, addressee=addressee)
    elif not speaks_for(actor, str(handover.receiver.unit_id)):
        yield rules.reason("other_side", ref=handover.ref, addressee=addressee)


def _reasons_against_declining(
    handover: Handover, claimant: Unit, happened_at: datetime
) -> Iterator[Reason]:
    assert handover.movement is not None, "a hand-over is stored with its dispatch"
    if handover.receiver.unit != claimant:
        yield rules.reason(
            "not_addressee",
            ref=handover.ref,
            addressee=handover.receiver.name,
            unit=claimant.name,
        )
    if not handovers.on_the_way(handover):
        yield rules.reason("nobody_on_the_way", ref=handover.ref)
    elif handover.state == rules.HandoverState.DECLINED:
        last = handover.declines.last()
        assert last is not None, "a declined hand-over has a decline"
        yield rules.reason("declined_before", ref=handover.ref, moment=last.happened_at)
    left = handover.movement.happened_at
    if happened_at < left:
        yield rules.reason("before_dispatch", ref=handover.ref, moment=left)


def _reasons_against_readdressing(
    handover: Handover, target: Account, at: datetime
) -> Iterator[Reason]:
    on_the_way = handovers.on_the_way(handover)
    if not on_the_way:
        yield rules.reason("nobody_on_the_way", ref=handover.ref)
    elif handovers.receipts_that_stand(handover).exists():
        addressee = handover.receiver.name
        yield rules.reason("part_received", ref=handover.ref, addressee=addressee)
    if target == handover.receiver:
        yield rules.reason("same_receiver", ref=handover.ref, unit=target.name)
    if target == handover.giver:
        yield rules.reason("same_unit", unit=target.name)
    if target.kind in rules.CHARGING and not hasattr(handover, "charge"):
        yield rules.reason("no_charge", ref=handover.ref, unit=target.name)
    yield from entries.reasons_against_destination(on_the_way, target, at)
