"""Gathers every message a reader can see and merges it into the Khmer catalogue, without gettext.

`python tools/messages.py` rewrites the catalogue and keeps every translation; with `--check` it
changes nothing, names the messages that are missing or have no Khmer, and exits 1 for them.
"""

from __future__ import annotations

import argparse
import ast
import io
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

if TYPE_CHECKING:
    from collections.abc import Iterator

    from babel.messages.catalog import Message

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "samaki"
LOCALE = "km"
CATALOGUE = PACKAGE / "web" / "locale" / LOCALE / "LC_MESSAGES" / "django.po"
# Written by hand: Babel's own header carries the time, and a catalogue must not change by itself.
HEADER = """\
# Khmer: to be confirmed by a native reader
msgid ""
msgstr ""
"Project-Id-Version: Samaki\\n"
"Language: km\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

"""
_ONE, _MANY = None, (1, 2)
_WITH_CONTEXT, _MANY_WITH_CONTEXT = ((1, "c"), 2), ((1, "c"), 2, 3)
KEYWORDS = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop"), _ONE),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), _MANY),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), _WITH_CONTEXT),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), _MANY_WITH_CONTEXT),
}
# Tables of sentences translated where they are said, `_(reason.wording)`: their names end so.
TABLE = "WORDINGS"


def main(arguments: list[str] | None = None) -> int:
    """Merge the catalogue, or check it; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--check", action="store_true", help="name what lacks and change nothing")
    if parser.parse_args(arguments).check:
        faults = lacking()
        print("\n".join(faults) or "Every message has its Khmer.")
        return 1 if faults else 0
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    CATALOGUE.write_text(as_text(merged()), "utf-8")
    known = [message for message in merged() if message.id]
    done = sum(_is_translated(message) for message in known)
    print(f"{CATALOGUE.relative_to(ROOT)}: {len(known)} messages, {done} with Khmer")
    for place in spoken_in_english():
        print(f"not gathered, for its values stand inside it: {place}")
    return 0


def lacking() -> list[str]:
    """Return, as sentences, each message that is missing, has no Khmer or lost one of its values.

    Empty means that a reader of Khmer meets no English sentence that this tool can see.
    """
    known = stored()
    faults = []
    for message in gathered():
        if not message.id:
            continue
        found = known.get(message.id, message.context)
        if found is None:
            faults.append(f"missing from the catalogue: {_said(message)}")
        elif not _is_translated(found):
            faults.append(f"without Khmer: {_said(message)}")
        else:
            faults += [f"{error}: {_said(message)}" for error in found.check()]
    return faults


def gathered() -> Catalog:
    """Return the messages of all templates and modules, in the order of their files."""
    catalogue = Catalog(locale=LOCALE)
    for path in sorted(PACKAGE.rglob("*")):
        if path.suffix not in {".py", ".html"} or "migrations" in path.parts:
            continue
        place = str(path.relative_to(ROOT))
        for message, context in _messages(path):
            catalogue.add(message, locations=[(place, 0)], context=context)
    return catalogue


def stored() -> Catalog:
    """Return the catalogue as it lies in the repository; an empty one if there is none."""
    if not CATALOGUE.exists():
        return Catalog(locale=LOCALE)
    return read_po(io.BytesIO(CATALOGUE.read_bytes()), locale=LOCALE)


def merged() -> Catalog:
    """Return the stored catalogue with what was gathered; what nobody says any more is set aside.

    A message keeps its Khmer only where the English is the same to the character: a guess would be
    worse than a gap.
    """
    catalogue = stored()
    catalogue.update(gathered(), no_fuzzy_matching=True)
    catalogue.obsolete = {
        key: message for key, message in catalogue.obsolete.items() if _is_translated(message)
    }
    return catalogue


def as_text(catalogue: Catalog) -> str:
    """Return a catalogue as text: by file, without line numbers and times."""
    stream = io.BytesIO()
    write_po(
        stream, catalogue, width=100, omit_header=True, sort_by_file=True, include_lineno=False
    )
    return HEADER + stream.getvalue().decode("utf-8").strip("\n") + "\n"


def spoken_in_english() -> list[str]:
    """Return where a rule builds its sentence around values: such a sentence has no translation."""
    return [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in sorted(PACKAGE.rglob("rules.py"))
        for node in _sentences(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.JoinedStr)
    ]


def _messages(path: Path) -> Iterator[tuple[str | tuple[str, ...], str | None]]:
    text = path.read_text("utf-8")
    if path.suffix == ".html":
        # Indentation means nothing in what templatize returns, but a tokeniser would object to it.
        code = "\n".join(line.lstrip() for line in templatize(text).splitlines())
        yield from _extracted(code)
        return
    yield from _extracted(text)
    tree = ast.parse(text)
    yield from ((wording, None) for wording in _wordings(tree))
    if path.name == "rules.py":
        for node in _sentences(tree):
            if isinstance(node, ast.Constant):
                yield str(node.value), None


def _extracted(code: str) -> Iterator[tuple[str | tuple[str, ...], str | None]]:
    found = extract("python", io.BytesIO(code.encode("utf-8")), keywords=KEYWORDS)
    for _line, message, _comments, context in found:
        yield message, context


def _wordings(tree: ast.Module) -> Iterator[str]:
    """Yield the sentences of a module's table of wordings."""
    for node in tree.body:
        if isinstance(node, ast.Assign) and any(
            isinstance(target, ast.Name) and target.id.endswith(TABLE) for target in node.targets
        ):
            yield from ast.literal_eval(node.value).values()


def _sentences(tree: ast.Module) -> Iterator[ast.Constant | ast.JoinedStr]:
    """Yield the sentences that functions named `reasons_against…` return."""
    for function in tree.body:
        if isinstance(function, ast.FunctionDef) and "reasons_against" in function.name:
            body = function.body[1:] if ast.get_docstring(function) else function.body
            for statement in body:
                yield from _strings(statement)


def _strings(node: ast.AST) -> Iterator[ast.Constant | ast.JoinedStr]:
    """Yield the whole strings under a node that end as a sentence does."""
    if isinstance(node, ast.JoinedStr):
        if _ends(node.values[-1]):
            yield node
    elif isinstance(node, ast.Constant):
        if _ends(node):
            yield node
    else:
        for child in ast.iter_child_nodes(node):
            yield from _strings(child)


def _ends(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and str(node.value).endswith(".")


def _is_translated(message: Message) -> bool:
    words = message.string
    return bool(words) and all(words if isinstance(words, list | tuple) else [words])


def _said(message: Message) -> str:
    first = message.id if isinstance(message.id, str) else message.id[0]
    places = ", ".join(sorted({place for place, _ in message.locations}))
    return f"“{' '.join(first.split())}” ({places})"


if __name__ == "__main__":
    sys.exit(main())
