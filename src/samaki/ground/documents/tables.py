"""XLSX and CSV: each row a line, each cell with its heading. No formula is ever reckoned.

The cells of a province's return are parted by what no cell holds: its reader tells them apart.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from samaki.ground.documents import packing
from samaki.ground.documents.rules import Extract, FileFaultError, Taken, fault
from samaki.ground.sheets.reading import SheetRefusedError
from samaki.ground.sheets.reading import read as read_sheet
from samaki.kernel.reading.returns import as_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from samaki.ground.sheets.rules import Table

_HEADINGS = 2  # cells that a row of headings has at least; a title above has one


def read(file: str, content: bytes) -> Taken:
    """Return the rows of a sheet as lines of one text. Raises FileFaultError."""
    if content.startswith(b"PK"):
        packing.refuse_hostile(file, content)
    try:
        table = read_sheet(file, content)
    except SheetRefusedError as refused:
        raise FileFaultError(*refused.reasons) from refused
    if table.unreckoned:
        raise fault(file, "file_unreckoned")
    lines = as_lines([cells for _number, cells in table.rows])
    text = "\n".join(_lines(table) if lines is None else lines)
    if not text.strip():
        raise fault(file, "file_wordless")
    return Taken((Extract(text),))


def _lines(table: Table) -> Iterator[str]:
    headings: tuple[str, ...] = ()
    for _number, cells in table.rows:
        if headings:
            yield "; ".join(_cell(headings, n, cell) for n, cell in enumerate(cells) if cell)
        elif sum(map(bool, cells)) >= _HEADINGS:
            headings = cells
        else:
            yield " ".join(filter(None, cells))
    if headings and len(table.rows) == 1:
        yield "; ".join(filter(None, headings))


def _cell(headings: tuple[str, ...], n: int, cell: str) -> str:
    heading = headings[n] if n < len(headings) else ""
    return f"{heading}: {cell}" if heading else cell
