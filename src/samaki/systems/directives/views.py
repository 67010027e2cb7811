"""Pages of the directives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import render

from samaki.ground.access.guard import guarded
from samaki.ground.access.rules import Permission
from samaki.systems.directives import queries

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@guarded(Permission.DIRECTIVE_SEE)
def directives(request: HttpRequest) -> HttpResponse:
    """List the directives, newest first."""
    return render(request, "directives/directives.html", {"directives": queries.directives()})


@guarded(Permission.DIRECTIVE_SEE)
def directive(request: HttpRequest, ref: str) -> HttpResponse:
    """Show one directive: its clauses, and what sources say it says."""
    found = queries.directives().filter(ref=ref).first()
    if found is None:
        raise Http404(ref)
    clauses = list(found.clauses.all())
    context = {
        "directive": found,
        "issued": [c for c in clauses if c.state == "issued"],
        "reported": [c for c in clauses if c.state == "reported"],
    }
    return render(request, "directives/directive.html", context)
