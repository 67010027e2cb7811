"""The site of the written part: its drawings keep up, it builds whole, and calls nobody."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

from tests.architecture.source import ROOT
from tools import drawings

if TYPE_CHECKING:
    from pathlib import Path

# What a browser fetches by itself; a link that a reader may follow is another thing.
LOADED = re.compile(
    r"""<(?:script|img|iframe|source)[^>]+src=["']?(?P<src>[^"'\s>]+)|<link[^>]+>"""
)


def test_every_flow_is_drawn_as_the_code_has_it() -> None:
    assert [str(path.relative_to(ROOT)) for path in drawings.stale()] == []


def test_a_drawing_says_its_steps_in_words_for_who_cannot_see_it() -> None:
    for drawing in drawings.drawings():
        assert 'role="img"' in drawing.svg
        assert " leads to " in drawing.svg


def test_the_site_builds_without_a_warning_and_loads_nothing_from_elsewhere(
    tmp_path: Path,
) -> None:
    built = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(tmp_path)],
        cwd=ROOT,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert built.returncode == 0, built.stdout + built.stderr
    pages = list(tmp_path.rglob("*.html"))
    assert len(pages) > 20
    for page in pages:
        for found in LOADED.finditer(page.read_text("utf-8")):
            loaded = found["src"] or found[0]
            is_canonical = 'rel="canonical"' in loaded
            assert is_canonical or "//" not in loaded, (page.name, loaded)
