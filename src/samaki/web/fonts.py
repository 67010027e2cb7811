"""Cuts the fonts the pages need out of their packages: small enough for a phone on a slow line."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import as_file, files
from typing import TYPE_CHECKING

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Cut:
    """A font file of a package, and the characters of it that pages use (Unicode ranges)."""

    name: str
    package: str
    file: str
    characters: str


CUTS = (
    # Latin with Vietnamese and the marks of romanised names; signs of running text.
    Cut(
        "noto-sans.woff2",
        "fontpkg_noto_sans",
        "NotoSans[wdth,wght].ttf",
        "0000-024F,0300-036F,1E00-1EFF,2000-206F,20A0-20BF,2190-2193,2212",
    ),
    Cut(
        "noto-sans-khmer.woff2",
        "fontpkg_noto_sans_khmer",
        "NotoSansKhmer[wdth,wght].ttf",
        "0020,00A0,1780-17FF,19E0-19FF,200B-200D,25CC",
    ),
)


def make(cut: Cut, target: Path) -> None:
    """Write one font: its characters alone, all weights, one width, compressed (WOFF2)."""
    with as_file(files(cut.package) / "files" / cut.file) as source:
        font = TTFont(source)
    options = subset.Options()
    options.layout_features = ["*"]
    options.notdef_outline = True
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=subset.parse_unicodes(cut.characters))
    cutter.subset(font)
    instancer.instantiateVariableFont(font, {"wdth": 100}, inplace=True)
    font.flavor = "woff2"
    target.parent.mkdir(parents=True, exist_ok=True)
    waiting = target.with_suffix(".part")
    font.save(waiting)
    waiting.replace(target)  # a set-up that is cut off leaves no half font behind
