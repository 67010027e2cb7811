"""Reads of penalties: what was decided, what it waits for, whether somebody lifted it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from samaki.systems.gaming import rules
from samaki.systems.gaming.models import Lifting, Penalty, Violation
from samaki.systems.gaming.queries.venues import within

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

    from samaki.ground.access.actors import Actor
    from samaki.systems.gaming.models import Inspection


@dataclass(frozen=True, slots=True)
class PenaltyLine:
    """A penalty, what it stands on, the re-inspections set for it, and its lifting if any."""

    penalty: Penalty
    violations: tuple[Violation, ...]
    reinspections: tuple[Inspection, ...]
    lifting: Lifting | None

    @property
    def may_be_lifted(self) -> bool:
        """Whether it is of a kind that a person can end, and nobody has."""
        return rules.LADDER[self.penalty.rung].is_liftable and self.lifting is None

    @property
    def waits(self) -> bool:
        """Whether it ends with a re-inspection that nobody has recorded."""
        return self.penalty.until_reinspection and not any(
            one.state == rules.InspectionState.RECORDED for one in self.reinspections
        )

    def is_past(self, today: date) -> bool:
        """Tell whether the day it was to end has passed, and nobody has ended it."""
        until = self.penalty.until
        return until is not None and until < today and self.may_be_lifted


def penalties(eyes: Actor) -> QuerySet[Penalty]:
    """Return the penalties of venues the actor may see."""
    return (
        Penalty.objects.filter(within(eyes, "venue__area"))
        .select_related("venue__area", "licence", "lifting")
        .prefetch_related("grounds__violation__answer__inspection", "reinspections")
    )


def penalty(eyes: Actor, ref: str) -> PenaltyLine | None:
    """Return a penalty of a venue the actor may see, or None."""
    found = penalties(eyes).filter(ref=ref).first()
    return _line(found) if found else None


def of_venue(eyes: Actor, venue_key: int) -> list[PenaltyLine]:
    """Return a venue's penalties, the newest first."""
    return [_line(p) for p in penalties(eyes).filter(venue=venue_key).order_by("-pk")]


def standing(eyes: Actor) -> list[PenaltyLine]:
    """Return the penalties that a person can still end, the oldest first."""
    kinds = [key for key, rung in rules.LADDER.items() if rung.is_liftable]
    return [_line(p) for p in penalties(eyes).filter(rung__in=kinds, lifting__isnull=True)]


def _line(found: Penalty) -> PenaltyLine:
    return PenaltyLine(
        found,
        tuple(ground.violation for ground in found.grounds.all()),
        tuple(found.reinspections.all()),
        getattr(found, "lifting", None),
    )
