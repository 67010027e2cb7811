"""Reads of agencies, units and posts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samaki.ground.agencies.models import Post, Unit
from samaki.ground.places import rules

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from django.db.models import QuerySet


def unit(code: str) -> Unit:
    """Return the unit of that code; Unit.DoesNotExist if there is none."""
    return Unit.objects.select_related("area", "agency", "superior").get(code=code)


def superiors(units: Collection[str]) -> frozenset[str]:
    """Return the units that these answer to, however far up; none of them is its own superior."""
    above = dict(Unit.objects.values_list("code", "superior_id"))
    found: set[str] = set()
    asked = list(units)
    while asked:
        superior = above.get(asked.pop())
        if superior is not None and superior not in found:
            found.add(superior)
            asked.append(superior)
    return frozenset(found)


def chains(units: Collection[str]) -> dict[str, tuple[Unit, ...]]:
    """Return each unit followed by those it answers to, the nearest superior first."""
    every = Unit.objects.in_bulk() if units else {}
    return {code: tuple(_upward(every, code)) for code in units}


def _upward(every: Mapping[str, Unit], code: str | None) -> Iterator[Unit]:
    seen: set[str] = set()
    while code is not None and code not in seen:
        seen.add(code)
        yield every[code]
        code = every[code].superior_id


def units_within(areas: tuple[str, ...]) -> list[Unit]:
    """Return the units whose area lies in one of `areas`, by code."""
    every = Unit.objects.select_related("area", "agency")
    return [u for u in every if any(rules.covers(area, u.area_id) for area in areas)]


def posts(*, kind: str | None = None) -> QuerySet[Post]:
    """Return posts, all or of one kind (`governor`, `police_chief`, `gendarmerie_commander` …)."""
    found = Post.objects.select_related("unit", "unit__area")
    return found if kind is None else found.filter(kind=kind)
