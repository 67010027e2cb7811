"""Reads of jobs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samaki.ground.access.rules import Permission
from samaki.ground.jobs import rules
from samaki.ground.jobs.models import Job

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from samaki.ground.access.actors import Actor


def visible(eyes: Actor) -> QuerySet[Job]:
    """Return the jobs the actor may see, newest first, without what they were given to work on."""
    found = Job.objects.defer("given")
    return found if eyes.may(Permission.JOB_SEE) else found.none()


def running() -> QuerySet[Job]:
    """Return the jobs that a worker has begun and not ended."""
    return Job.objects.filter(state=rules.JobState.RUNNING).defer("given")


def waiting() -> QuerySet[Job]:
    """Return the jobs that no worker has taken up, oldest first."""
    found = Job.objects.filter(state=rules.JobState.WAITING).defer("given")
    return found.order_by("asked_at", "pk")


def open_of(kind: str) -> QuerySet[Job]:
    """Return the jobs of a kind that wait or run."""
    return Job.objects.filter(kind=kind, state__in=rules.OPEN)


def of_kind(kind: str) -> QuerySet[Job]:
    """Return the jobs of a kind, newest first, for a system that shows its own on its own pages."""
    return Job.objects.filter(kind=kind)
