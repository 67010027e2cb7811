"""Pages of hand-overs: send, receive, decline, take back, send elsewhere, print."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from samaki.ground.access import queries as access
from samaki.ground.access.guard import actor_of, guarded
from samaki.ground.access.rules import Permission
from samaki.ground.agencies.queries import units_within
from samaki.ground.heads.words import cell_in_words
from samaki.ground.printing.coverage import GlyphsMissingError
from samaki.systems.custody import forms
from samaki.systems.custody.queries import accounts, ends, handovers, papers, words
from samaki.systems.custody.queries.books import Moments
from samaki.systems.custody.queries.sides import speaks_for
from samaki.systems.custody.rules import UNIT_KINDS
from samaki.systems.custody.rules.keepers import Keeper
from samaki.systems.custody.services.addressing import decline_handover, readdress_handover
from samaki.systems.custody.services.ends import may_settle
from samaki.systems.custody.services.handovers import (
    dispatch_handover,
    receive_handover,
    receive_rest,
    receive_vehicle,
    take_back,
)
from samaki.systems.custody.services.refusals import MovementRefusedError
from samaki.systems.custody.services.vehicles import change_vehicle
from samaki.systems.custody.views.asking import account_of, looking_back, moments_of, page

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from django.http import HttpRequest

    from samaki.kernel.ledger import Subject
    from samaki.systems.custody.queries.handovers import HandoverLine

_P = Permission


@guarded(_P.CUSTODY_DISPATCH)
def dispatch(request: HttpRequest, ref: str) -> HttpResponse:
    """Send people of an account to another unit, with an escort."""
    actor, now = actor_of(request), timezone.now()
    at = Moments(now, now)
    line = account_of(request, ref, _P.CUSTODY_DISPATCH)
    held = accounts.subjects(ref, at)
    form = forms.DispatchForm(
        request.POST or None,
        now=now,
        held=held,
        names={person.ref: person.name for person in accounts.persons(actor, held, now=now)},
        receivers=[p for p in accounts.addressees(at) if line.site or p[0] != line.unit],
        escorts=[(unit.code, unit.name) for unit in units_within(("KH",))],
        charges=accounts.charging(at),
    )
    if form.is_valid():
        try:
            sent = dispatch_handover(
                actor=actor,
                giver=Keeper(line.unit, line.site),
                receiver=form.cleaned_data["receiver"],
                escort=form.cleaned_data["escort"],
                sends=form.consignment(),
                happened_at=form.cleaned_data["happened_at"],
                at=now,
            )
        except MovementRefusedError as refused:
            form.refuse(refused.said)
        else:
            return redirect("custody:handover", sent.ref)
    return page(request, "dispatch", form=form, line=line)


@guarded(_P.CUSTODY_SEE)
def handover(request: HttpRequest, ref: str) -> HttpResponse:
    """Show both sides of a hand-over; the receiver takes in all who arrived, or some."""
    actor, now, at = actor_of(request), timezone.now(), moments_of(request)
    line = handovers.handover(actor, ref, at)
    if line is None:
        raise Http404
    held = handovers.on_the_way(ref, Moments(now, now))
    form = forms.ReceiptForm(request.POST or None, now=now, held=held)
    if form.is_valid():
        receive = receive_rest if line.opened_at else receive_handover
        try:
            receive(
                actor=actor,
                handover=ref,
                unit=line.receiver_unit,
                received=form.party(),
                happened_at=form.cleaned_data["happened_at"],
                at=now,
            )
        except MovementRefusedError as refused:
            form.refuse(refused.said)
        else:
            return redirect("custody:handover", ref)
    receipts = handovers.receipts(ref, at)
    names = access.names_of({line.sent_by, *(receipt.entered_by for receipt in receipts)})
    return page(
        request,
        "handover",
        line=line,
        spelled=words.spelled(ref),
        sent_by=names[line.sent_by],
        receipts=[(receipt, names[receipt.entered_by]) for receipt in receipts],
        reversed_receipts=handovers.reversed_receipts(ref, at),
        answers=handovers.answers(ref, at),
        form=form,
        endings=ends.endings(actor, handover=ref),
        charge=handovers.charge(ref),
        road=_on_the_road(handovers.on_the_way(ref, at) if looking_back(request) else held),
        is_open=bool(held),
        may_settle=may_settle(actor, line.sides),
        may_receive=_answers_for_receiver(request, line),
        is_own_sending=line.sent_by == actor.key,
        may_take_back=_answers_for_sender(request, line),
        may_change_vehicle=_answers_on_the_road(request, line),
        may_readdress=actor.may(_P.CUSTODY_DISPATCH, area=line.giver_area)
        and line.opened_at is None,
    )


@guarded(_P.CUSTODY_SEE)
def vehicles(request: HttpRequest) -> HttpResponse:
    """List the vehicles on the road with everybody on each; receive all who are on one at once."""
    actor, now = actor_of(request), timezone.now()
    at = Moments(now, now)
    asked = request.GET.get("vehicle", "")
    line = handovers.vehicle(actor, asked, at) if asked else None
    if line is None:
        lines = handovers.vehicles(actor, at)
        return page(request, "vehicles", lines=lines, heads=sum(each.heads for each in lines))
    # All who go to a unit are received in one act; by whoever sent some of them, none are.
    sent = {each.receiver_unit for each in line.lines if each.sent_by == actor.key}
    own = [
        each
        for each in line.lines
        if each.opened_at is None  # the rest of an earlier journey is received for itself
        and each.receiver_unit not in sent
        and _answers_for_receiver(request, each)
    ]
    units = {each.receiver_unit: each.receiver for each in own}
    form = forms.VehicleForm(request.POST or None, now=now, units=list(units.items()))
    if form.is_valid():
        try:
            made = receive_vehicle(
                actor=actor,
                vehicle=line.plate,
                unit=form.cleaned_data["unit"],
                happened_at=form.cleaned_data["happened_at"],
                at=now,
            )
        except MovementRefusedError as refused:
            form.refuse(refused.said)
        else:
            said = _("Everybody on %(vehicle)s is received: %(refs)s.")
            refs = ", ".join(str(receipt.ref) for receipt in made)
            messages.info(request, said % {"vehicle": line.name, "refs": refs})
            return redirect("custody:vehicles")
    return page(
        request,
        "vehicle",
        form=form,
        line=line,
        mine=sum(each.between for each in own),
        is_own_sending=bool(sent),
    )


@guarded(_P.CUSTODY_RECEIVE)
def decline(request: HttpRequest, ref: str) -> HttpResponse:
    """Decline those of a hand-over who are still on the way, with a reason."""
    actor, now = actor_of(request), timezone.now()
    line = _line(request, ref, now)
    if not _answers_for_receiver(request, line):
        return redirect("custody:handover", ref)  # it says who may
    form = forms.DeclineForm(request.POST or None, now=now)
    if form.is_valid():
        try:
            decline_handover(
                actor=actor,
                handover=ref,
                unit=line.receiver_unit,
                reason=form.cleaned_data["reason"],
                happened_at=form.cleaned_data["happened_at"],
                at=now,
            )
        except MovementRefusedError as refused:
            form.refuse(refused.said)
        else:
            said = _("%(ref)s is declined. Those on the way stay with %(owner)s.")
            messages.info(request, said % {"ref": ref, "owner": line.owner})
            return redirect("custody:handover", ref)
    return page(request, "decline", form=form, line=line)


@guarded(_P.CUSTODY_RECEIVE)
def take_back_page(request: HttpRequest, ref: str) -> HttpResponse:
    """Count in again who came back to their sender: all of those on the way, or some."""
    actor, now = actor_of(request), timezone.now()
    line = _line(request, ref, now)
    if not _answers_for_sender(request, line):
        return redirect("custody:handover", ref)
    held = handovers.on_the_way(ref, Moments(now, now))
    form = forms.TakeBackForm(request.POST or None, now=now, held=held)
    if form.is_valid():
        try:
            take_back(
                actor=actor,
                handover=ref,
                unit=line.giver_unit,
                returned=form.party(),
                happened_at=form.cleaned_data["happened_at"],
                at=now,
            )
        except MovementRefusedError as refused:
            form.refuse(refused.said)
        else:
            return redirect("custody:handover", ref)
    return page(request, "take_back", form=form, line=line)


@guarded(_P.CUSTODY_DISPATCH)
def readdress(request: HttpRequest, ref: str) -> HttpResponse:
    """Send a hand-over of which nobody was received to another unit, with a reason."""
    actor, now = actor_of(request), timezone.now()
    line = _line(request, ref, now)
    if not actor.may(_P.CUSTODY_DISPATCH, area=line.giver_area):
        return redirect("custody:handover", ref)
    is_from_site = accounts.kind_of(line.giver_ref) not in UNIT_KINDS
    without = {line.receiver_unit} | (set() if is_from_site else {line.giver_unit})
    every = accounts.addressees(Moments(now, now))
    receivers = [pair for pair in every if pair[0] not in without]
    form = forms.ReaddressForm(request.POST or None, receivers=receivers)
    if form.is_valid():
        try:
            readdress_handover(actor=actor, handover=ref, at=now, **form.cleaned_data)
        except MovementRefusedError as refused:
            form.refuse(refused.said)
        else:
            return redirect("custody:handover", ref)
    return page(request, "readdress", form=form, line=line)


@guarded(_P.CUSTODY_DISPATCH)
def change_vehicle_page(request: HttpRequest, ref: str) -> HttpResponse:
    """Say that everybody on a vehicle went on in another, or with another escort."""
    actor, now = actor_of(request), timezone.now()
    line = _line(request, ref, now)
    if not _answers_on_the_road(request, line):
        return redirect("custody:handover", ref)
    form = forms.VehicleChangeForm(
        request.POST or None,
        now=now,
        escorts=[(unit.code, unit.name) for unit in units_within(("KH",))],
        initial={"vehicle": line.vehicle, "escort": line.owner_unit},
    )
    if form.is_valid():
        try:
            changes = change_vehicle(actor=actor, handover=ref, at=now, **form.cleaned_data)
        except MovementRefusedError as refused:
            form.refuse(refused.said)
        else:
            said = _("Changed for everybody on it: %(refs)s.")
            refs = ", ".join(str(change.handover.ref) for change in changes)
            messages.info(request, said % {"refs": refs})
            return redirect("custody:handover", ref)
    return page(
        request,
        "change_vehicle",
        form=form,
        line=line,
        beside=[
            each
            for each in handovers.beside(actor, line, Moments(now, now))
            if _answers_on_the_road(request, each)
        ],
    )


@guarded(_P.CUSTODY_SEE)
def chain_of_custody(request: HttpRequest, ref: str) -> HttpResponse:
    """Print the chain-of-custody form of a hand-over, to be signed by both sides."""
    actor, now = actor_of(request), timezone.now()
    line = _line(request, ref, now)
    language = get_language() or "en"
    try:
        made = papers.chain_of_custody(actor, line, language=language, at=now)
    except GlyphsMissingError as missing:
        return page(request, "unprintable", line=line, refusal=missing.sentences)
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{line.ref}-{language}.pdf"'
    return answer


def _line(request: HttpRequest, ref: str, now: datetime) -> HandoverLine:
    found = handovers.handover(actor_of(request), ref, Moments(now, now))
    if found is None:
        raise Http404
    return found


def _on_the_road(held: Mapping[Subject, int]) -> list[tuple[str, str, int]]:
    """Return who is on the road still: in words, the person's reference if named, how many."""
    return [(cell_in_words(who.cell), who.person or "", heads) for who, heads in held.items()]


def _answers_for_receiver(request: HttpRequest, line: HandoverLine) -> bool:
    """Tell whether the reader may receive for the receiver: never the sender's or escort's side."""
    speaks = handovers.is_of_receiver(actor_of(request), line)
    return speaks and line.receiver_unit in _kept(request, _P.CUSTODY_RECEIVE)


def _answers_on_the_road(request: HttpRequest, line: HandoverLine) -> bool:
    """Tell whether the reader sends for the sender or the escort, while nobody was received."""
    may = actor_of(request).may
    ends = (line.giver_area, line.owner_area)
    is_together = line.between > 0 and line.opened_at is None
    return is_together and any(may(_P.CUSTODY_DISPATCH, area=area) for area in ends)


def _answers_for_sender(request: HttpRequest, line: HandoverLine) -> bool:
    """Tell whether the reader counts in for the sender: never the receiver's or escort's side."""
    actor = actor_of(request)
    is_receiver = line.receiver_unit in actor.units and not line.is_within
    is_sender = not is_receiver and speaks_for(actor, line.giver_unit)
    return is_sender and actor.may(_P.CUSTODY_RECEIVE, area=line.giver_area)


def _kept(request: HttpRequest, permission: Permission) -> set[str]:
    """Return the codes of the units over whose accounts the reader has the permission."""
    now = timezone.now()
    own = accounts.kept(actor_of(request), permission, Moments(now, now))
    return {line.unit for line in own}
