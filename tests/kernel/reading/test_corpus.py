"""Our own corpus: the gold quotes its text, and the reader stays as good on it as it was measured.

The floors lie a little below the measured figures (docs/benchmarks.md). They are for the whole
corpus, the held-out third too, so that a regression is seen wherever it falls.
"""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from bench import scoring
from tools import corpus

from samaki.kernel.reading.contract import claims_as_json
from samaki.kernel.reading.drafts import Document, Kind
from samaki.kernel.reading.languages import LANGUAGES
from samaki.kernel.reading.reader import read

if TYPE_CHECKING:
    from collections.abc import Mapping

PATTERNS = range(1, 27)
# Documents a language has at least, and counts in its gold.
SHARES = {
    "en": (22, 30), "zh": (12, 30), "vi": (8, 30), "id": (8, 30), "th": (7, 30), "km": (8, 30),
    "fr": (15, 30), "ja": (15, 30), "ms": (10, 30), "fil": (10, 30),
}  # fmt: skip
FLOORS = {
    "mention": 0.98,
    "bounds": 0.99,
    "kind": 0.985,
    "nationality": 0.975,
    "sex": 0.985,
    "province": 0.98,
    "date": 0.975,
    "core": 0.95,
    "part": 0.95,
}


@cache
def documents() -> tuple[dict[str, Any], ...]:
    """Return every document of the corpus as it lies in its file."""
    paths = sorted(corpus.CORPUS.glob("*.json"))
    return tuple(json.loads(path.read_text("utf-8")) for path in paths)


@cache
def tallies() -> Mapping[str, scoring.Tally]:
    """Return the score of the reader, read once for all the tests here."""
    return scoring.scores(
        documents(), {document["id"]: claims(document) for document in documents()}
    )


def claims(document: dict[str, Any]) -> list[dict[str, Any]]:
    published = date.fromisoformat(document["published"])
    text = Document(document["id"], document["text"], published, document["language"])
    found: Any = claims_as_json(read(text))["claims"]
    return list(found)


def test_the_corpus_is_what_its_notes_say() -> None:
    assert corpus.main(["--check"]) == 0
    assert len(documents()) == len(list(corpus.documents()))


def test_every_gold_count_quotes_its_own_words() -> None:
    for document in documents():
        text = document["text"]
        for claim in document["gold"]:
            if claim["count_start"] is not None:
                quoted = text[claim["count_start"] : claim["count_end"]]
                assert quoted == claim["count_text"], document["id"]
            assert 0 <= claim["span_start"] < claim["span_end"] <= len(text)


def test_every_gold_claim_is_one_the_contract_knows() -> None:
    for claim in (claim for document in documents() for claim in document["gold"]):
        assert claim["kind"] in set(Kind)
        low, high = claim["count_min"], claim["count_max"]
        assert low is None or high is None or 0 <= low <= high


def test_a_part_of_the_gold_names_a_whole_that_holds_it() -> None:
    for document in documents():
        gold = {claim["id"]: claim for claim in document["gold"]}
        assert len(gold) == len(document["gold"])
        for part in (claim for claim in gold.values() if "part_of" in claim):
            ceiling = gold[part["part_of"]]["count_max"]
            assert part["part_of"] != part["id"]
            assert ceiling is None or part["count_min"] <= ceiling, document["id"]


def test_all_tricky_patterns_are_in_it() -> None:
    shown = {pattern for document in documents() for pattern in document["patterns"]}

    assert shown == set(PATTERNS)


@pytest.mark.parametrize("language", sorted(SHARES))
def test_each_language_has_its_documents_and_counts(language: str) -> None:
    mine = [document for document in documents() if document["language"] == language]
    counts = [c for d in mine for c in d["gold"] if c["count_start"] is not None]

    assert len(mine) >= SHARES[language][0]
    assert len(counts) >= SHARES[language][1]


def test_each_language_that_is_read_is_in_it() -> None:
    assert {document["language"] for document in documents()} == set(LANGUAGES)


def test_every_third_document_is_held_out() -> None:
    for document in documents():
        number = int(document["id"].rpartition("-")[2])
        assert document["held_out"] is (number % 3 == 0)


def test_no_document_is_another_one_again() -> None:
    said = Counter(document["text"] for document in documents())

    assert max(said.values()) == 1


@pytest.mark.parametrize("what", sorted(FLOORS))
def test_the_reader_is_as_good_as_it_was_measured(what: str) -> None:
    tally = tallies()["all"]
    figure = tally.f1(what) if what in ("mention", "part") else tally.share(what)

    assert figure is not None
    assert figure >= FLOORS[what]


@pytest.mark.parametrize("language", sorted(SHARES))
def test_no_language_falls_behind(language: str) -> None:
    figure = tallies()[language].f1("mention")

    assert figure is not None
    assert figure >= 0.90


def test_every_claim_of_the_corpus_keeps_its_evidence() -> None:
    for document in documents():
        published = date.fromisoformat(document["published"])
        reading = read(Document(document["id"], document["text"], published, document["language"]))

        assert reading.rejected == 0, document["id"]
