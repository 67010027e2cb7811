"""How alike two parts of a name are, and why: one short rule for each way to write a part."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA

from samaki.kernel.names import normalise, speeches
from samaki.kernel.names.readings import (
    KHMER,
    PINYIN,
    ROMANISED,
    WRITTEN,
    Reading,
    readings,
    skeleton,
    sound,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from samaki.kernel.names.speeches import Spelling


class Why(StrEnum):
    """Why two parts are taken for the same; a page says each in words."""

    SAME = "same"
    MARKS = "marks"
    PINYIN = "pinyin"
    KHMER = "khmer"
    ROMANISED = "romanised"
    SAME_CHARACTER = "same_character"
    SPEECH = "speech"
    SPEECHES = "speeches"
    SOUND = "sound"
    HOMOPHONE = "homophone"
    CUT = "cut"
    NEAR = "near"
    INITIAL = "initial"


# How much of a part each reason makes agree. Set by judgement, to be measured (issue on identity).
WORTH = {
    Why.SAME: 1.0,
    Why.MARKS: 0.98,
    Why.SAME_CHARACTER: 0.97,
    Why.PINYIN: 0.94,
    Why.KHMER: 0.92,
    Why.SPEECH: 0.9,
    Why.ROMANISED: 0.88,
    Why.CUT: 0.88,
    Why.SOUND: 0.85,
    Why.SPEECHES: 0.72,
    Why.NEAR: 0.85,
    Why.HOMOPHONE: 0.6,
    Why.INITIAL: 0.5,
}
_FROM = {PINYIN: Why.PINYIN, KHMER: Why.KHMER, ROMANISED: Why.ROMANISED}
_LIKE_ENOUGH = 0.75  # below, two spellings are two names
_SHORTEST_NEAR = 4  # shorter parts differ by a letter and are other names: Van, Tan, Wan
_SHORTEST_CUT = 2


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two parts agree, from 0 to 1, and why; `detail` names a character and its speech."""

    score: float
    why: Why
    detail: tuple[str, ...] = ()


@lru_cache(maxsize=200_000)
def agreement(left: str, right: str) -> Agreement | None:
    """Return how two parts agree at best, or None; the same whichever comes first."""
    if normalise.lower(left) == normalise.lower(right):
        return Agreement(WORTH[Why.SAME], Why.SAME)
    first, second = sorted((left, right))
    found = max(_agreements(first, second), key=lambda each: each.score, default=None)
    return found if found and found.score > 0 else None


def _agreements(left: str, right: str) -> Iterator[Agreement]:
    yield from _by_speech(left, right)
    is_cut = normalise.TRUNCATED in left + right
    for a in readings(left):
        for b in readings(right):
            if a.text and b.text:
                yield from _by_reading(a, b)
                if is_cut and _is_prefix(a.text, b.text, left, right):
                    yield Agreement(WORTH[Why.CUT], Why.CUT)


def _by_reading(a: Reading, b: Reading) -> Iterator[Agreement]:
    base = _base(a, b)
    if a.text == b.text:
        yield Agreement(WORTH[base], base)
    elif sound(a.text) == sound(b.text):
        yield _weaker(Why.SOUND, base)
    elif min(len(a.text), len(b.text)) == 1 and a.text[0] == b.text[0]:
        yield _weaker(Why.INITIAL, base)
    elif min(len(a.text), len(b.text)) >= _SHORTEST_NEAR:
        alike = OSA.normalized_similarity(a.text, b.text)
        if alike >= _LIKE_ENOUGH:
            yield Agreement(round(WORTH[Why.NEAR] * alike, 4), Why.NEAR)
        elif base is Why.ROMANISED and skeleton(a.text) == skeleton(b.text):
            yield _weaker(Why.SOUND, base)


def _base(a: Reading, b: Reading) -> Why:
    """Return why equal readings agree: marks left out, or one of them read from its script."""
    if a.source == b.source:
        return Why.MARKS if a.source == WRITTEN else Why.HOMOPHONE
    return min((_FROM[r.source] for r in (a, b) if r.source != WRITTEN), key=WORTH.__getitem__)


def _weaker(why: Why, base: Why) -> Agreement:
    return Agreement(min(WORTH[why], WORTH[base]), why)


def _by_speech(left: str, right: str) -> Iterator[Agreement]:
    """Yield how one character, or two spellings of one, agree: 陈 and Tan; Chan and Tan."""
    one, other = (speeches.character_of(part) for part in (left, right))
    if one and other:
        if one == other:
            yield Agreement(WORTH[Why.SAME_CHARACTER], Why.SAME_CHARACTER)
        return
    spelled = [speeches.spellings(normalise.fold(part)) for part in (left, right)]
    for spelling in (*_spelled_so(one, spelled[1]), *_spelled_so(other, spelled[0])):
        yield Agreement(WORTH[Why.SPEECH], Why.SPEECH, (spelling.character, spelling.speech))
    if normalise.fold(left) != normalise.fold(right):
        left_of = {spelling.character for spelling in spelled[0]}
        for spelling in (each for each in spelled[1] if each.character in left_of):
            yield Agreement(WORTH[Why.SPEECHES], Why.SPEECHES, (spelling.character,))


def _spelled_so(character: str | None, known: tuple[Spelling, ...]) -> tuple[Spelling, ...]:
    """Return the spellings of that character abroad; pinyin needs no table."""
    return tuple(
        spelling
        for spelling in known
        if spelling.character == character and spelling.speech != speeches.PINYIN
    )


def _is_prefix(a: str, b: str, left: str, right: str) -> bool:
    """Tell whether the part that was cut off begins the other one."""
    cut_left, cut_right = left.endswith(normalise.TRUNCATED), right.endswith(normalise.TRUNCATED)
    if min(len(a), len(b)) < _SHORTEST_CUT:
        return False
    return (cut_left and b.startswith(a)) or (cut_right and a.startswith(b))
