"""Reads of indicators: what was seen where, and which sites it links. No link is ever stored."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from samaki.ground import wording
from samaki.ground.access.rules import Permission
from samaki.systems.custody.queries import exhibits as custody
from samaki.systems.indicators.models import Indicator, Sighting
from samaki.systems.indicators.rules import kinds, lines, links, names

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from django.db.models import QuerySet

    from samaki.ground.access.actors import Actor
    from samaki.kernel.reasons import Reason
    from samaki.systems.custody.queries.exhibits import ExhibitLine


@dataclass(frozen=True, slots=True)
class Place:
    """A site as a link names it."""

    ref: str
    name: str
    area: str


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """An indicator, at how many sites and on how many exhibits it was seen, and what that means."""

    ref: str
    kind: str
    shown: str
    sites: int
    exhibits: int
    standing: links.Standing


@dataclass(frozen=True, slots=True)
class SightingLine:
    """Where an indicator was seen, as written there, and what is to be said of the writing."""

    indicator: IndicatorLine
    exhibit: ExhibitLine | None
    as_written: str
    remarks: tuple[str, ...]
    place: str
    happened_at: datetime
    recorded_at: datetime
    recorded_by: str


@dataclass(frozen=True, slots=True)
class SiteLink:
    """Two sites, and every indicator seen on exhibits of both: the reason they are linked."""

    a: Place
    b: Place
    indicators: tuple[IndicatorLine, ...]


def kind_name(kind: str) -> str:
    """Say what an indicator is."""
    return _(kinds.KIND_WORDINGS[kind])


def sentence(reason: Reason) -> str:
    """Say a reason as an analyst reads it, after the line it is about."""
    said = wording.sentence(reason)
    if "line" not in reason.values:
        return said
    number = wording.number(int(str(reason.values["line"])))
    return _("Line %(number)s: %(why)s") % {"number": number, "why": said}


def indicators(eyes: Actor, *, kind: str = "", words: str = "") -> list[IndicatorLine]:
    """Return the indicators seen in the areas the actor may see: by kind, or by part of a value."""
    found = Indicator.objects.filter(pk__in=_sightings(eyes).values("indicator"))
    if kind:
        found = found.filter(kind=kind)
    if plain := names.refanged(words).strip().lower():
        digits = "".join(c for c in plain if c.isdecimal())
        looked = Q(value__icontains=plain) | Q(ref__iexact=plain)
        is_number = digits and not any(c.isalpha() for c in plain)
        found = found.filter(looked | Q(value__contains=digits) if is_number else looked)
    return _indicator_lines(found)


def indicator(eyes: Actor, ref: str) -> IndicatorLine | None:
    """Return an indicator seen in the areas the actor may see, or None."""
    seen = _sightings(eyes).filter(indicator__ref=ref).values("indicator")
    return next(iter(_indicator_lines(Indicator.objects.filter(pk__in=seen))), None)


def sightings_of(eyes: Actor, ref: str) -> list[SightingLine]:
    """Return where an indicator was seen, the newest first."""
    return _sighting_lines(eyes, _sightings(eyes).filter(indicator__ref=ref))


def sightings_on(eyes: Actor, exhibit: str) -> list[SightingLine]:
    """Return what was seen on an exhibit, the newest first."""
    return _sighting_lines(eyes, _sightings(eyes).filter(exhibit__ref=exhibit))


def sightings_at(eyes: Actor, site: str) -> list[SightingLine]:
    """Return what was seen on the exhibits of a site, the newest first."""
    return _sighting_lines(eyes, _sightings(eyes).filter(exhibit__site__ref=site))


def unread(eyes: Actor) -> list[ExhibitLine]:
    """Return the exhibits of which nobody recorded an indicator, the newest first."""
    read = set(Sighting.objects.values_list("exhibit_id", flat=True).distinct())
    return [exhibit for exhibit in custody.exhibits(eyes) if exhibit.key not in read]


def site_links(eyes: Actor) -> list[SiteLink]:
    """Return every two sites that an indicator links, those with the most first.

    Worked out from the sightings each time it is asked. A value that is cloned or everybody's
    links nobody.
    """
    found: dict[tuple[Place, Place], list[IndicatorLine]] = defaultdict(list)
    for line, places in _seen_at_many(eyes):
        if line.standing is links.Standing.LINKS:
            for pair in combinations(sorted(places, key=lambda place: place.ref), 2):
                found[pair].append(line)
    every = [SiteLink(a, b, tuple(shared)) for (a, b), shared in found.items()]
    return sorted(every, key=lambda link: (-len(link.indicators), link.a.ref, link.b.ref))


def links_of_site(eyes: Actor, site: str) -> list[SiteLink]:
    """Return the links of one site, which then stands first in each."""
    found = [link for link in site_links(eyes) if site in {link.a.ref, link.b.ref}]
    return [link if link.a.ref == site else replace(link, a=link.b, b=link.a) for link in found]


def not_linking(eyes: Actor) -> list[IndicatorLine]:
    """Return what was seen at more than one site and links nobody: shown, so that it is known."""
    return [line for line, _p in _seen_at_many(eyes) if line.standing is not links.Standing.LINKS]


def place(eyes: Actor, site: str) -> Place | None:
    """Return a site in the areas the actor may see, or None."""
    every = custody.sites(eyes, Permission.INDICATOR_SEE)
    found = next((one for one in every if one.ref == site), None)
    return Place(found.ref, found.name, found.area.name) if found else None


def _sightings(eyes: Actor) -> QuerySet[Sighting]:
    within = Q(pk__in=[])
    for area in eyes.areas(Permission.INDICATOR_SEE):
        within |= Q(exhibit__site__area_id=area)
        within |= Q(exhibit__site__area__code__startswith=f"{area}-")
    return Sighting.objects.filter(within)


def _seen_at_many(eyes: Actor) -> list[tuple[IndicatorLine, set[Place]]]:
    seen = _sightings(eyes).select_related("exhibit__site__area")
    counted = Indicator.objects.annotate(n=Count("sightings__exhibit__site", distinct=True))
    many = {one.pk: one for one in counted.filter(n__gt=1)}
    places: dict[int, set[Place]] = defaultdict(set)
    for sighting in seen.filter(indicator__in=many):
        site = sighting.exhibit.site
        places[sighting.indicator_id].add(Place(site.ref, site.name, site.area.name))
    known = {line.ref: line for line in _indicator_lines(Indicator.objects.filter(pk__in=places))}
    return [(known[many[key].ref], found) for key, found in places.items() if len(found) > 1]


def _indicator_lines(found: QuerySet[Indicator]) -> list[IndicatorLine]:
    """Return the lines; what a value means is judged by all its sightings, whoever may see them.

    `found` must not be narrowed by a join to sightings: the counts would then miss the others.
    """
    counted = found.annotate(
        on=Count("sightings__exhibit", distinct=True),
        at=Count("sightings__exhibit__site", distinct=True),
    )
    return [
        IndicatorLine(
            ref=one.ref,
            kind=one.kind,
            shown=lines.shown(one.kind, one.value),
            sites=one.at,
            exhibits=one.on,
            standing=links.standing(one.kind, one.value, exhibits=one.on, sites=one.at),
        )
        for one in counted
    ]


def _sighting_lines(eyes: Actor, found: QuerySet[Sighting]) -> list[SightingLine]:
    rows = list(found.select_related("indicator", "exhibit").order_by("-happened_at", "pk"))
    known = _by_ref(
        _indicator_lines(Indicator.objects.filter(pk__in={row.indicator_id for row in rows}))
    )
    exhibits = {one.key: one for one in custody.exhibits(eyes)} if rows else {}
    return [
        SightingLine(
            indicator=known[row.indicator.ref],
            exhibit=exhibits.get(row.exhibit_id),
            as_written=lines.written(row.indicator.kind, row.as_written),
            remarks=lines.remarks_on(row.indicator.kind, row.as_written),
            place=row.place,
            happened_at=row.happened_at,
            recorded_at=row.recorded_at,
            recorded_by=row.recorded_by,
        )
        for row in rows
    ]


def _by_ref(found: Iterable[IndicatorLine]) -> dict[str, IndicatorLine]:
    return {line.ref: line for line in found}
