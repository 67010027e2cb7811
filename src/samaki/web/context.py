"""What every page knows: who reads it, what they may open, in which light."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from samaki.ground.access import queries as access
from samaki.ground.access.guard import actor_of
from samaki.ground.agencies import queries as agencies
from samaki.web import rail

if TYPE_CHECKING:
    from django.http import HttpRequest

    from samaki.ground.access.actors import Actor

THEMES = ("light", "dark")


@dataclass(frozen=True, slots=True)
class Who:
    """The reader: a post and its unit, never a person's name."""

    title: str
    unit: str


def page(request: HttpRequest) -> dict[str, object]:
    """Return the actor, the rail of what the actor may open, and the theme that was chosen."""
    chosen = request.COOKIES.get("theme", "")
    found: dict[str, object] = {
        "theme": chosen if chosen in THEMES else "",
        "keys_off": request.COOKIES.get("keys") == "off",
    }
    if not hasattr(request, "user"):
        return found
    actor = actor_of(request)
    viewed = access.account(actor.viewing_as) if actor.viewing_as is not None else None
    return found | {
        "actor": actor,
        "who": _who(actor),
        "viewing_as": viewed.username if viewed else "",
        "rail": rail.groups(actor, request.path),
    }


def _who(actor: Actor) -> Who | None:
    post = agencies.posts().filter(code=actor.post).first() if actor.post else None
    return Who(post.title, post.unit.name) if post else None
