"""Reads of sites, in the areas the actor may see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from samaki.ground.access.rules import Permission
from samaki.ground.sites.models import Site, SiteChange
from samaki.ground.sites.rules import SiteState

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from samaki.ground.access.actors import Actor

_SHOWN_FIRST = (
    *(SiteState.REOPENED, SiteState.SUSPECTED, SiteState.RAIDED),
    *(SiteState.SEALED, SiteState.CLEARED),
)


def seen(eyes: Actor, permission: Permission = Permission.OPERATION_SEE) -> QuerySet[Site]:
    """Return the sites where the actor's permission holds, by reference."""
    found = Q(pk__in=[])
    for area in eyes.areas(permission):
        found |= Q(area=area) | Q(area__code__startswith=f"{area}-")
    return Site.objects.filter(found).select_related("area")


def called(refs: Iterable[str]) -> list[Site]:
    """Return the sites of those references, for whoever names them already."""
    return list(Site.objects.filter(ref__in=list(refs)))


def listed(eyes: Actor) -> list[Site]:
    """Return the sites the actor may see, those that were reopened first."""
    order = {state: n for n, state in enumerate(_SHOWN_FIRST)}
    return sorted(seen(eyes), key=lambda site: (order[SiteState(site.state)], site.ref))


def reopened(eyes: Actor) -> int:
    """Return how many sites the actor may see run again."""
    return seen(eyes).filter(state=SiteState.REOPENED).count()


def site(eyes: Actor, ref: str) -> Site | None:
    """Return a site the actor may see, or None."""
    return seen(eyes).filter(ref=ref).first()


def history(site: Site) -> list[SiteChange]:
    """Return the changes of a site's state, newest first."""
    return list(site.changes.all())


def newest(sites: Iterable[Site]) -> dict[int, SiteChange]:
    """Return the newest change of each site that has one, by the site's key."""
    rows = SiteChange.objects.filter(site__in=list(sites)).order_by("happened_at", "pk")
    return {row.site_id: row for row in rows}
