"""When an entry is recorded: never before one that stands in the books already.

Whoever acts reads the clock before waiting for the journal's turn. Two who wait may get theirs in
the other order; the later one of them would then be recorded before what was read in between, and
a figure as known at that moment would change after it was shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from samaki.systems.custody.models import Movement, ThingMovement


def in_turn(model: type[Movement | ThingMovement], at: datetime) -> datetime:
    """Return when an entry of these books is recorded whose verb was asked for at a moment.

    That moment, or the last entry's if that is later. Called with the journal's turn: until it ends
    nobody else writes.
    """
    last = model.objects.order_by("-pk").values_list("recorded_at", flat=True).first()
    return max(at, last) if last else at
