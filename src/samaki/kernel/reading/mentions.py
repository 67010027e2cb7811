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

    # By layer, the phrases that begin with one key, the longest first, each with its meaning.
    _Entries = tuple[tuple[Layer, list[tuple[str, str]]], ...]

__all__ = ["Action", "Mention", "Phrasebook", "find_actions", "find_phrases"]

_KEY = 2
_COENG = "\u17d2"
_WORD = regex.compile(r"[^\W_]+|\S")


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

    In languages with blanks a phrase starts and ends where a word does, and is looked up by its
    first word; in the others by its first two signs, or its only one.
    """

    __slots__ = ("_firsts", "_known", "_spaced")

    def __init__(self, layers: Mapping[Layer, Mapping[str, str]], *, spaced: bool) -> None:
        known: dict[str, dict[Layer, list[tuple[str, str]]]] = defaultdict(dict)
        for layer, phrases in layers.items():
            for phrase, value in phrases.items():
                key = _first_word(phrase) if spaced else phrase[:_KEY]
                known[key].setdefault(layer, []).append((phrase, value))
        for rows in (rows for layered in known.values() for rows in layered.values()):
            rows.sort(key=lambda row: -len(row[0]))
        self._known = {key: tuple(layered.items()) for key, layered in known.items()}
        self._firsts = frozenset(key[:1] for key in self._known)
        self._spaced = spaced

    def find(self, text: str) -> Iterator[Mention]:
        """Yield the mentions of folded, lower-cased text, in order of their start."""
        free: dict[Layer, int] = {}
        for at, entries in self._by_word(text) if self._spaced else self._by_sign(text):
            for layer, rows in entries:
                if free.get(layer, 0) > at:
                    continue
                for phrase, value in rows:
                    if self._fits(text, at, phrase):
                        free[layer] = at + len(phrase)
                        yield Mention(layer, at, at + len(phrase), value)
                        break

    def _by_word(self, text: str) -> Iterator[tuple[int, _Entries]]:
        """Yield where each word that opens a phrase starts, and what it may open."""
        known = self._known
        for match in _WORD.finditer(text):
            entries = known.get(match[0])
            if entries:
                yield match.start(), entries

    def _by_sign(self, text: str) -> Iterator[tuple[int, _Entries]]:
        """Yield where each sign that opens a phrase stands: those of two signs, those of one."""
        known, firsts = self._known, self._firsts
        for at, sign in enumerate(text):
            if sign in firsts:
                entries = (*known.get(text[at : at + _KEY], ()), *known.get(sign, ()))
                if entries:
                    yield at, entries

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


def _first_word(phrase: str) -> str:
    match = _WORD.match(phrase)
    return match[0] if match else phrase[:1]


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
