"""An open case and a ban that runs keep a name, however long ago custody ended."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from samaki.ground.retention import queries
from samaki.ground.retention.registry import ties
from samaki.ground.retention.rules import Keeps
from samaki.systems.immigration.models import ReentryBan

if TYPE_CHECKING:
    from datetime import datetime

    from tests.systems.immigration.file import Bench

    from samaki.systems.immigration.models import ExpulsionCase

pytestmark = pytest.mark.django_db


def _codes(person: str, at: datetime) -> set[str]:
    found = queries.reasons_against("person", [person], days=1, at=at)
    return {reason.code for reason in found[person]}


def test_an_open_case_keeps_the_name(bench: Bench) -> None:
    person = bench.named()
    bench.clear(person)
    bench.open(person)

    assert "in_case" in _codes(person, bench.later(days=1000))


@pytest.mark.tampers
@pytest.mark.parametrize(
    ("last", "days", "is_kept"),
    [(None, 99_999, True), (10, 10, True), (10, 11, False), (10, 5, True)],
)
def test_a_ban_keeps_the_name_to_the_end_of_its_last_day(
    bench: Bench, last: int | None, days: int, *, is_kept: bool
) -> None:
    person = bench.named()
    bench.clear(person)
    today = timezone.localdate(bench.at)
    _ban(bench.open(person), None if last is None else today + timedelta(days=last))
    at = bench.later(days=days)

    found = [tie for tie in ties("person", [person], at)[person] if tie.keeps is Keeps.IS_BANNED]

    assert len(found) == 1
    assert (found[0].ended_at is None) is is_kept


def _ban(case: ExpulsionCase, last: date | None) -> None:
    """Ban somebody as the verb does, without the departure that comes before it."""
    ReentryBan.objects.create(
        case=case,
        listing="LI-2222",
        ground="Expelled",
        valid_from=case.opened_at.date(),
        valid_to=last,
        entered_at=case.opened_at,
        entered_by="account:1",
    )
