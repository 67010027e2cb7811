"""271 found at Poipet: counted, named, sent, received in part, and never one fewer."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

import pytest
from django.db.models import QuerySet
from tests.systems.custody.case import (
    ESCORT,
    IDN,
    IDN_WOMAN,
    POIPET,
    SHELTER,
    SIHANOUK,
    Case,
    officer,
    totals,
)

from samaki.ground.access.actors import PermissionRefusedError
from samaki.ground.access.rules import Role
from samaki.ground.journal.models import Entry
from samaki.kernel.ledger import Cell
from samaki.systems.custody import rules
from samaki.systems.custody.models import Account, Handover, Movement, Posting, Variance
from samaki.systems.custody.services import accounts
from samaki.systems.custody.services.accounts import open_account
from samaki.systems.custody.services.corrections import correct_movement
from samaki.systems.custody.services.handovers import dispatch_handover, receive_handover
from samaki.systems.custody.services.intakes import take_in
from samaki.systems.custody.services.persons import Stated, identify
from samaki.systems.custody.services.refusals import MovementRefusedError

if TYPE_CHECKING:
    from collections.abc import Callable


pytestmark = pytest.mark.django_db


def test_seals_are_named_once_each_and_what_is_blank_is_none(case: Case) -> None:
    case.take()

    def send(*seals: str) -> Handover:
        return dispatch_handover(
            actor=case.poipet,
            giver=POIPET,
            receiver=SIHANOUK,
            escort=ESCORT,
            sends=rules.Consignment(rules.Party({IDN: 1}), "2A-1", seals),
            happened_at=case.ago(14),
            at=case.at,
        )

    with pytest.raises(MovementRefusedError) as refused:
        send("A-១២", "a 12", "9" * 41)
    assert [reason.code for reason in refused.value.reasons] == ["seal_named_twice", "seal_long"]
    assert send(" A12 ", "  ", "9" * 40).seals == ["A12", "9" * 40]


def test_of_two_who_open_an_account_at_once_both_get_the_one(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = accounts.at_large(actor=case.poipet, at=case.at)
    with monkeypatch.context() as early:
        early.setattr(QuerySet, "first", lambda _self: None)  # who looked before it was there

        assert accounts.at_large(actor=case.poipet, at=case.at) == first


def _inside(found: dict[str, int]) -> int:
    return sum(count for where, count in found.items() if where != "at_large")


def test_the_total_stays_271_from_the_count_to_the_late_receipt(case: Case) -> None:
    case.take()
    handover = case.send()
    assert totals(case.ago(13.5), case.at)["in_transit"] == 63
    case.receive(handover)
    for number in range(12):
        case.name(f"Name {number}")

    assert totals(case.at) == {
        POIPET: 208,
        SIHANOUK: 61,
        "in_transit": 2,
        "at_large": -271,
    }
    variance = Variance.objects.get()
    assert (variance.missing, variance.owner_id, variance.state) == (2, ESCORT, "open")
    assert variance.opened_at == case.ago(13)
    case.receive_late(handover)
    variance.refresh_from_db()
    assert (variance.missing, variance.state) == (0, "closed")
    assert totals(case.at)[SIHANOUK] == 63
    for hours in (16, 15, 14, 13, 2, 0):
        assert _inside(totals(case.ago(hours), case.at)) == (0 if hours == 16 else 271)


def test_what_is_not_received_never_falls_back_by_itself(case: Case) -> None:
    case.take()
    case.receive(case.send())

    a_year_on = case.at + timedelta(days=365)
    assert totals(a_year_on)["in_transit"] == 2


def test_naming_a_head_changes_no_total(case: Case) -> None:
    case.take()
    person = case.name()

    assert totals(case.at)[POIPET] == 271
    assert Posting.objects.filter(person=person.ref).get().count == 1
    assert "Budi" not in str([entry.rows for entry in Entry.objects.all()])


def test_a_named_person_travels_with_the_heads(case: Case) -> None:
    case.take()
    person = case.name()
    handover = case.send({IDN: 62}, persons=(person.ref,), hours=14)
    case.receive(handover, {IDN: 60}, persons=(person.ref,))

    assert totals(case.at)[SIHANOUK] == 61
    with pytest.raises(MovementRefusedError, match=f"does not hold {person.ref} then"):
        case.send({}, persons=(person.ref,), hours=1)


def test_a_late_entry_lands_in_its_true_place(case: Case) -> None:
    case.take()
    case.take({IDN_WOMAN: 3}, hours=40)

    assert totals(case.ago(39), case.at)[POIPET] == 3
    assert totals(case.ago(39), case.ago(1)) == {POIPET: 0, SIHANOUK: 0, "at_large": 0}


def test_a_late_entry_that_overdraws_a_later_moment_is_refused(case: Case) -> None:
    case.take()
    case.send({IDN: 260}, hours=5)

    with pytest.raises(MovementRefusedError) as refused:
        case.send({IDN: 12}, hours=10)
    assert refused.value.sentences == (
        (
            "Poipet police holds 11 of Indonesia at a later moment, 18 November 2025, 01:00, "
            "not 12: others have moved since."
        ),
    )


def test_an_explicit_zero_is_kept_and_moves_nobody(case: Case) -> None:
    intake = case.take({IDN: 5, IDN_WOMAN: 0})

    assert intake.none_seen == [["IDN", "F", "adult"]]
    assert totals(case.at)[POIPET] == 5


def test_opening_an_account_twice_gives_back_the_first_and_never_one_of_another_kind(
    case: Case,
) -> None:
    kinds, open_again = rules.AccountKind, partial(open_account, unit=POIPET, at=case.at)
    first = Account.objects.get(unit=POIPET)
    with pytest.raises(MovementRefusedError) as refused:
        open_again(actor=case.poipet, kind=kinds.HOSPITAL)

    assert open_again(actor=case.poipet, kind=kinds.STATION) == first
    assert refused.value.sentences == (
        f"Poipet police keeps {first.ref} already: Station. A unit keeps one account of its own.",
    )


# What is refused, and that nothing is left of it.
REFUSALS: list[tuple[str, Callable[[Case], object], str]] = [
    (
        "overdrawn",
        lambda c: c.send({IDN: 272}),
        "Poipet police holds 271 of Indonesia on 17 November 2025, 16:00, not 272.",
    ),
    (
        "other cell",
        lambda c: c.send({IDN_WOMAN: 1}),
        "holds 0 of Indonesia, women, adults on 17 November 2025, 16:00, not 1.",
    ),
    (
        "too early",
        lambda c: c.send(hours=16),
        "Poipet police holds 0 of Indonesia on 17 November 2025, 14:00, not 63.",
    ),
    ("future", lambda c: c.take({IDN: 1}, hours=-1), "18 November 2025, 07:00 lies in the future"),
    ("negative", lambda c: c.take({IDN: -3}), "-3 of Indonesia cannot be"),
    ("absurd", lambda c: c.take({IDN: 100_001}), "100,001 of Indonesia is more than 100,000"),
    ("nationality", lambda c: c.take({Cell("XQZ"): 1}), "XQZ is no nationality"),
    ("small letters", lambda c: c.take({Cell("idn"): 1}), "idn is no nationality"),
    ("nobody", lambda c: c.take({IDN: 0}), "Nobody is counted"),
    ("empty hand-over", lambda c: c.send({}), "Nobody is counted"),
    ("same count twice", lambda c: c.take(), "already on record as IN-"),
    ("listed twice", lambda c: c.send({}, persons=("P-1", "P-1")), "P-1 stands on the list twice"),
    ("stranger", lambda c: c.send({}, persons=("P-1",)), "Poipet police does not hold P-1 then"),
    ("no name", lambda c: c.name("  "), "The name is missing"),
    (
        "no head to name",
        lambda c: c.name(cell=IDN_WOMAN),
        "holds 0 of Indonesia, women, adults on 17 November 2025, 15:30, not 1",
    ),
    (
        "unknown movement",
        lambda c: correct_movement(actor=c.poipet, movement=0, reason="Slip", at=c.at),
        "That movement is not in the books",
    ),
    (
        "unknown hand-over",
        lambda c: receive_handover(
            actor=c.sihanouk,
            handover="HV-0000",
            unit=SIHANOUK,
            received=rules.Party({IDN: 1}),
            happened_at=c.at,
            at=c.at,
        ),
        "HV-0000 is no reference",
    ),
    (
        "no basis",
        lambda c: take_in(
            actor=c.poipet,
            unit=POIPET,
            cells={IDN: 1},
            legal_basis=" ",
            because="",
            happened_at=c.at,
            at=c.at,
        ),
        "The legal basis is missing",
    ),
    (
        "unknown unit",
        lambda c: open_account(
            actor=c.poipet, kind=rules.AccountKind.STATION, unit="NP-NONE", at=c.at
        ),
        "No unit has the code NP-NONE",
    ),
]


def _dispatch(case: Case, receiver: str) -> object:
    return dispatch_handover(
        actor=case.poipet,
        giver=POIPET,
        receiver=receiver,
        escort=ESCORT,
        sends=rules.Consignment(rules.Party({IDN: 1})),
        happened_at=case.at,
        at=case.at,
    )


REFUSALS += [
    ("to itself", lambda c: _dispatch(c, POIPET), "Poipet police cannot hand over to itself"),
    ("no account", lambda c: _dispatch(c, SHELTER), "Phnom Penh shelter has no account"),
]


@pytest.mark.parametrize(("act", "told"), [r[1:] for r in REFUSALS], ids=[r[0] for r in REFUSALS])
def test_a_refused_movement_leaves_no_trace(
    case: Case, act: Callable[[Case], object], told: str
) -> None:
    case.take()
    before = _trace()

    with pytest.raises(MovementRefusedError) as refused:
        act(case)
    assert told in str(refused.value)
    assert _trace() == before


def test_all_reasons_come_at_once(case: Case) -> None:
    with pytest.raises(MovementRefusedError) as refused:
        take_in(
            actor=case.poipet,
            unit=POIPET,
            cells={IDN: -1, Cell("ZZZ"): 1},
            legal_basis="",
            because="",
            happened_at=case.at + timedelta(hours=1),
            at=case.at,
        )
    assert [reason.code for reason in refused.value.reasons] == [
        "negative",
        "nationality",
        "future",
        "no_basis",
    ]


def test_a_receipt_is_refused_when_it_cannot_be_right(case: Case) -> None:
    case.take()
    handover = case.send()

    for cells, persons, hours, told in [
        ({IDN: 64}, (), 13, "64 of Indonesia cannot be received: 63 were on the way."),
        ({IDN_WOMAN: 1}, (), 13, "1 of Indonesia, women, adults cannot be received: 0 were"),
        ({}, ("P-1",), 13, "P-1 was not on the way."),
        ({}, (), 13, "Nobody is counted."),
        ({IDN: 63}, (), 14.5, "nobody can arrive before that."),
        ({IDN: 63}, (), -1, "lies in the future"),
    ]:
        before = _trace()
        with pytest.raises(MovementRefusedError) as refused:
            case.receive(handover, cells, persons=persons, hours=hours)
        assert told in str(refused.value)
        assert _trace() == before


def test_a_form_sent_twice_sends_and_names_nobody_twice(case: Case) -> None:
    case.take()
    handover = case.send()
    person = case.name()

    with pytest.raises(MovementRefusedError, match=f"already on record as {handover.ref}"):
        case.send()
    with pytest.raises(MovementRefusedError, match=f"for that minute, as {person.ref}"):
        case.name()
    case.name(hours=14.4)
    case.send(hours=13.9)
    assert totals(case.at)["in_transit"] == 126


def test_only_the_addressee_receives(case: Case) -> None:
    case.take()
    handover = case.send()

    with pytest.raises(MovementRefusedError, match="is addressed to Sihanoukville police, not to"):
        receive_handover(
            actor=case.poipet,
            handover=str(handover.ref),
            unit=POIPET,
            received=rules.Party({IDN: 63}),
            happened_at=case.at,
            at=case.at,
        )


def test_a_second_receipt_is_refused_and_points_to_the_variance(case: Case) -> None:
    case.take()
    handover = case.send()
    case.receive(handover)

    with pytest.raises(MovementRefusedError, match="was received on 17 November 2025, 17:00"):
        case.receive(handover, {IDN: 2}, hours=1)


def test_the_rest_is_received_only_where_a_variance_is_open(case: Case) -> None:
    case.take()
    handover = case.send()
    with pytest.raises(MovementRefusedError, match="has no open variance"):
        case.receive_late(handover)
    case.receive(handover, {IDN: 63})

    assert not Variance.objects.exists()
    with pytest.raises(MovementRefusedError, match="has no open variance"):
        case.receive_late(handover)


def test_a_variance_shrinks_with_each_late_receipt(case: Case) -> None:
    case.take()
    handover = case.send()
    case.receive(handover)
    case.receive_late(handover, {IDN: 1}, hours=3)

    assert Variance.objects.get().missing == 1
    with pytest.raises(MovementRefusedError, match="2 of Indonesia cannot be received: 1 were"):
        case.receive_late(handover)


def test_a_slip_is_corrected_by_an_opposite_entry(case: Case) -> None:
    intake = case.take({IDN: 217})
    assert intake.movement is not None
    correct_movement(
        actor=case.poipet, movement=intake.movement.pk, reason="Digits swapped", at=case.at
    )
    case.take()

    assert totals(case.at)[POIPET] == 271
    assert Movement.objects.count() == 3


def test_a_correction_others_rely_on_is_refused(case: Case) -> None:
    intake = case.take()
    case.send()
    assert intake.movement is not None

    with pytest.raises(MovementRefusedError, match="holds 208 of Indonesia at a later moment"):
        correct_movement(actor=case.poipet, movement=intake.movement.pk, reason="Slip", at=case.at)


def test_nothing_is_corrected_twice_nor_without_a_reason(case: Case) -> None:
    intake = case.take()
    assert intake.movement is not None
    made = correct_movement(
        actor=case.poipet, movement=intake.movement.pk, reason="Slip", at=case.at
    )

    for movement, code in [(intake.movement, "corrected_before"), (made.movement, "is_correction")]:
        with pytest.raises(MovementRefusedError) as refused:
            correct_movement(actor=case.poipet, movement=movement.pk, reason=" ", at=case.at)
        assert [r.code for r in refused.value.reasons][:2] == ["no_reason", code]


def test_a_reversed_dispatch_withdraws_its_hand_over(case: Case) -> None:
    case.take()
    handover = case.send()
    assert handover.movement is not None
    correct_movement(
        actor=case.poipet, movement=handover.movement.pk, reason="Bus broke down", at=case.at
    )

    assert totals(case.at)[POIPET] == 271
    with pytest.raises(MovementRefusedError, match="was withdrawn by its sender"):
        case.receive(handover)


def test_a_reversed_receipt_puts_people_back_on_the_road(case: Case) -> None:
    case.take()
    handover = case.send()
    first = case.receive(handover)
    late = case.receive_late(handover)
    for receipt, transit, state in [(late, 2, "part_received"), (first, 63, "dispatched")]:
        assert receipt.movement is not None
        correct_movement(
            actor=case.sihanouk, movement=receipt.movement.pk, reason="Miscounted", at=case.at
        )
        handover.refresh_from_db()
        assert totals(case.at)["in_transit"] == transit
        assert handover.state == state
        variance = Variance.objects.get()
        assert variance.missing == (2 if transit == 2 else 0)

    case.receive(handover, {IDN: 63})
    assert totals(case.at)[SIHANOUK] == 63


def test_a_reversed_naming_gives_back_the_head(case: Case) -> None:
    case.take()
    person = case.name()
    movement = Movement.objects.get(because=person.ref)
    correct_movement(actor=case.poipet, movement=movement.pk, reason="Wrong man", at=case.at)

    assert totals(case.at)[POIPET] == 271
    with pytest.raises(MovementRefusedError, match="does not hold"):
        case.send({}, persons=(person.ref,))


def test_an_officer_of_one_province_moves_nobody_of_another(case: Case) -> None:
    case.take()
    handover = case.send()
    assert handover.movement is not None
    stranger = replace(case, poipet=case.sihanouk, sihanouk=case.poipet)
    before = _trace()

    for act in (
        stranger.take,
        stranger.send,
        stranger.name,
        lambda: stranger.receive(handover),
        lambda: correct_movement(
            actor=case.sihanouk, movement=handover.movement.pk, reason="x", at=case.at
        ),
        lambda: open_account(
            actor=case.sihanouk, kind=rules.AccountKind.STATION, unit=POIPET, at=case.at
        ),
    ):
        with pytest.raises(PermissionRefusedError):
            act()
    assert _trace() == before


def test_a_provincial_command_may_not_name_anyone(case: Case) -> None:
    case.take()

    with pytest.raises(PermissionRefusedError):
        identify(
            actor=officer("KH-1", Role.PROVINCIAL_COMMAND),
            unit=POIPET,
            cell=IDN,
            stated=Stated("Budi"),
            happened_at=case.at,
            at=case.at,
        )


def _trace() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Account, Movement, Posting, Entry))
