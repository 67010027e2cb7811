"""Fees, fines, deposits and waivers; and how a thing goes back. Two persons, a receipt. Pure.

Money for release, a bed or a telephone is how detention rots: so nothing is taken without a ground,
a receipt and somebody else who says that it is right.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from samaki.systems.custody.rules import RELEASE, ReleaseState, reason
from samaki.systems.custody.rules.exhibits import ENDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from samaki.kernel.reasons import Reason

__all__ = ["RELEASE", "ReleaseState"]

# Currencies that are taken, with the places of their minor unit: ISO 4217, list one.
MINOR = {
    "KHR": 2,
    "USD": 2,
    "THB": 2,
    "VND": 0,
    "CNY": 2,
    "LAK": 2,
    "MMK": 2,
    "IDR": 2,
    "PHP": 2,
    "MYR": 2,
    "SGD": 2,
    "KRW": 0,
    "JPY": 0,
    "EUR": 2,
}
MAX_AMOUNT = 10**13  # in minor units: more is a slip of the finger
# In English, then in Khmer, 1,250.00 and 1.250,00, each by the sign between its thousands.
_WRITTEN = {
    ",": re.compile(
        r"(?P<whole>[0-9]{1,12}|[0-9]{1,3}(?:,[0-9]{3}){1,4})(?:\.(?P<part>[0-9]{1,2}))?"
    ),
    ".": re.compile(
        r"(?P<whole>[0-9]{1,12}|[0-9]{1,3}(?:\.[0-9]{3}){1,4})(?:,(?P<part>[0-9]{1,2}))?"
    ),
}


class PaymentKind(StrEnum):
    """What money was taken for, or that it was not taken."""

    FEE = "fee"
    FINE = "fine"
    DEPOSIT = "deposit"
    WAIVER = "waiver"


@dataclass(frozen=True, slots=True)
class Paid:
    """What was paid: kind, amount in minor units of an ISO 4217 currency, ground, payer, receipt.

    `person` is the payer's reference or empty; `unit` the code of the office that took it.
    """

    kind: str
    amount: int | None
    currency: str
    ground: str
    receipt_number: str
    unit: str
    person: str = ""


@dataclass(frozen=True, slots=True)
class Leaving:
    """How custody of a thing is to end: `end` is one of ENDS; to whom, on which order, receipt."""

    end: str
    order: str
    receipt_number: str
    person: str = ""


def minor(text: str, currency: str) -> int | None:
    """Return an amount in minor units as typed in whole units; None if it is none.

    Written as English does, `1,250.00`, or as Khmer does, `1.250,00`. A dot before three figures
    alone is no amount: it may be a slip for two.
    """
    places = MINOR.get(currency, 2)
    typed = "".join(text.split())
    for thousands, written in _WRITTEN.items():
        found = written.fullmatch(typed)
        if found is None:
            continue
        part = found["part"] or ""
        is_clear = thousands == "," or "," in typed or not places
        if is_clear and len(part) <= places:
            scale: int = 10**places
            whole = found["whole"].replace(thousands, "")
            return int(whole) * scale + int(part.ljust(places, "0") or 0)
    return None


def major(amount: int, currency: str) -> tuple[Decimal, int]:
    """Return an amount of minor units in whole units, and how many places the currency has."""
    places = MINOR.get(currency, 2)
    return Decimal(amount).scaleb(-places), places


def reasons_against_paid(paid: Paid) -> Iterator[Reason]:
    """Yield every reason why the entry itself cannot be right."""
    if paid.kind not in set(PaymentKind):
        yield reason("no_payment_kind")
    if paid.amount is None or paid.amount <= 0:
        yield reason("no_amount")
    elif paid.amount > MAX_AMOUNT:
        yield reason("amount_absurd")
    if paid.currency not in MINOR:
        yield reason("currency", currency=paid.currency or "–")
    if not paid.ground.strip():
        yield reason("no_payment_ground")
    if not paid.receipt_number.strip():
        yield reason("no_receipt_number")


def reasons_against_leaving(leaving: Leaving) -> Iterator[Reason]:
    """Yield every reason why a thing may not leave custody so."""
    if leaving.end not in ENDS:
        yield reason("no_end")
    if not leaving.order.strip():
        yield reason("no_release_order")
    if not leaving.receipt_number.strip():
        yield reason("no_receipt_number")
