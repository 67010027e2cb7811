"""How a log-in ends, whichever door it came through: a code where one is owed, then in.

Also where a browser's request comes from, by which guessers are made to wait.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import auth
from django.shortcuts import redirect, resolve_url
from django.utils import timezone

from samaki.ground.access import queries as access
from samaki.ground.access.services import logins

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from samaki.ground.access.models import Account

_HALF_WAY = "log_in_half_way"  # the session's note of who gave a right password and owes a code
_PATIENCE = 600  # seconds within which the code has to come
_BACKEND = "django.contrib.auth.backends.ModelBackend"


def admit(request: HttpRequest, account: Account, *, back: str) -> HttpResponse:
    """Let in whoever proved to be an account, or ask for the code that is still owed."""
    if access.second_factor(account) is None:
        return enter(request, account, back=back)
    asked_at = int(timezone.now().timestamp())
    request.session[_HALF_WAY] = {"account": account.pk, "asked_at": asked_at, "back": back}
    return redirect("login_code")


def half_way(request: HttpRequest) -> tuple[Account, str] | None:
    """Return the account that owes a code, and where it wanted to go; None if nobody does."""
    note = request.session.get(_HALF_WAY)
    if note is None or timezone.now().timestamp() - note["asked_at"] > _PATIENCE:
        return None
    account = access.account(note["account"])
    return (account, note["back"]) if account is not None and account.is_active else None


def enter(request: HttpRequest, account: Account, *, back: str) -> HttpResponse:
    """Let an account in, and put it on record."""
    now = timezone.now()
    actor = access.actor(account, at=now)
    request.session.pop(_HALF_WAY, None)
    auth.login(request, account, backend=_BACKEND)
    logins.record_log_in(actor=actor, address=address(request), username=account.username, at=now)
    return redirect(back or resolve_url(settings.LOGIN_REDIRECT_URL))


def address(request: HttpRequest) -> str:
    """Return where a request comes from: behind a web server of ours, where that says."""
    if settings.SAMAKI_PROXY:
        forwarded = request.headers.get("X-Forwarded-For", "")
        return forwarded.rpartition(",")[2].strip()
    return str(request.META.get("REMOTE_ADDR", ""))
