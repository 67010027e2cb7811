"""What a balance costs in a ledger of millions, against SUM ... GROUP BY over the same rows.

The ledger is a year of raids (see millions.py): 1 and 5 million postings, on SQLite and, where its
server is installed, on PostgreSQL. Each figure is the median of several runs in one process. The
plain way is one statement over postings, movements and accounts with the same answer; what it took
by ours is the ratio. Hand-over and intake go through the verbs: permission, lock, journal and all.
"""

from __future__ import annotations

import argparse
import importlib
import os
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

import django
import machine

_HEAD = (
    "| database | postings | what | ms | plain SQL, ms | plain ÷ ours |",
    "|---|---:|---|---:|---:|---:|",
)


def main() -> int:
    """Print the table, one process a database and size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="50,000 postings, in seconds")
    parser.add_argument("--postings", type=int, action="append", help="of this size alone")
    parser.add_argument("--within", type=int, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.within:
        return _measure(asked.within)
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    needs = importlib.import_module("tests.needs")
    kinds = ("SQLite", "PostgreSQL") if needs.postgres_bin() else ("SQLite",)
    print(machine.words(), "", *_HEAD, sep="\n", flush=True)
    sizes = asked.postings or ([50_000] if asked.quick else [1_000_000, 5_000_000])
    for kind in kinds:
        for postings in sizes:
            _measure_apart(kind, postings)
    return 0


def _measure_apart(kind: str, postings: int) -> None:
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="samaki-bench-"))
        env = {
            **{name: value for name, value in os.environ.items() if name != "DATABASE_URL"},
            "SAMAKI_DATA_DIR": folder,
            "SAMAKI_SECRET_KEY": "for-a-benchmark",
            "DJANGO_SETTINGS_MODULE": "samaki.web.settings",
        }
        if kind == "PostgreSQL":
            server = importlib.import_module("tests.postgresql").server()
            env["DATABASE_URL"] = stack.enter_context(server)
        command = [sys.executable, __file__, "--within", str(postings)]
        subprocess.run(command, env=env, check=True)


def _measure(postings: int) -> int:
    django.setup()
    officer = importlib.import_module("acts").open_books()
    importlib.import_module("millions").fill(postings)
    looking = importlib.import_module("looking")
    looking.look_back(postings)
    looking.write(officer, postings)
    return 0


if __name__ == "__main__":
    sys.exit(main())
