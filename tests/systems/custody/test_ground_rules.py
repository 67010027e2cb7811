"""Silence protects: on which grounds nobody is punished, and what others may read of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samaki.systems.custody import rules
from samaki.systems.custody.rules import AccountKind, MovementKind, Screened, reason

GROUNDS = sorted(rules.KIND_OF_GROUND)
OF_OTHERS = ["appeal", "asylum", "medical"]


@pytest.mark.parametrize(
    ("placed", "is_cleared", "grounds"),
    [
        ((), True, ()),
        ((), False, ("not_screened",)),
        (("medical", "appeal"), False, ("not_screened", "medical", "appeal")),
        (("medical",), True, ("medical",)),
        (("screening_pending",), False, ("screening_pending",)),
        (("appeal", "protected"), False, ("appeal", "protected")),
        (("protected",), True, ("protected",)),
    ],
)
def test_whoever_was_never_screened_is_held_like_one_whose_screening_is_pending(
    *, placed: tuple[str, ...], is_cleared: bool, grounds: tuple[str, ...]
) -> None:
    assert rules.grounds_against_punishing(placed, is_cleared=is_cleared) == grounds


@given(st.lists(st.sampled_from(GROUNDS), unique=True), st.booleans())
def test_nobody_is_punished_but_who_was_cleared_and_whom_no_hold_keeps(
    placed: list[str],
    is_cleared: bool,  # noqa: FBT001
) -> None:
    grounds = rules.grounds_against_punishing(placed, is_cleared=is_cleared)

    assert (grounds == ()) == (is_cleared and not placed)
    assert set(placed) <= set(grounds)


@pytest.mark.parametrize(
    ("grounds", "word"),
    [
        ((), Screened.DONE),
        (OF_OTHERS, Screened.DONE),
        (("protected",), Screened.DONE),
        (("not_screened",), Screened.NOT_YET),
        (("medical", "not_screened"), Screened.NOT_YET),
        (("screening_pending",), Screened.PENDING),
        (("not_screened", "screening_pending"), Screened.PENDING),
    ],
)
def test_everybody_reads_one_word_on_a_screening(grounds: tuple[str, ...], word: Screened) -> None:
    assert rules.screened(grounds) is word


def test_a_ground_speaks_of_a_screening_or_of_another_offices_step() -> None:
    every = {rules.NOT_SCREENED, *GROUNDS}

    assert {ground for ground in every if not rules.is_of_screening(ground)} == set(OF_OTHERS)
    assert every == set(rules.GROUND_WORDINGS)


def test_nobody_learns_from_a_refusal_what_a_screening_found() -> None:
    said = {ground: rules.outward(ground) for ground in [*GROUNDS, "not_screened"]}

    assert said == {**{ground: ground for ground in said}, "protected": "screening_pending"}
    found, pending = (
        rules.ground_reason(ground, person="P-BUDI", owner="The committee")
        for ground in ("protected", "screening_pending")
    )
    assert found == pending
    assert found == reason(
        "ground", person="P-BUDI", ground="screening_pending", owner="The committee"
    )


@pytest.mark.parametrize("kind", MovementKind)
def test_only_a_departure_is_undone_by_whom_it_belongs_to(kind: MovementKind) -> None:
    touched = [AccountKind.STATION, AccountKind.EXPELLED, AccountKind.ESCAPED]

    refused = rules.reasons_of_owner(kind, touched)

    is_departure = kind is MovementKind.DISPOSITION
    assert refused == ((reason("undone_by_immigration"),) if is_departure else ())
    assert rules.reasons_of_owner(kind, [AccountKind.STATION, AccountKind.DEAD]) == ()
