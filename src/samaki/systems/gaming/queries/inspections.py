"""Reads of inspections: what is due, what was found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from samaki.systems.gaming import rules
from samaki.systems.gaming.models import Answer, Inspection, Violation
from samaki.systems.gaming.queries.venues import within

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

    from samaki.ground.access.actors import Actor


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """A line of the checklist with what was said to it; `violation` is a reference or empty."""

    item: rules.Item
    seen: str
    words: str
    violation: str


def inspections(eyes: Actor) -> QuerySet[Inspection]:
    """Return the inspections of venues the actor may see, the earliest due first."""
    return Inspection.objects.filter(within(eyes, "venue__area")).select_related(
        "venue__area", "follows"
    )


def due(eyes: Actor) -> list[Inspection]:
    """Return what was set and not recorded, the earliest due first."""
    return list(inspections(eyes).filter(state=rules.InspectionState.DUE))


def due_count(eyes: Actor, *, today: date) -> int:
    """Return how many inspections are due today or before."""
    waiting = inspections(eyes).filter(state=rules.InspectionState.DUE, due_on__lte=today)
    return waiting.count()


def inspection(eyes: Actor, ref: str) -> Inspection | None:
    """Return an inspection of a venue the actor may see, or None."""
    return inspections(eyes).filter(ref=ref).first()


def of_venue(venue_key: int) -> list[Inspection]:
    """Return a venue's inspections, the newest first, what is due before what is recorded."""
    found = Inspection.objects.filter(venue=venue_key).select_related("follows")
    every = list(found.order_by("-happened_at", "-pk"))
    waiting = [one for one in every if one.state == rules.InspectionState.DUE]
    return [*waiting, *(one for one in every if one not in waiting)]


def answers(inspection_key: int) -> list[AnswerLine]:
    """Return what was said to each line, in the order of the checklist."""
    found = Answer.objects.filter(inspection=inspection_key).select_related("violation")
    known = {answer.item: answer for answer in found}
    return [
        AnswerLine(item, known[key].seen, known[key].words, _violation_of(known[key]))
        for key, item in rules.ITEMS.items()
        if key in known
    ]


def violations(venue_key: int) -> list[Violation]:
    """Return what inspections found at a venue, the newest first, with the penalties on it."""
    return list(
        Violation.objects.filter(venue=venue_key)
        .select_related("answer__inspection")
        .prefetch_related("grounds__penalty")
        .order_by("-pk")
    )


def undecided(eyes: Actor) -> list[Violation]:
    """Return the violations under no penalty yet, the oldest first: a commissioner's work."""
    found = Violation.objects.filter(within(eyes, "venue__area"), grounds__isnull=True)
    return list(found.select_related("venue", "answer__inspection").order_by("pk"))


def undecided_count(eyes: Actor) -> int:
    """Return how many violations lie under no penalty."""
    return Violation.objects.filter(within(eyes, "venue__area"), grounds__isnull=True).count()


def _violation_of(answer: Answer) -> str:
    found: Violation | None = getattr(answer, "violation", None)
    return found.ref if found else ""
