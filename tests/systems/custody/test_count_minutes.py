"""A count and an entry of the same minute: the order of recording tells, or that they agree."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from tests.systems.custody.case import IDN, POIPET, Case, officer

from samaki.systems.custody.models import Account, CountVariance, PhysicalCount
from samaki.systems.custody.queries import books, counts
from samaki.systems.custody.queries.books import Moments
from samaki.systems.custody.rules.counts import Counted
from samaki.systems.custody.services.corrections import correct_movement
from samaki.systems.custody.services.counts import record_count
from samaki.systems.custody.services.intakes import take_in

if TYPE_CHECKING:
    from datetime import datetime

pytestmark = pytest.mark.django_db
_POLICE = officer("KH-1")


@pytest.fixture
def counted(case: Case) -> Case:
    """Return the case with 61 held since the evening before."""
    case.take({IDN: 61})
    return case


def _count(case: Case, heads: int, *, later: timedelta = timedelta()) -> PhysicalCount:
    return record_count(
        actor=_POLICE,
        account=str(Account.objects.get(unit=POIPET).ref),
        counted=Counted(heads, {IDN: heads}),
        happened_at=case.at,
        at=case.at + later,
    )


def _take(case: Case, heads: int, *, minutes: int) -> int:
    """Take in heads of the minute of the count, recorded so much later."""
    taken = take_in(
        actor=_POLICE,
        unit=POIPET,
        cells={IDN: heads},
        legal_basis="Found at the site",
        because="",
        happened_at=case.at,
        at=case.at + timedelta(minutes=minutes),
    )
    assert taken.movement_id is not None
    return taken.movement_id


def _line(made: PhysicalCount, at: datetime) -> counts.CountLine:
    found = counts.count(_POLICE, made.ref, Moments(at, at))
    assert found is not None
    return found


def test_what_is_entered_after_a_count_of_the_same_minute_happened_after_it(counted: Case) -> None:
    made, later = _count(counted, 61), counted.at + timedelta(minutes=9)

    entered = _take(counted, 4, minutes=2)

    line = _line(made, later)
    assert (line.state, line.held) == ("", 61)
    assert [(one.counted, one.held) for one in counts.cells(line, Moments(later, later))] == [
        (61, 61)
    ]
    correct_movement(actor=_POLICE, movement=entered, reason="Twice", at=later)
    assert (_line(made, later).state, _line(made, later).held) == ("", 61)
    assert not CountVariance.objects.exists()
    assert books.verify().fault is None


def test_an_entry_of_the_same_minute_with_which_alone_they_agree_settles_it(counted: Case) -> None:
    made, later = _count(counted, 63), counted.at + timedelta(minutes=9)
    assert _line(made, later).state == "open"

    _take(counted, 2, minutes=2)
    _take(counted, 5, minutes=5)

    assert (_line(made, later).state, _line(made, later).held) == ("settled", 63)
    assert books.verify().fault is None


def test_what_was_entered_before_a_count_of_the_same_minute_happened_before_it(
    counted: Case,
) -> None:
    entered = _take(counted, 4, minutes=0)
    made = _count(counted, 65, later=timedelta(minutes=2))
    later = counted.at + timedelta(minutes=9)
    assert (_line(made, later).state, _line(made, later).held) == ("", 65)

    correct_movement(actor=_POLICE, movement=entered, reason="Twice", at=later)

    assert (_line(made, later).state, _line(made, later).difference) == ("open", 4)
    assert books.verify().fault is None
