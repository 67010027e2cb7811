"""Reads of sheets: what was sent, what each row is, and what there is to mend, for whose eyes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from samaki.ground.access.rules import Permission
from samaki.ground.heads import words as heads_words
from samaki.ground.heads.words import cell_in_words
from samaki.ground.jobs.models import Job
from samaki.ground.people import queries as people
from samaki.kernel import refs
from samaki.kernel.ledger import Subject
from samaki.systems.custody import rules
from samaki.systems.custody.models import IntakeSheet, Posting, RowWords, SheetRow, cell_of
from samaki.systems.custody.queries import books, words
from samaki.systems.custody.rules import sheets as reading
from samaki.systems.custody.rules.sheet_words import Column, reason, title
from samaki.systems.custody.rules.sheets import RowState

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import datetime

    from django.db.models import QuerySet

    from samaki.ground.access.actors import Actor
    from samaki.kernel.ledger import Cell
    from samaki.kernel.reasons import Reason
    from samaki.systems.custody.models import Account, SheetWords

_P = Permission
_JOB = "name_by_sheet"
LISTED = 200  # rows that a page shows of each kind; the file holds all


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to mend: in which row and column, what stands there, and why that is wrong.

    `value` of None is hidden from the reader.
    """

    row: int
    column: str
    value: str | None
    code: str
    text: str


@dataclass(frozen=True, slots=True)
class GoodRow:
    """A row that can be posted, as it was read; a name of None is hidden from the reader.

    `already` is how many of the cell a sheet brought in at that very moment, and as what: whoever
    mends a count posts the new one beside the old.
    """

    number: int
    cell: str
    name: str | None
    paper: str | None
    count: int
    happened_at: datetime
    already: tuple[int, str] | None


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A sheet as one reader may see it, and how many of its rows are what.

    `may_post` says whether the reader may post it, `sees_names` whether they may read its values;
    `job` is the posting in the background, None if there is none.
    """

    ref: str
    kind: str
    state: str
    account_ref: str
    account: str
    unit: str
    site: str
    area: str
    file: str
    happened_at: datetime
    legal_basis: str
    sent_by: str
    sent_at: datetime
    good: int
    bad: int
    present: int
    posted: int
    may_post: bool
    sees_names: bool
    has_words: bool
    unread: tuple[str, ...]
    job: Job | None

    @property
    def rows(self) -> int:
        """How many rows there are below the headings."""
        return self.good + self.bad + self.present + self.posted

    @property
    def is_of_persons(self) -> bool:
        """Whether its rows are persons, and not counts of heads."""
        return self.kind == rules.SheetKind.PERSONS

    @property
    def done(self) -> int:
        """How many rows are through, one way or the other."""
        return self.rows - self.good

    @property
    def forgets_at(self) -> datetime:
        """When what is left of its words is forgotten."""
        return self.sent_at + reading.KEPT_FOR


def sheet(eyes: Actor, ref: str) -> SheetLine | None:
    """Return a sheet, or None if there is none where the reader may take in."""
    found = _every().filter(ref=refs.as_stored(ref)).first()
    return _line(eyes, found) if found is not None and _may(eyes, found) else None


def of_account(eyes: Actor, account: str, *, limit: int = 20) -> list[SheetLine]:
    """Return the sheets of an account where the reader may take in, the newest first."""
    rows = _every().filter(account__ref=account)[:limit]
    return [_line(eyes, row) for row in rows if _may(eyes, row)]


def faults(line: SheetLine, *, limit: int | None = LISTED) -> list[Fault]:
    """Return what there is to mend in a sheet, by row; of so many rows at most."""
    bad = _words(line.ref, RowState.BAD)[:limit]
    language = "km" if get_language() == "km" else "en"
    return [
        Fault(
            words_of.row.number,
            title(Column(column), language) if column else "",
            value if line.sees_names else None,
            code,
            sentence(code, values),
        )
        for words_of in bad
        for column, value, code, values in words_of.wrong
    ]


def good_numbers(line: SheetLine) -> list[int]:
    """Return the numbers of the rows that can be posted."""
    rows = SheetRow.objects.filter(
        sheet__ref=line.ref, state=RowState.GOOD, words__isnull=False
    ).order_by("number")
    return list(rows.values_list("number", flat=True))


def good_rows(line: SheetLine, numbers: Collection[int], *, at: datetime) -> list[GoodRow]:
    """Return rows that can be posted, by their numbers, as they were read."""
    found = IntakeSheet.objects.get(ref=line.ref)
    rows = list(
        SheetRow.objects.filter(sheet=found, number__in=numbers, words__isnull=False)
        .select_related("words")
        .order_by("number")
    )
    said = read_again(found, rows, at=at) if rows else {}
    before = {} if line.is_of_persons else _brought_in_before(found, said.values())
    return [
        GoodRow(
            row.number,
            cell_in_words(row.cell),
            row.name if line.sees_names else None,
            row.paper if line.sees_names else None,
            row.count,
            row.happened_at or line.happened_at,
            before.get((row.cell, row.happened_at or line.happened_at)),
        )
        for row in said.values()
    ]


def _brought_in_before(
    sheet: IntakeSheet, rows: Iterable[reading.Row]
) -> dict[tuple[Cell, datetime], tuple[int, str]]:
    """Return how many heads sheets brought into the account, by cell and moment, and as what."""
    moments = {row.happened_at or sheet.happened_at for row in rows}
    brought = Posting.objects.filter(
        account=sheet.account,
        person="",
        count__gt=0,
        happened_at__in=moments,
        movement__kind=rules.MovementKind.INTAKE,
        movement__reversed_by=None,
        movement__sheet_rows__isnull=False,
    )
    brought = brought.exclude(movement__sheet_rows__sheet=sheet).distinct()
    found: dict[tuple[Cell, datetime], tuple[int, str]] = {}
    for posting in brought.select_related("movement"):
        place = (posting.subject.cell, posting.happened_at)
        before, _as = found.get(place, (0, ""))
        found[place] = (before + posting.count, posting.movement.because)
    return found


def known(line: SheetLine, *, limit: int = LISTED) -> list[tuple[int, str]]:
    """Return the rows that stand in the books already, each with what it is there.

    Empty for a protected person.
    """
    rows = SheetRow.objects.filter(sheet__ref=line.ref, state=RowState.PRESENT)
    found = list(rows.order_by("number").values_list("number", "subject")[:limit])
    # Whoever types a name learns no reference of somebody whose name only those who protect read.
    hidden = people.protected(subject for _number, subject in found)
    return [(number, "" if subject in hidden else subject) for number, subject in found]


def to_mend(line: SheetLine) -> tuple[str, str, list[list[str]]]:
    """Return form, delimiter and rows of the file to mend: as it was sent, and a column of reasons.

    The column is not read when the file is sent again.
    """
    laid = _laid(line.ref)
    assert laid is not None, "asked while the words are there"
    language = "km" if get_language() == "km" else "en"
    reasons: dict[int, list[str]] = {}
    for fault in faults(line, limit=None):
        said = f"{fault.column}: {fault.text}" if fault.column else fault.text
        reasons.setdefault(fault.row, []).append(said)
    place = _place_of_reasons(laid)
    rows = [_with(laid.headings, place, title(Column.REASONS, language))]
    for words_of in _words(line.ref, RowState.BAD):
        said = " ".join(reasons.get(words_of.row.number, []))
        rows.append(_with(words_of.cells, place, said))
    return laid.form, laid.delimiter, rows


def good_left(ref: str) -> int:
    """Return how many rows of a sheet wait to be posted."""
    return SheetRow.objects.filter(sheet__ref=ref, state=RowState.GOOD, words__isnull=False).count()


def present(account: Account, digests: Collection[str]) -> dict[str, str]:
    """Return, by digest, what rows are in the books that were posted and not reversed since."""
    found: dict[str, str] = {}
    asked = sorted(digests)
    for begin in range(0, len(asked), rules.BATCH):
        rows = SheetRow.objects.filter(
            sheet__account=account,
            state=RowState.POSTED,
            digest__in=asked[begin : begin + rules.BATCH],
            movement__reversed_by=None,
        )
        found |= dict(rows.values_list("digest", "subject"))
    return found


def without_head(sheet: IntakeSheet, rows: Sequence[reading.Row]) -> dict[int, Reason]:
    """Return why some rows, by number, find no unnamed head of their cell in the account."""
    if not rows:
        return {}
    first = min(row.happened_at or sheet.happened_at for row in rows)
    levels = books.levels_from([str(sheet.account.ref)], first, persons=[])
    held = {subject.cell: steps for (_ref, subject), steps in levels.items()}
    return reading.without_head(rows, held=held, at=sheet.happened_at)


def read_again(
    sheet: IntakeSheet, rows: Iterable[SheetRow], *, at: datetime
) -> dict[int, reading.Row]:
    """Return what staged rows say, by number, read from the words they were sent with."""
    laid = _laid(sheet.ref)
    assert laid is not None, "a sheet that has rows to post has its words"
    kind, headings = rules.SheetKind(sheet.kind), tuple(laid.headings)
    found, _reasons = reading.layout(kind, [(laid.row, headings)])
    assert found is not None, "it was found when the sheet was staged"
    moment = reading.Moment(timezone.get_default_timezone(), at)
    cells = [(row.number, row.words.cells) for row in rows]
    return {row.number: row for row in reading.read_rows(kind, found, cells, moment=moment)}


def plain_values(reason: Reason) -> dict[str, object]:
    """Return the values of a row's reason in a form in which they can be stored."""
    return {
        key: [value.cell.nationality, value.cell.sex, value.cell.age]
        if isinstance(value, Subject)
        else value
        for key, value in reason.values.items()
    }


def sentence(code: str, values: dict[str, object]) -> str:
    """Say the reason against a row in the reader's language."""
    said = {
        key: Subject(cell_of(*(part or "" for part in value))) if isinstance(value, list) else value
        for key, value in values.items()
    }
    for key in {"one", "other"} & said.keys():
        said[key] = f"{said[key]} ({heads_words.nationality(str(said[key]))})"
    return words.sentence(reason(code, **said))


def kind_in_words(kind: str) -> str:
    """Say what the rows of a sheet are."""
    return _("Named persons") if kind == rules.SheetKind.PERSONS else _("Counts of heads")


def state_in_words(state: str) -> str:
    """Say how far a sheet is."""
    return {
        rules.SheetState.STAGED: _("waits for review"),
        rules.SheetState.POSTING: _("is being posted"),
        rules.SheetState.POSTED: _("posted"),
        rules.SheetState.CLOSED: _("closed"),
    }[rules.SheetState(state)]


def _every() -> QuerySet[IntakeSheet]:
    return IntakeSheet.objects.select_related("account__unit", "account__place__site", "words")


def _may(eyes: Actor, row: IntakeSheet) -> bool:
    assert row.account.unit is not None, "a sheet is for a unit's own account"
    return eyes.may(_P.CUSTODY_TAKE_IN, area=row.account.unit.area_id)


def _line(eyes: Actor, row: IntakeSheet) -> SheetLine:
    unit = row.account.unit
    assert unit is not None, "a sheet is for a unit's own account"
    counted = Counter(row.rows.values_list("state", flat=True))
    laid = getattr(row, "words", None)
    may_name = eyes.may(_P.CUSTODY_IDENTIFY, area=unit.area_id)
    is_of_heads = row.kind == rules.SheetKind.HEADS
    sees = is_of_heads or (may_name and eyes.may(_P.NAME_SEE, area=unit.area_id))
    return SheetLine(
        ref=row.ref,
        kind=row.kind,
        state=row.state,
        account_ref=str(row.account.ref),
        account=row.account.name,
        unit=unit.code,
        site=row.account.site_ref,
        area=unit.area_id,
        file=laid.file if laid and sees else "",
        happened_at=row.happened_at,
        legal_basis=row.legal_basis,
        sent_by=row.sent_by,
        sent_at=row.sent_at,
        good=counted[RowState.GOOD],
        bad=counted[RowState.BAD],
        present=counted[RowState.PRESENT],
        posted=counted[RowState.POSTED] + counted[RowState.UNDONE],
        may_post=is_of_heads or may_name,
        sees_names=sees,
        has_words=laid is not None,
        unread=_unread(row, laid),
        job=Job.objects.filter(kind=_JOB, subject=row.ref).order_by("-pk").first(),
    )


def _unread(row: IntakeSheet, laid: SheetWords | None) -> tuple[str, ...]:
    if laid is None:
        return ()
    found, _reasons = reading.layout(rules.SheetKind(row.kind), [(laid.row, laid.headings)])
    return found.unread if found else ()


def _laid(ref: str) -> SheetWords | None:
    found = IntakeSheet.objects.select_related("words").get(ref=ref)
    return getattr(found, "words", None)


def _words(ref: str, state: RowState) -> QuerySet[RowWords]:
    rows = RowWords.objects.filter(row__sheet__ref=ref, row__state=state)
    return rows.select_related("row").order_by("row__number")


def _place_of_reasons(laid: SheetWords) -> int:
    kind = rules.SheetKind(laid.sheet.kind)
    found, _reasons = reading.layout(kind, [(laid.row, laid.headings)])
    assert found is not None, "it was found when the sheet was staged"
    return found.columns.get(Column.REASONS, len(laid.headings))


def _with(cells: Sequence[str], place: int, said: str) -> list[str]:
    """Return cells with one more in its place, or in that of the one that stands there."""
    filled = [*cells, *[""] * (place + 1 - len(cells))]
    filled[place] = said
    return filled
