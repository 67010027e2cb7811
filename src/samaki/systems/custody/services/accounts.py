"""The only writer of accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from samaki.ground.access.rules import Permission
from samaki.ground.agencies.models import Unit
from samaki.ground.journal import services as journal
from samaki.ground.sites.models import Site
from samaki.kernel import refs
from samaki.systems.custody import rules
from samaki.systems.custody.models import Account, SiteAccount
from samaki.systems.custody.services.refusals import MovementRefusedError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from django.db.models import Model, QuerySet

    from samaki.ground.access.actors import Actor

_OPENED = "custody:account:open"
_WITH_KEEPER = Account.objects.select_related("unit", "place__site")


@transaction.atomic
def open_account(*, actor: Actor, kind: rules.AccountKind, unit: str, at: datetime) -> Account:
    """Open the account of a unit, over whose area the actor may take in; return a unit's known one.

    `kind` is one of rules.UNIT_KINDS. A unit keeps one account of its own: opening it again gives
    back the first, and one of another kind is refused. Raises PermissionRefusedError,
    MovementRefusedError.
    """
    keeper = unit_of(unit)
    actor.require(Permission.CUSTODY_TAKE_IN, area=keeper.area_id)
    assert kind in rules.UNIT_KINDS, f"a unit does not keep {kind}"
    every = Account.objects.filter(unit=keeper, kind__in=rules.UNIT_KINDS)
    found = _once(every, lambda: _open(actor, kind=kind, unit=keeper, at=at))
    if found.kind != kind:
        kept_as = {"account": found.ref, "kind": rules.AccountKind(found.kind)}
        raise MovementRefusedError([rules.reason("other_account", unit=keeper.name, **kept_as)])
    return found


@transaction.atomic
def open_on_site(*, actor: Actor, unit: str, site: str, at: datetime) -> Account:
    """Return the account of those a unit keeps on the site where it found them; open it if new.

    `site` is a reference. The actor has to be one who takes in both for the unit and at the site.
    Raises PermissionRefusedError, MovementRefusedError.
    """
    keeper = unit_of(unit)
    actor.require(Permission.CUSTODY_TAKE_IN, area=keeper.area_id)
    place = Site.objects.filter(ref=refs.as_stored(site)).first()
    if place is None:
        raise MovementRefusedError([rules.reason("unknown_site", site=site)])
    actor.require(Permission.CUSTODY_TAKE_IN, area=place.area_id)
    every = _WITH_KEEPER.filter(place__unit=keeper, place__site=place)
    kind = rules.AccountKind.FOUND_ON_SITE
    return _once(every, lambda: _open(actor, kind=kind, unit=keeper, at=at, site=place))


def open_transit(*, actor: Actor, escort: Unit, at: datetime) -> Account:
    """Open the account of one journey, for which the escort answers."""
    return _open(actor, kind=rules.AccountKind.IN_TRANSIT, unit=escort, at=at)


def at_large(*, actor: Actor, at: datetime) -> Account:
    """Return the account of everybody the books do not know; the first intake opens it."""
    every = Account.objects.filter(kind=rules.AccountKind.AT_LARGE)
    return _once(every, lambda: _open(actor, kind=rules.AccountKind.AT_LARGE, unit=None, at=at))


def open_end(*, actor: Actor, kind: rules.AccountKind, keeper: Unit, at: datetime) -> Account:
    """Return the account of an end of custody that a unit answers for; the first use opens it."""
    every = Account.objects.select_related("unit").filter(kind=kind, unit=keeper)
    return _once(every, lambda: _open(actor, kind=kind, unit=keeper, at=at))


def kept(ref: str) -> Account:
    """Return the account of that reference inside the books, with its unit, or refuse."""
    found = _WITH_KEEPER.filter(ref=refs.as_stored(ref), unit__isnull=False).first()
    if found is None:
        raise MovementRefusedError([rules.reason("unknown_account", account=ref)])
    return found


def own(actor: Actor, ref: str, permission: Permission) -> Account:
    """Return an account in which a unit holds people, if the actor has the permission there.

    Else refuse.
    """
    found = _WITH_KEEPER.filter(ref=refs.as_stored(ref), kind__in=rules.KEEPING).first()
    if found is None:
        actor.require(permission)
        raise MovementRefusedError([rules.reason("unknown_account", account=ref)])
    assert found.unit is not None, "an account in which people are held has a unit"
    actor.require(permission, area=found.unit.area_id)
    return found


def unit_of(code: str) -> Unit:
    """Return the unit of that code, or refuse."""
    found = Unit.objects.select_related("area").filter(code=code).first()
    if found is None:
        raise MovementRefusedError([rules.reason("unknown_unit", unit=code)])
    return found


def account_of(unit: Unit, site: str = "") -> Account:
    """Return the account a unit keeps of its own, or at a site by its reference, or refuse."""
    if site:
        here = _WITH_KEEPER.filter(place__unit=unit, place__site__ref=refs.as_stored(site)).first()
        if here is None:
            raise MovementRefusedError([rules.reason("nobody_on_site", unit=unit.name, site=site)])
        return here
    found = _WITH_KEEPER.filter(unit=unit, kind__in=rules.UNIT_KINDS).first()
    if found is None:
        raise MovementRefusedError([rules.reason("no_account", unit=unit.name)])
    return found


def taking(actor: Actor, unit: Unit, site: str, *, at: datetime) -> Account:
    """Return the account into which a unit takes people: of its own, or at a site."""
    if site:
        return open_on_site(actor=actor, unit=unit.code, site=site, at=at)
    return account_of(unit)


def _once(known: QuerySet[Account], opening: Callable[[], Account]) -> Account:
    """Return the known account, or open it; of two who open it at once, both get the one."""
    found = known.first()
    if found is not None:
        return found
    try:
        with transaction.atomic():
            return opening()
    except IntegrityError:
        return known.get()  # somebody else's, who was first


def _open(
    actor: Actor,
    *,
    kind: rules.AccountKind,
    unit: Unit | None,
    at: datetime,
    site: Site | None = None,
) -> Account:
    account = Account.objects.create(kind=kind, unit=unit, opened_at=at)
    account.ref = refs.reference("AC", account.pk)
    account.save(update_fields=["ref"])
    wrote: list[Model] = [account]
    if site is not None:
        assert unit is not None, "whoever is kept on a site is kept by a unit"
        wrote.append(SiteAccount.objects.create(account=account, unit=unit, site=site))
    journal.record(actor=actor.key, kind=_OPENED, subject=account.ref, at=at, wrote=wrote)
    return account
