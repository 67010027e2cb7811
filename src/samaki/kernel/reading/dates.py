"""Dates as written, resolved against the day of publication; no date is invented."""

from __future__ import annotations

import calendar
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

import regex

if TYPE_CHECKING:
    from collections.abc import Iterator

    from samaki.kernel.reading.grammar import Grammar

__all__ = ["When", "find_dates", "moved", "read_date", "read_shift"]

_BUDDHIST = 543
_BUDDHIST_FROM = 2440
_MONTHS = 12
_CENTURY = 100


@dataclass(frozen=True, slots=True)
class When:
    """A stretch of text that names days: first and last day, both inclusive.

    `since` alone (last day None) is an open period; `same` points back to the day named before.
    """

    start: int
    end: int
    first: date | None
    last: date | None
    same: bool = False
    open_end: bool = False
    shift: int = 0  # days from the date named before: "the next day"
    base: tuple[int, int] | None = None  # where that date is written

    @property
    def is_period(self) -> bool:
        return self.open_end or self.first != self.last


def find_dates(text: str, grammar: Grammar, published: date | None) -> list[When]:
    """Return the dates of a folded, lower-cased text in order, ranges joined."""
    singles: list[When] = []
    for one in sorted(_singles(text, grammar, published), key=lambda w: (w.start, -w.end)):
        if not singles or one.start >= singles[-1].end:
            singles.append(one)
    return _opened(text, grammar, _joined(text, grammar, singles))


def read_date(text: str, grammar: Grammar, published: date | None) -> When | None:
    """Return the first date a quoted stretch names, or None; the contract check reads with it."""
    return next(iter(find_dates(text, grammar, published)), None)


def read_shift(text: str, grammar: Grammar) -> int | None:
    """Return by how many days a quoted stretch shifts the date before it, or None."""
    for pattern, days in _shifts(grammar):
        if pattern.fullmatch(text):
            return days
    return None


def moved(when: When, to: When) -> When | None:
    """Return the date a shift means, counted from the date it points to; None off the calendar."""
    if to.last is None:
        return None
    day = _plus(to.last, when.shift)
    base = to.base or (to.start, to.end)
    return replace(when, same=False, first=day, last=day, base=base) if day else None


@lru_cache(maxsize=32)
def _shifts(grammar: Grammar) -> tuple[tuple[regex.Pattern[str], int], ...]:
    return tuple((regex.compile(source), days) for source, days in grammar.dates.shifts)


def _singles(text: str, grammar: Grammar, published: date | None) -> Iterator[When]:
    for shift, days in _shifts(grammar):
        for match in shift.finditer(text):
            yield When(match.start(), match.end(), None, None, same=True, shift=days)
    for pattern in _patterns(grammar):
        for match in pattern.finditer(text):
            when = _resolved(match, grammar, published)
            if when is not None:
                yield when


@lru_cache(maxsize=32)
def _patterns(grammar: Grammar) -> tuple[regex.Pattern[str], ...]:
    words = grammar.dates
    slots = {
        "MON": "(?P<mon>" + _alternation(words.months) + ")",
        "WD": "(?P<wd>" + _alternation(words.weekdays) + ")",
        "REL": "(?P<rel>" + _alternation(words.relative) + ")",
    }
    out = []
    for pattern in words.patterns:
        filled = pattern
        for name, slot in slots.items():
            filled = filled.replace("{" + name + "}", slot)
        out.append(regex.compile(filled))
    return tuple(out)


def _alternation(words: object) -> str:
    assert hasattr(words, "__iter__"), "an alternation is made of words"
    return "|".join(map(regex.escape, sorted(words, key=len, reverse=True))) or "(?!)"


def _resolved(match: regex.Match[str], grammar: Grammar, published: date | None) -> When | None:
    found = {name: value for name, value in match.groupdict().items() if value is not None}
    at = When(match.start(), match.end(), None, None)
    if "same" in found:
        return replace(at, same=True)
    if "rel" in found:
        return _shifted(at, published, grammar.dates.relative[found["rel"]])
    if "wd" in found and "d" not in found:
        return _weekday(at, published, grammar.dates.weekdays[found["wd"]])
    if "half" in found:
        return _half_year(at, published, found)
    if "month" in found or "mon" in found or "m" in found or "d" in found:
        return _calendar_day(at, found, grammar=grammar, published=published)
    return None


def _shifted(at: When, published: date | None, days: int) -> When | None:
    if published is None:
        return None
    day = _plus(published, days)
    return replace(at, first=day, last=day)


def _plus(day: date, days: int) -> date | None:
    """Return the day shifted, or None where the calendar ends."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


def _weekday(at: When, published: date | None, weekday: int) -> When | None:
    """Read a weekday as the last such day on or before publication."""
    if published is None:
        return None
    return _shifted(at, published, -((published.weekday() - weekday) % 7))


def _half_year(at: When, published: date | None, found: dict[str, str]) -> When | None:
    if published is None:
        return None
    year = int(found["y"]) if "y" in found else published.year
    return replace(at, first=date(year, 1, 1), last=date(year, 6, 30))


def _calendar_day(
    at: When, found: dict[str, str], *, grammar: Grammar, published: date | None
) -> When | None:
    month = _month(found, grammar, published)
    if month is None or not 1 <= month <= _MONTHS:
        return None
    year = _year(found)
    if "d" not in found:
        return _whole_month(at, year=year, month=month, published=published)
    first = _day(
        int(found["d"]), month=month, year=year, published=published, month_said=_said(found)
    )
    last = first
    if "d2" in found and first is not None:
        last = _made(first.year, first.month, int(found["d2"]))
    if first is None or last is None or last < first:
        return None
    return replace(at, first=first, last=last)


def _said(found: dict[str, str]) -> bool:
    return "mon" in found or "m" in found


def _month(found: dict[str, str], grammar: Grammar, published: date | None) -> int | None:
    if "mon" in found:
        return grammar.dates.months[found["mon"]]
    if "m" in found:
        return int(found["m"])
    return published.month if published else None


def _year(found: dict[str, str]) -> int | None:
    if "y" not in found:
        return None
    year = int(found["y"])
    if year < _CENTURY:
        return 2000 + year
    return year - _BUDDHIST if year >= _BUDDHIST_FROM else year


def _day(
    day: int, *, month: int, year: int | None, published: date | None, month_said: bool
) -> date | None:
    """Return the day; without a year (or month) the latest such day not after publication."""
    if year is not None:
        return _made(year, month, day)
    if published is None:
        return None
    made = _made(published.year, month, day)
    if made is not None and made <= published:
        return made
    if month_said:
        return _made(published.year - 1, month, day)
    before = published.replace(day=1) - timedelta(days=1)
    return _made(before.year, before.month, day)


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _whole_month(at: When, *, year: int | None, month: int, published: date | None) -> When | None:
    if year is None:
        if published is None:
            return None
        year = published.year if month <= published.month else published.year - 1
    first = _made(year, month, 1)
    if first is None:
        return None
    last = first.replace(day=calendar.monthrange(year, month)[1])
    return replace(at, first=first, last=min(last, published) if published else last)


def _joined(text: str, grammar: Grammar, singles: list[When]) -> list[When]:
    """Join "X and Y", "from X to Y" into one period when the words between say so."""
    joiner = regex.compile(rf"\s*(?:{grammar.dates.joiners})\s*")
    out: list[When] = []
    for one in singles:
        last = out[-1] if out else None
        if (
            last
            and last.last
            and one.last
            and not last.is_period
            and last.last < one.last
            and joiner.fullmatch(text, last.end, one.start)
        ):
            out[-1] = replace(last, end=one.end, last=one.last)
        else:
            out.append(one)
    return out


def _is_month(one: When) -> bool:
    first, last = one.first, one.last
    return bool(
        first and last and first.day == 1 and (first.year, first.month) == (last.year, last.month)
    )


def _opened(text: str, grammar: Grammar, dates: list[When]) -> list[When]:
    """Mark a day after "since" as the start of an open period."""
    since = regex.compile(rf"(?:{grammar.dates.since})\s*$")
    out = []
    for one in dates:
        before = text[max(0, one.start - 30) : one.start]
        if one.first and (not one.is_period or _is_month(one)) and since.search(before):
            out.append(replace(one, last=None, open_end=True))
        else:
            out.append(one)
    return out
