"""The door of every page: each view says the permission it needs, or that it is public.

`guarded` and `public` leave a mark on the view, and a test walks the URL table for views without.
"""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Protocol, cast

from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.utils import timezone  # pages read the clock here, once a request

from samaki.ground.access import queries
from samaki.ground.access.actors import by_program

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from django.http import HttpRequest, HttpResponseBase

    from samaki.ground.access.actors import Actor
    from samaki.ground.access.models import Account
    from samaki.ground.access.rules import Permission


class View(Protocol):
    """A view: a request and the address's parts in, a response out."""

    def __call__(
        self, request: HttpRequest, /, *args: object, **kwargs: object
    ) -> HttpResponseBase: ...


VIEW_AS = "view_as"  # the session's note of the account a manager looks as


def actor_of(request: HttpRequest) -> Actor:
    """Return who asks, worked out once a request: an account, or a manager who looks as one."""
    found = getattr(request, "samaki_actor", None)
    if found is None:
        at = timezone.now()
        viewed = request.session.get(VIEW_AS) if hasattr(request, "session") else None
        found = queries.viewer(request.user, viewed, at=at) if viewed is not None else None
        found = found or queries.actor(request.user, at=at)
        request.samaki_actor = found  # type: ignore[attr-defined]
    return cast("Actor", found)


def act_as(
    request: HttpRequest, account: Account | None, *, asked: Collection[Permission] = ()
) -> None:
    """Let a request act as an account by a token that asked for some permissions, and no other.

    Whatever cookies came along. None is nobody: who sends a wrong proof is not let in by a cookie
    either.
    """
    user = account or AnonymousUser()
    request.user = user
    actor = by_program(queries.actor(user, at=timezone.now()), asked)
    request.samaki_actor = actor  # type: ignore[attr-defined]


def guarded(permission: Permission) -> Callable[[Callable[..., HttpResponseBase]], View]:
    """Let in only who has the permission somewhere; ask an anonymous visitor to log in."""

    def mark(view: Callable[..., HttpResponseBase]) -> View:
        @wraps(view)
        def guarded_view(
            request: HttpRequest, /, *args: object, **kwargs: object
        ) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            actor_of(request).require(permission)
            return view(request, *args, **kwargs)

        guarded_view.permission = permission  # type: ignore[attr-defined]
        return cast("View", guarded_view)

    return mark


def public(view: Callable[..., HttpResponseBase]) -> View:
    """Mark a view as open to everybody."""
    view.permission = None  # type: ignore[attr-defined]
    return cast("View", view)


def own(view: Callable[..., HttpResponseBase]) -> View:
    """Mark a view as open to whoever is logged in, for what is their own; others are asked to."""

    @wraps(view)
    def own_view(request: HttpRequest, /, *args: object, **kwargs: object) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    own_view.permission = None  # type: ignore[attr-defined]
    return cast("View", own_view)
