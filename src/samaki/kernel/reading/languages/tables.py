"""Tables written the short way: one line a meaning, its words parted by bars."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samaki.kernel.reading.normalise import fold

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["plurals", "words"]


def words(table: Mapping[str, str]) -> dict[str, str]:
    """Turn {meaning: "word|word"} into {word: meaning}, words folded as texts are."""
    return {
        fold(word).lower: meaning
        for meaning, row in table.items()
        for word in row.split("|")
        if word
    }


def plurals(table: Mapping[str, str]) -> dict[str, str]:
    """Return `words` with the English plural of each beside it."""
    single = words(table)
    return {**{_plural(word): meaning for word, meaning in single.items()}, **single}


def _plural(word: str) -> str:
    if word.endswith(("s", "x", "ch", "sh")):
        return word + "es"
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return word[:-1] + "ies"
    return word + "s"
