"""Which decision values go by: nobody shreds at once what they decided alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samaki.ground.retention.rules import NOTICE, in_force

NOW = datetime(2025, 11, 18, 6, tzinfo=UTC)


@dataclass(frozen=True)
class Said:
    """A time that an office set, so many hours ago."""

    days: int | None
    hours: int

    @property
    def recorded_at(self) -> datetime:
        return NOW - timedelta(hours=self.hours)


WEEK = int(NOTICE / timedelta(hours=1))


@pytest.mark.parametrize(
    ("decisions", "days"),
    [
        ([], None),
        ([Said(400, WEEK - 1)], None),
        ([Said(400, WEEK)], 400),
        ([Said(400, WEEK + 1), Said(1, 1)], 400),
        ([Said(400, 2 * WEEK), Said(1, WEEK)], 1),
        ([Said(1, 2 * WEEK), Said(400, 1)], 400),
        ([Said(400, 2 * WEEK), Said(None, 1)], None),
        ([Said(400, 2 * WEEK), Said(None, 2), Said(400, 1)], None),
        ([Said(None, 2 * WEEK), Said(400, 1)], None),
        ([Said(400, WEEK), Said(500, -1)], 400),
    ],
)
def test_a_shorter_time_holds_after_the_notice_and_a_longer_one_at_once(
    decisions: list[Said], days: int | None
) -> None:
    found = in_force(decisions, at=NOW)
    assert (found.days if found else None) == days


_SAID = st.builds(Said, st.none() | st.integers(1, 900), st.integers(0, 3 * WEEK))


@given(st.lists(_SAID, max_size=6), st.integers(1, 900), st.integers(0, WEEK - 1))
def test_no_decision_of_the_last_week_has_anything_go_sooner(
    made: list[Said], days: int, hours: int
) -> None:
    earlier = sorted(made, key=lambda said: -said.hours)
    earlier = [said for said in earlier if said.hours >= hours]
    before, after = in_force(earlier, at=NOW), in_force([*earlier, Said(days, hours)], at=NOW)

    if before is None:
        assert after is None
    elif after is not None:
        assert (after.days or 0) >= (before.days or 0)
