"""What is said of a hand-over on the road: declined, taken back, sent to somebody else."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.systems.custody.case import ESCORT, IDN, POIPET, SHELTER, SIHANOUK, Case, officer, totals
from tests.systems.custody.held import PRISON, Held

from samaki.ground.access.actors import PermissionRefusedError
from samaki.ground.journal.models import Entry
from samaki.systems.custody import rules
from samaki.systems.custody.models import Handover, Readdressing, Variance
from samaki.systems.custody.queries import books, handovers
from samaki.systems.custody.queries.books import Moments
from samaki.systems.custody.services.accounts import open_account
from samaki.systems.custody.services.addressing import decline_handover, readdress_handover
from samaki.systems.custody.services.corrections import correct_movement
from samaki.systems.custody.services.handovers import receive_handover, receive_vehicle, take_back
from samaki.systems.custody.services.refusals import MovementRefusedError
from samaki.systems.custody.templatetags.custody import kind_name, kind_sign

if TYPE_CHECKING:
    from samaki.systems.custody.models import Decline, Receipt

pytestmark = pytest.mark.django_db


def _decline(
    case: Case, handover: Handover, *, reason: str = "No room", hours: float = 13
) -> Decline:
    return decline_handover(
        actor=case.sihanouk,
        handover=str(handover.ref),
        unit=SIHANOUK,
        reason=reason,
        happened_at=case.ago(hours),
        at=case.at,
    )


def _take_back(case: Case, handover: Handover, heads: int, *, hours: float = 10) -> Receipt:
    return take_back(
        actor=case.poipet,
        handover=str(handover.ref),
        unit=POIPET,
        returned=rules.Party({IDN: heads}),
        happened_at=case.ago(hours),
        at=case.at,
    )


def _readdress(case: Case, handover: Handover, receiver: str = SHELTER) -> Readdressing:
    return readdress_handover(
        actor=case.poipet,
        handover=str(handover.ref),
        receiver=receiver,
        reason="The hospital is full",
        at=case.at,
    )


def _open_shelter(case: Case) -> None:
    keeper = officer("KH-12", key="account:3")
    opened = case.at - timedelta(days=3)
    open_account(actor=keeper, kind=rules.AccountKind.SHELTER, unit=SHELTER, at=opened)


def _line(case: Case, handover: Handover) -> handovers.HandoverLine:
    found = handovers.handover(case.poipet, str(handover.ref), Moments(case.at, case.at))
    assert found is not None
    return found


def _codes(refused: MovementRefusedError) -> set[str]:
    return {reason.code for reason in refused.reasons}


def test_declined_nobody_moves_and_all_become_a_variance_of_the_escort(case: Case) -> None:
    case.take()
    sent = case.send()
    before = totals(case.at)

    _decline(case, sent)

    assert totals(case.at) == before
    variance = Variance.objects.get()
    assert (variance.missing, variance.owner_id, variance.state) == (63, ESCORT, "open")
    line = _line(case, sent)
    assert line.is_variance
    assert (line.received, line.between, line.age) == (0, 63, timedelta(hours=13))
    assert [(a.now, a.reason) for a in handovers.answers(line.ref, Moments(case.at, case.at))] == [
        ("Sihanoukville police", "No room")
    ]
    assert Entry.objects.filter(kind="custody:handover:decline", subject=sent.ref).count() == 1


def test_of_a_part_received_the_rest_is_declined_and_can_be_received_after_all(case: Case) -> None:
    case.take()
    sent = case.send()
    case.receive(sent)
    _decline(case, sent, hours=12)

    case.receive_late(sent)

    assert Handover.objects.get().state == rules.HandoverState.RECEIVED
    assert Variance.objects.get().state == rules.VarianceState.CLOSED
    assert totals(case.at)[SIHANOUK] == 63


def test_every_reason_against_declining_is_given_at_once_and_nothing_changes(case: Case) -> None:
    case.take()
    sent = case.send()
    entries = Entry.objects.count()

    with pytest.raises(MovementRefusedError) as refused:
        decline_handover(
            actor=case.poipet,
            handover=str(sent.ref),
            unit=POIPET,
            reason="  ",
            happened_at=case.ago(15),
            at=case.at,
        )

    assert _codes(refused.value) == {
        "own_answer",
        "no_decline",
        "not_addressee",
        "before_dispatch",
    }
    assert Entry.objects.count() == entries
    assert Handover.objects.get().state == rules.HandoverState.DISPATCHED


def test_who_was_received_cannot_be_declined_and_a_decline_is_said_once(case: Case) -> None:
    case.take()
    whole, refused_one = case.send(), case.send({IDN: 5}, hours=13.5)
    case.receive(whole, {IDN: 63})
    _decline(case, refused_one)

    with pytest.raises(MovementRefusedError) as of_whole:
        _decline(case, whole)
    with pytest.raises(MovementRefusedError) as twice:
        _decline(case, refused_one, hours=12)

    assert _codes(of_whole.value) == {"nobody_on_the_way"}
    assert _codes(twice.value) == {"declined_before"}


def test_the_sender_takes_back_some_then_all_and_the_variance_closes(case: Case) -> None:
    case.take()
    sent = case.send()
    _decline(case, sent)

    _take_back(case, sent, 60)
    assert Variance.objects.get().missing == 3
    assert Handover.objects.get().state == rules.HandoverState.DECLINED
    _take_back(case, sent, 3, hours=9)

    assert Handover.objects.get().state == rules.HandoverState.RETURNED
    assert Variance.objects.get().state == rules.VarianceState.CLOSED
    assert totals(case.at)[POIPET] == 271
    line = _line(case, sent)
    assert (line.sent, line.received, line.between, line.returned) == (63, 0, 0, 63)
    found = handovers.receipts(line.ref, Moments(case.at, case.at))
    assert [(r.kind, r.count) for r in found] == [("return", 60), ("return", 3)]


def test_a_return_is_reversed_and_they_are_on_the_road_again(case: Case) -> None:
    case.take()
    sent = case.send()
    case.receive(sent)
    back = _take_back(case, sent, 2)
    assert Handover.objects.get().state == rules.HandoverState.RETURNED
    assert back.movement is not None

    correct_movement(
        actor=case.poipet, movement=back.movement.pk, reason="Nobody came back", at=case.at
    )

    assert Handover.objects.get().state == rules.HandoverState.PART_RECEIVED
    assert (Variance.objects.get().missing, Variance.objects.get().state) == (2, "open")
    assert (_line(case, sent).between, _line(case, sent).returned) == (2, 0)


def test_who_was_received_after_a_decline_and_was_not_leaves_the_decline_standing(
    case: Case,
) -> None:
    case.take()
    sent = case.send()
    case.receive(sent)
    _decline(case, sent, hours=12)
    rest = case.receive_late(sent, hours=11)
    assert Handover.objects.get().state == rules.HandoverState.RECEIVED
    assert rest.movement is not None

    correct_movement(actor=case.sihanouk, movement=rest.movement.pk, reason="A slip", at=case.at)

    assert Handover.objects.get().state == rules.HandoverState.DECLINED
    assert Variance.objects.get().missing == 2


def test_who_sent_them_receives_and_declines_nobody_whatever_seats_they_have(case: Case) -> None:
    case.take()
    sent = case.send()
    everywhere = officer("KH", key=case.poipet.key)

    with pytest.raises(MovementRefusedError) as received:
        receive_handover(
            actor=everywhere,
            handover=str(sent.ref),
            unit=SIHANOUK,
            received=rules.Party({IDN: 63}),
            happened_at=case.ago(13),
            at=case.at,
        )
    with pytest.raises(MovementRefusedError) as declined:
        decline_handover(
            actor=everywhere,
            handover=str(sent.ref),
            unit=SIHANOUK,
            reason="No room",
            happened_at=case.ago(13),
            at=case.at,
        )

    assert (_codes(received.value), _codes(declined.value)) == ({"own_sending"}, {"own_answer"})


def test_a_declined_hand_over_is_withdrawn_by_reversing_its_dispatch(case: Case) -> None:
    case.take()
    sent = case.send()
    _decline(case, sent)
    assert sent.movement is not None

    correct_movement(actor=case.poipet, movement=sent.movement.pk, reason="Never left", at=case.at)

    assert Handover.objects.get().state == rules.HandoverState.WITHDRAWN
    assert Variance.objects.get().state == rules.VarianceState.CLOSED
    assert totals(case.at)[POIPET] == 271


def test_more_cannot_come_back_than_are_on_the_way_nor_to_somebody_else(case: Case) -> None:
    case.take()
    sent = case.send()
    case.receive(sent)

    with pytest.raises(MovementRefusedError) as too_many:
        _take_back(case, sent, 3)
    with pytest.raises(MovementRefusedError) as other:
        take_back(
            actor=case.sihanouk,
            handover=str(sent.ref),
            unit=SIHANOUK,
            returned=rules.Party({IDN: 1}),
            happened_at=case.ago(9),
            at=case.at,
        )
    with pytest.raises(PermissionRefusedError):
        take_back(
            actor=case.sihanouk,
            handover=str(sent.ref),
            unit=POIPET,
            returned=rules.Party({IDN: 1}),
            happened_at=case.ago(9),
            at=case.at,
        )

    assert _codes(too_many.value) == {"not_sent"}
    assert _codes(other.value) == {"not_sender"}


def test_sent_elsewhere_the_first_receiver_stays_on_record_and_the_other_receives(
    case: Case,
) -> None:
    case.take()
    _open_shelter(case)
    sent = case.send()
    _decline(case, sent)

    made = _readdress(case, sent)

    assert Handover.objects.get().state == rules.HandoverState.DISPATCHED
    assert Variance.objects.get().state == rules.VarianceState.CLOSED
    assert (made.former.unit_id, made.receiver.unit_id) == (SIHANOUK, SHELTER)
    line = _line(case, sent)
    assert (line.receiver_unit, line.declined_at, line.is_variance) == (SHELTER, None, False)
    with pytest.raises(MovementRefusedError) as late:
        case.receive(sent)
    assert _codes(late.value) == {"not_addressee"}
    receive_handover(
        actor=officer("KH-12", key="account:3"),
        handover=str(sent.ref),
        unit=SHELTER,
        received=rules.Party({IDN: 63}),
        happened_at=case.at,
        at=case.at,
    )
    assert totals(case.at)[SHELTER] == 63


def test_a_part_received_hand_over_is_not_sent_elsewhere(case: Case) -> None:
    case.take()
    _open_shelter(case)
    sent = case.send()
    case.receive(sent)

    with pytest.raises(MovementRefusedError) as refused:
        readdress_handover(
            actor=case.poipet, handover=str(sent.ref), receiver=SIHANOUK, reason="", at=case.at
        )

    assert _codes(refused.value) == {"no_readdress", "part_received", "same_receiver"}


def test_heads_without_a_name_are_not_sent_on_to_a_prison(held: Held) -> None:
    case = held.case
    sent = case.send()

    with pytest.raises(MovementRefusedError) as refused:
        _readdress(case, sent, PRISON)

    assert _codes(refused.value) == {"unnamed", "no_charge"}
    assert not Readdressing.objects.exists()


def test_everybody_on_a_vehicle_is_received_at_once_however_its_number_is_written(
    case: Case,
) -> None:
    case.take()
    first, second = case.send(), case.send({IDN: 5}, hours=13.5)

    made = receive_vehicle(
        actor=case.sihanouk,
        vehicle="2-BUSES",
        unit=SIHANOUK,
        happened_at=case.ago(10),
        at=case.at,
    )

    assert [receipt.handover_id for receipt in made] == [first.pk, second.pk]
    assert totals(case.at)[SIHANOUK] == 68
    assert handovers.vehicles(case.sihanouk, Moments(case.at, case.at)) == []


def test_of_a_vehicle_all_arrive_or_none(case: Case) -> None:
    case.take()
    case.send()
    late = case.send({IDN: 5}, hours=9)
    before = totals(case.at)

    with pytest.raises(MovementRefusedError) as refused:
        receive_vehicle(
            actor=case.sihanouk,
            vehicle="2 buses",
            unit=SIHANOUK,
            happened_at=case.ago(10),
            at=case.at,
        )

    assert [(r.code, r.values["ref"]) for r in refused.value.reasons] == [
        ("before_dispatch", late.ref)
    ]
    assert totals(case.at) == before


def test_nobody_is_received_from_a_vehicle_on_its_way_to_somebody_else(case: Case) -> None:
    case.take()
    case.send()

    with pytest.raises(MovementRefusedError) as refused:
        receive_vehicle(
            actor=case.poipet, vehicle="2 buses", unit=POIPET, happened_at=case.at, at=case.at
        )

    assert _codes(refused.value) == {"nobody_on_board"}


def test_the_receivers_own_officer_takes_nobody_back_for_the_sender(case: Case) -> None:
    case.take()
    sent = case.send()
    both = replace(case.poipet, grants=tuple(replace(g, unit=SIHANOUK) for g in case.poipet.grants))

    with pytest.raises(MovementRefusedError) as refused:
        take_back(
            actor=both,
            handover=str(sent.ref),
            unit=POIPET,
            returned=rules.Party({IDN: 63}),
            happened_at=case.ago(9),
            at=case.at,
        )

    assert [(r.code, r.values["unit"]) for r in refused.value.reasons] == [
        ("not_sender", "Sihanoukville police")
    ]


@pytest.mark.parametrize("kind", rules.MovementKind)
def test_every_kind_of_entry_has_its_word_and_its_sign(kind: rules.MovementKind) -> None:
    assert kind_name(kind)
    assert kind_sign(kind)


_STEPS = st.lists(
    st.tuples(
        st.sampled_from(["receive", "decline", "back", "undo", "readdress"]), st.integers(1, 6)
    ),
    max_size=7,
)


@given(steps=_STEPS)
@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_whatever_is_said_sent_is_received_plus_returned_plus_on_the_road(
    case: Case, steps: list[tuple[str, int]]
) -> None:
    """After every step: the heads are somewhere, the state fits, the variance says what misses."""
    with transaction.atomic():
        case.take({IDN: 8})
        sent = case.send({IDN: 6})
        everyone = sum(totals(case.at).values())
        receipts: list[Receipt] = []
        for number, (step, heads) in enumerate(steps):
            with suppress(MovementRefusedError):
                _do(case, sent, step, heads, hours=12 - number - heads / 100, receipts=receipts)
            _assert_it_adds_up(case, sent)
            assert sum(totals(case.at).values()) == everyone
        transaction.set_rollback(True)


def _do(
    case: Case, sent: Handover, step: str, heads: int, *, hours: float, receipts: list[Receipt]
) -> None:
    if step == "receive":
        receipts.append(_receive(case, sent, heads, hours))
    elif step == "decline":
        _decline(case, sent, hours=hours)
    elif step == "back":
        receipts.append(_take_back(case, sent, heads, hours=hours))
    elif step == "undo" and receipts:
        _undo(case, receipts.pop())
    elif step == "readdress":
        _readdress(case, sent, SIHANOUK)


def _receive(case: Case, sent: Handover, heads: int, hours: float) -> Receipt:
    sent.refresh_from_db()
    opened = _line(case, sent).opened_at
    return (case.receive_late if opened else case.receive)(sent, {IDN: heads}, hours=hours)


def _undo(case: Case, receipt: Receipt) -> None:
    assert receipt.movement is not None
    is_return = receipt.movement.kind == rules.MovementKind.RETURN
    by = case.poipet if is_return else case.sihanouk
    correct_movement(actor=by, movement=receipt.movement.pk, reason="A slip", at=case.at)


def _assert_it_adds_up(case: Case, sent: Handover) -> None:
    sent.refresh_from_db()
    line = _line(case, sent)
    assert line.sent == 6 == line.received + line.returned + line.between
    transit = str(sent.transit.ref)
    held = books.held([transit], at=Moments(case.at, case.at)).get(transit, {})
    assert sum(held.values()) == line.between >= 0
    over = {rules.HandoverState.RECEIVED, rules.HandoverState.RETURNED}
    assert (line.between == 0) == (sent.state in over)
    variance = Variance.objects.filter(handover=sent, state="open").first()
    assert (variance.missing if variance else 0) == (line.between if line.is_variance else 0)
