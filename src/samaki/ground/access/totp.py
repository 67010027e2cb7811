"""Time-based one-time codes: RFC 6238 with SHA-1, six digits, thirty seconds. Pure.

A code is good in the step it belongs to and in the one before and after it, since phones' clocks
differ; and never twice, nor after a later one was used.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

if TYPE_CHECKING:
    from datetime import datetime

STEP = 30  # seconds
_DIGITS = 6
_DRIFT = 1  # steps to either side


def code(secret: str, step: int) -> str:
    """Return the code of a step; `secret` is in base 32, as an authenticator app keeps it."""
    key = base64.b32decode(secret)
    mac = hmac.new(key, step.to_bytes(8, "big"), hashlib.sha1).digest()
    offset = mac[-1] & 0x0F
    number = int.from_bytes(mac[offset : offset + 4], "big") & 0x7FFF_FFFF
    return str(number % 10**_DIGITS).zfill(_DIGITS)


def step_of(at: datetime) -> int:
    """Return the step a moment lies in."""
    return int(at.timestamp()) // STEP


def matching_step(secret: str, typed: str, *, at: datetime, after: int) -> int | None:
    """Return the step whose code was typed, later than the step `after`; None if none is."""
    now = step_of(at)
    for step in range(now - _DRIFT, now + _DRIFT + 1):
        is_same = hmac.compare_digest(code(secret, step).encode(), typed.encode())
        if is_same and step > after:
            return step
    return None


def address(secret: str, *, username: str, issuer: str) -> str:
    """Return the `otpauth:` address that an authenticator app reads from a picture."""
    label = quote(f"{issuer}:{username}")
    asked = {"secret": secret, "issuer": issuer, "digits": _DIGITS, "period": STEP}
    return f"otpauth://totp/{label}?{urlencode(asked)}"
