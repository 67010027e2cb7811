"""Files from outside: whatever comes, it is read as rows of text, or it is said what is wrong."""

from __future__ import annotations

import io
import zipfile
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from samaki.ground.sheets import rules
from samaki.ground.sheets.reading import SheetRefusedError, read
from samaki.ground.sheets.writing import write
from samaki.kernel.spreadsheets import spreadsheet_plain, spreadsheet_safe

if TYPE_CHECKING:
    from collections.abc import Callable

ROWS = ((1, ("ឈ្មោះ", "Sex")), (3, ("Budi, the elder", "M")))


def _book(*rows: list[object], title: str = "Sheet") -> Workbook:
    book = Workbook()
    assert book.active is not None
    book.active.title = title
    for row in rows:
        book.active.append(row)
    return book


def _saved(book: Workbook) -> bytes:
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _with_part(content: bytes, name: str, part: bytes) -> bytes:
    """Put a part into a packed file, in the place of one of that name if there is one."""
    written = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for each in old.namelist():
            if each != name:
                new.writestr(each, old.read(each))
        new.writestr(name, part)
    return written.getvalue()


def _code(content: bytes, file: str = "list.xlsx") -> str:
    with pytest.raises(SheetRefusedError) as refused:
        read(file, content)
    (reason,) = refused.value.reasons
    assert file in refused.value.sentences[0]
    return reason.code


@pytest.mark.parametrize("sign", [",", ";", "\t"])
@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_csv_is_read_in_each_coding_and_with_each_sign_between_its_cells(
    sign: str, coding: str
) -> None:
    text = f'ឈ្មោះ{sign}Sex\r\n{sign}\r\n"Budi, the elder"{sign}M\r\n'

    assert read("list.csv", text.encode(coding)).rows == ROWS


def test_the_line_by_which_excel_names_the_sign_is_no_row() -> None:
    assert read("list.csv", b"sep=;\nName;Sex\nBudi;M\n").rows[0] == (2, ("Name", "Sex"))


def test_a_workbook_is_read_by_its_values() -> None:
    when = datetime(2025, 11, 17, 18, 30)  # noqa: DTZ001 - a spreadsheet knows no zone
    book = _book(["Name", "Age", "When"], [], ["Budi", 25.0, when])

    assert read("list.xlsx", _saved(book)).rows == (
        (1, ("Name", "Age", "When")),
        (3, ("Budi", "25", "2025-11-17 18:30")),
    )


def test_a_formula_that_nobody_reckoned_is_named_by_its_cell() -> None:
    book = _book(["Name", "Age"], ["Budi", "=1+1"], ["=A2"])

    found = read("list.xlsx", _saved(book))

    assert found.rows[1:] == ((2, ("Budi",)), (3, ()))
    assert found.unreckoned == {(2, 1), (3, 0)}


def _bomb() -> bytes:
    filler = b"<x>" + b" " * (rules.LARGEST_UNPACKED + 1)
    return _with_part(_saved(_book(["Name"])), "xl/worksheets/filler.xml", filler)


def _entities() -> bytes:
    sheet = (
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
        b'<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row r="1"><c r="A1" t="inlineStr"><is><t>&b;</t></is></c></row></sheetData></worksheet>'
    )
    return _with_part(_saved(_book(["Name"])), "xl/worksheets/sheet1.xml", sheet)


def _macros() -> bytes:
    return _with_part(_saved(_book(["Name"])), "xl/vbaProject.bin", b"x")


def _another_archive() -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as packed:
        packed.writestr("letter.txt", "Name,Sex")
    return written.getvalue()


def _two_sheets() -> bytes:
    book = _book(["Name"], ["Budi"], title="May")
    book.create_sheet("June").append(["Name"])
    return _saved(book)


_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
HOSTILE: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "nothing": ("sheet_empty", lambda: b" \n", "list.csv"),
    "blank": ("sheet_empty", lambda: _saved(_book()), "list.xlsx"),
    "large": ("sheet_large", lambda: b"a" * (rules.LARGEST + 1), "list.csv"),
    "bomb": ("sheet_unpacks", _bomb, "list.xlsx"),
    "entities": ("sheet_damaged", _entities, "list.xlsx"),
    "macros": ("sheet_macros", _macros, "list.xlsm"),
    "password": (
        "sheet_locked",
        lambda: _COMPOUND + "EncryptedPackage".encode("utf-16-le"),
        "list.xlsx",
    ),
    "old": ("sheet_old", lambda: _COMPOUND, "list.xls"),
    "cut off": ("sheet_damaged", lambda: _saved(_book(["Name"]))[:900], "list.xlsx"),
    "another archive": ("sheet_none", _another_archive, "list.zip"),
    "text called a workbook": ("sheet_none", lambda: b"Name,Paper\nBudi,1", "List.XLSX"),
    "a picture": ("sheet_none", lambda: b"\x89PNG\r\n\x1a\n\xff\x00", "photo.png"),
    "an old coding": ("sheet_encoding", lambda: "naïve,é".encode("latin-1"), "list.csv"),
    "two sheets": ("sheet_several", _two_sheets, "list.xlsx"),
    "too many rows": ("sheet_rows", lambda: b"a,b\n" * (rules.MOST_ROWS + 2), "list.csv"),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_what_is_no_sheet_is_refused_with_its_name_and_what_to_do(kind: str) -> None:
    code, made, file = HOSTILE[kind]

    assert _code(made(), file) == code


@given(st.binary(max_size=200))
def test_whatever_comes_is_read_or_refused(content: bytes) -> None:
    for head in (b"", b"PK\x03\x04", b"\xff\xfe"):
        with suppress(SheetRefusedError):
            assert read("list", head + content).rows is not None


_CELLS = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=30)


@given(st.lists(st.lists(_CELLS, min_size=2, max_size=4), min_size=1, max_size=4))
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_what_is_written_is_read_as_it_was(form: str, rows: list[list[str]]) -> None:
    plain = [tuple(spreadsheet_plain(cell) for cell in row) for row in rows]

    found = read("list", write(form, rows)).rows

    assert [row[: len(was)] for (_number, row), was in zip(found, plain, strict=True)] == plain


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_no_cell_that_goes_back_is_a_formula(form: str) -> None:
    content = write(form, [["Name"], ['=HYPERLINK("http://x")'], ["+1"], ["@x"]])

    if form == "csv":
        assert b"\n'=HYPERLINK" in content.replace(b'"', b"")
    else:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            assert b"<f>" not in packed.read("xl/worksheets/sheet1.xml")


@given(st.text(max_size=8))
def test_a_cell_that_was_made_safe_is_known_again(cell: str) -> None:
    assert spreadsheet_plain(spreadsheet_safe(cell)) == spreadsheet_plain(cell)
