"""Pages of the lists: who leaves together, who boarded, the departure, the list as a table."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from samaki.ground.access.guard import actor_of, guarded
from samaki.ground.access.rules import Permission
from samaki.ground.people.rules import FilePage
from samaki.ground.people.services import record_readings
from samaki.systems.immigration import forms, rules
from samaki.systems.immigration.queries import manifests as queries
from samaki.systems.immigration.queries import words
from samaki.systems.immigration.services.departures import record_departure
from samaki.systems.immigration.services.manifests import (
    confirm_boarded,
    give_up_manifest,
    list_persons,
    prepare_manifest,
    take_off,
)
from samaki.systems.immigration.services.refusals import CaseRefusedError
from samaki.systems.immigration.views.asking import is_saved, page, page_of

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest

    from samaki.ground.access.actors import Actor
    from samaki.systems.immigration.models import Manifest
    from samaki.systems.immigration.queries.manifests import Listed

_P = Permission
_MOVES = {"list": list_persons, "board": confirm_boarded, "take_off": take_off}


@guarded(_P.CASE_SEE)
def manifests(request: HttpRequest) -> HttpResponse:
    """List the lists: who leaves together, and which have left."""
    actor = actor_of(request)
    found = [
        (each, queries.route(each), words.capital(words.manifest_state(each.state)), _on_it(each))
        for each in queries.manifests(actor)
    ]
    return page(request, "manifests", lists=found, may_prepare=actor.may(_P.DEPARTURE_RECORD))


@guarded(_P.DEPARTURE_RECORD)
def prepare(request: HttpRequest) -> HttpResponse:
    """Prepare an empty list: carrier, checkpoint, state, moment."""
    actor, now = actor_of(request), timezone.now()
    form = forms.ManifestForm(request.POST or None)
    made: list[Manifest] = []
    if is_saved(
        form,
        lambda _said: made.append(prepare_manifest(actor=actor, route=form.route(), at=now)),
    ):
        return redirect("immigration:manifest", made[0].ref)
    return page(request, "prepare", form, form=form)


@guarded(_P.CASE_SEE)
def manifest(request: HttpRequest, list_ref: str) -> HttpResponse:
    """Show one list; put persons on, take them off, confirm who boarded, record the departure."""
    actor, now = actor_of(request), timezone.now()
    if queries.manifest(actor, list_ref) is None:
        raise Http404(list_ref)
    form = forms.DepartForm(request.POST if "depart" in request.POST else None, now=now)
    refusal: tuple[str, ...] = ()
    if request.method == "POST":
        try:
            if _carried_out(request, actor, list_ref, form, now):
                return redirect("immigration:manifest", list_ref)
        except CaseRefusedError as refused:
            refusal = tuple(dict.fromkeys(refused.sentences))
    return _shown(request, actor, list_ref, form, refusal, now)


@guarded(_P.CASE_SEE)
def table(request: HttpRequest, list_ref: str) -> HttpResponse:
    """Give a list as a table for the gate, with the same names hidden as on its page."""
    actor, now = actor_of(request), timezone.now()
    found = queries.manifest(actor, list_ref)
    if found is None:
        raise Http404(list_ref)
    listed = _persons(queries.listed(actor, found, at=now))
    record_readings(actor=actor, persons=listed, page=FilePage.MANIFEST, at=now)
    answer = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{found.ref}.csv"'
    csv.writer(answer).writerows(queries.table(actor, found, at=now))
    return answer


def _carried_out(
    request: HttpRequest, actor: Actor, ref: str, form: forms.DepartForm, now: datetime
) -> bool:
    """Carry out the act whose button was pressed; tell whether one was."""
    for name, move in _MOVES.items():
        if name in request.POST:
            move(actor=actor, manifest=ref, persons=request.POST.getlist("person"), at=now)
            return True
    if "give_up" in request.POST:
        give_up_manifest(actor=actor, manifest=ref, at=now)
        return True
    if form.is_bound and form.is_valid():
        moment = form.cleaned_data["happened_at"]
        record_departure(actor=actor, manifest=ref, happened_at=moment, at=now)
        messages.info(request, _("They have left; the ledger says so. The ban is entered next."))
        return True
    return False


def _shown(
    request: HttpRequest,
    actor: Actor,
    ref: str,
    form: forms.DepartForm,
    refusal: tuple[str, ...],
    now: datetime,
) -> HttpResponse:
    found = queries.manifest(actor, ref)
    assert found is not None, "seen before"
    listed = queries.listed(actor, found, at=now)
    is_open = found.state == rules.ManifestState.PREPARED
    ready = queries.ready(actor, found, at=now) if is_open else []
    return page_of(
        request,
        "manifest",
        form,
        persons=[*_persons(listed), *(each.case.person for each in ready)],
        opens=FilePage.MANIFEST,
        manifest=found,
        route=queries.route(found),
        state=words.capital(words.manifest_state(found.state)),
        listed=listed,
        on_it=_on_it(found),
        boarded=sum(each.line.state == rules.LineState.BOARDED for each in listed),
        left=sum(each.line.state == rules.LineState.LEFT for each in listed),
        ready=ready,
        is_open=is_open,
        may_record=actor.may(_P.DEPARTURE_RECORD),
        may_give_up=queries.may_give_up(actor, found),
        form=form,
        refusal=refusal,
    )


def _on_it(found: Manifest) -> int:
    return sum(line.state in rules.WAITING_LINES for line in found.lines.all())


def _persons(listed: list[Listed]) -> list[str]:
    return [each.line.case.person for each in listed]
