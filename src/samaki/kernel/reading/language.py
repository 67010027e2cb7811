"""Which language a text is written in, by its script and its small words."""

from __future__ import annotations

from collections import Counter
from typing import Final

import regex

__all__ = ["language_of"]

_SAMPLE: Final = 4000
_SMALL_WORDS: Final = {
    "en": "the of and in to were was from that on with have has by for police",
    "fr": "le la les des et une dans du aux ont été pour sur avec police au",
    "id": "yang dan di dari dengan untuk pada oleh orang ini itu warga telah tersebut polisi",
    "ms": "yang dan di dengan untuk pada oleh itu polis seramai manakala kemboja rakyat turut",
    "fil": "ang ng mga sa na ay at noong mula ayon pulisya ni kay habang",
    "vi": "và của các người đã trong cho là với những tại công bị ở được",
}
_WORDS: Final = {code: frozenset(row.split()) for code, row in _SMALL_WORDS.items()}
_SCRIPTS: Final = (
    ("km", regex.compile(r"\p{Khmer}")),
    ("th", regex.compile(r"\p{Thai}")),
    ("ja", regex.compile(r"[\p{Hiragana}\p{Katakana}]")),
    ("zh", regex.compile(r"\p{Han}")),
)
_LATIN: Final = regex.compile(r"\p{Latin}")
_ENOUGH = 0.15  # a share of its script that a name or quotation does not reach


def language_of(text: str) -> str:
    """Return one of the languages read; English where nothing speaks for another."""
    sample = text[:_SAMPLE]
    latin = len(_LATIN.findall(sample))
    for code, script in _SCRIPTS:
        signs = len(script.findall(sample))
        if signs and signs > _ENOUGH * (signs + latin):
            return code
    words = Counter(regex.findall(r"\p{L}+", sample.lower()))
    scores = {code: sum(words[word] for word in small) for code, small in _WORDS.items()}
    best = max(scores, key=lambda code: scores[code])
    return best if scores[best] else "en"
