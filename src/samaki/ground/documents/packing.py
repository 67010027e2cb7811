"""Packed files (DOCX, XLSX are ZIP): what they would unpack to is known before they are unpacked.

Nothing is ever written to the disk: a name such as ../../etc leads nowhere, and is refused because
no office program writes one.
"""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

from samaki.ground.documents import rules
from samaki.ground.documents.rules import fault

if TYPE_CHECKING:
    from collections.abc import Iterable

_ENCRYPTED = 0x1  # bit of a part's flags
_BROKEN = (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OSError, RuntimeError)


def names(content: bytes) -> frozenset[str]:
    """Return the names of a packed file's parts; none where it cannot be opened."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return frozenset(part.filename for part in packed.infolist())
    except _BROKEN:
        return frozenset()


def refuse_hostile(file: str, content: bytes) -> None:
    """Raise FileFaultError for a packed file that is locked, damaged, or larger than it looks."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
    except _BROKEN as error:
        raise fault(file, "file_damaged") from error
    if any(_is_outside(part.filename) for part in parts):
        raise fault(file, "file_outside")
    if any(part.flag_bits & _ENCRYPTED for part in parts):
        raise fault(file, "file_locked")
    if _is_bomb(parts):
        raise fault(file, "file_unpacks")


def part(file: str, content: bytes, name: str) -> bytes:
    """Return one part of a packed file, empty where it has none. Raises FileFaultError.

    A part that says it is small and is not ends where it says: its sum is then wrong.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if name not in packed.namelist():
                return b""
            with packed.open(name) as opened:
                return opened.read(rules.LARGEST_PART)
    except Exception as error:  # also what a broken stream makes zlib, bz2 and lzma raise
        raise fault(file, "file_damaged") from error


def _is_outside(name: str) -> bool:
    steps = name.replace("\\", "/").split("/")
    return ".." in steps or name.startswith(("/", "\\")) or ":" in steps[0]


def _is_bomb(parts: Iterable[zipfile.ZipInfo]) -> bool:
    listed = list(parts)
    sizes = [each.file_size for each in listed]
    is_dense = any(
        each.file_size > rules.RATIO_FROM
        and each.file_size > rules.HIGHEST_RATIO * max(each.compress_size, 1)
        for each in listed
    )
    return (
        is_dense
        or len(listed) > rules.MOST_PARTS
        or sum(sizes) > rules.LARGEST_UNPACKED
        or max(sizes, default=0) > rules.LARGEST_PART
    )
