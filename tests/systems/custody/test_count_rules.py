"""Physical counts: what may be said of one, and who answers for a difference. Pure."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.systems.custody.case import IDN, IDN_WOMAN

from samaki.kernel.ledger import Cell
from samaki.systems.custody import rules
from samaki.systems.custody.rules.counts import (
    CLIMBS_EVERY,
    Counted,
    Explanation,
    act_of_entry,
    answers,
    climbs_at,
    made_after,
    reasons_against_counted,
    reasons_against_explanation,
    reference_in,
)

CHAINS = st.lists(st.text("abc", min_size=1, max_size=3), min_size=1, max_size=5, unique=True)
# Mostly of the days in which it climbs: a chain has five links at most.
AGES = st.timedeltas(timedelta(0), timedelta(days=6)) | st.timedeltas(timedelta(0), timedelta(400))
OPENED = datetime(2025, 11, 17, 23, 0, tzinfo=UTC)
STATES = rules.CountVarianceState


def _codes(counted: Counted) -> list[str]:
    return [reason.code for reason in reasons_against_counted(counted)]


@given(CHAINS, AGES, AGES)
def test_who_answers_is_the_owner_or_one_above_and_never_goes_down(
    chain: list[str], age: timedelta, more: timedelta
) -> None:
    first, later = answers(chain, age), answers(chain, age + more)

    assert chain.index(first) <= chain.index(later)


@given(CHAINS, AGES)
def test_at_the_moment_it_climbs_the_next_one_above_answers(
    chain: list[str], age: timedelta
) -> None:
    now = OPENED + age
    climbs = climbs_at(chain, OPENED, at=now)

    place = chain.index(answers(chain, age))
    if climbs is None:
        assert place == len(chain) - 1
    else:
        assert now < climbs <= now + CLIMBS_EVERY
        assert answers(chain, climbs - OPENED - timedelta(microseconds=1)) == chain[place]
        assert answers(chain, climbs - OPENED) == chain[place + 1]


def test_the_owner_has_a_day_then_each_above_a_day_and_the_last_keeps_it() -> None:
    chain = ("station", "province", "headquarters")

    hours = (0, 23.99, 24, 47.99, 48, 1000)
    assert [answers(chain, timedelta(hours=h)) for h in hours] == [
        *("station", "station", "province", "province", "headquarters", "headquarters")
    ]


def test_a_difference_without_an_owner_is_our_own_mistake() -> None:
    with pytest.raises(AssertionError, match=r"^a difference has an owner$"):
        answers((), timedelta())


def test_it_climbs_a_day_after_it_opened_and_then_every_day_until_nobody_stands_above() -> None:
    chain, day = ("station", "province", "headquarters"), timedelta(days=1)

    def climbs(hours: float) -> datetime | None:
        return climbs_at(chain, OPENED, at=OPENED + timedelta(hours=hours))

    assert [climbs(hours) for hours in (-30, 0, 23.9, 24, 47.9, 48, 1000)] == [
        *(OPENED + day, OPENED + day, OPENED + day),
        *(OPENED + 2 * day, OPENED + 2 * day, None, None),
    ]


def test_a_moment_before_it_opened_is_the_owners() -> None:
    assert answers(("station", "province"), timedelta(hours=-30)) == "station"


@pytest.mark.parametrize(
    ("counted", "codes"),
    [
        (Counted(58), []),
        (Counted(0), []),
        (Counted(None, {IDN: 0}), []),
        (Counted(58, {IDN: 50, IDN_WOMAN: 8}), []),
        (Counted(None, {IDN: 50, IDN_WOMAN: 8}), []),
        (Counted(), ["no_total"]),
        (Counted(-1), ["total_negative"]),
        (Counted(100_000), []),
        (Counted(100_001), ["total_absurd"]),
        (Counted(58, {IDN: 57}), ["parts"]),
        (Counted(0, {IDN: 3}), ["parts"]),
        (Counted(58, {Cell("ZZZ"): 59, IDN: -1}), ["nationality", "negative"]),
    ],
)
def test_figures_that_cannot_be_meant_are_refused(counted: Counted, codes: list[str]) -> None:
    assert _codes(counted) == codes


@pytest.mark.parametrize(
    ("counted", "refused"),
    [
        (Counted(-1), rules.reason("total_negative", count=-1)),
        (Counted(100_001), rules.reason("total_absurd", count=100_001, limit=100_000)),
        (Counted(58, {IDN: 50, IDN_WOMAN: 7}), rules.reason("parts", sum=57, total=58)),
    ],
)
def test_a_refused_figure_is_said_as_it_was_counted(counted: Counted, refused: object) -> None:
    assert list(reasons_against_counted(counted)) == [refused]


def test_the_parts_are_the_total_where_none_is_said() -> None:
    assert Counted(None, {IDN: 50, IDN_WOMAN: 8}).heads == 58
    assert Counted(0).heads == 0
    assert Counted().heads is None


def test_an_explanation_has_a_reason_and_evidence() -> None:
    said = reasons_against_explanation(Explanation(" ", ""))

    assert [reason.code for reason in said] == ["no_explanation", "no_evidence"]
    assert not list(reasons_against_explanation(Explanation("Counted twice", "Guard book, p. 4")))


@pytest.mark.parametrize(
    ("evidence", "ref"),
    [
        (" hv-7k3q ", "HV-7K3Q"),
        ("SRC-222A", "SRC-222A"),
        ("Guard book of 18 November", None),
        ("HV-7K3Q and the guard book", None),
        ("PV-2025", None),
        ("HV-7K", "HV-7K"),
        ("en \u2013 zzzz", "EN-ZZZZ"),
        ("FA-2222.", "FA-2222."),
        ("ES-2222", "ES-2222"),
    ],
)
def test_a_reference_is_told_from_a_paper_in_words(evidence: str, ref: str | None) -> None:
    assert reference_in(evidence, prefixes={"EN", "ES", "FA", "HV", "SRC"}) == ref


@pytest.mark.parametrize(
    ("state", "difference", "act"),
    [
        (None, -3, "open"),
        (None, 0, None),
        (STATES.OPEN, 0, "settle"),
        (STATES.OPEN, 2, None),
        (STATES.SETTLED, 1, "differ_again"),
        (STATES.SETTLED, 0, None),
        (STATES.EXPLAINED, 0, None),
        (STATES.EXPLAINED, -3, None),
    ],
)
def test_an_entry_does_to_a_difference_what_follows(
    state: rules.CountVarianceState | None, difference: int, act: str | None
) -> None:
    assert act_of_entry(state, difference) == act


@pytest.mark.parametrize(
    ("counted", "known"), [(58, 0), (55, 1), (57, 2), (56, 3), (54, 0), (59, 0)]
)
def test_a_count_was_made_after_the_entries_with_which_it_agrees_or_before_them_all(
    counted: int, known: int
) -> None:
    assert made_after(counted, 58, [-3, 2, -1]) == known


@given(
    level=st.integers(0, 50),
    changes=st.lists(st.integers(-5, 5), max_size=5),
    counted=st.integers(0, 60),
)
def test_a_count_agrees_with_its_minute_if_it_agrees_with_any_moment_of_it(
    level: int, changes: list[int], counted: int
) -> None:
    known = made_after(counted, level, changes)
    reached = [level + sum(changes[:number]) for number in range(len(changes) + 1)]

    assert (reached[known] == counted) == (counted in reached)
    assert known == 0 or counted not in reached[:known]
