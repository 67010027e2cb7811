"""Many documents in one text are taken apart, or every reason why not is said at once."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samaki.kernel.reading import batch
from samaki.kernel.reading.batch import BatchError, Piece, pieces_of

_storable = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"))


def _reasons(words: str) -> tuple[str, ...]:
    with pytest.raises(BatchError) as refused:
        pieces_of(words)
    return refused.value.reasons


def test_texts_lie_between_lines_of_dashes() -> None:
    words = "On Friday 91 were found.\r\n---\r\n\r\n-----  \nOn Monday 271 were found.\n"

    assert [piece.text for piece in pieces_of(words)] == [
        "On Friday 91 were found.",
        "On Monday 271 were found.",
    ]


def test_dashes_within_a_line_part_nothing() -> None:
    assert len(pieces_of("Poipet --- 271 were found.\n- one\n-- two")) == 1


def test_a_line_of_json_is_a_document() -> None:
    line = {"id": "x", "text": "271 were found.", "published": "2025-11-18", "outlet": "Gazette"}

    (piece,) = pieces_of(f"\ufeff\n{json.dumps(line)}\n\n")

    assert piece == Piece("271 were found.", outlet="Gazette", published="2025-11-18")
    assert str(piece.published_on) == "2025-11-18"
    assert Piece("x").published_on is None


@given(st.lists(_storable, min_size=1, max_size=5))
def test_what_is_written_a_line_comes_back_to_the_character(texts: list[str]) -> None:
    lines = "\n".join(json.dumps({"text": text}, ensure_ascii=False) for text in texts)

    assert [piece.text for piece in pieces_of(lines)] == texts


def test_every_line_that_is_no_document_is_named_with_its_reason() -> None:
    words = r"""{"text": "fine"}
not json
[1]
{"title": "no words"}
{"text": "x", "published": "18 November"}
{"text": "x", "title": 7}
{"text": "x", "language": "the khmer one"}
{"text": "half \ud800"}
{"text": "x", "published": null}"""

    assert _reasons(words) == (
        "Line 2: it is not JSON. Write one document a line.",
        'Line 3: it is no document. Write {"text": "…"}.',
        'Line 4: the words are missing. Write them as "text": "…".',
        "Line 5: '18 November' is no day. Write published as YYYY-MM-DD.",
        "Line 6: title has to be text.",
        "Line 7: language has to be a code such as en or km.",
        "Line 8: it holds a NUL or half a character. Copy the words again, as plain text.",
    )


def test_nothing_is_no_batch() -> None:
    assert _reasons(" \n---\n ") == (
        "There is no text. Paste documents, or choose a file of them.",
    )


def test_a_text_with_a_nul_is_refused() -> None:
    assert "holds a NUL" in _reasons("271\x00 were found.")[0]


def test_a_batch_has_a_most(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "MOST", 2)

    assert _reasons("a\n---\nb\n---\nc") == (
        "3 documents are given; 2 is the most. Give them in parts.",
    )


def test_a_bottomless_line_is_no_crash() -> None:
    assert _reasons('{"text": ' + "[" * 100_000) == (
        "Line 1: it is not JSON. Write one document a line.",
    )
