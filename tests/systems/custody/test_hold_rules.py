"""Which ground forbids what, what silence holds, and what others may read of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samaki.systems.custody import rules
from samaki.systems.custody.rules import AccountKind, MovementKind, holds, reason
from samaki.systems.custody.rules.holds import HoldKind, Screened

K = AccountKind
GROUNDS = sorted(holds.KIND_OF_GROUND)
EVERY = sorted({holds.NOT_SCREENED, *GROUNDS})
OF_SCREENING = {"not_screened", "screening_pending", "protected"}
ABROAD = {K.EXPELLED, K.HANDED_OVER_ABROAD}


@pytest.mark.parametrize("ground", EVERY)
def test_every_ground_forbids_abroad_and_a_screening_forbids_court_and_prison_too(
    ground: str,
) -> None:
    charged = {K.COURT, K.PRISON} if ground in OF_SCREENING else set()
    feared = {K.EMBASSY} if ground == "asylum" else set()

    assert holds.forbids(ground) == ABROAD | charged | feared


@given(ground=st.sampled_from(EVERY), kind=st.sampled_from(sorted(AccountKind)))
def test_no_ground_keeps_anybody_from_help_or_in_custody(ground: str, kind: AccountKind) -> None:
    assert kind not in holds.forbids(ground) or kind in rules.PUNISHING | {K.EMBASSY}


@pytest.mark.parametrize("kind", [K.HOSPITAL, K.SHELTER, K.STATION, K.RELEASED])
def test_a_hospital_a_shelter_and_a_release_are_open_whatever_holds(kind: AccountKind) -> None:
    assert holds.grounds_that_forbid(kind) == frozenset()


def test_each_place_is_shut_on_the_grounds_that_forbid_it() -> None:
    shut = {kind: holds.grounds_that_forbid(kind) for kind in rules.PUNISHING}

    assert shut == {
        K.COURT: OF_SCREENING,
        K.PRISON: OF_SCREENING,
        K.EXPELLED: set(EVERY),
        K.HANDED_OVER_ABROAD: set(EVERY),
    }
    assert holds.grounds_that_forbid(K.EMBASSY) == {"asylum"}
    shut_to_some = {kind for kind in AccountKind if holds.grounds_that_forbid(kind)}
    assert shut_to_some == holds.FORBIDDEN == rules.PUNISHING | {K.EMBASSY}


def test_every_kind_has_a_ground_and_says_what_it_forbids() -> None:
    assert set(holds.FORBIDS) == set(HoldKind) == set(holds.KIND_OF_GROUND.values())
    assert holds.of_kind(HoldKind.SCREENING) == {"screening_pending", "protected"}
    assert holds.of_kind(HoldKind.MINOR) == {"minor"}


@pytest.mark.parametrize(
    ("placed", "cleared", "is_minor", "silent"),
    [
        ((), (HoldKind.SCREENING,), False, ()),
        ((), (), False, ("not_screened",)),
        ((), (), True, ("not_screened", "minor")),
        ((), (HoldKind.SCREENING,), True, ("minor",)),
        ((), (HoldKind.MINOR,), True, ("not_screened",)),
        ((), (HoldKind.SCREENING, HoldKind.MINOR), True, ()),
        (("minor",), (), True, ("not_screened",)),
        (("medical", "appeal"), (), False, ("not_screened",)),
        (("medical",), (HoldKind.APPEAL,), True, ("not_screened", "minor")),
        (("screening_pending",), (), True, ("minor",)),
        (("protected",), (HoldKind.SCREENING,), False, ()),
    ],
)
def test_silence_holds_whoever_was_not_screened_and_a_minor_nobody_decided_for(
    *,
    placed: tuple[str, ...],
    cleared: tuple[HoldKind, ...],
    is_minor: bool,
    silent: tuple[str, ...],
) -> None:
    told = (*cleared, HoldKind.CONSULAR_NOTICE)

    assert holds.silent(placed, cleared=told, is_minor=is_minor, is_foreign=True) == silent
    at_home = holds.silent(placed, cleared=cleared, is_minor=is_minor, is_foreign=False)
    assert at_home == silent
    untold = holds.silent(placed, cleared=cleared, is_minor=is_minor, is_foreign=True)
    assert untold == (*silent, "consular_notice")
    for ground in ("consular_notice", "notice_outside_case"):
        placed_too = (*placed, ground)
        waits = holds.silent(placed_too, cleared=cleared, is_minor=is_minor, is_foreign=True)
        assert waits == silent, "the hold says so itself"


@given(
    placed=st.lists(st.sampled_from(GROUNDS), unique=True),
    cleared=st.sets(st.sampled_from(sorted(HoldKind))),
    is_minor=st.booleans(),
    is_foreign=st.booleans(),
)
def test_nobody_is_punished_but_who_was_cleared_and_whom_no_hold_of_a_screening_keeps(
    *, placed: list[str], cleared: set[HoldKind], is_minor: bool, is_foreign: bool
) -> None:
    silent = holds.silent(placed, cleared=cleared, is_minor=is_minor, is_foreign=is_foreign)
    every = {*placed, *silent}
    to_court = not any(K.COURT in holds.forbids(ground) for ground in every)
    away = not any(K.EXPELLED in holds.forbids(ground) for ground in every)

    assert to_court == (HoldKind.SCREENING in cleared and not OF_SCREENING & set(placed))
    assert away == (
        not placed
        and HoldKind.SCREENING in cleared
        and (HoldKind.MINOR in cleared or not is_minor)
        and (HoldKind.CONSULAR_NOTICE in cleared or not is_foreign)
    )


@pytest.mark.parametrize(
    ("grounds", "word"),
    [
        ((), Screened.DONE),
        (("appeal", "minor", "court_order"), Screened.DONE),
        (("protected",), Screened.DONE),
        (("not_screened",), Screened.NOT_YET),
        (("medical", "not_screened"), Screened.NOT_YET),
        (("screening_pending",), Screened.PENDING),
        (("not_screened", "screening_pending"), Screened.PENDING),
    ],
)
def test_everybody_reads_one_word_on_a_screening(grounds: tuple[str, ...], word: Screened) -> None:
    assert holds.screened(grounds) is word


def test_a_ground_speaks_of_a_screening_or_of_another_offices_step() -> None:
    assert {ground for ground in EVERY if holds.is_of_screening(ground)} == OF_SCREENING
    assert set(EVERY) == set(rules.GROUND_WORDINGS)


def test_by_hand_come_only_the_holds_that_no_other_act_places() -> None:
    by_hand = {"court_order", "medical", "minor", "notice_outside_case"}
    assert {g for g in EVERY if holds.is_by_hand(g)} == by_hand == holds.BY_HAND
    assert {kind for kind in HoldKind if kind in holds.OF_PROTECTION} == {"screening", "minor"}


@pytest.mark.parametrize(
    ("ground", "paper", "codes"),
    [
        ("court_order", "Order 12/25", []),
        ("minor", "x" * 40, []),
        ("medical", " ", ["no_hold_paper"]),
        ("medical", "x" * 41, ["long_hold_paper"]),
        ("appeal", "", ["own_act", "no_hold_paper"]),
        ("consular_notice", "EC-2222", ["own_act"]),
        ("notice_outside_case", "Notice 7/25", []),
        ("dislike", "", ["unknown_ground", "no_hold_paper"]),
    ],
)
def test_a_hold_by_hand_rests_on_a_paper_and_on_a_ground_of_its_own(
    ground: str, paper: str, codes: list[str]
) -> None:
    assert [found.code for found in holds.reasons_by_hand(ground, paper=paper)] == codes


def test_a_refused_hold_says_which_ground_is_unknown_and_how_long_the_paper_is() -> None:
    said = list(holds.reasons_by_hand("dislike", paper=f" {'x' * 41} "))

    assert said == [
        reason("unknown_ground", ground="dislike"),
        reason("long_hold_paper", count=41, most=40),
    ]


def test_nobody_learns_from_a_refusal_what_a_screening_found() -> None:
    said = {ground: holds.outward(ground) for ground in EVERY}

    assert said == {**{ground: ground for ground in said}, "protected": "screening_pending"}
    found, pending = (
        holds.ground_reason(ground, person="P-BUDI", owner="The committee")
        for ground in ("protected", "screening_pending")
    )
    assert found == pending
    assert found == reason(
        "ground", person="P-BUDI", ground="screening_pending", owner="The committee"
    )
    (own_act,) = holds.reasons_by_hand("protected", paper="VS-1")
    assert own_act.values["ground"] == "screening_pending"


@pytest.mark.parametrize("kind", MovementKind)
def test_only_a_departure_is_undone_by_whom_it_belongs_to(kind: MovementKind) -> None:
    touched = [AccountKind.STATION, AccountKind.EXPELLED, AccountKind.ESCAPED]

    refused = rules.reasons_of_owner(kind, touched)

    is_departure = kind is MovementKind.DISPOSITION
    assert refused == ((reason("undone_by_immigration"),) if is_departure else ())
    assert rules.reasons_of_owner(kind, [AccountKind.STATION, AccountKind.DEAD]) == ()
