"""The acts on sheets that are measured: what the pages and the background job call."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from acts import CELLS, END, GIVER, START, are_balanced, open_books

from samaki.ground.people.models import Person
from samaki.ground.sheets.writing import write
from samaki.systems.custody import rules
from samaki.systems.custody.queries import sheets as queries
from samaki.systems.custody.rules.sheets import BATCH
from samaki.systems.custody.services.intakes import take_in
from samaki.systems.custody.services.persons import Stated, identify
from samaki.systems.custody.services.sheet_posting import finish_sheet, name_rows
from samaki.systems.custody.services.sheets import Sent, stage_sheet

if TYPE_CHECKING:
    from samaki.ground.access.actors import Actor
    from samaki.systems.custody.models import IntakeSheet

__all__ = ["are_balanced", "open_books"]

HEADINGS = ["Number", "Name", "Nationality", "Sex", "Age", "Paper number"]
_SENT = START + timedelta(hours=2)


def take_heads_in(officer: Actor, heads: int) -> None:
    """Take in a quarter of so many heads of each cell."""
    take_in(
        actor=officer,
        unit=GIVER,
        cells=dict.fromkeys(CELLS, heads // 4 + 1),
        legal_basis="Found at the site",
        because="",
        happened_at=START,
        at=END,
    )


def sheet_of_persons(rows: int, bad: int, form: str) -> bytes:
    """Return a sheet of so many persons, the first of them with something to mend."""
    said = [HEADINGS]
    for number in range(rows):
        cell = CELLS[number % 4]
        nation = "Atlantis" if number < bad else str(cell.nationality)
        name, paper = f"Person {number:06}", f"X{number:07}"
        said.append([str(number + 1), name, nation, str(cell.sex), "adult", paper])
    return write(form, said)


def stage(officer: Actor, content: bytes) -> IntakeSheet:
    """Send a sheet for review."""
    sent = Sent(rules.SheetKind.PERSONS, "persons", content, _SENT)
    return stage_sheet(actor=officer, unit=GIVER, sent=sent, at=END)


def review(officer: Actor, made: IntakeSheet) -> None:
    """Read what the page of a sheet shows."""
    line = queries.sheet(officer, made.ref)
    assert line is not None
    queries.faults(line)
    queries.good_rows(line, queries.good_numbers(line)[:50], at=END)


def post(officer: Actor, made: IntakeSheet) -> None:
    """Post a sheet as its job does, a batch after another."""
    made.state = rules.SheetState.POSTING  # the job itself is measured by nobody here
    type(made).objects.filter(pk=made.pk).update(state=made.state)
    while sum(name_rows(actor=officer, sheet=made.ref, most=BATCH, at=END).values()):
        pass
    finish_sheet(actor=officer, sheet=made.ref, at=END)


def mend(officer: Actor, made: IntakeSheet) -> bytes:
    """Take back the rows to mend, and mend them."""
    line = queries.sheet(officer, made.ref)
    assert line is not None
    form, delimiter, rows = queries.to_mend(line)
    for number, row in enumerate(rows[1:]):
        row[2] = str(CELLS[number % 4].nationality)
    return write(form, rows, delimiter=delimiter)


def send(officer: Actor, content: bytes) -> None:
    """Send a sheet and post it."""
    post(officer, stage(officer, content))


def name_one_by_one(officer: Actor, names: int) -> None:
    """Name heads as the page for one person does."""
    for number in range(names):
        identify(
            actor=officer,
            unit=GIVER,
            cell=CELLS[number % 4],
            stated=Stated(f"Somebody {number}"),
            happened_at=_SENT + timedelta(seconds=number),
            at=END,
        )


def named() -> int:
    """Return how many persons are registered."""
    return Person.objects.count()
