"""Stores, hand-overs and counts of exhibits, as their readers see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, Min, Q, Sum

from samaki.ground.access.rules import Permission
from samaki.ground.agencies import queries as agencies
from samaki.systems.custody import rules
from samaki.systems.custody.models import ThingAccount, ThingCount, ThingHandover
from samaki.systems.custody.queries import books, things
from samaki.systems.custody.rules.counts import answers, climbs_at
from samaki.systems.custody.rules.exhibits import ThingAccountKind

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from django.db.models import QuerySet

    from samaki.ground.access.actors import Actor
    from samaki.systems.custody.models import ThingVariance
    from samaki.systems.custody.queries.books import Moments

_SEE = Permission.EXHIBIT_SEE
_OPEN = (rules.HandoverState.DISPATCHED, rules.HandoverState.PART_RECEIVED)


@dataclass(frozen=True, slots=True)
class StoreLine:
    """A unit's store of exhibits: how many lie there, and how many pieces."""

    ref: str
    name: str
    unit: str
    area: str
    exhibits: int
    pieces: int


@dataclass(frozen=True, slots=True)
class Sent:
    """One exhibit of a hand-over: how many pieces were sent, and whether they still lie between."""

    ref: str
    kind: str
    description: str
    seal: str
    pieces: int
    is_between: bool


@dataclass(frozen=True, slots=True)
class ThingHandoverLine:
    """A hand-over of exhibits. `opened_at` is when it was first received in part, or None."""

    ref: str
    giver: str
    giver_unit: str
    receiver: str
    receiver_unit: str
    owner: str
    vehicle: str
    state: str
    left_at: datetime
    opened_at: datetime | None
    age: timedelta
    movement: int
    sent_by: str
    exhibits: tuple[Sent, ...]

    @property
    def sent(self) -> int:
        """How many exhibits were sent."""
        return len(self.exhibits)

    @property
    def between(self) -> int:
        """How many the receiver has not taken over."""
        return sum(one.is_between for one in self.exhibits)

    @property
    def is_variance(self) -> bool:
        """Whether some were received and others not."""
        return self.state == rules.HandoverState.PART_RECEIVED


@dataclass(frozen=True, slots=True)
class ThingVarianceLine:
    """A hand-over of which some exhibits were received and `between` were not."""

    ref: str
    owner: str
    between: int
    age: timedelta


@dataclass(frozen=True, slots=True)
class ThingCountLine:
    """A count of an exhibit: counted, what the books say of its moment now, who answers."""

    ref: str
    exhibit: str
    place: str
    area: str
    counted_at: datetime
    recorded_at: datetime
    counted_by: str
    pieces: int
    held: int
    held_then: int
    state: str
    owner: str
    answers: str
    opened_at: datetime | None
    climbs_at: datetime | None
    closed_at: datetime | None
    closed_by: str
    reason: str
    evidence: str
    explained_by: str
    age: timedelta

    @property
    def happened_at(self) -> datetime:
        """The moment of the count, as every entry has one."""
        return self.counted_at

    @property
    def difference(self) -> int:
        """The count less what the books say: below none where pieces are lacking."""
        return self.pieces - self.held

    @property
    def apart(self) -> int:
        """How many pieces the count and the books are apart."""
        return abs(self.difference)

    @property
    def is_open(self) -> bool:
        """Whether somebody has to answer."""
        return self.state == rules.CountVarianceState.OPEN


def stores(eyes: Actor, permission: Permission = _SEE) -> list[StoreLine]:
    """Return the stores in the areas where the permission holds, by unit."""
    found = (
        ThingAccount.objects.filter(
            books.scope(eyes, permission, "unit__area"), kind=ThingAccountKind.STORE
        )
        .select_related("unit")
        .annotate(things=Count("balances"), pieces=Sum("balances__held"))
        .order_by("unit")
    )
    return [
        StoreLine(
            str(row.ref), row.name, row.unit.code, row.unit.area_id, row.things, row.pieces or 0
        )
        for row in found
        if row.unit is not None
    ]


def handover(eyes: Actor, ref: str, *, at: datetime) -> ThingHandoverLine | None:
    """Return a hand-over the actor may see from either end or as its escort, or None."""
    found = _seen(eyes).filter(ref=ref).first()
    return _line(found, at) if found else None


def open_handovers(eyes: Actor, *, at: datetime) -> list[ThingHandoverLine]:
    """Return the hand-overs of which something lies between, the oldest first."""
    found = _seen(eyes).filter(state__in=_OPEN)
    return sorted((_line(row, at) for row in found), key=lambda line: line.age, reverse=True)


def open_variances(eyes: Actor, *, at: datetime) -> list[ThingVarianceLine]:
    """Return the hand-overs of which some exhibits were received and others not, oldest first."""
    stands = Q(receipts__movement__reversed_by=None)
    found = (
        ThingHandover.objects.filter(_sees(eyes), state=rules.HandoverState.PART_RECEIVED)
        .select_related("transit__unit")
        .annotate(
            between=Count("transit__balances__exhibit", distinct=True),
            opened_at=Min("receipts__movement__happened_at", filter=stands),
        )
        .order_by("opened_at", "pk")
    )
    return [
        ThingVarianceLine(str(row.ref), row.transit.owner, row.between, at - row.opened_at)
        for row in found
    ]


def handover_of(movement: int) -> str:
    """Return the hand-over that an entry sent or received; empty if it was none."""
    own = Q(movement=movement) | Q(receipts__movement=movement)
    ref = ThingHandover.objects.filter(own).values_list("ref", flat=True).first()
    return ref or ""


def counts(
    eyes: Actor, *, exhibit: str, at: datetime, then: Moments | None = None
) -> list[ThingCountLine]:
    """Return the counts of an exhibit in the areas the actor may see, newest first.

    All, or as they stood `then`: what was counted by that moment, beside the books as known then.
    """
    found = _counts(eyes).filter(exhibit__ref=exhibit).order_by("-counted_at", "-pk")
    if then is None:
        return _count_lines(found, at)
    made = found.filter(counted_at__lte=then.as_of, recorded_at__lte=then.known_at)
    return _count_lines(made, min(then.as_of, then.known_at), known_at=then.known_at)


def count(eyes: Actor, ref: str, *, at: datetime) -> ThingCountLine | None:
    """Return a count the actor may see, or None."""
    return next(iter(_count_lines(_counts(eyes).filter(ref=ref), at)), None)


def open_counts(eyes: Actor, *, at: datetime) -> list[ThingCountLine]:
    """Return the counts that differ and that nobody has explained, the oldest first."""
    found = _counts(eyes).filter(variance__state=rules.CountVarianceState.OPEN)
    return sorted(_count_lines(found, at), key=lambda line: -line.age)


def to_explain(eyes: Actor) -> int:
    """Return how many counts differ that nobody has explained."""
    return _counts(eyes).filter(variance__state=rules.CountVarianceState.OPEN).count()


def sees_count(eyes: Actor, ref: str) -> bool:
    """Tell whether there is a count of that reference that the actor may see."""
    return _counts(eyes).filter(ref=ref).exists()


def sees_handover(eyes: Actor, ref: str) -> bool:
    """Tell whether there is a hand-over of exhibits of that reference that the actor may see."""
    return _seen(eyes).filter(ref=ref).exists()


def _sees(eyes: Actor) -> Q:
    """Return the condition that the actor may see a hand-over: its sides', and its escort's."""
    condition = Q(pk__in=[])
    for end in ("giver", "receiver", "transit"):
        condition |= books.scope(eyes, _SEE, f"{end}__unit__area")
    return condition


def _seen(eyes: Actor) -> QuerySet[ThingHandover]:
    return (
        ThingHandover.objects.filter(_sees(eyes))
        .select_related("giver__unit", "receiver__unit", "transit__unit", "movement")
        .prefetch_related(
            "movement__postings__exhibit__seal_changes",
            "transit__balances",
            "receipts__movement__reversed_by",
        )
    )


def _line(row: ThingHandover, at: datetime) -> ThingHandoverLine:
    assert row.movement is not None, "a hand-over is stored with its dispatch"
    between = {balance.exhibit_id for balance in row.transit.balances.all()}
    arrived = [
        receipt.movement.happened_at
        for receipt in row.receipts.all()
        if receipt.movement is not None and not hasattr(receipt.movement, "reversed_by")
    ]
    opened = min(arrived, default=None)
    sent = [posting for posting in row.movement.postings.all() if posting.count > 0]
    return ThingHandoverLine(
        ref=str(row.ref),
        giver=row.giver.name,
        giver_unit=str(row.giver.unit_id),
        receiver=row.receiver.name,
        receiver_unit=str(row.receiver.unit_id),
        owner=row.transit.owner,
        vehicle=row.vehicle,
        state=row.state,
        left_at=row.movement.happened_at,
        opened_at=opened,
        age=max(at - (opened or row.movement.happened_at), timedelta()),
        movement=row.movement.pk,
        sent_by=row.movement.actor,
        exhibits=tuple(
            Sent(
                ref=p.exhibit.ref,
                kind=p.exhibit.kind,
                description=p.exhibit.description,
                seal=_seal(p.exhibit.seal, p.exhibit.seal_changes.all()),
                pieces=p.count,
                is_between=p.exhibit_id in between,
            )
            for p in sent
        ),
    )


def _seal(first: str, changes: Iterable[object]) -> str:
    newest = sorted(changes, key=lambda change: change.pk)  # type: ignore[attr-defined]
    return newest[-1].new_seal if newest else first  # type: ignore[attr-defined]


def _counts(eyes: Actor) -> QuerySet[ThingCount]:
    return ThingCount.objects.filter(
        books.scope(eyes, _SEE, "account__unit__area")
        | books.scope(eyes, _SEE, "exhibit__site__area")
    ).select_related("account__unit", "exhibit", "variance__owner")


def _count_lines(
    found: QuerySet[ThingCount], at: datetime, *, known_at: datetime | None = None
) -> list[ThingCountLine]:
    every = list(found)
    chains = agencies.chains({row.variance.owner_id for row in every if hasattr(row, "variance")})
    return [
        _count_line(
            row,
            {code: [unit.name for unit in units] for code, units in chains.items()},
            at,
            known_at=known_at,
        )
        for row in every
    ]


def _count_line(
    row: ThingCount, chains: dict[str, list[str]], at: datetime, *, known_at: datetime | None
) -> ThingCountLine:
    variance = _variance(row, at if known_at else None)
    above = chains[variance.owner_id] if variance else []
    age = max(at - variance.opened_at, timedelta()) if variance else timedelta()
    ended = variance if variance is not None and _is_ended(variance, known_at) else None
    held = things.held_at(row, known_at=known_at)
    # It agreed then, and differed again later: its variance does not say since when.
    agreed = known_at is not None and row.pieces == held
    is_open = variance is not None and ended is None and not agreed
    kinds = rules.CountVarianceState
    state = kinds.OPEN if is_open else kinds.SETTLED if variance else ""
    return ThingCountLine(
        ref=row.ref,
        exhibit=row.exhibit.ref,
        place=row.account.name,
        area=row.account.unit.area_id if row.account.unit else "",
        counted_at=row.counted_at,
        recorded_at=row.recorded_at,
        counted_by=row.counted_by,
        pieces=row.pieces,
        held=held,
        held_then=row.held,
        state=ended.state if ended else state,
        owner=variance.owner.name if variance else "",
        answers=answers(above, age) if is_open else "",
        opened_at=variance.opened_at if variance else None,
        climbs_at=climbs_at(above, variance.opened_at, at=at) if variance and is_open else None,
        closed_at=ended.closed_at if ended else None,
        closed_by=ended.closed_by if ended else "",
        reason=ended.reason if ended else "",
        evidence=ended.evidence if ended else "",
        explained_by=ended.explained_by if ended else "",
        age=age,
    )


def _variance(row: ThingCount, then: datetime | None) -> ThingVariance | None:
    """Return the variance of a count, if it had opened by that moment, or ever."""
    found: ThingVariance | None = getattr(row, "variance", None)
    return found if found is None or then is None or found.opened_at <= then else None


def _is_ended(variance: ThingVariance, known_at: datetime | None) -> bool:
    """Tell whether somebody had ended a variance, by what was known at a moment or is now."""
    if variance.closed_at is None:
        return False
    return known_at is None or variance.closed_at <= known_at
