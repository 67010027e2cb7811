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

from samaki.kernel.counts.model import CountClaim, Question
from samaki.kernel.counts.reconcile import bounds_alone, reconcile

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from samaki.kernel.counts.bounds import Bounds
    from samaki.kernel.counts.model import Answer, Reconciliation

__all__ = ["Settling", "candidates", "what_would_settle"]

_MANY = 1_000  # more than its least are tried where nobody set a ceiling
_TOLD = "what would settle it"  # the id of a count that is tried out; no claim is called so


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
    found = reconcile(claims, [question, *others])
    answers = {answer.question: answer for answer in found.answers}
    believed = tuple(_repaired(claims, found))
    today = _width(answers[question.id])
    if today == 0 or reconcile(believed, [question]).conflicts:
        return ()
    narrowing = [
        Settling(each, bounds, left)
        for each in others
        if not (bounds := answers[each.id].bounds).is_exact
        and _is_less(left := _left(believed, question, each, bounds), today)
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


def _left(
    claims: Sequence[CountClaim], question: Question, candidate: Question, bounds: Bounds
) -> int | None:
    """Return the widest answer among some values that the candidate may have."""
    widest = 0
    for value in _tried(bounds):
        told = CountClaim(
            _TOLD,
            value,
            value,
            candidate.provinces,
            candidate.nationalities,
            candidate.first,
            candidate.last,
        )
        found = bounds_alone([*claims, told], question)
        if found is None:
            continue  # no whole number of people: it is not that one
        if found.high is None:
            return None
        width = found.high - found.low
        widest = max(widest, width)
    return widest


def _tried(bounds: Bounds) -> list[int]:
    if bounds.high is None:
        return [bounds.low, bounds.low + _MANY]
    return sorted({bounds.low, (bounds.low + bounds.high) // 2, bounds.high})


def _width(answer: Answer) -> int | None:
    """Return how many people wide an answer is; None without a ceiling."""
    high = answer.bounds.high
    return None if high is None else high - answer.bounds.low


def _is_less(left: int | None, today: int | None) -> bool:
    return left is not None and (today is None or left < today)


def _repaired(claims: Iterable[CountClaim], found: Reconciliation) -> Iterable[CountClaim]:
    """Yield the claims as the repair leaves them, so that none contradicts what is tried out."""
    repairs = {repair.claim: repair for repair in found.repairs}
    loose = {claim for claim, repair in repairs.items() if repair.sets_relation_aside}
    for claim in claims:
        repair = repairs.get(claim.id)
        opened = replace(claim, low=repair.low_after, high=repair.high_after) if repair else claim
        yield replace(opened, relation=None, of=None) if claim.id in loose else opened
