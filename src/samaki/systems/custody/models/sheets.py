"""Sheets that were sent, and their rows. The words of a row lie apart and go once it is posted."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from samaki.systems.custody import rules
from samaki.systems.custody.models.books import Account, Movement
from samaki.systems.custody.rules.sheets import RowState


def _kinds() -> list[tuple[str, str]]:
    return [(kind.value, kind.name.lower()) for kind in rules.SheetKind]


def _states() -> list[tuple[str, str]]:
    return [(state.value, state.name.lower()) for state in rules.SheetState]


def _row_states() -> list[tuple[str, str]]:
    return [(state.value, state.name.lower()) for state in RowState]


class IntakeSheet(models.Model):
    """A sheet of persons or of head-counts for one account: who sent it, and how far it is.

    `digest` is the file's, keyed; `happened_at` is the moment of rows that say none.
    """

    ref = models.CharField(max_length=16, unique=True)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="sheets")
    kind = models.CharField(max_length=8, choices=_kinds)
    digest = models.CharField(max_length=64)
    happened_at = models.DateTimeField()
    legal_basis = models.CharField(max_length=200, blank=True)
    sent_by = models.CharField(max_length=80)
    sent_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=_states)

    class Meta:
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=rules.SheetKind.PERSONS) | ~Q(legal_basis=""),
                name="heads_are_taken_in_on_a_legal_basis",
            ),
        ]
        indexes = [models.Index(fields=["account", "digest"], name="sheet_by_account_and_file")]

    def __str__(self) -> str:
        return self.ref


class SheetWords(models.Model):
    """What a sheet's file was called and how it was laid out; gone once the sheet is closed."""

    sealed = False  # a stage is no record: it is emptied, and what was posted is sealed

    sheet = models.OneToOneField(IntakeSheet, on_delete=models.CASCADE, related_name="words")
    file = models.CharField(max_length=120)
    form = models.CharField(max_length=4)
    delimiter = models.CharField(max_length=1)
    row = models.PositiveIntegerField()
    headings = models.JSONField()

    class Meta:
        verbose_name_plural = "sheet words"

    def __str__(self) -> str:
        return f"words of {self.sheet_id}"


class SheetRow(models.Model):
    """A row of a sheet, by its number in the file, and what came of it. Holds no word of it.

    `digest` is keyed, and by it the row is known again; empty while there is something to mend.
    `subject` is the person or the intake that it became, or was already.
    """

    sealed = False  # it says alone which row a sealed movement came from

    sheet = models.ForeignKey(IntakeSheet, on_delete=models.PROTECT, related_name="rows")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=8, choices=_row_states)
    digest = models.CharField(max_length=64, blank=True)
    subject = models.CharField(max_length=16, blank=True)
    movement = models.ForeignKey(
        Movement, null=True, on_delete=models.PROTECT, related_name="sheet_rows"
    )

    class Meta:
        ordering = ["sheet", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["digest"], condition=Q(state=RowState.POSTED), name="a_row_is_posted_once"
            ),
            models.UniqueConstraint(fields=["sheet", "number"], name="a_row_stands_once"),
            models.CheckConstraint(
                condition=~Q(state=RowState.POSTED)
                | (Q(movement__isnull=False) & ~Q(digest="") & ~Q(subject="")),
                name="a_posted_row_names_its_movement",
            ),
        ]
        indexes = [models.Index(fields=["digest"], name="sheet_row_by_digest")]

    def __str__(self) -> str:
        return f"{self.sheet_id}/{self.number} {self.state}"


class RowWords(models.Model):
    """The cells of a row as they were sent: names among them. Gone once the row is posted.

    `wrong` is what there is to mend: [column, value, code of the reason, values in its wording].
    """

    sealed = False  # a stage is no record: it is emptied, and what was posted is sealed

    row = models.OneToOneField(SheetRow, on_delete=models.CASCADE, related_name="words")
    cells = models.JSONField()
    wrong = models.JSONField(default=list)

    class Meta:
        verbose_name_plural = "row words"

    def __str__(self) -> str:
        return f"words of {self.row_id}"
