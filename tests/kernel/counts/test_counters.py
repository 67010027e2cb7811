"""Running counts only grow, and begin once; where they do not, people are told."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from samaki.kernel.counts.counters import Counter, Fall, falls, moved_starts

JUNE, JULY = date(2025, 6, 27), date(2025, 7, 14)
DEPORTED = ("deported", None, None)


def _count(
    name: str,
    day: date,
    low: int | None,
    high: int | None = None,
    *,
    since: date | None = JUNE,
    of: tuple[object, ...] = DEPORTED,
) -> Counter:
    return Counter(name, of, low, low if high is None else high, since, day)


def test_a_smaller_count_later_is_a_fall_from_the_highest_before() -> None:
    said = [
        _count("february", date(2026, 2, 5), 9314),
        _count("a week on", date(2026, 2, 11), 11_000),
        _count("after that", date(2026, 2, 18), 8_001, 10_500),
        _count("march", date(2026, 3, 11), 11_000),
    ]

    assert falls(said) == (Fall("a week on", "after that", 500, starts_differ=False),)


def test_bounds_that_overlap_are_no_fall() -> None:
    said = [_count("a", JULY, 100, 200), _count("b", JULY + timedelta(1), 90, 150)]

    assert falls(said) == ()


def test_one_day_has_no_before() -> None:
    assert falls([_count("a", JULY, 200), _count("b", JULY, 100)]) == ()


def test_another_thing_counted_is_no_fall() -> None:
    of_chinese = ("deported", None, "CHN")
    said = [_count("all", JULY, 200), _count("some", JULY + timedelta(1), 100, of=of_chinese)]

    assert falls(said) == ()


def test_a_start_that_moves_is_told_with_who_says_what() -> None:
    said = [
        _count("embassy", date(2025, 7, 20), 2780, since=JULY),
        _count("press", date(2025, 7, 21), 2767, since=JUNE),
        _count("wire", date(2025, 7, 22), 3075, since=None),
    ]

    (moved,) = moved_starts(said)

    assert moved.starts == ((JUNE, ("press",)), (JULY, ("embassy",)))
    (fall,) = falls(said)
    assert fall.starts_differ, "so that may be why"
    assert moved_starts(said[1:]) == (), "a count that gives no first day moves none"


_COUNTERS = st.lists(
    st.tuples(st.integers(0, 5), st.integers(0, 30), st.integers(0, 4), st.integers(0, 1)),
    max_size=8,
)


@given(_COUNTERS)
def test_a_fall_is_told_of_every_count_that_is_below_one_before_and_of_no_other(
    drawn: list[tuple[int, int, int, int]],
) -> None:
    said = [
        _count(f"c{place}", JULY + timedelta(day), low, low + more, of=(thing,))
        for place, (day, low, more, thing) in enumerate(drawn)
    ]

    told = {fall.later for fall in falls(said)}

    assert told == {
        later.id
        for later in said
        for earlier in said
        if earlier.of == later.of
        and earlier.day < later.day
        and (earlier.low or 0) > (later.high or 0)
    }
