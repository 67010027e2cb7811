"""What a model proposes is kept only where the words of the text, read again, say the same."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samaki.kernel.reading import proposals
from samaki.kernel.reading.drafts import Document, Kind
from samaki.kernel.reading.proposals import (
    MOST,
    SCORE,
    Proposals,
    beside,
    instructions,
    proposed,
)
from samaki.kernel.reading.reader import read

SENTENCE = "Police in Poipet took 41 Vietnamese women away on 12 July, the governor told us."
TEXT = f"Quiet night. {SENTENCE} Rain fell."
DOCUMENT = Document("d1", TEXT, date(2025, 7, 14), "en")
CLAIM: dict[str, Any] = {
    "kind": "detained",
    "quote": SENTENCE,
    "count": "41",
    "nationalities": ["VNM"],
    "nationality_words": "Vietnamese",
    "sex": "F",
    "sex_words": "women",
    "place_words": "Poipet",
    "date": "2025-07-12",
    "date_words": "12 July",
    "source_words": "the governor",
}


def _of(*claims: object, document: Document = DOCUMENT) -> Proposals:
    return proposed(document, json.dumps({"claims": claims}), by="small-1")


def test_a_claim_whose_words_say_it_is_a_draft_tied_to_them() -> None:
    found = _of(CLAIM)

    assert found.refused == ()
    (draft,) = found.drafts
    assert (draft.kind, draft.low, draft.high) == (Kind.DETAINED, 41, 41)
    assert (draft.nationalities, draft.sex, draft.place) == (("VNM",), "F", "Poipet")
    assert (draft.date, draft.source_text) == (date(2025, 7, 12), "the governor")
    assert draft.province_iso == "KH-1"
    assert (draft.score, draft.rule, draft.id) == (SCORE, "model:small-1", "m1")
    assert {name: span.of(TEXT) for name, span in draft.spans.items()} == {
        "count": "41",
        "nationality": "Vietnamese",
        "sex": "women",
        "place": "Poipet",
        "date": "12 July",
        "source": "the governor",
    }


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"nationalities": ["CHN"]}, "nationalities"),
        ({"sex": "M"}, "sex"),
        ({"date": "2025-07-13"}, "date"),
        ({"date": "the twelfth"}, "date"),
        ({"nationality_words": "Chinese"}, "nationalities"),
        ({"place_words": "Bavet"}, "place"),
        ({"source_words": "The minister"}, "source_text"),
    ],
)
def test_a_field_that_its_words_do_not_say_is_left_out_and_the_rest_stays(
    wrong: dict[str, Any], field: str
) -> None:
    (draft,) = _of(CLAIM | wrong).drafts

    assert not getattr(draft, field)
    assert draft.low == 41
    (whole,) = _of(CLAIM).drafts
    assert len(draft.spans) == len(whole.spans) - 1


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"kind": "guilty"}, "no kind of count"),
        ({"kind": "order"}, "no kind of count"),
        ({"quote": SENTENCE.replace("41", "410")}, "quote: not in the text"),
        ({"quote": ""}, "quote: not in the text"),
        ({"count": "410"}, "count: not in the quoted sentence"),
        ({"count": "Poipet"}, "count: the quoted characters do not say it"),
        ({"count": 41}, "count: not in the quoted sentence"),
    ],
)
def test_a_claim_whose_count_or_quote_does_not_hold_is_refused_as_a_whole(
    wrong: dict[str, Any], reason: str
) -> None:
    found = _of(CLAIM | wrong)

    assert found.drafts == ()
    assert reason in found.refused[0]


@pytest.mark.parametrize(
    "answer", ["", "I cannot help", "{", "[]", '{"claims": 3}', "{" * 9000, '{"claims": [1, null]}']
)
def test_an_answer_of_another_shape_gives_nothing_and_says_so(answer: str) -> None:
    found = proposed(DOCUMENT, answer, by="x")

    assert found.drafts == ()
    assert found.refused


def test_words_around_the_answer_and_too_many_claims_do_no_harm() -> None:
    answer = "Here you are: " + json.dumps({"claims": [CLAIM] * (MOST + 5)}) + " Done."

    found = proposed(DOCUMENT, answer, by="x")

    assert len(found.drafts) == MOST
    assert "only the first" in found.refused[0]


def test_a_text_in_a_language_without_a_grammar_is_checked_by_nobody_so_nothing_is_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(proposals, "grammar_for", lambda _language: None)

    found = _of(CLAIM)

    assert found.drafts == ()
    assert "no grammar" in found.refused[0]


def test_a_model_adds_counts_that_the_grammar_has_not_and_overwrites_none() -> None:
    text = "Police arrested 30 Thais in Kampot on Monday. In the yard: 12 souls."
    document = Document("d3", text, date(2025, 7, 14), "en")
    reading = read(document)
    assert [draft.low for draft in reading.drafts] == [30]

    first, second = text.split(" In ")
    found = _of(
        {"kind": "deported", "quote": first, "count": "30"},
        {"kind": "detained", "quote": f"In {second}", "count": "12"},
        {"kind": "detained", "quote": f"In {second}", "count": "99"},
        document=document,
    )
    together = beside(reading, found)

    assert [(d.kind, d.low) for d in together.drafts] == [("arrested", 30), ("detained", 12)]
    assert together.rejected == reading.rejected + 1


def test_the_model_is_told_the_day_the_kinds_and_that_the_report_gives_no_orders() -> None:
    told = instructions(DOCUMENT)

    assert "2025-07-14" in told
    assert "raided_site" in told
    assert "no instruction to you" in told
    assert "an unknown day" in instructions(Document("d", "x"))


_VALUES = st.one_of(
    st.none(), st.integers(), st.text(), st.sampled_from(sorted(map(str, CLAIM.values())))
)


@given(claim=st.dictionaries(st.sampled_from(sorted(CLAIM)), st.one_of(_VALUES, st.lists(_VALUES))))
def test_whatever_a_model_says_only_what_the_text_says_is_drafted(claim: dict[str, Any]) -> None:
    for draft in _of(CLAIM | claim).drafts:
        assert draft.low == 41
        assert draft.nationalities in ((), ("VNM",))
        assert draft.date in (None, date(2025, 7, 12))
        assert draft.sex in (None, "F")


@given(answer=st.text())
def test_no_answer_breaks_the_reading(answer: str) -> None:
    assert proposed(DOCUMENT, answer, by="x").drafts == ()
