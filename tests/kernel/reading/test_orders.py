"""Our own orders: the gold quotes its text, and clauses are read as well as they were measured.

The floors lie a little below the measured figures (docs/benchmarks.md); those of the held-out third
are its own, so that tuning on the rest cannot hide what it costs.
"""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from bench import scoring_orders

from samaki.kernel.reading.clauses import ClauseDraft, clauses_of
from samaki.kernel.reading.drafts import Document
from samaki.kernel.reading.mandates import MANDATES, BodyClass

ORDERS = Path(__file__).parent / "orders"
# Precision and recall at least, of the tuned orders and of the held-out ones.
FLOORS = {
    "tuned": {"clause": 0.95, "addressee": 0.95, "consequence": 0.95, "deadline": 0.95},
    "held out": {"clause": 0.90, "addressee": 0.90, "consequence": 0.90, "deadline": 0.90},
}


@cache
def orders() -> tuple[dict[str, Any], ...]:
    """Return every order as it lies in its file."""
    return tuple(json.loads(path.read_text("utf-8")) for path in sorted(ORDERS.glob("*.json")))


def drafts(order: dict[str, Any]) -> tuple[ClauseDraft, ...]:
    issued = date.fromisoformat(order["issued"])
    return clauses_of(Document(order["id"], order["text"], issued, order["language"]))


@cache
def tallies() -> dict[str, scoring_orders.Tally]:
    """Return the scores, read once for all the tests here."""
    return scoring_orders.scores(orders(), {order["id"]: drafts(order) for order in orders()})


def test_there_are_enough_orders_and_a_third_is_held_out() -> None:
    held = [order["id"] for order in orders() if order["held_out"]]

    assert len(orders()) >= 20
    assert {order["language"] for order in orders()} == set(MANDATES)
    assert all(int(name.rpartition("-")[2]) % 3 == 0 for name in held)
    assert len(held) == sum(int(o["id"].rpartition("-")[2]) % 3 == 0 for o in orders())


def test_the_gold_quotes_its_order() -> None:
    for order in orders():
        for gold in order["gold"]:
            assert gold["duty"] or gold["consequence"], order["id"]
            for words in (gold["duty"], gold["consequence"]):
                assert words is None or order["text"].count(words) == 1, (order["id"], words)
            for body in gold["addressees"]:
                assert body in set(BodyClass) or body in order["text"], (order["id"], body)


def test_no_order_is_another_one_again() -> None:
    assert max(Counter(order["text"] for order in orders()).values()) == 1


@pytest.mark.parametrize("share", sorted(FLOORS))
@pytest.mark.parametrize("name", ["clause", "addressee", "consequence", "deadline"])
def test_orders_are_read_as_well_as_they_were_measured(share: str, name: str) -> None:
    tally = tallies()[share]

    for figure in (tally.precision(name), tally.recall(name)):
        assert figure is not None
        assert figure >= FLOORS[share][name]


def test_no_deadline_of_our_orders_is_made_up() -> None:
    assert tallies()["all"].precision("deadline") == 1.0


def test_a_scorer_sees_what_is_missed_and_what_is_made_up() -> None:
    order = next(order for order in orders() if order["id"] == "en-001")
    found = drafts(order)
    other = {"id": "en-001", "text": order["text"], "gold": order["gold"][1:], "held_out": False}

    assert not list(scoring_orders.misses(order, found))
    assert [line.split()[1] for line in scoring_orders.misses(order, found[1:])] == ["missed"]
    assert [line.split()[1] for line in scoring_orders.misses(other, found)] == ["made"]
