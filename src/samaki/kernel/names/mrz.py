"""The machine-readable lines of passports, cards and visas: read, and every check digit tried.

ICAO Doc 9303, 8th edition: TD1 (three lines of 30), TD2 and MRV-B (two of 36), TD3 and MRV-A (two
of 44). A wrong check digit is a fault, with the field it is about; an unknown letter is a warning.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from samaki.kernel.names.normalise import TRUNCATED

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_WEIGHTS = (7, 3, 1)
_PATTERN = re.compile(r"[A-Z0-9<]+")
_LONGEST_NUMBER = 9
# Second letters of passports: the old one for each state's own use, and those of 2026.
_PASSPORTS = frozenset("<PEDORTSLMU")
_FIRST_LETTERS = frozenset("PACIV")
_GERMANY = {"D": "DEU"}  # the one state whose code here is not of three letters


SHAPE, LETTERS = "shape", "letters"


class MrzError(ValueError):
    """These are no machine-readable lines. Carries a code: SHAPE or LETTERS."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Field(StrEnum):
    """What a check digit guards."""

    NUMBER = "number"
    BIRTH = "birth"
    EXPIRY = "expiry"
    OPTIONAL = "optional"
    WHOLE = "whole"


class Warned(StrEnum):
    """What is unusual and refuses nothing."""

    LETTER = "letter"
    LONG_NUMBER = "long_number"
    BIRTH_UNKNOWN = "birth_unknown"
    BIRTH_IMPOSSIBLE = "birth_impossible"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Mrz:
    """What the lines say. `born` is 1990, 1990-05 or 1990-05-17, empty if unknown.

    `primary` is the surname or a single name; `is_truncated` says that the name may go on.
    `faults` name the fields whose check digit is wrong; nothing of such a line is to be relied on.
    """

    kind: str
    code: str
    issuer: str
    primary: str
    secondary: str
    number: str
    nationality: str
    born: str
    sex: str
    expires: date | None
    is_truncated: bool
    faults: tuple[Field, ...] = ()
    warnings: tuple[Warned, ...] = ()

    @property
    def name(self) -> str:
        """The whole name, surname first; a mark at its end says that it may go on."""
        whole = " ".join(part for part in (self.primary, self.secondary) if part)
        return f"{whole}{TRUNCATED}" if self.is_truncated else whole


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where each field stands: (line, first, after the last), counted from nought."""

    lines: int
    width: int
    name: tuple[int, int, int]
    number: tuple[int, int, int]
    nationality: tuple[int, int, int]
    born: tuple[int, int, int]
    sex: tuple[int, int, int]
    expiry: tuple[int, int, int]
    optional: tuple[int, int, int]
    guarded: tuple[tuple[int, int, int], ...] = ()  # under the last check digit
    whole: tuple[int, int, int] | None = None
    optional_check: tuple[int, int, int] | None = None


_TWO_LINES = _Layout(
    2,
    44,
    name=(0, 5, 44),
    number=(1, 0, 9),
    nationality=(1, 10, 13),
    born=(1, 13, 19),
    sex=(1, 20, 21),
    expiry=(1, 21, 27),
    optional=(1, 28, 44),
)
_LAYOUTS: Mapping[str, _Layout] = {
    "TD1": _Layout(
        lines=3,
        width=30,
        name=(2, 0, 30),
        number=(0, 5, 14),
        nationality=(1, 15, 18),
        born=(1, 0, 6),
        sex=(1, 7, 8),
        expiry=(1, 8, 14),
        optional=(0, 15, 30),
        guarded=((0, 5, 30), (1, 0, 7), (1, 8, 15), (1, 18, 29)),
        whole=(1, 29, 30),
    ),
    "TD2": replace(
        _TWO_LINES,
        width=36,
        name=(0, 5, 36),
        optional=(1, 28, 35),
        guarded=((1, 0, 10), (1, 13, 20), (1, 21, 35)),
        whole=(1, 35, 36),
    ),
    "TD3": replace(
        _TWO_LINES,
        optional=(1, 28, 42),
        guarded=((1, 0, 10), (1, 13, 20), (1, 21, 43)),
        whole=(1, 43, 44),
        optional_check=(1, 42, 43),
    ),
    "MRV-A": _TWO_LINES,
    "MRV-B": replace(_TWO_LINES, width=36, name=(0, 5, 36), optional=(1, 28, 36)),
}
_CARDS = frozenset({"TD1", "TD2"})  # a number of more than nine may go on in the optional field


def looks_like(text: str) -> bool:
    """Tell whether somebody typed or scanned machine-readable lines and not a name."""
    return text.count("<") >= 3  # noqa: PLR2004 - no name has them


def parse(text: str, *, today: date) -> Mrz:
    """Read the lines of one document; birth years are taken to lie in the past.

    Raises MrzError when they have not the shape, or letters no such line has.
    """
    kind, lines = _shaped(text)
    layout = _LAYOUTS[kind]
    number, number_check, is_long, fits = _number(kind, layout, lines)
    name = _at(lines, layout.name)
    primary, _, secondary = name.partition("<<")
    birth, expiry = _at(lines, layout.born), _at(lines, layout.expiry)
    born = _born(birth, today)
    expires = _expires(expiry, today)
    faults = tuple(_faults(layout, lines, number_fits=fits and bool(number_check)))
    return Mrz(
        kind=kind,
        code=lines[0][:2].strip("<"),
        issuer=lines[0][2:5].strip("<"),
        primary=_words(primary),
        secondary=_words(secondary),
        number=number,
        nationality=_nationality(_at(lines, layout.nationality).strip("<")),
        born=born or "",
        sex=_at(lines, layout.sex).replace("<", "").replace("X", ""),
        expires=expires,
        is_truncated=name[-1] != "<",
        faults=faults,
        warnings=tuple(_warnings(lines, born=born, is_long=is_long, expires=expires, today=today)),
    )


def check_digit(text: str) -> str:
    """Return the check digit of a text: weights 7, 3, 1; letters from 10; `<` is nought."""
    total = sum(_value(c) * _WEIGHTS[place % 3] for place, c in enumerate(text))
    return str(total % 10)


def _value(character: str) -> int:
    return 0 if character == "<" else int(character, 36)


def _shaped(text: str) -> tuple[str, list[str]]:
    """Return which kind the lines are and the lines, also when they were pasted as one."""
    plain = re.sub(r"\s", "", text.upper().replace("«", "<<"))
    if not _PATTERN.fullmatch(plain):
        raise MrzError(LETTERS)
    is_visa = plain[0] == "V"
    kinds = {88: "MRV-A" if is_visa else "TD3", 72: "MRV-B" if is_visa else "TD2", 90: "TD1"}
    kind = kinds.get(len(plain))
    if kind is None:
        raise MrzError(SHAPE)
    layout = _LAYOUTS[kind]
    return kind, [plain[n * layout.width : (n + 1) * layout.width] for n in range(layout.lines)]


def _at(lines: list[str], place: tuple[int, int, int]) -> str:
    line, first, after = place
    return lines[line][first:after]


def _number(kind: str, layout: _Layout, lines: list[str]) -> tuple[str, str, bool, bool]:
    """Return the document's number, its check digit, whether it is a long one, and whether it fits.

    A number of more than nine characters goes on in the optional field, before its check digit; the
    `<` in the check digit's own place takes no weight. Some issuers give it one: accepted, warned.
    """
    field = _at(lines, layout.number)
    line, _first, after = layout.number
    check = lines[line][after]
    rest, _, _more = _at(lines, layout.optional).partition("<")
    if kind in _CARDS and check == "<" and len(field.strip("<")) == _LONGEST_NUMBER and rest:
        number, last = field + rest[:-1], rest[-1]
        fits = last in {check_digit(number), check_digit(f"{field}<{rest[:-1]}")}
        return number, last, True, fits
    is_empty = not field.strip("<") and check == "<"
    return field.strip("<"), check, False, is_empty or check == check_digit(field)


def _faults(layout: _Layout, lines: list[str], *, number_fits: bool) -> Iterator[Field]:
    if not number_fits:
        yield Field.NUMBER
    for field, place in ((Field.BIRTH, layout.born), (Field.EXPIRY, layout.expiry)):
        line, _first, after = place
        if lines[line][after] != check_digit(_at(lines, place)):
            yield field
    if layout.optional_check and not _optional_fits(layout, lines):
        yield Field.OPTIONAL
    if layout.whole:
        guarded = "".join(_at(lines, place) for place in layout.guarded)
        if _at(lines, layout.whole) != check_digit(guarded):
            yield Field.WHOLE


def _optional_fits(layout: _Layout, lines: list[str]) -> bool:
    assert layout.optional_check is not None, "asked only where there is one"
    optional, check = _at(lines, layout.optional), _at(lines, layout.optional_check)
    return check == check_digit(optional) or (check == "<" and not optional.strip("<"))


def _warnings(
    lines: list[str], *, born: str | None, is_long: bool, expires: date | None, today: date
) -> Iterator[Warned]:
    first, second = lines[0][0], lines[0][1]
    if first not in _FIRST_LETTERS or (first == "P" and second not in _PASSPORTS):
        yield Warned.LETTER
    if is_long:
        yield Warned.LONG_NUMBER
    if born is None:
        yield Warned.BIRTH_IMPOSSIBLE
    elif not born:
        yield Warned.BIRTH_UNKNOWN
    if expires is not None and expires < today:
        yield Warned.EXPIRED


def _words(text: str) -> str:
    return " ".join(text.replace("<", " ").split())


def _nationality(code: str) -> str:
    return _GERMANY.get(code, code)


def _born(field: str, today: date) -> str | None:
    """Return a birth as far as it is known; empty if it is not, None if it cannot be."""
    year, month, day = field[:2], field[2:4], field[4:]
    if not year.isdecimal():
        return "" if not field.strip("<") else None
    full = int(year) + 100 * (today.year // 100)
    if full > today.year or (full == today.year and _is_after(month, day, today)):
        full -= 100
    known = "-".join(part for part in (month, day) if part.isdecimal())
    if day.isdecimal() and not month.isdecimal():
        return None
    born = f"{full}-{known}" if known else str(full)
    return born if _exists(full, month, day) else None


def _is_after(month: str, day: str, today: date) -> bool:
    if not month.isdecimal():
        return False
    return (int(month), int(day) if day.isdecimal() else 1) > (today.month, today.day)


def _exists(year: int, month: str, day: str) -> bool:
    try:
        date(year, int(month) if month.isdecimal() else 1, int(day) if day.isdecimal() else 1)
    except ValueError:
        return False
    return True


def _expires(field: str, today: date) -> date | None:
    """Return the last day of a document, in the century near today; None if it gives none."""
    if not field.isdecimal():
        return None
    full = int(field[:2]) + 100 * (today.year // 100)
    try:
        return date(full - 100 * (full > today.year + 50), int(field[2:4]), int(field[4:]))
    except ValueError:
        return None
