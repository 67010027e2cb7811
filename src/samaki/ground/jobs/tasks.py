"""What the queue calls: one job, from where it stands to its end."""

from __future__ import annotations

import logging

from django.db import OperationalError
from django.utils import timezone
from django_tasks import task

from samaki.ground.access.actors import PermissionRefusedError, machine
from samaki.ground.access.rules import Machine
from samaki.ground.jobs import running
from samaki.ground.jobs.progress import Progress, WorkFailedError, WorkStoppedError
from samaki.ground.jobs.registry import works
from samaki.kernel.flow import StepRefusedError

_log = logging.getLogger(__name__)


@task()
def carry_out(ref: str) -> None:
    """Run the job of that reference; one that runs or has ended already is left alone."""
    actor = machine(Machine.WORKER)
    try:
        job = running.start_job(actor=actor, ref=ref, at=timezone.now())
    except StepRefusedError:
        return  # it stood in the queue twice
    progress = Progress(job, actor=actor, now=timezone.now)
    try:
        if _has_to_go_on(job.kind, progress):
            carry_out.enqueue(ref)
    except running.SupersededError:
        _log.warning("another run of %s goes on; this one ends", ref)


def _has_to_go_on(kind: str, progress: Progress) -> bool:
    """Run the work; tell whether it was cut off and has to be queued again at once."""
    try:
        works()[kind].run(progress)
        progress.end()
    except running.SupersededError:
        raise
    except WorkStoppedError:
        progress.put_back(cut_off_by="")  # the next worker queues what waits
    except OperationalError as error:
        # Most often another writer held the database too long; the step wrote nothing.
        _log.warning("%s is put back: %s", progress.ref, error)
        return progress.put_back(cut_off_by=str(error))
    except (WorkFailedError, PermissionRefusedError) as refusal:
        progress.fail(_words(refusal))
    except Exception as error:  # noqa: BLE001 - whatever went wrong is shown to who asked
        _log.exception("%s failed", progress.ref)
        progress.fail(f"{type(error).__name__}: {error}")
    return False


def _words(refusal: Exception) -> str:
    if isinstance(refusal, PermissionRefusedError):
        return f"Who asked for it may not do this any more: {refusal}."
    return str(refusal)
