"""What would settle it: which count that nobody gave would narrow an answer most.

Each candidate is a question of its own, such as one province in the days that were asked for. It is
worked out what is proved of it today, and how wide the answer would still be if it were known: at
its least, its most (a thousand more where it has none) and in the middle; the widest is said.
Between those a width is never much more, for it bends one way only; it is an advice where to ask,
and no bound.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from samaki.kernel.counts.alone import Trial
from samaki.kernel.counts.reconcile import reconcile

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from samaki.kernel.counts.bounds import Bounds
    from samaki.kernel.counts.model import CountClaim, Question, Repair

__all__ = ["Settling", "candidates", "repaired", "what_would_settle"]

_MANY = 1_000  # more than its least are tried where nobody set a ceiling


@dataclass(frozen=True, slots=True)
class Settling:
    """A count that nobody gave: what is asked, what is proved of it today, and what it would do.

    `left` is how many people wide the answer would still be, at most; None: it has no ceiling then.
    """

    asked: Question
    bounds: Bounds
    left: int | None


def what_would_settle(
    claims: Sequence[CountClaim],
    question: Question,
    candidates: Sequence[Question],
    *,
    most: int = 3,
) -> tuple[Settling, ...]:
    """Return the candidates that would narrow the answer, the one that narrows it most first.

    At most so many; of equals the one that is named first. Where claims contradict each other they
    are taken as the cheapest repair leaves them. Raises ContractError as `reconcile` does.
    """
    others = [each for each in candidates if each.id != question.id]
    trial = Trial(repaired(claims), [question, *others])
    if not trial.holds():
        return ()
    answers = dict(zip([question.id, *(each.id for each in others)], trial.bounds(), strict=True))
    today = _width(answers[question.id])
    if today == 0:
        return ()
    narrowing = [
        Settling(each, bounds, left)
        for each in others
        if not (bounds := answers[each.id]).is_exact
        and _is_less(left := _left(trial, question, each, bounds), today)
    ]
    order = {each.id: place for place, each in enumerate(others)}
    narrowing.sort(key=lambda one: (one.left is None, one.left or 0, order[one.asked.id]))
    return tuple(narrowing[:most])


def candidates(claims: Sequence[CountClaim], question: Question) -> tuple[Question, ...]:
    """Return the single provinces and nationalities that claims name within a question's scope.

    Each in the days of the question; none for a question of one province and one nationality.
    """
    provinces = _named(question.provinces, (claim.provinces for claim in claims))
    nations = _named(question.nationalities, (claim.nationalities for claim in claims))
    return (
        *(replace(question, id=one, provinces=frozenset({one})) for one in provinces),
        *(replace(question, id=one, nationalities=frozenset({one})) for one in nations),
    )


def _named(asked: frozenset[str] | None, stated: Iterable[frozenset[str] | None]) -> list[str]:
    every = sorted({one for codes in stated if codes is not None for one in codes})
    within = [one for one in every if asked is None or one in asked]
    return [] if asked is not None and len(asked) == 1 else within


def _left(trial: Trial, question: Question, candidate: Question, bounds: Bounds) -> int | None:
    """Return the widest answer among some values that the candidate may have."""
    widest = 0
    for found in trial.told(candidate.id, _tried(bounds), question.id):
        if found.high is None:
            return None
        widest = max(widest, found.high - found.low)
    return widest


def _tried(bounds: Bounds) -> list[int]:
    if bounds.high is None:
        return [bounds.low, bounds.low + _MANY]
    return sorted({bounds.low, (bounds.low + bounds.high) // 2, bounds.high})


def _width(bounds: Bounds) -> int | None:
    """Return how many people wide an answer is; None without a ceiling."""
    return None if bounds.high is None else bounds.high - bounds.low


def _is_less(left: int | None, today: int | None) -> bool:
    return left is not None and (today is None or left < today)


def repaired(claims: Sequence[CountClaim]) -> list[CountClaim]:
    """Return the claims as the cheapest repair leaves them, so that they can all hold."""
    repairs = {repair.claim: repair for repair in reconcile(claims, []).repairs}
    return [_repaired(claim, repairs.get(claim.id)) for claim in claims]


def _repaired(claim: CountClaim, repair: Repair | None) -> CountClaim:
    if repair is None:
        return claim
    opened = replace(claim, low=repair.low_after, high=repair.high_after)
    return replace(opened, relation=None, of=None) if repair.sets_relation_aside else opened
