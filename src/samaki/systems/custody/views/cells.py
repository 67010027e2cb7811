"""The page on which a nationality, a sex or an age is established after the count."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from samaki.ground.access.guard import actor_of, guarded
from samaki.ground.access.rules import Permission
from samaki.systems.custody.forms.cells import EstablishedForm
from samaki.systems.custody.queries import accounts
from samaki.systems.custody.queries.books import Moments
from samaki.systems.custody.services.cells import establish
from samaki.systems.custody.services.refusals import MovementRefusedError
from samaki.systems.custody.views.asking import account_of, page

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@guarded(Permission.CUSTODY_IDENTIFY)
def establish_cell(request: HttpRequest, ref: str) -> HttpResponse:
    """Say what was established of heads or of one person; the total stays."""
    actor, now = actor_of(request), timezone.now()
    line = account_of(request, ref, Permission.CUSTODY_IDENTIFY)
    held = accounts.subjects(ref, Moments(now, now))
    form = EstablishedForm(request.POST or None, now=now, held=held)
    if form.is_valid():
        try:
            made = establish(
                actor=actor,
                account=ref,
                said=form.said(),
                happened_at=form.cleaned_data["happened_at"],
                at=now,
            )
        except MovementRefusedError as refused:
            form.refuse(refused.said)
        else:
            said = _("%(ref)s is on record. The total stays, and what was counted first stays too.")
            messages.info(request, said % {"ref": made.ref})
            return redirect("custody:account", ref)
    return page(request, "establish", form=form, line=line, held=held)
