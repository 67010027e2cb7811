"""One module a language; each is imported when a text in that language arrives."""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from samaki.kernel.reading.grammar import Grammar

__all__ = ["LANGUAGES", "grammar_for"]

LANGUAGES: Final = ("en", "zh", "km", "vi", "th", "id", "fr", "ja")


@lru_cache(maxsize=len(LANGUAGES))
def grammar_for(language: str) -> Grammar:
    """Return the grammar of a language code; KeyError for a language not read."""
    if language not in LANGUAGES:
        raise KeyError(language)
    module = import_module(f"samaki.kernel.reading.languages.{language}")
    grammar: Grammar = module.GRAMMAR
    return grammar
