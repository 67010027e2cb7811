"""Limits as data: what is law is breached, what was only heard of warns, nothing grows longer."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from importlib import util

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samaki.systems.custody import rules
from samaki.systems.custody.rules import LONG_AGO, Reading, reason
from samaki.systems.custody.rules.clocks import (
    BASE,
    EXTENSION,
    HOME,
    LAW,
    MOST_HOURS,
    NOTIFY,
    Arrival,
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


def test_the_table_of_limits_is_the_law_as_it_was_read_and_as_it_was_heard_of() -> None:
    # Loaded anew, because the table is made once, before any test could see it made.
    spec = util.find_spec("samaki.systems.custody.rules.clocks")
    assert spec is not None
    assert spec.loader is not None
    anew = util.module_from_spec(spec)
    spec.loader.exec_module(anew)
    heard, seen = "criminal_procedure_heard", "consular_relations"
    rows = [
        ("ccp96.base", "custody", "96", "criminal_procedure", 48, "verified"),
        ("ccp96.ext", "extension", "96", heard, 24, "unverified"),
        ("ccp96.minor.14_15.felony", "minor", "96", heard, 36, "unverified"),
        ("ccp96.minor.14_15.misdemeanour", "minor", "96", heard, 24, "unverified"),
        ("ccp96.minor.16_17.felony", "minor", "96", heard, 48, "unverified"),
        ("ccp96.minor.16_17.misdemeanour", "minor", "96", heard, 36, "unverified"),
        ("vccr36.tell", "consul", "36(1)(b)", seen, None, "verified"),
        ("vccr36.notify", "consul", "36(1)(b)", seen, None, "verified"),
    ]

    for law in (LAW, anew.LAW):
        assert [asdict(rule) for rule in law.values()] == [
            {
                "code": code,
                "runs": runs,
                "ground": code,
                "article": article,
                "source": source,
                "hours": hours,
                "sure": sure,
                "jurisdiction": "KHM",
                "warn_share": Fraction(3, 4),
            }
            for code, runs, article, source, hours, sure in rows
        ]


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


def test_a_minors_limit_is_breached_once_somebody_has_seen_its_text(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    code = "ccp96.minor.14_15.misdemeanour"
    monkeypatch.setitem(LAW, code, replace(LAW[code], sure=Sure.VERIFIED))

    limit = custody_limit({}, is_minor=True)

    assert (limit.breach, limit.shorter) == (StandingLimit(LAW[code]), None)
    assert limit.reading(ARRIVED, _after(24)) is Reading.OVER
    assert custody_limit({}, is_minor=False).breach.rule is BASE


def test_police_custody_without_hours_is_our_own_mistake(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(LAW, "ccp96.base", replace(BASE, hours=None))

    with pytest.raises(AssertionError, match=r"^police custody has hours$"):
        custody_limit({}, is_minor=False)


@pytest.mark.parametrize(
    ("hours", "share"), [(-3, 0), (0, 0), (24, 50), (47, 97), (47.9, 99), (48, 100), (49, 100)]
)
def test_a_clock_is_used_up_from_none_to_all_of_it(hours: float, share: int) -> None:
    assert custody_limit({}, is_minor=False).share(ARRIVED, _after(hours)) == share


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


def test_a_refused_setting_says_which_limit_and_how_far_it_may_go() -> None:
    def refused(asked: Setting) -> list[object]:
        return list(reasons_against_setting(asked, is_set=False, at=ARRIVED))

    assert refused(_asked("ccp96.bail", None)) == [
        *(reason("unknown_clock", clock="ccp96.bail"), reason("clock_not_set", clock="ccp96.bail"))
    ]
    assert refused(_asked("", None)) == [
        *(reason("unknown_clock", clock="–"), reason("clock_not_set", clock="–"))
    ]
    assert refused(_asked("vccr36.tell", 1, "")) == [reason("clock_state", jurisdiction="–")]
    assert refused(_asked("vccr36.tell", 1, "vnm")) == [reason("clock_state", jurisdiction="vnm")]
    assert refused(_asked("ccp96.base", 1, "VNM")) == [
        reason("clock_home", clock="ccp96.base", home="KHM")
    ]


@pytest.mark.parametrize(
    ("code", "most"),
    [
        *(("ccp96.base", 48), ("ccp96.ext", 24), ("ccp96.minor.14_15.misdemeanour", 48)),
        *(("vccr36.tell", 720), ("vccr36.notify", 720)),
    ],
)
def test_a_setting_is_of_one_hour_to_the_most_that_may_be_set(code: str, most: int) -> None:
    def refused(hours: int) -> list[object]:
        return list(reasons_against_setting(_asked(code, hours), is_set=False, at=ARRIVED))

    longer = "clock_hours_absurd" if code.startswith("vccr36") else "clock_longer"
    assert refused(0) == [reason("clock_hours_none", hours=0)]
    assert refused(1) == refused(most) == []
    assert refused(most + 1) == [reason(longer, clock=code, hours=most + 1, limit=most)]


def test_a_setting_begins_from_a_minute_ago_to_ten_years_ahead() -> None:
    def refused(valid_from: datetime) -> list[object]:
        asked = replace(_asked("ccp96.base", 24), valid_from=valid_from)
        return list(reasons_against_setting(asked, is_set=False, at=ARRIVED))

    instant = timedelta(microseconds=1)
    first, last = ARRIVED - timedelta(minutes=1), ARRIVED + LONG_AGO
    assert refused(first) == refused(last) == []
    assert refused(first - instant) == [
        reason("clock_backdated", moment=first - instant, now=ARRIVED)
    ]
    assert refused(last + instant) == [reason("clock_far", moment=last + instant)]


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


@given(spells=st.lists(st.tuples(st.integers(0, 90), st.integers(0, 900)), max_size=6))
def test_a_time_in_custody_is_what_was_spent_in_it_however_often_it_broke_off(
    spells: list[tuple[int, int]],
) -> None:
    now, spent = ARRIVED, timedelta()
    arrival = Arrival(now)
    for kept, away in spells:
        now, spent = now + timedelta(hours=kept), spent + timedelta(hours=kept)
        arrival = arrival.stop(now)
        assert arrival.stop(now + timedelta(hours=away)) == arrival, "out of custody already"
        now += timedelta(hours=away)
        arrival = arrival.go_on(now)
        assert arrival.go_on(now + timedelta(hours=1)) == arrival, "in custody already"

    assert now - arrival.since == spent
    assert arrival.spent == timedelta()
    assert (*arrival.before, arrival.since)[0] == ARRIVED


def test_whoever_ran_off_after_five_hours_and_is_back_after_two_days_has_spent_five() -> None:
    arrival = Arrival(ARRIVED)
    gone, back = ARRIVED + timedelta(hours=5), ARRIVED + timedelta(hours=53)

    away = arrival.stop(gone)

    assert (away.since, away.stopped, away.spent) == (ARRIVED, gone, timedelta(hours=5))
    assert away.stop(back) == away
    assert arrival.go_on(back) == arrival
    assert arrival.spent == timedelta()
    assert away.go_on(back) == Arrival(ARRIVED + timedelta(hours=48), before=(ARRIVED,))
