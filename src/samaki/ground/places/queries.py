"""Reads of the area tree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samaki.ground.places import rules
from samaki.ground.places.models import Area

if TYPE_CHECKING:
    from django.db.models import QuerySet


def provinces() -> QuerySet[Area]:
    """Return the 25 provinces (the capital among them)."""
    return Area.objects.filter(level=rules.Level.PROVINCE)


def within(areas: tuple[str, ...]) -> QuerySet[Area]:
    """Return every area that lies in one of `areas`."""
    inside = [code for code in Area.objects.values_list("code", flat=True) if _any(areas, code)]
    return Area.objects.filter(code__in=inside)


def names(codes: list[str] | tuple[str, ...]) -> dict[str, str]:
    """Return the name, in the reader's language, of each code that is known."""
    return {area.code: area.name for area in Area.objects.filter(code__in=codes)}


def _any(areas: tuple[str, ...], code: str) -> bool:
    return any(rules.covers(area, code) for area in areas)
