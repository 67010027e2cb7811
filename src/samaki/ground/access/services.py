"""The only writer of accounts and appointments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from samaki.ground.access.models import Account, Appointment
from samaki.ground.access.rules import NATIONAL, Permission, Role
from samaki.ground.journal import services as journal
from samaki.ground.places import rules as places

if TYPE_CHECKING:
    from datetime import datetime

    from samaki.ground.access.actors import Actor


class UsernameTakenError(Exception):
    """Another account has that log-in. Carries it."""

    def __init__(self, username: str) -> None:
        super().__init__(f"The log-in {username} is taken; choose another.")
        self.username = username


class AreaTooSmallError(Exception):
    """The role answers for the whole country. Carries the role and the area."""

    def __init__(self, role: Role, area: str) -> None:
        super().__init__(f"{role} answers for the whole country: its area is KH, not {area}.")
        self.role, self.area = role, area


@transaction.atomic
def open_account(*, actor: Actor, username: str, password: str | None, at: datetime) -> Account:
    """Open an account that may do nothing yet; without a password nobody can log in with it."""
    actor.require(Permission.ACCOUNT_OPEN)
    if Account.objects.filter(username=username).exists():
        raise UsernameTakenError(username)
    account = Account(username=username, opened_at=at)
    account.set_password(password)
    account.save(force_insert=True)
    journal.record(
        actor=actor.key,
        kind=Permission.ACCOUNT_OPEN,
        subject=f"account:{account.pk}",
        at=at,
        wrote=[account],
    )
    return account


@transaction.atomic
def appoint(
    *, actor: Actor, account_id: int, post: str, role: Role, area: str, at: datetime
) -> Appointment:
    """Appoint an account to a post, in a role, over an area, from `at` on."""
    actor.require(Permission.ACCOUNT_OPEN)
    if role in NATIONAL and area != places.COUNTRY:
        raise AreaTooSmallError(role, area)
    appointment = Appointment.objects.create(
        account_id=account_id, post_id=post, role=role, area_id=area, valid_from=at
    )
    journal.record(
        actor=actor.key,
        kind="access:appointment:make",
        subject=f"account:{account_id}",
        at=at,
        wrote=[appointment],
    )
    return appointment
