"""Pages of discipline: lapses, cases, and what each side says in one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samaki.ground.access import queries as access
from samaki.ground.access.guard import actor_of, guarded
from samaki.ground.access.rules import Permission
from samaki.ground.wording import sentence
from samaki.systems.directives.queries import lapses
from samaki.systems.discipline import forms, queries, rules, services
from samaki.systems.discipline.rules import Act, CaseState, MeasureKind

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse

    from samaki.ground.access.actors import Actor
    from samaki.kernel.reasons import Reason
    from samaki.systems.discipline.models import DisciplinaryCase

_P = Permission
# Each act's form; the key is the form's prefix.
_FORMS: dict[str, tuple[Act, type[forms.CaseForm]]] = {
    "notice": (Act.GIVE_NOTICE, forms.NoticeForm),
    "reply": (Act.REPLY, forms.ReplyForm),
    "silence": (Act.RECORD_SILENCE, forms.SilenceForm),
    "finding": (Act.RECORD_FINDING, forms.FindingForm),
    "measure": (Act.DECIDE_MEASURE, forms.MeasureForm),
    "close": (Act.CLOSE, forms.CloseForm),
}


@guarded(_P.LAPSE_SEE)
def home(request: HttpRequest) -> HttpResponse:
    """List the lapses nobody pursues yet, and the cases the reader may see."""
    return _home(request)


@guarded(_P.LAPSE_PURSUE)
@require_POST
def pursue(request: HttpRequest, ref: str) -> HttpResponse:
    """Open a case on the lapse of an obligation."""
    try:
        case = services.open_case(actor=actor_of(request), obligation=ref, at=timezone.now())
    except services.CaseRefusedError as refused:
        form = forms.CaseForm(request.POST)
        form.refuse(refused.reasons)
        return _home(request, wrong=form)
    messages.info(request, _("The case %(ref)s is open. A notice comes next.") % {"ref": case.ref})
    return redirect("discipline:case", case.ref)


@guarded(_P.LAPSE_SEE)
def case(request: HttpRequest, ref: str) -> HttpResponse:
    """Show one case: the chain from the order to the measure, and what comes next."""
    return _case_page(request, ref)


@guarded(_P.LAPSE_PURSUE)
@require_POST
def notice(request: HttpRequest, ref: str) -> HttpResponse:
    """Give the post its notice, with a time to reply."""
    form = forms.NoticeForm(request.POST, prefix="notice")
    return _act(
        request,
        ref,
        form,
        lambda actor, at: services.give_notice(
            actor=actor,
            case=ref,
            grounds=form.cleaned_data["words"],
            reply_due_at=form.cleaned_data["reply_due_at"],
            at=at,
        ),
    )


@guarded(_P.REPLY_GIVE)
@require_POST
def reply(request: HttpRequest, ref: str) -> HttpResponse:
    """Reply for the office concerned."""
    form = forms.ReplyForm(request.POST, prefix="reply")
    return _act(
        request,
        ref,
        form,
        lambda actor, at: services.give_reply(
            actor=actor, case=ref, words=form.cleaned_data["words"], at=at
        ),
    )


@guarded(_P.FINDING_RECORD)
@require_POST
def silence(request: HttpRequest, ref: str) -> HttpResponse:
    """Record that the reply time is over and no reply came."""
    form = forms.SilenceForm(request.POST, prefix="silence")
    return _act(
        request,
        ref,
        form,
        lambda actor, at: services.record_silence(
            actor=actor, case=ref, words=form.cleaned_data["words"], at=at
        ),
    )


@guarded(_P.FINDING_RECORD)
@require_POST
def finding(request: HttpRequest, ref: str) -> HttpResponse:
    """Record whether the lapse is established."""
    form = forms.FindingForm(request.POST, prefix="finding")
    return _act(
        request,
        ref,
        form,
        lambda actor, at: services.record_finding(
            actor=actor,
            case=ref,
            is_established=form.cleaned_data["verdict"] == "established",
            words=form.cleaned_data["words"],
            at=at,
        ),
    )


@guarded(_P.MEASURE_DECIDE)
@require_POST
def measure(request: HttpRequest, ref: str) -> HttpResponse:
    """Decide what follows from an established finding."""
    form = forms.MeasureForm(request.POST, prefix="measure")
    return _act(
        request,
        ref,
        form,
        lambda actor, at: services.decide_measure(
            actor=actor,
            case=ref,
            kind=MeasureKind(form.cleaned_data["kind"]),
            words=form.cleaned_data["words"],
            is_without_reason=form.cleaned_data["is_without_reason"],
            at=at,
        ),
    )


@guarded(_P.MEASURE_DECIDE)
@require_POST
def close(request: HttpRequest, ref: str) -> HttpResponse:
    """Close a case without a measure."""
    form = forms.CloseForm(request.POST, prefix="close")
    return _act(
        request,
        ref,
        form,
        lambda actor, at: services.close_case(
            actor=actor,
            case=ref,
            words=form.cleaned_data["words"],
            is_without_reason=form.cleaned_data["is_without_reason"],
            at=at,
        ),
    )


def _home(request: HttpRequest, *, wrong: forms.CaseForm | None = None) -> HttpResponse:
    actor, now = actor_of(request), timezone.now()
    context = {
        "lapses": queries.unpursued(actor),
        "lines": queries.lines(actor, at=now),
        "sees_all": queries.sees_all(actor),
        "may_pursue": actor.may(_P.LAPSE_PURSUE),
        "form": wrong,
        "wrong": wrong is not None,
    }
    return render(request, "discipline/home.html", context, status=422 if wrong else 200)


def _act(
    request: HttpRequest,
    ref: str,
    form: forms.CaseForm,
    verb: Callable[[Actor, datetime], object],
) -> HttpResponse:
    """Carry out an act in a case, or show its page again with every reason."""
    _seen(actor_of(request), ref)
    if form.is_valid():
        try:
            verb(actor_of(request), timezone.now())
        except services.CaseRefusedError as refused:
            form.refuse(refused.reasons)
        else:
            return redirect("discipline:case", ref)
    return _case_page(request, ref, wrong=form)


def _case_page(
    request: HttpRequest, ref: str, *, wrong: forms.CaseForm | None = None
) -> HttpResponse:
    actor, now = actor_of(request), timezone.now()
    found = _seen(actor, ref)
    lapse = lapses.lapse(found.obligation_ref)
    line = queries.line(found, lapse, at=now)
    chain = {name: queries.said(found, name) for name in queries.SAID}
    keys = {found.opened_by, *(said.recorded_by for said in chain.values() if said)}
    context = {
        "case": found,
        "line": line,
        "lapse": lapse,
        "names": access.names_of(keys | ({lapse.recorded_by} if lapse else set())),
        "wrong": wrong,
        "forms": _open_forms(actor, found, wrong, is_reply_over=line.is_reply_over),
        "not_yet": _why_not_yet(actor, line, at=now),
        "not_you": _why_not_you(actor, line),
        **chain,
    }
    return render(request, "discipline/case.html", context, status=422 if wrong else 200)


def _open_forms(
    actor: Actor, found: DisciplinaryCase, wrong: forms.CaseForm | None, *, is_reply_over: bool
) -> dict[str, forms.CaseForm]:
    """Return the forms of the acts open to this actor now; the refused one keeps what was typed."""
    acts = _next_acts(actor, found, is_reply_over=is_reply_over)
    return {
        key: wrong if wrong and wrong.prefix == key else form(prefix=key)
        for key, (act, form) in _FORMS.items()
        if act in acts and not _reasons_against(actor, found, act)
    }


def _next_acts(actor: Actor, found: DisciplinaryCase, *, is_reply_over: bool) -> set[Act]:
    """Return the acts that are next and that the actor has the permission for, own case or not."""
    acts = {Act(each) for each in rules.CASE.acts(CaseState(found.state))}
    if not is_reply_over:
        acts.discard(Act.RECORD_SILENCE)
    finding_made = queries.said(found, "finding")
    if finding_made is not None:
        acts.discard(Act.CLOSE if finding_made.is_established else Act.DECIDE_MEASURE)
    if not queries.is_concerned(actor, found):
        acts.discard(Act.REPLY)
    area = found.post.unit.area_id
    return {act for act in acts if actor.may(queries.PERMISSIONS[act], area=area)}


def _reasons_against(actor: Actor, found: DisciplinaryCase, act: Act) -> tuple[Reason, ...]:
    return () if act == Act.REPLY else queries.reasons_against_hand(actor, found, act)


def _why_not_you(actor: Actor, line: queries.Line) -> tuple[str, ...]:
    """Return why the next step is another's, to who could take it but for what went before."""
    acts = _next_acts(actor, line.case, is_reply_over=line.is_reply_over)
    against = [_reasons_against(actor, line.case, act) for act in sorted(acts)]
    return tuple(dict.fromkeys(sentence(each) for reasons in against for each in reasons))


def _why_not_yet(actor: Actor, line: queries.Line, *, at: datetime) -> tuple[str, ...]:
    """Return why nothing can be found yet, for who would record it; empty where it can."""
    if line.case.state != CaseState.NOTICED or not actor.may(_P.FINDING_RECORD):
        return ()
    reasons = rules.reasons_against_act(
        line.case.state, Act.RECORD_FINDING, reply_due_at=line.reply_due_at, at=at
    )
    against = queries.reasons_against_hand(actor, line.case, Act.RECORD_FINDING)
    return tuple(sentence(each) for each in (*reasons, *against))


def _seen(actor: Actor, ref: str) -> DisciplinaryCase:
    found = queries.case(actor, ref)
    if found is None:
        raise Http404(ref)
    return found
