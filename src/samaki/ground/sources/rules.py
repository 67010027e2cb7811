"""What a source must have before it is filed. Pure."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from samaki.kernel.reasons import Reason

if TYPE_CHECKING:
    from datetime import date

LONGEST = 1_000_000  # characters; a whole day's file of a news agency is shorter


WORDINGS = {
    "empty": "The text is empty. Paste the words of the document.",
    "long": "The text has %(length)s characters; %(most)s is the most. File it in parts.",
    "nul": "The text holds a NUL character. Copy the words again, as plain text.",
    "future": "It is said to be published on %(day)s, which is yet to come.",
}


class SourceKind(StrEnum):
    """How sure a source is of what it says: official, a return, press, or hearsay."""

    OFFICIAL = "official"
    RETURN = "return"
    PRESS = "press"
    HEARSAY = "hearsay"
    REGISTER = "register"


@dataclass(frozen=True, slots=True)
class Origin:
    """The file a text was taken from: its name, the SHA-256 of its bytes, where in it the text lay.

    `place` is empty where the file is one text.
    """

    name: str
    sha256: str
    place: str = ""


def digest(text: str) -> str:
    """Return the SHA-256 (hex) of a text in UTF-8."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def reasons_against(text: str, *, published_on: date | None, today: date) -> tuple[Reason, ...]:
    """Return every reason not to file a text; empty means it may be filed."""
    reasons = []
    if not text.strip():
        reasons.append(_reason("empty"))
    if len(text) > LONGEST:
        reasons.append(_reason("long", length=len(text), most=LONGEST))
    if "\x00" in text:
        reasons.append(_reason("nul"))
    if published_on is not None and published_on > today:
        reasons.append(_reason("future", day=published_on))
    return tuple(reasons)


def _reason(code: str, **values: object) -> Reason:
    return Reason(code, WORDINGS[code], values)
