"""The API: its addresses, who asks, and how everything that goes wrong is said.

Every problem has one shape: what kind, one sentence, and every reason with a code, so that a
program can act on the code and show the words. A refused write changed nothing.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema, get_schema
from ninja.security import APIKeyCookie, HttpBearer

from samaki.ground.access.actors import PermissionRefusedError
from samaki.ground.access.guard import act_as
from samaki.ground.access.rules import BY_PROGRAM
from samaki.ground.api import queries as tokens
from samaki.ground.wording import RefusedError
from samaki.kernel.flow import StepRefusedError
from samaki.systems.operations.services import ResultRefusedError
from samaki.web import version

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

ROUTERS = {
    "/picture": "samaki.picture.endpoints.router",
    **{
        f"/{system}": f"samaki.systems.{system}.endpoints.router"
        for system in (
            "directives",
            "claims",
            "custody",
            "operations",
            "support",
            "immigration",
            "listings",
            "border",
            "gaming",
            "indicators",
            "discipline",
        )
    },
}


class Api(NinjaAPI):
    """The API, which describes itself once: its operations are the same whoever asks."""

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        """Return the description, made when it is first asked for: that takes half a second."""
        prefix = self.get_root_path(path_params or {}) if path_prefix is None else path_prefix
        return _described(self, prefix)


@cache
def _described(api: Api, prefix: str) -> OpenAPISchema:
    return get_schema(api=api, path_prefix=prefix)


class Session(APIKeyCookie):
    """A browser that is logged in; a write needs the form token as on a page."""

    param_name = "sessionid"

    def authenticate(self, request: HttpRequest, key: str | None) -> object | None:  # noqa: ARG002 - ninja's signature
        return request.user if request.user.is_authenticated else None


class Bearer(HttpBearer):
    """A program with a token: it acts as the account that opened it, within what it asked for."""

    def authenticate(self, request: HttpRequest, token: str) -> object | None:
        found = tokens.token_of(token, at=timezone.now())
        if found is None:
            act_as(request, None)
            return None
        act_as(request, found.account, asked=tokens.passed_on(found))
        return found.account


def build() -> Api:
    """Return the API with the routers of all systems."""
    api = Api(
        title="Samaki",
        version=version.current(),
        description="From a directive to the last person and exhibit accounted for.",
        auth=[Bearer(), Session()],
        docs_url=None,  # its pages load scripts from elsewhere; docs/api.md says how to use it
        openapi_url="/openapi.json",
        urls_namespace="api",
    )
    for prefix, router in ROUTERS.items():
        api.add_router(prefix, router, tags=[prefix.strip("/")])
    _say_problems(api)
    return api


def _say_problems(api: NinjaAPI) -> None:
    """Give every kind of problem the one shape."""
    for kind, (status, error, reasons_of) in _PROBLEMS.items():
        api.add_exception_handler(kind, _sayer(api, status, error, reasons_of))


def _sayer(
    api: NinjaAPI, status: int, error: str, reasons_of: Callable[[Any], list[dict[str, object]]]
) -> Callable[[HttpRequest, Any], HttpResponse]:
    def say(request: HttpRequest, found: Any) -> HttpResponse:  # noqa: ANN401 - one of _PROBLEMS
        said = {
            "error": error,
            "message": _("Nothing was changed."),
            "reasons": reasons_of(found),
        }
        return api.create_response(request, said, status=getattr(found, "status_code", status))

    return say


def _unknown(_error: AuthenticationError) -> list[dict[str, object]]:
    return [_why("not_logged_in", _("Log in, or send a token: Authorization: Bearer …"))]


def _not_permitted(error: PermissionRefusedError) -> list[dict[str, object]]:
    said = {"permission": error.permission.value}
    if error.permission not in BY_PROGRAM and error.is_withheld:
        text = _("No program may use %(permission)s: that takes a person who is logged in.")
        return [_why("not_by_program", text % said, error.area)]
    if error.is_withheld:
        text = _("This token does not pass on %(permission)s. Open one that asks for it.")
        return [_why("not_passed_on", text % said, error.area)]
    text = _("It needs the permission %(permission)s.")
    return [_why("permission", text % said, error.area)]


def _refused(error: RefusedError) -> list[dict[str, object]]:
    pairs = zip(error.reasons, error.sentences, strict=True)
    return [_why(reason.code, sentence) for reason, sentence in pairs]


def _said(error: ResultRefusedError) -> list[dict[str, object]]:
    return [_why("refused", said.sentence, said.argument) for said in error.said]


def _too_late(error: StepRefusedError) -> list[dict[str, object]]:
    return [_why("step", str(error), error.act)]


def _malformed(error: ValidationError) -> list[dict[str, object]]:
    return [
        _why(str(found["type"]), _plain(str(found["msg"])), ".".join(map(str, found["loc"])))
        for found in error.errors
    ]


def _plain(said: str) -> str:
    return said.removeprefix("Value error, ")  # pydantic's own words before ours


def _missing(_error: Exception) -> list[dict[str, object]]:
    return [_why("not_found", _("The address names nothing that you may see."))]


def _other(error: HttpError) -> list[dict[str, object]]:
    return [_why("request", str(error))]


def _why(code: str, text: str, about: str | None = None) -> dict[str, object]:
    return {"code": code, "text": text, "about": about}


# The kinds of problem: the status of HTTP, a word for programs, and how its reasons are said.
_PROBLEMS: dict[type[Exception], tuple[int, str, Callable[[Any], list[dict[str, object]]]]] = {
    AuthenticationError: (401, "not_logged_in", _unknown),
    PermissionRefusedError: (403, "not_permitted", _not_permitted),
    RefusedError: (422, "refused", _refused),
    ResultRefusedError: (422, "refused", _said),
    StepRefusedError: (422, "refused", _too_late),
    ValidationError: (422, "malformed", _malformed),
    Http404: (404, "not_found", _missing),
    ObjectDoesNotExist: (404, "not_found", _missing),
    HttpError: (400, "request", _other),
}
