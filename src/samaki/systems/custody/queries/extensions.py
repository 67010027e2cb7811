"""What prosecutors added in writing: which extension counts for which arrival of whom."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from samaki.ground.access.rules import Permission
from samaki.kernel import refs
from samaki.systems.custody.models import CustodyExtension, ExtendedPerson
from samaki.systems.custody.queries import books

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from django.db.models import QuerySet

    from samaki.ground.access.actors import Actor
    from samaki.systems.custody.queries.books import Moments


@dataclass(frozen=True, slots=True)
class ExtensionLine:
    """A written extension, with whom it covers by reference; withdrawn if `withdrawn_at` is set."""

    ref: str
    unit: str
    area: str
    office: str
    document: str
    ground: str
    hours: int
    happened_at: datetime
    recorded_at: datetime
    recorded_by: str
    persons: tuple[str, ...]
    withdrawn_at: datetime | None
    withdrawn_by: str
    withdrawn_because: str


def standing(at: Moments) -> Mapping[str, Sequence[CustodyExtension]]:
    """Return the extensions that counted at those moments, by person; none that was withdrawn."""
    rows = (
        ExtendedPerson.objects.filter(
            extension__granted_at__lte=at.as_of, extension__recorded_at__lte=at.known_at
        )
        .exclude(extension__withdrawal__recorded_at__lte=at.known_at)
        .select_related("extension")
        .order_by("pk")
    )
    found: dict[str, list[CustodyExtension]] = defaultdict(list)
    for row in rows:
        found[row.person].append(row.extension)
    return found


def extensions(eyes: Actor) -> list[ExtensionLine]:
    """Return the extensions of the areas whose custody the actor may see, the newest first."""
    return [_line(row) for row in _seen(eyes)]


def extension(eyes: Actor, ref: str) -> ExtensionLine | None:
    """Return an extension the actor may see, or None."""
    found = _seen(eyes).filter(ref=refs.as_stored(ref)).first()
    return _line(found) if found else None


def _seen(eyes: Actor) -> QuerySet[CustodyExtension]:
    seen = books.scope(eyes, Permission.CUSTODY_SEE, "unit__area")
    every = CustodyExtension.objects.filter(seen).select_related("unit", "withdrawal")
    return every.prefetch_related("covered")


def _line(row: CustodyExtension) -> ExtensionLine:
    withdrawal = getattr(row, "withdrawal", None)
    return ExtensionLine(
        ref=row.ref,
        unit=row.unit.name,
        area=row.unit.area_id,
        office=row.office,
        document=row.document,
        ground=row.ground,
        hours=row.hours,
        happened_at=row.granted_at,
        recorded_at=row.recorded_at,
        recorded_by=row.recorded_by,
        persons=tuple(each.person for each in row.covered.all()),
        withdrawn_at=withdrawal.recorded_at if withdrawal else None,
        withdrawn_by=withdrawal.withdrawn_by if withdrawal else "",
        withdrawn_because=withdrawal.reason if withdrawal else "",
    )
