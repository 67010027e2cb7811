"""Pages of retention: how long what is kept, who decided it, what is due, and what was shredded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from samaki.ground.access.guard import actor_of, guarded
from samaki.ground.access.rules import Permission
from samaki.ground.places.rules import COUNTRY
from samaki.ground.retention import queries, services
from samaki.ground.retention.forms import ShredForm, TimeForm

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@guarded(Permission.RETENTION_SEE)
def times(request: HttpRequest) -> HttpResponse:
    """List how long each kind of values is kept; let an office set a time."""
    actor, now = actor_of(request), timezone.now()
    form = TimeForm(request.POST or None)
    if form.is_valid():
        try:
            made = services.set_retention(actor=actor, at=now, **form.cleaned_data)
        except services.RetentionRefusedError as refused:
            form.refuse(refused.said)
        else:
            messages.info(request, _("%(code)s is on record.") % {"code": made.ref})
            return redirect("retention:times")
    lines = queries.lines(at=now)
    context = {
        "form": form,
        "lines": lines,
        "due": sum(line.due for line in lines),
        "decisions": queries.decisions(),
        "shreddings": queries.shreddings(),
        "may_set": actor.may(Permission.RETENTION_SET, area=COUNTRY),
        "may_shred": actor.may(Permission.VALUE_SHRED, area=COUNTRY),
    }
    return render(request, "retention/times.html", context)


@guarded(Permission.VALUE_SHRED)
def shred(request: HttpRequest) -> HttpResponse:
    """Show what would be shredded, in numbers; whoever looked at them has it done."""
    now = timezone.now()
    form = ShredForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        job = services.ask_shredding(actor=actor_of(request), at=now)
        return redirect("jobs:job", job.ref)
    lines = [line for line in queries.lines(at=now) if line.due]
    context = {"form": form, "lines": lines, "due": sum(line.due for line in lines)}
    return render(request, "retention/shred.html", context)
