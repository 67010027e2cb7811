"""Steps that officers could take in any order: what the properties of the books are tried on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import strategies as st
from tests.systems.custody.case import IDN, IDN_WOMAN

from samaki.kernel.ledger import Cell
from samaki.systems.custody import rules
from samaki.systems.custody.models import Balance, Handover, Movement
from samaki.systems.custody.services.corrections import correct_movement

if TYPE_CHECKING:
    from tests.systems.custody.case import Case

_CELLS = (IDN, IDN_WOMAN, Cell("IDN", "M", "minor"))
_VERBS = ("take", "send", "receive", "rest", "name", "correct")
# A verb, how many hours after the one before it is recorded, how many before that it happened, how
# many heads, and which of the things that are there it is about.
STEPS = st.lists(
    st.tuples(
        st.sampled_from(_VERBS),
        st.integers(0, 60),
        st.integers(0, 200),
        st.integers(1, 70),
        st.integers(0, 5),
    ),
    min_size=1,
    max_size=14,
)


def play(case: Case, verb: str, *, hours: int, heads: int, which: int) -> int:
    """Do one step; return by how many everybody inside the books became more."""
    cell = _CELLS[which % len(_CELLS)]
    sent = list(Handover.objects.order_by("-pk")[which : which + 1])
    if verb == "take":
        case.take({cell: heads}, hours=hours)
        return heads
    if verb == "send":
        named = list(Balance.objects.exclude(person="").values_list("person", flat=True)[:which])
        case.send({cell: heads}, persons=tuple(named), hours=hours)
    elif verb == "receive" and sent:
        case.receive(sent[0], {cell: heads}, hours=hours)
    elif verb == "rest" and sent:
        case.receive_late(sent[0], {cell: heads}, hours=hours)
    elif verb == "name":
        case.name(f"Budi {heads}", cell=cell, hours=hours)
    elif verb == "correct":
        return _correct(case, which)
    return 0


def _correct(case: Case, which: int) -> int:
    found = list(Movement.objects.order_by("-pk")[which : which + 1])
    if not found:
        return 0
    officer = case.poipet if found[0].kind != rules.MovementKind.RECEIPT else case.sihanouk
    correct_movement(actor=officer, movement=found[0].pk, reason="Misread", at=case.at)
    inside = found[0].postings.exclude(account__kind__in=rules.BOUNDLESS)
    return -sum(inside.values_list("count", flat=True))
