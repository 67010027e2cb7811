"""How the picture is put together from what stands. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Protocol, TypeVar

from samaki.kernel.counts.model import CountClaim, Question

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    Counts = tuple[int, ...]

SMALLEST = 11  # the public page shows no cell of fewer people; standards, section 8


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `first` to `last`, both inside."""

    first: date
    last: date

    @property
    def key(self) -> str:
        """The period as a part of an address: `2025-11-14..2025-11-16`."""
        return f"{self.first}..{self.last}"


def periods(rows: Iterable[CountClaim]) -> tuple[Period, ...]:
    """Return the stretches of days that claims speak of; overlapping windows are one stretch."""
    windows = sorted(
        {(row.first, row.last) for row in rows if row.first != date.min and row.last != date.max}
    )
    found: list[Period] = []
    for first, last in windows:
        if found and first <= found[-1].last:
            found[-1] = Period(found[-1].first, max(found[-1].last, last))
        else:
            found.append(Period(first, last))
    return tuple(found)


def period_of(key: str) -> Period | None:
    """Return the period of an address's part, or None if it is none."""
    first, _, last = key.partition("..")
    try:
        found = Period(date.fromisoformat(first), date.fromisoformat(last))
    except ValueError:
        return None
    return found if found.first <= found.last else None


def whole(parts: tuple[Period, ...]) -> Period | None:
    """Return the period from the first day of all to the last."""
    if not parts:
        return None
    return Period(parts[0].first, max(part.last for part in parts))


def question(period: Period, province: str | None = None) -> Question:
    """Ask how many people were found in a period, in one province or in all."""
    return Question(
        id=f"{province or 'KH'}@{period.key}",
        provinces=None if province is None else frozenset({province}),
        nationalities=None,
        first=period.first,
        last=period.last,
    )


class Counted(Protocol):
    """Something with a count of people."""

    @property
    def count(self) -> int: ...


_C = TypeVar("_C", bound=Counted)


def publishable(
    cells: Sequence[_C],
    *,
    is_known: Callable[[_C], bool] = lambda _cell: False,
    counts: Callable[[_C], Counts] = lambda cell: (cell.count,),
) -> tuple[_C, ...]:
    """Return the cells that may be published beside their total, in the order given.

    A cell under `SMALLEST` is left out; while subtraction from the total would give such a one
    away (`gives_away`), the smallest of the others is left out too (complementary suppression).
    `is_known` tells which cells the reader knows anyway: those hide nothing, and are not left out.
    `counts` are all the figures a cell has in the table, its own count first; a cell is shown if
    none of them is small. Where no more can be left out, see `may_total` before telling the total.
    """
    known = [is_known(cell) for cell in cells]
    shown = {n for n, cell in enumerate(cells) if known[n] or _is_big(counts(cell))}
    while _hides_too_little([counts(c) for n, c in enumerate(cells) if n not in shown]):
        others = [n for n in shown if not known[n]]
        if not others:
            break
        shown.remove(min(others, key=lambda n: counts(cells[n])))
    return tuple(cell for n, cell in enumerate(cells) if n in shown)


def may_total(
    cells: Sequence[_C],
    shown: Sequence[_C],
    *,
    counts: Callable[[_C], Counts] = lambda cell: (cell.count,),
) -> bool:
    """Tell whether the total may stand beside the cells that are shown."""
    seen = {id(cell) for cell in shown}
    return not _hides_too_little([counts(cell) for cell in cells if id(cell) not in seen])


def gives_away(hidden: Iterable[int]) -> bool:
    """Tell whether a small one of some hidden counts follows from their sum.

    It does if the sum is small itself, or so high or low that each must be the most or the least
    that a small one can be.
    """
    each = [count for count in hidden if count > 0]
    total, many = sum(each), len(each)
    return 0 < total < SMALLEST or (many > 1 and total in {many, (SMALLEST - 1) * many})


def _is_big(counts: Counts) -> bool:
    return counts[0] >= SMALLEST and all(count == 0 or count >= SMALLEST for count in counts)


def _hides_too_little(hidden: Sequence[Counts]) -> bool:
    return any(gives_away(column) for column in zip(*hidden, strict=True))


def register_row(
    *, province: str, day: date, nationality: str | None, count: int, number: int
) -> CountClaim:
    """Return the register's figure as a claim: at least so many, since others may be unrecorded."""
    return CountClaim(
        id=f"R{number}",
        low=max(count, 0),
        high=None,
        provinces=frozenset({province}),
        nationalities=None if nationality is None else frozenset({nationality}),
        first=day,
        last=day,
    )


@dataclass(frozen=True, slots=True)
class Scale:
    """Where to draw bounds on a line of `WIDE` units from zero: all in units, `None` not drawn."""

    placed: float
    low: float
    high: float | None
    other: float | None


WIDE = 640.0
_OPEN = 0.78  # of the line, where the floor stands when nobody has set a ceiling


def scale(*, placed: int, low: int, high: int | None, other: int | None) -> Scale:
    """Return where the placed, the floor, the ceiling and another reading's floor are drawn."""
    most = max(placed, low, high or 0, other or 0, 1)
    unit = WIDE * (_OPEN if high is None else 0.96) / most
    return Scale(
        placed=round(placed * unit, 1),
        low=round(low * unit, 1),
        high=None if high is None else round(high * unit, 1),
        other=None if other is None else round(other * unit, 1),
    )


# The tile map: row and column of a rough map, and three letters; ours.
TILES = {
    "KH-22": ("1-2", "OMC"),
    "KH-13": ("1-4", "PVH"),
    "KH-19": ("1-5", "STG"),
    "KH-16": ("1-6", "RTK"),
    "KH-1": ("2-1", "BMC"),
    "KH-17": ("2-2", "SRP"),
    "KH-6": ("2-4", "KTM"),
    "KH-10": ("2-5", "KRT"),
    "KH-11": ("2-6", "MDK"),
    "KH-24": ("3-1", "PLN"),
    "KH-2": ("3-2", "BTB"),
    "KH-3": ("3-4", "KCM"),
    "KH-25": ("3-5", "TKM"),
    "KH-15": ("4-2", "PST"),
    "KH-4": ("4-3", "KCN"),
    "KH-8": ("4-4", "KDL"),
    "KH-14": ("4-5", "PVG"),
    "KH-20": ("4-6", "SVR"),
    "KH-9": ("5-1", "KKG"),
    "KH-5": ("5-2", "KSP"),
    "KH-12": ("5-3", "PNH"),
    "KH-21": ("5-4", "TKO"),
    "KH-18": ("6-2", "PSH"),
    "KH-7": ("6-3", "KPT"),
    "KH-23": ("6-4", "KEP"),
}
_SHADES = ((100, "3"), (10, "2"), (1, "1"))


def buckets(*, least: int) -> tuple[tuple[str, int, int | None], ...]:
    """Return what each shade stands for, darkest first: (shade, from, to or None for no end).

    `least` is the smallest number the reader may see: a shade below it is never drawn.
    """
    ends = (None, *(low - 1 for low, _name in _SHADES))
    return tuple(
        (name, max(low, least), end)
        for (low, name), end in zip(_SHADES, ends, strict=False)
        if end is None or end >= least
    )


def shade(low: int, *, is_raided: bool) -> str:
    """Return a province's shade: 3, 2, 1 by its floor; raid: no figure; none: nobody said."""
    for least, name in _SHADES:
        if low >= least:
            return name
    return "raid" if is_raided else "none"
