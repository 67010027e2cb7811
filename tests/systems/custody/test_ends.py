"""Custody's own ends: each needs what its table says, and nobody is lost by one."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from tests.systems.custody.case import ESCORT, IDN, POIPET, SIHANOUK, Case, officer, totals
from tests.systems.custody.held import PROTECTED, Held

from samaki.ground.access.actors import Actor, Grant, PermissionRefusedError
from samaki.ground.access.rules import BY_PROGRAM, GRANTS, Permission, Role
from samaki.ground.journal import queries as journal
from samaki.systems.custody import rules
from samaki.systems.custody.models import Account, Ending, EndWords, Handover, Variance
from samaki.systems.custody.queries import clocks, whereabouts
from samaki.systems.custody.queries import ends as queries
from samaki.systems.custody.queries.books import Moments
from samaki.systems.custody.rules import AccountKind, EndingState, HandoverState
from samaki.systems.custody.rules.ends import (
    CONFIRMED,
    ENDS,
    Ended,
    Finding,
)
from samaki.systems.custody.services.corrections import correct_movement, may_correct
from samaki.systems.custody.services.ends import (
    confirm_end,
    end_custody,
    find_again,
    settle_rest,
    withdraw_end,
)
from samaki.systems.custody.services.handovers import receive_rest
from samaki.systems.custody.services.refusals import MovementRefusedError

if TYPE_CHECKING:
    from collections.abc import Callable

    from samaki.systems.custody.models import FoundAgain

OFFICER = officer("KH-1")
COMMAND = officer("KH-1", Role.PROVINCIAL_COMMAND, "account:9")
GUARD = officer("KH", key="account:5")  # of the escort, whose area is the country
WHOLE: dict[str, Any] = {
    "authority": "Prosecutor of the province",
    "document": "Order 12",
    "article": "Article 566",
    "reason": "As the guard said",
}
K = AccountKind


def _codes(act: Callable[[], object]) -> list[str]:
    before = journal.length()
    with pytest.raises(MovementRefusedError) as refused:
        act()
    assert journal.length() == before
    assert all(refused.value.sentences)
    return [reason.code for reason in refused.value.reasons]


def _ended(kind: str, heads: int = 0, *persons: str, **said: Any) -> Ended:
    party = rules.Party({IDN: heads} if heads else {}, persons)
    return Ended(kind, party, **{**WHOLE, **said})


def _station(unit: str = POIPET) -> str:
    return str(Account.objects.get(unit=unit, kind=K.STATION).ref)


def _end(case: Case, ended: Ended, *, actor: Actor = OFFICER, at: Any = None) -> Ending:
    return end_custody(actor=actor, account=_station(), ended=ended, at=at or case.at)


def _confirm(case: Case, ending: Ending, *, actor: Actor = COMMAND, hours: float = 0) -> Ending:
    return confirm_end(actor=actor, ending=ending.ref, happened_at=case.ago(hours), at=case.at)


def _find(
    case: Case,
    end: str,
    heads: int = 0,
    *persons: str,
    basis: str = "Article 96",
    how: str = "At the bus station",
    hours: float = 0,
    actor: Actor = OFFICER,
) -> FoundAgain:
    party = rules.Party({IDN: heads} if heads else {}, persons)
    finding = Finding(party, basis, how, case.ago(hours))
    return find_again(actor=actor, account=end, unit=POIPET, finding=finding, at=case.at)


def _ref_of(kind: str, unit: str = POIPET) -> str:
    return str(Account.objects.get(kind=kind, unit=unit).ref)


# The books.


@pytest.mark.django_db
@pytest.mark.parametrize("kind", sorted(set(ENDS) - CONFIRMED - {K.RELEASED_ON_SITE}))
def test_heads_leave_by_one_persons_word_to_an_account_their_unit_keeps(
    case: Case, kind: str
) -> None:
    case.take()

    made = _end(case, _ended(kind, 5, happened_at=case.ago(1)))

    assert (made.state, made.happened_at) == (EndingState.ENTERED, case.ago(1))
    now = totals(case.at)
    assert (now[POIPET], now[kind]) == (266, 5)
    account = Account.objects.get(kind=kind)
    assert (account.unit_id, "Poipet police" in account.name) == (POIPET, True)


@pytest.mark.django_db
@pytest.mark.parametrize("kind", [K.RELEASED, K.DEAD])
def test_what_takes_two_moves_nobody_until_the_second_confirms(case: Case, kind: str) -> None:
    case.take()
    made = _end(case, _ended(kind, 5))
    assert (made.state, totals(case.at)[POIPET]) == (EndingState.PREPARED, 271)

    same = officer("KH-1", Role.PROVINCIAL_COMMAND, OFFICER.key)
    assert _codes(lambda: _confirm(case, made, actor=same)) == ["own_ending"]
    _confirm(case, made)

    now = totals(case.at)
    assert (now[POIPET], now[kind]) == (266, 5)
    assert _codes(lambda: _confirm(case, made)) == ["ending_over"]
    assert _codes(lambda: withdraw_end(actor=OFFICER, ending=made.ref, at=case.at)) == [
        "ending_over"
    ]


@pytest.mark.django_db
def test_who_died_died_when_it_was_said_and_not_when_it_was_confirmed(case: Case) -> None:
    case.take()
    made = _end(case, _ended(K.DEAD, 1, happened_at=case.ago(9)))

    _confirm(case, made, hours=9)

    assert totals(case.ago(9), case.at)["dead"] == 1
    assert totals(case.ago(9.1), case.at)["dead"] == 0


@pytest.mark.django_db
def test_a_prepared_end_that_is_withdrawn_leaves_everybody_where_they_are(case: Case) -> None:
    case.take()
    made = _end(case, _ended(K.RELEASED, 5))

    withdraw_end(actor=OFFICER, ending=made.ref, at=case.at)

    assert totals(case.at)[POIPET] == 271
    assert _codes(lambda: _confirm(case, made)) == ["ending_over"]
    assert _end(case, _ended(K.RELEASED, 5)).ref != made.ref


@pytest.mark.django_db
def test_every_reason_against_an_end_is_given_at_once(case: Case) -> None:
    case.take()

    codes = _codes(
        lambda: _end(
            case,
            _ended(K.RELEASED, 500, "P-0000", authority=" ", document=""),
        )
    )
    assert codes == ["no_authority", "no_document", "not_here", "overdrawn"]
    future = case.at + timedelta(hours=1)
    assert _codes(lambda: _end(case, _ended(K.ESCAPED, 0, reason="", happened_at=future))) == [
        "nobody",
        "future",
        "no_cause",
    ]
    assert _codes(lambda: _end(case, _ended("expelled", 1))) == ["no_way"]
    unknown = partial(end_custody, actor=OFFICER, ended=_ended(K.ESCAPED, 1), at=case.at)
    assert _codes(lambda: unknown(account="AC-0000")) == ["unknown_account"]


@pytest.mark.django_db
def test_nobody_is_ended_twice_by_a_form_that_is_sent_twice(case: Case) -> None:
    case.take()
    escaped = _ended(K.ESCAPED, 5, happened_at=case.ago(1))
    made = _end(case, escaped)
    waits = _end(case, _ended(K.RELEASED, 5))

    assert _codes(lambda: _end(case, escaped)) == ["ended_before"]
    assert _codes(lambda: _end(case, _ended(K.RELEASED, 5))) == ["ended_before"]

    _confirm(case, waits)
    _end(case, _ended(K.RELEASED, 5))  # another decision of the same size
    undo = partial(correct_movement, actor=OFFICER, reason="Slip", at=case.at)
    undo(movement=made.movement_id or 0)
    _end(case, escaped)


@pytest.mark.django_db
def test_whoever_is_held_is_handed_to_nobody_abroad_and_nobody_without_a_name(held: Held) -> None:
    case = held.case
    free, never, placed = (held.person(name) for name in ("Budi", "Agus", "Dewi"))
    held.clear(free)
    held.place(placed, PROTECTED)
    held.serve(placed)
    abroad = partial(_ended, K.HANDED_OVER_ABROAD)

    assert _codes(lambda: _end(case, abroad(2, free, never, placed))) == [
        "unnamed",
        "on_hold",  # not screened
        "on_hold",  # and not told that the consulate can be notified
        "on_hold",  # protected
    ]
    made = _end(case, abroad(0, free))
    held.place(free, because="VS-9", hours=1)
    assert _codes(lambda: _confirm(case, made)) == ["on_hold"]

    for ground in ("appeal", "medical", "asylum"):
        person = held.person(ground)
        held.clear(person)
        _hold(case, person, ground)
        assert _codes(partial(_end, case, abroad(0, person))) == ["on_hold"]


def _hold(case: Case, person: str, ground: str) -> None:
    from tests.systems.custody.held import EXPELS, immigration  # noqa: PLC0415 - of this test alone

    from samaki.systems.custody.services.holds import place_hold  # noqa: PLC0415 - as above

    place_hold(
        actor=immigration(),
        person=person,
        ground=ground,
        owner=EXPELS,
        because="EX-9",
        at=case.ago(2),
    )


@pytest.mark.django_db
def test_the_cleared_are_handed_over_abroad_by_name_and_a_correction_brings_them_back(
    held: Held,
) -> None:
    case, person = held.case, held.person()
    held.clear(person)
    made = _confirm(case, _end(case, _ended(K.HANDED_OVER_ABROAD, 0, person)))
    place = whereabouts.where([person], at=case.at)[person]
    assert place is not None
    assert (place.kind, place.name) == ("handed_over_abroad", "Handed over abroad by Poipet police")

    number = made.movement_id or 0
    assert not may_correct(OFFICER, number), "what took two is not undone by the first alone"
    assert may_correct(COMMAND, number)
    correct_movement(actor=COMMAND, movement=number, reason="They stayed", at=case.at)

    place = whereabouts.where([person], at=case.at)[person]
    assert place is not None
    assert place.unit == POIPET


@pytest.mark.django_db
def test_who_is_found_again_is_in_the_units_account_and_nobody_else_left_the_end(
    case: Case,
) -> None:
    case.take()
    _end(case, _ended(K.UNKNOWN, 5, happened_at=case.ago(2)))
    end = _ref_of("unknown")

    assert _codes(lambda: _find(case, end, 6)) == ["overdrawn"]
    assert _codes(lambda: _find(case, end, 1, hours=3)) == ["overdrawn"]
    assert _codes(lambda: _find(case, end, 0, "P-0000", basis=" ", how="")) == [
        *("no_basis", "no_finding", "not_here"),
    ]
    made = _find(case, end, 2)

    now = totals(case.at)
    assert (now[POIPET], now["unknown"]) == (268, 3)
    line = queries.finding_of(made.movement_id)
    assert line is not None
    assert (line.count, line.said.reason) == (2, "At the bus station")
    correct_movement(actor=OFFICER, movement=made.movement_id, reason="Others", at=case.at)
    assert totals(case.at)["unknown"] == 5


@pytest.mark.django_db
def test_the_released_are_not_found_again_and_a_mistake_is_reversed(case: Case) -> None:
    case.take()
    _confirm(case, _end(case, _ended(K.RELEASED, 5)))

    assert _codes(lambda: _find(case, _ref_of("released"), 1)) == ["not_back"]
    with pytest.raises(PermissionRefusedError):
        _find(case, _ref_of("released"), 1, actor=officer("KH-18"))


@pytest.mark.django_db
def test_what_became_of_the_unknown_can_be_learnt(case: Case) -> None:
    case.take()
    _end(case, _ended(K.UNKNOWN, 5, happened_at=case.ago(2)))

    say = partial(end_custody, actor=OFFICER, account=_ref_of("unknown"), at=case.at)
    say(ended=_ended(K.LEFT_VOLUNTARILY, 2, happened_at=case.ago(1)))
    assert _codes(lambda: say(ended=_ended(K.RELEASED, 1))) == ["not_from_there"]

    now = totals(case.at)
    assert (now["unknown"], now["left_voluntarily"], now[POIPET]) == (3, 2, 266)


@pytest.mark.django_db
def test_the_unknown_are_listed_with_owner_and_age_and_never_grow_younger(case: Case) -> None:
    case.take()
    _end(case, _ended(K.UNKNOWN, 2, happened_at=case.ago(10)))
    _end(case, _ended(K.UNKNOWN, 3, happened_at=case.ago(4)))
    _end(case, _ended(K.ESCAPED, 1, happened_at=case.ago(4)))
    _find(case, _ref_of("unknown"), 3)
    at = Moments(case.at, case.at)

    unknown, escaped = queries.seen(OFFICER, at)

    assert (unknown.held, unknown.owner, unknown.age) == (2, "Poipet police", timedelta(hours=10))
    assert (unknown.is_unknown, escaped.is_unknown, escaped.kind) == (True, False, "escaped")
    assert queries.seen(officer("KH-18"), at) == []


@pytest.mark.django_db
def test_to_have_been_unknown_does_not_start_the_clock_anew(case: Case) -> None:
    case.take()
    _end(case, _ended(K.UNKNOWN, 2, happened_at=case.ago(10)))
    assert sum(line.heads for line in clocks.clocks(OFFICER, Moments(case.at, case.at))) == 269
    _find(case, _ref_of("unknown"), 2)

    (line,) = clocks.clocks(OFFICER, Moments(case.at, case.at))

    assert (line.heads, line.age) == (271, timedelta(hours=15))


@pytest.mark.django_db
@pytest.mark.parametrize("end", [K.ESCAPED, K.LEFT_VOLUNTARILY])
def test_who_is_found_again_goes_on_with_the_hours_already_spent(case: Case, end: str) -> None:
    case.take()
    for gone, back in ((10, 7), (4, 1)):
        _end(case, _ended(end, 2, happened_at=case.ago(gone)))
        _find(case, _ref_of(end), 2, hours=back)

    lines = clocks.clocks(OFFICER, Moments(case.at, case.at))

    hours = {line.age // timedelta(hours=1): line.heads for line in lines}
    assert hours == {15: 269, 5 + 3 + 1: 2}, "what they spent in custody, and no other hour"


# The rest of a hand-over.


@pytest.mark.django_db
def test_the_rest_is_declared_unknown_and_the_variance_closes_by_that_paper(case: Case) -> None:
    case.take()
    handover = case.send()
    case.receive(handover)

    made = _settle(case, handover, _ended(K.UNKNOWN, 2, happened_at=case.ago(1)))

    variance = Variance.objects.get()
    assert (variance.state, variance.missing, variance.closed_by) == ("closed", 0, made.ref)
    assert Handover.objects.get().state == HandoverState.SETTLED
    now = totals(case.at)
    assert (now["unknown"], now["in_transit"], now[SIHANOUK]) == (2, 0, 61)
    assert Account.objects.get(kind="unknown").unit_id == ESCORT


def _settle(case: Case, handover: Handover, ended: Ended, actor: Actor = GUARD) -> Ending:
    return settle_rest(actor=actor, handover=str(handover.ref), ended=ended, at=case.at)


@pytest.mark.django_db
def test_a_part_of_the_rest_is_settled_and_the_other_received(case: Case) -> None:
    case.take()
    handover = case.send()
    case.receive(handover)

    _settle(case, handover, _ended(K.ESCAPED, 1, happened_at=case.ago(3)))
    assert Variance.objects.get().missing == 1
    case.receive_late(handover, {IDN: 1})

    found = Handover.objects.get()
    assert (found.state, Variance.objects.get().state) == (HandoverState.RECEIVED, "closed")
    assert _codes(lambda: _settle(case, handover, _ended(K.ESCAPED, 1))) == [
        "nobody_on_the_way",
    ]


@pytest.mark.django_db
def test_who_died_on_the_road_leaves_it_when_a_second_person_confirms(case: Case) -> None:
    case.take()
    handover = case.send()
    case.receive(handover)
    made = _settle(case, handover, _ended(K.DEAD, 2, happened_at=case.ago(13.5)))
    assert Variance.objects.get().missing == 2

    second = officer("KH", Role.PROVINCIAL_COMMAND, "account:9")
    with pytest.raises(PermissionRefusedError):
        _confirm(case, made)  # the escort's area is the country
    _confirm(case, made, actor=second, hours=13.5)

    assert Variance.objects.get().closed_by == made.ref
    assert Handover.objects.get().state == HandoverState.SETTLED


@pytest.mark.django_db
def test_reversing_the_end_of_a_rest_puts_them_back_on_the_road(case: Case) -> None:
    case.take()
    handover = case.send()
    case.receive(handover)
    opened = Variance.objects.get().opened_at
    made = _settle(case, handover, _ended(K.UNKNOWN, 2, happened_at=case.ago(1)))

    number = made.movement_id or 0
    assert not may_correct(OFFICER, number)
    correct_movement(actor=GUARD, movement=number, reason="Wrong bus", at=case.at)

    variance = Variance.objects.get()
    assert (variance.state, variance.missing, variance.opened_at) == ("open", 2, opened)
    assert Handover.objects.get().state == HandoverState.PART_RECEIVED
    receive_rest(
        actor=case.sihanouk,
        handover=str(handover.ref),
        unit=SIHANOUK,
        received=rules.Party({IDN: 2}),
        happened_at=case.ago(1),
        at=case.at,
    )
    assert Handover.objects.get().state == HandoverState.RECEIVED


@pytest.mark.django_db
def test_somebody_escapes_on_the_road_before_anybody_receives(case: Case) -> None:
    case.take()
    handover = case.send()
    _settle(case, handover, _ended(K.ESCAPED, 63, happened_at=case.ago(13.5)))

    assert Handover.objects.get().state == HandoverState.SETTLED
    assert not Variance.objects.exists()
    assert _codes(lambda: case.receive(handover)) == ["not_sent"]


@pytest.mark.django_db
def test_the_receiver_does_not_explain_its_own_loss_and_the_road_is_no_way_round(
    case: Case,
) -> None:
    case.take()
    handover = case.send()
    case.receive(handover)
    receiver = Actor("account:2", (Grant("KH", GRANTS[Role.INTAKE_OFFICER], SIHANOUK),))
    escaped = _ended(K.ESCAPED, 2, happened_at=case.ago(1))

    assert _codes(lambda: _settle(case, handover, escaped, receiver)) == ["rest_of_receiver"]
    with pytest.raises(PermissionRefusedError):
        _settle(case, handover, escaped, OFFICER)
    transit = str(Account.objects.get(kind="in_transit").ref)
    way_round = partial(end_custody, actor=GUARD, account=transit, ended=escaped, at=case.at)
    assert _codes(way_round) == ["not_from_there"]
    assert _codes(lambda: _settle(case, handover, _ended(K.RELEASED, 2))) == ["not_from_there"]


# Who may, and what the database says itself.


@pytest.mark.django_db
def test_only_who_records_ends_where_the_account_lies_ends_custody(case: Case) -> None:
    case.take()
    screener = officer("KH", Role.PROTECTION_SCREENER)
    for actor in (officer("KH-18"), screener):
        with pytest.raises(PermissionRefusedError):
            _end(case, _ended(K.ESCAPED, 1), actor=actor)
    waits = _end(case, _ended(K.RELEASED, 1))
    for actor in (OFFICER, officer("KH-18", Role.PROVINCIAL_COMMAND)):
        with pytest.raises(PermissionRefusedError):
            _confirm(case, waits, actor=actor)
    with pytest.raises(PermissionRefusedError):
        withdraw_end(actor=screener, ending=waits.ref, at=case.at)
    with pytest.raises(MovementRefusedError):
        withdraw_end(actor=OFFICER, ending="EN-0000", at=case.at)
    assert not {Permission.END_RECORD, Permission.END_CONFIRM} & BY_PROGRAM


@pytest.mark.django_db
def test_the_database_refuses_a_grave_end_by_one_person_and_a_change_of_its_words(
    case: Case,
) -> None:
    case.take()
    made = _confirm(case, _end(case, _ended(K.RELEASED, 1)))

    for change in ({"settled_by": OFFICER.key}, {"state": EndingState.ENTERED}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Ending.objects.filter(pk=made.pk).update(**change)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        EndWords.objects.update(reason="Another")
    with pytest.raises(IntegrityError), transaction.atomic():
        Account.objects.create(kind="released", unit_id=POIPET, opened_at=case.at)
