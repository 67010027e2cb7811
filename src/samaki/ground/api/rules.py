"""Keys of writes and tokens of clients. Pure."""

from __future__ import annotations

import hashlib
import re
from datetime import timedelta
from typing import TYPE_CHECKING

from samaki.kernel.reasons import Reason

if TYPE_CHECKING:
    from datetime import datetime

KEPT_FOR = timedelta(days=7)  # how long the answer to a write is kept for its repetition
LONGEST_TOKEN = timedelta(days=366)
TOKEN_PREFIX = "samaki_"  # noqa: S105 - it marks a token, so that a leaked one is recognised
_KEY = re.compile(r"[\x21-\x7e]{8,128}")

WORDINGS = {
    "no_key": (
        "The header Idempotency-Key is missing or odd. Send 8 to 128 letters, digits or signs, a "
        "new one for each new act; repeat it when you repeat the act."
    ),
    "other_body": (
        "The Idempotency-Key was used on %(moment)s for something else. A new act has a new key."
    ),
    "no_label": "The token has no name. Say which program will use it.",
    "token_past": "The token would end on %(moment)s, before it begins.",
    "token_long": "A token lasts a year at most; this one would end on %(moment)s.",
    "no_token": "You have no token of that number.",
    "token_closed": "The token was closed on %(moment)s.",
}


def reason(code: str, **values: object) -> Reason:
    """Return the reason of that code."""
    return Reason(code, WORDINGS[code], values)


def reasons_against_key(key: str) -> tuple[Reason, ...]:
    """Return the reason against a key that cannot tell one act from another."""
    return () if _KEY.fullmatch(key) else (reason("no_key"),)


def digest(method: str, path: str, body: bytes) -> str:
    """Return what a request says, as a fingerprint (SHA-256, hexadecimal)."""
    return hashlib.sha256(b"\0".join((method.encode(), path.encode(), body))).hexdigest()


def token_digest(secret: str) -> str:
    """Return what is kept of a token: its fingerprint, never itself (SHA-256, hexadecimal)."""
    return hashlib.sha256(secret.encode()).hexdigest()


def reasons_against_token(label: str, *, valid_to: datetime, at: datetime) -> tuple[Reason, ...]:
    """Return every reason not to open a token of that name until that moment."""
    return (
        *(() if label.strip() else (reason("no_label"),)),
        *((reason("token_past", moment=valid_to),) if valid_to <= at else ()),
        *((reason("token_long", moment=valid_to),) if valid_to - at > LONGEST_TOKEN else ()),
    )
