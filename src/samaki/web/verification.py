"""`samaki verify`: the whole proof, from the file's structure to the balances."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import DatabaseError, OperationalError, connection

from samaki.ground.journal import queries as journal
from samaki.systems.custody.queries import books as custody
from samaki.systems.custody.queries import photos

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of the proof: rows looked at, faults found; the last has the line of the ledger."""

    rows: int = 0
    faults: tuple[str, ...] = ()
    line: str = ""


def run() -> int:
    """Print what was found and return 0, or 1 with the first bad row; 2 with nothing to prove."""
    try:
        if not connection.introspection.table_names():
            words = "The database is empty. Run `samaki migrate`, or name its folder."
            print(words, file=sys.stderr)  # noqa: T201 - this is a command's answer
            return 2
        found = next(piece for piece in pieces() if piece.faults or piece.line)
    except OperationalError as error:
        print(f"ledger: not proved, ask again: {error}", file=sys.stderr)  # noqa: T201 - as above
        return 1
    if found.faults:
        print(fault_line(found.faults[0]), file=sys.stderr)  # noqa: T201 - as above
        return 1
    print(found.line)  # noqa: T201 - as above
    return 0


def fault_line(fault: str) -> str:
    """Return the line that names the first bad row."""
    return f"ledger: NOT as recorded; first bad row: {fault}"


def size() -> int:
    """Return how many rows the proof looks at, as far as the database can be read."""
    try:
        return journal.size()
    except DatabaseError:
        return 0


def pieces() -> Iterator[Piece]:
    """Yield the proof in pieces: file, chain, sealed rows, photographs, balances."""
    try:
        yield Piece(faults=tuple(_damage()))
        for piece in journal.pieces():
            yield Piece(piece.rows, tuple(str(found) for found in piece.breaks))
        yield Piece(faults=tuple(str(found) for found in photos.faults()))
        yield _balances()
    except (DatabaseError, ValueError, OverflowError) as error:
        if isinstance(error, OperationalError) and "locked" in str(error):
            raise  # another program writes; that says nothing about the books
        # One changed byte can make a file or a value unreadable; that is a finding, not a crash.
        yield Piece(faults=(f"the database cannot be read: {error}",))


def _balances() -> Piece:
    verdict = custody.verify()
    if verdict.fault is not None:
        return Piece(faults=(str(verdict.fault),))
    line = f"ledger: {verdict.postings} postings, {verdict.accounts} accounts, balanced"
    return Piece(line=line)


def _damage() -> Iterator[str]:
    """Ask SQLite itself whether the file's pages and references are whole."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check(1)")
        (found,) = cursor.fetchone()
        if found != "ok":
            yield f"the file is damaged: {found}"
        cursor.execute("PRAGMA foreign_key_check")
        if (row := cursor.fetchone()) is not None:
            yield f"{row[0]} row {row[1]}: it points at a row of {row[2]} that is not there"
