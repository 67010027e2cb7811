"""What is measured in a ledger of millions: looking back, a hand-over of 60, a great intake."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING, Any

from django.db import connection
from millions import BEGIN, YEAR

from samaki.ground.access.actors import Actor, Grant
from samaki.ground.access.rules import GRANTS, Role
from samaki.kernel.ledger import Cell
from samaki.systems.custody import rules
from samaki.systems.custody.models import Balance
from samaki.systems.custody.queries import accounts
from samaki.systems.custody.queries.books import Moments
from samaki.systems.custody.services.handovers import dispatch_handover, receive_handover
from samaki.systems.custody.services.intakes import take_in

if TYPE_CHECKING:
    from collections.abc import Callable

_RUNS = 7
_PLAIN_RUNS = 3
_NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
_NOW = BEGIN + 2 * YEAR
_PLAIN = """
SELECT a.kind, SUM(p.count), SUM(CASE WHEN p.person = '' THEN 0 ELSE p.count END)
FROM custody_posting p
JOIN custody_movement m ON m.id = p.movement_id
JOIN custody_account a ON a.id = p.account_id
WHERE m.happened_at <= %s AND m.recorded_at <= %s AND a.kind NOT IN ('at_large', 'abroad')
GROUP BY a.kind
"""


def look_back(postings: int) -> None:
    """Measure the national balance at three pairs of moments; print rows of the table."""
    eyes = Actor(key="account:2", grants=(Grant("KH", GRANTS[Role.DUTY_OFFICER]),))
    middle = BEGIN + YEAR / 2
    for words, at in (
        ("national balance, now", Moments(_NOW, _NOW)),
        ("as of half a year ago", Moments(middle, _NOW)),
        ("as of, and as known, half a year ago", Moments(middle, middle)),
    ):
        ours, everyone = _timed(accounts.total, eyes, at)
        plain, rows = _timed(_plainly, at, runs=_PLAIN_RUNS)
        assert everyone.everyone == sum(int(row[1]) for row in rows), f"two answers: {words}"
        _print(postings, words, ours, plain)


def write(officer: Actor, postings: int) -> None:
    """Measure a hand-over of 60 named people, both sides, and an intake; print rows."""
    here = Balance.objects.filter(account__unit="U-1").exclude(person="")
    named = list(here.values_list("person", flat=True)[: 60 * _RUNS])
    persons, runs = iter(named), len(named) // 60  # a small ledger has enough for one or two
    minutes = iter(range(1, 100))

    sent, received = [], []
    for _ in range(runs):
        party = rules.Party({}, tuple(next(persons) for _ in range(60)))
        before = perf_counter()
        handover = _send(officer, party)
        between = perf_counter()
        _receive(officer, handover, party)
        sent.append(1000 * (between - before))
        received.append(1000 * (perf_counter() - between))

    def take() -> None:
        take_in(
            actor=officer,
            unit="U-4",
            cells={Cell("IDN", "M"): rules.MAX_HEADS},
            legal_basis="Found at the site",
            because="",
            happened_at=_NOW - timedelta(minutes=next(minutes)),
            at=_NOW,
        )

    _print(postings, "60 named people sent", median(sent))
    _print(postings, "the same 60 received", median(received))
    _print(postings, "100,000 heads taken in", _timed(take)[0])


def _send(officer: Actor, party: rules.Party) -> str:
    sent = dispatch_handover(
        actor=officer,
        giver="U-1",
        receiver="U-2",
        escort="U-3",
        sends=rules.Consignment(party, "bus", ("004417",)),
        happened_at=_NOW,
        at=_NOW,
    )
    return str(sent.ref)


def _receive(officer: Actor, handover: str, party: rules.Party) -> None:
    receive_handover(
        actor=replace(officer, key="account:2"),  # nobody speaks for both sides
        handover=handover,
        unit="U-2",
        received=party,
        happened_at=_NOW,
        at=_NOW,
    )


def _plainly(at: Moments) -> list[tuple[str, int, int]]:
    with connection.cursor() as cursor:
        cursor.execute(_PLAIN, [at.as_of, at.known_at])
        return list(cursor.fetchall())


def _timed(work: Callable[..., Any], *given: object, runs: int = _RUNS) -> tuple[float, Any]:
    """Return the median time in milliseconds, and what the last run answered."""
    taken: list[float] = []
    answer: Any = None
    for _ in range(runs):
        before = perf_counter()
        answer = work(*given)
        taken.append(1000 * (perf_counter() - before))
    return median(taken), answer


def _print(postings: int, words: str, ours: float, plain: float | None = None) -> None:
    name = _NAMES[connection.vendor]
    beside = f"{plain:,.0f} | {plain / ours:,.0f}" if plain is not None else "– | –"
    print(f"| {name} | {postings:,} | {words} | {ours:,.1f} | {beside} |", flush=True)
