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


@given(
    number=st.integers(min_value=1, max_value=200_000),
    prefix=st.sampled_from(["P", "EC", "HD"]),
    between=st.sampled_from(["-", " - ", "", " ", "‑", "\u2013"]),
    around=st.sampled_from([("", ""), ("see ", ", letter 12"), ("(", ")"), ("ឯកសារ ", " ឆ្នាំ")]),
    is_small=st.booleans(),
)
def test_no_way_of_writing_a_code_hides_it_in_a_text(
    number: int, prefix: str, between: str, around: tuple[str, str], *, is_small: bool
) -> None:
    code = refs.reference(prefix, number)
    written = code.replace("-", between)
    text = f"{around[0]}{written.lower() if is_small else written}{around[1]}"

    assert code in refs.found_in(text, frozenset({"P", "EC", "HD"}))


def test_a_code_is_found_behind_a_word_among_others_and_in_other_digits() -> None:
    one, two = refs.reference("P", 8), refs.reference("EC", 9)
    khmer = one.translate(str.maketrans("23456789", "២៣៤៥៦៧៨៩"))
    prefixes = frozenset({"P", "EC"})

    for text in (f"ref{one}", f"no.{khmer}", f"{one[:4]}\u200b{one[4:]}", f"{one[:4]} {one[4:]}"):
        assert one in refs.found_in(text, prefixes), text
    assert {one, two} <= set(refs.found_in(f"{two}/{one}", prefixes))
    assert refs.found_in(f"x{one}", frozenset({"HV"})) == ()
    assert refs.found_in("Warrant 7", prefixes) == ()
