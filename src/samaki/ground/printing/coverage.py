"""Which characters the fonts of the print have; what they lack would come out as empty boxes."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from fontTools.ttLib import TTFont

from samaki.ground.wording import RefusedError
from samaki.kernel.reasons import Reason

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

FAMILIES = {"Noto Sans": "fontpkg_noto_sans", "Noto Sans Khmer": "fontpkg_noto_sans_khmer"}
_BREAKS = frozenset("\n")  # ends a line and needs no letter
_SHOWN = 60  # characters of a value that an officer needs to find it again

WORDINGS = {
    "no_glyph": (
        "The fonts have no letter for %(character)s (%(code)s). It stands in %(where)s: “%(text)s”."
    ),
}


@dataclass(frozen=True, slots=True)
class Uncovered:
    """A character that no font of the print has, and where it stands."""

    character: str
    where: str
    text: str

    @property
    def code(self) -> str:
        """Its code point: U+6C49."""
        return f"U+{ord(self.character):04X}"

    @property
    def reason(self) -> Reason:
        """Why nothing is printed, for the officer who can mend the value."""
        values = {
            "character": f"“{self.character}” {unicodedata.name(self.character, '')}".strip(),
            "code": self.code,
            "where": self.where,
            "text": self.text[:_SHOWN],
        }
        return Reason("no_glyph", WORDINGS["no_glyph"], values)


class GlyphsMissingError(RefusedError):
    """Nothing is printed: some characters have no letter in the fonts. Carries each of them."""

    def __init__(self, missing: tuple[Uncovered, ...]) -> None:
        super().__init__(each.reason for each in missing)
        self.missing = missing


def folders() -> tuple[Path, ...]:
    """Return the folders that hold the fonts of the print."""
    return tuple(Path(str(files(package) / "files")) for package in FAMILIES.values())


@cache
def covered() -> frozenset[int]:
    """Return the code points for which an upright font of the print has a letter."""
    found: set[int] = set()
    for folder in folders():
        for path in sorted(folder.glob("*.ttf")):
            if "Italic" not in path.name:
                with TTFont(str(path), lazy=True) as font:
                    found |= set(font.getBestCmap())
    return frozenset(found)


def is_printable(text: str) -> bool:
    """Tell whether the fonts have a letter for every character of a text."""
    return all(character in _BREAKS or ord(character) in covered() for character in text)


def uncovered(data: object, *, where: str = "") -> tuple[Uncovered, ...]:
    """Return each character of the texts in `data` that no font has, once for each text."""
    return tuple(
        Uncovered(character, place, text)
        for place, text in _texts(data, where)
        for character in dict.fromkeys(text)
        if not is_printable(character)
    )


def _texts(data: object, where: str) -> Iterator[tuple[str, str]]:
    if isinstance(data, str):
        yield where, data
    elif isinstance(data, dict):
        yield from _texts_of_table(data, where)
    elif isinstance(data, list | tuple):
        for number, value in enumerate(data, start=1):
            yield from _texts(value, f"{where}[{number}]")


def _texts_of_table(data: Mapping[object, object], where: str) -> Iterator[tuple[str, str]]:
    for key, value in data.items():
        yield from _texts(value, f"{where}.{key}" if where else str(key))
