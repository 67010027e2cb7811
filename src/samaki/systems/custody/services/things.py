"""The only writer of the books of things: take the turn, ask the kernel's law, then write.

Who writes here takes the journal's turn first, so writers of these books stand in one queue: they
lock no account, and wait for nobody who waits for them.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from samaki.ground.journal import services as journal
from samaki.kernel import ledger, refs
from samaki.systems.custody import rules
from samaki.systems.custody.models import (
    Exhibit,
    ThingAccount,
    ThingBalance,
    ThingCount,
    ThingMovement,
    ThingPosting,
    ThingReason,
    ThingVariance,
)
from samaki.systems.custody.queries import things as books
from samaki.systems.custody.rules import exhibits as rules_of_things
from samaki.systems.custody.rules.counts import act_of_entry
from samaki.systems.custody.rules.exhibits import (
    ThingAccountKind,
    ThingMovementKind,
    counted_by_two,
)
from samaki.systems.custody.services.refusals import MovementRefusedError
from samaki.systems.custody.services.stamps import in_turn

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from django.db.models import Model

    from samaki.ground.access.actors import Actor
    from samaki.ground.agencies.models import Unit
    from samaki.kernel.reasons import Reason

_OPENED = "custody:exhibit_account:open"


@dataclass(frozen=True, slots=True)
class Entry:
    """What an entry says beside its postings: its kind, its paper, why, and what it reverses."""

    kind: ThingMovementKind
    because: str
    reason: str = ""
    reverses: ThingMovement | None = None


@dataclass(frozen=True, slots=True)
class Entered:
    """A movement as written, with all rows that the journal has to seal."""

    movement: ThingMovement
    rows: tuple[Model, ...]


def exhibit_of(ref: str) -> Exhibit:
    """Return the exhibit of that reference, or refuse."""
    found = Exhibit.objects.select_related("site", "unit").filter(ref=refs.as_stored(ref)).first()
    if found is None:
        raise MovementRefusedError([rules.reason("unknown_exhibit", exhibit=ref)])
    return found


def store_of(unit: Unit) -> ThingAccount:
    """Return the store a unit keeps, or refuse."""
    found = (
        ThingAccount.objects.select_related("unit")
        .filter(unit=unit, kind=ThingAccountKind.STORE)
        .first()
    )
    if found is None:
        raise MovementRefusedError([rules.reason("no_store", unit=unit.name)])
    return found


def open_place(
    *, actor: Actor, kind: ThingAccountKind, unit: Unit | None, at: datetime
) -> ThingAccount:
    """Return a unit's place of that kind; the first use opens it. Each journey has its own."""
    if kind is not ThingAccountKind.IN_TRANSIT:
        same = ThingAccount.objects.select_related("unit").filter(kind=kind, unit=unit)
        if (known := same.first()) is not None:
            return known
    made = ThingAccount.objects.create(kind=kind, unit=unit, opened_at=at)
    made.ref = refs.reference("XA", made.pk)
    made.save(update_fields=["ref"])
    journal.record(actor=actor.key, kind=_OPENED, subject=made.ref, at=at, wrote=[made])
    return made


def reasons_against(
    movement: ledger.Movement, accounts: Iterable[ThingAccount]
) -> tuple[Reason, ...]:
    """Return every reason of the ledger, with places named as the reader knows them."""
    known = {str(account.ref): account for account in accounts}
    reasons = ledger.reasons_against(
        movement,
        held=books.levels(movement.lines, known, at=movement.happened_at),
        boundless=frozenset(),
    )
    named = tuple(_named(reason, known) for reason in reasons)
    return named or tuple(_reasons_of_place(movement, known))


def enter(movement: ledger.Movement, entry: Entry, *, actor: Actor, at: datetime) -> Entered:
    """Write a movement that nothing speaks against, its postings, and what follows from them.

    Counts of these exhibits that it reaches come to differ or to agree in the same breath.
    """
    journal.take_turn()
    named = {line.account for line in movement.postings}
    places = {str(a.ref): a for a in ThingAccount.objects.filter(ref__in=named)}
    things = {
        e.ref: e
        for e in Exhibit.objects.filter(ref__in={p.subject.person for p in movement.postings})
    }
    row = ThingMovement.objects.create(
        happened_at=movement.happened_at,
        recorded_at=in_turn(ThingMovement, at),
        kind=entry.kind,
        converts=movement.converts,
        because=entry.because,
        actor=actor.key,
        reverses=entry.reverses,
    )
    written = ThingPosting.objects.bulk_create(
        ThingPosting(
            movement=row,
            account=places[line.account],
            exhibit=things[str(line.subject.person)],
            count=line.count,
        )
        for line in movement.postings
    )
    why = [ThingReason.objects.create(movement=row, reason=entry.reason)] if entry.reason else []
    keep_balances(written)
    reached = _settle(written, by=entry.because, happened_at=movement.happened_at, at=at)
    return Entered(row, (row, *written, *why, *reached))


def keep_balances(written: Iterable[ThingPosting]) -> None:
    """Bring the balances of the lines that moved to what their postings add up to."""
    lines = {
        (posting.account_id, posting.exhibit_id): posting.account
        for posting in written
        if posting.account.kind != ThingAccountKind.OUTSIDE
    }
    held = {line: books.held(*line) for line in lines}
    # First away, then in: an exhibit is in one place at a time, and the database says so.
    for (account, exhibit), pieces in held.items():
        ThingBalance.objects.filter(account=account, exhibit=exhibit).exclude(held=pieces).delete()
    for (account, exhibit), pieces in held.items():
        if pieces:
            ThingBalance.objects.get_or_create(
                account_id=account,
                exhibit_id=exhibit,
                held=pieces,
                is_missing=lines[account, exhibit].kind == ThingAccountKind.UNACCOUNTED,
            )


def bring(count: ThingCount, difference: int, *, by: str, at: datetime) -> ThingVariance | None:
    """Open, settle or open again the variance of a count; return it if it was written."""
    found: ThingVariance | None = getattr(count, "variance", None)
    state = rules.CountVarianceState(found.state) if found else None
    act = act_of_entry(state, difference)
    if act is None:
        return None
    if found is None:
        assert count.account.unit is not None, "what is counted has an owner"
        found = ThingVariance(count=count, owner=count.account.unit, opened_at=at)
        found.state = rules.COUNT_VARIANCE.start
    else:
        found.state = rules.COUNT_VARIANCE.after(rules.CountVarianceState(found.state), act)
    is_settled = found.state == rules.CountVarianceState.SETTLED
    found.closed_at = max(at, found.opened_at) if is_settled else None
    found.closed_by = by if is_settled else ""
    found.save()
    return found


def as_kernel(movement: ThingMovement) -> ledger.Movement:
    """Return a written movement as the kernel knows it."""
    rows = movement.postings.select_related("account", "exhibit")
    found = tuple(
        ledger.Posting(str(p.account.ref), books.subject(p.exhibit.ref), p.count) for p in rows
    )
    return ledger.Movement(movement.happened_at, found, converts=movement.converts)


def _reasons_of_place(
    movement: ledger.Movement, known: Mapping[str, ThingAccount]
) -> Iterator[Reason]:
    """Yield the reason why an exhibit would lie in two places: what is missing of it lies apart."""
    changes = {(a, str(s.person)): c for (a, s), c in movement.lines.items() if a in known}
    rest = ThingBalance.objects.select_related("account__unit").filter(
        exhibit__ref__in={exhibit for _, exhibit in changes}, is_missing=False
    )
    for row in rest.select_related("exhibit"):
        ref, line = row.exhibit.ref, (str(row.account.ref), row.exhibit.ref)
        stays = row.held + changes.get(line, 0) > 0
        arrives = any(
            change > 0
            and exhibit == ref
            and known[account].pk != row.account_id
            and known[account].kind not in (ThingAccountKind.UNACCOUNTED, ThingAccountKind.OUTSIDE)
            for (account, exhibit), change in changes.items()
        )
        if stays and arrives:
            yield rules.reason("two_places", exhibit=ref, account=row.account.name)


def reasons_counted_by_one(chosen: Sequence[str]) -> Iterator[Reason]:
    """Yield which of these exhibits only one officer counted: none of them moves or leaves yet."""
    for exhibit in Exhibit.objects.filter(ref__in=chosen).prefetch_related("counts"):
        others = {count.counted_by for count in exhibit.counts.all()}
        if not counted_by_two(exhibit.seized_by, others):
            yield rules.reason("counted_by_one", exhibit=exhibit.ref, person=exhibit.ref)


def reasons_while_counts_differ(chosen: Sequence[str]) -> Iterator[Reason]:
    """Yield which of these exhibits have an open count: none of them is sent or leaves."""
    waits = ThingVariance.objects.filter(
        state=rules.CountVarianceState.OPEN, count__exhibit__ref__in=chosen
    ).order_by("-pk")
    yield from rules_of_things.reasons_while_counts_differ(
        dict(waits.values_list("count__exhibit__ref", "count__ref"))
    )


def _settle(
    written: Iterable[ThingPosting], *, by: str, happened_at: datetime, at: datetime
) -> Iterator[ThingVariance]:
    changed: Mapping[int, set[int]] = defaultdict(set)
    for posting in written:
        changed[posting.exhibit_id].add(posting.account_id)
    counts = ThingCount.objects.filter(exhibit__in=changed, counted_at__gte=happened_at)
    for count in counts.select_related("account__unit", "variance"):
        if count.account_id in changed[count.exhibit_id]:
            variance = bring(count, count.pieces - books.held_at(count), by=by, at=at)
            if variance is not None:
                yield variance


def _named(reason: Reason, accounts: Mapping[str, ThingAccount]) -> Reason:
    named = accounts.get(str(reason.values.get("account", "")))
    if named is None:
        return reason
    return replace(reason, values={**reason.values, "account": named.name})
