"""Drafts of a return's rows: totals with their parts, rows that sum others, sums that fail."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, TypeVar

from samaki.kernel.reading.drafts import ClaimDraft, Contradiction, Kind, Span
from samaki.kernel.reading.returns_cells import count_of
from samaki.kernel.reading.returns_rows import Facts, facts_of, title_facts
from samaki.kernel.reading.returns_words import Column

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from samaki.kernel.reading.drafts import Document
    from samaki.kernel.reading.returns_rows import Cell, Row, Sheet
    from samaki.kernel.reading.returns_words import Heading

    _Provinces = tuple[tuple[str, ...], str, tuple[Span, ...]]
    _Dated = tuple[date, Span] | None

_Said = TypeVar("_Said", bound=tuple[object, ...])

__all__ = ["EXTRACTOR", "Drafted", "drafted_rows"]

EXTRACTOR: Final = "return-xlsx"
_SURE, _BY_TITLE, _UNSAID = 0.95, 0.85, 0.4  # what was done: said in the row, above it, nowhere
_SEXES: Final = {
    Column.MEN: "M", Column.BOYS: "M", Column.WOMEN: "F", Column.GIRLS: "F",
}  # fmt: skip
_AGES: Final = {
    Column.BOYS: "minor", Column.GIRLS: "minor", Column.MINORS: "minor", Column.ADULTS: "adult",
}  # fmt: skip
_TOLD: Final = (
    "The parts listed add up to {total:,}, but the count they divide is {whole:,}. "
    "A line is missing, double or mistyped; ask the source for the full list."
)


@dataclass(frozen=True, slots=True)
class Drafted:
    """The drafts of a sheet in order, what does not add up, and how many counts were refused."""

    drafts: tuple[ClaimDraft, ...]
    contradictions: tuple[Contradiction, ...]
    refused: int


@dataclass(slots=True, eq=False)
class _Made:
    """A draft on its way: its cell, and the draft it is a part of."""

    cell: Cell
    draft: ClaimDraft
    parent: _Made | None = None
    is_sum: bool = False

    @property
    def value(self) -> int | None:
        """The count, if it is exact."""
        return self.draft.low if self.draft.low == self.draft.high else None


@dataclass(slots=True, eq=False)
class _Group:
    """A row that was read: what it says, its counts by heading."""

    facts: Facts
    made: dict[Heading, _Made]
    is_whole: bool = True  # every count of it was read
    in_sum: bool = False


@dataclass(slots=True)
class _Work:
    """What is gathered over a sheet."""

    title: Facts
    document: Document
    rows: list[_Group] = field(default_factory=list)  # since the last row that sums
    sums: list[_Group] = field(default_factory=list)  # rows that sum and are in no greater sum yet
    all: list[_Made] = field(default_factory=list)
    wrong: list[tuple[_Made, tuple[_Made, ...], int, bool]] = field(default_factory=list)
    refused: int = 0
    sums_above: bool = False  # rows that sum stand before what they sum: whose they are is not said


def drafted_rows(sheet: Sheet, document: Document) -> Drafted:
    """Return the drafts of all rows of a sheet."""
    work = _Work(title_facts(sheet, document.published), document)
    counted = [row for row in sheet.rows if row.counts]
    work.sums_above = bool(counted) and counted[0].is_sum
    for row in sheet.rows:
        if row.is_sum:
            _sum_up(work, row)
        elif (group := _group(work, row, facts_of(row, work.title, document.published))).made:
            work.rows.append(group)
    names = {id(one): f"c{number}" for number, one in enumerate(work.all, 1)}
    wholes = {id(one.parent) for one in work.all if one.parent}
    return Drafted(
        tuple(_finished(one, names, is_whole=id(one) in wholes) for one in work.all),
        tuple(_contradiction(found, names) for found in work.wrong),
        work.refused,
    )


def _finished(one: _Made, names: dict[int, str], *, is_whole: bool) -> ClaimDraft:
    agg = "subtotal" if one.parent else "total" if is_whole or one.is_sum else None
    what = "sum_row" if one.is_sum else "part" if one.parent else "total" if is_whole else "count"
    return replace(
        one.draft,
        id=names[id(one)],
        part_of=names[id(one.parent)] if one.parent else None,
        agg=agg,
        rule=f"{EXTRACTOR}:{what}",
    )


def _group(work: _Work, row: Row, facts: Facts) -> _Group:
    """Draft the counts of a row; all are refused where a cell beside them is not understood."""
    seen = [cell.heading for cell in row.counts]
    if facts.unread or len(set(seen)) < len(seen):
        work.refused += len(seen)
        return _Group(facts, {}, is_whole=False)
    made: dict[Heading, _Made] = {}
    for cell in row.counts:
        draft = _draft(row, cell, facts)
        if draft is None:
            work.refused += 1
        else:
            made[cell.heading] = _Made(cell, draft, is_sum=row.is_sum)
    work.all += made.values()
    group = _Group(facts, made, is_whole=len(made) == len(seen))
    _link_parts(group)
    work.wrong += _wrong_in_row(group)
    return group


def _draft(row: Row, cell: Cell, facts: Facts) -> ClaimDraft | None:
    count = count_of(cell.words)
    if count is None:
        return None
    (low, high), qualifier = count
    column = cell.heading.column
    named = (cell.heading.kind, cell.name) if cell.heading.kind else facts.kind
    in_row = named and row.quote.start <= named[1].start < row.quote.end
    spans = {"count": cell.span}
    sex = (_SEXES[column], cell.name) if column in _SEXES else facts.sex
    place = facts.place
    if facts.provinces and not place and facts.provinces[1]:
        place = facts.provinces[1], facts.provinces[2][0]
    said = {
        "kind": named, "sex": sex, "place": place, "since": facts.since, "date": facts.day,
        "nationality": facts.nations,
    }  # fmt: skip
    spans |= {name: value[1] for name, value in said.items() if value}
    for at, span in enumerate(facts.provinces[2] if facts.provinces else ()):
        spans[f"province{at or ''}"] = span
    nations = facts.nations[0] if facts.nations else ()
    return ClaimDraft(
        id="",
        kind=named[0] if named else Kind.STOCK,
        quote=row.quote,
        low=low,
        high=high,
        qualifier=qualifier.value,
        count=cell.span,
        nationalities=nations,
        nationality_mode=("one" if len(nations) == 1 else "mix") if nations else None,
        sex=sex[0] if sex else None,
        role=_AGES.get(column),
        place=place[0] if place else None,
        provinces=facts.provinces[0] if facts.provinces else (),
        since=facts.since[0] if facts.since else None,
        date=facts.day[0] if facts.day else None,
        score=_SURE if in_row else _BY_TITLE if named else _UNSAID,
        spans=spans,
    )


def _whole(group: _Group) -> _Made | None:
    """Return the total of a row: its column of totals, or the one that names what was done."""
    totals = [one for heading, one in group.made.items() if heading.column is Column.TOTAL]
    plain = [one for one in totals if one.cell.heading.kind is None]
    return plain[0] if plain else totals[0] if len(totals) == 1 else None


def _of(group: _Group, column: Column) -> _Made | None:
    return next((one for head, one in group.made.items() if head.column is column), None)


def _link_parts(group: _Group) -> None:
    """Make men, women, adults and minors parts of the row's total, boys and girls of the minors."""
    whole, minors = _whole(group), _of(group, Column.MINORS)
    for heading, one in group.made.items():
        column = heading.column
        if column is Column.TOTAL or one is whole:
            continue
        young = column in (Column.BOYS, Column.GIRLS)
        one.parent = minors if young and minors else whole
        if one.parent and one.parent.cell.heading.kind and not heading.kind:
            _as_whole(one, one.parent)


def _as_whole(part: _Made, whole: _Made) -> None:
    """Let a part keep what was done with its whole, where the whole's heading alone says it."""
    spans = {**part.draft.spans, "kind": whole.draft.spans["kind"]}
    part.draft = replace(part.draft, kind=whole.draft.kind, score=whole.draft.score, spans=spans)


def _wrong_in_row(group: _Group) -> Iterator[tuple[_Made, tuple[_Made, ...], int, bool]]:
    """Yield each count of a row whose parts cannot sum to it."""
    whole, minors = _whole(group), _of(group, Column.MINORS)
    by_age = (Column.BOYS, Column.GIRLS)
    for parent, columns, more in (
        (whole, (Column.MEN, Column.WOMEN), (by_age, (Column.MINORS,))),
        (whole, (Column.ADULTS, Column.MINORS), ()),
        (minors, by_age, ()),
    ):
        found = [one for column in columns if (one := _of(group, column))]
        values = [one.value for one in found]
        if parent is None or parent.value is None or not found or None in values:
            continue
        total = sum(value for value in values if value is not None)
        every = [total, *(total + extra for each in more if (extra := _sum(group, each)))]
        is_full = len(found) == len(columns)
        if total > parent.value or (is_full and parent.value not in every):
            yield parent, tuple(found), total, False


def _sum(group: _Group, columns: Sequence[Column]) -> int:
    found = [one.value for column in columns if (one := _of(group, column))]
    return sum(value for value in found if value is not None)


def _sum_up(work: _Work, row: Row) -> None:
    """Draft a row that sums those before it, make them its parts, and note a sum that fails."""
    own = facts_of(row, Facts(), work.document.published)
    rows = [] if work.sums_above else [each for each in work.rows if _agrees(own, each.facts)]
    sums = [] if work.sums_above else [each for each in work.sums if _agrees(own, each.facts)]
    options = [rows, sums, [*sums, *rows]]
    below = next((each for each in options if each and _fits(row, each)), None)
    below = below or rows or sums
    made = _group(work, row, _with_common(own, [group.facts for group in below], work.title))
    for heading, whole in made.made.items():
        _adopt(work, heading, whole, below)
    summed = {id(each) for each in below}
    work.sums = [each for each in work.sums if id(each) not in summed]
    if made.made:
        work.sums.append(made)
        work.rows = [each for each in work.rows if id(each) not in summed]


def _agrees(own: Facts, other: Facts) -> bool:
    """Tell whether a row that sums may sum another: "Kep, total" sums nothing of Kampot."""
    said = (
        (own.provinces, other.provinces),
        (own.kind, other.kind),
        (own.nations, other.nations),
        (own.sex, other.sex),
    )
    return all(mine is None or its is None or mine[0] == its[0] for mine, its in said)


def _fits(row: Row, below: Sequence[_Group]) -> bool:
    """Tell whether a row is the sum of others in each count that it states exactly."""
    for cell in row.counts:
        count = count_of(cell.words)
        parts = [group.made[cell.heading] for group in below if cell.heading in group.made]
        if count is None or sum(part.value or 0 for part in parts) != count[0][0]:
            return False
    return bool(row.counts)


def _adopt(work: _Work, heading: Heading, whole: _Made, below: Sequence[_Group]) -> None:
    parts = [group.made[heading] for group in below if heading in group.made]
    for part in parts:
        alike = part.draft.kind is whole.draft.kind
        part.parent = part.parent or (whole if alike else None)
    values = [part.value for part in parts]
    if not parts or whole.value is None or None in values:
        return
    total = sum(value for value in values if value is not None)
    is_full = len(parts) == len(below) and all(group.is_whole for group in below)
    if total > whole.value or (is_full and not work.refused and total != whole.value):
        work.wrong.append((whole, tuple(parts), total, True))


def _with_common(own: Facts, below: Sequence[Facts], title: Facts) -> Facts:
    """Return what a sum says: its own cells, else what all its rows agree on, else the title."""
    if not below:
        return replace(
            own,
            kind=own.kind or title.kind, provinces=own.provinces or title.provinces,
            since=own.since or title.since, day=own.day or title.day,
        )  # fmt: skip
    since, day = _span_of_days(below)
    return replace(
        own,
        kind=own.kind or _agreed([each.kind for each in below]),
        provinces=own.provinces or _united(below),
        place=own.place or (None if own.provinces else _agreed([each.place for each in below])),
        nations=own.nations or _agreed([each.nations for each in below]),
        sex=own.sex or _agreed([each.sex for each in below]),
        since=own.since if own.day or own.since else since,
        day=own.day if own.day or own.since else day,
    )


def _united(below: Sequence[Facts]) -> _Provinces | None:
    """Return the provinces of rows that all name one; what is counted over them lies in these."""
    named = [each.provinces for each in below if each.provinces and each.provinces[0]]
    if len(named) < len(below):
        return None
    cells = {codes: spans for codes, _, spans in named}
    if len(cells) == 1:
        return named[-1]
    codes = tuple(dict.fromkeys(code for found in cells for code in found))
    return codes, "", tuple(span for spans in cells.values() for span in spans)


def _agreed(said: Sequence[_Said | None]) -> _Said | None:
    """Return the last of values that are all the same, none of them left out."""
    if any(one is None for one in said):
        return None
    given = [one for one in said if one is not None]
    return given[-1] if len({one[0] for one in given}) == 1 else None


def _span_of_days(below: Sequence[Facts]) -> tuple[_Dated, _Dated]:
    """Return the first day and the last of rows that are all dated."""
    if any(each.day is None for each in below):
        return None, None
    days = [each.day for each in below if each.day]
    firsts = [each.since or each.day for each in below]
    first = min((one for one in firsts if one), key=lambda one: one[0])
    last = max(days, key=lambda one: one[0])
    return (first if first[0] != last[0] else None), last


def _contradiction(
    found: tuple[_Made, tuple[_Made, ...], int, bool], names: dict[int, str]
) -> Contradiction:
    whole, parts, total, over_rows = found
    first, last = parts[0].cell, parts[-1].cell
    # A column of many rows is named by its heading; a row's own parts are quoted.
    written = first.name if over_rows else Span(first.span.start, last.span.end)
    return Contradiction(
        "parts_do_not_sum",
        (names[id(whole)], *(names[id(part)] for part in parts)),
        _TOLD.format(total=total, whole=whole.value),
        {"whole": whole.cell.span, "parts": written},
    )
