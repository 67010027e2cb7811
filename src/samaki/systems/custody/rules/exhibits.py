"""The law of things: an exhibit lies in one place under one seal, and its pieces add up. Pure.

A thing has a book of its own, beside the people's, under the same law of the kernel: its line is an
account with the exhibit, counted in pieces. It moves whole, because it is sealed; only what was
missed of it lies apart, with whoever answers for that.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from samaki.kernel.ledger import Cell, Movement, Posting, Subject
from samaki.systems.custody import rules
from samaki.systems.custody.rules import reason

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from datetime import datetime

    from samaki.kernel.reasons import Reason

MAX_PIECES = 100_000  # under one seal: more is a slip of the finger
MAX_PARTS = 20  # out of one bundle at one opening


class ThingAccountKind(StrEnum):
    """Every place an exhibit can be. A unit's store is a station's, a court's, a prosecutor's."""

    STORE = "store"
    IN_TRANSIT = "in_transit"
    UNACCOUNTED = "unaccounted"
    RETURNED = "returned"
    DESTROYED = "destroyed"
    OUTSIDE = "outside"


# A unit keeps at most one of each of these.
OF_A_UNIT = frozenset(ThingAccountKind) - {ThingAccountKind.IN_TRANSIT, ThingAccountKind.OUTSIDE}
# How the custody of a thing can end, on an order, with a receipt and a second person.
ENDS = frozenset({ThingAccountKind.RETURNED, ThingAccountKind.DESTROYED})


class ThingMovementKind(StrEnum):
    """What an entry in the books of things says."""

    SEIZURE = "seizure"
    DISPATCH = "dispatch"
    RECEIPT = "receipt"
    OPENING = "opening"
    LOSS = "loss"
    FINDING = "finding"
    END = "end"
    CORRECTION = "correction"


@dataclass(frozen=True, slots=True)
class Part:
    """What comes out of a bundle: a thing or a smaller bundle, under a seal of its own."""

    kind: str
    description: str
    seal: str
    pieces: int


@dataclass(frozen=True, slots=True)
class Sealing:
    """A seal that was replaced: the new number, and why."""

    seal: str
    reason: str


def thing(ref: str) -> Subject:
    """Return the subject that an exhibit is in the books of things."""
    return Subject(Cell(), ref)


def moves(pieces: Mapping[str, int], *, giver: str, taker: str, happened_at: datetime) -> Movement:
    """Return the movement of so many pieces of each exhibit from one account to another."""
    subjects = {thing(ref): count for ref, count in pieces.items()}
    return rules.transfer(subjects, giver=giver, taker=taker, happened_at=happened_at)


def opens(
    ref: str, held: int, parts: Mapping[str, int], *, account: str, happened_at: datetime
) -> Movement:
    """Return the conversion of a bundle into its parts, inside the account that holds it."""
    out = Posting(account, thing(ref), -held)
    into = [Posting(account, thing(part), pieces) for part, pieces in parts.items()]
    return Movement(happened_at, (out, *into), converts=True)


def reasons_against_pieces(pieces: int | None) -> Iterator[Reason]:
    """Yield the reason why so many pieces under one seal cannot be right."""
    if pieces is None:
        yield reason("no_pieces")
    elif pieces < 1:
        yield reason("pieces_none", count=pieces)
    elif pieces > MAX_PIECES:
        yield reason("pieces_absurd", count=pieces, limit=MAX_PIECES)


def reasons_against_recount(pieces: int | None) -> Iterator[Reason]:
    """Yield the reason why a count of pieces cannot be right; a 0 is a statement."""
    if pieces != 0:
        yield from reasons_against_pieces(pieces)


def reasons_against_parts(parts: Sequence[Part], *, ref: str, held: int) -> Iterator[Reason]:
    """Yield every reason why a bundle that holds so many pieces cannot be opened into these."""
    if not parts:
        yield reason("no_parts", ref=ref)
    if len(parts) > MAX_PARTS:
        yield reason("too_many_parts", count=len(parts), limit=MAX_PARTS)
    for part in parts:
        yield from _reasons_against_part(part)
    total = sum(part.pieces for part in parts)
    if parts and total != held:
        yield reason("parts_of_bundle", sum=total, ref=ref, held=held)
    seals = [rules.seal_number(part.seal) for part in parts]
    yield from (
        reason("seal_twice", seal=seal)
        for seal in dict.fromkeys(seals)
        if seal and seals.count(seal) > 1
    )


def _reasons_against_part(part: Part) -> Iterator[Reason]:
    yield from rules.reasons_against_thing(part.kind, description=part.description, seal=part.seal)
    yield from reasons_against_pieces(part.pieces)


def reasons_against_sealing(sealing: Sealing, *, now: str) -> Iterator[Reason]:
    """Yield every reason why a seal cannot be replaced so; `now` is the one on the thing."""
    number = rules.seal_number(sealing.seal)
    if not number:
        yield reason("no_seal")
    elif number == now:
        yield reason("same_seal", seal=number)
    if not sealing.reason.strip():
        yield reason("no_seal_reason")


def reasons_against_chosen(chosen: Sequence[str]) -> Iterator[Reason]:
    """Yield every reason why a list of exhibits cannot move as it stands."""
    if not chosen:
        yield reason("no_exhibits")
    for ref in dict.fromkeys(chosen):
        if chosen.count(ref) > 1:
            yield reason("exhibit_twice", exhibit=ref)


def reasons_while_counts_differ(open_counts: Mapping[str, str]) -> Iterator[Reason]:
    """Yield a reason for each exhibit, by reference, of which a count differs, unexplained.

    `open_counts` names that count. What leaves with a difference leaves without an answer.
    """
    for exhibit, ref in open_counts.items():
        yield reason("count_open", exhibit=exhibit, ref=ref, person=exhibit)


def counted_by_two(first: str, others: Collection[str]) -> bool:
    """Tell whether somebody else than the first counter counted it: nobody is both."""
    return any(other != first for other in others)
