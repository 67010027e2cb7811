"""Whatever the text: the reader answers, says the same twice, and quotes what it claims."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samaki.kernel.reading.check import reasons_against
from samaki.kernel.reading.drafts import Document
from samaki.kernel.reading.languages import LANGUAGES, grammar_for
from samaki.kernel.reading.normalise import fold
from samaki.kernel.reading.reader import read

if TYPE_CHECKING:
    from samaki.kernel.reading.drafts import ClaimDraft

PUBLISHED = date(2025, 11, 18)
SCRIPTS = ("en", "zh", "km")
PIECES = {
    "en": [
        "police", "arrested", "were deported", "rescued", "seized", "63", "1,000", "at least 12",
        "more than 270", "dozens of", "no", "a", "between 30 and 40", "Vietnamese", "from China",
        "women", "suspects", "phones", "sites", "in Poipet", "in Kampot", "on Monday", "same day",
        "on 17 November", "since 14 July", "said the governor", "of whom", "including", "mostly",
        "the rest", "each of four", "70 percent of the", "from 103", "revised to", ",", ":", "(",
        ")", "and", ";", ".", "\n", "must", "order", "bringing to", "ministry", "total",
    ],
    "zh": [
        "警方", "抓获", "被遣返", "解救", "缴获", "63名", "1700多人", "至少12名", "逾1000",
        "数百名", "两名", "300至350名", "越南人", "中國籍", "女性", "嫌疑人", "手机", "窝点",
        "在波贝", "西港",
        "11月17日", "同日", "周三", "自6月27日", "发言人表示", "其中", "包括", "绝大多数", "其余",
        "、", "，", "（", "）", "和", "。", "\n", "必须", "指令", "内政部", "共", "约",
        "第2处", "3万",
    ],
    "km": [
        "នគរបាល", "ចាប់ខ្លួន", "ត្រូវបានបណ្តេញចេញ", "សង្គ្រោះ", "រឹបអូស", "៦៣នាក់", "ជាង ១០០០នាក់",
        "យ៉ាងតិច", "ដប់ពីរនាក់", "ម្នាក់", "ជនជាតិ", "វៀតណាម", "ចិន", "ស្ត្រី", "ជនសង្ស័យ", "ទូរស័ព្ទ",
        "ទីតាំង", "នៅក្រុងប៉ោយប៉ែត", "ស្រុកអូរជ្រៅ", "ថ្ងៃទី១៧ ខែវិច្ឆិកា", "ថ្ងៃដដែល", "ក្នុងនោះ",
        "និង", " ", "។", "៖", "\n", "ត្រូវ", "បទបញ្ជា", "ក្រសួង", "ប្រមាណ", "ភាគច្រើន",
    ],
}  # fmt: skip


def _texts(language: str) -> st.SearchStrategy[str]:
    """Return texts of the language's own words in any order, broken by anything."""
    glue = " " if language == "en" else ""
    words = st.one_of(st.sampled_from(PIECES[language]), st.text(max_size=3))
    return st.lists(words, max_size=40).map(glue.join)


def _unquoted(draft: ClaimDraft, document: Document) -> list[str]:
    return [
        name
        for name, span in {**draft.spans, "quote": draft.quote}.items()
        if not 0 <= span.start < span.end <= len(document.text)
    ]


@pytest.mark.parametrize("language", SCRIPTS)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_every_filled_field_is_quoted_and_reads_the_same_again(
    language: str, data: st.DataObject
) -> None:
    document = Document("d", data.draw(_texts(language)), PUBLISHED, language)
    grammar = grammar_for(language)
    assert grammar is not None

    for draft in read(document).drafts:
        assert _unquoted(draft, document) == []
        assert reasons_against(draft, document, grammar) == ()
        assert set(draft.spans) >= {
            name
            for name, value in (
                ("nationality", draft.nationalities),
                ("sex", draft.sex),
                ("place", draft.place),
                ("source", draft.source_text),
                ("date", draft.date),
                ("since", draft.since),
            )
            if value
        }


@pytest.mark.parametrize("language", SCRIPTS)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_a_text_is_read_the_same_way_twice(language: str, data: st.DataObject) -> None:
    document = Document("d", data.draw(_texts(language)), PUBLISHED, language)

    assert read(document) == read(document)


@settings(max_examples=150, deadline=None)
@given(
    text=st.text(max_size=300),
    language=st.sampled_from((*LANGUAGES, "xx", None)),
    published=st.one_of(st.none(), st.dates()),
)
def test_no_text_stops_the_reader(text: str, language: str | None, published: date | None) -> None:
    reading = read(Document("d", text, published, language))

    assert reading.document.text == text


@pytest.mark.parametrize("language", SCRIPTS)
@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_a_part_names_a_whole_that_was_drafted(language: str, data: st.DataObject) -> None:
    drafts = read(Document("d", data.draw(_texts(language)), PUBLISHED, language)).drafts
    names = [draft.id for draft in drafts]

    assert len(set(names)) == len(names)
    assert all(draft.part_of != draft.id for draft in drafts)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Police arrested 63 Vietnamese and 12 Thais in Poipet on 17 November. "),
        ("zh", "11月17日，警方在西港抓获63名越南人。"),
        ("km", "នៅក្រុងប៉ោយប៉ែត ជនជាតិថៃ ១២នាក់ ត្រូវបានរកឃើញ។"),
    ],
)
def test_a_long_document_is_read_to_its_end(language: str, sentence: str) -> None:
    text = sentence * (200_000 // len(sentence.encode()))

    drafts = read(Document("d", text, PUBLISHED, language)).drafts

    assert drafts[-1].quote.end >= len(text) - len(sentence)


@pytest.mark.parametrize(
    "text",
    ["1" * 5000, "a " * 5000, "," * 5000, "ក" * 5000, "人" * 5000, "(" * 5000, "1,\n" * 3000],
)
def test_a_text_without_sense_gives_no_claims(text: str) -> None:
    for language in SCRIPTS:
        assert read(Document("d", text, PUBLISHED, language)).drafts == ()


@given(text=st.text(max_size=200))
def test_the_fold_knows_where_each_sign_came_from(text: str) -> None:
    folded = fold(text)

    assert len(folded.text) == len(folded.lower) == len(folded.starts) == len(folded.ends)
    assert all(
        0 <= start < end <= len(text) for start, end in zip(folded.starts, folded.ends, strict=True)
    )


@pytest.mark.parametrize(
    ("language", "stretch"),
    [
        ("en", "police arrested 63 Vietnamese and 12 Thais in Poipet, "),
        ("zh", "警方在西港抓获63名越南人、12名泰国人，"),
        ("km", "នគរបាលបានចាប់ខ្លួនជនជាតិថៃ ១២នាក់ "),
    ],
)
def test_a_sentence_without_an_end_is_read_too(language: str, stretch: str) -> None:
    text = stretch * (50_000 // len(stretch.encode()))

    drafts = read(Document("d", text, PUBLISHED, language)).drafts

    assert drafts[-1].quote.end >= len(text) - len(stretch)
