"""Payments and releases as their readers see them, in the areas the actor may see."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from samaki.ground import wording
from samaki.ground.access.rules import Permission
from samaki.systems.custody import rules
from samaki.systems.custody.models import Payment, Release
from samaki.systems.custody.queries import books
from samaki.systems.custody.rules.payments import PaymentKind, ReleaseState, major

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from django.db.models import QuerySet

    from samaki.ground.access.actors import Actor


@dataclass(frozen=True, slots=True)
class PaymentLine:
    """A payment, or the entry that reverses one; `amount` in minor units of the currency."""

    ref: str
    kind: str
    amount: int
    currency: str
    ground: str
    person: str
    receipt_number: str
    unit: str
    area: str
    happened_at: datetime
    recorded_at: datetime
    received_by: str
    confirmed_by: str
    confirmed_at: datetime | None
    reverses: str
    reversed_by: str
    reason: str

    @property
    def kind_name(self) -> str:
        """What it was for, in the reader's language."""
        return _(rules.PAYMENT_WORDINGS[self.kind])

    @property
    def sum(self) -> str:
        """The amount in whole units with its currency: 50.00 USD."""
        return f"{wording.decimal(*major(self.amount, self.currency))} {self.currency}"

    @property
    def stands(self) -> bool:
        """Whether it counts: it reverses nothing and nothing reverses it."""
        return not self.reverses and not self.reversed_by


@dataclass(frozen=True, slots=True)
class ReleaseLine:
    """A thing that is given back or destroyed: prepared by one, confirmed by another."""

    ref: str
    exhibit: str
    store: str
    area: str
    end: str
    person: str
    order: str
    receipt_number: str
    state: str
    prepared_by: str
    prepared_at: datetime
    settled_by: str
    settled_at: datetime | None
    movement: int | None

    @property
    def end_name(self) -> str:
        """How custody ends, in the reader's language."""
        return _(rules.END_WORDINGS[self.end])


def payments(eyes: Actor, *, person: str = "") -> list[PaymentLine]:
    """Return the payments of the areas whose payments the actor may see, newest first."""
    found = _seen(eyes)
    return [_line(row) for row in (found.filter(person=person) if person else found)]


def to_confirm(eyes: Actor) -> int:
    """Return how many payments the actor may see wait for a second person, other than its own."""
    return _seen(eyes).filter(confirmation=None).exclude(received_by=eyes.key).count()


def payment(eyes: Actor, ref: str) -> PaymentLine | None:
    """Return a payment the actor may see, or None."""
    found = _seen(eyes).filter(ref=ref).first()
    return _line(found) if found else None


def totals(lines: Iterable[PaymentLine]) -> list[tuple[str, str]]:
    """Return what was taken in each currency, by payments that stand; a waiver takes nothing."""
    sums: dict[str, int] = defaultdict(int)
    for line in lines:
        if line.stands and line.kind != PaymentKind.WAIVER:
            sums[line.currency] += line.amount
    return [
        (currency, wording.decimal(*major(sums[currency], currency))) for currency in sorted(sums)
    ]


def releases(eyes: Actor, *, exhibit: str = "", waits: bool = False) -> list[ReleaseLine]:
    """Return the releases the actor may see, newest first: all, of an exhibit, or those waiting."""
    found = _seen_releases(eyes)
    if exhibit:
        found = found.filter(exhibit__ref=exhibit)
    if waits:
        found = found.filter(state=ReleaseState.PREPARED)
    return [_release(row) for row in found]


def release(eyes: Actor, ref: str) -> ReleaseLine | None:
    """Return a release the actor may see, or None."""
    found = _seen_releases(eyes).filter(ref=ref).first()
    return _release(found) if found else None


def _seen(eyes: Actor) -> QuerySet[Payment]:
    return Payment.objects.filter(
        books.scope(eyes, Permission.PAYMENT_SEE, "unit__area")
    ).select_related("unit", "confirmation", "reverses", "reversed_by")


def _seen_releases(eyes: Actor) -> QuerySet[Release]:
    return Release.objects.filter(
        books.scope(eyes, Permission.EXHIBIT_SEE, "store__unit__area")
    ).select_related("store__unit", "exhibit")


def _line(row: Payment) -> PaymentLine:
    confirmation = getattr(row, "confirmation", None)
    return PaymentLine(
        ref=row.ref,
        kind=row.kind,
        amount=row.amount,
        currency=row.currency,
        ground=row.ground,
        person=row.person,
        receipt_number=row.receipt_number,
        unit=row.unit.name,
        area=row.unit.area_id,
        happened_at=row.paid_at,
        recorded_at=row.recorded_at,
        received_by=row.received_by,
        confirmed_by=confirmation.confirmed_by if confirmation else "",
        confirmed_at=confirmation.confirmed_at if confirmation else None,
        reverses=row.reverses.ref if row.reverses else "",
        reversed_by=row.reversed_by.ref if hasattr(row, "reversed_by") else "",
        reason=row.reason,
    )


def _release(row: Release) -> ReleaseLine:
    assert row.store.unit is not None, "a store has a unit"
    return ReleaseLine(
        ref=row.ref,
        exhibit=row.exhibit.ref,
        store=row.store.name,
        area=row.store.unit.area_id,
        end=row.end,
        person=row.person,
        order=row.order,
        receipt_number=row.receipt_number,
        state=row.state,
        prepared_by=row.prepared_by,
        prepared_at=row.prepared_at,
        settled_by=row.settled_by,
        settled_at=row.settled_at,
        movement=row.movement_id,
    )
