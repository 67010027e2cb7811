"""The only writers of movements and postings: lock the accounts, ask the ledger, then write."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from samaki.ground.access.rules import Permission
from samaki.ground.journal import services as journal
from samaki.kernel import ledger, refs
from samaki.systems.custody import rules
from samaki.systems.custody.models import (
    Account,
    Disposition,
    Handover,
    Intake,
    Movement,
    Posting,
)
from samaki.systems.custody.queries import books, holds
from samaki.systems.custody.rules.clocks import HOME
from samaki.systems.custody.rules.holds import FORBIDDEN
from samaki.systems.custody.services import balances, settling
from samaki.systems.custody.services.refusals import refuse_for
from samaki.systems.custody.services.stamps import in_turn

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from django.db.models import Model

    from samaki.ground.access.actors import Actor
    from samaki.kernel.reasons import Reason


# A paper on which people move: it is named in the books before its movement is written.
P = TypeVar("P", Intake, Handover, Disposition)
_PAPERS = {
    rules.MovementKind.INTAKE: ("IN", Permission.CUSTODY_TAKE_IN),
    rules.MovementKind.DISPATCH: ("HV", Permission.CUSTODY_DISPATCH),
    rules.MovementKind.DISPOSITION: ("DS", Permission.DISPOSITION_RECORD),
}
_OF_ARRIVING = frozenset({"on_hold", "unnamed"})


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

    Whoever writes a movement asks here, to say every reason at once; `enter` has the last word on
    holds, so no verb can lead around one, and no opposite entry either.
    """
    known = {str(account.ref): account for account in accounts}
    outside = frozenset(ref for ref, account in known.items() if account.is_boundless)
    guarded = _guarded(known, movement)
    reasons = ledger.reasons_against(
        movement,
        held=books.levels_from(
            known.keys() - outside,
            movement.happened_at,
            persons=[subject.person for _, subject in movement.lines if subject.person],
        ),
        boundless=outside,
        on_hold=_holds_against(movement, guarded),
        names_only={ref for ref, kind in guarded.items() if kind in rules.PUNISHING},
    )
    return tuple(_named(reason, known) for reason in reasons)


def reasons_against_destination(
    subjects: Mapping[ledger.Subject, int], account: Account, happened_at: datetime
) -> tuple[Reason, ...]:
    """Return the reasons why these may not be on their way to an account at all."""
    arrival = rules.transfer(subjects, giver="-", taker=str(account.ref), happened_at=happened_at)
    return _reasons_against_arriving(arrival, {str(account.ref): account})


def enter(
    movement: ledger.Movement,
    *,
    kind: rules.MovementKind,
    because: str,
    actor: Actor,
    at: datetime,
    reverses: Movement | None = None,
) -> Entered:
    """Write a movement that nothing speaks against, and its postings.

    It is recorded then, or at the last entry's moment if that is later: `stamps.in_turn`. Refuses,
    as the last word, whoever would arrive where they may be punished and is held there. Counts of
    these accounts that it reaches come to differ or to agree in the same breath.
    """
    made = _Act(kind, actor, at, reverses)
    rows, written = _write({because: movement}, made)
    reached = settling.settle(written, by=because, happened_at=movement.happened_at, at=at)
    return Entered(rows[0], (*rows, *written, *reached))


def enter_conversions(
    conversions: Mapping[str, ledger.Movement],
    *,
    kind: rules.MovementKind,
    actor: Actor,
    at: datetime,
) -> tuple[list[Movement], tuple[Model, ...]]:
    """Write conversions of one moment as `enter` writes one: all of them, or none.

    By what each is because of. Each stays a movement of its own, which can be reversed alone; what
    follows from them is written once for all. Returns the movements in order, and all rows.
    """
    # No total changes, so no count comes to differ or to agree.
    assert all(movement.converts for movement in conversions.values()), "these only name"
    assert len({movement.happened_at for movement in conversions.values()}) == 1, "one moment"
    rows, written = _write(conversions, _Act(kind, actor, at))
    return rows, (*rows, *written)


def enter_for(
    paper: P,
    movement: ledger.Movement,
    *,
    kind: rules.MovementKind,
    actor: Actor,
    at: datetime,
    beside: Iterable[Model] = (),
) -> P:
    """Give a new paper its reference, enter its movement under it, and put both on record.

    `beside` are rows written with the paper, which the same entry of the journal seals.
    """
    prefix, act = _PAPERS[kind]
    paper.ref = refs.reference(prefix, paper.pk)
    entered: Entered = enter(movement, kind=kind, because=paper.ref, actor=actor, at=at)
    paper.movement = entered.movement
    paper.save(update_fields=["ref", "movement"])
    journal.record(
        actor=actor.key, kind=act, subject=paper.ref, at=at, wrote=[paper, *beside, *entered.rows]
    )
    return paper


@dataclass(frozen=True, slots=True)
class _Act:
    """What every movement of one act shares."""

    kind: rules.MovementKind
    actor: Actor
    at: datetime
    reverses: Movement | None = None


def _write(
    movements: Mapping[str, ledger.Movement], act: _Act
) -> tuple[list[Movement], list[Posting]]:
    """Write movements of one moment, by what each is because of, and what follows from them."""
    postings = [line for movement in movements.values() for line in movement.postings]
    together = replace(next(iter(movements.values())), postings=tuple(postings))
    named = {line.account for line in postings}
    touched = {str(a.ref): a for a in Account.objects.select_related("unit").filter(ref__in=named)}
    journal.take_turn()  # balances are shared: from here on nobody else writes one, nor a hold
    act = replace(act, at=in_turn(Movement, act.at))
    refuse_for(_reasons_against_arriving(together, touched))
    balances.close_the_day_before(act.at)
    rows = Movement.objects.bulk_create(
        [_movement(movement, because, act) for because, movement in movements.items()],
        batch_size=rules.BATCH,
    )
    written = Posting.objects.bulk_create(
        [
            _posting(line, row, touched[line.account])
            for row, movement in zip(rows, movements.values(), strict=True)
            for line in movement.postings
        ],
        batch_size=rules.BATCH,
    )
    balances.post(written, happened_at=together.happened_at)
    return rows, written


def _movement(movement: ledger.Movement, because: str, act: _Act) -> Movement:
    return Movement(
        happened_at=movement.happened_at,
        recorded_at=act.at,
        kind=act.kind,
        converts=movement.converts,
        because=because,
        actor=act.actor.key,
        reverses=act.reverses,
    )


def _reasons_against_arriving(
    movement: ledger.Movement, known: Mapping[str, Account]
) -> tuple[Reason, ...]:
    """Return the reasons why somebody may not arrive, whatever the books hold."""
    guarded = _guarded(known, movement)
    if not guarded:
        return ()
    reasons = ledger.reasons_against(
        movement,
        held={},
        boundless=known.keys(),
        on_hold=_holds_against(movement, guarded),
        names_only={ref for ref, kind in guarded.items() if kind in rules.PUNISHING},
    )
    return tuple(_named(found, known) for found in reasons if found.code in _OF_ARRIVING)


def _guarded(
    known: Mapping[str, Account], movement: ledger.Movement
) -> dict[str, rules.AccountKind]:
    """Return the kinds of those accounts into which a hold can forbid to go, if anybody goes.

    Who is named or established where they are goes nowhere.
    """
    if movement.converts:
        return {}
    return {
        ref: rules.AccountKind(account.kind)
        for ref, account in known.items()
        if account.kind in FORBIDDEN
    }


def _holds_against(
    movement: ledger.Movement, guarded: Mapping[str, rules.AccountKind]
) -> tuple[ledger.Hold, ...]:
    arriving = [
        subject
        for (account, subject), change in movement.lines.items()
        if change > 0 and account in guarded
    ]
    return holds.against(
        {subject.person for subject in arriving if subject.person},
        accounts=guarded,
        minors={s.person for s in arriving if s.person and s.cell.age == "minor"},
        foreigners={s.person for s in arriving if s.person and s.cell.nationality != HOME},
        at=movement.happened_at,
    )


def as_kernel(movement: Movement) -> ledger.Movement:
    """Return a written movement as the kernel knows it."""
    rows = movement.postings.select_related("account")
    found = tuple(ledger.Posting(str(p.account.ref), p.subject, p.count) for p in rows)
    return ledger.Movement(movement.happened_at, found, converts=movement.converts)


def _posting(line: ledger.Posting, movement: Movement, account: Account) -> Posting:
    cell = line.subject.cell
    return Posting(
        movement=movement,
        account=account,
        count=line.count,
        nationality=cell.nationality or "",
        sex=cell.sex or "",
        age=cell.age or "",
        person=line.subject.person or "",
        happened_at=movement.happened_at,
        recorded_at=movement.recorded_at,
        is_late=rules.is_late(movement.happened_at, movement.recorded_at),
    )


def _named(reason: Reason, accounts: Mapping[str, Account]) -> Reason:
    named = accounts.get(str(reason.values.get("account", "")))
    if named is None:
        return reason
    return replace(reason, values={**reason.values, "account": named.name})
