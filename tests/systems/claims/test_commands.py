"""`samaki read` and `samaki reconcile` by the letter of their contracts, as separate programs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from tests.installation import Installation

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "On 17 November police in Sihanoukville arrested 63 Vietnamese. ប៉ោយប៉ែត"
KEYS = {
    "kind", "count_min", "count_max", "count_start", "count_end", "span_start", "span_end",
    "nationality", "sex", "province_iso", "place", "date", "since", "agg", "role", "item",
    "source_text", "modality", "score", "rule", "id", "part_of",
}  # fmt: skip


@pytest.fixture
def samaki(tmp_path: Path) -> Installation:
    """Return an installation with an empty data folder and a locale that knows no Khmer."""
    return Installation(tmp_path / "data", (("LC_ALL", "C"), ("PYTHONIOENCODING", "ascii")))


def _document(**more: object) -> dict[str, object]:
    return {"id": "a", "text": TEXT, "published": "2025-11-18", "language": None, **more}


def _problem() -> dict[str, Any]:
    def claim(name: str, low: int | None, high: int | None, **more: object) -> dict[str, object]:
        return {
            "id": name, "lo": low, "hi": high, "provinces": None, "nationalities": None,
            "from": "2025-11-17", "to": "2025-11-17", "relation": None, "of": None, **more,
        }  # fmt: skip

    question = {
        "id": "q", "provinces": None, "nationalities": None,
        "from": "2025-11-17", "to": "2025-11-17",
    }  # fmt: skip
    return {
        "claims": [
            claim("sihanouk", 63, 63, provinces=["KH-18"], nationalities=["VNM"]),
            claim("poipet", 271, 271, provinces=["KH-1"], nationalities=["IDN"]),
        ],
        "questions": [question],
    }


def test_a_line_in_is_a_line_out_with_every_key_and_right_offsets(samaki: Installation) -> None:
    done = samaki.samaki("read", "--jsonl", stdin=json.dumps(_document()).encode() + b"\n")

    assert done.returncode == 0, done.stderr
    (line,) = done.stdout.decode("utf-8").splitlines()
    found = json.loads(line)
    claim = next(c for c in found["claims"] if c["kind"] == "arrested")
    assert set(claim) >= KEYS
    assert TEXT[claim["count_start"] : claim["count_end"]] == "63"
    assert (claim["count_min"], claim["count_max"], claim["nationality"]) == (63, 63, "VNM")
    assert (claim["province_iso"], claim["date"], claim["sex"]) == ("KH-18", "2025-11-17", None)


def test_a_line_that_is_no_document_is_named_and_the_others_are_read(
    samaki: Installation,
) -> None:
    lines = [b"not json", json.dumps(_document()).encode(), b"[]", b'{"id": 1}', b""]
    done = samaki.samaki("read", "--jsonl", stdin=b"\n".join(lines))

    assert done.returncode == 1
    assert len(done.stdout.splitlines()) == 1
    errors = done.stderr.decode()
    for number in (1, 3, 4):
        assert f"line {number} is no document" in errors


def test_bytes_that_are_no_utf8_are_refused_with_what_to_do(
    samaki: Installation, tmp_path: Path
) -> None:
    path = tmp_path / "latin.txt"
    path.write_bytes(b"abc\xe9")

    done = samaki.samaki("read", str(path))

    assert done.returncode == 1
    assert b"is not text in UTF-8 or UTF-16" in done.stderr
    assert samaki.samaki("read", "--jsonl", stdin=b"\xff\n").returncode == 2


def test_a_file_is_read_for_a_person_with_the_words_in_quotes(
    samaki: Installation, tmp_path: Path
) -> None:
    path = tmp_path / "report.txt"
    path.write_text(TEXT, "utf-8")

    done = samaki.samaki("read", str(path), "--published", "2025-11-18")

    words = done.stdout.decode("utf-8")
    assert "arrested 63 · VNM · KH-18 · 2025-11-17" in words
    assert "arrested «63» Vietnamese" in words


def test_reading_stores_nothing_unless_told(samaki: Installation, tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text(TEXT, "utf-8")
    samaki.samaki("read", str(path), "--json")
    assert not (samaki.folder / "samaki.sqlite3").exists()

    refused = samaki.samaki("read", str(path), "--store")
    assert refused.returncode == 2
    assert b"samaki migrate" in refused.stderr

    assert samaki.samaki("migrate").returncode == 0
    done = samaki.samaki("read", str(path), "--store", "--published", "2025-11-18", "--json")
    assert done.returncode == 0, done.stderr
    assert b"is stored as SRC-" in done.stderr
    assert json.loads(done.stdout)["claims"]
    proof = samaki.samaki("verify")
    assert proof.returncode == 0, proof.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("read",),
        ("read", "--jsonl", "file.txt"),
        ("read", "nothing.txt"),
        ("read", "a.txt", "--published", "17.11.2025"),
        ("reconcile", "nothing.json"),
        ("nonsense",),
        (),
    ],
)
def test_what_is_asked_wrongly_ends_with_2_and_a_word(
    samaki: Installation, words: tuple[str, ...]
) -> None:
    done = samaki.samaki(*words, stdin=b"")

    assert done.returncode == 2
    assert done.stderr.strip()
    assert b"Traceback" not in done.stderr


def test_standard_output_carries_the_answer_alone(samaki: Installation, tmp_path: Path) -> None:
    path = tmp_path / "problem.json"
    path.write_text(json.dumps(_problem()), "utf-8")

    done = samaki.samaki("reconcile", str(path), "--json")

    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    (question,) = found["questions"]
    assert (question["id"], question["low"], question["high"]) == ("q", 334, None)
    assert set(question["low_because"]) == {"sihanouk", "poipet"}
    assert found["conflicts"] == []


def test_a_problem_is_answered_for_a_person_too(samaki: Installation) -> None:
    problem = _problem()
    problem["claims"].append({**problem["claims"][0], "id": "other", "lo": 61, "hi": 61})

    done = samaki.samaki("reconcile", "-", stdin=json.dumps(problem).encode())

    words = done.stdout.decode("utf-8")
    assert "at least" in words
    assert "cannot all be true: " in words
    assert "cheapest repair: " in words


def test_a_problem_that_breaks_the_contract_is_refused_with_each_place(
    samaki: Installation,
) -> None:
    problem = _problem()
    problem["claims"][0]["lo"] = "many"
    problem["claims"][1]["from"] = "17 November"

    done = samaki.samaki("reconcile", "-", "--json", stdin=json.dumps(problem).encode())

    assert done.returncode == 2
    assert done.stdout == b""
    assert b"$.claims[0].lo" in done.stderr
    assert b"$.claims[1].from" in done.stderr


def test_help_names_every_command(samaki: Installation) -> None:
    words = samaki.samaki("--help").stdout.decode()

    for command in ("demo", "serve", "work", "read", "reconcile", "verify", "migrate", "user"):
        assert f"\n    {command}" in words


def test_reconcile_says_which_missing_count_would_settle_an_answer(samaki: Installation) -> None:
    def of(name: str, lo: int, hi: int, *provinces: str) -> dict[str, object]:
        days = {"from": "2025-11-14", "to": "2025-11-16", "nationalities": None}
        return {"id": name, "lo": lo, "hi": hi, "provinces": list(provinces), **days}

    asked = {key: value for key, value in of("q", 0, 0, "KH-1", "KH-2").items() if key[0] != "l"}
    asked.pop("hi")
    claims = [of("a", 10, 300, "KH-1"), of("b", 5, 20, "KH-2")]
    problem = {"claims": claims, "questions": [asked]}

    done = samaki.samaki("reconcile", "-", stdin=json.dumps(problem).encode())

    said = done.stdout.decode()
    assert "would settle q: how many of KH-1 (10 to 300 as it stands)" in said
    assert "would then be 15 wide at most" in said


def test_reconcile_names_the_ways_out_of_a_conflict(samaki: Installation) -> None:
    def of(name: str, low: int, *provinces: str) -> dict[str, object]:
        where = list(provinces) or None
        days = {"from": "2025-11-14", "to": "2025-11-16", "nationalities": ["IDN"]}
        return {"id": name, "lo": low, "hi": low, "provinces": where, **days}

    problem = {"claims": [of("town", 280, "KH-1"), of("all", 271)], "questions": []}

    done = samaki.samaki("reconcile", "-", stdin=json.dumps(problem).encode())

    said = done.stdout.decode()
    assert "way out of all, town: all counts 271 to 280, 9 further" in said
    assert "way out of all, town: town is set aside" in said


def test_an_order_is_read_clause_by_clause(samaki: Installation, tmp_path: Path) -> None:
    text = "1. Governors must report by 30 November 2025.\n2. អ Banks must not pay."
    order = tmp_path / "order.txt"
    order.write_text(text, "utf-8")

    told = samaki.samaki("read", "--clauses", str(order)).stdout.decode("utf-8")
    line = json.dumps({"id": "o", "text": text, "published": "2025-11-15", "language": "en"})
    done = samaki.samaki("read", "--clauses", "--jsonl", stdin=line.encode() + b"\n")

    assert "deadline: by 30 November 2025" in told
    assert "what follows: not said" in told
    first, second = json.loads(done.stdout)["clauses"]
    assert first["addressees"][0]["class"] == "governor"
    assert (first["deadline"]["day"], second["deadline"]) == ("2025-11-30", None)
    assert text[first["duty_start"] : first["duty_end"]] == first["duty"]
    assert (second["is_prohibition"], second["consequence_start"]) == (True, None)


def test_the_clauses_of_an_order_are_stored_by_nobody_but_a_person(samaki: Installation) -> None:
    done = samaki.samaki("read", "--clauses", "--store", "-", stdin=b"Governors must report.")

    assert done.returncode == 2
    assert b"a person confirms the clauses" in done.stderr
