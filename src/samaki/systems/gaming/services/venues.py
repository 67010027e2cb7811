"""The only writer of venues, their licences, and what site they stand at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from samaki.ground.access.rules import Permission
from samaki.ground.journal import services as journal
from samaki.ground.places.models import Area
from samaki.ground.places.rules import province_of
from samaki.kernel import refs
from samaki.systems.gaming import rules
from samaki.systems.gaming.models import Licence, Venue, VenueLink
from samaki.systems.gaming.queries.venues import known_site
from samaki.systems.gaming.services.refusals import refuse_for

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from samaki.ground.access.actors import Actor
    from samaki.ground.agencies.services import Name
    from samaki.ground.sites.models import Site
    from samaki.kernel.reasons import Reason


@dataclass(frozen=True, slots=True)
class Terms:
    """A licence as printed: number, kind, conditions, first and last day."""

    number: str
    kind: rules.LicenceKind
    valid_from: date
    valid_to: date
    conditions: str = ""


@dataclass(frozen=True, slots=True)
class Premises:
    """What stands over the door, in which area, and the company or office that holds it."""

    name: Name
    area: str
    holder: str


@transaction.atomic
def register_venue(*, actor: Actor, premises: Premises, terms: Terms, at: datetime) -> Venue:
    """Register premises where games are offered, with their first licence.

    Raises PermissionRefusedError, GamingRefusedError.
    """
    actor.require(Permission.LICENCE_ENTER, area=premises.area)
    journal.take_turn()
    refuse_for((*_reasons_against_venue(premises), *_reasons_against_licence(terms)))
    name = premises.name
    venue = Venue.objects.create(
        ref=refs.reference("VN", Venue.objects.count() + 1),
        name_en=name.en.strip(),
        name_km=name.km.strip() or name.en.strip(),
        area_id=premises.area,
        holder=premises.holder.strip(),
        registered_at=at,
        registered_by=actor.key,
    )
    licence = _write_licence(actor, venue, terms, at=at)
    journal.record(
        actor=actor.key,
        kind="gaming:venue:register",
        subject=venue.ref,
        at=at,
        wrote=[venue, licence],
    )
    return venue


@transaction.atomic
def enter_licence(*, actor: Actor, venue: str, terms: Terms, at: datetime) -> Licence:
    """Enter another licence of a venue; a number is on record once.

    Raises PermissionRefusedError, GamingRefusedError, Venue.DoesNotExist.
    """
    holder = Venue.objects.get(ref=venue)
    actor.require(Permission.LICENCE_ENTER, area=holder.area_id)
    journal.take_turn()
    refuse_for(_reasons_against_licence(terms))
    licence = _write_licence(actor, holder, terms, at=at)
    journal.record(
        actor=actor.key,
        kind=Permission.LICENCE_ENTER,
        subject=licence.ref,
        at=at,
        wrote=[licence],
    )
    return licence


@transaction.atomic
def link_venue(*, actor: Actor, venue: str, site: str, ground: str, at: datetime) -> VenueLink:
    """Say that a venue stands at a site, on which ground; `venue` and `site` are references.

    Raises PermissionRefusedError, GamingRefusedError, Venue.DoesNotExist.
    """
    place = Venue.objects.get(ref=venue)
    actor.require(Permission.LICENCE_ENTER, area=place.area_id)
    found = known_site(actor, site)
    journal.take_turn()
    refuse_for(_reasons_against_link(place, site, found, ground))
    assert found is not None, "refused above"
    link = VenueLink.objects.create(
        venue=place, site=found, ground=ground.strip(), linked_at=at, linked_by=actor.key
    )
    journal.record(
        actor=actor.key, kind="gaming:venue:link", subject=place.ref, at=at, wrote=[link]
    )
    return link


def _reasons_against_venue(premises: Premises) -> Iterator[Reason]:
    if not premises.name.en.strip():
        yield rules.reason("no_name")
    if not premises.holder.strip():
        yield rules.reason("no_holder")
    if not Area.objects.filter(code=premises.area).exists():
        yield rules.reason("unknown_area", area=premises.area)


def _reasons_against_licence(terms: Terms) -> Iterator[Reason]:
    number = _number(terms)
    if not number:
        yield rules.reason("no_number")
    known = Licence.objects.filter(number=number).select_related("venue").first()
    if known is not None:
        yield rules.reason("number_before", number=number, venue=known.venue.name)
    if terms.valid_to < terms.valid_from:
        yield rules.reason("ends_first", end=terms.valid_to)


def _number(terms: Terms) -> str:
    return " ".join(terms.number.split())


def _write_licence(actor: Actor, venue: Venue, terms: Terms, *, at: datetime) -> Licence:
    return Licence.objects.create(
        ref=refs.reference("LC", Licence.objects.count() + 1),
        venue=venue,
        number=_number(terms),
        kind=terms.kind,
        conditions=terms.conditions.strip(),
        valid_from=terms.valid_from,
        valid_to=terms.valid_to,
        state=rules.LICENCE.start,
        entered_at=at,
        entered_by=actor.key,
    )


def _reasons_against_link(
    venue: Venue, ref: str, site: Site | None, ground: str
) -> Iterator[Reason]:
    if not ground.strip():
        yield rules.reason("no_ground")
    if site is None:
        yield rules.reason("unknown_site", site=ref)
        return
    if province_of(site.area_id) != province_of(venue.area_id):
        yield rules.reason("elsewhere", site=ref)
    if VenueLink.objects.filter(venue=venue, site=site).exists():
        yield rules.reason("linked_before", site=ref)
