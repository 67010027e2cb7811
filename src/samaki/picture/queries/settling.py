"""What would settle a number of the picture: counts that nobody gave, and whom to ask for them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from samaki.ground.places import queries as places
from samaki.kernel.counts.settling import Settling, candidates, what_would_settle
from samaki.picture.queries.grounds import ground_of, reconciled
from samaki.picture.rules import figures
from samaki.systems.custody.queries.books import Moments

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from samaki.kernel.counts.bounds import Bounds
    from samaki.kernel.counts.model import CountClaim, Question
    from samaki.picture.queries.grounds import Ground

MOST = 5  # counts that are named


@dataclass(frozen=True, slots=True)
class Missing:
    """A count to ask a province for: today's bounds of it, and how wide the answer is once known.

    `left` of None: the answer has no ceiling then either. `nationality` is empty for everybody.
    """

    province: str
    nationality: str
    period: figures.Period
    bounds: Bounds
    left: int | None


@dataclass(frozen=True, slots=True)
class Settled:
    """How wide a number is today, the counts that would narrow it, and who never gave one.

    `silent` are provinces of which nothing sets a ceiling, where nothing sets one of the whole:
    only with a count of each of them is there a ceiling at all.
    """

    bounds: Bounds
    missing: tuple[Missing, ...]
    silent: tuple[str, ...]


def settling(period: figures.Period, province: str | None, *, at: datetime) -> Settled:
    """Return what would settle the number of a period, in one province or in all."""
    ground = ground_of(Moments(at, at))
    question = figures.question(period, province)
    bounds = reconciled(ground.rows, (question,)).answers[0].bounds
    tried = _candidates(ground.rows, question, province)
    found = what_would_settle(ground.rows, question, tried, most=MOST)
    return Settled(
        bounds=bounds,
        missing=tuple(_missing(one, period, province) for one in found),
        silent=_silent(ground, period) if province is None and bounds.high is None else (),
    )


def _candidates(
    rows: Sequence[CountClaim], question: Question, province: str | None
) -> tuple[Question, ...]:
    """Return counts that one governor can give: a province's, or of one nationality in it."""
    if province is None:
        named = candidates(rows, question)
        return tuple(each for each in named if each.provinces is not None)
    return (replace(question, id=province), *candidates(rows, question))


def _missing(one: Settling, period: figures.Period, province: str | None) -> Missing:
    asked = one.asked
    (where,) = asked.provinces or {province}
    assert where is not None, "every candidate is of one province"
    who = next(iter(asked.nationalities or ()), "")
    return Missing(where, who, period, one.bounds, one.left)


def _silent(ground: Ground, period: figures.Period) -> tuple[str, ...]:
    codes = [area.code for area in places.provinces()]
    questions = tuple(figures.question(period, code) for code in codes)
    answers = reconciled(ground.rows, questions).answers
    return tuple(
        code for code, answer in zip(codes, answers, strict=True) if answer.bounds.high is None
    )
