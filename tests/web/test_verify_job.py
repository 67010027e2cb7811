"""The proof of the books as a job: its line is kept, and what is wrong is listed."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unittest.mock import Mock

import pytest
from django.db import DatabaseError, OperationalError, connection

from samaki.ground.jobs import services
from samaki.ground.jobs.rules import JobState
from samaki.ground.journal import queries as journal
from samaki.systems.custody.queries import books, faults
from samaki.web import verification, world

if TYPE_CHECKING:
    from datetime import datetime

    from samaki.ground.access.actors import Actor
    from samaki.ground.jobs.models import Job

pytestmark = pytest.mark.django_db


@pytest.fixture
def duty(world_once: int, at: datetime) -> Actor:
    """Return the duty officer of the demo world, with the case recorded."""
    return world.actor("duty", at=at)


def _verify(actor: Actor, at: datetime) -> Job:
    job, _is_new = services.ask_job(actor=actor, kind="verify", subject="books", at=at)
    job.refresh_from_db()
    return job


def test_a_proof_says_how_many_rows_it_looked_at_and_keeps_its_line(
    duty: Actor, at: datetime
) -> None:
    rows = journal.size()
    verdict = books.verify()

    job = _verify(duty, at)

    # The job's own row, and the entry that it was asked for, stand in the books too.
    assert (job.state, job.done, job.total, job.bad) == (JobState.DONE, rows + 2, rows + 2, 0)
    line = f"ledger: {verdict.postings} postings, {verdict.accounts} accounts, balanced"
    assert job.result == {"line": line}


@pytest.mark.tampers
def test_every_altered_row_is_counted_and_named(duty: Actor, at: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE places_area SET name_en = 'X' || name_en WHERE level = 'province'")

    job = _verify(duty, at)

    assert (job.state, job.bad) == (JobState.DONE, 25)
    first = "places_area row KH-1: it is not what was recorded"
    assert job.result["line"] == f"ledger: NOT as recorded; first bad row: {first}"
    assert job.result["bad"][0] == {"what": first, "reasons": []}


def test_a_database_that_cannot_be_read_is_a_finding(
    duty: Actor, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    what = "database disk image is malformed"
    with monkeypatch.context() as broken:
        broken.setattr(journal, "pieces", Mock(side_effect=DatabaseError(what)))
        broken.setattr(journal, "size", Mock(side_effect=DatabaseError(what)))
        job = _verify(duty, at)

    assert (job.state, job.bad) == (JobState.DONE, 1)
    assert job.result["line"].endswith(f"the database cannot be read: {what}")


def test_books_out_of_balance_are_a_finding(
    duty: Actor, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    fault = faults.Fault("custody_movement", "3", "its postings add up to +1, not to none")
    with monkeypatch.context() as unbalanced:
        unbalanced.setattr(books, "verify", lambda: books.Verdict(2, 1, fault))

        assert _verify(duty, at).result["line"].endswith(f"first bad row: {fault}")
        assert verification.run() == 1


def test_a_database_in_use_proves_nothing(
    duty: Actor, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    locked = Mock(side_effect=OperationalError("database is locked"))
    with monkeypatch.context() as in_use:
        in_use.setattr(journal, "pieces", locked)

        assert verification.run() == 1
    assert capsys.readouterr().err == "ledger: not proved, ask again: database is locked\n"
