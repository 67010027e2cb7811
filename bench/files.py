"""Files of each form read through the door, and the largest that are taken, on words made up here.

The plain way reads the same file with the same reader in this process: without a fence, without an
end. What stands between the two is what the process of its own costs.
"""

from __future__ import annotations

import argparse
import io
import json
import random
import sys
import zipfile
from email.message import EmailMessage
from time import perf_counter
from typing import TYPE_CHECKING

import machine
import openpyxl
import typst

from samaki.ground.documents import reading
from samaki.ground.documents.door import Reader

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_EACH = 200  # files of a form
_LARGE = {"pdf": 1_000, "docx": 25_000, "html": 15_000, "json": 50_000, "xlsx": 19_000}
_WORDS = (
    *("police", "province", "found", "persons", "nationality", "of", "the", "building", "on"),
    *("at", "raid", "command", "said", "investigation", "seized", "telephones", "computers"),
    *("foreign", "workers", "site", "court", "order"),
)
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_CHANCE = random.Random(1)  # one seed: the same files in each run


def _paragraph() -> str:
    words = " ".join(_CHANCE.choice(_WORDS) for _ in range(60))
    return f"{words}. Police arrested {_CHANCE.randint(2, 999)} people."


def _pdf(size: int) -> bytes:
    # Five paragraphs fill a page.
    return bytes(typst.compile("\n\n".join(_paragraph() for _ in range(size * 5)).encode()))


def _docx(size: int) -> bytes:
    body = "".join(f"<w:p><w:r><w:t>{_paragraph()}</w:t></w:r></w:p>" for _ in range(size))
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr(
            "word/document.xml", f"<w:document {_W}><w:body>{body}</w:body></w:document>"
        )
    return made.getvalue()


def _html(size: int) -> bytes:
    body = "".join(f"<p>{_paragraph()}</p>" for _ in range(size))
    return f"<html><body><nav>Menu</nav><article>{body}</article></body></html>".encode()


def _eml(size: int) -> bytes:
    message = EmailMessage()
    message["From"], message["Message-ID"] = "duty@command.example", "<1@command.example>"
    message.set_content("\n\n".join(_paragraph() for _ in range(size)))
    return message.as_bytes()


def _json(size: int) -> bytes:
    said = [
        {"id": n, "type": "message", "date": "2025-11-17T08:00:00", "text": _paragraph()[:300]}
        for n in range(size)
    ]
    return json.dumps({"name": "Channel", "id": 1, "messages": said}).encode()


def _xlsx(size: int) -> bytes:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(["Nationality", "Sex", "Count"])
    for n in range(size):
        sheet.append(["Indonesia", "F", n])
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


_MADE: dict[str, Callable[[int], bytes]] = {
    "html": _html,
    "pdf": _pdf,
    "docx": _docx,
    "eml": _eml,
    "json": _json,
    "xlsx": _xlsx,
}


def _took(read: Callable[[str, bytes], object], form: str, files: Iterable[bytes]) -> float:
    before = perf_counter()
    for content in files:
        read(f"a.{form}", content)
    return perf_counter() - before


def _row(*cells: object) -> None:
    print(f"| {' | '.join(map(str, cells))} |", flush=True)


def _each(reader: Reader, many: int) -> None:
    _row("form", "files", "KB each", "ms a file", "plain, ms", "time ÷ plain")
    _row("---", *["---:"] * 5)
    for form, make in _MADE.items():
        files = [make(10 if form != "pdf" else 2) for _ in range(many)]
        for read in (reader.read, reading.read):
            _took(read, form, files[:1])  # the libraries are loaded
        ours, plain = (
            _took(read, form, files) * 1e3 / many for read in (reader.read, reading.read)
        )
        size = sum(map(len, files)) / many / 1024
        _row(form, many, f"{size:.1f}", f"{ours:.2f}", f"{plain:.2f}", f"{ours / plain:.2f}")


def _largest(reader: Reader, share: float) -> None:
    print()
    _row("form", "of what", "MB", "seconds")
    _row("---", *["---:"] * 3)
    for form, size in _LARGE.items():
        made = _MADE[form](int(size * share))
        took = _took(reader.read, form, [made])
        _row(form, f"{int(size * share):,}", f"{len(made) / 2**20:.1f}", f"{took:.1f}")


def main() -> int:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="few and small files, in seconds")
    is_quick = parser.parse_args().quick
    print(machine.words(), "", sep="\n")
    with Reader() as reader:
        _each(reader, 10 if is_quick else _EACH)
        _largest(reader, 0.01 if is_quick else 1)
    return 0


if __name__ == "__main__":
    sys.exit(main())
