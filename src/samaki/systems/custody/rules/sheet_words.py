"""The words of a sheet, in Khmer and in English: its headings, its values, its reasons. Pure."""

from __future__ import annotations

import unicodedata
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

import pycountry
from babel import Locale

from samaki.kernel.reading.languages import en_words, km_words
from samaki.kernel.reasons import Reason
from samaki.kernel.refs import digits
from samaki.systems.custody.rules import SheetKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from samaki.kernel.ledger import Age, Sex


class Column(StrEnum):
    """What a column holds."""

    NUMBER = "number"
    NAME = "name"
    NATIONALITY = "nationality"
    SEX = "sex"
    AGE = "age"
    PAPER = "paper"
    COUNT = "count"
    MOMENT = "moment"
    REASONS = "reasons"


_C = Column
COLUMNS = {
    SheetKind.PERSONS: (
        *(_C.NUMBER, _C.NAME, _C.NATIONALITY, _C.SEX, _C.AGE, _C.PAPER, _C.MOMENT),
    ),
    SheetKind.HEADS: (_C.NUMBER, _C.NATIONALITY, _C.SEX, _C.AGE, _C.COUNT, _C.MOMENT),
}
NEEDED = {
    SheetKind.PERSONS: (_C.NAME, _C.NATIONALITY, _C.SEX, _C.AGE),
    SheetKind.HEADS: (_C.NATIONALITY, _C.SEX, _C.AGE, _C.COUNT),
}
# The first of each is what an empty sheet says; the others are read as well.
HEADINGS: Mapping[Column, Mapping[str, tuple[str, ...]]] = {
    _C.NUMBER: {
        "en": ("Number", "No", "Nr", "Row number", "Mark", "ID", "#"),
        "km": ("លេខរៀង", "ល.រ", "លរ", "លេខ", "សម្គាល់"),
    },
    _C.NAME: {
        "en": ("Name", "Full name", "Name as given", "Person", "Surname and name"),
        "km": ("ឈ្មោះ", "គោត្តនាម និងនាម", "នាមត្រកូល និងនាមខ្លួន", "ឈ្មោះពេញ"),
    },
    _C.NATIONALITY: {
        "en": ("Nationality", "Country", "Citizenship", "Nation", "Nat"),
        "km": ("សញ្ជាតិ", "ប្រទេស", "ជនជាតិ"),
    },
    _C.SEX: {"en": ("Sex", "Gender", "M/F"), "km": ("ភេទ",)},
    _C.AGE: {
        "en": ("Age", "Adult or minor", "Age group", "Adult/minor"),
        "km": ("អាយុ", "ពេញវ័យ ឬអនីតិជន", "វ័យ"),
    },
    _C.PAPER: {
        "en": ("Paper number", "Paper", "Passport", "Passport number", "Passport no", "Document"),
        "km": ("លេខលិខិត", "លិខិតឆ្លងដែន", "លេខលិខិតឆ្លងដែន", "លេខប៉ាស្ព័រ", "ប៉ាស្ព័រ"),
    },
    _C.COUNT: {
        "en": ("Count", "Heads", "How many", "Number of people", "People", "Total"),
        "km": ("ចំនួន", "ចំនួនមនុស្ស", "សរុប", "ចំនួននាក់"),
    },
    _C.MOMENT: {
        "en": ("When", "Moment", "Date and time", "When it happened", "Time"),
        "km": ("ពេលវេលា", "ថ្ងៃ និងម៉ោង", "កាលបរិច្ឆេទ", "ពេល"),
    },
    _C.REASONS: {
        "en": ("What to mend", "Samaki: what to mend"),
        "km": ("អ្វីត្រូវកែ", "សាមគ្គី៖ អ្វីត្រូវកែ"),
    },
}
_NONE = frozenset(
    {"xxx", "unknown", "not established", "na", "n a", "none"}
    | {"មិនដឹង", "មិនស្គាល់", "មិនទាន់បញ្ជាក់", "គ្មាន"}
)
_MARKS_OF_NONE = frozenset({"", "-", "–", "—", "?"})
SEXES: Mapping[str, Sex] = {
    **dict.fromkeys(("m", "male", "man", "men", "boy", "ប្រុស", "បុរស", "ប", "ក្មេងប្រុស"), "M"),
    **dict.fromkeys(("f", "female", "woman", "women", "girl", "w", "ស្រី", "ស្ត្រី", "នារី", "ស"), "F"),
}
AGES: Mapping[str, Age] = {
    **dict.fromkeys(("adult", "adults", "a", "ពេញវ័យ", "មនុស្សពេញវ័យ", "នីតិជន", "ធំ"), "adult"),
    **dict.fromkeys(("minor", "minors", "child", "children", "under 18"), "minor"),
    **dict.fromkeys(("អនីតិជន", "កុមារ", "ក្មេង", "ក្រោម18", "ក្រោម 18"), "minor"),
}

# What people call two states by: nobody is entered under one of them because it was named first.
_TWO = (
    (("korea", "korean", "koreans", "កូរ៉េ"), ("KOR", "PRK")),
    (("congo", "congolese", "the congo", "កុងហ្គោ"), ("COD", "COG")),
)

SHEET_WORDINGS = {
    "no_headings": (
        "No row of headings was found. The first rows must hold the headings, such as %(headings)s."
    ),
    "no_column": "The column “%(column)s” is missing. Add it, even if it stays empty.",
    "two_columns": "Two columns are headed “%(column)s”. Leave one of them.",
    "no_rows": "There is no row below the headings. Fill in at least one.",
    "row_no_name": "The name is missing. Enter the name as given.",
    "row_name": "This holds no letter, so it is no name. Enter the name as given.",
    "row_long": "This is too long: %(most)s signs are the most. Shorten it.",
    "row_nationality": (
        "This is no nationality that is known. Write its three letters, such as IDN, or leave it "
        "empty if none is established."
    ),
    "row_two_nations": (
        "This may be two nationalities: %(one)s or %(other)s. Write the three letters of the one, "
        "or leave it empty if none is established."
    ),
    "row_sex": "This is no sex. Write F or M, ស្រី or ប្រុស, or leave it empty.",
    "row_age": (
        "This is no age. Write adult or minor, ពេញវ័យ or អនីតិជន, or the years; or leave it empty."
    ),
    "row_count": (
        "This does not say how many. Write a whole number of heads; 0 says that none was seen."
    ),
    "row_no_count": "The count is missing. Write how many heads; 0 says that none was seen.",
    "row_absurd": "This is more than %(most)s heads. Check the figure.",
    "row_moment": "This is no moment. Write the day and the time as 2025-11-18 06:00.",
    "row_future": "This lies in the future. Check the day and the time.",
    "row_long_ago": "This is more than ten years ago. Check the year.",
    "row_formula": "This formula has no value. Put the value in its place.",
    "row_twice": (
        "This row says the same as row %(row)s. Take it out; or, if it is somebody or something "
        "else, give each a number of its own."
    ),
    "row_no_head": (
        "No head without a name is left of %(subject)s at that moment: %(held)s were, and the rows "
        "above name them. Take in the missing heads first, or mend the row."
    ),
}


def reason(code: str, **values: object) -> Reason:
    """Return the reason of that code."""
    return Reason(code, SHEET_WORDINGS[code], values)


def title(column: Column, language: str) -> str:
    """Return a column's heading in a language, en or km."""
    return HEADINGS[column].get(language, HEADINGS[column]["en"])[0]


def empty_sheet(kind: SheetKind, language: str) -> list[list[str]]:
    """Return the headings of a sheet to fill in, as its one row."""
    return [[title(column, language) for column in COLUMNS[kind]]]


def is_none(text: str) -> bool:
    """Tell whether a cell says that something is not established."""
    return text.strip() in _MARKS_OF_NONE or plain(text) in _NONE


@cache
def spellings() -> dict[str, Column]:
    """Return which column each heading means, in plain letters."""
    return {
        plain(heading): column
        for column, languages in HEADINGS.items()
        for headings in languages.values()
        for heading in headings
    }


@cache
def nationalities() -> dict[str, str]:
    """Return every way to write one nationality, in plain letters, with its ISO 3166-1 alpha-3."""
    found = {plain(name): code for name, code in _names_of_nationalities() if plain(name)}
    return {name: code for name, code in found.items() if name not in of_two()}


@cache
def of_two() -> dict[str, tuple[str, str]]:
    """Return what may mean either of two nationalities, in plain letters, with their codes."""
    return {plain(name): codes for names, codes in _TWO for name in names}


def _names_of_nationalities() -> Iterator[tuple[str, str]]:
    codes = {country.alpha_2: country.alpha_3 for country in pycountry.countries}
    known = set(codes.values())
    for words in (en_words.NATIONS, km_words.NATIONS):
        # The lexicon marks a country's name with @; in this column it says the same as its people.
        marked = ((name, code.removeprefix("@")) for name, code in words.items())
        yield from ((name, code) for name, code in marked if code in known)
    for language in ("en", "km"):
        names = Locale(language).territories
        yield from ((name, codes[short]) for short, name in names.items() if short in codes)
    for country in pycountry.countries:
        for field in ("official_name", "name", "alpha_2", "alpha_3"):
            yield getattr(country, field, ""), country.alpha_3


def plain(text: str) -> str:
    """Return a text as it is compared: one case, plain digits, no punctuation, single spaces."""
    kept = (
        s if s.isalnum() or unicodedata.category(s).startswith("M") or s == "#" else " "
        for s in digits(unicodedata.normalize("NFKC", text)).casefold()
        if unicodedata.category(s) != "Cf"
    )
    text = " ".join("".join(kept).split())
    # Khmer sets no spaces between words, and some set them.
    return text.replace(" ", "") if any("\u1780" <= s <= "\u17ff" for s in text) else text
