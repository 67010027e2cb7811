"""What the movements of one account say of whom it took in itself."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from samaki.kernel.ledger import Subject
from samaki.systems.custody import rules
from samaki.systems.custody.models import Posting, cell_of
from samaki.systems.custody.rules.found_here import Step

if TYPE_CHECKING:
    from samaki.systems.custody.models import Account

_FIELDS = (
    "movement_id",
    "happened_at",
    "movement__kind",
    "movement__converts",
    "movement__ending__kind",
    "nationality",
    "sex",
    "age",
    "person",
    "count",
)


def steps(account: Account, *, less: int | None = None) -> list[Step]:
    """Return what the movements that stand changed at an account, as they happened, but for one."""
    rows = (
        Posting.objects.filter(account=account, movement__reversed_by=None)
        .exclude(movement__kind=rules.MovementKind.CORRECTION)
        .exclude(movement=less)
        .order_by("happened_at", "movement_id", "pk")
        .values_list(*_FIELDS)
    )
    return [
        Step(
            happened_at,
            {Subject(cell_of(*row[5:8]), row[8] or None): row[9] for row in found},
            is_intake=kind == rules.MovementKind.INTAKE,
            is_release=ended == rules.AccountKind.RELEASED_ON_SITE,
            converts=converts,
        )
        for (_number, happened_at, kind, converts, ended), found in groupby(
            rows, key=lambda row: row[:5]
        )
    ]
