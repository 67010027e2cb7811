"""Reads of the journal, and the proof that nothing it knows was altered."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import connection, transaction
from django.db.models import Min, Q

from samaki.ground.journal import rules, seals, triggers
from samaki.ground.journal.models import Entry, Head

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from django.db.models import Model, QuerySet

_PIECE = 500  # rows that are looked at in one go
_TICK = timedelta(minutes=1)
_TABLES = 200  # in one statement: SQLite takes no more than 500

Latest = dict[str, dict[str, str]]  # table -> row's key -> its newest seal


@dataclass(frozen=True, slots=True)
class Break:
    """The first place where the books no longer say what was recorded."""

    table: str
    key: str
    what: str

    def __str__(self) -> str:
        return f"{self.table} row {self.key}: {self.what}"


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of the proof: how many rows were looked at, and the breaks found among them."""

    rows: int
    breaks: tuple[Break, ...]


def about(subject: str) -> QuerySet[Entry]:
    """Return the entries on one subject, oldest first."""
    return Entry.objects.filter(subject=subject)


def page(*, subject: str | None, before: int | None, limit: int) -> list[Entry]:
    """Return up to `limit` entries, newest first: of one subject or all, below a number or all."""
    found = Entry.objects.order_by("-number")
    if subject is not None:
        found = found.filter(subject=subject)
    if before is not None:
        found = found.filter(number__lt=before)
    return list(found[:limit])


def of_kind(
    begins: str, *, subject: str | None = None, by: str | None = None, limit: int
) -> list[Entry]:
    """Return up to `limit` entries whose kind begins so, newest first; on one subject, by one key.

    Who looked as another (`account:7 as account:9`) is found under their own key.
    """
    found = Entry.objects.filter(kind__startswith=begins).order_by("-number")
    if subject is not None:
        found = found.filter(subject=subject)
    if by is not None:
        found = found.filter(Q(actor=by) | Q(actor__startswith=f"{by} as "))
    return list(found[:limit])


def number_of(row: Model, *, at: datetime) -> int | None:
    """Return which entry first sealed a row, or None: what came first came first.

    Of that moment, or after the first of that moment: a row may carry the moment of the one before
    it, while its own entry says when its verb was asked for.
    """
    table, key = row._meta.db_table, str(row.pk)  # noqa: SLF001 - Django's documented model API
    first = Entry.objects.filter(recorded_at=at).aggregate(first=Min("number"))["first"]
    for entry in Entry.objects.filter(number__gte=first or 0).order_by("number").iterator():
        if any(sealed[:2] == [table, key] for sealed in entry.rows):
            return int(entry.number)
    return None


def length() -> int:
    """Return how many entries the journal has."""
    return Entry.objects.count()


def head() -> str:
    """Return the hash of the newest entry: as long as it is the same, so is everything recorded."""
    return Head.objects.values_list("hash", flat=True).first() or ""


def newest() -> Entry | None:
    """Return the newest entry, or None of an empty journal."""
    return Entry.objects.order_by("-number").first()


def ahead(at: datetime) -> datetime | None:
    """Return when the newest entry was recorded, if the clock that says `at` is behind it.

    One of the two is wrong, and readings as known now leave out what is recorded later. A minute
    apart is two servers that do not tick together.
    """
    found = newest()
    return found.recorded_at if found and found.recorded_at - at > _TICK else None


def entries(number: int, digest: str) -> QuerySet[Entry]:
    """Return the entry of that number and hash: one, or none if the journal is another by now."""
    return Entry.objects.filter(number=number, hash=digest).order_by()


def size() -> int:
    """Return how many rows the proof looks at: the entries, and every row they seal."""
    return sum(_asked("SELECT count(*) FROM {}", [Entry, *seals.sealed_models()]).values())


def breaks() -> Iterator[Break]:
    """Yield every break found: missing triggers, then the chain, then the sealed rows, in order."""
    for piece in pieces():
        yield from piece.breaks


def pieces() -> Iterator[Piece]:
    """Yield the proof in pieces of at most some hundred rows, in the same order.

    Others may write between two pieces, and none waits for it: each piece looks at one moment of
    the books, and first follows the chain to its newest entry.
    """
    yield Piece(0, tuple(_missing_triggers()))
    chain = _Chain()
    while not chain.is_at_its_end:
        with _one_moment():
            piece = chain.piece()
        yield piece
    rows = _Rows(seals.sealed_models(), chain)
    while not rows.are_all_seen:
        with _one_moment():
            piece = rows.piece()
        yield piece


def _missing_triggers() -> Iterator[Break]:
    for table, trigger in triggers.missing(map(_table, seals.append_only_models())):
        yield Break(table, "-", f"the trigger {trigger} that refuses changes is missing")


class _Chain:
    """The chain as far as it was followed, and the newest seal of every row it names."""

    def __init__(self) -> None:
        self.latest: Latest = {}
        self.shredded: set[tuple[str, str]] = set()  # table and key of what was shredded
        self.is_at_its_end = False
        self._shreddable = seals.shreddable_tables()
        self._previous, self._number = rules.GENESIS, 0

    def piece(self) -> Piece:
        """Follow the chain by some entries; at its end, compare it with its head."""
        entries = Entry.objects.filter(number__gt=self._number).order_by("number")[:_PIECE]
        found, rows = [], 0
        for entry in entries:
            if reason := _why_broken(entry, self._previous, self._number):
                found.append(Break(_table(Entry), str(entry.number), reason))
            self._previous, self._number = entry.hash, entry.number
            found += self._unproved(entry) if entry.kind == rules.SHRED else self._named(entry)
            rows += 1
        self.is_at_its_end = rows < _PIECE
        return Piece(rows, (*found, *(self._headless() if self.is_at_its_end else ())))

    def _named(self, entry: Entry) -> Iterator[Break]:
        for table, key, seal in entry.rows:
            if (table, key) in self.shredded:
                yield Break(table, key, "it was recorded again after it was shredded")
            else:
                self.latest.setdefault(table, {})[key] = seal

    def _unproved(self, entry: Entry) -> Iterator[Break]:
        """Take an entry's rows as gone; yield those whose absence it does not prove."""
        for table, key, seal in entry.rows:
            known = self.latest.get(table, {})
            if table not in self._shreddable:
                yield Break(table, key, "it is said to be shredded and holds nothing that may go")
            elif known.get(key) != seal:
                yield Break(table, key, "it was shredded and was not what was recorded")
            else:
                del known[key]
                self.shredded.add((table, key))

    def rest(self) -> tuple[Break, ...]:
        """Follow the chain to its newest entry: others wrote meanwhile."""
        found = list(self.piece().breaks)
        while not self.is_at_its_end:
            found += self.piece().breaks
        return tuple(found)

    def _headless(self) -> Iterator[Break]:
        head = Head.objects.filter(only=1).first()
        if (head.number, head.hash) != (self._number, self._previous) if head else self._number:
            what = "the newest entries are missing: the chain's head is ahead"
            yield Break(_table(Entry), str(self._number), what)


class _Rows:
    """The sealed rows as far as they were looked at, table by table."""

    def __init__(self, models: Iterable[type[Model]], chain: _Chain) -> None:
        self._models, self._chain = list(models), chain
        self._seen: set[str] = set()
        self._after: object = None  # the last key seen of the table that is being looked at

    @property
    def are_all_seen(self) -> bool:
        return not self._models

    def piece(self) -> Piece:
        """Look at some hundred rows at one moment: of one long table, or of many short ones."""
        found, room = list(self._chain.rest()), _PIECE
        there = _asked("EXISTS (SELECT 1 FROM {})", self._models)
        while self._models and room:
            model = self._models[0]
            known = self._chain.latest.get(_table(model), {})
            looked_at = list(self._page(model)[:room]) if there[_table(model)] else []
            found += [b for row in looked_at for b in self._breaks(row, known.get(str(row.pk)))]
            self._seen.update(str(row.pk) for row in looked_at)
            if len(looked_at) < room:
                found += _gone(model, {key: known[key] for key in known.keys() - self._seen})
                del self._models[0]
                self._seen, self._after = set(), None
            else:
                self._after = looked_at[-1].pk
            room -= len(looked_at)
        return Piece(_PIECE - room, tuple(found))

    def _breaks(self, row: Model, recorded: str | None) -> Iterator[Break]:
        if (_table(type(row)), str(row.pk)) in self._chain.shredded:
            yield Break(_table(type(row)), str(row.pk), "it was shredded and is there again")
        else:
            yield from _row_breaks(row, recorded)

    def _page(self, model: type[Model]) -> QuerySet[Model]:
        rows = model._default_manager.order_by("pk")  # noqa: SLF001 - Django's documented model API
        return rows if self._after is None else rows.filter(pk__gt=self._after)


def _asked(what: str, models: Iterable[type[Model]]) -> dict[str, int]:
    """Return what one statement finds of each of these tables, by its name."""
    name = connection.ops.quote_name
    asked = [f"SELECT '{t}', ({what.format(name(t))})" for t in map(_table, models)]
    found: dict[str, int] = {}
    for first in range(0, len(asked), _TABLES):
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(asked[first : first + _TABLES]))
            found |= dict(cursor.fetchall())
    return found


def _row_breaks(row: Model, recorded: str | None) -> Iterator[Break]:
    table, key, sealed = seals.seal(row)
    if recorded is None:
        yield Break(table, key, "nobody recorded writing it")
    elif sealed != recorded:
        yield Break(table, key, "it is not what was recorded")


def _gone(model: type[Model], unseen: dict[str, str]) -> Iterator[Break]:
    """Yield what was recorded and not met: gone, or written behind the page while we read."""
    for key, recorded in unseen.items():
        row = model._default_manager.filter(pk=key).first()  # noqa: SLF001 - Django's documented model API
        if row is None:
            yield Break(_table(model), key, "it was recorded and is gone")
        else:
            yield from _row_breaks(row, recorded)


def _why_broken(entry: Entry, previous: str, number: int) -> str | None:
    if entry.number != number + 1:
        return f"entry {number + 1} is missing before it"
    if entry.previous != previous:
        return "it does not continue the entry before it"
    if entry.hash != rules.entry_hash(entry.previous, seals.body(entry)):
        return "it is not what was recorded"
    return None


def _table(model: type[Model]) -> str:
    return model._meta.db_table  # noqa: SLF001 - Django's documented model API


@contextmanager
def _one_moment() -> Iterator[None]:
    """Read several tables as they stand at one moment, without making a writer wait."""
    if connection.in_atomic_block:
        yield
        return
    connection.ensure_connection()
    if connection.vendor == "sqlite":
        with _deferred(), transaction.atomic():
            yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


@contextmanager
def _deferred() -> Iterator[None]:
    # The settings let every transaction of SQLite take the write lock at once; this one only reads.
    mode = connection.transaction_mode  # type: ignore[attr-defined]
    connection.transaction_mode = "DEFERRED"  # type: ignore[attr-defined]
    try:
        yield
    finally:
        connection.transaction_mode = mode  # type: ignore[attr-defined]
