"""Any mixture of the words we know, in every language: the reader ends, and quotes what it says.

The pieces are a language's own vocabulary, as its grammar holds it, with numbers, days, places and
marks between, and pieces cut out of our corpus: so that the mixtures reach the last stages.
"""

from __future__ import annotations

import json
import re
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tools import corpus

from samaki.kernel.reading.check import reasons_against
from samaki.kernel.reading.contract import claims_as_json
from samaki.kernel.reading.drafts import Document
from samaki.kernel.reading.languages import LANGUAGES, grammar_for
from samaki.kernel.reading.reader import read

if TYPE_CHECKING:
    from samaki.kernel.reading.grammar import Grammar

PUBLISHED = date(2025, 11, 18)
PLACES = ("Poipet", "Kampot", "Bavet", "西港", "ពោធិ៍សាត់", "ปอยเปต", "バベット", "Jakarta")
MARKS = (",", ".", ":", ";", "(", ")", "\n", "、", "。", "។", "៖", "“", "”", " - ", "%", "/")
FIGURES = (
    "0",
    "1",
    "7",
    "12",
    "63",
    "1,000",
    "2.780",
    "2 270",
    "300-350",
    "១៤",
    "๔๗",
    "2568",
    "17/11",
)
_PLAIN = re.compile(r"[\w' -]+")
_NOT_BLANK = re.compile(r"\S+")


def _vocabulary(grammar: Grammar) -> list[str]:
    words = [*grammar.numbers.units, *grammar.numbers.scales, *grammar.dates.months]
    words += [*grammar.dates.weekdays, *grammar.dates.relative]
    words += [phrase for phrases in grammar.phrases.values() for phrase in phrases]
    patterns = [trigger.pattern for trigger in grammar.triggers]
    patterns += [grammar.joins, grammar.inclusion, grammar.remainder, grammar.most, grammar.each]
    patterns += [
        grammar.cumulative,
        grammar.corrected,
        grammar.planned,
        grammar.order,
        grammar.duty,
    ]
    patterns += [source for source, _ in grammar.dates.shifts]
    return words + [word for source in patterns for word in source.split("|") if _is_plain(word)]


def _is_plain(word: str) -> bool:
    return bool(word.strip() and _PLAIN.fullmatch(word))


@cache
def _pieces(language: str) -> tuple[list[str], list[str]]:
    """Return the vocabulary of a language, and pieces cut out of our texts in it."""
    grammar = grammar_for(language)
    assert grammar is not None
    paths = sorted(corpus.CORPUS.glob(f"{language}-*.json"))
    texts = [json.loads(path.read_text("utf-8"))["text"] for path in paths]
    cut = [
        text[at : at + 18].strip() if not grammar.spaced else " ".join(words[at : at + 3])
        for text in texts
        for words in (_NOT_BLANK.findall(text),)
        for at in range(0, len(text) if not grammar.spaced else len(words), 9)
    ]
    return sorted(set(_vocabulary(grammar))), sorted({piece for piece in cut if piece})


def _texts(language: str) -> st.SearchStrategy[str]:
    words, cut = _pieces(language)
    grammar = grammar_for(language)
    glue = " " if grammar and grammar.spaced else ""
    piece = st.one_of(
        st.sampled_from(words),
        st.sampled_from(cut),
        st.sampled_from(FIGURES),
        st.sampled_from(MARKS),
        st.sampled_from(PLACES),
        st.text(max_size=2),
    )
    return st.lists(piece, max_size=45).map(glue.join)


@pytest.mark.parametrize("language", LANGUAGES)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_every_mixture_of_known_words_is_read_and_quoted(
    language: str, data: st.DataObject
) -> None:
    document = Document("d", data.draw(_texts(language)), PUBLISHED, language)
    grammar = grammar_for(language)
    assert grammar is not None

    reading = read(document)

    for draft in reading.drafts:
        assert reasons_against(draft, document, grammar) == ()
    assert json.loads(json.dumps(claims_as_json(reading)))["id"] == "d"


@pytest.mark.parametrize("language", LANGUAGES)
@settings(max_examples=30, deadline=None)
@given(data=st.data(), other=st.sampled_from(LANGUAGES))
def test_a_text_of_one_language_read_as_another_ends_too(
    language: str, data: st.DataObject, other: str
) -> None:
    reading = read(Document("d", data.draw(_texts(language)), PUBLISHED, other))

    names = {draft.id for draft in reading.drafts}
    assert len(names) == len(reading.drafts)


@pytest.mark.parametrize("language", LANGUAGES)
@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_no_count_is_part_of_itself_however_the_words_fall(
    language: str, data: st.DataObject
) -> None:
    drafts = read(Document("d", data.draw(_texts(language)), PUBLISHED, language)).drafts
    whole = {draft.id: draft.part_of for draft in drafts}

    for name, above in whole.items():
        seen, at = {name}, above
        while at in whole:
            assert at not in seen, "a circle of parts"
            seen.add(at)
            at = whole[at]
