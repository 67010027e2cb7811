"""The rows of a return as they stand in its text, and what each says beside its counts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeVar

from samaki.kernel.reading.drafts import Span
from samaki.kernel.reading.normalise import fold
from samaki.kernel.reading.returns_cells import (
    is_blank,
    kind_of,
    nations_of,
    province_in,
    provinces_of_cell,
    sex_of,
    window_in,
)
from samaki.kernel.reading.returns_words import COUNTS, Column, Heading, heading_of, kind_in, sums

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import date

    from samaki.kernel.reading.drafts import Kind

    _Provinces = tuple[tuple[str, ...], str, tuple[Span, ...]]  # codes, as written, where

_Value = TypeVar("_Value")

__all__ = ["BETWEEN", "Cell", "Facts", "Row", "Sheet", "facts_of", "sheet_of", "title_facts"]

BETWEEN: Final = ";\t"  # between two cells; no cell holds a tab
_NAMED: Final = ": "
_COUNTED: Final = frozenset(COUNTS)
_UNLABELLED: Final = _COUNTED | {Column.REMARKS}


@dataclass(frozen=True, slots=True)
class Cell:
    """One filled cell with its heading, both tied to their characters."""

    heading: Heading
    name: Span
    words: str
    span: Span


@dataclass(frozen=True, slots=True)
class Row:
    """One line: its known cells, and the words of all others that are no counts."""

    quote: Span
    cells: tuple[Cell, ...]
    is_sum: bool

    def of(self, *columns: Column) -> tuple[Cell, ...]:
        """Return the cells of columns, as they stand."""
        return tuple(cell for cell in self.cells if cell.heading.column in columns)

    @property
    def counts(self) -> tuple[Cell, ...]:
        return self.of(*COUNTS)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A return: the lines above its rows, its headings as written, and its rows."""

    title: tuple[tuple[int, str], ...]  # where each line starts, and its words
    headings: tuple[tuple[str, Heading], ...]
    rows: tuple[Row, ...]

    @property
    def title_words(self) -> str:
        return "\n".join(words for _, words in self.title)


@dataclass(frozen=True, slots=True)
class Facts:
    """What a row, or a title, says of all its counts; each value with its characters."""

    kind: tuple[Kind, Span] | None = None
    provinces: _Provinces | None = None
    place: tuple[str, Span] | None = None
    since: tuple[date, Span] | None = None
    day: tuple[date, Span] | None = None
    nations: tuple[tuple[str, ...], Span] | None = None
    sex: tuple[str, Span] | None = None
    unread: tuple[str, ...] = field(default=())


def sheet_of(text: str) -> Sheet | None:
    """Return the return a text is laid out as, or None: no line of it parts cells."""
    if BETWEEN not in text:
        return None
    title: list[tuple[int, str]] = []
    headings: dict[str, Heading] = {}
    rows: list[Row] = []
    for start, line in _lines(text):
        pieces = list(_pieces(start, line))
        known = [cell for cell in pieces if isinstance(cell, Cell)]
        if not rows and not (known and (len(pieces) > 1 or known[0].heading.column in _COUNTED)):
            title.append((start, line))
            continue
        headings |= {cell.name.of(text): cell.heading for cell in known}
        rows.append(_row(start, line, pieces))
    return Sheet(tuple(title), tuple(headings.items()), tuple(rows)) if rows else None


def _lines(text: str) -> Iterator[tuple[int, str]]:
    at = 0
    for line in text.split("\n"):
        if line.strip():
            yield at, line
        at += len(line) + 1


def _pieces(start: int, line: str) -> Iterator[Cell | str]:
    """Yield the cells of a line: those with a known heading, and the words of the others."""
    at = start
    for piece in line.split(BETWEEN):
        name, named, words = piece.partition(_NAMED)
        heading = heading_of(name) if named else None
        begin = at + len(name) + len(named)
        lead = len(words) - len(words.lstrip())
        words = words.strip()
        if heading is not None and words:
            value = Span(begin + lead, begin + lead + len(words))
            yield Cell(heading, Span(at, at + len(name)), words, value)
        elif heading is None:
            yield words or piece
        at += len(piece) + len(BETWEEN)


def _row(start: int, line: str, pieces: Sequence[Cell | str]) -> Row:
    """Return a row; of a row that sums others the cell that says so names nothing else."""
    labels = [piece for piece in pieces if _is_label(piece)]
    stripped = line.rstrip()
    quote = Span(start + len(line) - len(line.lstrip()), start + len(stripped))
    cells = [piece for piece in pieces if isinstance(piece, Cell) and piece not in labels]
    return Row(quote, tuple(c for c in cells if not is_blank(c.words)), bool(labels))


def _is_label(piece: Cell | str) -> bool:
    """Return whether a cell says that its row sums others; a remark or a count never does."""
    if isinstance(piece, str):
        return sums(piece)
    return piece.heading.column not in _UNLABELLED and sums(piece.words)


def title_facts(sheet: Sheet, published: date | None) -> Facts:
    """Return what the title says for the whole sheet, where it names one thing of a sort alone."""
    spans = [(start, fold(words)) for start, words in sheet.title]

    def at(start: int, folded_start: int, folded_end: int, words: str) -> Span:
        inner = fold(words).span(folded_start, folded_end)
        return Span(start + inner.start, start + inner.end)

    kinds = [(k[0], at(s, k[1], k[2], f.given)) for s, f in spans if (k := kind_in(f.given))]
    provinces = [
        (p[0], at(s, p[1], p[2], f.given)) for s, f in spans if (p := province_in(f.given))
    ]
    windows = [(w, s, f.given) for s, f in spans if (w := window_in(f.given, published))]
    since = day = None
    if len(windows) == 1:
        ((first, *since_at), (last, *day_at)), start, words = windows[0]
        day = (last, at(start, day_at[0], day_at[1], words))
        since = (first, at(start, since_at[0], since_at[1], words)) if first != last else None
    province = provinces[0] if len({one for one, _ in provinces}) == 1 else None
    return Facts(
        kind=kinds[0] if len({one for one, _ in kinds}) == 1 else None,
        provinces=_titled(sheet, *province) if province else None,
        since=since,
        day=day,
    )


def _titled(sheet: Sheet, province: str, span: Span) -> _Provinces:
    start, words = next(one for one in reversed(sheet.title) if one[0] <= span.start)
    return (province,), words[span.start - start : span.end - start], (span,)


def facts_of(row: Row, title: Facts, published: date | None) -> Facts:
    """Return what a row says of its counts; what it leaves open its title says."""
    unread: list[str] = []
    kind = _read(row, Column.KIND, kind_of, unread)
    nations = _read(row, Column.NATIONALITY, nations_of, unread)
    sex = _read(row, Column.SEX, sex_of, unread)
    since, day = _window(row, published)
    if since and day and since[0] > day[0]:
        unread.append("date")
    has_day = bool(row.of(Column.DATE, Column.SINCE, Column.UNTIL))
    province = next(iter(row.of(Column.PROVINCE)), None)
    places = row.of(Column.PLACE)
    named = _province_of(province) if province else _province_of_place(places)
    return Facts(
        kind=kind or (None if row.of(Column.KIND) else title.kind),
        provinces=named or (title.provinces if province is None else None),
        place=(places[-1].words, places[-1].span) if places else None,
        since=since if has_day else title.since,
        day=day if has_day else title.day,
        nations=nations if nations and nations[0] else None,
        sex=sex,
        unread=tuple(unread),
    )


def _read(
    row: Row, column: Column, reader: Callable[[str], _Value | None], unread: list[str]
) -> tuple[_Value, Span] | None:
    cell = next(iter(row.of(column)), None)
    value = reader(cell.words) if cell else None
    if cell and value is None:
        unread.append(column.value)
    return (value, cell.span) if cell and value is not None else None


def _province_of(cell: Cell) -> _Provinces:
    return provinces_of_cell(cell.words), cell.words, (cell.span,)


def _province_of_place(places: Iterable[Cell]) -> _Provinces | None:
    """Return the one province in which a place lies; a bare number is no code of one here."""
    named = [_province_of(cell) for cell in places if not cell.words.isdigit()]
    return next((found for found in named if len(found[0]) == 1), None)


def _window(
    row: Row, published: date | None
) -> tuple[tuple[date, Span] | None, tuple[date, Span] | None]:
    """Return the first day and the last that a row names, each with its cell."""
    since = day = None
    for cell in row.of(Column.DATE, Column.SINCE, Column.UNTIL):
        window = window_in(cell.words, published)
        if window is None:
            continue
        (first, *_), (last, *_) = window
        if cell.heading.column is not Column.UNTIL and (
            cell.heading.column is Column.SINCE or first != last
        ):
            since = (first, cell.span)
        if cell.heading.column is not Column.SINCE:
            day = (last, cell.span)
    if since is not None and day is None:
        return None, since  # a clerk who fills in "from" alone means that one day
    return since, day
