"""A text with the words marked that something was read from: counts, duties."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["Mark", "Segment", "paragraphs"]


@dataclass(frozen=True, slots=True)
class Mark:
    """Characters of a text that say one thing of one draft; `what` names it (a count, a duty)."""

    start: int
    end: int
    what: str
    ref: str


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a text under at most one mark; without one, `what` and `ref` are empty."""

    text: str
    what: str
    ref: str


# Where marks overlap the earlier of these is drawn: a count is a door, the rest are underlines.
_DRAWN_FIRST = (
    *("count", "nationality", "date", "place", "source", "clause"),
    *("deadline", "addressee", "forbids", "consequence", "duty"),
)


def paragraphs(text: str, marks: Iterable[Mark]) -> tuple[tuple[Segment, ...], ...]:
    """Cut a text into paragraphs of segments, no character lost but the line ends between."""
    owner: list[Mark | None] = [None] * len(text)
    for mark in sorted(marks, key=_rank, reverse=True):
        for place in range(max(mark.start, 0), min(mark.end, len(text))):
            owner[place] = mark
    found, start = [], 0
    for line, whole in zip(text.splitlines(), text.splitlines(keepends=True), strict=True):
        if line.strip():
            found.append(_segments(text, owner, start, start + len(line)))
        start += len(whole)
    return tuple(found)


def _rank(mark: Mark) -> tuple[int, int, int]:
    known = mark.what in _DRAWN_FIRST
    return (_DRAWN_FIRST.index(mark.what) if known else len(_DRAWN_FIRST), mark.start, mark.end)


def _segments(text: str, owner: Sequence[Mark | None], start: int, end: int) -> tuple[Segment, ...]:
    found = []
    here = start
    while here < end:
        mark, begin = owner[here], here
        while here < end and owner[here] is mark:
            here += 1
        what, ref = (mark.what, mark.ref) if mark else ("", "")
        found.append(Segment(text[begin:here], what, ref))
    return tuple(found)
