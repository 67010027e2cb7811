"""Pages of the operations and of the sites they aim at."""

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
from samaki.ground.agencies.queries import units_within
from samaki.ground.agencies.services import Name
from samaki.ground.heads.forms import added
from samaki.ground.heads.words import Said, nationalities
from samaki.ground.places import queries as places
from samaki.ground.places.rules import province_of
from samaki.ground.sites import queries as site_queries
from samaki.ground.sites.rules import SiteState
from samaki.ground.sites.services import SiteRefusedError, change_site_state, register_site
from samaki.systems.claims import queries as claims
from samaki.systems.custody.queries import accounts
from samaki.systems.custody.queries.books import Moments
from samaki.systems.custody.queries.intakes import counted
from samaki.systems.custody.rules import is_nationality
from samaki.systems.custody.services.refusals import MovementRefusedError
from samaki.systems.operations import forms, queries, rules
from samaki.systems.operations.services import (
    LinkRefusedError,
    PlanRefusedError,
    ResultRefusedError,
    link_claim,
    plan_operation,
    record_none_found,
    record_raid_without_figure,
    record_result,
)

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse

    from samaki.ground.heads.forms import RefusableForm
    from samaki.systems.operations.models import Operation, Target

_P = Permission


@guarded(_P.OPERATION_SEE)
def operations(request: HttpRequest) -> HttpResponse:
    """List the operations with their targets and what each gave, newest first."""
    actor, now = actor_of(request), timezone.now()
    found = list(queries.operations(actor, at=now))
    taken = accounts.intakes(queries.intake_refs(found), Moments(now, now))
    context = {
        "operations": [
            {
                "operation": operation,
                "lines": [(t, taken.get(queries.intake_ref(t))) for t in operation.targets.all()],
                "may_record": actor.may(_P.RESULT_RECORD, area=operation.area_id),
                "is_ahead": operation.hour > now,
            }
            for operation in found
        ],
        "sees_custody": actor.may(_P.CUSTODY_SEE),
        "may_plan": actor.may(_P.OPERATION_PLAN),
    }
    return render(request, "operations/operations.html", context)


@guarded(_P.OPERATION_SEE)
def operation(request: HttpRequest, ref: str) -> HttpResponse:
    """Show one operation: its targets, what each gave, what they gave together, and when."""
    actor, now = actor_of(request), timezone.now()
    found = queries.operation(actor, ref, at=now)
    if found is None:
        raise Http404
    at, targets = Moments(now, now), list(found.targets.all())
    intakes = accounts.intakes(queries.intake_refs([found]), at)
    whole = rules.together(counted(queries.intake_refs([found]), at).values())
    by = access.names_of({r.recorded_by for t in targets if (r := queries.result(t))})
    context = {
        "operation": found,
        "lines": [(target, intakes.get(queries.intake_ref(target))) for target in targets],
        "cross_tab": rules.cross_tab(whole),
        "heads": sum(whole.values()),
        "waiting": sum(t.state == rules.TargetState.PLANNED for t in targets),
        "no_figure": sum(t.state == rules.TargetState.RAIDED_NO_FIGURE for t in targets),
        "steps": _steps(targets, by),
        "is_ahead": found.hour > now,
        "may_record": actor.may(_P.RESULT_RECORD, area=found.area_id),
        "may_ask": actor.may(_P.SUPPORT_ASK, area=found.area_id),
        "linked": queries.linked(found) if actor.may(_P.CLAIM_SEE) else (),
        "sees_custody": actor.may(_P.CUSTODY_SEE),
        "sees_support": actor.may(_P.SUPPORT_SEE),
        "answer": _answer(found, targets)
        if actor.may(_P.PICTURE_SEE, area=found.area_id)
        else None,
    }
    return render(request, "operations/operation.html", context)


@guarded(_P.CLAIM_JUDGE)
def of_claim(request: HttpRequest, ref: str) -> HttpResponse:
    """Show which operations a claim may be of, with what speaks for and against; a person says."""
    actor, now = actor_of(request), timezone.now()
    claim = claims.find(ref)
    if claim is None:
        raise Http404(ref)
    form = forms.LinkForm(request.POST or None)
    if form.is_valid():
        given = form.cleaned_data
        if queries.operation(actor, given["operation"], at=now) is None:
            raise Http404(given["operation"])
        try:
            link_claim(
                actor=actor,
                claim_ref=ref,
                operation=given["operation"],
                is_same=given["verdict"] == "same",
                words=given["words"],
                at=now,
            )
        except LinkRefusedError as refused:
            for sentence in refused.sentences:
                form.add_error("words", sentence)
        else:
            messages.info(request, _("It is on record; no figure is moved by it."))
            return redirect("operations:of_claim", ref)
    found = queries.suggested(actor, claims.stated(claim), at=now)
    wrong = bool(form.errors)
    context = {
        "claim": claim,
        "quote": claims.quote(claim),
        "found": found,
        "form": form,
        "wrong": wrong,
        "is_between": _is_between(found),
        "linked_by": access.names_of({each.link.decided_by for each in found if each.link}),
    }
    return render(request, "operations/of_claim.html", context, status=422 if wrong else 200)


def _is_between(found: tuple[queries.Suggested, ...]) -> bool:
    """Tell whether two operations that nobody spoke of fit a claim equally well, and best."""
    weights = [each.likeness.weight for each in found if each.link is None]
    return len(weights) > 1 and weights.count(max(weights)) > 1


@guarded(_P.OPERATION_PLAN)
def plan(request: HttpRequest) -> HttpResponse:
    """Plan an operation: one hour, and a row a target; rows are added without losing a word."""
    actor, now = actor_of(request), timezone.now()
    adds = "add" in request.POST
    areas = actor.areas(_P.OPERATION_PLAN)
    form = forms.PlanForm(
        request.POST if request.method == "POST" and not adds else None,
        initial=request.POST.dict(),
        areas=list(places.names(areas).items()),
        units=[(unit.code, unit.name) for unit in units_within(areas)],
        sites=site_queries.seen(actor, _P.OPERATION_PLAN),
        rows=forms.rows_asked(request.POST.get("rows", ""), more=adds),
    )
    if form.is_valid():
        try:
            made = plan_operation(actor=actor, plan=form.plan(), at=now)
        except PlanRefusedError as refused:
            form.refuse(refused.said)
        else:
            return redirect("operations:operation", made.ref)
    return _form_page(request, "plan", form)


@guarded(_P.RESULT_RECORD)
def count(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """Record what a target gave: heads by nationality, sex and age, nobody, or no figure at all."""
    actor, now = actor_of(request), timezone.now()
    target = queries.seen_target(actor, f"{ref}/{number}", at=now)
    if target is None:
        raise Http404
    actor.require(_P.RESULT_RECORD, area=target.operation.area_id)
    form, raid, none = _forms(request, now)
    answer = _record_count(request, target, form, now) if form.is_bound else None
    for empty, verb in ((raid, record_raid_without_figure), (none, record_none_found)):
        if empty.is_valid():
            try:
                happened_at = empty.cleaned_data["happened_at"]
                verb(actor=actor, target=target.ref, happened_at=happened_at, at=now)
            except ResultRefusedError as refused:
                empty.refuse(refused.said)
            else:
                answer = redirect("operations:operation", ref)
    if answer is not None:
        return answer
    wrong = bool(form.errors or raid.errors or none.errors)
    context = {
        "target": target,
        "is_planned": target.state == rules.TargetState.PLANNED,
        "is_ahead": target.operation.hour > now,
        "form": form,
        "raid": raid,
        "none": none,
        "nationalities": nationalities(),
        "wrong": wrong,
    }
    return render(request, "operations/count.html", context, status=422 if wrong else 200)


@guarded(_P.OPERATION_SEE)
def sites(request: HttpRequest) -> HttpResponse:
    """List the sites of the actor's areas, those that run again first."""
    actor = actor_of(request)
    found = site_queries.listed(actor)
    newest = site_queries.newest(found)
    context = {
        "lines": [(site, newest.get(site.pk)) for site in found],
        "reopened": sum(site.state == SiteState.REOPENED for site in found),
        "may_register": actor.may(_P.SITE_REGISTER),
    }
    return render(request, "operations/sites.html", context)


@guarded(_P.OPERATION_SEE)
def site(request: HttpRequest, ref: str) -> HttpResponse:
    """Show one site: its state, how it came to it, its operations; and let its state change."""
    actor, now = actor_of(request), timezone.now()
    found = site_queries.site(actor, ref)
    if found is None:
        raise Http404
    may_change = actor.may(_P.SITE_CHANGE, area=found.area_id)
    if request.method == "POST":
        actor.require(_P.SITE_CHANGE, area=found.area_id)
    form = forms.SiteChangeForm(request.POST or None, now=now, state=SiteState(found.state))
    if form.is_valid():
        try:
            change_site_state(actor=actor, site=ref, at=now, **form.cleaned_data)
        except SiteRefusedError as refused:
            form.refuse(Said(sentence) for sentence in refused.sentences)
        else:
            return redirect("operations:site", ref)
    changes = site_queries.history(found)
    by = access.names_of({change.recorded_by for change in changes})
    return _form_page(
        request,
        "site",
        form,
        site=found,
        is_reopened=found.state == SiteState.REOPENED,
        changes=[(change, by[change.recorded_by]) for change in changes],
        targets=queries.of_site(actor, found, at=now),
        may_change=may_change,
    )


@guarded(_P.SITE_REGISTER)
def register(request: HttpRequest) -> HttpResponse:
    """Register a site that somebody suspects."""
    actor = actor_of(request)
    inside = places.within(actor.areas(_P.SITE_REGISTER))
    form = forms.SiteForm(request.POST or None, areas=[(a.code, a.name) for a in inside])
    if form.is_valid():
        said = form.cleaned_data
        name = Name(said["name_en"], said["name_km"])
        try:
            made = register_site(
                actor=actor, kind=said["kind"], area=said["area"], name=name, at=timezone.now()
            )
        except SiteRefusedError as refused:
            form.refuse(Said(sentence, "name_en") for sentence in refused.sentences)
        else:
            return redirect("operations:site", made.ref)
    return _form_page(request, "register", form)


def _form_page(
    request: HttpRequest, name: str, form: RefusableForm, **shown: object
) -> HttpResponse:
    wrong = bool(form.errors)
    context = {"form": form, "wrong": wrong, **shown}
    return render(request, f"operations/{name}.html", context, status=422 if wrong else 200)


def _steps(targets: list[Target], by: dict[str, str]) -> list[dict[str, object]]:
    """Return what happened at the targets, in order, each with who recorded it."""
    found = [
        {"target": target, "result": result, "by": by[result.recorded_by]}
        for target in targets
        if (result := queries.result(target))
    ]
    return sorted(found, key=lambda step: step["result"].happened_at)  # type: ignore[attr-defined]


def _answer(operation: Operation, targets: list[Target]) -> tuple[str, str] | None:
    """Return area and days under which the national picture counts what was found, if anything."""
    days = {
        timezone.localtime(result.happened_at).date()
        for target in targets
        if (result := queries.result(target)) and result.intake_ref
    }
    if not days:
        return None
    return province_of(operation.area_id) or operation.area_id, f"{min(days)}..{max(days)}"


def _forms(
    request: HttpRequest, now: datetime
) -> tuple[forms.ResultForm, forms.NoFigureForm, forms.NoneFoundForm]:
    """Return all three forms; the one that was sent is bound, none when a nationality is added."""
    sent = request.POST if request.method == "POST" else None
    is_raid, is_none = "no_figure" in request.POST, "none_found" in request.POST
    form = forms.ResultForm(
        None if is_raid or is_none or "add" in request.POST else sent,
        now=now,
        nationalities=[c for c in added(request) if is_nationality(c)],
        initial=request.POST.dict(),
    )
    raid = forms.NoFigureForm(sent if is_raid else None, now=now)
    return form, raid, forms.NoneFoundForm(sent if is_none else None, now=now)


def _record_count(
    request: HttpRequest, target: Target, form: forms.ResultForm, now: datetime
) -> HttpResponse | None:
    if not form.is_valid():
        return None
    try:
        result = record_result(
            actor=actor_of(request),
            target=target.ref,
            cells=form.cells(),
            legal_basis=form.cleaned_data["legal_basis"],
            happened_at=form.cleaned_data["happened_at"],
            at=now,
        )
    except (MovementRefusedError, ResultRefusedError) as refused:
        form.refuse(refused.said)
    else:
        taken = accounts.intakes([result.intake_ref], Moments(now, now))[result.intake_ref]
        said = {"ref": result.intake_ref, "target": target.ref}
        messages.info(request, _("What %(target)s gave is taken in as %(ref)s.") % said)
        return redirect("custody:account", taken.account)
    return None
