"""Who may say an end: whoever found them, never who was to receive them; and each once."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from tests.systems.custody.case import ESCORT, IDN, POIPET, SIHANOUK, Case, officer, totals
from tests.systems.custody.test_ends import (
    COMMAND,
    GUARD,
    OFFICER,
    K,
    _codes,
    _confirm,
    _end,
    _ended,
    _find,
    _ref_of,
    _settle,
    _station,
)

from samaki.ground.access.actors import Actor, Grant, PermissionRefusedError
from samaki.ground.access.rules import GRANTS, Permission, Role
from samaki.kernel.ledger import Cell
from samaki.systems.custody import rules
from samaki.systems.custody.models import Ending, FoundAgain, Handover
from samaki.systems.custody.queries import ends as queries
from samaki.systems.custody.queries.books import Moments
from samaki.systems.custody.rules.cells import Established
from samaki.systems.custody.rules.ends import Finding
from samaki.systems.custody.services.cells import establish
from samaki.systems.custody.services.corrections import correct_movement
from samaki.systems.custody.services.ends import (
    confirm_end,
    find_again,
    may_answer,
    settle_rest,
)
from samaki.systems.custody.services.handovers import dispatch_handover

pytestmark = pytest.mark.django_db

MMR = Cell("MMR")
RECEIVER = officer("KH-18", key="account:2")


# Released on the site.


def test_who_was_brought_to_a_station_is_not_released_on_the_site(case: Case) -> None:
    case.take()
    case.receive(case.send({IDN: 63}), {IDN: 63})

    assert _codes(lambda: _end(case, _ended(K.RELEASED_ON_SITE, 5))) == ["not_from_there"]
    assert totals(case.at)[POIPET] == 271 - 63


# The rest of a hand-over.


def _seat(unit: str, area: str, role: Role = Role.INTAKE_OFFICER, key: str = "account:2") -> Actor:
    return Actor(key, (Grant(area, GRANTS[role], unit),))


def _own_escort(case: Case) -> Handover:
    """Send 63 whom the receiver fetches itself, and let it receive 61."""
    case.take()
    sent = dispatch_handover(
        actor=OFFICER,
        giver=POIPET,
        receiver=SIHANOUK,
        escort=SIHANOUK,
        sends=rules.Consignment(rules.Party({IDN: 63}), "2 buses"),
        happened_at=case.ago(14),
        at=case.at,
    )
    case.receive(sent)
    return sent


def test_a_receiver_that_is_the_escort_too_does_not_say_what_became_of_the_rest(
    case: Case,
) -> None:
    sent = _own_escort(case)
    escaped = _ended(K.ESCAPED, 2, happened_at=case.ago(1))

    own = _seat(SIHANOUK, "KH-18")
    assert _codes(lambda: _settle(case, sent, escaped, own)) == ["rest_of_escort"]
    chief = _seat(SIHANOUK, "KH-18", Role.PROVINCIAL_COMMAND)
    assert _codes(lambda: _settle(case, sent, escaped, chief)) == ["rest_of_escort"]
    neighbour = _seat("RG-KH-18", "KH-18")
    assert _codes(lambda: _settle(case, sent, escaped, neighbour)) == ["rest_of_escort"]
    with pytest.raises(PermissionRefusedError):
        _settle(case, sent, escaped, _seat("SA-SHELTER", "KH-12"))


@pytest.mark.parametrize(
    "actor",
    [
        _seat(POIPET, "KH-1", key="account:6"),
        _seat("CMD-18", "KH-18", Role.PROVINCIAL_COMMAND, key="account:6"),
    ],
    ids=["sender", "command"],
)
def test_the_sender_or_a_command_over_both_says_it(case: Case, actor: Actor) -> None:
    sent = _own_escort(case)

    _settle(case, sent, _ended(K.ESCAPED, 2, happened_at=case.ago(1)), actor)

    assert Handover.objects.get().state == rules.HandoverState.SETTLED


def test_a_seat_with_the_escort_too_is_a_seat_with_the_receiver(case: Case) -> None:
    case.take()
    sent = case.send()
    case.receive(sent)
    grants = GRANTS[Role.INTAKE_OFFICER]
    both = Actor("account:7", (Grant("KH", grants, SIHANOUK), Grant("KH", grants, ESCORT)))
    escaped = _ended(K.ESCAPED, 2, happened_at=case.ago(1))

    assert _codes(lambda: _settle(case, sent, escaped, both)) == ["rest_of_receiver"]


def test_nobody_of_the_receiver_confirms_who_died_on_the_road(case: Case) -> None:
    sent = _own_escort(case)
    died = _ended(K.DEAD, 2, happened_at=case.ago(13.5))
    made = _settle(case, sent, died, _seat(POIPET, "KH-1", key="account:6"))
    chief = _seat(SIHANOUK, "KH-18", Role.PROVINCIAL_COMMAND)
    superior = _seat("CMD-1", "KH-1", Role.PROVINCIAL_COMMAND, key="account:9")
    shown = [may_answer(each, made.ref, Permission.END_CONFIRM) for each in (chief, superior)]

    assert shown == [False, True]
    assert _codes(lambda: _confirm_died(case, made, chief)) == ["rest_of_escort"]
    assert _confirm_died(case, made, superior).state == rules.EndingState.CONFIRMED


def _confirm_died(case: Case, made: Ending, actor: Actor) -> Ending:
    return confirm_end(actor=actor, ending=made.ref, at=case.at)


# Twice.


def test_another_order_for_another_man_of_the_same_cell_is_another_end(case: Case) -> None:
    case.take()
    order = partial(_ended, K.RELEASED, 1)
    first = _end(case, order(document="Order 1"))

    second = _end(case, order(document="Order 2"))
    assert second.ref != first.ref
    assert _codes(lambda: _end(case, order(document=" Order 2 "))) == ["ended_before"]
    _end(case, order(document="Order 2", authority="Court of appeal"))


def test_what_happened_without_a_moment_is_not_entered_twice(case: Case) -> None:
    case.take()
    gone = _ended(K.ESCAPED, 5)
    assert gone.happened_at is None
    _end(case, gone, at=case.at)

    assert _codes(lambda: _end(case, gone, at=case.at.replace(second=40))) == ["ended_before"]
    assert totals(case.at)["escaped"] == 5


def test_nobody_is_found_again_twice_by_a_form_that_is_sent_twice(case: Case) -> None:
    case.take()
    _end(case, _ended(K.UNKNOWN, 5, happened_at=case.ago(2)))
    find = partial(_find, case, _ref_of("unknown"), 2)
    made = find()

    assert _codes(find) == ["found_before"]
    find(how="At the market")
    correct_movement(actor=OFFICER, movement=made.movement_id, reason="Slip", at=case.at)
    find()
    assert totals(case.at)["unknown"] == 1


def test_nothing_is_established_twice_by_a_form_that_is_sent_twice(case: Case) -> None:
    case.take()
    say: Any = partial(
        establish, actor=OFFICER, account=_station(), happened_at=case.ago(1), at=case.at
    )
    made = say(said=Established(IDN, MMR, "Passports", 12))

    assert _codes(lambda: say(said=Established(IDN, MMR, " Passports", 12))) == [
        "established_before"
    ]
    say(said=Established(IDN, MMR, "The consulate", 12))
    correct_movement(actor=OFFICER, movement=made.movement_id, reason="Slip", at=case.at)
    say(said=Established(IDN, MMR, "Passports", 12))


# What the paper says, and what the books say since.


def test_who_died_died_when_the_paper_says_and_not_when_who_confirms_does(case: Case) -> None:
    case.take()
    made = _end(case, _ended(K.DEAD, 1, happened_at=case.ago(9)))

    assert _codes(lambda: _confirm(case, made, hours=12)) == ["other_moment"]
    confirm_end(actor=COMMAND, ending=made.ref, at=case.at)

    made.refresh_from_db()
    assert made.movement is not None
    assert made.movement.happened_at == made.happened_at == case.ago(9)


def test_who_leaves_by_a_decision_leaves_when_who_confirms_says(case: Case) -> None:
    case.take()
    made = _end(case, _ended(K.RELEASED, 1))

    blank = partial(confirm_end, actor=COMMAND, ending=made.ref, at=case.at)
    assert _codes(blank) == ["no_departure"]


def test_a_named_person_leaves_as_whom_the_books_know_them_now(case: Case) -> None:
    case.take()
    person = case.name().ref
    made = _end(case, _ended(K.RELEASED, 0, person), at=case.ago(2))
    said = Established(IDN, MMR, "Passport", person=person)
    establish(actor=OFFICER, account=_station(), said=said, happened_at=case.ago(1), at=case.at)

    _confirm(case, made)

    assert totals(case.at)["released"] == 1


def test_heads_who_are_of_another_cell_now_take_another_paper(case: Case) -> None:
    case.take({IDN: 5})
    made = _end(case, _ended(K.RELEASED, 5), at=case.ago(2))
    said = Established(IDN, MMR, "Passports", 2)
    establish(actor=OFFICER, account=_station(), said=said, happened_at=case.ago(1), at=case.at)

    assert _codes(lambda: _confirm(case, made)) == ["overdrawn", "outdated_paper"]


# Who finds, and who answered for them.


def test_whoever_answered_for_the_unknown_sees_that_another_unit_found_them(case: Case) -> None:
    case.take()
    _end(case, _ended(K.UNKNOWN, 5, happened_at=case.ago(2)))
    end, at = _ref_of("unknown"), Moments(case.at, case.at)
    _find(case, end, 1)
    finding = Finding(rules.Party({IDN: 4}), "Article 96", "At the port", case.ago(1))
    made = find_again(actor=RECEIVER, account=end, unit=SIHANOUK, finding=finding, at=case.at)

    own, line = queries.findings(OFFICER, at)
    assert own.taker == "Poipet police", "a unit's own find is seen by somebody else of it"
    assert (line.ref, line.count, line.taker, line.giver_ref) == (
        *(made.ref, 4, "Sihanoukville police", end),
    )
    assert queries.findings(OFFICER, at, account=end) == [own, line]
    assert queries.findings(RECEIVER, at) == []
    assert queries.findings(OFFICER, Moments(case.ago(1.5), case.at)) == []
    correct_movement(actor=RECEIVER, movement=made.movement_id, reason="Others", at=case.at)
    assert queries.findings(OFFICER, at) == [own]
    assert FoundAgain.objects.count() == 2


def test_the_escort_says_the_rest_as_before(case: Case) -> None:
    case.take()
    sent = case.send()
    case.receive(sent)

    escaped = _ended(K.ESCAPED, 2, happened_at=case.ago(1))
    made = settle_rest(actor=GUARD, handover=str(sent.ref), ended=escaped, at=case.at)

    assert made.state == rules.EndingState.ENTERED
