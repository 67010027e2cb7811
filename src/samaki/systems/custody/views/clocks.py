"""Pages of the time limits: whose runs out next, what is in force, what a prosecutor added."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from samaki.ground import wording
from samaki.ground.access import queries as access
from samaki.ground.access.guard import actor_of, guarded
from samaki.ground.access.rules import Permission
from samaki.ground.people.rules import FilePage
from samaki.ground.people.services import record_readings
from samaki.ground.places.rules import COUNTRY
from samaki.systems.custody import rules
from samaki.systems.custody.forms import clocks as clock_forms
from samaki.systems.custody.queries import clock_rules, clocks, files, whereabouts
from samaki.systems.custody.queries import extensions as written
from samaki.systems.custody.queries.books import Moments
from samaki.systems.custody.rules.clocks import BASE, EXTENSION, in_force
from samaki.systems.custody.services.clocks import set_clock
from samaki.systems.custody.services.extensions import record_extension, withdraw_extension
from samaki.systems.custody.services.refusals import MovementRefusedError
from samaki.systems.custody.views.asking import account_of, moments_of, page

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

_P = Permission


@guarded(_P.CUSTODY_SEE)
def clocks_list(request: HttpRequest) -> HttpResponse:
    """List whose time in police custody runs out next, per office and per arrival."""
    lines = clocks.clocks(actor_of(request), moments_of(request))
    return page(
        request,
        "clocks",
        lines=lines,
        offices=clocks.by_office(lines),
        over=sum(line.heads for line in lines if line.reading is rules.Reading.OVER),
        heads=sum(line.heads for line in lines),
        hours=BASE.hours,
        article=wording.localised(BASE.article),
    )


@guarded(_P.CUSTODY_SEE)
def clock(request: HttpRequest, ref: str) -> HttpResponse:
    """Show whom one clock of an account is running for: heads by cell, persons by reference."""
    asked, actor = request.GET, actor_of(request)
    lines = clocks.clock(
        actor, ref, asked.get("since", ""), moments_of(request), who=asked.get("who")
    )
    if not lines:
        return redirect("custody:clocks")
    heads = sum(line.heads for line in lines)
    own = {each.ref for each in written.extensions(actor)}
    return page(request, "clock", line=lines[0], lines=lines, heads=heads, own=own)


@guarded(_P.CUSTODY_SEE)
def limits(request: HttpRequest) -> HttpResponse:
    """List every time limit in force, law and configuration apart; let an office set one."""
    actor, now, at = actor_of(request), timezone.now(), moments_of(request)
    form = clock_forms.ClockForm(request.POST or None)
    if form.is_valid():
        try:
            made = set_clock(actor=actor, setting=form.setting(), at=now)
        except MovementRefusedError as refused:
            form.refuse(refused.said)
        else:
            messages.info(request, _("%(code)s is on record.") % {"code": made.code})
            return redirect("custody:limits")
    lines, settings = clock_rules.lines(at), clock_rules.settings()
    authors = {line.entered_by for line in settings}
    return page(
        request,
        "limits",
        form=form,
        lines=lines,
        settings=settings,
        names=access.names_of(authors) if authors else {},
        may_set=actor.may(_P.CLOCK_SET, area=COUNTRY),
    )


@guarded(_P.EXTENSION_RECORD)
def extend(request: HttpRequest, ref: str) -> HttpResponse:
    """Record a prosecutor's written extension of named persons whom a unit keeps."""
    actor, now, at = actor_of(request), timezone.now(), moments_of(request)
    line = account_of(request, ref, _P.EXTENSION_RECORD)
    own = [each for each in clocks.clocks(actor, at) if each.unit == line.unit]
    held = {subject: count for each in own for subject, count in each.parts if subject.person}
    faces = whereabouts.faces(actor, [str(subject.person) for subject in held], at=now)
    form = clock_forms.ExtensionForm(
        request.POST or None,
        now=now,
        held=held,
        names={person: face.name for person, face in faces.items()},
    )
    if form.is_valid():
        try:
            made = record_extension(actor=actor, granted=form.granted(line.unit), at=now)
        except MovementRefusedError as refused:
            form.refuse(refused.said)
        else:
            return redirect("custody:extension", made.ref)
    most = in_force(EXTENSION, clock_rules.configured(Moments(now, now)))
    return page(request, "extend", form=form, line=line, most=most)


@guarded(_P.CUSTODY_SEE)
def extension(request: HttpRequest, ref: str) -> HttpResponse:
    """Show a prosecutor's written extension; who keeps the record withdraws it for a reason."""
    actor, now = actor_of(request), timezone.now()
    line = written.extension(actor, ref)
    if line is None:
        raise Http404
    form = clock_forms.WithdrawalForm(request.POST or None)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            withdraw_extension(actor=actor, extension=ref, reason=reason, at=now)
        except MovementRefusedError as refused:
            form.refuse(refused.said)
        else:
            return redirect("custody:extension", line.ref)
    shown = files.in_scope(actor, line.persons, at=now)
    record_readings(actor=actor, persons=shown, page=FilePage.EXTENSION, at=now)
    names = access.names_of({line.recorded_by, *filter(None, [line.withdrawn_by])})
    return page(
        request,
        "extension",
        line=line,
        form=form,
        persons=sorted(shown),
        recorded_by=names[line.recorded_by],
        withdrawn_by=names.get(line.withdrawn_by, ""),
        may_withdraw=actor.may(_P.EXTENSION_RECORD, area=line.area) and not line.withdrawn_at,
    )
