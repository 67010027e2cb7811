"""The only writer of holds: a ban on charging, punishing or sending away, placed and lifted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from samaki.ground.access.rules import Permission
from samaki.ground.journal import services as journal
from samaki.ground.people.queries import is_registered
from samaki.kernel import refs
from samaki.systems.custody import rules
from samaki.systems.custody.models import Hold
from samaki.systems.custody.queries import holds, whereabouts
from samaki.systems.custody.services import accounts
from samaki.systems.custody.services.refusals import refuse_for

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import datetime

    from samaki.ground.access.actors import Actor
    from samaki.kernel.reasons import Reason

# Only who screens may say that a screening is pending or done; the others wait for other offices.
_PLACES = {
    rules.HoldKind.SCREENING: Permission.SCREENING_CONDUCT,
    rules.HoldKind.APPEAL: Permission.HOLD_PLACE,
    rules.HoldKind.ASYLUM: Permission.HOLD_PLACE,
    rules.HoldKind.MEDICAL: Permission.HOLD_PLACE,
}
# Who records an appeal or a claim for asylum does not end it.
_LIFTS = {
    **dict.fromkeys(_PLACES, Permission.HOLD_LIFT),
    rules.HoldKind.SCREENING: Permission.DETERMINATION_MAKE,
}


@transaction.atomic
def place_hold(
    *, actor: Actor, person: str, ground: str, owner: str, because: str, at: datetime
) -> Hold:
    """Hold a person: from now on the ledger lets them go to no punishing account.

    `ground` is a key of rules.KIND_OF_GROUND, `owner` the code of the unit that can lift it,
    `because` the reference of what led to it. Raises PermissionRefusedError, MovementRefusedError.
    """
    kind = rules.KIND_OF_GROUND.get(ground)
    if kind is None:
        refuse_for([rules.reason("unknown_ground", ground=ground)])
    assert kind is not None, "refused above"
    actor.require(_PLACES[kind], area=_area_of(person, at=at))
    keeper = accounts.unit_of(owner)
    journal.take_turn()
    refuse_for(_reasons_against(person, ground, because))
    hold = Hold.objects.create(
        person=person,
        ground=ground,
        because=because,
        owner=keeper,
        placed_at=at,
        placed_by=actor.key,
    )
    hold.ref = refs.reference("HD", hold.pk)
    hold.save(update_fields=["ref"])
    journal.record(
        actor=actor.key, kind=Permission.HOLD_PLACE, subject=hold.ref, at=at, wrote=[hold]
    )
    return hold


@transaction.atomic
def lift_hold(*, actor: Actor, hold: str, clears: bool, at: datetime) -> Hold:
    """Lift a hold; `clears` says that its question is answered, and not that it was a mistake.

    A screening's hold is lifted by the unit that placed it and by no other, and clears nobody while
    another body's stands. Raises PermissionRefusedError, MovementRefusedError.
    """
    journal.take_turn()
    every = Hold.objects.select_for_update(of=["self"]).select_related("owner")
    found = every.filter(ref=hold).first()
    if found is None:
        refuse_for([rules.reason("no_hold", ref=hold)])
    assert found is not None, "refused above"
    kind = rules.KIND_OF_GROUND[found.ground]
    area = _area_of(found.person, at=at)
    actor.require(_LIFTS[kind], area=area)
    offices = actor.units_for(_LIFTS[kind], area=area)
    refuse_for(_reasons_against_lifting(found, kind, offices=offices, clears=clears))
    found.state, found.clears = rules.HoldState.LIFTED, clears
    found.lifted_at, found.lifted_by = at, actor.key
    found.save(update_fields=["state", "clears", "lifted_at", "lifted_by"])
    journal.record(actor=actor.key, kind="custody:hold:lift", subject=hold, at=at, wrote=[found])
    return found


@transaction.atomic
def decide_holds(
    *, actor: Actor, person: str, owner: str, protects: bool, at: datetime
) -> list[Hold]:
    """Answer the question of an office's screening: its holds protect from now on, or are lifted.

    One hold goes on as the protecting one, under the reference and since the moment it had: whoever
    may not know what was found sees no change. If lifted, the last one clears, unless another
    office's stands. Each hold has one entry in the journal, the same for either answer, and so does
    one that stays as it was. `owner` is the office's code. Returns the holds that stood. Raises
    PermissionRefusedError, MovementRefusedError.
    """
    journal.take_turn()
    area = _area_of(person, at=at)
    actor.require(Permission.DETERMINATION_MAKE, area=area)
    offices = actor.units_for(Permission.DETERMINATION_MAKE, area=area)
    every = holds.placed(person, rules.HoldKind.SCREENING)
    mine = [hold for hold in every if hold.owner_id == owner]
    refuse_for(
        rules.reason("not_owner", ref=hold.ref, owner=hold.owner.name)
        for hold in mine
        if owner not in offices
    )
    for number, hold in enumerate(mine, start=1):
        if protects and number == 1:
            hold.ground = "protected"
        else:
            hold.state, hold.lifted_at, hold.lifted_by = rules.HoldState.LIFTED, at, actor.key
            hold.clears = not protects and number == len(mine) == len(every)
        hold.save(update_fields=["ground", "state", "clears", "lifted_at", "lifted_by"])
        journal.record(
            actor=actor.key, kind="custody:hold:decide", subject=str(hold.ref), at=at, wrote=[hold]
        )
    return mine


def _area_of(person: str, *, at: datetime) -> str | None:
    """Return the area where the person is; the permission has to hold there."""
    place = whereabouts.where([person], at=at)[person]
    return place.area if place else None


def _reasons_against_lifting(
    hold: Hold, kind: rules.HoldKind, *, offices: Collection[str], clears: bool
) -> Iterator[Reason]:
    if hold.state == rules.HoldState.LIFTED:
        yield rules.reason("lifted_before", ref=hold.ref, moment=hold.lifted_at)
    if kind is not rules.HoldKind.SCREENING:
        return
    if hold.owner_id not in offices:
        yield rules.reason("not_owner", ref=hold.ref, owner=hold.owner.name)
    for other in holds.placed(hold.person, kind) if clears else ():
        if other.pk != hold.pk:
            yield rules.reason(
                "not_cleared", person=hold.person, ground=other.ground, owner=other.owner.name
            )


def _reasons_against(person: str, ground: str, because: str) -> Iterator[Reason]:
    if not is_registered(person):
        yield rules.reason("unknown_person", person=person)
    known = Hold.objects.filter(
        person=person, ground=ground, because=because, state=rules.HoldState.PLACED
    ).first()
    if known is not None:
        yield rules.reason("held_before", person=person, ref=known.ref)
