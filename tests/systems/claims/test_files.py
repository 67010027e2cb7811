"""Files are read in the background: a bad one is named, the rest goes on, none counts twice."""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.test import Client
from django_tasks import task_backends
from tests.ground.documents import made

from samaki.ground.access import queries as access
from samaki.ground.access.actors import NOBODY, PermissionRefusedError
from samaki.ground.access.models import Account
from samaki.ground.documents import rules as limits
from samaki.ground.documents import staging
from samaki.ground.documents.door import Reader
from samaki.ground.documents.staging import Upload
from samaki.ground.jobs import tasks as jobs
from samaki.ground.jobs.models import Job
from samaki.ground.jobs.rules import JobState
from samaki.ground.journal import queries as journal
from samaki.ground.sources.models import Source, SourceFile
from samaki.ground.sources.rules import SourceKind
from samaki.systems.claims import rules, services
from samaki.systems.claims.models import Claim
from samaki.web import world

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from samaki.ground.access.actors import Actor
    from samaki.ground.documents.rules import Taken

pytestmark = pytest.mark.django_db
PRESS = services.Said(SourceKind.PRESS)
MIXED = {
    "a.html": made.HTML,
    "broken.pdf": b"%PDF-1.7 cut off",
    "chat.json": made.telegram(),
    "m.eml": made.mail("Police detained 7 Thais.", ("photo.png", b"\x89PNG")),
    "empty.txt": b"",
}


@pytest.fixture
def duty(ground_once: int, at: datetime) -> Actor:
    """Return the duty officer of the demo world."""
    return world.actor("duty", at=at)


@pytest.fixture(autouse=True)
def uploads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let files wait in a folder of the test."""
    monkeypatch.setattr(settings, "DATA_DIR", tmp_path)
    return tmp_path / "uploads"


def _uploads(files: dict[str, bytes]) -> list[Upload]:
    return [Upload(name, len(content), [content]) for name, content in files.items()]


def _read(actor: Actor, files: dict[str, bytes], at: datetime, said: services.Said = PRESS) -> Job:
    job, _is_new = services.ask_files(actor=actor, uploads=_uploads(files), said=said, at=at)
    job.refresh_from_db()
    return job


def _bad(job: Job) -> dict[str, str]:
    """Return the bad files with what is wrong, in English."""
    return {
        each["what"]: " ".join(
            reason if isinstance(reason, str) else reason["wording"] % reason["values"]
            for reason in each["reasons"]
        )
        for each in job.result["bad"]
    }


def test_files_are_read_and_the_bad_are_named_while_the_rest_goes_on(
    duty: Actor, at: datetime, uploads: Path
) -> None:
    job = _read(duty, MIXED, at)

    assert (job.state, job.done, job.total, job.bad) == (JobState.DONE, 6, 6, 3)
    assert job.result["filed"] == 4
    bad = _bad(job)
    assert bad["broken.pdf"].startswith("broken.pdf cannot be opened")
    assert bad["empty.txt"] == "empty.txt is empty. Choose the file that holds the words."
    assert bad["m.eml"].startswith("m.eml › photo.png is a picture")
    assert set(Source.objects.values_list("filed_by", flat=True)) == {duty.key}
    assert Claim.objects.filter(low=271, source__outlet="Gazette").exists()
    assert list(uploads.iterdir()) == []


def test_what_is_kept_of_a_file_is_its_words_its_name_and_the_digest_of_its_bytes(
    duty: Actor, at: datetime
) -> None:
    _read(duty, MIXED, at)

    kept = SourceFile.objects.get(name="a.html")
    assert len(kept.sha256) == 64
    assert kept.sha256 == hashlib.sha256(made.HTML).hexdigest()
    assert str(kept.source.published_on) == "2025-11-18"
    places = set(SourceFile.objects.filter(name="chat.json").values_list("place", flat=True))
    assert places == {"chat 1700 message 2", "chat 1700 message 3"}


def test_the_same_file_again_adds_nothing_whatever_it_is_called(duty: Actor, at: datetime) -> None:
    _read(duty, MIXED, at)
    before = (Source.objects.count(), SourceFile.objects.count(), Claim.objects.count())

    again = _read(duty, {"other.html": made.HTML, "two.html": made.HTML}, at)

    assert (again.result["known"], again.result.get("filed")) == (2, None)
    assert (Source.objects.count(), SourceFile.objects.count(), Claim.objects.count()) == before


def test_a_file_that_a_newer_reader_reads_in_other_words_is_known_all_the_same(
    duty: Actor, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    _read(duty, {"a.txt": b"Police found 63 Thais."}, at)
    reader = Reader.read

    def reads_otherwise(self: Reader, file: str, content: bytes) -> Taken:
        taken = reader(self, file, content)
        return limits.Taken(tuple(limits.Extract(f"{each.text}!") for each in taken.texts))

    monkeypatch.setattr(Reader, "read", reads_otherwise)

    assert _read(duty, {"b.txt": b"Police found 63 Thais."}, at).result == {
        "known": 1,
        "place": [1, 0, False],
    }
    assert Source.objects.count() == 1


def test_another_file_with_the_same_words_is_noted_beside_them(duty: Actor, at: datetime) -> None:
    _read(duty, {"a.txt": b"Police found 63 Thais."}, at)
    _read(duty, {"b.txt": b"Police found 63 Thais.\r\n"[:-2] + b""}, at)
    _read(duty, {"c.txt": b"\xef\xbb\xbfPolice found 63 Thais."}, at)

    source = Source.objects.get()
    assert list(source.files.values_list("name", flat=True)) == ["a.txt", "c.txt"]
    assert Claim.objects.filter(source=source).count() == 1


def test_what_a_file_states_goes_before_what_is_said_of_all(duty: Actor, at: datetime) -> None:
    said = services.Said(SourceKind.OFFICIAL, "en", at.date().replace(day=16))
    files = {
        "a.html": made.HTML,
        "b.txt": b"Police found 63 Thais.",
        "c.jsonl": b'{"text": "Police found 5 Thais.", "kind": "hearsay"}\n'
        b'{"text": "Found 6.", "kind": "gossip"}',
    }

    job = _read(duty, files, at, said)

    assert str(Source.objects.get(title="A raid").published_on) == "2025-11-18"
    plain = Source.objects.get(text="Police found 63 Thais.")
    assert (str(plain.published_on), plain.kind, plain.language) == ("2025-11-16", "official", "en")
    assert Source.objects.get(text="Police found 5 Thais.").kind == "hearsay"
    assert "'gossip' is not a valid SourceKind" in _bad(job)["c.jsonl, document 2"]


def test_a_text_that_cannot_be_filed_is_named_with_its_place(duty: Actor, at: datetime) -> None:
    chat = {
        "messages": [
            {"id": 1, "type": "message", "text": "Found 3 Thais.", "date": "2999-01-01T00:00:00"}
        ]
    }

    bad = _bad(_read(duty, {"chat.json": made.telegram(chat)}, at))

    assert "yet to come" in bad["chat.json, chat  message 1"]


def test_a_file_that_is_too_large_is_named_and_never_kept(
    duty: Actor, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "LARGEST", 30)

    job = _read(duty, {"large.txt": b"x" * 31, "b.txt": b"Police found 63 Thais."}, at)

    assert "large.txt has more than" in _bad(job)["large.txt"]
    assert job.result["filed"] == 1


def test_reading_that_was_cut_off_goes_on_where_it_was(
    duty: Actor, at: datetime, monkeypatch: pytest.MonkeyPatch, uploads: Path
) -> None:
    def refuse(*_args: object, **_more: object) -> None:
        """Queue nothing: the worker is not there."""

    with monkeypatch.context() as patch:
        patch.setattr(type(task_backends["default"]), "enqueue", refuse)
        job = _read(duty, MIXED, at)
    filing = services.file_reading
    done: list[str] = []

    class Killed(BaseException):
        """What a signal does to a process."""

    def killed_at_the_third(**given: object) -> Source:
        done.append("")
        if len(done) == 3:
            raise Killed
        return filing(**given)  # type: ignore[arg-type]

    monkeypatch.setattr(services, "file_reading", killed_at_the_third)
    with pytest.raises(Killed):
        jobs.carry_out.func(job.ref)
    job.refresh_from_db()
    # a.html, broken.pdf and the first message stand; the second message does not.
    assert (job.state, job.done, Source.objects.count()) == (JobState.RUNNING, 3, 2)
    assert len(list(uploads.iterdir())) == 1

    _put_back(job)
    jobs.carry_out.func(job.ref)

    job.refresh_from_db()
    assert (job.state, job.done, job.bad) == (JobState.DONE, 6, 3)
    assert (job.result["filed"], Source.objects.count()) == (4, 4)
    assert job.result.get("known") is None
    assert list(uploads.iterdir()) == []


def _put_back(job: Job) -> None:
    from samaki.ground.access.actors import machine  # noqa: PLC0415 - for this helper alone
    from samaki.ground.access.rules import Machine  # noqa: PLC0415 - as above
    from samaki.ground.jobs.services import put_back_orphans  # noqa: PLC0415 - as above

    assert put_back_orphans(actor=machine(Machine.WORKER), at=job.asked_at) == 1


def test_the_same_files_are_not_asked_for_twice_at_a_time(
    duty: Actor, at: datetime, monkeypatch: pytest.MonkeyPatch, uploads: Path
) -> None:
    monkeypatch.setattr(type(task_backends["default"]), "enqueue", lambda *_a, **_m: None)
    first, is_new = services.ask_files(actor=duty, uploads=_uploads(MIXED), said=PRESS, at=at)
    again, is_new_again = services.ask_files(actor=duty, uploads=_uploads(MIXED), said=PRESS, at=at)

    assert (again, is_new, is_new_again) == (first, True, False)
    assert len(list(uploads.iterdir())) == 1


def test_files_that_nobody_reads_any_more_are_swept_after_a_day(
    duty: Actor, at: datetime, uploads: Path
) -> None:
    folder, _files = staging.stage(_uploads(MIXED))
    young, _files = staging.stage(_uploads(MIXED))
    long_ago = at.timestamp() - 2 * 86_400
    os.utime(uploads / folder, (long_ago, long_ago))

    _read(duty, {"b.txt": b"Police found 63 Thais."}, at)

    assert [each.name for each in uploads.iterdir()] == [young]


def test_a_file_that_is_gone_or_was_changed_is_said_to_be(
    duty: Actor, at: datetime, monkeypatch: pytest.MonkeyPatch, uploads: Path
) -> None:
    monkeypatch.setattr(type(task_backends["default"]), "enqueue", lambda *_a, **_m: None)
    job = _read(duty, {"a.txt": b"Found 3.", "b.txt": b"Found 4."}, at)
    (folder,) = uploads.iterdir()
    (folder / "0").unlink()
    (folder / "1").write_bytes(b"Found 999.")

    jobs.carry_out.func(job.ref)

    job.refresh_from_db()
    assert set(_bad(job).values()) == {
        "a.txt is no longer here. Send it again.",
        "b.txt is no longer here. Send it again.",
    }


def test_files_that_were_cut_off_on_their_way_leave_nothing(duty: Actor, at: datetime) -> None:
    def pieces() -> Iterator[bytes]:
        yield b"Police"
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        services.ask_files(actor=duty, uploads=[Upload("a.txt", 9, pieces())], said=PRESS, at=at)

    assert list((settings.DATA_DIR / "uploads").iterdir()) == []
    assert not Job.objects.exists()


def test_a_name_of_a_file_leads_nowhere(duty: Actor, at: datetime, uploads: Path) -> None:
    job = _read(duty, {"../../../escaped.txt": b"Police found 63 Thais."}, at)

    assert job.result["filed"] == 1
    assert not list(uploads.parent.parent.glob("escaped*"))


def test_a_permission_withdrawn_meanwhile_ends_the_reading_and_drops_the_files(
    duty: Actor, at: datetime, monkeypatch: pytest.MonkeyPatch, uploads: Path
) -> None:
    monkeypatch.setattr(access, "actor_behind", lambda *_a, **_m: NOBODY)

    job = _read(duty, MIXED, at)

    assert (job.state, job.done) == (JobState.FAILED, 0)
    assert list(uploads.iterdir()) == []


def test_who_may_not_file_sends_no_files(at: datetime, duty: Actor, uploads: Path) -> None:
    with pytest.raises(PermissionRefusedError):
        services.ask_files(
            actor=world.actor("intake", at=at), uploads=_uploads(MIXED), said=PRESS, at=at
        )

    assert not uploads.exists()


@pytest.mark.parametrize(
    ("sizes", "codes"),
    [
        ([], {"no_files"}),
        ([1] * (rules.MOST_FILES + 1), {"many_files"}),
        ([rules.MOST_BYTES, 1], {"much"}),
        ([0], set()),
    ],
)
def test_files_are_taken_in_up_to_a_bound(sizes: list[int], codes: set[str]) -> None:
    assert {each.code for each in rules.reasons_against_files(sizes)} == codes


@pytest.fixture
def browser(duty: Actor) -> Client:
    """Return a browser in which the duty officer is logged in."""
    client = Client()
    client.force_login(Account.objects.get(username="duty"))
    return client


def _send(browser: Client, files: dict[str, bytes]) -> object:
    sent = [
        staging_file for name, content in files.items() for staging_file in [_simple(name, content)]
    ]
    return browser.post(
        "/claims/files/", {"files-chosen": sent, "files-kind": "press"}, follow=True
    )


def _simple(name: str, content: bytes) -> object:
    from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: PLC0415 - here alone

    return SimpleUploadedFile(name, content)


def test_many_files_are_sent_by_the_page_and_it_says_what_came_of_them(browser: Client) -> None:
    page = _send(browser, MIXED).content.decode()  # type: ignore[attr-defined]

    assert "broken.pdf cannot be opened" in page
    assert "empty.txt is empty" in page
    assert "A raid" in page
    assert "5 files were sent" in page
    shown = browser.get(f"/claims/sources/{Source.objects.get(title='A raid').ref}/")
    assert "From the file a.html" in shown.content.decode()


def test_what_was_bad_is_said_in_the_readers_language(browser: Client) -> None:
    _send(browser, {"empty.txt": b""})
    browser.cookies["django_language"] = "km"

    page = browser.get(f"/claims/readings/{Job.objects.get().ref}/").content.decode()

    assert "empty.txt" in page
    assert "Choose the file" not in page


def test_sources_by_the_hundred_take_several_pages_those_to_read_first(browser: Client) -> None:
    lines = [
        b'{"text": "Police found 63 Thais."}',
        *(b'{"text": "Day %d."}' % n for n in range(100)),
    ]
    _send(browser, {"a.jsonl": b"\n".join(lines)})

    first, second = (browser.get(f"/claims/?page={n}").content.decode() for n in (1, 2))

    assert first.count("<tr>") == 101  # with the headings
    assert first.index("63 Thais") < first.index("Day 99.")
    assert second.count("<tr>") == 2
    assert "Page 1 of 2" in first


def test_no_file_is_refused_by_the_page_and_nothing_is_written(browser: Client) -> None:
    before = journal.length()

    answer = browser.post("/claims/files/", {"files-kind": "press"})

    assert answer.status_code == 422
    assert "No file is given" in answer.content.decode()
    assert journal.length() == before
    assert not Job.objects.exists()


def test_the_part_that_moves_is_asked_for_alone_and_a_reading_that_is_none_is_not_found(
    browser: Client,
) -> None:
    _send(browser, {"b.txt": b"Police found 63 Thais."})
    address = f"/claims/readings/{Job.objects.get().ref}/"

    part = browser.get(address, headers={"HX-Request": "true"})

    assert part.content.decode().lstrip().startswith("<section")
    assert part.headers["HX-Refresh"] == "true"
    assert browser.get("/claims/readings/JOB-NONE/").status_code == 404
