"""Pages of gaming: they read the clock, make one call, and answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from samaki.ground.access import queries as access
from samaki.ground.access.guard import actor_of, guarded
from samaki.ground.access.rules import Permission
from samaki.ground.agencies.services import Name
from samaki.ground.places.queries import within
from samaki.systems.gaming import forms, rules
from samaki.systems.gaming.queries import inspections as visits
from samaki.systems.gaming.queries import penalties as decisions
from samaki.systems.gaming.queries import venues as places
from samaki.systems.gaming.queries import words
from samaki.systems.gaming.services.inspections import record_inspection, set_inspection
from samaki.systems.gaming.services.penalties import decide_penalty, lift_penalty
from samaki.systems.gaming.services.refusals import GamingRefusedError
from samaki.systems.gaming.services.venues import (
    Premises,
    enter_licence,
    link_venue,
    register_venue,
)
from samaki.systems.indicators import queries as indicators

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from django.http import HttpRequest, HttpResponse

    from samaki.ground.access.actors import Actor
    from samaki.ground.heads.forms import RefusableForm
    from samaki.systems.gaming.models import Inspection, Venue

_P = Permission


@guarded(_P.LICENCE_SEE)
def home(request: HttpRequest) -> HttpResponse:
    """Show the inspections that are due, the violations nobody decided of, what still stands."""
    actor, today = actor_of(request), _today()
    due = visits.due(actor)
    return _page(
        request,
        "home",
        due=due,
        today=today,
        undecided=visits.undecided(actor),
        standing=[(line, line.is_past(today)) for line in decisions.standing(actor)],
        may_record=actor.may(_P.INSPECTION_RECORD),
        may_decide=actor.may(_P.PENALTY_DECIDE),
        names=access.names_of({one.set_by for one in due}),
    )


@guarded(_P.LICENCE_SEE)
def venues(request: HttpRequest) -> HttpResponse:
    """List the venues with their licences as they stand today; search and filter."""
    actor = actor_of(request)
    form = forms.RegisterFilterForm(request.GET or None)
    return _page(
        request,
        "venues",
        form=form,
        lines=places.register(actor, form.wanted(), today=_today()),
        all=places.venues(actor).count(),
        may_enter=actor.may(_P.LICENCE_ENTER),
    )


@guarded(_P.LICENCE_ENTER)
def new_venue(request: HttpRequest) -> HttpResponse:
    """Register a venue with its first licence."""
    actor, now = actor_of(request), timezone.now()
    areas = within(actor.areas(_P.LICENCE_ENTER)).filter(level="province")
    form = forms.VenueForm(request.POST or None, areas=[(a.code, a.name) for a in areas])

    def save() -> str:
        said = form.cleaned_data
        name = Name(said["name_en"], said["name_km"])
        premises = Premises(name, said["area"], said["holder"])
        return register_venue(actor=actor, premises=premises, terms=form.terms(), at=now).ref

    if form.is_valid() and (ref := _tried(form, save)):
        return redirect("gaming:venue", ref)
    return _page(request, "new_venue", form=form)


@guarded(_P.LICENCE_SEE)
def venue(request: HttpRequest, ref: str) -> HttpResponse:
    """Show a venue: licences, linked sites, inspections, violations and penalties."""
    actor, today = actor_of(request), _today()
    found = _venue(request, ref)
    visited, links = visits.of_venue(found.pk), places.links(found.pk)
    decided = decisions.of_venue(actor, found.pk)
    keys = {one.recorded_by or one.set_by for one in visited} | {link.linked_by for link in links}
    keys |= {line.penalty.decided_by for line in decided}
    return _page(
        request,
        "venue",
        line=places.line(found, today=today),
        links=[(link, _site_links(actor, link.site.ref)) for link in links],
        inspections=visited,
        due=next((one for one in visited if one.state == rules.InspectionState.DUE), None),
        violations=visits.violations(found.pk),
        penalties=[(line, line.is_past(today)) for line in decided],
        names=access.names_of(keys),
        today=today,
        may_enter=actor.may(_P.LICENCE_ENTER, area=found.area_id),
        may_record=actor.may(_P.INSPECTION_RECORD, area=found.area_id),
        may_decide=actor.may(_P.PENALTY_DECIDE, area=found.area_id),
        sees_indicators=actor.may(_P.INDICATOR_SEE),
    )


@guarded(_P.LICENCE_ENTER)
def licence(request: HttpRequest, ref: str) -> HttpResponse:
    """Enter another licence of a venue."""
    actor, now = actor_of(request), timezone.now()
    found = _venue(request, ref, needs=_P.LICENCE_ENTER)
    form = forms.LicenceForm(request.POST or None)

    def save() -> str:
        return enter_licence(actor=actor, venue=ref, terms=form.terms(), at=now).ref

    if form.is_valid() and _tried(form, save):
        return redirect("gaming:venue", ref)
    return _page(request, "licence", form=form, venue=found)


@guarded(_P.LICENCE_ENTER)
def link(request: HttpRequest, ref: str) -> HttpResponse:
    """Say at which site a venue stands, and why."""
    actor, now = actor_of(request), timezone.now()
    found = _venue(request, ref, needs=_P.LICENCE_ENTER)
    near = places.sites_near(actor, found)
    choices = [(site.ref, f"{site.name} · {site.area.name} · {site.ref}") for site in near]
    form = forms.LinkForm(request.POST or None, sites=choices)

    def save() -> str:
        said = form.cleaned_data
        site, ground = said["site"], said["ground"]
        return str(link_venue(actor=actor, venue=ref, site=site, ground=ground, at=now))

    if form.is_valid() and _tried(form, save):
        return redirect("gaming:venue", ref)
    return _page(request, "link", form=form, venue=found, near=near)


@guarded(_P.LICENCE_SEE)
def inspect(request: HttpRequest, ref: str) -> HttpResponse:
    """Set the day by which a venue is to be inspected; today's leads to the checklist at once."""
    actor, now = actor_of(request), timezone.now()
    found = _venue(request, ref)
    may_set = any(
        actor.may(each, area=found.area_id) for each in (_P.INSPECTION_RECORD, _P.PENALTY_DECIDE)
    )
    form = forms.DueForm(request.POST or None)

    def save() -> str:
        due_on = form.cleaned_data["due_on"]
        return set_inspection(actor=actor, venue=ref, due_on=due_on, at=now).ref

    if form.is_valid() and (made := _tried(form, save)):
        is_now = form.cleaned_data["due_on"] == _today() and actor.may(_P.INSPECTION_RECORD)
        return redirect("gaming:inspection", made) if is_now else redirect("gaming:venue", ref)
    return _page(request, "inspect", form=form, venue=found, may_set=may_set)


@guarded(_P.LICENCE_SEE)
def inspection(request: HttpRequest, ref: str) -> HttpResponse:
    """Ask the checklist of an inspection that is due, or show what was recorded."""
    actor, now = actor_of(request), timezone.now()
    found = visits.inspection(actor, ref)
    if found is None:
        raise Http404
    form = forms.ChecklistForm(request.POST or None, now=now)
    if form.is_bound:
        actor.require(_P.INSPECTION_RECORD, area=found.venue.area_id)

    def save() -> str:
        happened_at, answers = form.cleaned_data["happened_at"], form.answers()
        return record_inspection(
            actor=actor, inspection=ref, answers=answers, happened_at=happened_at, at=now
        ).ref

    if form.is_valid() and _tried(form, save):
        messages.info(request, _recorded(found))
        return redirect("gaming:inspection", ref)
    answers = visits.answers(found.pk)
    may_record = actor.may(_P.INSPECTION_RECORD, area=found.venue.area_id)
    page = "checklist" if not answers and may_record else "inspection"
    return _page(
        request,
        page,
        inspection=found,
        form=form,
        answers=answers,
        found=sum(bool(line.violation) for line in answers),
        unseen=sum(line.seen == rules.Seen.NOT_LOOKED_AT for line in answers),
        names=access.names_of({found.set_by, found.recorded_by}),
        may_decide=actor.may(_P.PENALTY_DECIDE, area=found.venue.area_id),
    )


@guarded(_P.PENALTY_DECIDE)
def penalise(request: HttpRequest, ref: str) -> HttpResponse:
    """Decide what follows from a venue's violations; nothing is chosen beforehand."""
    actor, now = actor_of(request), timezone.now()
    found = _venue(request, ref, needs=_P.PENALTY_DECIDE)
    violations = visits.violations(found.pk)
    line = places.line(found, today=_today())
    form = forms.PenaltyForm(
        request.POST or None,
        violations=[(v.ref, f"{words.item(v.item)} · {v.ref}") for v in violations],
        licences=[
            (one.ref, f"{one.number} · {words.licence_state(one.standing)}")
            for one in line.licences
        ],
    )

    def save() -> str:
        return decide_penalty(actor=actor, venue=ref, decision=form.decision(), at=now).ref

    if form.is_valid() and (made := _tried(form, save)):
        return redirect("gaming:penalty", made)
    earlier = decisions.of_venue(actor, found.pk)
    return _page(
        request, "penalise", form=form, venue=found, violations=violations, earlier=earlier
    )


@guarded(_P.LICENCE_SEE)
def penalty(request: HttpRequest, ref: str) -> HttpResponse:
    """Show a penalty with what lies under it; a commissioner lifts it here, with reasons."""
    actor, now = actor_of(request), timezone.now()
    line = decisions.penalty(actor, ref)
    if line is None:
        raise Http404
    form = forms.LiftForm(request.POST or None)

    def save() -> str:
        reasons = form.cleaned_data["reasons"]
        return str(lift_penalty(actor=actor, penalty=ref, reasons=reasons, at=now))

    if form.is_bound:
        actor.require(_P.PENALTY_DECIDE, area=line.penalty.venue.area_id)
    if form.is_valid() and _tried(form, save):
        return redirect("gaming:penalty", ref)
    decided = {line.penalty.decided_by}
    return _page(
        request,
        "penalty",
        line=line,
        is_past=line.is_past(_today()),
        form=form,
        names=access.names_of(decided | ({line.lifting.lifted_by} if line.lifting else set())),
        may_decide=actor.may(_P.PENALTY_DECIDE, area=line.penalty.venue.area_id),
    )


def _page(request: HttpRequest, name: str, **context: object) -> HttpResponse:
    form = context.get("form")
    wrong = bool(getattr(form, "errors", None)) and request.method == "POST"
    status = 422 if wrong else 200
    return render(request, f"gaming/{name}.html", {**context, "wrong": wrong}, status=status)


def _venue(request: HttpRequest, ref: str, *, needs: Permission | None = None) -> Venue:
    found = places.venue(actor_of(request), ref)
    if found is None:
        raise Http404
    if needs is not None:
        actor_of(request).require(needs, area=found.area_id)
    return found


def _tried(form: RefusableForm, save: Callable[[], str]) -> str:
    """Return what was saved; empty when it was refused, with every reason in the form."""
    try:
        return save()
    except GamingRefusedError as refused:
        form.refuse(refused.said)
        return ""


def _today() -> date:
    return timezone.localtime(timezone.now()).date()


def _recorded(found: Inspection) -> str:
    return _("%(ref)s is recorded. No licence changes by it; a commissioner decides.") % {
        "ref": found.ref
    }


def _site_links(actor: Actor, site: str) -> int:
    """Return with how many other sites an indicator links this one, for who may see it."""
    if not actor.may(_P.INDICATOR_SEE):
        return 0
    return len(indicators.links_of_site(actor, site))
