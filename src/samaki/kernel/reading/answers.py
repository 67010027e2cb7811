"""What a governor's office answers when it is asked for a count: one sentence of our own.

It is written here and read here, so that no grammar has to know every country by name: it carries
the codes (ISO 3166-1 alpha-3, ISO 3166-2) in brackets behind the names. An answer is complete for
its province, its days and whom it was asked about, so it is a running count.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from samaki.kernel.reading.drafts import ClaimDraft, Kind, Reading, Span

if TYPE_CHECKING:
    from samaki.kernel.reading.drafts import Document

__all__ = ["Answer", "read", "request_of", "sentence"]

_DAY = r"\d{1,2} [A-Z][a-z]+ \d{4}"
_SENTENCE = re.compile(
    rf"By (?P<date>{_DAY}), (?P<count>\d{{1,9}}) "
    r"(?:people|nationals of (?P<nationality>[^\n()]* \((?P<code>[A-Z]{3})\))) "
    r"had been found in (?P<place>[^\n()]* \((?P<area>KH-\d{1,2})\)) "
    rf"since (?P<since>{_DAY})\."
)
_FIELDS = ("date", "count", "place", "nationality", "since")
_HEAD = re.compile(r"RQ-[0-9A-Z]+, [^\n]*\n")


@dataclass(frozen=True, slots=True)
class Answer:
    """How many were found: where (name and code), of whom (empty for all), on which days."""

    count: int
    place: tuple[str, str]
    nationality: tuple[str, str]
    first: date
    last: date


def sentence(answer: Answer) -> str:
    """Return the answer in a sentence that `read` reads."""
    name, code = answer.nationality
    who = f"nationals of {_plain(name)} ({code})" if code else "people"
    where = f"{_plain(answer.place[0])} ({answer.place[1]})"
    first, last = _said(answer.first), _said(answer.last)
    return f"By {last}, {answer.count} {who} had been found in {where} since {first}."


def request_of(text: str) -> str | None:
    """Return the reference of the request that a text answers; None for any other text."""
    head = _HEAD.match(text)
    return text.partition(",")[0] if head else None


def read(document: Document) -> Reading | None:
    """Return the claim of an answer, every field tied to its words; None for any other text."""
    head = _HEAD.match(document.text)
    found = _SENTENCE.match(document.text, head.end()) if head else None
    if found is None:
        return None
    try:
        draft = _draft(found)
    except ValueError:  # no such month or day: nobody of ours wrote it
        return None
    return Reading(document, language="en", drafts=(draft,))


def _draft(found: re.Match[str]) -> ClaimDraft:
    said = {name: Span(*found.span(name)) for name, words in found.groupdict().items() if words}
    spans: dict[str, Span] = {name: said[name] for name in _FIELDS if name in said}
    code = found["code"]
    return ClaimDraft(
        id="a1",
        kind=Kind.FOUND,
        quote=Span(*found.span()),
        low=int(found["count"]),
        high=int(found["count"]),
        count=said["count"],
        nationalities=(code,) if code else (),
        nationality_mode="one" if code else None,
        place=found["place"],
        provinces=(found["area"],),
        since=_read(found["since"]),
        date=_read(found["date"]),
        agg="cumulative",
        rule="answer-count",
        spans=spans,
    )


def _plain(name: str) -> str:
    """Return a name without brackets, which mark the code alone."""
    return re.sub(r"\s*[()]\s*", " ", name).strip()


def _said(day: date) -> str:
    return f"{day.day} {day:%B} {day.year:04}"


def _read(words: str) -> date:
    return datetime.strptime(words, "%d %B %Y").date()  # noqa: DTZ007 - a day, no moment
