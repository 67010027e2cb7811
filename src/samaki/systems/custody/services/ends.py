"""How custody ends by custody's own word: entered by one, or prepared and confirmed by another.

Whoever escaped, left or was unknown can be found again. Nobody is lost by it: each end is an
account, kept by the unit that answered for them.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.db import transaction

from samaki.ground.access.rules import Permission
from samaki.ground.journal import services as journal
from samaki.kernel import refs
from samaki.kernel.ledger import Subject
from samaki.systems.custody import rules
from samaki.systems.custody.models import (
    Account,
    Ending,
    EndWords,
    FoundAgain,
    Handover,
    Intake,
    cell_of,
)
from samaki.systems.custody.rules import ends
from samaki.systems.custody.services import accounts, entries, handovers
from samaki.systems.custody.services.refusals import MovementRefusedError, refuse_for

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from django.db.models import Model

    from samaki.ground.access.actors import Actor
    from samaki.kernel.reasons import Reason

_PREPARED = "custody:end:prepare"
_FOUND = "custody:person:find_again"


@transaction.atomic
def end_custody(*, actor: Actor, account: str, ended: ends.Ended, at: datetime) -> Ending:
    """End the custody of a party of one account; what takes two persons is only prepared by it.

    `account` is its reference. Raises PermissionRefusedError, MovementRefusedError.
    """
    source = _source(actor, account)
    entries.lock([source])
    journal.take_turn()
    return _say(actor, source, ended, handover=None, at=at)


@transaction.atomic
def settle_rest(*, actor: Actor, handover: str, ended: ends.Ended, at: datetime) -> Ending:
    """Say what became of those of a hand-over who arrive nowhere: the escort's unit says it.

    They leave the road, and its variance closes by this paper once nobody is missing. Raises as
    `end_custody` does.
    """
    actor.require(Permission.END_RECORD)
    found = handovers.locked(handover)
    escort = handovers.escort_of(found)
    actor.require(Permission.END_RECORD, area=escort.area_id)
    journal.take_turn()
    refuse_for(_reasons_of_sides(actor, found))
    source = Account.objects.select_related("unit").get(pk=found.transit_id)
    return _say(actor, source, ended, handover=found, at=at)


@transaction.atomic
def confirm_end(*, actor: Actor, ending: str, happened_at: datetime, at: datetime) -> Ending:
    """Confirm a prepared end as a second person: they have left. Never by who prepared it.

    `happened_at` is when they left. Raises PermissionRefusedError, MovementRefusedError.
    """
    found = _locked(actor, ending, Permission.END_CONFIRM)
    paper, subjects = _standing(found), _subjects(found)
    is_open = found.state == rules.EndingState.PREPARED
    goal = _goal(actor, found.giver, paper.kind, at=at)
    refuse_for(
        (
            *rules.reasons_against_moment(happened_at, at=at),
            *ends.reasons_against_confirming(paper, actor=actor.key, happened_at=happened_at),
            *(_reasons_of_books(found.giver, goal, subjects, happened_at) if is_open else ()),
        )
    )
    return _enter(actor, found, goal, act="confirm", happened_at=happened_at, at=at)


@transaction.atomic
def withdraw_end(*, actor: Actor, ending: str, at: datetime) -> Ending:
    """Withdraw an end that waits; everybody stays. Raises as `confirm_end` does."""
    found = _locked(actor, ending, Permission.END_RECORD)
    refuse_for(ends.reasons_against_settling(_standing(found)))
    return _settle(actor, found, "withdraw", at=at)


@transaction.atomic
def find_again(
    *,
    actor: Actor,
    account: str,
    unit: str,
    finding: ends.Finding,
    at: datetime,
) -> FoundAgain:
    """Take those of an end who were found again into a unit's account.

    `account` is the reference of the end, `unit` the code of the unit that takes them. Raises
    PermissionRefusedError, MovementRefusedError.
    """
    keeper = accounts.unit_of(unit)
    actor.require(Permission.CUSTODY_TAKE_IN, area=keeper.area_id)
    source, taker = accounts.kept(account), accounts.account_of(keeper)
    entries.lock([source, taker])
    journal.take_turn()
    moment = finding.happened_at
    subjects, strangers = handovers.leaving(finding.party, source, moment)
    kind = rules.AccountKind(source.kind)
    refuse_for(
        (
            *rules.reasons_against_party(finding.party),
            *rules.reasons_against_moment(moment, at=at),
            *ends.reasons_against_finding(finding, source=kind, account=source.name),
            *strangers,
            *_reasons_of_books(source, taker, subjects, moment),
        )
    )
    ref = refs.reference("FA", FoundAgain.objects.count() + 1)
    movement = rules.transfer(
        subjects, giver=str(source.ref), taker=str(taker.ref), happened_at=moment
    )
    entered = entries.enter(
        movement, kind=rules.MovementKind.FINDING, because=ref, actor=actor, at=at
    )
    made = FoundAgain.objects.create(ref=ref, giver=source, taker=taker, movement=entered.movement)
    words = EndWords.objects.create(
        paper=ref, legal_basis=finding.legal_basis.strip(), reason=finding.how.strip()
    )
    wrote = [made, words, *entered.rows]
    journal.record(actor=actor.key, kind=_FOUND, subject=ref, at=at, wrote=wrote)
    return made


def _say(
    actor: Actor, source: Account, ended: ends.Ended, *, handover: Handover | None, at: datetime
) -> Ending:
    """Write the paper of an end, and its movement if one person may say it."""
    found = ends.end_of(ended.kind)
    if found is not None and found[1].is_beforehand:
        ended = replace(ended, happened_at=None)
    moment = ended.happened_at or at
    subjects, strangers = handovers.leaving(ended.party, source, moment)
    is_on_the_road = source.kind == rules.AccountKind.IN_TRANSIT
    reasons = [
        *rules.reasons_against_party(ended.party),
        *rules.reasons_against_moment(moment, at=at),
        *ends.reasons_against_ended(
            ended,
            source=rules.AccountKind(source.kind),
            account=source.name,
            has_taken_in=_has_taken_in(source),
        ),
        *strangers,
        *_reasons_twice(source, ended, subjects),
    ]
    if is_on_the_road and handover is None:  # its escort says it on the hand-over
        reasons.append(rules.reason("not_from_there", account=source.name))
    if found is None:
        raise MovementRefusedError(reasons)
    kind, end = found
    goal = _goal(actor, source, kind, at=at)
    refuse_for((*reasons, *_reasons_of_books(source, goal, subjects, moment)))

    made = Ending.objects.create(
        ref=refs.reference("EN", Ending.objects.count() + 1),
        kind=kind,
        giver=source,
        handover=handover,
        lines=_lines(subjects),
        happened_at=None if end.is_beforehand else moment,
        state=rules.ENDING.start,
        prepared_by=actor.key,
        prepared_at=at,
    )
    words = EndWords.objects.create(
        paper=made.ref, **{name: getattr(ended, name).strip() for name in ends.WORDS}
    )
    if end.is_confirmed:
        journal.record(
            actor=actor.key, kind=_PREPARED, subject=made.ref, at=at, wrote=[made, words]
        )
        return made
    return _enter(actor, made, goal, act="enter", happened_at=moment, at=at, wrote=(words,))


def _enter(
    actor: Actor,
    found: Ending,
    goal: Account,
    *,
    act: str,
    happened_at: datetime,
    at: datetime,
    wrote: tuple[Model, ...] = (),
) -> Ending:
    movement = rules.transfer(
        _subjects(found), giver=str(found.giver.ref), taker=str(goal.ref), happened_at=happened_at
    )
    entered = entries.enter(
        movement, kind=rules.MovementKind.ENDING, because=found.ref, actor=actor, at=at
    )
    found.movement = entered.movement
    rows = [*wrote, *entered.rows, *_rows_of_handover(found, happened_at)]
    return _settle(actor, found, act, rows=rows, at=at)


def _rows_of_handover(found: Ending, happened_at: datetime) -> Iterator[Model]:
    """Bring the hand-over of which these were the rest to what follows; yield what was written."""
    if found.handover is None:
        return
    is_over = not handovers.on_the_way(found.handover)
    handovers.advance(found.handover, "settle" if is_over else "settle_part")
    variance = handovers.settle_variance(found.handover, by=found.ref, happened_at=happened_at)
    yield from filter(None, (found.handover, variance))


def _settle(
    actor: Actor, found: Ending, act: str, *, rows: list[Model] | None = None, at: datetime
) -> Ending:
    kinds = {"enter": Permission.END_RECORD, "confirm": Permission.END_CONFIRM}
    found.state = rules.ENDING.after(rules.EndingState(found.state), act)
    found.settled_by, found.settled_at = actor.key, at
    found.save()
    journal.record(
        actor=actor.key,
        kind=kinds.get(act, "custody:end:withdraw"),
        subject=found.ref,
        at=at,
        wrote=[found, *(rows or [])],
    )
    return found


def _source(actor: Actor, ref: str) -> Account:
    """Return the account, once the actor may end custody where it lies."""
    actor.require(Permission.END_RECORD)
    source = accounts.kept(ref)
    assert source.unit is not None, "an account inside the books has a unit"
    actor.require(Permission.END_RECORD, area=source.unit.area_id)
    return source


def _locked(actor: Actor, ref: str, permission: Permission) -> Ending:
    """Return the paper with its accounts locked and the journal's turn taken, or refuse."""
    actor.require(permission)
    every = Ending.objects.select_related("giver__unit", "handover")
    known = every.filter(ref=ref.strip().upper()).first()
    if known is None:
        raise MovementRefusedError([rules.reason("unknown_disposition", ref=ref)])
    assert known.giver.unit is not None, "an account inside the books has a unit"
    actor.require(permission, area=known.giver.unit.area_id)
    handover = handovers.locked(str(known.handover.ref)) if known.handover else None
    entries.lock([known.giver])
    journal.take_turn()
    found = every.get(pk=known.pk)  # somebody else may have answered before the lock
    found.handover = handover
    return found


def _goal(actor: Actor, source: Account, kind: rules.AccountKind, *, at: datetime) -> Account:
    """Return the account of that end, kept by the unit that answered for them until then."""
    assert source.unit is not None, "an account inside the books has a unit"
    return accounts.open_end(actor=actor, kind=kind, keeper=source.unit, at=at)


def _has_taken_in(source: Account) -> bool:
    return Intake.objects.filter(account=source, movement__reversed_by=None).exists()


def _reasons_of_books(
    source: Account, goal: Account, subjects: Mapping[Subject, int], happened_at: datetime
) -> tuple[Reason, ...]:
    if not subjects:
        return ()  # the party's own reasons say so already
    movement = rules.transfer(
        subjects, giver=str(source.ref), taker=str(goal.ref), happened_at=happened_at
    )
    return entries.reasons_against(movement, [source, goal])


def _reasons_of_sides(actor: Actor, handover: Handover) -> Iterator[Reason]:
    """Find nobody on the road, or the receiver's own officer: its loss is not its to explain."""
    escort = handovers.escort_of(handover)
    if not handovers.on_the_way(handover):
        yield rules.reason("nobody_on_the_way", ref=handover.ref)
    receiver = handover.receiver.unit_id
    if receiver in actor.units and escort.code not in actor.units:
        yield rules.reason("rest_of_receiver", unit=handover.receiver.name, escort=escort.name)


def _reasons_twice(
    source: Account, ended: ends.Ended, subjects: Mapping[Subject, int]
) -> Iterator[Reason]:
    """Find the same end already on record, or waiting: a form sent twice ends nobody twice."""
    same = Ending.objects.filter(
        giver=source, kind=ended.kind, happened_at=ended.happened_at, lines=_lines(subjects)
    ).exclude(state=rules.EndingState.WITHDRAWN)
    stands = same.filter(movement__reversed_by=None)
    # Another decision on as many heads is another one, once the first was carried out.
    if ended.happened_at is None:
        stands = stands.filter(state=rules.EndingState.PREPARED)
    for known in stands:
        yield rules.reason("ended_before", ref=known.ref)


def _lines(subjects: Mapping[Subject, int]) -> list[list[str | int]]:
    rows: list[list[str | int]] = [
        [s.cell.nationality or "", s.cell.sex or "", s.cell.age or "", s.person or "", count]
        for s, count in subjects.items()
    ]
    return sorted(rows, key=str)


def _subjects(found: Ending) -> dict[Subject, int]:
    return {
        Subject(cell_of(nationality, sex, age), person or None): count
        for nationality, sex, age, person, count in found.lines
    }


def _standing(found: Ending) -> ends.Standing:
    return ends.Standing(
        found.ref,
        rules.AccountKind(found.kind),
        rules.EndingState(found.state),
        found.prepared_by,
        found.prepared_at,
        found.settled_at,
    )
