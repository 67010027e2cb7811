"""What a document says against itself is told, with the words that say it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.kernel.reading.conftest import Reads

LIST = (
    "427 Chinese, 57 Vietnamese, eight Malaysians, three Taiwanese, two Indonesians and "
    "two Rwandans"
)


@pytest.mark.parametrize(
    "text",
    [
        f"Police arrested 497 foreigners: {LIST}.",
        f"The 497 foreigners were {LIST}.",
        f"Police arrested 497 people in Bavet. The 497 foreigners were {LIST}.",
    ],
)
def test_a_full_list_that_sums_to_two_more_is_reported(text: str, reads: Reads) -> None:
    (found,) = reads(text).contradictions

    assert found.kind == "parts_do_not_sum"
    assert "499" in found.explanation
    assert "497" in found.explanation
    assert found.spans["whole"].of(text) == "497"
    assert found.spans["parts"].of(text).startswith("427")
    assert found.spans["parts"].of(text).endswith("two")


def test_no_line_of_the_list_is_dropped(reads: Reads) -> None:
    whole, *parts = reads(f"Police arrested 497 foreigners: {LIST}.").drafts

    assert sum(part.low or 0 for part in parts) == 499
    assert {part.part_of for part in parts} == {whole.id}


def test_a_list_that_sums_is_no_contradiction(reads: Reads) -> None:
    assert reads("Police held 41 people: 30 Thais, nine Indians and two Lao.").contradictions == ()


def test_a_list_said_to_be_incomplete_is_no_contradiction(reads: Reads) -> None:
    text = "Police held 41 people, including 30 Thais and nine Indians."

    assert reads(text).contradictions == ()


def test_parts_above_an_open_count_are_no_contradiction(reads: Reads) -> None:
    text = "Police held at least 41 people, including 30 Thais and 19 Indians."

    assert reads(text).contradictions == ()


def test_men_and_women_are_summed_apart_from_nationalities(reads: Reads) -> None:
    text = "Police held 41 people, including 30 men, 11 women, 30 Thais and 11 Indians."

    assert reads(text).contradictions == ()


def test_an_event_that_follows_an_order_given_later_is_reported(reads: Reads) -> None:
    text = (
        "On 15 November the prime minister issued an order on online fraud. Following the order, "
        "police in Bavet arrested 30 people on 14 November."
    )

    (found,) = reads(text, published=date(2025, 11, 18)).contradictions

    assert found.kind == "event_before_its_cause"
    assert found.spans["event"].of(text) == "14 November"
    assert found.spans["order"].of(text) == "15 November"


def test_chinese_lists_are_summed_too(reads: Reads) -> None:
    text = "警方逮捕57名外籍人员，包括32名台湾人、13名日本人、8名菲律宾人、3名越南人及2名新加坡人。"

    (found,) = reads(text, "zh").contradictions

    assert "58" in found.explanation
