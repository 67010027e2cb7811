"""Where a request comes from, by which guessers are made to wait, and the address it came to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """Return where a request comes from: behind a web server of ours, where that says."""
    if settings.SAMAKI_PROXY:
        forwarded = request.headers.get("X-Forwarded-For", "")
        return forwarded.rpartition(",")[2].strip()
    return str(request.META.get("REMOTE_ADDR", ""))


def absolute(request: HttpRequest, path: str) -> str:
    """Return the whole address of a path of ours, as others reach it."""
    address = request.build_absolute_uri(path)
    if settings.SESSION_COOKIE_SECURE:  # TLS ends at the web server in front
        return address.replace("http://", "https://", 1)
    return address
