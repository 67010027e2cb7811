"""What every answer carries, and how a refusal becomes a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils.translation import gettext_lazy

from samaki.ground.access.actors import PermissionRefusedError
from samaki.ground.access.rules import GRANTS, Role

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

ROLE_NAMES = {
    Role.DUTY_OFFICER: gettext_lazy("duty officer"),
    Role.PROVINCIAL_COMMAND: gettext_lazy("provincial command"),
    Role.INTAKE_OFFICER: gettext_lazy("intake officer"),
    Role.ARMY_COMMAND: gettext_lazy("army command"),
    Role.PROTECTION_SCREENER: gettext_lazy("protection screener"),
    Role.IMMIGRATION_OFFICER: gettext_lazy("immigration officer"),
    Role.IMMIGRATION_AUTHORITY: gettext_lazy("immigration authority"),
    Role.BORDER_OFFICER: gettext_lazy("border officer"),
    Role.BORDER_SUPERVISOR: gettext_lazy("border supervisor"),
    Role.GAMING_INSPECTOR: gettext_lazy("gaming inspector"),
    Role.GAMING_COMMISSIONER: gettext_lazy("gaming commissioner"),
    Role.INDICATOR_ANALYST: gettext_lazy("indicator analyst"),
    Role.DISCIPLINE_AUTHORITY: gettext_lazy("discipline authority"),
    Role.OVERSIGHT: gettext_lazy("oversight"),
    Role.ACCESS_MANAGER: gettext_lazy("access manager"),
}

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


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
