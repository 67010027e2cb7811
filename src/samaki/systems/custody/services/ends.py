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
from samaki.systems.custody import rules
from samaki.systems.custody.models import (
    Account,
    Ending,
    EndWords,
    FoundAgain,
    Handover,
    cell_of,
)
from samaki.systems.custody.queries.sides import speaks_for
from samaki.systems.custody.rules import ends
from samaki.systems.custody.services import accounts, entries, handovers
from samaki.systems.custody.services.refusals import MovementRefusedError, refuse_for
from samaki.systems.custody.services.twice import entered_before

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

    from django.db.models import Model, QuerySet

    from samaki.ground.access.actors import Actor
    from samaki.kernel import ledger
    from samaki.kernel.ledger import Subject
    from samaki.kernel.reasons import Reason

_GONE = frozenset({"not_here", "overdrawn", "overdrawn_later"})
_OF_SIDES = (
    "giver__unit",
    "handover__receiver__unit",
    "handover__giver__unit",
    "handover__transit__unit",
)
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
    """Say what became of those of a hand-over who arrive nowhere: never the receiver says it.

    The escort's side does; where the receiver is the escort, the sender's or a command over both.
    They leave the road, and its variance closes by this paper once nobody is missing. Raises as
    `end_custody` does.
    """
    actor.require(Permission.END_RECORD)
    found = handovers.locked(handover)
    _require_over(actor, Permission.END_RECORD, found.transit, found)
    journal.take_turn()
    refuse_for(
        (
            *_reasons_of_road(found),
            *_reasons_of_sides(actor, found, Permission.END_RECORD),
        )
    )
    source = Account.objects.select_related("unit").get(pk=found.transit_id)
    return _say(actor, source, ended, handover=found, at=at)


@transaction.atomic
def confirm_end(
    *, actor: Actor, ending: str, happened_at: datetime | None = None, at: datetime
) -> Ending:
    """Confirm a prepared end as a second person: they have left. Never by who prepared it.

    `happened_at` is when they left, where a decision came first; else the paper says when it
    happened. Named persons leave as whom the books know them now. Raises PermissionRefusedError,
    MovementRefusedError.
    """
    found = _locked(actor, ending, Permission.END_CONFIRM)
    paper = _standing(found)
    # Without a moment it is refused, with all that the books say of this one.
    moment = paper.happened_at or happened_at or at
    goal = _goal(actor, found.giver, paper.kind, at=at)
    subjects, strangers = handovers.leaving(_party(found), found.giver, moment)
    reasons = [
        *rules.reasons_against_moment(happened_at or moment, at=at),
        *ends.reasons_against_confirming(paper, actor=actor.key, happened_at=happened_at),
    ]
    if found.handover is not None:
        reasons += _reasons_of_sides(actor, found.handover, Permission.END_CONFIRM)
    if found.state == rules.EndingState.PREPARED:
        gone = [*strangers, *_reasons_of_books(found.giver, goal, subjects, moment)]
        is_outdated = not reasons and any(reason.code in _GONE for reason in gone)
        advice = [rules.reason("outdated_paper", ref=found.ref)] if is_outdated else []
        reasons += [*gone, *advice]
    refuse_for(reasons)
    movement = _transfer(found.giver, goal, subjects, moment)
    return _enter(actor, found, movement, act="confirm", at=at)


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
            *([rules.reason("found_charged")] if taker.kind in rules.CHARGING else []),
            *_reasons_found_twice(source, taker, finding, subjects),
            *_reasons_of_books(source, taker, subjects, moment),
        )
    )
    ref = refs.reference("FA", FoundAgain.objects.count() + 1)
    movement = _transfer(source, taker, subjects, moment)
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


def may_settle(
    actor: Actor, sides: ends.Sides, permission: Permission = Permission.END_RECORD
) -> bool:
    """Tell whether an actor may say, or with the permission confirm, the rest of a hand-over.

    Who speaks for the escort may, and nobody of the receiver's. Where that is the escort too, its
    superiors may, who confirm ends there, and the sender's side.
    """
    if sides.receiver in actor.units:
        return False
    is_over = actor.may(permission, area=sides.escort_area)
    if not sides.is_own_escort:
        return is_over and speaks_for(actor, sides.escort)
    is_command = is_over and actor.may(Permission.END_CONFIRM, area=sides.escort_area)
    return is_command or actor.may(permission, area=sides.giver_area)


def may_answer(actor: Actor, ending: str, permission: Permission) -> bool:
    """Tell whether an actor may confirm or withdraw the paper of an end, by that permission."""
    every = Ending.objects.select_related(*_OF_SIDES)
    found = every.filter(ref=ending).first()
    if found is None:
        return False
    if found.handover is not None and may_settle(actor, _sides(found.handover), permission):
        return True
    assert found.giver.unit is not None, "an account inside the books has a unit"
    is_over = actor.may(permission, area=found.giver.unit.area_id)
    return is_over and (found.handover is None or permission is not Permission.END_CONFIRM)


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
        ),
        *strangers,
        *_reasons_twice(source, ended, subjects, at=at),
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
    movement = _transfer(source, goal, subjects, moment)
    return _enter(actor, made, movement, act="enter", at=at, wrote=(words,))


def _enter(
    actor: Actor,
    found: Ending,
    movement: ledger.Movement,
    *,
    act: str,
    at: datetime,
    wrote: tuple[Model, ...] = (),
) -> Ending:
    entered = entries.enter(
        movement, kind=rules.MovementKind.ENDING, because=found.ref, actor=actor, at=at
    )
    found.movement = entered.movement
    rows = [*wrote, *entered.rows, *_rows_of_handover(found, movement.happened_at)]
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
    every = Ending.objects.select_related(*_OF_SIDES)
    known = every.filter(ref=ref.strip().upper()).first()
    if known is None:
        raise MovementRefusedError([rules.reason("unknown_disposition", ref=ref)])
    _require_over(actor, permission, known.giver, known.handover)
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


def _require_over(
    actor: Actor, permission: Permission, source: Account, handover: Handover | None
) -> None:
    """Require a permission over what leaves an account; of a rest, over a side that may say it."""
    if handover is None or not may_settle(actor, _sides(handover), permission):
        assert source.unit is not None, "an account inside the books has a unit"
        actor.require(permission, area=source.unit.area_id)


def _sides(handover: Handover) -> ends.Sides:
    escort, sender = handovers.escort_of(handover), handover.giver.unit
    assert sender is not None, "who sends is a unit"
    return ends.Sides(
        escort=escort.code,
        escort_area=escort.area_id,
        receiver=str(handover.receiver.unit_id),
        giver_area=sender.area_id,
    )


def _reasons_of_books(
    source: Account, goal: Account, subjects: Mapping[Subject, int], happened_at: datetime
) -> tuple[Reason, ...]:
    if not subjects:
        return ()  # the party's own reasons say so already
    movement = _transfer(source, goal, subjects, happened_at)
    return entries.reasons_against(movement, [source, goal])


def _transfer(
    source: Account, goal: Account, subjects: Mapping[Subject, int], happened_at: datetime
) -> ledger.Movement:
    return rules.transfer(
        subjects, giver=str(source.ref), taker=str(goal.ref), happened_at=happened_at
    )


def _reasons_of_road(handover: Handover) -> Iterator[Reason]:
    if not handovers.on_the_way(handover):
        yield rules.reason("nobody_on_the_way", ref=handover.ref)


def _reasons_of_sides(actor: Actor, handover: Handover, permission: Permission) -> Iterator[Reason]:
    """Find the receiver's own officer, whose loss is not theirs to explain, and say whose it is."""
    sides, unit = _sides(handover), handover.receiver.name
    if may_settle(actor, sides, permission):
        return
    if sides.is_own_escort:
        yield rules.reason("rest_of_escort", unit=unit, giver=handover.giver.name)
    else:
        escort = handovers.escort_of(handover).name
        yield rules.reason("rest_of_receiver", unit=unit, escort=escort)


def _reasons_twice(
    source: Account, ended: ends.Ended, subjects: Mapping[Subject, int], *, at: datetime
) -> Iterator[Reason]:
    """Find the same end already on record, or waiting: a form sent twice ends nobody twice.

    On another document it is another decision. What happened without a moment happened this minute.
    """
    same = Ending.objects.filter(giver=source, kind=ended.kind, lines=_lines(subjects))
    stands = same.exclude(state=rules.EndingState.WITHDRAWN).filter(movement__reversed_by=None)
    found = ends.end_of(ended.kind)
    if found is not None and found[1].is_beforehand:
        # As many heads leave on one document in parts, one after the other.
        stands = stands.filter(state=rules.EndingState.PREPARED)
    elif ended.happened_at is None:
        stands = stands.filter(happened_at__range=(ends.minute_of(at), at))
    else:
        stands = stands.filter(happened_at=ended.happened_at)
    decision = {name: getattr(ended, name) for name in ("authority", "document", "article")}
    for ref in _of_words(stands.values_list("ref", flat=True), **decision):
        yield rules.reason("ended_before", ref=ref)


def _reasons_found_twice(
    source: Account, taker: Account, finding: ends.Finding, subjects: Mapping[Subject, int]
) -> Iterator[Reason]:
    """Find the same already found again: a form sent twice finds nobody twice."""
    kind, moment = rules.MovementKind.FINDING, finding.happened_at
    came = entered_before(taker, subjects, kind=kind, happened_at=moment)
    from_there = FoundAgain.objects.filter(ref__in=came, giver=source)
    refs = from_there.values_list("ref", flat=True)
    for ref in _of_words(refs, legal_basis=finding.legal_basis, reason=finding.how):
        yield rules.reason("found_before", ref=ref)


def _of_words(papers: Iterable[str], **said: str) -> QuerySet[EndWords, str]:
    """Return those of the papers on which just that was said."""
    words = {name: text.strip() for name, text in said.items()}
    found = EndWords.objects.filter(paper__in=list(papers), **words)
    return found.values_list("paper", flat=True)


def _lines(subjects: Mapping[Subject, int]) -> list[list[str | int]]:
    rows: list[list[str | int]] = [
        [s.cell.nationality or "", s.cell.sex or "", s.cell.age or "", s.person or "", count]
        for s, count in subjects.items()
    ]
    return sorted(rows, key=str)


def _party(found: Ending) -> rules.Party:
    """Return who leaves by a paper; the cell of a named person may be another one since."""
    heads = {
        cell_of(nationality, sex, age): count
        for nationality, sex, age, person, count in found.lines
        if not person
    }
    return rules.Party(heads, tuple(line[3] for line in found.lines if line[3]))


def _standing(found: Ending) -> ends.Standing:
    return ends.Standing(
        found.ref,
        rules.AccountKind(found.kind),
        rules.EndingState(found.state),
        found.prepared_by,
        found.prepared_at,
        found.happened_at,
        found.settled_at,
    )
