"""Where people came from and since when: lots of heads that travel with the postings.

A posting says how many moved, not which. A lot is so many heads of one line that share a mark: the
moment they arrived, the account that took them in. Where heads without a name mix, somebody has to
say who leaves first; the caller does, and its page says so. Pure.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from samaki.kernel.ledger import Line, Movement, Posting, Subject

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Lot(Generic[_T]):
    """So many heads that share a mark."""

    count: int
    mark: _T


def follow(
    movements: Iterable[Movement],
    *,
    mark: Callable[[str, datetime, _T | None], _T | None],
    leaving: Callable[[Sequence[Lot[_T | None]]], Sequence[Lot[_T | None]]],
) -> dict[Line, tuple[Lot[_T | None], ...]]:
    """Return the lots of each line after movements in the order in which they happened.

    `mark` gives the mark of heads that enter an account then, with the mark they came with (None:
    they had none). `leaving` puts a line's lots in the order in which they leave; a conversion,
    which moves nobody, takes them from the other end. Who comes from an account that is not
    followed comes without a mark.
    """
    return merged(carry({}, movements, mark=mark, leaving=leaving))


def carry(
    begin: Mapping[Line, Sequence[Lot[_T | None]]],
    movements: Iterable[Movement],
    *,
    mark: Callable[[str, datetime, _T | None], _T | None],
    leaving: Callable[[Sequence[Lot[_T | None]]], Sequence[Lot[_T | None]]],
) -> dict[Line, list[Lot[_T | None]]]:
    """Follow movements on from the lots that earlier ones left, which stay as they are.

    Lots of one mark stay apart, in the order in which they came: some leave by that order.
    """
    held: dict[Line, list[Lot[_T | None]]] = defaultdict(list)
    held.update((line, list(lots)) for line, lots in begin.items())
    for movement in movements:
        loose: dict[Subject | str, list[Lot[_T | None]]] = defaultdict(list)
        for posting in movement.postings:
            if posting.count < 0:
                line = (posting.account, posting.subject)
                order = list(leaving(held[line]))
                order = order[::-1] if movement.converts else order
                out, held[line] = _split(order, -posting.count)
                loose[_key(posting, converts=movement.converts)] += out
        for posting in movement.postings:
            if posting.count > 0:
                key = _key(posting, converts=movement.converts)
                came, loose[key] = _split(loose[key], posting.count)
                held[posting.account, posting.subject] += [
                    Lot(lot.count, mark(posting.account, movement.happened_at, lot.mark))
                    for lot in came
                ]
    return {line: lots for line, lots in held.items() if lots}


def merged(
    held: Mapping[Line, Sequence[Lot[_T | None]]],
) -> dict[Line, tuple[Lot[_T | None], ...]]:
    """Return each line's lots with those of one mark as one, in the order of first coming."""
    return {line: tuple(_merged(lots)) for line, lots in held.items()}


def _key(posting: Posting, *, converts: bool) -> Subject | str:
    """Return what joins who arrives to who left: the subject, or the account that converts them.

    A conversion gives heads another name or another cell; whoever they are called, they stay.
    """
    return posting.account if converts else posting.subject


def _split(
    lots: Sequence[Lot[_T | None]], count: int
) -> tuple[list[Lot[_T | None]], list[Lot[_T | None]]]:
    """Return `count` heads from the front, and the rest; what is short has no mark."""
    out: list[Lot[_T | None]] = []
    rest: list[Lot[_T | None]] = []
    for lot in lots:
        taken = min(lot.count, count)
        count -= taken
        out += [replace(lot, count=taken)] if taken else []
        rest += [replace(lot, count=lot.count - taken)] if lot.count > taken else []
    if count:
        out.append(Lot(count, None))
    return out, rest


def _merged(lots: Iterable[Lot[_T | None]]) -> Iterator[Lot[_T | None]]:
    """Join the lots of one mark, in the order in which the marks first came."""
    counts: dict[_T | None, int] = defaultdict(int)
    for lot in lots:
        counts[lot.mark] += lot.count
    return (Lot(count, mark) for mark, count in counts.items())
