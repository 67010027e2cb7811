"""A ledger of millions of postings, written past the verbs: 60 counted, named, sent and received.

A round is one raid: 60 heads of six cells are taken in, all are named, all are sent off together
and all arrive. It makes 372 postings in 63 movements; rounds lie evenly over a year.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import product
from typing import TYPE_CHECKING

from django.core.management.color import no_style
from django.db import connection

from samaki.ground.agencies.models import Unit
from samaki.kernel.ledger import AGES, SEXES
from samaki.systems.custody import rules
from samaki.systems.custody.models import Account, Movement, Posting
from samaki.systems.custody.services import balances

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

BEGIN = datetime(2025, 1, 1, tzinfo=UTC)
YEAR = timedelta(days=365)
ROUND = 372
_UNITS = 100
_PARTY = 60
_CELLS = [("IDN", sex, age) for sex, age in product(SEXES, AGES)] + [("VNM", s, "") for s in SEXES]
_MOVEMENT = "id, happened_at, recorded_at, kind, converts, because, actor"
_POSTING = (
    "id, movement_id, account_id, count, nationality, sex, age, person, happened_at, recorded_at, "
    "is_late"
)


def fill(postings: int) -> None:
    """Write about so many postings, and the balances that follow from them."""
    rounds = max(1, postings // ROUND)
    stations = _open_stations()
    outside = Account.objects.create(kind=rules.AccountKind.AT_LARGE, opened_at=BEGIN, ref="AC-OUT")
    transits = _open_transits(rounds)
    movements: list[Sequence[object]] = []
    lines: list[Sequence[object]] = []
    for number in range(rounds):
        giver, taker = stations[number % _UNITS], stations[(number * 7 + 1) % _UNITS]
        start = BEGIN + YEAR * number / rounds
        for moment, kind, converts, rows in _round(
            number, start, (outside.pk, giver, transits[number], taker)
        ):
            movements.append(_movement(len(movements) + 1, moment, kind, converts=converts))
            lines += [
                (len(lines) + n, len(movements), *row, moment, moment, False)
                for n, row in enumerate(rows, 1)
            ]
    _insert("custody_movement", _MOVEMENT, movements)
    _insert("custody_posting", _POSTING, lines)
    balances.rebuild()
    with connection.cursor() as cursor:
        for asked in connection.ops.sequence_reset_sql(no_style(), [Movement, Posting]):
            cursor.execute(asked)
        cursor.execute("ANALYZE")


def _round(
    number: int, start: datetime, places: tuple[int, int, int, int]
) -> Iterator[tuple[datetime, str, bool, list[Sequence[object]]]]:
    outside, giver, transit, taker = places
    each = _PARTY // len(_CELLS)
    rows: list[Sequence[object]] = [
        (account, sign * each, *cell, "")
        for cell in _CELLS
        for account, sign in ((outside, -1), (giver, 1))
    ]
    yield start, "intake", False, rows
    persons = [(f"P-{number}-{n}", _CELLS[n % len(_CELLS)]) for n in range(_PARTY)]
    for n, (person, cell) in enumerate(persons):
        rows = [(giver, -1, *cell, ""), (giver, 1, *cell, person)]
        yield start + timedelta(minutes=n + 1), "identification", True, rows
    for hours, kind, leave, arrive in (
        (4, "dispatch", giver, transit),
        (6, "receipt", transit, taker),
    ):
        rows = [
            (account, sign, *cell, person)
            for person, cell in persons
            for account, sign in ((leave, -1), (arrive, 1))
        ]
        yield start + timedelta(hours=hours), kind, False, rows


def _open_stations() -> list[int]:
    known = Unit.objects.first()
    assert known is not None, "the books were opened"
    units = Unit.objects.bulk_create(
        Unit(
            code=f"U-{n}",
            agency_id=known.agency_id,
            area_id="KH-1",
            name_en=f"Unit {n}",
            name_km=f"Unit {n}",
        )
        for n in range(_UNITS)
    )
    station = rules.AccountKind.STATION
    accounts = Account.objects.bulk_create(
        Account(kind=station, unit=unit, opened_at=BEGIN, ref=f"AC-S{n}")
        for n, unit in enumerate(units)
    )
    return [account.pk for account in accounts]


def _open_transits(rounds: int) -> list[int]:
    unit, transit = Unit.objects.get(code="U-0"), rules.AccountKind.IN_TRANSIT
    accounts = Account.objects.bulk_create(
        (Account(kind=transit, unit=unit, opened_at=BEGIN, ref=f"AC-T{n}") for n in range(rounds)),
        batch_size=rules.BATCH,
    )
    return [account.pk for account in accounts]


def _movement(number: int, moment: datetime, kind: str, *, converts: bool) -> Sequence[object]:
    return (number, moment, moment, kind, converts, "IN-BENCH", "account:1")


def _insert(table: str, columns: str, rows: Iterable[Sequence[object]]) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            return
        places = ", ".join(["%s"] * len(columns.split(",")))
        plain = ([_stored(value) for value in row] for row in rows)
        cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({places})", plain)  # noqa: S608 - names of our own


def _stored(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(tzinfo=None).isoformat(" ")
    return value
