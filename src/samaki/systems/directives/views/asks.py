"""Pages of the counts asked of provinces: asked, answered, listed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from samaki.ground.access import queries as access
from samaki.ground.access.guard import actor_of, guarded
from samaki.ground.access.rules import Permission
from samaki.systems.directives import forms
from samaki.systems.directives.queries import asks
from samaki.systems.directives.services.asks import AskRefusedError, answer_count, ask_count

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


_PAGE = 50  # obligations on one page of a list
_P = Permission


@guarded(_P.DIRECTIVE_SEE)
def asked(request: HttpRequest) -> HttpResponse:
    """List the counts asked of provinces, the newest first."""
    actor, now = actor_of(request), timezone.now()
    page = Paginator(asks.seen(actor), _PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": [asks.line(each, at=now) for each in page.object_list],
        "may_ask": actor.may(_P.RETURN_ASK),
    }
    return render(request, "directives/asked.html", context)


@guarded(_P.RETURN_ASK)
def ask(request: HttpRequest) -> HttpResponse:
    """Ask a governor for a count; an address may say which."""
    form = forms.AskForm(request.POST or None, initial=request.GET.dict())
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            written = ask_count(
                actor=actor_of(request),
                area=given["area"],
                asked=form.asked(),
                words=given["words"],
                due_at=given["due_at"],
                at=timezone.now(),
            )
        except AskRefusedError as refused:
            form.refuse(refused.reasons)
        else:
            messages.info(request, _("The count is asked as %(ref)s.") % {"ref": written.ref})
            return redirect("directives:count", written.ref)
    wrong = bool(form.errors)
    context = {"form": form, "wrong": wrong}
    return render(request, "directives/ask.html", context, status=422 if wrong else 200)


@guarded(_P.DIRECTIVE_SEE)
def count(request: HttpRequest, ref: str) -> HttpResponse:
    """Show a count that was asked and its answers; the office that is asked answers here."""
    actor, now = actor_of(request), timezone.now()
    found_one = asks.find(actor, ref)
    if found_one is None:
        raise Http404(ref)
    line = asks.line(found_one, at=now)
    initial = {"corrects": line.answer.pk if line.answer else None}
    form = forms.AnswerForm(request.POST or None, initial=initial)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            answer_count(
                actor=actor,
                request=ref,
                count=given["people_found"],
                words=given["words"],
                corrects=given["corrects"],
                at=now,
            )
        except AskRefusedError as refused:
            form.refuse(refused.reasons)
            # Looked at now, the answer that came meanwhile may be corrected.
            sent = request.POST.copy()
            sent["corrects"] = str(line.answer.pk) if line.answer else ""
            form.data = sent
        else:
            messages.info(request, _("The answer to %(ref)s is filed.") % {"ref": ref})
            return redirect("directives:count", ref)
    unit = found_one.post.unit
    who = access.names_of({found_one.asked_by, *(a.answered_by for a in found_one.answers.all())})
    context = {
        "line": line,
        "asked_by": who[found_one.asked_by],
        "answers": [(a, who[a.answered_by]) for a in found_one.answers.all()],
        "form": form,
        "wrong": bool(form.errors),
        "may_answer": unit.code in actor.units_for(_P.RETURN_FILE, area=unit.area_id),
        "sees_claims": actor.may(_P.CLAIM_SEE),
    }
    return render(request, "directives/count.html", context, status=422 if form.errors else 200)
