"""The written part keeps up with the code: no stale block, no unexplained word, no dead link."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from tests.architecture.source import ROOT
from tools import docs, messages

from samaki.ground.access.rules import Permission

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LINK = re.compile(r"\[[^\]]*\]\((?P<target>[^)\s]+)\)")
BOLD = re.compile(r"\*\*([^*]+)\*\*")
HEADING = re.compile(r"(?m)^#+ (?P<words>.+)$")


def test_every_generated_block_says_what_the_code_says() -> None:
    assert [f"{page.relative_to(ROOT)}: {block}" for page, block in docs.stale()] == []


def test_every_marker_is_one_that_is_written() -> None:
    for page in docs.pages():
        text = page.read_text("utf-8")
        assert text.count("<!-- generated: ") == len(list(docs.BLOCK.finditer(text))), page


def test_every_system_has_a_page_with_its_states_tables_and_permissions() -> None:
    for system in docs.SYSTEMS:
        page = (ROOT / "docs" / "systems" / f"{system}.md").read_text("utf-8")
        for kind in ("states", "models", "pages", "permissions"):
            assert f"<!-- generated: {kind} {system} -->" in page


def test_no_system_is_left_out() -> None:
    folders = {p.parent.name for p in (ROOT / "src/samaki/systems").glob("*/__init__.py")}

    assert folders == set(docs.SYSTEMS)


def test_every_table_is_explained_in_words() -> None:
    words = _explained()
    tables = [model.__name__ for app in docs.apps_of_ours() for model in docs.models_of(app)]

    assert [name for name in tables if not _is_said(name.lower(), words)] == []


@pytest.mark.parametrize("system", docs.SYSTEMS)
def test_every_state_is_explained_in_words(system: str) -> None:
    words = _explained()
    states = [state for each in docs.states_of(system).values() for state in each]

    assert [state for state in states if not _is_said(state, words)] == []


def test_every_noun_of_a_permission_is_explained_in_words() -> None:
    words = _explained()
    nouns = {permission.value.split(":")[1] for permission in Permission}

    assert [noun for noun in sorted(nouns) if not _is_said(noun, words)] == []


def test_every_environment_variable_is_explained() -> None:
    text = docs.BLOCK.sub("", (ROOT / "docs" / "settings.md").read_text("utf-8"))

    assert [name for name in docs.environment() if f"`{name}`" not in text] == []


def test_every_page_says_who_may_open_it() -> None:
    unmarked = [
        address for address, pattern in docs.urls() if not hasattr(pattern.callback, "permission")
    ]

    assert unmarked == []


def test_what_a_how_to_says_in_bold_stands_on_the_pages() -> None:
    said = _said_on_pages()
    pages = sorted((ROOT / "docs" / "how-to").glob("*.md"))
    bold = [(page.name, found[1]) for page in pages for found in BOLD.finditer(_text(page))]

    assert len(bold) > 50
    assert [(page, words) for page, words in bold if _bare(words) not in said] == []


def test_every_module_of_the_walk_of_a_datum_is_there() -> None:
    named = re.findall(r"`([\w/]+\.py)`", _text(ROOT / "docs" / "walk-of-a-datum.md"))
    roots = [ROOT, ROOT / "src" / "samaki", ROOT / "src" / "samaki" / "systems"]

    assert len(named) > 10
    assert [name for name in named if not any((root / name).exists() for root in roots)] == []


def test_no_block_of_code_is_indented_for_the_site_would_not_show_it() -> None:
    assert [page.name for page in docs.pages() if re.search(r"(?m)^ +```", _text(page))] == []


def test_every_link_leads_somewhere() -> None:
    dead = [
        f"{page.relative_to(ROOT)}: {target}"
        for page in docs.pages()
        for target in _links(page)
        if not _leads(page, target)
    ]

    assert dead == []


def test_every_page_can_be_reached_from_the_index() -> None:
    index = ROOT / "docs" / "index.md"
    reached, waiting = {index}, [index]
    while waiting:
        page = waiting.pop()
        below = {(page.parent / t.partition("#")[0]).resolve() for t in _links(page)}
        fresh = {p for p in below if p.suffix == ".md" and p not in reached}
        reached |= fresh
        waiting += fresh

    pages = set((ROOT / "docs").rglob("*.md"))
    assert sorted(str(p.relative_to(ROOT)) for p in pages - reached) == []


def _explained() -> str:
    """Return what glossary and systems' pages say in their own words, in small letters."""
    pages = [ROOT / "docs" / "glossary.md", *sorted((ROOT / "docs" / "systems").glob("*.md"))]
    texts = [docs.BLOCK.sub("", page.read_text("utf-8")) for page in pages]
    return " ".join(" ".join(texts).split()).lower()


def _is_said(code: str, words: str) -> bool:
    """Tell whether a word of the code stands in the text: as it is, or with its parts in order."""
    parts = map(re.escape, code.split("_"))
    return re.search(r"\b" + r"\W+(?:\w+\W+)?".join(parts), words) is not None


def _said_on_pages() -> set[str]:
    """Return every message of the pages, bare."""
    ids = [message.id for message in messages.stored() if message.id]
    plain = [words for words in ids if isinstance(words, str)]
    plural = [words for both in ids if not isinstance(both, str) for words in both]
    return {_bare(words) for words in [*plain, *plural]}


def _bare(words: str) -> str:
    return " ".join(words.split()).rstrip(".").lower()


def _links(page: Path) -> Iterator[str]:
    text = re.sub(r"```.*?```", "", page.read_text("utf-8"), flags=re.DOTALL)
    for found in LINK.finditer(text):
        if not re.match(r"[a-z]+:", found["target"]):
            yield found["target"]


def _leads(page: Path, target: str) -> bool:
    name, _, anchor = target.partition("#")
    path = (page.parent / name).resolve() if name else page
    if not path.exists():
        return False
    return not anchor or anchor in {_anchor(h["words"]) for h in HEADING.finditer(_text(path))}


def _text(path: Path) -> str:
    return path.read_text("utf-8") if path.suffix == ".md" else ""


def _anchor(heading: str) -> str:
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
