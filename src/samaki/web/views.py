"""Pages that belong to no system: start, light and dark, the journal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from samaki.ground import wording
from samaki.ground.access import queries as access
from samaki.ground.access.guard import actor_of, guarded, public
from samaki.ground.access.rules import Permission
from samaki.ground.journal import queries as journal_queries
from samaki.web import rail
from samaki.web.acts import act_words
from samaki.web.context import THEMES
from samaki.web.landing import first_page

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

_A_PAGE = 50  # journal entries
_YEAR = 365 * 24 * 3600


@public
def landing(request: HttpRequest) -> HttpResponse:
    """Lead each role to what it came for."""
    return redirect(first_page(actor_of(request)))


@public
@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Keep the light the reader chose in a cookie, so that the server sends it right at once."""
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = "/"
    answer = HttpResponseRedirect(back)
    chosen = request.POST.get("theme")
    if chosen in THEMES:
        answer.set_cookie("theme", chosen, max_age=_YEAR, samesite="Lax", httponly=True)
    return answer


@public
def keys(request: HttpRequest) -> HttpResponse:
    """Say every key, and switch single keys off or on for this browser."""
    if request.method == "POST":
        answer = redirect("keys")
        if request.POST.get("keys") == "off":
            answer.set_cookie("keys", "off", max_age=_YEAR, samesite="Lax", httponly=True)
        else:
            answer.delete_cookie("keys", samesite="Lax")
        return answer
    return render(request, "keys.html", {"groups": rail.groups(actor_of(request), request.path)})


def form_refused(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Answer a form that came from elsewhere, or whose page was open too long."""
    return render(request, "403.html", status=403)


@guarded(Permission.JOURNAL_SEE)
def journal(request: HttpRequest) -> HttpResponse:
    """List what was done, newest first, of everything or of one subject."""
    about, before = request.GET.get("about", "").strip(), request.GET.get("before", "")
    entries = journal_queries.page(
        subject=about or None, before=wording.whole(before), limit=_A_PAGE
    )
    names = access.names_of({entry.actor for entry in entries})
    shown = [
        {
            "number": entry.number,
            "recorded_at": entry.recorded_at,
            "who": names[entry.actor],
            "kind": entry.kind,
            "act": act_words(entry.kind),
            "subject": entry.subject,
            "rows": entry.rows,
        }
        for entry in entries
    ]
    context = {
        "entries": shown,
        "total": journal_queries.length(),
        "about": about,
        "sees_retention": actor_of(request).may(Permission.RETENTION_SEE),
        "older": entries[-1].number if len(entries) == _A_PAGE else None,
    }
    return render(request, "journal.html", context)
