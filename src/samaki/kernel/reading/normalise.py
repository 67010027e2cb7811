"""One spelling for every text, and the way back to the characters as they were given.

The fold is NFC, invisible characters dropped, every script's digits as 0-9, every kind of blank
as one blank; lower case, with Chinese in simplified signs, apart. Each character of the folded
text knows the span of the given text it came from, so a claim found in the fold quotes the source
to the letter.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from dataclasses import dataclass
from typing import TYPE_CHECKING

from samaki.kernel.reading.drafts import Span
from samaki.kernel.reading.han import SIMPLIFIED

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["NO_MARK", "Folded", "fold"]

# In scripts without blanks a word never ends before a vowel sign or inside a stacked consonant.
NO_MARK = r"(?<!\u17d2)(?!\p{M})"

# Zero-width blanks and joiners, direction marks, soft hyphen, byte-order mark, variation signs.
_INVISIBLE = frozenset(
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180e"
    "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063"
    "\u2064\u2066\u2067\u2068\u2069\ufe00\ufe01\ufe0e\ufe0f\ufeff\r"
)
_BLANKS = frozenset("\t\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009")
_MORE_BLANKS = frozenset("\u200a\u202f\u205f\u3000")
_SAME = str.maketrans({"‘": "'", "’": "'", "ʼ": "'", "＇": "'", "‐": "-", "‑": "-", "−": "-"})
_JAMO = range(0x1160, 0x1200)


@dataclass(frozen=True, slots=True)
class Folded:
    """The folded text and, for each of its characters, where it stood in the given text."""

    given: str
    text: str
    lower: str
    starts: array[int]
    ends: array[int]

    def span(self, start: int, end: int) -> Span:
        """Return the given characters behind the folded `start` to `end` (not empty)."""
        assert start < end, "an empty stretch quotes nothing"
        return Span(self.starts[start], self.ends[end - 1])


def fold(given: str) -> Folded:
    """Return the fold of any text; linear in its length, never raises."""
    plain = unicodedata.is_normalized("NFC", given)
    if plain and not _DROPPED.search(given):
        text = given.translate(_FOLDS)
        starts, ends = array("l", range(len(given))), array("l", range(1, len(given) + 1))
        return Folded(given, text, text.translate(_LOWER), starts, ends)
    return _fold_slowly(given, plain=plain)


def _fold_slowly(given: str, *, plain: bool) -> Folded:
    """Fold a text that holds invisible or decomposed signs: its length changes."""
    out: list[str] = []
    starts, ends = array("l"), array("l")
    at = 0
    while at < len(given):
        stop = at + 1 if plain else _cluster_end(given, at)
        for sign in _folded_cluster(given[at:stop], plain=plain):
            out.append(sign)
            starts.append(at)
            ends.append(stop)
        at = stop
    text = "".join(out)
    return Folded(given, text, "".join(map(_lowered, text)), starts, ends)


def _cluster_end(given: str, at: int) -> int:
    """Return where the character starting at `at` and its marks end."""
    stop = at + 1
    while stop < len(given) and _continues(given[stop]):
        stop += 1
    return stop


def _continues(sign: str) -> bool:
    return unicodedata.category(sign).startswith("M") or ord(sign) in _JAMO


def _folded_cluster(cluster: str, *, plain: bool) -> str:
    whole = cluster if plain else unicodedata.normalize("NFC", cluster)
    return "".join(map(_folded_sign, whole))


def _folded_sign(sign: str) -> str:
    if sign.isascii() and sign not in "\t\r":
        return sign
    if sign in _INVISIBLE:
        return ""
    if sign in _BLANKS or sign in _MORE_BLANKS:
        return " "
    if sign.isdecimal():
        return str(unicodedata.decimal(sign))
    if "\uff01" <= sign <= "\uff5e":
        return chr(ord(sign) - 0xFEE0)
    return sign.translate(_SAME)


class _Table(dict[int, str]):
    """A table for `str.translate` that works out a sign when it first meets it."""

    def __init__(self, of: Callable[[str], str]) -> None:
        super().__init__()
        self._of = of

    def __missing__(self, code: int) -> str:
        """Work out the sign and keep it."""
        self[code] = made = self._of(chr(code))
        return made


def _lowered(sign: str) -> str:
    """Return the lower case (of Chinese the simplified sign) where it is one character."""
    if sign in SIMPLIFIED:
        return SIMPLIFIED[sign]
    lower = sign.lower()
    return lower if len(lower) == 1 else sign


_DROPPED = re.compile("[" + re.escape("".join(sorted(_INVISIBLE))) + "]")
_FOLDS = _Table(_folded_sign)
_LOWER = _Table(_lowered)
