"""The register's own figures: who was taken in where and when, as the claims need them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from samaki.ground.places import rules as places
from samaki.systems.custody import rules
from samaki.systems.custody.queries.books import Moments, postings

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True, slots=True)
class TakenIn:
    """Heads taken in on a day, in a province, of a nationality (None: not established)."""

    province: str
    day: date
    nationality: str | None
    count: int
    intakes: tuple[str, ...]
    movements: tuple[int, ...]


def taken_in(*, at: Moments) -> tuple[TakenIn, ...]:
    """Return all intakes, less what was reversed, by province, day and nationality."""
    kind = rules.MovementKind.INTAKE
    rows = (
        postings(at)
        .filter(Q(movement__kind=kind) | Q(movement__reverses__kind=kind))
        .exclude(account__kind__in=rules.BOUNDLESS)
        .values_list(
            Coalesce("account__place__site__area_id", "account__unit__area_id"),
            "movement__happened_at",
            "movement__reverses__happened_at",
            "nationality",
            "count",
            "movement__because",
            "movement_id",
        )
        .order_by("movement__happened_at", "pk")
    )
    counts: dict[tuple[str, date, str], int] = defaultdict(int)
    intakes: dict[tuple[str, date, str], dict[str, int]] = defaultdict(dict)
    for area, happened, reversed_at, nationality, count, because, movement in rows:
        day = timezone.localtime(reversed_at or happened).date()
        key = (places.province_of(area) or area, day, nationality)
        counts[key] += count
        if reversed_at is None:
            intakes[key][because] = movement
    return tuple(
        TakenIn(
            province,
            day,
            nationality or None,
            count,
            tuple(intakes[province, day, nationality]),
            tuple(intakes[province, day, nationality].values()),
        )
        for (province, day, nationality), count in counts.items()
        if count
    )
