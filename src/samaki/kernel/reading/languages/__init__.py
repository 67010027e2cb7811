"""One module a language; each is imported when a text in that language arrives."""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from samaki.kernel.reading.grammar import Grammar

__all__ = ["LANGUAGES", "grammar_for"]

LANGUAGES: Final = ("en", "zh", "km", "vi", "th", "id", "ms", "fil", "fr", "ja")


@lru_cache(maxsize=64)
def grammar_for(language: str) -> Grammar | None:
    """Return the grammar of a language code, or None while nobody has written one."""
    name = f"{__name__}.{language}"
    if language not in LANGUAGES or find_spec(name) is None:
        return None
    grammar: Grammar = import_module(name).GRAMMAR
    return grammar
