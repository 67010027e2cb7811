"""Pages of payments and releases: one enters, with a receipt; a second person confirms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from samaki.ground.access import queries as access
from samaki.ground.access.guard import actor_of, guarded
from samaki.ground.access.rules import Permission
from samaki.ground.agencies.queries import units_within
from samaki.ground.people.rules import FilePage
from samaki.systems.custody import forms
from samaki.systems.custody.forms import payments as payment_forms
from samaki.systems.custody.queries import exhibits as things
from samaki.systems.custody.queries import files
from samaki.systems.custody.queries import payments as queries
from samaki.systems.custody.services.payments import (
    confirm_payment,
    record_payment,
    reverse_payment,
)
from samaki.systems.custody.services.refusals import MovementRefusedError
from samaki.systems.custody.services.releases import (
    confirm_release,
    prepare_release,
    withdraw_release,
)
from samaki.systems.custody.views.asking import page, read_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

_P = Permission


@guarded(_P.PAYMENT_SEE)
def payments(request: HttpRequest) -> HttpResponse:
    """List what was taken, waived or reversed, with what waits for a second person."""
    actor = actor_of(request)
    lines = queries.payments(actor)
    names = access.names_of({line.received_by for line in lines})
    return page(
        request,
        "payments",
        lines=[(line, names[line.received_by]) for line in lines],
        waiting=sum(not line.confirmed_at for line in lines),
        totals=queries.totals(lines),
        persons=files.in_scope(actor, [line.person for line in lines], at=timezone.now()),
        may_record=actor.may(_P.PAYMENT_RECORD),
    )


@guarded(_P.PAYMENT_RECORD)
def enter_payment(request: HttpRequest) -> HttpResponse:
    """Enter a fee, fine, deposit or waiver with its ground and its receipt."""
    actor, now = actor_of(request), timezone.now()
    units = units_within(actor.areas(_P.PAYMENT_RECORD))
    form = payment_forms.PaymentForm(
        request.POST or None, now=now, units=[(unit.code, unit.name) for unit in units]
    )
    if form.is_valid():
        happened_at = form.cleaned_data["happened_at"]
        try:
            made = record_payment(actor=actor, paid=form.paid(), happened_at=happened_at, at=now)
        except MovementRefusedError as refused:
            form.refuse(refused.said)
        else:
            said = _("%(ref)s is entered. A second person confirms it.") % {"ref": made.ref}
            messages.info(request, said)
            return redirect("custody:payment", made.ref)
    return page(request, "payment_new", form=form)


@guarded(_P.PAYMENT_SEE)
def payment(request: HttpRequest, ref: str) -> HttpResponse:
    """Show one payment; a second person confirms it, and who may enter one reverses it."""
    actor, now = actor_of(request), timezone.now()
    line = queries.payment(actor, ref)
    if line is None:
        raise Http404
    form = forms.CorrectionForm(request.POST if "reverse" in request.POST else None)
    refusal: tuple[str, ...] = ()
    try:
        if "confirm" in request.POST:
            confirm_payment(actor=actor, payment=ref, at=now)
            return redirect("custody:payment", ref)
        if form.is_valid():
            reason = form.cleaned_data["reason"]
            made = reverse_payment(actor=actor, payment=ref, reason=reason, at=now)
            return redirect("custody:payment", made.ref)
    except MovementRefusedError as refused:
        refusal = refused.sentences
    names = access.names_of({line.received_by, *filter(None, [line.confirmed_by])})
    return page(
        request,
        "payment",
        line=line,
        form=form,
        refusal=refusal,
        received_by=names[line.received_by],
        confirmed_by=names.get(line.confirmed_by, ""),
        is_own=line.received_by == actor.key,
        persons=read_of(actor, line.person, FilePage.PAYMENT, at=now),
        may_confirm=actor.may(_P.PAYMENT_CONFIRM, area=line.area),
        may_reverse=actor.may(_P.PAYMENT_RECORD, area=line.area) and line.stands,
    )


@guarded(_P.RELEASE_PREPARE)
def prepare(request: HttpRequest, ref: str) -> HttpResponse:
    """Prepare that an exhibit is given back or destroyed; a second person confirms it."""
    actor = actor_of(request)
    line = things.exhibit(actor, ref)
    if line is None:
        raise Http404
    actor.require(_P.RELEASE_PREPARE, area=line.holder_area or None)
    form = payment_forms.ReleaseForm(request.POST or None)
    if form.is_valid():
        try:
            made = prepare_release(
                actor=actor, exhibit=ref, leaving=form.leaving(), at=timezone.now()
            )
        except MovementRefusedError as refused:
            form.refuse(refused.said)
        else:
            return redirect("custody:release", made.ref)
    return page(request, "release_new", form=form, line=line)


@guarded(_P.EXHIBIT_SEE)
def release(request: HttpRequest, ref: str) -> HttpResponse:
    """Show a release of an exhibit; a second person confirms it, or it is withdrawn."""
    actor, now = actor_of(request), timezone.now()
    line = queries.release(actor, ref)
    if line is None:
        raise Http404
    confirming = "confirm" in request.POST
    form = payment_forms.ConfirmReleaseForm(request.POST if confirming else None, now=now)
    refusal: tuple[str, ...] = ()
    try:
        if "withdraw" in request.POST:
            withdraw_release(actor=actor, release=ref, at=now)
            return redirect("custody:release", ref)
        if form.is_valid():
            happened_at = form.cleaned_data["happened_at"]
            confirm_release(actor=actor, release=ref, happened_at=happened_at, at=now)
            return redirect("custody:release", ref)
    except MovementRefusedError as refused:
        refusal = refused.sentences
    names = access.names_of({line.prepared_by, *filter(None, [line.settled_by])})
    return page(
        request,
        "release",
        line=line,
        form=form,
        refusal=refusal,
        prepared_by=names[line.prepared_by],
        settled_by=names.get(line.settled_by, ""),
        is_own=line.prepared_by == actor.key,
        persons=read_of(actor, line.person, FilePage.EXHIBIT, at=now),
        may_confirm=actor.may(_P.RELEASE_CONFIRM, area=line.area),
        may_withdraw=actor.may(_P.RELEASE_PREPARE, area=line.area),
    )
