"""How a written name becomes parts that can be compared: letters alone, without case or marks."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

import regex

TRUNCATED = "…"  # ends a part that may go on: a machine-readable line cut it off

# Letters that do not come apart into a base letter and a mark. ICAO Doc 9303-3, section 6, table A.
_PLAIN = str.maketrans(
    {"đ": "d", "ð": "d", "ł": "l", "ı": "i", "ø": "o", "þ": "th", "æ": "ae", "œ": "oe", "ß": "ss"}
)
# Titles that stand before a name and are no part of it.
_TITLES = frozenset({"mr", "mrs", "ms", "miss", "dr", "លោក", "អ្នកស្រី", "កញ្ញា", "ឯកឧត្តម"})
_DROPPED = regex.compile(r"[’'`ʼ.\u200b-\u200f]")
_APART = regex.compile(rf"[^\p{{L}}\p{{M}}{TRUNCATED}]+")
_HAN = regex.compile(r"\p{Han}+")
_COMPOUND = frozenset(
    {
        *("欧阳", "歐陽", "司马", "司馬", "诸葛", "諸葛", "上官", "司徒", "夏侯", "东方", "東方"),
        *("皇甫", "尉迟", "公孙", "令狐", "慕容", "端木"),
    }
)


def fold(text: str) -> str:
    """Return letters without case and marks: `Đức` is `duc`; a mark of another script stays."""
    plain = unicodedata.normalize("NFD", lower(text).translate(_PLAIN))
    if not is_latin(plain):
        return unicodedata.normalize("NFC", plain)
    return "".join(c for c in plain if not unicodedata.combining(c))


@lru_cache(maxsize=50_000)
def parts(name: str) -> tuple[str, ...]:
    """Return the parts of a name as written: words, and a Han name's surname and characters.

    >>> parts("Nguyễn Văn-Đức"), parts("陈小明")
    (('Nguyễn', 'Văn', 'Đức'), ('陈', '小', '明'))
    """
    text = _DROPPED.sub("", unicodedata.normalize("NFKC", name.replace(TRUNCATED, "\uf8ff")))
    words = [w for w in _APART.split(text.replace("\uf8ff", TRUNCATED)) if w.strip(TRUNCATED)]
    named = [word for word in words if lower(word) not in _TITLES] or words
    return tuple(part for word in named for part in _han_apart(word))


def lower(text: str) -> str:
    """Return a text as one compares it: composed, without case."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFKC", text).casefold())


def is_latin(text: str) -> bool:
    """Tell whether every letter is Latin (marks aside)."""
    return all(c.isascii() or unicodedata.combining(c) or _is_latin(c) for c in text)


def is_han(text: str) -> bool:
    """Tell whether it is written in Han characters alone."""
    return _HAN.fullmatch(text) is not None


def is_khmer(text: str) -> bool:
    """Tell whether it has Khmer letters."""
    return any("\u1780" <= c <= "\u17d3" for c in text)


def _is_latin(character: str) -> bool:
    return unicodedata.name(character, "").startswith("LATIN")


def _han_apart(word: str) -> tuple[str, ...]:
    if not is_han(word):
        return (word,)
    surname = 2 if word[:2] in _COMPOUND and len(word) > 2 else 1  # noqa: PLR2004 - two characters
    return (word[:surname], *word[surname:])
