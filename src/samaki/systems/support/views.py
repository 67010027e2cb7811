"""Pages of support: what is asked of the army, what waits for whom, and who stands by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone

from samaki.ground.access.guard import actor_of, guarded
from samaki.ground.access.rules import Permission
from samaki.ground.agencies.queries import units_within
from samaki.ground.places import queries as places
from samaki.systems.operations import queries as operations
from samaki.systems.support import forms, services
from samaki.systems.support.queries import requests as queries
from samaki.systems.support.rules import REQUEST, RequestState

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse, QueryDict

    from samaki.ground.access.actors import Actor
    from samaki.ground.heads.forms import RefusableForm
    from samaki.systems.support.models import SupportRequest

_P = Permission


@guarded(_P.SUPPORT_SEE)
def requests(request: HttpRequest) -> HttpResponse:
    """List the requests of the actor's areas: what waits for the reader first, then the rest."""
    actor, now = actor_of(request), timezone.now()
    only = request.GET.get("operation", "")
    found = queries.for_operation(actor, only, at=now) if only else queries.requests(actor)
    every = list(found)
    mine = [each for each in every if queries.waits_for(actor, each)]
    context = {
        "mine": mine,
        "others": [each for each in every if each not in mine],
        "only": operations.operation(actor, only, at=now) if only else None,
        "board": queries.board(),
        "may_ask": actor.may(_P.SUPPORT_ASK),
    }
    return render(request, "support/requests.html", context)


@guarded(_P.SUPPORT_ASK)
def ask(request: HttpRequest) -> HttpResponse:
    """Ask the army for support: what, how many, where, when, why."""
    actor, now = actor_of(request), timezone.now()
    areas = actor.areas(_P.SUPPORT_ASK)
    open_ones = operations.operations(actor, at=now)
    form = forms.AskForm(
        request.POST or None,
        initial={"operation": request.GET.get("operation", "")},
        areas=list(places.names(areas).items()),
        operations=[(each.ref, f"{each.title} · {each.ref}") for each in open_ones],
    )
    if form.is_valid():
        try:
            made = services.ask_support(actor=actor, asked=form.asked(), happened_at=now, at=now)
        except services.SupportRefusedError as refused:
            form.refuse(refused.said)
        else:
            return redirect("support:request", made.ref)
    return _page(request, "ask", [form], form=form)


@guarded(_P.SUPPORT_SEE)
def request(request: HttpRequest, ref: str) -> HttpResponse:
    """Show one request with every step, and take the next one when it is the reader's to take."""
    actor, now = actor_of(request), timezone.now()
    found = queries.request(actor, ref)
    if found is None:
        raise Http404
    acts = {act.name: act for act in _acts(request, actor, found, now)}
    sent = acts.get(request.POST.get("act", ""))
    if sent is not None and sent.form.is_valid():
        try:
            sent.verb(sent.form)
        except services.SupportRefusedError as refused:
            sent.form.refuse(refused.said)
        else:
            return redirect("support:request", ref)
    if request.method == "POST" and sent is None:
        return redirect("support:request", ref)  # the step was taken meanwhile; the page says so
    asked = list(dict.fromkeys(act.form for act in acts.values()))
    return _page(
        request,
        "request",
        asked,
        found=found,
        operation=queries.shown_operation(actor, found, at=now),
        steps=queries.steps(found),
        taskings=queries.taskings(found),
        ending=queries.ending(found),
        acts={name: act.form for name, act in acts.items()},
        waits=queries.waits_for(actor, found),
    )


@guarded(_P.SUPPORT_SEE)
def units(request: HttpRequest) -> HttpResponse:
    """Show the units that stand by, and let the army say what each has."""
    actor, now = actor_of(request), timezone.now()
    if request.method == "POST":
        actor.require(_P.SUPPORT_TASK)
    within = units_within(actor.areas(_P.SUPPORT_TASK))
    offices = actor.units_for(_P.SUPPORT_TASK)
    agency = {unit.agency_id for unit in within if unit.code in offices}
    own = [unit for unit in within if unit.agency_id in agency]
    form = forms.StandbyForm(request.POST or None, units=[(u.code, u.name) for u in own])
    if form.is_valid():
        try:
            services.declare_standby(actor=actor, at=now, **form.cleaned_data)
        except services.SupportRefusedError as refused:
            form.refuse(refused.said)
        else:
            return redirect("support:units")
    return _page(
        request,
        "units",
        [form],
        form=form,
        board=queries.board(),
        said_before=queries.said_before(),
        may_declare=actor.may(_P.SUPPORT_TASK),
    )


@dataclass(frozen=True, slots=True)
class _Act:
    """A step the reader may take: its form, and the verb that takes it."""

    name: str
    form: RefusableForm
    verb: Callable[[Any], object]


@dataclass(frozen=True, slots=True)
class _Sent:
    """What came with the request: which act, and its fields."""

    request: HttpRequest

    def of(self, *acts: str) -> QueryDict | None:
        """Return the fields, if one of these acts was sent; a form of another act stays empty."""
        return self.request.POST if self.request.POST.get("act") in acts else None


def _acts(request: HttpRequest, actor: Actor, found: SupportRequest, now: datetime) -> list[_Act]:
    """Return the steps that are open in the request's state and the reader's to take."""
    open_acts, sent = REQUEST.acts(RequestState(found.state)), _Sent(request)
    is_army = actor.may(_P.SUPPORT_TASK, area=found.area_id)
    is_asker = queries.is_asker(actor, found)
    who = {"actor": actor, "request": found.ref, "at": now}
    made = []
    if "approve" in open_acts and queries.waits_for(actor, found):
        form = forms.ReasonForm(sent.of("approve", "decline"))
        made.append(_Act("approve", form, _with_reason(services.approve_support, now, who)))
        made.append(_Act("decline", form, _with_reason(services.decline_support, now, who)))
    if "withdraw" in open_acts and is_asker:
        back = forms.WithdrawForm(sent.of("withdraw"))
        made.append(_Act("withdraw", back, _with_reason(services.withdraw_support, now, who)))
    if is_army:
        made += _army_acts(open_acts, sent, now, who)
    if "stand_down" in open_acts and (is_asker or is_army):
        down = forms.StandDownForm(sent.of("stand_down"), now=now)
        made.append(_Act("stand_down", down, _stand_down(who)))
    return made


def _army_acts(
    open_acts: tuple[str, ...], sent: _Sent, now: datetime, who: dict[str, Any]
) -> list[_Act]:
    made = []
    if "task" in open_acts:
        form = forms.TaskForm(sent.of("task"), board=queries.board())
        made.append(_Act("task", form, _task(now, who)))
    if "deploy" in open_acts:
        made.append(_Act("deploy", forms.DeployForm(sent.of("deploy"), now=now), _deploy(who)))
    if "hand_back" in open_acts:
        end = forms.HandBackForm(sent.of("hand_back"), now=now)
        made.append(_Act("hand_back", end, _hand_back(who)))
    return made


def _with_reason(
    verb: Callable[..., object], now: datetime, who: dict[str, Any]
) -> Callable[[Any], object]:
    return lambda form: verb(reason=form.cleaned_data["words"], happened_at=now, **who)


def _task(now: datetime, who: dict[str, Any]) -> Callable[[Any], object]:
    return lambda form: services.task_unit(happened_at=now, **form.cleaned_data, **who)


def _deploy(who: dict[str, Any]) -> Callable[[Any], object]:
    return lambda form: services.deploy_support(**form.cleaned_data, **who)


def _stand_down(who: dict[str, Any]) -> Callable[[Any], object]:
    return lambda form: services.stand_down_support(
        reason=form.cleaned_data["words"], happened_at=form.cleaned_data["happened_at"], **who
    )


def _hand_back(who: dict[str, Any]) -> Callable[[Any], object]:
    return lambda form: services.hand_back_support(
        said=form.said(), happened_at=form.cleaned_data["happened_at"], **who
    )


def _page(
    request: HttpRequest, name: str, asked: list[RefusableForm], **shown: object
) -> HttpResponse:
    wrong = any(form.errors for form in asked)
    context = {"wrong": wrong, "asked": asked, **shown}
    return render(request, f"support/{name}.html", context, status=422 if wrong else 200)
