"""Hand-overs as both sides see them: sent, between, received; and what nobody has received."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Min, Q, Sum

from samaki.ground.access.rules import Permission
from samaki.kernel import refs
from samaki.systems.custody import rules
from samaki.systems.custody.models import (
    Charge,
    Decline,
    Handover,
    Level,
    Movement,
    Readdressing,
    VehicleChange,
)
from samaki.systems.custody.queries import books, words
from samaki.systems.custody.queries.sides import speaks_for
from samaki.systems.custody.rules import ends

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from datetime import datetime, timedelta

    from django.db.models import QuerySet

    from samaki.ground.access.actors import Actor
    from samaki.kernel.ledger import Subject
    from samaki.systems.custody.queries.books import Moments


@dataclass(frozen=True, slots=True)
class HandoverLine:
    """A hand-over at a moment.

    `opened_at` is when it was first received, `declined_at` when its receiver last declined those
    on the way; None if neither happened. `between` are in transit still, `returned` taken back,
    `settled` are those of whom somebody said that they arrive nowhere.
    """

    ref: str
    giver: str
    giver_ref: str
    giver_unit: str
    giver_area: str
    receiver: str
    receiver_ref: str
    receiver_unit: str
    owner: str
    owner_unit: str
    owner_area: str
    vehicle: str
    seals: tuple[str, ...]
    sent: int
    between: int
    returned: int
    settled: int
    left_at: datetime
    opened_at: datetime | None
    declined_at: datetime | None
    as_of: datetime
    movement: int
    sent_by: str

    @property
    def is_within(self) -> bool:
        """Whether a unit sent them from a site to the account of its own."""
        return self.giver_unit == self.receiver_unit

    @property
    def sides(self) -> ends.Sides:
        """Its sides, of which some may say what became of the rest."""
        return ends.Sides(
            self.owner_unit, self.owner_area, self.receiver_unit, giver_area=self.giver_area
        )

    @property
    def received(self) -> int:
        """How many the receiver has counted."""
        return self.sent - self.between - self.returned - self.settled

    @property
    def is_variance(self) -> bool:
        """Whether the receiver has said that not all are here: received in part, or declined."""
        return self.between > 0 and self.answered_at is not None

    @property
    def answered_at(self) -> datetime | None:
        """When the receiver first said anything."""
        return min(filter(None, (self.opened_at, self.declined_at)), default=None)

    @property
    def age(self) -> timedelta:
        """How long it has been open: since the receiver's first word, or since it left."""
        return self.as_of - (self.answered_at or self.left_at)


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """A receipt that stands: when, by which movement, how many; or the sender's, of a return.

    `entered_by` is the key of whoever entered it, for `access.names_of`.
    """

    ref: str
    kind: str
    happened_at: datetime
    recorded_at: datetime
    movement: int
    entered_by: str
    count: int

    @property
    def spelled(self) -> str:
        """Its reference as it is read out over the radio."""
        return refs.spelled(self.ref)


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """A receiver's decline, or somebody or something in place of a former one: who, why, when.

    `kind` is declined, readdressed, vehicle or escort; `now` and `former` are its words.
    """

    kind: str
    now: str
    former: str
    reason: str
    happened_at: datetime


def is_of_receiver(actor: Actor, line: HandoverLine) -> bool:
    """Tell whether the actor speaks for the receiver: whose unit sent nobody here, nor they did."""
    is_sender = line.giver_unit in actor.units and not line.is_within
    is_sender = is_sender or line.sent_by == actor.key
    return not is_sender and speaks_for(actor, line.receiver_unit)


def handover(actor: Actor, ref: str, at: Moments) -> HandoverLine | None:
    """Return a hand-over the actor may see from either end or as its escort, or None."""
    return next(iter(_lines(_seen(actor).filter(ref=ref), at)), None)


def receipts(ref: str, at: Moments) -> list[ReceiptLine]:
    """Return the receipts of a hand-over that stand at those moments, oldest first."""
    rows = (
        books.postings(at)
        .filter(_stands(at), movement__receipt__handover__ref=ref, count__gt=0)
        .values_list(
            "movement__receipt__ref",
            "movement__kind",
            "movement__happened_at",
            "movement__recorded_at",
            "movement_id",
            "movement__actor",
        )
        .annotate(total=Sum("count"))
        .order_by("movement__happened_at", "movement_id")
    )
    return [ReceiptLine(str(ref), *rest) for ref, *rest in rows]


def reversed_receipts(ref: str, at: Moments) -> list[tuple[str, int, datetime]]:
    """Return the receipts of a hand-over that were reversed by then: reference, entry, and when."""
    rows = Movement.objects.filter(
        receipt__handover__ref=ref, reversed_by__recorded_at__lte=at.known_at
    ).order_by("pk")
    found = rows.values_list("receipt__ref", "pk", "reversed_by__recorded_at")
    return [(str(receipt), movement, moment) for receipt, movement, moment in found]


def answers(ref: str, at: Moments) -> list[AnswerLine]:
    """Return how a hand-over was declined and readdressed, and changed vehicles, oldest first."""
    declines = Decline.objects.filter(
        handover__ref=ref, happened_at__lte=at.as_of, recorded_at__lte=at.known_at
    )
    others = Readdressing.objects.filter(
        handover__ref=ref, recorded_at__lte=min(at.as_of, at.known_at)
    )
    found = [
        *(
            AnswerLine("declined", d.unit.name, "", d.reason, d.happened_at)
            for d in declines.select_related("unit")
        ),
        *(
            AnswerLine("readdressed", o.receiver.name, o.former.name, o.reason, o.recorded_at)
            for o in others.select_related("receiver__unit", "former__unit")
        ),
        *_changes(ref, at),
    ]
    return sorted(found, key=lambda line: line.happened_at)


def _changes(ref: str, at: Moments) -> Iterator[AnswerLine]:
    """Yield what changed with a vehicle: a line for the vehicle, one for the escort."""
    made = VehicleChange.objects.filter(
        handover__ref=ref, happened_at__lte=at.as_of, recorded_at__lte=at.known_at
    )
    for change in made.select_related("escort", "former_escort"):
        why, moment = change.reason, change.happened_at
        if change.vehicle != change.former_vehicle:
            yield AnswerLine("vehicle", change.vehicle, change.former_vehicle, why, moment)
        if change.escort_id != change.former_escort_id:
            yield AnswerLine("escort", change.escort.name, change.former_escort.name, why, moment)


def on_the_way(ref: str, at: Moments) -> dict[Subject, int]:
    """Return who is in transit on a hand-over."""
    transit = Handover.objects.filter(ref=ref).values_list("transit__ref", flat=True).first()
    return books.held([str(transit)], at=at).get(str(transit), {})


def in_transit(actor: Actor, at: Moments, *, account: str = "") -> list[HandoverLine]:
    """Return the hand-overs on which people are on the road, the oldest first.

    All of them, or only from or to an account, by its reference.
    """
    road = Q(account__kind=rules.AccountKind.IN_TRANSIT)
    end = Q(giver__ref=account) | Q(receiver__ref=account) if account else Q()
    filled = [ref for (ref,) in books.sums(road, at=at, by=("account__ref",))]
    return _oldest_first(_on_roads(actor, filled, at, end))


def _on_roads(
    actor: Actor, roads: Collection[str], at: Moments, condition: Q | None = None
) -> list[HandoverLine]:
    found = _seen(actor).filter(condition or Q(), transit__ref__in=roads)
    return _lines(found, at) if roads else []


def _oldest_first(lines: Iterable[HandoverLine]) -> list[HandoverLine]:
    return sorted(lines, key=lambda line: line.age, reverse=True)


@dataclass(frozen=True, slots=True)
class VehicleLine:
    """A vehicle on the road: its number as first written, and the hand-overs on it."""

    plate: str
    name: str
    lines: tuple[HandoverLine, ...]

    @property
    def heads(self) -> int:
        """How many people are on it."""
        return sum(line.between for line in self.lines)


def vehicles(actor: Actor, at: Moments) -> list[VehicleLine]:
    """Return the vehicles on the road that the actor may see, the longest on the road first.

    Where nobody said which vehicle it is, the plate is empty: those hand-overs are one line.
    """
    found: dict[str, list[HandoverLine]] = {}
    for line in in_transit(actor, at):
        found.setdefault(rules.plate(line.vehicle), []).append(line)
    return [VehicleLine(key, own[0].vehicle, tuple(own)) for key, own in found.items()]


def vehicle(actor: Actor, plate: str, at: Moments) -> VehicleLine | None:
    """Return one vehicle on the road by its number, or None."""
    wanted = rules.plate(plate)
    return next((line for line in vehicles(actor, at) if wanted and line.plate == wanted), None)


def beside(actor: Actor, line: HandoverLine, at: Moments) -> list[HandoverLine]:
    """Return the other hand-overs on a hand-over's vehicle of which nobody was received."""
    found = vehicle(actor, line.vehicle, at)
    return [
        each
        for each in (found.lines if found else ())
        if each.ref != line.ref and each.opened_at is None
    ]


def open_variances(
    actor: Actor, at: Moments, *, roads: Collection[str] | None = None
) -> list[HandoverLine]:
    """Return the hand-overs received in part, with who answers for the rest, the oldest first.

    Of all roads, or of those whose accounts (by reference) hold anybody, where that was asked.
    """
    if roads is None:
        return [line for line in in_transit(actor, at) if line.is_variance]
    return _oldest_first(line for line in _on_roads(actor, roads, at) if line.is_variance)


def missing(actor: Actor) -> int:
    """Return how many heads stand open as variances now, by one query: every page says so."""
    road = Q(account__kind=rules.AccountKind.IN_TRANSIT, account__handover__state__in=rules.DIFFERS)
    levels = Level.objects.filter(road & books.seen(actor, "account__"), day=rules.NOW)
    return levels.aggregate(all=Sum("heads"))["all"] or 0


def of_movement(number: int) -> str | None:
    """Return the hand-over that a movement sent or received, or None."""
    own = Q(movement=number) | Q(receipts__movement=number)
    return Handover.objects.filter(own).values_list("ref", flat=True).first()


def charge(ref: str) -> tuple[str, str] | None:
    """Return (article, crime in words) of a hand-over to a court or a prison, or None."""
    found = Charge.objects.filter(handover__ref=ref).first()
    return (found.article, words.crime(found.crime)) if found else None


def _seen(actor: Actor) -> QuerySet[Handover]:
    condition = Q(pk__in=[])
    for end in ("giver", "receiver", "transit"):
        condition |= books.scope(actor, Permission.CUSTODY_SEE, f"{end}__unit__area")
    return Handover.objects.filter(condition).select_related(
        "giver__unit", "receiver__unit", "transit__unit", "movement"
    )


def _stands(at: Moments) -> Q:
    return Q(movement__reversed_by=None) | Q(movement__reversed_by__recorded_at__gt=at.known_at)


def _lines(found: QuerySet[Handover], at: Moments) -> list[HandoverLine]:
    every = list(found)
    kinds = rules.MovementKind
    sums = (
        books.postings(at)
        .filter(account__handover__in=every)
        .values_list("account__handover__pk")
        .annotate(
            between=Sum("count"),
            sent=Sum("count", filter=_of(kinds.DISPATCH)),
            returned=Sum("count", filter=_of(kinds.RETURN)),
            settled=Sum("count", filter=_of(kinds.ENDING)),
            opened=Min(
                "movement__happened_at", filter=Q(movement__kind=kinds.RECEIPT) & _stands(at)
            ),
        )
    )
    figures = {key: rest for key, *rest in sums}
    declined = _declined(every, at)
    _as_it_went(every, at)
    return [
        _line(row, [*figures[row.pk], declined.get(row.pk)], at)
        for row in every
        if row.pk in figures
    ]


def _as_it_went(found: list[Handover], at: Moments) -> None:
    """Give each hand-over the vehicle and the escort that it had at those moments."""
    later = Q(happened_at__gt=at.as_of) | Q(recorded_at__gt=at.known_at)
    changes = VehicleChange.objects.filter(later, handover__in=found).order_by("-pk")
    first = {change.handover_id: change for change in changes.select_related("former_escort")}
    for row in found:
        if (change := first.get(row.pk)) is not None:
            row.vehicle, row.transit.unit = change.former_vehicle, change.former_escort


def _of(kind: rules.MovementKind) -> Q:
    return Q(movement__kind=kind) | Q(movement__reverses__kind=kind)


def _declined(found: list[Handover], at: Moments) -> dict[int, datetime]:
    """Return when each was declined, unless it was readdressed since: that answers the decline."""
    declines = Decline.objects.filter(
        handover__in=found, happened_at__lte=at.as_of, recorded_at__lte=at.known_at
    )
    last = {decline.handover_id: decline for decline in declines}
    others = Readdressing.objects.filter(handover__in=last, recorded_at__lte=at.known_at)
    for other in others:
        if other.handover_id in last and other.recorded_at >= last[other.handover_id].recorded_at:
            del last[other.handover_id]
    return {key: decline.happened_at for key, decline in last.items()}


def _line(row: Handover, figures: list[object], at: Moments) -> HandoverLine:
    assert row.movement is not None, "a hand-over is stored with its dispatch"
    between, sent, returned, settled, opened, declined = figures
    return HandoverLine(
        ref=str(row.ref),
        giver=row.giver.name,
        giver_ref=str(row.giver.ref),
        giver_unit=str(row.giver.unit_id),
        giver_area=row.giver.unit.area_id if row.giver.unit else "",
        receiver=row.receiver.name,
        receiver_ref=str(row.receiver.ref),
        receiver_unit=str(row.receiver.unit_id),
        owner=row.transit.owner,
        owner_unit=str(row.transit.unit_id),
        owner_area=row.transit.unit.area_id if row.transit.unit else "",
        vehicle=row.vehicle,
        seals=tuple(row.seals),
        sent=int(str(sent)),
        between=int(str(between)),
        returned=-int(str(returned or 0)),
        settled=-int(str(settled or 0)),
        left_at=row.movement.happened_at,
        opened_at=opened,  # type: ignore[arg-type]
        declined_at=declined,  # type: ignore[arg-type]
        as_of=at.as_of,
        movement=row.movement.pk,
        sent_by=row.movement.actor,
    )
