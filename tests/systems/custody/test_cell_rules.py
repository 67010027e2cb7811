"""What is established of people moves them between cells, and no total changes."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from samaki.kernel import ledger
from samaki.kernel.ledger import Cell, Movement, Posting, Subject
from samaki.systems.custody.rules import MAX_HEADS, reason
from samaki.systems.custody.rules.cells import (
    Established,
    reasons_against_established,
    reclassification,
)

AT = datetime(2025, 11, 17, 23, tzinfo=UTC)
MEN, MMR = Cell("IDN", "M", "adult"), Cell("MMR", "M", "adult")
SHOWN = "Passports of 12, seen by the consulate"

CELLS = st.builds(
    Cell,
    st.sampled_from([None, "IDN", "MMR"]),
    st.sampled_from([None, *ledger.SEXES]),
    st.sampled_from([None, *ledger.AGES]),
)


@given(
    before=CELLS,
    after=CELLS,
    heads=st.integers(1, 500),
    evidence=st.sampled_from(["", "x"]),
    person=st.sampled_from(["", "P-BUDI"]),
)
def test_a_change_of_cell_is_refused_or_keeps_the_total_of_the_account(
    before: Cell, after: Cell, heads: int, evidence: str, person: str
) -> None:
    said = Established(before, after, evidence, heads, person)

    refused = {each.code for each in reasons_against_established(said)}
    moved = reclassification(said, account="Poipet", happened_at=AT)

    assert refused == {
        *(["same_cell"] if before == after else []),
        *(["nothing_shows_it"] if not evidence else []),
    }
    assert ledger.is_balanced(moved)
    if before != after:
        line = ("Poipet", Subject(before, person or None))
        held = {line: ((AT, 1 if person else heads),)}
        assert ledger.reasons_against(moved, held=held, boundless=frozenset()) == ()


def test_heads_move_as_many_as_were_said_and_a_person_is_one() -> None:
    heads = Established(MEN, MMR, SHOWN, 12)
    person = Established(MEN, MMR, SHOWN, 12, "P-BUDI")
    one = Established(MEN, MMR, SHOWN)

    assert reclassification(heads, account="Poipet", happened_at=AT) == Movement(
        AT,
        (Posting("Poipet", Subject(MEN), -12), Posting("Poipet", Subject(MMR), 12)),
        converts=True,
    )
    assert ledger.fold([reclassification(one, account="Poipet", happened_at=AT)]) == {
        ("Poipet", Subject(MEN)): -1,
        ("Poipet", Subject(MMR)): 1,
    }
    assert reclassification(person, account="Poipet", happened_at=AT) == Movement(
        AT,
        (
            Posting("Poipet", Subject(MEN, "P-BUDI"), -1),
            Posting("Poipet", Subject(MMR, "P-BUDI"), 1),
        ),
        converts=True,
    )


def test_every_reason_is_said_at_once() -> None:
    nowhere = Cell("ZZZ")

    assert list(reasons_against_established(Established(nowhere, nowhere, " ", 0))) == [
        *(reason("nationality", nationality="ZZZ"), reason("nobody")),
        *(reason("same_cell"), reason("nothing_shows_it")),
    ]
    assert list(reasons_against_established(Established(MEN, MMR, SHOWN, 1))) == []
    assert list(reasons_against_established(Established(MEN, MMR, SHOWN, MAX_HEADS + 1))) == [
        reason("absurd", count=100_001, subject=Subject(MMR), limit=100_000)
    ]
