"""Pages of a hold that stands by itself: a court order, a doctor's word, a child's best."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from samaki.ground.access.guard import actor_of, guarded
from samaki.ground.access.rules import Permission
from samaki.ground.people.rules import FilePage
from samaki.ground.people.services import record_readings
from samaki.systems.custody.forms.holds import HoldForm, LiftForm
from samaki.systems.custody.queries import files, holds, words
from samaki.systems.custody.services.holds import (
    grounds_by_hand,
    lift_hold_by_hand,
    may_lift_by_hand,
    offices_by_hand,
    own_office,
    place_hold_by_hand,
)
from samaki.systems.custody.services.refusals import MovementRefusedError
from samaki.systems.custody.views.asking import page

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

_P = Permission


@guarded(_P.PERSON_SEE)
def place(request: HttpRequest, ref: str) -> HttpResponse:
    """Hold a person on a ground that no other act places; who may is asked per ground."""
    actor, now = actor_of(request), timezone.now()
    if files.face(actor, ref, at=now) is None:
        raise Http404
    grounds = grounds_by_hand(actor, ref, at=now)
    if not grounds:
        return _nothing_to_do(request, ref)
    form = HoldForm(
        request.POST or None,
        grounds=grounds,
        units=[(unit.code, unit.name) for unit in offices_by_hand(actor, ref, at=now)],
        own=own_office(actor, ref, grounds[0], at=now),
    )
    if form.is_valid():
        try:
            made = place_hold_by_hand(actor=actor, person=ref, **form.placed(), at=now)
        except MovementRefusedError as refused:
            form.refuse(refused.said)
        else:
            said = _("%(ref)s stands. %(owner)s can lift it.") % {
                "ref": made.ref,
                "owner": made.owner.name,
            }
            messages.info(request, said)
            return redirect("custody:person", ref)
    record_readings(actor=actor, persons=[ref], page=FilePage.CUSTODY, at=now)
    offered = [(words.ground(code), words.forbidden(code)) for code in grounds]
    return page(request, "hold_new", form=form, ref=ref, offered=offered)


@guarded(_P.PERSON_SEE)
def lift(request: HttpRequest, ref: str) -> HttpResponse:
    """Lift a hold that no other act lifts, for a paper; who may is asked per ground."""
    actor, now = actor_of(request), timezone.now()
    found = holds.hold(ref)
    if found is None or files.face(actor, found.person, at=now) is None:
        raise Http404
    person = found.person
    if not may_lift_by_hand(actor, found, at=now):
        return _nothing_to_do(request, person)
    form = LiftForm(request.POST or None)
    if form.is_valid():
        try:
            lift_hold_by_hand(actor=actor, hold=ref, **form.lifted(), at=now)
        except MovementRefusedError as refused:
            form.refuse(refused.said)
        else:
            messages.info(request, _("%(ref)s is lifted.") % {"ref": ref})
            return redirect("custody:person", person)
    record_readings(actor=actor, persons=[person], page=FilePage.CUSTODY, at=now)
    ground, forbids = words.ground(found.ground), words.forbidden(found.ground)
    return page(request, "hold_lift", form=form, hold=found, ground=ground, forbids=forbids)


def _nothing_to_do(request: HttpRequest, person: str) -> HttpResponse:
    """Lead back to the person whoever may not do it here, or no more."""
    said = _("Your role does not do this here, or it is done. Nothing was changed.")
    messages.info(request, said)
    return redirect("custody:person", person)
