"""Bodies about holds that the rules refuse, each with every reason's code.

By operation: who writes, what the address names, the body, the codes. See `test_api.py`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from samaki.systems.custody.models import Posting
from samaki.systems.custody.services.holds import lift_hold_by_hand, place_hold_by_hand
from samaki.web import world

if TYPE_CHECKING:
    from collections.abc import Callable

_Body = dict[str, object]


def _lifted() -> str:
    at = world.phnom_penh_time(18, 6)
    person = Posting.objects.filter(account__unit="police-poipet").exclude(person="")[0].person
    hold = place_hold_by_hand(
        actor=world.actor("immigration", at=at),
        person=person,
        ground="medical",
        owner="",
        because="Letter 40/25",
        at=at,
    )
    authority, ref = world.actor("authority", at=at), str(hold.ref)
    lift_hold_by_hand(actor=authority, hold=ref, clears=True, lifted_for="Decision 3", at=at)
    return ref


REFUSED: dict[str, tuple[str, Callable[[], str], _Body | Callable[[], _Body], set[str]]] = {
    "/custody/persons/{ref}/holds": (
        "immigration",
        lambda: "P-2222",
        {"ground": "appeal", "because": " "},
        {"own_act", "no_hold_paper", "unknown_person"},
    ),
    "/custody/holds/{ref}/lifting": (
        "authority",
        _lifted,
        {"clears": True, "lifted_for": " "},
        {"no_hold_paper", "lifted_before"},
    ),
}
