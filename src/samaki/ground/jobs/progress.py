"""A running job as its work sees it: what was asked for, how far it is, and how to go on."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.db import transaction

from samaki.ground.jobs import rules, running

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import datetime

    from samaki.ground.access.actors import Actor
    from samaki.ground.jobs.models import Job
    from samaki.kernel.reasons import Reason

stopping = threading.Event()  # set when the worker was told to stop
_MOST_LISTED = 100  # bad steps that are listed with their reasons; all are counted


class WorkStoppedError(Exception):
    """The worker was told to stop; the step is done and the rest goes on at the next start."""


class WorkFailedError(Exception):
    """The work cannot go on. Carries what and what to do, for the one who asked."""


class Progress:
    """How far a job is. A work calls `of` once, then `step` for each thing it does.

    After a worker was killed the work is called again with the `done` that stands: it skips so
    many steps and goes on.
    """

    def __init__(self, job: Job, *, actor: Actor, now: Callable[[], datetime]) -> None:
        self.ref, self.subject, self.asked_by = job.ref, job.subject, job.asked_by
        self.given: Mapping[str, object] = job.given
        self.result: dict[str, object] = dict(job.result)
        self.now = now
        self._actor = actor
        self._run = running.Run(job.ref, job.attempt)
        self._reached = rules.Reached(job.done, job.total, job.bad)

    @property
    def done(self) -> int:
        """How many steps stand done, in this run and those before it."""
        return self._reached.done

    @property
    def total(self) -> int:
        """How many steps there are."""
        return self._reached.total

    @property
    def bad(self) -> int:
        """How many steps were bad."""
        return self._reached.bad

    def of(self, total: int) -> None:
        """Say how many steps there are."""
        self.reached(self.done, of=total)

    @contextmanager
    def step(self, n: int = 1) -> Iterator[None]:
        """Do the `n` next steps and save that they are done, in one transaction.

        They are done once or not at all, however the worker ends. Leave slow reading outside: the
        transaction keeps other writers waiting.
        """
        with transaction.atomic():
            held = running.hold_job(actor=self._actor, run=self._run)
            assert held.done == self.done, "only this run moves the job on"
            yield
            self._save(rules.Reached(self.done + n, self.total, self.bad))
        self._stop_if_told()

    def reached(self, done: int, *, of: int | None = None, bad: int = 0) -> None:
        """Save how far a work is that only reads; what it did again counts once."""
        self._save(rules.Reached(done, of or self.total, bad))
        self._stop_if_told()

    def note_bad(self, what: str, reasons: tuple[str | Reason, ...]) -> None:
        """Count one bad step and list it with its reasons; saved with the step."""
        self.list_bad(what, reasons)
        self._reached = rules.Reached(self.done, self.total, self.bad + 1)

    def list_bad(self, what: str, reasons: tuple[str | Reason, ...] = ()) -> None:
        """List what is bad, with its reasons, while the list is short.

        A Reason is said in the language of whoever reads the list; a sentence stays as it is.
        """
        listed = self.result.get("bad", [])
        assert isinstance(listed, list), "only this writes the list"
        if len(listed) < _MOST_LISTED:
            self.result["bad"] = [
                *listed,
                {"what": what, "reasons": [_kept(each) for each in reasons]},
            ]

    def count(self, what: str) -> None:
        """Count one more of a kind of outcome; saved with the step."""
        so_far = self.result.get(what, 0)
        assert isinstance(so_far, int), "only count writes it"
        self.result[what] = so_far + 1

    def end(self) -> None:
        """End the job with all that was found."""
        running.end_job(actor=self._actor, run=self._run, result=self.result, at=self.now())

    def fail(self, error: str) -> None:
        """End the job with the reason why it cannot go on."""
        running.fail_job(actor=self._actor, run=self._run, error=error, at=self.now())

    def put_back(self, *, cut_off_by: str) -> bool:
        """Let the job wait for its next run; tell whether it will have one."""
        job = running.put_back_job(
            actor=self._actor, run=self._run, cut_off_by=cut_off_by, at=self.now()
        )
        return job.is_open

    def _save(self, reached: rules.Reached) -> None:
        self._reached = running.report_progress(
            actor=self._actor, run=self._run, reached=reached, result=self.result, at=self.now()
        )

    @staticmethod
    def _stop_if_told() -> None:
        if stopping.is_set():
            raise WorkStoppedError


def _kept(reason: str | Reason) -> str | dict[str, object]:
    if isinstance(reason, str):
        return reason
    values = {k: v if isinstance(v, int) else str(v) for k, v in reason.values.items()}
    return {"wording": reason.wording, "values": values}
