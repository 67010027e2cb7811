"""A receipt is the receiver's word, given once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from tests.systems.custody.case import IDN, POIPET, totals

from samaki.ground.access.actors import Grant
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
