"""Each ground forbids what it says and no more; who may lift it; a child is held by silence."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from tests.systems.custody.case import POIPET, SHELTER, SIHANOUK, officer
from tests.systems.custody.held import (
    COMMITTEE,
    EXPELS,
    OTHER_BODY,
    PROTECTED,
    Held,
    authority,
    immigration,
    screener,
)

from samaki.ground.access import queries as access
from samaki.ground.access.actors import Actor, Grant, PermissionRefusedError
from samaki.ground.access.rules import GRANTS, Role
from samaki.ground.journal import services as journal
from samaki.kernel.ledger import Cell
from samaki.systems.custody import rules
from samaki.systems.custody.models import Account, Hold, Movement
from samaki.systems.custody.queries import books, holds, whereabouts
from samaki.systems.custody.rules.cells import Established
from samaki.systems.custody.services.accounts import open_account
from samaki.systems.custody.services.cells import establish
from samaki.systems.custody.services.corrections import correct_movement
from samaki.systems.custody.services.handovers import receive_handover
from samaki.systems.custody.services.holds import (
    grounds_by_hand,
    lift_hold,
    lift_hold_by_hand,
    may_lift_by_hand,
    place_hold,
    place_hold_by_hand,
)
from samaki.systems.custody.services.refusals import MovementRefusedError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

pytestmark = pytest.mark.django_db

CHILD, GROWN = Cell("IDN", "F", "minor"), Cell("IDN", "F", "adult")
OF_OTHERS = ["appeal", "asylum", "medical", "court_order", "consular_notice"]


def _refused(act: Callable[[], object]) -> list[str]:
    with pytest.raises(MovementRefusedError) as refusal:
        act()
    return [reason.code for reason in refusal.value.reasons]


def _codes(person: str) -> list[str]:
    return [ground.code for ground in holds.grounds([person])[person]]


def _place(held: Held, person: str, ground: str, *, hours: float = 14) -> Hold:
    return place_hold(
        actor=immigration(),
        person=person,
        ground=ground,
        owner=EXPELS,
        because="EX-1",
        at=held.case.ago(hours),
    )


def _child(held: Held, name: str = "Dewi") -> str:
    """Take a child in and name her; no screening keeps her any more, only her age."""
    held.case.take({CHILD: 1}, because=name)
    person = held.case.name(name, cell=CHILD).ref
    held.clear(person)
    return person


def _by_hand(held: Held, person: str, actor: Actor, ground: str, **said: Any) -> Hold:
    given: dict[str, Any] = {"owner": "", "because": "Order 12/25", "at": held.case.ago(14)}
    return place_hold_by_hand(actor=actor, person=person, ground=ground, **(given | said))


@pytest.mark.parametrize("ground", OF_OTHERS)
def test_another_offices_hold_keeps_in_the_country_until_it_is_lifted(
    held: Held, ground: str
) -> None:
    person = held.person()
    held.clear(person)
    hold = _place(held, person, ground)

    assert _refused(lambda: held.expel(person)) == ["on_hold"]
    at = held.case.ago(13)
    lifter = immigration() if ground == "consular_notice" else authority()
    lift_hold(actor=lifter, hold=str(hold.ref), clears=True, at=at)
    held.expel(person)
    assert books.verify().fault is None


@pytest.mark.parametrize("ground", OF_OTHERS)
def test_another_offices_hold_keeps_nobody_from_a_charge(held: Held, ground: str) -> None:
    person = held.person()
    held.clear(person)
    _place(held, person, ground)

    held.receive(held.send(person), person)

    assert books.verify().fault is None


@pytest.mark.parametrize("ground", [*OF_OTHERS, PROTECTED, "minor"])
@pytest.mark.parametrize("kind", [rules.AccountKind.SHELTER, rules.AccountKind.HOSPITAL])
def test_no_hold_keeps_anybody_from_a_shelter_or_a_hospital(
    held: Held, ground: str, kind: rules.AccountKind
) -> None:
    case, person = held.case, held.person()
    there = officer("KH-12", key="account:4")
    open_account(actor=there, kind=kind, unit=SHELTER, at=case.ago(60))
    if ground in OF_OTHERS:
        _place(held, person, ground)
    else:
        held.place(person, ground)

    handover = held.send(person, to=SHELTER)
    receive_handover(
        actor=there,
        handover=str(handover.ref),
        unit=SHELTER,
        received=rules.Party({}, (person,)),
        happened_at=case.ago(4),
        at=case.at,
    )

    place = whereabouts.where([person], at=case.at)[person]
    assert place is not None
    assert place.kind == kind


def test_a_minor_is_held_by_silence_until_who_protects_has_decided(held: Held) -> None:
    person = _child(held)

    assert _codes(person) == ["minor"]
    with pytest.raises(MovementRefusedError) as refusal:
        held.expel(person)
    assert str(refusal.value) == (
        f"{person} may not go to Expelled by Immigration: a minor, and nobody has decided what is "
        "best for the child. The anti-trafficking committee can lift this."
    )
    held.send(person)  # a charge is forbidden by no age: another court judges minors

    hold = _by_hand(held, person, screener(), "minor")
    assert _codes(person) == ["minor"], "the hold stands where silence held"
    assert holds.grounds([person])[person][0].hold == hold.ref


@pytest.mark.parametrize("clears", [True, False])
def test_only_a_decision_frees_a_minor_and_no_mistake(held: Held, *, clears: bool) -> None:
    person = _child(held)
    hold = held.place(person, "minor")
    held.lift(hold, clears=clears)

    if clears:
        held.expel(person)
        assert books.verify().fault is None
    else:
        assert _refused(lambda: held.expel(person)) == ["on_hold"]


def test_nobody_is_cleared_backwards_of_being_a_minor_or_of_a_court_order(held: Held) -> None:
    person = _child(held)
    held.lift(held.place(person, "minor"), clears=True, hours=2)
    assert _refused(lambda: held.expel(person, hours=3)) == ["on_hold"]
    hold = _place(held, person, "court_order")
    lift_hold(actor=authority(), hold=str(hold.ref), clears=True, at=held.case.ago(2))
    assert _refused(lambda: held.expel(person, hours=3)) == ["on_hold", "on_hold"]

    held.expel(person, hours=1)


def test_whoever_was_once_a_minor_is_held_until_who_protects_has_answered(held: Held) -> None:
    person, adult = _child(held), held.person()
    held.clear(adult)
    for ref, before, after in ((person, CHILD, GROWN), (adult, Cell("IDN"), CHILD)):
        establish(
            actor=held.case.poipet,
            account=str(Account.objects.get(unit=POIPET).ref),
            said=Established(before, after, "Birth certificate", person=ref),
            happened_at=held.case.ago(5),
            at=held.case.at,
        )

    assert _codes(person) == _codes(adult) == ["minor"]
    for ref in (person, adult):
        assert _refused(partial(held.expel, ref)) == ["on_hold"]
    answered = held.place(person, "minor")
    held.lift(answered, clears=True)
    held.expel(person)
    assert _refused(lambda: held.expel(adult)) == ["on_hold"]


def test_a_reversal_that_makes_an_adult_of_a_minor_frees_nobody(held: Held) -> None:
    adult = held.person()
    held.clear(adult)
    establish(
        actor=held.case.poipet,
        account=str(Account.objects.get(unit=POIPET).ref),
        said=Established(Cell("IDN"), CHILD, "Birth certificate", person=adult),
        happened_at=held.case.ago(5),
        at=held.case.at,
    )
    last = Movement.objects.latest("pk").pk
    correct_movement(actor=held.case.poipet, movement=last, reason="A slip", at=held.case.at)

    assert _codes(adult) == ["minor"]
    assert _refused(lambda: held.expel(adult)) == ["on_hold"]


def test_a_minors_hold_is_placed_by_who_screens_and_lifted_by_the_body_that_placed_it(
    held: Held,
) -> None:
    person = _child(held)
    with pytest.raises(PermissionRefusedError):
        _place(held, person, "minor")
    mine = held.place(person, "minor")
    theirs = held.place(person, "minor", by=OTHER_BODY, because="C-2")

    for other in (immigration(), authority()):
        with pytest.raises(PermissionRefusedError):
            lift_hold(actor=other, hold=str(mine.ref), clears=True, at=held.case.at)
    assert _refused(lambda: held.lift(theirs, clears=False)) == ["not_owner"]
    assert _refused(lambda: held.lift(mine, clears=True)) == ["not_cleared"]
    held.lift(theirs, clears=False, by=OTHER_BODY)
    held.lift(mine, clears=True)
    assert _codes(person) == []


def test_who_serves_the_notice_lifts_its_hold_and_no_other(held: Held) -> None:
    person = held.person()
    served, ordered = _place(held, person, "consular_notice"), _place(held, person, "court_order")

    with pytest.raises(PermissionRefusedError):
        lift_hold(actor=immigration(), hold=str(ordered.ref), clears=True, at=held.case.at)
    with pytest.raises(PermissionRefusedError):
        lift_hold(actor=immigration(), hold=str(served.ref), clears=False, at=held.case.at)
    lift_hold(actor=immigration(), hold=str(served.ref), clears=True, at=held.case.at)
    lift_hold(actor=authority(), hold=str(ordered.ref), clears=True, at=held.case.at)

    assert _codes(person) == ["not_screened"]


def test_a_hold_by_hand_rests_on_a_paper_and_is_lifted_for_one(held: Held) -> None:
    person = held.person()
    hold = _by_hand(held, person, immigration(), "court_order", because=" Order 12/25 ")
    assert (hold.because, hold.owner_id) == ("Order 12/25", EXPELS)
    assert may_lift_by_hand(authority(), hold, at=held.case.at)
    assert not may_lift_by_hand(immigration(), hold, at=held.case.at)

    lifted = lift_hold_by_hand(
        actor=authority(),
        hold=str(hold.ref),
        clears=True,
        lifted_for=" Decision 3 ",
        at=held.case.ago(1),
    )

    assert (lifted.lifted_for, lifted.clears) == ("Decision 3", True)
    assert not may_lift_by_hand(authority(), lifted, at=held.case.at)


def test_every_reason_against_a_hold_by_hand_is_given_at_once(held: Held) -> None:
    person = held.person()
    hold = _by_hand(held, person, immigration(), "court_order")

    def place(ground: str, because: str, who: str = person) -> None:
        _by_hand(held, who, immigration(), ground, because=because)

    def lift(ref: str, lifted_for: str) -> None:
        at = held.case.at
        actor = authority()
        lift_hold_by_hand(actor=actor, hold=ref, clears=True, lifted_for=lifted_for, at=at)

    assert _refused(lambda: place("court_order", "Order 12/25")) == ["held_before"]
    assert _refused(lambda: place("appeal", " ", "P-0000")) == [
        *("own_act", "no_hold_paper", "unknown_person")
    ]
    assert _refused(lambda: place("dislike", "x" * 41)) == ["unknown_ground", "long_hold_paper"]
    assert _refused(lambda: lift("HD-0000", "")) == ["no_hold"]
    assert _refused(lambda: lift(str(hold.ref), "")) == ["no_hold_paper"]
    plea = _place(held, person, "appeal")
    assert _refused(lambda: lift(str(plea.ref), "Decision 3")) == ["own_act"]
    assert set(_codes(person)) == {"not_screened", "consular_notice", "court_order", "appeal"}


def test_by_hand_each_holds_only_on_the_grounds_of_their_office_where_the_person_is(
    held: Held,
) -> None:
    person, at = held.person(), held.case.at

    of_others = ["court_order", "notice_outside_case", "medical"]
    assert grounds_by_hand(immigration(), person, at=at) == of_others
    assert grounds_by_hand(officer("KH-1"), person, at=at) == of_others
    assert grounds_by_hand(screener(), person, at=at) == ["minor"]
    for nobody in (authority(), officer("KH-18"), immigration("KH-18"), screener(area="KH-18")):
        assert grounds_by_hand(nobody, person, at=at) == []
    for actor, ground in (
        (screener(), "court_order"),
        (immigration(), "minor"),
        (immigration(area="KH-18"), "medical"),
        (officer("KH-18"), "court_order"),
    ):
        with pytest.raises(PermissionRefusedError):
            _by_hand(held, person, actor, ground)
    assert not Hold.objects.filter(person=person).exists()


def test_who_acts_for_a_case_lifts_its_hold_wherever_the_person_is_now(held: Held) -> None:
    person = held.person()
    grant = Grant("KH-18", GRANTS[Role.IMMIGRATION_OFFICER], EXPELS)
    elsewhere = Actor("account:7", (grant,))
    said: dict[str, Any] = {"ground": "consular_notice", "owner": COMMITTEE, "because": "EC-1"}
    at = held.case.at
    with pytest.raises(PermissionRefusedError):
        place_hold(actor=elsewhere, person=person, **said, at=at)

    hold = place_hold(actor=elsewhere, person=person, **said, area="KH-18", at=at)

    with pytest.raises(PermissionRefusedError):
        lift_hold(actor=elsewhere, hold=str(hold.ref), clears=True, at=at)
    lift_hold(actor=elsewhere, hold=str(hold.ref), clears=True, area="KH-18", at=at)


@pytest.mark.parametrize("ground", ["court_order", "medical"])
def test_a_hold_that_comes_while_an_expulsion_waits_for_its_turn_stops_it(
    held: Held, monkeypatch: pytest.MonkeyPatch, ground: str
) -> None:
    person = held.person()
    held.clear(person)
    turn = journal.take_turn

    def hold_first() -> None:
        monkeypatch.setattr(journal, "take_turn", turn)
        _place(held, person, ground)
        turn()

    monkeypatch.setattr(journal, "take_turn", hold_first)

    assert _refused(lambda: held.expel(person)) == ["on_hold"]


def test_a_childs_hold_by_hand_is_of_the_office_that_places_it_and_of_no_other(held: Held) -> None:
    person = _child(held)

    refused = _refused(lambda: _by_hand(held, person, screener(), "minor", owner=POIPET))
    assert refused == ["own_hold"]
    assert _by_hand(held, person, screener(), "minor").owner_id == COMMITTEE


def test_the_office_that_a_hold_names_lifts_it_where_it_has_somebody_who_may(
    held: Held, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = held.person()
    hold = _by_hand(held, person, immigration(), "court_order", owner=POIPET)
    paper: dict[str, Any] = {"clears": True, "lifted_for": "Order 40", "at": held.case.at}
    able = {POIPET}
    monkeypatch.setattr(access, "units_with", lambda _permission, **_when: able)
    lift = partial(lift_hold_by_hand, actor=authority(), hold=str(hold.ref), **paper)

    assert not may_lift_by_hand(authority(), hold, at=held.case.at)
    assert _refused(lift) == ["owner_lifts"]
    able.clear()
    assert lift().state == "lifted", "nobody there may, so whoever else may does"


@pytest.mark.tampers
def test_whoever_asks_for_asylum_is_brought_to_no_embassy_and_the_proof_asks_too(
    held: Held,
) -> None:
    case, person = held.case, held.person()
    there = officer("KH-12", key="account:4")
    open_account(actor=there, kind=rules.AccountKind.EMBASSY, unit=SHELTER, at=case.ago(60))
    plea = _place(held, person, "asylum")
    assert _refused(lambda: held.send(person, to=SHELTER)) == ["on_hold"]
    lift_hold(actor=authority(), hold=str(plea.ref), clears=True, at=case.ago(13))
    sent = held.send(person, to=SHELTER)
    receive_handover(
        actor=there,
        handover=str(sent.ref),
        unit=SHELTER,
        received=rules.Party({}, (person,)),
        happened_at=case.ago(4),
        at=case.at,
    )
    assert books.verify().fault is None, "nobody was held, and an embassy waits for no screening"

    Hold.objects.filter(pk=plea.pk).update(lifted_at=case.at + timedelta(hours=1))

    assert "who was held then" in str(books.verify().fault)


@pytest.mark.tampers
def test_the_proof_names_whoever_was_sent_abroad_before_a_notice_was_served(held: Held) -> None:
    person = held.person()
    held.clear(person)
    held.expel(person)
    assert books.verify().fault is None

    Hold.objects.filter(person=person, ground="notice_outside_case").update(clears=False)

    assert "who was held then" in str(books.verify().fault)


def test_an_office_that_has_nobody_where_the_person_is_now_stops_no_lifting(
    held: Held, monkeypatch: pytest.MonkeyPatch
) -> None:
    person, at = held.person(), held.case.at
    hold = _by_hand(held, person, officer("KH-1"), "court_order", owner=SIHANOUK)
    elsewhere = {"KH-18": frozenset({SIHANOUK}), None: frozenset({SIHANOUK})}

    def able(_permission: object, *, at: datetime, area: str | None = None) -> frozenset[str]:
        return elsewhere.get(area, frozenset())

    monkeypatch.setattr(access, "units_with", able)

    assert may_lift_by_hand(authority(), hold, at=at)
    lift_hold_by_hand(
        actor=authority(), hold=str(hold.ref), clears=True, lifted_for="Decision 3", at=at
    )
