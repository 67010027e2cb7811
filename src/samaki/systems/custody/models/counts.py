"""What was counted of an account, and where it differed from the books. Neither moves anybody."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from samaki.ground.agencies.models import Unit
from samaki.systems.custody import rules
from samaki.systems.custody.models.books import Account


def _count_states() -> list[tuple[str, str]]:
    return [(state.value, state.name.lower()) for state in rules.CountVarianceState]


class PhysicalCount(models.Model):
    """How many people somebody counted at a moment, and what the ledger then said of that moment.

    `cells` are [nationality, sex, age, heads] of a cross-tab, empty if only the total was counted.
    `unit` is the office that counted, None for a log-in without a seat in one.
    """

    append_only = True

    ref = models.CharField(max_length=16, unique=True)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="counts")
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    counted_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    counted_by = models.CharField(max_length=80)
    heads = models.PositiveIntegerField()
    held = models.PositiveIntegerField()
    cells = models.JSONField(default=list)

    class Meta:
        ordering = ["counted_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(counted_at__lte=F("recorded_at")),
                name="nothing_is_counted_after_it_is_recorded",
            ),
            models.CheckConstraint(
                condition=Q(heads__lte=rules.MAX_HEADS), name="a_count_is_within_reason"
            ),
        ]
        indexes = [
            models.Index(fields=["account", "counted_at"], name="count_by_account_and_moment")
        ]

    def __str__(self) -> str:
        return self.ref


class CountVariance(models.Model):
    """A count that the ledger does not agree with: who owns it, since when, and what ended it.

    How large it is stands nowhere: it is the count less what the ledger says of that moment now.
    """

    count = models.OneToOneField(PhysicalCount, on_delete=models.PROTECT, related_name="variance")
    owner = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=_count_states)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=40, blank=True)
    reason = models.CharField(max_length=400, blank=True)
    evidence = models.CharField(max_length=200, blank=True)
    explained_by = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["opened_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    state=rules.CountVarianceState.OPEN,
                    closed_at=None,
                    closed_by="",
                    reason="",
                    evidence="",
                )
                | Q(state=rules.CountVarianceState.SETTLED, closed_at__isnull=False, reason="")
                & ~Q(closed_by="")
                | Q(state=rules.CountVarianceState.EXPLAINED, closed_at__isnull=False)
                & ~Q(reason="")
                & ~Q(evidence="")
                & ~Q(explained_by=""),
                name="a_difference_ends_by_an_entry_or_by_a_reason_with_evidence",
            ),
        ]
        indexes = [
            models.Index(
                fields=["opened_at"],
                condition=Q(state=rules.CountVarianceState.OPEN),
                name="count_variance_open",
            )
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.count_id}"
