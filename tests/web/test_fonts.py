"""The fonts that pages are served with: every letter the product itself says is in them."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import pytest
from fontTools.ttLib import TTFont
from tools import messages

from samaki.web import fonts

if TYPE_CHECKING:
    from pathlib import Path

WITHOUT_A_SHAPE = {"Cc", "Cf", "Zs"}


@pytest.fixture(scope="module")
def covered(tmp_path_factory: pytest.TempPathFactory) -> set[int]:
    """Return every character the served fonts have a shape for."""
    folder: Path = tmp_path_factory.mktemp("fonts")
    found: set[int] = set()
    for cut in fonts.CUTS:
        fonts.make(cut, folder / cut.name)
        with TTFont(folder / cut.name) as font:
            found |= font.getBestCmap().keys()
    return found


def test_every_letter_of_every_message_has_a_shape(covered: set[int]) -> None:
    said = "".join(
        part
        for message in messages.stored()
        for words in (message.id, message.string)
        for part in (words if isinstance(words, list | tuple) else [str(words)])
    )

    missing = {
        character
        for character in set(said)
        if ord(character) not in covered and unicodedata.category(character) not in WITHOUT_A_SHAPE
    }
    assert missing == set()


def test_a_vietnamese_name_and_a_khmer_one_have_every_shape(covered: set[int]) -> None:
    assert {ord(c) for c in "Nguyễn Văn Đức សុខ ធារ៉ា"} <= covered


def test_the_fonts_of_a_page_weigh_less_than_a_photograph(tmp_path: Path) -> None:
    for cut in fonts.CUTS:
        fonts.make(cut, tmp_path / cut.name)

    assert sum(path.stat().st_size for path in tmp_path.iterdir()) < 250_000
