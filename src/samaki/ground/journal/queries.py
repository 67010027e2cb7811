"""Reads of the journal, and the proof that nothing it knows was altered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from samaki.ground.journal import rules, seals, triggers
from samaki.ground.journal.models import Entry, Head

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import Model, QuerySet

Latest = dict[str, dict[str, str]]  # table -> row's key -> its newest seal


@dataclass(frozen=True, slots=True)
class Break:
    """The first place where the books no longer say what was recorded."""

    table: str
    key: str
    what: str

    def __str__(self) -> str:
        return f"{self.table} row {self.key}: {self.what}"


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


def length() -> int:
    """Return how many entries the journal has."""
    return Entry.objects.count()


def breaks() -> Iterator[Break]:
    """Yield every break found: missing triggers, then the chain, then the sealed rows, in order."""
    for model in seals.append_only_models():
        table = model._meta.db_table  # noqa: SLF001 - Django's documented model API
        for trigger in triggers.missing(table):
            yield Break(table, "-", f"the trigger {trigger} that refuses changes is missing")
    latest: Latest = {}
    yield from _chain_breaks(latest)
    for model in seals.sealed_models():
        yield from _row_breaks(model, latest)


def _chain_breaks(latest: Latest) -> Iterator[Break]:
    table = Entry._meta.db_table  # noqa: SLF001 - Django's documented model API
    previous, number = rules.GENESIS, 0
    for entry in Entry.objects.order_by("number").iterator(chunk_size=2000):
        if reason := _why_broken(entry, previous, number):
            yield Break(table, str(entry.number), reason)
        previous, number = entry.hash, entry.number
        for sealed_table, key, seal in entry.rows:
            latest.setdefault(sealed_table, {})[key] = seal
    head = Head.objects.filter(only=1).first()
    if (head.number, head.hash) != (number, previous) if head else number != 0:
        yield Break(table, str(number), "the newest entries are missing: the chain's head is ahead")


def _why_broken(entry: Entry, previous: str, number: int) -> str | None:
    if entry.number != number + 1:
        return f"entry {number + 1} is missing before it"
    if entry.previous != previous:
        return "it does not continue the entry before it"
    if entry.hash != rules.entry_hash(entry.previous, seals.body(entry)):
        return "it is not what was recorded"
    return None


def _row_breaks(model: type[Model], latest: Latest) -> Iterator[Break]:
    table = model._meta.db_table  # noqa: SLF001 - Django's documented model API
    known = latest.pop(table, {})
    for row in model._default_manager.order_by("pk").iterator(chunk_size=2000):  # noqa: SLF001 - as above
        recorded = known.pop(str(row.pk), None)
        if recorded is None:
            yield Break(table, str(row.pk), "nobody recorded writing it")
        elif seals.seal(row)[2] != recorded:
            yield Break(table, str(row.pk), "it is not what was recorded")
    for key in known:
        yield Break(table, key, "it was recorded and is gone")
