"""Paragraphs and sentences of a folded text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import regex

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Sentence", "split"]

# An ellipsis of a title, a single initial or a numbered item ends no sentence.
_ABBREVIATION = (
    r"(?<!\b(?:Mr|Mrs|Ms|Dr|Gen|Col|Maj|Lt|Capt|Sgt|St|No|Nos|Art|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Sept"
    r"|Oct|Nov|Dec|vs|Ltd|Co|Inc|U\.S|a\.m|p\.m|approx|[A-Z]|^\d{1,2}|\p{Thai}))"
)
_END = regex.compile(
    rf"(?:{_ABBREVIATION}\.|[!?])[\"'”’»)\]]*(?=\s|$)|[。！？!?៕។]+[\"'”’」』）)]*|\n"
)
_SCRIPT_END = regex.compile(r"[。！？!?]+[\"'”’」』）)]*|\n")


_LONGEST = 700  # signs; longer runs are tables or lists without an end


@dataclass(frozen=True, slots=True)
class Sentence:
    """Folded offsets of a sentence, and the numbers of it and its paragraph."""

    index: int
    paragraph: int
    start: int
    end: int


def split(text: str) -> list[Sentence]:
    """Return the sentences in order; blanks around them belong to none."""
    out: list[Sentence] = []
    paragraph = 0
    for start, end, closes_paragraph in _stretches(text):
        body = text[start:end]
        left = start + len(body) - len(body.lstrip())
        right = start + len(body.rstrip())
        if left < right:
            out.append(Sentence(len(out), paragraph, left, right))
        if closes_paragraph:
            paragraph += 1
    return out


def _stretches(text: str) -> Iterator[tuple[int, int, bool]]:
    at = 0
    for match in _END.finditer(text):
        yield from _cut(text, at, match.end(), closes=match[0] == "\n")
        at = match.end()
    if at < len(text):
        yield from _cut(text, at, len(text), closes=True)


def _cut(text: str, start: int, end: int, *, closes: bool) -> Iterator[tuple[int, int, bool]]:
    """Cut what no sentence is, a stretch beyond `_LONGEST`, at its last blank or comma."""
    while end - start > _LONGEST:
        blank = max(text.rfind(sign, start + 1, start + _LONGEST) for sign in " ,、")
        stop = blank + 1 if blank > start else start + _LONGEST
        yield start, stop, False
        start = stop
    yield start, end, closes
