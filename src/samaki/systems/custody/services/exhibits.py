"""Seizure: a thing is entered once, under its seal, counted, and is in its keeper's store."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from samaki.ground.access.rules import Permission
from samaki.ground.journal import services as journal
from samaki.ground.people import queries as people
from samaki.ground.sites.models import Site
from samaki.kernel import refs
from samaki.systems.custody import rules
from samaki.systems.custody.models import Content, Exhibit
from samaki.systems.custody.rules.exhibits import (
    ThingAccountKind,
    ThingMovementKind,
    moves,
    reasons_against_pieces,
)
from samaki.systems.custody.services import accounts, things
from samaki.systems.custody.services.refusals import refuse_for
from samaki.systems.custody.services.thing_acts import reasons_of_seal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from samaki.ground.access.actors import Actor
    from samaki.ground.agencies.models import Unit
    from samaki.kernel.reasons import Reason


@transaction.atomic
def seize_exhibit(
    *, actor: Actor, found: rules.Found, happened_at: datetime, at: datetime
) -> Exhibit:
    """Enter a seized thing or bundle under its seal, with its pieces, in its keeper's store.

    The same seal is refused a second time, on whatever. `found.person` is a person on the books, or
    empty. Raises PermissionRefusedError, MovementRefusedError.
    """
    site = Site.objects.filter(ref=found.site).first()
    if site is None:
        actor.require(Permission.EXHIBIT_SEIZE)
        refuse_for(
            (*rules.reasons_against_exhibit(found), rules.reason("unknown_site", site=found.site))
        )
    assert site is not None, "refused above"
    actor.require(Permission.EXHIBIT_SEIZE, area=site.area_id)
    keeper = accounts.unit_of(found.unit)
    journal.take_turn()
    refuse_for(
        (
            *rules.reasons_against_exhibit(found),
            *reasons_against_pieces(found.pieces),
            *rules.reasons_against_moment(happened_at, at=at),
            *_reasons_against(actor, found, keeper),
        )
    )
    exhibit = Exhibit.objects.create(
        ref=refs.reference("EX", Exhibit.objects.count() + 1),
        kind=found.kind,
        description=found.description.strip(),
        seal=rules.seal_number(found.seal),
        site=site,
        unit=keeper,
        because=found.because,
        seized_at=happened_at,
        recorded_at=at,
        seized_by=actor.key,
    )
    content = Content.objects.create(
        exhibit=exhibit, pieces=found.pieces, person=refs.as_stored(found.person)
    )
    entered = _enter(actor, exhibit, found.pieces, at=at)
    journal.record(
        actor=actor.key,
        kind=Permission.EXHIBIT_SEIZE,
        subject=exhibit.ref,
        at=at,
        wrote=[exhibit, content, *entered.rows],
    )
    return exhibit


def _enter(actor: Actor, exhibit: Exhibit, pieces: int, *, at: datetime) -> things.Entered:
    """Enter the first line of an exhibit: from outside into its keeper's store."""
    outside = things.open_place(actor=actor, kind=ThingAccountKind.OUTSIDE, unit=None, at=at)
    store = things.open_place(actor=actor, kind=ThingAccountKind.STORE, unit=exhibit.unit, at=at)
    movement = moves(
        {exhibit.ref: pieces},
        giver=str(outside.ref),
        taker=str(store.ref),
        happened_at=exhibit.seized_at,
    )
    refuse_for(things.reasons_against(movement, [outside, store]))
    entry = things.Entry(ThingMovementKind.SEIZURE, exhibit.ref)
    return things.enter(movement, entry, actor=actor, at=at)


def _reasons_against(actor: Actor, found: rules.Found, keeper: Unit) -> Iterator[Reason]:
    yield from reasons_of_seal(found.seal)
    person = refs.as_stored(found.person)
    if person and not people.is_registered(person):
        yield rules.reason("unknown_person", person=person)
    if not actor.may(Permission.EXHIBIT_SEIZE, area=keeper.area_id):
        yield rules.reason("elsewhere", unit=keeper.name)
