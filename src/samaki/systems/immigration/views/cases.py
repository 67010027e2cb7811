"""Pages of the cases: whose turn it is, one person's steps, and each act on them."""

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
from samaki.systems.immigration import forms, rules
from samaki.systems.immigration.queries import cases, files
from samaki.systems.immigration.queries import clocks as consular
from samaki.systems.immigration.services.bans import close_without_ban, enter_ban
from samaki.systems.immigration.services.cases import open_case, record_paper
from samaki.systems.immigration.services.departures import undo_departure
from samaki.systems.immigration.services.notices import (
    notify_consulate,
    record_answer,
    tell_person,
)
from samaki.systems.immigration.services.orders import (
    decide_against,
    make_order,
    withdraw_order,
)
from samaki.systems.immigration.services.pleas import decide_plea, record_plea
from samaki.systems.immigration.views.asking import (
    acts,
    case_of,
    case_page,
    is_saved,
    may_undo,
    page,
    page_of,
)

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

_P = Permission


@guarded(_P.CASE_SEE)
def home(request: HttpRequest) -> HttpResponse:
    """List the open cases, the reader's own turn first, then who waits longest."""
    actor, now = actor_of(request), timezone.now()
    lines = cases.lines(actor, at=now)
    return page(
        request,
        "cases",
        lines=lines,
        mine=sum(line.is_mine for line in lines),
        over=cases.over(actor),
        may_open=actor.may(_P.CASE_PREPARE),
    )


@guarded(_P.CASE_SEE)
def clocks(request: HttpRequest) -> HttpResponse:
    """List whose consular step waits, for how long: the text says without delay."""
    lines = consular.waiting(actor_of(request), at=timezone.now())
    return page(request, "clocks", lines=lines)


@guarded(_P.CASE_PREPARE)
def choose(request: HttpRequest) -> HttpResponse:
    """List the named persons in custody of whom no case is open."""
    found = cases.candidates(actor_of(request), at=timezone.now())
    return page(request, "choose", persons=found)


@guarded(_P.CASE_PREPARE)
def open_one(request: HttpRequest, person: str) -> HttpResponse:
    """Open a person's case with the status check that led to it; it decides nothing."""
    actor, now = actor_of(request), timezone.now()
    found = [line for line in cases.candidates(actor, at=now) if line.face.ref == person]
    form = forms.CheckForm(request.POST or None, now=now)
    if not found and not form.is_bound:
        raise Http404(person)
    if is_saved(
        form,
        lambda said: open_case(
            actor=actor,
            person=person,
            check=form.check(),
            happened_at=said["happened_at"],
            at=now,
        ),
    ):
        opened = cases.seen(actor).filter(person=person).exclude(state__in=rules.CASE.ends).get()
        return redirect("immigration:case", opened.ref)
    line = found[0] if found else None
    return page_of(
        request,
        "open",
        form,
        persons=[line.face.ref] if line else [],
        opens=FilePage.OPEN_CASE,
        form=form,
        line=line,
        person=person,
    )


@guarded(_P.CASE_SEE)
def case(request: HttpRequest, ref: str) -> HttpResponse:
    """Show one person's case: dated steps in order, what is in the way, and what can be done."""
    found, actor, now = case_of(request, ref), actor_of(request), timezone.now()
    file = files.file(actor, found, at=now)
    shut = bool(cases.reasons_ahead(cases.standing(found), at=now))
    place = file.face.place if file.face else None
    step = cases.line(actor, found, at=now).step
    return case_page(
        request,
        found,
        FilePage.CASE,
        file=file,
        place=place,
        steps=files.timeline(found),
        acts=acts(actor, found, place, step=step.code, is_shut=shut),
        order=cases.order_of(found),
        undone=cases.undone(found),
        ban=cases.ban_of(found),
        undo=forms.ReasonsForm() if may_undo(actor, found) else None,
    )


@guarded(_P.ORDER_DECIDE)
def decide(request: HttpRequest, ref: str) -> HttpResponse:
    """Decide a case: an order with its ground, or none; refused with every reason."""
    found, actor, now = case_of(request, ref, _P.ORDER_DECIDE), actor_of(request), timezone.now()
    form = forms.DecisionForm(request.POST or None, grounds=found.check_made.grounds)

    def carry_out(said: dict[str, str]) -> object:
        if said["decision"] == "order":
            return make_order(actor=actor, case=ref, terms=form.terms(), at=now)
        return decide_against(actor=actor, case=ref, reasons=said["reasons"], at=now)

    if is_saved(form, carry_out):
        messages.info(request, _("The decision is on record."))
        return redirect("immigration:case", ref)
    file = files.file(actor, found, at=now)
    named = (rules.citation(rules.GROUNDS[code]) for code in found.check_made.grounds)
    cited = [source for source in dict.fromkeys(named) if source]
    return case_page(request, found, FilePage.DECIDE, form, form=form, file=file, cited=cited)


@guarded(_P.ORDER_DECIDE)
def withdraw(request: HttpRequest, ref: str) -> HttpResponse:
    """Withdraw a standing order, for reasons in words."""
    found, actor, now = case_of(request, ref, _P.ORDER_DECIDE), actor_of(request), timezone.now()
    form = forms.ReasonsForm(request.POST or None)
    if is_saved(
        form,
        lambda said: withdraw_order(actor=actor, case=ref, reasons=said["reasons"], at=now),
    ):
        messages.info(request, _("The order is withdrawn. The person is not expelled."))
        return redirect("immigration:case", ref)
    return case_page(request, found, FilePage.WITHDRAW_ORDER, form, form=form)


@guarded(_P.CASE_PREPARE)
def consulate(request: HttpRequest, ref: str) -> HttpResponse:
    """Record that the person was told, what they answer, and that the consulate was notified."""
    found, actor, now = case_of(request, ref, _P.CASE_PREPARE), actor_of(request), timezone.now()
    sent = {name: request.POST if name in request.POST else None for name in _CONSUL}
    tell = forms.TellForm(sent["tell"], now=now)
    answer = forms.AnswerForm(sent["answer"], now=now)
    notify = forms.NotifyForm(sent["notify"], now=now)
    saved = (
        is_saved(tell, lambda said: tell_person(actor=actor, case=ref, at=now, **said))
        or is_saved(
            answer,
            lambda said: record_answer(
                actor=actor,
                case=ref,
                answer=rules.Answer(said["answer"]),
                happened_at=said["happened_at"],
                at=now,
            ),
        )
        or is_saved(notify, lambda said: notify_consulate(actor=actor, case=ref, at=now, **said))
    )
    if saved:
        return redirect("immigration:consulate" if sent["tell"] else "immigration:case", ref)
    return case_page(
        request,
        found,
        FilePage.CONSULATE,
        tell,
        answer,
        notify,
        tell=tell,
        answer=answer,
        notify=notify,
        notice=getattr(found, "notice", None),
    )


_CONSUL = ("tell", "answer", "notify")


@guarded(_P.CASE_PREPARE)
def paper(request: HttpRequest, ref: str) -> HttpResponse:
    """Record the document a person travels on."""
    found, actor, now = case_of(request, ref, _P.CASE_PREPARE), actor_of(request), timezone.now()
    form = forms.PaperForm(request.POST or None)
    if is_saved(
        form, lambda _said: record_paper(actor=actor, case=ref, paper=form.paper(), at=now)
    ):
        return redirect("immigration:case", ref)
    return case_page(request, found, FilePage.PAPER, form, form=form)


@guarded(_P.CASE_SEE)
def pleas(request: HttpRequest, ref: str) -> HttpResponse:
    """Record that a person appeals or asks for asylum, or how a body decided it."""
    found, actor, now = case_of(request, ref), actor_of(request), timezone.now()
    asked, decided = request.POST.get("plea"), request.POST.get("decide")
    form = forms.PleaForm(request.POST if asked else None, now=now)
    deciding = forms.PleaDecisionForm(request.POST if decided else None)
    saved = is_saved(
        form, lambda said: record_plea(actor=actor, case=ref, at=now, **said)
    ) or is_saved(
        deciding, lambda said: decide_plea(actor=actor, plea=str(decided), at=now, **said)
    )
    if saved:
        return redirect("immigration:case", ref)
    known = list(found.pleas.all())
    return case_page(
        request,
        found,
        FilePage.PLEAS,
        form,
        deciding,
        form=form,
        deciding=deciding,
        pleas=known,
        waiting=next((plea for plea in known if plea.state == rules.PleaState.OPEN), None),
        may_record=actor.may(_P.CASE_PREPARE, area=found.area_id),
        may_decide=actor.may(_P.ORDER_DECIDE, area=found.area_id),
    )


@guarded(_P.CASE_PREPARE)
def ban(request: HttpRequest, ref: str) -> HttpResponse:
    """Enter the re-entry ban of somebody who has departed, or close the case without one."""
    found, actor, now = case_of(request, ref, _P.CASE_PREPARE), actor_of(request), timezone.now()
    without = "without" in request.POST
    form = forms.BanForm(None if without else request.POST or None)
    close = forms.ReasonsForm(request.POST if without else None)
    saved = is_saved(
        form,
        lambda said: enter_ban(
            actor=actor, case=ref, period=form.period(), ground=said["ground"], at=now
        ),
    ) or is_saved(
        close,
        lambda said: close_without_ban(actor=actor, case=ref, reasons=said["reasons"], at=now),
    )
    if saved:
        return redirect("immigration:case", ref)
    return case_page(request, found, FilePage.BAN, form, close, form=form, close=close)


@guarded(_P.DEPARTURE_RECORD)
def undo(request: HttpRequest, ref: str) -> HttpResponse:
    """Undo the departure of a person who did not leave, or not then, for reasons in words."""
    permission = _P.DEPARTURE_RECORD
    found, actor, now = case_of(request, ref, permission), actor_of(request), timezone.now()
    form = forms.ReasonsForm(request.POST or None)
    if is_saved(
        form,
        lambda said: undo_departure(actor=actor, case=ref, reasons=said["reasons"], at=now),
    ):
        messages.info(request, _("The departure is undone. The person stands on the list again."))
        return redirect("immigration:case", ref)
    is_open = may_undo(actor, found)
    return case_page(request, found, FilePage.UNDO, form, form=form, is_open=is_open)
