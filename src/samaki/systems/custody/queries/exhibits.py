"""Reads of exhibits, in the areas the actor may see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext as _

from samaki.ground.access.rules import Permission
from samaki.ground.sites.queries import seen
from samaki.systems.custody import rules
from samaki.systems.custody.models import Exhibit

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from samaki.ground.access.actors import Actor
    from samaki.ground.sites.models import Site


@dataclass(frozen=True, slots=True)
class ExhibitLine:
    """An exhibit as other systems may know it; `key` is what they point at it with."""

    key: int
    ref: str
    kind: str
    description: str
    seal: str
    site: str
    site_name: str
    area: str
    unit: str
    because: str
    happened_at: datetime
    recorded_at: datetime
    seized_by: str

    @property
    def kind_name(self) -> str:
        """What it is, in the reader's language."""
        return _(rules.EXHIBIT_WORDINGS[self.kind])


def exhibits(eyes: Actor, *, site: str = "") -> list[ExhibitLine]:
    """Return the exhibits found in the areas the actor may see, the newest first."""
    found = _seen(eyes)
    return [_line(exhibit) for exhibit in (found.filter(site__ref=site) if site else found)]


def exhibit(eyes: Actor, ref: str) -> ExhibitLine | None:
    """Return an exhibit the actor may see, or None."""
    found = _seen(eyes).filter(ref=ref).first()
    return _line(found) if found else None


def sites(eyes: Actor, permission: Permission) -> list[Site]:
    """Return the sites where the permission holds, by name."""
    return list(seen(eyes, permission).order_by("area_id", "name_en"))


def _seen(eyes: Actor) -> QuerySet[Exhibit]:
    within = Q(pk__in=[])
    for area in eyes.areas(Permission.EXHIBIT_SEE):
        within |= Q(site__area_id=area) | Q(site__area__code__startswith=f"{area}-")
    return Exhibit.objects.filter(within).select_related("site__area", "unit")


def _line(found: Exhibit) -> ExhibitLine:
    return ExhibitLine(
        key=found.pk,
        ref=found.ref,
        kind=found.kind,
        description=found.description,
        seal=found.seal,
        site=found.site.ref,
        site_name=found.site.name,
        area=found.site.area_id,
        unit=found.unit.name,
        because=found.because,
        happened_at=found.seized_at,
        recorded_at=found.recorded_at,
        seized_by=found.seized_by,
    )
