"""The span contract: a draft is kept only if its quoted characters, read again, say the same."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from samaki.kernel.reading.dates import find_dates, read_shift
from samaki.kernel.reading.derived import share_bounds
from samaki.kernel.reading.grammar import Layer
from samaki.kernel.reading.intervals import Qualifier, most_of
from samaki.kernel.reading.mentions import find_phrases
from samaki.kernel.reading.normalise import fold
from samaki.kernel.reading.numbers import bend, find_numbers, read_number
from samaki.kernel.reading.places import find_places, provinces_of
from samaki.kernel.reading.scene import pattern

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from samaki.kernel.reading.drafts import ClaimDraft, Document
    from samaki.kernel.reading.grammar import Grammar
    from samaki.kernel.reading.intervals import Interval
    from samaki.kernel.reading.mentions import Mention
    from samaki.kernel.reading.numbers import Number

__all__ = ["reasons_against"]


def reasons_against(draft: ClaimDraft, document: Document, grammar: Grammar) -> tuple[str, ...]:
    """Return why the draft's evidence does not hold; an empty tuple means it does."""
    outside = [
        f"{name}: outside the text"
        for name, span in {**draft.spans, "quote": draft.quote}.items()
        if not 0 <= span.start < span.end <= len(document.text)
    ]
    if outside:
        return tuple(outside)
    return tuple(
        f"{name}: the quoted characters do not say it"
        for name, holds in _checks(draft, document, grammar)
        if not holds()
    )


def _checks(
    draft: ClaimDraft, document: Document, grammar: Grammar
) -> Iterator[tuple[str, Callable[[], bool]]]:
    def quoted(name: str) -> str:
        span = draft.spans.get(name)
        return _folded(span.of(document.text)) if span else ""

    yield from _day_checks(draft, document, grammar, quoted)
    if draft.low is not None or draft.high is not None:
        yield "count", lambda: _count_holds(draft, quoted, grammar)
    if draft.nationalities:
        yield (
            "nationality",
            lambda: (
                _values(quoted("nationality"), grammar, Layer.NATION) >= set(draft.nationalities)
            ),
        )
    if draft.sex:
        yield "sex", lambda: draft.sex in _values(quoted("sex"), grammar, Layer.SEX)
    if draft.place:
        yield "place", lambda: _place_holds(draft, document, grammar)
    if draft.source_text:
        yield "source", lambda: draft.spans["source"].of(document.text) == draft.source_text


def _day_checks(
    draft: ClaimDraft, document: Document, grammar: Grammar, quoted: Callable[[str], str]
) -> Iterator[tuple[str, Callable[[], bool]]]:
    for name, day in (("date", draft.date), ("since", draft.since)):
        if day is not None and name == "date" and "date_base" in draft.spans:
            words = quoted("date"), quoted("date_base")
            yield name, partial(_shifted_holds, day, words, document, grammar)
        elif day is not None:
            yield name, partial(_day_holds, day, quoted(name), document, grammar)


def _derived_holds(draft: ClaimDraft, quoted: Callable[[str], str], grammar: Grammar) -> bool:
    """Work the count out again from the quoted words and numbers alone."""
    whole, words = read_number(quoted("whole"), grammar), quoted("derived")
    if whole is None:
        return False
    bounds: Interval | None = None
    if draft.qualifier == Qualifier.MOST and pattern(grammar.most).search(words):
        bounds = most_of(whole.value)
    elif draft.qualifier == Qualifier.SHARE:
        bounds = share_bounds(words, whole.value, grammar)
    elif draft.qualifier == Qualifier.REMAINDER and pattern(grammar.remainder).search(words):
        rest = whole.value - sum(one.value for one in find_numbers(quoted("parts"), grammar))
        bounds = (rest, rest)
    return bounds == (draft.low, draft.high)


def _each_holds(draft: ClaimDraft, number: Number, words: str, grammar: Grammar) -> bool:
    times = [one.value for one in find_numbers(words, grammar)]
    return bool(times) and draft.low == draft.high == number.value * times[-1]


def _count_holds(draft: ClaimDraft, quoted: Callable[[str], str], grammar: Grammar) -> bool:
    if "derived" in draft.spans:
        return _derived_holds(draft, quoted, grammar)
    words = quoted("count")
    number = read_number(words, grammar)
    if number is None:
        return (draft.low, draft.high) == (1, 1) and _is_article(words, grammar)
    if "each" in draft.spans:
        return _each_holds(draft, number, quoted("each"), grammar)
    if "qualifier" not in draft.spans:
        return (draft.low, draft.high) == number.bounds
    governor = [n.qualifier for n in find_numbers(quoted("qualifier"), grammar)]
    return governor == [Qualifier(draft.qualifier)] and (draft.low, draft.high) == bend(
        number, Qualifier(draft.qualifier)
    )


def _is_article(words: str, grammar: Grammar) -> bool:
    return bool(pattern(grammar.article).match(f"{words.strip()} xx"))


@lru_cache(maxsize=512)
def _values(words: str, grammar: Grammar, layer: Layer) -> frozenset[str]:
    return frozenset(m.value.lstrip("@") for m in find_phrases(words, grammar) if m.layer is layer)


@lru_cache(maxsize=512)
def _folded(words: str) -> str:
    return fold(words).lower


@lru_cache(maxsize=256)
def _places(words: str, grammar: Grammar) -> tuple[Mention, ...]:
    return tuple(find_places(words, grammar))


def _place_holds(draft: ClaimDraft, document: Document, grammar: Grammar) -> bool:
    """Read the place with the level words around it, so that a district is known as one."""
    span = draft.spans["place"]
    if span.of(document.text) != draft.place:
        return False
    if not draft.provinces:
        return True
    wide = _folded(document.text[max(0, span.start - 24) : span.end + 24])
    found = {one for m in _places(wide, grammar) for one in provinces_of(m.value)}
    return found >= set(draft.provinces)


def _day_holds(day: date, words: str, document: Document, grammar: Grammar) -> bool:
    return day in _days(words, document, grammar)


def _shifted_holds(day: date, words: tuple[str, str], document: Document, grammar: Grammar) -> bool:
    """Count "the next day" again from the date it points to."""
    shift = read_shift(words[0], grammar)
    return shift is not None and any(
        isinstance(base, date) and base + timedelta(days=shift) == day
        for base in _days(words[1], document, grammar)
    )


def _days(words: str, document: Document, grammar: Grammar) -> frozenset[date | None]:
    return _days_of(words, document.published, grammar)


@lru_cache(maxsize=512)
def _days_of(words: str, published: date | None, grammar: Grammar) -> frozenset[date | None]:
    return frozenset(
        day for when in find_dates(words, grammar, published) for day in (when.first, when.last)
    )
