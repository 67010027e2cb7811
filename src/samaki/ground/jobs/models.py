"""Jobs: what was asked for, by whom, and how far it is."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from samaki.ground.jobs import rules


def _state_choices() -> list[tuple[str, str]]:
    return [(state.value, state.name.lower()) for state in rules.JobState]


class Job(models.Model):
    """Work that goes on behind the pages. What was asked for never changes and is sealed."""

    # How far it is changes with every step; what it did stands sealed in the rows it wrote.
    unsealed_columns = frozenset(
        {
            "state",
            "attempt",
            "cut_off",
            "done",
            "total",
            "bad",
            "result",
            "error",
            "started_at",
            "moved_at",
            "ended_at",
        }
    )

    ref = models.CharField(max_length=16, unique=True)
    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=120)
    given = models.JSONField(default=dict)
    asked_by = models.CharField(max_length=80)
    asked_at = models.DateTimeField()

    state = models.CharField(
        max_length=8, choices=_state_choices, default=rules.JobState.WAITING, db_index=True
    )
    attempt = models.PositiveIntegerField(default=0)
    cut_off = models.PositiveSmallIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    bad = models.PositiveIntegerField(default=0)
    result = models.JSONField(default=dict)
    error = models.CharField(max_length=400, blank=True)
    started_at = models.DateTimeField(null=True)
    moved_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager[Job]] = models.Manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject"],
                condition=Q(state__in=sorted(rules.OPEN)),
                name="job_is_asked_for_once_until_it_ends",
            ),
            models.CheckConstraint(
                name="job_has_not_done_more_than_there_is", condition=Q(done__lte=F("total"))
            ),
            models.CheckConstraint(
                name="job_that_failed_says_why", condition=~Q(state="failed") | ~Q(error="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ref} {self.kind}"

    @property
    def is_open(self) -> bool:
        """Whether it still waits or runs."""
        return self.state in rules.OPEN
