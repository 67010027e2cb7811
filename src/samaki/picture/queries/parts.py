"""What lies under one number: by nationality, the rest nobody attributed, and what is disputed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from samaki.kernel.counts.alone import bounds_alone
from samaki.kernel.counts.settling import repaired
from samaki.picture.queries.conflicts import key_of
from samaki.picture.queries.grounds import conflicts_in, ground_of, reasons_of, reconciled
from samaki.picture.rules import figures

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from samaki.kernel.counts.bounds import Bounds
    from samaki.kernel.counts.model import CountClaim, Question
    from samaki.picture.queries.grounds import Reason
    from samaki.systems.custody.queries.books import Moments

MOST_NATIONS = 30


@dataclass(frozen=True, slots=True)
class Parts:
    """The bounds of the nationalities that are named, largest first, and the people of none.

    `more` is how many others are named.

    `rest` is by how many the floor of all is above the floor of those named: people of whom nobody
    says a nationality. `disputes` are conflicts between claims about these days and places.
    """

    nations: tuple[tuple[str, Bounds], ...]
    more: int
    named: Bounds | None
    rest: int
    disputes: tuple[tuple[str, tuple[Reason, ...]], ...]


def parts(period: figures.Period, province: str | None, *, at: Moments) -> Parts:
    """Return what lies under the number of a period, in one province or in all."""
    ground = ground_of(at)
    question = figures.question(period, province)
    touching = [row for row in ground.rows if _touches(row, question)]
    codes = sorted({code for row in touching for code in row.nationalities or ()})
    asked = [replace(question, id=code, nationalities=frozenset({code})) for code in codes]
    if codes:
        asked.append(replace(question, id="named", nationalities=frozenset(codes)))
    found = _bounds(ground.rows, (question, *asked))
    named = found.get("named")
    nations = sorted(((code, found[code]) for code in codes), key=lambda pair: -pair[1].low)
    return Parts(
        nations=tuple(nations[:MOST_NATIONS]),
        more=max(0, len(nations) - MOST_NATIONS),
        named=named,
        rest=max(0, found[question.id].low - (named.low if named else 0)),
        disputes=tuple(
            (key_of(reasons), reasons)
            for conflict in _disputes(conflicts_in(ground.rows), touching)
            if (reasons := reasons_of(conflict, ground))
        ),
    )


@lru_cache(maxsize=32)
def _bounds(rows: tuple[CountClaim, ...], asked: tuple[Question, ...]) -> dict[str, Bounds]:
    """Return bounds by question; where claims contradict, after the cheapest repair."""
    found = bounds_alone(repaired(rows), asked)
    if found is None:  # the solver could not settle the repaired claims; the slower way answers
        return {answer.question: answer.bounds for answer in reconciled(rows, asked).answers}
    return dict(zip((each.id for each in asked), found, strict=True))


def _disputes(
    conflicts: Iterable[tuple[str, ...]], touching: Sequence[CountClaim]
) -> list[tuple[str, ...]]:
    here = {row.id for row in touching}
    return [conflict for conflict in conflicts if here.intersection(conflict)]


def _touches(row: CountClaim, question: Question) -> bool:
    """Tell whether a row speaks of any day and place that is asked about."""
    is_then = row.first <= question.last and question.first <= row.last
    anywhere = row.provinces is None or question.provinces is None
    return is_then and (anywhere or bool((row.provinces or set()) & (question.provinces or set())))
