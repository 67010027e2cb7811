"""A vehicle that does not go on: everybody on it goes on in another, or with another escort."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.systems.custody.case import ESCORT, IDN, POIPET, SHELTER, SIHANOUK, Case, officer

from samaki.ground.access.actors import PermissionRefusedError
from samaki.ground.journal.models import Entry
from samaki.systems.custody import rules
from samaki.systems.custody.models import Account, Variance, VehicleChange
from samaki.systems.custody.queries import books, handovers
from samaki.systems.custody.queries.books import Moments
from samaki.systems.custody.services import entries
from samaki.systems.custody.services.addressing import decline_handover
from samaki.systems.custody.services.handovers import dispatch_handover, receive_vehicle
from samaki.systems.custody.services.intakes import take_in
from samaki.systems.custody.services.refusals import MovementRefusedError
from samaki.systems.custody.services.vehicles import change_vehicle

if TYPE_CHECKING:
    from samaki.ground.access.actors import Actor
    from samaki.systems.custody.models import Handover

pytestmark = pytest.mark.django_db


def _change(
    case: Case,
    sent: Handover,
    *,
    vehicle: str = "3C-777",
    escort: str = ESCORT,
    reason: str = "The engine failed",
    hours: float = 13,
    actor: Actor | None = None,
) -> list[VehicleChange]:
    return change_vehicle(
        actor=actor or case.poipet,
        handover=str(sent.ref),
        vehicle=vehicle,
        escort=escort,
        reason=reason,
        happened_at=case.ago(hours),
        at=case.at,
    )


def _line(case: Case, sent: Handover, at: Moments | None = None) -> handovers.HandoverLine:
    found = handovers.handover(case.poipet, str(sent.ref), at or Moments(case.at, case.at))
    assert found is not None
    return found


def _codes(refused: MovementRefusedError) -> set[str]:
    return {reason.code for reason in refused.reasons}


def test_everybody_on_the_vehicle_goes_on_in_another_and_nobody_moves_in_the_books(
    case: Case,
) -> None:
    case.take()
    first, second, other = case.send(), case.send({IDN: 5}), _send_in(case, "9Z-1")
    before = books.held([str(first.transit.ref), str(second.transit.ref)], at=_now(case))

    changes = _change(case, second)

    assert {change.handover for change in changes} == {first, second}
    assert [_line(case, each).vehicle for each in (first, second, other)] == [
        "3C-777",
        "3C-777",
        "9Z-1",
    ]
    assert books.held([str(first.transit.ref), str(second.transit.ref)], at=_now(case)) == before
    assert Entry.objects.filter(kind="custody:handover:change_vehicle").count() == 2
    made = receive_vehicle(
        actor=case.sihanouk, vehicle="3c 777", unit=SIHANOUK, happened_at=case.ago(12), at=case.at
    )
    assert len(made) == 2


def test_another_escort_answers_from_then_on_and_looking_back_shows_the_former(case: Case) -> None:
    case.take()
    sent = case.send()

    _change(case, sent, vehicle="2 BUSES", escort=POIPET)

    assert (_line(case, sent).owner_unit, _line(case, sent).vehicle) == (POIPET, "2 BUSES")
    earlier = Moments(case.ago(13.5), case.at)
    assert (_line(case, sent, earlier).owner_unit, _line(case, sent, earlier).vehicle) == (
        ESCORT,
        "2 buses",
    )
    said = [
        (line.kind, line.now, line.former) for line in handovers.answers(str(sent.ref), _now(case))
    ]
    assert said == [
        ("vehicle", "2 BUSES", "2 buses"),
        ("escort", "Poipet police", "Gendarmerie escort"),
    ]


def test_of_two_changes_each_moment_shows_its_own(case: Case) -> None:
    case.take()
    sent = case.send()
    _change(case, sent, vehicle="B", hours=13)
    _change(case, sent, vehicle="C", hours=11)

    seen = [_line(case, sent, Moments(case.ago(h), case.at)).vehicle for h in (13.5, 12, 10)]

    assert seen == ["2 buses", "B", "C"]


def test_who_goes_on_with_the_declined_answers_for_them(case: Case) -> None:
    case.take()
    sent = case.send()
    decline_handover(
        actor=case.sihanouk,
        handover=str(sent.ref),
        unit=SIHANOUK,
        reason="No room",
        happened_at=case.ago(13),
        at=case.at,
    )
    opened = Variance.objects.get().opened_at

    _change(case, sent, escort=POIPET, hours=12)

    variance = Variance.objects.get()
    assert (variance.owner_id, variance.missing, variance.state) == (POIPET, 63, "open")
    assert variance.opened_at == opened
    assert _line(case, sent).is_variance


def test_who_was_not_received_with_the_others_is_on_no_vehicle_that_changes(case: Case) -> None:
    case.take()
    sent, later = case.send(), case.send({IDN: 5}, hours=10)
    case.receive(sent)

    with pytest.raises(MovementRefusedError) as refused:
        _change(case, sent, hours=9)
    changes = _change(case, later, hours=9)

    assert _codes(refused.value) == {"part_received"}
    assert [change.handover for change in changes] == [later]


def test_every_reason_comes_at_once_and_nothing_changes(case: Case) -> None:
    case.take()
    sent = case.send()

    with pytest.raises(MovementRefusedError) as refused:
        _change(case, sent, vehicle="2-Buses", reason=" ", hours=14.5)

    assert _codes(refused.value) == {"no_vehicle_change", "same_vehicle", "before_dispatch"}
    _change(case, sent, hours=12)
    with pytest.raises(MovementRefusedError) as again:
        _change(case, sent, vehicle="D", hours=12.5)
    assert _codes(again.value) == {"before_vehicle_change"}
    assert _line(case, sent).vehicle == "3C-777"


def test_the_sender_and_the_escort_may_say_it_and_nobody_else(case: Case) -> None:
    case.take()
    sent = case.send()

    with pytest.raises(PermissionRefusedError):
        _change(case, sent, actor=case.sihanouk)
    _change(case, sent, escort=SHELTER, vehicle="")
    _change(case, sent, actor=officer("KH-12", key="account:3"), hours=12)

    assert _line(case, sent).owner_unit == ESCORT


def test_whoever_is_missing_of_yesterday_is_not_on_the_bus_because_it_comes_again(
    case: Case,
) -> None:
    case.take()
    yesterday = case.send({IDN: 30})
    case.receive(yesterday, {IDN: 28})
    case.send({IDN: 20}, hours=10)

    made = receive_vehicle(
        actor=case.sihanouk, vehicle="2 buses", unit=SIHANOUK, happened_at=case.ago(9), at=case.at
    )

    assert [receipt.handover.ref for receipt in made] != [yesterday.ref]
    assert len(made) == 1
    assert _line(case, yesterday).between == 2


def test_all_accounts_of_a_vehicle_are_locked_at_once_so_that_nobody_deadlocks(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    case.take()
    sent = [case.send(), case.send({IDN: 5})]
    ends = {account for each in sent for account in (each.giver, each.transit, each.receiver)}
    locked: list[set[Account]] = []
    monkeypatch.setattr(entries, "lock", lambda accounts: locked.append(set(accounts)))

    _change(case, sent[1])
    first_of_change, before = locked[0], len(locked)
    receive_vehicle(
        actor=case.sihanouk, vehicle="3C-777", unit=SIHANOUK, happened_at=case.ago(12), at=case.at
    )

    assert first_of_change == ends
    assert locked[before] == ends


def test_a_bus_of_another_province_that_is_called_alike_stays_as_it_was(case: Case) -> None:
    case.take()
    own = _send_in(case, "Bus")
    take_in(
        actor=case.sihanouk,
        unit=SIHANOUK,
        cells={IDN: 3},
        legal_basis="Found at the site",
        because="",
        happened_at=case.ago(15),
        at=case.at,
    )
    other = dispatch_handover(
        actor=case.sihanouk,
        giver=SIHANOUK,
        receiver=POIPET,
        escort=ESCORT,
        sends=rules.Consignment(rules.Party({IDN: 3}), "bus"),
        happened_at=case.ago(14),
        at=case.at,
    )

    changes = _change(case, own)
    other.refresh_from_db()

    assert [change.handover for change in changes] == [own]
    assert other.vehicle == "bus"


def test_a_number_is_one_number_in_any_digits(case: Case) -> None:
    case.take()
    _send_in(case, "2A-១២៣៤")

    made = receive_vehicle(
        actor=case.sihanouk, vehicle="2a 1234", unit=SIHANOUK, happened_at=case.ago(12), at=case.at
    )

    assert len(made) == 1


def _send_in(case: Case, vehicle: str) -> Handover:
    return dispatch_handover(
        actor=case.poipet,
        giver=POIPET,
        receiver=SIHANOUK,
        escort=ESCORT,
        sends=rules.Consignment(rules.Party({IDN: 1}), vehicle),
        happened_at=case.ago(14),
        at=case.at,
    )


def _now(case: Case) -> Moments:
    return Moments(case.at, case.at)
