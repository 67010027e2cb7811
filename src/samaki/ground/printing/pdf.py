"""The one door of typst: a template and data in, a PDF out, the same bytes for the same input.

A template is code, so nothing is ever pasted into it: data go in as JSON and come out as plain
text, whatever signs they hold.
"""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING

import typst

from samaki.ground.printing import coverage

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path


def compile_pdf(
    template: Path, data: Mapping[str, object], *, language: str, at: datetime
) -> bytes:
    """Return the PDF of a template filled with data; `at` is the date of making it.

    In the template, `json(bytes(sys.inputs.data))` is the data and `sys.inputs.language` the
    language. Raises GlyphsMissingError before anything is made if a character has no letter.
    """
    words = template.read_text("utf-8")
    missing = (*coverage.uncovered(dict(data)), *coverage.uncovered(words, where=template.name))
    if missing:
        raise coverage.GlyphsMissingError(missing)
    made = typst.compile(
        words.encode(),
        format="pdf",
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False), "language": language},
        timestamp=int(at.timestamp()),
    )
    assert isinstance(made, bytes), "a PDF is one file"
    return made


@cache
def _fonts() -> typst.Fonts:
    """Return the fonts of the print alone: no font of the machine changes a sheet."""
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(folder) for folder in coverage.folders()],
    )
