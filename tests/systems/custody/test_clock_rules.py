"""Limits as data: what is law is breached, what was only heard of warns, nothing grows longer."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samaki.systems.custody import rules
from samaki.systems.custody.rules import Reading
from samaki.systems.custody.rules.clocks import (
    BASE,
    EXTENSION,
    HOME,
    LAW,
    MOST_HOURS,
    NOTIFY,
    Limit,
    Runs,
    Set,
    Setting,
    StandingLimit,
    Sure,
    ceiling,
    consular_limit,
    custody_limit,
    in_force,
    reasons_against_setting,
)
from samaki.systems.custody.rules.extensions import Granted, reaches, reasons_against_granted

ARRIVED = datetime(2025, 11, 16, 23, 0, tzinfo=UTC)
HOURS = st.integers(1, MOST_HOURS)
CODES = st.sampled_from(sorted(LAW))


def _after(hours: float) -> datetime:
    return ARRIVED + timedelta(hours=hours)


def _set(hours: int) -> Set:
    return Set(hours, "", "", "Instruction 12", "account:1", ARRIVED, ARRIVED)


def _configured(code: str, hours: int, state: str = HOME) -> dict[tuple[str, str], Set]:
    return {(code, state): _set(hours)}


def _codes(asked: Setting, *, is_set: bool = False) -> list[str]:
    return [reason.code for reason in reasons_against_setting(asked, is_set=is_set, at=ARRIVED)]


def _asked(code: str, hours: int | None, state: str = HOME, why: str = "Instruction 12") -> Setting:
    return Setting(code, state, hours, "", "", why)


def test_every_limit_says_where_it_stands_and_only_the_law_of_48_hours_was_seen() -> None:
    seen = {code: rule.hours for code, rule in LAW.items() if rule.is_law}

    assert seen == {"ccp96.base": 48, "vccr36.tell": None, "vccr36.notify": None}
    for rule in LAW.values():
        assert rule.article
        assert {rule.ground, rule.source} <= rules.CLOCK_WORDINGS.keys()


@pytest.mark.parametrize(
    ("hours", "reading"),
    [(0, Reading.RUNNING), (35.9, Reading.RUNNING), (36, Reading.NEAR), (48, Reading.OVER)],
)
def test_a_clock_is_near_from_36_hours_and_over_from_48(hours: float, reading: Reading) -> None:
    limit = custody_limit({}, is_minor=False)

    assert limit.reading(ARRIVED, _after(hours)) is reading
    assert limit.shorter is None


@pytest.mark.parametrize(
    ("hours", "reading"),
    [(23.9, Reading.RUNNING), (24, Reading.NEAR), (47.9, Reading.NEAR), (48, Reading.OVER)],
)
def test_a_minor_is_warned_of_at_the_shorter_value_that_nobody_saw_and_over_at_the_law(
    hours: float, reading: Reading
) -> None:
    limit = custody_limit({}, is_minor=True)

    assert limit.reading(ARRIVED, _after(hours)) is reading
    assert limit.breach.rule is BASE
    assert limit.shorter is not None
    assert limit.shorter.rule.sure is Sure.UNVERIFIED
    assert limit.runs_out_at(ARRIVED, _after(23)) == _after(24)
    assert limit.runs_out_at(ARRIVED, _after(24)) == _after(48)


def test_an_extension_moves_the_end_and_the_warning_and_the_minors_value() -> None:
    limit = custody_limit({}, is_minor=True, added=timedelta(hours=24))

    assert limit.ends_at(ARRIVED) == _after(72)
    assert limit.shorter_at(ARRIVED) == _after(48)
    assert limit.share(ARRIVED, _after(36)) == 50


@given(is_minor=st.booleans(), added=st.integers(0, 24), more=st.integers(0, 24))
def test_an_extension_never_shortens(*, is_minor: bool, added: int, more: int) -> None:
    less = custody_limit({}, is_minor=is_minor, added=timedelta(hours=added))
    longer = custody_limit({}, is_minor=is_minor, added=timedelta(hours=added + more))

    for asked in (Limit.ends_at, Limit.warns_at, Limit.shorter_at):
        before, after = asked(less, ARRIVED), asked(longer, ARRIVED)
        assert (before is None) == (after is None)
        if before is not None and after is not None:
            assert before <= after


@given(code=CODES, hours=HOURS, is_minor=st.booleans())
def test_a_configured_clock_never_outlasts_the_law_that_was_seen(
    *, code: str, hours: int, is_minor: bool
) -> None:
    limit = custody_limit(_configured(code, hours), is_minor=is_minor)
    ends, warns = limit.ends_at(ARRIVED), limit.warns_at(ARRIVED)

    assert ends == _after(48)
    assert warns is not None
    assert warns <= _after(36)
    assert limit.shorter is None or limit.shorter_at(ARRIVED) < ends  # type: ignore[operator]


@given(code=CODES, hours=st.integers(-10, 2 * MOST_HOURS))
def test_what_may_be_set_is_one_hour_to_the_ceiling_and_no_more(code: str, hours: int) -> None:
    is_refused = bool(_codes(_asked(code, hours)))

    assert is_refused == (not 1 <= hours <= ceiling(LAW[code]))


@given(code=CODES)
def test_no_ceiling_is_above_the_law_that_was_seen(code: str) -> None:
    rule = LAW[code]

    if rule.runs is not Runs.CONSUL:
        assert ceiling(rule) <= 48
    if rule.runs is Runs.EXTENSION:
        assert ceiling(rule) == 24


def test_a_setting_is_refused_with_every_reason_at_once() -> None:
    late = Setting("ccp96.base", "VNM", 49, "", "", " ", ARRIVED - timedelta(hours=1))
    far = Setting("vccr36.tell", "XXX", 721, "", "", "x", ARRIVED + timedelta(days=4000))

    assert _codes(late) == ["clock_home", "clock_longer", "no_clock_source", "clock_backdated"]
    assert _codes(far) == ["clock_state", "clock_hours_absurd", "clock_far"]
    assert _codes(_asked("ccp96.bail", 3)) == ["unknown_clock"]
    assert _codes(_asked("ccp96.base", 0)) == ["clock_hours_none"]
    assert _codes(_asked("", None, "", "")) == ["unknown_clock", "clock_not_set", "no_clock_source"]
    assert _codes(_asked("ccp96.base", None), is_set=True) == []


def test_the_consulate_has_no_hours_unless_an_office_set_some() -> None:
    bare = consular_limit(NOTIFY, {}, "VNM")
    agreed = _configured("vccr36.notify", 72, "VNM")

    assert bare.reading(ARRIVED, _after(5000)) is Reading.RUNNING
    assert (bare.ends_at(ARRIVED), bare.share(ARRIVED, _after(1))) == (None, 0)
    assert consular_limit(NOTIFY, agreed, "VNM").ends_at(ARRIVED) == _after(72)
    assert consular_limit(NOTIFY, agreed, "IDN").ends_at(ARRIVED) is None
    assert consular_limit(NOTIFY, agreed, None).ends_at(ARRIVED) is None
    national = agreed | _configured("vccr36.notify", 24)
    assert consular_limit(NOTIFY, national, "IDN").ends_at(ARRIVED) == _after(24)
    assert consular_limit(NOTIFY, national, "VNM").reading(ARRIVED, _after(54)) is Reading.NEAR


def test_what_is_set_stands_before_the_law_as_configuration() -> None:
    found = in_force(EXTENSION, _configured("ccp96.ext", 12))

    assert found == StandingLimit(EXTENSION, _set(12))
    assert (found.hours, found.rule.hours) == (12, 24)
    assert in_force(EXTENSION, {}).hours == 24


@pytest.mark.parametrize(
    ("hours", "is_of_it"), [(-0.1, False), (0, True), (47.9, True), (48, False)]
)
def test_an_extension_is_of_the_arrival_within_whose_time_it_was_given(
    *, hours: float, is_of_it: bool
) -> None:
    limit = custody_limit({}, is_minor=False)

    assert reaches(_after(hours), since=ARRIVED, limit=limit) is is_of_it


def test_an_extension_lacks_everything_at_once() -> None:
    empty = Granted("u", " ", "", _after(1), "", 0, ())
    twice = Granted("u", "Prosecution", "12", _after(0), "Art. 10", 25, ("P-1", "P-1"))

    codes = [r.code for r in reasons_against_granted(empty, most=24, at=ARRIVED)]
    assert codes == [
        "no_prosecutor",
        "not_in_writing",
        "no_felony",
        "extension_none",
        "nobody_extended",
        "future",
    ]
    codes = [r.code for r in reasons_against_granted(twice, most=24, at=ARRIVED)]
    assert codes == ["extension_longer", "twice"]
