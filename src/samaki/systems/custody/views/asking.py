"""What every page of custody asks: at which moments, of which account, and how it answers."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.forms import Form
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone

from samaki.ground.access.guard import actor_of
from samaki.ground.access.rules import Permission
from samaki.ground.people.services import record_readings
from samaki.systems.custody import forms
from samaki.systems.custody.queries import accounts, exhibits, files

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse

    from samaki.ground.access.actors import Actor
    from samaki.ground.people.rules import FilePage
    from samaki.systems.custody.queries.accounts import AccountLine
    from samaki.systems.custody.queries.books import Moments


def page(request: HttpRequest, name: str, **shown: object) -> HttpResponse:
    """Answer with a page of custody and its two moments; 422 if something was refused."""
    asked = forms.MomentsForm(request.GET or None)
    moments = asked.moments(timezone.now())
    chosen = {key: request.GET[key] for key in asked.fields if request.GET.get(key)}
    form = shown.get("form")
    wrong = bool(shown.get("refusal")) or (isinstance(form, Form) and bool(form.errors))
    context = {
        "moments": moments,
        "moments_form": asked,
        "kept": urlencode(chosen),  # what a link has to carry, so that its figures are the same
        "others": [pair for pair in request.GET.items() if pair[0] not in asked.fields],
        "wrong": wrong,
        **shown,
    }
    return render(request, f"custody/{name}.html", context, status=422 if wrong else 200)


def moments_of(request: HttpRequest) -> Moments:
    """Return the two moments an address asks for; now if it asks for none."""
    return forms.MomentsForm(request.GET or None).moments(timezone.now())


def read_of(actor: Actor, person: str, where: FilePage, *, at: datetime) -> frozenset[str]:
    """Return the person a page may show beside a thing, and put on record that it was opened."""
    shown = files.in_scope(actor, [person], at=at)
    record_readings(actor=actor, persons=shown, page=where, at=at)
    return shown


def looking_back(request: HttpRequest) -> Moments | None:
    """Return the two moments an address asks for; None if it asks for none, and now is meant."""
    asked = any(request.GET.get(name) for name in forms.MomentsForm.base_fields)
    return moments_of(request) if asked else None


def sites_of(actor: Actor) -> list[tuple[str, str]]:
    """Return the sites on which the actor may keep people, each as a form offers it."""
    found = exhibits.sites(actor, Permission.CUSTODY_TAKE_IN)
    return [(site.ref, f"{site.name} · {site.ref}") for site in found]


def account_of(
    request: HttpRequest, ref: str, permission: Permission = Permission.CUSTODY_SEE
) -> AccountLine:
    """Return the account, if the actor may see it; require the permission where it lies."""
    found = accounts.account(actor_of(request), ref, moments_of(request))
    if found is None:
        raise Http404
    actor_of(request).require(permission, area=found.area)
    return found
