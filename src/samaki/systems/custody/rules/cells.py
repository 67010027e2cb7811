"""What is established of people after they were counted: a move between cells, on record. Pure.

A nationality is stated before it is established, and neither is a ground for anything. The total
never changes; who said what first stays in the books.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from samaki.kernel.ledger import Cell, Movement, Posting, Subject
from samaki.systems.custody import rules
from samaki.systems.custody.rules import reason

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from samaki.kernel.reasons import Reason


@dataclass(frozen=True, slots=True)
class Established:
    """So many heads, or one person by reference, are of another cell than they were counted in.

    `evidence` is the paper, the consulate's answer or the interview that shows it, in words.
    """

    before: Cell
    after: Cell
    evidence: str
    heads: int = 1
    person: str = ""


def reasons_against_established(said: Established) -> Iterator[Reason]:
    """Yield every reason why what is said cannot stand, whatever the books hold."""
    yield from rules.reasons_against_cell(said.after, said.heads)
    if said.heads < 1:
        yield reason("nobody")
    if said.before == said.after:
        yield reason("same_cell")
    if not said.evidence.strip():
        yield reason("nothing_shows_it")


def reclassification(said: Established, *, account: str, happened_at: datetime) -> Movement:
    """Return the conversion of heads of one cell, or of one person, into another cell."""
    person, heads = said.person or None, 1 if said.person else said.heads
    return Movement(
        happened_at,
        (
            Posting(account, Subject(said.before, person), -heads),
            Posting(account, Subject(said.after, person), heads),
        ),
        converts=True,
    )
