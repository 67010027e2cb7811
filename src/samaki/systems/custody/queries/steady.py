"""Readings that take several questions: all of one state of the books, or they are asked again."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from samaki.systems.custody.models import Movement

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

_T = TypeVar("_T")

# Each takes a few milliseconds, and an entry more than that: so many are never all disturbed.
_TRIES = 10


def of_one_state(read: Callable[[bool], _T], *, moment: datetime) -> _T:
    """Return what `read` finds while nobody enters anything; of several questions, one answer.

    It is told whether anything was recorded after a moment, so that what stands now may not have
    stood then: entries are recorded in the order of their turns (ADR 3), none before it happens.
    """
    before = _newest()
    for _ in range(_TRIES):
        found = read(before is not None and before[1] > moment)
        if (after := _newest()) == before:
            break
        before = after
    return found


def _newest() -> tuple[int, datetime] | None:
    return Movement.objects.order_by("-pk").values_list("pk", "recorded_at").first()
