"""Whatever bytes come, a reader gives texts that can be stored or a refusal, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.ground.documents import made

from samaki.ground.documents import reading, rules
from samaki.ground.documents.rules import FileFaultError
from samaki.ground.sources.rules import digest

# Forms whose content is known again after a change; the others are told apart by their name.
NAMES = st.sampled_from(
    ["a", "a.txt", "a.html", "a.pdf", "a.docx", "a.xlsx", "a.csv", "a.eml", "a.json", "a.jsonl"]
)
HEADS = st.sampled_from(
    [
        b"",
        b"%PDF-1.7\n",
        b"PK\x03\x04",
        b"<html>",
        b"MIME-Version: 1.0\nFrom: a\n",
        b'{"messages":[',
    ]
)

TAGS = st.sampled_from(
    [
        *(
            "<p>",
            "</p>",
            "<table><tr><td>",
            "63 &amp; ",
            "<b>",
            "<script>",
            "<div hidden>",
            "</div>",
        ),
        *("<!--", "-->", "<![CDATA[", "]]>", "<svg>", "<br>", "\x00", "<html>", "<body>", "<?x ?>"),
        *("<p style='display:none'>", "&#x0;", "&#xD800;", "<frameset>"),
    ]
)
WORDS_TAGS = st.sampled_from(
    [
        *("<w:p>", "</w:p>", "<w:r>", "</w:r>", "<w:t>63</w:t>", "<w:tbl>", "</w:tbl>", "<w:tr>"),
        *("</w:tr>", "<w:tc>", "</w:tc>", "<w:del/>", "<w:br/>", "&x;"),
    ]
)


def _holds(file: str, content: bytes) -> None:
    try:
        taken = reading.read(file, content)
    except FileFaultError as refused:
        assert refused.reasons  # noqa: PT017 - one of the two
        assert all(file in each.text for each in refused.reasons)  # noqa: PT017 - as above
        return
    assert taken.texts
    assert len({each.place for each in taken.texts}) == len(taken.texts)
    assert sum(len(each.text) for each in taken.texts) <= rules.MOST_CHARACTERS
    for each in taken.texts:
        assert each.text.strip()
        assert "\x00" not in each.text + each.title + each.outlet
        (each.text + each.title + each.outlet + each.place).encode("utf-8")
        assert digest(each.text)


@settings(deadline=None, max_examples=300)
@given(NAMES, HEADS, st.binary(max_size=400))
@example("a.html", b"", b"<html>\x00</html>")
@example("a.eml", b"MIME-Version: 1.0\nFrom: a\n", b"Content-Type: multipart/mixed\n\n")
def test_random_bytes_are_read_or_refused(file: str, head: bytes, content: bytes) -> None:
    _holds(file, head + content)


@settings(deadline=None, max_examples=300)
@given(NAMES, st.text(max_size=300))
def test_random_text_is_read_or_refused(file: str, text: str) -> None:
    _holds(file, text.encode("utf-8", "surrogatepass"))


@pytest.mark.parametrize("name", made.HONEST)
@settings(deadline=None, max_examples=60)
@given(data=st.data())
def test_a_good_file_with_some_bytes_changed_is_read_or_refused(
    name: str, data: st.DataObject
) -> None:
    content = bytearray(made.HONEST[name])
    places = st.integers(0, len(content) - 1)
    for place, value in data.draw(st.lists(st.tuples(places, st.integers(0, 255)), max_size=8)):
        content[place] = value
    start, length = data.draw(places), data.draw(st.integers(0, 60))
    del content[start : start + length]
    again = data.draw(places)
    _holds(name, bytes(content[:again] + content[again // 2 :]))


@settings(deadline=None, max_examples=150)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=20),
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(
                st.sampled_from(
                    ["messages", "chats", "list", "type", "text", "id", "date", "name"]
                ),
                inner,
                max_size=5,
            )
        ),
        max_leaves=30,
    )
)
def test_any_json_is_an_export_or_refused(said: object) -> None:
    _holds("result.json", made.telegram(said))


@settings(deadline=None, max_examples=150)
@given(st.lists(TAGS, max_size=40))
def test_any_heap_of_tags_is_read_or_refused(tags: list[str]) -> None:
    _holds("a.html", "".join(tags).encode())


@settings(deadline=None, max_examples=150)
@given(st.lists(WORDS_TAGS, max_size=30))
def test_any_heap_of_words_xml_is_read_or_refused(tags: list[str]) -> None:
    _holds("a.docx", made.docx("".join(tags) or "<w:p/>"))
