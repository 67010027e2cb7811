"""Hand-overs of exhibits: what is sent and not received stays in transit with the escort."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from samaki.ground.access.rules import Permission
from samaki.ground.journal import services as journal
from samaki.kernel import refs
from samaki.systems.custody import rules
from samaki.systems.custody.models import (
    Exhibit,
    ThingAccount,
    ThingBalance,
    ThingHandover,
    ThingReceipt,
)
from samaki.systems.custody.queries import things as books
from samaki.systems.custody.queries.sides import speaks_for
from samaki.systems.custody.rules.exhibits import (
    ThingAccountKind,
    ThingMovementKind,
    moves,
    reasons_against_chosen,
)
from samaki.systems.custody.services import accounts, things
from samaki.systems.custody.services.refusals import MovementRefusedError, refuse_for
from samaki.systems.custody.services.things import Entry

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from samaki.ground.access.actors import Actor
    from samaki.kernel.reasons import Reason

_P = Permission
_STORE, _TRANSIT = ThingAccountKind.STORE, ThingAccountKind.IN_TRANSIT
_OVER = frozenset({rules.HandoverState.RECEIVED, rules.HandoverState.WITHDRAWN})


@dataclass(frozen=True, slots=True)
class Sending:
    """Which exhibits leave, by reference, between which units (codes), in what."""

    giver: str
    receiver: str
    escort: str
    exhibits: tuple[str, ...]
    vehicle: str = ""


@transaction.atomic
def dispatch_exhibits(
    *, actor: Actor, sending: Sending, happened_at: datetime, at: datetime
) -> ThingHandover:
    """Send sealed exhibits from one unit's store towards another; until received with the escort.

    Each moves whole, and only once two officers counted it. Raises PermissionRefusedError,
    MovementRefusedError.
    """
    sender = accounts.unit_of(sending.giver)
    actor.require(_P.EXHIBIT_DISPATCH, area=sender.area_id)
    taker, guard = accounts.unit_of(sending.receiver), accounts.unit_of(sending.escort)
    journal.take_turn()
    source = things.store_of(sender)
    chosen = [refs.as_stored(ref) for ref in sending.exhibits]
    pieces, strangers = _leaving(source, chosen, happened_at)
    refuse_for(
        (
            *reasons_against_chosen(chosen),
            *rules.reasons_against_moment(happened_at, at=at),
            *([rules.reason("same_unit", unit=sender.name)] if sender == taker else []),
            *strangers,
            *things.reasons_counted_by_one(chosen),
            *things.reasons_while_counts_differ(chosen),
            *_reasons_later(source, pieces, happened_at),
        )
    )

    target = things.open_place(actor=actor, kind=_STORE, unit=taker, at=at)
    transit = things.open_place(actor=actor, kind=_TRANSIT, unit=guard, at=at)
    handover = ThingHandover.objects.create(
        giver=source,
        receiver=target,
        transit=transit,
        vehicle=sending.vehicle.strip(),
        state=rules.HANDOVER.start,
    )
    handover.ref = refs.reference("XH", handover.pk)
    movement = moves(pieces, giver=str(source.ref), taker=str(transit.ref), happened_at=happened_at)
    entry = Entry(ThingMovementKind.DISPATCH, handover.ref)
    entered = things.enter(movement, entry, actor=actor, at=at)
    handover.movement = entered.movement
    handover.save(update_fields=["ref", "movement"])
    journal.record(
        actor=actor.key,
        kind=_P.EXHIBIT_DISPATCH,
        subject=handover.ref,
        at=at,
        wrote=[handover, *entered.rows],
    )
    return handover


@transaction.atomic
def receive_exhibits(
    *,
    actor: Actor,
    handover: str,
    unit: str,
    received: Sequence[str],
    happened_at: datetime,
    at: datetime,
) -> ThingReceipt:
    """Take over the exhibits that arrived; the rest stays in transit, an open variance.

    Called again when some of the rest arrives. `unit` is the code of the unit that receives. Raises
    PermissionRefusedError, MovementRefusedError.
    """
    claimant = accounts.unit_of(unit)
    actor.require(_P.EXHIBIT_RECEIVE, area=claimant.area_id)
    journal.take_turn()
    found = _handover(handover)
    chosen = [refs.as_stored(ref) for ref in received]
    pieces = _on_the_way(found, chosen)
    refuse_for(
        (
            *_reasons_against_side(found, actor, unit=claimant.code, name=claimant.name),
            *reasons_against_chosen(chosen),
            *rules.reasons_against_moment(happened_at, at=at),
            *_reasons_against_arrival(found, chosen, pieces, happened_at),
        )
    )

    receipt = ThingReceipt.objects.create(handover=found)
    receipt.ref = refs.reference("XR", receipt.pk)
    movement = moves(
        pieces,
        giver=str(found.transit.ref),
        taker=str(found.receiver.ref),
        happened_at=happened_at,
    )
    entry = Entry(ThingMovementKind.RECEIPT, receipt.ref)
    entered = things.enter(movement, entry, actor=actor, at=at)
    receipt.movement = entered.movement
    receipt.save(update_fields=["ref", "movement"])
    advance(found, "receive_part" if found.transit.balances.exists() else "receive")
    journal.record(
        actor=actor.key,
        kind=_P.EXHIBIT_RECEIVE,
        subject=str(found.ref),
        at=at,
        wrote=[receipt, found, *entered.rows],
    )
    return receipt


def advance(handover: ThingHandover, act: str) -> None:
    """Take the hand-over to the state that follows the act."""
    handover.state = rules.HANDOVER.after(rules.HandoverState(handover.state), act)
    handover.save(update_fields=["state"])


def _handover(ref: str) -> ThingHandover:
    every = ThingHandover.objects.select_related(
        "transit__unit", "receiver__unit", "giver__unit", "movement"
    )
    found = every.filter(ref=refs.as_stored(ref)).first()
    if found is None:
        raise MovementRefusedError([rules.reason("unknown_exhibit_handover", ref=ref)])
    return found


def _leaving(
    source: ThingAccount, chosen: Sequence[str], happened_at: datetime
) -> tuple[dict[str, int], tuple[Reason, ...]]:
    """Return how many pieces of each exhibit leave, and a reason for each that is not there."""
    keys = dict(Exhibit.objects.filter(ref__in=chosen).values_list("ref", "pk"))
    held = {ref: books.held(source.pk, key, at=happened_at) for ref, key in keys.items()}
    reasons = []
    for ref in dict.fromkeys(chosen):
        if ref not in keys:
            reasons.append(rules.reason("unknown_exhibit", exhibit=ref))
        elif held[ref] < 1:
            reasons.append(
                rules.reason("exhibit_not_here", account=source.name, exhibit=ref, person=ref)
            )
    return {ref: pieces for ref, pieces in held.items() if pieces > 0}, tuple(reasons)


def _reasons_later(
    source: ThingAccount, pieces: Mapping[str, int], happened_at: datetime
) -> tuple[Reason, ...]:
    """Return the ledger's reasons: what left later cannot leave now."""
    if not pieces:
        return ()
    movement = moves(pieces, giver=str(source.ref), taker="-", happened_at=happened_at)
    return things.reasons_against(movement, [source])


def _on_the_way(handover: ThingHandover, chosen: Sequence[str]) -> dict[str, int]:
    rows = ThingBalance.objects.filter(account=handover.transit, exhibit__ref__in=chosen)
    return dict(rows.values_list("exhibit__ref", "held"))


def _reasons_against_side(
    found: ThingHandover, actor: Actor, *, unit: str, name: str
) -> Iterator[Reason]:
    if found.receiver.unit_id != unit:
        addressee = found.receiver.name
        yield rules.reason("not_addressee", ref=found.ref, addressee=addressee, unit=name)
    assert found.movement is not None, "a hand-over is stored with its dispatch"
    if found.giver.unit_id in actor.units:
        yield rules.reason("own_handover", ref=found.ref, addressee=found.receiver.name)
    elif found.movement.actor == actor.key:  # nobody speaks for both sides, whatever their seats
        yield rules.reason("own_sending", ref=found.ref, addressee=found.receiver.name)
    elif not speaks_for(actor, str(found.receiver.unit_id)):
        yield rules.reason("other_side", ref=found.ref, addressee=found.receiver.name)
    if found.state in _OVER:
        yield rules.reason("exhibit_handover_over", ref=found.ref)


def _reasons_against_arrival(
    found: ThingHandover, chosen: Sequence[str], pieces: Mapping[str, int], happened_at: datetime
) -> Iterator[Reason]:
    assert found.movement is not None, "a hand-over is stored with its dispatch"
    left = found.movement.happened_at
    for ref in dict.fromkeys(chosen):
        if ref not in pieces:
            yield rules.reason("exhibit_not_sent", ref=found.ref, exhibit=ref, person=ref)
    if happened_at < left:
        yield rules.reason("exhibit_before_dispatch", ref=found.ref, moment=left)
    elif pieces:
        yield from _reasons_later(found.transit, pieces, happened_at)
