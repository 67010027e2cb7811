"""A province's return sheet as claims: its rows, its parts and its sums, each tied to its cells.

The text is what `as_lines` makes of a sheet: a title, then a line a row, each cell with its
heading. No language is read here: headings and cells are in English or Khmer, in any order. An
empty cell says nothing, a written 0 says that there was nobody, and a row with a cell that is not
understood gives no claim and is counted as rejected.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from samaki.kernel.reading.drafts import Reading
from samaki.kernel.reading.language import language_of
from samaki.kernel.reading.languages import LANGUAGES
from samaki.kernel.reading.normalise import fold
from samaki.kernel.reading.returns_cells import province_in
from samaki.kernel.reading.returns_check import reasons_against_cells
from samaki.kernel.reading.returns_claims import drafted_rows
from samaki.kernel.reading.returns_rows import BETWEEN, sheet_of
from samaki.kernel.reading.returns_words import COUNTS, Column, heading_of, kind_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from samaki.kernel.reading.drafts import Document
    from samaki.kernel.reading.returns_words import Heading

__all__ = ["as_lines", "read_return", "recognises"]

_FEWEST: Final = 2  # columns that are known
_WHERE_OR_WHEN: Final = frozenset(
    {Column.PROVINCE, Column.PLACE, Column.DATE, Column.SINCE, Column.UNTIL, Column.KIND}
)
_REPEATED: Final = frozenset({Column.PLACE, Column.REMARKS, Column.NUMBER})
_TITLE_ROWS: Final = 20  # rows looked through for the headings


def recognises(headings: Iterable[str], title: str = "") -> bool:
    """Tell whether a row of headings is that of a return: whom it counts, and where, when or what.

    A title above may say where or what instead of a column. Two columns of one meaning make it
    none: nobody knows which of them counts.
    """
    known = [found for each in headings if (found := heading_of(each)) is not None]
    once = [each for each in known if each.column not in _REPEATED]
    columns = {each.column for each in known}
    if len(known) < _FEWEST or len(set(once)) < len(once) or not columns & set(COUNTS):
        return False
    is_said = bool(columns & _WHERE_OR_WHEN) or any(each.kind for each in known)
    return is_said or kind_in(title) is not None or province_in(title) is not None


def as_lines(rows: Sequence[Sequence[str]]) -> tuple[str, ...] | None:
    """Return the lines of a return's rows, each cell with its heading; None if it is no return.

    Blanks and line breaks within a cell become one blank, so that a line is a row and what
    parts the cells stands in none of them.
    """
    plain = [[" ".join(cell.split()) for cell in row] for row in rows]
    for at, row in enumerate(plain[:_TITLE_ROWS]):
        title = [" ".join(filter(None, above)) for above in plain[:at]]
        if recognises(row, "\n".join(title)):
            lines = (_line(row, below) for below in plain[at + 1 :])
            return (*filter(None, title), *filter(None, lines))
    return None


def _line(headings: Sequence[str], cells: Sequence[str]) -> str:
    named = (
        f"{headings[at]}: {cell}" if at < len(headings) and headings[at] else cell
        for at, cell in enumerate(cells)
        if cell
    )
    return BETWEEN.join(named)


def read_return(document: Document) -> Reading | None:
    """Return the claims of a return and the sums that do not fit; None if the text is no return."""
    sheet = sheet_of(document.text)
    if sheet is None or not recognises(_headings(sheet.headings), sheet.title_words):
        return None
    made = drafted_rows(sheet, document)
    kept = tuple(d for d in made.drafts if not reasons_against_cells(d, document))
    here = {draft.id for draft in kept}
    given = (document.language or "").split("-")[0].lower()
    return Reading(
        document,
        given if given in LANGUAGES else language_of(fold(document.text).text),
        kept,
        tuple(one for one in made.contradictions if here.issuperset(one.drafts)),
        rejected=made.refused + len(made.drafts) - len(kept),
    )


def _headings(found: Iterable[tuple[str, Heading]]) -> list[str]:
    return [written for written, _ in found]
