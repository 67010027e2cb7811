"""The verbs of those who ask for jobs, and of the worker's start."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from samaki.ground.access.rules import Permission
from samaki.ground.jobs import queries, registry, rules, running, tasks
from samaki.ground.jobs.models import Job
from samaki.ground.journal import services as journal
from samaki.kernel import refs

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from samaki.ground.access.actors import Actor


@transaction.atomic
def ask_job(
    *,
    actor: Actor,
    kind: str,
    subject: str,
    given: Mapping[str, object] | None = None,
    at: datetime,
) -> tuple[Job, bool]:
    """Ask for a job; return it and whether it is new. The same is not asked for twice at a time."""
    assert kind in registry.works(), f"no work of the kind {kind} is declared"
    actor.require(registry.works()[kind].permission)
    journal.take_turn()
    job, is_new = Job.objects.get_or_create(
        kind=kind,
        subject=subject,
        state__in=rules.OPEN,
        defaults={
            "ref": refs.reference("JOB", Job.objects.count() + 1),
            "given": dict(given or {}),
            "asked_by": actor.key,
            "asked_at": at,
        },
    )
    if is_new:
        journal.record(
            actor=actor.key, kind=Permission.JOB_ASK, subject=job.ref, at=at, wrote=[job]
        )
        tasks.carry_out.enqueue(job.ref)
    return job, is_new


@transaction.atomic
def put_back_orphans(*, actor: Actor, at: datetime) -> int:
    """Let the jobs wait again whose worker was killed; return how many will go on.

    Only for the one worker, before it begins: nobody else is at work then.
    """
    orphans = [
        running.put_back_job(
            actor=actor,
            run=running.Run(job.ref, job.attempt),
            cut_off_by="the worker was killed",
            at=at,
        )
        for job in queries.running()
    ]
    return sum(job.is_open for job in orphans)
