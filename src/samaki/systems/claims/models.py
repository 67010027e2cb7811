"""Claims and what people decided of them. Both are append-only: a correction is a new claim."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from samaki.ground.sources.models import Source
from samaki.kernel.counts.ways import Change
from samaki.systems.claims import rules


def _verbs() -> list[tuple[str, str]]:
    return [(verb, verb) for verb in ("accept", "correct", "reject", "scope")]


def _changes() -> list[tuple[str, str]]:
    return [(change.value, change.value) for change in Change]


class Claim(models.Model):
    """What a source says, tied to the characters that say it (offsets into the source's text)."""

    append_only = True

    ref = models.CharField(max_length=16, unique=True)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")
    draft = models.CharField(max_length=12)
    corrects = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="corrected_by"
    )
    kind = models.CharField(max_length=24)
    low = models.PositiveIntegerField(null=True)
    high = models.PositiveIntegerField(null=True)
    nationalities = models.JSONField(default=list)
    mode = models.CharField(max_length=12, blank=True)
    sex = models.CharField(max_length=1, blank=True)
    role = models.CharField(max_length=40, blank=True)
    item = models.CharField(max_length=60, blank=True)
    place = models.CharField(max_length=200, blank=True)
    provinces = models.JSONField(default=list)
    since = models.DateField(null=True)
    day = models.DateField(null=True)
    agg = models.CharField(max_length=12, blank=True)
    said_by = models.CharField(max_length=200, blank=True)
    modality = models.CharField(max_length=12)
    rule = models.CharField(max_length=80, blank=True)
    score = models.FloatField(default=1.0)
    quote_start = models.PositiveIntegerField()
    quote_end = models.PositiveIntegerField()
    spans = models.JSONField(default=dict)
    asserted_at = models.DateTimeField()

    class Meta:
        ordering = ["source_id", "quote_start", "pk"]
        constraints = [
            models.CheckConstraint(
                name="claim_quotes_some_words", condition=Q(quote_end__gt=F("quote_start"))
            ),
            models.CheckConstraint(
                name="claim_is_not_more_than_its_ceiling",
                condition=Q(low__isnull=True) | Q(high__isnull=True) | Q(low__lte=F("high")),
            ),
        ]

    def __str__(self) -> str:
        return self.ref


class Decision(models.Model):
    """What a person decided of a claim, why, and when. The newest one holds; none is lost."""

    append_only = True

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="decisions")
    verb = models.CharField(max_length=8, choices=_verbs)
    scope = models.CharField(max_length=8, default=rules.Scope.STATED)
    reason = models.CharField(max_length=400, blank=True)
    decided_by = models.CharField(max_length=80)
    decided_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="correcting_and_rejecting_say_why", condition=Q(verb="accept") | ~Q(reason="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.claim_id}"


class Adjustment(models.Model):
    """How a person chose that a claim counts, so that others can stand. The newest one holds.

    `change` is empty where it counts as written again. The claim's words and fields stay as they
    are; `against` are the claims with which it could not hold.
    """

    append_only = True

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="adjustments")
    change = models.CharField(max_length=8, choices=_changes, blank=True)
    low = models.PositiveIntegerField(null=True)
    high = models.PositiveIntegerField(null=True)
    provinces = models.JSONField(default=list)
    nationalities = models.JSONField(default=list)
    since = models.DateField(null=True)
    day = models.DateField(null=True)
    against = models.JSONField(default=list)
    reason = models.CharField(max_length=400)
    decided_by = models.CharField(max_length=80)
    decided_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="adjusting_says_why", condition=~Q(reason="")),
            models.CheckConstraint(
                name="adjusted_claim_is_not_more_than_its_ceiling",
                condition=Q(low__isnull=True) | Q(high__isnull=True) | Q(low__lte=F("high")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.change or 'as written'} {self.claim_id}"


class Contradiction(models.Model):
    """What a source says against itself, found by the reader and shown to people."""

    append_only = True

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    drafts = models.JSONField(default=list)
    explanation = models.CharField(max_length=400)
    spans = models.JSONField(default=dict)
    found_at = models.DateTimeField()

    class Meta:
        ordering = ["source_id", "pk"]

    def __str__(self) -> str:
        return f"{self.kind} in {self.source_id}"
