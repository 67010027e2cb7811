"""What every page knows: who reads it, what they may open, in which light."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

from samaki.ground.access import queries as access
from samaki.ground.access.actors import NOBODY
from samaki.ground.access.guard import actor_of
from samaki.ground.agencies import queries as agencies
from samaki.ground.heads import forms as heads
from samaki.ground.journal import queries as journal
from samaki.web import rail

if TYPE_CHECKING:
    from django.http import HttpRequest

    from samaki.ground.access.actors import Actor

THEMES = ("light", "dark")


@dataclass(frozen=True, slots=True)
class Who:
    """The reader: the posts held and their units, never a person's name."""

    title: str
    unit: str


def page(request: HttpRequest) -> dict[str, object]:
    """Return the actor, the rail of what the actor may open, and the theme that was chosen."""
    chosen = request.COOKIES.get("theme", "")
    found: dict[str, object] = {
        "theme": chosen if chosen in THEMES else "",
        "keys_off": request.COOKIES.get("keys") == "off",
        "here": _here(request),
    }
    if not hasattr(request, "user"):
        return found
    actor = actor_of(request)
    now = timezone.now()
    viewed = access.account(actor.viewing_as) if actor.viewing_as is not None else None
    return found | {
        "actor": actor,
        "who": _who(actor),
        "viewing_as": viewed.username if viewed else "",
        "rail": rail.groups(actor, request.path),
        "books_ahead": journal.ahead(now) if actor is not NOBODY else None,
        "clock": now,
    }


def _here(request: HttpRequest) -> str:
    """Return where a change of language or light leads back to: rows that were added come along."""
    added = heads.added(request) if request.method == "POST" else []
    if not added:
        return request.get_full_path()
    query = request.GET.copy()
    query.setlist("nationality", added)
    return f"{request.path}?{query.urlencode()}"


def _who(actor: Actor) -> Who | None:
    found = agencies.posts().in_bulk(actor.posts)
    held = [found[code] for code in actor.posts]
    units = dict.fromkeys(post.unit.name for post in held)
    return Who(" · ".join(post.title for post in held), " · ".join(units)) if held else None
