"""How custody ends: by an order, for named persons whom nothing holds, and for nobody else."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest
from tests.systems.custody.case import POIPET, SIHANOUK, officer, totals
from tests.systems.custody.held import EXPELS, OTHER_BODY, PROTECTED, Held, immigration

from samaki.ground.access.actors import PermissionRefusedError
from samaki.systems.custody import rules
from samaki.systems.custody.models import Disposition
from samaki.systems.custody.queries import whereabouts
from samaki.systems.custody.services.corrections import correct_movement
from samaki.systems.custody.services.dispositions import (
    reasons_against_disposition,
    record_disposition,
)
from samaki.systems.custody.services.refusals import MovementRefusedError

if TYPE_CHECKING:
    from collections.abc import Callable

    from samaki.ground.access.actors import Actor

pytestmark = pytest.mark.django_db


def _refused(act: Callable[[], object]) -> list[str]:
    with pytest.raises(MovementRefusedError) as refusal:
        act()
    return list(refusal.value.sentences)


def test_the_cleared_are_expelled_and_stand_in_the_books_as_such(held: Held) -> None:
    first, second = held.person("Budi"), held.person("Agus")
    held.clear(first)
    held.clear(second)

    made = held.expel(first, second)

    assert made.because == "EX-1"
    now = totals(held.case.at)
    assert (now[POIPET], now["expelled"]) == (269, 2)
    place = whereabouts.where([first], at=held.case.at)[first]
    assert place is not None
    assert (place.kind, place.name) == ("expelled", "Expelled by Immigration")


def test_one_who_is_held_stops_the_whole_entry_and_nothing_is_written(held: Held) -> None:
    free, protected, never = held.person("Budi"), held.person("Agus"), held.person("Dewi")
    held.clear(free)
    held.place(protected)
    held.place(protected, PROTECTED, by=OTHER_BODY, because="VS-2")

    reasons = _refused(lambda: held.expel(free, protected, never))

    assert len(reasons) == 3
    assert not [reason for reason in reasons if free in reason]
    assert all("can lift this." in reason for reason in reasons)
    assert not Disposition.objects.exists()
    assert totals(held.case.at)[POIPET] == 271


def test_a_page_shows_the_same_reasons_before_anybody_tries(held: Held) -> None:
    free, never = held.person("Budi"), held.person("Agus")
    held.clear(free)

    found = reasons_against_disposition(persons=[free, never], end=rules.AccountKind.EXPELLED)

    assert found[free] == ()
    assert [reason.values["ground"] for reason in found[never]] == [rules.NOT_SCREENED]


def test_nobody_is_expelled_twice_nor_from_two_places_at_once(held: Held) -> None:
    here, there = held.person("Budi"), held.person("Agus")
    held.clear(here)
    held.clear(there)
    handover = held.send(there, to=SIHANOUK)
    held.case.receive(handover, {}, persons=(there,), hours=5)

    assert _refused(lambda: held.expel(here, there)) == [
        f"Poipet police does not hold {there} then."
    ]
    held.expel(here)
    assert "does not hold" in _refused(lambda: held.expel(there, here, hours=2))[0]


def test_an_end_needs_persons_an_order_and_a_moment_that_has_come(held: Held) -> None:
    assert _refused(held.expel) == ["Nobody is counted. Enter at least one head."]
    assert _refused(lambda: held.expel("P-0000")) == ["P-0000 is in no account of the books."]
    person = held.person()
    held.clear(person)
    assert _refused(lambda: held.expel(person, because=" ")) == [
        "The order is missing. Say on whose decision custody ends."
    ]
    assert "lies in the future" in _refused(lambda: held.expel(person, hours=-1))[0]
    assert "twice" in _refused(lambda: held.expel(person, person))[0]


@pytest.mark.parametrize("actor", [officer("KH"), immigration("KH-18")])
def test_only_who_records_departures_where_the_person_is_ends_custody(
    held: Held, actor: Actor
) -> None:
    person = held.person()
    held.clear(person)

    with pytest.raises(PermissionRefusedError):
        record_disposition(
            actor=actor,
            persons=[person],
            end=rules.AccountKind.EXPELLED,
            keeper=EXPELS,
            because="EX-1",
            happened_at=held.case.ago(1),
            at=held.case.at,
        )


def test_who_may_not_end_custody_is_told_nothing_of_who_is_where(held: Held) -> None:
    with pytest.raises(PermissionRefusedError):
        record_disposition(
            actor=officer("KH"),
            persons=["P-0000"],
            end=rules.AccountKind.EXPELLED,
            keeper=EXPELS,
            because="EX-1",
            happened_at=held.case.ago(1),
            at=held.case.at,
        )


def test_an_expulsion_entered_by_mistake_is_reversed_and_both_stay_on_record(held: Held) -> None:
    person = held.person()
    held.clear(person)
    made = held.expel(person)
    held.place(person, because="VS-2", hours=0)

    correct_movement(
        actor=immigration(),
        movement=made.movement_id or 0,
        reason="The flight did not leave",
        at=held.case.at,
    )

    place = whereabouts.where([person], at=held.case.at)[person]
    assert place is not None
    assert place.unit == POIPET
    assert "is pending" in _refused(lambda: held.expel(person, hours=2))[0]


def test_nobody_is_cleared_backwards(held: Held) -> None:
    late, freed = held.person("Budi"), held.person("Agus")
    held.lift(held.place(late, because="VS-C"), clears=True, hours=2)
    held.clear(freed)
    held.lift(held.place(freed, PROTECTED, by=OTHER_BODY), clears=False, by=OTHER_BODY, hours=2)

    for person in (late, freed):
        reasons = _refused(partial(held.expel, person, hours=3))
        assert any("trafficking" in reason for reason in reasons), person
        held.expel(person, hours=1)
