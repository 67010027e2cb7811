"""Reads of how long personal values are kept, what is due, and what was shredded: counts alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from samaki.ground.access import queries as access
from samaki.ground.journal import queries as journal
from samaki.ground.journal.rules import SHRED
from samaki.ground.retention import registry, rules
from samaki.ground.retention.models import Retention

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import datetime

    from samaki.ground.retention.registry import Kind
    from samaki.kernel.reasons import Reason

_AT_ONCE = 500  # references in one statement
SHOWN = 50  # shreddings and decisions that a page lists


@dataclass(frozen=True, slots=True)
class Line:
    """A kind of values: how many are kept, the time that is set, and how many are over it now.

    `holds_from` is when a time that was set lately comes to hold; None where it does.
    """

    kind: Kind
    kept: int
    decided: Retention | None
    set_by: str
    holds_from: datetime | None
    due: int


@dataclass(frozen=True, slots=True)
class Shredding:
    """That so many rows were shredded: when, by whom, by which decision. Never of whom."""

    number: int
    at: datetime
    by: str
    retention: Retention
    kind: Kind
    rows: int


@dataclass(frozen=True, slots=True)
class Decision:
    """A time that was set or taken back, with the log-in of who did."""

    retention: Retention
    kind: Kind
    set_by: str


def standing(code: str, *, at: datetime) -> Retention | None:
    """Return the decision by which a kind of values is shredded, or None: all of it is kept."""
    return rules.in_force(list(Retention.objects.filter(kind=code).order_by("pk")), at=at)


def decided(code: str) -> Retention | None:
    """Return the time that was set last for a kind of values, or None: it was taken back, or none.

    It may not hold yet.
    """
    last = Retention.objects.filter(kind=code).order_by("pk").last()
    return last if last is not None and last.days is not None else None


def lines(*, at: datetime) -> list[Line]:
    """Return every kind of values, each with what is set and how many are due."""
    set_now = {code: decided(code) for code in registry.kinds()}
    names = access.names_of({each.entered_by for each in set_now.values() if each})
    return [
        Line(
            kind,
            kind.model._default_manager.count(),  # noqa: SLF001 - Django's documented model API
            found := set_now[kind.code],
            names[found.entered_by] if found else "",
            found.recorded_at + rules.NOTICE
            if found and standing(kind.code, at=at) != found
            else None,
            sum(len(some) for some in due(kind.code, at=at)),
        )
        for kind in registry.kinds().values()
    ]


def due(code: str, *, at: datetime) -> Iterator[list[str]]:
    """Yield, some hundred at a time, the references whose values may be shredded at a moment."""
    found = standing(code, at=at)
    if found is None or found.days is None:
        return
    kind, after = registry.kinds()[code], 0
    old = {f"{kind.recorded_at}__lte": at - timedelta(days=found.days)}
    while True:
        rows = kind.model._default_manager.filter(pk__gt=after, **old).order_by("pk")  # noqa: SLF001 - as above
        some = list(rows.values_list("pk", kind.reference)[:_AT_ONCE])
        if not some:
            return
        after = some[-1][0]
        references = [reference for _key, reference in some]
        against = reasons_against(code, references, days=found.days, at=at)
        yield [reference for reference in references if not against[reference]]


def reasons_against(
    code: str, references: Collection[str], *, days: int, at: datetime
) -> dict[str, tuple[Reason, ...]]:
    """Return why the values of each reference are kept; nothing where they may go."""
    kind = registry.kinds()[code]
    rows = kind.model._default_manager.filter(**{f"{kind.reference}__in": list(references)})  # noqa: SLF001 - as above
    recorded = dict(rows.values_list(kind.reference, kind.recorded_at))
    ties = registry.ties(code, list(recorded), at)
    return {
        reference: tuple(
            rules.reasons_against_shredding(
                reference,
                ties.get(reference, []),
                days=days,
                recorded_at=recorded[reference],
                at=at,
            )
        )
        if reference in recorded
        else (rules.reason("unknown", whom=reference),)
        for reference in references
    }


def keys(code: str, references: Collection[str]) -> list[int]:
    """Return the keys of the rows that hold the values of these references."""
    kind = registry.kinds()[code]
    rows = kind.model._default_manager.filter(**{f"{kind.reference}__in": list(references)})  # noqa: SLF001 - as above
    return list(rows.values_list("pk", flat=True))


def decisions() -> list[Decision]:
    """Return what was set and taken back, the newest first."""
    found = list(Retention.objects.order_by("-pk")[:SHOWN])
    names = access.names_of({each.entered_by for each in found})
    kinds = registry.kinds()
    return [Decision(each, kinds[each.kind], names[each.entered_by]) for each in found]


def shreddings() -> list[Shredding]:
    """Return what was shredded, the newest first."""
    entries = journal.of_kind(SHRED, limit=SHOWN)
    by = {each.ref: each for each in Retention.objects.filter(ref__in=[e.subject for e in entries])}
    names, kinds = access.names_of({entry.actor for entry in entries}), registry.kinds()
    return [
        Shredding(
            entry.number,
            entry.recorded_at,
            names[entry.actor],
            by[entry.subject],
            kinds[by[entry.subject].kind],
            len(entry.rows),
        )
        for entry in entries
    ]
