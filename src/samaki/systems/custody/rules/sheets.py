"""Sheets of persons and of head-counts: which column is which, and what a row says. Pure.

Headings and values are read in Khmer and in English; every reason against a row is given at once,
with its column and its value.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Literal

from samaki.kernel import ledger
from samaki.kernel.ledger import Cell, Subject
from samaki.kernel.reasons import Reason
from samaki.kernel.refs import digits
from samaki.systems.custody import rules
from samaki.systems.custody.rules import SheetKind
from samaki.systems.custody.rules.sheet_words import (
    AGES,
    COLUMNS,
    NEEDED,
    SEXES,
    Column,
    is_none,
    nationalities,
    of_two,
    plain,
    reason,
    spellings,
    title,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import tzinfo


KEPT_FOR = timedelta(days=7)  # how long a sheet's words are kept; Samaki's own, set visibly here
BATCH = 250  # rows that are posted in one transaction
_HEADINGS_WITHIN = 20  # rows from the top among which the headings are looked for
_MOMENTS = (
    "%Y-%m-%d %H:%M",
    "%Y-%m-%d %H:%M:%S",
    "%d/%m/%Y %H:%M",
    "%d.%m.%Y %H:%M",
    "%d-%m-%Y %H:%M",
)
_FIRST_YEAR, _LAST_YEAR = 2000, 2100  # as on the pages
_GROUPED = re.compile(r"[0-9]{1,3}(?:[.,   ][0-9]{3})+")
_WHOLE = re.compile(r"-?[0-9]{1,9}")
_HUGE = re.compile(r"[0-9]{10,}")

_ADULT, _OLDEST = 18, 120
_NAME, _PAPER, _NUMBER = 160, 40, 40  # the longest of each


class RowState(StrEnum):
    """A row can be posted, has something to mend, was posted before or now, or was undone since."""

    GOOD = "good"
    BAD = "bad"
    PRESENT = "present"
    POSTED = "posted"
    UNDONE = "undone"


@dataclass(frozen=True, slots=True)
class Wrong:
    """One thing to mend in a row: in which column, what stands there, and why that is wrong."""

    column: Column | None
    value: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class Layout:
    """The headings of a sheet: in which row they stand, and which column holds what."""

    row: int
    headings: tuple[str, ...]
    columns: Mapping[Column, int]

    @property
    def unread(self) -> tuple[str, ...]:
        """The headings of columns that nobody reads."""
        read = set(self.columns.values())
        return tuple(h for n, h in enumerate(self.headings) if h and n not in read)


@dataclass(frozen=True, slots=True)
class Row:
    """What a row says. `key` is by what it is known again; empty while something is wrong.

    `happened_at` of None is the moment that was said for the whole sheet.
    """

    number: int
    cells: tuple[str, ...]
    cell: Cell = field(default_factory=Cell)
    name: str = ""
    paper: str = ""
    count: int = 0
    happened_at: datetime | None = None
    key: str = ""
    wrong: tuple[Wrong, ...] = ()


@dataclass(frozen=True, slots=True)
class Moment:
    """What a reader of rows has to know of time: the zone of what is typed, and what is now."""

    zone: tzinfo
    at: datetime


def layout(
    kind: SheetKind, rows: Sequence[tuple[int, Sequence[str]]], *, language: str = "en"
) -> tuple[Layout | None, tuple[Reason, ...]]:
    """Find the headings among the first rows; return them, or every reason why they will not do."""
    found = max(
        ((n, row) for n, row in rows if n <= _HEADINGS_WITHIN),
        key=lambda pair: len(_known(kind, pair[1])),
        default=(0, ()),
    )
    number, headings = found
    known = _known(kind, headings)
    if len({column for column, _n in known}) < 2:  # noqa: PLR2004 - one could be a word of a title
        asked = ", ".join(title(column, language) for column in NEEDED[kind])
        return None, (reason("no_headings", headings=asked),)
    columns: dict[Column, int] = {}
    reasons = []
    for column, place in known:
        if column in columns:
            reasons.append(reason("two_columns", column=headings[place]))
        columns.setdefault(column, place)
    reasons += [
        reason("no_column", column=title(column, language))
        for column in NEEDED[kind]
        if column not in columns
    ]
    if not any(n > number for n, _row in rows):
        reasons.append(reason("no_rows"))
    return Layout(number, tuple(headings), columns), tuple(reasons)


def read_rows(
    kind: SheetKind,
    found: Layout,
    rows: Iterable[tuple[int, Sequence[str]]],
    *,
    moment: Moment,
    unreckoned: frozenset[tuple[int, int]] = frozenset(),
) -> list[Row]:
    """Read every row below the headings, and name the one that an earlier row says already."""
    read, first = [], dict[str, int]()
    for number, cells in rows:
        if number <= found.row:
            continue
        row = _row(kind, found, number, tuple(cells), moment, unreckoned)
        if row.key in first:
            twice = Wrong(None, "", reason("row_twice", row=first[row.key]))
            row = replace(row, key="", wrong=(*row.wrong, twice))
        elif row.key:
            first[row.key] = number
        read.append(row)
    return read


def identity(kind: SheetKind, row: Row, *, happened_at: datetime) -> str:
    """Return by what a row is known again, in this file and in every later one.

    A person is the same whenever the sheet is sent; heads are those that were counted at a moment,
    `happened_at` where the row says none.
    """
    assert row.key, "nothing is known of a row with something to mend"
    if kind is SheetKind.PERSONS:
        return row.key
    return f"{row.key}\x1f{(row.happened_at or happened_at).astimezone(UTC).isoformat()}"


def without_head(
    rows: Sequence[Row], *, held: Mapping[Cell, Sequence[tuple[datetime, int]]], at: datetime
) -> dict[int, Reason]:
    """Return why some rows, by number, name no head: those above name all of their cell.

    `held` gives the unnamed heads of each cell from the first moment asked for and after each later
    change, as the ledger's levels do; `at` is the moment of rows that say none.
    """
    asked: dict[Cell, list[Row]] = defaultdict(list)
    for row in rows:
        asked[row.cell].append(row)
    short: dict[int, Reason] = {}
    for cell, naming in asked.items():
        moments = {row.happened_at or at for row in naming}
        levels = _levels(held.get(cell, ()), moments)
        for row in naming:
            since = [moment for moment in levels if moment >= (row.happened_at or at)]
            if min(levels[moment] for moment in since) > 0:
                for moment in since:
                    levels[moment] -= 1
            else:
                then = _levels(held.get(cell, ()), moments)
                left = max(0, min(then[moment] for moment in since))
                short[row.number] = reason("row_no_head", subject=Subject(cell), held=left)
    return short


def _levels(
    held: Sequence[tuple[datetime, int]], moments: Iterable[datetime]
) -> dict[datetime, int]:
    """Return the level at each moment that is asked for or at which it changes, in order."""
    levels: dict[datetime, int] = {}
    steps, level = list(held), 0
    for moment in sorted({*moments, *(step for step, _level in held)}):
        while steps and steps[0][0] <= moment:
            level = steps.pop(0)[1]
        levels[moment] = level
    return levels


def _known(kind: SheetKind, headings: Sequence[str]) -> list[tuple[Column, int]]:
    """Return the columns that headings name, each with its place."""
    wanted = {*COLUMNS[kind], Column.REASONS}
    named = ((spellings().get(plain(heading)), n) for n, heading in enumerate(headings))
    return [(column, n) for column, n in named if column in wanted and column is not None]


def _row(
    kind: SheetKind,
    found: Layout,
    number: int,
    cells: tuple[str, ...],
    moment: Moment,
    unreckoned: frozenset[tuple[int, int]],
) -> Row:
    wrong: list[Wrong] = []

    def read(column: Column, reader: Callable[[str], object]) -> object:
        place = found.columns.get(column)
        text = cells[place] if place is not None and place < len(cells) else ""
        if place is not None and (number, place) in unreckoned:
            wrong.append(Wrong(column, text, reason("row_formula")))
            return None
        value = reader(text)
        if isinstance(value, Reason):
            wrong.append(Wrong(column, text, value))
            return None
        return value

    said = {column: read(column, _reader(column, moment)) for column in COLUMNS[kind]}
    happened_at = said[Column.MOMENT]
    assert happened_at is None or isinstance(happened_at, datetime)
    row = Row(
        number=number,
        cells=cells,
        cell=_cell(said),
        name=str(said.get(Column.NAME) or ""),
        paper=str(said.get(Column.PAPER) or ""),
        count=int(str(said.get(Column.COUNT) or 0)),
        happened_at=happened_at,
        wrong=tuple(wrong),
    )
    return row if wrong else replace(row, key=_key(row, str(said[Column.NUMBER] or "")))


def _cell(said: Mapping[Column, object]) -> Cell:
    nationality, sex, age = (said[each] for each in (Column.NATIONALITY, Column.SEX, Column.AGE))
    assert nationality is None or isinstance(nationality, str)
    return Cell(
        nationality,
        next((known for known in ledger.SEXES if known == sex), None),
        next((known for known in ledger.AGES if known == age), None),
    )


def _key(row: Row, own_number: str) -> str:
    """Return by what a row is known again: its values, and its own number where no paper tells."""
    parts = (
        row.cell.nationality or "",
        row.cell.sex or "",
        row.cell.age or "",
        plain(row.name),
        plain(row.paper),
        "" if row.paper else plain(own_number),
        str(row.count),
        row.happened_at.astimezone(UTC).isoformat() if row.happened_at else "",
    )
    return "\x1f".join(parts)


def _reader(column: Column, moment: Moment) -> Callable[[str], object]:
    if column is Column.MOMENT:
        return lambda text: _moment(text, moment)
    return _READERS[column]


def _name(text: str) -> str | Reason:
    name = " ".join(text.split())
    if not name:
        return reason("row_no_name")
    if not any(unicodedata.category(sign).startswith("L") for sign in name):
        return reason("row_name")
    return name if len(name) <= _NAME else reason("row_long", most=_NAME)


def _line(text: str, *, most: int) -> str | Reason:
    line = " ".join(text.split())
    return line if len(line) <= most else reason("row_long", most=most)


def _nationality(text: str) -> str | Reason | None:
    said = plain(text)
    if is_none(text):
        return None
    of_people = said.removeprefix("ជនជាតិ").removeprefix("សញ្ជាតិ")
    if two := of_two().get(of_people):
        return reason("row_two_nations", one=two[0], other=two[1])
    return nationalities().get(of_people) or reason("row_nationality")


def _sex(text: str) -> Literal["F", "M"] | Reason | None:
    said = plain(text)
    return None if is_none(text) else SEXES.get(said) or reason("row_sex")


def _age(text: str) -> Literal["adult", "minor"] | Reason | None:
    said = plain(text)
    if is_none(text):
        return None
    # A sign says otherwise than its digits: -1 is no age, nor is somebody of <18 an adult.
    years = digits(unicodedata.normalize("NFKC", text)).strip()
    if years.isdecimal() and len(years) <= len(str(_OLDEST)) and int(years) <= _OLDEST:
        return "adult" if int(years) >= _ADULT else "minor"
    return AGES.get(said) or reason("row_age")


def _count(text: str) -> int | Reason:
    said = digits(text).strip()
    if not said:
        return reason("row_no_count")
    if _GROUPED.fullmatch(said):
        said = re.sub(r"[^0-9]", "", said)
    if _HUGE.fullmatch(said):
        return reason("row_absurd", most=rules.MAX_HEADS)
    if not _WHOLE.fullmatch(said) or int(said) < 0:
        return reason("row_count")
    return int(said) if int(said) <= rules.MAX_HEADS else reason("row_absurd", most=rules.MAX_HEADS)


def _moment(text: str, moment: Moment) -> datetime | Reason | None:
    said = " ".join(digits(text).replace("T", " ").split())
    if not said:
        return None
    for form in _MOMENTS:
        try:
            read = datetime.strptime(said, form).replace(tzinfo=moment.zone)
        except ValueError:
            continue
        if not _FIRST_YEAR <= read.year <= _LAST_YEAR:
            return reason("row_moment")
        codes = {"future": "row_future", "long_ago": "row_long_ago"}
        against = rules.reasons_against_moment(read, at=moment.at)
        return reason(codes[against[0].code]) if against else read
    return reason("row_moment")


_READERS: Mapping[Column, Callable[[str], object]] = {
    Column.NUMBER: partial(_line, most=_NUMBER),
    Column.NAME: _name,
    Column.NATIONALITY: _nationality,
    Column.SEX: _sex,
    Column.AGE: _age,
    Column.PAPER: partial(_line, most=_PAPER),
    Column.COUNT: _count,
}
