"""`samaki read` of files of every form and of folders: the bad are named and the rest goes on."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from tests.ground.documents import made
from tests.installation import Installation

if TYPE_CHECKING:
    from pathlib import Path

BAD = {
    "broken.pdf": b"%PDF-1.7 cut off",
    "photo.jpg": b"\xff\xd8\xff\xe0 JFIF",
    "ឯកសារ.docx": b"PK\x03\x04 cut off",
}


@pytest.fixture
def samaki(tmp_path: Path) -> Installation:
    """Return an installation with an empty data folder."""
    return Installation(tmp_path / "data")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder of good files, with bad ones in a folder in it and a hidden one."""
    inner = tmp_path / "inbox" / "inner"
    inner.mkdir(parents=True)
    for name, content in made.HONEST.items():
        (inner.parent / name).write_bytes(content)
    for name, content in BAD.items():
        (inner / name).write_bytes(content)
    (inner.parent / ".hidden").write_bytes(b"\xff\x00")
    return inner.parent


def test_a_folder_is_read_with_the_folders_in_it_and_the_bad_are_named(
    samaki: Installation, folder: Path
) -> None:
    done = samaki.samaki("read", str(folder), "--json")

    read = [json.loads(line) for line in done.stdout.decode().splitlines()]
    assert done.returncode == 1
    assert len(read) == len(made.HONEST) + 1  # the chat has two messages
    for name in made.HONEST:
        assert any(each["id"].startswith(str(folder / name)) for each in read), name
    said = done.stderr.decode()
    assert len(said.splitlines()) == len(BAD)
    assert all(name in said for name in BAD)
    assert not samaki.folder.exists()
    pdf = next(each for each in read if each["id"].endswith("a.pdf"))
    assert (pdf["claims"][0]["count_min"], pdf["claims"][0]["date"]) == (271, None)


def test_the_day_that_a_file_states_dates_its_claims_and_one_given_dates_the_rest(
    samaki: Installation, folder: Path
) -> None:
    files = [str(folder / name) for name in ("a.html", "a.pdf")]

    done = samaki.samaki("read", *files, "--json", "--published", "2024-11-20")

    html, pdf = (json.loads(line)["claims"][0]["date"] for line in done.stdout.splitlines())
    assert (done.returncode, html, pdf) == (0, "2025-11-17", "2024-11-17")


def test_storing_a_folder_twice_adds_nothing_and_a_file_may_come_later(
    samaki: Installation, folder: Path
) -> None:
    samaki.samaki("migrate")
    (folder / "a.pdf").rename(folder.parent / "a.pdf")
    first = samaki.samaki("read", str(folder), "--store", "--json")
    assert first.returncode == 1
    before = _counted(samaki)

    again = samaki.samaki("read", str(folder), "--store", "--json")
    assert _counted(samaki) == before
    assert again.stdout == first.stdout
    samaki.samaki("read", str(folder.parent / "a.pdf"), "--store")

    assert [now - then for now, then in zip(_counted(samaki), before, strict=True)] == [0, 1, 0]
    assert samaki.samaki("verify").returncode == 0


def _counted(samaki: Installation) -> list[int]:
    code = (
        "from samaki.ground.sources.models import Source, SourceFile\n"
        "from samaki.systems.claims.models import Claim\n"
        "print(*(each.objects.count() for each in (Source, SourceFile, Claim)))"
    )
    out, _err = samaki.python(code).communicate()
    return [int(each) for each in out.split()]
