"""How headings are found, how each cell is read, and by what a row is known again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING

import pytest

from samaki.kernel.ledger import Cell, Subject
from samaki.systems.custody.rules import SheetKind, sheet_words, sheets
from samaki.systems.custody.rules.sheet_words import Column, empty_sheet, plain, reason, title
from samaki.systems.custody.rules.sheets import Wrong, layout

if TYPE_CHECKING:
    from collections.abc import Sequence

PERSONS, HEADS = SheetKind.PERSONS, SheetKind.HEADS
ZONE = timezone(timedelta(hours=7))
NOW = datetime(2025, 11, 17, 23, 0, tzinfo=UTC)
OF_PERSONS = ["Number", "Name", "Nationality", "Sex", "Age", "Paper number", "When"]
OF_HEADS = ["Number", "Nationality", "Sex", "Age", "Count", "When"]
BUDI = ["7", "Budi Santoso", "IDN", "M", "30", "X 1", ""]


def _read(
    *rows: Sequence[str], kind: SheetKind = PERSONS, formulas: Sequence[tuple[int, int]] = ()
) -> list[sheets.Row]:
    headings = OF_PERSONS if kind is PERSONS else OF_HEADS
    numbered = [(number, row) for number, row in enumerate([headings, *rows], start=1)]
    found, _reasons = layout(kind, numbered)
    assert found is not None
    moment = sheets.Moment(ZONE, NOW)
    return sheets.read_rows(kind, found, numbered, moment=moment, unreckoned=frozenset(formulas))


def _said(place: int, text: str, kind: SheetKind = PERSONS) -> sheets.Row:
    """Read a good row in which one cell says something else."""
    row = BUDI if kind is PERSONS else ["", "IDN", "M", "30", "5", ""]
    (read,) = _read([*row[:place], text, *row[place + 1 :]], kind=kind)
    return read


# Headings.


def test_a_heading_is_written_in_the_language_of_who_asks_and_in_english_for_others() -> None:
    assert [title(Column.NAME, language) for language in ("en", "km", "fr")] == [
        *("Name", "ឈ្មោះ", "Name")
    ]
    assert empty_sheet(HEADS, "en") == [["Number", "Nationality", "Sex", "Age", "Count", "When"]]
    assert empty_sheet(HEADS, "km") == [
        ["លេខរៀង", "សញ្ជាតិ", "ភេទ", "អាយុ", "ចំនួន", "ពេលវេលា"],
    ]


@pytest.mark.parametrize(
    "rows", [[], [(1, [])], [(1, ["List of names", "Poipet"])], [(1, ["Name", "Name", "Remarks"])]]
)
def test_without_two_headings_that_are_known_no_row_of_headings_is_found(
    rows: list[tuple[int, list[str]]],
) -> None:
    assert layout(PERSONS, rows) == (
        None,
        (reason("no_headings", headings="Name, Nationality, Sex, Age"),),
    )


def test_the_headings_that_were_not_found_are_named_in_the_language_of_who_asks() -> None:
    assert layout(HEADS, [], language="km") == (
        None,
        (reason("no_headings", headings="សញ្ជាតិ, ភេទ, អាយុ, ចំនួន"),),
    )


def test_every_fault_of_the_headings_is_said_at_once() -> None:
    found, reasons = layout(PERSONS, [(3, ["Sex", "Name", "Full name", "Gender"])])

    assert found is not None
    assert found.columns == {Column.SEX: 0, Column.NAME: 1}
    assert reasons == (
        *(reason("two_columns", column="Full name"), reason("two_columns", column="Gender")),
        *(reason("no_column", column="Nationality"), reason("no_column", column="Age")),
        reason("no_rows"),
    )
    assert layout(PERSONS, [(3, ["Sex", "Name", "Age"]), (4, ["F"])], language="km")[1] == (
        reason("no_column", column="សញ្ជាតិ"),
    )


def test_headings_are_looked_for_in_the_first_twenty_rows_and_no_further() -> None:
    headings = OF_PERSONS

    for number, is_found in ((20, True), (21, False)):
        found, _reasons = layout(PERSONS, [(1, ["List"]), (number, headings), (30, BUDI)])
        assert (found is not None) is is_found


def test_a_column_of_the_other_kind_of_sheet_is_not_read() -> None:
    found, reasons = layout(PERSONS, [(1, [*OF_PERSONS, "Count", ""]), (2, BUDI)])

    assert reasons == ()
    assert found is not None
    assert found.unread == ("Count",)


# Cells.


def test_a_row_holds_what_it_says_and_the_cells_it_said_it_in() -> None:
    (row,) = _read(["7", " Budi\t Santoso ", "IDN", "M", "30", " X   1 ", "2025-11-17T18:00"])

    assert (row.number, row.wrong) == (2, ())
    assert (row.name, row.paper, row.cell) == ("Budi Santoso", "X 1", Cell("IDN", "M", "adult"))
    assert (row.count, row.happened_at) == (0, datetime(2025, 11, 17, 11, 0, tzinfo=UTC))
    assert row.cells == ("7", " Budi\t Santoso ", "IDN", "M", "30", " X   1 ", "2025-11-17T18:00")


def test_a_cell_that_was_left_out_at_the_end_of_a_row_is_empty() -> None:
    (row,) = _read(["", "Budi"])

    assert (row.name, row.paper, row.cell, row.wrong) == ("Budi", "", Cell(), ())


def test_a_formula_without_a_value_is_to_be_mended_where_it_stands() -> None:
    bad, good = _read([*BUDI[:2], "=A1", *BUDI[3:]], BUDI, formulas=[(2, 2), (3, 9)])

    assert bad.wrong == (Wrong(Column.NATIONALITY, "=A1", reason("row_formula")),)
    assert (bad.key, bad.cell) == ("", Cell(None, "M", "adult"))
    assert good.wrong == ()


@pytest.mark.parametrize(
    ("place", "text", "why"),
    [
        (0, "9" * 41, reason("row_long", most=40)),
        (1, " ", reason("row_no_name")),
        (1, "12 - 3", reason("row_name")),
        (1, "b" * 161, reason("row_long", most=160)),
        (2, "Atlantis", reason("row_nationality")),
        (2, "Korea", reason("row_two_nations", one="KOR", other="PRK")),
        (2, "ជនជាតិកូរ៉េ", reason("row_two_nations", one="KOR", other="PRK")),
        (2, "Congolese", reason("row_two_nations", one="COD", other="COG")),
        (3, "X1", reason("row_sex")),
        *((4, age, reason("row_age")) for age in ("121", "-1", "<18", "−30", "3-0", "១-")),
        (5, "9" * 41, reason("row_long", most=40)),
        (6, "1999-12-31 23:59", reason("row_moment")),
        (6, "2000-01-01 00:00", reason("row_long_ago")),
        (6, "2100-12-31 23:59", reason("row_future")),
        (6, "2101-01-01 00:00", reason("row_moment")),
        (6, "2025-11-31 06:00", reason("row_moment")),
    ],
)
def test_what_is_wrong_is_said_with_its_column_and_its_value(
    place: int, text: str, why: object
) -> None:
    row = _said(place, text)
    column = sheet_words.COLUMNS[PERSONS][place]

    assert row.wrong == (Wrong(column, text, why),)  # type: ignore[arg-type]
    assert row.key == ""
    assert "%(" not in str(row.wrong[0].reason)


@pytest.mark.parametrize(
    ("place", "text"),
    [
        *((place, "9" * 40) for place in (0, 5)),
        (1, "b" * 160),
        *((4, age) for age in ("0", "120", "១២០")),
        (6, "2025-11-18 06:00"),
    ],
)
def test_what_lies_at_a_limit_is_still_read(place: int, text: str) -> None:
    assert _said(place, text).wrong == ()


@pytest.mark.parametrize(
    "text",
    [
        *("2025-11-17 18:00", "2025-11-17 18:00:00", "2025-11-17T18:00"),
        *("17/11/2025 18:00", "17.11.2025 18:00", "17-11-2025  18:00", "១៧-១១-២០២៥ ១៨:០០"),
    ],
)
def test_a_moment_is_read_in_every_form_in_the_time_of_the_country(text: str) -> None:
    assert _said(6, text).happened_at == datetime(2025, 11, 17, 11, 0, tzinfo=UTC)


@pytest.mark.parametrize(("text", "count"), [("0", 0), ("100000", 100_000), ("100.000", 100_000)])
def test_a_count_of_none_and_the_most_that_can_be_meant_are_counts(text: str, count: int) -> None:
    row = _said(4, text, HEADS)

    assert (row.count, row.wrong) == (count, ())


def test_more_heads_than_can_be_meant_are_to_be_mended() -> None:
    assert _said(4, "100001", HEADS).wrong == (
        Wrong(Column.COUNT, "100001", reason("row_absurd", most=100_000)),
    )


@pytest.mark.parametrize(
    "text",
    [
        *(" ", "-", "–", "—", "?", "XXX", "Unknown", "Not established", "NA", "n/a", "none"),
        *("មិនដឹង", "មិនស្គាល់", "មិនទាន់ បញ្ជាក់", "គ្មាន"),
    ],
)
def test_what_is_not_established_is_said_in_many_ways_and_is_none(text: str) -> None:
    for place in (2, 3, 4):
        assert _said(place, text).wrong == ()
    assert (_said(2, text).cell.nationality, _said(3, text).cell.sex) == (None, None)
    assert _said(4, text).cell.age is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        *((text, "KHM") for text in ("សញ្ជាតិខ្មែរ", "ជនជាតិខ្មែរ", "ជនជាតិ ខ្មែរ", "KHM", "kh")),
        *((text, "MMR") for text in ("ភូមា", "Myanmar")),
        *(("Indo\u200bnesia", "IDN"), ("ចិនដីគោក", "CHN"), ("ហ្វីលីពីន", "PHL")),
    ],
)
def test_a_nationality_is_read_by_whatever_names_its_country_or_its_people(
    text: str, code: str
) -> None:
    row = _said(2, text)

    assert (row.wrong, row.cell.nationality) == ((), code)


def test_a_country_is_known_by_every_name_and_code_that_is_on_record() -> None:
    # Made anew: the table is kept, once a sheet was read.
    every = sheet_words.nationalities.__wrapped__()

    assert every == sheet_words.nationalities()
    for names, code in (
        (("Indonesian", "Indonesia", "Republic of Indonesia", "ឥណ្ឌូណេស៊ី", "ID", "IDN"), "IDN"),
        (("Vietnamese", "Vietnam", "Viet Nam", "វៀតណាម", "VN", "VNM"), "VNM"),
        (("Bolivia", "Bolivia, Plurinational State of", "បូលីវី"), "BOL"),
        (("Brunei", "Brunei Darussalam"), "BRN"),
        (("ភូមា", "មីយ៉ាន់ម៉ារ", "Myanmar"), "MMR"),
        (("South Korea", "Korea, Republic of", "KOR", "KR", "កូរ៉េខាងត្បូង"), "KOR"),
        (("North Korean", "PRK", "កូរ៉េខាងជើង"), "PRK"),
        (("Republic of the Congo", "Congo-Brazzaville", "COG"), "COG"),
    ):
        assert {name: every.get(plain(name)) for name in names} == dict.fromkeys(names, code)


def test_what_names_no_country_or_is_missing_of_one_is_no_name() -> None:
    every = sheet_words.nationalities.__wrapped__()

    assert all(every)
    assert {"xxxx", "none", "foreign", "foreigners", "korea", "congo"}.isdisjoint(every)
    assert all(len(code) == 3 and code.isupper() for code in every.values())


def test_texts_are_compared_without_case_signs_and_what_nobody_sees() -> None:
    assert plain("  Full-NAME: ") == "full name"
    assert plain("M\u00adale\u200b") == "male"
    assert plain("ល.រ ១២") == plain("លរ១២") == "លរ12"
    assert plain("ក ក") == "កក"
    assert plain("ＩＤＮ é") == "idn é"
    assert plain("#") == "#"
    assert _said(3, "ក្មេង ប្រុស").cell.sex == "M"


# What a row is known by.


def test_a_row_is_known_by_its_values_and_by_its_own_number_where_no_paper_tells() -> None:
    """The form of a key stays: it is kept, and compared with those of later files."""
    paper, number, bare = _read(
        BUDI,
        ["N-7", "Ann", "", "", "", "", "2025-11-17 18:00"],
        ["", "Li", "", "", "", "", ""],
    )
    (heads,) = _read(["", "IDN", "F", "minor", "12", ""], kind=HEADS)

    assert [row.key.split("\x1f") for row in (paper, number, bare, heads)] == [
        ["IDN", "M", "adult", "budi santoso", "x 1", "", "0", ""],
        ["", "", "", "ann", "", "n 7", "0", "2025-11-17T11:00:00+00:00"],
        ["", "", "", "li", "", "", "0", ""],
        ["IDN", "F", "minor", "", "", "", "12", ""],
    ]


def test_a_row_that_says_the_same_again_is_told_from_the_first() -> None:
    first, again, third = _read(BUDI, ["9", *BUDI[1:]], BUDI)

    assert (first.wrong, first.key != "") == ((), True)
    for row in (again, third):
        assert row.wrong == (Wrong(None, "", reason("row_twice", row=2)),)
        assert row.key == ""
    assert again.cells[0] == "9"


def test_rows_with_something_to_mend_are_not_taken_for_one_another() -> None:
    spoiled = [*BUDI[:2], "Atlantis", *BUDI[3:]]

    assert [len(row.wrong) for row in _read(spoiled, spoiled)] == [1, 1]


def test_a_person_is_the_same_whenever_heads_are_those_of_a_moment() -> None:
    (person,) = _read(BUDI)
    (heads,) = _read(["", "IDN", "F", "minor", "12", ""], kind=HEADS)
    (timed,) = _read(["", "IDN", "F", "minor", "12", "2025-11-17 18:00"], kind=HEADS)
    there = NOW.astimezone(ZONE)

    assert sheets.identity(PERSONS, person, happened_at=NOW) == person.key
    assert sheets.identity(HEADS, heads, happened_at=there) == (
        f"{heads.key}\x1f2025-11-17T23:00:00+00:00"
    )
    assert sheets.identity(HEADS, timed, happened_at=NOW) == (
        f"{timed.key}\x1f2025-11-17T11:00:00+00:00"
    )


def test_to_know_a_row_with_something_to_mend_is_our_own_mistake() -> None:
    said = r"^nothing is known of a row with something to mend$"

    with pytest.raises(AssertionError, match=said):
        sheets.identity(PERSONS, _said(3, "X1"), happened_at=NOW)


# Heads without a name.


def test_who_names_a_head_that_nobody_holds_reads_that_none_is_left() -> None:
    men, women = Cell("IDN", "M"), Cell("IDN", "F")
    rows = [sheets.Row(2, (), cell=men), sheets.Row(3, (), cell=women), sheets.Row(4, (), cell=men)]

    short = sheets.without_head(rows, held={men: [(NOW, 1)]}, at=NOW)

    assert short == {
        3: reason("row_no_head", subject=Subject(women), held=0),
        4: reason("row_no_head", subject=Subject(men), held=1),
    }


def test_before_the_first_level_that_is_known_nobody_is_held() -> None:
    later = NOW + timedelta(hours=1)
    row = sheets.Row(2, (), cell=Cell("IDN"))

    early = sheets.without_head([row], held={row.cell: [(later, 1)]}, at=NOW)
    timely = sheets.without_head(
        [replace(row, happened_at=later)], held={row.cell: [(later, 1)]}, at=NOW
    )

    assert early == {2: reason("row_no_head", subject=Subject(row.cell), held=0)}
    assert timely == {}
