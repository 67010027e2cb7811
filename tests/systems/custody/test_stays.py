"""Since when somebody is in police custody is read from what led there, not from all books."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from tests.systems.custody.case import IDN, IDN_WOMAN, Case, officer
from tests.systems.custody.steps import STEPS, play

from samaki.kernel import lots
from samaki.systems.custody.models import Balance, Posting
from samaki.systems.custody.queries import clocks, paths
from samaki.systems.custody.queries.books import Moments
from samaki.systems.custody.rules.cells import Established
from samaki.systems.custody.rules.extensions import Granted
from samaki.systems.custody.services.cells import establish
from samaki.systems.custody.services.extensions import record_extension
from samaki.systems.custody.services.refusals import MovementRefusedError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from samaki.kernel.ledger import Line, Movement

pytestmark = pytest.mark.django_db
_NAMES = [("name", 1, 0, n, n) for n in range(1, 4)]


def _since(persons: Iterable[str], at: Moments) -> dict[str, datetime]:
    return {ref: stay.since for ref, stay in clocks.stays(list(persons), at).items()}


def _of_all(at: Moments, monkeypatch: pytest.MonkeyPatch) -> dict[str, datetime]:
    """Return the same of everybody, by all books."""
    every = paths.standing_movements(clocks._FOLLOWED, at)  # noqa: SLF001 - the same kinds
    with monkeypatch.context() as patched:
        patched.setattr(paths, "movements_to", lambda *_: every)
        return _since(_named(), at)


def _named() -> list[str]:
    return sorted(set(Posting.objects.exclude(person="").values_list("person", flat=True)))


@given(steps=STEPS)
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_what_led_to_somebody_says_since_when_as_all_books_do(
    case: Case, monkeypatch: pytest.MonkeyPatch, steps: list[tuple[str, int, int, int, int]]
) -> None:
    with transaction.atomic():
        clock = case.at
        begun = [("take", 0, 90, 70, 0), ("take", 0, 60, 70, 1), *_NAMES]
        for verb, wait, hours, heads, which in [*begun, *steps, *_NAMES]:
            clock += timedelta(hours=wait)
            try:
                with transaction.atomic():
                    play(replace(case, at=clock), verb, hours=hours, heads=heads, which=which)
            except MovementRefusedError:
                pass
        at = Moments(clock, clock)
        alone: dict[str, datetime] = {}
        for person in _named():
            alone |= _since([person], at)
        assert alone == _of_all(at, monkeypatch)
        transaction.set_rollback(True)


def test_who_was_established_otherwise_and_handed_over_came_when_first_counted(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    case.take({IDN: 4}, hours=40)
    case.take({IDN: 4}, hours=30)
    (account,) = Balance.objects.values_list("account__ref", flat=True)
    said = Established(IDN, IDN_WOMAN, heads=2, evidence="Passports")
    establish(
        actor=case.poipet, account=str(account), said=said, happened_at=case.ago(20), at=case.at
    )
    person = case.name(cell=IDN_WOMAN, hours=19).ref
    case.receive(case.send({}, persons=(person,), hours=18), {}, persons=(person,), hours=17)

    at = Moments(case.at, case.at)
    assert _since([person], at) == {person: case.ago(40)} == _of_all(at, monkeypatch)


def test_an_extension_reads_the_persons_it_names_and_nobody_else(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    case.take({IDN: 200, IDN_WOMAN: 1}, hours=20)
    person = case.name(cell=IDN_WOMAN, hours=19).ref
    for number in range(5):
        case.name(f"Other {number}", hours=18)
    case.receive(case.send({IDN: 60}, hours=16), {IDN: 60}, hours=15)
    read: list[Line] = []
    follow = lots.follow

    def seen(movements: list[Movement], **ways: object) -> object:
        read.extend(line for movement in movements for line in movement.lines)
        return follow(movements, **ways)  # type: ignore[arg-type]

    monkeypatch.setattr(lots, "follow", seen)
    granted = Granted(
        unit="NP-POIPET",
        office="Prosecutor",
        document="Letter 9",
        ground="felony",
        hours=24,
        persons=(person,),
        granted_at=case.ago(10),
    )
    record_extension(actor=officer("KH-1"), granted=granted, at=case.at)

    assert {subject.cell for _, subject in read} == {IDN_WOMAN}
    assert {subject.person for _, subject in read} <= {None, person}
