"""`samaki verify` from outside: it proves, and it names the first row that was touched."""

from __future__ import annotations

import re
import sqlite3
from typing import TYPE_CHECKING

import pytest
from tests.installation import Installation

if TYPE_CHECKING:
    from pathlib import Path

    from tests.ready import Ready


@pytest.fixture(scope="module")
def world(ready: Ready) -> Installation:
    """Give the demo world; whoever changes it copies it first."""
    return ready.template()


def test_whole_books_end_with_one_line_and_0(world: Installation) -> None:
    done = world.samaki("verify")

    assert done.returncode == 0
    last = done.stdout.decode().splitlines()[-1]
    assert re.fullmatch(r"ledger: \d+ postings, \d+ accounts, balanced", last)


def test_an_empty_database_is_not_called_altered(tmp_path: Path) -> None:
    done = Installation(tmp_path / "data").samaki("verify")

    assert done.returncode == 2
    assert b"samaki migrate" in done.stderr


def test_loading_twice_adds_nothing(world: Installation, tmp_path: Path) -> None:
    made = world.copy_to(tmp_path / "data")
    before = made.samaki("verify").stdout

    assert made.samaki("demo", "--load-only").returncode == 0
    assert made.samaki("verify").stdout == before


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("custody_posting", "UPDATE custody_posting SET count = count + 1 WHERE id = 3"),
        ("custody_posting", "DELETE FROM custody_posting WHERE id = 3"),
        ("claims_claim", "UPDATE claims_claim SET low = 9 WHERE id = 2"),
        ("claims_decision", "DELETE FROM claims_decision WHERE id = 1"),
        ("access_appointment", "UPDATE access_appointment SET role = 'duty_officer'"),
        ("sources_source", "UPDATE sources_source SET text = text || ' '"),
        ("journal_entry", "UPDATE journal_entry SET actor = 'account:1' WHERE number = 40"),
        ("journal_entry", "DELETE FROM journal_entry WHERE number = 40"),
    ],
)
def test_a_row_changed_behind_samaki_s_back_is_named(
    world: Installation, tmp_path: Path, table: str, change: str
) -> None:
    made = world.copy_to(tmp_path / "data")
    with sqlite3.connect(made.folder / "samaki.sqlite3") as connection:
        triggers = connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?", [table]
        ).fetchall()
        for name, _sql in triggers:
            connection.execute(f'DROP TRIGGER "{name}"')
        connection.execute(change)
        for _name, sql in triggers:
            connection.execute(sql)
    connection.close()

    done = made.samaki("verify")

    assert done.returncode == 1
    assert f"first bad row: {table} row" in done.stderr.decode()


def test_the_database_itself_refuses_the_change_while_its_triggers_stand(
    world: Installation, tmp_path: Path
) -> None:
    made = world.copy_to(tmp_path / "data")
    connection = sqlite3.connect(made.folder / "samaki.sqlite3")
    for change in ("UPDATE custody_posting SET count = 9", "DELETE FROM journal_entry"):
        with pytest.raises(sqlite3.DatabaseError):
            connection.execute(change)
    connection.close()


def test_a_trigger_replaced_by_an_idle_one_is_named(world: Installation, tmp_path: Path) -> None:
    made = world.copy_to(tmp_path / "data")
    connection = sqlite3.connect(made.folder / "samaki.sqlite3")
    connection.execute("DROP TRIGGER custody_posting_refuses_update")
    connection.execute(
        "CREATE TRIGGER custody_posting_refuses_update BEFORE UPDATE ON custody_posting "
        "BEGIN SELECT 1; END"
    )
    connection.close()

    done = made.samaki("verify")

    assert done.returncode == 1
    assert b"custody_posting_refuses_update" in done.stderr


@pytest.mark.parametrize("where", [0.2, 0.35, 0.5, 0.65, 0.8, 0.95])
def test_one_changed_byte_of_the_file_is_never_called_balanced_data(
    world: Installation, tmp_path: Path, where: float
) -> None:
    """A byte is changed inside a stored word, wherever in the file that word lies."""
    made = world.copy_to(tmp_path / "data")
    path = made.folder / "samaki.sqlite3"
    sqlite3.connect(path).execute("PRAGMA wal_checkpoint(TRUNCATE)").close()
    raw = bytearray(path.read_bytes())
    start = int(len(raw) * where)
    place = raw.find(b"custody:", start)
    if place < 0:
        place = raw.find(b"account:")
    assert place > 0
    raw[place + 1] ^= 0x01
    path.write_bytes(bytes(raw))

    done = made.samaki("verify")

    assert done.returncode == 1, done.stdout
    assert b"first bad row" in done.stderr
    assert b"Traceback" not in done.stderr
