"""Reference codes that survive the radio."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samaki.kernel import refs


@given(st.integers(min_value=1, max_value=200_000))
def test_every_code_carries_a_right_check_character(number: int) -> None:
    assert refs.is_valid(refs.reference("HV", number))


def test_no_two_things_share_a_code() -> None:
    codes = {refs.reference("HV", number) for number in range(1, 40_000)}

    assert len(codes) == 39_999


@given(
    st.integers(min_value=1, max_value=200_000),
    st.integers(min_value=0, max_value=3),
    st.sampled_from(refs.ALPHABET),
)
def test_one_misheard_character_is_noticed(number: int, place: int, heard: str) -> None:
    prefix, _, body = refs.reference("HV", number).partition("-")
    wrong = body[:place] + heard + body[place + 1 :]

    assert refs.is_valid(f"{prefix}-{wrong}") == (wrong == body)


@pytest.mark.parametrize("typed", ["", "HV", "HV-", "HV-2", "-7K3Q", "HV-7K0Q", "HV-7K1Q"])
def test_what_is_no_code_is_not_taken_for_one(typed: str) -> None:
    assert not refs.is_valid(typed)


def test_a_code_may_be_typed_in_small_letters_with_spaces() -> None:
    code = refs.reference("HV", 7).lower()

    assert refs.is_valid(f" {code[:5]} {code[5:]} ")
