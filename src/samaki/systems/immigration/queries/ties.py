"""What immigration needs a person's name for, for whoever asks `retention`: cases and bans."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from samaki.ground.retention.registry import finds_ties
from samaki.ground.retention.rules import Keeps, Tie
from samaki.systems.immigration.models import ExpulsionCase, ReentryBan

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date


@finds_ties("person")
def of_persons(references: Collection[str], at: datetime) -> Iterable[tuple[str, Tie]]:
    """Return what ties persons to a case or keeps them away, by reference.

    A ban counts also where its departure was undone: it stays on record.
    """
    cases = ExpulsionCase.objects.filter(person__in=list(references))
    closed = cases.values_list("person", "closed_at")
    yield from ((person, Tie(Keeps.IN_CASE, moment)) for person, moment in closed)
    bans = ReentryBan.objects.filter(case__person__in=list(references))
    for person, last in bans.values_list("case__person", "valid_to"):
        over = None if last is None else _end_of(last)
        yield person, Tie(Keeps.IS_BANNED, None if over is None or over > at else over)


def _end_of(day: date) -> datetime:
    midnight = datetime.combine(day + timedelta(days=1), time())
    return timezone.make_aware(midnight, timezone.get_default_timezone())
