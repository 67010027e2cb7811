"""Two who act at once are recorded in the order of their turns: what was known then stays known."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from tests.systems.custody.case import IDN, POIPET, Case, totals
from tests.systems.custody.held import PENDING
from tests.systems.custody.test_at_once import COUNTED, _run

from samaki.systems.custody.models import Movement, ThingMovement
from samaki.systems.custody.queries import books

if TYPE_CHECKING:
    from pathlib import Path

    from tests.ready import Ready
    from tests.systems.custody.held import Held
    from tests.systems.custody.things import Things

_BEGIN = """
from datetime import datetime
from pathlib import Path
from time import sleep
from django.utils import timezone
from samaki.kernel.ledger import Cell
from samaki.systems.custody.models import Account, Movement
from samaki.systems.custody.queries import books
from samaki.systems.custody.services.intakes import take_in
from samaki.web import world

def take(heads, at):
    cells = {Cell("IDN", "M", "adult"): heads}
    take_in(
        actor=world.actor("intake", at=at), unit="police-poipet", cells=cells,
        legal_basis="Found", because="", happened_at=at, at=at,
    )
at = timezone.now()
"""
# It reads the clock, and then waits until somebody else has written.
SLOW = """
(Path(FOLDER) / "asked").touch()
while not (Path(FOLDER) / "go").exists():
    sleep(0.01)
take(5, at)
"""
FAST = "take(7, at)\nprint(at.isoformat())\n"
# What the station held as known at a moment, and what it holds now.
FIGURES = """
ref = Account.objects.get(unit="police-poipet", kind="station").ref
for known in (datetime.fromisoformat(KNOWN) - datetime.resolution, at):
    print(sum(books.held([ref], at=books.Moments(at, known))[ref].values()))
"""


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def test_a_figure_as_known_before_the_last_entry_stands_whoever_was_waiting_then(
    kind: str, ready: Ready, tmp_path: Path
) -> None:
    made = ready.copy(tmp_path / "data", COUNTED, kind=kind)
    slow = made.python(_BEGIN + SLOW.replace("FOLDER", repr(str(tmp_path))))
    while not (tmp_path / "asked").exists():
        assert slow.poll() is None
        time.sleep(0.01)
    known = _run(made, _BEGIN + FAST).strip()
    figures = _BEGIN + FIGURES.replace("KNOWN", repr(known))
    before = _run(made, figures).split()

    (tmp_path / "go").touch()
    _out, errors = slow.communicate()

    assert slow.returncode == 0, errors.decode()
    assert before == ["271", "278"]
    assert _run(made, figures).split() == ["271", "283"]
    assert made.samaki("verify").returncode == 0


@pytest.mark.django_db
def test_who_waited_for_the_turn_is_recorded_with_what_was_entered_meanwhile(case: Case) -> None:
    case.take({IDN: 7})
    before = totals(case.at, case.ago(0.1))
    waited = replace(case, at=case.ago(1)).take({IDN: 5}, hours=15)

    assert waited.movement is not None
    assert waited.movement.recorded_at == case.at
    assert totals(case.at, case.ago(0.1)) == before
    assert totals(case.at)[POIPET] == 12


@pytest.mark.django_db
def test_the_books_of_things_are_recorded_in_the_order_of_turns_too(things: Things) -> None:
    phone, other = things.seize(), things.seize("A2")
    things.send(phone)
    replace(things, at=things.ago(1)).send(other)

    stamps = list(ThingMovement.objects.order_by("pk").values_list("recorded_at", flat=True))
    assert stamps == sorted(stamps)
    assert stamps[-1] == things.at


@pytest.mark.django_db
def test_a_hold_placed_after_a_departure_that_waited_faults_nothing(held: Held) -> None:
    person = held.person()
    held.clear(person)
    later = held.case.at + timedelta(hours=1)
    replace(held.case, at=later).take({IDN: 1})
    departed = held.expel(person)
    held.place(person, PENDING, because="VS-2", hours=-0.5)

    assert departed.movement is not None
    assert departed.movement.recorded_at == later
    assert Movement.objects.order_by("pk").last() == departed.movement
    assert books.verify().fault is None
