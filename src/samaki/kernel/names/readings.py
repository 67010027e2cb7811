"""How one part of a name may be read in Latin letters, and where the reading comes from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, product

from anyascii import anyascii
from pypinyin import Style, pinyin

from samaki.kernel.names import khmer, normalise

WRITTEN, PINYIN, KHMER, ROMANISED = "written", "pinyin", "khmer", "romanised"
_MOST_READINGS = 12  # of a part whose characters have several readings each


@dataclass(frozen=True, slots=True)
class Reading:
    """A part in plain Latin letters, and how it came to be: written so, or read from a script."""

    text: str
    source: str


@lru_cache(maxsize=50_000)
def readings(part: str) -> tuple[Reading, ...]:
    """Return the ways a part may be read in Latin letters, the likeliest first."""
    folded = normalise.fold(part.removesuffix(normalise.TRUNCATED))
    if normalise.is_latin(folded):
        return (Reading(folded, WRITTEN),)
    if normalise.is_han(folded):
        return tuple(Reading(text, PINYIN) for text in _pinyin(folded))
    if normalise.is_khmer(folded):
        return (Reading(khmer.read(folded), KHMER),)
    return (Reading(_letters(anyascii(folded)), ROMANISED),)


def sound(folded: str) -> str:
    """Return what is left of spellings that sound alike in the languages hereabouts."""
    for pattern, said in _ALIKE:
        folded = pattern.sub(said, folded)
    return folded


def skeleton(folded: str) -> str:
    """Return the consonants: scripts that leave vowels out are compared by them."""
    return re.sub(r"[aeiouyhw]", "", folded)


_ALIKE = tuple(
    (re.compile(pattern), said)
    for pattern, said in (
        (r"zh|tch|ch|tj|dj|j", "c"),
        (r"ph", "f"),
        (r"([bdgkt])h", r"\1"),
        (r"w|b(?=h)", "v"),
        (r"ee|ey|y", "i"),
        (r"ou|oo|oe", "u"),  # oe: Dutch spelling of Indonesian u, still on papers
        (r"ea", "a"),
        (r"(.)\1", r"\1"),
        (r"h$", ""),
    )
)


def _pinyin(han: str) -> tuple[str, ...]:
    each = pinyin(han, heteronym=True, style=Style.NORMAL, v_to_u=False)
    joined = ("".join(syllables) for syllables in product(*each))
    return tuple(dict.fromkeys(_letters(text) for text in islice(joined, _MOST_READINGS)))


def _letters(text: str) -> str:
    return re.sub(r"[^a-z]", "", text.casefold().replace("ü", "v"))
