"""Nobody is punished before they are heard: silence, a pending and a positive screening protect."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.systems.custody.case import IDN, POIPET, SIHANOUK, officer
from tests.systems.custody.held import (
    COMMITTEE,
    OTHER_BODY,
    PENDING,
    PRISON,
    PROTECTED,
    Held,
    authority,
    immigration,
    screener,
)

from samaki.ground.access.actors import PermissionRefusedError
from samaki.kernel.ledger import Subject
from samaki.systems.custody import rules
from samaki.systems.custody.models import Account, Posting
from samaki.systems.custody.queries import holds, whereabouts
from samaki.systems.custody.rules.holds import NOT_SCREENED, Screened
from samaki.systems.custody.services import entries
from samaki.systems.custody.services.corrections import correct_movement
from samaki.systems.custody.services.handovers import receive_rest
from samaki.systems.custody.services.holds import lift_hold, place_hold
from samaki.systems.custody.services.intakes import take_in
from samaki.systems.custody.services.refusals import MovementRefusedError

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.django_db


def _refused(act: Callable[[], object]) -> list[str]:
    with pytest.raises(MovementRefusedError) as refusal:
        act()
    return list(refusal.value.sentences)


def _codes(person: str) -> list[str]:
    return [ground.code for ground in holds.grounds([person])[person]]


def test_whoever_was_never_screened_is_held(held: Held) -> None:
    person = held.person()

    assert _refused(lambda: held.send(person)) == [
        (
            f"{person} may not go to Provincial prison: not yet screened for victims of "
            "trafficking. The anti-trafficking committee can lift this."
        )
    ]


def test_a_pending_screening_holds_and_names_who_can_lift_it(held: Held) -> None:
    person = held.person()
    held.place(person)

    assert _refused(lambda: held.send(person)) == [
        (
            f"{person} may not go to Provincial prison: a screening for victims of trafficking is "
            "pending. Committee can lift this."
        )
    ]


def test_whoever_is_protected_goes_to_no_prison(held: Held) -> None:
    person = held.person()
    held.serve(person)
    pending = held.place(person)
    held.place(person, PROTECTED)
    held.lift(pending, clears=False)

    assert "trafficking is pending" in _refused(lambda: held.send(person))[0]
    assert _codes(person) == [PROTECTED]


def test_a_screening_that_found_nothing_clears(held: Held) -> None:
    person = held.person()
    held.clear(person)

    held.receive(held.send(person), person)

    place = whereabouts.where([person], at=held.case.at)[person]
    assert place is not None
    assert place.unit == PRISON


def test_a_new_screening_after_clearance_holds_again(held: Held) -> None:
    person = held.person()
    held.clear(person)
    again = held.place(person, because="VS-2")

    assert len(_refused(lambda: held.send(person))) == 1
    held.lift(again, clears=False)
    assert _codes(person) == [], "the first screening's answer still stands"


def test_a_screening_opened_by_mistake_and_withdrawn_clears_nobody(held: Held) -> None:
    person = held.person()
    held.serve(person)
    held.lift(held.place(person), clears=False)

    assert _codes(person) == [NOT_SCREENED]
    assert "not yet screened" in _refused(lambda: held.send(person))[0]


def test_two_bodies_hold_on_one_ground_and_each_is_named(held: Held) -> None:
    person = held.person()
    held.place(person)
    held.place(person, by=OTHER_BODY, because="VS-2")

    reasons = _refused(lambda: held.send(person))

    assert [reason.rpartition(". ")[2] for reason in reasons] == [
        "Committee can lift this.",
        "Social affairs can lift this.",
    ]


def test_one_body_clears_nobody_whom_another_protects(held: Held) -> None:
    person = held.person()
    held.serve(person)
    mine = held.place(person)
    theirs = held.place(person, PROTECTED, by=OTHER_BODY, because="VS-2")

    assert _refused(lambda: held.lift(mine, clears=True)) == [
        (
            f"{person} cannot be cleared: the anti-trafficking committee protects this person. "
            "Social affairs can lift this."
        )
    ]
    held.lift(mine, clears=False)
    assert _codes(person) == [PROTECTED]
    held.lift(theirs, clears=True, by=OTHER_BODY)
    assert _codes(person) == []


def test_no_body_lifts_what_another_placed(held: Held) -> None:
    theirs = held.place(held.person(), PROTECTED, by=OTHER_BODY)

    reasons = _refused(lambda: held.lift(theirs, clears=False))

    assert reasons == [f"{theirs.ref} was placed by Social affairs, which alone can lift it."]


def test_a_hold_is_lifted_once(held: Held) -> None:
    hold = held.place(held.person())
    held.lift(hold, clears=False)

    assert "was lifted on" in _refused(lambda: held.lift(hold, clears=True))[0]
    assert (
        "No hold has"
        in _refused(lambda: lift_hold(actor=screener(), hold="HD-0", clears=True, at=held.case.at))[
            0
        ]
    )


def test_a_person_is_held_once_for_one_cause(held: Held) -> None:
    person = held.person()
    hold = held.place(person)

    assert _refused(lambda: held.place(person)) == [
        f"{person} is held on this ground already, by {hold.ref}."
    ]


def test_a_hold_needs_a_registered_person_a_known_ground_and_a_unit(held: Held) -> None:
    assert _refused(lambda: held.place("P-0000")) == ["No person has the reference P-0000."]
    person = held.person()
    assert _refused(lambda: held.place(person, "dislike")) == ["dislike is no ground of a hold."]

    def owned_by_nobody() -> None:
        place_hold(
            actor=screener(),
            person=person,
            ground=PENDING,
            owner="NOBODY",
            because="VS-1",
            at=held.case.at,
        )

    assert "No unit has the code NOBODY" in _refused(owned_by_nobody)[0]


@pytest.mark.parametrize("ground", [PENDING, PROTECTED])
def test_only_who_screens_places_or_lifts_a_screenings_hold(held: Held, ground: str) -> None:
    person = held.person()
    hold = held.place(person, ground)
    for other in (officer("KH"), immigration()):
        with pytest.raises(PermissionRefusedError):
            place_hold(
                actor=other,
                person=person,
                ground=ground,
                owner=COMMITTEE,
                because="VS-9",
                at=held.case.at,
            )
        with pytest.raises(PermissionRefusedError):
            lift_hold(actor=other, hold=str(hold.ref), clears=True, at=held.case.at)


def test_a_screener_of_another_province_neither_places_nor_lifts(held: Held) -> None:
    person = held.person()
    hold = held.place(person)
    elsewhere = screener(area="KH-18")

    with pytest.raises(PermissionRefusedError):
        lift_hold(actor=elsewhere, hold=str(hold.ref), clears=True, at=held.case.at)
    with pytest.raises(PermissionRefusedError):
        place_hold(
            actor=elsewhere,
            person=person,
            ground=PROTECTED,
            owner=COMMITTEE,
            because="VS-1",
            at=held.case.at,
        )


def test_an_appeal_answered_is_no_screening(held: Held) -> None:
    person = held.person()
    held.serve(person)
    hold = place_hold(
        actor=immigration(),
        person=person,
        ground="appeal",
        owner=COMMITTEE,
        because="EX-1",
        at=held.case.at,
    )
    assert _codes(person) == [NOT_SCREENED, "appeal"]
    lift_hold(actor=authority(), hold=str(hold.ref), clears=True, at=held.case.at)

    assert _codes(person) == [NOT_SCREENED]


def test_heads_without_a_name_go_to_no_prison(held: Held) -> None:
    assert _refused(lambda: held.send(heads=3)) == [
        (
            "3 of Indonesia have no name yet and may not go to Provincial prison. Identify them "
            "first; then each is screened."
        )
    ]


def test_nobody_is_taken_straight_into_a_prison(held: Held) -> None:
    def take() -> None:
        take_in(
            actor=held.case.poipet,
            unit=PRISON,
            cells={IDN: 5},
            legal_basis="Found at the site",
            because="",
            happened_at=held.case.ago(2),
            at=held.case.at,
        )

    assert "have no name yet" in _refused(take)[0]


def test_a_shelter_a_station_and_a_hospital_need_no_screening(held: Held) -> None:
    person = held.person()
    held.place(person, PROTECTED)

    held.case.receive(held.send(person, to=SIHANOUK, heads=1), {IDN: 1}, persons=(person,), hours=5)


def test_a_hold_placed_on_the_road_stops_the_receipt(held: Held) -> None:
    free, stopped = held.person("Budi"), held.person("Agus")
    held.clear(free)
    held.clear(stopped)
    handover = held.send(free, stopped)
    held.place(stopped, because="VS-2")

    assert len(_refused(lambda: held.receive(handover, free, stopped))) == 1
    held.receive(handover, free)

    def the_rest() -> None:
        receive_rest(
            actor=officer("KH-1", key="account:prison"),
            handover=str(handover.ref),
            unit=PRISON,
            received=rules.Party({}, (stopped,)),
            happened_at=held.case.ago(4),
            at=held.case.at,
        )

    assert "is pending" in _refused(the_rest)[0]


def test_an_entry_dated_before_the_hold_is_refused_too(held: Held) -> None:
    person = held.person()
    held.clear(person)
    held.place(person, because="VS-2")

    assert len(_refused(lambda: held.send(person, hours=14))) == 1


def test_every_reason_of_every_person_is_given_at_once(held: Held) -> None:
    first, second, third = held.person("Budi"), held.person("Agus"), held.person("Dewi")
    held.place(first)
    held.place(first, PROTECTED, by=OTHER_BODY, because="VS-2")
    held.clear(third)

    reasons = _refused(lambda: held.send(first, second, third, heads=2))

    assert len(reasons) == 4
    assert sum(first in reason for reason in reasons) == 2
    assert sum(second in reason for reason in reasons) == 1
    assert sum("have no name yet" in reason for reason in reasons) == 1
    assert not [reason for reason in reasons if third in reason]


def test_a_correction_brings_nobody_back_into_a_prison_past_a_hold(held: Held) -> None:
    person = held.person()
    held.clear(person)
    held.receive(held.send(person), person)
    out = held.send(person, giver=PRISON, to=POIPET, hours=4)
    held.place(person, because="VS-2", hours=0)
    assert out.movement is not None

    def take_back() -> None:
        correct_movement(
            actor=held.case.poipet,
            movement=out.movement_id or 0,
            reason="Never left",
            at=held.case.at,
        )

    assert "is pending" in _refused(take_back)[0]


def test_a_correction_takes_the_name_of_no_held_person_away(held: Held) -> None:
    person = held.person()
    hold = held.place(person, PROTECTED)
    named = Posting.objects.filter(person=person).values_list("movement_id", flat=True)[0]

    def unname() -> None:
        correct_movement(
            actor=held.case.poipet, movement=named, reason="Wrong name", at=held.case.at
        )

    assert _refused(unname) == [
        (
            f"{person} is held: a screening for victims of trafficking is pending. "
            "Committee can lift this."
        )
    ]
    held.lift(hold, clears=False)
    unname()


def test_the_writer_of_the_books_itself_refuses_a_verb_that_forgot_to_ask(held: Held) -> None:
    person = held.person()
    case = held.case
    place = whereabouts.where([person], at=case.at)[person]
    assert place is not None
    prison = Account.objects.get(unit=PRISON)
    movement = rules.transfer(
        {Subject(place.cell, person): 1},
        giver=place.account,
        taker=str(prison.ref),
        happened_at=case.ago(1),
    )

    def enter() -> None:
        with transaction.atomic():
            entries.enter(
                movement,
                kind=rules.MovementKind.RECEIPT,
                because="X",
                actor=case.poipet,
                at=case.at,
            )

    assert "not yet screened" in _refused(enter)[0]


def test_everybody_reads_whether_a_screening_is_done_and_never_what_it_found(held: Held) -> None:
    people = [held.person(name) for name in ("Agus", "Budi", "Citra", "Dewi")]
    never, pending, positive, negative = people
    held.place(pending)
    held.place(positive, PROTECTED)
    held.clear(negative)

    assert holds.screened(people) == {
        never: Screened.NOT_YET,
        pending: Screened.PENDING,
        positive: Screened.PENDING,  # one word, whatever was found
        negative: Screened.DONE,
    }


_STEPS = st.lists(
    st.tuples(
        st.sampled_from(["place", "protect", "mistake", "answer", "serve", "send", "expel"]),
        st.sampled_from([COMMITTEE, OTHER_BODY]),
    ),
    max_size=9,
)


@given(steps=_STEPS)
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_whatever_happens_only_the_cleared_and_unheld_are_punished(
    held: Held, steps: list[tuple[str, str]]
) -> None:
    with transaction.atomic():
        _play(held, steps)
        transaction.set_rollback(True)


def _play(held: Held, steps: list[tuple[str, str]]) -> None:
    """Take the steps and compare with a model that is four lines long."""
    person = held.person("Budi")
    standing: dict[str, list[str]] = {COMMITTEE: [], OTHER_BODY: []}
    is_cleared = is_served = False
    for number, (step, body) in enumerate(steps):
        others = any(refs for unit, refs in standing.items() if unit != body)
        if step in ("place", "protect"):
            ground = PENDING if step == "place" else PROTECTED
            hold = held.place(person, ground, by=body, because=f"VS-{number}")
            standing[body].append(str(hold.ref))
        elif step in ("mistake", "answer") and standing[body]:
            ref = standing[body][-1]
            clears = step == "answer"
            may = not clears or (not others and len(standing[body]) == 1)
            if _done(partial(_lift, held, ref, body, clears=clears)):
                assert may
                standing[body].pop()
                is_cleared = is_cleared or clears
            else:
                assert not may
        elif step == "serve" and not is_served:
            held.serve(person)
            is_served = True
        elif step in ("send", "expel"):
            act = held.expel if step == "expel" else held.send
            is_free = is_cleared and not any(standing.values())
            is_free = is_free and (is_served or step == "send")
            assert _done(partial(act, person)) == is_free
            if is_free:
                return


def _lift(held: Held, ref: str, body: str, *, clears: bool) -> None:
    at = held.case.ago(13)  # before anything of these tests happens
    lift_hold(actor=screener(body), hold=ref, clears=clears, at=at)


def _done(act: Callable[[], object]) -> bool:
    try:
        with transaction.atomic():
            act()
    except MovementRefusedError:
        return False
    return True
