"""Numbers as written in any of the languages, with the words that bend them."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING

import regex

from samaki.kernel.reading.intervals import Qualifier, interval
from samaki.kernel.reading.normalise import NO_MARK

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from samaki.kernel.reading.grammar import Grammar, NumberWords
    from samaki.kernel.reading.intervals import Interval

__all__ = ["Number", "bend", "find_numbers", "read_number"]

_DIGITS = (
    r"(?<![\d.])(?<!\d,)(?:\d{1,3}(?:([ ])\d{3})(?:\1\d{3})*|\d{1,3}(?:[,.]\d{3})+"
    r"|\d+(?:[.,]\d+)?)(?!\d)"
)
_YEARS = (range(1900, 2101), range(2440, 2641))
_HEADS = ("人", "名", "位", "คน", "ราย", "នាក់")  # words that count people
_LONGEST = 12  # digits; longer runs are telephone or account numbers
_LEAD = 40  # signs before a number that may bend it
_GROUP = 3


@dataclass(frozen=True, slots=True)
class Number:
    """A number as written: folded offsets, bounds, and how it was bent.

    `year_like` numbers may be a year and need a noun; `in_words` tells "one" from "1".
    """

    start: int
    end: int
    low: int
    high: int | None
    qualifier: Qualifier
    year_like: bool = False
    in_words: bool = False
    value: int = 0

    @property
    def bounds(self) -> Interval:
        return self.low, self.high


@dataclass(frozen=True, slots=True)
class _Patterns:
    """The compiled patterns of one language."""

    single: regex.Pattern[str]
    span: regex.Pattern[str]
    vague: regex.Pattern[str] | None
    pre: regex.Pattern[str]
    opens: regex.Pattern[str]
    dash: regex.Pattern[str]
    pair: regex.Pattern[str] | None
    before: tuple[tuple[regex.Pattern[str], Qualifier], ...]
    after: tuple[tuple[regex.Pattern[str], Qualifier], ...]
    noise_before: regex.Pattern[str] | None
    noise_after: regex.Pattern[str] | None
    word: regex.Pattern[str]


def find_numbers(text: str, grammar: Grammar) -> list[Number]:
    """Return the numbers of a folded, lower-cased text in order, noise left out."""
    patterns = _patterns(grammar)
    found: list[Number] = []
    taken_until = 0
    for number in sorted(_candidates(text, grammar), key=lambda one: (one.start, -one.end)):
        if number.start < taken_until:
            continue
        taken_until = number.end
        if not _is_noise(text, number, patterns):
            found.append(number)
    return found


@lru_cache(maxsize=1024)
def read_number(text: str, grammar: Grammar) -> Number | None:
    """Return what a quoted stretch says as a whole, or None; the contract check reads with it."""
    whole = [one for one in _candidates(text, grammar) if (one.start, one.end) == (0, len(text))]
    return whole[0] if whole else None


def bend(number: Number, qualifier: Qualifier) -> Interval:
    """Return the bounds of a number bent by a qualifier that stands elsewhere."""
    return interval(number.value, qualifier)


def _is_noise(text: str, number: Number, patterns: _Patterns) -> bool:
    before = text[max(0, number.start - 40) : number.start].rpartition("\n")[2]
    after = text[number.end : number.end + 40].partition("\n")[0]
    if text.endswith(_HEADS, number.start, number.end):
        after = ""  # what follows people counted as such is said of them
    return bool(
        (patterns.noise_before and patterns.noise_before.search(before))
        or (patterns.noise_after and patterns.noise_after.match(after))
    )


def _candidates(text: str, grammar: Grammar) -> Iterator[Number]:
    patterns = _patterns(grammar)
    yield from _vague(text, grammar)
    yield from _ranges(text, grammar)
    yield from _neighbours(text, grammar)
    for match in patterns.single.finditer(text):
        number = _single(text, match, grammar)
        if number is not None:
            yield number


def _ranges(text: str, grammar: Grammar) -> Iterator[Number]:
    """Yield "between 30 and 40" and "300-350": two numbers, joined, the smaller first."""
    patterns = _patterns(grammar)
    at = 0
    while match := patterns.span.search(text, at):
        low, high = _value(match["a"], grammar), _value(match["b"], grammar)
        start = _range_start(text, match, patterns)
        if start is None or low is None or high is None or low >= high:
            at = match.start("b")
            continue
        at = match.end()
        yield Number(start, at, low, high, Qualifier.RANGE, value=low)


def _range_start(text: str, match: regex.Match[str], patterns: _Patterns) -> int | None:
    """Return where a range opens, or None where the two numbers only stand side by side."""
    first = match.start()
    opened = patterns.opens.search(text, max(0, first - _LEAD), first)
    if opened:
        return int(opened.start())
    if not patterns.dash.fullmatch(match["join"]):
        return None
    bent = patterns.pre.search(text, max(0, first - _LEAD), first)
    return int(bent.start()) if bent else first


def _neighbours(text: str, grammar: Grammar) -> Iterator[Number]:
    """Yield "六七千": two digits that follow one another, side by side before a scale."""
    words = grammar.numbers
    pattern = _patterns(grammar).pair
    for match in pattern.finditer(text) if pattern else ():
        low, high = words.units[match["a"]], words.units[match["b"]]
        if high == low + 1 and low:
            scale = words.scales.get(match["scale"] or "", 1)
            yield Number(
                match.start(), match.end(), low * scale, high * scale, Qualifier.RANGE, value=low
            )


def _vague(text: str, grammar: Grammar) -> Iterator[Number]:
    pattern = _patterns(grammar).vague
    for match in pattern.finditer(text) if pattern else ():
        index = next(i for i, group in enumerate(match.groups()) if group is not None)
        low, high = grammar.numbers.vague[index][1]
        yield Number(match.start(), match.end(), low, high, Qualifier.VAGUE, value=low)


def _single(text: str, match: regex.Match[str], grammar: Grammar) -> Number | None:
    patterns = _patterns(grammar)
    value = _value(match["n"], grammar)
    if value is None:
        return None
    first = match.start()
    bent = patterns.pre.search(text, max(0, first - _LEAD), first)
    qualifier = _qualifier(match["post"], patterns.after) or _qualifier(
        bent[0] if bent else None, patterns.before
    )
    low, high = interval(value, qualifier or Qualifier.EXACT, unit=_unit(value))
    return Number(
        bent.start() if bent else first,
        match.end(),
        low,
        high,
        qualifier or Qualifier.EXACT,
        year_like=match["n"].isdigit() and any(value in years for years in _YEARS),
        in_words=not match["n"][0].isdigit(),
        value=value,
    )


@lru_cache(maxsize=512)
def _qualifier(
    words: str | None, known: Sequence[tuple[regex.Pattern[str], Qualifier]]
) -> Qualifier | None:
    stripped = (words or "").strip()
    if not stripped:
        return None
    return next((meaning for pattern, meaning in known if pattern.fullmatch(stripped)), None)


def _unit(value: int) -> int:
    """Return the worth of the last digit that is not zero: 1700 gives 100."""
    unit = 1
    while value and value % (unit * 10) == 0:
        unit *= 10
    return unit


@lru_cache(maxsize=2048)
def _value(words: str, grammar: Grammar) -> int | None:
    """Return the whole number a stretch of digits and number words is worth, or None."""
    terms = _patterns(grammar).word.findall(words)
    values = [_term(term[0], grammar.numbers) for term in terms]
    known = [value for value in values if value is not None]
    if not known or len(known) != len(values):
        return None
    total = _combined(known, grammar.numbers)
    return int(total) if total is not None and total.denominator == 1 else None


def _term(term: str, words: NumberWords) -> Fraction | int | None:
    """Return a digit string as a Fraction, a unit as its value, a scale as a negative mark."""
    if term[0].isdigit():
        return _digits(term)
    if term in words.scales:
        return -words.scales[term]
    return words.units.get(term)


def _digits(term: str) -> Fraction | None:
    parts = regex.split(r"[,. ]", term)
    if sum(map(len, parts)) > _LONGEST:
        return None
    if len(parts) > 1 and not all(len(part) == _GROUP for part in parts[1:]):
        return Fraction(f"{parts[0]}.{parts[1]}")
    return Fraction(int("".join(parts)))


def _combined(values: Sequence[Fraction | int], words: NumberWords) -> Fraction | None:
    """Multiply scales, add the rest; a run of bare digits ("三四五五") is read by position."""
    if len(values) > 1 and all(0 <= value <= 9 for value in values):  # noqa: PLR2004  (ten digits)
        return (
            Fraction(int("".join(str(int(value)) for value in values))) if _glued(words) else None
        )
    parts: list[Fraction] = []
    for value in values:
        if value >= 0:
            parts.append(Fraction(value))
            continue
        scale, lower = Fraction(-value), Fraction(0)
        while parts and parts[-1] < scale:
            lower += parts.pop()
        parts.append((lower or Fraction(1)) * scale)
    return Fraction(sum(parts)) if sum(parts) < 10**_LONGEST else None


def _glued(words: NumberWords) -> bool:
    """Return whether the language writes digits as words side by side, without a blank."""
    return words.joiner == ""


@lru_cache(maxsize=32)
def _patterns(grammar: Grammar) -> _Patterns:
    words = grammar.numbers
    names = sorted({*words.units, *words.scales}, key=len, reverse=True)
    scale = "|".join(map(regex.escape, sorted(words.scales, key=len, reverse=True))) or "(?!)"
    edge = r"\b" if grammar.spaced else NO_MARK
    classifier = words.classifiers
    needs = rf"(?=\s?(?:{classifier}|多|余|餘))" if classifier and not grammar.spaced else ""
    name = "|".join(map(regex.escape, names)) or "(?!)"
    spelled = rf"{edge}(?:{name})(?:{words.joiner}(?:{name}))*{edge}{needs}"
    digits = _DIGITS.replace("([ ])", "(?P<gap>[ ])").replace(r"\1", "(?P=gap)")
    plain = r"(?<![\d.])(?<!\d,)\d+(?:[.,]\d+)?(?:[,.]\d{3})*"
    number = rf"(?:{digits}(?:\s?(?:{scale}){edge})?|{spelled})"
    loose = rf"(?:{plain}(?:\s?(?:{scale}){edge})?|{spelled})"
    before = "|".join(f"(?:{pattern})" for pattern, _ in words.before) or "(?!)"
    after = "|".join(f"(?:{pattern})" for pattern, _ in words.after) or "(?!)"
    tail = rf"(?:\s?(?:{classifier}))?" if classifier else ""
    digit = "|".join(map(regex.escape, (w for w, v in words.units.items() if 0 < v < 10)))  # noqa: PLR2004
    return _Patterns(
        single=regex.compile(
            rf"(?P<n>{number})(?:\s?(?P<post>{after}))?{tail}"
            rf"(?(post)|(?:\s?(?P<post>{after}))?)"
            if classifier
            else rf"(?P<n>{number})(?:\s?(?P<post>{after}))?"
        ),
        pre=regex.compile(rf"{edge}(?:{before})\s?$"),
        span=regex.compile(
            rf"(?P<a>{loose})(?P<join>\s?[-–—~]\s?|(?:{words.range_join}))(?P<b>{loose}){tail}"
        ),
        opens=regex.compile(rf"(?:{words.range_open or '(?!)'})$"),
        dash=regex.compile(r"\s?[-–—~]\s?"),
        vague=regex.compile("|".join(f"({edge}(?:{pattern}){edge})" for pattern, _ in words.vague))
        if words.vague
        else None,
        pair=regex.compile(
            rf"(?<!{name})(?P<a>{digit})(?P<b>{digit})(?P<scale>{scale})?(?:\s?(?:{classifier}))"
        )
        if _glued(words) and classifier
        else None,
        before=tuple((regex.compile(pattern), meaning) for pattern, meaning in words.before),
        after=tuple((regex.compile(pattern), meaning) for pattern, meaning in words.after),
        noise_before=_optional(grammar.number_noise_before, r"(?<![a-z])(?:{})\s?$"),
        noise_after=_optional(grammar.number_noise_after, r"\s?(?:{})"),
        word=regex.compile(rf"(\d+(?:[,. ]\d+)*|{name})()"),
    )


def _optional(pattern: str, frame: str) -> regex.Pattern[str] | None:
    return regex.compile(frame.format(pattern)) if pattern else None
