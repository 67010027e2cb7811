"""What a reader is told gives away no small number that they are not told."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samaki.ground.access.actors import NOBODY, Actor, Grant
from samaki.ground.access.rules import GRANTS, Role
from samaki.kernel.counts.bounds import Bounds
from samaki.picture.queries import scope
from samaki.picture.queries.grounds import Reason
from samaki.picture.queries.national import Picture, Proof
from samaki.picture.rules import figures
from samaki.picture.rules.figures import Period
from samaki.systems.custody.queries.register import TakenIn

if TYPE_CHECKING:
    from collections.abc import Sequence

NOW = datetime(2025, 11, 21, tzinfo=UTC)
FIRST = date(2025, 11, 14)
WHOLE = Period(FIRST, FIRST + timedelta(days=90))
AREAS = ("KH-1", "KH-12", "KH-18", "KH-23", "KH-9")
SMALL = figures.SMALLEST
Number = tuple[int, int]  # the floor, and how many of them the register holds


def command(area: str) -> Actor:
    return Actor("account:1", (Grant(area, GRANTS[Role.PROVINCIAL_COMMAND]),))


def _taken(province: str, count: int, day: date = FIRST) -> TakenIn:
    return TakenIn(province, day, None, count, (), ())


def _proof(period: Period, province: str | None, number: Number) -> Proof:
    low, heads = number
    placed = (_taken(province or "KH-1", heads),) if heads else ()
    return Proof(period, province, Bounds(low, None), (), (), None, placed)


def _picture(parts: Sequence[Number], provinces: Sequence[Number]) -> Picture:
    low = sum(each[0] for each in provinces)
    heads = sum(each[1] for each in provinces)
    return Picture(
        as_of=NOW,
        known_at=NOW,
        parts=tuple(
            _proof(Period(day := FIRST + timedelta(days=n), day), None, number)
            for n, number in enumerate(parts)
        ),
        together=_proof(WHOLE, None, (low, heads)),
        by_province={
            area: _proof(WHOLE, area, number)
            for area, number in zip(AREAS, provinces, strict=False)
        },
        raided=frozenset(),
        conflicts=(),
        repaired=(),
        wider=(),
    )


def _plain(*lows: int) -> list[Number]:
    return [(low, 0) for low in lows]


@pytest.mark.parametrize(
    ("parts", "shown"),
    [
        ((112, 5), []),  # 117 less 112 is 5
        ((112, 5, 6), [112]),  # 11 together: either may be any
        ((112, 10, 10), []),  # 20 together: each small one would have to be 10
        ((112, 30, 5), [112]),
        ((112, 30), [112, 30]),
    ],
)
def test_the_front_page_tells_no_small_period_by_subtraction(
    parts: tuple[int, ...], shown: list[int]
) -> None:
    picture = _picture(_plain(*parts), _plain(sum(parts)))

    told = scope.told(NOBODY, picture)

    assert told.together is picture.together
    assert [part.bounds.low for part in told.parts] == shown


def test_what_a_province_knows_of_itself_gives_no_other_province_away() -> None:
    picture = _picture(_plain(117), _plain(3, 9, 105))

    assert scope.told(command("KH-1"), picture).provinces == {"KH-1"}
    assert scope.told(NOBODY, picture).provinces == {"KH-18"}


def test_the_total_is_not_told_to_whose_own_number_leaves_a_small_rest() -> None:
    picture = _picture(_plain(60, 50), _plain(105, 5))

    told = scope.told(command("KH-1"), picture)

    assert told.together is None
    assert told.parts == ()
    assert told.provinces == {"KH-1"}
    public = scope.told(NOBODY, picture)
    assert public.together is picture.together
    assert [part.bounds.low for part in public.parts] == [60, 50]
    assert public.provinces == frozenset()


def test_a_small_total_is_not_told_and_a_number_of_few_heads_is_not() -> None:
    assert scope.told(NOBODY, _picture(_plain(5), _plain(5))).together is None
    picture = _picture([(112, 112), (30, 5)], [(142, 117)])

    assert scope.told(NOBODY, picture).parts == ()


def test_whoever_sees_the_country_is_told_everything() -> None:
    picture = _picture(_plain(112, 5), _plain(112, 5))

    told = scope.told(command("KH"), picture)

    assert (told.together, told.parts) == (picture.together, picture.parts)
    assert told.provinces == {"KH-1", "KH-12"}


def test_the_reasons_of_a_number_do_not_tell_a_small_one_of_them() -> None:
    found = _proof(WHOLE, None, (117, 117))
    big, small, more = (
        Reason(None, _taken("KH-1", 60)),
        Reason(None, _taken("KH-12", 5)),
        Reason(None, _taken("KH-18", 52)),
    )

    assert scope.reasons(NOBODY, found, (big, small, more)) == [big]
    assert scope.reasons(command("KH-12"), found, (big, small, more)) == [big, small, more]


def test_the_register_s_lines_tell_a_province_no_small_line_of_another() -> None:
    lines = (_taken("KH-1", 3), _taken("KH-12", 9), _taken("KH-18", 105))
    found = Proof(WHOLE, None, Bounds(117, None), (), (), None, lines)

    assert scope.records(command("KH-1"), found) == lines[:1]
    assert scope.records(NOBODY, found) == lines[2:]


_NUMBERS = st.integers(0, 60).flatmap(lambda low: st.tuples(st.just(low), st.integers(0, low)))


@given(
    provinces=st.lists(_NUMBERS, min_size=1, max_size=5),
    cuts=st.lists(st.floats(0, 1), max_size=3),
    own=st.sampled_from([None, *AREAS[:2]]),
)
def test_no_hidden_number_below_the_least_follows_by_subtraction(
    provinces: list[Number], cuts: list[float], own: str | None
) -> None:
    low, heads = (sum(each[n] for each in provinces) for n in (0, 1))
    parts = list(zip(_cut(low, cuts), _cut(heads, cuts), strict=True))
    picture = _picture([(max(a, b), b) for a, b in parts], provinces)
    picture_low = sum(part.bounds.low for part in picture.parts)
    eyes = command(own) if own else NOBODY

    told = scope.told(eyes, picture)

    assert told.together is None or told.together.bounds.low == 0 or low >= SMALL
    for part in told.parts:
        assert part.bounds.low >= SMALL
    if told.together is None:
        assert told.parts == (), "the periods make up the total"
        return
    is_published = scope.placed(eyes, told.together) is not None
    by_code = picture.by_province
    tables: list[tuple[int, list[Proof], list[Proof]]] = [
        (low, [by_code[code] for code in told.provinces], list(by_code.values())),
        (picture_low, list(told.parts), list(picture.parts)),
    ]
    for total, shown, every in tables:
        hidden = [proof for proof in every if proof not in shown]
        _assert_safe(total - sum(p.bounds.low for p in shown), [p.bounds.low for p in hidden])
        if is_published:
            _assert_safe(heads - sum(p.heads for p in shown), [p.heads for p in hidden])


def _assert_safe(rest: int, hidden: list[int]) -> None:
    """Assert that what subtraction leaves is no small number, nor pins one."""
    each = [count for count in hidden if count > 0]
    assert rest == sum(each)
    small = [count for count in each if count < SMALL]
    if not small:
        return
    assert rest >= SMALL
    assert len(each) > 1
    assert rest != len(each), "each would be one"


def _cut(total: int, cuts: list[float]) -> list[int]:
    """Cut a total into pieces."""
    at = [0, *sorted(int(total * cut) for cut in cuts), total]
    return [high - low for low, high in pairwise(at)]
