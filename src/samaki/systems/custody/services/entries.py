"""The only writers of movements and postings: lock the accounts, ask the ledger, then write."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from samaki.kernel import ledger
from samaki.systems.custody import rules
from samaki.systems.custody.models import Account, Movement, Posting
from samaki.systems.custody.queries import books, holds

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from collections.abc import Set as AbstractSet
    from datetime import datetime

    from django.db.models import Model

    from samaki.ground.access.actors import Actor
    from samaki.kernel.reasons import Reason


@dataclass(frozen=True, slots=True)
class Entered:
    """A movement as written, with all rows that the journal has to seal."""

    movement: Movement
    rows: tuple[Model, ...]


def lock(accounts: Iterable[Account]) -> None:
    """Lock accounts in key order, so that two writers queue and never wait for each other.

    What lies outside the books is never read before writing, so nobody needs to queue for it.
    """
    keys = sorted({account.pk for account in accounts if not account.is_boundless})
    list(Account.objects.select_for_update().filter(pk__in=keys).order_by("pk"))


def reasons_against(movement: ledger.Movement, accounts: Iterable[Account]) -> tuple[Reason, ...]:
    """Return every reason of the ledger, with accounts named as the reader knows them.

    Whoever writes a movement asks here, so no verb can lead around a hold. An opposite entry only
    puts back what stood before, and asks `reasons_against_reversal`.
    """
    known = {str(account.ref): account for account in accounts}
    punishing = frozenset(r for r, account in known.items() if account.kind in rules.PUNISHING)
    arriving = {
        subject.person
        for (account, subject), change in movement.lines.items()
        if change > 0 and account in punishing and subject.person
    }
    return _asked(
        movement,
        known,
        on_hold=holds.against(arriving, forbids=punishing),
        names_only=punishing,
    )


def reasons_against_reversal(
    movement: ledger.Movement, accounts: Iterable[Account]
) -> tuple[Reason, ...]:
    """Return the ledger's reasons against an opposite entry; it takes nobody anywhere new."""
    return _asked(movement, {str(account.ref): account for account in accounts})


def reasons_against_destination(
    subjects: Mapping[ledger.Subject, int], account: Account, happened_at: datetime
) -> tuple[Reason, ...]:
    """Return the reasons why these may not be on their way to an account at all."""
    arrival = rules.transfer(subjects, giver="-", taker=str(account.ref), happened_at=happened_at)
    reasons = reasons_against(arrival, [account])
    return tuple(found for found in reasons if found.code in ("on_hold", "unnamed"))


def _asked(
    movement: ledger.Movement,
    known: dict[str, Account],
    *,
    on_hold: Collection[ledger.Hold] = (),
    names_only: AbstractSet[str] = frozenset(),
) -> tuple[Reason, ...]:
    outside = frozenset(ref for ref, account in known.items() if account.is_boundless)
    reasons = ledger.reasons_against(
        movement,
        held=books.levels_from(known.keys() - outside, movement.happened_at),
        boundless=outside,
        on_hold=on_hold,
        names_only=names_only,
    )
    return tuple(_named(reason, known) for reason in reasons)


def enter(
    movement: ledger.Movement,
    *,
    kind: rules.MovementKind,
    because: str,
    actor: Actor,
    at: datetime,
    reverses: Movement | None = None,
) -> Entered:
    """Write a movement that nothing speaks against, and its postings."""
    row = Movement.objects.create(
        happened_at=movement.happened_at,
        recorded_at=at,
        kind=kind,
        converts=movement.converts,
        because=because,
        actor=actor.key,
        reverses=reverses,
    )
    keys = dict(
        Account.objects.filter(ref__in={p.account for p in movement.postings}).values_list(
            "ref", "pk"
        )
    )
    written = [
        _write(posting, movement=row, account=keys[posting.account])
        for posting in movement.postings
    ]
    return Entered(row, (row, *written))


def as_kernel(movement: Movement) -> ledger.Movement:
    """Return a written movement as the kernel knows it."""
    rows = movement.postings.select_related("account")
    found = tuple(ledger.Posting(str(p.account.ref), p.subject, p.count) for p in rows)
    return ledger.Movement(movement.happened_at, found, converts=movement.converts)


def _write(posting: ledger.Posting, *, movement: Movement, account: int) -> Posting:
    cell = posting.subject.cell
    return Posting.objects.create(
        movement=movement,
        account_id=account,
        count=posting.count,
        nationality=cell.nationality or "",
        sex=cell.sex or "",
        age=cell.age or "",
        person=posting.subject.person or "",
    )


def _named(reason: Reason, accounts: dict[str, Account]) -> Reason:
    named = accounts.get(str(reason.values.get("account", "")))
    if named is None:
        return reason
    return replace(reason, values={**reason.values, "account": named.name})
