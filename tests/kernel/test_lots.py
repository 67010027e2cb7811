"""Lots travel with the postings: nobody is lost, and a mark stays with its heads."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from samaki.kernel.ledger import Cell, Movement, Posting, Subject
from samaki.kernel.lots import Lot, carry, follow, merged

if TYPE_CHECKING:
    from collections.abc import Sequence

START = datetime(2025, 11, 17, tzinfo=UTC)
MEN = Cell("IDN", "M", "adult")
HEADS = Subject(MEN)


def _hour(number: int) -> datetime:
    return START + timedelta(hours=number)


def _moved(hour: int, giver: str, taker: str, count: int) -> Movement:
    return Movement(_hour(hour), (Posting(giver, HEADS, -count), Posting(taker, HEADS, count)))


def _arrival(account: str, happened_at: datetime, came: datetime | None) -> datetime | None:
    return came or (happened_at if account != "road" else None)


def _latest_first(held: Sequence[Lot[datetime | None]]) -> Sequence[Lot[datetime | None]]:
    return sorted(held, key=lambda lot: lot.mark or START, reverse=True)


def test_a_mark_stays_with_its_heads_on_the_road_and_after_it() -> None:
    movements = [
        _moved(0, "outside", "poipet", 5),
        _moved(3, "poipet", "road", 2),
        _moved(4, "road", "province", 1),
    ]

    found = follow(movements, mark=_arrival, leaving=_latest_first)

    assert found["poipet", HEADS] == (Lot(3, _hour(0)),)
    assert found["road", HEADS] == (Lot(1, _hour(0)),)
    assert found["province", HEADS] == (Lot(1, _hour(0)),)


def test_those_who_came_last_leave_first_where_the_caller_says_so() -> None:
    movements = [
        _moved(0, "outside", "poipet", 2),
        _moved(1, "outside", "poipet", 2),
        _moved(3, "poipet", "province", 3),
    ]

    found = follow(movements, mark=_arrival, leaving=_latest_first)

    assert found["poipet", HEADS] == (Lot(1, _hour(0)),)
    assert found["province", HEADS] == (Lot(2, _hour(1)), Lot(1, _hour(0)))


def test_a_head_that_gets_a_name_keeps_the_longest_time() -> None:
    person = Subject(MEN, "P-7K3Q")
    movements = [
        _moved(0, "outside", "poipet", 1),
        _moved(1, "outside", "poipet", 1),
        Movement(
            _hour(2), (Posting("poipet", HEADS, -1), Posting("poipet", person, 1)), converts=True
        ),
    ]

    found = follow(movements, mark=_arrival, leaving=_latest_first)

    assert found["poipet", person] == (Lot(1, _hour(0)),)
    assert found["poipet", HEADS] == (Lot(1, _hour(1)),)


def test_those_who_come_from_two_places_at_once_keep_the_mark_of_each() -> None:
    together = Movement(
        _hour(2),
        (
            Posting("poipet", HEADS, -1),
            Posting("bavet", HEADS, -2),
            Posting("province", HEADS, 3),
        ),
    )
    movements = [
        _moved(0, "outside", "poipet", 1),
        _moved(1, "outside", "bavet", 2),
        together,
    ]

    found = follow(movements, mark=_arrival, leaving=_latest_first)

    assert found["province", HEADS] == (Lot(1, _hour(0)), Lot(2, _hour(1)))


def test_a_person_and_heads_of_one_cell_who_move_together_are_not_confused() -> None:
    person = Subject(MEN, "P-7K3Q")
    taken_in = Movement(_hour(1), (Posting("outside", person, -1), Posting("poipet", person, 1)))
    together = Movement(
        _hour(2),
        (
            *(Posting("poipet", person, -1), Posting("poipet", HEADS, -1)),
            *(Posting("road", HEADS, 1), Posting("road", person, 1)),
        ),
    )

    found = follow(
        [_moved(0, "outside", "poipet", 1), taken_in, together],
        mark=_arrival,
        leaving=_latest_first,
    )

    assert found["road", HEADS] == (Lot(1, _hour(0)),)
    assert found["road", person] == (Lot(1, _hour(1)),)


def test_who_comes_from_an_account_that_is_not_followed_comes_without_a_mark() -> None:
    arrives = Movement(_hour(5), (Posting("road", HEADS, 4),))

    found = follow([arrives], mark=_arrival, leaving=_latest_first)

    assert found == {("road", HEADS): (Lot(4, None),)}


@given(
    st.lists(
        st.tuples(st.sampled_from("abc"), st.sampled_from("abc"), st.integers(1, 9)).filter(
            lambda move: move[0] != move[1]
        ),
        max_size=12,
    )
)
def test_followed_in_two_parts_is_followed_in_one(moves: list[tuple[str, str, int]]) -> None:
    def since(_account: str, happened_at: datetime, came: datetime | None) -> datetime | None:
        return came or happened_at

    movements = [_moved(0, "outside", account, 100) for account in "abc"]
    movements += [_moved(hour, *move) for hour, move in enumerate(moves, start=1)]
    for leaving in (list, lambda held: held[::-1]):
        whole = follow(movements, mark=since, leaving=leaving)
        for cut in range(len(movements)):
            first = carry({}, movements[:cut], mark=since, leaving=leaving)
            before = {line: list(lots) for line, lots in first.items()}
            second = carry(first, movements[cut:], mark=since, leaving=leaving)
            assert merged(second) == whole
            assert first == before


@given(
    st.lists(
        st.tuples(st.sampled_from("abc"), st.sampled_from("abc"), st.integers(1, 9)).filter(
            lambda move: move[0] != move[1]
        ),
        max_size=12,
    )
)
def test_nobody_is_lost_however_they_move(moves: list[tuple[str, str, int]]) -> None:
    movements = [_moved(0, "outside", account, 100) for account in "abc"]
    movements += [
        _moved(hour, giver, taker, count)
        for hour, (giver, taker, count) in enumerate(moves, start=1)
    ]
    held = dict.fromkeys("abc", 100)
    for giver, taker, count in moves:
        held[giver] -= count
        held[taker] += count

    def taken_in(account: str, _at: datetime, came: str | None) -> str | None:
        return came or account

    found = follow(movements, mark=taken_in, leaving=list)

    assert {
        account: sum(lot.count for lot in found[account, HEADS])
        for account in "abc"
        if held[account]
    } == {account: count for account, count in held.items() if count}
    marks = dict.fromkeys("abc", 0)
    for account in "abc":
        for lot in found.get((account, HEADS), ()):
            marks[str(lot.mark)] += lot.count
    assert marks == dict.fromkeys("abc", 100)
