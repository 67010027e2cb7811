"""Coming in and going out: name and password, then a code where there is a second factor.

A log-in is counted before it is checked, so that whoever guesses waits; and it goes on record,
whether it was let in or turned away.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy

from samaki.ground.access import queries as access
from samaki.ground.access.forms import CodeForm
from samaki.ground.access.guard import actor_of, public
from samaki.ground.access.services import logins
from samaki.ground.access.services.factors import FactorRefusedError, pass_factor
from samaki.ground.access.services.identities import IdentityRefusedError
from samaki.ground.access.services.viewing import end_view_as
from samaki.ground.access.whence import address_of
from samaki.web import cast, oidc
from samaki.web.entering import admit, enter, half_way

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from samaki.ground.access.models import Account


class LogInForm(AuthenticationForm):
    """Name and password. Whoever guessed too often waits, and the password is not looked at."""

    error_messages = {
        "invalid_login": gettext_lazy("No open account has that log-in name and password."),
        "inactive": gettext_lazy("No open account has that log-in name and password."),
    }

    def clean(self) -> dict[str, Any]:
        """Count the try, then check it."""
        username = self.cleaned_data.get("username") or ""
        assert self.request is not None, "the page passes it on"
        now = timezone.now()
        try:
            logins.try_password(username=username, address=address_of(self.request), at=now)
        except logins.TooManyTriesError as wait:
            raise forms.ValidationError(list(wait.sentences)) from wait
        try:
            return dict(super().clean())
        except forms.ValidationError:
            logins.record_refused_log_in(username=username, at=now)
            raise


class Login(LoginView):
    """The log-in page; in the demo world it names the cast."""

    template_name = "login.html"
    authentication_form = LogInForm
    redirect_authenticated_user = True

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Let in, or ask for the code."""
        account: Account = form.get_user()
        return admit(self.request, account, back=self.get_redirect_url())

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        """Say why not."""
        answer = super().form_invalid(form)
        answer.status_code = 422
        return answer

    def get_context_data(self, **kwargs: object) -> dict[str, Any]:
        """Add the cast, and the door of the ministry's own log-in if there is one."""
        members = cast.CAST if settings.SAMAKI_DEMO else ()
        found = super().get_context_data(**kwargs)
        return found | {
            "cast": members,
            "password": cast.PASSWORD if members else "",
            "oidc": oidc.is_configured(),
            "wrong": bool(found["form"].errors),
        }


class Logout(LogoutView):
    """Going out ends looking as another, too."""

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Put it on record and forget the session."""
        actor, now = actor_of(request), timezone.now()
        if actor.is_looking:
            end_view_as(actor=actor, at=now)
        if request.user.is_authenticated:
            logins.record_log_out(actor=access.actor(request.user, at=now), at=now)
        return super().post(request, *args, **kwargs)


@public
def code(request: HttpRequest) -> HttpResponse:
    """Ask for the code of the second factor, or a recovery code."""
    found = half_way(request)
    if found is None:
        return redirect("login")
    account = found.account
    form = CodeForm(request.POST or None)
    if form.is_valid():
        now = timezone.now()
        actor, typed = access.actor(account, at=now), form.cleaned_data["code"]
        try:
            logins.try_code(account=account, at=now)
            pass_factor(actor=actor, account_id=account.pk, typed=typed, at=now)
            return enter(request, account, back=found.back, proof=found.proof)
        except logins.TooManyTriesError as wait:
            form.refuse(wait)
        except (FactorRefusedError, IdentityRefusedError) as refusal:
            logins.record_refused_log_in(username=account.username, at=now)
            form.refuse(refusal)
    wrong = bool(form.errors)
    context = {"form": form, "wrong": wrong}
    return render(request, "login_code.html", context, status=422 if wrong else 200)
