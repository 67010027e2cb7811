"""Bodies about ends of custody that the rules refuse, each with every reason's code.

By operation: who writes, what the address names, the body, the codes. See `test_api.py`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from samaki.kernel.ledger import Cell
from samaki.systems.custody.models import Account, Handover
from samaki.systems.custody.rules import AccountKind, Party
from samaki.systems.custody.rules.ends import Ended
from samaki.systems.custody.services.ends import end_custody, withdraw_end
from samaki.web import world

if TYPE_CHECKING:
    from collections.abc import Callable

_Body = dict[str, object]
LATE = "2099-01-01T00:00:00+07:00"
_HEADS = [{"nationality": "IDN", "sex": "M", "age": "adult", "count": 5000}]


def _station() -> str:
    return str(Account.objects.get(unit="police-poipet", kind="station").ref)


def _prepared() -> str:
    at = world.phnom_penh_time(18, 6)
    party = Party({Cell("IDN", "M", "adult"): 1})
    ended = Ended(AccountKind.RELEASED, party, "Prosecutor", "Order 12")
    command = world.actor("command", at=at)
    return end_custody(actor=command, account=_station(), ended=ended, at=at).ref


def _withdrawn() -> str:
    ref, at = _prepared(), world.phnom_penh_time(18, 6)
    withdraw_end(actor=world.actor("command", at=at), ending=ref, at=at)
    return ref


REFUSED: dict[str, tuple[str, Callable[[], str], _Body | Callable[[], _Body], set[str]]] = {
    "/custody/ends": (
        "intake",
        str,
        lambda: {"account": _station(), "kind": "handed_over_abroad", "heads": _HEADS},
        {"no_authority", "no_document", "no_article", "unnamed", "overdrawn"},
    ),
    "/custody/ends/findings/{ref}/seen": (
        "intake",
        lambda: "FA-0000",
        {},
        {"unknown_finding"},
    ),
    "/custody/ends/findings": (
        "intake",
        str,
        lambda: {
            "account": _station(),
            "unit": "police-KH-1",
            "heads": _HEADS,
            "legal_basis": " ",
            "how": "",
            "happened_at": LATE,
        },
        {"future", "not_back", "no_basis", "no_finding", "overdrawn"},
    ),
    "/custody/ends/{ref}/confirmation": (
        "command",
        _prepared,
        {"happened_at": LATE},
        {"future", "own_ending"},
    ),
    "/custody/ends/{ref}/withdrawal": ("intake", _withdrawn, {}, {"ending_over"}),
    "/custody/handovers/{ref}/rest": (
        "gendarmerie1",
        lambda: str(Handover.objects.get().ref),
        {"kind": "unknown", "heads": _HEADS, "reason": " ", "happened_at": LATE},
        {"future", "no_cause", "overdrawn"},
    ),
}
