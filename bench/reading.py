"""Characters a second through the reader, against finding bare numbers by a regular expression.

The texts are the demo world's own bulletins, repeated with other days. The plain way finds figures
and nothing else: no words for numbers, no place, no date, no nationality, no judgement whether the
figure counts people. The ratio is what understanding costs; the rate shows how it grows with the
length of the text.
"""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path
from time import perf_counter

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))

import machine

from samaki.kernel.reading.drafts import Document
from samaki.kernel.reading.reader import read
from samaki.web.bulletins import FIRST, OTHERS

_FIGURE = re.compile(r"[0-9០-៩][0-9០-៩,.]*")
_HEAD = (
    "| language | characters | claims | ms | characters/s | plain, ms | time ÷ plain |",
    "|---|---:|---:|---:|---:|---:|---:|",
)


def main() -> int:
    """Print the table; return 0."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--quick", action="store_true", help="short texts alone, in seconds")
    sizes = (1, 10) if parser.parse_args().quick else (1, 10, 100)
    print(machine.words())
    print(*_HEAD, sep="\n")
    for bulletin in (FIRST, *(each for each in OTHERS if each.language != "en")):
        read(Document("warm", bulletin.text, bulletin.published_on, bulletin.language))
        for times in sizes:
            print(_row(bulletin.language, "\n\n".join([bulletin.text] * times)))
    return 0


def _row(language: str, text: str) -> str:
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


if __name__ == "__main__":
    sys.exit(main())
