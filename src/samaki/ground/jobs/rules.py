"""How a job advances: by steps that only ever add up. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from samaki.kernel.flow import Flow

MOST_CUT_OFF = 3  # times in a row that a job may be cut off without a step done


class JobState(StrEnum):
    """A job waits for the worker, runs, and ends: done, or failed with what and what to do."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


FLOW: Flow[JobState] = Flow(
    start=JobState.WAITING,
    ends=frozenset({JobState.DONE, JobState.FAILED}),
    steps={
        (JobState.WAITING, "start"): JobState.RUNNING,
        (JobState.RUNNING, "end"): JobState.DONE,
        (JobState.RUNNING, "fail"): JobState.FAILED,
        # The worker stopped, or was killed, in the middle: what was done stands.
        (JobState.RUNNING, "put_back"): JobState.WAITING,
    },
)
OPEN = frozenset(FLOW.states) - FLOW.ends  # not ended: the same is not asked for again meanwhile


@dataclass(frozen=True, slots=True)
class Reached:
    """How far a job is: steps done, of how many, and how many of them were bad."""

    done: int = 0
    total: int = 0
    bad: int = 0


def further(stands: Reached, said: Reached) -> Reached:
    """Return how far a job is once the worker said so: no figure ever falls.

    A job that begins again after it was cut off reports what was reported before; and there is
    never more done than there is to do, since a total may have been counted too early.
    """
    done = max(stands.done, said.done)
    return Reached(
        done=done,
        total=max(stands.total, said.total, done),
        bad=max(stands.bad, said.bad),
    )


def may_go_on(cut_off: int) -> bool:
    """Tell whether a job that was cut off so many times in a row is tried once more."""
    return cut_off < MOST_CUT_OFF
