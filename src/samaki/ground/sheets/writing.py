"""Writes rows of text as a file in the form in which they came; no cell is ever a formula."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from samaki.kernel.spreadsheets import spreadsheet_safe

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
_WIDTH = 20  # of a column, in characters


def write(form: str, rows: Iterable[Sequence[str]], *, delimiter: str = ",") -> bytes:
    """Return a file of rows, the first of which are the headings. `form` is a key of TYPES."""
    return _workbook(rows) if form == "xlsx" else _csv(rows, delimiter)


def _csv(rows: Iterable[Sequence[str]], delimiter: str) -> bytes:
    text = io.StringIO(newline="")
    written = csv.writer(text, delimiter=delimiter)
    written.writerows([spreadsheet_safe(cell) for cell in row] for row in rows)
    # Excel reads UTF-8 if the mark stands in front.
    return text.getvalue().encode("utf-8-sig")


def _workbook(rows: Iterable[Sequence[str]]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Samaki")
    sheet.freeze_panes = "A2"
    listed = list(rows)
    for column in range(max(map(len, listed), default=0)):
        sheet.column_dimensions[get_column_letter(column + 1)].width = _WIDTH
    for number, row in enumerate(listed):
        cells = [WriteOnlyCell(sheet, value=spreadsheet_safe(_storable(cell))) for cell in row]
        for cell in cells:
            cell.data_type, cell.number_format = "s", "@"  # text, whatever it looks like
            if number == 0:
                cell.font = Font(bold=True)
        sheet.append(cells)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _storable(cell: str) -> str:
    """Leave out the control signs that no XLSX may hold."""
    return "".join(sign for sign in cell if sign >= " " or sign in "\t\n\r")
