"""A vehicle that does not go on: whoever was on it goes on in another, or with another escort.

Nobody is moved in the books: they are on the road as before, and somebody else may answer for them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from samaki.ground.access.rules import Permission
from samaki.ground.journal import services as journal
from samaki.kernel import refs
from samaki.systems.custody import rules
from samaki.systems.custody.models import Handover, VehicleChange
from samaki.systems.custody.services import accounts, handovers
from samaki.systems.custody.services.refusals import refuse_for

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from django.db.models import Model

    from samaki.ground.access.actors import Actor
    from samaki.ground.agencies.models import Unit
    from samaki.kernel.reasons import Reason

_CHANGED = "custody:handover:change_vehicle"


@transaction.atomic
def change_vehicle(
    *,
    actor: Actor,
    handover: str,
    vehicle: str,
    escort: str,
    reason: str,
    happened_at: datetime,
    at: datetime,
) -> list[VehicleChange]:
    """Say that everybody on the vehicle of a hand-over went on in `vehicle`, with unit `escort`.

    Entered for the sender or the escort. Every hand-over on it of which nobody was received and for
    which the actor may say so changes, or none does; another sender's is theirs to change, for two
    offices may call two buses alike. Raises PermissionRefusedError, MovementRefusedError.
    """
    _lock_vehicle(actor, handover)
    named = handovers.locked(handover)
    _require(actor, named)
    guard, every = accounts.unit_of(escort), [named, *_beside(actor, named)]
    refuse_for(
        (
            *rules.reasons_against_answer(reason, code="no_vehicle_change"),
            *rules.reasons_against_moment(happened_at, at=at),
            *(why for each in every for why in _reasons_against(each, happened_at)),
            *_reasons_against_same(named, vehicle, guard),
        )
    )
    said = {
        "vehicle": vehicle.strip(),
        "escort": guard,
        "reason": reason.strip(),
        "happened_at": happened_at,
        "recorded_at": at,
    }
    return [_change(actor, each, VehicleChange(**said)) for each in every]


def _require(actor: Actor, handover: Handover) -> None:
    """Let who sends for the sender or for the escort do it; whoever may neither is refused."""
    if not _may(actor, handover):
        giver = handover.giver.unit
        actor.require(Permission.CUSTODY_DISPATCH, area=giver.area_id if giver else None)


def _may(actor: Actor, handover: Handover) -> bool:
    ends = (handover.giver.unit, handover.transit.unit)
    return any(actor.may(Permission.CUSTODY_DISPATCH, area=end.area_id) for end in ends if end)


def _lock_vehicle(actor: Actor, handover: str) -> None:
    """Lock the accounts of all hand-overs on one vehicle at once, whichever of them is named."""
    named = Handover.objects.filter(ref=refs.as_stored(handover)).first()
    if named is not None:
        handovers.lock_all([str(each.ref) for each in (named, *_beside(actor, named))])


def _beside(actor: Actor, named: Handover) -> list[Handover]:
    """Return the others on the vehicle that the actor may change too, the oldest first."""
    wanted = rules.plate(named.vehicle)
    together = Handover.objects.filter(state__in=rules.UNANSWERED, transit__balances__isnull=False)
    others = together.exclude(pk=named.pk).select_related(
        "giver__unit", "transit__unit", "receiver", "movement"
    )
    return [
        each
        for each in others.distinct().order_by("pk")
        if wanted and rules.plate(each.vehicle) == wanted and _may(actor, each)
    ]


def _reasons_against(handover: Handover, happened_at: datetime) -> Iterator[Reason]:
    assert handover.movement is not None, "a hand-over is stored with its dispatch"
    if not handovers.on_the_way(handover):
        yield rules.reason("nobody_on_the_way", ref=handover.ref)
    elif handover.state not in rules.UNANSWERED:
        addressee = handover.receiver.name
        yield rules.reason("part_received", ref=handover.ref, addressee=addressee)
    left, last = handover.movement.happened_at, handover.vehicle_changes.last()
    if happened_at < left:
        yield rules.reason("before_dispatch", ref=handover.ref, moment=left)
    if last is not None and happened_at < last.happened_at:
        yield rules.reason("before_vehicle_change", ref=handover.ref, moment=last.happened_at)


def _reasons_against_same(named: Handover, vehicle: str, escort: Unit) -> Iterator[Reason]:
    is_same = rules.plate(vehicle) == rules.plate(named.vehicle)
    if is_same and escort == named.transit.unit:
        yield rules.reason("same_vehicle", ref=named.ref)


def _change(actor: Actor, handover: Handover, change: VehicleChange) -> VehicleChange:
    transit = handover.transit
    change.handover, change.former_vehicle = handover, handover.vehicle
    change.former_escort = handovers.escort_of(handover)
    change.save()
    handover.vehicle, transit.unit = change.vehicle, change.escort
    handover.save(update_fields=["vehicle"])
    transit.save(update_fields=["unit"])
    wrote: list[Model] = [change, handover, transit]
    if handover.state in rules.DIFFERS:  # declined: whoever goes with them now answers for them
        moment = change.happened_at
        variance = handovers.settle_variance(handover, by=str(handover.ref), happened_at=moment)
        wrote += filter(None, [variance])
    journal.record(
        actor=actor.key,
        kind=_CHANGED,
        subject=str(handover.ref),
        at=change.recorded_at,
        wrote=wrote,
    )
    return change
