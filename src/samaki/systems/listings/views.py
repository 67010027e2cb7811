"""Pages of the watch-lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from samaki.ground.access.guard import actor_of, guarded
from samaki.ground.access.rules import Permission
from samaki.ground.people.rules import FilePage
from samaki.ground.people.views import file_page
from samaki.systems.listings import forms, queries
from samaki.systems.listings.services import ListingRefusedError, end_listing, enter_listing

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse

    from samaki.systems.listings.models import Listing
    from samaki.systems.listings.queries import Line

_MOST = 200  # entries on one page; a narrower search shows the rest


@guarded(Permission.LISTING_SEE)
def listings(request: HttpRequest) -> HttpResponse:
    """List the entries of the watch-lists; by list, by standing, by words."""
    actor, now = actor_of(request), timezone.now()
    asked = {key: request.GET.get(key, "") for key in ("list", "standing", "q")}
    found = queries.lines(
        actor, at=now, watch_list=asked["list"], standing=asked["standing"], text=asked["q"]
    )
    context = {
        "lines": found[:_MOST],
        "found": len(found),
        "watch_lists": queries.watch_lists(),
        "asked": asked,
        "now": now,
        "may_enter": actor.may(Permission.LISTING_ENTER),
    }
    return render(request, "listings/listings.html", context)


@guarded(Permission.LISTING_SEE)
def listing(request: HttpRequest, ref: str) -> HttpResponse:
    """Show one entry: who, on what ground, set by whom, until when, and what may be done on it."""
    line = _line(request, ref)
    context, of = _shown(request, line), line.persons
    return file_page(request, "listings/listing.html", context, of=of, page=FilePage.LISTING)


@guarded(Permission.LISTING_ENTER)
def enter(request: HttpRequest) -> HttpResponse:
    """Enter somebody on a watch-list, on a ground, for a time."""
    now = timezone.now()
    form = forms.EntryForm(request.POST or None, today=timezone.localdate(now))
    if form.is_valid() and (entered := _entered(request, form, now)):
        messages.info(request, _("%(ref)s is entered.") % {"ref": entered.ref})
        return redirect("listings:listing", entered.ref)
    wrong = bool(form.errors)
    context = {"form": form, "wrong": wrong}
    return render(request, "listings/enter.html", context, status=422 if wrong else 200)


@guarded(Permission.LISTING_ENTER)
def end(request: HttpRequest, ref: str) -> HttpResponse:
    """End an entry before its time, with a reason."""
    line = _line(request, ref)
    form = forms.EndForm(request.POST or None)
    if form.is_valid():
        try:
            end_listing(
                actor=actor_of(request),
                listing=ref,
                reason=form.cleaned_data["reason"],
                at=timezone.now(),
            )
        except ListingRefusedError as refused:
            form.refuse(refused.said)
        else:
            return redirect("listings:listing", ref)
    wrong = bool(form.errors)
    context = {**_shown(request, line), "form": form, "wrong": wrong}
    status = 422 if wrong else 200
    return file_page(
        request,
        "listings/end.html",
        context,
        of=line.persons,
        page=FilePage.LISTING,
        status=status,
    )


def _line(request: HttpRequest, ref: str) -> Line:
    line = queries.line(actor_of(request), ref, at=timezone.now())
    if line is None:
        raise Http404(ref)
    return line


def _shown(request: HttpRequest, line: Line) -> dict[str, object]:
    may_enter = actor_of(request).may(Permission.LISTING_ENTER)
    return {"line": line, "listing": line.listing, "may_enter": may_enter, "now": timezone.now()}


def _entered(request: HttpRequest, form: forms.EntryForm, now: datetime) -> Listing | None:
    said = form.cleaned_data
    try:
        return enter_listing(
            actor=actor_of(request),
            watch_list=said["watch_list"],
            entry=form.entry(),
            ground=said["ground"],
            because=said["because"],
            valid_from=said["valid_from"],
            valid_to=said["valid_to"],
            at=now,
        )
    except ListingRefusedError as refused:
        form.refuse(refused.said)
        return None
