"""Templates: every visible word can be translated, and nothing in them needs a looser policy."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest
from django.template.base import Lexer, TokenType
from tests.architecture.source import PACKAGE, ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TEMPLATES = sorted(PACKAGE.rglob("templates/**/*.html"))
# A name, not a word; and keys of the keyboard stand in <kbd>, codes in <code>.
NAMES = {"Samaki"}
UNSPOKEN = {"kbd", "code", "script", "style"}
VOID = {"meta", "link", "input", "br", "hr", "img", "use", "path", "rect", "line", "circle", "col"}
SPOKEN_ATTRIBUTES = {"aria-label", "title", "alt", "placeholder", "data-label"}
LETTER = re.compile(r"[^\W\d_]")
CODE = re.compile(r"[A-Z]{1,4}(-[0-9A-Z]+)?(, [A-Z]{3})*")  # an example such as IDN, C-7K3Q
UNSAFE = {
    "a style of its own": re.compile(r"\bstyle\s*=", re.IGNORECASE),
    "an event attribute": re.compile(r"\son[a-z]+\s*=", re.IGNORECASE),
    "a script of its own": re.compile(r"<script(?![^>]*\bsrc=)", re.IGNORECASE),
    "a sheet of its own": re.compile(r"<style\b", re.IGNORECASE),
    "something from elsewhere": re.compile(r"(?:src|href)=[\"'](?:https?:)?//", re.IGNORECASE),
    "text that is not escaped": re.compile(r"\|\s*safe\b|autoescape\s+off"),
}


def test_there_are_templates_to_look_at() -> None:
    assert TEMPLATES


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_every_visible_word_can_be_translated(path: Path) -> None:
    assert list(_bare_words(path.read_text("utf-8"))) == []


@pytest.mark.parametrize("what", UNSAFE)
def test_no_template_loosens_what_a_page_may_load(what: str) -> None:
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in TEMPLATES
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1)
        if UNSAFE[what].search(line)
    ]

    assert found == []


@pytest.mark.parametrize(
    ("template", "bare"),
    [
        ("<p>Two in transit</p>", ["Two in transit"]),
        ("<p>{% trans 'Two in transit' %}</p>", []),
        ("<p>{% blocktranslate %}Two in transit{% endblocktranslate %}</p>", []),
        ("<p>{{ n }} in transit</p>", ["in transit"]),
        ('<a aria-label="Menu"></a>', ["Menu"]),
        ("<a aria-label=\"{% trans 'Menu' %}\"></a>", []),
        ('<button lang="en">English</button>', []),
        ("<p>{# why #}1–9 <kbd>A</kbd> Samaki</p>", []),
    ],
)
def test_the_check_finds_bare_words_and_no_others(template: str, bare: list[str]) -> None:
    assert list(_bare_words(template)) == bare


def _bare_words(template: str) -> Iterator[str]:
    reader = _Reader()
    reader.feed(_markup(template))
    reader.close()
    for words in reader.found:
        text = " ".join(words.split()).strip(" ·")
        if LETTER.search(text) and text not in NAMES and not CODE.fullmatch(text):
            yield text


def _markup(template: str) -> str:
    """Return the template without its tags and without what stands in a block to translate."""
    kept: list[str] = []
    is_spoken = False
    for token in Lexer(template).tokenize():
        name = token.contents.split(" ", 1)[0] if token.token_type is TokenType.BLOCK else ""
        if name in {"blocktranslate", "blocktrans", "comment"}:
            is_spoken = True
        elif name in {"endblocktranslate", "endblocktrans", "endcomment"}:
            is_spoken = False
        elif token.token_type is TokenType.TEXT and not is_spoken:
            kept.append(token.contents)
        else:
            kept.append(" ")
    return "".join(kept)


class _Reader(HTMLParser):
    """Collects what a reader would see or hear, except in an element that names its language."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        # `lang="en"` written out: these words are in that language on purpose.
        is_silent = tag in UNSPOKEN or bool((given.get("lang") or "").strip())
        if not is_silent:
            self.found += [given[name] or "" for name in SPOKEN_ATTRIBUTES & given.keys()]
        if tag not in VOID:
            self._open.append((tag, is_silent))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not any(is_silent for _, is_silent in self._open):
            self.found.append(data)
