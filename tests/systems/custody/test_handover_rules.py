"""What each side may say of a hand-over, what a reversal makes of it, and how a plate is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samaki.systems.custody.rules import (
    DIFFERS,
    HANDOVER,
    MAX_SEAL,
    UNANSWERED,
    HandoverState,
    act_of_reversing,
    plate,
    reason,
    reasons_against_answer,
    reasons_against_seals,
)

if TYPE_CHECKING:
    from samaki.kernel.reasons import Reason

SIGNED = st.text("ab12គ១", max_size=6)
BETWEEN = st.text(" -./", max_size=3)


@pytest.mark.parametrize("code", ["no_decline", "no_readdress"])
def test_an_answer_has_a_reason(code: str) -> None:
    assert reasons_against_answer("The cells are full", code=code) == ()
    assert reasons_against_answer(" \t", code=code) == (reason(code),)


def test_what_a_reversal_leaves_is_the_receivers_last_word() -> None:
    assert act_of_reversing(is_received=False, is_declined=False) == "reverse_all"
    assert act_of_reversing(is_received=True, is_declined=False) == "reverse_some"
    assert act_of_reversing(is_received=False, is_declined=True) == "reverse_after_decline"
    assert act_of_reversing(is_received=True, is_declined=True) == "reverse_after_decline"


@pytest.mark.parametrize("state", [s for s in HandoverState if s is not HandoverState.WITHDRAWN])
@pytest.mark.parametrize("is_received", [True, False])
@pytest.mark.parametrize("is_declined", [True, False])
def test_a_reversal_puts_them_on_the_road_again_from_whatever_was_said(
    *, state: HandoverState, is_received: bool, is_declined: bool
) -> None:
    act = act_of_reversing(is_received=is_received, is_declined=is_declined)

    assert HANDOVER.after(state, act) not in HANDOVER.ends


def test_who_is_together_still_is_missed_by_nobody_or_by_all() -> None:
    # Declined is both: nobody was received, and the receiver has said so.
    assert {HandoverState.DECLINED} == DIFFERS & UNANSWERED
    assert not (DIFFERS | UNANSWERED) & HANDOVER.ends


@pytest.mark.parametrize(
    ("seals", "expected"),
    [
        ((), ()),
        (("A12", "A13"), ()),
        (("a-1 2", "A១២", "A12"), (reason("seal_named_twice", seal="A12"),)),
        (("A12", "B1", "B 1"), (reason("seal_named_twice", seal="B1"),)),
        (("9" * MAX_SEAL,), ()),
        (("9" * MAX_SEAL + "1",), (reason("seal_long", limit=MAX_SEAL),)),
    ],
)
def test_seals_of_what_leaves_are_named_once_and_short(
    seals: tuple[str, ...], expected: tuple[Reason, ...]
) -> None:
    assert reasons_against_seals(seals) == expected


def test_a_withdrawn_hand_over_stays_withdrawn() -> None:
    assert HANDOVER.acts(HandoverState.WITHDRAWN) == ()


def test_a_plate_is_capitals_and_digits_of_any_script() -> None:
    assert plate(" 2ab-1234. ") == "2AB1234"
    assert plate("ភ្នំពេញ ២គ-១") == plate("ភ្នំពេញ2គ1")
    assert plate(" -. ") == ""


@given(SIGNED, SIGNED, BETWEEN)
def test_a_plate_is_the_same_with_whatever_signs_between(
    one: str, other: str, between: str
) -> None:
    assert plate(f"{between}{one}{between}{other}") == plate(one + other)
    assert plate(one.upper()) == plate(one.lower())
