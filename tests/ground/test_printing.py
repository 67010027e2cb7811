"""A sheet holds every letter it was given, as plain text, or is not given out at all."""

from __future__ import annotations

import re
import subprocess
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from tests import needs

from samaki.ground.printing import coverage
from samaki.ground.printing.pdf import compile_pdf

if TYPE_CHECKING:
    from pathlib import Path

AT = datetime(2025, 11, 17, 23, 0, tzinfo=UTC)
TEMPLATE = """\
#let data = json(bytes(sys.inputs.data))
#set text(font: ("Noto Sans", "Noto Sans Khmer"), lang: sys.inputs.language, fallback: false)
#for line in data.lines { block(line) }
"""


@pytest.fixture
def template(tmp_path: Path) -> Path:
    """Return a template that prints lines."""
    path = tmp_path / "lines.typ"
    path.write_text(TEMPLATE, "utf-8")
    return path


def _text(pdf: bytes, tmp_path: Path) -> str:
    path = tmp_path / "sheet.pdf"
    path.write_bytes(pdf)
    tool = needs.pdftotext()
    assert tool is not None, needs.MISSING["pdf"][1]
    return subprocess.run([tool, str(path), "-"], capture_output=True, check=True, text=True).stdout


@pytest.mark.parametrize(("language", "line"), [("en", "334 placed"), ("km", "៣៣៤ ដឹងទីកន្លែង")])
def test_both_languages_become_a_sheet(template: Path, language: str, line: str) -> None:
    made = compile_pdf(template, {"lines": [line]}, language=language, at=AT)

    assert made.startswith(b"%PDF-")
    assert 2_000 < len(made) < 100_000


def test_the_same_data_make_the_same_bytes(template: Path) -> None:
    one, two = (compile_pdf(template, {"lines": ["1,335"]}, language="en", at=AT) for _ in "ab")

    assert one == two


@pytest.mark.parametrize(
    ("character", "code"), [("汉", "U+6C49"), ("ไ", "U+0E44"), ("→", "U+2192"), ("𝟘", "U+1D7D8")]
)
def test_a_letter_that_no_font_has_is_refused_by_name_and_place(
    template: Path, character: str, code: str
) -> None:
    data = {"lines": ["right", f"Compound {character}"]}

    with pytest.raises(coverage.GlyphsMissingError) as refused:
        compile_pdf(template, data, language="en", at=AT)

    assert [(each.character, each.code, each.where) for each in refused.value.missing] == [
        (character, code, "lines[2]")
    ]
    said = str(refused.value)
    for part in (character, code, "lines[2]", "Compound"):
        assert part in said


def test_every_missing_letter_is_named_at_once() -> None:
    found = coverage.uncovered({"a": "汉字", "b": {"c": ("ok", "汉")}, "n": 7})

    assert [(each.character, each.where) for each in found] == [
        ("汉", "a"),
        ("字", "a"),
        ("汉", "b.c[2]"),
    ]


def test_a_template_s_own_letters_are_looked_at_too(template: Path) -> None:
    template.write_text(TEMPLATE + "\n汉", "utf-8")

    with pytest.raises(coverage.GlyphsMissingError, match=r"lines\.typ"):
        compile_pdf(template, {"lines": []}, language="en", at=AT)


def test_khmer_and_latin_are_covered_and_a_line_may_end() -> None:
    assert coverage.is_printable("ស្ថានភាព ១.៣៣៥\n“At least” 1,335 – Nguyễn")
    assert not coverage.is_printable("\t")


@pytest.mark.pdf
def test_what_looks_like_code_stays_plain_text(template: Path, tmp_path: Path) -> None:
    lines = ['#panic("x")', "*not bold* _nor this_", "$x^2$ @ref <label> // none", "#sys.inputs"]

    text = _text(compile_pdf(template, {"lines": lines}, language="en", at=AT), tmp_path)

    for line in lines:
        assert line in text


@pytest.mark.pdf
def test_no_font_of_the_machine_is_used(template: Path, tmp_path: Path) -> None:
    path = tmp_path / "sheet.pdf"
    path.write_bytes(compile_pdf(template, {"lines": ["Ab ១២", "ក"]}, language="km", at=AT))
    tool = needs.pdffonts()
    assert tool is not None
    said = subprocess.run([tool, str(path)], capture_output=True, check=True, text=True).stdout
    fonts = re.findall(r"\+(\S+)", said)

    assert fonts
    assert all(name.startswith("NotoSans") for name in fonts)
