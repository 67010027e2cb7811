"""Reads of lapses, for whoever pursues them: what was due, by which post, under which clause."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from samaki.systems.directives.models import Obligation, Step
from samaki.systems.directives.queries.obligations import newest_return
from samaki.systems.directives.rules import Act, ObligationState

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from samaki.ground.agencies.models import Post, Unit


@dataclass(frozen=True, slots=True)
class Evidence:
    """A return that was filed, in time or late."""

    ref: str
    day: date
    is_nil: bool
    people_found: int | None
    filed_at: datetime
    is_late: bool


@dataclass(frozen=True, slots=True)
class Lapse:
    """An obligation whose lapse is on record, with the chain above it and who recorded it when."""

    obligation: str
    post: Post
    directive: str
    directive_title: str
    clause: int
    clause_text: str
    set_at: datetime
    set_by: Unit
    due_at: datetime | None
    acknowledged_at: datetime | None
    recorded_at: datetime
    recorded_by: str
    words: str
    newest: Evidence | None


def lapses(refs: Iterable[str] | None = None) -> list[Lapse]:
    """Return the lapses on record, oldest first: all, or those of these obligations."""
    found = Obligation.objects.filter(state=ObligationState.BREACHED)
    if refs is not None:
        found = found.filter(ref__in=list(refs))
    every = found.select_related("clause__directive", "post__unit__area", "office")
    lapsed = [_lapse(each) for each in every.prefetch_related("path", "returns__superseded_by")]
    return sorted(lapsed, key=lambda lapse: (lapse.recorded_at, lapse.obligation))


def lapse(ref: str) -> Lapse | None:
    """Return the lapse of that obligation, or None if none is on record."""
    return next(iter(lapses([ref])), None)


def count() -> int:
    """Return how many lapses are on record."""
    return Obligation.objects.filter(state=ObligationState.BREACHED).count()


def _lapse(obligation: Obligation) -> Lapse:
    path: list[Step] = list(obligation.path.all())
    said = next(step for step in path if step.act == Act.LAPSE)
    known = next((step for step in path if step.act == Act.ACKNOWLEDGE), None)
    clause = obligation.clause
    return Lapse(
        obligation=obligation.ref,
        post=obligation.post,
        directive=clause.directive.ref,
        directive_title=clause.directive.title,
        clause=clause.number,
        clause_text=clause.text,
        set_at=obligation.set_at,
        set_by=obligation.office,
        due_at=obligation.due_at,
        acknowledged_at=known.recorded_at if known else None,
        recorded_at=said.recorded_at,
        recorded_by=said.recorded_by,
        words=said.words,
        newest=_evidence(obligation),
    )


def _evidence(obligation: Obligation) -> Evidence | None:
    newest = newest_return(obligation)
    if newest is None:
        return None
    return Evidence(
        newest.ref, newest.day, newest.is_nil, newest.people_found, newest.filed_at, newest.is_late
    )
