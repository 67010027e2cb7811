"""What is done to an exhibit where it lies: opened, sealed anew, missed, found, or reversed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from samaki.ground.access.rules import Permission
from samaki.ground.journal import services as journal
from samaki.kernel import ledger, refs
from samaki.systems.custody import rules
from samaki.systems.custody.models import (
    Content,
    Exhibit,
    SealChange,
    ThingAccount,
    ThingBalance,
    ThingHandover,
    ThingMovement,
)
from samaki.systems.custody.queries import things as books
from samaki.systems.custody.queries.sides import speaks_for
from samaki.systems.custody.rules.exhibits import (
    Part,
    Sealing,
    ThingAccountKind,
    ThingMovementKind,
    moves,
    opens,
    reasons_against_parts,
    reasons_against_pieces,
    reasons_against_sealing,
)
from samaki.systems.custody.services import thing_handovers, things
from samaki.systems.custody.services.refusals import MovementRefusedError, refuse_for
from samaki.systems.custody.services.things import Entry

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from django.db.models import Model

    from samaki.ground.access.actors import Actor
    from samaki.kernel.reasons import Reason

_P = Permission
_CORRECTED = "custody:exhibit:correct"
# Who may enter such a movement at a unit may reverse it there.
_PERMISSIONS = {
    ThingMovementKind.SEIZURE: _P.EXHIBIT_SEIZE,
    ThingMovementKind.DISPATCH: _P.EXHIBIT_DISPATCH,
    ThingMovementKind.RECEIPT: _P.EXHIBIT_RECEIVE,
    ThingMovementKind.OPENING: _P.EXHIBIT_SEAL,
    ThingMovementKind.LOSS: _P.EXHIBIT_EXPLAIN,
    ThingMovementKind.FINDING: _P.EXHIBIT_EXPLAIN,
    ThingMovementKind.END: _P.RELEASE_CONFIRM,
    ThingMovementKind.CORRECTION: _P.EXHIBIT_SEE,
}


@transaction.atomic
def open_bundle(
    *,
    actor: Actor,
    exhibit: str,
    parts: Sequence[Part],
    reason: str,
    happened_at: datetime,
    at: datetime,
) -> list[Exhibit]:
    """Open a bundle and seal its pieces anew, as items or smaller bundles; none is added or lost.

    The seal of the bundle ends with it. Each part counts as counted once, by who opened it. Raises
    PermissionRefusedError, MovementRefusedError.
    """
    journal.take_turn()
    found = things.exhibit_of(exhibit)
    store = store_of_exhibit(actor, found, _P.EXHIBIT_SEAL, happened_at)
    held = books.held(store.pk, found.pk, at=happened_at)
    refuse_for(
        (
            *rules.reasons_against_moment(happened_at, at=at),
            *([] if reason.strip() else [rules.reason("no_opening_reason")]),
            *reasons_against_parts(parts, ref=found.ref, held=held),
            *things.reasons_while_counts_differ([found.ref]),
            *(r for part in parts for r in reasons_of_seal(part.seal)),
        )
    )
    made = [_part(actor, found, part, at=at) for part in parts]
    pieces = {one.ref: part.pieces for one, part in zip(made, parts, strict=True)}
    movement = opens(found.ref, held, pieces, account=str(store.ref), happened_at=happened_at)
    refuse_for(things.reasons_against(movement, [store]))
    entry = Entry(ThingMovementKind.OPENING, found.ref, reason.strip())
    entered = things.enter(movement, entry, actor=actor, at=at)
    contents = Content.objects.filter(exhibit__in=made)
    journal.record(
        actor=actor.key,
        kind=_P.EXHIBIT_SEAL,
        subject=found.ref,
        at=at,
        wrote=[*made, *contents, *entered.rows],
    )
    return made


@transaction.atomic
def change_seal(
    *, actor: Actor, exhibit: str, sealing: Sealing, happened_at: datetime, at: datetime
) -> SealChange:
    """Record that a seal was broken or replaced: the old number, the new one, who, and why.

    Raises PermissionRefusedError, MovementRefusedError.
    """
    journal.take_turn()
    found = things.exhibit_of(exhibit)
    store_of_exhibit(actor, found, _P.EXHIBIT_SEAL, happened_at)
    now = seal_of(found)
    number = rules.seal_number(sealing.seal)
    refuse_for(
        (
            *rules.reasons_against_moment(happened_at, at=at),
            *reasons_against_sealing(sealing, now=now),
            *([] if number == now else reasons_of_seal(number)),
        )
    )
    made = SealChange.objects.create(
        exhibit=found,
        old_seal=now,
        new_seal=number,
        reason=sealing.reason.strip(),
        happened_at=happened_at,
        recorded_at=at,
        changed_by=actor.key,
    )
    journal.record(
        actor=actor.key, kind="custody:seal:change", subject=found.ref, at=at, wrote=[made]
    )
    return made


@transaction.atomic
def declare_missing(
    *, actor: Actor, exhibit: str, pieces: int, reason: str, happened_at: datetime, at: datetime
) -> ThingMovement:
    """Enter that pieces of an exhibit are unaccounted for; its keeper goes on to answer for them.

    Raises PermissionRefusedError, MovementRefusedError.
    """
    journal.take_turn()
    found = things.exhibit_of(exhibit)
    store = store_of_exhibit(actor, found, _P.EXHIBIT_EXPLAIN, happened_at)
    faults = _reasons_of_loss(pieces, reason, happened_at, at)
    refuse_for(faults)
    lost = things.open_place(actor=actor, kind=ThingAccountKind.UNACCOUNTED, unit=store.unit, at=at)
    movement = moves(
        {found.ref: pieces}, giver=str(store.ref), taker=str(lost.ref), happened_at=happened_at
    )
    refuse_for(things.reasons_against(movement, [store, lost]))
    return _enter_alone(actor, movement, ThingMovementKind.LOSS, found, reason, at)


@transaction.atomic
def declare_found(
    *, actor: Actor, exhibit: str, pieces: int, reason: str, happened_at: datetime, at: datetime
) -> ThingMovement:
    """Enter that missing pieces of an exhibit were found: they are in their keeper's store again.

    Raises PermissionRefusedError, MovementRefusedError.
    """
    journal.take_turn()
    found = things.exhibit_of(exhibit)
    row = ThingBalance.objects.filter(exhibit=found, is_missing=True).first()
    if row is None:
        actor.require(_P.EXHIBIT_EXPLAIN)
        refuse_for(
            [rules.reason("not_so_many_missing", exhibit=found.ref, missing=0, asked=pieces)]
        )
    assert row is not None, "refused above"
    lost = row.account
    assert lost.unit is not None, "what is unaccounted for has an owner"
    actor.require(_P.EXHIBIT_EXPLAIN, area=lost.unit.area_id)
    here = ThingBalance.objects.filter(exhibit=found, is_missing=False).first()
    over = [rules.reason("not_so_many_missing", exhibit=found.ref, missing=row.held, asked=pieces)]
    refuse_for(
        (
            *_reasons_of_loss(pieces, reason, happened_at, at),
            *(over if pieces > row.held else []),
        )
    )
    if here is not None and here.account.kind != ThingAccountKind.STORE:
        where = here.account.name
        refuse_for([rules.reason("not_in_a_store", exhibit=found.ref, where=where)])
    store = here.account if here else things.store_of(lost.unit)
    movement = moves(
        {found.ref: pieces}, giver=str(lost.ref), taker=str(store.ref), happened_at=happened_at
    )
    refuse_for(things.reasons_against(movement, [store, lost]))
    return _enter_alone(actor, movement, ThingMovementKind.FINDING, found, reason, at)


@transaction.atomic
def correct_exhibit(*, actor: Actor, movement: int, reason: str, at: datetime) -> ThingMovement:
    """Reverse an entry of the books of things, at the moment it happened, for a reason.

    Refused when the exhibit has moved since. A reversed dispatch withdraws its hand-over; a
    reversed receipt puts the exhibits back on the road. Raises
    PermissionRefusedError, MovementRefusedError.
    """
    journal.take_turn()
    found = ThingMovement.objects.filter(pk=movement).first()
    if found is None:
        raise MovementRefusedError([rules.reason("unknown_movement")])
    touched = list(_touched(found))
    _require(actor, found, touched)
    opposite = ledger.reversal(things.as_kernel(found))
    refuse_for(
        (
            *_reasons_against_reversal(found, reason),
            *_reasons_of_side(actor, found, touched),
            *things.reasons_against(opposite, touched),
        )
    )
    entry = Entry(ThingMovementKind.CORRECTION, found.because, reason.strip(), reverses=found)
    entered = things.enter(opposite, entry, actor=actor, at=at)
    journal.record(
        actor=actor.key,
        kind=_CORRECTED,
        subject=found.because,
        at=at,
        wrote=[*entered.rows, *_follow(found)],
    )
    return entered.movement


def may_correct_exhibit(actor: Actor, movement: int) -> bool:
    """Tell whether the actor may reverse an entry: it stands, and is no correction itself."""
    found = ThingMovement.objects.filter(pk=movement, reversed_by=None, reverses=None).first()
    if found is None:
        return False
    permission, touched = _PERMISSIONS[ThingMovementKind(found.kind)], list(_touched(found))
    others = any(_reasons_of_side(actor, found, touched))
    return not others and all(actor.may(permission, area=area) for area in _areas(touched))


def _reasons_of_side(
    actor: Actor, movement: ThingMovement, touched: Iterable[ThingAccount]
) -> Iterator[Reason]:
    """Find that another unit took them in: a sender alone would undo what the receiver counted."""
    if movement.kind != ThingMovementKind.RECEIPT:
        return
    for place in touched:
        is_taker = place.kind == ThingAccountKind.STORE and place.unit is not None
        if is_taker and place.unit is not None and not speaks_for(actor, place.unit.code):
            yield rules.reason("others_entry", unit=place.unit.name)


def seal_of(exhibit: Exhibit) -> str:
    """Return the number of the seal that is on an exhibit now."""
    newest = exhibit.seal_changes.order_by("-pk").first()
    return newest.new_seal if newest else exhibit.seal


def reasons_of_seal(seal: str) -> Iterator[Reason]:
    """Yield the reason against a seal that was ever on an exhibit: none is used twice."""
    number = rules.seal_number(seal)
    known = Exhibit.objects.filter(seal=number).first()
    changed = SealChange.objects.select_related("exhibit").filter(new_seal=number).first()
    ref = known.ref if known else changed.exhibit.ref if changed else ""
    if number and ref:
        yield rules.reason("seal_before", seal=number, ref=ref)


def store_of_exhibit(
    actor: Actor, exhibit: Exhibit, permission: Permission, happened_at: datetime
) -> ThingAccount:
    """Return the store that holds an exhibit, where the actor has the permission, or refuse."""
    row = (
        ThingBalance.objects.select_related("account__unit")
        .filter(exhibit=exhibit, account__kind=ThingAccountKind.STORE)
        .first()
    )
    if row is None:
        actor.require(permission)
        name = where_name(exhibit) or "–"
        raise MovementRefusedError(
            [rules.reason("not_in_a_store", exhibit=exhibit.ref, where=name)]
        )
    assert row.account.unit is not None, "a store has a unit"
    actor.require(permission, area=row.account.unit.area_id)
    if happened_at < exhibit.seized_at:
        moment = exhibit.seized_at
        raise MovementRefusedError(
            [rules.reason("before_seizure", exhibit=exhibit.ref, moment=moment)]
        )
    return row.account


def where_name(exhibit: Exhibit) -> str:
    """Return the name of the place where an exhibit is now; empty if it is in none."""
    row = (
        ThingBalance.objects.select_related("account__unit")
        .filter(exhibit=exhibit)
        .order_by("is_missing")
        .first()
    )
    return row.account.name if row else ""


def _part(actor: Actor, bundle: Exhibit, part: Part, *, at: datetime) -> Exhibit:
    made = Exhibit.objects.create(
        ref=refs.reference("EX", Exhibit.objects.count() + 1),
        kind=part.kind,
        description=part.description.strip(),
        seal=rules.seal_number(part.seal),
        site=bundle.site,
        unit=bundle.unit,
        because=bundle.because,
        seized_at=bundle.seized_at,
        recorded_at=at,
        seized_by=actor.key,
    )
    person = bundle.content.person
    Content.objects.create(exhibit=made, pieces=part.pieces, person=person, bundle=bundle)
    return made


def _reasons_of_loss(pieces: int, reason: str, happened_at: datetime, at: datetime) -> list[Reason]:
    return [
        *reasons_against_pieces(pieces),
        *rules.reasons_against_moment(happened_at, at=at),
        *([] if reason.strip() else [rules.reason("no_loss_reason")]),
    ]


def _enter_alone(
    actor: Actor,
    movement: ledger.Movement,
    kind: ThingMovementKind,
    exhibit: Exhibit,
    reason: str,
    at: datetime,
) -> ThingMovement:
    entry = Entry(kind, exhibit.ref, reason.strip())
    entered = things.enter(movement, entry, actor=actor, at=at)
    journal.record(
        actor=actor.key,
        kind=f"custody:exhibit:{kind}",
        subject=exhibit.ref,
        at=at,
        wrote=entered.rows,
    )
    return entered.movement


def _touched(movement: ThingMovement) -> Iterator[ThingAccount]:
    every = ThingAccount.objects.select_related("unit").filter(postings__movement=movement)
    yield from every.distinct()


def _areas(touched: Iterator[ThingAccount] | list[ThingAccount]) -> list[str]:
    """Return the areas in which an entry was made: a journey and the outside have none."""
    outside = (ThingAccountKind.IN_TRANSIT, ThingAccountKind.OUTSIDE)
    return [one.unit.area_id for one in touched if one.unit and one.kind not in outside]


def _require(actor: Actor, movement: ThingMovement, touched: list[ThingAccount]) -> None:
    permission = _PERMISSIONS[ThingMovementKind(movement.kind)]
    for area in _areas(touched):
        actor.require(permission, area=area)


def _reasons_against_reversal(movement: ThingMovement, reason: str) -> Iterator[Reason]:
    if not reason.strip():
        yield rules.reason("no_reason")
    if movement.reverses_id is not None:
        yield rules.reason("is_correction")
    before = ThingMovement.objects.filter(reverses=movement).first()
    if before is not None:
        yield rules.reason("corrected_before", moment=before.recorded_at)


def _follow(movement: ThingMovement) -> tuple[Model, ...]:
    """Bring the hand-over of a reversed entry into the state that follows."""
    dispatched = ThingHandover.objects.filter(movement=movement).first()
    if dispatched is not None:
        thing_handovers.advance(dispatched, "withdraw")
        return (dispatched,)
    received = ThingHandover.objects.filter(receipts__movement=movement).first()
    if received is None:
        return ()
    others = received.receipts.filter(movement__reversed_by=None).exists()
    thing_handovers.advance(received, "reverse_some" if others else "reverse_all")
    return (received,)
