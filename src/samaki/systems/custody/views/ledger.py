"""Pages of the ledger: accounts, movements, flow, persons."""

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
from samaki.ground.heads.forms import added
from samaki.ground.heads.words import cell_in_words, nationalities
from samaki.ground.people.rules import FilePage
from samaki.ground.people.services import record_readings
from samaki.ground.places import queries as places
from samaki.ground.sites import queries as sites
from samaki.systems.custody import forms, rules
from samaki.systems.custody.queries import (
    accounts,
    clocks,
    counts,
    ends,
    files,
    flow,
    handovers,
    holds,
    words,
)
from samaki.systems.custody.queries import exhibits as things
from samaki.systems.custody.queries import payments as paid
from samaki.systems.custody.queries.books import Moments
from samaki.systems.custody.rules.keepers import Keeper
from samaki.systems.custody.services.corrections import (
    correct_movement,
    may_correct,
    reasons_of_owner,
)
from samaki.systems.custody.services.holds import grounds_by_hand, may_lift_by_hand
from samaki.systems.custody.services.intakes import take_in
from samaki.systems.custody.services.persons import Stated, identify
from samaki.systems.custody.services.refusals import MovementRefusedError
from samaki.systems.custody.views.asking import account_of, moments_of, page, sites_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from samaki.ground.access.actors import Actor
    from samaki.systems.custody.queries.whereabouts import Face

_P = Permission
_NEWEST = 30  # movements on an account's page; its rows show all
_NEWEST_READS = 100


@guarded(_P.CUSTODY_SEE)
def home(request: HttpRequest) -> HttpResponse:
    """Show the accounts of the actor's areas, what nobody has received first."""
    actor, at = actor_of(request), moments_of(request)
    waiting = handovers.in_transit(actor, at)
    lines, total = accounts.seen(actor, at), accounts.total(actor, at)
    ended = ends.seen(actor, at)
    return page(
        request,
        "home",
        lines=lines,
        keepers=len({line.unit for line in lines}),
        total=total,
        named_on_the_road=total.named
        - sum(line.named for line in lines)
        - sum(line.named for line in ended),
        ended=ended,
        unknown=[line for line in ended if line.is_unknown],
        waiting=ends.endings(actor, waits=True),
        variances=[line for line in waiting if line.is_variance],
        on_the_road=[line for line in waiting if not line.is_variance],
        missing=sum(line.between for line in waiting if line.is_variance),
        differing=counts.open_variances(actor, at),
        may_count=actor.may(_P.CUSTODY_TAKE_IN),
        sees_exhibits=actor.may(_P.EXHIBIT_SEE),
    )


@guarded(_P.CUSTODY_SEE)
def account(request: HttpRequest, ref: str) -> HttpResponse:
    """Show one account: held, named, in transit, and every movement with its two times."""
    actor, at = actor_of(request), moments_of(request)
    line, held = account_of(request, ref), accounts.subjects(ref, at)
    waiting = handovers.in_transit(actor, at, account=ref)
    variances = [w for w in waiting if w.is_variance]
    may_receive = actor.may(_P.CUSTODY_RECEIVE, area=line.area)
    received = {
        w.ref for w in waiting if w.receiver_ref == ref and handovers.is_of_receiver(actor, w)
    }
    movements = accounts.movements(ref, at)
    return page(
        request,
        "account",
        line=line,
        sees_site=bool(line.site) and sites.site(actor, line.site) is not None,
        cells=accounts.cells(held),
        persons=accounts.persons(actor, held, now=timezone.now()),
        movements=movements,
        newest=movements[:_NEWEST],
        variances=variances,
        on_the_road=[w for w in waiting if not w.is_variance],
        in_transit=sum(w.between for w in waiting),
        may_explain=may_receive and any(v.ref in received for v in variances),
        received=received,
        may_receive=may_receive,
        may_count=actor.may(_P.CUSTODY_TAKE_IN, area=line.area),
        may_dispatch=actor.may(_P.CUSTODY_DISPATCH, area=line.area),
        may_end=actor.may(_P.END_RECORD, area=line.area),
        endings=ends.endings(actor, account=ref, waits=True),
        may_identify=actor.may(_P.CUSTODY_IDENTIFY, area=line.area),
        # On a site no time in police custody runs that could be extended.
        may_extend=line.named > 0
        and not line.site
        and actor.may(_P.EXTENSION_RECORD, area=line.area),
        has_clocks=line.kind == words.account_kind(rules.AccountKind.STATION),
        opens_files=actor.may(_P.PERSON_SEE, area=line.area),
        may_count_again=actor.may(_P.CUSTODY_COUNT, area=line.area),
        counted=counts.last_of(actor, ref, at),
        differing=counts.open_variances(actor, at, account=ref),
    )


@guarded(_P.CUSTODY_SEE)
def rows(request: HttpRequest, ref: str) -> HttpResponse:
    """Show the postings that add up to a number of an account."""
    actor, cell = actor_of(request), forms.chosen_cell(request.GET.dict())
    end = ends.ended(actor, ref, moments_of(request))
    named = "named" in request.GET
    found = accounts.postings_behind(ref, moments_of(request), cell=cell, named=named)
    return page(
        request,
        "rows",
        line=end or account_of(request, ref),
        is_ended=end is not None,
        of=cell_in_words(cell) if cell else "",
        named=named,
        postings=found,
        sum=sum(p.count for p in found),
    )


@guarded(_P.CUSTODY_SEE)
def movement(request: HttpRequest, number: int) -> HttpResponse:
    """Show one movement, and let who may enter it reverse it with a reason."""
    actor, now = actor_of(request), timezone.now()
    line = accounts.movement(actor, number, moments_of(request))
    if line is None:
        raise Http404
    form = forms.CorrectionForm(request.POST or None)
    refusal: tuple[str, ...] = ()
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            made = correct_movement(actor=actor, movement=number, reason=reason, at=now)
        except MovementRefusedError as refused:
            refusal = refused.sentences
        else:
            return redirect("custody:movement", made.movement_id)
    return page(
        request,
        "movement",
        line=line,
        postings=accounts.postings_of(number),
        reason=accounts.reason_of(number),
        handover=handovers.of_movement(number),
        ending=ends.paper_of(number),
        finding=ends.finding_of(number),
        entered_by=access.names_of({line.actor})[line.actor],
        form=form,
        refusal=refusal,
        may_correct=may_correct(actor, number),
        elsewhere=[words.sentence(reason) for reason in reasons_of_owner(number)],
    )


@guarded(_P.CUSTODY_TAKE_IN)
def count(request: HttpRequest) -> HttpResponse:
    """Count heads by nationality, sex and age; a nationality is added without losing a figure."""
    actor, now = actor_of(request), timezone.now()
    own = accounts.kept(actor, _P.CUSTODY_TAKE_IN, Moments(now, now))
    on_sites = sites_of(actor)
    saving = request.method == "POST" and "add" not in request.POST
    form = forms.IntakeForm(
        request.POST if saving else None,
        now=now,
        units=[(line.unit, line.name) for line in own],
        sites=on_sites,
        nationalities=[code for code in added(request) if rules.is_nationality(code)],
        initial=request.POST.dict() or request.GET.dict(),
    )
    if form.is_valid():
        try:
            taken = take_in(
                actor=actor,
                unit=Keeper(form.cleaned_data["unit"], form.cleaned_data["site"]),
                cells=form.cells(),
                legal_basis=form.cleaned_data["legal_basis"],
                because="",
                happened_at=form.cleaned_data["happened_at"],
                at=now,
            )
        except MovementRefusedError as refused:
            form.refuse(refused.said)
        else:
            said = {"ref": taken.ref, "count": wording.number(sum(form.cells().values()))}
            messages.info(request, _("%(count)s heads are taken in as %(ref)s.") % said)
            return redirect("custody:account", taken.account.ref)
    return page(request, "count", form=form, nationalities=nationalities(), own=own, sites=on_sites)


@guarded(_P.CUSTODY_IDENTIFY)
def identify_head(request: HttpRequest, ref: str) -> HttpResponse:
    """Give one unnamed head a name; the total stays."""
    actor, now = actor_of(request), timezone.now()
    line = account_of(request, ref, _P.CUSTODY_IDENTIFY)
    held = accounts.subjects(ref, Moments(now, now))
    unnamed = {subject.cell: count for subject, count in held.items() if not subject.person}
    form = forms.IdentifyForm(request.POST or None, now=now, cells=unnamed)
    if form.is_valid():
        stated = Stated(form.cleaned_data["name"], form.cleaned_data["paper"])
        try:
            person = identify(
                actor=actor,
                unit=Keeper(line.unit, line.site),
                cell=form.cell(),
                stated=stated,
                happened_at=form.cleaned_data["happened_at"],
                at=now,
            )
        except MovementRefusedError as refused:
            form.refuse(refused.said)
        else:
            said = {"ref": person.ref, "held": wording.number(line.held)}
            named = _("%(ref)s stands in the books in place of one head. The total stays %(held)s.")
            messages.info(request, named % said)
            return redirect("custody:identify", ref)
    return page(request, "identify", form=form, line=line, unnamed=unnamed)


@guarded(_P.CUSTODY_SEE)
def variances(request: HttpRequest) -> HttpResponse:
    """List what was sent and not received, and counts that differ, with who answers for each."""
    actor, at = actor_of(request), moments_of(request)
    lines = handovers.open_variances(actor, at)
    return page(
        request,
        "variances",
        lines=lines,
        missing=sum(v.between for v in lines),
        differing=counts.open_variances(actor, at),
    )


@guarded(_P.CUSTODY_SEE)
def flow_list(request: HttpRequest) -> HttpResponse:
    """Show where people were found, who took them in, and who holds them now; or some of them."""
    asked = {key: request.GET[key] for key in ("found", "first", "kind") if key in request.GET}
    lines = [
        line
        for line in flow.flow(actor_of(request), moments_of(request))
        if asked.get("found", line.found) == line.found
        and asked.get("first", line.first_ref) == line.first_ref
        and asked.get("kind", line.now_kind) == line.now_kind
    ]
    return page(
        request,
        "flow",
        lines=lines,
        heads=sum(line.heads for line in lines),
        provinces=places.names([line.found for line in lines]),
        is_part=bool(asked),
    )


@guarded(_P.PERSON_SEE)
def persons(request: HttpRequest) -> HttpResponse:
    """List the named persons of the reader's areas, or those a search finds."""
    eyes, now, asked = actor_of(request), timezone.now(), request.GET.get("q", "").strip()
    found = files.found(eyes, asked, at=now) if asked else files.persons(eyes, at=now)
    hidden = sum(face.is_hidden for face in found)
    return page(request, "persons", faces=found, q=asked, hidden=hidden)


@guarded(_P.PERSON_SEE)
def person(request: HttpRequest, ref: str) -> HttpResponse:
    """Open a person's file; that it was opened goes on record."""
    eyes, now = actor_of(request), timezone.now()
    face = files.face(eyes, ref, at=now)
    if face is None:
        raise Http404
    record_readings(actor=eyes, persons=[ref], page=FilePage.CUSTODY, at=now)
    return page(
        request,
        "person",
        face=face,
        steps=files.steps(ref),
        exhibits=things.exhibits(eyes, person=ref),
        payments=paid.payments(eyes, person=ref),
        clock=clocks.clock_of(ref, Moments(now, now)),
        grounds=files.grounds_in_words(ref),
        lifted=files.lifted_in_words(ref),
        liftable=[h.ref for h in holds.placed(ref) if may_lift_by_hand(eyes, h, at=now)],
        may_hold=grounds_by_hand(eyes, ref, at=now),
        may_see_reads=eyes.may(_P.JOURNAL_SEE),
        establish_at=_establish_at(eyes, face),
    )


def _establish_at(eyes: Actor, face: Face) -> str:
    """Return the account in which the reader may establish what this person is; else nothing."""
    place = face.place
    if place is None or place.kind not in rules.KEEPING:
        return ""
    return place.account if eyes.may(_P.CUSTODY_IDENTIFY, area=place.area) else ""


@guarded(_P.JOURNAL_SEE)
def reads(request: HttpRequest) -> HttpResponse:
    """List who opened whose file, newest first."""
    who, ref = request.GET.get("who", "").strip(), request.GET.get("person", "").strip().upper()
    lines = files.readings(person=ref, who=who, limit=_NEWEST_READS)
    asked = {"by": who, "of": ref}
    return page(request, "reads", lines=lines, asked=asked, most=_NEWEST_READS)
