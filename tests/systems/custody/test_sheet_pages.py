"""The pages and the API of sheets: sent, reviewed, posted, mended; a name is read by who may."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.systems.custody.bare import Page
from tests.systems.custody.sheets import HEADINGS, sheet

from samaki.ground.access.models import Account as LogIn
from samaki.ground.access.rules import Permission
from samaki.ground.jobs.models import Job
from samaki.ground.jobs.registry import works
from samaki.ground.people.models import Particulars, Person
from samaki.ground.people.services import protect_person
from samaki.ground.sheets.reading import read
from samaki.systems.custody.models import Account, IntakeSheet
from samaki.systems.custody.queries.accounts import total
from samaki.systems.custody.queries.books import Moments
from samaki.web import world

if TYPE_CHECKING:
    from datetime import datetime

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(ground_once: int, at: datetime) -> str:
    """Lay the world up to the count of 271 at Poipet; return the account's reference."""
    world.raid_poipet(at=at)
    world.count_poipet(at=at)
    return str(Account.objects.get(unit="police-poipet", kind="station").ref)


def _rows(*numbers: int, nationality: str = "IDN") -> list[list[str]]:
    return [[str(n), f"Person {n:03}", nationality, "M", "adult", f"X{n:05}"] for n in numbers]


def _as(username: str) -> Client:
    client = Client()
    client.force_login(LogIn.objects.get(username=username))
    return client


def _text(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def _send(client: Client, account: str, content: bytes, **said: str) -> Any:
    path = reverse("custody:send_sheet", args=[account])
    form = {"kind": "persons", "happened_at": "2025-11-18T05:00", "legal_basis": ""} | said
    file = SimpleUploadedFile("list.csv", content)
    return client.post(path, {**form, "file": file}, follow=True)


def test_a_sheet_is_sent_reviewed_and_posted_and_what_is_bad_comes_back(
    account: str, at: datetime
) -> None:
    intake = _as("intake")
    before = total(world.actor("intake", at=at), Moments(at, at)).everyone
    path = reverse("custody:send_sheet", args=[account])
    assert path in Page(intake.get(reverse("custody:account", args=[account]))).links

    review = _send(intake, account, sheet([*_rows(1, 2, 3), *_rows(4, nationality="Atlantis")]))

    made = IntakeSheet.objects.get()
    assert review.redirect_chain[-1][0] == reverse("custody:sheet", args=[made.ref])
    text = _text(review)
    assert "Atlantis" in text
    assert "This is no nationality that is known" in text
    assert "Person 002" in text
    assert "Post the 3 good rows" in text
    assert Person.objects.count() == 0

    done = _text(intake.post(reverse("custody:sheet", args=[made.ref]), {"post": "1"}, follow=True))
    assert "Person 002" not in done
    assert Person.objects.count() == 3
    assert total(world.actor("intake", at=at), Moments(at, at)).everyone == before

    back = intake.get(reverse("custody:to_mend", args=[made.ref]))
    rows = list(csv.reader(io.StringIO(back.content.decode("utf-8-sig"))))
    assert rows[0] == [*HEADINGS, "What to mend"]
    assert rows[1][:6] == _rows(4, nationality="Atlantis")[0]
    rows[1][2] = "IDN"
    again = _send(intake, account, sheet(rows[1:], headings=rows[0]))
    assert "Post the 1 good row" in _text(again)


def test_a_file_that_is_no_sheet_is_refused_on_the_form(account: str) -> None:
    answer = _send(_as("intake"), account, b"\xff\xd8\xff\xe0")

    assert answer.status_code == 422
    assert "list.csv is not text in UTF-8 or UTF-16" in _text(answer)
    assert IntakeSheet.objects.count() == 0


def test_without_a_file_every_field_says_what_it_lacks(account: str) -> None:
    answer = _as("intake").post(reverse("custody:send_sheet", args=[account]), {})

    text = _text(answer)
    assert answer.status_code == 422
    assert "Choose the file that holds the rows." in text
    assert "Say what the rows are." in text


def test_counts_are_sent_by_a_command_that_may_not_name_anybody(account: str) -> None:
    command = _as("command")
    content = sheet([["VNM", "F", "adult", "9"]], headings=["Nationality", "Sex", "Age", "Count"])

    missing = _send(command, account, content, kind="heads")
    assert "The legal basis is missing" in _text(missing)
    review = _send(command, account, content, kind="heads", legal_basis="Found at the site")
    assert "Vietnam, women, adults" in _text(review)
    made = IntakeSheet.objects.get()
    command.post(reverse("custody:sheet", args=[made.ref]), {"post": "1"})

    made.refresh_from_db()
    assert made.state == "posted"
    assert _send(command, account, sheet(_rows(1))).status_code == 422
    mended = sheet([["VNM", "F", "adult", "11"]], headings=["Nationality", "Sex", "Age", "Count"])
    review = _send(command, account, mended, kind="heads", legal_basis="Found at the site")
    assert "9 of these were posted from a sheet for this moment before, IN-" in _text(review)
    other = {"kind": "heads", "legal_basis": "Found", "happened_at": "2025-11-17T05:00"}
    assert "the moment said then is kept" in _text(_send(command, account, content, **other))


def test_who_may_not_name_reads_no_sheet_of_persons(account: str) -> None:
    _send(_as("intake"), account, sheet(_rows(1)))
    ref = IntakeSheet.objects.get().ref

    command = _as("command")
    text = _text(command.get(reverse("custody:sheet", args=[ref])))
    assert "Name hidden from your role" in text
    assert "Person 001" not in text
    assert 'name="post"' not in text
    assert command.get(reverse("custody:to_mend", args=[ref])).status_code == 302


def test_whoever_looks_as_another_sees_no_value_of_a_sheet(account: str) -> None:
    _send(_as("intake"), account, sheet([*_rows(1), *_rows(2, nationality="Atlantis")]))
    ref = IntakeSheet.objects.get().ref
    manager = _as("manager")
    intake = LogIn.objects.get(username="intake")
    manager.post(reverse("access:view_as", args=[intake.pk]))

    answer = manager.get(reverse("custody:sheet", args=[ref]))

    text = _text(answer)
    assert answer.status_code == 200
    assert "hidden from your role" in text
    assert "Person 00" not in text
    assert "Atlantis" not in text
    assert manager.get(reverse("custody:to_mend", args=[ref])).status_code == 302


def test_a_protected_person_is_known_without_a_reference(account: str, at: datetime) -> None:
    intake = _as("intake")
    _send(intake, account, sheet(_rows(1)))
    first = IntakeSheet.objects.get()
    intake.post(reverse("custody:sheet", args=[first.ref]), {"post": "1"})
    person = Particulars.objects.get().person.ref
    protect_person(actor=world.actor("screener", at=at), person=person, at=at)

    again = _text(_send(intake, account, sheet(_rows(1))))

    assert "Row 2 is already in the books." in again
    assert person not in again


def test_posting_a_sheet_twice_or_closing_what_is_closed_is_said(account: str) -> None:
    intake = _as("intake")
    _send(intake, account, sheet(_rows(1)))
    path = reverse("custody:sheet", args=[IntakeSheet.objects.get().ref])
    intake.post(path, {"post": "1"})

    assert "cannot be done any more" in _text(intake.post(path, {"post": "2"}))
    intake.post(path, {"close": "1"})
    assert "cannot be done any more" in _text(intake.post(path, {"close": "2"}))


@pytest.mark.parametrize("name", ["persons-km.xlsx", "persons-en.csv", "heads-km.csv"])
def test_an_empty_sheet_is_one_that_is_read(account: str, name: str) -> None:
    intake = _as("intake")
    path = reverse("custody:empty_sheet", args=[name])
    assert path in Page(intake.get(reverse("custody:send_sheet", args=[account]))).links

    answer = intake.get(path)

    assert name in answer.headers["Content-Disposition"]
    assert len(read(name, answer.content).rows) == 1
    assert intake.get(reverse("custody:empty_sheet", args=["persons-xx.csv"])).status_code == 404


def test_progress_is_a_part_of_the_page(account: str) -> None:
    intake = _as("intake")
    _send(intake, account, sheet(_rows(1)))
    path = reverse("custody:sheet", args=[IntakeSheet.objects.get().ref])

    part = intake.get(path, headers={"HX-Request": "true"})

    assert "<html" not in part.content.decode()
    assert 'id="standing"' in part.content.decode()


def test_the_job_is_asked_for_by_who_may_name_and_not_on_the_page_of_jobs(
    account: str, at: datetime
) -> None:
    assert works()["name_by_sheet"].permission is Permission.CUSTODY_IDENTIFY
    duty = _as("duty")
    assert duty.post(reverse("jobs:ask", args=["name_by_sheet"])).status_code == 404
    _send(_as("intake"), account, sheet(_rows(1)))
    ref = IntakeSheet.objects.get().ref
    _as("intake").post(reverse("custody:sheet", args=[ref]), {"post": "1"})

    job = Job.objects.get(kind="name_by_sheet")
    assert (job.state, job.done, job.total, job.subject) == ("done", 1, 1, ref)
    assert "Person" not in str(job.result)


def _over_the_api(client: Client, path: str, form: dict[str, object], key: str = "") -> Any:
    headers = {"Idempotency-Key": key or uuid4().hex}
    return client.post(f"/api/custody{path}", form, headers=headers)


def _form(content: bytes) -> dict[str, object]:
    return {
        "unit": "police-poipet",
        "kind": "persons",
        "happened_at": "2025-11-18T05:00:00+07:00",
        "file": SimpleUploadedFile("list.csv", content),
    }


def test_a_program_sends_a_sheet_reads_what_to_mend_and_posts_the_rest(account: str) -> None:
    intake = _as("intake")
    content = sheet([*_rows(1, 2), *_rows(3, nationality="Atlantis")])

    made = _over_the_api(intake, "/sheets", _form(content), key="sheet-0001")
    again = _over_the_api(intake, "/sheets", _form(content), key="sheet-0001")
    other = _over_the_api(intake, "/sheets", _form(content + b"\n"), key="sheet-0001")

    assert (made.status_code, again.json()) == (201, made.json()), made.content
    assert again.headers["Idempotency-Replayed"] == "true"
    assert other.json()["reasons"][0]["code"] == "other_body"
    assert IntakeSheet.objects.count() == 1
    said = intake.get(f"/api/custody/sheets/{made.json()['ref']}").json()
    assert (said["good"], said["bad"], said["state"]) == (2, 1, "staged")
    assert said["faults"][0] | {"text": ""} == {
        "row": 4,
        "column": "Nationality",
        "value": "Atlantis",
        "code": "row_nationality",
        "text": "",
    }

    posted = _over_the_api(intake, f"/sheets/{made.json()['ref']}/posting", {})
    assert posted.status_code == 201, posted.content
    said = intake.get(f"/api/custody/sheets/{made.json()['ref']}").json()
    assert (said["posted"], said["bad"], said["state"]) == (2, 1, "posted")
    closed = _over_the_api(intake, f"/sheets/{made.json()['ref']}/closing", {})
    assert closed.status_code == 201
