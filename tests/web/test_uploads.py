"""Files that come by the thousand take one file on the disk, and each is read as it was sent."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpRequest

FILES = {f"{n}.txt": str(n).encode() * (n * 700) for n in range(300)}


@pytest.fixture
def request_of_many() -> Iterator[HttpRequest]:
    """Send the files in one form, more than are kept in memory; close it after the test."""
    body = {"files": [SimpleUploadedFile(name, content) for name, content in FILES.items()]}
    request = RequestFactory().post("/", body)
    assert sum(map(len, FILES.values())) > settings.FILE_UPLOAD_MAX_MEMORY_SIZE
    yield request
    request.close()


def _open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def test_each_file_is_what_was_sent_however_it_is_read(request_of_many: HttpRequest) -> None:
    sent = {file.name: file for file in request_of_many.FILES.getlist("files")}

    assert set(sent) == set(FILES)
    for name, content in FILES.items():
        file = sent[name]
        assert file.size == len(content)
        assert b"".join(file.chunks()) == content
        assert b"".join(file.chunks(1000)) == content
        file.seek(3)
        assert file.read(4) == content[3:7]
        file.seek(-min(2, len(content)), os.SEEK_END)
        assert file.read() == content[-2:]


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="the system does not list them")
def test_they_take_one_open_file_and_none_once_they_are_closed(
    request_of_many: HttpRequest,
) -> None:
    before = _open_files()

    assert len(request_of_many.FILES.getlist("files")) == len(FILES)
    assert _open_files() == before + 1
    request_of_many.close()
    assert _open_files() == before
