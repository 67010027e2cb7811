"""What a claim counts, what it may include, and how its words are marked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samaki.kernel.counts.model import Relation
from samaki.kernel.marks import Mark, paragraphs
from samaki.systems.claims import rules
from samaki.systems.claims.rules import Stated

D14, D16, D17, D18 = (date(2025, 11, day) for day in (14, 16, 17, 18))
TOTAL = Stated(
    ref="C-1",
    kind="arrested",
    low=1001,
    high=None,
    nationalities=("IDN", "VNM"),
    mode="present",
    sex=None,
    provinces=("KH-12", "KH-18"),
    since=D14,
    day=D16,
    agg="total",
    modality="asserted",
    published_on=D18,
)
LATER = replace(
    TOTAL,
    ref="C-2",
    low=63,
    high=63,
    nationalities=("VNM",),
    mode="one",
    since=None,
    day=D17,
    agg=None,
)


def test_a_list_of_nationalities_is_a_total_and_a_presence() -> None:
    total, presence = rules.count_claims(TOTAL)

    assert (total.low, total.nationalities) == (1001, None)
    assert presence.relation is Relation.PRESENT
    assert presence.nationalities == frozenset({"IDN", "VNM"})
    assert rules.claim_ref(presence.id) == "C-1"


def test_a_count_of_women_sets_no_ceiling_on_everybody() -> None:
    (row,) = rules.count_claims(replace(LATER, sex="F"))

    assert (row.low, row.high) == (63, None)


def test_a_count_without_a_day_sets_no_ceiling_on_any_day() -> None:
    (row,) = rules.count_claims(replace(LATER, day=None))

    assert (row.low, row.high, row.last) == (63, None, D18)


@pytest.mark.parametrize(
    "other",
    [
        {"kind": "seized"},
        {"kind": "deported"},
        {"modality": "planned"},
        {"low": None, "high": None},
    ],
)
def test_what_counts_no_people_found_adds_no_row(other: dict[str, object]) -> None:
    assert rules.count_claims(replace(LATER, **other)) == ()  # type: ignore[arg-type]


def test_a_total_published_after_later_raids_may_include_them() -> None:
    assert rules.may_include_until(TOTAL, [TOTAL, LATER]) == D17


@pytest.mark.parametrize(
    ("total", "later"),
    [
        ({"published_on": D16}, {}),
        ({"published_on": None}, {}),
        ({"agg": None}, {}),
        ({}, {"day": D14}),
        ({}, {"modality": "planned"}),
    ],
)
def test_a_total_includes_nothing_that_its_words_leave_no_room_for(
    total: dict[str, object], later: dict[str, object]
) -> None:
    one = replace(TOTAL, **total)  # type: ignore[arg-type]
    other = replace(LATER, **later)  # type: ignore[arg-type]

    assert rules.may_include_until(one, [one, other]) is None


def test_in_the_wide_scope_a_total_reaches_everywhere_until_that_day() -> None:
    total, _presence = rules.count_claims(TOTAL, until=D17)

    assert (total.provinces, total.first, total.last) == (None, D14, D17)


@given(
    text=st.text(max_size=200),
    marks=st.lists(
        st.tuples(
            st.integers(0, 220), st.integers(0, 220), st.sampled_from(["count", "date", "clause"])
        ),
        max_size=8,
    ),
)
def test_no_character_of_a_text_is_lost_however_marks_fall(
    text: str, marks: list[tuple[int, int, str]]
) -> None:
    found = paragraphs(text, [Mark(a, b, what, "C-1") for a, b, what in marks])

    shown = "".join(segment.text for paragraph in found for segment in paragraph)
    kept = "".join(line for line in text.splitlines() if line.strip())
    assert shown == kept


@given(text=st.text(min_size=4, max_size=60, alphabet="abc 12"))
def test_a_count_is_drawn_over_the_clause_it_stands_in(text: str) -> None:
    marks = [Mark(0, len(text), "clause", "C-2"), Mark(1, 3, "count", "C-1")]
    found = paragraphs(text, marks)
    if not text.strip():
        return

    (paragraph,) = found
    assert "".join(s.text for s in paragraph if s.what == "count") == text[1:3]
