"""Pages of the claims: what sources say, beside their words, and what people decided of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samaki.ground.access import queries as access
from samaki.ground.access.guard import actor_of, guarded
from samaki.ground.access.rules import Permission
from samaki.ground.places.rules import COUNTRY
from samaki.ground.sheets.writing import TYPES, write
from samaki.ground.sources.services import SourceRefusedError
from samaki.kernel.reading.returns_words import empty_return as empty_rows
from samaki.systems.claims import forms, queries, rules, services

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from django.forms import Form
    from django.http import HttpRequest

    from samaki.ground.sources.models import Source
    from samaki.systems.claims.models import Adjustment, Decision
    from samaki.systems.claims.queries import Line


_ON_A_PAGE = 100  # sources
_IN_QUEUE = 20  # drafts; each with its words and what there is to ask
_EMPTY = {f"province-return-{language}.xlsx": language for language in ("km", "en")}


@guarded(Permission.CLAIM_SEE)
def sources(request: HttpRequest) -> HttpResponse:
    """List the sources, those with claims to read first."""
    page = Paginator(queries.listed(), _ON_A_PAGE).get_page(request.GET.get("page"))
    waiting = sum(queries.waiting().values())
    context = {
        "rows": _rows(page.object_list),
        "page": page,
        "waiting": waiting,
        "may_judge": actor_of(request).may(Permission.CLAIM_JUDGE),
    }
    return render(request, "claims/sources.html", context)


@guarded(Permission.CLAIM_JUDGE)
def queue(request: HttpRequest) -> HttpResponse:
    """Show the drafts of all sources, the most doubtful first, to be decided one after another."""
    page = Paginator(queries.queue(), _IN_QUEUE).get_page(request.GET.get("page"))
    found = queries.queued(page.object_list)
    context = {
        "found": _with_below(found),
        "page": page,
        "may_judge": True,
        "first_draft": found[0][0].claim.ref if found else "",
        "came_from": "queue",
    }
    return render(request, "claims/queue.html", context)


def _with_below(found: Sequence[tuple[Line, tuple[rules.Doubt, ...]]]) -> list[Any]:
    """Return each draft with its doubts and the reference of the one below it."""
    below = [line.claim.ref for line, _doubts in found[1:]]
    return [(line, doubts, ref) for (line, doubts), ref in zip(found, [*below, ""], strict=True)]


@guarded(Permission.SOURCE_FILE)
def paste(request: HttpRequest) -> HttpResponse:
    """Take in a text, read it, and lead to what it says."""
    examples = _examples()
    chosen = examples.get(request.GET.get("example", ""), {})
    form = forms.PasteForm(request.POST or None, initial=chosen)
    if form.is_valid():
        try:
            filed = services.read_source(
                actor=actor_of(request), document=form.document(), at=timezone.now()
            )
        except SourceRefusedError as refused:
            for sentence in refused.sentences:
                form.add_error(None, sentence)
        else:
            return redirect("claims:source", filed.ref)
    return _reading_page(request, form=form, files=forms.FilesForm(), examples=examples)


@guarded(Permission.SOURCE_FILE)
def files(request: HttpRequest) -> HttpResponse:
    """Take in files, one or thousands, and lead to the page that says how far they are read."""
    is_sent = request.method == "POST"
    form = forms.FilesForm(request.POST if is_sent else None, request.FILES if is_sent else None)
    if form.is_valid():
        try:
            job, _is_new = services.ask_files(
                actor=actor_of(request),
                uploads=form.uploads,
                said=form.said(),
                at=timezone.now(),
            )
        except services.FilesRefusedError as refused:
            for sentence in refused.sentences:
                form.add_error("chosen", sentence)
        else:
            return redirect("claims:reading", job.ref)
    return _reading_page(request, form=forms.PasteForm(), files=form, examples=_examples())


@guarded(Permission.SOURCE_FILE)
def empty_return(_request: HttpRequest, name: str) -> HttpResponse:
    """Give a province an empty return to fill in, in a language; filled in, it is read by cells."""
    if name not in _EMPTY:
        raise Http404(name)
    answer = HttpResponse(write("xlsx", empty_rows(_EMPTY[name])), content_type=TYPES["xlsx"])
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


@guarded(Permission.SOURCE_FILE)
def reading(request: HttpRequest, ref: str) -> HttpResponse:
    """Show how far files are read, which were bad, and the texts that came of them."""
    found = queries.reading(ref)
    if found is None:
        raise Http404(ref)
    context = {"job": found.job, "page_of_job": reverse("claims:reading", args=[ref])}
    if getattr(request, "htmx", False):
        part = render(request, "jobs/_standing.html", context)
        if not found.job.is_open:
            part.headers["HX-Refresh"] = "true"  # the texts below have come
        return part
    context |= {
        "reading": found,
        "rows": _rows(found.sources),
        "asked_by": access.names_of({found.job.asked_by})[found.job.asked_by],
    }
    return render(request, "claims/reading.html", context)


@guarded(Permission.CLAIM_SEE)
def source(request: HttpRequest, ref: str) -> HttpResponse:
    """Show a text with its claims beside it."""
    return _source_page(request, ref)


@guarded(Permission.SOURCE_FILE)
@require_POST
def read(request: HttpRequest, ref: str) -> HttpResponse:
    """Draft the claims of a text that was filed without being read."""
    if not queries.sources().filter(ref=ref).exists():
        raise Http404(ref)
    services.read_filed(actor=actor_of(request), source_ref=ref, at=timezone.now())
    return redirect("claims:source", ref)


@guarded(Permission.CLAIM_SEE)
def claim(request: HttpRequest, ref: str) -> HttpResponse:
    """Show one claim: its words, its fields, and everything that was decided of it."""
    return _claim_page(request, _line(ref))


@guarded(Permission.CLAIM_JUDGE)
@require_POST
def accept(request: HttpRequest, ref: str) -> HttpResponse:
    """Accept what the words say."""
    form = forms.ReasonForm(request.POST)

    def act() -> str:
        services.accept_claim(
            actor=actor_of(request), claim_ref=ref, reason=_reason(form), at=timezone.now()
        )
        return _("%(ref)s is accepted.")

    return _decide(request, ref, form, act)


@guarded(Permission.CLAIM_JUDGE)
@require_POST
def reject(request: HttpRequest, ref: str) -> HttpResponse:
    """Reject a claim that its words do not say, with the reason."""
    form = forms.ReasonForm(request.POST)

    def act() -> str:
        services.reject_claim(
            actor=actor_of(request), claim_ref=ref, reason=_reason(form), at=timezone.now()
        )
        return _("%(ref)s is rejected and stays on record.")

    return _decide(request, ref, form, act)


@guarded(Permission.CLAIM_JUDGE)
@require_POST
def correct(request: HttpRequest, ref: str) -> HttpResponse:
    """Set a misread claim right, with the reason; both stay on record."""
    form = forms.CorrectionForm(request.POST)

    def act() -> str:
        services.correct_claim(
            actor=actor_of(request),
            claim_ref=ref,
            correction=form.correction(),
            reason=_reason(form),
            at=timezone.now(),
        )
        return _("%(ref)s is corrected; both readings stay on record.")

    return _decide(request, ref, form, act)


@guarded(Permission.SCOPE_CHOOSE)
@require_POST
def scope(request: HttpRequest, ref: str) -> HttpResponse:
    """Choose how far a total reaches, with the reason."""
    form = forms.ScopeForm(request.POST)

    def act() -> str:
        services.choose_scope(
            actor=actor_of(request),
            claim_ref=ref,
            scope=rules.Scope(form.cleaned_data["scope"]),
            reason=_reason(form),
            at=timezone.now(),
        )
        return _("The scope of %(ref)s is chosen; the picture follows it.")

    return _decide(request, ref, form, act)


@guarded(Permission.SCOPE_CHOOSE)
@require_POST
def as_written(request: HttpRequest, ref: str) -> HttpResponse:
    """Let a claim count as it is written again, with the reason."""
    form = forms.ReasonForm(request.POST)

    def act() -> str:
        services.adjust_claim(
            actor=actor_of(request),
            claim_ref=ref,
            to=None,
            reason=_reason(form),
            at=timezone.now(),
        )
        return _("%(ref)s counts as it is written again.")

    return _decide(request, ref, form, act)


def _decide(request: HttpRequest, ref: str, form: Form, act: Callable[[], str]) -> HttpResponse:
    """Do what was decided and go back to the source, or show every reason why not."""
    line = _line(ref)
    if form.is_valid():
        try:
            done = act()
        except services.DecisionRefusedError as refused:
            for sentence in refused.sentences:
                form.add_error(None, sentence)
        else:
            messages.info(request, done % {"ref": ref})
            return redirect(_next(line, request))
    return _claim_page(request, _line(ref), form=form)


def _next(line: Line, request: HttpRequest) -> str:
    """Return the address of the next claim to read: below in the queue, or in the same source."""
    if request.POST.get("from") == "queue":
        below = request.POST.get("below", "")
        return f"{reverse('claims:queue')}{f'#{below}' if queries.find(below) else ''}"
    page = reverse("claims:source", args=[line.claim.source.ref])
    lines = [each for each in queries.lines(line.claim.source) if each.claim.corrects_id is None]
    refs = [each.claim.ref for each in lines]
    here = refs.index(line.claim.ref) if line.claim.ref in refs else -1
    # On from where the reader is; what was passed over waits until the end.
    for each in (*lines[here + 1 :], *lines[: here + 1]):
        if each.state == "draft":
            return f"{page}#{each.claim.ref}"
    return page


def _reason(form: Form) -> str:
    return str(form.cleaned_data["reason"])


def _line(ref: str) -> Line:
    found = queries.find(ref)
    if found is None:
        raise Http404
    return queries.line(found)


def _rows(found: Iterable[Source]) -> list[dict[str, Any]]:
    waiting, counted = queries.waiting(), queries.counted()
    return [
        {"source": each, "waiting": waiting.get(each.ref, 0), "all": counted.get(each.ref, 0)}
        for each in found
    ]


def _reading_page(
    request: HttpRequest,
    *,
    form: forms.PasteForm,
    files: forms.FilesForm,
    examples: dict[str, dict[str, Any]],
) -> HttpResponse:
    failed = next((each for each in (form, files) if each.errors), None)
    context = {
        "form": form,
        "files": files,
        "failed": failed,
        "wrong": bool(failed),
        "examples": examples,
    }
    return render(request, "claims/paste.html", context, status=422 if failed else 200)


def _source_page(request: HttpRequest, ref: str) -> HttpResponse:
    found = queries.sources().filter(ref=ref).first()
    if found is None:
        raise Http404
    lines = queries.lines(found)
    shown = [line for line in lines if line.claim.corrects_id is None]
    actor = actor_of(request)
    settled = rules.settled([line.state for line in shown])
    context = {
        "source": found,
        "files": queries.files_of(found),
        "lines": lines,
        "article": queries.article(found, lines),
        "objections": queries.objections(queries.contradictions(found)),
        "settled": settled,
        "all": len(shown),
        "may_judge": actor.may(Permission.CLAIM_JUDGE),
        "may_read": actor.may(Permission.SOURCE_FILE),
        "may_issue": found.published_on and actor.may(Permission.DIRECTIVE_ISSUE),
        "first_draft": next((line.claim.ref for line in lines if line.state == "draft"), ""),
        "numbers": {line.claim.ref: n for n, line in enumerate(shown, start=1)},
    }
    return render(request, "claims/source.html", context)


def _claim_page(request: HttpRequest, line: Line, *, form: Form | None = None) -> HttpResponse:
    actor = actor_of(request)
    every: list[Decision | Adjustment] = [
        *queries.decisions(line.claim),
        *queries.adjustments(line.claim),
    ]
    decided = sorted(every, key=lambda each: each.decided_at)
    names = access.names_of({each.decided_by for each in decided})
    corrected = queries.corrected_by(line.claim)
    context = {
        "line": line,
        "claim": line.claim,
        "quote": queries.quote(line.claim),
        "history": [(each, names[each.decided_by]) for each in decided],
        "adjusted": queries.adjustment(line.claim),
        "stated": queries.stated(line.claim),
        # How far it was opened would tell a small figure of the register.
        "sees_country": actor.may(Permission.PICTURE_SEE, area=COUNTRY),
        "corrected_by": corrected,
        "may_judge": actor.may(Permission.CLAIM_JUDGE),
        "may_choose": actor.may(Permission.SCOPE_CHOOSE),
        "came_from": request.POST.get("from", "") or request.GET.get("from", ""),
        "below": request.POST.get("below", "") or request.GET.get("below", ""),
        "correction": form
        if isinstance(form, forms.CorrectionForm)
        else forms.CorrectionForm(initial=_as_said(line)),
        "form": form,
        "typed": form["reason"].value() if form is not None else "",
        "wrong": form is not None,
    }
    return render(request, "claims/claim.html", context, status=200 if form is None else 422)


def _as_said(line: Line) -> dict[str, Any]:
    found = line.claim
    return {
        "low": found.low,
        "high": found.high,
        "nationalities": ", ".join(found.nationalities),
        "provinces": found.provinces,
        "since": found.since,
        "day": found.day,
    }


def _examples() -> dict[str, dict[str, Any]]:
    """Return the texts offered as examples, by key: in the demo world, its bulletins."""
    if not settings.SAMAKI_EXAMPLES:
        return {}
    return {example["key"]: example for example in import_string(settings.SAMAKI_EXAMPLES)()}
