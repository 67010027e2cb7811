"""Many documents in one text: a JSON document a line, or plain texts with lines of dashes between.

Pure. A line of a file is what the command line reads (`text`, `published`, `language`), with a
`title`, an `outlet` and a `kind` if it has them.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MOST = 5_000  # documents in one batch
_BETWEEN = re.compile(r"(?m)^[ \t]*-{3,}[ \t]*\r?$")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_CODE = 8  # characters of a language's code
_OPTIONAL = ("title", "outlet", "kind", "language", "published")


class BatchError(Exception):
    """The batch cannot be taken apart. Carries every reason."""

    def __init__(self, reasons: tuple[str, ...]) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = reasons


@dataclass(frozen=True, slots=True)
class Piece:
    """One document of a batch, as given; an empty string is what was not said."""

    text: str
    title: str = ""
    outlet: str = ""
    kind: str = ""
    language: str = ""
    published: str = ""

    @property
    def published_on(self) -> date | None:
        """The day it was published, if that was said."""
        return date.fromisoformat(self.published) if self.published else None


def pieces_of(words: str) -> tuple[Piece, ...]:
    """Return the documents of a batch in order; BatchError with every reason if it has none."""
    is_lines = words.lstrip("\ufeff \t\r\n").startswith("{")
    if not is_lines and _UNSTORABLE.search(words):
        reason = "The text holds a NUL or half a character. Copy the words again, as plain text."
        raise BatchError((reason,))
    pieces = _from_lines(words) if is_lines else _from_texts(words)
    if not pieces:
        raise BatchError(("There is no text. Paste documents, or choose a file of them.",))
    if len(pieces) > MOST:
        reason = f"{len(pieces):,} documents are given; {MOST:,} is the most. Give them in parts."
        raise BatchError((reason,))
    return pieces


def _from_texts(words: str) -> tuple[Piece, ...]:
    texts = (text.strip("\r\n") for text in _BETWEEN.split(words.lstrip("\ufeff")))
    return tuple(Piece(text) for text in texts if text.strip())


def _from_lines(words: str) -> tuple[Piece, ...]:
    # Only a line feed ends a line of JSON: the text itself may hold other separators.
    lines = words.lstrip("\ufeff").split("\n")
    numbered = [(number, line) for number, line in enumerate(lines, 1) if line.strip()]
    pieces: list[Piece] = []
    reasons: list[str] = []
    for number, line in numbered:
        values, wrong = _values(line)
        reasons += [f"Line {number}: {reason}" for reason in wrong]
        pieces += [Piece(**values)] if not wrong else []
    if reasons:
        raise BatchError(tuple(reasons))
    return tuple(pieces)


def _values(line: str) -> tuple[dict[str, str], list[str]]:
    """Return what a line says of its document, and every reason why that does not do."""
    try:
        said = json.loads(line)
    except (ValueError, RecursionError):
        return {}, ["it is not JSON. Write one document a line."]
    if not isinstance(said, dict):
        return {}, ['it is no document. Write {"text": "…"}.']
    if not isinstance(said.get("text"), str):
        return {}, ['the words are missing. Write them as "text": "…".']
    reasons = [
        f"{name} has to be text."
        for name in _OPTIONAL
        if not isinstance(said.get(name), str | None)
    ]
    values = {n: said[n] for n in ("text", *_OPTIONAL) if isinstance(said.get(n), str)}
    return values, reasons or [*_reasons_against(values)]


def _reasons_against(values: Mapping[str, str]) -> Iterator[str]:
    if len(values.get("language", "")) > _CODE:
        yield "language has to be a code such as en or km."
    if any(_UNSTORABLE.search(value) for value in values.values()):
        yield "it holds a NUL or half a character. Copy the words again, as plain text."
    try:
        date.fromisoformat(values.get("published") or "0001-01-01")
    except ValueError:
        yield f"{values['published']!r} is no day. Write published as YYYY-MM-DD."
