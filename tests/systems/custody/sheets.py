"""Sheets for tests: rows of named persons, as a CSV or as an XLSX."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.systems.custody.case import POIPET

from samaki.ground.sheets.writing import write
from samaki.systems.custody import rules
from samaki.systems.custody.services.sheet_posting import finish_sheet, name_rows, post_sheet
from samaki.systems.custody.services.sheets import Sent, stage_sheet

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from tests.systems.custody.case import Case

    from samaki.ground.access.actors import Actor
    from samaki.systems.custody.models import IntakeSheet

HEADINGS = ["Number", "Name", "Nationality", "Sex", "Age", "Paper number"]
OF_HEADS = ["Nationality", "Sex", "Age", "Count"]


def person(number: int, name: str = "", **said: str) -> list[str]:
    """Return a row of a sheet of persons: an Indonesian of whom nothing else is established."""
    values = {"nationality": "IDN", "sex": "", "age": "", "paper": f"X{number:05}"} | said
    return [str(number), name or f"Person {number:05}", *values.values()]


def sheet(rows: Sequence[Sequence[str]], *, headings: Sequence[str] = HEADINGS) -> bytes:
    """Return a CSV of rows under their headings."""
    return write("csv", [headings, *rows])


def stage(case: Case, content: bytes, *, actor: Actor | None = None, **said: object) -> IntakeSheet:
    """Stage a sheet for Poipet, an hour after the heads were taken in."""
    values = {"kind": rules.SheetKind.PERSONS, "file": "p.csv", "happened_at": case.ago(14)} | said
    sent = Sent(content=content, **values)  # type: ignore[arg-type]
    return stage_sheet(actor=actor or case.poipet, unit=POIPET, sent=sent, at=case.at)


def post(case: Case, made: IntakeSheet, *, at: datetime | None = None, most: int = 250) -> None:
    """Post a sheet of persons as its job does, a batch after another."""
    post_sheet(actor=case.poipet, sheet=made.ref, at=at or case.at)
    while sum(name_rows(actor=case.poipet, sheet=made.ref, most=most, at=at or case.at).values()):
        pass
    finish_sheet(actor=case.poipet, sheet=made.ref, at=at or case.at)


def states(made: IntakeSheet) -> dict[str, int]:
    """Return how many rows of a sheet are what."""
    found: dict[str, int] = {}
    for state in made.rows.values_list("state", flat=True):
        found[state] = found.get(state, 0) + 1
    return found
