"""Pages of sheets: send one, review its rows, post them, take back what there is to mend."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from samaki.ground import wording
from samaki.ground.access import queries as access
from samaki.ground.access.guard import actor_of, guarded
from samaki.ground.access.rules import Permission
from samaki.ground.sheets.writing import TYPES, write
from samaki.kernel.flow import StepRefusedError
from samaki.systems.custody import forms, rules
from samaki.systems.custody.queries import sheets as queries
from samaki.systems.custody.rules import sheet_words
from samaki.systems.custody.rules.keepers import Keeper
from samaki.systems.custody.services.sheet_posting import post_sheet
from samaki.systems.custody.services.sheets import PERMISSIONS, Sent, close_sheet, stage_sheet
from samaki.systems.custody.views.asking import account_of, page, sites_of

if TYPE_CHECKING:
    from django.http import HttpRequest

    from samaki.systems.custody.queries.accounts import AccountLine
    from samaki.systems.custody.queries.sheets import SheetLine

_P = Permission
_ON_A_PAGE = 50  # good rows
_FIELDS = {
    "no_basis": "legal_basis",
    "future": "happened_at",
    "long_ago": "happened_at",
    "nobody_on_site": "site",
    "unknown_site": "site",
}
_EMPTY = {
    f"{kind}-{language}.{form}": (kind, language, form)
    for kind in rules.SheetKind
    for language in ("km", "en")
    for form in TYPES
}


@guarded(_P.CUSTODY_TAKE_IN)
def send_sheet(request: HttpRequest, ref: str) -> HttpResponse:
    """Send a sheet for an account; its rows are reviewed before anything is posted."""
    actor, now = actor_of(request), timezone.now()
    line = account_of(request, ref, _P.CUSTODY_TAKE_IN)
    kinds = [
        (kind.value, queries.kind_in_words(kind))
        for kind in rules.SheetKind
        if actor.may(PERMISSIONS[kind], area=line.area)
    ]
    is_sent = request.method == "POST"
    form = forms.SheetForm(
        request.POST if is_sent else None,
        request.FILES if is_sent else None,
        now=now,
        kinds=kinds,
        sites=[] if line.site else sites_of(actor),
        initial=_as_before(request),
    )
    if form.is_valid() and (made := _staged(request, line, form)):
        return redirect("custody:sheet", made)
    return page(
        request,
        "send_sheet",
        form=form,
        line=line,
        empty=[
            (name, queries.kind_in_words(kind), language, form_of.upper())
            for name, (kind, language, form_of) in _EMPTY.items()
            if kind.value in dict(kinds)
        ],
        sent=[
            (each, queries.kind_in_words(each.kind), queries.state_in_words(each.state))
            for each in queries.of_account(actor, ref)
        ],
    )


@guarded(_P.CUSTODY_TAKE_IN)
def sheet(request: HttpRequest, ref: str) -> HttpResponse:
    """Review a sheet: what is good, what there is to mend; post the good rows, or close it."""
    actor, now = actor_of(request), timezone.now()
    line = _line_of(request, ref)
    refusal: tuple[str, ...] = ()
    if request.method == "POST":
        try:
            if "post" in request.POST:
                post_sheet(actor=actor, sheet=ref, at=now)
            elif "close" in request.POST:
                close_sheet(actor=actor, sheet=ref, at=now)
                messages.info(request, _("What was left of the sheet is forgotten."))
            return redirect("custody:sheet", line.ref)
        except wording.RefusedError as refused:
            refusal = refused.sentences
        except StepRefusedError:
            refusal = (_("That was done already, or cannot be done any more. Look again."),)
    if getattr(request, "htmx", False):
        part = render(request, "custody/_sheet_standing.html", {"line": line})
        if line.job is not None and not line.job.is_open:
            part.headers["HX-Refresh"] = "true"  # what stands below has changed with the last row
        return part
    pages = Paginator(queries.good_numbers(line), _ON_A_PAGE).get_page(request.GET.get("page"))
    return page(
        request,
        "sheet",
        line=line,
        kind=queries.kind_in_words(line.kind),
        sent_by=access.names_of({line.sent_by})[line.sent_by],
        faults=queries.faults(line),
        pages=pages,
        good=queries.good_rows(line, list(pages.object_list), at=now),
        known=queries.known(line),
        listed=queries.LISTED,
        refusal=refusal,
    )


@guarded(_P.CUSTODY_TAKE_IN)
def to_mend(request: HttpRequest, ref: str) -> HttpResponse:
    """Give back the rows with something to mend, laid out as they came, each with its reasons."""
    line = _line_of(request, ref)
    if not line.sees_names or not line.has_words or not line.bad:
        return redirect("custody:sheet", line.ref)  # which shows what there is, and to whom
    form, delimiter, rows = queries.to_mend(line)
    return _file(f"{line.ref}.{form}", form, write(form, rows, delimiter=delimiter))


@guarded(_P.CUSTODY_TAKE_IN)
def empty_sheet(_request: HttpRequest, name: str) -> HttpResponse:
    """Give an empty sheet to fill in: of a kind, in a language, in a form."""
    if name not in _EMPTY:
        raise Http404(name)
    kind, language, form = _EMPTY[name]
    return _file(name, form, write(form, sheet_words.empty_sheet(kind, language)))


def _line_of(request: HttpRequest, ref: str) -> SheetLine:
    found = queries.sheet(actor_of(request), ref)
    if found is None:
        raise Http404(ref)
    return found


def _staged(request: HttpRequest, line: AccountLine, form: forms.SheetForm) -> str:
    """Stage what was sent; return the sheet's reference, or say on the form why not."""
    said = form.cleaned_data
    sent = Sent(
        kind=rules.SheetKind(said["kind"]),
        file=said["file"].name,
        content=said["file"].read(),
        happened_at=said["happened_at"],
        legal_basis=said["legal_basis"],
    )
    keeper = Keeper(line.unit, line.site or said.get("site", ""))
    try:
        made = stage_sheet(actor=actor_of(request), unit=keeper, sent=sent, at=timezone.now())
    except wording.RefusedError as refused:
        for reason, sentence in zip(refused.reasons, refused.sentences, strict=True):
            form.add_error(_FIELDS.get(reason.code, "file"), sentence)
        return ""
    if made.happened_at != sent.happened_at and sent.kind is rules.SheetKind.HEADS:
        messages.info(
            request,
            _("This file was sent before; the moment said then is kept: %(moment)s.")
            % {"moment": wording.moment(made.happened_at)},
        )
    return made.ref


def _as_before(request: HttpRequest) -> dict[str, object]:
    """Return what holds for all rows of the sheet that is sent again, mended."""
    before = queries.sheet(actor_of(request), request.GET.get("mends", ""))
    if before is None:
        return {}
    return {
        "kind": before.kind,
        "happened_at": timezone.localtime(before.happened_at),
        "legal_basis": before.legal_basis,
        "site": before.site,
    }


def _file(name: str, form: str, content: bytes) -> HttpResponse:
    answer = HttpResponse(content, content_type=TYPES[form])
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer
