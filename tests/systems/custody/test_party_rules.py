"""What may be said of people who move together, when they moved, and how the books say it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samaki.kernel import ledger
from samaki.kernel.ledger import Cell, Movement, Posting, Subject
from samaki.systems.custody import rules
from samaki.systems.custody.rules import MAX_HEADS, Party, reason
from samaki.systems.custody.rules.keepers import Keeper, keeper

IDN, WOMAN = Cell("IDN"), Cell("IDN", "F", "adult")
HEADS, BUDI = Subject(IDN), Subject(IDN, "P-BUDI")
AT = datetime(2025, 11, 18, 6, tzinfo=UTC)
INSTANT = timedelta(microseconds=1)
PHNOM_PENH = timezone(timedelta(hours=7))

NATIONS = st.sampled_from([None, "IDN", "MMR", "VNM"])
CELLS = st.builds(Cell, NATIONS, st.sampled_from([None, *ledger.SEXES]))
SUBJECTS = st.builds(Subject, CELLS, st.sampled_from([None, "P-BUDI", "P-ANN"]))


def test_a_party_counts_heads_and_names() -> None:
    assert Party({IDN: 268, WOMAN: 1}, ("P-BUDI", "P-ANN")).size == 271
    assert Party().size == 0


def test_a_units_code_alone_means_the_account_of_its_own() -> None:
    on_site = Keeper("NP-POIPET", "ST-1")

    assert keeper("NP-POIPET") == Keeper("NP-POIPET", "")
    assert keeper(on_site) is on_site


@pytest.mark.parametrize("party", [Party(), Party({IDN: 0}), Party({IDN: 0, WOMAN: 0})])
def test_a_party_of_nobody_moves_nobody(party: Party) -> None:
    assert rules.reasons_against_party(party) == (reason("nobody"),)


@pytest.mark.parametrize(
    "party",
    [
        Party({IDN: 1}),
        Party({IDN: MAX_HEADS, WOMAN: 0}),
        Party({Cell(): 3}),
        Party({}, ("P-BUDI",)),
        Party({IDN: 0}, ("P-BUDI", "P-ANN")),
    ],
)
def test_whoever_is_counted_or_named_may_move(party: Party) -> None:
    assert rules.reasons_against_party(party) == ()


def test_every_figure_and_name_that_cannot_be_right_is_said_at_once() -> None:
    unknown = Cell("ZZZ")
    party = Party({unknown: -1, IDN: MAX_HEADS + 1}, ("P-BUDI", "P-ANN", "P-BUDI", "P-BUDI"))

    assert rules.reasons_against_party(party) == (
        reason("negative", count=-1, subject=Subject(unknown)),
        reason("nationality", nationality="ZZZ"),
        reason("absurd", count=100_001, subject=HEADS, limit=100_000),
        reason("twice", person="P-BUDI"),
    )


def test_figures_that_cancel_each_other_are_not_nobody() -> None:
    party = Party({IDN: 2, WOMAN: -2})

    assert rules.reasons_against_party(party) == (
        reason("negative", count=-2, subject=Subject(WOMAN)),
    )


@given(
    st.dictionaries(CELLS, st.integers(-2, MAX_HEADS + 2), max_size=4),
    st.lists(st.sampled_from(["P-BUDI", "P-ANN", "P-LI"]), max_size=4).map(tuple),
)
def test_a_party_is_let_through_if_its_figures_can_be_meant(
    heads: dict[Cell, int], persons: tuple[str, ...]
) -> None:
    can_be_meant = all(0 <= count <= MAX_HEADS for count in heads.values())
    named_once = len(set(persons)) == len(persons)
    somebody = bool(persons) or any(heads.values())

    refused = rules.reasons_against_party(Party(heads, persons))

    assert (refused == ()) == (can_be_meant and named_once and somebody)
    assert all("%" not in each.text for each in refused)


@pytest.mark.parametrize(
    ("code", "is_one"),
    [("IDN", True), ("KHM", True), ("idn", False), ("ID", False), ("XXX", False), ("", False)],
)
def test_a_nationality_is_a_code_of_three_capitals_in_force(code: str, is_one: bool) -> None:  # noqa: FBT001
    assert rules.is_nationality(code) is is_one


def test_what_happened_lies_neither_ahead_nor_ten_years_back() -> None:
    old = AT - rules.LONG_AGO
    early = AT + INSTANT

    assert rules.reasons_against_moment(AT, at=AT) == ()
    assert rules.reasons_against_moment(old, at=AT) == ()
    assert rules.reasons_against_moment(early, at=AT) == (reason("future", happened=early, now=AT),)
    assert rules.reasons_against_moment(old - INSTANT, at=AT) == (
        reason("long_ago", happened=old - INSTANT),
    )
    assert timedelta(days=3652) < rules.LONG_AGO < timedelta(days=3654)


@pytest.mark.parametrize(
    ("happened", "recorded", "is_late"),
    [
        (datetime(2025, 11, 18, 0, tzinfo=UTC), datetime(2025, 11, 18, 23, 59, tzinfo=UTC), False),
        (datetime(2025, 11, 17, 23, 59, tzinfo=UTC), datetime(2025, 11, 18, 0, tzinfo=UTC), True),
        # One day in Phnom Penh and two of UTC; then the other way round.
        (
            datetime(2025, 11, 18, 6, 59, tzinfo=PHNOM_PENH),
            datetime(2025, 11, 18, 7, tzinfo=PHNOM_PENH),
            True,
        ),
        (
            datetime(2025, 11, 18, 23, 59, tzinfo=PHNOM_PENH),
            datetime(2025, 11, 19, 0, tzinfo=PHNOM_PENH),
            False,
        ),
        (datetime(2025, 11, 18, tzinfo=UTC), datetime(2025, 11, 17, tzinfo=UTC), False),
    ],
)
def test_an_entry_is_late_from_the_next_day_of_utc(
    *, happened: datetime, recorded: datetime, is_late: bool
) -> None:
    assert rules.is_late(happened, recorded) is is_late


def test_no_more_arrive_than_were_on_the_way() -> None:
    on_the_way = {HEADS: 63, BUDI: 1}
    ann = Subject(IDN, "P-ANN")

    assert rules.reasons_against_arrival({HEADS: 63, BUDI: 1}, on_the_way=on_the_way) == ()
    assert rules.reasons_against_arrival({Subject(WOMAN): 0}, on_the_way=on_the_way) == ()
    assert rules.reasons_against_arrival(
        {ann: 1, HEADS: 64, Subject(WOMAN): 1, BUDI: 1}, on_the_way=on_the_way
    ) == (
        reason("person_not_sent", person="P-ANN"),
        reason("not_sent", received=64, subject=HEADS, sent=63),
        reason("not_sent", received=1, subject=Subject(WOMAN), sent=0),
    )


def test_only_heads_that_are_there_are_heads_of_a_party() -> None:
    party = Party({IDN: 1, WOMAN: 0, Cell("MMR"): -1}, ("P-BUDI",))

    assert rules.heads_of(party) == {HEADS: 1}


def test_a_transfer_takes_all_out_of_one_account_and_into_the_other() -> None:
    moved = rules.transfer({HEADS: 63, BUDI: 1}, giver="Poipet", taker="Bus", happened_at=AT)

    assert moved == Movement(
        AT,
        (
            *(Posting("Poipet", HEADS, -63), Posting("Poipet", BUDI, -1)),
            *(Posting("Bus", HEADS, 63), Posting("Bus", BUDI, 1)),
        ),
    )


@given(st.dictionaries(SUBJECTS, st.integers(1, 500), min_size=1, max_size=5))
def test_a_transfer_balances_for_everybody_and_takes_them_across(
    subjects: dict[Subject, int],
) -> None:
    moved = rules.transfer(subjects, giver="Poipet", taker="Bus", happened_at=AT)
    back = rules.transfer(subjects, giver="Bus", taker="Poipet", happened_at=AT)

    assert (moved.happened_at, moved.converts) == (AT, False)
    assert ledger.is_balanced(moved)
    assert ledger.fold([moved]) == {
        (account, subject): sign * count
        for account, sign in (("Poipet", -1), ("Bus", 1))
        for subject, count in subjects.items()
    }
    assert ledger.fold([moved, back]) == {}


def test_naming_takes_one_head_and_leaves_one_person_of_the_same_cell() -> None:
    named = rules.identification(WOMAN, "P-ANN", account="Poipet", happened_at=AT)

    assert named == Movement(
        AT,
        (Posting("Poipet", Subject(WOMAN), -1), Posting("Poipet", Subject(WOMAN, "P-ANN"), 1)),
        converts=True,
    )
    assert ledger.is_balanced(named)
