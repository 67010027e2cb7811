"""Sheets: sent, read and staged, reviewed by whoever sent them, posted, and their words forgotten.

Nothing of a sheet is in the books until it is posted. What a row says lies apart from the row, and
goes when it is posted, when the sheet is closed, or a week after it was sent.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language

from samaki.ground.access.rules import Permission
from samaki.ground.journal import services as journal
from samaki.ground.sheets.reading import read
from samaki.kernel import refs
from samaki.systems.custody import rules
from samaki.systems.custody.models import (
    Account,
    IntakeSheet,
    RowWords,
    SheetRow,
    SheetWords,
)
from samaki.systems.custody.queries import sheets as staged
from samaki.systems.custody.rules import sheets as reading
from samaki.systems.custody.rules.keepers import Keeper, keeper
from samaki.systems.custody.rules.sheets import RowState
from samaki.systems.custody.services import accounts, entries
from samaki.systems.custody.services.refusals import MovementRefusedError, refuse_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from samaki.ground.access.actors import Actor
    from samaki.ground.sheets.rules import Table
    from samaki.kernel.reasons import Reason

STAGED = "custody:sheet:stage"
CLOSED = "custody:sheet:close"
# Who may name heads, or take them in, may do so by a sheet.
PERMISSIONS = {
    rules.SheetKind.PERSONS: Permission.CUSTODY_IDENTIFY,
    rules.SheetKind.HEADS: Permission.CUSTODY_TAKE_IN,
}


@dataclass(frozen=True, slots=True)
class Sent:
    """A file as it was sent: what its rows are, its name, its bytes, and what holds for all rows.

    `happened_at` is the moment of rows that say none; heads need a legal basis.
    """

    kind: rules.SheetKind
    file: str
    content: bytes
    happened_at: datetime
    legal_basis: str = ""


@dataclass(frozen=True, slots=True)
class _Judged:
    """A row with what it is now: its state, by what it is known, and what it became before."""

    row: reading.Row
    state: RowState
    digest: str = ""
    subject: str = ""
    wrong: tuple[reading.Wrong, ...] = ()


def stage_sheet(*, actor: Actor, unit: str | Keeper, sent: Sent, at: datetime) -> IntakeSheet:
    """Read a file for a unit's account and stage its rows; nothing is posted.

    `unit` is its code, or it and the site on which the people stay for now.
    A row that stands in the books already is known again, in whatever file it comes. The same file
    sent again for heads keeps the moment it was first sent with. Raises PermissionRefusedError,
    SheetRefusedError for the file, MovementRefusedError for the headings and what holds for all.
    """
    where = keeper(unit)
    taker = accounts.unit_of(where.unit)
    actor.require(PERMISSIONS[sent.kind], area=taker.area_id)
    # Whoever is counted on a site opens its account; names are for those who were counted there.
    is_opening = bool(where.site) and _is_of_heads(sent)
    known = None if is_opening else accounts.account_of(taker, where.site)
    table = read(sent.file, sent.content)  # before any lock is taken: it may take a second
    found, reasons = reading.layout(sent.kind, table.rows, language=_language())
    refuse_for((*reasons, *_reasons_against(sent, at=at)))
    assert found is not None, "refused above"
    moment = reading.Moment(timezone.get_default_timezone(), at)
    rows = reading.read_rows(
        sent.kind, found, table.rows, moment=moment, unreckoned=table.unreckoned
    )
    with transaction.atomic():
        account = known or accounts.open_on_site(
            actor=actor, unit=taker.code, site=where.site, at=at
        )
        digest = _keyed("file", f"{account.ref}\x1f{sent.kind}", sent.content)
        entries.lock([account])
        journal.take_turn()
        _forget_the_old(at)
        before = _sent_before(account, digest)
        happened_at = before.happened_at if before and _is_of_heads(sent) else sent.happened_at
        sheet = IntakeSheet.objects.create(
            ref=refs.reference("SH", IntakeSheet.objects.count() + 1),
            account=account,
            kind=sent.kind,
            digest=digest,
            happened_at=happened_at,
            legal_basis=sent.legal_basis.strip() if _is_of_heads(sent) else "",
            sent_by=actor.key,
            sent_at=at,
            state=rules.SHEET.start,
        )
        _lay_down(sheet, sent.file, table, found)
        _stage(sheet, _judged(sheet, rows))
        journal.record(actor=actor.key, kind=STAGED, subject=sheet.ref, at=at, wrote=[sheet])
    return sheet


@transaction.atomic
def close_sheet(*, actor: Actor, sheet: str, at: datetime) -> IntakeSheet:
    """Forget every word of a sheet that is left; what was posted stays.

    Raises PermissionRefusedError, MovementRefusedError, StepRefusedError.
    """
    found = locked(actor, sheet)
    found.state = rules.SHEET.after(rules.SheetState(found.state), "close")
    found.save(update_fields=["state"])
    _forget(found)
    journal.record(actor=actor.key, kind=CLOSED, subject=found.ref, at=at, wrote=[found])
    return found


def locked(actor: Actor, ref: str) -> IntakeSheet:
    """Return a sheet, locked, if the actor may post it; refuse if there is none."""
    every = IntakeSheet.objects.select_for_update(of=["self"]).select_related("account__unit")
    found = every.filter(ref=refs.as_stored(ref)).first()
    if found is None:
        raise MovementRefusedError([rules.reason("unknown_sheet", ref=ref)])
    assert found.account.unit is not None, "a sheet is for a unit's own account"
    actor.require(PERMISSIONS[rules.SheetKind(found.kind)], area=found.account.unit.area_id)
    return found


def row_digest(sheet: IntakeSheet, row: reading.Row) -> str:
    """Return by what a row of a sheet is known again: keyed, so that no name can be tried out."""
    kind = rules.SheetKind(sheet.kind)
    said = reading.identity(kind, row, happened_at=sheet.happened_at)
    return _keyed("row", f"{sheet.account.ref}\x1f{sheet.kind}", said.encode())


def stored(wrong: Iterable[reading.Wrong]) -> list[list[object]]:
    """Return what there is to mend as it lies with the row's words."""
    return [
        [each.column or "", each.value, each.reason.code, staged.plain_values(each.reason)]
        for each in wrong
    ]


def _reasons_against(sent: Sent, *, at: datetime) -> Iterator[Reason]:
    yield from rules.reasons_against_moment(sent.happened_at, at=at)
    if _is_of_heads(sent) and not sent.legal_basis.strip():
        yield rules.reason("no_basis")


def _is_of_heads(sent: Sent) -> bool:
    return sent.kind is rules.SheetKind.HEADS


def _sent_before(account: Account, digest: str) -> IntakeSheet | None:
    """Return the sheet of the same file that was sent first."""
    return IntakeSheet.objects.filter(account=account, digest=digest).order_by("pk").first()


def _lay_down(sheet: IntakeSheet, file: str, table: Table, found: reading.Layout) -> None:
    SheetWords.objects.create(
        sheet=sheet,
        file=file[-120:],
        form=table.form,
        delimiter=table.delimiter,
        row=found.row,
        headings=list(found.headings),
    )


def _judged(sheet: IntakeSheet, rows: Sequence[reading.Row]) -> list[_Judged]:
    """Tell of each row whether it can be posted, was posted before, or has something to mend."""
    digests = {row.number: row_digest(sheet, row) for row in rows if row.key}
    present = staged.present(sheet.account, set(digests.values()))
    fresh = [row for row in rows if row.key and digests[row.number] not in present]
    short = staged.without_head(sheet, fresh) if sheet.kind == rules.SheetKind.PERSONS else {}
    judged = []
    for row in rows:
        digest = digests.get(row.number, "")
        if not row.key:
            judged.append(_Judged(row, RowState.BAD, wrong=row.wrong))
        elif digest in present:
            judged.append(_Judged(row, RowState.PRESENT, digest, present[digest]))
        elif row.number in short:
            wrong = reading.Wrong(None, "", short[row.number])
            judged.append(_Judged(row, RowState.BAD, wrong=(wrong,)))
        else:
            judged.append(_Judged(row, RowState.GOOD, digest))
    return judged


def _stage(sheet: IntakeSheet, judged: Sequence[_Judged]) -> None:
    rows = SheetRow.objects.bulk_create(
        [
            SheetRow(
                sheet=sheet,
                number=each.row.number,
                state=each.state,
                digest=each.digest,
                subject=each.subject,
            )
            for each in judged
        ],
        batch_size=rules.BATCH,
    )
    RowWords.objects.bulk_create(
        [
            RowWords(row=row, cells=list(each.row.cells), wrong=stored(each.wrong))
            for row, each in zip(rows, judged, strict=True)
            if each.state in {RowState.GOOD, RowState.BAD}
        ],
        batch_size=rules.BATCH,
    )


def _forget_the_old(at: datetime) -> None:
    """Forget the words of sheets that were sent too long ago; they can be sent again."""
    old = IntakeSheet.objects.filter(
        sent_at__lt=at - reading.KEPT_FOR, words__isnull=False
    ).exclude(state=rules.SheetState.POSTING)
    for sheet in old:
        _forget(sheet)


def _forget(sheet: IntakeSheet) -> None:
    RowWords.objects.filter(row__sheet=sheet).delete()
    SheetWords.objects.filter(sheet=sheet).delete()


def _keyed(what: str, where: str, said: bytes) -> str:
    mac = salted_hmac(f"samaki.sheet.{what}", where.encode() + b"\x1f" + said, algorithm="sha256")
    return str(mac.hexdigest())


def _language() -> str:
    return "km" if get_language() == "km" else "en"
