"""Spans of days: the first day is in, the end is not, and either side may be open."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samaki.kernel.periods import Period, segments

FIRST = date(2025, 11, 14)
DAYS = [FIRST + timedelta(days=number) for number in range(8)]
ALWAYS = Period(None, None)

edges = st.one_of(st.none(), st.sampled_from(DAYS))
periods = (
    st.tuples(edges, edges)
    .filter(lambda drawn: drawn[0] is None or drawn[1] is None or drawn[0] < drawn[1])
    .map(lambda drawn: Period(*drawn))
)


def test_inclusive_days_end_on_the_day_after_the_last() -> None:
    period = Period.of_days(date(2025, 11, 14), date(2025, 11, 16))

    assert (period.start, period.end) == (date(2025, 11, 14), date(2025, 11, 17))
    assert period.days == 3
    assert [period.contains(date(2025, 11, day)) for day in (13, 14, 16, 17)] == [
        False,
        True,
        True,
        False,
    ]


def test_the_calendars_own_ends_are_open() -> None:
    assert Period.of_days(date.min, date.max) == ALWAYS
    assert Period.of_days(date.min, FIRST) == Period(None, FIRST + timedelta(days=1))
    assert Period.of_days(FIRST, date.max) == Period(FIRST, None)


@pytest.mark.parametrize("end", [FIRST, FIRST - timedelta(days=1)])
def test_a_period_without_a_day_is_our_own_mistake(end: date) -> None:
    with pytest.raises(AssertionError, match="has no days"):
        Period(FIRST, end)


@pytest.mark.parametrize("period", [ALWAYS, Period(FIRST, None), Period(None, FIRST)])
def test_an_open_period_has_no_number_of_days(period: Period) -> None:
    assert period.days is None


def test_periods_that_only_touch_share_no_day() -> None:
    before, after = Period(None, FIRST), Period(FIRST, None)

    assert not before.overlaps(after)
    assert not after.overlaps(before)
    assert before.overlaps(ALWAYS)


@given(periods, periods)
def test_one_covers_or_overlaps_another_just_as_their_days_say(one: Period, two: Period) -> None:
    days = [DAYS[0] - timedelta(days=1), *DAYS, DAYS[-1] + timedelta(days=1)]
    in_one = {day for day in days if one.contains(day)}
    in_two = {day for day in days if two.contains(day)}

    assert one.covers(two) == (in_two <= in_one)
    assert one.overlaps(two) == bool(in_one & in_two) == two.overlaps(one)


@given(st.lists(periods, max_size=4))
def test_segments_follow_each_other_and_none_is_cut_by_a_period(drawn: list[Period]) -> None:
    found = segments(drawn)

    assert (found[0].start, found[-1].end) == (None, None)
    assert all(one.end == two.start for one, two in pairwise(found))
    for segment in found:
        for period in drawn:
            assert period.covers(segment) or not period.overlaps(segment)
    # The fewest: every cut is an edge of some period.
    assert len(found) == 1 + len({e for p in drawn for e in (p.start, p.end) if e})


def test_without_periods_all_time_is_one_stretch() -> None:
    assert segments([]) == (ALWAYS,)
