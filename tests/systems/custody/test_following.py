"""What is kept of the past says the same as the whole ledger followed anew, whatever is entered."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import transaction
from tests.systems.custody.case import IDN, IDN_WOMAN, Case, officer

from samaki.ground.journal import queries as journal
from samaki.kernel import lots
from samaki.systems.custody.models import Movement
from samaki.systems.custody.queries import following, paths
from samaki.systems.custody.queries.books import Moments
from samaki.systems.custody.queries.following import Way
from samaki.systems.custody.rules import AccountKind
from samaki.systems.custody.services.corrections import correct_movement
from samaki.systems.custody.services.refusals import MovementRefusedError

if TYPE_CHECKING:
    from datetime import datetime

    from samaki.kernel.ledger import Movement as Moved

pytestmark = pytest.mark.django_db


def _first(ref: str, _happened_at: datetime, came: str | None) -> str:
    return came or ref


def _since(_ref: str, happened_at: datetime, came: datetime | None) -> datetime:
    return came or happened_at


_INSIDE = frozenset({AccountKind.STATION, AccountKind.IN_TRANSIT})
WAYS: list[Way[Any]] = [
    Way("origins", _INSIDE, mark=_first, leaving=lambda held: held),
    Way("arrivals", _INSIDE, mark=_since, leaving=lambda held: held[::-1]),
]


@pytest.fixture
def followed(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many movements each following went through."""
    found: list[int] = []
    carry = lots.carry

    def counting(begin: Any, movements: list[Moved], **rest: Any) -> Any:
        found.append(len(movements))
        return carry(begin, movements, **rest)

    monkeypatch.setattr(lots, "carry", counting)
    return found


def _same(at: Moments) -> None:
    for way in WAYS:
        whole = lots.follow(
            paths.standing_movements(way.kinds, at), mark=way.mark, leaving=way.leaving
        )
        assert following.lots_by(way, at) == whole, way.name


@pytest.mark.parametrize("seed", range(6))
def test_after_any_entries_it_is_as_if_nothing_were_kept(seed: int, case: Case) -> None:
    drawn = random.Random(seed)  # noqa: S311 - no secret
    refused = 0
    for _step in range(30):
        case = replace(case, at=case.at + timedelta(hours=drawn.uniform(0.1, 20)))
        hours = drawn.choice([0.5, 3, 40, 120])
        heads = {drawn.choice([IDN, IDN_WOMAN]): drawn.randint(1, 9)}
        act = drawn.choice(["take", "take", "send", "receive", "undo", "fail"])
        try:
            if act == "take":
                case.take(heads, hours=hours)
            elif act == "undo":
                _undo(drawn, case)
            elif act == "fail":
                _fail(case, heads, hours)
            else:
                sent = case.send(heads, hours=hours)
                if act == "receive":
                    case.receive(sent, dict.fromkeys(heads, 1), hours=hours / 2)
        except MovementRefusedError:
            refused += 1
        _same(Moments(case.at, case.at))
        _same(Moments(case.at - timedelta(hours=60), case.at))
        _same(Moments(case.at, case.at - timedelta(hours=30)))
    assert refused < 25


def _undo(drawn: random.Random, case: Case) -> None:
    standing = Movement.objects.filter(reversed_by=None, reverses=None).values_list("pk", flat=True)
    if standing:
        correct_movement(
            actor=officer("KH"), movement=drawn.choice(standing), reason="Miscounted", at=case.at
        )


def _fail(case: Case, heads: dict[Any, int], hours: float) -> None:
    """Enter something, have it followed, and take it back."""
    with transaction.atomic():
        case.take(heads, hours=hours)
        _same(Moments(case.at, case.at))
        transaction.set_rollback(True)


def test_only_what_happened_since_is_followed_again(case: Case, followed: list[int]) -> None:
    for hours in range(100, 90, -1):
        case.take({IDN: 1}, hours=hours)
    later = replace(case, at=case.at + timedelta(hours=1))
    later.take({IDN: 1}, hours=2)
    way, at = WAYS[0], Moments(later.at, later.at)

    following.lots_by(way, at)
    following.lots_by(way, at)
    assert followed == [10, 1, 1]

    later.take({IDN: 1}, hours=95.5)
    following.lots_by(way, at)
    assert followed[3:] == [11, 1]

    # A day later the past is a day longer, once something is on record in that day.
    next_day = replace(later, at=later.at + timedelta(days=1))
    following.lots_by(way, Moments(next_day.at, next_day.at))
    assert followed[5:] == [1]
    next_day.take({IDN: 1}, hours=1)
    following.lots_by(way, Moments(next_day.at, next_day.at))
    assert followed[6:] == [0, 2]


def test_what_is_entered_late_while_the_past_is_read_is_found_the_next_time(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    case.take({IDN: 7}, hours=24 * 9)
    at, last = Moments(case.at, case.at), vars(following)["_last"]
    waits = [True]

    def then_somebody_enters(known_at: datetime) -> Any:
        found = last(known_at)
        if waits:
            waits.clear()
            case.take({IDN: 11}, because="Late", hours=24 * 8)
        return found

    monkeypatch.setattr(following, "_last", then_somebody_enters)
    following.lots_by(WAYS[0], at)

    _same(at)


def test_a_late_entry_between_the_check_and_the_reading_is_not_lost(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    case.take({IDN: 7}, hours=24 * 9)
    _same(Moments(case.at, case.at))
    newest = journal.newest
    waits = [True]

    def once_somebody_entered() -> Any:
        if waits:
            waits.clear()
            case.take({IDN: 11}, because="Late", hours=24 * 8)
        return newest()

    monkeypatch.setattr(journal, "newest", once_somebody_entered)
    later = case.at + timedelta(days=3)
    following.lots_by(WAYS[0], Moments(later, later))

    _same(Moments(later, later))
