"""What every answer carries, and how a refusal becomes a page."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from django.conf import settings
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse

from samaki.ground.access import queries as access
from samaki.ground.access.actors import PermissionRefusedError
from samaki.ground.access.guard import actor_of
from samaki.ground.access.rules import GRANTS
from samaki.ground.access.words import ROLE_NAMES

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse
    from django.urls import ResolverMatch

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)

_WENT_ON = {302, 303}
_MOMENT = 60  # seconds in which the next page reads that a form was saved
_LOOKING = {"GET", "HEAD", "OPTIONS"}
# What may be posted while looking as another: going back to oneself, and how the page is shown.
_WHILE_LOOKING = {"access:leave", "logout", "set_language", "theme"}
# What is open to an account that has to change its password first, or set up its second factor.
_BEFORE_THE_PASSWORD = {"access:password", "logout", "set_language", "theme"}
_BEFORE_THE_FACTOR = _BEFORE_THE_PASSWORD | {"access:factor", "access:picture"}


def security_headers(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Send the content security policy with every answer; nothing is loaded from outside."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers["Content-Security-Policy"] = CONTENT_SECURITY_POLICY
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), geolocation=(), microphone=()"
        )
        return response

    return answer


def without_nul(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Read an address as if no NUL stood in it: nothing is named so, and PostgreSQL stores none.

    Forms refuse a NUL themselves, and the interface answers for itself (`ground.api.door`).
    """

    def answer(request: HttpRequest) -> HttpResponse:
        if "\x00" in request.path_info:
            raise Http404
        asked = request.META.get("QUERY_STRING", "")
        if "%00" in asked and not request.path_info.startswith("/api/"):
            request.META["QUERY_STRING"] = asked.replace("%00", "")
        return get_response(request)

    return answer


def says_saved(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Say by a cookie which address took a form in and went on, so that its draft can be forgotten.

    A refusal, a lost session and a door that stays shut go on to no page, or to one of these.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        went_on = request.method == "POST" and response.status_code in _WENT_ON
        if went_on and not response.headers["Location"].startswith(_doors()):
            response.set_cookie(
                "saved",
                quote(request.path, safe=""),  # a slash would be put in quotes
                max_age=_MOMENT,
                samesite="Lax",
                secure=settings.SESSION_COOKIE_SECURE,
            )
        return response

    return answer


def _doors() -> tuple[str, ...]:
    return tuple(reverse(name) for name in ("login", "access:password", "access:factor"))


class refusals:  # noqa: N801 - a middleware with process_exception has to be a class
    """Turn a refused permission into a page that says what is missing and who may do it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, PermissionRefusedError):
            held_by = [role for role, may in GRANTS.items() if error.permission in may]
            roles = [str(ROLE_NAMES[role]) for role in held_by]
            context = {"refusal": error, "roles": roles}
            return render(request, "403.html", context, status=403)
        return None


class at_the_door:  # noqa: N801 - as above, with process_view
    """Keep who looks as another from doing anything; ask first for a password or a factor owed.

    Here, and not in each view, so that no page and no interface can forget it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: object, _args: object, _kwargs: object
    ) -> HttpResponse | None:
        match: ResolverMatch | None = request.resolver_match
        name = match.view_name if match else ""
        does = request.method not in _LOOKING and name not in _WHILE_LOOKING
        if does and actor_of(request).is_looking:
            return render(request, "looking.html", status=403)
        if name not in _BEFORE_THE_PASSWORD and access.password_is_due(request.user):
            return redirect("access:password")
        if _owes_factor(request) and name not in _BEFORE_THE_FACTOR:
            return redirect("access:factor")
        return None


def _owes_factor(request: HttpRequest) -> bool:
    if not settings.SAMAKI_REQUIRE_SECOND_FACTOR or not request.user.is_authenticated:
        return False
    return access.second_factor(request.user) is None
