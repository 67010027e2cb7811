"""A sheet of 5,000 named persons, 37 of them bad: sent, reviewed, posted, mended and sent again.

Each step is the verb that the page and the background job call, on SQLite in a folder that is
thrown away. Beside it stands what naming the same heads one by one would take.
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
import tempfile
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

import django
import machine

if TYPE_CHECKING:
    from collections.abc import Callable

_ROWS, _BAD = 5_000, 37
_HEAD = ("| step | rows | seconds | rows/s |", "|---|---:|---:|---:|")


def _measure(step: str, rows: int, work: Callable[..., Any], *asked: object) -> Any:  # noqa: ANN401 - whatever the work returns
    """Measure one step and print its row of the table; return what it made."""
    before = perf_counter()
    made = work(*asked)
    took = perf_counter() - before
    print(f"| {step} | {rows:,} | {took:.2f} | {rows / took:,.0f} |", flush=True)
    return made


def _walk(acts: Any, rows: int) -> bool:  # noqa: ANN401 - loaded once Django is set up
    """Send, review, post, mend and send again; tell whether every row is in the books once."""
    officer = acts.open_books()
    acts.take_heads_in(officer, rows + 200)
    bad = min(_BAD, rows // 4)
    for form in ("csv", "xlsx"):
        _measure(f"write {form}", rows, acts.sheet_of_persons, rows, bad, form)
    content = acts.sheet_of_persons(rows, bad, "xlsx")
    made = _measure("send and stage (XLSX)", rows, acts.stage, officer, content)
    _measure("review page's reads", rows, acts.review, officer, made)
    _measure("post", rows - bad, acts.post, officer, made)
    mended = _measure("take back what is bad", bad, acts.mend, officer, made)
    _measure("mend and post the rest", bad, acts.send, officer, mended)
    _measure(
        "send the whole again", rows, acts.stage, officer, acts.sheet_of_persons(rows, 0, "csv")
    )
    _measure("one by one, for comparison", 200, acts.name_one_by_one, officer, 200)
    return bool(acts.named() == rows + 200 and acts.are_balanced())


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="few rows, in seconds")
    rows = 400 if parser.parse_args().quick else _ROWS
    os.environ.pop("DATABASE_URL", None)
    with tempfile.TemporaryDirectory(prefix="samaki-bench-") as folder:
        os.environ |= {
            "SAMAKI_DATA_DIR": str(Path(folder)),
            "SAMAKI_SECRET_KEY": "for-a-benchmark",
            "DJANGO_SETTINGS_MODULE": "samaki.web.settings",
        }
        django.setup()
        print(machine.words(), "", *_HEAD, sep="\n")
        is_right = _walk(importlib.import_module("sheet_acts"), rows)
        print("", f"books {'balanced, each row once' if is_right else 'NOT right'}", sep="\n")
        django.db.connection.close()
    return 0 if is_right else 1


if __name__ == "__main__":
    sys.exit(main())
