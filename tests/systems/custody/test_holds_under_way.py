"""A hold and an arrival at once, and what was reversed: by the journal's order, not by clocks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.systems.custody.case import officer

from samaki.ground.journal import services as journal
from samaki.systems.custody.models import Hold
from samaki.systems.custody.queries import books
from samaki.systems.custody.services.corrections import correct_movement
from samaki.systems.custody.services.refusals import MovementRefusedError

if TYPE_CHECKING:
    from tests.systems.custody.held import Held

pytestmark = pytest.mark.django_db


def test_a_hold_that_comes_while_an_arrival_waits_for_its_turn_stops_it(
    held: Held, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = held.person()
    held.clear(person)
    handover = held.send(person)
    turn = journal.take_turn

    def hold_first() -> None:
        monkeypatch.setattr(journal, "take_turn", turn)
        held.place(person, because="VS-2")
        turn()

    monkeypatch.setattr(journal, "take_turn", hold_first)

    with pytest.raises(MovementRefusedError, match="is pending"):
        held.receive(handover, person)


def test_of_a_hold_and_an_arrival_at_once_the_journal_says_which_came_first(held: Held) -> None:
    person = held.person()
    held.clear(person)
    handover = held.send(person)
    held.receive(handover, person)

    # Asked for before the receipt was recorded, and in its turn after it.
    held.place(person, because="VS-2", hours=1)

    assert books.verify().fault is None


@pytest.mark.tampers
def test_what_was_reversed_punishes_nobody(held: Held) -> None:
    person = held.person()
    held.clear(person)
    receipt = held.receive(held.send(person), person)
    Hold.objects.update(clears=False)  # as if nobody had ever cleared them
    assert books.verify().fault is not None
    assert receipt.movement is not None

    correct_movement(
        actor=officer("KH-1", key="account:prison"),
        movement=receipt.movement.pk,
        reason="They were held",
        at=held.case.at,
    )

    assert books.verify().fault is None
