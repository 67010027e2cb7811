"""The pages of retention: who may see what, who sets a time, and the second look."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from tests.ground.retention.kept import DUTY, INTAKE, breaks

from samaki.ground.access.models import Account
from samaki.ground.jobs.models import Job
from samaki.ground.people.models import Particulars
from samaki.ground.people.services import register_person
from samaki.ground.retention.models import Retention
from samaki.ground.retention.rules import NOTICE
from samaki.ground.retention.services import set_retention

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world_once")]

TIMES, SHRED = "/retention/", "/retention/shred/"
SET = {"kind": "person", "days": "400", "why": "Sub-decree 12 of 1 March"}


def _log_in(username: str) -> Client:
    client = Client()
    client.force_login(Account.objects.get(username=username))
    return client


def _words(client: Client, path: str = TIMES) -> str:
    page = str(client.get(path).content.decode())
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


@pytest.fixture
def old() -> str:
    """Somebody registered five hundred days ago whom nothing ties to the books."""
    at = timezone.now() - timedelta(days=500)
    return register_person(actor=INTAKE, stated_name="Quillmarth", paper="ZQ1", at=at).ref


def _set_a_week_ago() -> None:
    at = timezone.now() - NOTICE
    set_retention(actor=DUTY, kind="person", days=400, why=SET["why"], at=at)


def test_the_national_command_sets_a_time_and_it_stands_with_author_and_reason(old: str) -> None:
    duty = _log_in("duty")
    assert "none: nothing is shredded" in _words(duty)

    assert duty.post(TIMES, SET).headers["Location"] == TIMES

    made = Retention.objects.get()
    assert (made.kind, made.days, made.why) == ("person", 400, SET["why"])
    words = _words(duty)
    assert "Sub-decree 12 of 1 March duty," in words
    assert "holds from" in words
    assert "Shred what is due" not in words, "nobody shreds at once what they decided alone"
    assert "Quillmarth" not in words
    assert old not in words


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"days": "0"}, "is no time to keep anything"),
        ({"days": "99999"}, "longer than anybody can mean"),
        ({"days": ""}, "there is none to take back"),
        ({"why": " "}, "No source and reason is given"),
        ({"kind": "postings"}, "Choose which values."),
        ({"days": "soon"}, "is not a whole number"),
    ],
)
def test_a_time_that_cannot_be_set_is_refused_on_the_page(
    said: dict[str, str], reason: str
) -> None:
    answer = _log_in("duty").post(TIMES, {**SET, **said})

    assert answer.status_code == 200
    assert reason in answer.content.decode()
    assert not Retention.objects.exists()


def test_khmer_digits_are_days_too() -> None:
    _log_in("duty").post(TIMES, {**SET, "days": "៣៦៥"})

    assert Retention.objects.get().days == 365


def test_whoever_watches_sees_it_and_sets_nothing() -> None:
    watcher = _log_in("oversight")
    page = watcher.get(TIMES).content.decode()

    assert "The national command sets a time" in page
    assert "Set this time" not in page
    assert watcher.post(TIMES, SET).status_code == 403
    assert watcher.get(SHRED).status_code == 403
    assert not Retention.objects.exists()


@pytest.mark.parametrize("username", ["intake", "screener", "immigration", "border", "manager"])
def test_nobody_else_sees_it(username: str) -> None:
    assert _log_in(username).get(TIMES).status_code == 403
    assert _log_in(username).get(SHRED).status_code == 403


def test_the_journal_leads_there_for_who_may_see_it() -> None:
    assert f'href="{TIMES}"' in _log_in("oversight").get("/journal/").content.decode()


def test_nothing_is_shredded_without_a_second_look(old: str) -> None:
    duty = _log_in("duty")
    assert "Nothing is due." in _words(duty, SHRED)
    _set_a_week_ago()

    words = _words(duty, SHRED)
    refused = duty.post(SHRED, {})

    assert "1 row is due" in words
    assert "Say that you have looked at these numbers." in refused.content.decode()
    assert not Job.objects.filter(kind="shred").exists()
    assert Particulars.objects.filter(person__ref=old).exists()


def test_after_the_second_look_the_job_shreds_what_is_due_and_nobody_else(old: str) -> None:
    others = Particulars.objects.exclude(person__ref=old).count()
    duty = _log_in("duty")
    _set_a_week_ago()

    answer = duty.post(SHRED, {"is_sure": "on"})

    job = Job.objects.get(kind="shred")
    assert answer.headers["Location"] == f"/jobs/{job.ref}/"
    assert (job.state, job.done, job.asked_by.startswith("account:")) == ("done", 1, True)
    assert Particulars.objects.count() == others
    assert not Particulars.objects.filter(person__ref=old).exists()
    assert "1 duty ·" in _words(duty)
    assert "Personal values shredded" in _words(duty, "/journal/")
    assert breaks() == []
