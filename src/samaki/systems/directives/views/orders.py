"""Pages of the orders: what was ordered, clause by clause, and an order entered by its words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from samaki.ground.access.guard import actor_of, guarded
from samaki.ground.access.rules import Permission
from samaki.ground.sources.services import SourceRefusedError
from samaki.systems.directives import forms
from samaki.systems.directives.queries import obligations as found
from samaki.systems.directives.queries import orders
from samaki.systems.directives.services.orders import (
    DirectiveRefusedError,
    file_order,
    issue_directive,
)

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from samaki.systems.directives.models import Directive

_PAGE = 50  # obligations on one page of a list
_P = Permission


@guarded(_P.DIRECTIVE_SEE)
def directives(request: HttpRequest) -> HttpResponse:
    """List the directives, newest first."""
    context = {
        "directives": orders.directives(),
        "may_issue": actor_of(request).may(_P.DIRECTIVE_ISSUE),
    }
    return render(request, "directives/directives.html", context)


@guarded(_P.DIRECTIVE_ISSUE)
def enter(request: HttpRequest) -> HttpResponse:
    """Take in the text of an order, file it, and lead to the clauses read out of it."""
    form = forms.OrderForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            source = file_order(
                actor=actor_of(request),
                text=form.words(),
                title=given["title"],
                issued_on=given["issued_on"],
                language=given["language"],
                at=timezone.now(),
            )
        except (DirectiveRefusedError, SourceRefusedError) as refused:
            form.refuse(refused.reasons)
        else:
            return redirect("directives:read", source.ref)
    context = {"form": form, "wrong": bool(form.errors)}
    return render(request, "directives/enter.html", context, status=422 if form.errors else 200)


@guarded(_P.DIRECTIVE_ISSUE)
def read(request: HttpRequest, ref: str) -> HttpResponse:
    """Show an order beside the clauses read out of it; those a person confirms are entered."""
    order = orders.drafted(ref)
    if order is None or order.source.published_on is None:
        raise Http404(ref)
    is_sent = request.method == "POST"
    data = request.POST if is_sent else None
    form, clauses = forms.IssueForm(data), forms.ClauseForm.of(order, data)
    if is_sent and form.is_valid():
        chosen = [c for c in clauses if c.is_confirmed or request.POST.get("act") == "all"]
        issued = _issued(request, order, form, chosen)
        if issued is not None:
            messages.info(request, _("The order is entered as %(ref)s.") % {"ref": issued.ref})
            return redirect("directives:directive", issued.ref)
    context = {
        "order": order,
        "form": form,
        "clauses": list(zip(clauses, order.drafts, strict=True)),
        "known": orders.directive_of(ref),
        "may_see_claims": actor_of(request).may(_P.CLAIM_SEE),
        "wrong": bool(form.errors),
    }
    return render(request, "directives/read.html", context, status=422 if form.errors else 200)


def _issued(
    request: HttpRequest,
    order: orders.DraftedOrder,
    form: forms.IssueForm,
    chosen: list[forms.ClauseForm],
) -> Directive | None:
    """Enter the confirmed clauses, or tell the form every reason why not."""
    unread = [each for each in chosen if not each.is_valid()]
    for each in unread:
        for field, said in each.errors.items():
            label = each.fields[field].label
            form.add_error(None, f"{each['number'].value()}, {label}: {said[0]}")
    if unread:
        return None
    assert order.source.published_on is not None, "an order has its day"
    try:
        return issue_directive(
            actor=actor_of(request),
            title=form.title,
            issuer=form.issuer,
            issued_on=order.source.published_on,
            clauses=[each.clause() for each in chosen],
            source=order.source,
            at=timezone.now(),
        )
    except DirectiveRefusedError as refused:
        form.refuse(refused.reasons)
        return None


@guarded(_P.DIRECTIVE_SEE)
def directive(request: HttpRequest, ref: str) -> HttpResponse:
    """Show one directive: its clauses, how each one's obligations stand, what sources say."""
    order = order_or_404(ref)
    clauses = list(order.clauses.select_related("terms"))
    actor = actor_of(request)
    tallies = found.tallies(actor, ref, at=timezone.now())
    counts: dict[str, int] = {}
    for tally in tallies.values():
        for key, count in tally.counts.items():
            counts[key] = counts.get(key, 0) + count
    context = {
        "directive": order,
        "issued": [(c, tallies.get(c.number)) for c in clauses if c.state == "issued"],
        "reported": [c for c in clauses if c.state == "reported"],
        "counts": counts,
        "total": sum(tally.total for tally in tallies.values()),
        "may_set": actor.may(_P.OBLIGATION_SET),
        "may_see_claims": actor.may(_P.CLAIM_SEE),
        "dated": sum(bool(orders.stated_deadline(c)) for c in clauses),
    }
    return render(request, "directives/directive.html", context)


def order_or_404(ref: str) -> Directive:
    """Return the directive of that reference; Http404 if there is none."""
    order = orders.directives().filter(ref=ref).first()
    if order is None:
        raise Http404(ref)
    return order
