"""What was decided about how long personal values are kept: on record, never changed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from samaki.ground.retention.rules import MOST_DAYS


class Retention(models.Model):
    """That an office set for how many days a kind of values is kept, or took that back: why, who.

    The later row of a kind stands; `days` of none takes the earlier one back, and all is kept.
    """

    append_only = True

    ref = models.CharField(max_length=16, unique=True)
    kind = models.CharField(max_length=16)
    days = models.PositiveIntegerField(null=True)
    why = models.CharField(max_length=400)
    recorded_at = models.DateTimeField()
    entered_by = models.CharField(max_length=80)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(why="") & ~Q(entered_by=""),
                name="a_retention_has_a_source_and_an_author",
            ),
            models.CheckConstraint(
                condition=Q(days__isnull=True) | Q(days__gt=0, days__lte=MOST_DAYS),
                name="a_retention_has_days_that_can_be_meant",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ref} {self.kind}: {self.days}"
