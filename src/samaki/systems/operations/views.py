"""Pages of the operations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from samaki.ground.access.guard import actor_of, guarded
from samaki.ground.access.rules import Permission
from samaki.ground.heads.words import nationalities
from samaki.systems.custody.queries import accounts
from samaki.systems.custody.queries.books import Moments
from samaki.systems.custody.rules import is_nationality
from samaki.systems.custody.services.refusals import MovementRefusedError
from samaki.systems.operations import forms, queries, rules
from samaki.systems.operations.services import (
    ResultRefusedError,
    record_raid_without_figure,
    record_result,
)

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse

    from samaki.systems.operations.models import Target


@guarded(Permission.OPERATION_SEE)
def operations(request: HttpRequest) -> HttpResponse:
    """List the operations with their targets and what each gave, newest first."""
    actor, now = actor_of(request), timezone.now()
    found = list(queries.operations(actor))
    taken = accounts.intakes(queries.intake_refs(found), Moments(now, now))
    context = {
        "operations": [
            {
                "operation": operation,
                "lines": [(t, taken.get(queries.intake_ref(t))) for t in operation.targets.all()],
                "may_record": actor.may(Permission.RESULT_RECORD, area=operation.area_id),
            }
            for operation in found
        ],
        "sees_custody": actor.may(Permission.CUSTODY_SEE),
    }
    return render(request, "operations/operations.html", context)


@guarded(Permission.RESULT_RECORD)
def count(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """Record what a target gave: heads by nationality, sex and age, or no figure at all."""
    actor, now = actor_of(request), timezone.now()
    target = queries.seen_target(actor, f"{ref}/{number}")
    if target is None:
        raise Http404
    actor.require(Permission.RESULT_RECORD, area=target.operation.area_id)
    form, raid = _forms(request, now)
    answer = _record_raid(request, target, raid, now) if raid.is_bound else None
    if form.is_bound:
        answer = _record_count(request, target, form, now)
    if answer is not None:
        return answer
    wrong = bool(form.errors or raid.errors)
    context = {
        "target": target,
        "is_planned": target.state == rules.TargetState.PLANNED,
        "form": form,
        "raid": raid,
        "nationalities": nationalities(),
        "wrong": wrong,
    }
    return render(request, "operations/count.html", context, status=422 if wrong else 200)


def _forms(request: HttpRequest, now: datetime) -> tuple[forms.ResultForm, forms.NoFigureForm]:
    """Return both forms; the one that was sent is bound, none when a nationality is added."""
    sent = request.POST if request.method == "POST" else None
    is_raid, adds = "no_figure" in request.POST, "add" in request.POST
    form = forms.ResultForm(
        None if is_raid or adds else sent,
        now=now,
        nationalities=[c for c in request.POST.getlist("nationality") if is_nationality(c)],
        initial=request.POST.dict(),
    )
    return form, forms.NoFigureForm(sent if is_raid else None, now=now)


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


def _record_raid(
    request: HttpRequest, target: Target, form: forms.NoFigureForm, now: datetime
) -> HttpResponse | None:
    if not form.is_valid():
        return None
    try:
        record_raid_without_figure(
            actor=actor_of(request),
            target=target.ref,
            happened_at=form.cleaned_data["happened_at"],
            at=now,
        )
    except ResultRefusedError as refused:
        form.refuse(refused.said)
        return None
    return redirect(f"{reverse('operations:operations')}#{target.operation.ref}")
