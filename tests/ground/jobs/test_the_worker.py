"""A worker that is killed loses nothing: real processes on a real SQLite file."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.ready import Ready

SOURCES = Path(__file__).resolve().parents[3] / "src"
DOCUMENTS = 100
LONGEST_WAIT = 600  # seconds: a busy machine is slow, and no fault of the worker
PREPARE = """
import django, sys
django.setup()
from django.utils import timezone
from samaki.systems.claims.services import ask_reading
from samaki.web import world
duty = world.actor("duty", at=timezone.now())
print(ask_reading(actor=duty, words=sys.stdin.read(), at=timezone.now())[0].ref)
"""


class Installation:
    """A data folder of its own, the programs run on it, and a look into its file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = {
            **{k: v for k, v in os.environ.items() if k != "DATABASE_URL"},
            "DJANGO_SETTINGS_MODULE": "samaki.web.settings",
            "PYTHONPATH": str(SOURCES),
            "SAMAKI_DATA_DIR": str(folder),
        }

    def run(self, *arguments: str, words: str = "") -> subprocess.CompletedProcess[str]:
        """Run a program to its end."""
        return subprocess.run(
            [sys.executable, *arguments],
            env=self.environment,
            input=words,
            capture_output=True,
            text=True,
            check=False,
            timeout=LONGEST_WAIT,
        )

    def samaki(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a command of Samaki to its end."""
        return self.run("-m", "samaki.web.cli", *arguments)

    @contextmanager
    def worker(self, *arguments: str) -> Iterator[subprocess.Popen[str]]:
        """Start a worker; it is killed if the test leaves it behind."""
        command = [sys.executable, "-m", "samaki.web.cli", "work", *arguments]
        with subprocess.Popen(
            command, env=self.environment, stderr=subprocess.PIPE, text=True
        ) as started:
            try:
                yield started
            finally:
                started.kill()

    def ask(self, question: str) -> tuple[object, ...]:
        """Return the first row of an answer."""
        with closing(sqlite3.connect(self.folder / "samaki.sqlite3", timeout=20)) as found:
            return tuple(found.execute(question).fetchone())

    def wait_until_done(self, at_least: int) -> None:
        """Wait until so many documents are read."""
        end = time.monotonic() + LONGEST_WAIT
        while time.monotonic() < end:
            if self.ask("SELECT done FROM jobs_job")[0] >= at_least:  # type: ignore[operator]
                return
            time.sleep(0.01)
        pytest.fail(f"the worker did not read {at_least} documents")


@pytest.fixture
def installation(ready: Ready, tmp_path: Path) -> Installation:
    """Return an installation with one job asked for: to read so many documents."""
    found = Installation(ready.copy(tmp_path / "data", "lay_ground").folder)
    lines = (
        json.dumps({"text": f"Police found {100 + n} Indonesians in Poipet. " * 4, "title": str(n)})
        for n in range(DOCUMENTS)
    )
    prepared = found.run("-c", PREPARE, words="\n".join(lines))
    assert prepared.stdout.startswith("JOB-"), prepared.stderr
    return found


def test_after_kill_9_every_document_is_read_and_none_twice(installation: Installation) -> None:
    with installation.worker() as worker:
        installation.wait_until_done(5)
        worker.send_signal(signal.SIGKILL)
        worker.wait()
    state, done = installation.ask("SELECT state, done FROM jobs_job")
    queued = installation.ask("SELECT status FROM django_tasks_database_dbtaskresult")
    assert (state, queued) == ("running", ("RUNNING",))
    assert 5 <= int(str(done)) < DOCUMENTS
    assert installation.ask("SELECT count(*) FROM sources_source") == (done,)

    again = installation.samaki("work", "--exit-when-idle")

    assert again.returncode == 0, again.stderr
    assert installation.ask("SELECT state, done, total, bad, attempt FROM jobs_job") == (
        "done",
        DOCUMENTS,
        DOCUMENTS,
        0,
        2,
    )
    assert installation.ask(
        "SELECT count(*), count(DISTINCT title), (SELECT result FROM jobs_job) FROM sources_source"
    ) == (DOCUMENTS, DOCUMENTS, json.dumps({"filed": DOCUMENTS}))
    filed = "SELECT count(*) FROM journal_entry WHERE kind = 'claims:source:file'"
    assert installation.ask(filed) == (DOCUMENTS,)
    assert installation.samaki("verify").stdout.startswith("ledger: ")


def test_told_to_stop_the_worker_ends_after_the_document_at_hand(
    installation: Installation,
) -> None:
    with installation.worker() as worker:
        installation.wait_until_done(3)
        worker.terminate()
        assert worker.wait(timeout=LONGEST_WAIT) == 0

    state, done, cut_off = installation.ask("SELECT state, done, cut_off FROM jobs_job")
    assert (state, cut_off) == ("waiting", 0)
    assert 3 <= int(str(done)) < DOCUMENTS

    assert installation.samaki("work", "--exit-when-idle").returncode == 0
    assert installation.ask("SELECT state, done FROM jobs_job") == ("done", DOCUMENTS)


def test_a_second_worker_is_refused_and_the_first_goes_on(installation: Installation) -> None:
    with installation.worker():
        installation.wait_until_done(1)
        second = installation.samaki("work", "--exit-when-idle")
        installation.wait_until_done(DOCUMENTS)

    assert second.returncode == 1
    assert second.stderr.startswith("Another worker is at work for this data folder.")
    assert installation.ask("SELECT attempt FROM jobs_job") == (1,)


def test_a_worker_ends_with_the_server_beside_which_it_was_started(
    installation: Installation,
) -> None:
    serves = (
        "import os, subprocess, sys\n"
        "subprocess.run([sys.executable, '-m', 'samaki.web.cli', 'work',"
        " '--beside', str(os.getpid())])\n"
    )
    with subprocess.Popen([sys.executable, "-c", serves], env=installation.environment) as server:
        installation.wait_until_done(2)
        server.kill()

    with closing(sqlite3.connect(installation.folder / "worker.lock", timeout=30)) as lock:
        lock.execute("BEGIN EXCLUSIVE")  # waits until the worker has let go

    state, done = installation.ask("SELECT state, done FROM jobs_job")
    assert state == "waiting"
    assert int(str(done)) < DOCUMENTS


def test_others_write_while_the_worker_works(installation: Installation) -> None:
    longest = 0.0
    with (
        installation.worker(),
        closing(
            sqlite3.connect(
                installation.folder / "samaki.sqlite3", timeout=20, isolation_level=None
            )
        ) as other,
    ):
        installation.wait_until_done(1)
        while installation.ask("SELECT state FROM jobs_job") == ("running",):
            begun = time.monotonic()
            other.execute("BEGIN IMMEDIATE")
            other.execute("COMMIT")
            longest = max(longest, time.monotonic() - begun)
            time.sleep(0.01)

    assert installation.ask("SELECT state, done FROM jobs_job") == ("done", DOCUMENTS)
    assert longest < 2
