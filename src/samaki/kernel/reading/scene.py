"""The scene: a document with every mention found, sentence by sentence, before linking."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

import regex

from samaki.kernel.reading.dates import find_dates
from samaki.kernel.reading.grammar import Layer
from samaki.kernel.reading.mentions import find_actions, find_phrases
from samaki.kernel.reading.numbers import find_numbers
from samaki.kernel.reading.places import ABROAD, find_places, provinces_of
from samaki.kernel.reading.sentences import split

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from typing import Protocol, TypeVar

    from samaki.kernel.reading.dates import When
    from samaki.kernel.reading.grammar import Grammar
    from samaki.kernel.reading.mentions import Action, Mention
    from samaki.kernel.reading.normalise import Folded
    from samaki.kernel.reading.numbers import Number
    from samaki.kernel.reading.sentences import Sentence

    class _Placed(Protocol):
        @property
        def start(self) -> int: ...
        @property
        def end(self) -> int: ...

    T = TypeVar("T", bound=_Placed)


_OPENING, _FIRST = 1600, 12  # signs and sentences looked through for a dateline
_ORIGIN = 40  # signs that may say somebody comes from a place
_PIECES = 6  # words that may stand over one stretch

__all__ = ["PlaceGroup", "Scene", "View", "opens_list", "pattern", "scene_of"]


@dataclass(frozen=True, slots=True)
class PlaceGroup:
    """Places named side by side; abroad when none of them lies in Cambodia."""

    start: int
    end: int
    provinces: tuple[str, ...]
    members: tuple[Mention, ...] = ()
    is_origin: bool = False  # somebody merely comes from there: "a trader from Battambang"


@dataclass(slots=True)
class View:
    """One sentence with its mentions, all in folded offsets."""

    sentence: Sentence
    text: str  # of the sentence, lower case
    numbers: list[Number] = field(default_factory=list)
    phrases: list[Mention] = field(default_factory=list)
    actions: list[Action] = field(default_factory=list)
    places: list[PlaceGroup] = field(default_factory=list)
    dates: list[When] = field(default_factory=list)

    @property
    def start(self) -> int:
        return self.sentence.start

    @property
    def end(self) -> int:
        return self.sentence.end


@dataclass(slots=True)
class Scene:
    """All views of a document, in order."""

    folded: Folded
    grammar: Grammar
    published: date | None
    views: list[View]
    only_place: PlaceGroup | None = None  # where the whole document plays, if in one province

    def between(self, start: int, end: int) -> str:
        """Return the lower-cased folded text from `start` to `end`."""
        return self.folded.lower[start:end]


@lru_cache(maxsize=1024)
def pattern(source: str) -> regex.Pattern[str]:
    """Compile a grammar's pattern once."""
    return regex.compile(source)


def scene_of(folded: Folded, grammar: Grammar, published: date | None) -> Scene:
    """Find every mention of the text and hand each to its sentence."""
    lower = folded.lower
    scene = Scene(folded, grammar, published, [])
    edges = _datelines(scene)
    dates = _away_from(edges, find_dates(lower, grammar, published))
    places = find_places(lower, grammar)
    numbers = _outside(find_numbers(lower, grammar), [*dates, *places])
    phrases = _without_noise(_outside(find_phrases(lower, grammar), places))
    actions = find_actions(lower, grammar)
    groups = _groups(scene, _away_from(edges, [*places, *_abroad(scene, phrases)]))
    scene.only_place = _only_place(groups)
    for sentence in split(folded.text):
        scene.views.append(
            View(
                sentence,
                lower[sentence.start : sentence.end],
                _inside(numbers, sentence),
                _inside(phrases, sentence),
                _inside(actions, sentence),
                _inside(groups, sentence),
                _inside(dates, sentence),
            )
        )
    return scene


def opens_list(scene: Scene, between: str) -> bool:
    """Return whether the words between a count and its list say that the list is complete."""
    exhaustive = pattern(rf"\s?(?:{scene.grammar.exhaustive})\s?").fullmatch(between)
    verb = pattern(rf"(?:{scene.grammar.subject_tail})\s?").fullmatch(between)
    tail = pattern(rf"(?:{scene.grammar.subject_tail})\s?$").search(between)
    return bool(exhaustive or verb or tail) or between.rstrip().endswith(":")


def _inside(items: Sequence[T], sentence: Sentence) -> list[T]:
    low = bisect_left(items, sentence.start, key=lambda one: one.start)
    high = bisect_left(items, sentence.end, key=lambda one: one.start)
    return [one for one in items[low:high] if one.end <= sentence.end]


def _outside(items: Sequence[T], others: Sequence[_Placed]) -> list[T]:
    """Leave out what overlaps one of the others: a day of the month is no count."""
    edges = sorted((one.start, one.end) for one in others)
    out, at = [], 0
    for item in items:
        while at < len(edges) and edges[at][1] <= item.start:
            at += 1
        if at == len(edges) or edges[at][0] >= item.end:
            out.append(item)
    return out


def _abroad(scene: Scene, phrases: Sequence[Mention]) -> list[Mention]:
    """Read a foreign country after "in" as the place of the sentence."""
    before = pattern(scene.grammar.abroad_before)
    return [
        type(one)(Layer.PLACE, one.start, one.end, f"{ABROAD}:{one.value[1:]}")
        for one in phrases
        if one.layer is Layer.NATION
        and one.value.startswith("@")
        and one.value != "@KHM"
        and before.search(scene.between(max(0, one.start - 40), one.start))
    ]


def _without_noise(phrases: list[Mention]) -> list[Mention]:
    """Leave out a word of noise that is only a piece of a longer word: "day" in "Monday"."""
    words = [one for one in phrases if one.layer is not Layer.NOISE]
    pieces = {id(one) for one in phrases if one.layer is Layer.NOISE and _is_piece(one, words)}
    return [one for one in phrases if id(one) not in pieces]


def _is_piece(one: Mention, words: list[Mention]) -> bool:
    at = bisect_left(words, one.end, key=lambda other: other.start)
    return any(
        other.end > one.start and other.end - other.start > one.end - one.start
        for other in words[max(0, at - _PIECES) : at]
    )


def _datelines(scene: Scene) -> list[tuple[int, int]]:
    """Return where a dateline stands: it says where and when the desk wrote, not the event."""
    dateline = pattern(scene.grammar.dateline)
    edges = []
    for sentence in split(scene.folded.text[:_OPENING])[:_FIRST]:
        match = dateline.match(scene.between(sentence.start, sentence.end))
        if match:
            edges.append((sentence.start, sentence.start + match.end()))
    return edges if len(edges) == 1 else []  # several are labels of a round-up by place


def _away_from(edges: Sequence[tuple[int, int]], items: Sequence[T]) -> list[T]:
    """Leave out what stands in one of the stretches; the rest in order."""
    return sorted(
        (one for one in items if not any(low <= one.start < high for low, high in edges)),
        key=lambda one: one.start,
    )


def _groups(scene: Scene, places: Sequence[Mention]) -> list[PlaceGroup]:
    """Join places named side by side: "Bavet, Svay Rieng" and "Kampot and Kep"."""
    joiner = pattern(
        rf"(?:\s?(?:{scene.grammar.joins})\s?|[^\w,;.]{{0,2}}|{scene.grammar.place_join})"
    )
    runs: list[list[Mention]] = []
    for place in places:
        if runs and joiner.fullmatch(scene.between(runs[-1][-1].end, place.start)):
            runs[-1].append(place)
        else:
            runs.append([place])
    return [_group(scene, run) for run in runs]


def _group(scene: Scene, run: Sequence[Mention]) -> PlaceGroup:
    before = scene.between(max(0, run[0].start - _ORIGIN), run[0].start)
    is_origin = bool(pattern(scene.grammar.origin).search(before))
    provinces = dict.fromkeys(one for place in run for one in provinces_of(place.value))
    return PlaceGroup(run[0].start, run[-1].end, tuple(provinces), tuple(run), is_origin)


def _only_place(groups: Sequence[PlaceGroup]) -> PlaceGroup | None:
    """Return the first place of a document that speaks of one province alone, or None."""
    named = [group for group in groups if not group.is_origin]
    provinces = {one for group in named for one in group.provinces}
    if len(provinces) != 1 or any(not group.provinces for group in named):
        return None
    return named[0]
