"""What a cell of a return says: a count, a day, a nationality, a sex, a province, a kind.

The same readers draft a claim and check it: a span is good if its characters, read again alone,
give the value.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import regex

from samaki.kernel.reading.dates import find_dates
from samaki.kernel.reading.gazetteer import PROVINCES
from samaki.kernel.reading.grammar import Layer
from samaki.kernel.reading.intervals import Qualifier
from samaki.kernel.reading.languages import grammar_for
from samaki.kernel.reading.mentions import find_phrases
from samaki.kernel.reading.nations import CODES, FOREIGN
from samaki.kernel.reading.normalise import fold
from samaki.kernel.reading.numbers import read_number
from samaki.kernel.reading.places import ABROAD, find_places, provinces_of
from samaki.kernel.reading.returns_words import kind_in, plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from samaki.kernel.reading.drafts import Kind
    from samaki.kernel.reading.grammar import Grammar
    from samaki.kernel.reading.intervals import Interval

__all__ = [
    "count_of", "days_in", "is_blank", "kind_of", "nations_of", "province_in", "provinces_of_cell",
    "sex_of", "window_in",
]  # fmt: skip

_LARGEST: Final = 10**8  # people in one cell; more is a telephone number or a date
_BUDDHIST, _BUDDHIST_FROM = 543, 2440
_CENTURY: Final = 100
_SERIAL: Final = range(36_526, 73_051)  # days as a sheet counts them, 2000 to 2099
_EPOCH: Final = date(1899, 12, 30)
_BLANK: Final = frozenset({"", "-", "–", "—", "―", "?", "..", "...", "…", "n/a", "na", "/"})
_NONE: Final = frozenset({"nil", "none", "zero", "គ្មាន", "សូន្យ"})
_UNSTATED: Final = frozenset(
    {
        "all",
        "unknown",
        "not stated",
        "not established",
        "various",
        "mixed",
        "xxx",
        "foreign",
        "foreigner",
    }
    | {"foreigners", "foreign nationals", "មិនស្គាល់", "មិនដឹង", "បរទេស", "ជនបរទេស", "ចម្រុះ"}
)
_FIGURE: Final = regex.compile(r"\d{1,3}(?:([ .,])\d{3})(?:\1\d{3})*|\d+")
_ISO: Final = regex.compile(r"(?<!\d)(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)")
_DAY_FIRST: Final = regex.compile(r"(?<!\d)(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})(?!\d)")
_BETWEEN_NATIONS: Final = regex.compile(
    r"\b(?:nationals?|citizens?|people|persons?|and|or|of|the|from)\b|ជនជាតិ|សញ្ជាតិ|និង|ឬ|ប្រទេស|ពី"
    r"|[\s,;/&+.()-]"
)
_CODE: Final = regex.compile(r"\b[A-Za-z]{3}\b")
_PROVINCE_CODE: Final = regex.compile(r"(?:kh[- ]?)?0?(\d{1,2})")
_SEXES: Final = {
    **dict.fromkeys(("m", "male", "males", "man", "men", "boy", "boys", "male minors"), "M"),
    **dict.fromkeys(("ប្រុស", "បុរស", "ភេទប្រុស", "ក្មេងប្រុស", "កុមារា"), "M"),
    **dict.fromkeys(("f", "w", "female", "females", "woman", "women", "girl", "girls"), "F"),
    **dict.fromkeys(("female minors", "ស្រី", "ស្ត្រី", "នារី", "ភេទស្រី", "ក្មេងស្រី", "កុមារី"), "F"),
}
_PIECES: Final = regex.compile(r"[\p{L}\p{M}]+(?: [\p{L}\p{M}]+)?")


def is_blank(cell: str) -> bool:
    """Tell whether a cell says nothing: empty, a dash, a question mark."""
    return fold(cell).lower.strip() in _BLANK


@lru_cache(maxsize=4096)
def count_of(cell: str) -> tuple[Interval, Qualifier] | None:
    """Return the bounds of a count cell and how its words bend it; None if it is no count."""
    text = fold(cell).lower.strip()
    if _FIGURE.fullmatch(text):
        value = int(regex.sub(r"[ .,]", "", text)) if len(text) <= len(str(_LARGEST)) + 3 else -1
        return ((value, value), Qualifier.EXACT) if 0 <= value < _LARGEST else None
    if text in _NONE:
        return (0, 0), Qualifier.EXACT
    for grammar in _grammars():
        number = read_number(text, grammar)
        if number is not None and number.low < _LARGEST and (number.high or 0) < _LARGEST:
            return number.bounds, number.qualifier
    return None


def days_in(words: str, published: date | None) -> frozenset[date]:
    """Return the first and last days of the dates that words name; day before month, as here."""
    return frozenset(day for _start, _end, *days in _dates(words, published) for day in days)


def window_in(
    words: str, published: date | None
) -> tuple[tuple[date, int, int], tuple[date, int, int]] | None:
    """Return the first day and the last that words name, each with where; None if they name none.

    Offsets are of the folded words.
    """
    found = _dates(words, published)
    if not found:
        return None
    start, end, first, _ = min(found, key=lambda one: one[2])
    from_, to, _, last = max(found, key=lambda one: one[3])
    return (first, start, end), (last, from_, to)


@lru_cache(maxsize=1024)
def _dates(words: str, published: date | None) -> tuple[tuple[int, int, date, date], ...]:
    text = fold(words).lower
    stripped = text.strip()
    if stripped.isascii() and stripped.isdigit() and len(stripped) == len(str(_SERIAL[0])):
        day = _EPOCH + timedelta(days=int(stripped)) if int(stripped) in _SERIAL else None
        at = text.index(stripped)
        return ((at, at + len(stripped), day, day),) if day else ()
    figures = tuple((m.start(), m.end(), day, day) for m, day in _in_figures(text))
    if figures:
        return figures
    for grammar in _grammars():
        found = tuple(
            (one.start, one.end, one.first, one.last)
            for one in find_dates(text, grammar, published)
            if one.first and one.last
        )
        if found:
            return found
    return ()


def _in_figures(text: str) -> Iterator[tuple[regex.Match[str], date]]:
    for pattern, (year, month, day) in ((_ISO, (1, 3, 4)), (_DAY_FIRST, (4, 3, 1))):
        for match in pattern.finditer(text):
            made = _day(int(match[year]), int(match[month]), int(match[day]))
            if made:
                yield match, made


def _day(year: int, month: int, day: int) -> date | None:
    full = 2000 + year if year < _CENTURY else year
    full -= _BUDDHIST if full >= _BUDDHIST_FROM else 0
    try:
        return date(full, month, day)
    except ValueError:
        return None


@lru_cache(maxsize=4096)
def nations_of(cell: str) -> tuple[str, ...] | None:
    """Return the nationalities of a cell in order, () for one unstated, None if it is not known.

    Every word of the cell must be understood: "Chinese and others" is not Chinese alone.
    """
    text = fold(cell).lower
    if plain(cell) in _UNSTATED:
        return ()
    best: tuple[str, ...] | None = None
    for grammar in _grammars():
        marks = [m for m in find_phrases(text, grammar) if m.layer is Layer.NATION]
        codes = [(m.start, m.end, m.value.lstrip("@")) for m in marks if m.value != FOREIGN]
        taken = {at for start, end, _ in codes for at in range(start, end)}
        codes += [
            (m.start(), m.end(), m[0].upper())
            for m in _CODE.finditer(text)
            if m[0].upper() in CODES and taken.isdisjoint(range(*m.span()))
        ]
        if codes and not _left_over(text, codes):
            found = tuple(dict.fromkeys(code for _, _, code in sorted(codes)))
            best = best or found
    return best


def _left_over(text: str, codes: list[tuple[int, int, str]]) -> str:
    out = list(text)
    for start, end, _ in codes:
        out[start:end] = " " * (end - start)
    return _BETWEEN_NATIONS.sub("", "".join(out))


def sex_of(words: str) -> str | None:
    """Return F or M for a word that names one sex alone, a heading in two languages as well."""
    whole = _SEXES.get(plain(words))
    if whole:
        return whole
    # "Women / ស្រី", "Number of men"
    pieces = {plain(piece) for m in _PIECES.finditer(words) for piece in (m[0], *m[0].split())}
    pieces |= {piece.removeprefix("ចំនួន") for piece in pieces}
    found = {_SEXES[piece] for piece in pieces if piece in _SEXES}
    return found.pop() if len(found) == 1 else None


def kind_of(words: str) -> Kind | None:
    """Return the one kind that words name, or None."""
    found = kind_in(words)
    return found[0] if found else None


def provinces_of_cell(cell: str) -> tuple[str, ...]:
    """Return the provinces a cell names, by name in any script or by code ("KH-7", "07")."""
    text = fold(cell).lower.strip()
    coded = _PROVINCE_CODE.fullmatch(text)
    if coded:
        key = f"KH-{int(coded[1])}"
        return (key,) if key in PROVINCES else ()
    return tuple(dict.fromkeys(key for _, _, key in _named_in(cell)))


def province_in(words: str) -> tuple[str, int, int] | None:
    """Return the one province that words name and where, in folded letters; else None."""
    found = _named_in(words)
    if len({key for _, _, key in found}) != 1:
        return None
    start, end, key = found[0]
    return key, start, end


@lru_cache(maxsize=2048)
def _named_in(words: str) -> tuple[tuple[int, int, str], ...]:
    text = fold(words).lower
    for name, key in _bare_names():
        if text.strip() == name:
            at = text.index(name)
            return ((at, at + len(name), key),)
    for grammar in _grammars():
        found = tuple(
            (m.start, m.end, one)
            for m in find_places(text, grammar)
            if not m.value.startswith(ABROAD)
            for one in provinces_of(m.value)
        )
        if found:
            return found
    return ()


@lru_cache(maxsize=1)
def _bare_names() -> tuple[tuple[str, str], ...]:
    """Return names of provinces; alone in a cell they are no other word: "Kep"."""
    return tuple(
        (fold(name).lower, key) for key, row in PROVINCES.items() for name in row.split("|")
    )


@lru_cache(maxsize=1)
def _grammars() -> tuple[Grammar, ...]:
    found = (grammar_for("en"), grammar_for("km"))
    return tuple(grammar for grammar in found if grammar is not None)
