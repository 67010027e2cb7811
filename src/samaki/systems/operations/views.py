"""Pages of the operations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render

from samaki.ground.access.guard import actor_of, guarded
from samaki.ground.access.rules import Permission
from samaki.systems.operations import queries

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@guarded(Permission.OPERATION_SEE)
def operations(request: HttpRequest) -> HttpResponse:
    """List the operations with their targets, newest first."""
    found = queries.operations(actor_of(request))
    return render(request, "operations/operations.html", {"operations": found})
