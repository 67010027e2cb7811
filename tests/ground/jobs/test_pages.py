"""The pages of jobs: who may open them, and what an officer reads there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.ground.jobs.test_services import WORKER

from samaki.ground.access.models import Account
from samaki.ground.jobs import forms, registry, running, services
from samaki.ground.jobs.models import Job
from samaki.ground.jobs.rules import Reached

if TYPE_CHECKING:
    from datetime import datetime
    from unittest.mock import Mock

    from samaki.ground.access.actors import Actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(duty: Actor, at: datetime, monkeypatch: pytest.MonkeyPatch) -> Job:
    """Return a job that no worker has taken up."""
    monkeypatch.setattr("samaki.ground.jobs.services.tasks.carry_out", _Nobody)
    return services.ask_job(actor=duty, kind="verify", subject="books", at=at)[0]


class _Nobody:
    @staticmethod
    def enqueue(ref: str) -> None:
        """Leave the job where it is."""


def _client(username: str) -> Client:
    client = Client()
    client.force_login(Account.objects.get(username=username))
    return client


def _page(username: str, path: str, **headers: str) -> str:
    return _client(username).get(path, headers=headers).content.decode()


@pytest.mark.parametrize("username", ["duty", "command", "intake"])
def test_each_role_opens_what_its_table_says(username: str, waiting: Job) -> None:
    client = _client(username)
    expected = 200 if username == "duty" else 403

    assert client.get("/jobs/").status_code == expected
    assert client.get(f"/jobs/{waiting.ref}/").status_code == expected
    asked = client.post("/jobs/ask/verify/").status_code
    assert asked == (302 if username == "duty" else 403)


def test_a_visitor_is_asked_to_log_in_and_learns_nothing(waiting: Job, settings: Mock) -> None:
    settings.LOGIN_URL = "/log-in/"
    for path in ("/jobs/", f"/jobs/{waiting.ref}/", "/jobs/ask/verify/"):
        assert Client().get(path).headers["Location"].startswith("/log-in/")


def test_asking_from_the_page_shows_the_job_and_asking_again_the_same_one(waiting: Job) -> None:
    client = _client("duty")

    first = client.post("/jobs/ask/verify/")

    assert first.headers["Location"] == f"/jobs/{waiting.ref}/"
    assert Job.objects.count() == 1
    assert client.get("/jobs/ask/verify/").headers["Location"] == "/jobs/"
    assert client.post("/jobs/ask/nothing/").status_code == 404
    assert client.get("/jobs/JOB-XXXX/").status_code == 404


def test_verifying_from_the_page_keeps_its_line(duty: Actor) -> None:
    client = _client("duty")

    answer = client.post("/jobs/ask/verify/", follow=True).content.decode()

    assert "ledger: 0 postings, 7 accounts, balanced" in answer
    assert "hx-trigger" not in answer
    assert "Verify the books" in _page("duty", "/jobs/")


def test_a_running_job_says_how_far_it_is_and_that_one_may_leave(
    waiting: Job, at: datetime
) -> None:
    running.start_job(actor=WORKER, ref=waiting.ref, at=at)
    run = running.Run(waiting.ref, 1)
    reached = Reached(done=1200, total=3000, bad=2)
    running.report_progress(actor=WORKER, run=run, reached=reached, result={}, at=at)

    whole = _page("duty", f"/jobs/{waiting.ref}/")

    assert "1,200 of 3,000 done, 2 bad so far" in whole
    assert '<progress aria-labelledby="h-standing" max="3000" value="1200">' in whole
    assert "You may leave this page" in whole
    assert "Look again" in whole
    assert "Asked by duty, 18 November 2025, 06:00" in whole
    assert 'hx-trigger="every 2s"' in whole
    assert "1,200 of 3,000" in _page("duty", "/jobs/")


def test_htmx_gets_the_same_part_alone_and_stops_asking_when_the_job_has_ended(
    waiting: Job, at: datetime
) -> None:
    path = f"/jobs/{waiting.ref}/"
    part = _page("duty", path, HX_Request="true")
    assert part.startswith('<section class="panel" id="standing"')
    assert part.strip() in _page("duty", path)

    running.start_job(actor=WORKER, ref=waiting.ref, at=at)
    running.end_job(actor=WORKER, run=running.Run(waiting.ref, 1), result={"line": "x"}, at=at)

    assert "hx-get" not in _page("duty", path, HX_Request="true")


def test_a_failed_job_says_what_happened_and_what_to_do(waiting: Job, at: datetime) -> None:
    running.start_job(actor=WORKER, ref=waiting.ref, at=at)
    running.fail_job(
        actor=WORKER, run=running.Run(waiting.ref, 1), error="The drive is full.", at=at
    )

    page = _page("duty", f"/jobs/{waiting.ref}/")

    assert "The drive is full." in page
    assert "It stopped after 0 of 0. What was done stands." in page
    assert "Ask for it again" in page
    assert waiting.ref in page


def test_without_jobs_the_page_says_so(duty: Actor) -> None:
    assert "No work was asked for yet." in _page("duty", "/jobs/")


def test_a_job_of_a_kind_that_is_gone_still_has_its_page(
    waiting: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(registry.works(), "verify")

    assert "<h1>verify" in _page("duty", f"/jobs/{waiting.ref}/")


def test_documents_are_pasted_or_chosen_as_a_file_and_then_read(duty: Actor) -> None:
    client = _client("duty")
    assert "/jobs/ask/read_sources/" in _page("duty", "/jobs/")
    assert "line of three dashes" in _page("duty", "/jobs/ask/read_sources/")

    pasted = client.post(
        "/jobs/ask/read_sources/",
        {"text": "271 were found in Poipet.\n---\n91 were found in Bavet."},
        follow=True,
    )
    lines = SimpleUploadedFile("day.jsonl", '\ufeff{"text": "7 were found."}\n'.encode())
    chosen = client.post("/jobs/ask/read_sources/", {"text": "", "file": lines}, follow=True)

    assert "2 of 2 done, 0 bad so far" in pasted.content.decode()
    assert "1 of 1 done, 0 bad so far" in chosen.content.decode()


@pytest.mark.parametrize(
    ("text", "file", "reason"),
    [
        ("", b"", "There is no text."),
        ("x", b"y", "Give one of the two."),
        ("", b"\xff\xfe", "The file is not text in UTF-8."),
        ("", b"x" * 2000, "Give it in parts."),
        ('{"text": 7}', b"", "Line 1: the words are missing."),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_reason_and_nothing_is_asked(
    duty: Actor, text: str, file: bytes, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forms, "LARGEST", 1000)
    given = {"text": text, **({"file": SimpleUploadedFile("x", file)} if file else {})}

    page = _client("duty").post("/jobs/ask/read_sources/", given).content.decode()

    assert "Nothing was asked for. Mend this first:" in page
    assert reason in page
    assert not Job.objects.exists()
