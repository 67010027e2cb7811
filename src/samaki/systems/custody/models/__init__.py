"""Custody's tables: the books, the papers on which people move, and what was counted of them."""

from samaki.systems.custody.models.books import (
    Account,
    Balance,
    ClosedDay,
    Level,
    Movement,
    Posting,
    _account_kinds,
    _movement_kinds,
    cell_of,
)
from samaki.systems.custody.models.counts import CountVariance, PhysicalCount
from samaki.systems.custody.models.papers import (
    Correction,
    Disposition,
    Exhibit,
    Handover,
    Hold,
    Intake,
    Receipt,
    Variance,
    _exhibit_kinds,
    _grounds,
    _handover_states,
    _hold_states,
    _variance_states,
)
from samaki.systems.custody.models.sheets import IntakeSheet, RowWords, SheetRow, SheetWords

# The choices are here because the migrations name them here.
__all__ = [
    "Account",
    "Balance",
    "ClosedDay",
    "Correction",
    "CountVariance",
    "Disposition",
    "Exhibit",
    "Handover",
    "Hold",
    "Intake",
    "IntakeSheet",
    "Level",
    "Movement",
    "PhysicalCount",
    "Posting",
    "Receipt",
    "RowWords",
    "SheetRow",
    "SheetWords",
    "Variance",
    "_account_kinds",
    "_exhibit_kinds",
    "_grounds",
    "_handover_states",
    "_hold_states",
    "_movement_kinds",
    "_variance_states",
    "cell_of",
]
