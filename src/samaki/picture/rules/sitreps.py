"""When a situation report may be issued, and the digest that proves it unchanged. Pure."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from samaki.kernel.reasons import Reason

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

WORDINGS = {
    "future": "%(as_of)s lies in the future; it is now %(now)s.",
    "nothing": "Nothing is on record as of %(as_of)s: no claim, nobody in custody.",
    "same": "%(ref)s says the same as of the same moment. Nothing has changed since.",
}


def reasons_against_issuing(
    content: Mapping[str, object],
    *,
    as_of: datetime,
    at: datetime,
    current: tuple[str, Mapping[str, object]] | None,
) -> tuple[Reason, ...]:
    """Return every reason not to issue a report; `current` is the last one, with its reference."""
    if as_of > at:
        return (Reason("future", WORDINGS["future"], {"as_of": as_of, "now": at}),)
    found = []
    if not content["claims"] and not content["movements"]:
        found.append(Reason("nothing", WORDINGS["nothing"], {"as_of": as_of}))
    if current is not None and _substance(current[1]) == _substance(content):
        found.append(Reason("same", WORDINGS["same"], {"ref": current[0]}))
    return tuple(found)


def _substance(content: Mapping[str, object]) -> dict[str, object]:
    return {key: value for key, value in content.items() if key not in {"ref", "known_at"}}


def digest(content: Mapping[str, object]) -> str:
    """Return SHA-256 of a content written the one way: sorted keys, no spaces, UTF-8."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
