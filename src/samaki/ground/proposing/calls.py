"""Asks a model server for an answer. Off unless an operator names one; a text goes nowhere else.

The server is one that speaks `POST …/chat/completions`, such as those that run a model on one's own
machine. No redirect is followed and no proxy is used, so that a report reaches the named address or
none. What comes back is words; what they are worth is for `kernel.reading.proposals`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, ProxyHandler, Request, build_opener

from django.conf import settings

if TYPE_CHECKING:
    from collections.abc import Sequence

SECONDS = 120  # a small model on a small machine takes its time
LARGEST = 2_000_000  # bytes of an answer
_SCHEMES = {"http", "https"}


class ModelUnansweredError(Exception):
    """The server gave no answer that could be read; says what happened, and never the text."""

    def __init__(self, url: str, what: str) -> None:
        super().__init__(f"{url or 'An empty address'} {what}.")


@dataclass(frozen=True, slots=True)
class Model:
    """Which model is asked, where, with which key."""

    url: str
    name: str
    key: str = ""


class _NoRedirect(HTTPRedirectHandler):
    def redirect_request(self, *_args: object, **_kwargs: object) -> None:
        """Follow none: the answer is then the redirect itself, which is refused as an error."""


def configured() -> Model | None:
    """Return the model that the operator named, or None: nobody is asked."""
    if not settings.SAMAKI_MODEL_URL or not settings.SAMAKI_MODEL_NAME:
        return None
    return Model(settings.SAMAKI_MODEL_URL, settings.SAMAKI_MODEL_NAME, settings.SAMAKI_MODEL_KEY)


def complete(model: Model, messages: Sequence[tuple[str, str]], *, seconds: float = SECONDS) -> str:
    """Return a model's words to messages of (role, content). Raises ModelUnansweredError."""
    if urlsplit(model.url).scheme not in _SCHEMES:
        what = "is no address of a server, which begins with http or https"
        raise ModelUnansweredError(model.url, what)
    asked = {
        "model": model.name,
        "messages": [{"role": role, "content": content} for role, content in messages],
        "temperature": 0,
        "response_format": {"type": "json_object"},
    }
    request = Request(  # noqa: S310 - the scheme was looked at above
        f"{model.url.rstrip('/')}/chat/completions",
        data=json.dumps(asked).encode(),
        headers={
            "Content-Type": "application/json",
            **({"Authorization": f"Bearer {model.key}"} if model.key else {}),
        },
    )
    opener = build_opener(ProxyHandler({}), _NoRedirect())
    try:
        with opener.open(request, timeout=seconds) as answer:
            given = answer.read(LARGEST + 1)
    except HTTPError as error:
        error.close()
        raise ModelUnansweredError(model.url, f"answered with error {error.code}") from error
    except (URLError, OSError, ValueError) as error:
        raise ModelUnansweredError(model.url, f"did not answer: {error}") from error
    if len(given) > LARGEST:
        raise ModelUnansweredError(model.url, f"answered with more than {LARGEST} bytes")
    return _words(model, given)


def _words(model: Model, given: bytes) -> str:
    try:
        words = json.loads(given)["choices"][0]["message"]["content"]
    except (ValueError, KeyError, IndexError, TypeError, RecursionError) as error:
        raise ModelUnansweredError(model.url, "answered with no completion") from error
    if not isinstance(words, str):
        raise ModelUnansweredError(model.url, "answered with no words")
    return words
