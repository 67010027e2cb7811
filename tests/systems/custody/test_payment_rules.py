"""Money is read as it is written, and none is taken without a ground, a receipt and a sum."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samaki.systems.custody.rules import reason
from samaki.systems.custody.rules.exhibits import ENDS
from samaki.systems.custody.rules.payments import (
    MAX_AMOUNT,
    MINOR,
    Leaving,
    Paid,
    PaymentKind,
    major,
    minor,
    reasons_against_leaving,
    reasons_against_paid,
)

CURRENCIES = st.sampled_from(sorted(MINOR))
FEE: dict[str, Any] = {
    "kind": "fee",
    "amount": 5000,
    "currency": "USD",
    "ground": "Tariff 3",
    "receipt_number": "R-12",
    "unit": "NP-POIPET",
}
KHMER = str.maketrans(",.", ".,")


@pytest.mark.parametrize(
    ("text", "currency", "wanted"),
    [
        ("50", "USD", 5000),
        ("50.5", "USD", 5050),
        ("50,5", "USD", 5050),
        ("0.05", "USD", 5),
        ("1,000.05", "KHR", 100005),
        ("1.000,05", "KHR", 100005),
        ("1,250", "USD", 125000),
        ("1.250", "USD", None),
        ("1.250.000", "USD", None),
        (" 1 250 ", "USD", 125000),
        ("300000", "VND", 300000),
        ("1,250", "VND", 1250),
        ("1.250", "VND", 1250),
        ("1.250.000", "VND", 1250000),
        ("50.5", "VND", None),
        ("50,5", "VND", None),
        ("50.505", "USD", None),
        ("-50", "USD", None),
        ("1,25,0", "USD", None),
        ("1,250.5.0", "USD", None),
        ("1250.000", "USD", None),
        ("9" * 12, "VND", int("9" * 12)),
        ("9" * 13, "VND", None),
        ("50.5", "XTS", 5050),
        ("", "USD", None),
    ],
)
def test_an_amount_is_read_in_the_minor_units_of_its_currency(
    text: str, currency: str, wanted: int | None
) -> None:
    assert minor(text, currency) == wanted


@given(st.integers(0, MAX_AMOUNT), CURRENCIES)
def test_what_is_written_out_is_read_back_as_the_same_amount(amount: int, currency: str) -> None:
    whole, places = major(amount, currency)
    english = f"{whole:,}"

    assert (places, whole * 10**places) == (MINOR[currency], amount)
    assert minor(english, currency) == amount
    assert minor(english.translate(KHMER), currency) == amount


def test_whole_units_keep_the_places_of_their_currency() -> None:
    assert [(str(whole), places) for whole, places in (major(5, "USD"), major(5, "VND"))] == [
        ("0.05", 2),
        ("5", 0),
    ]
    assert major(125000, "XTS") == (Decimal(1250), 2)


@pytest.mark.parametrize("kind", PaymentKind)
@pytest.mark.parametrize("currency", MINOR)
def test_a_payment_that_says_all_it_has_to_is_taken(kind: PaymentKind, currency: str) -> None:
    paid = Paid(**FEE | {"kind": str(kind), "currency": currency})

    assert list(reasons_against_paid(paid)) == []


@pytest.mark.parametrize(
    ("amount", "codes"),
    [
        *((amount, ["no_amount"]) for amount in (None, -1, 0)),
        *((amount, []) for amount in (1, 10_000_000_000_000)),
        (10_000_000_000_001, ["amount_absurd"]),
    ],
)
def test_a_payment_is_of_something_and_of_no_absurd_sum(
    amount: int | None, codes: list[str]
) -> None:
    found = reasons_against_paid(Paid(**FEE | {"amount": amount}))

    assert list(found) == [reason(code) for code in codes]


def test_a_payment_lacks_everything_at_once() -> None:
    empty = Paid("bribe", None, "", " ", "\t", "NP-POIPET")

    assert list(reasons_against_paid(empty)) == [
        *(reason("no_payment_kind"), reason("no_amount"), reason("currency", currency="–")),
        *(reason("no_payment_ground"), reason("no_receipt_number")),
    ]
    unknown = reasons_against_paid(Paid(**FEE | {"currency": "XTS"}))
    assert list(unknown) == [reason("currency", currency="XTS")]


@pytest.mark.parametrize("end", ENDS)
def test_a_thing_leaves_on_an_order_with_a_receipt(end: str) -> None:
    assert list(reasons_against_leaving(Leaving(end, "Order 12", "R-12"))) == []


@pytest.mark.parametrize("end", ["", "store", "unaccounted", "lost"])
def test_a_thing_leaves_in_no_other_way_and_on_no_empty_words(end: str) -> None:
    assert list(reasons_against_leaving(Leaving(end, " ", ""))) == [
        *(reason("no_end"), reason("no_release_order"), reason("no_receipt_number"))
    ]
