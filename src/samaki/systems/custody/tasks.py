"""Background work of custody: a reviewed sheet of persons is posted, a batch in a transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from samaki.ground.access import queries as access
from samaki.ground.access.rules import Permission
from samaki.ground.jobs.registry import work
from samaki.systems.custody.queries.sheets import good_left
from samaki.systems.custody.rules.sheets import BATCH
from samaki.systems.custody.services import sheet_posting

if TYPE_CHECKING:
    from samaki.ground.jobs.progress import Progress


@work(
    sheet_posting.NAME_BY_SHEET,
    title=_("Name heads by a sheet"),
    purpose=_("Each good row of the sheet names one head; no total changes."),
    permission=Permission.CUSTODY_IDENTIFY,
)
def name_by_sheet(progress: Progress) -> None:
    """Post the good rows that are left; those that stand posted are not good ones any more."""
    left = good_left(progress.subject)
    progress.of(progress.done + left)
    while left:
        rows = min(BATCH, left)
        with progress.step(rows):
            at = progress.now()
            # Looked up anew for each batch: a permission withdrawn meanwhile ends the posting.
            asker = access.actor_behind(progress.asked_by, at=at)
            sheet_posting.name_rows(actor=asker, sheet=progress.subject, most=rows, at=at)
        left -= rows
    at = progress.now()
    asker = access.actor_behind(progress.asked_by, at=at)
    sheet_posting.finish_sheet(actor=asker, sheet=progress.subject, at=at)
