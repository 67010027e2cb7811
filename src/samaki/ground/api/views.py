"""Pages of tokens: what programs act for the reader, until when."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samaki.ground.access.guard import actor_of, guarded
from samaki.ground.access.rules import Permission
from samaki.ground.api import forms, queries, services
from samaki.ground.heads.words import Said

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from samaki.ground.access.models import Account


@guarded(Permission.TOKEN_OPEN)
def tokens(request: HttpRequest) -> HttpResponse:
    """List the reader's tokens, and open another; its secret is shown once."""
    now, account, actor = timezone.now(), cast("Account", request.user), actor_of(request)
    offered = queries.may_be_asked(actor)
    form = forms.TokenForm(request.POST if request.method == "POST" else None, offered=offered)
    secret = ""
    if form.is_valid():
        try:
            _token, secret = services.open_token(
                actor=actor,
                account=account,
                label=form.cleaned_data["label"],
                asked=form.permissions(),
                valid_to=form.valid_to(),
                at=now,
            )
        except services.TokenRefusedError as refused:
            form.refuse([Said(sentence) for sentence in refused.sentences])
        else:
            form = forms.TokenForm(offered=offered)
    context = {
        "tokens": queries.tokens(account),
        "form": form,
        "secret": secret,
        "now": now,
        "wrong": bool(form.errors),
    }
    return render(request, "api/tokens.html", context, status=422 if form.errors else 200)


@guarded(Permission.TOKEN_OPEN)
@require_POST
def close(request: HttpRequest, number: int) -> HttpResponse:
    """Close one of the reader's tokens at once."""
    try:
        services.close_token(actor=actor_of(request), token=number, at=timezone.now())
    except services.TokenRefusedError as refused:
        for sentence in refused.sentences:
            messages.error(request, sentence)
    else:
        messages.info(request, _("The token is closed. A program that still sends it is refused."))
    return redirect("tokens:tokens")
