"""The only writers of movements and postings: lock the accounts, ask the ledger, then write."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from samaki.kernel import ledger
from samaki.systems.custody.models import Account, Movement, Posting
from samaki.systems.custody.queries import books

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from django.db.models import Model

    from samaki.ground.access.actors import Actor
    from samaki.kernel.reasons import Reason
    from samaki.systems.custody import rules


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
    """Return every reason of the ledger, with accounts named as the reader knows them."""
    known = {str(account.ref): account for account in accounts}
    outside = frozenset(ref for ref, account in known.items() if account.is_boundless)
    reasons = ledger.reasons_against(
        movement,
        held=books.levels_from(known.keys() - outside, movement.happened_at),
        boundless=outside,
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
