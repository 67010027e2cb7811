"""Why a way out of a conflict cannot be chosen. Pure."""

from __future__ import annotations

from samaki.kernel.reasons import Reason

WORDINGS = {
    "way_gone": "This is no way out any more: something was recorded meanwhile. Look again.",
}


def reason(code: str, **values: object) -> Reason:
    """Return the reason of that code."""
    return Reason(code, WORDINGS[code], values)
