"""A form sent twice is carried out once: who presses twice reads the same confirmation twice.

Each page gives its forms a token of their own against requests from elsewhere. The same token with
the same words at the same address is the same form sent again: pressed twice, loaded again, gone
back to. It is answered as the first time and nothing is done. Only the newest form of a session is
remembered, so that what was undone since can be done again.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponseRedirect

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from django.http import HttpRequest, HttpResponse

_KEPT = "sent_last"  # in the session: what was sent, where it led, what was said
_TOKEN = "csrfmiddlewaretoken"  # noqa: S105 - the name of a field
_FOUND = 302


class sent_once:  # noqa: N801 - a middleware with process_view has to be a class
    """Answer a form that was carried out already as it was answered then."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        sent = getattr(request, "samaki_sent", "")
        if sent and answer.status_code == _FOUND and request.user.is_authenticated:
            said = _said(request)
            _say(request, said)
            request.session[_KEPT] = {"sent": sent, "to": answer.headers["Location"], "said": said}
        return answer

    def process_view(
        self, request: HttpRequest, _view: object, _args: object, _kwargs: object
    ) -> HttpResponse | None:
        if not _is_form(request):
            return None
        sent = _digest(request)
        kept = request.session.get(_KEPT)
        if kept and kept["sent"] == sent:
            waiting = _said(request)  # nobody has read them yet: they are said once
            _say(request, dict.fromkeys([*waiting, *((n, words) for n, words in kept["said"])]))
            return HttpResponseRedirect(kept["to"])
        request.samaki_sent = sent  # type: ignore[attr-defined]
        return None


def _is_form(request: HttpRequest) -> bool:
    is_form = request.method == "POST" and request.user.is_authenticated
    return is_form and bool(request.POST.get(_TOKEN)) and not request.FILES


def _digest(request: HttpRequest) -> str:
    words = [request.get_full_path(), *(f"{k}={v}" for k, v in sorted(request.POST.lists()))]
    return hashlib.sha256("\n".join(words).encode("utf-8", "surrogatepass")).hexdigest()


def _said(request: HttpRequest) -> list[tuple[int, str]]:
    """Take away what waits to be said, and return it."""
    return [(each.level, str(each.message)) for each in messages.get_messages(request)]


def _say(request: HttpRequest, said: Iterable[tuple[int, str]]) -> None:
    for level, words in said:
        messages.add_message(request, level, words)
