"""What a row says, in Khmer and in English, and the law of a file sent until it is whole."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samaki.kernel.ledger import Cell
from samaki.systems.custody.rules import SheetKind
from samaki.systems.custody.rules import sheets as rules
from samaki.systems.custody.rules.sheet_words import COLUMNS, HEADINGS, Column, title

PERSONS, HEADS = SheetKind.PERSONS, SheetKind.HEADS
ZONE = timezone(timedelta(hours=7))
NOW = datetime(2025, 11, 17, 23, 0, tzinfo=UTC)
MOMENT = rules.Moment(ZONE, NOW)
_NAMES = ("Number", "Name", "Nationality", "Sex", "Age", "Paper number", "When")


def _read(*rows: list[str], kind: SheetKind = PERSONS, headings: tuple[str, ...] = _NAMES):  # type: ignore[no-untyped-def] # noqa: ANN202
    numbered = [(n, row) for n, row in enumerate([headings, *rows], start=1)]
    found, reasons = rules.layout(kind, numbered)
    assert found is not None, reasons
    return rules.read_rows(kind, found, numbered, moment=MOMENT)


def _row(**said: str) -> list[str]:
    values = {"number": "", "name": "Budi", "nation": "", "sex": "", "age": "", "paper": ""}
    return [*(values | said).values()]


@pytest.mark.parametrize("language", ["en", "km"])
@pytest.mark.parametrize("kind", SheetKind)
def test_the_headings_of_an_empty_sheet_are_read(kind: SheetKind, language: str) -> None:
    headings = [title(column, language) for column in COLUMNS[kind]]

    found, reasons = rules.layout(kind, [(1, headings)])

    assert found is not None
    assert tuple(found.columns) == COLUMNS[kind]
    assert [reason.code for reason in reasons] == ["no_rows"]


def test_every_spelling_of_a_heading_means_one_column() -> None:
    every = [
        heading.casefold().replace(" ", "")
        for languages in HEADINGS.values()
        for headings in languages.values()
        for heading in headings
    ]

    assert len(every) == len(set(every))


def test_headings_are_found_below_a_title_in_any_case_and_order() -> None:
    rows = [(1, ["List"]), (4, ["  SEX:", "age", "FULL NAME", "Remarks", "citizenship"])]

    found, _reasons = rules.layout(PERSONS, rows)

    assert found is not None
    assert (found.row, found.columns[Column.NAME], found.unread) == (4, 2, ("Remarks",))


@pytest.mark.parametrize(
    ("said", "code"),
    [
        *[(said, "IDN") for said in ("IDN", "id", "Indonesia", "indonesian", "ឥណ្ឌូណេស៊ី")],
        *[(said, "VNM") for said in ("Viet Nam", "VIETNAMESE", "វៀតណាម", "ជនជាតិវៀតណាម")],
        *[(said, "KHM") for said in ("Cambodia", "Khmer", "កម្ពុជា", "KH")],
        *[(said, None) for said in ("", "-", "XXX", "Unknown", "មិនដឹង", "n/a")],
    ],
)
def test_a_nationality_is_read_in_words_and_letters(said: str, code: str | None) -> None:
    (row,) = _read(_row(nation=said))

    assert (row.wrong, row.cell.nationality) == ((), code)


@pytest.mark.parametrize(
    ("sex", "age", "cell"),
    [
        ("F", "adult", Cell(None, "F", "adult")),
        ("ប្រុស", "អនីតិជន", Cell(None, "M", "minor")),
        ("ស្រី", "១៧", Cell(None, "F", "minor")),
        ("Male", "18", Cell(None, "M", "adult")),
        ("", "", Cell()),
    ],
)
def test_sex_and_age_are_read_in_both_languages(sex: str, age: str, cell: Cell) -> None:
    (row,) = _read(_row(sex=sex, age=age))

    assert (row.wrong, row.cell) == ((), cell)


def test_no_order_of_a_country_is_taken_for_a_nationality() -> None:
    (row,) = _read(_row(nation="ZZZ", sex="X1", age="121", name="123", paper="9" * 41))

    assert [(wrong.column, wrong.value, wrong.reason.code) for wrong in row.wrong] == [
        (Column.NAME, "123", "row_name"),
        (Column.NATIONALITY, "ZZZ", "row_nationality"),
        (Column.SEX, "X1", "row_sex"),
        (Column.AGE, "121", "row_age"),
        (Column.PAPER, "9" * 41, "row_long"),
    ]


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("2025-11-17 18:00", None),
        ("១៧/១១/២០២៥ ១៨:០០", None),
        ("17.11.2025 18:00", None),
        ("2025-11-17", "row_moment"),
        ("noon", "row_moment"),
        ("2025-11-18 07:00", "row_future"),
        ("2001-01-01 07:00", "row_long_ago"),
    ],
)
def test_a_row_may_say_its_own_moment(said: str, code: str | None) -> None:
    (row,) = _read([*_row(), said])

    assert [wrong.reason.code for wrong in row.wrong] == ([code] if code else [])
    if code is None:
        assert row.happened_at == datetime(2025, 11, 17, 11, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("said", "count", "code"),
    [
        ("12", 12, None),
        ("១.០០១", 1001, None),
        ("0", 0, None),
        ("", 0, "row_no_count"),
        ("-1", 0, "row_count"),
        ("1.5", 0, "row_count"),
        ("100001", 0, "row_absurd"),
        ("1000000000", 0, "row_absurd"),
    ],
)
def test_a_count_is_a_whole_number(said: str, count: int, code: str | None) -> None:
    headings = ("Nationality", "Sex", "Age", "Count")
    (row,) = _read(["IDN", "", "", said], kind=HEADS, headings=headings)

    assert [wrong.reason.code for wrong in row.wrong] == ([code] if code else [])
    assert row.count == count


def test_a_row_is_known_again_however_it_is_spelled() -> None:
    one = _read(_row(name="Budi  SANTOSO", nation="IDN", sex="M", age="30", paper="X 1"))
    other = _read(
        _row(name="budi santoso", nation="Indonesia", sex="ប្រុស", age="adult", paper="x 1")
    )

    assert one[0].key == other[0].key


# Heads.

_LATER = NOW + timedelta(hours=1)


def _asked(*moments: datetime | None) -> list[rules.Row]:
    return [
        rules.Row(number, (), cell=Cell("IDN"), happened_at=moment)
        for number, moment in enumerate(moments, start=1)
    ]


def test_the_first_rows_of_a_cell_take_its_heads() -> None:
    short = rules.without_head(_asked(*[None] * 4), held={Cell("IDN"): [(NOW, 3)]}, at=NOW)

    assert list(short) == [4]
    assert short[4].values["held"] == 3


def test_a_head_that_leaves_later_is_not_there_to_be_named() -> None:
    held = {Cell("IDN"): [(NOW, 2), (_LATER, 1)]}

    assert list(rules.without_head(_asked(NOW, NOW), held=held, at=NOW)) == [2]


def test_a_head_that_comes_later_is_named_later_alone() -> None:
    held = {Cell("IDN"): [(NOW, 0), (_LATER, 1)]}

    assert list(rules.without_head(_asked(NOW, _LATER), held=held, at=NOW)) == [1]


@given(
    st.lists(st.integers(-3, 5), min_size=1, max_size=6),
    st.lists(st.integers(0, 5), max_size=12),
)
def test_no_row_that_is_let_through_ever_overdraws(changes: list[int], asked: list[int]) -> None:
    levels, level = [], 0
    for step, change in enumerate(changes):
        level = max(0, level + change)
        levels.append((NOW + timedelta(hours=step), level))
    rows = _asked(*[NOW + timedelta(hours=step) for step in asked])

    short = rules.without_head(rows, held={Cell("IDN"): levels}, at=NOW)

    through = [row for row in rows if row.number not in short]
    for moment, held in levels:
        named = sum(row.happened_at <= moment for row in through if row.happened_at)
        assert named <= held


# The law of idempotency: whatever is bad at first, and in whatever order it is sent again.


@given(
    st.lists(st.sampled_from("ABCDEFGH"), min_size=1, max_size=8, unique=True),
    st.lists(st.booleans(), min_size=8, max_size=8),
    st.randoms(use_true_random=False),
)
def test_a_file_mended_in_any_order_ends_with_every_row_once(
    names: list[str], bad: list[bool], chance: object
) -> None:
    rows = [_row(number=str(n), name=name, nation="IDN") for n, name in enumerate(names)]
    posted: dict[str, int] = {}

    def send(sent: list[list[str]]) -> list[list[str]]:
        """Post what is good and not posted yet; give back what there is to mend."""
        back = []
        for row, cells in zip(_read(*sent), sent, strict=True):
            if not row.key:
                back.append(cells)
                continue
            key = rules.identity(PERSONS, row, happened_at=NOW)
            posted.setdefault(key, 0)
            posted[key] += key not in seen
            seen.add(key)
        return back

    seen: set[str] = set()
    spoiled = [
        [*row[:2], "?!", *row[3:]] if is_bad else row
        for row, is_bad in zip(rows, bad, strict=False)
    ]
    back = send(spoiled)
    mended = [[*row[:2], "Indonesia", *row[3:]] for row in back]
    chance.shuffle(mended)  # type: ignore[attr-defined]
    assert send(mended) == []
    again = list(rows)
    chance.shuffle(again)  # type: ignore[attr-defined]
    send(again)

    assert sorted(posted.values()) == [1] * len(rows)
