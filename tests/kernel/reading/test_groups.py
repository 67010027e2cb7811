"""Whose part a count is, and of which nationality, where the words stand elsewhere."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from samaki.kernel.reading import reader
from samaki.kernel.reading.drafts import Document

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.kernel.reading.conftest import Reads, Row

FRENCH = "À Kep, 60 personnes ont été arrêtées : 35 Chinois et 25 Thaïlandais. "
LISTED = "On 3 May police in Kep detained 60 people: 35 Chinese and 25 Thais. "
# A text, its language; the low bound of a count, and of its whole, and its nationality.
PARTS = [
    ("en", LISTED + "Among the Chinese, eight are women.", (8, 35, "CHN")),
    ("en", LISTED + "Nineteen were women.", (19, 60, "")),
    ("en", "Police held 60 people in Kep: Chinese (35) and Thai (25).", (25, 60, "THA")),
    ("en", "Police held 60 in Kep, 35 of whom hold Chinese passports.", (35, 60, "CHN")),
    ("fr", FRENCH + "Parmi les Chinois, 8 sont des femmes.", (8, 35, "CHN")),
    ("ja", "ケップ州で60人が逮捕された。中国人35人、タイ人25人。中国人のうち8人は女性だった。",
     (8, 35, "CHN")),
    ("ja", "ケップ州で60人が逮捕された。中国人35人、その他の国籍25人。", (25, 60, "")),
    ("zh", "警方在西港抓获60人，分别来自印度（35人）和尼泊尔（25人）。", (25, 60, "NPL")),
    ("vi", "Cảnh sát bắt 60 người ở Bavet. Cụ thể: Trung Quốc 35 người, Việt Nam 25 người.",
     (25, 60, "VNM")),
    ("th", "พบชาวต่างชาติ 60 คน โดย 35 คน เป็นชาวจีน และอีก 25 คน เป็นชาวลาว", (25, 60, "LAO")),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "expected"), PARTS)
def test_a_part_names_its_whole_and_who_they_are(
    reads: Reads, language: str, text: str, expected: tuple[int, int, str]
) -> None:
    drafts = {draft.id: draft for draft in reads(text, language).drafts}
    found = [
        (one.low, drafts[one.part_of].low, "+".join(one.nationalities))
        for one in drafts.values()
        if one.part_of
    ]

    assert expected in found


def test_a_list_with_an_aside_goes_on(reads: Reads) -> None:
    text = "Police held 90 people in Kep: 50 Thais, 18 of them women, and 40 Lao nationals."
    drafts = {draft.low: draft for draft in reads(text).drafts}

    assert drafts[18].part_of == drafts[50].id
    assert drafts[40].part_of == drafts[90].id


def test_those_deported_are_no_parts_of_those_rescued(reads: Reads) -> None:
    text = "Police rescued 66 Chinese in Kep. 58 people were deported and 8 people were charged."

    assert [draft.part_of for draft in reads(text).drafts] == [None, None, None]


def test_chinese_and_others_are_not_all_chinese(rows: Callable[..., list[Row]]) -> None:
    (found,) = rows("シアヌークビルで中国人ら192人が拘束された。", "ja")

    assert found == ("detained", (192, 192), "", None)


def test_a_mission_speaks_of_its_own_people(reads: Reads) -> None:
    text = "Pakistan's embassy said 18 of its nationals had been deported."
    (draft,) = reads(text).drafts

    assert (draft.low, draft.nationalities) == (18, ("PAK",))


def test_what_is_left_after_a_rounded_part_is_not_made_up() -> None:
    text = (
        "On 11 November police detained 148 people in Poipet, among them 62 Vietnamese and about "
        "30 Thai nationals; the rest were Cambodians."
    )

    found = reader.read(Document("x", text, date(2025, 11, 13), "en"))
    lows = [draft.low for draft in found.drafts]

    assert lows == [148, 62, 27]
