"""A form that is sent twice: the same entry, already on record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samaki.systems.custody.models import Movement

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from samaki.kernel.ledger import Subject
    from samaki.systems.custody.models import Account
    from samaki.systems.custody.rules import MovementKind


def entered_before(
    account: Account, changes: Mapping[Subject, int], *, kind: MovementKind, happened_at: datetime
) -> list[str]:
    """Return the papers of the entries of a kind that stand and changed an account just so then.

    What was said on them in words is theirs to compare.
    """
    here = Movement.objects.filter(
        kind=kind, happened_at=happened_at, postings__account=account, reversed_by=None
    )
    return [
        movement.because
        for movement in here.distinct()
        if {p.subject: p.count for p in movement.postings.filter(account=account)} == dict(changes)
    ]
