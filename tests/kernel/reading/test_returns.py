"""A province's return: what its cells say becomes claims, whatever order and script it has."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samaki.kernel.reading.drafts import Document
from samaki.kernel.reading.reader import read
from samaki.kernel.reading.returns import as_lines, read_return, recognises
from samaki.kernel.reading.returns_check import reasons_against_cells
from samaki.kernel.reading.returns_words import empty_return

if TYPE_CHECKING:
    from collections.abc import Sequence

    from samaki.kernel.reading.drafts import ClaimDraft, Reading

PUBLISHED = date(2025, 11, 20)
Rows = list[tuple[str, ...]]
ENGLISH: Rows = [
    ("No", "Province", "District", "Date", "Kind", "Nationality", "Men", "Women", "Total"),
    ("1", "Kampot", "Bokor", "2025-11-17 00:00", "found", "IDN", "30", "12", "42"),
    ("2", "KH-7", "Teuk Chhou", "17/11/2568", "found", "Chinese", "2.780", "0", "2,780"),
    ("", "Total", "", "", "", "", "2810", "12", "2822"),
]
KHMER: Rows = [
    ("សរុប", "ស្រី", "ប្រុស", "សញ្ជាតិ", "អ្វីដែលបានធ្វើ", "កាលបរិច្ឆេទ", "ខេត្ត"),
    ("៤២", "១២", "៣០", "ឥណ្ឌូណេស៊ី", "ឃាត់ខ្លួន", "១៧/១១/២៥៦៨", "កំពត"),
    ("៧", "", "៧", "ចិន", "ឃាត់ខ្លួន", "ថ្ងៃទី១៨ ខែវិច្ឆិកា ឆ្នាំ២០២៥", "កែប"),
]


def text_of(rows: Sequence[Sequence[str]]) -> str:
    lines = as_lines(rows)
    assert lines is not None, "these rows are a return"
    return "\n".join(lines)


def returned(rows: Sequence[Sequence[str]]) -> Reading:
    return read(Document("d", text_of(rows), PUBLISHED))


def counts(reading: Reading) -> list[tuple[int | None, str | None, str]]:
    return [(one.low, one.sex, "+".join(one.nationalities)) for one in reading.drafts]


def whole_of(draft: ClaimDraft, reading: Reading) -> int | None:
    return next((one.low for one in reading.drafts if one.id == draft.part_of), None)


def test_each_row_says_how_many_of_whom_where_when_and_what_was_done() -> None:
    reading = returned(ENGLISH)

    assert counts(reading)[:6] == [
        (30, "M", "IDN"), (12, "F", "IDN"), (42, None, "IDN"),
        (2780, "M", "CHN"), (0, "F", "CHN"), (2780, None, "CHN"),
    ]  # fmt: skip
    assert {(one.kind.value, one.province_iso, one.date) for one in reading.drafts} == {
        ("found", "KH-7", date(2025, 11, 17))
    }
    assert reading.drafts[2].place == "Bokor"
    assert {one.rule.partition(":")[0] for one in reading.drafts} == {"return-xlsx"}
    assert (reading.rejected, reading.contradictions) == (0, ())


def test_men_and_women_are_parts_of_their_row_and_rows_are_parts_of_the_sum() -> None:
    reading = returned(ENGLISH)

    assert [whole_of(one, reading) for one in reading.drafts] == [
        42, 42, 2822, 2780, 2780, 2822, 2822, 2822, None,
    ]  # fmt: skip
    assert [one.agg for one in reading.drafts][-1] == "total"


def test_khmer_figures_years_and_headings_in_another_order_say_the_same() -> None:
    reading = returned(KHMER)

    assert reading.language == "km"
    assert counts(reading) == [
        (42, None, "IDN"), (12, "F", "IDN"), (30, "M", "IDN"), (7, None, "CHN"), (7, "M", "CHN"),
    ]  # fmt: skip
    assert [one.date for one in reading.drafts][:4:3] == [date(2025, 11, 17), date(2025, 11, 18)]
    assert {one.province_iso for one in reading.drafts} == {"KH-7", "KH-23"}


def test_an_empty_cell_says_nothing_and_a_written_zero_that_there_was_nobody() -> None:
    reading = returned([("Province", "Men", "Women", "Total"), ("Kep", "", "0", "-")])

    assert counts(reading) == [(0, "F", "")]


def test_a_title_says_it_for_the_whole_sheet_unless_a_cell_does() -> None:
    reading = returned(
        [
            ("Persons rescued in Kampot from 14 to 16 November 2025",),
            ("Nationality", "Date", "Total"),
            ("Thai", "", "4"),
            ("Lao", "2025-11-16", "5"),
        ]
    )
    thai, lao = reading.drafts

    assert (thai.kind.value, thai.province_iso) == ("rescued", "KH-7")
    assert (thai.since, thai.date) == (date(2025, 11, 14), date(2025, 11, 16))
    assert (lao.since, lao.date) == (None, date(2025, 11, 16))
    assert thai.spans["province"].of(reading.document.text) == "Kampot"


def test_a_column_that_names_what_was_done_counts_that() -> None:
    rows = [("Province", "Detained", "Rescued"), ("Kep", "10", "2"), ("Kampot", "5", "")]
    reading = returned([*rows, ("Total", "15", "2")])

    assert [(one.kind.value, one.low) for one in reading.drafts] == [
        ("detained", 10), ("rescued", 2), ("detained", 5), ("detained", 15), ("rescued", 2),
    ]  # fmt: skip
    assert reading.drafts[3].provinces == ("KH-23", "KH-7"), "a sum covers its rows, no more"


@pytest.mark.parametrize(
    ("rows", "whole", "told"),
    [
        ([("Kep", "30", "12", "", "43")], "c3", "42"),
        ([("Kep", "50", "", "", "43")], "c2", "50"),
        ([("Kep", "30", "12", "", "42"), ("Total", "31", "12", "", "42")], "c4", "30"),
        ([("Kep", "", "", "3", "4"), ("Kampot", "", "", "2", "4"), ("Total", "", "", "4", "8")],
         "c5", "5"),
    ],
)  # fmt: skip
def test_a_sum_that_does_not_fit_is_said(rows: Rows, whole: str, told: str) -> None:
    reading = returned([("Province", "Men", "Women", "Minors", "Total"), *rows])
    found = [one for one in reading.contradictions if one.drafts[0] == whole]

    assert [one.kind for one in found] == ["parts_do_not_sum"]
    assert f"add up to {told}," in found[0].explanation


@pytest.mark.parametrize(
    "row",
    [
        ("Kep", "30", "12", "", "42"),  # two sexes
        ("Kep", "30", "12", "5", "47"),  # minors beside men and women
        ("Kep", "30", "12", "5", "42"),  # minors among men and women
        ("Kep", "30", "", "", "42"),  # the women are not stated
        ("Kep", "about 30", "12", "", "45"),  # no exact count
    ],
)
def test_a_sum_that_may_fit_is_left_alone(row: tuple[str, ...]) -> None:
    reading = returned([("Province", "Men", "Women", "Minors", "Total"), row])

    assert reading.contradictions == ()


@pytest.mark.parametrize(
    "rows",
    [
        [("Kampot", "Total", "", "50"), ("Kep", "Total", "", "30")],  # each sums what is not listed
        [("Kampot", "All", "", "50"), ("Kep", "All", "", "30")],
        [
            *(("Kampot", "Total", "", "8"), ("", "IDN", "", "5"), ("", "THA", "", "3")),
            *(("Kep", "Total", "", "2"), ("", "IDN", "", "2")),  # each above what it sums
        ],
        [("Kampot", "IDN", "Total loss of the building", "5"), ("Kep", "IDN", "", "3")],
    ],
)
def test_no_sheet_is_accused_of_a_sum_it_does_not_state(rows: Rows) -> None:
    reading = returned([("Province", "Nationality", "Remarks", "Total"), *rows])

    assert len(reading.drafts) == len(rows)
    assert reading.contradictions == ()


def test_subtotals_are_parts_of_the_grand_total() -> None:
    rows = [("Province", "Place", "Total"), ("Kep", "a", "1"), ("Kep", "b", "2")]
    rows += [("Subtotal", "", "3"), ("Kampot", "c", "4"), ("Subtotal", "", "4")]
    reading = returned([*rows, ("Grand total", "", "7")])

    assert [whole_of(one, reading) for one in reading.drafts] == [3, 3, 7, 4, 7, None]
    assert reading.drafts[2].province_iso == "KH-23"
    assert reading.contradictions == ()


@pytest.mark.parametrize(
    "row",
    [
        ("Kep", "Chinese and others", "found", "5"),
        ("Kep", "Elbonian", "found", "5"),
        ("Kep", "Thai", "interviewed", "5"),
        ("Kep", "Thai", "found", "2.5"),
        ("Kep", "Thai", "found", "012 345 678 901"),
        ("Kep", "Thai", "found", "see below"),
    ],
)
def test_a_row_that_is_not_understood_gives_no_claim_and_is_counted(row: tuple[str, ...]) -> None:
    reading = returned([("Province", "Nationality", "Kind", "Total"), row])

    assert (reading.drafts, reading.rejected) == ((), 1)


def test_words_in_a_remark_are_no_cells() -> None:
    reading = returned(
        [("Province", "Remarks", "Total"), ("Kep", "two ill; Total: 900;\tTotal: 5\nTotal: 7", "3")]
    )

    assert counts(reading) == [(3, None, "")]


@pytest.mark.parametrize(
    "headings",
    [
        ("Nationality", "Count"),
        ("Name", "Passport", "Nationality"),
        ("Province", "Total", "Total"),
        ("Item", "Quantity"),
    ],
)
def test_what_is_no_return_is_read_as_it_was_before(headings: tuple[str, ...]) -> None:
    assert not recognises(headings)
    assert as_lines([headings, ("1", "2", "3")]) is None


def test_prose_is_no_return() -> None:
    assert read_return(Document("d", "On 17 November police in Kep held 5 people.")) is None
    assert read_return(Document("d", "a;\tb\nTotal: 5")) is None


def test_a_return_that_says_nowhere_what_was_done_waits_as_a_doubtful_one() -> None:
    (only,) = returned([("Province", "Total"), ("Kep", "5")]).drafts

    assert (only.kind.value, only.score) == ("stock", 0.4)


@pytest.mark.parametrize("language", ["en", "km"])
def test_the_empty_return_filled_in_gives_its_claims(language: str) -> None:
    (headings,) = empty_return(language)
    filled = ("Kampot", "Bokor", "14/11/2025", "16/11/2025", "found", "Thai", "3", "4", "", "7", "")
    (draft, *_, whole) = returned([headings, filled]).drafts

    assert (draft.low, draft.sex, draft.part_of) == (3, "M", whole.id)
    assert (whole.low, whole.since, whole.date) == (7, date(2025, 11, 14), date(2025, 11, 16))
    assert (whole.province_iso, whole.place, whole.nationalities) == ("KH-7", "Bokor", ("THA",))


CELLS = st.one_of(
    st.sampled_from(
        ["", "0", "7", "៤២", "2.780", "about 30", "Total", "សរុប", "Kep", "KH-7", "កំពត", "IDN",
         "Thai", "ចិន", "found", "ឃាត់ខ្លួន", "2025-11-17", "17/11/2568", "45978", "-", "nil", ": ",
         ";\t", "M"]
    ),
    st.text(max_size=8),
)  # fmt: skip
HEADINGS = st.sampled_from(
    ["Province", "ខេត្ត", "District", "Date", "From", "ដល់ថ្ងៃ", "Kind", "Nationality", "សញ្ជាតិ", "Sex",
     "Men", "ប្រុស", "Women / ស្រី", "Boys", "Girls", "Adults", "Minors", "Total", "សរុប", "Detained",
     "Remarks", "Anything", ""]
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(
    headings=st.lists(HEADINGS, min_size=1, max_size=9),
    below=st.lists(st.lists(CELLS, max_size=10), max_size=6),
    title=st.one_of(st.just(""), st.text(max_size=20), st.just("Persons found in Kep, 3 May 2025")),
)
def test_any_grid_is_read_and_every_field_reads_the_same_again(
    headings: list[str], below: list[list[str]], title: str
) -> None:
    lines = as_lines([(title,), tuple(headings), *map(tuple, below)])
    if lines is None:
        return
    document = Document("d", "\n".join(lines), PUBLISHED)
    reading = read_return(document)
    if reading is None:
        return
    names = [draft.id for draft in reading.drafts]
    assert len(set(names)) == len(names)
    for draft in reading.drafts:
        assert reasons_against_cells(draft, document) == ()
        assert draft.part_of in {None, *names} - {draft.id}
        assert draft.low is not None
        assert draft.low >= 0


@settings(max_examples=100, deadline=None)
@given(words=st.lists(st.text(max_size=30), max_size=8))
def test_no_words_with_a_tab_stop_the_reader(words: list[str]) -> None:
    text = ";\t".join(["Province: Kep", *words, "Total: 5"])

    assert read(Document("d", text, PUBLISHED)).document.text == text


FIGURES = st.lists(st.tuples(*[st.integers(0, 400)] * 3), min_size=1, max_size=8)


@settings(max_examples=100, deadline=None)
@given(figures=FIGURES, off=st.integers(-2, 2))
def test_a_sheet_is_only_accused_of_a_sum_that_is_wrong(
    figures: list[tuple[int, ...]], off: int
) -> None:
    rows = [("Kep", "found", *map(str, each[:2]), str(sum(each[:2]))) for each in figures]
    sums = [sum(column) for column in zip(*figures, strict=True)]
    men, women = sums[0] + max(off, -sums[0]), sums[1]
    total = ("Total", "", str(men), str(women), str(men + women))
    reading = returned([("Province", "Kind", "Men", "Women", "Total"), *rows, total])

    assert bool(reading.contradictions) == (men != sums[0])
    assert sum(one.part_of is None for one in reading.drafts) == 1


@settings(max_examples=50, deadline=None)
@given(order=st.permutations(range(9)))
def test_the_order_of_columns_says_nothing(order: list[int]) -> None:
    mixed = [tuple(row[at] for at in order) for row in ENGLISH]

    def claims(rows: Rows) -> set[tuple[object, ...]]:
        reading = returned(rows)
        return {
            (one.low, one.sex, one.nationalities, one.date, one.place, whole_of(one, reading))
            for one in reading.drafts
        }

    assert claims(mixed) == claims(ENGLISH)
