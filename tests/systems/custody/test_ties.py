"""Whoever is in the books keeps their name; it goes once a time that was set is over, and alone."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from tests.ground.retention.kept import DUTY
from tests.systems.custody.case import POIPET, Case, officer

from samaki.ground.access.rules import Role
from samaki.ground.people.models import Particulars
from samaki.ground.retention import queries
from samaki.ground.retention.rules import NOTICE
from samaki.ground.retention.services import (
    RetentionRefusedError,
    set_retention,
    shred_values,
)
from samaki.systems.custody import rules
from samaki.systems.custody.models import Account
from samaki.systems.custody.queries import files, whereabouts
from samaki.systems.custody.queries.books import verify
from samaki.systems.custody.rules import AccountKind
from samaki.systems.custody.rules.ends import Ended
from samaki.systems.custody.rules.payments import Paid
from samaki.systems.custody.services.ends import confirm_end, end_custody
from samaki.systems.custody.services.exhibits import seize_exhibit
from samaki.systems.custody.services.payments import record_payment

if TYPE_CHECKING:
    from tests.systems.custody.held import Held
    from tests.systems.custody.things import Things

pytestmark = pytest.mark.django_db

LATER = timedelta(days=1000)


def _against(case: Case, person: str, *, days: int = 400) -> set[str]:
    found = queries.reasons_against("person", [person], days=days, at=case.at + LATER)
    return {reason.code for reason in found[person]}


def _leaves(case: Case, person: str, kind: AccountKind) -> None:
    account = str(Account.objects.get(unit=POIPET, kind="station").ref)
    words = ("Prosecutor", "Order 12", "Article 566", "As the guard said")
    ended = Ended(kind, rules.Party({}, (person,)), *words, happened_at=None)
    if kind not in rules.ends.CONFIRMED:
        ended = Ended(kind, rules.Party({}, (person,)), *words, happened_at=case.at)
    made = end_custody(actor=officer("KH-1"), account=account, ended=ended, at=case.at)
    if kind in rules.ends.CONFIRMED:
        command = officer("KH-1", Role.PROVINCIAL_COMMAND, "account:9")
        confirm_end(actor=command, ending=made.ref, happened_at=case.at, at=case.at)


def _shred(case: Case, person: str) -> int:
    later = case.at + LATER
    set_retention(actor=DUTY, kind="person", days=400, why="Rule 4", at=later - NOTICE)
    return shred_values(actor=DUTY, kind="person", of=[person], at=later)


def test_whoever_is_held_however_long_keeps_their_name(case: Case) -> None:
    case.take()
    person = case.name().ref

    with pytest.raises(RetentionRefusedError) as refused:
        _shred(case, person)

    assert [reason.code for reason in refused.value.reasons] == ["in_books"]
    assert person in str(refused.value)
    assert Particulars.objects.get().stated_name == "Budi"


def test_whoever_is_on_the_road_keeps_their_name(case: Case) -> None:
    case.take()
    person = case.name().ref
    case.send({}, persons=(person,))

    assert _against(case, person) == {"in_books"}


@pytest.mark.parametrize(
    ("kind", "reasons"),
    [
        (AccountKind.RELEASED, set()),
        (AccountKind.LEFT_VOLUNTARILY, set()),
        (AccountKind.DEAD, set()),
        (AccountKind.ESCAPED, {"in_books"}),
        (AccountKind.UNKNOWN, {"in_books"}),
    ],
)
def test_the_name_is_kept_of_whoever_is_missing_and_goes_of_whoever_left(
    case: Case, kind: AccountKind, reasons: set[str]
) -> None:
    case.take()
    person = case.name().ref
    _leaves(case, person, kind)

    assert _against(case, person) == reasons
    assert _against(case, person, days=1001) == {*reasons, "too_young"}


def test_a_hold_keeps_the_name_and_its_end_begins_the_days_anew(held: Held) -> None:
    person = held.person()
    _leaves(held.case, person, AccountKind.RELEASED)
    hold = held.place(person)
    assert _against(held.case, person) == {"on_hold"}

    held.lift(hold, clears=True, hours=-24 * 700)

    assert _against(held.case, person) == {"too_young"}
    assert _against(held.case, person, days=299) == set()


def test_something_that_was_taken_from_them_keeps_the_name(case: Case, things: Things) -> None:
    case.take()
    person = case.name().ref
    found = rules.Found("phone", "Black", "A1", things.site, POIPET, pieces=1, person=person)
    seize_exhibit(actor=things.seizer, found=found, happened_at=case.ago(1), at=case.at)
    _leaves(case, person, AccountKind.RELEASED)

    assert _against(case, person) == {"has_property"}


def test_a_shredded_person_is_found_by_reference_and_said_to_be_shredded(case: Case) -> None:
    case.take()
    person = case.name("Quillmarth").ref
    _leaves(case, person, AccountKind.RELEASED)
    before = verify()
    assert _shred(case, person) == 1

    reader, stranger = officer("KH"), officer("KH-18", Role.BORDER_OFFICER)
    face = whereabouts.faces(reader, [person], at=case.at)[person]
    hidden = whereabouts.faces(stranger, [person], at=case.at)[person]

    assert (face.name, face.paper, face.is_shredded) == ("Name shredded on record", "", True)
    assert hidden.name is None
    assert [found.ref for found in files.found(reader, person, at=case.at)] == [person]
    assert files.found(reader, "Quillmarth", at=case.at) == []
    assert verify() == before
    assert before.fault is None


def test_a_payment_that_nobody_confirmed_keeps_the_name_of_who_paid(case: Case) -> None:
    case.take()
    person = case.name().ref
    paid = Paid("fee", 500, "USD", "Tariff", "B1", POIPET, person)
    record_payment(actor=officer("KH-1"), paid=paid, happened_at=case.at, at=case.at)
    _leaves(case, person, AccountKind.DEAD)

    assert _against(case, person) == {"waits"}
