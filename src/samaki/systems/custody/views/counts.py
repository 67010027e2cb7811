"""Pages of physical counts: one counts, the ledger is not touched, and a second person explains."""

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
from samaki.ground.heads.forms import added
from samaki.ground.heads.words import nationalities
from samaki.systems.custody import forms, rules
from samaki.systems.custody.queries import counts
from samaki.systems.custody.queries.books import Moments
from samaki.systems.custody.rules.counts import CLIMBS_EVERY
from samaki.systems.custody.services.counts import explain_count, record_count
from samaki.systems.custody.services.refusals import MovementRefusedError
from samaki.systems.custody.views.asking import account_of, moments_of, page

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

_P = Permission


@guarded(_P.CUSTODY_COUNT)
def count_again(request: HttpRequest, ref: str) -> HttpResponse:
    """Enter how many people were counted in an account; what the ledger says is not shown here."""
    actor, now = actor_of(request), timezone.now()
    line = account_of(request, ref, _P.CUSTODY_COUNT)
    saving = request.method == "POST" and "add" not in request.POST
    form = forms.PhysicalCountForm(
        request.POST if saving else None,
        now=now,
        nationalities=[code for code in added(request) if rules.is_nationality(code)],
        initial=request.POST.dict(),
    )
    if form.is_valid():
        happened_at = form.cleaned_data["happened_at"]
        try:
            made = record_count(
                actor=actor, account=ref, counted=form.counted(), happened_at=happened_at, at=now
            )
        except MovementRefusedError as refused:
            form.refuse(refused.said)
        else:
            messages.info(request, _("The count is on record as %(ref)s.") % {"ref": made.ref})
            return redirect("custody:physical_count", made.ref)
    return page(request, "count_again", form=form, line=line, nationalities=nationalities())


@guarded(_P.CUSTODY_SEE)
def physical_count(request: HttpRequest, ref: str) -> HttpResponse:
    """Show a count, what the ledger says of its moment, and who answers; let a second explain."""
    actor, now, at = actor_of(request), timezone.now(), moments_of(request)
    line = counts.count(actor, ref, at)
    if line is None:
        raise Http404
    form = forms.ExplanationForm(request.POST or None)
    if form.is_valid():
        try:
            explain_count(actor=actor, count=ref, explanation=form.explanation(), at=now)
        except MovementRefusedError as refused:
            form.refuse(refused.said)
        else:
            return redirect("custody:physical_count", ref)
    stands = counts.count(actor, ref, Moments(now, now))
    names = access.names_of({line.counted_by, *filter(None, [line.explained_by])})
    return page(
        request,
        "physical_count",
        line=line,
        cells=counts.cells(line, at),
        form=form,
        hours=int(CLIMBS_EVERY.total_seconds()) // 3600,
        counted_by=names[line.counted_by],
        explained_by=names.get(line.explained_by, ""),
        evidence_url=counts.page_of(actor, line.evidence),
        waits=stands is not None and stands.is_open,
        is_own=line.counted_by == actor.key,
        may_explain=actor.may(_P.COUNT_EXPLAIN, area=line.area),
    )
