"""Pages of the obligations: whom a clause binds, and what they have shown for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samaki.ground.access import queries as access
from samaki.ground.access.guard import actor_of, guarded
from samaki.ground.access.rules import Permission
from samaki.ground.places import queries as places
from samaki.ground.wording import number as say_number
from samaki.systems.directives import forms, rules
from samaki.systems.directives.queries import asks, orders
from samaki.systems.directives.queries import obligations as found
from samaki.systems.directives.rules import Act
from samaki.systems.directives.services import obligations as verbs
from samaki.systems.directives.services.returns import file_return
from samaki.systems.directives.services.steps import ObligationRefusedError
from samaki.systems.directives.views.orders import order_or_404

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse

    from samaki.ground.access.actors import Actor
    from samaki.systems.directives.models import Obligation, ProvinceReturn

_PAGE = 50  # obligations on one page of a list
_P = Permission


@guarded(_P.DIRECTIVE_SEE)
def obligations(request: HttpRequest) -> HttpResponse:
    """List the obligations, worst first, narrowed to a clause, a state or a province."""
    actor, now = actor_of(request), timezone.now()
    at = forms.LookBackForm(request.GET).moment(now)
    state = request.GET.get("state", "")
    wanted = found.Wanted(
        clause=request.GET.get("clause", ""),
        state=state if forms.is_state(state) else "",
        area=request.GET.get("area", ""),
    )
    pages = Paginator(found.listed(actor, wanted, at=at), _PAGE)
    page = pages.get_page(request.GET.get("page"))
    kept = request.GET.copy()
    kept.pop("page", None)
    context = {
        "page": page,
        "lines": found.lines(page.object_list, at=at),
        "at": at,
        "as_of": request.GET.get("as_of", "") if at != now else "",
        "wanted": wanted,
        "kept": kept.urlencode(),
        "clauses": orders.clauses_that_bind(),
        "states": (found.OVERDUE, *rules.ObligationState),
        "areas": sorted(_provinces(actor), key=lambda area: area.name),
    }
    return render(request, "directives/obligations.html", context)


@guarded(_P.OBLIGATION_ACKNOWLEDGE)
def mine(request: HttpRequest) -> HttpResponse:
    """List what the reader's office has to do, what is due next first."""
    actor, now = actor_of(request), timezone.now()
    lines = found.lines(
        found.of_offices(actor.units_for(_P.OBLIGATION_ACKNOWLEDGE), at=now), at=now
    )
    asked_of = asks.of_offices(actor.units_for(_P.RETURN_FILE))
    context = {"lines": lines, "asked": [asks.line(each, at=now) for each in asked_of]}
    return render(request, "directives/mine.html", context)


@guarded(_P.DIRECTIVE_SEE)
def scorecard(request: HttpRequest) -> HttpResponse:
    """Show every province with how its obligations stand, worst first."""
    scores = found.scorecard(actor_of(request), at=timezone.now())
    keys = ("breached", "overdue", "declined", "waiting", "acknowledged", "answered", "met")
    context = {"scores": scores, "keys": (*keys, "waived")}
    return render(request, "directives/scorecard.html", context)


@guarded(_P.DIRECTIVE_SEE)
def obligation(request: HttpRequest, ref: str) -> HttpResponse:
    """Show one obligation: what is asked, its whole path, and what can be done next."""
    return _obligation_page(request, ref)


@guarded(_P.OBLIGATION_ACKNOWLEDGE)
@require_POST
def acknowledge(request: HttpRequest, ref: str) -> HttpResponse:
    """Acknowledge an obligation for the office that answers for it."""
    form = forms.AcknowledgeForm(request.POST, prefix="acknowledge")
    return _act(
        request,
        ref,
        form,
        lambda actor, at: verbs.acknowledge_obligation(actor=actor, obligation=ref, at=at),
    )


@guarded(_P.OBLIGATION_ACKNOWLEDGE)
@require_POST
def decline(request: HttpRequest, ref: str) -> HttpResponse:
    """Decline an obligation for the office that answers for it, with a reason."""
    form = forms.ReasonForm(request.POST, prefix="decline")
    return _act(
        request,
        ref,
        form,
        lambda actor, at: verbs.decline_obligation(
            actor=actor, obligation=ref, words=form.cleaned_data["words"], at=at
        ),
    )


@guarded(_P.OBLIGATION_JUDGE)
@require_POST
def judge(request: HttpRequest, ref: str) -> HttpResponse:
    """Judge an obligation: met, its return refused, or waived."""
    form = forms.JudgeForm(request.POST, prefix="judge")
    return _act(
        request,
        ref,
        form,
        lambda actor, at: verbs.judge_obligation(
            actor=actor,
            obligation=ref,
            judgement=Act(form.cleaned_data["judgement"]),
            words=form.cleaned_data["words"],
            at=at,
        ),
    )


@guarded(_P.LAPSE_RECORD)
@require_POST
def lapse(request: HttpRequest, ref: str) -> HttpResponse:
    """Record that an obligation lapsed."""
    form = forms.ReasonForm(request.POST, prefix="lapse")
    return _act(
        request,
        ref,
        form,
        lambda actor, at: verbs.record_lapse(
            actor=actor, obligation=ref, words=form.cleaned_data["words"], at=at
        ),
    )


@guarded(_P.RETURN_FILE)
def file(request: HttpRequest, ref: str) -> HttpResponse:
    """File a return under an obligation, or correct one that was filed."""
    actor, now = actor_of(request), timezone.now()
    seen = _seen(actor, ref)
    corrects = request.POST.get("corrects", "") or request.GET.get("corrects", "")
    corrected = found.return_of(seen, corrects)
    form = forms.ReturnForm(
        request.POST if request.method == "POST" else None,
        today=timezone.localtime(now).date(),
        initial=_as_filed(corrected) if corrected else None,
    )
    if form.is_bound and form.is_valid():
        try:
            filed = file_return(
                actor=actor,
                obligation=ref,
                said=form.statement(),
                corrects=corrects,
                at=now,
            )
        except ObligationRefusedError as refused:
            form.refuse(refused.reasons)
        else:
            messages.info(request, _("The return is filed as %(ref)s.") % {"ref": filed.ref})
            return redirect("directives:obligation", ref)
    context = {
        "line": found.line(seen, at=now),
        "form": form,
        "corrects": corrects,
        "is_ours": seen.post.unit_id in actor.units_for(_P.RETURN_FILE),
        "wrong": bool(form.errors),
    }
    status = 422 if form.errors else 200
    return render(request, "directives/return.html", context, status=status)


@guarded(_P.OBLIGATION_SET)
def set_obligations(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """Expand a clause into obligations, one a post, and set the office's own due time."""
    order = order_or_404(ref)
    clause = next((c for c in order.clauses.all() if c.number == number), None)
    if clause is None:
        raise Http404(number)
    actor, now = actor_of(request), timezone.now()
    form = forms.SetForm(
        request.POST if request.method == "POST" else None,
        initial={"kinds": orders.kinds_bound(clause), "due_at": orders.due_in(clause, after=now)},
    )
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            written = verbs.set_obligations(
                actor=actor,
                directive=ref,
                number=number,
                addressees=verbs.Addressees(given["kinds"], form.areas()),
                due_at=given["due_at"],
                at=now,
            )
        except ObligationRefusedError as refused:
            form.refuse(refused.reasons)
        else:
            messages.info(
                request, _("%(n)s obligations are set.") % {"n": say_number(len(written))}
            )
            return redirect("directives:directive", ref)
    context = {
        "directive": order,
        "clause": clause,
        "tally": found.tallies(actor, ref, at=now).get(number),
        "form": form,
        "wrong": bool(form.errors),
    }
    return render(request, "directives/set.html", context, status=422 if form.errors else 200)


def _act(
    request: HttpRequest,
    ref: str,
    form: forms.ObligationForm,
    verb: Callable[[Actor, datetime], Obligation],
) -> HttpResponse:
    """Carry out an act on an obligation, or show its page again with every reason."""
    actor = actor_of(request)
    _seen(actor, ref)
    if form.is_valid():
        try:
            verb(actor, timezone.now())
        except ObligationRefusedError as refused:
            form.refuse(refused.reasons)
        else:
            return redirect("directives:obligation", ref)
    return _obligation_page(request, ref, wrong=form)


def _obligation_page(
    request: HttpRequest, ref: str, *, wrong: forms.ObligationForm | None = None
) -> HttpResponse:
    actor, now = actor_of(request), timezone.now()
    seen = _seen(actor, ref)
    line = found.line(seen, at=now)
    path = list(seen.path.all())
    who = access.names_of({seen.set_by, *(step.recorded_by for step in path)})
    context = {
        "line": line,
        "obligation": seen,
        "path": [(step, who[step.recorded_by]) for step in path],
        "set_by": who[seen.set_by],
        "returns": [(each, found.is_superseded(each)) for each in seen.returns.all()],
        "acts": rules.OBLIGATION.acts(rules.ObligationState(seen.state)),
        "wrong": wrong,
        **_forms(wrong),
        **_may(actor, seen, is_overdue=line.is_overdue),
    }
    return render(request, "directives/obligation.html", context, status=422 if wrong else 200)


def _forms(wrong: forms.ObligationForm | None) -> dict[str, forms.ObligationForm]:
    """Return the forms of an obligation's page; the one that was refused keeps what was typed."""
    blank: dict[str, forms.ObligationForm] = {
        "decline": forms.ReasonForm(prefix="decline"),
        "judge": forms.JudgeForm(prefix="judge"),
        "lapse": forms.ReasonForm(prefix="lapse"),
    }
    return {key: wrong if wrong and wrong.prefix == key else form for key, form in blank.items()}


def _may(actor: Actor, seen: Obligation, *, is_overdue: bool) -> dict[str, bool]:
    area, office = seen.post.unit.area_id, seen.post.unit_id
    is_ours = office in actor.units
    return {
        "is_ours": is_ours,
        "may_acknowledge": office in actor.units_for(_P.OBLIGATION_ACKNOWLEDGE, area=area),
        "may_file": office in actor.units_for(_P.RETURN_FILE, area=area),
        "may_judge": not is_ours and actor.may(_P.OBLIGATION_JUDGE, area=area),
        "may_lapse": not is_ours and is_overdue and actor.may(_P.LAPSE_RECORD, area=area),
    }


def _as_filed(corrected: ProvinceReturn) -> dict[str, Any]:
    return {
        "day": corrected.day,
        "what": "nil" if corrected.is_nil else "found",
        "people_found": corrected.people_found,
    }


def _provinces(actor: Actor) -> list[Any]:
    return list(places.within(actor.areas(_P.DIRECTIVE_SEE)).filter(level="province"))


def _seen(actor: Actor, ref: str) -> Obligation:
    seen = found.obligation(actor, ref)
    if seen is None:
        raise Http404(ref)
    return seen
