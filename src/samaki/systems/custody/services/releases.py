"""Releases: a thing leaves custody on an order, with a receipt, once a second person confirms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from samaki.ground.access.rules import Permission
from samaki.ground.journal import services as journal
from samaki.ground.people import queries as people
from samaki.kernel import refs
from samaki.systems.custody import rules
from samaki.systems.custody.models import Release, ThingBalance
from samaki.systems.custody.queries import things as books
from samaki.systems.custody.rules.exhibits import ThingAccountKind, ThingMovementKind, moves
from samaki.systems.custody.rules.payments import (
    RELEASE,
    Leaving,
    ReleaseState,
    reasons_against_leaving,
)
from samaki.systems.custody.services import things
from samaki.systems.custody.services.refusals import MovementRefusedError, refuse_for
from samaki.systems.custody.services.thing_acts import store_of_exhibit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from samaki.ground.access.actors import Actor
    from samaki.kernel.reasons import Reason

_P = Permission


@transaction.atomic
def prepare_release(*, actor: Actor, exhibit: str, leaving: Leaving, at: datetime) -> Release:
    """Prepare that a thing is given back or destroyed; nothing moves until somebody else confirms.

    Raises PermissionRefusedError, MovementRefusedError.
    """
    journal.take_turn()
    found = things.exhibit_of(exhibit)
    store = store_of_exhibit(actor, found, _P.RELEASE_PREPARE, at)
    waits = Release.objects.filter(exhibit=found, state=ReleaseState.PREPARED).first()
    person = refs.as_stored(leaving.person)
    is_known = not person or people.is_registered(person)
    refuse_for(
        (
            *reasons_against_leaving(leaving),
            *things.reasons_counted_by_one([found.ref]),
            *things.reasons_while_counts_differ([found.ref]),
            *([] if is_known else [rules.reason("unknown_person", person=person)]),
            *([rules.reason("release_waits", ref=waits.ref)] if waits else []),
        )
    )
    made = Release.objects.create(
        ref=refs.reference("RL", Release.objects.count() + 1),
        exhibit=found,
        store=store,
        end=leaving.end,
        person=person,
        order=leaving.order.strip(),
        receipt_number=leaving.receipt_number.strip(),
        state=RELEASE.start,
        prepared_by=actor.key,
        prepared_at=at,
    )
    journal.record(actor=actor.key, kind=_P.RELEASE_PREPARE, subject=made.ref, at=at, wrote=[made])
    return made


@transaction.atomic
def confirm_release(*, actor: Actor, release: str, happened_at: datetime, at: datetime) -> Release:
    """Confirm a release as a second person: the thing leaves the store. Never by who prepared it.

    Raises PermissionRefusedError, MovementRefusedError.
    """
    journal.take_turn()
    found = _release(actor, release, _P.RELEASE_CONFIRM)
    held = books.held(found.store_id, found.exhibit_id, at=happened_at)
    refuse_for(
        (
            *_reasons_settled(found),
            *rules.reasons_against_moment(happened_at, at=at),
            *_reasons_against(found, actor, held, happened_at),
            *things.reasons_while_counts_differ([found.exhibit.ref]),
        )
    )
    end = things.open_place(
        actor=actor, kind=ThingAccountKind(found.end), unit=found.store.unit, at=at
    )
    movement = moves(
        {found.exhibit.ref: held},
        giver=str(found.store.ref),
        taker=str(end.ref),
        happened_at=happened_at,
    )
    refuse_for(things.reasons_against(movement, [found.store, end]))
    entry = things.Entry(ThingMovementKind.END, found.ref)
    entered = things.enter(movement, entry, actor=actor, at=at)
    found.movement = entered.movement
    return _settle(actor, found, "confirm", rows=entered.rows, at=at)


@transaction.atomic
def withdraw_release(*, actor: Actor, release: str, at: datetime) -> Release:
    """Withdraw a release that waits; the thing stays. Raises as confirm_release does."""
    journal.take_turn()
    found = _release(actor, release, _P.RELEASE_PREPARE)
    refuse_for(_reasons_settled(found))
    return _settle(actor, found, "withdraw", at=at)


def _settle(
    actor: Actor, found: Release, act: str, *, rows: tuple[object, ...] = (), at: datetime
) -> Release:
    found.state = RELEASE.after(ReleaseState(found.state), act)
    found.settled_by, found.settled_at = actor.key, at
    found.save()
    journal.record(
        actor=actor.key,
        kind=f"custody:release:{act}",
        subject=found.ref,
        at=at,
        wrote=[found, *rows],  # type: ignore[list-item]
    )
    return found


def _release(actor: Actor, ref: str, permission: Permission) -> Release:
    found = (
        Release.objects.select_related("store__unit", "exhibit")
        .filter(ref=refs.as_stored(ref))
        .first()
    )
    if found is None:
        actor.require(permission)
        raise MovementRefusedError([rules.reason("unknown_release", ref=ref)])
    assert found.store.unit is not None, "a store has a unit"
    actor.require(permission, area=found.store.unit.area_id)
    return found


def _reasons_settled(found: Release) -> Iterator[Reason]:
    if found.state != ReleaseState.PREPARED:
        yield rules.reason("release_over", ref=found.ref, moment=found.settled_at)


def _reasons_against(
    found: Release, actor: Actor, held: int, happened_at: datetime
) -> Iterator[Reason]:
    if found.prepared_by == actor.key:
        yield rules.reason("own_release", ref=found.ref)
    # Forms know minutes: what left in the minute it was prepared in left after it.
    if happened_at < found.prepared_at.replace(second=0, microsecond=0):
        yield rules.reason("before_prepared", ref=found.ref, moment=found.prepared_at)
    is_here = ThingBalance.objects.filter(account=found.store_id, exhibit=found.exhibit_id).exists()
    if found.state == ReleaseState.PREPARED and (not is_here or held < 1):
        ref = found.exhibit.ref
        yield rules.reason("exhibit_not_here", account=found.store.name, exhibit=ref)
