"""A form sent twice is carried out once: who presses twice reads the same confirmation twice.

Each page gives its forms a token of their own against requests from elsewhere. The same token with
the same words at the same address is the same form sent again: pressed twice, loaded again, gone
back to. It is answered as the first time and nothing is done. Only the newest form of a session is
remembered, so that what was undone since can be done again.

Of two that come at once, one claims the form in the database and is carried out; the other waits
for its answer.
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from time import sleep
from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.sessions.backends.base import UpdateError
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone

from samaki.ground.access.guard import actor_of
from samaki.ground.api.services import claim_form, release_form

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from django.http import HttpRequest, HttpResponse

_KEPT = "sent_last"  # in the session: what was sent, where it led, what was said
_TOKEN = "csrfmiddlewaretoken"  # noqa: S105 - the name of a field
_FOUND = 302
_PAUSE, _PAUSES = 0.1, 150  # seconds between two looks at a form in flight, and how many


class sent_once:  # noqa: N801 - a middleware with process_view has to be a class
    """Answer a form that was carried out already, or is just now, as it was answered then."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            answer = self.get_response(request)
            sent = getattr(request, "samaki_sent", "")
            if sent and answer.status_code == _FOUND and request.user.is_authenticated:
                said = _said(request)
                _say(request, said)
                kept = {"sent": sent, "to": answer.headers["Location"], "said": said}
                request.session[_KEPT] = kept
                with suppress(UpdateError):  # logged out meanwhile: Django's middleware says so
                    request.session.save()  # before the claim is given back, for whoever waits
            return answer
        finally:
            _release(request)

    def process_view(
        self, request: HttpRequest, _view: object, _args: object, _kwargs: object
    ) -> HttpResponse | None:
        if not _is_form(request):
            return None
        sent = _digest(request)
        if (again := _again(request, sent)) is not None:
            return again
        if not _claim(request, sent):
            return render(request, "in_flight.html", status=409)
        # What was carried out between the reading of the session and the claim is read now.
        request.session = type(request.session)(request.session.session_key)
        if (again := _again(request, sent)) is not None:
            return again
        request.samaki_sent = sent  # type: ignore[attr-defined]
        return None


def _again(request: HttpRequest, sent: str) -> HttpResponse | None:
    """Return the answer of the form that was sent last, if this is the same."""
    kept = request.session.get(_KEPT)
    if not kept or kept["sent"] != sent:
        return None
    waiting = _said(request)  # nobody has read them yet: they are said once
    _say(request, dict.fromkeys([*waiting, *((n, words) for n, words in kept["said"])]))
    return HttpResponseRedirect(kept["to"])


def _claim(request: HttpRequest, sent: str) -> bool:
    """Claim the form for this request; wait for whoever has it, and say False if that is long."""
    own = f"{request.session.session_key}\n{sent}"
    key = hashlib.sha256(own.encode()).hexdigest()
    for left in range(_PAUSES, -1, -1):
        now = timezone.now()
        if claim_form(actor=actor_of(request), key=key, at=now):
            request.samaki_claim = (key, now)  # type: ignore[attr-defined]
            return True
        if left:
            sleep(_PAUSE)
    return False


def _release(request: HttpRequest) -> None:
    if claim := getattr(request, "samaki_claim", None):
        key, claimed_at = claim
        release_form(actor=actor_of(request), key=key, at=claimed_at)


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
