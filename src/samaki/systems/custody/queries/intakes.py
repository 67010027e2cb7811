"""What was taken in, cell by cell: the cross-tab of an intake as the books hold it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from django.db.models import Sum

from samaki.systems.custody import rules
from samaki.systems.custody.models import Intake, Posting, cell_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from samaki.kernel.ledger import Cell
    from samaki.systems.custody.queries.books import Moments


def counted(refs: Collection[str], at: Moments) -> dict[str, dict[Cell, int]]:
    """Return the heads of each intake by cell, as known at a moment; one reversed since is empty.

    Naming heads later does not change what was counted; a correction takes the whole count back.
    """
    numbers = Intake.objects.filter(ref__in=refs, movement__recorded_at__lte=at.known_at)
    standing = numbers.exclude(movement__reversed_by__recorded_at__lte=at.known_at)
    intakes = {number: str(ref) for ref, number in standing.values_list("ref", "movement_id")}
    rows = (
        Posting.objects.filter(movement__in=intakes, happened_at__lte=at.as_of)
        .exclude(account__kind__in=rules.BOUNDLESS)
        .values_list("movement_id", "nationality", "sex", "age")
        .annotate(heads=Sum("count"))
    )
    found: dict[str, dict[Cell, int]] = defaultdict(dict)
    for number, nationality, sex, age, heads in rows:
        found[intakes[number]][cell_of(nationality, sex, age)] = heads
    return dict(found)
