"""Lots followed through the whole ledger, of which what is long past is kept.

To follow heads from their intake every movement has to be gone through, and a page asks for it
again and again. Nothing recorded is ever changed, so the lots as they were two days ago are kept
in the process, and only what happened since is followed. An entry that happened before them, or a
ledger that is no longer the one they were made of, has them made anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django.db.models import Case, Exists, Q, When

from samaki.ground.journal import queries as journal
from samaki.kernel import lots
from samaki.systems.custody.models import Movement
from samaki.systems.custody.queries import paths
from samaki.systems.custody.queries.books import Moments

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from samaki.kernel.ledger import Line
    from samaki.kernel.lots import Lot

_T = TypeVar("_T")

# Most late entries come within a day or two; each that comes later costs one whole following.
_TAIL = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Way(Generic[_T]):
    """How heads are followed: in which kinds of accounts, what marks them, who leaves first."""

    name: str
    kinds: frozenset[str]
    mark: Callable[[str, datetime, _T | None], _T | None]
    leaving: Callable[[Sequence[Lot[_T | None]]], Sequence[Lot[_T | None]]]


@dataclass(frozen=True, slots=True)
class _Kept:
    """The lots of all that happened before `begin`, by what was recorded up to `known_at`.

    `entry` is the journal's newest by its number and hash, `last` the last movement before it.
    """

    begin: datetime
    known_at: datetime
    last: int
    entry: tuple[int, str]
    held: Mapping[Line, Sequence[Lot[Any]]]


_KEPT: dict[str, _Kept] = {}


def lots_by(way: Way[_T], at: Moments) -> dict[Line, tuple[Lot[_T | None], ...]]:
    """Return the lots of every line at those moments."""
    kept = _kept(way, min(at.as_of, at.known_at))
    if kept is None or at.as_of < kept.begin or at.known_at < kept.known_at:
        moved = paths.standing_movements(way.kinds, at)
        return lots.follow(moved, mark=way.mark, leaving=way.leaving)
    moved = paths.standing_movements(way.kinds, at, since=kept.begin)
    return lots.merged(lots.carry(kept.held, moved, mark=way.mark, leaving=way.leaving))


def forget() -> None:
    """Keep nothing."""
    _KEPT.clear()


def _kept(way: Way[Any], asked: datetime) -> _Kept | None:
    """Return what is kept of a way, made anew where it has to be; None of an empty journal."""
    kept = _KEPT.get(way.name)
    if kept is not None and kept.begin >= _begin(asked) and _still_holds(kept):
        return kept
    made = _made(way, kept, asked)
    if made is not None:
        _KEPT[way.name] = made
    return made


def _begin(asked: datetime) -> datetime:
    return asked.replace(hour=0, minute=0, second=0, microsecond=0) - _TAIL


def _still_holds(kept: _Kept) -> bool:
    """Tell whether the ledger only grew since, and by nothing that happened before.

    A reversal happens at the moment of what it reverses.
    """
    # What came since is looked through by its keys, and not the whole past by its moments.
    late = Movement.objects.filter(pk__gt=kept.last).annotate(
        is_late=Case(When(happened_at__lt=kept.begin, then=True), default=False)
    )
    number, digest = kept.entry
    found = journal.entries(number, digest).annotate(late=Exists(late.filter(is_late=True)))
    return list(found.values_list("late", flat=True)) == [False]


def _made(way: Way[Any], old: _Kept | None, asked: datetime) -> _Kept | None:
    """Follow on from what was kept before, if that holds, else from the first movement.

    What the newest entry of the journal does not vouch for yet is left for the next time: it may
    be taken back with the transaction that is asking. How far is read comes first: what is entered
    while this is reading is either in it, or after the last movement and found the next time.
    """
    newest = journal.newest()
    if newest is None:
        return None
    last = _last(newest.recorded_at)
    begin = _begin(min(asked, newest.recorded_at))
    if old is not None and not _still_holds(old):
        old = None
    if old is not None and begin <= old.begin:
        return old
    moved = paths.standing_movements(
        way.kinds,
        Moments(as_of=begin, known_at=newest.recorded_at),
        of=Q(movement__lte=last),
        since=old.begin if old else None,
        before=begin,
    )
    held = lots.carry(old.held if old else {}, moved, mark=way.mark, leaving=way.leaving)
    return _Kept(begin, newest.recorded_at, last, (newest.number, newest.hash), held)


def _last(known_at: datetime) -> int:
    """Return the key before the first movement that was recorded after a moment."""
    keys = Movement.objects.order_by("pk").values_list("pk", flat=True)
    after = keys.filter(recorded_at__gt=known_at).first()
    return after - 1 if after is not None else keys.last() or 0
