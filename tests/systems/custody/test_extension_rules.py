"""A prosecutor extends in writing, for a felony, for named persons, and before the time is over."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from samaki.systems.custody.rules import reason
from samaki.systems.custody.rules.clocks import NOTIFY, Limit, StandingLimit, custody_limit
from samaki.systems.custody.rules.extensions import (
    Granted,
    Stay,
    added,
    reaches,
    reasons_against_extending,
    reasons_against_granted,
)

ARRIVED = datetime(2025, 11, 16, 23, 0, tzinfo=UTC)
LIMIT = custody_limit({}, is_minor=False)
GIVEN = ARRIVED + timedelta(hours=40)
GRANTED = Granted(
    "NP-POIPET", "Prosecution", "Order 12", GIVEN, "Article 377", 24, ("P-BUDI", "P-ANN")
)
STAYS = {person: Stay(person, ARRIVED, LIMIT, "NP-POIPET") for person in GRANTED.persons}


@pytest.mark.parametrize(
    ("hours", "refused"),
    [
        (-1, [reason("extension_none", hours=-1)]),
        (0, [reason("extension_none", hours=0)]),
        (1, []),
        (24, []),
        (25, [reason("extension_longer", hours=25, limit=24)]),
    ],
)
def test_an_extension_adds_an_hour_to_all_that_one_may_add(
    hours: int, refused: list[object]
) -> None:
    granted = replace(GRANTED, hours=hours)

    assert list(reasons_against_granted(granted, most=24, at=GIVEN)) == refused


def test_an_extension_says_everything_that_is_missing_or_said_twice() -> None:
    empty = Granted("NP-POIPET", " ", "\t", GIVEN, "", 24, ())
    twice = replace(GRANTED, persons=("P-ANN", "P-BUDI", "P-ANN"))
    now = GIVEN - timedelta(hours=1)

    assert list(reasons_against_granted(empty, most=24, at=now)) == [
        *(reason("no_prosecutor"), reason("not_in_writing"), reason("no_felony")),
        *(reason("nobody_extended"), reason("future", happened=GIVEN, now=now)),
    ]
    assert list(reasons_against_granted(twice, most=24, at=GIVEN)) == [
        reason("twice", person="P-ANN")
    ]


def test_who_was_with_the_unit_within_the_time_is_extended() -> None:
    assert list(reasons_against_extending(GRANTED, STAYS, "Poipet police")) == []


def test_each_person_has_every_reason_of_their_own() -> None:
    late = ARRIVED + timedelta(hours=48)
    granted = replace(GRANTED, granted_at=late, persons=("P-LI", "P-BUDI", "P-ANN", "P-LI"))
    stays = {
        "P-BUDI": replace(STAYS["P-BUDI"], unit="NP-BAVET", covered="XT-2222"),
        "P-ANN": replace(STAYS["P-ANN"], since=late - timedelta(hours=47)),
    }

    assert list(reasons_against_extending(granted, stays, "Poipet police")) == [
        reason("not_in_police_custody", person="P-LI", moment=late),
        reason("not_with_unit", person="P-BUDI", unit="Poipet police", moment=late),
        reason("granted_too_late", person="P-BUDI", ends=late, moment=late),
        reason("extended_before", person="P-BUDI", ref="XT-2222"),
    ]


@pytest.mark.parametrize(
    ("hours", "is_of_it"), [(-0.1, False), (0, True), (47.9, True), (48, False)]
)
def test_an_extension_is_of_the_arrival_within_whose_time_it_was_given(
    *, hours: float, is_of_it: bool
) -> None:
    given = ARRIVED + timedelta(hours=hours)

    assert reaches(given, since=ARRIVED, limit=LIMIT) is is_of_it


def test_what_has_no_hours_is_extended_however_late() -> None:
    limit = Limit(StandingLimit(NOTIFY))

    assert reaches(ARRIVED + timedelta(days=900), since=ARRIVED, limit=limit)
    assert not reaches(ARRIVED - timedelta(seconds=1), since=ARRIVED, limit=limit)


def test_an_hour_adds_an_hour() -> None:
    assert [added(hours) for hours in (0, 1, 24)] == [
        *(timedelta(), timedelta(hours=1), timedelta(days=1))
    ]
