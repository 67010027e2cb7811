"""The papers on which custody ends by custody's own word, and on which somebody is found again.

What was said in words lies apart from them: neither the books nor the journal repeat it.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from samaki.systems.custody import rules
from samaki.systems.custody.models.books import Account, Movement
from samaki.systems.custody.models.papers import Handover
from samaki.systems.custody.rules import ends


def _ways() -> list[tuple[str, str]]:
    return [(kind.value, kind.name.lower()) for kind in ends.ENDS]


def _ending_states() -> list[tuple[str, str]]:
    return [(state.value, state.name.lower()) for state in rules.EndingState]


class Ending(models.Model):
    """An end of custody: who left which account in which way; entered, or confirmed by a second.

    `lines` are who leaves, as [nationality, sex, age, person, count]; `handover` is that of which
    they are the rest. `happened_at` is when, as its first officer said it; empty where who confirms
    it says when.
    """

    ref = models.CharField(max_length=16, unique=True)
    kind = models.CharField(max_length=24, choices=_ways)
    giver = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="endings")
    handover = models.ForeignKey(
        Handover, null=True, on_delete=models.PROTECT, related_name="endings"
    )
    lines = models.JSONField()
    happened_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=12, choices=_ending_states)
    prepared_by = models.CharField(max_length=80)
    prepared_at = models.DateTimeField()
    settled_by = models.CharField(max_length=80, blank=True)
    settled_at = models.DateTimeField(null=True)
    movement = models.OneToOneField(
        Movement, null=True, on_delete=models.PROTECT, related_name="ending"
    )

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=rules.EndingState.PREPARED, settled_by="", movement=None)
                | Q(state=rules.EndingState.WITHDRAWN, movement=None) & ~Q(settled_by="")
                | Q(state=rules.EndingState.ENTERED, movement__isnull=False)
                & ~Q(settled_by="")
                & ~Q(kind__in=sorted(ends.CONFIRMED))
                | Q(state=rules.EndingState.CONFIRMED, movement__isnull=False)
                & ~Q(settled_by="")
                & ~Q(settled_by=F("prepared_by")),
                name="a_grave_end_is_confirmed_by_a_second_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ref} {self.kind} {self.state}"


class FoundAgain(models.Model):
    """Somebody who had escaped, left or was unknown came back: from which end to which account."""

    ref = models.CharField(max_length=16, unique=True)
    giver = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    taker = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    movement = models.OneToOneField(Movement, on_delete=models.PROTECT, related_name="found_again")

    class Meta:
        ordering = ["-pk"]
        verbose_name_plural = "found again"

    def __str__(self) -> str:
        return self.ref


class FindingSeen(models.Model):
    """That whoever answered for those found again has seen who took them: who says so, and when."""

    append_only = True

    finding = models.OneToOneField(FoundAgain, on_delete=models.PROTECT, related_name="seen")
    seen_by = models.CharField(max_length=80)
    seen_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "findings seen"

    def __str__(self) -> str:
        return f"{self.finding_id} seen"


class EndWords(models.Model):
    """What was said of an end, or of a finding, by its reference: on whose word, why, how.

    `authority` decided or established it, by `document` and `article`; `legal_basis` is that on
    which somebody found again is held.
    """

    append_only = True

    paper = models.CharField(max_length=16, unique=True)
    authority = models.CharField(max_length=200, blank=True)
    document = models.CharField(max_length=200, blank=True)
    article = models.CharField(max_length=200, blank=True)
    legal_basis = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=400, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "end words"

    def __str__(self) -> str:
        return f"words of {self.paper}"
