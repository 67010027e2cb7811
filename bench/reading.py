"""How well the reader reads, and how fast.

`--gold DIR` scores it on a folder of documents with gold; without a folder, on our own corpus, of
which `--tuned` takes the two thirds the rules were made on and `--held-out` the third they were
not. `--misses` names what is wrong, but never in the held-out third: that one is only measured.

Without these it measures speed: documents of 1 kB a second on one core, the memory `samaki read`
takes for ten times as many, and characters a second against a bare regular expression for figures.
"""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))

import machine
import reading_speed
import scoring

from samaki.kernel.reading.contract import claims_as_json
from samaki.kernel.reading.drafts import Document
from samaki.kernel.reading.reader import read

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT / "tests" / "kernel" / "reading" / "corpus"


def main() -> int:
    """Print the tables asked for; return 0."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--gold", type=Path, nargs="?", const=CORPUS, help="a folder; ours if none")
    parser.add_argument("--tuned", action="store_true", help="our corpus, the tuned two thirds")
    parser.add_argument("--held-out", action="store_true", help="our corpus, the held-out third")
    parser.add_argument("--misses", action="store_true", help="name what is wrong")
    parser.add_argument("--quick", action="store_true", help="short texts alone, in seconds")
    asked = parser.parse_args()
    if asked.held_out and asked.misses:
        parser.error("the held-out third is measured, never looked at")
    print(machine.words())
    if asked.gold or asked.tuned or asked.held_out:
        _score(asked)
    else:
        reading_speed.measure(_documents(CORPUS), quick=asked.quick)
    return 0


def _score(asked: argparse.Namespace) -> None:
    documents = [d for d in _documents(asked.gold or CORPUS) if _is_wanted(d, asked)]
    predicted = {document["id"]: _claims(document) for document in documents}
    print(*scoring.table(scoring.scores(documents, predicted)), sep="\n")
    for document in documents if asked.misses else ():
        if not document.get("held_out"):
            print(*_misses(scoring.judge(document, predicted[document["id"]])), sep="\n")


def _documents(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(path.read_text("utf-8")) for path in sorted(folder.glob("*.json"))]


def _is_wanted(document: dict[str, Any], asked: argparse.Namespace) -> bool:
    held_out = bool(document.get("held_out"))
    return (held_out and not asked.tuned) or (not held_out and not asked.held_out)


def _claims(document: dict[str, Any]) -> list[dict[str, Any]]:
    published = date.fromisoformat(document["published"])
    text = Document(document["id"], document["text"], published, document["language"])
    claims: Any = claims_as_json(read(text))["claims"]
    return list(claims)


def _misses(judged: scoring.Judged) -> list[str]:
    name, text = judged.document["id"], judged.document["text"]
    lines = [f"{name} missed {claim['count_text']!r} {claim['kind']}" for claim in judged.missed]
    for claim in judged.invented:
        words = text[claim["count_start"] : claim["count_end"]]
        lines.append(f"{name} invented {words!r} {claim['kind']}")
    lines += [f"{name} {line}" for line in scoring.wrong_links(judged)]
    for gold, claim in judged.pairs:
        wrong = [f for f, right in scoring.verdicts(gold, claim).items() if not right]
        lines += [f"{name} wrong {gold['count_text']!r} {_both(f, gold, claim)}" for f in wrong]
    return lines


def _both(field: str, gold: dict[str, Any], claim: dict[str, Any]) -> str:
    keys = {"bounds": ("count_min", "count_max"), "province": ("province_iso",)}.get(
        field, (field,)
    )
    return f"{field}: {[gold.get(k) for k in keys]} read {[claim.get(k) for k in keys]}"


if __name__ == "__main__":
    sys.exit(main())
