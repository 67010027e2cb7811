"""The journal's tables. Entries are append-only: the database refuses to change or drop them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Entry(models.Model):
    """One act: who, what kind, on which subject, when recorded, which rows it wrote.

    Holds keys and digests alone, never a name or free text, so it can be kept when personal
    values are shredded.
    """

    append_only = True

    number = models.PositiveBigIntegerField(primary_key=True)
    recorded_at = models.DateTimeField()
    actor = models.CharField(max_length=80)
    kind = models.CharField(max_length=80)
    subject = models.CharField(max_length=120)
    rows = models.JSONField(default=list)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["number"]
        verbose_name_plural = "entries"
        constraints = [
            models.CheckConstraint(name="entry_counts_from_one", condition=Q(number__gt=0)),
        ]
        indexes = [models.Index(fields=["subject", "number"], name="entry_by_subject")]

    def __str__(self) -> str:
        return f"{self.number} {self.kind} {self.subject}"


class Head(models.Model):
    """The newest link of the chain; its one row is the lock that writers queue for."""

    only = models.PositiveSmallIntegerField(primary_key=True, default=1)
    number = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.CheckConstraint(name="chain_has_one_head", condition=Q(only=1)),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.hash[:12]}"
