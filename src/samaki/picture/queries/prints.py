"""The report on paper, and as the document that machines read."""

from __future__ import annotations

from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.utils import translation
from django.utils.translation import gettext as _

from samaki.ground import wording
from samaki.ground.printing.pdf import compile_pdf
from samaki.picture.queries import sheet

if TYPE_CHECKING:
    from collections.abc import Iterable

    from samaki.picture.models import Sitrep
    from samaki.picture.queries.sheet import Cell

TEMPLATE = Path(__file__).resolve().parents[1] / "templates" / "picture" / "sitrep.typ"
_KEPT = 16  # prints: a report never changes, so its print does not either


def document(sitrep: Sitrep) -> dict[str, Any]:
    """Return the report as machines read it; `digest` is of `content`, as docs say."""
    superseded_by = getattr(sitrep, "superseded_by", None)
    return {
        "ref": sitrep.ref,
        "digest": sitrep.digest,
        "issued_at": sitrep.issued_at.isoformat(),
        "supersedes": sitrep.supersedes.ref if sitrep.supersedes else None,
        "superseded_by": superseded_by.ref if superseded_by else None,
        "content": sitrep.content,
    }


def pdf(sitrep: Sitrep, language: str) -> bytes:
    """Return the report as PDF in a language; the same bytes each time.

    Raises GlyphsMissingError if a name in it has a letter that no font of the print has.
    """
    return _made(_Print(sitrep), language)


def forget() -> None:
    """Keep no print: the next is made anew."""
    _made.cache_clear()


class _Print:
    """A report as the key of its print: two are the same if their digests are."""

    def __init__(self, sitrep: Sitrep) -> None:
        self.sitrep = sitrep

    def __hash__(self) -> int:
        return hash(self.sitrep.digest)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Print) and other.sitrep.digest == self.sitrep.digest


@lru_cache(maxsize=_KEPT)
def _made(wanted: _Print, language: str) -> bytes:
    with translation.override(language):
        data = _data(wanted.sitrep)
    return compile_pdf(TEMPLATE, data, language=language, at=wanted.sitrep.issued_at)


def _data(sitrep: Sitrep) -> dict[str, Any]:
    said = sheet.sheet(sitrep)
    return {
        "title": said.title,
        "author": "Samaki",
        "ref": sitrep.ref,
        "digest": sitrep.digest,
        "audience": _(
            "For the commission only. No person is named; small numbers stand as they are."
        ),
        "pages": "1 / 1",  # how typst is to number: this of all
        "facts": [
            [_("As of"), wording.moment(sitrep.as_of)],
            [_("As known at"), wording.moment(sitrep.known_at)],
            [_("Supersedes"), sitrep.supersedes.ref if sitrep.supersedes else "–"],
        ],
        "figures": [[label, cell.text] for label, cell in said.figures],
        "tables": [
            asdict(table)
            | {
                "head": [{"text": cell.text, "number": cell.is_number} for cell in table.head],
                "rows": [_texts(row) for row in table.rows],
                "foot": _texts(table.foot),
            }
            for table in said.tables
        ],
    }


def _texts(cells: Iterable[Cell]) -> list[str]:
    return [cell.text for cell in cells]
