"""What a file must be to be read as a sheet, and how its refusals are worded. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field

from samaki.kernel.reasons import Reason

MEGABYTE = 1024 * 1024
LARGEST = 10 * MEGABYTE  # of a file
LARGEST_UNPACKED = 60 * MEGABYTE  # 20,000 rows of a filled sheet take a third of it
MOST_ROWS = 20_000
MOST_COLUMNS = 64
LONGEST_CELL = 500  # characters; more is cut off, and too long for every column that is read
MOST_PARTS = 500  # files inside an XLSX

WORDINGS = {
    "sheet_empty": "%(file)s is empty. Choose the file that holds the rows.",
    "sheet_large": "%(file)s has more than %(most)s MB. Send it in parts.",
    "sheet_unpacks": "%(file)s unpacks to more than %(most)s MB. Copy the rows to a new sheet.",
    "sheet_rows": "%(file)s has more than %(most)s rows. Send it in parts.",
    "sheet_locked": "%(file)s is protected by a password. Save it without one.",
    "sheet_old": "%(file)s is an old XLS file. Save it as XLSX or as CSV.",
    "sheet_macros": "%(file)s holds macros. Save it as XLSX, without macros.",
    "sheet_damaged": "%(file)s cannot be opened: it is damaged, or no spreadsheet. Save it anew.",
    "sheet_none": "%(file)s is no spreadsheet. Save the rows as XLSX or as CSV.",
    "sheet_encoding": "%(file)s is not text in UTF-8 or UTF-16. Save it as “CSV UTF-8”.",
    "sheet_several": "%(file)s has rows on several sheets: %(sheets)s. Leave one of them.",
}


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet as it was read: each row that holds something, by its number in the file (from 1).

    `form` is xlsx or csv, `delimiter` a CSV's own. `unreckoned` are [row, column] of formulas
    whose value the file does not hold; columns count from 0.
    """

    form: str
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    delimiter: str = ","
    unreckoned: frozenset[tuple[int, int]] = field(default=frozenset())


def reason(code: str, **values: object) -> Reason:
    """Return the reason of that code."""
    return Reason(code, WORDINGS[code], values)
