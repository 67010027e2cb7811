"""The one door to names: read where the person is; a protected name by who protects alone."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from tests.systems.custody.case import POIPET, SIHANOUK, officer
from tests.systems.custody.held import Held, immigration, screener

from samaki.ground.access.rules import Permission, Role
from samaki.ground.people.services import end_protection, protect_person
from samaki.systems.custody import rules
from samaki.systems.custody.models import Account
from samaki.systems.custody.queries import accounts, books, whereabouts
from samaki.systems.custody.services.handovers import receive_handover

if TYPE_CHECKING:
    from samaki.ground.access.actors import Actor

pytestmark = pytest.mark.django_db


def _name(held: Held, eyes: Actor, person: str) -> str | None:
    return whereabouts.faces(eyes, [person], at=held.case.at)[person].name


def test_a_person_is_where_the_books_say_at_each_moment(held: Held) -> None:
    person = held.person()
    handover = held.send(person, to=SIHANOUK)
    held.case.receive(handover, {}, persons=(person,), hours=5)

    places = [
        whereabouts.where([person], at=held.case.ago(hours))[person] for hours in (20, 10, 5.5, 1)
    ]

    assert [place and (place.kind, place.unit) for place in places] == [
        None,
        ("station", POIPET),
        ("in_transit", "RG-ESCORT"),
        ("station", SIHANOUK),
    ]


def test_a_name_is_read_where_the_person_is(held: Held) -> None:
    person = held.person()
    here, there = officer("KH-1"), officer("KH-18")

    assert (_name(held, here, person), _name(held, there, person)) == ("Budi", None)
    handover = held.send(person, to=SIHANOUK)
    held.case.receive(handover, {}, persons=(person,), hours=5)
    assert (_name(held, here, person), _name(held, there, person)) == (None, "Budi")


def test_a_protected_name_is_read_by_who_protects_and_by_nobody_else(held: Held) -> None:
    person = held.person()
    protect_person(actor=screener(), person=person, at=held.case.at)
    others = [officer("KH"), immigration(), officer("KH", Role.OVERSIGHT), officer("KH-1")]

    assert [_name(held, eyes, person) for eyes in others] == [None] * 4
    assert _name(held, screener(), person) == "Budi"
    assert whereabouts.faces(officer("KH"), [person], at=held.case.at)[person].paper is None
    end_protection(actor=screener(), person=person, at=held.case.at)
    assert _name(held, officer("KH-1"), person) == "Budi"


def test_who_protects_in_another_province_reads_no_protected_name(held: Held) -> None:
    person = held.person()
    here, there = screener(area="KH-1"), screener(area="KH-18")
    protect_person(actor=screener(), person=person, at=held.case.at)

    assert (_name(held, here, person), _name(held, there, person)) == ("Budi", None)
    handover = held.send(person, to=SIHANOUK)
    assert held.case.receive(handover, {}, persons=(person,), hours=5)
    assert (_name(held, here, person), _name(held, there, person)) == (None, "Budi")


def test_who_reads_names_here_and_protects_there_reads_no_protected_name_here(held: Held) -> None:
    person = held.person()
    protect_person(actor=screener(), person=person, at=held.case.at)
    both = replace(
        officer("KH-1"), grants=(*officer("KH-1").grants, *screener(area="KH-18").grants)
    )

    assert _name(held, both, person) is None
    end_protection(actor=screener(), person=person, at=held.case.at)
    assert _name(held, both, person) == "Budi"


def test_who_reads_no_names_reads_none(held: Held) -> None:
    person = held.person()

    for role in (Role.PROVINCIAL_COMMAND, Role.DUTY_OFFICER, Role.OVERSIGHT):
        assert _name(held, officer("KH", role), person) is None


def test_an_early_moment_opens_no_door_around_the_area(held: Held) -> None:
    person = held.person()
    before = held.case.ago(30)

    faces = whereabouts.faces(officer("KH-18"), [person], at=before)

    assert faces[person].place is None
    assert faces[person].name is None


def test_an_unknown_reference_has_no_face_and_no_place(held: Held) -> None:
    assert whereabouts.faces(screener(), ["P-0000"], at=held.case.at) == {}
    assert whereabouts.where(["P-0000"], at=held.case.at) == {"P-0000": None}


def test_the_accounts_page_hides_the_same_names_and_says_the_word_on_screening(
    held: Held,
) -> None:
    person = held.person()
    held.place(person)
    protect_person(actor=screener(), person=person, at=held.case.at)
    now = books.Moments(held.case.at, held.case.at)
    station = accounts.kept(held.case.poipet, Permission.CUSTODY_SEE, now)[0]

    lines = [
        accounts.persons(eyes, accounts.subjects(str(station.ref), now), now=now.as_of)[0]
        for eyes in (officer("KH-1"), screener())
    ]

    assert [line.name for line in lines] == [None, "Budi"]
    assert {line.screened_word for line in lines} == {"Screening pending"}


def test_looking_back_opens_no_name_that_has_moved_away(held: Held) -> None:
    person = held.person()
    held.clear(person)
    handover = held.send(person, to=SIHANOUK, hours=3)
    receive_handover(
        actor=held.case.sihanouk,
        handover=str(handover.ref),
        unit=SIHANOUK,
        received=rules.Party({}, (person,)),
        happened_at=held.case.ago(2),
        at=held.case.at,
    )
    before = books.Moments(held.case.ago(4), held.case.at)
    station = Account.objects.get(unit=POIPET, kind="station")

    (line,) = accounts.persons(
        officer("KH-1"), accounts.subjects(str(station.ref), before), now=held.case.at
    )

    assert (line.ref, line.name) == (person, None)
