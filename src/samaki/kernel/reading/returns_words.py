"""The words of a province's return sheet, in English and Khmer: its headings, kinds and sums."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import regex

from samaki.kernel.reading.drafts import Kind
from samaki.kernel.reading.normalise import fold

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["COUNTS", "EMPTY", "Column", "Heading", "empty_return", "heading_of", "kind_in", "sums"]


class Column(StrEnum):
    """What a column of a return holds."""

    NUMBER = "number"
    PROVINCE = "province"
    PLACE = "place"
    DATE = "date"
    SINCE = "since"
    UNTIL = "until"
    KIND = "kind"
    NATIONALITY = "nationality"
    SEX = "sex"
    MEN = "men"
    WOMEN = "women"
    BOYS = "boys"
    GIRLS = "girls"
    ADULTS = "adults"
    MINORS = "minors"
    TOTAL = "total"
    REMARKS = "remarks"


_C = Column
COUNTS: Final = (_C.MEN, _C.WOMEN, _C.BOYS, _C.GIRLS, _C.ADULTS, _C.MINORS, _C.TOTAL)
# The columns of an empty return, in order.
EMPTY: Final = (
    *(_C.PROVINCE, _C.PLACE, _C.SINCE, _C.UNTIL, _C.KIND, _C.NATIONALITY),
    *(_C.MEN, _C.WOMEN, _C.MINORS, _C.TOTAL, _C.REMARKS),
)
# The first word of each is what an empty return says; the others are read as well.
_ENGLISH: Final[Mapping[Column, str]] = {
    _C.NUMBER: "No|Number|Nr|#|Row|ID",
    _C.PROVINCE: "Province|Province or capital|Capital or province|Province/capital"
    "|Province name|Province code|Municipality",
    _C.PLACE: "District or place|Place|District|Town|City|Commune|Village|Location"
    "|Where|Site|Address|Place of operation|District/place|Scene",
    _C.DATE: "Date|Day|When|Date of operation|Operation date|Date found|Reporting date",
    _C.SINCE: "From|From date|Since|Start|Start date|Date from|Begin|From day",
    _C.UNTIL: "To|To date|Until|End|End date|Date to|Up to|To day",
    _C.KIND: "What was done|Kind|Status|Category|Type|Action|Measure|Event|Outcome",
    _C.NATIONALITY: "Nationality|Country|Citizenship|Nation|Nationalities|Country of origin|Nat",
    _C.SEX: "Sex|Gender|M/F",
    _C.MEN: "Men|Male|Males|Man|M",
    _C.WOMEN: "Women|Female|Females|Woman|F|W",
    _C.BOYS: "Boys|Boy|Male minors|Boys under 18",
    _C.GIRLS: "Girls|Girl|Female minors|Girls under 18",
    _C.ADULTS: "Adults|Adult|18 and over|Adult persons",
    _C.MINORS: "Minors|Minor|Children|Child|Under 18|Of whom minors|Juveniles",
    _C.TOTAL: "Total|Count|Heads|People|Persons|How many|Sum|Head count|Headcount"
    "|Foreigners|Individuals|Number of people|Number of persons|Quantity"
    "|In all",
    _C.REMARKS: "Remarks|Remark|Notes|Note|Comment|Comments|Other",
}
_KHMER: Final[Mapping[Column, str]] = {
    _C.NUMBER: "ល.រ|លេខរៀង|លេខ",
    _C.PROVINCE: "ខេត្ត|រាជធានី ខេត្ត|ខេត្ត រាជធានី|រាជធានីខេត្ត|ឈ្មោះខេត្ត|លេខកូដខេត្ត",
    _C.PLACE: "ស្រុក ឬទីកន្លែង|ទីកន្លែង|ស្រុក|ក្រុង|ខណ្ឌ|ឃុំ|សង្កាត់|ភូមិ|ទីតាំង|កន្លែង"
    "|អាសយដ្ឋាន|ក្រុង ស្រុក ខណ្ឌ|ស្រុក ក្រុង ខណ្ឌ",
    _C.DATE: "កាលបរិច្ឆេទ|ថ្ងៃ|ថ្ងៃខែ|ថ្ងៃខែឆ្នាំ|ថ្ងៃ ខែ ឆ្នាំ|កាលបរិច្ឆេទប្រតិបត្តិការ|ពេលវេលា",
    _C.SINCE: "ចាប់ពីថ្ងៃ|ពីថ្ងៃ|ចាប់ពី|ចាប់ពីថ្ងៃទី|ពីថ្ងៃទី|ថ្ងៃចាប់ផ្តើម|ពី",
    _C.UNTIL: "ដល់ថ្ងៃ|ដល់ថ្ងៃទី|ដល់|ថ្ងៃបញ្ចប់|រហូតដល់",
    _C.KIND: "អ្វីដែលបានធ្វើ|ប្រភេទ|ស្ថានភាព|វិធានការ|សកម្មភាព|លទ្ធផល",
    _C.NATIONALITY: "សញ្ជាតិ|ជនជាតិ|ប្រទេស|ប្រទេសដើម",
    _C.SEX: "ភេទ",
    _C.MEN: "ប្រុស|បុរស|ភេទប្រុស",
    _C.WOMEN: "ស្រី|ស្ត្រី|នារី|ភេទស្រី",
    _C.BOYS: "ក្មេងប្រុស|កុមារា",
    _C.GIRLS: "ក្មេងស្រី|កុមារី",
    _C.ADULTS: "ពេញវ័យ|មនុស្សពេញវ័យ|នីតិជន|មនុស្សធំ",
    _C.MINORS: "អនីតិជន|កុមារ|ក្មេង|ក្រោម ១៨ ឆ្នាំ|ក្រោម ១៨",
    _C.TOTAL: "សរុប|ចំនួន|ចំនួនមនុស្ស|ចំនួននាក់|ចំនួនសរុប|សរុបរួម|មនុស្ស|នាក់|ជនបរទេស",
    _C.REMARKS: "ផ្សេងៗ|កំណត់សម្គាល់|សម្គាល់|មតិ",
}
# What was done, as a cell, a heading or a title says it.
_KINDS: Final[Mapping[Kind, str]] = {
    Kind.FOUND: "found|discovered|encountered|located|រកឃើញ|បានរកឃើញ|ប្រទះឃើញ",
    Kind.DETAINED: "detained|held|in custody|apprehended|ឃាត់ខ្លួន|ឃុំខ្លួន|ឃាត់|នាំខ្លួន",
    Kind.ARRESTED: "arrested|arrests|arrest|caught|ចាប់ខ្លួន|ចាប់",
    Kind.RESCUED: "rescued|rescues|rescue|freed|សង្គ្រោះ|រំដោះ|ជួយសង្គ្រោះ",
    Kind.IDENTIFIED_VICTIM: "identified victims|identified as victims|victims identified|victims"
    "|ជនរងគ្រោះ|កំណត់ថាជាជនរងគ្រោះ",
    Kind.DEPORTED: "deported|repatriated|expelled|deportation|deportations|repatriation|removed"
    "|បណ្តេញចេញ|បណ្ដេញចេញ|បញ្ជូនត្រឡប់|បណ្តេញ|បណ្ដេញ|មាតុភូមិនិវត្តន៍|បញ្ជូនទៅមាតុប្រទេស",
    Kind.CHARGED: "charged|prosecuted|indicted|ចោទប្រកាន់",
    Kind.SENTENCED: "sentenced|convicted|កាត់ទោស|ផ្តន្ទាទោស",
    Kind.RELEASED: "released|set free|let go|ដោះលែង",
    Kind.TRANSFERRED: "transferred|handed over|moved|ផ្ទេរ|ប្រគល់|បញ្ជូន",
    Kind.ESCAPED: "escaped|fled|គេចខ្លួន|រត់គេច",
    Kind.DIED: "died|dead|deaths|deceased|ស្លាប់",
    Kind.INJURED: "injured|wounded|រងរបួស|របួស",
}
_SUMS: Final = frozenset(
    {"total", "totals", "sum", "grand total", "subtotal", "sub total", "in all", "overall"}
    | {"altogether", "sum total", "សរុប", "សរុបរួម", "សរុបទាំងអស់", "ចំនួនសរុប", "រួម", "បូករួម"}
)
# Words of a heading that say nothing of which column it is.
_FILLERS: Final = regex.compile(
    r"^(?:total )?(?:number of|no of|count of|total|of whom|the)\s|\s(?:persons|people|total)$"
    r"|^(?:ចំនួន|សរុប)|(?:សរុប|នាក់)$"
)
_PARTS_OF_HEADING: Final = regex.compile(r"[/(),:\[\]|–—]|\s-\s|\s{2,}")
_LONGEST_HEADING: Final = 60


@dataclass(frozen=True, slots=True)
class Heading:
    """What a heading says: its column, and what was done if it names that ("Arrested")."""

    column: Column
    kind: Kind | None = None


@lru_cache(maxsize=4096)
def heading_of(written: str) -> Heading | None:
    """Return what a heading means, in one language or in both at once; None if it is not known."""
    if not written or len(written) > _LONGEST_HEADING:
        return None
    whole = _named(plain(written))
    if whole is not None:
        return whole
    pieces = [plain(piece) for piece in _PARTS_OF_HEADING.split(written)]
    named = {found for piece in pieces if piece and (found := _named(piece)) is not None}
    return named.pop() if len(named) == 1 else None


def _named(words: str) -> Heading | None:
    for each in (words, _FILLERS.sub("", words).strip()):
        column = _columns().get(each)
        if column is not None:
            return Heading(column)
        if each in _kinds():
            return Heading(Column.TOTAL, _kinds()[each])
    return None


def kind_in(words: str) -> tuple[Kind, int, int] | None:
    """Return the one kind that words name and where, in letters of the folded words; else None."""
    text = fold(words).lower
    found: dict[Kind, tuple[int, int]] = {}
    at = 0
    for match in _kind_pattern().finditer(text):
        if match.start() >= at:
            found.setdefault(_kinds()[plain(match[0])], match.span())
            at = match.end()
    if len(found) != 1:
        return None
    ((kind, (start, end)),) = found.items()
    return kind, start, end


def sums(words: str) -> bool:
    """Tell whether a cell opens a row that sums others: "Total", "Total Kampot", "សរុប"."""
    said = plain(words)
    first = said.partition(" ")[0]
    return said in _SUMS or first in {"total", "subtotal"} or said.startswith("សរុប")


def empty_return(language: str) -> list[list[str]]:
    """Return the headings of a return to fill in, as its one row; `language` is en or km."""
    headings = _KHMER if language == "km" else _ENGLISH
    return [[headings[column].partition("|")[0] for column in EMPTY]]


def plain(words: str) -> str:
    """Return words as they are compared: folded, no punctuation, single blanks; Khmer without."""
    kept = "".join(
        sign if sign.isalnum() or sign == "#" or unicodedata.category(sign)[0] == "M" else " "
        for sign in fold(words).lower
    )
    text = " ".join(kept.split())
    # Khmer sets no blanks between words, and some set them.
    return text.replace(" ", "") if any("\u1780" <= sign <= "\u17ff" for sign in text) else text


@lru_cache(maxsize=1)
def _columns() -> Mapping[str, Column]:
    return {
        plain(word): column
        for headings in (_ENGLISH, _KHMER)
        for column, row in headings.items()
        for word in row.split("|")
    }


@lru_cache(maxsize=1)
def _kinds() -> Mapping[str, Kind]:
    return {plain(word): kind for kind, row in _KINDS.items() for word in row.split("|")}


@lru_cache(maxsize=1)
def _kind_pattern() -> regex.Pattern[str]:
    words = (word for row in _KINDS.values() for word in row.split("|"))
    folded = sorted((fold(word).lower for word in words), key=len, reverse=True)
    latin = "|".join(regex.escape(word) for word in folded if word.isascii())
    khmer = "|".join(regex.escape(word) for word in folded if not word.isascii())
    return regex.compile(rf"\b(?:{latin})\b|(?:{khmer})")
