"""The only writer of passwords after the first: changed by their owner, or set by a one-time link.

Nobody types a password for somebody else here. Whoever gives access makes a link and hands it over;
making it takes the old password away at once, so that its owner notices.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from samaki.ground.access import queries
from samaki.ground.access.appointing import reason
from samaki.ground.access.links import SetUpLinks
from samaki.ground.access.rules import Permission
from samaki.ground.access.services.accounts import locked, note_password
from samaki.ground.journal import services as journal
from samaki.ground.wording import RefusedError
from samaki.kernel.reasons import Reason

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from samaki.ground.access.actors import Actor
    from samaki.ground.access.models import Account

WORDINGS = {
    "wrong_old": "That is not your password.",
    "same_password": "The new password is the old one. Choose another.",
    "dead_link": "The link was used, is too old, or a newer one was made. Ask the access manager "
    "for another.",
}


class PasswordRefusedError(RefusedError):
    """The password may not be set so. Carries every reason."""


@transaction.atomic
def change_password(*, actor: Actor, account_id: int, old: str, new: str, at: datetime) -> Account:
    """Change one's own password; sessions elsewhere end, as they rest on the old one.

    `new` has passed the validators. Raises PasswordRefusedError.
    """
    assert actor.key == f"account:{account_id}", "a manager's way is `make_link`"
    account = locked(account_id)
    found = [] if account.check_password(old) else [_reason("wrong_old")]
    if old == new:
        found.append(_reason("same_password"))
    _refuse_for(found)
    return _set(account, new, kind="access:password:change", at=at)


@transaction.atomic
def make_link(*, actor: Actor, account_id: int, why: str, at: datetime) -> str:
    """Take an account's password away; return the token of a link by which its owner sets another.

    An earlier link is good no longer, and whoever is logged in with the account is so no longer.
    Raises PermissionRefusedError, PasswordRefusedError.
    """
    actor.require(Permission.ACCOUNT_OPEN)
    account = locked(account_id)
    found = [] if why.strip() else [reason("no_reason")]
    if actor.key == f"account:{account_id}":
        found.append(reason("own_account"))
    if not account.is_active:
        found.append(reason("account_closed"))
    _refuse_for(found)
    account.set_unusable_password()
    account.save(update_fields=["password"])
    state = note_password(account, is_due=False, because=why, at=at)
    subject = f"account:{account_id}"
    journal.record(
        actor=actor.key, kind="access:password:link", subject=subject, at=at, wrote=[state]
    )
    return SetUpLinks(at=at).make_token(account)


@transaction.atomic
def use_link(*, actor: Actor, account_id: int, token: str, new: str, at: datetime) -> Account:
    """Set the password of the account a link was made for; the link is good no longer.

    `actor` is that account: whoever has the link acts as its owner. `new` has passed the
    validators. Raises PasswordRefusedError.
    """
    assert actor.key == f"account:{account_id}", "a link is of one account"
    if queries.account(account_id) is not None:
        locked(account_id)  # two uses of one link come one after the other
    account = owner_of_link(account_id, token, at=at)
    return _set(account, new, kind="access:password:set", at=at)


def owner_of_link(account_id: int, token: str, *, at: datetime) -> Account:
    """Return the account whose password a link may set. Raises PasswordRefusedError."""
    account = queries.account_of_link(account_id, token, at=at)
    if account is None:
        raise PasswordRefusedError([_reason("dead_link")])
    return account


def _set(account: Account, new: str, *, kind: str, at: datetime) -> Account:
    account.set_password(new)
    account.save(update_fields=["password"])
    state = note_password(account, is_due=False, at=at)
    key = f"account:{account.pk}"
    journal.record(actor=key, kind=kind, subject=key, at=at, wrote=[state])
    return account


def _refuse_for(reasons: Iterable[Reason]) -> None:
    if found := tuple(reasons):
        raise PasswordRefusedError(found)


def _reason(code: str) -> Reason:
    return Reason(code, WORDINGS[code])
