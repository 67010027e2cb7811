"""`samaki read --model`: the named server is asked, and what it says is held to its words."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from tests.ground.proposing.server import answering, serving
from tests.installation import Installation

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "In the yard: 12 souls. Police found 30 Thais in Kampot."
SAID = {
    "claims": [
        {"kind": "found", "quote": "In the yard: 12 souls.", "count": "12"},
        {"kind": "found", "quote": "Police found 30 Thais in Kampot.", "count": "31"},
    ]
}


def named(folder: Path, url: str) -> Installation:
    settings = (("SAMAKI_MODEL_URL", url), ("SAMAKI_MODEL_NAME", "small-1"))
    return Installation(folder / "data", settings)


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """Return a report in a file."""
    path = tmp_path / "report.txt"
    path.write_text(TEXT, "utf-8")
    return path


def test_without_the_flag_a_named_model_is_not_asked(tmp_path: Path, report: Path) -> None:
    with serving(answering(json.dumps(SAID))) as (url, asked):
        done = named(tmp_path, url).samaki("read", str(report), "--json")

    assert (done.returncode, asked) == (0, [])
    assert [one["count_min"] for one in json.loads(done.stdout)["claims"]] == [30]


def test_with_it_what_holds_stands_beside_and_what_does_not_is_counted(
    tmp_path: Path, report: Path
) -> None:
    with serving(answering(json.dumps(SAID))) as (url, asked):
        done = named(tmp_path, url).samaki("read", str(report), "--json", "--model")

    assert done.returncode == 0, done.stderr
    assert [said["messages"][1]["content"] for said in asked] == [TEXT]
    found = {one["count_min"]: one["rule"] for one in json.loads(done.stdout)["claims"]}
    assert found[12] == "model:small-1"
    assert "model" not in found[30]
    assert b"1 drafts hold, 1 refused" in done.stderr


def test_documents_a_line_are_asked_about_too(tmp_path: Path) -> None:
    lines = b"".join(json.dumps({"id": key, "text": TEXT}).encode() + b"\n" for key in "ab")
    with serving(answering(json.dumps(SAID))) as (url, asked):
        done = named(tmp_path, url).samaki("read", "--jsonl", "--model", stdin=lines)

    assert done.returncode == 0, done.stderr
    assert len(asked) == 2
    assert all(b"model:small-1" in line for line in done.stdout.splitlines())


def test_with_no_model_named_nothing_is_read_and_the_settings_are_told(
    tmp_path: Path, report: Path
) -> None:
    done = Installation(tmp_path / "data").samaki("read", str(report), "--model")

    assert (done.returncode, done.stdout) == (2, b"")
    assert b"SAMAKI_MODEL_URL" in done.stderr
    assert b"Traceback" not in done.stderr


def test_a_model_that_does_not_answer_leaves_what_the_grammar_read(
    tmp_path: Path, report: Path
) -> None:
    done = named(tmp_path, "http://127.0.0.1:9/v1").samaki("read", str(report), "--json", "--model")

    assert done.returncode == 1
    assert b"is read without the model" in done.stderr
    assert [one["count_min"] for one in json.loads(done.stdout)["claims"]] == [30]


def test_what_a_model_proposed_is_stored_under_its_name(tmp_path: Path, report: Path) -> None:
    with serving(answering(json.dumps(SAID))) as (url, asked):
        samaki = named(tmp_path, url)
        assert samaki.samaki("migrate").returncode == 0
        done = samaki.samaki("read", str(report), "--store", "--model")

    assert done.returncode == 0, done.stderr
    assert b"2 claims wait" in done.stderr
    assert len(asked) == 1, "and it was asked once"
