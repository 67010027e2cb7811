"""What each side may say of a hand-over, what a reversal makes of it, and how a plate is read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samaki.systems.custody.rules import (
    HANDOVER,
    HandoverState,
    act_of_reversing,
    plate,
    reason,
    reasons_against_answer,
)

SIGNED = st.text("ab12គ១", max_size=6)
BETWEEN = st.text(" -./", max_size=3)


@pytest.mark.parametrize("code", ["no_decline", "no_readdress"])
def test_an_answer_has_a_reason(code: str) -> None:
    assert reasons_against_answer("The cells are full", code=code) == ()
    assert reasons_against_answer(" \t", code=code) == (reason(code),)


@pytest.mark.parametrize("state", HandoverState)
def test_what_a_reversal_leaves_is_what_the_receivers_have_said(state: HandoverState) -> None:
    def act(*, is_received: bool, is_declined: bool) -> str:
        return act_of_reversing(state=state, is_received=is_received, is_declined=is_declined)

    of_both = "reverse_after_decline" if state is HandoverState.DECLINED else "reverse_some"
    assert act(is_received=False, is_declined=False) == "reverse_all"
    assert act(is_received=True, is_declined=False) == "reverse_some"
    assert act(is_received=False, is_declined=True) == "reverse_after_decline"
    assert act(is_received=True, is_declined=True) == of_both


@pytest.mark.parametrize("state", [s for s in HandoverState if s is not HandoverState.WITHDRAWN])
@pytest.mark.parametrize("is_received", [True, False])
@pytest.mark.parametrize("is_declined", [True, False])
def test_a_reversal_puts_them_on_the_road_again_from_whatever_was_said(
    *, state: HandoverState, is_received: bool, is_declined: bool
) -> None:
    act = act_of_reversing(state=state, is_received=is_received, is_declined=is_declined)

    assert HANDOVER.after(state, act) not in HANDOVER.ends


def test_a_withdrawn_hand_over_stays_withdrawn() -> None:
    assert HANDOVER.acts(HandoverState.WITHDRAWN) == ()


def test_a_plate_is_capitals_and_digits_of_any_script() -> None:
    assert plate(" 2ab-1234. ") == "2AB1234"
    assert plate("ភ្នំពេញ ២គ-១") == plate("ភ្នំពេញ២គ១")
    assert plate(" -. ") == ""


@given(SIGNED, SIGNED, BETWEEN)
def test_a_plate_is_the_same_with_whatever_signs_between(
    one: str, other: str, between: str
) -> None:
    assert plate(f"{between}{one}{between}{other}") == plate(one + other)
    assert plate(one.upper()) == plate(one.lower())
