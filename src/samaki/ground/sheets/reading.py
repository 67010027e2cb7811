"""Reads a file as rows of text, or says what is wrong with it. Values alone: nothing is reckoned.

A file comes from outside and may mean harm: what it unpacks to is known before it is unpacked, no
entity is followed, no macro is taken, and no cell is longer than a cell has reason to be.
"""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date, datetime, time
from itertools import islice
from typing import TYPE_CHECKING

import openpyxl

from samaki.ground.sheets import rules
from samaki.ground.sheets.rules import Table, reason
from samaki.ground.wording import RefusedError
from samaki.kernel.spreadsheets import spreadsheet_plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_ZIP, _COMPOUND = b"PK", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_DELIMITERS = (",", ";", "\t")
_WORKBOOKS = (".xlsx", ".xlsm")
_TEXTS = (".csv", ".tsv", ".txt")
_SAMPLE = 20  # lines by which the delimiter is found


class SheetRefusedError(RefusedError):
    """The file cannot be read as a sheet. Carries every reason; nothing was written."""


def read(file: str, content: bytes) -> Table:
    """Return what a file holds. `file` is its name, for the refusal. Raises SheetRefusedError."""
    if not content.strip():
        raise _refusal(file, "sheet_empty")
    if len(content) > rules.LARGEST:
        raise _refusal(file, "sheet_large", most=rules.LARGEST // rules.MEGABYTE)
    if content.startswith(_COMPOUND):
        raise _refusal(file, "sheet_locked" if _ENCRYPTED in content else "sheet_old")
    if content.startswith(_ZIP):
        return _workbook(file, content)
    if file.lower().endswith(_WORKBOOKS):
        raise _refusal(file, "sheet_none")
    return _csv(file, content)


def _workbook(file: str, content: bytes) -> Table:
    _refuse_hostile(file, content)
    try:
        sheets = list(_filled(file, content, reckoned=True))
        unreckoned = _unreckoned(file, content, {n: row for _t, rows in sheets for n, row in rows})
    except SheetRefusedError:
        raise
    except Exception as error:  # whatever a broken file makes the library raise
        raise _refusal(file, "sheet_damaged") from error
    if len(sheets) > 1:
        raise _refusal(file, "sheet_several", sheets=", ".join(title for title, _rows in sheets))
    if not sheets:
        raise _refusal(file, "sheet_empty")
    ((_title, rows),) = sheets
    # A row of nothing but such formulas is a row, too.
    every = {**{number: () for number, _column in unreckoned}, **dict(rows)}
    return Table("xlsx", tuple(sorted(every.items())), unreckoned=unreckoned)


def _refuse_hostile(file: str, content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise _refusal(file, "sheet_damaged") from error
    names = {part.filename.lower() for part in parts}
    if any(name.endswith("vbaproject.bin") for name in names):
        raise _refusal(file, "sheet_macros")
    if "[content_types].xml" not in names or not any(n.startswith("xl/") for n in names):
        raise _refusal(file, "sheet_none")
    # No part unpacks to more than it says here: the library stops there, and its sum is then wrong.
    if len(parts) > rules.MOST_PARTS or sum(p.file_size for p in parts) > rules.LARGEST_UNPACKED:
        most = rules.LARGEST_UNPACKED // rules.MEGABYTE
        raise _refusal(file, "sheet_unpacks", most=most)


def _filled(
    file: str, content: bytes, *, reckoned: bool
) -> Iterator[tuple[str, tuple[tuple[int, tuple[str, ...]], ...]]]:
    """Yield each sheet that holds something, with its rows; formulas as values or as they are."""
    book = openpyxl.load_workbook(
        io.BytesIO(content), read_only=True, data_only=reckoned, keep_links=False
    )
    try:
        for sheet in book.worksheets:
            sheet.reset_dimensions()  # what a file says of its own size need not be so
            found = sheet.iter_rows(max_col=rules.MOST_COLUMNS, values_only=True)
            if rows := _kept(file, (tuple(map(_text, row)) for row in found)):
                yield sheet.title, rows
    finally:
        book.close()


def _unreckoned(
    file: str, content: bytes, rows: dict[int, tuple[str, ...]]
) -> frozenset[tuple[int, int]]:
    """Return the cells that hold a formula and no value: no program has reckoned it yet."""
    if not _has_formulas(content):
        return frozenset()
    found = set()
    for _title, written in _filled(file, content, reckoned=False):
        for number, cells in written:
            values = rows.get(number, ())
            for column, cell in enumerate(cells):
                value = values[column] if column < len(values) else ""
                if cell.startswith("=") and not value:
                    found.add((number, column))
    return frozenset(found)


def _has_formulas(content: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return any(
            b"<f>" in (text := packed.read(name)) or b"<f " in text
            for name in packed.namelist()
            if name.startswith("xl/worksheets/")
        )


def _csv(file: str, content: bytes) -> Table:
    text = _decoded(file, content)
    delimiter, lines = _delimiter(text)
    try:
        rows = _kept(file, csv.reader(io.StringIO(lines, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise _refusal(file, "sheet_damaged") from error
    # The line that names the delimiter is a row of the file, too.
    skipped = text.count("\n") - lines.count("\n")
    return Table("csv", tuple((number + skipped, row) for number, row in rows), delimiter)


def _decoded(file: str, content: bytes) -> str:
    is_text = file.lower().endswith(_TEXTS)
    try:
        if content.startswith((b"\xff\xfe", b"\xfe\xff")):
            text = content.decode("utf-16")
        else:
            text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _refusal(file, "sheet_encoding" if is_text else "sheet_none") from error
    if "\x00" in text:
        raise _refusal(file, "sheet_encoding" if is_text else "sheet_none")
    return text


def _delimiter(text: str) -> tuple[str, str]:
    """Return the sign between the cells, and the text without the line that names it."""
    first, _, rest = text.partition("\n")
    named = first.strip().casefold().removeprefix("sep=")
    if first.casefold().startswith("sep=") and named in {*_DELIMITERS, ""}:
        return named or "\t", rest
    sample = text.splitlines()[:_SAMPLE]
    return max(_DELIMITERS, key=lambda sign: _cells(sample, sign)), text


def _cells(lines: Sequence[str], sign: str) -> int:
    """Return how many cells lines have if that sign stands between them; none if it cannot."""
    try:
        return sum(map(len, csv.reader(lines, delimiter=sign)))
    except csv.Error:
        return 0


def _kept(file: str, rows: Iterable[Sequence[str]]) -> tuple[tuple[int, tuple[str, ...]], ...]:
    """Return the rows that hold something, by number; refuse one too many."""
    filled = (
        (number, cells)
        for number, row in enumerate(rows, start=1)
        if (cells := _filled_part(row[: rules.MOST_COLUMNS]))
    )
    kept = tuple(islice(filled, rules.MOST_ROWS + 2))  # the headings come on top
    if len(kept) > rules.MOST_ROWS + 1:
        raise _refusal(file, "sheet_rows", most=rules.MOST_ROWS)
    return kept


def _filled_part(row: Sequence[str]) -> tuple[str, ...]:
    """Return the cells of a row up to the last that holds something."""
    cells = [_cut(cell) for cell in row]
    while cells and not cells[-1]:
        cells.pop()
    return tuple(cells)


def _cut(cell: str) -> str:
    return spreadsheet_plain(cell[: rules.LONGEST_CELL]).strip().replace("\x00", "")


def _text(value: object) -> str:
    """Return a cell's value as an officer would type it."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _refusal(file: str, code: str, **values: object) -> SheetRefusedError:
    return SheetRefusedError([reason(code, file=file[-120:], **values)])
