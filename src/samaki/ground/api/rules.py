"""Keys of writes and tokens of clients. Pure."""

from __future__ import annotations

import hashlib
import re
from datetime import timedelta
from typing import TYPE_CHECKING

from samaki.ground.access.rules import BY_PROGRAM
from samaki.kernel.reasons import Reason

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from samaki.ground.access.rules import Permission

CARRIED_OUT_WITHIN = timedelta(minutes=5)  # a form in flight for longer was cut off with its server
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
    "nothing_asked": "The token asks for no permission. Choose what the program may do.",
    "not_by_program": "No program may use %(permission)s: that takes a person who is logged in.",
    "not_held": "You do not hold %(permission)s, so no program can use it for you.",
    "no_token": "You have no token of that number.",
    "token_closed": "The token was closed on %(moment)s.",
}


def reason(code: str, **values: object) -> Reason:
    """Return the reason of that code."""
    return Reason(code, WORDINGS[code], values)


def reasons_against_key(key: str) -> tuple[Reason, ...]:
    """Return the reason against a key that cannot tell one act from another."""
    return () if _KEY.fullmatch(key) else (reason("no_key"),)


def said(method: str, path: str, body: bytes) -> bytes:
    """Return what a request says, in one piece: two that differ anywhere differ here."""
    return b"\0".join((method.encode(), path.encode(), body))


def token_digest(secret: str) -> str:
    """Return what is kept of a token: its fingerprint, never itself (SHA-256, hexadecimal)."""
    return hashlib.sha256(secret.encode()).hexdigest()


def reasons_against_token(
    label: str,
    *,
    asked: Collection[Permission],
    held: Collection[Permission],
    valid_to: datetime,
    at: datetime,
) -> tuple[Reason, ...]:
    """Return every reason not to open a token of that name, for that, until that moment.

    `asked` is what the program is to do, `held` what its officer may.
    """
    return (
        *(() if label.strip() else (reason("no_label"),)),
        *(() if asked else (reason("nothing_asked"),)),
        *(reason("not_by_program", permission=p.value) for p in sorted({*asked} - BY_PROGRAM)),
        *(reason("not_held", permission=p.value) for p in sorted({*asked} - {*held})),
        *((reason("token_past", moment=valid_to),) if valid_to <= at else ()),
        *((reason("token_long", moment=valid_to),) if valid_to - at > LONGEST_TOKEN else ()),
    )
