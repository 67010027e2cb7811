"""A receipt is the receiver's word, given once."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import pytest
from tests.systems.custody.case import IDN, POIPET, SIHANOUK, totals

from samaki.ground.access.actors import Actor, Grant
from samaki.ground.access.rules import GRANTS, Role
from samaki.systems.custody.models import Variance
from samaki.systems.custody.queries import handovers
from samaki.systems.custody.queries.books import Moments
from samaki.systems.custody.services.corrections import correct_movement, may_correct
from samaki.systems.custody.services.refusals import MovementRefusedError

if TYPE_CHECKING:
    from tests.systems.custody.case import Case

pytestmark = pytest.mark.django_db


def test_a_part_receipt_sent_twice_receives_nobody_twice(case: Case) -> None:
    case.take()
    sent = case.send()
    case.receive(sent, {IDN: 20})

    with pytest.raises(MovementRefusedError, match="already on record as RC-"):
        case.receive_late(sent, {IDN: 20}, hours=13)

    assert totals(case.at)["in_transit"] == 43


def test_the_rest_may_come_in_the_same_number_at_another_hour(case: Case) -> None:
    case.take()
    sent = case.send()
    case.receive(sent, {IDN: 20})
    case.receive_late(sent, {IDN: 20}, hours=2)

    assert totals(case.at)["in_transit"] == 23


def test_the_sender_does_not_receive_what_the_sender_sent(case: Case) -> None:
    case.take()
    sent = case.send()
    (grant,) = case.sihanouk.grants
    seat = Grant("KH-1", grant.permissions, POIPET)
    sender = replace(case, sihanouk=replace(case.sihanouk, grants=(grant, seat)))

    with pytest.raises(MovementRefusedError, match="was sent by your own unit"):
        sender.receive(sent)


def test_a_moment_of_another_century_is_a_slip_of_the_finger(case: Case) -> None:
    with pytest.raises(MovementRefusedError, match="more than ten years ago"):
        case.take(hours=24 * 365 * 100)


def test_a_sender_does_not_undo_what_the_receiver_counted(case: Case) -> None:
    case.take()
    handover = case.send()
    receipt = case.receive(handover)
    seat = Grant("KH", GRANTS[Role.INTAKE_OFFICER])
    sender = Actor("account:5", (replace(seat, unit=POIPET),))
    receiver = Actor("account:6", (replace(seat, unit=SIHANOUK),))
    undo = partial(
        correct_movement, movement=receipt.movement_id or 0, reason="Wrong list", at=case.at
    )
    assert not may_correct(sender, receipt.movement_id or 0)

    with pytest.raises(MovementRefusedError, match="Sihanoukville police entered this"):
        undo(actor=sender)

    assert Variance.objects.get().missing == 2
    assert may_correct(receiver, receipt.movement_id or 0)
    undo(actor=receiver)
    at = Moments(case.at, case.at)
    assert [row[0] for row in handovers.reversed_receipts(str(handover.ref), at)] == [receipt.ref]
    before = Moments(case.at, case.ago(1))
    assert handovers.reversed_receipts(str(handover.ref), before) == []
