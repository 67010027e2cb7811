"""Pages of custody's own ends: how they left, who confirms it, what became of them since."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from samaki.ground import wording
from samaki.ground.access import queries as access
from samaki.ground.access.guard import actor_of, guarded
from samaki.ground.access.rules import Permission
from samaki.ground.people.rules import FilePage
from samaki.ground.people.services import record_readings
from samaki.systems.custody import rules
from samaki.systems.custody.forms.ends import ConfirmEndForm, EndForm, FoundForm
from samaki.systems.custody.queries import accounts, files, handovers, whereabouts, words
from samaki.systems.custody.queries import ends as queries
from samaki.systems.custody.queries.books import Moments
from samaki.systems.custody.rules import ends
from samaki.systems.custody.services.ends import (
    confirm_end,
    end_custody,
    find_again,
    may_answer,
    may_settle,
    settle_rest,
    withdraw_end,
)
from samaki.systems.custody.services.findings import see_finding
from samaki.systems.custody.services.refusals import MovementRefusedError
from samaki.systems.custody.views.asking import account_of, moments_of, page

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse

    from samaki.ground.access.actors import Actor
    from samaki.kernel.ledger import Subject
    from samaki.systems.custody.models import Ending
    from samaki.systems.custody.queries.accounts import AccountLine
    from samaki.systems.custody.queries.ends import EndedLine
    from samaki.systems.custody.queries.whereabouts import Face

_P = Permission


@guarded(_P.END_RECORD)
def end(request: HttpRequest, ref: str) -> HttpResponse:
    """Say how people of an account left: in which way first, then what that way needs."""
    actor, now = actor_of(request), timezone.now()
    at = Moments(now, now)
    line: EndedLine | AccountLine | None = queries.ended(actor, ref, at)
    line = line or account_of(request, ref)
    actor.require(_P.END_RECORD, area=line.area)
    ways = ends.ways_from(accounts.kind_of(ref))
    kind = _chosen(request, ways)
    held = accounts.subjects(ref, at)
    form = _form(request, kind, held=held, now=now) if kind else None
    if form is not None and form.is_valid():
        try:
            made = end_custody(actor=actor, account=ref, ended=form.ended(), at=now)
        except MovementRefusedError as refused:
            form.refuse(refused.said)
        else:
            return _entered(request, made)
    is_ended = isinstance(line, queries.EndedLine)
    shown = {
        "place": line.name,
        "back": reverse("custody:ended" if is_ended else "custody:account", args=[ref]),
        "handover": None,
    }
    return page(request, "end", form=form, held=held, **shown, **_said(ways, kind))


@guarded(_P.END_RECORD)
def rest(request: HttpRequest, ref: str) -> HttpResponse:
    """Say what became of those of a hand-over who arrive nowhere; the escort's unit says it."""
    actor, now = actor_of(request), timezone.now()
    line = handovers.handover(actor, ref, Moments(now, now))
    if line is None:
        raise Http404
    if not may_settle(actor, line.sides):
        return redirect("custody:handover", ref)  # it says who may
    ways = ends.ways_from(rules.AccountKind.IN_TRANSIT)
    kind = _chosen(request, ways)
    held = handovers.on_the_way(ref, Moments(now, now))
    form = _form(request, kind, held=held, now=now) if kind else None
    if form is not None and form.is_valid():
        try:
            made = settle_rest(actor=actor, handover=ref, ended=form.ended(), at=now)
        except MovementRefusedError as refused:
            form.refuse(refused.said)
        else:
            return _entered(request, made)
    shown = {"place": ref, "back": reverse("custody:handover", args=[ref]), "handover": line}
    return page(request, "end", form=form, held=held, **shown, **_said(ways, kind))


@guarded(_P.CUSTODY_SEE)
def ends_list(request: HttpRequest) -> HttpResponse:
    """List in which ways custody ended, the unknown first with who answers for them since when."""
    actor, at = actor_of(request), moments_of(request)
    lines = queries.seen(actor, at)
    return page(
        request,
        "ends",
        lines=lines,
        heads=sum(line.held for line in lines),
        unknown=sum(line.held for line in lines if line.is_unknown),
        waiting=queries.endings(actor, waits=True),
        taken=_taken(actor, queries.findings(actor, at, waits=True)),
        elsewhere=queries.missed_elsewhere(actor, at),
    )


@guarded(_P.CUSTODY_SEE)
def ended(request: HttpRequest, ref: str) -> HttpResponse:
    """Show one end of custody that a unit keeps; who answers for it says that findings are seen."""
    actor, at = actor_of(request), moments_of(request)
    line = queries.ended(actor, ref, at)
    if line is None:
        raise Http404
    refusal: tuple[str, ...] = ()
    if "seen" in request.POST:
        try:
            see_finding(actor=actor, finding=request.POST["seen"], at=timezone.now())
        except MovementRefusedError as refused:
            refusal = refused.sentences
        else:
            return redirect("custody:ended", ref)
    held = accounts.subjects(ref, at)
    return page(
        request,
        "ended",
        line=line,
        cells=accounts.cells(held),
        persons=accounts.persons(actor, held, now=timezone.now()),
        movements=accounts.movements(ref, at),
        taken=_taken(actor, queries.findings(actor, at, account=ref)),
        refusal=refusal,
        may_find=line.comes_back and line.held and actor.may(_P.CUSTODY_TAKE_IN),
        may_end=line.goes_on and line.held and actor.may(_P.END_RECORD, area=line.area),
    )


@guarded(_P.CUSTODY_TAKE_IN)
def found_again(request: HttpRequest, ref: str) -> HttpResponse:
    """Take those of an end who were found again into a unit's account."""
    actor, now = actor_of(request), timezone.now()
    at = Moments(now, now)
    line = queries.to_find(actor, ref, at)
    if line is None:
        raise Http404
    is_seen = queries.ended(actor, ref, at) is not None
    asked = request.GET.get("person", "").strip().upper()
    held = {
        who: heads
        for who, heads in accounts.subjects(ref, at).items()
        # Whoever may not see the account learns no reference from it; the unit there tells it.
        if is_seen or not who.person or who.person == asked
    }
    own = accounts.kept(actor, _P.CUSTODY_TAKE_IN, at)
    form = FoundForm(
        request.POST or None,
        now=now,
        held=held,
        names=_names(request, held, now=now),
        units=[(each.unit, each.name) for each in own],
    )
    if form.is_valid():
        unit = form.cleaned_data["unit"]
        try:
            made = find_again(actor=actor, account=ref, unit=unit, finding=form.finding(), at=now)
        except MovementRefusedError as refused:
            form.refuse(refused.said)
        else:
            return redirect("custody:movement", made.movement_id)
    context = {"line": line, "own": own, "is_seen": is_seen, "asked": asked}
    return page(request, "found_again", form=form, **context)


@guarded(_P.CUSTODY_SEE)
def ending(request: HttpRequest, ref: str) -> HttpResponse:
    """Show the paper of an end; a second person confirms it, or it is withdrawn."""
    actor, now = actor_of(request), timezone.now()
    line = queries.ending(actor, ref)
    if line is None:
        raise Http404
    asked = request.POST if "confirm" in request.POST else None
    form = ConfirmEndForm(asked, now=now, is_beforehand=line.is_beforehand)
    refusal: tuple[str, ...] = ()
    try:
        if "withdraw" in request.POST:
            withdraw_end(actor=actor, ending=ref, at=now)
            return redirect("custody:ending", ref)
        if form.is_valid():
            moment = form.cleaned_data.get("happened_at")  # else the paper says it
            confirm_end(actor=actor, ending=ref, happened_at=moment, at=now)
            return redirect("custody:ending", ref)
    except MovementRefusedError as refused:
        refusal = refused.sentences
    faces = _read(actor, line.persons, now=now)
    names = access.names_of({line.prepared_by, *filter(None, [line.settled_by])})
    return page(
        request,
        "ending",
        line=line,
        form=form,
        refusal=refusal,
        faces=faces,
        others=len(line.persons) - len(faces),
        prepared_by=names[line.prepared_by],
        settled_by=names.get(line.settled_by, ""),
        is_own=line.prepared_by == actor.key,
        may_confirm=may_answer(actor, ref, _P.END_CONFIRM),
        may_withdraw=may_answer(actor, ref, _P.END_RECORD),
    )


def _taken(
    actor: Actor, lines: list[queries.FindingLine]
) -> list[tuple[queries.FindingLine, str, bool]]:
    """Return findings, each with who has seen it and whether the reader may say so."""
    names = access.names_of({line.seen_by for line in lines if line.seen_by})
    return [
        (line, names.get(line.seen_by, ""), queries.may_acknowledge(actor, line)) for line in lines
    ]


def _read(actor: Actor, persons: tuple[str, ...], *, now: datetime) -> list[Face]:
    """Return those whose file the reader may open, and put on record that they were shown."""
    shown = files.in_scope(actor, persons, at=now)
    record_readings(actor=actor, persons=shown, page=FilePage.CUSTODY, at=now)
    return list(whereabouts.faces(actor, sorted(shown), at=now).values())


def _chosen(request: HttpRequest, ways: Iterable[rules.AccountKind]) -> rules.AccountKind | None:
    asked = request.GET.get("kind", "")
    return next((kind for kind in ways if kind == asked), None)


def _form(
    request: HttpRequest, kind: rules.AccountKind, *, held: Mapping[Subject, int], now: datetime
) -> EndForm:
    names = _names(request, held, now=now)
    return EndForm(request.POST or None, now=now, held=held, names=names, kind=kind)


def _names(
    request: HttpRequest, held: Mapping[Subject, int], *, now: datetime
) -> dict[str, str | None]:
    """Return the names the reader may read of those who are there."""
    persons = [subject.person for subject in held if subject.person]
    faces = whereabouts.faces(actor_of(request), persons, at=now)
    return {ref: face.name for ref, face in faces.items()}


def _said(ways: Iterable[rules.AccountKind], kind: rules.AccountKind | None) -> dict[str, object]:
    """Return what the page says of the ways there are, and of the one that was chosen."""
    return {
        "ways": [(way.value, words.account_kind(way), ends.ENDS[way]) for way in ways],
        "kind_name": words.account_kind(kind) if kind else "",
        "end": ends.ENDS[kind] if kind else None,
    }


def _entered(request: HttpRequest, made: Ending) -> HttpResponse:
    if made.movement_id is None:
        said = _("%(ref)s is prepared. A second person confirms it; until then everybody stays.")
        messages.info(request, said % {"ref": made.ref})
    else:
        count = sum(line[-1] for line in made.lines)
        said = _("%(ref)s is entered for %(count)s.")
        messages.info(request, said % {"ref": made.ref, "count": wording.number(count)})
    return redirect("custody:ending", made.ref)
