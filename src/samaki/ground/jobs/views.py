"""Pages of the jobs: what goes on behind the pages, how far it is, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from samaki.ground.access import queries as access
from samaki.ground.access.guard import actor_of, guarded
from samaki.ground.access.rules import Permission
from samaki.ground.jobs import queries, services
from samaki.ground.jobs.forms import WordsForm
from samaki.ground.jobs.registry import AskRefusedError, works

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest, HttpResponse

    from samaki.ground.jobs.models import Job
    from samaki.ground.jobs.registry import Work

_ON_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Line:
    """A job as a page shows it: with its work's words, and the log-in of who asked for it."""

    job: Job
    work: Work | None
    asked_by: str


@guarded(Permission.JOB_SEE)
def jobs(request: HttpRequest) -> HttpResponse:
    """List the jobs, newest first, and offer those that may be asked for here."""
    actor = actor_of(request)
    page = Paginator(queries.visible(actor), _ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": _lines(page.object_list),
        "offers": [work for work in works().values() if work.subject or work.ask],
        "may_ask": actor.may(Permission.JOB_ASK),
    }
    return render(request, "jobs/jobs.html", context)


@guarded(Permission.JOB_SEE)
def job(request: HttpRequest, ref: str) -> HttpResponse:
    """Show one job and how far it is; asked by htmx, just that part of the page."""
    found = queries.visible(actor_of(request)).filter(ref=ref).first()
    if found is None:
        raise Http404(ref)
    (line,) = _lines([found])
    is_part = getattr(request, "htmx", False)
    template = "jobs/_standing.html" if is_part else "jobs/job.html"
    return render(request, template, {"line": line, "job": found})


@guarded(Permission.JOB_ASK)
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, kind: str) -> HttpResponse:
    """Ask for a job, with the words it needs if it needs any; one that goes on is shown."""
    work = works().get(kind)
    if work is None or not (work.ask or work.subject):
        raise Http404(kind)
    if work.ask is not None:
        return _ask_with_words(request, work)
    if request.method != "POST":
        return redirect("jobs:jobs")
    found, _is_new = services.ask_job(
        actor=actor_of(request), kind=kind, subject=work.subject, at=timezone.now()
    )
    return redirect("jobs:job", found.ref)


def _ask_with_words(request: HttpRequest, work: Work) -> HttpResponse:
    assert work.ask is not None, "only a work that needs words comes here"
    form = WordsForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            found = work.ask(actor_of(request), form.words, timezone.now())
        except AskRefusedError as refusal:
            for reason in refusal.reasons:
                form.add_error(None, reason)
        else:
            return redirect("jobs:job", found.ref)
    return render(request, "jobs/ask.html", {"form": form, "work": work, "wrong": form.errors})


def _lines(found: Iterable[Job]) -> list[Line]:
    listed = list(found)
    names = access.names_of({job.asked_by for job in listed})
    return [Line(job, works().get(job.kind), names[job.asked_by]) for job in listed]
