"""The only writer of sites and their states."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from samaki.ground.access.rules import Permission
from samaki.ground.journal import services as journal
from samaki.ground.sites import rules, words
from samaki.ground.sites.models import Site, SiteChange
from samaki.ground.wording import RefusedError
from samaki.kernel import refs

if TYPE_CHECKING:
    from datetime import datetime

    from samaki.ground.access.actors import Actor
    from samaki.ground.agencies.services import Name


class SiteRefusedError(RefusedError):
    """The site cannot be registered or changed so. Carries every reason."""

    @property
    def sentences(self) -> tuple[str, ...]:
        """The reasons in the reader's language."""
        return tuple(words.sentence(reason) for reason in self.reasons)


@transaction.atomic
def register_site(*, actor: Actor, kind: str, area: str, name: Name, at: datetime) -> Site:
    """Register a park, compound, casino or other premises in an area; it is suspected."""
    actor.require(Permission.SITE_REGISTER, area=area)
    if reasons := rules.reasons_against_site(kind, name.en or name.km):
        raise SiteRefusedError(reasons)
    journal.take_turn()
    site = Site.objects.create(
        ref=refs.reference("ST", Site.objects.count() + 1),
        kind=kind,
        area_id=area,
        name_en=name.en.strip() or name.km.strip(),
        name_km=name.km.strip() or name.en.strip(),
        registered_at=at,
    )
    journal.record(
        actor=actor.key, kind=Permission.SITE_REGISTER, subject=site.ref, at=at, wrote=[site]
    )
    return site


@transaction.atomic
def change_site_state(
    *, actor: Actor, site: str, act: str, ground: str, happened_at: datetime, at: datetime
) -> SiteChange:
    """Take a site to the state that follows an act; `ground` says what was seen or ordered.

    `site` is its reference, `act` one of rules.SITE. Raises PermissionRefusedError,
    Site.DoesNotExist, SiteRefusedError.
    """
    found = Site.objects.select_for_update().get(ref=site)
    actor.require(Permission.SITE_CHANGE, area=found.area_id)
    newest = found.changes.first()
    reasons = rules.reasons_against_change(
        rules.SiteState(found.state),
        act,
        ground=ground,
        happened_at=happened_at,
        since=newest.happened_at if newest else None,
        at=at,
    )
    if reasons:
        raise SiteRefusedError(reasons)
    return _change(actor, found, act, ground=ground, happened_at=happened_at, at=at)


@transaction.atomic
def mark_raided(
    *, actor: Actor, site: str, target: str, happened_at: datetime, at: datetime
) -> SiteChange | None:
    """Say of a site that it was raided, because a target there has its result.

    Of a raid recorded after something that happened later, the state says nothing new: None.
    """
    found = Site.objects.select_for_update().get(ref=site)
    actor.require(Permission.RESULT_RECORD, area=found.area_id)
    if found.changes.filter(happened_at__gt=happened_at).exists():
        return None
    return _change(actor, found, "raid", ground=target, happened_at=happened_at, at=at)


def _change(
    actor: Actor, site: Site, act: str, *, ground: str, happened_at: datetime, at: datetime
) -> SiteChange:
    before = rules.SiteState(site.state)
    site.state = rules.SITE.after(before, act)
    site.save(update_fields=["state"])
    change = SiteChange.objects.create(
        site=site,
        from_state=before,
        to_state=site.state,
        ground=ground.strip(),
        happened_at=happened_at,
        recorded_at=at,
        recorded_by=actor.key,
    )
    journal.record(
        actor=actor.key,
        kind=Permission.SITE_CHANGE,
        subject=site.ref,
        at=at,
        wrote=[site, change],
    )
    return change
