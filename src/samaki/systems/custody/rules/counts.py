"""Physical counts: what may be said of one, who answers for a difference, what ends it. Pure.

After how long a difference climbs is Samaki's own, set visibly here; no order and no law names it.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import accumulate
from typing import TYPE_CHECKING

from samaki.systems.custody import rules
from samaki.systems.custody.rules import CountVarianceState, reason

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from datetime import datetime

    from samaki.kernel.ledger import Cells
    from samaki.kernel.reasons import Reason

CLIMBS_EVERY = timedelta(hours=24)
# A prefix, a hyphen of any kind and one word: it looks like a reference, of whatever it may be.
_REFERENCE = re.compile(r"([A-Z]+)\s*[-\u2010-\u2015\u2212]\s*(\S+)")


@dataclass(frozen=True, slots=True)
class Counted:
    """What somebody counted: people in all (None: not said), and heads by cell if in a cross-tab.

    A zero is a statement: somebody looked and nobody was there.
    """

    total: int | None = None
    cells: Cells = field(default_factory=dict)

    @property
    def heads(self) -> int | None:
        """How many people: the total, or what the parts add up to; None if nothing was said."""
        if self.total is None and self.cells:
            return sum(self.cells.values())
        return self.total


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a count and the ledger differ, and what shows it: a reference, or a paper in words."""

    reason: str
    evidence: str


def reasons_against_counted(counted: Counted) -> Iterator[Reason]:
    """Yield every reason why the figures themselves cannot be right."""
    heads, parts = counted.heads, sum(counted.cells.values())
    for cell, count in counted.cells.items():
        yield from rules.reasons_against_cell(cell, count)
    if heads is None:
        yield reason("no_total")
    elif heads < 0:
        yield reason("total_negative", count=heads)
    elif heads > rules.MAX_HEADS:
        yield reason("total_absurd", count=heads, limit=rules.MAX_HEADS)
    elif counted.cells and parts != heads:
        yield reason("parts", sum=parts, total=heads)


def reasons_against_explanation(explanation: Explanation) -> Iterator[Reason]:
    """Yield every reason why the words cannot stand."""
    if not explanation.reason.strip():
        yield reason("no_explanation")
    if not explanation.evidence.strip():
        yield reason("no_evidence")


def reference_in(evidence: str, *, prefixes: Collection[str]) -> str | None:
    """Return the reference that a piece of evidence looks like, or None if it names a paper.

    Whatever begins with one of the prefixes is meant as a reference, right or wrong.
    """
    text = unicodedata.normalize("NFKC", evidence).strip().upper()
    found = _REFERENCE.fullmatch(text)
    return "-".join(found.groups()) if found is not None and found[1] in prefixes else None


def act_of_entry(state: CountVarianceState | None, difference: int) -> str | None:
    """Return what an entry does to a count's variance, given the difference it leaves; or None.

    `state` is None while the count has none: `open` says that it comes to have one. What a person
    explained stays explained, whatever is entered later.
    """
    if state is None:
        return "open" if difference else None
    if state is CountVarianceState.OPEN and not difference:
        return "settle"
    if state is CountVarianceState.SETTLED and difference:
        return "differ_again"
    return None


def made_after(counted: int, level: int, changes: Sequence[int]) -> int:
    """Return after how many of the entries of its own minute a count was made.

    Forms know minutes. `level` is what the books say by what was recorded before the count, and
    `changes` what the entries of the same minute change that were recorded after it, in that order.
    The count was made before them all, unless it agrees only after some of them.
    """
    levels = accumulate(changes, initial=level)
    return next((known for known, reached in enumerate(levels) if reached == counted), 0)


def answers(chain: Sequence[str], age: timedelta) -> str:
    """Return who answers for a difference that has been open so long.

    `chain` is its owner, then the owner's superior, and so on up. Each has it for CLIMBS_EVERY; the
    last keeps it.
    """
    assert chain, "a difference has an owner"
    steps = max(age, timedelta()) // CLIMBS_EVERY
    return chain[min(steps, len(chain) - 1)]


def climbs_at(chain: Sequence[str], opened_at: datetime, *, at: datetime) -> datetime | None:
    """Return when it climbs next, or None once nobody stands above who answers."""
    steps = max(at - opened_at, timedelta()) // CLIMBS_EVERY
    return opened_at + (steps + 1) * CLIMBS_EVERY if steps < len(chain) - 1 else None
