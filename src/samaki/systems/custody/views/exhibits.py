"""Pages of exhibits: seized, sealed, counted by two, handed over, opened, missed, labelled."""

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
from samaki.ground.people.rules import FilePage
from samaki.ground.pictures import store
from samaki.ground.pictures.looking import PictureRefusedError
from samaki.ground.printing.coverage import GlyphsMissingError
from samaki.systems.custody import forms
from samaki.systems.custody.forms import exhibits as exhibit_forms
from samaki.systems.custody.queries import counts as people_counts
from samaki.systems.custody.queries import exhibit_moves as moves
from samaki.systems.custody.queries import exhibits as things
from samaki.systems.custody.queries import exhibits_then as back
from samaki.systems.custody.queries import labels as printing
from samaki.systems.custody.queries import payments as paid
from samaki.systems.custody.queries import photos
from samaki.systems.custody.queries.sides import speaks_for
from samaki.systems.custody.services.exhibits import seize_exhibit
from samaki.systems.custody.services.photos import add_photo
from samaki.systems.custody.services.refusals import MovementRefusedError
from samaki.systems.custody.services.thing_acts import (
    change_seal,
    correct_exhibit,
    declare_found,
    declare_missing,
    may_correct_exhibit,
    open_bundle,
)
from samaki.systems.custody.services.thing_counts import count_exhibit, explain_exhibit_count
from samaki.systems.custody.services.thing_handovers import (
    Sending,
    dispatch_exhibits,
    receive_exhibits,
)
from samaki.systems.custody.views.asking import looking_back, page, read_of

if TYPE_CHECKING:
    from django.http import HttpRequest

    from samaki.systems.custody.queries.exhibits import ExhibitLine

_P = Permission


@guarded(_P.EXHIBIT_SEE)
def exhibits(request: HttpRequest) -> HttpResponse:
    """List exhibits: what, under which seal, where found, where now; what is missing or waits."""
    actor, now, then = actor_of(request), timezone.now(), looking_back(request)
    site, store = request.GET.get("site", ""), request.GET.get("store", "")
    found = (
        back.listed(actor, then, site=site, store=store)
        if then
        else things.exhibits(actor, site=site, store=store)
    )
    stores = back.stores(actor, then) if then else moves.stores(actor)
    names = access.names_of({line.seized_by for line in found})
    return page(
        request,
        "exhibits",
        lines=[(line, names[line.seized_by]) for line in found],
        site=site,
        store=next((one for one in stores if one.ref == store), None),
        stores=stores,
        waiting=moves.open_handovers(actor, at=now),
        differing=moves.open_counts(actor, at=now),
        missing=things.missing(actor),
        releasing=paid.releases(actor, waits=True),
        chosen=bool(site or store),
        labels=request.GET.urlencode(),
        sending={one.ref for one in moves.stores(actor, _P.EXHIBIT_DISPATCH)},
        may_seize=actor.may(_P.EXHIBIT_SEIZE),
        sees_custody=actor.may(_P.CUSTODY_SEE),
        reads_indicators=actor.may(_P.INDICATOR_SEE),
    )


@guarded(_P.EXHIBIT_SEIZE)
def seize(request: HttpRequest) -> HttpResponse:
    """Enter a seized thing under its seal, at the site where it was found."""
    actor, now = actor_of(request), timezone.now()
    sites = things.sites(actor, _P.EXHIBIT_SEIZE)
    units = units_within(actor.areas(_P.EXHIBIT_SEIZE))
    form = exhibit_forms.ExhibitForm(
        request.POST or None,
        now=now,
        sites=[(site.ref, f"{site.name} · {site.ref}") for site in sites],
        units=[(unit.code, unit.name) for unit in units],
    )
    if form.is_valid():
        happened_at = form.cleaned_data["happened_at"]
        try:
            made = seize_exhibit(actor=actor, found=form.found(), happened_at=happened_at, at=now)
        except MovementRefusedError as refused:
            form.refuse(refused.said)
        else:
            entered = _("%(ref)s is entered under the seal %(seal)s. A second officer counts it.")
            messages.info(request, entered % {"ref": made.ref, "seal": made.seal})
            return redirect("custody:exhibit", made.ref)
    return page(request, "seize", form=form, sites=sites)


@guarded(_P.EXHIBIT_SEE)
def exhibit(request: HttpRequest, ref: str) -> HttpResponse:
    """Show one exhibit: its seal, its pieces, where it is, and every entry, seal and count."""
    actor, now, then = actor_of(request), timezone.now(), looking_back(request)
    line = back.exhibit(actor, ref, then) if then else _line(request, ref)
    if line is None:
        raise Http404
    steps, changes = things.steps(ref, at=then), things.seal_changes(ref, at=then)
    counted = moves.counts(actor, exhibit=ref, at=now, then=then)
    keys = {step.actor for step in steps} | {change.changed_by for change in changes}
    names = access.names_of(keys | {one.counted_by for one in counted} | {line.seized_by})
    may = {act: actor.may(permission, area=line.holder_area) for act, permission in _ACTS.items()}
    return page(
        request,
        "exhibit",
        line=line,
        seized_by=names[line.seized_by],
        steps=[(step, names[step.actor]) for step in steps],
        changes=[(change, names[change.changed_by]) for change in changes],
        counts=[(one, names[one.counted_by]) for one in counted],
        parts=things.parts(actor, ref),
        releases=paid.releases(actor, exhibit=ref),
        photos=photos.photos(actor, ref),
        may=may if line.holder_area and not then else {},
        persons=read_of(actor, line.person, FilePage.EXHIBIT, at=now),
        reads_indicators=actor.may(_P.INDICATOR_SEE),
    )


_ACTS = {
    "dispatch": _P.EXHIBIT_DISPATCH,
    "seal": _P.EXHIBIT_SEAL,
    "count": _P.EXHIBIT_COUNT,
    "explain": _P.EXHIBIT_EXPLAIN,
    "release": _P.RELEASE_PREPARE,
    "photograph": _P.EXHIBIT_SEIZE,
}


@guarded(_P.EXHIBIT_SEAL)
def open_exhibit(request: HttpRequest, ref: str) -> HttpResponse:
    """Open a bundle and seal its pieces anew; the pieces have to add up."""
    line = _line(request, ref, _P.EXHIBIT_SEAL)
    form = exhibit_forms.OpeningForm(request.POST or None, now=timezone.now())
    if form.is_valid():
        try:
            open_bundle(
                actor=actor_of(request),
                exhibit=ref,
                parts=form.parts(),
                reason=form.cleaned_data["reason"],
                happened_at=form.cleaned_data["happened_at"],
                at=timezone.now(),
            )
        except MovementRefusedError as refused:
            form.refuse(refused.said)
        else:
            return redirect("custody:exhibit", ref)
    return page(request, "exhibit_open", form=form, line=line)


@guarded(_P.EXHIBIT_SEAL)
def reseal_exhibit(request: HttpRequest, ref: str) -> HttpResponse:
    """Record that a seal was broken or replaced: the new number and why."""
    line = _line(request, ref, _P.EXHIBIT_SEAL)
    form = exhibit_forms.SealingForm(request.POST or None, now=timezone.now())
    if form.is_valid():
        try:
            change_seal(
                actor=actor_of(request),
                exhibit=ref,
                sealing=form.sealing(),
                happened_at=form.cleaned_data["happened_at"],
                at=timezone.now(),
            )
        except MovementRefusedError as refused:
            form.refuse(refused.said)
        else:
            return redirect("custody:exhibit", ref)
    return page(request, "exhibit_seal", form=form, line=line)


@guarded(_P.EXHIBIT_COUNT)
def count_pieces(request: HttpRequest, ref: str) -> HttpResponse:
    """Enter how many pieces of an exhibit were counted; what the books say is not shown here."""
    line = _line(request, ref, _P.EXHIBIT_COUNT)
    form = exhibit_forms.PiecesForm(request.POST or None, now=timezone.now())
    if form.is_valid():
        try:
            made = count_exhibit(
                actor=actor_of(request),
                exhibit=ref,
                pieces=form.cleaned_data["pieces"],
                happened_at=form.cleaned_data["happened_at"],
                at=timezone.now(),
            )
        except MovementRefusedError as refused:
            form.refuse(refused.said)
        else:
            return redirect("custody:exhibit_count", made.ref)
    return page(request, "exhibit_count", form=form, line=line)


@guarded(_P.EXHIBIT_EXPLAIN)
def missing_pieces(request: HttpRequest, ref: str) -> HttpResponse:
    """Declare pieces of an exhibit unaccounted for, or found again, with what is known."""
    line = _line(request, ref, _P.EXHIBIT_EXPLAIN)
    form = exhibit_forms.MissingForm(request.POST or None, now=timezone.now())
    if form.is_valid():
        said = form.cleaned_data
        declare = declare_found if said["act"] == "found" else declare_missing
        try:
            declare(
                actor=actor_of(request),
                exhibit=ref,
                pieces=said["pieces"],
                reason=said["reason"],
                happened_at=said["happened_at"],
                at=timezone.now(),
            )
        except MovementRefusedError as refused:
            form.refuse(refused.said)
        else:
            return redirect("custody:exhibit", ref)
    return page(request, "exhibit_missing", form=form, line=line)


@guarded(_P.EXHIBIT_SEE)
def exhibit_count(request: HttpRequest, ref: str) -> HttpResponse:
    """Show a count of an exhibit beside the books, and let a second person explain a difference."""
    actor, now = actor_of(request), timezone.now()
    line = moves.count(actor, ref, at=now)
    if line is None:
        raise Http404
    form = forms.ExplanationForm(request.POST or None)
    if form.is_valid():
        try:
            explain_exhibit_count(actor=actor, count=ref, explanation=form.explanation(), at=now)
        except MovementRefusedError as refused:
            form.refuse(refused.said)
        else:
            return redirect("custody:exhibit_count", ref)
    names = access.names_of({line.counted_by, *filter(None, [line.explained_by])})
    return page(
        request,
        "exhibit_counted",
        line=line,
        form=form,
        counted_by=names[line.counted_by],
        explained_by=names.get(line.explained_by, ""),
        evidence_url=people_counts.page_of(actor, line.evidence),
        is_own=line.counted_by == actor.key,
        may_explain=actor.may(_P.EXHIBIT_EXPLAIN, area=line.area),
    )


@guarded(_P.EXHIBIT_DISPATCH)
def dispatch_from(request: HttpRequest, ref: str) -> HttpResponse:
    """Send sealed exhibits of a store to another unit, with an escort."""
    actor, now = actor_of(request), timezone.now()
    store = next((one for one in moves.stores(actor) if one.ref == ref), None)
    if store is None:
        raise Http404
    actor.require(_P.EXHIBIT_DISPATCH, area=store.area)
    here = {line.ref: line for line in things.exhibits(actor, store=ref)}
    lines = {ref: line for ref, line in here.items() if line.may_leave}
    form = exhibit_forms.ThingDispatchForm(
        request.POST or None,
        now=now,
        things={ref: line.description for ref, line in lines.items()},
        units=[(unit.code, unit.name) for unit in units_within(("KH",))],
        initial={f"p-{ref}": True for ref in request.GET.getlist("exhibit")},
    )
    if form.is_valid():
        said = form.cleaned_data
        sending = Sending(
            store.unit, said["receiver"], said["escort"], form.chosen(), said["vehicle"]
        )
        try:
            sent = dispatch_exhibits(
                actor=actor, sending=sending, happened_at=said["happened_at"], at=now
            )
        except MovementRefusedError as refused:
            form.refuse(refused.said)
        else:
            return redirect("custody:exhibit_handover", sent.ref)
    return page(
        request,
        "exhibit_dispatch",
        form=form,
        store=store,
        boxes=[(box, here.get(ref)) for ref, box in form.boxes],
        uncounted=[line for line in here.values() if not line.is_counted_twice],
        differing=[line for line in here.values() if line.open_count],
    )


@guarded(_P.EXHIBIT_SEE)
def exhibit_handover(request: HttpRequest, ref: str) -> HttpResponse:
    """Show both sides of a hand-over of exhibits; the receiver takes over what arrived."""
    actor, now = actor_of(request), timezone.now()
    line = moves.handover(actor, ref, at=now)
    if line is None:
        raise Http404
    between = {one.ref: one for one in line.exhibits if one.is_between}
    form = exhibit_forms.ThingReceiptForm(
        request.POST or None, now=now, things={ref: one.description for ref, one in between.items()}
    )
    if form.is_valid():
        try:
            receive_exhibits(
                actor=actor,
                handover=ref,
                unit=line.receiver_unit,
                received=form.chosen(),
                happened_at=form.cleaned_data["happened_at"],
                at=now,
            )
        except MovementRefusedError as refused:
            form.refuse(refused.said)
        else:
            return redirect("custody:exhibit_handover", ref)
    own = {unit.code for unit in units_within(actor.areas(_P.EXHIBIT_RECEIVE))}
    is_own, is_own_sending = line.giver_unit in actor.units, line.sent_by == actor.key
    return page(
        request,
        "exhibit_handover",
        line=line,
        form=form,
        boxes=[(box, between.get(ref)) for ref, box in form.boxes],
        may_receive=line.receiver_unit in own
        and not is_own
        and not is_own_sending
        and speaks_for(actor, line.receiver_unit),
        is_own=is_own,
        is_own_sending=is_own_sending,
    )


@guarded(_P.EXHIBIT_SEE)
def exhibit_movement(request: HttpRequest, number: int) -> HttpResponse:
    """Show one entry of the books of things, and let who may enter it reverse it with a reason."""
    actor, now = actor_of(request), timezone.now()
    found = things.step(actor, number)
    if found is None:
        raise Http404
    form = forms.CorrectionForm(request.POST or None)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            made = correct_exhibit(actor=actor, movement=number, reason=reason, at=now)
        except MovementRefusedError as refused:
            form.refuse(refused.said)
        else:
            return redirect("custody:exhibit_movement", made.pk)
    step, postings = found
    return page(
        request,
        "exhibit_movement",
        step=step,
        postings=postings,
        handover=moves.handover_of(number),
        entered_by=access.names_of({step.actor})[step.actor],
        form=form,
        may_correct=may_correct_exhibit(actor, number),
    )


@guarded(_P.EXHIBIT_SEE)
def labels(request: HttpRequest) -> HttpResponse:
    """Print labels with QR codes: of chosen exhibits, of a store, of a site, or of all."""
    actor, asked = actor_of(request), request.GET
    lines = (
        things.chosen(actor, asked.getlist("exhibit"))
        if "exhibit" in asked
        else things.exhibits(actor, site=asked.get("site", ""), store=asked.get("store", ""))
    )
    here = [line for line in lines if line.unit]
    try:
        made = printing.labels(here, language=get_language() or "en", at=timezone.now())
    except GlyphsMissingError as refused:
        messages.error(request, " ".join(refused.sentences))
        return redirect("custody:exhibits")
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = 'inline; filename="labels.pdf"'
    return answer


@guarded(_P.EXHIBIT_SEIZE)
def photographs(request: HttpRequest, ref: str) -> HttpResponse:
    """Add a photograph of an exhibit; the file is kept as it came, by its SHA-256."""
    line = _line(request, ref, _P.EXHIBIT_SEIZE)
    form = exhibit_forms.PhotoForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            add_photo(
                actor=actor_of(request), exhibit=ref, content=form.content(), at=timezone.now()
            )
        except MovementRefusedError as refused:
            form.refuse(refused.said)
        except PictureRefusedError as refused:
            for sentence in refused.sentences:
                form.add_error("photograph", sentence)
        else:
            return redirect("custody:exhibit", ref)
    return page(request, "exhibit_photos", form=form, line=line)


@guarded(_P.EXHIBIT_SEE)
def photograph(request: HttpRequest, ref: str, digest: str) -> HttpResponse:
    """Give a photograph as it was taken, or its small copy; to who may see the exhibit."""
    found = photos.photo(actor_of(request), ref, digest)
    if found is None:
        raise Http404
    is_small = "small" in request.GET
    path = store.path_of(found.small if is_small else found.digest)
    if not path.exists():
        raise Http404
    # Read whole: it has 15 MB at most, and a stream would leave the file open when nobody reads.
    media_type = "image/jpeg" if is_small else found.media_type
    answer = HttpResponse(path.read_bytes(), content_type=media_type)
    answer["Cache-Control"] = "private, max-age=3600"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _line(
    request: HttpRequest, ref: str, permission: Permission = Permission.EXHIBIT_SEE
) -> ExhibitLine:
    """Return the exhibit, if the actor may see it; require the permission where it lies."""
    actor = actor_of(request)
    found = things.exhibit(actor, ref)
    if found is None:
        raise Http404
    actor.require(permission, area=found.holder_area or None)
    return found
