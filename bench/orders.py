"""How well clauses are read out of orders.

Scores the reader on our own orders, of which `--tuned` takes the two thirds the rules were made on
and `--held-out` the third they were not. `--misses` names what is wrong, but never in the held-out
third: that one is only measured. `--quick` is the same; it takes a second.
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
import scoring_orders

from samaki.kernel.reading.clauses import ClauseDraft, clauses_of
from samaki.kernel.reading.drafts import Document

ORDERS = Path(__file__).resolve().parent.parent / "tests" / "kernel" / "reading" / "orders"


def main() -> int:
    """Print the table, and what is wrong if asked; return 0."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--tuned", action="store_true", help="the tuned two thirds")
    parser.add_argument("--held-out", action="store_true", help="the held-out third")
    parser.add_argument("--misses", action="store_true", help="name what is wrong")
    parser.add_argument("--quick", action="store_true", help="the same; it takes a second")
    asked = parser.parse_args()
    if asked.held_out and asked.misses:
        parser.error("the held-out third is measured, never looked at")
    orders = [order for order in _orders() if _is_wanted(order, asked)]
    read = {order["id"]: _drafts(order) for order in orders}
    print(machine.words())
    print(*scoring_orders.table(scoring_orders.scores(orders, read)), sep="\n")
    for order in orders if asked.misses else ():
        if not order["held_out"]:
            print(*scoring_orders.misses(order, read[order["id"]]), sep="\n")
    return 0


def _orders() -> list[dict[str, Any]]:
    return [json.loads(path.read_text("utf-8")) for path in sorted(ORDERS.glob("*.json"))]


def _is_wanted(order: dict[str, Any], asked: argparse.Namespace) -> bool:
    return (order["held_out"] and not asked.tuned) or (not order["held_out"] and not asked.held_out)


def _drafts(order: dict[str, Any]) -> tuple[ClauseDraft, ...]:
    issued = date.fromisoformat(order["issued"])
    return clauses_of(Document(order["id"], order["text"], issued, order["language"]))


if __name__ == "__main__":
    sys.exit(main())
