"""A manager looks as another account: begun and ended on record, and nothing can be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from samaki.ground.access import queries
from samaki.ground.access.appointing import reason
from samaki.ground.access.models import Account
from samaki.ground.access.rules import Permission
from samaki.ground.access.services.accounts import AccountRefusedError
from samaki.ground.journal import services as journal

if TYPE_CHECKING:
    from datetime import datetime

    from samaki.ground.access.actors import Actor


@transaction.atomic
def begin_view_as(*, actor: Actor, account_id: int, at: datetime) -> Account:
    """Put on record that a manager begins to look as an account; return it.

    Raises PermissionRefusedError, AccountRefusedError.
    """
    actor.require(Permission.ACCOUNT_VIEW_AS)
    account = Account.objects.get(pk=account_id)
    found = []
    if actor.is_looking:
        found.append(reason("viewing_already"))
    if actor.key == f"account:{account_id}":
        found.append(reason("own_account"))
    if not account.is_active:
        found.append(reason("account_closed"))
    elif not queries.appointments(account, at=at).exists():
        found.append(reason("nothing_to_see"))
    if found:
        raise AccountRefusedError(found)
    subject = f"account:{account_id}"
    journal.record(actor=actor.key, kind="access:view:begin", subject=subject, at=at)
    return account


@transaction.atomic
def end_view_as(*, actor: Actor, at: datetime) -> None:
    """Put on record that a manager looks as another account no longer."""
    assert actor.viewing_as is not None, "only who looks as another can end it"
    subject = f"account:{actor.viewing_as}"
    journal.record(actor=actor.key, kind="access:view:end", subject=subject, at=at)
