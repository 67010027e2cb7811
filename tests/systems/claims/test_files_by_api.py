"""Files over the API: sent once for their key, and what came of them read again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from samaki.ground.access.models import Account
from samaki.ground.jobs.models import Job
from samaki.ground.sources.models import Source

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.django_db
FILES = {"a.txt": b"Police found 63 Thais in Kampot.", "b.pdf": b"%PDF-1.7 cut off"}


@pytest.fixture
def duty(ground_once: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Client:
    """Log the duty officer in; files wait in a folder of the test."""
    monkeypatch.setattr(settings, "DATA_DIR", tmp_path)
    client = Client()
    client.force_login(Account.objects.get(username="duty"))
    return client


def _send(client: Client, files: dict[str, bytes], key: str = "key-0001") -> Any:
    sent = [SimpleUploadedFile(name, content) for name, content in files.items()]
    body = {"kind": "official", "published_on": "2025-11-17", "files": sent}
    return client.post("/api/claims/files", body, headers={"Idempotency-Key": key})


def test_files_are_sent_and_what_came_of_them_is_read(duty: Client) -> None:
    made = _send(duty, FILES)

    assert made.status_code == 201
    read = duty.get(f"/api/claims/readings/{made.json()['ref']}").json()
    source = Source.objects.get()
    assert (read["state"], read["done"], read["total"]) == ("done", 2, 2)
    assert (read["filed"], read["known"], read["bad"]) == (1, 0, 1)
    assert read["listed"][0]["what"] == "b.pdf"
    assert "b.pdf cannot be opened" in read["listed"][0]["reasons"][0]
    assert read["sources"] == [source.ref]
    assert (source.kind, str(source.published_on)) == ("official", "2025-11-17")


def test_files_sent_again_with_their_key_are_taken_in_once(duty: Client) -> None:
    first, again = _send(duty, FILES), _send(duty, FILES)

    assert again.json() == first.json()
    assert again.headers["Idempotency-Replayed"] == "true"
    assert Job.objects.count() == 1


@pytest.mark.parametrize("changed", ["a.txt", "b.pdf"])
def test_a_key_that_was_used_for_other_files_is_refused_whichever_differs(
    duty: Client, changed: str
) -> None:
    _send(duty, FILES)

    answer = _send(duty, {**FILES, changed: b"Police found 64 Thais."})

    assert answer.status_code == 422
    assert [each["code"] for each in answer.json()["reasons"]] == ["other_body"]


def test_a_reading_that_is_none_is_not_found(duty: Client) -> None:
    assert duty.get("/api/claims/readings/JOB-NONE").status_code == 404
