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
    from collections.abc import Iterator, Mapping

    from samaki.kernel.reading.grammar import Grammar, Layer, Trigger

__all__ = ["Action", "Mention", "Phrasebook", "find_actions", "find_phrases"]

_KEY = 2
_COENG = "\u17d2"


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
    """Many phrases, found in one pass: longest first, whole words where words have edges."""

    __slots__ = ("_by_key", "_spaced")

    def __init__(self, phrases: Mapping[str, str], *, spaced: bool) -> None:
        by_key: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for phrase, value in phrases.items():
            by_key[phrase[:_KEY]].append((phrase, value))
        for short in [phrase for phrase in phrases if 0 < len(phrase) < _KEY]:
            for key in [key for key in by_key if key.startswith(short) and key != short]:
                by_key[key].append((short, phrases[short]))
        for rows in by_key.values():
            rows.sort(key=lambda row: -len(row[0]))
        self._by_key = dict(by_key)
        self._spaced = spaced

    def find(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Yield start, end and value of each phrase in folded, lower-cased text."""
        at = 0
        while at < len(text):
            row = self._at(text, at)
            if row is None:
                at += 1
                continue
            yield at, at + len(row[0]), row[1]
            at += len(row[0])

    def _at(self, text: str, at: int) -> tuple[str, str] | None:
        rows = self._by_key.get(text[at : at + _KEY]) or self._by_key.get(text[at])
        if rows is None or (self._spaced and at and text[at - 1].isalnum()):
            return None
        return next((row for row in rows if self._fits(text, at, row[0])), None)

    def _fits(self, text: str, at: int, phrase: str) -> bool:
        end = at + len(phrase)
        if not text.startswith(phrase, at):
            return False
        if not phrase[-1].isascii() and not self._spaced:
            return not (self._is_stacked(text, at) or _is_mark(text[end : end + 1]))
        return end >= len(text) or not _goes_on(text[end], phrase[-1])

    @staticmethod
    def _is_stacked(text: str, at: int) -> bool:
        """Return whether the phrase starts under another consonant, inside a Khmer word."""
        return at > 0 and text[at - 1] == _COENG


def _is_mark(sign: str) -> bool:
    return bool(sign) and unicodedata.category(sign).startswith("M")


def _goes_on(after: str, last: str) -> bool:
    """Return whether a Latin word continues; scripts without blanks never do."""
    return after.isalnum() and last.isalnum() and (after.isascii() or not last.isascii())


@lru_cache(maxsize=32)
def _books(grammar: Grammar) -> tuple[tuple[Layer, Phrasebook], ...]:
    books = dict(grammar.phrases)
    return tuple(
        (layer, Phrasebook(phrases, spaced=grammar.spaced)) for layer, phrases in books.items()
    )


@lru_cache(maxsize=32)
def _triggers(grammar: Grammar) -> tuple[tuple[regex.Pattern[str], Trigger], ...]:
    edge = r"\b" if grammar.spaced else NO_MARK
    return tuple(
        (regex.compile(rf"{edge}(?:{trigger.pattern}){edge}"), trigger)
        for trigger in grammar.triggers
    )


def find_phrases(text: str, grammar: Grammar) -> list[Mention]:
    """Return every phrase of every layer, in order of appearance."""
    found = [
        Mention(layer, start, end, value)
        for layer, book in _books(grammar)
        for start, end, value in book.find(text)
    ]
    return sorted(found, key=lambda one: (one.start, -one.end))


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
