"""How custody ends: by an order, for named persons whom nothing holds, and for nobody else."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest
from tests.systems.custody.case import POIPET, SIHANOUK, officer, totals
from tests.systems.custody.held import EXPELS, OTHER_BODY, PROTECTED, Held, immigration

from samaki.ground.access.actors import PermissionRefusedError
from samaki.systems.custody import rules
from samaki.systems.custody.models import Disposition, Movement
from samaki.systems.custody.queries import whereabouts
from samaki.systems.custody.rules.holds import NOT_SCREENED
from samaki.systems.custody.services.corrections import (
    correct_movement,
    lock_disposition,
    may_correct,
    reasons_of_owner,
    reverse_disposition,
)
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
    held.serve(protected)
    held.place(protected)
    held.place(protected, PROTECTED, by=OTHER_BODY, because="VS-2")

    reasons = _refused(lambda: held.expel(free, protected, never))

    assert len(reasons) == 4
    assert not [reason for reason in reasons if free in reason]
    assert all("can lift this." in reason for reason in reasons)
    assert not Disposition.objects.exists()
    assert totals(held.case.at)[POIPET] == 271


def test_a_page_shows_the_same_reasons_before_anybody_tries(held: Held) -> None:
    free, never = held.person("Budi"), held.person("Agus")
    held.clear(free)

    found = reasons_against_disposition(persons=[free, never], end=rules.AccountKind.EXPELLED)

    assert found[free] == ()
    assert [reason.values["ground"] for reason in found[never]] == [NOT_SCREENED, "consular_notice"]


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

    reverse_disposition(
        actor=immigration(),
        disposition=str(made.ref),
        reason="The flight did not leave",
        at=held.case.at,
    )

    place = whereabouts.where([person], at=held.case.at)[person]
    assert place is not None
    assert place.unit == POIPET
    assert "is pending" in _refused(lambda: held.expel(person, hours=2))[0]


def test_custody_corrects_no_departure_and_says_where_it_is_undone(held: Held) -> None:
    person = held.person()
    held.clear(person)
    made = held.expel(person)
    before = Movement.objects.count()

    reasons = _refused(
        lambda: correct_movement(
            actor=immigration(), movement=made.movement_id or 0, reason=" ", at=held.case.at
        )
    )

    assert len(reasons) == 2, "every reason at once"
    assert "by “Undo the departure”" in reasons[1]
    assert not may_correct(immigration(), made.movement_id or 0)
    assert [r.code for r in reasons_of_owner(made.movement_id or 0)] == ["undone_by_immigration"]
    assert Movement.objects.count() == before
    assert totals(held.case.at)["expelled"] == 1


def test_an_end_that_is_custodys_own_is_corrected_by_custody(
    held: Held, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "DISPOSITIONS", frozenset({rules.AccountKind.RELEASED}))
    person = held.person()
    made = record_disposition(
        actor=immigration(),
        persons=[person],
        end=rules.AccountKind.RELEASED,
        keeper=EXPELS,
        because="RL-1",
        happened_at=held.case.ago(1),
        at=held.case.at,
    )
    number = made.movement_id or 0
    assert may_correct(immigration(), number)
    assert reasons_of_owner(number) == ()

    correct_movement(actor=immigration(), movement=number, reason="Wrong man", at=held.case.at)

    place = whereabouts.where([person], at=held.case.at)[person]
    assert place is not None
    assert place.unit == POIPET


def test_an_end_is_reversed_once_with_a_reason_by_who_may_record_it_there(held: Held) -> None:
    person = held.person()
    held.clear(person)
    made = held.expel(person)
    again = partial(reverse_disposition, disposition=str(made.ref), at=held.case.at)

    for actor in (officer("KH"), immigration("KH-18")):
        with pytest.raises(PermissionRefusedError):
            again(actor=actor, reason="Slip")
    assert _refused(lambda: again(actor=immigration(), reason=" ")) == [
        "The reason is missing. Say why the entry is reversed."
    ]
    again(actor=immigration(), reason="Slip")
    assert "already reversed" in _refused(lambda: again(actor=immigration(), reason="Slip"))[0]
    assert _refused(
        lambda: reverse_disposition(
            actor=immigration(), disposition="DS-NONE", reason="Slip", at=held.case.at
        )
    ) == ["No end of custody has the reference DS-NONE."]
    assert reasons_of_owner(0) == ()
    lock_disposition("DS-NONE")


def test_nobody_is_cleared_backwards(held: Held) -> None:
    late, freed = held.person("Budi"), held.person("Agus")
    held.serve(late)
    held.lift(held.place(late, because="VS-C"), clears=True, hours=2)
    held.clear(freed)
    held.lift(held.place(freed, PROTECTED, by=OTHER_BODY), clears=False, by=OTHER_BODY, hours=2)

    for person in (late, freed):
        reasons = _refused(partial(held.expel, person, hours=3))
        assert any("trafficking" in reason for reason in reasons), person
        held.expel(person, hours=1)
