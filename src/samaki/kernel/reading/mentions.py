"""Mentions: words of one layer at one stretch of text, almost certain, before any linking."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import regex

from samaki.kernel.reading.normalise import NO_MARK

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from samaki.kernel.reading.grammar import Grammar, Layer, Trigger

__all__ = ["Action", "Mention", "Phrasebook", "find_actions", "find_phrases"]

_KEY = 2
_COENG = "\u17d2"
_START = regex.compile(r"(?<![^\W_])\S")


@dataclass(frozen=True, slots=True)
class Mention:
    """Folded offsets, the layer, and what the words stand for."""

    layer: Layer
    start: int
    end: int
    value: str


@dataclass(frozen=True, slots=True)
class Action:
    """A trigger at a place in the text."""

    start: int
    end: int
    trigger: Trigger


class Phrasebook:
    """Many phrases of several layers, found in one pass: in each layer the longest first.

    In languages with blanks a phrase starts and ends where a word does.
    """

    __slots__ = ("_one", "_spaced", "_two")

    def __init__(self, layers: Mapping[Layer, Mapping[str, str]], *, spaced: bool) -> None:
        keyed = [(layer, _by_key(phrases)) for layer, phrases in layers.items()]
        self._two = _table(keyed, {key for _, rows in keyed for key in rows if len(key) == _KEY})
        self._one = _table(keyed, {key[0] for _, rows in keyed for key in rows if len(key) == 1})
        self._spaced = spaced

    def find(self, text: str) -> Iterator[Mention]:
        """Yield the mentions of folded, lower-cased text, in order of their start."""
        free: dict[Layer, int] = {}
        for at in _starts(text) if self._spaced else range(len(text)):
            entries = self._two.get(text[at : at + _KEY]) or self._one.get(text[at])
            for layer, rows in entries or ():
                if free.get(layer, 0) > at:
                    continue
                row = next((row for row in rows if self._fits(text, at, row[0])), None)
                if row is not None:
                    free[layer] = at + len(row[0])
                    yield Mention(layer, at, at + len(row[0]), row[1])

    def _fits(self, text: str, at: int, phrase: str) -> bool:
        if not text.startswith(phrase, at):
            return False
        end = at + len(phrase)
        if not phrase[-1].isascii() and not self._spaced:
            return not (self._is_stacked(text, at) or _is_mark(text[end : end + 1]))
        return end >= len(text) or not _goes_on(text[end], phrase[-1])

    @staticmethod
    def _is_stacked(text: str, at: int) -> bool:
        """Return whether the phrase starts under another consonant, inside a Khmer word."""
        return at > 0 and text[at - 1] == _COENG


def _by_key(phrases: Mapping[str, str]) -> dict[str, list[tuple[str, str]]]:
    """Return phrases by their first two signs, the longest first; a lone sign by itself."""
    by_key: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for phrase, value in phrases.items():
        by_key[phrase[:_KEY]].append((phrase, value))
    for short in [phrase for phrase in phrases if 0 < len(phrase) < _KEY]:
        for key in [key for key in by_key if key.startswith(short) and key != short]:
            by_key[key].append((short, phrases[short]))
    for rows in by_key.values():
        rows.sort(key=lambda row: -len(row[0]))
    return dict(by_key)


def _table(
    keyed: Sequence[tuple[Layer, dict[str, list[tuple[str, str]]]]], keys: set[str]
) -> dict[str, tuple[tuple[Layer, list[tuple[str, str]]], ...]]:
    """Return, for each key, the layers that have phrases there."""
    return {
        key: tuple(
            (layer, found)
            for layer, rows in keyed
            if (found := rows.get(key) or rows.get(key[0], []))
        )
        for key in keys
    }


def _starts(text: str) -> Iterator[int]:
    """Yield where a word, or a sign between words, starts."""
    return (match.start() for match in _START.finditer(text))


def _is_mark(sign: str) -> bool:
    return bool(sign) and unicodedata.category(sign).startswith("M")


def _goes_on(after: str, last: str) -> bool:
    """Return whether a Latin word continues; scripts without blanks never do."""
    return after.isalnum() and last.isalnum() and (after.isascii() or not last.isascii())


@lru_cache(maxsize=32)
def _book(grammar: Grammar) -> Phrasebook:
    return Phrasebook(grammar.phrases, spaced=grammar.spaced)


@lru_cache(maxsize=32)
def _triggers(grammar: Grammar) -> tuple[tuple[regex.Pattern[str], Trigger], ...]:
    edge = r"\b" if grammar.spaced else NO_MARK
    return tuple(
        (regex.compile(rf"{edge}(?:{trigger.pattern}){edge}"), trigger)
        for trigger in grammar.triggers
    )


def find_phrases(text: str, grammar: Grammar) -> list[Mention]:
    """Return every phrase of every layer, in order of appearance."""
    return sorted(_book(grammar).find(text), key=lambda one: (one.start, -one.end))


def find_actions(text: str, grammar: Grammar) -> list[Action]:
    """Return the triggers in order; where two overlap, the earlier grammar entry wins."""
    found: list[Action] = []
    taken: set[int] = set()
    for pattern, trigger in _triggers(grammar):
        for match in pattern.finditer(text):
            stretch = range(match.start(), match.end())
            if taken.isdisjoint(stretch):
                taken.update(stretch)
                found.append(Action(match.start(), match.end(), trigger))
    return sorted(found, key=lambda one: one.start)
