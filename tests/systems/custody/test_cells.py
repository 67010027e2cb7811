"""Established otherwise than counted: people move between cells, and no total changes."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from tests.systems.custody.case import IDN, IDN_WOMAN, POIPET, SIHANOUK, Case, totals

from samaki.ground.access.actors import PermissionRefusedError
from samaki.kernel.ledger import Cell, Subject
from samaki.systems.custody.models import Account, Establishment, Movement
from samaki.systems.custody.queries import accounts, clocks, files
from samaki.systems.custody.queries.books import Moments
from samaki.systems.custody.rules.cells import (
    Established,
)
from samaki.systems.custody.services.cells import establish
from samaki.systems.custody.services.corrections import correct_movement
from samaki.systems.custody.services.refusals import MovementRefusedError

if TYPE_CHECKING:
    from datetime import datetime

    from samaki.ground.access.actors import Actor

MMR = Cell("MMR", "M", "adult")
BOY = Cell("IDN", "M", "minor")
SHOWN = "Passports of 12, seen by the consulate"


def _account(unit: str = POIPET) -> str:
    return str(Account.objects.get(unit=unit, kind="station").ref)


def _establish(case: Case, said: Established, **more: object) -> Establishment:
    values = {"actor": case.poipet, "happened_at": case.at, "at": case.at} | more
    return establish(account=_account(), said=said, **values)  # type: ignore[arg-type]


def _held(case: Case) -> dict[Subject, int]:
    return accounts.subjects(_account(), Moments(case.at, case.at))


def _codes(case: Case, said: Established, **more: object) -> list[str]:
    before = Movement.objects.count()
    with pytest.raises(MovementRefusedError) as refused:
        _establish(case, said, **more)
    assert Movement.objects.count() == before
    assert all(refused.value.sentences)
    return [reason.code for reason in refused.value.reasons]


@pytest.mark.django_db
def test_twelve_counted_as_one_nationality_are_established_as_another(case: Case) -> None:
    case.take()
    before, total = _held(case), totals(case.at)

    made = _establish(case, Established(IDN, MMR, SHOWN, 12))

    after = _held(case)
    assert after[Subject(MMR)] == 12
    assert after[Subject(IDN)] == before[Subject(IDN)] - 12
    assert totals(case.at) == total
    assert accounts.reason_of(made.movement_id) == SHOWN
    earlier = accounts.subjects(_account(), Moments(case.ago(1), case.at))
    assert earlier == before, "what was counted first stays in the books"


@pytest.mark.django_db
def test_another_cell_starts_no_clock_anew(case: Case) -> None:
    case.take()

    _establish(case, Established(IDN, MMR, SHOWN, 12))

    (line,) = clocks.clocks(case.poipet, Moments(case.at, case.at))
    assert (line.heads, line.age) == (271, timedelta(hours=15))


@pytest.mark.django_db
def test_a_named_person_keeps_name_place_and_holds(case: Case) -> None:
    case.take()
    person = case.name("Budi")
    holds = files.grounds_in_words(person.ref)
    assert holds

    _establish(case, Established(IDN, BOY, "Birth certificate", person=person.ref))

    assert _held(case)[Subject(BOY, person.ref)] == 1
    assert Subject(IDN, person.ref) not in _held(case)
    (of_a_minor,) = set(files.grounds_in_words(person.ref)) - set(holds)
    assert set(holds) < set(files.grounds_in_words(person.ref))
    assert "a minor" in of_a_minor.said, "what is established of the age holds too"
    assert [step.arrives for step in files.steps(person.ref)][:2] == [True, False]


@pytest.mark.django_db
def test_every_reason_is_said_at_once_and_nothing_changes(case: Case, at: datetime) -> None:
    case.take()

    late = at + timedelta(days=1)
    assert _codes(case, Established(IDN, IDN, " ", 1), happened_at=late) == [
        *("same_cell", "nothing_shows_it", "future"),
    ]
    assert _codes(case, Established(IDN, Cell("XYZ"), SHOWN, 1)) == ["nationality"]
    assert _codes(case, Established(MMR, IDN, SHOWN, 1)) == ["overdrawn"]
    assert "nobody" in _codes(case, Established(IDN, MMR, SHOWN, 0))
    assert _codes(case, Established(IDN, MMR, SHOWN, person="P-9999")) == ["overdrawn"]


@pytest.mark.django_db
def test_what_left_later_as_counted_cannot_have_been_established_before(case: Case) -> None:
    case.take()
    case.send()
    left = _held(case)[Subject(IDN)]

    codes = _codes(case, Established(IDN, MMR, SHOWN, left + 1), happened_at=case.ago(15))

    assert codes == ["overdrawn_later"]


@pytest.mark.django_db
def test_it_is_reversed_as_every_entry_is(case: Case) -> None:
    case.take({IDN_WOMAN: 5})
    before = _held(case)
    made = _establish(case, Established(IDN_WOMAN, Cell("MMR", "F", "adult"), SHOWN, 2))
    assert made.movement_id is not None

    correct_movement(
        actor=case.poipet, movement=made.movement_id, reason="Of another bus", at=case.at
    )

    assert _held(case) == before


@pytest.mark.django_db
def test_only_who_names_people_there_establishes(case: Case) -> None:
    case.take()
    stranger: Actor = case.sihanouk

    with pytest.raises(PermissionRefusedError):
        _establish(case, Established(IDN, MMR, SHOWN, 1), actor=stranger)
    assert _account(SIHANOUK) != _account()
