"""The ledger's law, without a database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samaki.kernel import ledger
from samaki.kernel.ledger import Cell, Hold, Movement, Posting, Subject

NOON = datetime(2025, 11, 17, 12, tzinfo=UTC)
LATER = NOON + timedelta(hours=2)
IDN = Subject(Cell("IDN"))
BUDI = Subject(Cell("IDN"), "P-BUDI")
BOUNDLESS = frozenset({"At large"})


def _move(subject: Subject, count: int, *, giver: str, taker: str) -> Movement:
    return Movement(NOON, (Posting(giver, subject, -count), Posting(taker, subject, count)))


def _texts(movement: Movement, **said: object) -> list[str]:
    held = said.get("held", {})
    on_hold = said.get("on_hold", ())
    found = ledger.reasons_against(movement, held=held, boundless=BOUNDLESS, on_hold=on_hold)  # type: ignore[arg-type]
    return [str(reason) for reason in found]


def test_who_is_outside_the_books_may_be_taken_in() -> None:
    assert _texts(_move(IDN, 271, giver="At large", taker="Poipet police")) == []


def test_nobody_gives_more_than_he_holds() -> None:
    movement = _move(IDN, 272, giver="Poipet police", taker="Bus")

    assert _texts(movement) == [f"Poipet police holds 0 of IDN on {NOON}, not 272."]


def test_a_late_entry_may_not_overdraw_any_later_moment() -> None:
    held = {("Poipet police", IDN): ((NOON, 271), (LATER, 10))}

    texts = _texts(_move(IDN, 63, giver="Poipet police", taker="Bus"), held=held)

    assert texts == [
        (
            f"Poipet police holds 10 of IDN at a later moment, {LATER}, not 63: "
            "others have moved since."
        )
    ]


def test_what_is_held_at_every_later_moment_may_leave() -> None:
    held = {("Poipet police", IDN): ((NOON, 271), (LATER, 63))}

    assert _texts(_move(IDN, 63, giver="Poipet police", taker="Bus"), held=held) == []


def test_who_is_received_first_does_not_hide_who_was_never_held() -> None:
    movement = Movement(NOON, (Posting("Bus", IDN, 2), Posting("Poipet police", IDN, -2)))

    assert _texts(movement) == [f"Poipet police holds 0 of IDN on {NOON}, not 2."]


def test_what_mends_a_line_that_is_below_none_is_let_through() -> None:
    held = {("Poipet police", IDN): ((NOON, -5),)}

    assert _texts(_move(IDN, 1, giver="At large", taker="Poipet police"), held=held) == []


def test_a_named_person_leaves_only_from_where_he_is_even_outside_the_books() -> None:
    texts = _texts(_move(BUDI, 1, giver="At large", taker="Poipet police"))

    assert texts == [f"At large holds 0 of P-BUDI on {NOON}, not 1."]


def test_all_reasons_come_at_once() -> None:
    movement = Movement(NOON, (Posting("A", IDN, -3), Posting("B", IDN, 2), Posting("C", BUDI, 1)))
    hold = Hold("P-BUDI", "not yet screened", frozenset({"C"}), "The committee")

    assert _texts(movement, on_hold=[hold]) == [
        "IDN does not balance: 3 leave, 2 arrive.",
        "P-BUDI does not balance: 0 leave, 1 arrive.",
        "P-BUDI may not go to C: not yet screened. The committee can lift this.",
        f"A holds 0 of IDN on {NOON}, not 3.",
    ]


@pytest.mark.parametrize(
    "hold", [Hold("P-ANN", "x", frozenset("C")), Hold("P-BUDI", "x", frozenset("D"))]
)
def test_a_hold_binds_one_person_and_the_places_it_names(hold: Hold) -> None:
    movement = _move(BUDI, 1, giver="A", taker="C")
    held = {("A", BUDI): ((NOON, 1),)}

    assert _texts(movement, held=held, on_hold=[hold]) == []


def test_nobody_without_a_name_enters_where_only_names_may() -> None:
    held = {("A", IDN): ((NOON, 3),), ("A", BUDI): ((NOON, 1),)}
    heads, person = (_move(subject, 1, giver="A", taker="Prison") for subject in (IDN, BUDI))

    reasons = [
        ledger.reasons_against(
            movement, held=held, boundless=BOUNDLESS, names_only=frozenset({"Prison"})
        )
        for movement in (heads, person)
    ]

    assert reasons == [(ledger.reason("unnamed", count=1, subject=IDN, account="Prison"),), ()]
    assert reasons[0][0].code == "unnamed"
    assert str(reasons[0][0]).startswith("1 of IDN have no name yet and may not go to Prison.")


def test_who_is_already_where_only_names_may_be_can_leave() -> None:
    movement = _move(IDN, 1, giver="Prison", taker="A")
    held = {("Prison", IDN): ((NOON, 1),)}

    found = ledger.reasons_against(
        movement, held=held, boundless=BOUNDLESS, names_only=frozenset({"Prison"})
    )

    assert found == ()


def test_an_empty_movement_moves_nobody() -> None:
    assert _texts(Movement(NOON, ())) == ["Nobody is moved. Enter at least one head."]


def test_naming_changes_no_total() -> None:
    one = Movement(NOON, (Posting("A", IDN, -1), Posting("A", BUDI, 1)), converts=True)
    two = Movement(NOON, (Posting("A", IDN, -2), Posting("A", BUDI, 1)), converts=True)
    held = {("A", IDN): ((NOON, 9),)}

    assert _texts(one, held=held) == []
    assert _texts(two, held=held) == ["The total of A would change by -1; naming changes no total."]
    assert ledger.is_balanced(one)
    assert not ledger.is_balanced(two)


def test_a_posting_of_nothing_is_our_own_mistake() -> None:
    with pytest.raises(AssertionError, match=r"^a posting of nothing is not a posting$"):
        Posting("A", IDN, 0)


def test_a_line_that_holds_none_is_left_out_of_the_books() -> None:
    books = [_move(IDN, 3, giver="At large", taker="A"), _move(IDN, 3, giver="A", taker="B")]

    assert ledger.fold(books) == {("At large", IDN): -3, ("B", IDN): 3}


@pytest.mark.parametrize("converts", [True, False])
def test_a_reversal_undoes_a_movement_of_its_kind_when_that_one_happened(*, converts: bool) -> None:
    postings = (Posting("A", IDN, -1), Posting("A", BUDI, 1))
    undone = (Posting("A", IDN, 1), Posting("A", BUDI, -1))

    reversed_ = ledger.reversal(Movement(NOON, postings, converts=converts))

    assert reversed_ == Movement(NOON, undone, converts=converts)


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        (Cell(), "nationality not established"),
        (Cell("VNM", "F", "minor"), "VNM, women, minor"),
        (Cell(None, "M"), "nationality not established, men"),
    ],
)
def test_a_cell_says_only_what_is_established(cell: Cell, said: str) -> None:
    assert str(cell) == said


def test_changes_of_one_moment_count_together() -> None:
    assert ledger.shortfall([(NOON, -3), (NOON, 3)]) is None
    assert ledger.shortfall([(LATER, 3), (NOON, -1)]) == NOON
    assert ledger.shortfall([]) is None


accounts = st.sampled_from(["A", "B", "C"])
movements = st.lists(
    st.tuples(accounts, accounts, st.integers(1, 40), st.integers(0, 9)).filter(
        lambda drawn: drawn[0] != drawn[1]
    ),
    max_size=25,
)


@given(movements)
def test_no_person_is_lost_however_the_movements_fall(
    drawn: list[tuple[str, str, int, int]],
) -> None:
    books = [
        Movement(NOON - timedelta(days=1), (Posting("At large", IDN, -60), Posting("A", IDN, 60)))
    ]
    for giver, taker, count, hour in drawn:
        movement = Movement(
            NOON + timedelta(hours=hour),
            (Posting(giver, IDN, -count), Posting(taker, IDN, count)),
        )
        if not ledger.reasons_against(movement, held=_levels(books, movement), boundless=BOUNDLESS):
            books.append(movement)

        held = ledger.fold(books)
        assert sum(n for (account, _), n in held.items() if account != "At large") == 60
        assert all(n > 0 for (account, _), n in held.items() if account != "At large")
        for account in "ABC":
            changes = [(m.happened_at, m.lines.get((account, IDN), 0)) for m in books]
            assert ledger.shortfall(changes) is None


@given(movements)
def test_a_movement_and_its_reversal_leave_nothing(
    drawn: list[tuple[str, str, int, int]],
) -> None:
    books = [_move(IDN, count, giver=giver, taker=taker) for giver, taker, count, _ in drawn]

    assert ledger.fold([*books, *map(ledger.reversal, books)]) == {}


def _levels(books: list[Movement], movement: Movement) -> ledger.Levels:
    moments = sorted({m.happened_at for m in books} | {movement.happened_at})
    return {
        (account, IDN): tuple(
            (
                moment,
                ledger.fold(m for m in books if m.happened_at <= moment).get((account, IDN), 0),
            )
            for moment in moments
            if moment >= movement.happened_at
        )
        for account in "ABC"
    }
