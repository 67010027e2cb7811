"""Pages of the indicators: they read the clock, make one call, and answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext

from samaki.ground import wording
from samaki.ground.access import queries as access
from samaki.ground.access.guard import actor_of, guarded
from samaki.ground.access.rules import Permission
from samaki.systems.custody.queries import exhibits as custody
from samaki.systems.indicators import forms, queries
from samaki.systems.indicators.rules import links as judging
from samaki.systems.indicators.services import SightingsRefusedError, record_sightings

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse

    from samaki.systems.custody.queries.exhibits import ExhibitLine

_P = Permission
_WIDTH, _HEIGHT, _LOW = 960, 380, 110  # of the drawing of links; low with two sites on a line
_MOST_DRAWN = 10  # sites; more are read in the table


@guarded(_P.INDICATOR_SEE)
def home(request: HttpRequest) -> HttpResponse:
    """List what was seen on exhibits; search by part of a value; name what nobody has read."""
    actor, form = actor_of(request), forms.SearchForm(request.GET or None)
    kind, words = form.asked()
    context = {
        "form": form,
        "is_asked": bool(kind or words),
        "lines": queries.indicators(actor, kind=kind, words=words),
        "unread": queries.unread(actor),
        "linked": len(queries.site_links(actor)),
        "may_record": actor.may(_P.SIGHTING_RECORD),
    }
    return render(request, "indicators/home.html", context)


@guarded(_P.INDICATOR_SEE)
def links(request: HttpRequest) -> HttpResponse:
    """Show which sites share an indicator, drawn and as a table, each with its reason."""
    actor = actor_of(request)
    found = queries.site_links(actor)
    places = sorted({place for link in found for place in (link.a, link.b)}, key=lambda p: p.ref)
    height = _HEIGHT if len(places) > 2 else _LOW  # noqa: PLR2004 - two lie on a line
    at = dict(zip(places, judging.ring(len(places), width=_WIDTH, height=height), strict=True))
    context = {
        "links": found,
        "unlinked": queries.not_linking(actor),
        "is_drawn": bool(found) and len(places) <= _MOST_DRAWN,
        "nodes": list(at.items()),
        "edges": [(link, at[link.a], at[link.b]) for link in found],
        "most_exhibits": judging.MOST_EXHIBITS_OF_AN_IMEI,
        "most_sites": judging.MOST_SITES,
        "width": _WIDTH,
        "height": height,
    }
    return render(request, "indicators/links.html", context)


@guarded(_P.INDICATOR_SEE)
def site(request: HttpRequest, ref: str) -> HttpResponse:
    """Show a site's indicators, and the sites that share one."""
    actor = actor_of(request)
    found = queries.place(actor, ref)
    if found is None:
        raise Http404
    context = {
        "site": found,
        "links": queries.links_of_site(actor, ref),
        "sightings": queries.sightings_at(actor, ref),
    }
    return render(request, "indicators/site.html", context)


@guarded(_P.INDICATOR_SEE)
def exhibit(request: HttpRequest, ref: str) -> HttpResponse:
    """Show an exhibit's indicators; an analyst records more, several lines at once or none."""
    actor, now = actor_of(request), timezone.now()
    found = custody.exhibit(actor, ref)
    if found is None:
        raise Http404
    form = forms.SightingsForm(request.POST or None, now=now)
    if form.is_bound:
        actor.require(_P.SIGHTING_RECORD, area=found.area)
    if form.is_valid() and _recorded(request, found, form, now):
        return redirect("indicators:exhibit", ref)
    sightings = queries.sightings_on(actor, ref)
    context = {
        "exhibit": found,
        "form": form,
        "wrong": bool(form.errors),
        "sightings": sightings,
        "links": queries.links_of_site(actor, found.site),
        "names": access.names_of({line.recorded_by for line in sightings} | {found.seized_by}),
        "may_record": actor.may(_P.SIGHTING_RECORD, area=found.area),
    }
    status = 422 if form.errors else 200
    return render(request, "indicators/exhibit.html", context, status=status)


@guarded(_P.INDICATOR_SEE)
def indicator(request: HttpRequest, ref: str) -> HttpResponse:
    """Show an indicator: every sighting, and whether it links the sites it was seen at."""
    actor = actor_of(request)
    line = queries.indicator(actor, ref)
    if line is None:
        raise Http404
    sightings = queries.sightings_of(actor, ref)
    names = access.names_of({each.recorded_by for each in sightings})
    context = {"line": line, "sightings": sightings, "names": names}
    return render(request, "indicators/indicator.html", context)


def _recorded(
    request: HttpRequest, found: ExhibitLine, form: forms.SightingsForm, now: datetime
) -> bool:
    try:
        made = record_sightings(
            actor=actor_of(request),
            exhibit=found.ref,
            text=form.text(),
            place=form.cleaned_data["place"],
            happened_at=form.cleaned_data["happened_at"],
            at=now,
        )
    except SightingsRefusedError as refused:
        form.refuse(refused.said)
        return False
    said = ngettext(
        "%(n)s indicator of %(ref)s is on record.",
        "%(n)s indicators of %(ref)s are on record.",
        len(made),
    )
    messages.info(request, said % {"n": wording.number(len(made)), "ref": found.ref})
    return True
