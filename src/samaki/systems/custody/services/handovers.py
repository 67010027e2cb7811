"""Hand-overs: what is sent and not received stays in transit, with an owner and an age."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q, Sum

from samaki.ground.access.rules import Permission
from samaki.ground.journal import services as journal
from samaki.kernel import refs
from samaki.kernel.ledger import Cell, Subject
from samaki.systems.custody import rules
from samaki.systems.custody.models import Account, Charge, Handover, Receipt, Variance, cell_of
from samaki.systems.custody.queries import books
from samaki.systems.custody.queries.sides import speaks_for
from samaki.systems.custody.rules.charges import reasons_against_charge
from samaki.systems.custody.rules.keepers import Keeper, keeper
from samaki.systems.custody.services import accounts, entries
from samaki.systems.custody.services.refusals import MovementRefusedError, refuse_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

    from django.db.models import QuerySet

    from samaki.ground.access.actors import Actor
    from samaki.ground.agencies.models import Unit
    from samaki.kernel.reasons import Reason

_REST = "custody:variance:explain"
_BACK = "custody:handover:take_back"
_ELSEWHERE = "elsewhere"  # only what leaves can be refused by the books; who takes it cannot


@dataclass(frozen=True, slots=True)
class _Arrival:
    """A receipt about to be written: who arrived where, when; or who came back to the sender."""

    handover: Handover
    subjects: Mapping[Subject, int]
    happened_at: datetime
    kind: rules.MovementKind = rules.MovementKind.RECEIPT

    @property
    def taker(self) -> Account:
        """The account that takes them."""
        is_return = self.kind is rules.MovementKind.RETURN
        return self.handover.giver if is_return else self.handover.receiver

    @property
    def act(self) -> str:
        """What the receipt does to the hand-over, asked once it is written."""
        name = "take_back" if self.kind is rules.MovementKind.RETURN else "receive"
        if not on_the_way(self.handover):
            return name
        return f"{name}_part"


@transaction.atomic
def dispatch_handover(
    *,
    actor: Actor,
    giver: str | Keeper,
    receiver: str,
    escort: str,
    sends: rules.Consignment,
    happened_at: datetime,
    at: datetime,
) -> Handover:
    """Send people from one unit towards another; until received they are with the escort unit.

    `giver`, `receiver`, `escort` are unit codes; who leaves a site goes from there to whomever, the
    giver's own account among them. Raises PermissionRefusedError, MovementRefusedError.
    """
    where = keeper(giver)
    sender = accounts.unit_of(where.unit)
    actor.require(Permission.CUSTODY_DISPATCH, area=sender.area_id)
    source = accounts.account_of(sender, where.site)
    target = accounts.account_of(accounts.unit_of(receiver))
    guard = accounts.unit_of(escort)
    entries.lock([source, target])
    sends = replace(sends, seals=tuple(filter(None, (seal.strip() for seal in sends.seals))))
    subjects, strangers = leaving(sends.party, source, happened_at)
    refuse_for(
        (
            *rules.reasons_against_party(sends.party),
            *rules.reasons_against_seals(sends.seals),
            *rules.reasons_against_moment(happened_at, at=at),
            *([rules.reason("same_unit", unit=sender.name)] if source == target else []),
            *strangers,
            *_reasons_twice(source, target, sends, subjects=subjects, happened_at=happened_at),
            *_reasons_of_books(source, subjects, happened_at),
            *entries.reasons_against_destination(subjects, target, happened_at),
            *(reasons_against_charge(sends.charge) if target.kind in rules.CHARGING else ()),
        )
    )

    transit = accounts.open_transit(actor=actor, escort=guard, at=at)
    handover = Handover.objects.create(
        giver=source,
        receiver=target,
        transit=transit,
        vehicle=sends.vehicle,
        seals=list(sends.seals),
        state=rules.HANDOVER.start,
    )
    movement = rules.transfer(
        subjects, giver=str(source.ref), taker=str(transit.ref), happened_at=happened_at
    )
    kind, beside = rules.MovementKind.DISPATCH, _charge(handover, sends.charge)
    return entries.enter_for(handover, movement, kind=kind, actor=actor, at=at, beside=beside)


@transaction.atomic
def receive_handover(
    *,
    actor: Actor,
    handover: str,
    unit: str,
    received: rules.Party,
    happened_at: datetime,
    at: datetime,
) -> Receipt:
    """Take custody of those who arrived; the rest stay in transit as an open variance.

    `handover` is its reference, `unit` the code of the unit that receives. Raises
    PermissionRefusedError, MovementRefusedError.
    """
    found, reasons = _received_by(actor, handover, unit)
    if found.state in (rules.HandoverState.PART_RECEIVED, rules.HandoverState.RECEIVED):
        first = receipts_that_stand(found).first()
        assert first is not None, "what was received has a receipt"
        assert first.movement is not None, "a receipt is stored with its movement"
        moment = first.movement.happened_at
        reasons.append(rules.reason("already_received", ref=found.ref, moment=moment))
    arrival = _arrival(found, received, happened_at)
    refuse_for((*reasons, *_reasons_against(arrival, received, at=at)))
    return _take(actor, arrival, kind=Permission.CUSTODY_RECEIVE, at=at)


@transaction.atomic
def receive_rest(
    *,
    actor: Actor,
    handover: str,
    unit: str,
    received: rules.Party,
    happened_at: datetime,
    at: datetime,
) -> Receipt:
    """Explain an open variance by a late receipt of the rest, or of a part of the rest.

    The variance closes when nobody is missing any more. Raises as receive_handover does.
    """
    found, reasons = _received_by(actor, handover, unit)
    if found.state not in (rules.HandoverState.PART_RECEIVED, rules.HandoverState.DECLINED):
        reasons.append(rules.reason("no_variance", ref=found.ref))
    arrival = _arrival(found, received, happened_at)
    refuse_for((*reasons, *_reasons_against(arrival, received, at=at)))
    return _take(actor, arrival, kind=_REST, at=at)


@transaction.atomic
def receive_vehicle(
    *, actor: Actor, vehicle: str, unit: str, happened_at: datetime, at: datetime
) -> list[Receipt]:
    """Receive everybody on a vehicle who is on the way to a unit: a receipt for each hand-over.

    `vehicle` is its number as anybody writes it, `unit` the code of the unit that receives. All
    arrive, or none: every reason of every hand-over is given at once. Raises
    PermissionRefusedError, MovementRefusedError.
    """
    claimant = accounts.unit_of(unit)
    actor.require(Permission.CUSTODY_RECEIVE, area=claimant.area_id)
    aboard_now = aboard(vehicle, unit)
    if not aboard_now:
        raise MovementRefusedError(
            [rules.reason("nobody_on_board", vehicle=vehicle, unit=claimant.name)]
        )
    lock_all(aboard_now)
    arrivals, reasons = [], []
    for ref in aboard_now:
        found, against = _received_by(actor, ref, unit)
        everybody = _everybody(found)
        arrival = _arrival(found, everybody, happened_at)
        arrivals.append(arrival)
        reasons += [*against, *_reasons_against(arrival, everybody, at=at)]
    refuse_for(reasons)
    return [_take(actor, arrival, kind=Permission.CUSTODY_RECEIVE, at=at) for arrival in arrivals]


@transaction.atomic
def take_back(
    *,
    actor: Actor,
    handover: str,
    unit: str,
    returned: rules.Party,
    happened_at: datetime,
    at: datetime,
) -> Receipt:
    """Take back those who came back to their sender, all or some; return the sender's receipt.

    `handover` is its reference, `unit` the code of the sender, whose officer counts them in again.
    Raises PermissionRefusedError, MovementRefusedError.
    """
    sender = accounts.unit_of(unit)
    actor.require(Permission.CUSTODY_RECEIVE, area=sender.area_id)
    found = locked(handover)
    reasons = []
    if found.giver.unit != sender:
        giver = found.giver.name
        reasons.append(rules.reason("not_sender", ref=found.ref, giver=giver, unit=sender.name))
    elif found.receiver.unit_id in actor.units and not is_within(found):
        other, giver = found.receiver.name, found.giver.name
        reasons.append(rules.reason("not_sender", ref=found.ref, giver=giver, unit=other))
    elif not speaks_for(actor, sender.code):
        reasons.append(rules.reason("other_sender", ref=found.ref, giver=found.giver.name))
    if not on_the_way(found):
        reasons.append(rules.reason("nobody_on_the_way", ref=found.ref))
    arrival = _arrival(found, returned, happened_at, rules.MovementKind.RETURN)
    refuse_for((*reasons, *_reasons_against(arrival, returned, at=at)))
    return _take(actor, arrival, kind=_BACK, at=at)


def side_of(actor: Actor, handover: Handover) -> str:
    """Return the code of why somebody is the sender's, who never speaks for both sides; or nothing.

    Their unit sent them, or they did themselves, whatever seats they have. From a site to the
    account of its own unit both sides are one unit: whoever else receives them.
    """
    assert handover.movement is not None, "a hand-over is stored with its dispatch"
    if handover.giver.unit_id in actor.units and not is_within(handover):
        return "own_handover"
    return "own_sending" if handover.movement.actor == actor.key else ""


def is_within(handover: Handover) -> bool:
    """Tell whether a unit sent them from a site to the account of its own."""
    return handover.giver.unit_id == handover.receiver.unit_id


def receipts_that_stand(handover: Handover) -> QuerySet[Receipt]:
    """Return what the receiver received and nobody reversed; not what the sender took back."""
    return handover.receipts.filter(
        movement__kind=rules.MovementKind.RECEIPT, movement__reversed_by=None
    )


def is_declined(handover: Handover) -> bool:
    """Tell whether the receiver's last word that stands is a decline.

    It stands until the sender names another receiver, or people are received after all.
    """
    last = handover.declines.order_by("recorded_at").last()
    if last is None or handover.readdressings.filter(recorded_at__gte=last.recorded_at).exists():
        return False
    later = Q(movement__recorded_at__gt=last.recorded_at) | Q(
        movement__recorded_at=last.recorded_at, movement__happened_at__gt=last.happened_at
    )
    return not receipts_that_stand(handover).filter(later).exists()


def settle_variance(handover: Handover, *, by: str, happened_at: datetime) -> Variance | None:
    """Make the variance say what the transit account holds; return it if it was written."""
    missing = sum(on_the_way(handover).values())
    known = Variance.objects.filter(handover=handover).first()
    if missing and handover.state in rules.DIFFERS:
        found = known or Variance(handover=handover, opened_at=happened_at)
        found.owner = escort_of(handover)
        found.missing, found.state = missing, rules.VarianceState.OPEN
        found.closed_at, found.closed_by = None, ""
    elif known is not None:
        found = known
        found.missing, found.state = 0, rules.VarianceState.CLOSED
        found.closed_at, found.closed_by = max(happened_at, found.opened_at), by
    else:
        return None
    found.save()
    return found


def advance(handover: Handover, act: str) -> None:
    """Take the hand-over to the state that follows the act; StepRefusedError if it is not open."""
    handover.state = rules.HANDOVER.after(rules.HandoverState(handover.state), act)
    handover.save(update_fields=["state"])


def escort_of(handover: Handover) -> Unit:
    """Return the unit that answers for what is on the road."""
    assert handover.transit.unit is not None, "a transit account has an escort"
    return handover.transit.unit


def on_the_way(handover: Handover) -> dict[Subject, int]:
    """Return who is in transit by all that is recorded, whenever it happened."""
    lines = handover.transit.postings.order_by().values_list("nationality", "sex", "age", "person")
    return {
        Subject(cell_of(*cell), person or None): left
        for *cell, person, left in lines.annotate(left=Sum("count")).exclude(left=0)
    }


def leaving(
    party: rules.Party, source: Account, happened_at: datetime
) -> tuple[dict[Subject, int], tuple[Reason, ...]]:
    """Return who leaves, and a reason for each named person the account does not hold then."""
    levels = books.levels_from([str(source.ref)], happened_at, persons=party.persons)
    held = {
        subject.person: subject
        for (_, subject), steps in levels.items()
        if subject.person and steps[0][1] > 0
    }
    here = {held[ref]: 1 for ref in party.persons if ref in held}
    strangers = tuple(
        rules.reason("not_here", account=source.name, person=ref)
        for ref in dict.fromkeys(party.persons)
        if ref not in held
    )
    return {**rules.heads_of(party), **here}, strangers


def locked(ref: str) -> Handover:
    """Return the hand-over of that reference with its three accounts locked, or refuse."""
    every = Handover.objects.select_related(
        "transit__unit", "receiver__unit", "giver__unit", "movement"
    )
    known = every.filter(ref=refs.as_stored(ref)).first()
    if known is None:
        code = "unknown_handover" if refs.is_valid(refs.as_stored(ref)) else "misheard"
        raise MovementRefusedError([rules.reason(code, ref=ref)])
    entries.lock([known.giver, known.transit, known.receiver])
    # Another receipt, decline or receiver may have come before the lock.
    return every.get(pk=known.pk)


def lock_all(handovers: Iterable[str]) -> None:
    """Lock the accounts of several hand-overs, by reference, at once: so that nobody deadlocks."""
    every = list(Handover.objects.filter(ref__in=handovers))
    ends = Q(handover__in=every) | Q(sent__in=every) | Q(awaited__in=every)
    entries.lock(Account.objects.filter(ends).distinct())


def aboard(vehicle: str, unit: str) -> list[str]:
    """Return the hand-overs on a vehicle of which nobody was received, on the way to a unit.

    The oldest first. Whoever is missing of an earlier journey is not on it because it comes again.
    """
    together = Handover.objects.filter(state__in=rules.UNANSWERED, transit__balances__isnull=False)
    awaited = together.filter(receiver__unit=unit).exclude(vehicle="")
    wanted = rules.plate(vehicle)
    return [
        str(found.ref)
        for found in awaited.distinct().order_by("pk")
        if wanted and rules.plate(found.vehicle) == wanted
    ]


def _charge(handover: Handover, said: rules.Charge) -> list[Charge]:
    """Write the charge of a hand-over to a court or a prison; another carries none."""
    if handover.receiver.kind not in rules.CHARGING:
        return []
    article, crime = said.article.strip(), said.crime.strip()
    return [Charge.objects.create(handover=handover, article=article, crime=crime)]


def _everybody(handover: Handover) -> rules.Party:
    held = on_the_way(handover)
    heads = {subject.cell: count for subject, count in held.items() if not subject.person}
    return rules.Party(heads, tuple(subject.person for subject in held if subject.person))


def _received_by(actor: Actor, ref: str, unit: str) -> tuple[Handover, list[Reason]]:
    """Return the hand-over, locked, and the reasons against this unit's receiving it at all."""
    claimant = accounts.unit_of(unit)
    actor.require(Permission.CUSTODY_RECEIVE, area=claimant.area_id)
    found = locked(ref)
    reasons = []
    if found.receiver.unit != claimant:
        addressee = found.receiver.name
        reasons.append(
            rules.reason("not_addressee", ref=found.ref, addressee=addressee, unit=claimant.name)
        )
    if own := side_of(actor, found):
        reasons.append(rules.reason(own, ref=found.ref, addressee=found.receiver.name))
    elif not speaks_for(actor, str(found.receiver.unit_id)):
        reasons.append(rules.reason("other_side", ref=found.ref, addressee=found.receiver.name))
    if found.state == rules.HandoverState.WITHDRAWN:
        reasons.append(rules.reason("withdrawn", ref=found.ref))
    return found, reasons


def _arrival(
    handover: Handover,
    party: rules.Party,
    happened_at: datetime,
    kind: rules.MovementKind = rules.MovementKind.RECEIPT,
) -> _Arrival:
    known = {subject.person: subject for subject in on_the_way(handover) if subject.person}
    persons = {known.get(ref, Subject(Cell(), ref)): 1 for ref in party.persons}
    return _Arrival(handover, {**rules.heads_of(party), **persons}, happened_at, kind)


def _reasons_against(arrival: _Arrival, party: rules.Party, *, at: datetime) -> Iterator[Reason]:
    handover = arrival.handover
    assert handover.movement is not None, "a hand-over is stored with its dispatch"
    left = handover.movement.happened_at
    yield from rules.reasons_against_party(party)
    yield from rules.reasons_against_moment(arrival.happened_at, at=at)
    yield from _reasons_received_before(arrival)
    if arrival.happened_at < left:
        yield rules.reason("before_dispatch", ref=handover.ref, moment=left)
    over = tuple(rules.reasons_against_arrival(arrival.subjects, on_the_way=on_the_way(handover)))
    yield from over
    if not over and arrival.happened_at >= left:
        yield from _reasons_of_books(handover.transit, arrival.subjects, arrival.happened_at)
    yield from entries.reasons_against_destination(
        arrival.subjects, arrival.taker, arrival.happened_at
    )


def _reasons_received_before(arrival: _Arrival) -> Iterator[Reason]:
    """Find the same receipt already on record: a form sent twice receives nobody twice."""
    earlier = arrival.handover.receipts.filter(
        movement__happened_at=arrival.happened_at, movement__reversed_by=None
    )
    for receipt in earlier.select_related("movement"):
        assert receipt.movement is not None, "a receipt is stored with its movement"
        counted = {
            p.subject: p.count for p in receipt.movement.postings.filter(account=arrival.taker)
        }
        if counted == dict(arrival.subjects):
            yield rules.reason("recorded_before", ref=receipt.ref)


def _take(actor: Actor, arrival: _Arrival, *, kind: str, at: datetime) -> Receipt:
    handover = arrival.handover
    receipt = Receipt.objects.create(handover=handover)
    receipt.ref = refs.reference("RC", receipt.pk)
    movement = rules.transfer(
        arrival.subjects,
        giver=str(handover.transit.ref),
        taker=str(arrival.taker.ref),
        happened_at=arrival.happened_at,
    )
    entered = entries.enter(movement, kind=arrival.kind, because=receipt.ref, actor=actor, at=at)
    receipt.movement = entered.movement
    receipt.save(update_fields=["ref", "movement"])
    advance(handover, arrival.act)
    variance = settle_variance(handover, by=receipt.ref, happened_at=arrival.happened_at)
    journal.record(
        actor=actor.key,
        kind=kind,
        subject=str(handover.ref),
        at=at,
        wrote=[receipt, handover, *entered.rows, *filter(None, [variance])],
    )
    return receipt


def _reasons_twice(
    source: Account,
    target: Account,
    sends: rules.Consignment,
    *,
    subjects: Mapping[Subject, int],
    happened_at: datetime,
) -> Iterator[Reason]:
    """Find the same hand-over already on record: a form sent twice sends nobody twice."""
    earlier = Handover.objects.filter(
        giver=source, receiver=target, vehicle=sends.vehicle, movement__happened_at=happened_at
    ).exclude(state=rules.HandoverState.WITHDRAWN)
    for known in earlier.select_related("movement"):
        assert known.movement is not None, "a hand-over is stored with its dispatch"
        rows = known.movement.postings.filter(account=known.transit_id)
        sent = {posting.subject: posting.count for posting in rows}
        if sent == subjects and known.seals == list(sends.seals):
            yield rules.reason("sent_before", ref=known.ref)


def _reasons_of_books(
    source: Account, subjects: Mapping[Subject, int], happened_at: datetime
) -> tuple[Reason, ...]:
    """Return the ledger's reasons against letting the subjects leave the account."""
    if not subjects:
        return ()  # the party's own reasons say so already
    movement = rules.transfer(
        subjects, giver=str(source.ref), taker=_ELSEWHERE, happened_at=happened_at
    )
    return entries.reasons_against(movement, [source])
