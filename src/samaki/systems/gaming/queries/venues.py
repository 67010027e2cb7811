"""Reads of venues and their licences, in the areas the actor may see."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Max, Q

from samaki.ground.access.rules import Permission
from samaki.ground.places.rules import province_of
from samaki.ground.sites.models import Site
from samaki.ground.sites.rules import SiteState
from samaki.systems.gaming import rules
from samaki.systems.gaming.models import Licence, Penalty, Venue, VenueLink

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from django.db.models import QuerySet

    from samaki.ground.access.actors import Actor

EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader of the register looks for; empty is everything."""

    words: str = ""
    kind: str = ""
    standing: str = ""


@dataclass(frozen=True, slots=True)
class LicenceLine:
    """A licence as it stands on a day: as decided, or ended because its days have run out."""

    ref: str
    number: str
    kind: str
    conditions: str
    valid_from: date
    valid_to: date
    standing: str

    @property
    def is_open(self) -> bool:
        """Whether games may be offered under it."""
        return self.standing == rules.LicenceState.IN_FORCE


@dataclass(frozen=True, slots=True)
class VenueLine:
    """A venue of the register with its licences, and what was found and decided of it."""

    venue: Venue
    licences: tuple[LicenceLine, ...]
    sites: tuple[Site, ...]
    violations: int
    inspected_at: datetime | None
    is_closed: bool


def within(eyes: Actor, field: str) -> Q:
    """Return the condition that an area lies where the actor may see licences."""
    found = Q(pk__in=[])
    for area in eyes.areas(Permission.LICENCE_SEE):
        found |= Q(**{field: area}) | Q(**{f"{field}__code__startswith": f"{area}-"})
    return found


def venues(eyes: Actor) -> QuerySet[Venue]:
    """Return the venues in the areas the actor may see, by name."""
    return Venue.objects.filter(within(eyes, "area")).select_related("area").order_by("name_en")


def venue(eyes: Actor, ref: str) -> Venue | None:
    """Return a venue the actor may see, or None."""
    return venues(eyes).filter(ref=ref).first()


def register(eyes: Actor, wanted: Wanted, *, today: date) -> list[VenueLine]:
    """Return the venues that match, each with its licences as they stand today."""
    words = wanted.words.strip()
    found = venues(eyes)
    if words:
        found = found.filter(
            Q(name_en__icontains=words)
            | Q(name_km__icontains=words)
            | Q(holder__icontains=words)
            | Q(licences__number__icontains=words)
        ).distinct()
    lines = _lines(found, today=today)
    return [line for line in lines if _matches(line, wanted)]


def line(found: Venue, *, today: date) -> VenueLine:
    """Return one venue as the register shows it."""
    return _lines(Venue.objects.filter(pk=found.pk).select_related("area"), today=today)[0]


def licence_line(licence: Licence, *, today: date) -> LicenceLine:
    """Return a licence as it stands on a day."""
    is_over = rules.is_over(licence.valid_to, today)
    standing = EXPIRED if is_over and licence.state == rules.LicenceState.IN_FORCE else None
    return LicenceLine(
        licence.ref,
        licence.number,
        licence.kind,
        licence.conditions,
        licence.valid_from,
        licence.valid_to,
        standing or licence.state,
    )


def links(venue_key: int) -> list[VenueLink]:
    """Return the sites a venue was linked to, with the ground and who said so."""
    return list(VenueLink.objects.filter(venue=venue_key).select_related("site__area"))


def sites_near(eyes: Actor, found: Venue) -> list[Site]:
    """Return the sites of the venue's province that the actor may know, for it may stand there."""
    province = province_of(found.area_id) or found.area_id
    near = Site.objects.filter(Q(area=province) | Q(area__code__startswith=f"{province}-"))
    return [site for site in near.select_related("area") if _may_know(eyes, site)]


def known_site(eyes: Actor, ref: str) -> Site | None:
    """Return a site by its reference, or None if there is none that the actor may know."""
    site = Site.objects.filter(ref=ref).first()
    return site if site and _may_know(eyes, site) else None


def _may_know(eyes: Actor, site: Site) -> bool:
    """Tell whether a site may be named: one that is only suspected may be a target tomorrow."""
    is_planned = site.state == SiteState.SUSPECTED
    return not is_planned or eyes.may(Permission.OPERATION_SEE, area=site.area_id)


def _lines(found: QuerySet[Venue], *, today: date) -> list[VenueLine]:
    rows = list(
        found.annotate(
            found_count=Count("violations", distinct=True),
            last=Max("inspections__happened_at"),
        )
    )
    licences: dict[int, list[LicenceLine]] = defaultdict(list)
    for licence in Licence.objects.filter(venue__in=rows):
        licences[licence.venue_id].append(licence_line(licence, today=today))
    sites: dict[int, list[Site]] = defaultdict(list)
    for link in VenueLink.objects.filter(venue__in=rows).select_related("site"):
        sites[link.venue_id].append(link.site)
    closed = _closed(rows)
    return [
        VenueLine(
            row,
            tuple(licences[row.pk]),
            tuple(sites[row.pk]),
            row.found_count,
            row.last,
            row.pk in closed,
        )
        for row in rows
    ]


def _closed(rows: Iterable[Venue]) -> frozenset[int]:
    standing = Penalty.objects.filter(venue__in=rows, rung="closure", lifting__isnull=True)
    return frozenset(standing.values_list("venue_id", flat=True))


def _matches(line: VenueLine, wanted: Wanted) -> bool:
    kinds = {licence.kind for licence in line.licences}
    standings = {licence.standing for licence in line.licences}
    return (not wanted.kind or wanted.kind in kinds) and (
        not wanted.standing or wanted.standing in standings
    )
