"""English numbers and dates."""

from __future__ import annotations

from typing import Final

from samaki.kernel.reading.grammar import DateWords, NumberWords
from samaki.kernel.reading.intervals import Qualifier

__all__ = ["DATES", "MONTHS", "NUMBERS"]

_UNITS: Final = dict(
    zip(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ],
        range(20),
        strict=True,
    )
)
_TENS: Final = dict(
    zip(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"],
        range(20, 100, 10),
        strict=True,
    )
)

NUMBERS: Final = NumberWords(
    units={**_UNITS, **_TENS},
    scales={"dozen": 12, "hundred": 100, "thousand": 1000, "million": 10**6},
    joiner=r"(?:\sand\s|[ -])?",
    before=(
        (
            r"at least|no (?:fewer|less) than|not (?:fewer|less) than|a minimum of",
            Qualifier.AT_LEAST,
        ),
        (r"(?:slightly|just|a little) (?:over|more than|above)", Qualifier.JUST_OVER),
        (
            r"(?:well )?(?:more than|(?<!\b(?:hand|turn|tak)(?:ed|ing|e)? )(?<!\btook )over|above|upwards of|in excess of|exceeding)",
            Qualifier.OVER,
        ),
        (r"nearly|almost|close to|just under|as many as nearly", Qualifier.NEARLY),
        (
            r"about|some|around|approximately|roughly|an estimated|estimated|circa|or so",
            Qualifier.ABOUT,
        ),
        (r"up to|as many as|a total of|a further|another|a combined", Qualifier.UP_TO),
        (r"fewer than|less than|under|below|not more than", Qualifier.UNDER),
    ),
    after=(
        (r"or more", Qualifier.AT_LEAST),
        (r"\+", Qualifier.AT_LEAST),
        (r"or so", Qualifier.ABOUT),
    ),
    vague=(
        (r"dozens", (24, 99)),
        (r"half a dozen", (6, 6)),
        (r"a (?:handful|number) of|a handful", (2, None)),
        (r"a couple|a pair", (2, 2)),
        (r"scores", (40, 99)),
        (r"(?:several|a few) (?:dozen|tens)|tens of(?! thousand)", (20, 99)),
        (
            r"(?:several|many|a few) hundred|(?:many )?hundreds(?! of (?:thousand|million))",
            (200, 999),
        ),
        (r"(?:several )thousands?|thousands", (2000, 9999)),
        (r"multiple|several|many|numerous", (2, None)),
        (r"no one|nobody|none|no", (0, 0)),
    ),
    range_join=r"\s?(?:-|–|—|to|and)\s?",
    range_open=r"(?:between|from)\s",
)

_NAMES: Final = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
MONTHS: Final = {
    **{name: number for number, name in enumerate(_NAMES, 1)},
    **{name[:3]: number for number, name in enumerate(_NAMES, 1)},
    "sept": 9,
}
_DAYS: Final = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_YEAR: Final = r"(?:,?\s(?P<y>(?:19|20)\d\d))?"
_DOT: Final = r"(?:\.(?=,?\s(?:19|20)\d\d))?"  # of a short month; never the end of a sentence
_DAY: Final = r"(?P<d>\d{1,2})(?:st|nd|rd|th)?"
_DAY2: Final = r"(?P<d2>\d{1,2})(?:st|nd|rd|th)?"
_TO: Final = r"\s?(?:-|–|to|and|until|through)\s?"

DATES: Final = DateWords(
    months=MONTHS,
    weekdays={
        **{name: number for number, name in enumerate(_DAYS)},
        "at the weekend": 6, "over the weekend": 6, "last weekend": 6,
        "mon": 0, "tue": 1, "wed": 2, "thu": 3, "fri": 4,
    },
    relative={"today": 0, "yesterday": -1, "this morning": 0, "tonight": 0, "last night": -1,
        "this afternoon": 0, "this evening": 0, "earlier today": 0, "overnight": 0},
    patterns=(
        r"\b(?P<y>(?:19|20)\d\d)-(?P<m>\d{1,2})-(?P<d>\d{1,2})\b",
        rf"\b{{MON}}\.?\s(?:the\s)?{_DAY}{_TO}{_DAY2}(?![\d,.]\d|\s(?:people|suspects)){_YEAR}\b",
        rf"\b{{MON}}\.?\s(?:the\s)?{_DAY}(?![\d,]\d|\d){_YEAR}",
        rf"\b{_DAY}{_TO}{_DAY2}\s(?:of\s)?{{MON}}\b{_DOT}{_YEAR}",
        rf"\b{_DAY}\s(?:of\s)?{{MON}}\b{_DOT}{_YEAR}",
        r"\b(?:in|since|during|last|of|until|early|late|mid-?)\s{MON}(?!\s\d{1,2}\b)\b(?:,?\s(?P<y>(?:19|20)\d\d))?",
        r"\b(?P<half>first (?:six months|half) of (?:the year|(?P<y>20\d\d)|this year))",
        r"\b(?:the\s)?(?P<same>same day|that (?:same )?(?:day|evening|night|morning|afternoon))\b",
        r"\b{WD}\b",
        r"\b{REL}\b",
    ),
    joiners=r",?\s?(?:and|to|until|through|till|-|–)",
    shifts=(
        (r"\b(?:the\s)?(?:next|following)\s(?:day|morning|afternoon|evening|night)\b", 1),
        (r"\b(?:a|one)\sday\s(?:later|after\sthat)\b", 1),
        (r"\b(?:two|2)\sdays\s(?:later|after\sthat)\b", 2),
        (r"\b(?:three|3)\sdays\s(?:later|after\sthat)\b", 3),
        (r"\b(?:the\s(?:day\sbefore|previous\s(?:day|night|evening))|(?:a|one)\sday\s(?:earlier|before\sthat))\b", -1),
        (r"\b(?:two|2)\sdays\s(?:earlier|before\sthat)\b", -2),
        (r"\b(?:a|one)\sday\safter\s(?:the|a|an|its|his|their)\s(?:\w+\s){0,3}?(?:raids?|search|operation|sweep|crackdown)\b", -1),
    ),
    since=r"\b(?:since|from|starting|beginning|after)(?:\son)?",
)  # fmt: skip
