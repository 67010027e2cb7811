"""The only writer of exhibits: a thing is seized once, under its seal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from samaki.ground.access.rules import Permission
from samaki.ground.journal import services as journal
from samaki.ground.sites.models import Site
from samaki.kernel import refs
from samaki.systems.custody import rules
from samaki.systems.custody.models import Exhibit
from samaki.systems.custody.services import accounts
from samaki.systems.custody.services.refusals import refuse_for

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from samaki.ground.access.actors import Actor
    from samaki.ground.agencies.models import Unit
    from samaki.kernel.reasons import Reason


@transaction.atomic
def seize_exhibit(
    *, actor: Actor, found: rules.Found, happened_at: datetime, at: datetime
) -> Exhibit:
    """Enter a seized thing under its seal; the same seal is refused a second time.

    Raises PermissionRefusedError, MovementRefusedError.
    """
    site = Site.objects.filter(ref=found.site).first()
    if site is None:
        actor.require(Permission.EXHIBIT_SEIZE)
        refuse_for(
            (*rules.reasons_against_exhibit(found), rules.reason("unknown_site", site=found.site))
        )
    assert site is not None, "refused above"
    actor.require(Permission.EXHIBIT_SEIZE, area=site.area_id)
    keeper = accounts.unit_of(found.unit)
    journal.take_turn()
    refuse_for(
        (
            *rules.reasons_against_exhibit(found),
            *rules.reasons_against_moment(happened_at, at=at),
            *_reasons_against(actor, found, keeper),
        )
    )
    exhibit = Exhibit.objects.create(
        ref=refs.reference("EX", Exhibit.objects.count() + 1),
        kind=found.kind,
        description=found.description.strip(),
        seal=rules.seal_number(found.seal),
        site=site,
        unit=keeper,
        because=found.because,
        seized_at=happened_at,
        recorded_at=at,
        seized_by=actor.key,
    )
    journal.record(
        actor=actor.key,
        kind=Permission.EXHIBIT_SEIZE,
        subject=exhibit.ref,
        at=at,
        wrote=[exhibit],
    )
    return exhibit


def _reasons_against(actor: Actor, found: rules.Found, keeper: Unit) -> Iterator[Reason]:
    known = Exhibit.objects.filter(seal=rules.seal_number(found.seal)).first()
    if known is not None:
        yield rules.reason("seal_before", seal=known.seal, ref=known.ref)
    if not actor.may(Permission.EXHIBIT_SEIZE, area=keeper.area_id):
        yield rules.reason("elsewhere", unit=keeper.name)
