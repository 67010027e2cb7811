"""The door of every endpoint: it says its permission, and a write is done once for its key."""

from __future__ import annotations

import hashlib
import inspect
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, JsonResponse
from django.utils import timezone  # the API reads the clock here, once a write
from ninja.params.functions import Header
from ninja.utils import contribute_operation_args, contribute_operation_callback

from samaki.ground.access.guard import actor_of
from samaki.ground.api import rules, services

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from ninja import Schema
    from ninja.operation import Operation

    from samaki.ground.access.rules import Permission

    Endpoint = Callable[..., Any]

_BIGGEST = 2**31 - 1  # what every database's number holds
REPLAYED = "Idempotency-Replayed"


def reads(permission: Permission) -> Callable[[Endpoint], Endpoint]:
    """Let in only who has the permission somewhere; what they see is scoped by the query."""

    def mark(view: Endpoint) -> Endpoint:
        @wraps(view)
        def guarded_view(request: HttpRequest, *args: object, **kwargs: object) -> object:
            actor_of(request).require(permission)
            _refuse_unstorable(kwargs)
            return view(request, *args, **kwargs)

        guarded_view.permission = permission  # type: ignore[attr-defined]
        _speak_as(guarded_view, view, permission)
        return guarded_view

    return mark


def writes(permission: Permission) -> Callable[[Endpoint], Endpoint]:
    """Let in as `reads` does, and do the write once for its Idempotency-Key, however often sent.

    The endpoint returns a Schema of references; a repetition gets the same answer, marked by the
    header Idempotency-Replayed.
    """

    def mark(view: Endpoint) -> Endpoint:
        @wraps(view)
        def write(
            request: HttpRequest, *args: object, idempotency_key: str, **kwargs: object
        ) -> JsonResponse:
            actor = actor_of(request)
            actor.require(permission)
            _refuse_unstorable(kwargs)

            def act() -> dict[str, object]:
                made: Schema = view(request, *args, **kwargs)
                return made.model_dump(mode="json")

            answer, again = services.answer_once(
                actor=actor,
                key=idempotency_key,
                said=rules.said(str(request.method), request.get_full_path(), _body(request)),
                act=act,
                at=timezone.now(),
            )
            return JsonResponse(answer, status=201, headers={REPLAYED: "true"} if again else None)

        write.permission = permission  # type: ignore[attr-defined]
        _speak_as(write, view, permission)
        said = "A new one for each new act (8 to 128 signs); repeat it when the act is repeated."
        header: Any = Header(..., alias="Idempotency-Key", description=said)
        contribute_operation_args(write, "idempotency_key", str, header)
        return write

    return mark


def _body(request: HttpRequest) -> bytes:
    """Return what a request says besides its address; of a form with files, all its parts.

    The body of such a form is gone once it was taken apart.
    """
    if request.content_type != "multipart/form-data":
        return request.body
    said = hashlib.sha256(repr(sorted(request.POST.lists())).encode("utf-8", "replace"))
    for name, files in sorted(request.FILES.lists()):
        for file in files:
            assert isinstance(file, UploadedFile), "that is what a form's files are"
            _say_file(said, name, file)
    return said.digest()


def _say_file(said: hashlib._Hash, name: str, file: UploadedFile[Any]) -> None:
    said.update(f"\0{name}\0{file.name}\0{file.size}\0".encode("utf-8", "replace"))
    for piece in file.chunks():
        said.update(piece)
    file.seek(0)


def _refuse_unstorable(given: dict[str, object]) -> None:
    """Answer that there is no such thing where an address holds what no column could."""
    for value in given.values():
        if isinstance(value, str) and any(sign == "\x00" or _is_lone(sign) for sign in value):
            raise Http404
        if isinstance(value, int) and abs(value) > _BIGGEST:
            raise Http404


def _is_lone(sign: str) -> bool:
    return "\ud800" <= sign <= "\udfff"


def _speak_as(door: Endpoint, view: Endpoint, permission: Permission) -> None:
    """Give the door the view's own arguments, and say its permission in the API's description."""

    def describe(operation: Operation) -> None:
        operation.openapi_extra = {
            **(operation.openapi_extra or {}),
            "x-permission": permission.value,
        }

    # The types of the arguments are found where the view lies, not here.
    door.__signature__ = inspect.signature(view, eval_str=True)  # type: ignore[attr-defined]
    contribute_operation_callback(door, describe)
