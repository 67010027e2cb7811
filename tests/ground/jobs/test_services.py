"""Jobs are asked for once, move on by whole steps, and say why when they cannot."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unittest.mock import Mock

import pytest
from django.db import OperationalError
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from samaki.ground.access.actors import PermissionRefusedError, machine
from samaki.ground.access.rules import Machine
from samaki.ground.jobs import queries, registry, running, services, tasks
from samaki.ground.jobs.models import Job
from samaki.ground.jobs.progress import Progress, WorkFailedError, stopping
from samaki.ground.jobs.registry import Work
from samaki.ground.jobs.rules import JobState, Reached
from samaki.ground.journal import queries as journal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from threading import Event

    from samaki.ground.access.actors import Actor

pytestmark = pytest.mark.django_db
WORKER = machine(Machine.WORKER)
BROKE = "It broke. Mend it."
LOCKED = "database is locked"


@pytest.fixture
def kind(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[Progress], None]], str]:
    """Return a way to declare a work for one test."""

    def declare(run: Callable[[Progress], None]) -> str:
        monkeypatch.setitem(registry.works(), "trial", Work("trial", "Trial", "For a test.", run))
        return "trial"

    return declare


@pytest.fixture
def not_queued(monkeypatch: pytest.MonkeyPatch) -> Mock:
    """Let asked jobs wait: what would be queued is noted instead."""
    queue = Mock()
    monkeypatch.setattr(type(tasks.carry_out), "enqueue", lambda _self, ref: queue(ref))
    return queue


@pytest.fixture
def stop() -> Iterator[Event]:
    """Yield what the worker sets when it is told to stop."""
    yield stopping
    stopping.clear()


def _ask(actor: Actor, kind: str, at: datetime) -> Job:
    job, _is_new = services.ask_job(actor=actor, kind=kind, subject="books", at=at)
    job.refresh_from_db()
    return job


def _count_to_three(progress: Progress) -> None:
    progress.of(3)
    while progress.done < progress.total:
        with progress.step():
            progress.count("seen")


def test_a_job_that_is_asked_for_runs_to_its_end(
    duty: Actor, at: datetime, kind: Callable[..., str]
) -> None:
    job = _ask(duty, kind(_count_to_three), at)

    assert (job.state, job.done, job.total, job.bad) == (JobState.DONE, 3, 3, 0)
    assert job.result == {"seen": 3}
    kinds = [entry.kind for entry in journal.about(job.ref)]
    assert kinds == ["jobs:job:ask", "jobs:job:end"]


def test_the_same_job_is_not_asked_for_twice_until_it_ends(
    duty: Actor, at: datetime, kind: Callable[..., str], not_queued: Mock
) -> None:
    name = kind(_count_to_three)

    first, is_new = services.ask_job(actor=duty, kind=name, subject="books", at=at)
    second, is_new_again = services.ask_job(actor=duty, kind=name, subject="books", at=at)

    assert (is_new, is_new_again) == (True, False)
    assert first == second
    not_queued.assert_called_once_with(first.ref)
    tasks.carry_out.call(first.ref)
    assert services.ask_job(actor=duty, kind=name, subject="books", at=at)[1]


def test_nobody_asks_for_a_job_without_the_permission(
    intake: Actor, at: datetime, kind: Callable[..., str]
) -> None:
    with pytest.raises(PermissionRefusedError):
        _ask(intake, kind(_count_to_three), at)

    assert not Job.objects.exists()


def test_jobs_are_seen_by_those_alone_who_may(
    duty: Actor, intake: Actor, at: datetime, kind: Callable[..., str]
) -> None:
    job = _ask(duty, kind(_count_to_three), at)

    assert list(queries.visible(duty)) == [job]
    assert list(queries.visible(intake)) == []


def test_a_failure_says_what_and_what_was_done_stands(
    duty: Actor, at: datetime, kind: Callable[..., str]
) -> None:
    full = "The drive is full. Make room and ask again."

    def fails_at_the_second(progress: Progress) -> None:
        progress.of(3)
        with progress.step():
            progress.count("seen")
        raise WorkFailedError(full)

    job = _ask(duty, kind(fails_at_the_second), at)

    assert (job.state, job.done, job.total) == (JobState.FAILED, 1, 3)
    assert job.error == full
    assert job.ended_at is not None


def test_a_failure_that_nobody_foresaw_is_shown_too(
    duty: Actor, at: datetime, kind: Callable[..., str]
) -> None:
    job = _ask(duty, kind(Mock(side_effect=KeyError("x"))), at)

    assert (job.state, job.error) == (JobState.FAILED, "KeyError: 'x'")


def test_a_step_that_fails_leaves_no_trace(
    duty: Actor, at: datetime, kind: Callable[..., str]
) -> None:
    def fails_inside_a_step(progress: Progress) -> None:
        progress.of(2)
        with progress.step():
            Job.objects.filter(ref=progress.ref).update(error="half a step")
            raise WorkFailedError(BROKE)

    job = _ask(duty, kind(fails_inside_a_step), at)

    assert (job.done, job.error) == (0, BROKE)


def test_a_job_goes_on_from_what_stands(
    duty: Actor, at: datetime, kind: Callable[..., str], not_queued: Mock
) -> None:
    job, _is_new = services.ask_job(actor=duty, kind=kind(_count_to_three), subject="b", at=at)
    begun = Progress(
        running.start_job(actor=WORKER, ref=job.ref, at=at), actor=WORKER, now=timezone.now
    )
    begun.of(3)
    with begun.step():
        begun.count("seen")

    assert services.put_back_orphans(actor=WORKER, at=at) == 1  # the worker was killed
    tasks.carry_out.call(job.ref)

    job.refresh_from_db()
    assert (job.state, job.done, job.attempt) == (JobState.DONE, 3, 2)
    assert job.result == {"seen": 3}


def test_a_run_that_was_superseded_moves_nothing(
    duty: Actor, at: datetime, kind: Callable[..., str], not_queued: Mock
) -> None:
    job, _is_new = services.ask_job(actor=duty, kind=kind(_count_to_three), subject="b", at=at)
    old = Progress(
        running.start_job(actor=WORKER, ref=job.ref, at=at), actor=WORKER, now=timezone.now
    )
    services.put_back_orphans(actor=WORKER, at=at)
    running.start_job(actor=WORKER, ref=job.ref, at=at)

    with pytest.raises(running.SupersededError), old.step():
        pytest.fail("the step of a superseded run is not begun")


def test_a_job_that_stands_in_the_queue_twice_runs_once(
    duty: Actor, at: datetime, kind: Callable[..., str]
) -> None:
    work = Mock()
    job = _ask(duty, kind(work), at)

    tasks.carry_out.call(job.ref)

    work.assert_called_once()


def test_a_worker_that_is_told_to_stop_ends_after_the_step_at_hand(
    duty: Actor, at: datetime, kind: Callable[..., str], stop: Event
) -> None:
    def is_told_at_the_first(progress: Progress) -> None:
        progress.of(3)
        with progress.step():
            stop.set()
        pytest.fail("no further step is begun")

    job = _ask(duty, kind(is_told_at_the_first), at)

    assert (job.state, job.done, job.cut_off) == (JobState.WAITING, 1, 0)


def test_a_database_that_is_locked_too_long_puts_the_job_back_and_it_is_tried_again(
    duty: Actor, at: datetime, kind: Callable[..., str]
) -> None:
    def locked_once(progress: Progress) -> None:
        if Job.objects.get(ref=progress.ref).attempt == 1:
            raise OperationalError(LOCKED)

    job = _ask(duty, kind(locked_once), at)

    assert (job.state, job.attempt) == (JobState.DONE, 2)


def test_a_job_that_is_cut_off_again_and_again_fails_and_says_so(
    duty: Actor, at: datetime, kind: Callable[..., str]
) -> None:
    work = Mock(side_effect=OperationalError(LOCKED))
    job = _ask(duty, kind(work), at)

    assert (job.state, job.attempt) == (JobState.FAILED, 3)
    assert job.error == (
        "It was cut off 3 times before one more step was done: database is locked."
    )


def test_bad_steps_are_counted_and_the_first_hundred_listed(
    duty: Actor, at: datetime, kind: Callable[..., str]
) -> None:
    def all_bad(progress: Progress) -> None:
        progress.of(120)
        while progress.done < progress.total:
            with progress.step():
                progress.note_bad(f"Document {progress.done + 1}", ("It is empty.",))

    job = _ask(duty, kind(all_bad), at)

    assert (job.bad, len(job.result["bad"])) == (120, 100)
    assert job.result["bad"][0] == {"what": "Document 1", "reasons": ["It is empty."]}
    assert str(job) == f"{job.ref} trial"


class ProgressOnlyRises(TestCase):
    """Whatever a worker reports, in whatever order, the row on file never goes back."""

    @settings(max_examples=25, deadline=None)
    @given(
        st.lists(
            st.builds(Reached, done=st.integers(0, 9), total=st.integers(0, 9), bad=st.just(0))
        )
    )
    def test_the_row_never_goes_back(self, reports: list[Reached]) -> None:
        at = timezone.now()
        job = Job.objects.create(ref="JOB-1", kind="t", subject="s", asked_by="a", asked_at=at)
        running.start_job(actor=WORKER, ref=job.ref, at=at)
        before = Reached()
        for said in reports:
            running.report_progress(
                actor=WORKER, run=running.Run(job.ref, 1), reached=said, result={}, at=at
            )
            job.refresh_from_db()
            now = Reached(job.done, job.total, job.bad)
            assert (now.done, now.total) >= (before.done, before.total)
            assert now.done <= now.total
            before = now
