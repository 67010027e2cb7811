"""Where each role begins: the first page of a table that the reader may open and that there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import NoReverseMatch, resolve, reverse

from samaki.ground.access.rules import Permission

if TYPE_CHECKING:
    from samaki.ground.access.actors import Actor

_P = Permission

# What a role came for, the most particular first; a name that does not exist yet is passed over.
PAGES: tuple[tuple[Permission, str], ...] = (
    (_P.ACCOUNT_OPEN, "access:accounts"),
    (_P.SCREENING_CONDUCT, "protection:waiting"),
    (_P.CASE_PREPARE, "immigration:cases"),
    (_P.ORDER_DECIDE, "immigration:cases"),
    (_P.MATCH_JUDGE, "border:alerts"),
    (_P.CHECK_MAKE, "border:home"),
    (_P.INSPECTION_RECORD, "gaming:home"),
    (_P.PENALTY_DECIDE, "gaming:home"),
    (_P.SIGHTING_RECORD, "indicators:home"),
    (_P.FINDING_RECORD, "discipline:home"),
    (_P.SUPPORT_TASK, "support:requests"),
    (_P.CUSTODY_IDENTIFY, "operations:operations"),
    (_P.PICTURE_SEE, "picture:national"),
    (_P.CUSTODY_SEE, "custody:home"),
    (_P.OPERATION_SEE, "operations:operations"),
    (_P.DIRECTIVE_SEE, "directives:directives"),
)


def first_page(actor: Actor) -> str:
    """Return the address an actor begins at; the public picture for whoever may open nothing."""
    for permission, name in PAGES:
        if actor.may(permission) and (address := _address(name)) and _opens(actor, address):
            return address
    return reverse("picture:national")


def _address(name: str) -> str | None:
    try:
        return reverse(name)
    except NoReverseMatch:
        return None


def _opens(actor: Actor, address: str) -> bool:
    needed = getattr(resolve(address).func, "permission", None)
    return needed is None or actor.may(needed)
