"""The only writer of sites."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from samaki.ground.access.rules import Permission
from samaki.ground.journal import services as journal
from samaki.ground.sites.models import Site
from samaki.kernel import refs

if TYPE_CHECKING:
    from datetime import datetime

    from samaki.ground.access.actors import Actor
    from samaki.ground.agencies.services import Name


@transaction.atomic
def register_site(*, actor: Actor, kind: str, area: str, name: Name, at: datetime) -> Site:
    """Register a park, compound, casino or other premises in an area."""
    actor.require(Permission.SITE_REGISTER, area=area)
    journal.take_turn()
    site = Site.objects.create(
        ref=refs.reference("ST", Site.objects.count() + 1),
        kind=kind,
        area_id=area,
        name_en=name.en,
        name_km=name.km,
        registered_at=at,
    )
    journal.record(
        actor=actor.key, kind=Permission.SITE_REGISTER, subject=site.ref, at=at, wrote=[site]
    )
    return site
