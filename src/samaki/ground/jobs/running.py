"""The only writer of a job's progress: what the worker does with a job, from start to end.

Every run of a job has a number, its attempt. Whoever reports under an older number has been
superseded and is refused, so that two workers can never both move the same job on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from samaki.ground.access.rules import Permission
from samaki.ground.jobs import rules
from samaki.ground.jobs.models import Job
from samaki.ground.journal import services as journal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from samaki.ground.access.actors import Actor

CUT_OFF = "It was cut off {n} times before one more step was done: {why}."


class SupersededError(Exception):
    """Another run of the job has begun since, or it has ended. Carries the job's reference."""

    def __init__(self, ref: str) -> None:
        super().__init__(f"Another run of {ref} goes on, or it has ended.")
        self.ref = ref


@dataclass(frozen=True, slots=True)
class Run:
    """One attempt at a job: its reference and the attempt's number."""

    ref: str
    attempt: int


@transaction.atomic
def start_job(*, actor: Actor, ref: str, at: datetime) -> Job:
    """Begin a waiting job, or go on with one that was put back. StepRefusedError if it is not."""
    actor.require(Permission.JOB_RUN)
    job = Job.objects.select_for_update().get(ref=ref)
    job.state = rules.FLOW.after(rules.JobState(job.state), "start")
    job.attempt += 1
    job.started_at = job.started_at or at
    job.save(update_fields=["state", "attempt", "started_at"])
    return job


@transaction.atomic
def hold_job(*, actor: Actor, run: Run) -> Job:
    """Return the job, locked until the transaction ends; SupersededError if the run is not its own.

    A step takes this lock before it writes, so that what it writes is written once.
    """
    actor.require(Permission.JOB_RUN)
    job = Job.objects.select_for_update().defer("given").get(ref=run.ref)
    if job.state != rules.JobState.RUNNING or job.attempt != run.attempt:
        raise SupersededError(run.ref)
    return job


@transaction.atomic
def report_progress(
    *, actor: Actor, run: Run, reached: rules.Reached, result: Mapping[str, object], at: datetime
) -> rules.Reached:
    """Save how far a job is and what it found so far; return what stands. No figure ever falls."""
    job = hold_job(actor=actor, run=run)
    stands = rules.Reached(job.done, job.total, job.bad)
    now = rules.further(stands, reached)
    if now.done > stands.done:
        job.cut_off = 0
    job.done, job.total, job.bad = now.done, now.total, now.bad
    job.result, job.moved_at = dict(result), at
    job.save(update_fields=["done", "total", "bad", "result", "moved_at", "cut_off"])
    return now


@transaction.atomic
def end_job(*, actor: Actor, run: Run, result: Mapping[str, object], at: datetime) -> Job:
    """End a job that did all there was to do."""
    job = hold_job(actor=actor, run=run)
    job.total = job.done  # what was counted too high at the start is set right
    job.result = dict(result)
    return _close(actor, job, "end", at=at)


@transaction.atomic
def fail_job(*, actor: Actor, run: Run, error: str, at: datetime) -> Job:
    """End a job that cannot go on, and say why. What it did until then stands."""
    job = hold_job(actor=actor, run=run)
    job.error = error[:400]
    return _close(actor, job, "fail", at=at)


@transaction.atomic
def put_back_job(*, actor: Actor, run: Run, cut_off_by: str, at: datetime) -> Job:
    """Let a job wait again after its run was cut off, or stopped in order (`cut_off_by` is empty).

    One that was cut off again and again without a step done would end every worker: it fails.
    """
    job = hold_job(actor=actor, run=run)
    job.cut_off += bool(cut_off_by)
    if not rules.may_go_on(job.cut_off):
        error = CUT_OFF.format(n=job.cut_off, why=cut_off_by)
        return fail_job(actor=actor, run=run, error=error, at=at)
    job.state = rules.FLOW.after(rules.JobState(job.state), "put_back")
    job.save(update_fields=["state", "cut_off"])
    return job


def _close(actor: Actor, job: Job, act: str, *, at: datetime) -> Job:
    job.state = rules.FLOW.after(rules.JobState(job.state), act)
    job.ended_at = at
    job.save(update_fields=["state", "ended_at", "total", "result", "error"])
    journal.record(actor=actor.key, kind=f"jobs:job:{act}", subject=job.ref, at=at)
    return job
