"""DOCX: the words of its paragraphs and tables, then its notes.

Read from the XML itself. No entity is resolved and nothing is followed: not an outer part, not a
template, not a picture. What was struck out or hidden is no word of the document.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from samaki.ground.documents import packing
from samaki.ground.documents.rules import Extract, Taken, fault, storable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from xml.etree.ElementTree import Element

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_LEFT_OUT = {
    *(
        f"{_W}{name}"
        for name in ("del", "moveFrom", "instrText", "delText", "pPr", "rPr", "sectPr")
    ),
    _FALLBACK,  # says again what stands beside it
}
_SIGNS = {
    f"{_W}tab": "\t",
    f"{_W}br": "\n",
    f"{_W}cr": "\n",
    f"{_W}noBreakHyphen": "-",
}
_OFF = {"0", "false", "off"}
_NOTES = ("word/footnotes.xml", "word/endnotes.xml")


def read(file: str, content: bytes) -> Taken:
    """Return the words of a DOCX as one text, with its stated title and author.

    The day it was made is not the day it was published, so no day is stated. Raises FileFaultError.
    """
    packing.refuse_hostile(file, content)
    body = _tree(file, content, "word/document.xml")
    if body is None:
        raise fault(file, "file_damaged")
    notes = [tree for name in _NOTES if (tree := _tree(file, content, name)) is not None]
    text = "\n\n".join(block for tree in (body, *notes) for block in _blocks(tree))
    if not text.strip():
        raise fault(file, "file_wordless")
    stated = _tree(file, content, "docProps/core.xml")
    title, author = (_stated(stated, name) for name in ("title", "creator"))
    return Taken((Extract(storable(text), title=title, outlet=author),))


def _tree(file: str, content: bytes, name: str) -> Element | None:
    written = packing.part(file, content, name)
    if not written:
        return None
    try:
        tree: Element = fromstring(written, forbid_dtd=True)
    except DefusedXmlException as error:
        raise fault(file, "file_entities") from error
    except (ParseError, ValueError, LookupError) as error:
        raise fault(file, "file_damaged") from error
    return tree


def _stated(tree: Element | None, name: str) -> str:
    found = tree.find(f"{_DC}{name}") if tree is not None else None
    return storable((found.text or "").strip()) if found is not None else ""


def _blocks(element: Element) -> Iterator[str]:
    """Yield the paragraphs and the tables of a part, in order, those that say something."""
    for child in element:
        if child.tag in _LEFT_OUT:
            continue
        if child.tag == f"{_W}tbl":
            yield from _filled("\n".join(_row(row) for row in child.iter(f"{_W}tr")))
        elif child.tag == f"{_W}p":
            yield from _filled("".join(_signs(child)))
        else:
            yield from _blocks(child)


def _filled(block: str) -> Iterable[str]:
    return (block.strip("\n"),) if block.strip() else ()


def _row(row: Element) -> str:
    cells = (" ".join(" ".join(_blocks(cell)).split()) for cell in row.findall(f"{_W}tc"))
    return "\t".join(cells)


def _signs(element: Element) -> Iterator[str]:
    for child in element:
        if child.tag in _LEFT_OUT or (child.tag == f"{_W}r" and _is_hidden(child)):
            continue
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag in _SIGNS:
            yield _SIGNS[child.tag]
        elif child.tag == f"{_W}p":  # of a text box
            yield "\n"
            yield from _signs(child)
        else:
            yield from _signs(child)


def _is_hidden(run: Element) -> bool:
    found = run.find(f"{_W}rPr/{_W}vanish")
    return found is not None and found.get(f"{_W}val", "") not in _OFF
