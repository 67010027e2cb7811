"""What every page knows: who reads it, and where they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samaki.ground.access.guard import actor_of

if TYPE_CHECKING:
    from django.http import HttpRequest


def page(request: HttpRequest) -> dict[str, object]:
    """Return the actor; the base template shows only what the actor may open."""
    return {"actor": actor_of(request)} if hasattr(request, "user") else {}
