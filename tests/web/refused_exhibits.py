"""Bodies about exhibits and payments that the rules refuse, each with every reason's code.

By operation: who writes, what the address names, the body, the codes. See `test_api.py`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from samaki.systems.custody.models import Exhibit, Payment, ThingHandover, ThingMovement
from samaki.systems.custody.rules.payments import Leaving
from samaki.systems.custody.services.releases import prepare_release, withdraw_release
from samaki.systems.custody.services.thing_counts import count_exhibit
from samaki.web import world

if TYPE_CHECKING:
    from collections.abc import Callable

_Body = dict[str, object]
LATE = "2099-01-01T00:00:00+07:00"
_UNITS = {"giver": "police-poipet", "receiver": "police-poipet", "escort": "gendarmerie-KH-1"}


def _laptop() -> str:
    return Exhibit.objects.get(seal="A4418").ref


def _counted() -> str:
    at = world.phnom_penh_time(18, 5)
    receiver = world.actor("receiver", at=at)
    made = count_exhibit(actor=receiver, exhibit=_laptop(), pieces=0, happened_at=at, at=at)
    return made.ref


def _release() -> str:
    at = world.phnom_penh_time(18, 6)
    leaving = Leaving("returned", "Order 12", "R-1")
    chief, second = world.actor("police1", at=at), world.actor("receiver", at=at)
    count_exhibit(actor=second, exhibit=_laptop(), pieces=1, happened_at=at, at=at)
    return prepare_release(actor=chief, exhibit=_laptop(), leaving=leaving, at=at).ref


def _withdrawn() -> str:
    ref = _release()
    at = world.phnom_penh_time(18, 6)
    withdraw_release(actor=world.actor("police1", at=at), release=ref, at=at)
    return ref


def _entry() -> str:
    return str(ThingMovement.objects.order_by("pk")[0].pk)


REFUSED: dict[str, tuple[str, Callable[[], str], _Body | Callable[[], _Body], set[str]]] = {
    "/custody/exhibits": (
        "command",
        str,
        {
            "kind": "car",
            "description": " ",
            "seal": "",
            "site": "ST-0000",
            "unit": "police-poipet",
            "happened_at": LATE,
        },
        {"no_kind", "no_description", "no_seal", "unknown_site"},
    ),
    "/custody/exhibits/{ref}/opening": (
        "intake",
        _laptop,
        {
            "parts": [{"kind": "phone", "description": "x", "seal": "A4417", "pieces": 3}],
            "reason": " ",
            "happened_at": LATE,
        },
        {"future", "no_opening_reason", "parts_of_bundle", "seal_before"},
    ),
    "/custody/exhibits/{ref}/seal": (
        "intake",
        _laptop,
        {"seal": "a-4418", "reason": " ", "happened_at": LATE},
        {"future", "same_seal", "no_seal_reason"},
    ),
    "/custody/exhibits/{ref}/counts": (
        "intake",
        _laptop,
        {"pieces": -1, "happened_at": LATE},
        {"future", "pieces_none"},
    ),
    "/custody/exhibits/{ref}/photos": ("intake", _laptop, {"content": "AAAA"}, {"not_a_picture"}),
    "/custody/exhibits/{ref}/missing": (
        "command",
        _laptop,
        {"pieces": 0, "reason": " ", "happened_at": LATE},
        {"future", "pieces_none", "no_loss_reason"},
    ),
    "/custody/exhibits/{ref}/found": (
        "command",
        _laptop,
        {"pieces": 1, "reason": "x", "happened_at": "2025-11-17T20:00:00+07:00"},
        {"not_so_many_missing"},
    ),
    "/custody/exhibits/counts/{ref}/explanation": (
        "command",
        _counted,
        {"reason": " ", "evidence": "HV-2222"},
        {"no_explanation", "unknown_evidence"},
    ),
    "/custody/exhibits/handovers": (
        "intake",
        str,
        lambda: {**_UNITS, "exhibits": [_laptop(), "EX-0000"], "happened_at": LATE},
        {"same_unit", "future", "counted_by_one", "unknown_exhibit"},
    ),
    "/custody/exhibits/handovers/{ref}/receipts": (
        "receiver",
        lambda: str(ThingHandover.objects.get().ref),
        lambda: {"unit": "police-KH-1", "exhibits": [_laptop()], "happened_at": LATE},
        {"future", "exhibit_not_sent"},
    ),
    "/custody/exhibits/entries/{ref}/correction": (
        "intake",
        _entry,
        {"reason": " "},
        {"no_reason"},
    ),
    "/custody/releases": (
        "intake",
        str,
        lambda: {
            "exhibit": _laptop(),
            "end": "sold",
            "order": " ",
            "receipt_number": "",
            "person": "P-0000",
        },
        {"no_end", "no_release_order", "no_receipt_number", "unknown_person"},
    ),
    "/custody/releases/{ref}/confirmation": (
        "police1",
        _release,
        {"happened_at": LATE},
        {"future", "own_release"},
    ),
    "/custody/releases/{ref}/withdrawal": ("police1", _withdrawn, {}, {"release_over"}),
    "/custody/payments": (
        "intake",
        str,
        {
            "kind": "tip",
            "amount": 0,
            "currency": "XXX",
            "ground": " ",
            "receipt_number": "k-0017",
            "unit": "police-poipet",
            "happened_at": LATE,
        },
        {"no_payment_kind", "no_amount", "currency", "no_payment_ground", "receipt_before"},
    ),
    "/custody/payments/{ref}/confirmation": (
        "command",
        lambda: Payment.objects.order_by("pk")[0].ref,
        {},
        {"payment_confirmed"},
    ),
    "/custody/payments/{ref}/reversal": (
        "intake",
        lambda: Payment.objects.order_by("pk")[0].ref,
        {"reason": " "},
        {"no_reason"},
    ),
}
