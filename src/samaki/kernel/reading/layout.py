"""How an order is laid out: numbered and bulleted items, their leads, and the paragraphs between.

All offsets are of the folded text. An item knows what opens it: in "2. Governors shall: (a) …" the
words after "2." lead the items (a) and following. Linear in the length of the text.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

import regex

from samaki.kernel.reading.scene import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from samaki.kernel.reading.mandates import Mandate

__all__ = ["Item", "items_of", "label_value"]

_HAN: Final = {sign: value for value, sign in enumerate("一二三四五六七八九", 1)}
_TEN: Final = "十"
_LETTERS: Final = "[a-hក-ចกขคงจฉ]"
_MARKS: Final = (
    (
        "paren",
        r"\(\s?(?P<n>\d{1,3}|[ivx]{1,4}|[一二三四五六七八九十]{1,3}|" + _LETTERS + r")\s?\)\s*",
    ),
    ("number", r"(?P<n>\d{1,3})\s?(?:[.)៖:、]\s?-?|-(?=[\s\p{Khmer}\p{Thai}\p{Han}]))(?!\d)\s*"),
    ("han", r"(?P<n>[一二三四五六七八九十]{1,3})\s?[、.,:)]\s*"),
    ("letter", r"(?P<n>" + _LETTERS + r")\s?[.)]\s*"),
    ("bullet", r"[-–—•●▪◦*·‣☐]\s+"),
)
_INLINE: Final = (
    (
        "paren",
        regex.compile(
            r"(?:^|(?<=[\s:;,.。;៖។、]))\(\s?(?P<n>\d{1,2}|[a-h]|[一二三四五六七八九十])\s?\)\s*"
        ),
    ),
    ("number", regex.compile(r"(?:^|(?<=[\s:;。;៖។]))(?P<n>\d{1,2})[.)](?=\s)\s*")),
    ("han", regex.compile(r"(?:^|(?<=[\s:;,.。、]))(?P<n>[一二三四五六七八九])(?:是|要)")),
)
_ENDS: Final = regex.compile(r"[.;:!?。;:！？；：。៕។៖][\"'”’»)\]]*\s*$")
_COLON: Final = regex.compile(r"[:៖]\s*$")
_SENTENCE_END: Final = regex.compile(r"[.;。;；។៕](?=\s|$|\p{Han})")
_LEAST = 2  # marks in a row that make a list of a running text


@dataclass(frozen=True, slots=True)
class Item:
    """A stretch of the order: an item of a list (`style` says of which), or a plain paragraph."""

    start: int
    end: int
    style: str = ""
    label: str = ""
    mark: tuple[int, int] | None = None  # where the label is written
    lead: int | None = None  # the item whose words open this one
    is_lead: bool = False
    closes: bool = False  # a paragraph after a list

    @property
    def is_listed(self) -> bool:
        return bool(self.style)


@dataclass(slots=True)
class _Stack:
    """The lists that are open, outermost first: the style of each, and where its lead stands."""

    styles: list[str] = field(default_factory=list)
    leads: list[int | None] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)

    def enter(self, style: str, label: str, before: int | None) -> tuple[int | None, str]:
        """Return the lead and the whole label of an item, opening or closing lists for it."""
        if style in self.styles:
            depth = self.styles.index(style)
            del self.styles[depth + 1 :], self.leads[depth + 1 :], self.labels[depth + 1 :]
            self.labels[depth] = label
        else:
            self.styles.append(style)
            self.leads.append(before)
            self.labels.append(label)
        return self.leads[-1], ".".join(one for one in self.labels if one)


def items_of(lower: str, mandate: Mandate) -> list[Item]:
    """Return the items and paragraphs of a folded, lower-cased text, in order."""
    marks = _marks(mandate)
    items: list[Item] = []
    stack = _Stack()
    blank = True
    for start, end in _lines(lower):
        if not lower[start:end].strip():
            blank = True
            continue
        found = _mark(lower, start, end, marks, mandate)
        if found is not None:
            style, label, mark, words = found
            before = len(items) - 1 if items else None
            lead, whole = stack.enter(style, label, before)
            items.append(Item(words, end, style, whole if mark else "", mark, lead))
        elif items and not blank and _goes_on(lower, items):
            items[-1] = replace(items[-1], end=end)
        else:
            stack = _Stack()
            closes = any(one.is_listed for one in items)
            items.append(Item(start, end, closes=closes))
        blank = False
    return _led(lower, _unrolled(lower, items), mandate)


def label_value(written: str, mandate: Mandate) -> str:
    """Return a label as it is compared: digits, a letter, an ordinal word as its number."""
    if written in mandate.ordinals:
        return str(mandate.ordinals[written])
    if written.isdecimal():
        return str(int(written))
    if written and all(sign in _HAN or sign == _TEN for sign in written):
        return str(_han(written))
    return written


def _han(written: str) -> int:
    tens, found, units = written.partition(_TEN)
    if not found:
        return _HAN.get(tens[-1:], 0)
    return 10 * _HAN.get(tens, 1) + _HAN.get(units, 0)


def _marks(mandate: Mandate) -> tuple[tuple[str, regex.Pattern[str]], ...]:
    words = "|".join(map(regex.escape, mandate.ordinals))
    ordinal = rf"(?P<n>{words})\s?[.:,)៖]\s*" if words else r"(?!)"
    named = (("named", rf"(?:{mandate.labels})\s*"), ("ordinal", ordinal))
    return tuple((style, pattern(rf"\s*{source}")) for style, source in (*named, *_MARKS))


def _lines(lower: str) -> Iterator[tuple[int, int]]:
    at = 0
    for line in lower.split("\n"):
        yield at, at + len(line)
        at += len(line) + 1


def _mark(
    lower: str,
    start: int,
    end: int,
    marks: Sequence[tuple[str, regex.Pattern[str]]],
    mandate: Mandate,
) -> tuple[str, str, tuple[int, int] | None, int] | None:
    """Return the style, the label, where it is written and where the words after it begin."""
    for style, mark in marks:
        match = mark.match(lower, start, end)
        if match is None or match.end() >= end:
            continue
        if style == "bullet":
            return style, "", None, match.end()
        return style, label_value(match["n"], mandate), match.span("n"), match.end()
    return None


def _goes_on(lower: str, items: Sequence[Item]) -> bool:
    """Tell whether the next line goes on with the last item, broken in the middle of a sentence.

    In a list whose items before end without a mark, the lack of one says nothing.
    """
    last = items[-1]
    if not last.is_listed or _is_ended(lower, last):
        return False
    return len(items) < _LEAST or not items[-2].is_listed or _is_ended(lower, items[-2])


def _is_ended(lower: str, item: Item) -> bool:
    return bool(_ENDS.search(lower, max(item.start, item.end - 8), item.end))


def _unrolled(lower: str, items: Sequence[Item]) -> list[Item]:
    """Turn lists that run on within a paragraph into items: "shall: (1) …; (2) …"."""
    out: list[Item] = []
    moved: dict[int, int] = {}
    for number, item in enumerate(items):
        moved[number] = len(out)
        lead = moved[item.lead] if item.lead is not None else None
        item = replace(item, lead=lead)  # noqa: PLW2901 - the same item, where it now stands
        chain = _chain(lower, item)
        if len(chain) < _LEAST:
            out.append(item)
            continue
        out.extend(_parts(lower, item, chain, len(out)))
    return out


def _chain(lower: str, item: Item) -> list[tuple[str, str, int, int, int]]:
    """Return marks in a row: style, label, where the mark and its label begin, where it ends."""
    for style, mark in _INLINE:
        chain: list[tuple[str, str, int, int, int]] = []
        for match in mark.finditer(lower, item.start, item.end):
            written = match["n"]
            value = str(_han(written)) if style == "han" or written in _HAN else written
            if value == _expected(chain, value):
                chain.append((style, value, match.start(), match.start("n"), match.end()))
        if len(chain) >= _LEAST:
            return chain
    return []


def _expected(chain: Sequence[tuple[str, str, int, int, int]], value: str) -> str:
    last = chain[-1][1] if chain else ""
    if value.isdecimal():
        return str(int(last) + 1) if last.isdecimal() else ("1" if not last else "")
    return chr(ord(last) + 1) if last else "a"


def _parts(
    lower: str, item: Item, chain: Sequence[tuple[str, str, int, int, int]], at: int
) -> list[Item]:
    head = replace(item, end=chain[0][2])
    out = [head] if lower[head.start : head.end].strip() else []
    lead = at if out else item.lead
    for number, (style, label, _begin, written, words) in enumerate(chain):
        last = number + 1 == len(chain)
        end = item.end if last else chain[number + 1][2]
        rest = _SENTENCE_END.search(lower, words, end) if last else None
        stop = rest.end() if rest and rest.end() < end else end
        whole = f"{item.label}.{label}" if item.label else label
        mark = (written, written + 1 if style == "han" else _label_end(lower, written))
        out.append(Item(words, stop, f"inline {style}", whole, mark, lead))
        if lower[stop:end].strip():
            out.append(Item(stop, end, closes=not item.is_listed))
    return out


def _label_end(lower: str, start: int) -> int:
    end = start
    while end < len(lower) and lower[end].isalnum():
        end += 1
    return end


def _led(lower: str, items: list[Item], mandate: Mandate) -> list[Item]:
    """Mark what leads others; a heading without a colon and without "as follows" leads nothing."""
    out = list(items)
    for number, item in enumerate(items):
        lead = item.lead
        if lead is None or out[lead].is_lead:
            continue
        opens = items[lead]
        words = lower[opens.start : opens.end]
        if opens.is_listed or _COLON.search(words) or pattern(mandate.follows).search(words[-80:]):
            out[lead] = replace(opens, is_lead=True)
        else:
            out[number] = replace(item, lead=None)
    return [
        replace(one, lead=None) if one.lead is not None and not out[one.lead].is_lead else one
        for one in out
    ]
