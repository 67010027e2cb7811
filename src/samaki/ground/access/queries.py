"""Reads of accounts: who acts, with what, at a moment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from samaki.ground.access import rules
from samaki.ground.access.actors import NOBODY, Actor, Grant, machine
from samaki.ground.access.models import Account, Appointment

if TYPE_CHECKING:
    from datetime import datetime

    from django.contrib.auth.base_user import AbstractBaseUser
    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet


def actor(account: AbstractBaseUser | AnonymousUser, *, at: datetime) -> Actor:
    """Return the actor an account is at a moment; one without an appointment may do nothing."""
    if not isinstance(account, Account) or not account.is_active:
        return NOBODY
    held = list(appointments(account, at=at))
    return Actor(
        key=f"account:{account.pk}",
        grants=tuple(Grant(a.area_id, rules.GRANTS[rules.Role(a.role)]) for a in held),
        unit=held[0].post.unit_id if held else None,
        post=held[0].post_id if held else None,
    )


def actor_behind(key: str, *, at: datetime) -> Actor:
    """Return the actor a key of the journal names, with what it may do at a moment."""
    if key in set(rules.Machine):
        return machine(rules.Machine(key))
    number = key.removeprefix("account:")
    found = Account.objects.filter(pk=int(number)).first() if number.isdecimal() else None
    return NOBODY if found is None else actor(found, at=at)


def appointments(account: Account, *, at: datetime) -> QuerySet[Appointment]:
    """Return the appointments in force at a moment, oldest first."""
    return account.appointments.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=at), valid_from__lte=at
    ).select_related("post__unit", "area")


def names_of(keys: set[str]) -> dict[str, str]:
    """Return the log-in behind each `account:N` key; machines keep their own name."""
    numbers = [int(key.removeprefix("account:")) for key in keys if key.startswith("account:")]
    accounts = Account.objects.in_bulk(numbers)
    return {key: _name(key, accounts) for key in keys}


def _name(key: str, accounts: dict[int, Account]) -> str:
    number = key.removeprefix("account:")
    found = accounts.get(int(number)) if number.isdecimal() else None
    return found.username if found else key
