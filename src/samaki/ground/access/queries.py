"""Reads of accounts: who acts, with what, at a moment."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from django.db.models import F, Q

from samaki.ground.access import rules
from samaki.ground.access.actors import NOBODY, Actor, Grant, machine
from samaki.ground.access.links import SetUpLinks
from samaki.ground.access.models import (
    Account,
    Appointment,
    OutsideIdentity,
    PasswordState,
    SecondFactor,
)
from samaki.ground.places import rules as places

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from django.contrib.auth.base_user import AbstractBaseUser
    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

_ACCOUNT = re.compile(r"account:(\d{1,15})")


def actor(account: AbstractBaseUser | AnonymousUser, *, at: datetime) -> Actor:
    """Return the actor an account is at a moment; one without an appointment may do nothing."""
    if not isinstance(account, Account) or not account.is_active:
        return NOBODY
    held = list(appointments(account, at=at))
    return Actor(
        key=f"account:{account.pk}",
        grants=tuple(
            Grant(a.area_id, rules.GRANTS[rules.Role(a.role)], a.post.unit_id, a.post_id)
            for a in held
        ),
    )


def viewer(manager: AbstractBaseUser | AnonymousUser, number: int, *, at: datetime) -> Actor | None:
    """Return the actor a manager is while looking as an account; None if that may not be.

    The grants are the account's, less what nobody may see through another's eyes: names and the
    files of those who protect. The key names both.
    """
    own = actor(manager, at=at)
    account = Account.objects.filter(pk=number).first()
    if account is None or not own.may(rules.Permission.ACCOUNT_VIEW_AS):
        return None
    seen = actor(account, at=at)
    return replace(
        seen,
        key=f"{own.key} as account:{number}",
        grants=tuple(
            replace(g, permissions=g.permissions - rules.NEVER_THROUGH_OTHERS) for g in seen.grants
        ),
        viewing_as=number,
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
    return _in_force(at).filter(account=account)


def appointments_of_all(*, at: datetime) -> dict[int, list[Appointment]]:
    """Return the appointments in force at a moment, oldest first, by account."""
    held: dict[int, list[Appointment]] = defaultdict(list)
    for each in _in_force(at):
        held[each.account_id].append(each)
    return held


def units_with(
    permission: rules.Permission, *, at: datetime, area: str | None = None
) -> frozenset[str]:
    """Return the units in which somebody is appointed to what has a permission, by code.

    In that area if one is named, else anywhere.
    """
    roles = [role for role, granted in rules.GRANTS.items() if permission in granted]
    held = _in_force(at).filter(role__in=roles, account__is_active=True).order_by()
    return frozenset(
        unit
        for unit, where in held.values_list("post__unit", "area")
        if area is None or places.covers(where, area)
    )


def _in_force(at: datetime) -> QuerySet[Appointment]:
    until = Q(valid_to__isnull=True) | Q(valid_to__gt=at)
    found = Appointment.objects.filter(until, valid_from__lte=at)
    return found.select_related("post__unit", "area")


def every_appointment(account: Account) -> QuerySet[Appointment]:
    """Return all appointments of an account, past, present and to come, newest first."""
    found = account.appointments.select_related("post__unit__agency", "area")
    return found.order_by("-valid_from", "-pk")


def accounts(*, containing: str = "") -> QuerySet[Account]:
    """Return the accounts by log-in name; those whose name contains a text, if one is given."""
    return Account.objects.filter(username__icontains=containing).order_by("username")


def account(number: int) -> Account | None:
    """Return the account of that number, or None."""
    return Account.objects.filter(pk=number).first()


def account_called(username: str) -> Account | None:
    """Return the account of that log-in name, or None."""
    return Account.objects.filter(username=username).first()


def appointment(number: int) -> Appointment | None:
    """Return the appointment of that number, or None."""
    found = Appointment.objects.select_related("account", "post__unit", "area")
    return found.filter(pk=number).first()


def account_of_link(number: int, token: str, *, at: datetime) -> Account | None:
    """Return the open account a set-up link is good for at a moment, or None."""
    found = Account.objects.filter(pk=number, is_active=True).first()
    return found if found is not None and SetUpLinks(at=at).check_token(found, token) else None


def password_is_due(account: AbstractBaseUser | AnonymousUser) -> bool:
    """Tell whether an account's password has to be changed before anything else is done."""
    if account.pk is None:
        return False
    newest = PasswordState.objects.filter(account_id=account.pk).last()
    return newest is not None and newest.is_due


def outside_identity(account: Account) -> OutsideIdentity | None:
    """Return who an account is at the ministry's own log-in, or None."""
    return OutsideIdentity.objects.filter(account=account, released_at=None).first()


def second_factor(account: AbstractBaseUser | AnonymousUser) -> SecondFactor | None:
    """Return the second factor of an account, or None."""
    if account.pk is None:
        return None
    return SecondFactor.objects.filter(account_id=account.pk, removed_at=None).first()


def codes_left(factor: SecondFactor) -> int:
    """Return how many recovery codes of a second factor are unused."""
    return factor.codes.filter(used_at=None).count()


def areas_then(
    acts: Iterable[tuple[str, datetime]], permission: rules.Permission
) -> dict[tuple[str, datetime], frozenset[str]]:
    """Return over which areas each journal key had a permission at its moment, machines too."""
    wanted = set(acts)
    numbers = {int(key[1]) for who, _at in wanted if (key := _ACCOUNT.fullmatch(who))}
    roles = [role for role, granted in rules.GRANTS.items() if permission in granted]
    terms: dict[str, list[Appointment]] = defaultdict(list)
    for each in Appointment.objects.filter(account_id__in=numbers, role__in=roles):
        terms[f"account:{each.account_id}"].append(each)
    return {
        (who, at): frozenset(
            machine(rules.Machine(who)).areas(permission)
            if who in set(rules.Machine)
            else (each.area_id for each in terms[who] if _holds(each, at))
        )
        for who, at in wanted
    }


def _holds(each: Appointment, at: datetime) -> bool:
    return each.valid_from <= at and (each.valid_to is None or at < each.valid_to)


def posts_ever(key: str) -> frozenset[str]:
    """Return every post the account of a journal key was appointed to, in terms now over, too."""
    number = key.removeprefix("account:")
    if not number.isdecimal():
        return frozenset()
    begun = Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from"))  # the others never held
    found = Appointment.objects.filter(begun, account_id=int(number))
    return frozenset(found.values_list("post_id", flat=True))


def names_of(keys: set[str]) -> dict[str, str]:
    """Return the log-in behind each `account:N` key; machines keep their own name.

    `account:7 as account:9` is somebody who looked as another: manager as intake.
    """
    numbers = {int(number) for key in keys for number in _ACCOUNT.findall(key)}
    found = Account.objects.in_bulk(numbers)
    return {key: _ACCOUNT.sub(lambda each: _name(each, found), key) for key in keys}


def _name(key: re.Match[str], accounts: dict[int, Account]) -> str:
    found = accounts.get(int(key[1]))
    return found.username if found else key[0]
