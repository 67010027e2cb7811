"""Postings a second through the verbs, against a plain INSERT of the same rows.

Both write to SQLite in a folder that is thrown away, one transaction an act, WAL, synchronous FULL.
The plain way writes the movement and its postings alone: no permission, no lock, no look at the
balance, no hand-over, no journal and no hash chain. The ratio is what being answerable costs.
"""

from __future__ import annotations

import argparse
import importlib
import os
import sqlite3
import sys
import tempfile
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

import django
import machine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_TABLES = """
PRAGMA journal_mode=WAL;
PRAGMA synchronous=FULL;
CREATE TABLE movement (id INTEGER PRIMARY KEY, happened_at, recorded_at, kind, converts, because,
                       actor, reverses_id);
CREATE TABLE posting (id INTEGER PRIMARY KEY, movement_id REFERENCES movement (id), account_id,
                      count, nationality, sex, age, person);
"""
_HEAD = (
    "| verb | acts | postings | postings/s | ms an act | plain postings/s | time ÷ plain |",
    "|---|---:|---:|---:|---:|---:|---:|",
)


def _insert_plainly(database: sqlite3.Connection, rows: Iterable[Any]) -> None:
    for movement, postings in rows:
        database.execute("BEGIN IMMEDIATE")
        database.execute("INSERT INTO movement VALUES (?, ?, ?, ?, ?, ?, ?, ?)", movement)
        database.executemany("INSERT INTO posting VALUES (?, ?, ?, ?, ?, ?, ?, ?)", postings)
        database.execute("COMMIT")


def _seconds(work: Callable[..., object], *arguments: object) -> float:
    before = perf_counter()
    work(*arguments)
    return perf_counter() - before


def _measure(acts: Any, verb: str, work: Callable[..., object], *asked: Any) -> str:  # noqa: ANN401 - loaded once Django is set up
    """Measure one verb both ways; return a row of the table."""
    officer, count, folder = asked
    before = acts.movements()
    ours = _seconds(work, officer, count)
    rows = acts.rows_after(before)
    database = sqlite3.connect(folder / f"{verb}.sqlite3", isolation_level=None)
    database.executescript(_TABLES)
    plain = _seconds(_insert_plainly, database, rows)
    database.close()
    postings = sum(len(each) for _, each in rows)
    return (
        f"| {verb} | {count:,} | {postings:,} | {postings / ours:,.0f} | {1000 * ours / count:.1f} "
        f"| {postings / plain:,.0f} | {ours / plain:.1f} |"
    )


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="few acts, in seconds")
    count = 100 if parser.parse_args().quick else 500
    os.environ.pop("DATABASE_URL", None)
    with tempfile.TemporaryDirectory(prefix="samaki-bench-") as folder:
        os.environ |= {
            "SAMAKI_DATA_DIR": folder,
            "SAMAKI_SECRET_KEY": "for-a-benchmark",
            "DJANGO_SETTINGS_MODULE": "samaki.web.settings",
        }
        django.setup()
        acts = importlib.import_module("acts")
        officer = acts.open_books()
        print(machine.words(), "", *_HEAD, sep="\n")
        for verb, work in (("take_in", acts.take_many_in), ("dispatch", acts.dispatch_many)):
            print(_measure(acts, verb, work, officer, count, Path(folder)), flush=True)
        is_balanced = acts.are_balanced()
        print("", f"books {'balanced' if is_balanced else 'NOT balanced'}", sep="\n")
        django.db.connection.close()
    return 0 if is_balanced else 1


if __name__ == "__main__":
    sys.exit(main())
