"""How long a consular step waits: without delay has no hours, and none are made up."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from tests.systems.immigration.file import member

from samaki.ground.access.rules import Role
from samaki.systems.custody.rules import Reading
from samaki.systems.custody.rules.clocks import Setting
from samaki.systems.custody.services.clocks import set_clock
from samaki.systems.immigration.queries.clocks import waiting
from samaki.systems.immigration.services.pleas import record_plea

if TYPE_CHECKING:
    from datetime import datetime

    from tests.systems.immigration.file import Bench

    from samaki.systems.immigration.queries.clocks import ConsularLine

DUTY = member(Role.DUTY_OFFICER, 9)


def _one(bench: Bench, at: datetime) -> ConsularLine:
    (line,) = waiting(bench.officer, at=at)
    return line


def _set(bench: Bench, code: str, hours: int, state: str = "KHM") -> None:
    said = Setting(code, state, hours, "", "art. 2", "Consular agreement")
    set_clock(actor=DUTY, setting=said, at=bench.at)


def test_telling_waits_from_the_opening_and_is_never_over_by_itself(bench: Bench) -> None:
    case = bench.open(bench.named())

    line = _one(bench, bench.later(days=90))

    assert (line.case, line.limit.breach.rule.code) == (case.ref, "vccr36.tell")
    assert (line.age, line.reading, line.ends_at) == (timedelta(days=90), Reading.RUNNING, None)


def test_notifying_waits_from_when_the_person_first_asked(bench: Bench) -> None:
    case = bench.open(bench.named())
    bench.tell(case, "wants")
    bench.answer(case, "wants", at=bench.later(hours=5))

    line = _one(bench, bench.later(hours=6))

    assert (line.limit.breach.rule.code, line.age) == ("vccr36.notify", timedelta(hours=6))
    bench.notify(case, at=bench.later(hours=7))
    assert waiting(bench.officer, at=bench.later(hours=8)) == []


@pytest.mark.parametrize("answer", ["refuses", "undecided"])
def test_nothing_waits_against_the_persons_will(bench: Bench, answer: str) -> None:
    bench.tell(bench.open(bench.named()), answer)

    assert waiting(bench.officer, at=bench.at) == []


def test_whoever_claims_asylum_waits_only_once_they_ask_again(bench: Bench) -> None:
    case = bench.open(bench.named())
    bench.tell(case, "wants")
    asked = bench.later(hours=1)
    record_plea(actor=bench.officer, case=case.ref, kind="asylum", happened_at=asked, at=asked)
    assert waiting(bench.officer, at=bench.later(hours=2)) == []

    bench.answer(case, "wants", at=bench.later(hours=3))

    assert _one(bench, bench.later(hours=4)).age == timedelta(hours=1)


def test_hours_that_an_office_set_are_over_as_configuration_and_of_one_state_alone(
    bench: Bench,
) -> None:
    bench.open(bench.named())
    _set(bench, "vccr36.tell", 24, "VNM")
    assert _one(bench, bench.later(hours=30)).reading is Reading.RUNNING, "he is Indonesian"

    _set(bench, "vccr36.tell", 24, "IDN")

    line = _one(bench, bench.later(hours=30))
    assert line.reading is Reading.OVER
    assert line.limit.breach.configured is not None
    assert line.limit.breach.rule.hours is None


def test_what_is_over_or_who_left_waits_no_longer(bench: Bench) -> None:
    case = bench.ready()
    manifest = bench.manifest()
    bench.put_on(manifest, case)

    assert waiting(bench.officer, at=bench.at) == []
    assert waiting(member(Role.INTAKE_OFFICER, 8), at=bench.at) == []
