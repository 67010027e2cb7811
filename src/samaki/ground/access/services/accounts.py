"""The only writer of accounts: opened, closed with a reason, opened again."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.db import transaction

from samaki.ground.access.appointing import reason
from samaki.ground.access.models import Account, PasswordState
from samaki.ground.access.rules import Permission
from samaki.ground.journal import services as journal
from samaki.ground.wording import RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from samaki.ground.access.actors import Actor
    from samaki.kernel.reasons import Reason

_USERNAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


class AccountRefusedError(RefusedError):
    """The account may not be opened or closed so. Carries every reason."""


@transaction.atomic
def open_account(
    *, actor: Actor, username: str, password: str | None, at: datetime, is_due: bool = True
) -> Account:
    """Open an account that may do nothing yet; without a password nobody can log in with it.

    A password that is set here is known to two: its owner has to change it first, unless `is_due`
    is taken away, as for the demo's cast, whose password everybody knows. Raises
    PermissionRefusedError, AccountRefusedError.
    """
    actor.require(Permission.ACCOUNT_OPEN)
    journal.take_turn()
    _refuse_for(_reasons_against_name(username))
    account = Account(username=username, opened_at=at)
    account.set_password(password)
    account.save(force_insert=True)
    states = [] if password is None else [note_password(account, is_due=is_due, at=at)]
    return _recorded(account, actor, *states, kind=Permission.ACCOUNT_OPEN, at=at)


@transaction.atomic
def close_account(*, actor: Actor, account_id: int, why: str, at: datetime) -> Account:
    """Close an account: nobody logs in with it, and whoever is logged in may do nothing more.

    Its appointments stand; opening it again gives them back as far as they still run. Raises
    PermissionRefusedError, AccountRefusedError.
    """
    actor.require(Permission.ACCOUNT_OPEN)
    account = locked(account_id)
    found = [] if why.strip() else [reason("no_reason")]
    if not account.is_active:
        found.append(reason("closed_before"))
    if actor.key == f"account:{account_id}":
        found.append(reason("own_account"))
    _refuse_for(found)
    account.is_active, account.closed_because = False, why.strip()
    account.save(update_fields=["is_active", "closed_because"])
    return _recorded(account, actor, kind="access:account:close", at=at)


@transaction.atomic
def reopen_account(*, actor: Actor, account_id: int, at: datetime) -> Account:
    """Open a closed account again. Raises PermissionRefusedError, AccountRefusedError."""
    actor.require(Permission.ACCOUNT_OPEN)
    account = locked(account_id)
    _refuse_for([reason("open_already")] if account.is_active else [])
    account.is_active, account.closed_because = True, ""
    account.save(update_fields=["is_active", "closed_because"])
    return _recorded(account, actor, kind="access:account:reopen", at=at)


def note_password(
    account: Account, *, is_due: bool, at: datetime, because: str = ""
) -> PasswordState:
    """Write down how an account's password stands from now on; the caller records the row."""
    return PasswordState.objects.create(
        account=account, is_due=is_due, because=because.strip(), since=at
    )


def locked(account_id: int) -> Account:
    """Return an account, locked until the end of the transaction: two changes wait in turn."""
    return Account.objects.select_for_update().get(pk=account_id)


def _reasons_against_name(username: str) -> Iterator[Reason]:
    if not username.strip():
        yield reason("no_username")
    elif not _USERNAME.fullmatch(username):
        yield reason("odd_username", username=username)
    elif Account.objects.filter(username__iexact=username).exists():
        yield reason("taken", username=username)


def _refuse_for(reasons: Iterator[Reason] | list[Reason]) -> None:
    if found := tuple(reasons):
        raise AccountRefusedError(found)


def _recorded(
    account: Account, actor: Actor, *states: PasswordState, kind: str, at: datetime
) -> Account:
    subject = f"account:{account.pk}"
    journal.record(actor=actor.key, kind=kind, subject=subject, at=at, wrote=[account, *states])
    return account
