"""Scores clauses read out of orders against gold.

A clause read meets a clause of the gold where their duties share more than half of the characters
that either covers; where the gold has no duty, their consequences. One meets one. Over the pairs
stand the addressees (a class by its code, a named body where its words overlap), the consequence
(more than half shared), the deadline (the day, the length, or the words) and the prohibition.
Precision is of what was read, recall of what the gold has; `number` is a share of the pairs.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from samaki.kernel.reading.clauses import ClauseDraft

__all__ = ["COLUMNS", "Tally", "judge", "misses", "scores", "table"]

Gold = dict[str, Any]
Pair = tuple[Gold, "ClauseDraft"]
COLUMNS: Final = ("clause", "addressee", "consequence", "deadline", "forbids")
_SHARED: Final = 0.5
_CODE: Final = 2  # letters of a language's code: the languages stand below the shares


@dataclass
class Tally:
    """What was right, of what was read and of what the gold has, for each column."""

    documents: int = 0
    right: Counter[str] = field(default_factory=Counter)
    read: Counter[str] = field(default_factory=Counter)
    gold: Counter[str] = field(default_factory=Counter)

    def precision(self, name: str) -> float | None:
        """Return the share of what was read that is right; None where nothing was read."""
        return self.right[name] / self.read[name] if self.read[name] else None

    def recall(self, name: str) -> float | None:
        """Return the share of the gold that was read right; None where the gold has none."""
        return self.right[name] / self.gold[name] if self.gold[name] else None

    def add(self, name: str, *, right: int, read: int, gold: int) -> None:
        """Count what was right, read, and in the gold."""
        self.right[name] += right
        self.read[name] += read
        self.gold[name] += gold


def scores(
    orders: Iterable[Mapping[str, Any]], read: Mapping[str, Sequence[ClauseDraft]]
) -> dict[str, Tally]:
    """Return a tally for each language, one for "all", one each for the two shares of the corpus.

    The shares are "tuned" and "held out".
    """
    tallies: dict[str, Tally] = {"all": Tally()}
    for order in orders:
        share = "held out" if order["held_out"] else "tuned"
        for key in ("all", share, order["language"]):
            _add(tallies.setdefault(key, Tally()), order, read.get(order["id"], ()))
    return tallies


def judge(
    order: Mapping[str, Any], drafts: Sequence[ClauseDraft]
) -> tuple[list[Pair], list[Gold], list[ClauseDraft]]:
    """Return the clauses that met, those of the gold that were missed, those that were made up."""
    text = order["text"]
    options = sorted(
        (
            (-_overlap(_place(text, gold), _stretch(draft)), number, other)
            for number, gold in enumerate(order["gold"])
            for other, draft in enumerate(drafts)
            if _overlap(_place(text, gold), _stretch(draft)) > _SHARED
            and (gold["duty"] is None) == (draft.duty is None)
        ),
    )
    mine: dict[int, int] = {}
    for _share, number, other in options:
        if number not in mine and other not in mine.values():
            mine[number] = other
    pairs = [(order["gold"][number], drafts[other]) for number, other in sorted(mine.items())]
    missed = [gold for number, gold in enumerate(order["gold"]) if number not in mine]
    made_up = [draft for other, draft in enumerate(drafts) if other not in mine.values()]
    return pairs, missed, made_up


def _place(text: str, gold: Gold) -> tuple[int, int]:
    words = gold["duty"] or gold["consequence"]
    return text.index(words), text.index(words) + len(words)


def _stretch(draft: ClauseDraft) -> tuple[int, int]:
    span = draft.duty or draft.consequence or draft.quote
    return span.start, span.end


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> float:
    shared = min(one[1], other[1]) - max(one[0], other[0])
    whole = max(one[1], other[1]) - min(one[0], other[0])
    return max(shared, 0) / whole if whole else 0.0


def _add(tally: Tally, order: Mapping[str, Any], drafts: Sequence[ClauseDraft]) -> None:
    pairs, missed, made_up = judge(order, drafts)
    tally.documents += 1
    tally.add("clause", right=len(pairs), read=len(drafts), gold=len(order["gold"]))
    tally.add(
        "number", right=sum(g["number"] == d.label for g, d in pairs), read=0, gold=len(pairs)
    )
    for gold, draft in pairs:
        _add_pair(tally, order["text"], gold, draft)
    for gold in missed:
        _add_gold(tally, gold)
    for draft in made_up:
        _add_read(tally, draft)


def _add_pair(tally: Tally, text: str, gold: Gold, draft: ClauseDraft) -> None:
    wanted, found = gold["addressees"], _bodies(text, draft)
    right = sum(any(_same_body(one, other) for other in found) for one in wanted)
    tally.add("addressee", right=right, read=len(found), gold=len(wanted))
    _add_field(tally, "consequence", gold, draft, right=_same_consequence(text, gold, draft))
    _add_field(tally, "deadline", gold, draft, right=_same_deadline(text, gold, draft))
    right_way = gold["forbids"] and draft.forbids is not None
    _add_field(tally, "forbids", gold, draft, right=right_way)


def _add_field(tally: Tally, name: str, gold: Gold, draft: ClauseDraft, *, right: bool) -> None:
    read, wanted = getattr(draft, name) is not None, bool(gold[name])
    tally.add(name, right=int(right and read and wanted), read=int(read), gold=int(wanted))


def _add_gold(tally: Tally, gold: Gold) -> None:
    tally.add("addressee", right=0, read=0, gold=len(gold["addressees"]))
    for name in ("consequence", "deadline", "forbids"):
        tally.add(name, right=0, read=0, gold=int(bool(gold[name])))


def _add_read(tally: Tally, draft: ClauseDraft) -> None:
    tally.add("addressee", right=0, read=len(draft.addressees), gold=0)
    for name in ("consequence", "deadline", "forbids"):
        tally.add(name, right=0, read=int(getattr(draft, name) is not None), gold=0)


def _bodies(text: str, draft: ClauseDraft) -> list[tuple[str, str]]:
    return [(one.kind or "", one.words.of(text)) for one in draft.addressees]


def _same_body(wanted: str, found: tuple[str, str]) -> bool:
    kind, words = found
    return wanted == kind or (not kind and (wanted in words or words in wanted))


def _same_consequence(text: str, gold: Gold, draft: ClauseDraft) -> bool:
    if gold["consequence"] is None or draft.consequence is None:
        return False
    start = text.index(gold["consequence"])
    place = start, start + len(gold["consequence"])
    return _overlap(place, (draft.consequence.start, draft.consequence.end)) > _SHARED


def _same_deadline(text: str, gold: Gold, draft: ClauseDraft) -> bool:
    wanted, found = gold["deadline"], draft.deadline
    if wanted is None or found is None:
        return False
    if "words" in wanted:
        return wanted["words"] in found.words.of(text) and found.day is None
    day = found.day.isoformat() if found.day else None
    return (wanted.get("day"), wanted.get("amount"), wanted.get("unit", "")) == (
        day,
        found.amount,
        found.unit,
    )


def misses(order: Mapping[str, Any], drafts: Sequence[ClauseDraft]) -> Iterator[str]:
    """Yield what is wrong in one order, a line each."""
    text, name = order["text"], order["id"]
    pairs, missed, made_up = judge(order, drafts)
    for gold in missed:
        yield f"{name} missed {gold['duty'] or gold['consequence']!r}"
    for draft in made_up:
        yield f"{name} made up {draft.label} {draft.quote.of(text)!r} of {_bodies(text, draft)}"
    for gold, draft in pairs:
        said = gold["duty"] or gold["consequence"]
        yield from (f"{name} {said!r} {wrong}" for wrong in _wrong(text, gold, draft))


def _wrong(text: str, gold: Gold, draft: ClauseDraft) -> Iterator[str]:
    found = _bodies(text, draft)
    met = all(any(_same_body(one, other) for other in found) for one in gold["addressees"])
    if not met or len(found) != len(gold["addressees"]):
        yield f"binds {gold['addressees']}, read {found}"
    for field_name, same in (("consequence", _same_consequence), ("deadline", _same_deadline)):
        got = getattr(draft, field_name)
        if (gold[field_name] or got) and not same(text, gold, draft):
            yield f"{field_name} {gold[field_name]!r}, read {got!r}"
    if gold["forbids"] != (draft.forbids is not None):
        yield f"forbids: {gold['forbids']}"
    if gold["number"] != draft.label:
        yield f"number {gold['number']!r}, read {draft.label!r}"


def table(tallies: Mapping[str, Tally]) -> Iterator[str]:
    """Yield the lines of a table: precision and recall of each column, and the number's share."""
    heads = " | ".join(f"{name} P | R" for name in COLUMNS)
    yield f"| orders of | orders | gold | {heads} | number |"
    yield "|---|" + "---:|" * (2 * len(COLUMNS) + 3)
    for key, tally in sorted(tallies.items(), key=lambda one: (len(one[0]) == _CODE, one[0])):
        figures = " | ".join(
            f"{_figure(tally.precision(name))} | {_figure(tally.recall(name))}" for name in COLUMNS
        )
        number = _figure(tally.recall("number"))
        yield f"| {key} | {tally.documents} | {tally.gold['clause']} | {figures} | {number} |"


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"
