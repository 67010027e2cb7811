"""The law of things: one seal, one place, and pieces that add up however a bundle is opened."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samaki.kernel import ledger
from samaki.kernel.ledger import Cell, Movement, Posting, Subject
from samaki.kernel.refs import reference
from samaki.systems.custody import rules
from samaki.systems.custody.rules import ExhibitKind, Found, exhibits, reason
from samaki.systems.custody.rules.exhibits import MAX_PARTS, MAX_PIECES, Part, Sealing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from samaki.kernel.reasons import Reason

AT = datetime(2025, 11, 18, 6, tzinfo=UTC)
PHONE: dict[str, Any] = {
    "kind": "phone",
    "description": "Black, cracked",
    "seal": "A-1",
    "site": "SI-2222",
    "unit": "NP-POIPET",
}
SEALS = st.text("ab12ក១", max_size=6)
BETWEEN = st.text(" -\t", max_size=3)


def _part(pieces: int, seal: str = "", **said: str) -> Part:
    values = {"kind": "phone", "description": "Black", "seal": seal or f"S{pieces}"} | said
    return Part(**values, pieces=pieces)


def _parts(*parts: Part, held: int) -> list[Reason]:
    return list(exhibits.reasons_against_parts(parts, ref="EX-2222", held=held))


def _no_reason(found: Iterable[Reason]) -> bool:
    return not list(found)


def test_a_thing_lies_with_a_unit_on_the_road_outside_or_is_returned_or_destroyed() -> None:
    kinds = exhibits.ThingAccountKind

    assert {kinds.RETURNED, kinds.DESTROYED} == exhibits.ENDS
    assert set(kinds) - exhibits.OF_A_UNIT == {kinds.IN_TRANSIT, kinds.OUTSIDE}


def test_whatever_has_an_open_count_stays_and_the_count_is_named() -> None:
    waits = {"EX-2222": "XC-2222", "EX-3333": "XC-3333"}

    found = list(exhibits.reasons_while_counts_differ(waits))

    assert found == [
        reason("count_open", exhibit=exhibit, ref=ref, person=exhibit)
        for exhibit, ref in waits.items()
    ]
    assert _no_reason(exhibits.reasons_while_counts_differ({}))


@given(SEALS, SEALS, BETWEEN, BETWEEN)
def test_a_seal_is_the_same_however_it_is_spaced_and_in_whatever_case(
    one: str, other: str, between: str, around: str
) -> None:
    typed = f"{around}{one}{between}{other}{around}"

    assert rules.seal_number(typed) == rules.seal_number(one) + rules.seal_number(other)
    assert rules.seal_number(typed.upper()) == rules.seal_number(typed.lower())


def test_a_seal_is_compared_in_capitals_without_spaces_and_hyphens() -> None:
    assert rules.seal_number(" ab-12 / 3 ") == "AB12/3"
    assert rules.seal_number(" -- ") == ""


@pytest.mark.parametrize("kind", ExhibitKind)
def test_every_kind_of_thing_is_entered_under_a_seal(kind: ExhibitKind) -> None:
    found = Found(**PHONE | {"kind": str(kind)})

    assert rules.reasons_against_exhibit(found) == ()
    assert found.pieces == 1


@pytest.mark.parametrize(
    ("said", "codes"),
    [
        ({"kind": "car"}, ["no_kind"]),
        ({"kind": ""}, ["no_kind"]),
        ({"description": " \t"}, ["no_description"]),
        ({"seal": " - "}, ["no_seal"]),
        (
            {"kind": "PHONE", "description": "", "seal": ""},
            ["no_kind", "no_description", "no_seal"],
        ),
    ],
)
def test_an_exhibit_lacks_everything_at_once(said: dict[str, str], codes: list[str]) -> None:
    refused = rules.reasons_against_exhibit(Found(**PHONE | said))

    assert refused == tuple(reason(code) for code in codes)


@pytest.mark.parametrize(
    ("because", "is_target"),
    [
        ("", True),
        (f"{reference('OP', 7)}/1", True),
        (f"{reference('OP', 7)}/12", True),
        (reference("OP", 7), False),
        (f"{reference('OP', 7)}/", False),
        (f"{reference('OP', 7)}/a", False),
        (f"{reference('OP', 7)}/1/2", False),
        (f"{reference('HV', 7)}/1", False),
        ("OP-2223/1", False),
        ("raid", False),
    ],
)
def test_a_thing_was_seized_at_a_target_of_an_operation_or_at_none(
    *, because: str, is_target: bool
) -> None:
    refused = rules.reasons_against_exhibit(Found(**PHONE | {"because": because}))

    assert refused == (() if is_target else (reason("no_target", because=because),))


@pytest.mark.parametrize(
    ("pieces", "refused"),
    [
        (None, [reason("no_pieces")]),
        (-1, [reason("pieces_none", count=-1)]),
        (0, [reason("pieces_none", count=0)]),
        (1, []),
        (MAX_PIECES, []),
        (MAX_PIECES + 1, [reason("pieces_absurd", count=100_001, limit=100_000)]),
    ],
)
def test_a_seal_holds_one_piece_or_more_and_no_absurd_number(
    pieces: int | None, refused: list[Reason]
) -> None:
    assert list(exhibits.reasons_against_pieces(pieces)) == refused
    # A count may say that nothing is there; in all else it follows the same law.
    assert list(exhibits.reasons_against_recount(pieces)) == ([] if pieces == 0 else refused)


def test_pieces_leave_one_account_for_the_other() -> None:
    assert exhibits.moves({"EX-1": 5}, giver="Store", taker="Escort", happened_at=AT) == Movement(
        AT,
        (
            Posting("Store", Subject(Cell(), "EX-1"), -5),
            Posting("Escort", Subject(Cell(), "EX-1"), 5),
        ),
    )


@given(st.dictionaries(st.sampled_from(["EX-1", "EX-2", "EX-3"]), st.integers(1, 99), min_size=1))
def test_things_move_by_the_law_of_the_books(pieces: dict[str, int]) -> None:
    moved = exhibits.moves(pieces, giver="Store", taker="Escort", happened_at=AT)

    assert ledger.is_balanced(moved)
    assert ledger.fold([moved]) == {
        (account, Subject(Cell(), ref)): sign * count
        for account, sign in (("Store", -1), ("Escort", 1))
        for ref, count in pieces.items()
    }
    assert moved.happened_at == AT


def test_an_opened_bundle_becomes_its_parts_where_it_lies() -> None:
    opened = exhibits.opens("EX-1", 5, {"EX-2": 2, "EX-3": 3}, account="Store", happened_at=AT)

    assert opened == Movement(
        AT,
        (
            Posting("Store", Subject(Cell(), "EX-1"), -5),
            Posting("Store", Subject(Cell(), "EX-2"), 2),
            Posting("Store", Subject(Cell(), "EX-3"), 3),
        ),
        converts=True,
    )
    assert ledger.is_balanced(opened)


@given(st.lists(st.integers(1, 9), min_size=1, max_size=5), st.integers(1, 45))
def test_an_opening_is_let_through_if_the_books_would_balance(parts: list[int], held: int) -> None:
    refused = _parts(*[_part(n, f"S{place}") for place, n in enumerate(parts)], held=held)
    opened = exhibits.opens(
        "EX-1",
        held,
        {f"EX-1.{place}": n for place, n in enumerate(parts)},
        account="Store",
        happened_at=AT,
    )

    assert (refused == []) == ledger.is_balanced(opened)


def test_a_bundle_is_opened_into_one_part_to_twenty() -> None:
    most = [_part(1, f"S{n}") for n in range(MAX_PARTS)]

    assert _parts(held=5) == [reason("no_parts", ref="EX-2222")]
    assert _parts(_part(5), held=5) == []
    assert _parts(*most, held=20) == []
    assert _parts(*most, _part(1, "T"), held=21) == [reason("too_many_parts", count=21, limit=20)]


def test_every_reason_against_an_opening_is_said_at_once() -> None:
    twice = [_part(1, " a-1"), _part(2, "A1"), _part(3, "B"), _part(4, "b")]

    assert _parts(*twice, held=11) == [
        reason("parts_of_bundle", sum=10, ref="EX-2222", held=11),
        reason("seal_twice", seal="A1"),
        reason("seal_twice", seal="B"),
    ]
    assert _parts(_part(0, "-", kind="car", description=""), _part(2, " "), held=2) == [
        *(reason("no_kind"), reason("no_description"), reason("no_seal")),
        reason("pieces_none", count=0),
        reason("no_seal"),
    ]


def test_a_seal_is_replaced_by_another_number_and_for_a_reason() -> None:
    def refused(seal: str, why: str) -> list[Reason]:
        return list(exhibits.reasons_against_sealing(Sealing(seal, why), now="A1"))

    assert refused("A2", "Opened by the expert") == []
    assert refused("a-1", "Torn") == [reason("same_seal", seal="A1")]
    assert refused(" - ", " ") == [reason("no_seal"), reason("no_seal_reason")]


def test_a_list_of_exhibits_names_each_once() -> None:
    assert _no_reason(exhibits.reasons_against_chosen(["EX-1", "EX-2"]))
    assert list(exhibits.reasons_against_chosen([])) == [reason("no_exhibits")]
    assert list(exhibits.reasons_against_chosen(["EX-2", "EX-1", "EX-2", "EX-1", "EX-2"])) == [
        reason("exhibit_twice", exhibit="EX-2"),
        reason("exhibit_twice", exhibit="EX-1"),
    ]


@pytest.mark.parametrize(
    ("others", "by_two"),
    [((), False), (("Sok",), False), (("Sok", "Dara"), True), (("Dara",), True)],
)
def test_who_counted_first_is_not_the_second(*, others: tuple[str, ...], by_two: bool) -> None:
    assert exhibits.counted_by_two("Sok", others) is by_two
