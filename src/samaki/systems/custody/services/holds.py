"""The only writer of holds: where a person may not go, placed and lifted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from samaki.ground.access import queries as access
from samaki.ground.access.rules import Permission
from samaki.ground.agencies.queries import units_within
from samaki.ground.journal import services as journal
from samaki.ground.people.queries import is_registered
from samaki.ground.places.rules import COUNTRY
from samaki.kernel import refs
from samaki.systems.custody import rules
from samaki.systems.custody.models import Hold
from samaki.systems.custody.queries import holds, whereabouts
from samaki.systems.custody.rules.holds import (
    BY_HAND,
    HOLD,
    KIND_OF_GROUND,
    OF_PROTECTION,
    OUTSIDE_CASE,
    HoldKind,
    HoldState,
    is_by_hand,
    reasons_by_hand,
)
from samaki.systems.custody.services import accounts
from samaki.systems.custody.services.refusals import refuse_for

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import datetime

    from samaki.ground.access.actors import Actor
    from samaki.ground.agencies.models import Unit
    from samaki.kernel.reasons import Reason

# Only who screens may say that a screening is pending or done; the others wait for other offices.
_PLACES = {
    **dict.fromkeys(HoldKind, Permission.HOLD_PLACE),
    **dict.fromkeys(OF_PROTECTION, Permission.SCREENING_CONDUCT),
}
# Who records an appeal or a claim for asylum does not end it.
_LIFTS = {
    **dict.fromkeys(HoldKind, Permission.HOLD_LIFT),
    **dict.fromkeys(OF_PROTECTION, Permission.DETERMINATION_MAKE),
}
# Who serves the consular notice is the officer who prepares the case, and it is done by serving it;
# the authority that closes the case lifts what was never served.
_ANSWERS = {**_LIFTS, HoldKind.CONSULAR_NOTICE: Permission.HOLD_PLACE}


@transaction.atomic
def place_hold(
    *,
    actor: Actor,
    person: str,
    ground: str,
    owner: str,
    because: str,
    area: str | None = None,
    at: datetime,
) -> Hold:
    """Hold a person: from now on the ledger lets them go nowhere that the ground forbids.

    `ground` is a key of KIND_OF_GROUND, `owner` the code of the unit that can lift it, `because`
    the reference of what led to it, and `area` where that lies: whoever acts has to be competent
    there, or, if it is left out, where the person is. Raises PermissionRefusedError,
    MovementRefusedError.
    """
    kind = KIND_OF_GROUND.get(ground)
    if kind is None:
        refuse_for([rules.reason("unknown_ground", ground=ground)])
    assert kind is not None, "refused above"
    actor.require(_PLACES[kind], area=area or _area_of(person, at=at))
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
def place_hold_by_hand(
    *, actor: Actor, person: str, ground: str, owner: str, because: str, at: datetime
) -> Hold:
    """Place a hold that no other act of this system places, on a paper.

    `owner` empty is the actor's own unit, and for those who protect no other: each answers for its
    own holds. `because` is the paper's reference, without a name. Raises PermissionRefusedError,
    MovementRefusedError.
    """
    paper, kind = because.strip(), KIND_OF_GROUND.get(ground)
    area = _area_of(person, at=at)
    if kind is not None:
        actor.require(_PLACES[kind], area=area)
    office = owner or own_office(actor, person, ground, at=at)
    journal.take_turn()
    is_others = kind in OF_PROTECTION and office not in actor.units_for(_PLACES[kind], area=area)
    refuse_for(
        (
            *reasons_by_hand(ground, paper=paper),
            *_reasons_against(person, ground, paper),
            *_reasons_of_case(person, ground),
            *([rules.reason("own_hold", ground=ground)] if is_others else []),
        )
    )
    return place_hold(actor=actor, person=person, ground=ground, owner=office, because=paper, at=at)


@transaction.atomic
def lift_hold_by_hand(
    *, actor: Actor, hold: str, clears: bool, lifted_for: str, at: datetime
) -> Hold:
    """Lift a hold that no other act of this system lifts, on a paper: `lifted_for`.

    Raises as `lift_hold` does.
    """
    journal.take_turn()
    paper, found = lifted_for.strip(), holds.hold(hold)
    if found is None:
        refuse_for([rules.reason("no_hold", ref=hold)])
    assert found is not None, "refused above"
    offices = _offices_to_lift(actor, found, clears=clears, at=at)
    refuse_for(
        (
            *reasons_by_hand(found.ground, paper=paper),
            *_reasons_against_lifting(found, offices=offices, clears=clears),
            *_reasons_of_owner(found, offices=offices, at=at),
        )
    )
    return lift_hold(actor=actor, hold=hold, clears=clears, lifted_for=paper, at=at)


def grounds_by_hand(actor: Actor, person: str, *, at: datetime) -> list[str]:
    """Return the grounds on which the actor may hold this person by hand, where the person is."""
    area = _area_of(person, at=at)
    return [
        ground
        for ground, kind in KIND_OF_GROUND.items()
        if ground in BY_HAND and actor.may(_PLACES[kind], area=area)
    ]


def offices_by_hand(actor: Actor, person: str, *, at: datetime) -> list[Unit]:
    """Return the offices an actor may name in a hold: who may lift one of that kind where it is."""
    by_hand, area = {KIND_OF_GROUND[ground] for ground in BY_HAND}, _area_of(person, at=at)
    kinds = [kind for kind in by_hand if actor.may(_PLACES[kind])]
    able = {unit for kind in kinds for unit in access.units_with(_LIFTS[kind], at=at, area=area)}
    return [unit for unit in units_within((COUNTRY,)) if unit.code in able]


def own_office(actor: Actor, person: str, ground: str, *, at: datetime) -> str:
    """Return the actor's unit that may hold this person on a ground; else nothing."""
    kind = KIND_OF_GROUND.get(ground)
    if kind is None:
        return ""
    return actor.unit_for(_PLACES[kind], area=_area_of(person, at=at)) or ""


def may_lift_by_hand(actor: Actor, hold: Hold, *, at: datetime) -> bool:
    """Tell whether the actor may lift a hold that stands by hand."""
    if hold.state != HoldState.PLACED or not is_by_hand(hold.ground):
        return False
    kind, area = KIND_OF_GROUND[hold.ground], _area_of(hold.person, at=at)
    offices = actor.units_for(_LIFTS[kind], area=area)
    is_own = hold.owner_id in offices if kind in OF_PROTECTION else True
    others = any(_reasons_of_owner(hold, offices=offices, at=at))
    return actor.may(_LIFTS[kind], area=area) and is_own and not others


@transaction.atomic
def lift_hold(
    *,
    actor: Actor,
    hold: str,
    clears: bool,
    lifted_for: str = "",
    area: str | None = None,
    at: datetime,
) -> Hold:
    """Lift a hold; `clears` says that its question is answered, and not that it was a mistake.

    A hold of those who protect is lifted by the unit that placed it and by no other, and clears
    nobody while another body's stands. `area` as for `place_hold`. Raises PermissionRefusedError,
    MovementRefusedError.
    """
    journal.take_turn()
    every = Hold.objects.select_for_update(of=["self"]).select_related("owner")
    found = every.filter(ref=refs.as_stored(hold)).first()
    if found is None:
        refuse_for([rules.reason("no_hold", ref=hold)])
    assert found is not None, "refused above"
    offices = _offices_to_lift(actor, found, clears=clears, area=area, at=at)
    refuse_for(_reasons_against_lifting(found, offices=offices, clears=clears))
    found.state, found.clears = HOLD.after(HoldState(found.state), "lift"), clears
    found.lifted_at, found.lifted_by, found.lifted_for = at, actor.key, lifted_for
    found.save(update_fields=["state", "clears", "lifted_at", "lifted_by", "lifted_for"])
    journal.record(
        actor=actor.key, kind="custody:hold:lift", subject=str(found.ref), at=at, wrote=[found]
    )
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
    every = holds.placed(person, HoldKind.SCREENING)
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
            hold.state = HOLD.after(HoldState(hold.state), "lift")
            hold.lifted_at, hold.lifted_by = at, actor.key
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


def _offices_to_lift(
    actor: Actor, hold: Hold, *, clears: bool, area: str | None = None, at: datetime
) -> Collection[str]:
    """Require the permission to lift a hold; return the actor's units that have it there."""
    by_its_act = clears and not is_by_hand(hold.ground)
    needed = (_ANSWERS if by_its_act else _LIFTS)[KIND_OF_GROUND[hold.ground]]
    where = area or _area_of(hold.person, at=at)
    actor.require(needed, area=where)
    return actor.units_for(needed, area=where)


def _reasons_against_lifting(
    hold: Hold, *, offices: Collection[str], clears: bool
) -> Iterator[Reason]:
    kind = KIND_OF_GROUND[hold.ground]
    if hold.state == HoldState.LIFTED:
        yield rules.reason("lifted_before", ref=hold.ref, moment=hold.lifted_at)
    if kind not in OF_PROTECTION:
        return
    if hold.owner_id not in offices:
        yield rules.reason("not_owner", ref=hold.ref, owner=hold.owner.name)
    for other in holds.placed(hold.person, kind) if clears else ():
        if other.pk != hold.pk:
            yield rules.reason(
                "not_cleared", person=hold.person, ground=other.ground, owner=other.owner.name
            )


def _reasons_of_owner(hold: Hold, *, offices: Collection[str], at: datetime) -> Iterator[Reason]:
    """Find the office a hold names, which lifts it; where it has nobody who may, others who may do.

    So no hold stands for ever because of the office that somebody chose.
    """
    kind = KIND_OF_GROUND[hold.ground]
    if kind in OF_PROTECTION or hold.owner_id in offices:
        return
    area = _area_of(hold.person, at=at)  # where they are now, and not where they were held first
    if hold.owner_id in access.units_with(_LIFTS[kind], at=at, area=area):
        yield rules.reason("owner_lifts", ref=hold.ref, owner=hold.owner.name)


def _reasons_of_case(person: str, ground: str) -> Iterator[Reason]:
    """Find the case in which a notice is served: it is answered there, and not beside it."""
    if ground == OUTSIDE_CASE:
        for hold in holds.placed(person, HoldKind.CONSULAR_NOTICE):
            if hold.ground != OUTSIDE_CASE:
                yield rules.reason("notice_in_case", person=person, ref=hold.because)


def _reasons_against(person: str, ground: str, because: str) -> Iterator[Reason]:
    if not is_registered(person):
        yield rules.reason("unknown_person", person=person)
    known = Hold.objects.filter(
        person=person, ground=ground, because=because, state=HoldState.PLACED
    ).first()
    if known is not None:
        yield rules.reason("held_before", person=person, ref=known.ref)
