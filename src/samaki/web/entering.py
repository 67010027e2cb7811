"""How a log-in ends, whichever door it came through: a code where one is owed, then in."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import auth
from django.shortcuts import redirect, resolve_url
from django.utils import timezone

from samaki.ground.access import queries as access
from samaki.ground.access.services import logins
from samaki.ground.access.services.identities import Proof, bind_identity
from samaki.ground.access.whence import address_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from samaki.ground.access.models import Account

_HALF_WAY = "log_in_half_way"  # the session's note of who gave a right password and owes a code
_PATIENCE = 600  # seconds within which the code has to come
_BACKEND = "django.contrib.auth.backends.ModelBackend"


@dataclass(frozen=True, slots=True)
class HalfWay:
    """Who owes a code, where they wanted to go, and what the ministry vouched for, if it did."""

    account: Account
    back: str
    proof: Proof | None


def admit(
    request: HttpRequest, account: Account, *, back: str, proof: Proof | None = None
) -> HttpResponse:
    """Let in whoever proved to be an account, or ask for the code that is still owed.

    Raises IdentityRefusedError, as `enter` does.
    """
    if access.second_factor(account) is None:
        return enter(request, account, back=back, proof=proof)
    request.session[_HALF_WAY] = {
        "account": account.pk,
        "asked_at": int(timezone.now().timestamp()),
        "back": back,
        "proof": asdict(proof) if proof else None,
    }
    return redirect("login_code")


def half_way(request: HttpRequest) -> HalfWay | None:
    """Return who owes a code; None if nobody does, or it was asked for too long ago."""
    note = request.session.get(_HALF_WAY)
    if note is None or timezone.now().timestamp() - note["asked_at"] > _PATIENCE:
        return None
    account = access.account(note["account"])
    if account is None or not account.is_active:
        return None
    return HalfWay(account, note["back"], Proof(**note["proof"]) if note.get("proof") else None)


def enter(
    request: HttpRequest, account: Account, *, back: str, proof: Proof | None = None
) -> HttpResponse:
    """Let an account in, and put it on record; bind what the ministry vouched for to it.

    Raises IdentityRefusedError, if the identity was bound to somebody else meanwhile.
    """
    now = timezone.now()
    actor = access.actor(account, at=now)
    if proof is not None:
        bind_identity(actor=actor, account_id=account.pk, proof=proof, at=now)
    request.session.pop(_HALF_WAY, None)
    auth.login(request, account, backend=_BACKEND)
    logins.record_log_in(
        actor=actor, address=address_of(request), username=account.username, at=now
    )
    return redirect(back or resolve_url(settings.LOGIN_REDIRECT_URL))
