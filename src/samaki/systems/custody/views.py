"""Pages of custody: they read the clock, make one call, and answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.forms import Form
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone

from samaki.ground.access.guard import actor_of, guarded
from samaki.ground.access.rules import Permission
from samaki.ground.agencies.queries import units_within
from samaki.systems.custody import forms, rules
from samaki.systems.custody.queries import accounts, handovers
from samaki.systems.custody.queries.books import Moments
from samaki.systems.custody.services.corrections import correct_movement
from samaki.systems.custody.services.handovers import (
    dispatch_handover,
    receive_handover,
    receive_rest,
)
from samaki.systems.custody.services.intakes import take_in
from samaki.systems.custody.services.persons import Stated, identify
from samaki.systems.custody.services.refusals import MovementRefusedError

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from samaki.systems.custody.queries.accounts import AccountLine

_P = Permission


@guarded(_P.CUSTODY_SEE)
def home(request: HttpRequest) -> HttpResponse:
    """Show the accounts of the actor's areas, what nobody has received first."""
    actor, at = actor_of(request), _moments(request)
    waiting = handovers.in_transit(actor, at)
    return _page(
        request,
        "home",
        lines=accounts.seen(actor, at),
        total=accounts.total(actor, at),
        variances=[line for line in waiting if line.is_variance],
        on_the_road=[line for line in waiting if not line.is_variance],
        missing=sum(line.between for line in waiting if line.is_variance),
        may_count=actor.may(_P.CUSTODY_TAKE_IN),
    )


@guarded(_P.CUSTODY_SEE)
def account(request: HttpRequest, ref: str) -> HttpResponse:
    """Show one account: held, named, in transit, and every movement with its two times."""
    actor, at = actor_of(request), _moments(request)
    line = _account(request, ref)
    waiting = handovers.of_account(handovers.in_transit(actor, at), ref)
    return _page(
        request,
        "account",
        line=line,
        cells=accounts.cells(ref, at),
        persons=accounts.persons(actor, ref, at),
        movements=accounts.movements(ref, at),
        waiting=waiting,
        in_transit=sum(w.between for w in waiting),
        may_dispatch=actor.may(_P.CUSTODY_DISPATCH, area=line.area),
        may_identify=actor.may(_P.CUSTODY_IDENTIFY, area=line.area),
    )


@guarded(_P.CUSTODY_SEE)
def rows(request: HttpRequest, ref: str) -> HttpResponse:
    """Show the postings that add up to a number of an account."""
    line, cell = _account(request, ref), forms.chosen_cell(request.GET.dict())
    found = accounts.postings_behind(ref, _moments(request), cell=cell)
    return _page(request, "rows", line=line, postings=found, sum=sum(p.count for p in found))


@guarded(_P.CUSTODY_SEE)
def movement(request: HttpRequest, number: int) -> HttpResponse:
    """Show one movement, and let who may enter it reverse it with a reason."""
    actor, now = actor_of(request), timezone.now()
    line = accounts.movement(actor, number, _moments(request))
    if line is None:
        raise Http404
    form = forms.CorrectionForm(request.POST or None)
    refusal: tuple[str, ...] = ()
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            made = correct_movement(actor=actor, movement=number, reason=reason, at=now)
        except MovementRefusedError as refused:
            refusal = refused.sentences
        else:
            return redirect("custody:movement", made.movement_id)
    return _page(
        request,
        "movement",
        line=line,
        postings=accounts.postings_of(number),
        reason=accounts.reason_of(number),
        form=form,
        refusal=refusal,
    )


@guarded(_P.CUSTODY_TAKE_IN)
def count(request: HttpRequest) -> HttpResponse:
    """Count heads by nationality, sex and age; a nationality is added without losing a figure."""
    actor, now = actor_of(request), timezone.now()
    own = accounts.kept(actor, _P.CUSTODY_TAKE_IN, Moments(now, now))
    asked = [*request.GET.getlist("nationality"), *request.POST.getlist("nationality")]
    known = [code for code in asked if rules.is_nationality(code)]
    saving = request.method == "POST" and "add" not in request.POST
    form = forms.CountForm(
        request.POST if saving else None,
        now=now,
        units=[(line.unit, line.name) for line in own],
        nationalities=known,
        initial=request.POST.dict() or {"because": request.GET.get("because", "")},
    )
    if saving and form.is_valid():
        try:
            taken = take_in(
                actor=actor,
                unit=form.cleaned_data["unit"],
                cells=form.cells(),
                legal_basis=form.cleaned_data["legal_basis"],
                because=form.cleaned_data["because"],
                happened_at=form.cleaned_data["happened_at"],
                at=now,
            )
        except MovementRefusedError as refused:
            form.refuse(refused.sentences)
        else:
            return redirect("custody:account", taken.account.ref)
    return _page(request, "count", form=form, nationalities=forms.nationalities(), own=own)


@guarded(_P.CUSTODY_DISPATCH)
def dispatch(request: HttpRequest, ref: str) -> HttpResponse:
    """Send people of an account to another unit, with an escort."""
    actor, now = actor_of(request), timezone.now()
    at = Moments(now, now)
    line = _account(request, ref)
    form = forms.DispatchForm(
        request.POST or None,
        now=now,
        held=accounts.subjects(ref, at),
        receivers=[pair for pair in accounts.addressees(at) if pair[0] != line.unit],
        escorts=[(unit.code, unit.name) for unit in units_within(("KH",))],
    )
    if form.is_valid():
        try:
            sent = dispatch_handover(
                actor=actor,
                giver=line.unit,
                receiver=form.cleaned_data["receiver"],
                escort=form.cleaned_data["escort"],
                sends=form.consignment(),
                happened_at=form.cleaned_data["happened_at"],
                at=now,
            )
        except MovementRefusedError as refused:
            form.refuse(refused.sentences)
        else:
            return redirect("custody:handover", sent.ref)
    return _page(request, "dispatch", form=form, line=line)


@guarded(_P.CUSTODY_SEE)
def handover(request: HttpRequest, ref: str) -> HttpResponse:
    """Show both sides of a hand-over; the receiver takes in all who arrived, or some."""
    actor, now, at = actor_of(request), timezone.now(), _moments(request)
    line = handovers.handover(actor, ref, at)
    if line is None:
        raise Http404
    held = handovers.on_the_way(ref, Moments(now, now))
    form = forms.ReceiptForm(request.POST or None, now=now, held=held)
    if form.is_valid():
        receive = receive_rest if line.is_variance else receive_handover
        try:
            receive(
                actor=actor,
                handover=ref,
                unit=line.receiver_unit,
                received=form.party(),
                happened_at=form.cleaned_data["happened_at"],
                at=now,
            )
        except MovementRefusedError as refused:
            form.refuse(refused.sentences)
        else:
            return redirect("custody:handover", ref)
    may_receive = bool(held) and line.receiver_unit in _receiving_units(request)
    return _page(
        request,
        "handover",
        line=line,
        receipts=handovers.receipts(ref, at),
        form=form,
        may_receive=may_receive,
    )


@guarded(_P.CUSTODY_IDENTIFY)
def identify_head(request: HttpRequest, ref: str) -> HttpResponse:
    """Give one unnamed head a name; the total stays."""
    actor, now = actor_of(request), timezone.now()
    line = _account(request, ref)
    held = accounts.subjects(ref, Moments(now, now))
    unnamed = [subject.cell for subject in held if not subject.person]
    form = forms.IdentifyForm(request.POST or None, now=now, cells=unnamed)
    if form.is_valid():
        stated = Stated(form.cleaned_data["name"], form.cleaned_data["paper"])
        try:
            identify(
                actor=actor,
                unit=line.unit,
                cell=form.cell(),
                stated=stated,
                happened_at=form.cleaned_data["happened_at"],
                at=now,
            )
        except MovementRefusedError as refused:
            form.refuse(refused.sentences)
        else:
            return redirect("custody:identify", ref)
    return _page(request, "identify", form=form, line=line, unnamed=unnamed)


@guarded(_P.CUSTODY_SEE)
def variances(request: HttpRequest) -> HttpResponse:
    """List what was sent and not received, the oldest first, with who answers for it."""
    lines = handovers.open_variances(actor_of(request), _moments(request))
    return _page(request, "variances", lines=lines, missing=sum(v.between for v in lines))


def _page(request: HttpRequest, name: str, **shown: object) -> HttpResponse:
    now = timezone.now()
    asked = forms.MomentsForm(request.GET or None)
    form = shown.get("form")
    wrong = bool(shown.get("refusal")) or (isinstance(form, Form) and bool(form.errors))
    context = {"moments": asked.moments(now), "moments_form": asked, "wrong": wrong, **shown}
    return render(request, f"custody/{name}.html", context, status=422 if wrong else 200)


def _moments(request: HttpRequest) -> Moments:
    return forms.MomentsForm(request.GET or None).moments(timezone.now())


def _account(request: HttpRequest, ref: str) -> AccountLine:
    found = accounts.account(actor_of(request), ref, _moments(request))
    if found is None:
        raise Http404
    return found


def _receiving_units(request: HttpRequest) -> set[str]:
    now = timezone.now()
    own = accounts.kept(actor_of(request), _P.CUSTODY_RECEIVE, Moments(now, now))
    return {line.unit for line in own}
