"""The only writer of outside identities: bound at their first use, released with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from samaki.ground.access import queries
from samaki.ground.access.appointing import reason
from samaki.ground.access.models import OutsideIdentity
from samaki.ground.access.rules import Permission
from samaki.ground.access.services.accounts import locked
from samaki.ground.journal import services as journal
from samaki.ground.wording import RefusedError
from samaki.kernel.reasons import Reason

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from samaki.ground.access.actors import Actor
    from samaki.ground.access.models import Account

WORDINGS = {
    "no_account": "No open account here has your log-in name. Ask the access manager to open one.",
    "closed_account": "The account of your identity at the ministry is closed. Ask the access "
    "manager.",
    "bound_elsewhere": "The account %(username)s belongs to another identity at the ministry's "
    "log-in. If yours was made anew there, ask the access manager to release the old one.",
    "not_bound": "No identity at the ministry's log-in is bound to this account.",
}


class IdentityRefusedError(RefusedError):
    """An identity proves no account, or cannot be bound or released so. Carries every reason."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What an issuer vouches for: its own key for the person, which stays, and a name."""

    issuer: str
    subject: str
    username: str


def recognise(proof: Proof) -> Account:
    """Return the account an identity is bound to; before its first use, the one of that name.

    A name may be changed at the issuer or given to another; once bound it is not looked at. Raises
    IdentityRefusedError.
    """
    bound = _standing().filter(issuer=proof.issuer, subject=proof.subject).first()
    if bound is not None:
        if not bound.account.is_active:
            raise IdentityRefusedError([_reason("closed_account")])
        return bound.account
    account = queries.account_called(proof.username)
    if account is None or not account.is_active:
        raise IdentityRefusedError([_reason("no_account")])
    if _standing().filter(account=account).exists():
        raise IdentityRefusedError([_reason("bound_elsewhere", username=account.username)])
    return account


@transaction.atomic
def bind_identity(*, actor: Actor, account_id: int, proof: Proof, at: datetime) -> None:
    """Bind an identity to the account it has just let in; one that is bound stays as it is.

    Called when nothing is owed any more, so that nobody binds an account whose second factor they
    do not have. Raises IdentityRefusedError.
    """
    assert actor.key == f"account:{account_id}", "nobody binds an identity to another"
    locked(account_id)
    if recognise(proof).pk != account_id:
        raise IdentityRefusedError([_reason("no_account")])
    if _standing().filter(account_id=account_id).exists():
        return
    made = OutsideIdentity.objects.create(
        account_id=account_id, issuer=proof.issuer, subject=proof.subject, bound_at=at
    )
    kind = "access:identity:bind"
    journal.record(actor=actor.key, kind=kind, subject=actor.key, at=at, wrote=[made])


@transaction.atomic
def release_identity(*, actor: Actor, account_id: int, why: str, at: datetime) -> None:
    """Release an account's identity; the next one that proves its name is bound.

    Raises PermissionRefusedError, IdentityRefusedError.
    """
    actor.require(Permission.ACCOUNT_OPEN)
    locked(account_id)
    bound = _standing().filter(account_id=account_id).first()
    found = [] if why.strip() else [reason("no_reason")]
    if actor.key == f"account:{account_id}":
        found.append(reason("own_account"))
    if bound is None:
        found.append(_reason("not_bound"))
    if found:
        raise IdentityRefusedError(found)
    assert bound is not None, "refused above"
    bound.released_at, bound.released_because = at, why.strip()
    bound.save(update_fields=["released_at", "released_because"])
    kind, subject = "access:identity:release", f"account:{account_id}"
    journal.record(actor=actor.key, kind=kind, subject=subject, at=at, wrote=[bound])


def _standing() -> QuerySet[OutsideIdentity]:
    return OutsideIdentity.objects.filter(released_at=None).select_related("account")


def _reason(code: str, **values: object) -> Reason:
    return Reason(code, WORDINGS[code], values)
