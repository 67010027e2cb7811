"""Whom an account took in itself and who never left it since: they are released on the site. Pure.

Heads without a name leave in an order that nobody recorded. Those it took in itself are reckoned to
leave first, and those it received to be named first, so that nobody counts as found there who may
have come from elsewhere.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from samaki.systems.custody.rules import reason

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

    from samaki.kernel.ledger import Subject
    from samaki.kernel.reasons import Reason


@dataclass(frozen=True, slots=True)
class Step:
    """What one standing movement changed at the account, by subject.

    `is_intake`: it is an intake of the account's own; `is_release`: by it some were released on
    the site.
    """

    happened_at: datetime
    changes: Mapping[Subject, int]
    is_intake: bool = False
    is_release: bool = False
    converts: bool = False


@dataclass(slots=True)
class _Here:
    """How many of each subject are there: found there, and others; and whom a release lacked."""

    own: Counter[Subject] = field(default_factory=Counter)
    others: Counter[Subject] = field(default_factory=Counter)
    short: int = 0

    def after(self, step: Step) -> None:
        """Do what a step did."""
        loose = sum(self._leave(s, -n, step) for s, n in step.changes.items() if n < 0)
        for subject, count in step.changes.items():
            if count > 0:
                own = count if step.is_intake else min(count, loose) if step.converts else 0
                loose -= own if step.converts else 0
                self.own[subject] += own
                self.others[subject] += count - own

    def _leave(self, subject: Subject, count: int, step: Step) -> int:
        """Let so many leave, or be converted; return how many of them were found there."""
        first = max(self.others[subject], 0) if step.converts else 0
        own = min(max(count - first, 0), self.own[subject])
        self.own[subject] -= own
        self.others[subject] -= count - own
        self.short += count - own if step.is_release else 0
        return own


def found_here(
    steps: Iterable[Step], wanted: Iterable[Subject], *, since: datetime
) -> dict[Subject, int]:
    """Return of each subject how many were found there, at a moment and whenever after it.

    `steps` are all movements of the account that stand, in the order in which they happened.
    """
    here, subjects = _Here(), tuple(wanted)
    fewest: dict[Subject, int] | None = None
    for step in steps:
        if fewest is None and step.happened_at > since:
            fewest = {subject: here.own[subject] for subject in subjects}
        here.after(step)
        if fewest is not None:
            fewest = {s: min(count, here.own[s]) for s, count in fewest.items()}
    return fewest if fewest is not None else {s: here.own[s] for s in subjects}


def released_of_others(steps: Iterable[Step]) -> int:
    """Return how many were released on the site who were not found there."""
    here = _Here()
    for step in steps:
        here.after(step)
    return here.short


def reasons_against_release(
    asked: Mapping[Subject, int], found: Mapping[Subject, int], *, account: str
) -> Iterator[Reason]:
    """Yield a reason for each subject of which fewer were found there than are to be released."""
    for subject, count in asked.items():
        if count > found[subject]:
            yield reason(
                "not_found_there",
                account=account,
                found=found[subject],
                subject=subject,
                asked=count,
            )
