"""What lies under one number: by nationality, the rest nobody attributed, and what is disputed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from samaki.picture.queries.conflicts import key_of
from samaki.picture.queries.grounds import ground_of, reasons_of, reconciled
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
    """The bounds of each nationality that anybody names, and the people of none of them.

    `rest` is by how many the floor of all is above the floor of those named: people of whom nobody
    says a nationality. `disputes` are conflicts between claims about these days and places.
    """

    nations: tuple[tuple[str, Bounds], ...]
    named: Bounds | None
    rest: int
    disputes: tuple[tuple[str, tuple[Reason, ...]], ...]


def parts(period: figures.Period, province: str | None, *, at: Moments) -> Parts:
    """Return what lies under the number of a period, in one province or in all."""
    ground = ground_of(at)
    question = figures.question(period, province)
    touching = [row for row in ground.rows if _touches(row, question)]
    codes = sorted({code for row in touching for code in row.nationalities or ()})[:MOST_NATIONS]
    asked = [replace(question, id=code, nationalities=frozenset({code})) for code in codes]
    if codes:
        asked.append(replace(question, id="named", nationalities=frozenset(codes)))
    found = reconciled(ground.rows, (question, *asked))
    bounds = {answer.question: answer.bounds for answer in found.answers}
    named = bounds.get("named")
    return Parts(
        nations=tuple((code, bounds[code]) for code in codes),
        named=named,
        rest=max(0, bounds[question.id].low - (named.low if named else 0)),
        disputes=tuple(
            (key_of(reasons), reasons)
            for conflict in _disputes(found.conflicts, touching)
            if (reasons := reasons_of(conflict, ground))
        ),
    )


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
