"""Pages of access: who may do what until when, and how one proves to be oneself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samaki.ground.access import forms, queries, totp, words
from samaki.ground.access.guard import VIEW_AS, actor_of, guarded, own, public
from samaki.ground.access.rules import Permission
from samaki.ground.access.services import AccountRefusedError, logins
from samaki.ground.access.services.accounts import close_account, open_account, reopen_account
from samaki.ground.access.services.appointments import (
    AppointmentRefusedError,
    appoint,
    end_appointment,
)
from samaki.ground.access.services.factors import (
    FactorRefusedError,
    confirm_factor,
    new_secret,
    remove_factor,
    reset_factor,
)
from samaki.ground.access.services.identities import IdentityRefusedError, release_identity
from samaki.ground.access.services.passwords import (
    PasswordRefusedError,
    change_password,
    make_link,
    owner_of_link,
    use_link,
)
from samaki.ground.access.services.viewing import begin_view_as, end_view_as
from samaki.ground.access.whence import absolute, address_of
from samaki.ground.printing import qr

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from django.http import HttpRequest

    from samaki.ground.access.models import Account, Appointment

_P = Permission
_SECRET = "second_factor_secret"  # noqa: S105 - the session's key for it, not the secret
_Found = TypeVar("_Found")


@dataclass(frozen=True, slots=True)
class Line:
    """An appointment as a page shows it; `tense` is past, now or to come."""

    appointment: Appointment
    role: str
    tense: str


@guarded(_P.ACCOUNT_SEE)
def accounts(request: HttpRequest) -> HttpResponse:
    """List the accounts, each with what it is now."""
    asked, now = request.GET.get("q", "").strip(), timezone.now()
    held = queries.appointments_of_all(at=now)
    lines = [
        {"account": found, "held": _lines(held.get(found.pk, ()), now)}
        for found in queries.accounts(containing=asked)
    ]
    may_open = actor_of(request).may(_P.ACCOUNT_OPEN)
    return _page(request, "accounts", lines=lines, q=asked, may_open=may_open)


@guarded(_P.ACCOUNT_SEE)
def account(request: HttpRequest, number: int) -> HttpResponse:
    """Show one account: what it may do now, what it could before, what is to come."""
    return _account_page(request, _found(queries.account(number)))


@guarded(_P.ACCOUNT_OPEN)
def open_one(request: HttpRequest) -> HttpResponse:
    """Open an account; what it may do is said by its appointments, on its page."""
    form = forms.AccountForm(request.POST or None)
    if form.is_valid():
        try:
            made = open_account(
                actor=actor_of(request),
                username=form.cleaned_data["username"],
                password=None,
                at=timezone.now(),
            )
        except AccountRefusedError as refusal:
            form.refuse(refusal)
        else:
            return redirect("access:appoint", made.pk)
    return _page(request, "open", form=form)


@guarded(_P.ACCOUNT_OPEN)
def appoint_account(request: HttpRequest, number: int) -> HttpResponse:
    """Appoint an account to a post, in a role, over an area, for a time."""
    found = _found(queries.account(number))
    form = forms.AppointmentForm(request.POST or None)
    if form.is_valid():
        actor, now = actor_of(request), timezone.now()
        try:
            made = appoint(actor=actor, account_id=number, at=now, **form.asked)
        except AppointmentRefusedError as refusal:
            form.refuse(refusal)
        else:
            said = {"username": found.username, "role": words.role(made.role)}
            messages.info(request, _("%(username)s is appointed: %(role)s.") % said)
            return redirect("access:account", number)
    held = _lines(queries.appointments(found, at=timezone.now()), timezone.now())
    return _page(request, "appoint", form=form, account=found, held=held)


@guarded(_P.ACCOUNT_OPEN)
def end(request: HttpRequest, number: int) -> HttpResponse:
    """End an appointment, with a reason."""
    found = _found(queries.appointment(number))
    now = timezone.now()
    form = forms.EndForm(request.POST or None)
    if form.is_valid():
        ends, why = form.moment(now), form.cleaned_data["why"]
        try:
            end_appointment(
                actor=actor_of(request), appointment_id=number, why=why, ends=ends, at=now
            )
        except AppointmentRefusedError as refusal:
            form.refuse(refusal)
        else:
            return redirect("access:account", found.account_id)
    return _page(request, "end", form=form, account=found.account, line=_line(found, now))


@guarded(_P.ACCOUNT_OPEN)
def close(request: HttpRequest, number: int) -> HttpResponse:
    """Close an account, with a reason."""

    def act(why: str) -> HttpResponse:
        close_account(actor=actor_of(request), account_id=number, why=why, at=timezone.now())
        return redirect("access:account", number)

    purpose = _(
        "Nobody logs in with it any more; whoever is logged in may do nothing from now on. What it "
        "did stays on record."
    )
    return _because(request, number, act, title=_("Close the account"), purpose=purpose)


@guarded(_P.ACCOUNT_OPEN)
@require_POST
def reopen(request: HttpRequest, number: int) -> HttpResponse:
    """Open a closed account again."""
    found = _found(queries.account(number))
    try:
        reopen_account(actor=actor_of(request), account_id=number, at=timezone.now())
    except AccountRefusedError as refusal:
        return _account_page(request, found, refusal=refusal.sentences)
    return redirect("access:account", number)


@guarded(_P.ACCOUNT_OPEN)
def reset(request: HttpRequest, number: int) -> HttpResponse:
    """Take the second factor off the account of somebody who lost it, with a reason."""

    def act(why: str) -> HttpResponse:
        reset_factor(actor=actor_of(request), account_id=number, why=why, at=timezone.now())
        return redirect("access:account", number)

    purpose = _(
        "For somebody who lost the phone and the recovery codes. First make sure who asks. The "
        "password has to be changed at the next log-in, too."
    )
    return _because(request, number, act, title=_("Take the second factor off"), purpose=purpose)


@guarded(_P.ACCOUNT_OPEN)
def release(request: HttpRequest, number: int) -> HttpResponse:
    """Release an account from who it is at the ministry's own log-in, with a reason."""

    def act(why: str) -> HttpResponse:
        release_identity(actor=actor_of(request), account_id=number, why=why, at=timezone.now())
        return redirect("access:account", number)

    purpose = _(
        "For somebody whose identity was made anew at the ministry's log-in. Whoever next proves "
        "this log-in name there is bound to the account."
    )
    return _because(
        request, number, act, title=_("Release the ministry's identity"), purpose=purpose
    )


@guarded(_P.ACCOUNT_OPEN)
def link(request: HttpRequest, number: int) -> HttpResponse:
    """Make a link by which an account's owner sets a password; it is shown once."""

    def act(why: str) -> HttpResponse:
        token = make_link(actor=actor_of(request), account_id=number, why=why, at=timezone.now())
        address = absolute(request, reverse("access:set_up", args=[number, token]))
        found = queries.account(number)
        hours = settings.PASSWORD_RESET_TIMEOUT // 3600
        return _page(request, "link", account=found, address=address, hours=hours)

    purpose = _(
        "The owner sets the password with it, and nobody else knows it. The password there is now, "
        "and an earlier link, are good no longer."
    )
    return _because(request, number, act, title=_("Make a set-up link"), purpose=purpose)


@guarded(_P.ACCOUNT_VIEW_AS)
@require_POST
def view_as(request: HttpRequest, number: int) -> HttpResponse:
    """Begin to look as an account."""
    found = _found(queries.account(number))
    try:
        begin_view_as(actor=actor_of(request), account_id=number, at=timezone.now())
    except AccountRefusedError as refusal:
        return _account_page(request, found, refusal=refusal.sentences)
    request.session[VIEW_AS] = number
    return redirect("landing")


@public
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Look as oneself again."""
    actor = actor_of(request)
    viewed = request.session.pop(VIEW_AS, None)
    if not actor.is_looking:
        return redirect("landing")
    end_view_as(actor=actor, at=timezone.now())
    return redirect("access:account", viewed)


@own
def factor(request: HttpRequest) -> HttpResponse:
    """Set one's second factor: a picture for the app, then a code that proves it was read."""
    found = queries.second_factor(request.user)
    if found is not None:
        return _page(request, "factor", factor=found, left=queries.codes_left(found))
    secret = request.session.setdefault(_SECRET, new_secret())
    form = forms.CodeForm(request.POST or None)
    if form.is_valid():
        number, now, typed = _own_number(request), timezone.now(), form.cleaned_data["code"]
        try:
            made = confirm_factor(
                actor=actor_of(request), account_id=number, secret=secret, typed=typed, at=now
            )
        except FactorRefusedError as refusal:
            form.refuse(refusal)
        else:
            del request.session[_SECRET]
            return _page(request, "codes", codes=made.codes)
    spaced = " ".join(secret[n : n + 4] for n in range(0, len(secret), 4))
    return _page(request, "enrol", form=form, secret=spaced)


@own
def picture(request: HttpRequest) -> HttpResponse:
    """Draw the secret that is being set, for the app to read; from our own origin."""
    secret = request.session.get(_SECRET)
    if secret is None:
        return redirect("access:factor")
    wanted = totp.address(secret, username=request.user.get_username(), issuer="Samaki")
    answer = HttpResponse(qr.svg(wanted), content_type="image/svg+xml")
    answer.headers["Cache-Control"] = "no-store"
    return answer


@own
def remove(request: HttpRequest) -> HttpResponse:
    """Take one's second factor off; asks for the password, and whoever guesses it waits."""
    form = forms.PasswordForm(request.POST or None)
    if form.is_valid():
        actor, number = actor_of(request), _own_number(request)
        typed, now = form.cleaned_data["password"], timezone.now()

        def act() -> None:
            remove_factor(actor=actor, account_id=number, password=typed, at=now)

        if _proves_password(request, form, act):
            return redirect("access:factor")
    return _page(request, "remove", form=form, has_one=queries.second_factor(request.user))


@own
def password(request: HttpRequest) -> HttpResponse:
    """Change one's own password; sessions elsewhere end, this one goes on."""
    account = queries.account(_own_number(request))
    assert account is not None, "accounts are never removed"
    form = forms.OwnPasswordForm(request.POST or None, account=account)
    if form.is_valid():
        actor, now = actor_of(request), timezone.now()
        old, new = form.cleaned_data["old"], form.cleaned_data["new"]

        def act() -> None:
            changed = change_password(actor=actor, account_id=account.pk, old=old, new=new, at=now)
            update_session_auth_hash(request, changed)

        if _proves_password(request, form, act):
            messages.info(request, _("The password is changed. You are logged out elsewhere."))
            return redirect("landing")
    return _page(
        request,
        "password",
        form=form,
        is_due=queries.password_is_due(account),
        has_one=account.has_usable_password(),
    )


@public
def set_up(request: HttpRequest, number: int, token: str) -> HttpResponse:
    """Set the password of the account a link was made for; then its owner logs in with it."""
    now = timezone.now()
    try:
        account = owner_of_link(number, token, at=now)
    except PasswordRefusedError as dead:
        return _page(request, "dead_link", refusal=dead.sentences)
    form = forms.NewPasswordForm(request.POST or None, account=account)
    if form.is_valid():
        try:
            use_link(
                actor=queries.actor(account, at=now),
                account_id=number,
                token=token,
                new=form.cleaned_data["new"],
                at=now,
            )
        except PasswordRefusedError as refusal:
            form.refuse(refusal)
        else:
            messages.info(request, _("The password is set. Log in with it."))
            return redirect("login")
    return _page(request, "set_up", form=form, account=account)


def _proves_password(
    request: HttpRequest, form: forms.RefusedForm, act: Callable[[], None]
) -> bool:
    """Do what asks for the reader's own password again; count the try first, as a log-in does."""
    username, address, now = request.user.get_username(), address_of(request), timezone.now()
    try:
        logins.try_password(username=username, address=address, at=now)
        act()
    except logins.TooManyTriesError as wait:
        form.refuse(wait)
        return False
    except (FactorRefusedError, PasswordRefusedError) as refusal:
        logins.record_refused_log_in(actor=actor_of(request), username=username, at=now)
        form.refuse(refusal)
        return False
    logins.forgive(username=username, address=address)
    return True


def _because(
    request: HttpRequest,
    number: int,
    act: Callable[[str], HttpResponse],
    *,
    title: str,
    purpose: str,
) -> HttpResponse:
    """Ask for a reason, then do it to somebody's account."""
    found = _found(queries.account(number))
    form = forms.WhyForm(request.POST or None)
    if form.is_valid():
        try:
            return act(form.cleaned_data["why"])
        except (
            AccountRefusedError,
            FactorRefusedError,
            IdentityRefusedError,
            PasswordRefusedError,
        ) as refusal:
            form.refuse(refusal)
    return _page(request, "because", form=form, account=found, title=title, purpose=purpose)


def _account_page(
    request: HttpRequest, found: Account, *, refusal: tuple[str, ...] = ()
) -> HttpResponse:
    actor, now = actor_of(request), timezone.now()
    return _page(
        request,
        "account",
        account=found,
        lines=_lines(queries.every_appointment(found), now),
        factor=queries.second_factor(found),
        identity=queries.outside_identity(found),
        is_due=queries.password_is_due(found),
        refusal=refusal,
        may_open=actor.may(_P.ACCOUNT_OPEN),
        may_view=actor.may(_P.ACCOUNT_VIEW_AS) and actor.key != f"account:{found.pk}",
        is_own=actor.key == f"account:{found.pk}",
    )


def _page(request: HttpRequest, name: str, **shown: object) -> HttpResponse:
    form = shown.get("form")
    is_refused = isinstance(form, forms.RefusedForm) and bool(form.errors)
    wrong = bool(shown.get("refusal")) or is_refused
    answer = render(
        request, f"access/{name}.html", {**shown, "wrong": wrong}, status=422 if wrong else 200
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _own_number(request: HttpRequest) -> int:
    assert request.user.pk is not None, "only whoever is logged in comes here"
    return request.user.pk


def _lines(found: Iterable[Appointment], now: datetime) -> list[Line]:
    return [_line(each, now) for each in found]


def _line(each: Appointment, now: datetime) -> Line:
    is_past = each.valid_to is not None and each.valid_to <= now
    tense = "past" if is_past else "to_come" if each.valid_from > now else "now"
    return Line(each, words.role(each.role), tense)


def _found(row: _Found | None) -> _Found:
    if row is None:
        raise Http404
    return row
