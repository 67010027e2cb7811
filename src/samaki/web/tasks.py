"""Background work of the whole site: the proof of the books, visible while it goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from samaki.ground.jobs.registry import work
from samaki.web import verification

if TYPE_CHECKING:
    from samaki.ground.jobs.progress import Progress


@work(
    "verify",
    title=_("Verify the books"),
    purpose=_("Proves that every row is what was recorded and that the ledger balances."),
    subject="books",
)
def verify(progress: Progress) -> None:
    """Prove the books piece by piece; a proof that was cut off is made again, whole.

    Half a proof of this morning and half of this evening would prove neither, so it begins again;
    what is shown as done stays, until the new proof has come so far.
    """
    progress.result = {}
    total, rows, faults = verification.size(), 0, 0
    for piece in verification.pieces():
        if piece.faults and not faults:
            progress.result["line"] = verification.fault_line(piece.faults[0])
        for fault in piece.faults:
            progress.list_bad(fault)
        rows, faults = rows + piece.rows, faults + len(piece.faults)
        progress.reached(rows, of=max(total, rows), bad=faults)
        if piece.line and not faults:
            progress.result["line"] = piece.line
