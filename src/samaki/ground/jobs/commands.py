"""`samaki work`: the one worker of an installation.

A worker that is killed leaves its job marked as running, here and in the queue; nobody else would
ever take it up. So a worker first makes sure that it is the only one, and then puts back what it
finds running. Told to stop (SIGTERM, Ctrl-C) it ends after the step at hand.
"""

from __future__ import annotations

import logging
import os
import sqlite3
import sys
import threading
import time
from contextlib import closing
from signal import SIGTERM
from typing import TYPE_CHECKING

from django.db import OperationalError, transaction
from django.utils import timezone
from django_tasks import task_backends
from django_tasks.base import TaskResultStatus
from django_tasks_db import DatabaseBackend
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from samaki.ground.access.actors import machine
from samaki.ground.access.rules import Machine
from samaki.ground.jobs import queries, tasks
from samaki.ground.jobs.progress import stopping
from samaki.ground.jobs.services import put_back_orphans

if TYPE_CHECKING:
    from pathlib import Path
    from types import FrameType

_QUEUE = "default"


def work(*, lock: Path, exit_when_idle: bool, beside: int | None = None) -> int:
    """Carry out jobs until stopped, or until none waits; 1 when another worker is at work.

    `lock` is the file by which workers know of each other, `beside` the process (its parent) with
    which the worker ends.
    """
    assert isinstance(task_backends[_QUEUE], DatabaseBackend), "jobs are queued in the database"
    # Being told to stop is no warning.
    logging.getLogger("django_tasks_db").setLevel(logging.ERROR)
    lock.parent.mkdir(parents=True, exist_ok=True)
    # The system drops the lock when the process ends, however it ends.
    with closing(sqlite3.connect(lock, timeout=0, isolation_level=None)) as held:
        try:
            held.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError:
            print(
                "Another worker is at work for this data folder. Stop it first, or leave it to it.",
                file=sys.stderr,
            )
            return 1
        if beside is not None:
            threading.Thread(target=_end_with, args=[beside], daemon=True).start()
        _carry_out_what_waits(exit_when_idle=exit_when_idle)
    return 0


def _carry_out_what_waits(*, exit_when_idle: bool) -> None:
    worker = _Worker(
        queue_names=[_QUEUE],
        interval=1,
        batch=exit_when_idle,
        backend_name=_QUEUE,
        startup_delay=False,
        max_tasks=None,
        worker_id=f"{os.getpid()}",
        excluded_queue_names=[],
    )
    worker.configure_signals()
    while worker.running:
        try:
            _take_up_again()
            worker.run()
        except OperationalError as error:
            # Another program held the database longer than we wait for it: take up again later.
            print(f"The worker waits for the database: {error}", file=sys.stderr)
            time.sleep(worker.interval)
        else:
            return


class _Worker(Worker):
    """The queue's worker; told to stop, it lets the job at hand know."""

    def shutdown(self, signum: int, frame: FrameType | None) -> None:
        stopping.set()
        super().shutdown(signum, frame)


@transaction.atomic
def _take_up_again() -> None:
    """Queue every job that waits and is in no queue, those of a killed worker among them."""
    DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING).update(
        status=TaskResultStatus.READY
    )
    put_back_orphans(actor=machine(Machine.WORKER), at=timezone.now())
    queued = {
        ref
        for row in DBTaskResult.objects.filter(status=TaskResultStatus.READY)
        for ref in row.args_kwargs["args"]
    }
    for job in queries.waiting():
        if job.ref not in queued:
            tasks.carry_out.enqueue(job.ref)


def _end_with(parent: int) -> None:
    """End this worker in order once the process beside which it was started is gone."""
    while os.getppid() == parent:
        time.sleep(0.2)
    os.kill(os.getpid(), SIGTERM)
