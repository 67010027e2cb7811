"""Pages of the border: one box and one answer; what waits for the supervisor; incidents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from samaki.ground.access.guard import actor_of, guarded
from samaki.ground.access.rules import Permission
from samaki.ground.heads.forms import added
from samaki.ground.heads.words import nationalities
from samaki.ground.people.rules import FilePage
from samaki.ground.people.views import file_page
from samaki.systems.border import forms, queries, rules
from samaki.systems.border.services import (
    CheckRefusedError,
    IncidentRefusedError,
    JudgementRefusedError,
    Where,
    check_traveller,
    judge_match,
    record_incident,
)
from samaki.systems.custody.rules import is_nationality

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse

    from samaki.ground.access.actors import Actor
    from samaki.systems.border.models import Alert, IrregularCrossing, WatchListCheck


@guarded(Permission.CHECK_MAKE)
def home(request: HttpRequest) -> HttpResponse:
    """List the checkpoints of the reader's areas; a reader of one is led to it."""
    actor = actor_of(request)
    found = queries.checkpoints(actor)
    if len(found) == 1:
        return redirect("border:checkpoint", found[0].code)
    context = {"checkpoints": found, "waiting": queries.waiting(actor), **_may(actor)}
    return render(request, "border/home.html", context)


@guarded(Permission.CHECK_MAKE)
def checkpoint(request: HttpRequest, code: str) -> HttpResponse:
    """Check a traveller: one box for a name or a document's lines, one answer."""
    actor, now = actor_of(request), timezone.now()
    here = queries.checkpoint(code)
    if here is None:
        raise Http404(code)
    actor.require(Permission.CHECK_MAKE, area=here.area_id)
    form = forms.CheckForm(request.POST or None)
    if form.is_valid() and (made := _checked(actor, code, form, now)):
        return redirect("border:check", made.ref)
    wrong = bool(form.errors)
    context = {
        "checkpoint": here,
        "form": form,
        "wrong": wrong,
        "recent": queries.recent(actor, code),
        "waiting": queries.waiting(actor),
        "now": now,
        **_may(actor),
    }
    return render(request, "border/checkpoint.html", context, status=422 if wrong else 200)


@guarded(Permission.CHECK_MAKE)
def check(request: HttpRequest, ref: str) -> HttpResponse:
    """Show the answer of a check: a word, each match with what is for and against it."""
    actor = actor_of(request)
    found = queries.answer(actor, ref)
    if found is None:
        raise Http404(ref)
    context = {"answer": found, "form": forms.CheckForm(), **_may(actor)}
    of, page = found.persons, FilePage.CHECK
    return file_page(request, "border/check.html", context, of=of, page=page)


@guarded(Permission.MATCH_JUDGE)
def alerts(request: HttpRequest) -> HttpResponse:
    """List the alerts that wait for a supervisor, and those judged."""
    return render(request, "border/alerts.html", {"lines": queries.alerts(actor_of(request))})


@guarded(Permission.MATCH_JUDGE)
def alert(request: HttpRequest, ref: str) -> HttpResponse:
    """Judge whether a listing is the traveller, with a reason."""
    actor, now = actor_of(request), timezone.now()
    found = queries.alert_answer(actor, ref)
    if found is None:
        raise Http404(ref)
    form = forms.JudgementForm(request.POST or None)
    if form.is_valid() and _judged(actor, found[0], form, now):
        messages.info(request, _("The judgement on %(ref)s is on record.") % {"ref": ref})
        return redirect("border:alert", ref)
    wrong = bool(form.errors)
    context = {
        "alert": found[0],
        "answer": found[1],
        "shown": found[1].matches[0],
        "form": form,
        "wrong": wrong,
        "is_own": found[1].check.made_by == actor.key,
        "acts": rules.ALERT.acts(rules.AlertState(found[0].state)),
    }
    return file_page(
        request,
        "border/alert.html",
        context,
        of=found[1].persons,
        page=FilePage.ALERT,
        status=422 if wrong else 200,
    )


@guarded(Permission.INCIDENT_RECORD)
def incidents(request: HttpRequest) -> HttpResponse:
    """List the irregular crossings of the reader's areas, the latest first."""
    found = [(incident, _total(incident)) for incident in queries.incidents(actor_of(request))]
    return render(request, "border/incidents.html", {"incidents": found})


@guarded(Permission.INCIDENT_RECORD)
def incident(request: HttpRequest, ref: str) -> HttpResponse:
    """Show one irregular crossing: where, how, how many, what was seen and done."""
    actor = actor_of(request)
    found = queries.incidents(actor).filter(ref=ref).first()
    if found is None:
        raise Http404(ref)
    context = {
        "incident": found,
        "total": _total(found),
        "recorder": queries.name_of(found.recorded_by),
        "takes_in": actor.may(Permission.CUSTODY_TAKE_IN),
    }
    return render(request, "border/incident.html", context)


@guarded(Permission.INCIDENT_RECORD)
def record(request: HttpRequest) -> HttpResponse:
    """Record an irregular crossing; nobody is taken into custody by it."""
    actor, now = actor_of(request), timezone.now()
    form = _incident_form(request, actor, now)
    if form.is_bound and form.is_valid() and (made := _recorded(actor, form, now)):
        return redirect("border:incident", made.ref)
    wrong = bool(form.errors)
    context = {"form": form, "wrong": wrong, "nationalities": nationalities()}
    return render(request, "border/record.html", context, status=422 if wrong else 200)


def _may(actor: Actor) -> dict[str, bool]:
    return {
        "may_judge": actor.may(Permission.MATCH_JUDGE),
        "may_record": actor.may(Permission.INCIDENT_RECORD),
        "sees_listings": actor.may(Permission.LISTING_SEE),
    }


def _checked(
    actor: Actor, code: str, form: forms.CheckForm, now: datetime
) -> WatchListCheck | None:
    try:
        return check_traveller(actor=actor, checkpoint=code, asked=form.asked(), at=now)
    except CheckRefusedError as refused:
        form.refuse(refused.said)
        return None


def _judged(actor: Actor, found: Alert, form: forms.JudgementForm, now: datetime) -> bool:
    said = form.cleaned_data
    try:
        judge_match(actor=actor, alert=found.ref, says=said["says"], reason=said["reason"], at=now)
    except JudgementRefusedError as refused:
        form.refuse(refused.said)
        return False
    return True


def _incident_form(request: HttpRequest, actor: Actor, now: datetime) -> forms.IncidentForm:
    """Return the form; while a nationality is added it is not bound and keeps what was typed."""
    sent = request.POST if request.method == "POST" and "add" not in request.POST else None
    return forms.IncidentForm(
        sent,
        now=now,
        nationalities=[c for c in added(request) if is_nationality(c)],
        areas=actor.areas(Permission.INCIDENT_RECORD),
        checkpoints=queries.checkpoints(actor, Permission.INCIDENT_RECORD),
        initial=request.POST.dict(),
    )


def _recorded(actor: Actor, form: forms.IncidentForm, now: datetime) -> IrregularCrossing | None:
    said = form.cleaned_data
    try:
        return record_incident(
            actor=actor,
            where=Where(said["area"], said["checkpoint"]),
            seen=form.what(),
            cells=form.cells(),
            happened_at=said["happened_at"],
            at=now,
        )
    except IncidentRefusedError as refused:
        form.refuse(refused.said)
        return None


def _total(found: IrregularCrossing) -> int:
    return sum(heads.count for heads in found.heads.all())
