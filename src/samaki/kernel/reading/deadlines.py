"""Deadlines that an order states: a day, or a length of time, with the words that say so.

Nothing is worked out that is not written: "within 7 days" stays seven days, for the text alone does
not say from when they run, and a weekday without its date stays words.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import regex

from samaki.kernel.reading.dates import find_dates
from samaki.kernel.reading.numbers import read_number
from samaki.kernel.reading.scene import pattern

if TYPE_CHECKING:
    from samaki.kernel.reading.dates import When
    from samaki.kernel.reading.grammar import Grammar
    from samaki.kernel.reading.mandates import Mandate

__all__ = ["Stated", "find_deadline"]

_ANY_DAY = date(2000, 1, 1)  # finds the words of a day; the day itself is not taken from it
_MOST = 1000  # longer than any deadline; what is spelt wildly is no number
_BEFORE = 48  # signs before a day that may say "by" of it
_YEAR = regex.compile(r"\d{4}")
_DIGIT = regex.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Stated:
    """Folded offsets of the words, and the day or the amount and unit they state, if either."""

    start: int
    end: int
    day: date | None = None
    amount: int | None = None
    unit: str = ""


def find_deadline(
    lower: str, *, mandate: Mandate, grammar: Grammar, published: date | None
) -> Stated | None:
    """Return the first deadline a folded, lower-cased stretch states, or None."""
    found = [
        *_days(lower, mandate, grammar, published),
        *_lengths(lower, mandate, grammar),
        *(Stated(m.start(), m.end()) for m in pattern(mandate.end_of).finditer(lower)),
    ]
    return min(found, key=lambda one: (one.start, -one.end), default=None)


def _days(lower: str, mandate: Mandate, grammar: Grammar, published: date | None) -> list[Stated]:
    out = []
    for when in find_dates(lower, grammar, published or _ANY_DAY):
        before = pattern(mandate.until).search(lower[max(0, when.start - _BEFORE) : when.start])
        after = pattern(mandate.until_after).match(lower[when.end : when.end + _BEFORE])
        if not before and not after:
            continue
        start = when.start - (len(before[0]) if before else 0)
        end = when.end + (after.end() if after else 0)
        out.append(Stated(start, end, _ahead(when, lower[when.start : when.end], published)))
    return out


def _ahead(when: When, words: str, published: date | None) -> date | None:
    """Return the day meant: a deadline without a year lies ahead of the order, not behind it."""
    if when.last is None or when.is_period or not _DIGIT.search(words):
        return None
    if _YEAR.search(words) or (published is not None and when.last >= published):
        return when.last
    if published is None:
        return None
    try:
        return when.last.replace(year=when.last.year + 1)
    except ValueError:
        return None  # 29 February


def _lengths(lower: str, mandate: Mandate, grammar: Grammar) -> list[Stated]:
    out = []
    for match in pattern(mandate.within).finditer(lower):
        amount = _amount(match["n"], mandate, grammar)
        if amount:
            unit = mandate.units[match["unit"]]
            out.append(Stated(match.start(), match.end(), None, amount, unit))
    return out


def _amount(words: str, mandate: Mandate, grammar: Grammar) -> int | None:
    if pattern(mandate.one).fullmatch(words):
        return 1
    number = read_number(words, grammar)
    if number is None:
        return _spelt(words.strip(), grammar)
    return number.low if number.low == number.high else None


def _spelt(words: str, grammar: Grammar) -> int | None:
    """Return a small number spelt without a noun that counts, "十五", or None if it is none."""
    units, scales = grammar.numbers.units, grammar.numbers.scales
    known = sorted([*units, *scales], key=len, reverse=True)
    value, at = 0, 0
    while at < len(words):
        word = next((one for one in known if words.startswith(one, at)), "")
        if not word:
            return None
        value = max(value, 1) * scales[word] if word in scales else value + units[word]
        at += len(word)
    return value if 0 < value < _MOST else None
