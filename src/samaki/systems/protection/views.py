"""Pages of protection. Each opening of a person's file, whoever opens it, goes on record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from samaki.ground import wording
from samaki.ground.access.guard import actor_of, guarded
from samaki.ground.access.rules import Permission
from samaki.ground.people.rules import FilePage
from samaki.ground.people.views import file_page
from samaki.systems.custody.services.refusals import MovementRefusedError
from samaki.systems.protection import forms, queries, rules
from samaki.systems.protection.services.determinations import determine
from samaki.systems.protection.services.referrals import refer_person, take_step
from samaki.systems.protection.services.refusals import ProtectionRefusedError
from samaki.systems.protection.services.screenings import (
    open_screening,
    reasons_against_acting,
    record_interview,
    set_reflection,
    withdraw_screening,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django.http import HttpRequest, HttpResponse

    from samaki.ground.heads.forms import RefusableForm
    from samaki.systems.protection.models import VictimScreening
    from samaki.systems.protection.queries import File

_P = Permission
_OF_PENDING = {"interview_form", "determine", "withdraw"}  # closed once a screening is decided


@guarded(_P.SCREENING_SEE)
def waiting(request: HttpRequest) -> HttpResponse:
    """List who is not yet screened, by account, who waits longest first; and the nameless heads."""
    actor, now = actor_of(request), timezone.now()
    places = queries.waiting(actor, at=now)
    context = {
        "places": places,
        "persons": sum(len(place.waiting) for place in places),
        "unnamed": sum(place.unnamed for place in places),
        "oldest": places[0].waiting[0] if places and places[0].waiting else None,
        "now": now,
    }
    return render(request, "protection/waiting.html", context)


@guarded(_P.SCREENING_SEE)
def file(request: HttpRequest, ref: str) -> HttpResponse:
    """Show a person's protection file; opening a screening is its one button."""
    actor, now = actor_of(request), timezone.now()
    found = _file(request, ref, _P.SCREENING_SEE)
    refusal: tuple[str, ...] = ()
    if request.method == "POST":
        try:
            opened = open_screening(actor=actor, person=ref, at=now)
        except (ProtectionRefusedError, MovementRefusedError) as refused:
            refusal = refused.sentences
        else:
            return redirect("protection:interview_form", opened.ref)
    offices = actor.units_for(_P.SCREENING_CONDUCT)
    context = {
        "file": found,
        "mine": next((s for s in found.pending if s.unit_id in offices), None),
        "may_open": actor.may(_P.SCREENING_CONDUCT),
        "refusal": refusal,
        "wrong": bool(refusal),
    }
    return _shown(request, found, "file", context, status=422 if refusal else 200)


@guarded(_P.SCREENING_SEE)
def interview(request: HttpRequest, ref: str) -> HttpResponse:
    """Show what was said in one interview; the opening goes on record."""
    found = queries.interview(ref)
    if found is None:
        raise Http404
    held = _file(request, found.screening.person, _P.SCREENING_SEE)
    told = found.told()
    asked = rules.QUESTIONNAIRES[found.questionnaire, found.version]
    context = {
        "file": held,
        "interview": found,
        "questions": [
            (_(question), told.answers[key], told.notes.get(key, ""))
            for key, question in asked.questions.items()
        ],
        "consent": [(_(rules.CONSENT_WORDINGS[k]), given) for k, given in found.consent.items()],
        "acts": [_(w) for key, w in rules.ACT_WORDINGS.items() if key in told.acts],
        "means": [_(w) for key, w in rules.MEANS_WORDINGS.items() if key in told.means],
        "purposes": [_(w) for key, w in rules.PURPOSE_WORDINGS.items() if key in told.purposes],
        "elements": rules.elements(told),
    }
    return _shown(request, held, "interview", context, opened=FilePage.INTERVIEW)


@guarded(_P.SCREENING_CONDUCT)
def interview_form(request: HttpRequest, ref: str) -> HttpResponse:
    """Hold an interview, on a phone: the eleven questions, and who was in the room."""
    now = timezone.now()
    form = forms.InterviewForm(request.POST or None, now=now)

    def save() -> None:
        record_interview(
            actor=actor_of(request),
            screening=ref,
            told=form.told(),
            happened_at=form.cleaned_data["happened_at"],
            at=now,
        )

    return _act(
        request,
        _screening(ref),
        form,
        save,
        page="interview_form",
        permission=_P.SCREENING_CONDUCT,
        said=_("The interview is kept. Only who protects can open it."),
    )


@guarded(_P.DETERMINATION_MAKE)
def determination_form(request: HttpRequest, ref: str) -> HttpResponse:
    """Decide, in words; nothing is chosen before."""
    now = timezone.now()
    form = forms.DeterminationForm(request.POST or None)
    found = _screening(ref)

    def save() -> None:
        determine(actor=actor_of(request), screening=ref, decision=form.decision(), at=now)

    held = list(found.interviews.all())
    return _act(
        request,
        found,
        form,
        save,
        page="determine",
        permission=_P.DETERMINATION_MAKE,
        said=_("The determination is on record. The holds follow it."),
        interviews=[(i, rules.elements(i.told())) for i in held],
    )


@guarded(_P.SCREENING_CONDUCT)
def withdrawal_form(request: HttpRequest, ref: str) -> HttpResponse:
    """Withdraw a screening that was opened by mistake."""
    now = timezone.now()
    form = forms.WithdrawalForm(request.POST or None)

    def save() -> None:
        because = form.cleaned_data["because"]
        withdraw_screening(actor=actor_of(request), screening=ref, because=because, at=now)

    return _act(
        request,
        _screening(ref),
        form,
        save,
        page="withdraw",
        permission=_P.SCREENING_CONDUCT,
        said=_("The screening is withdrawn. It has cleared nobody."),
    )


@guarded(_P.DETERMINATION_MAKE)
def reflection_form(request: HttpRequest, ref: str) -> HttpResponse:
    """Set until which day the person may recover and reflect."""
    now = timezone.now()
    form = forms.ReflectionForm(request.POST.dict() if request.method == "POST" else None)

    def save() -> None:
        set_reflection(
            actor=actor_of(request),
            screening=ref,
            until=form.cleaned_data["until"],
            today=timezone.localdate(now),
            at=now,
        )

    return _act(
        request,
        _screening(ref),
        form,
        save,
        page="reflection",
        permission=_P.DETERMINATION_MAKE,
        said=_("The time for reflection is set."),
    )


@guarded(_P.REFERRAL_MAKE)
def referral_form(request: HttpRequest, ref: str) -> HttpResponse:
    """Offer a service, with consent or on a named decision."""
    now = timezone.now()
    form = forms.OfferForm(request.POST or None)

    def save() -> None:
        refer_person(actor=actor_of(request), screening=ref, offer=form.offer(), at=now)

    return _act(
        request,
        _screening(ref),
        form,
        save,
        page="refer",
        permission=_P.REFERRAL_MAKE,
        said=_("The service is offered."),
    )


@guarded(_P.REFERRAL_MAKE)
def referral(request: HttpRequest, ref: str) -> HttpResponse:
    """Say what became of a referral."""
    now = timezone.now()
    found = queries.referral(ref)
    if found is None:
        raise Http404
    acts = rules.REFERRAL.acts(rules.ReferralState(found.state))
    form = forms.StepForm(request.POST or None, acts=acts)

    def save() -> None:
        take_step(
            actor=actor_of(request),
            referral=ref,
            act=form.cleaned_data["act"],
            reason=form.cleaned_data["reason"],
            at=now,
        )

    return _act(
        request,
        found.screening,
        form,
        save,
        page="referral",
        permission=_P.REFERRAL_MAKE,
        said=_("What became of it is on record."),
        referral=found,
        steps=list(found.steps.all()),
        is_open=bool(acts),
    )


def _act(
    request: HttpRequest,
    screening: VictimScreening,
    form: RefusableForm,
    save: Callable[[], None],
    *,
    page: str,
    permission: Permission,
    said: str,
    **shown: object,
) -> HttpResponse:
    """Show a form about a screening, or save it and go back to the person's file."""
    held = _file(request, screening.person, permission)
    if form.is_bound and form.is_valid():
        try:
            save()
        except (ProtectionRefusedError, MovementRefusedError) as refused:
            form.refuse(refused.said)
        else:
            messages.info(request, said)
            return redirect("protection:file", screening.person)
    against = reasons_against_acting(actor_of(request), screening) if page in _OF_PENDING else ()
    context = {
        "file": held,
        "closed": [wording.sentence(reason) for reason in against],
        "screening": screening,
        "form": form,
        "wrong": bool(form.errors),
        **shown,
    }
    return _shown(request, held, page, context, status=422 if form.errors else 200)


def _shown(
    request: HttpRequest,
    held: File,
    name: str,
    context: Mapping[str, object],
    *,
    opened: FilePage = FilePage.PROTECTION,
    status: int = 200,
) -> HttpResponse:
    """Show a page of somebody's file; the record says no more than that it was protection's."""
    template, of = f"protection/{name}.html", [held.face.ref]
    return file_page(request, template, context, of=of, page=opened, status=status)


def _file(request: HttpRequest, person: str, permission: Permission) -> File:
    """Return a person's file for who may read it where the person is, and has the permission.

    Reading is asked for beside the act: who acts and may not read would read by that.
    """
    actor, now = actor_of(request), timezone.now()
    found = queries.file(actor, person, at=now)
    if found is None:
        raise Http404
    place = found.face.place
    for needed in (_P.SCREENING_SEE, permission):
        actor.require(needed, area=place.area if place else None)
    return found


def _screening(ref: str) -> VictimScreening:
    found = queries.screening(ref)
    if found is None:
        raise Http404
    return found
