"""Money taken and things given back: each with a receipt, and a second person who confirms."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from samaki.ground.agencies.models import Unit
from samaki.systems.custody.models.exhibits import ThingAccount, ThingMovement
from samaki.systems.custody.models.papers import Exhibit
from samaki.systems.custody.rules import payments as rules
from samaki.systems.custody.rules.exhibits import ENDS


def _payment_kinds() -> list[tuple[str, str]]:
    return [(kind.value, kind.name.lower()) for kind in rules.PaymentKind]


def _release_states() -> list[tuple[str, str]]:
    return [(state.value, state.name.lower()) for state in rules.ReleaseState]


def _ends() -> list[tuple[str, str]]:
    return [(end.value, end.name.lower()) for end in sorted(ENDS)]


class Payment(models.Model):
    """A fee, fine or deposit that was taken, or waived: how much, on which ground, from whom.

    `amount` is in minor units of the currency; `person` a reference or empty. A mistake is a row
    of its own that reverses the first, with a reason.
    """

    append_only = True

    ref = models.CharField(max_length=16, unique=True)
    kind = models.CharField(max_length=8, choices=_payment_kinds)
    amount = models.PositiveBigIntegerField()
    currency = models.CharField(max_length=3)
    ground = models.CharField(max_length=200)
    person = models.CharField(max_length=16, blank=True)
    receipt_number = models.CharField(max_length=40)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    paid_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    received_by = models.CharField(max_length=80)
    reverses = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="reversed_by"
    )
    reason = models.CharField(max_length=400, blank=True)

    class Meta:
        ordering = ["-paid_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0, amount__lte=rules.MAX_AMOUNT),
                name="a_payment_is_of_something",
            ),
            models.CheckConstraint(
                condition=~Q(ground="") & ~Q(receipt_number=""),
                name="a_payment_has_a_ground_and_a_receipt",
            ),
            models.CheckConstraint(
                condition=Q(paid_at__lte=F("recorded_at")),
                name="nothing_is_paid_after_it_is_recorded",
            ),
            models.CheckConstraint(
                condition=Q(reverses__isnull=True, reason="")
                | Q(reverses__isnull=False) & ~Q(reason=""),
                name="a_payment_is_reversed_for_a_reason",
            ),
            models.UniqueConstraint(
                fields=["unit", "receipt_number"],
                condition=Q(reverses__isnull=True),
                name="a_unit_gives_a_receipt_number_once",
            ),
        ]
        indexes = [
            models.Index(fields=["person"], condition=~Q(person=""), name="payment_by_person")
        ]

    def __str__(self) -> str:
        return self.ref


class PaymentConfirmation(models.Model):
    """That somebody else than who took the money says it is right."""

    append_only = True

    payment = models.OneToOneField(Payment, on_delete=models.PROTECT, related_name="confirmation")
    received_by = models.CharField(max_length=80)
    confirmed_by = models.CharField(max_length=80)
    confirmed_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(confirmed_by=F("received_by")),
                name="nobody_confirms_what_they_took",
            ),
        ]

    def __str__(self) -> str:
        return f"confirmation of {self.payment_id}"


class Release(models.Model):
    """A thing that is given back to its owner, or destroyed: on whose order, with which receipt.

    One prepares it and another confirms it; the books move at the confirmation alone.
    """

    ref = models.CharField(max_length=16, unique=True)
    exhibit = models.ForeignKey(Exhibit, on_delete=models.PROTECT, related_name="releases")
    store = models.ForeignKey(ThingAccount, on_delete=models.PROTECT, related_name="+")
    end = models.CharField(max_length=16, choices=_ends)
    person = models.CharField(max_length=16, blank=True)
    order = models.CharField(max_length=200)
    receipt_number = models.CharField(max_length=40)
    state = models.CharField(max_length=12, choices=_release_states)
    prepared_by = models.CharField(max_length=80)
    prepared_at = models.DateTimeField()
    settled_by = models.CharField(max_length=80, blank=True)
    settled_at = models.DateTimeField(null=True)
    movement = models.OneToOneField(
        ThingMovement, null=True, on_delete=models.PROTECT, related_name="release"
    )

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(order="") & ~Q(receipt_number=""),
                name="a_release_has_an_order_and_a_receipt",
            ),
            models.CheckConstraint(
                condition=Q(state=rules.ReleaseState.PREPARED, settled_by="", movement=None)
                | Q(state=rules.ReleaseState.WITHDRAWN, movement=None) & ~Q(settled_by="")
                | Q(state=rules.ReleaseState.CONFIRMED, movement__isnull=False)
                & ~Q(settled_by="")
                & ~Q(settled_by=F("prepared_by")),
                name="a_release_is_confirmed_by_a_second_person",
            ),
            models.UniqueConstraint(
                fields=["exhibit"],
                condition=Q(state=rules.ReleaseState.PREPARED),
                name="one_release_of_an_exhibit_waits",
            ),
        ]

    def __str__(self) -> str:
        return self.ref
