"""How a job advances: no figure of it ever falls."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samaki.ground.jobs import rules
from samaki.ground.jobs.rules import FLOW, JobState, Reached
from samaki.kernel.flow import StepRefusedError

_counts = st.integers(0, 1000)
_reports = st.lists(st.builds(Reached, done=_counts, total=_counts, bad=_counts), max_size=30)


@given(_reports)
def test_no_figure_of_a_job_ever_falls_whatever_is_reported(reports: list[Reached]) -> None:
    stands = Reached()
    for said in reports:
        now = rules.further(stands, said)
        assert now.done == max(stands.done, said.done)
        assert now.bad == max(stands.bad, said.bad)
        assert now.total >= stands.total
        assert now.done <= now.total
        stands = now


def test_a_total_that_was_counted_too_early_grows_with_what_is_done() -> None:
    assert rules.further(Reached(4, 5, 0), Reached(7, 5, 1)) == Reached(7, 7, 1)


def test_a_job_that_is_cut_off_goes_on_and_one_that_ended_does_not_begin_again() -> None:
    assert FLOW.after(JobState.RUNNING, "put_back") is JobState.WAITING
    for end in (JobState.DONE, JobState.FAILED):
        with pytest.raises(StepRefusedError):
            FLOW.after(end, "start")


def test_a_job_cut_off_three_times_without_a_step_is_not_tried_again() -> None:
    assert [rules.may_go_on(times) for times in range(5)] == [True, True, True, False, False]
