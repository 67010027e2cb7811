"""Posting a sheet: its good rows enter the books, each once, whoever sends it and however often.

Persons are named in the background, a batch in a transaction; heads are taken in at once, as the
one cross-tab that they are.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from django.db import transaction

from samaki.ground.access.rules import Permission
from samaki.ground.jobs import services as jobs
from samaki.ground.journal import services as journal
from samaki.ground.people.services import register_persons
from samaki.systems.custody import rules
from samaki.systems.custody.models import Intake, IntakeSheet, RowWords, SheetRow
from samaki.systems.custody.queries import sheets as staged
from samaki.systems.custody.rules import sheets as reading
from samaki.systems.custody.rules.keepers import Keeper
from samaki.systems.custody.rules.sheets import RowState
from samaki.systems.custody.services import entries
from samaki.systems.custody.services.intakes import take_in
from samaki.systems.custody.services.refusals import refuse_for
from samaki.systems.custody.services.sheets import locked, stored

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from samaki.ground.access.actors import Actor
    from samaki.ground.jobs.models import Job
    from samaki.kernel.ledger import Cell
    from samaki.kernel.ledger import Movement as Moved
    from samaki.systems.custody.models import Movement

NAME_BY_SHEET = "name_by_sheet"  # the kind of job
POSTED, FINISHED = "custody:sheet:post", "custody:sheet:finish"


@transaction.atomic
def post_sheet(*, actor: Actor, sheet: str, at: datetime) -> Job | None:
    """Post the good rows of a sheet: persons by a job, which is returned; heads now, and None.

    Posting that broke off is asked for again and goes on. Raises PermissionRefusedError,
    MovementRefusedError, StepRefusedError.
    """
    found = locked(actor, sheet)
    entries.lock([found.account])
    state = rules.SHEET.after(rules.SheetState(found.state), "post")
    if found.state == rules.SHEET.start:
        refuse_for([] if _good(found) else [rules.reason("no_good_row", ref=found.ref)])
    found.state = state
    found.save(update_fields=["state"])
    journal.record(actor=actor.key, kind=POSTED, subject=found.ref, at=at, wrote=[found])
    if found.kind == rules.SheetKind.PERSONS:
        return jobs.ask_job(actor=actor, kind=NAME_BY_SHEET, subject=found.ref, at=at)[0]
    _take_in(actor, found, at=at)
    finish_sheet(actor=actor, sheet=found.ref, at=at)
    return None


@transaction.atomic
def finish_sheet(*, actor: Actor, sheet: str, at: datetime) -> IntakeSheet:
    """Say that all good rows of a sheet are posted; done twice it changes nothing."""
    found = locked(actor, sheet)
    if found.state != rules.SheetState.POSTED:
        found.state = rules.SHEET.after(rules.SheetState(found.state), "finish")
        found.save(update_fields=["state"])
        journal.record(actor=actor.key, kind=FINISHED, subject=found.ref, at=at, wrote=[found])
    return found


@transaction.atomic
def name_rows(*, actor: Actor, sheet: str, most: int, at: datetime) -> dict[RowState, int]:
    """Name heads by the next good rows of a sheet, at most so many; return what came of how many.

    A row that finds no head any more, or that was posted meanwhile, is set aside; the others go
    on. No total changes. Raises PermissionRefusedError, MovementRefusedError.
    """
    found = locked(actor, sheet)  # and the permission asked for, where the account lies
    assert found.kind == rules.SheetKind.PERSONS, "heads are taken in at once"
    entries.lock([found.account])
    journal.take_turn()
    rows = _good(found, most)
    came: dict[RowState, int] = defaultdict(int)
    fresh = _not_posted_since(found, rows)
    came[RowState.PRESENT] = len(rows) - len(fresh)
    said = staged.read_again(found, fresh, at=at)
    short = staged.without_head(found, [said[row.number] for row in fresh])
    for row in fresh:
        if row.number in short:
            _refuse(row, reading.Wrong(None, "", short[row.number]))
    naming = [row for row in fresh if row.number not in short]
    came[RowState.BAD], came[RowState.POSTED] = len(short), len(naming)
    by_moment: dict[datetime, list[SheetRow]] = defaultdict(list)
    for row in naming:
        by_moment[said[row.number].happened_at or found.happened_at].append(row)
    for moment in sorted(by_moment):
        _name(actor, found, by_moment[moment], said, happened_at=moment, at=at)
    return came


def _good(sheet: IntakeSheet, most: int | None = None) -> list[SheetRow]:
    rows = sheet.rows.filter(state=RowState.GOOD, words__isnull=False).order_by("number")
    return list(rows.select_related("words")[:most])


def _name(
    actor: Actor,
    sheet: IntakeSheet,
    rows: list[SheetRow],
    said: Mapping[int, reading.Row],
    *,
    happened_at: datetime,
    at: datetime,
) -> None:
    account = str(sheet.account.ref)
    stated = [(said[row.number].name, said[row.number].paper) for row in rows]
    persons = register_persons(actor=actor, stated=stated, because=sheet.ref, at=at)
    movements = {
        person: rules.identification(
            said[row.number].cell, person, account=account, happened_at=happened_at
        )
        for row, person in zip(rows, persons, strict=True)
    }
    refuse_for(entries.reasons_against(_together(movements.values()), [sheet.account]))
    kind = rules.MovementKind.IDENTIFICATION
    made, wrote = entries.enter_conversions(movements, kind=kind, actor=actor, at=at)
    _mark_posted(
        rows, dict(zip([row.pk for row in rows], zip(persons, made, strict=True), strict=True))
    )
    journal.record(
        actor=actor.key, kind=Permission.CUSTODY_IDENTIFY, subject=sheet.ref, at=at, wrote=wrote
    )


def _together(movements: Iterable[Moved]) -> Moved:
    """Return as one what happens at one moment, so that the ledger judges the sum of it."""
    every = list(movements)
    postings = tuple(posting for movement in every for posting in movement.postings)
    return replace(every[0], postings=postings)


def _take_in(actor: Actor, sheet: IntakeSheet, *, at: datetime) -> None:
    """Take in the heads of the good rows, those of one moment together."""
    rows = _not_posted_since(sheet, _good(sheet))
    said = staged.read_again(sheet, rows, at=at)
    by_moment: dict[datetime, list[SheetRow]] = defaultdict(list)
    for row in rows:
        by_moment[said[row.number].happened_at or sheet.happened_at].append(row)
    for moment in sorted(by_moment):
        cells: dict[Cell, int] = defaultdict(int)
        for row in by_moment[moment]:
            cells[said[row.number].cell] += said[row.number].count
        intake = take_in(
            actor=actor,
            unit=_keeper(sheet),
            cells=dict(cells),
            legal_basis=sheet.legal_basis,
            because=sheet.ref,
            happened_at=moment,
            at=at,
        )
        _mark_posted(by_moment[moment], {row.pk: _became(intake) for row in by_moment[moment]})


def _keeper(sheet: IntakeSheet) -> Keeper:
    return Keeper(str(sheet.account.unit_id), sheet.account.site_ref)


def _became(intake: Intake) -> tuple[str, Movement]:
    assert intake.movement is not None, "an intake is stored with its movement"
    return str(intake.ref), intake.movement


def _not_posted_since(sheet: IntakeSheet, rows: list[SheetRow]) -> list[SheetRow]:
    """Return the rows that no other sheet posted meanwhile; the others are known as what it made.

    What was posted and reversed since no longer stands: it is marked so, and may be posted again.
    """
    digests = {row.digest for row in rows}
    known = staged.present(sheet.account, digests)
    undone = SheetRow.objects.filter(
        digest__in=digests, state=RowState.POSTED, movement__reversed_by__isnull=False
    )
    undone.update(state=RowState.UNDONE)
    for row in rows:
        if row.digest in known:
            row.state, row.subject = RowState.PRESENT, known[row.digest]
            row.save(update_fields=["state", "subject"])
            row.words.delete()
    return [row for row in rows if row.digest not in known]


def _mark_posted(rows: list[SheetRow], became: Mapping[int, tuple[str, Movement]]) -> None:
    for row in rows:
        row.state = RowState.POSTED
        row.subject, row.movement = became[row.pk]
    # Every row is there: only its new values are written, in a tenth of bulk_update's time.
    SheetRow.objects.bulk_create(
        rows,
        batch_size=rules.BATCH,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["state", "subject", "movement"],
    )
    RowWords.objects.filter(row__in=[row.pk for row in rows]).delete()


def _refuse(row: SheetRow, wrong: reading.Wrong) -> None:
    row.state, row.digest = RowState.BAD, ""
    row.save(update_fields=["state", "digest"])
    row.words.wrong = stored([wrong])
    row.words.save(update_fields=["wrong"])
