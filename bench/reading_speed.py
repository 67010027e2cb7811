"""How fast the reader reads: documents a second, memory, and the price against bare figures.

The plain way finds figures and nothing else: no words for numbers, no place, no date, no
nationality, no judgement whether the figure counts people. The ratio is what understanding costs.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter, process_time
from typing import TYPE_CHECKING, Any

from samaki.kernel.reading.drafts import Document
from samaki.kernel.reading.reader import read
from samaki.web.bulletins import FIRST, OTHERS

if TYPE_CHECKING:
    from collections.abc import Sequence

_SOURCE = Path(__file__).resolve().parent.parent / "src"
_FIGURE = re.compile(r"[0-9០-៩][0-9០-៩,.]*")
_KILOBYTE = 1_000


def measure(documents: Sequence[dict[str, Any]], *, quick: bool) -> None:
    """Print the three tables; quick leaves the memory and the long texts out."""
    _print_rate(documents)
    if not quick:
        _print_memory(documents)
    _print_price((1, 10) if quick else (1, 10, 100))


def _print_rate(documents: Sequence[dict[str, Any]]) -> None:
    print("\n| language | documents of 1 kB | a second, one core | median, ms | p95, ms |")
    print("|---|---:|---:|---:|---:|")
    languages = sorted({document["language"] for document in documents})
    everything: list[float] = []
    for language in languages:
        texts = _of_one_kilobyte([d["text"] for d in documents if d["language"] == language])
        for text in texts:  # as a service that runs: tables loaded, common words met
            read(Document("warm", text, FIRST.published_on, language))
        times = [_time(text, language) for text in texts]
        everything += times
        print(_rate(language, times))
    print(_rate("all", everything))


def _of_one_kilobyte(texts: list[str]) -> list[str]:
    """Join documents of one language and cut them where a line ends, each about 1,000 bytes."""
    cut, now = [], ""
    for line in "\n".join(texts).split("\n"):
        now += line + "\n"
        if len(now.encode()) >= _KILOBYTE:
            cut, now = [*cut, now], ""
    return cut or [now]


def _time(text: str, language: str) -> float:
    before = process_time()
    read(Document("bench", text, FIRST.published_on, language))
    return (process_time() - before) * _KILOBYTE / max(_KILOBYTE, len(text.encode()))


def _rate(language: str, times: list[float]) -> str:
    ranked = sorted(times)
    median, late = ranked[len(ranked) // 2], ranked[int(len(ranked) * 0.95)]
    rate = len(times) / sum(times)
    return f"| {language} | {len(times):,} | {rate:,.0f} | {median * 1e3:.1f} | {late * 1e3:.1f} |"


def _print_memory(documents: Sequence[dict[str, Any]]) -> None:
    print("\n| documents through `samaki read --jsonl` | peak memory, MB | seconds |")
    print("|---:|---:|---:|")
    for number in (1_000, 10_000):
        with tempfile.TemporaryFile("w+", encoding="utf-8") as lines:
            for at in range(number):
                document = documents[at % len(documents)]
                row = {key: document[key] for key in ("text", "published", "language")}
                lines.write(json.dumps({"id": str(at), **row}) + "\n")
            lines.seek(0)
            print(_memory(number, lines.fileno()))


def _memory(number: int, lines: int) -> str:
    before = perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        child = subprocess.Popen(
            [sys.executable, "-m", "samaki.web.cli", "read", "--jsonl"],
            stdin=lines,
            stdout=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": str(_SOURCE), "SAMAKI_DATA_DIR": folder},
        )
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    assert child.returncode == 0, "samaki read failed"
    return f"| {number:,} | {used.ru_maxrss / 1024:,.0f} | {perf_counter() - before:,.0f} |"


def _print_price(sizes: tuple[int, ...]) -> None:
    print("\n| language | characters | claims | ms | characters/s | plain, ms | time ÷ plain |")
    print("|---|---:|---:|---:|---:|---:|---:|")
    for bulletin in (FIRST, *(each for each in OTHERS if each.language != "en")):
        read(Document("warm", bulletin.text, bulletin.published_on, bulletin.language))
        for times in sizes:
            print(_price(bulletin.language, "\n\n".join([bulletin.text] * times)))


def _price(language: str, text: str) -> str:
    before = perf_counter()
    found = read(Document("bench", text, FIRST.published_on, language))
    ours = perf_counter() - before
    before = perf_counter()
    _FIGURE.findall(text)
    plain = perf_counter() - before
    return (
        f"| {language} | {len(text):,} | {len(found.drafts):,} | {ours * 1000:,.1f} | "
        f"{len(text) / ours:,.0f} | {plain * 1000:.3f} | {ours / plain:,.0f} |"
    )
