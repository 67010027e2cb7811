"""Money and things leave a trail: a receipt, a second person, and nothing is ever removed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import translation
from tests.systems.custody.case import POIPET, SIHANOUK, officer
from tests.systems.custody.things import Things, where

from samaki.ground import wording
from samaki.ground.access.actors import PermissionRefusedError
from samaki.ground.access.rules import BY_PROGRAM, Permission, Role
from samaki.ground.heads.forms import plain_digits
from samaki.ground.journal import queries as journal
from samaki.systems.custody.models import Payment, PaymentConfirmation, Release
from samaki.systems.custody.queries import payments as queries
from samaki.systems.custody.rules.payments import Leaving, Paid, major, minor
from samaki.systems.custody.services.payments import (
    confirm_payment,
    record_payment,
    reverse_payment,
)
from samaki.systems.custody.services.refusals import MovementRefusedError
from samaki.systems.custody.services.releases import (
    confirm_release,
    prepare_release,
    withdraw_release,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

pytestmark = pytest.mark.django_db
TAKER = officer("KH-1")
SECOND = officer("KH-1", Role.PROVINCIAL_COMMAND, "account:9")
BACK = Leaving("returned", "Prosecutor, order 12", "R-7")


def _pay(at: datetime, **said: Any) -> Payment:
    values: dict[str, Any] = {
        "kind": "fine",
        "amount": 5000,
        "currency": "USD",
        "ground": "Article 36",
    }
    paid = Paid(**{**values, "receipt_number": "A 1", "unit": POIPET} | said)
    return record_payment(actor=TAKER, paid=paid, happened_at=at, at=at)


def _refused(act: Callable[[], object]) -> list[str]:
    before = journal.length()
    with pytest.raises(MovementRefusedError) as refused:
        act()
    assert journal.length() == before
    assert all(refused.value.sentences)
    return [reason.code for reason in refused.value.reasons]


@pytest.mark.parametrize("language", ["en", "km"])
@pytest.mark.parametrize(("amount", "currency"), [(5, "USD"), (125000, "USD"), (1250000, "VND")])
def test_an_amount_that_a_page_shows_is_read_as_the_same_amount(
    amount: int, currency: str, language: str
) -> None:
    with translation.override(language):
        said = wording.decimal(*major(amount, currency))

    assert minor(plain_digits(said), currency) == amount, said


def test_a_payment_waits_until_a_second_person_confirms_it(country: None, at: datetime) -> None:
    made = _pay(at)

    assert _refused(lambda: confirm_payment(actor=_as_command(TAKER.key), payment=made.ref, at=at))
    confirm_payment(actor=SECOND, payment=made.ref, at=at)

    (line,) = queries.payments(SECOND)
    assert (line.sum, line.confirmed_by) == ("50.00 USD", SECOND.key)
    assert _refused(lambda: confirm_payment(actor=SECOND, payment=made.ref, at=at)) == [
        "payment_confirmed"
    ]
    with pytest.raises(PermissionRefusedError):
        confirm_payment(actor=officer("KH-18", Role.PROVINCIAL_COMMAND), payment=made.ref, at=at)


def _as_command(key: str) -> Any:
    return officer("KH-1", Role.PROVINCIAL_COMMAND, key)


def test_every_reason_against_a_payment_is_said_at_once(country: None, at: datetime) -> None:
    _pay(at)

    codes = _refused(
        lambda: _pay(at, kind="tip", amount=0, currency="XXX", ground=" ", person="P-0000")
    )

    assert codes == [
        *("no_payment_kind", "no_amount", "currency", "no_payment_ground"),
        *("unknown_person", "receipt_before"),
    ]
    assert _refused(lambda: _pay(at, receipt_number=" ", amount=10**14)) == [
        *("amount_absurd", "no_receipt_number"),
    ]


def test_a_mistake_is_reversed_by_an_entry_of_its_own_and_the_sum_follows(
    country: None, at: datetime
) -> None:
    wrong, right = _pay(at), _pay(at, receipt_number="A2", amount=700)
    undo: dict[str, Any] = {"actor": TAKER, "payment": wrong.ref, "at": at}

    assert _refused(lambda: reverse_payment(reason=" ", **undo)) == ["no_reason"]
    made = reverse_payment(reason="Typed twice", **undo)

    assert queries.totals(queries.payments(SECOND)) == [("USD", "7.00")]
    assert _refused(lambda: reverse_payment(reason="Again", **undo)) == ["payment_reversed"]
    assert _refused(lambda: reverse_payment(reason="No", **undo | {"payment": made.ref})) == [
        "payment_is_reversal"
    ]
    assert right.ref != made.ref


def test_a_waiver_takes_nothing(country: None, at: datetime) -> None:
    _pay(at, kind="waiver")

    assert queries.totals(queries.payments(SECOND)) == []


def test_the_database_keeps_payments_and_refuses_one_person_for_two(
    country: None, at: datetime
) -> None:
    made = _pay(at)

    for act in (lambda: Payment.objects.all().delete(), lambda: Payment.objects.update(amount=1)):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            act()
    with pytest.raises(IntegrityError), transaction.atomic():
        PaymentConfirmation.objects.create(
            payment=made, received_by="account:1", confirmed_by="account:1", confirmed_at=at
        )


def test_a_program_may_enter_a_payment_and_confirm_nothing() -> None:
    assert Permission.PAYMENT_RECORD in BY_PROGRAM
    people_alone = {
        *(Permission.PAYMENT_CONFIRM, Permission.RELEASE_PREPARE, Permission.RELEASE_CONFIRM),
        Permission.EXHIBIT_EXPLAIN,
    }
    assert not people_alone & BY_PROGRAM


def test_who_is_elsewhere_sees_no_payment(country: None, at: datetime) -> None:
    _pay(at)

    assert queries.payments(officer("KH-18")) == []
    with pytest.raises(PermissionRefusedError):
        record_payment(
            actor=TAKER,
            paid=Paid("fee", 1, "USD", "Tariff", "B1", SIHANOUK),
            happened_at=at,
            at=at,
        )


# Releases.


def test_a_thing_leaves_once_a_second_person_confirms(things: Things) -> None:
    phone = things.seize()
    made = prepare_release(actor=TAKER, exhibit=phone.ref, leaving=BACK, at=things.at)
    said: dict[str, Any] = {"release": made.ref, "happened_at": things.at, "at": things.at}

    assert where(phone) == {f"{POIPET} store": 1}
    assert _refused(lambda: confirm_release(actor=_as_command(TAKER.key), **said)) == [
        "own_release"
    ]
    confirm_release(actor=SECOND, **said)

    assert where(phone) == {f"{POIPET} returned": 1}
    assert _refused(lambda: confirm_release(actor=SECOND, **said)) == ["release_over"]
    with pytest.raises(PermissionRefusedError):
        confirm_release(actor=TAKER, **said)


def test_a_thing_may_leave_in_the_minute_in_which_it_was_prepared_and_not_before(
    things: Things,
) -> None:
    phone = things.seize()
    at = things.at + timedelta(seconds=30)
    made = prepare_release(actor=TAKER, exhibit=phone.ref, leaving=BACK, at=at)
    said: dict[str, Any] = {"release": made.ref, "at": at + timedelta(seconds=20)}

    early = things.at - timedelta(minutes=1)
    assert _refused(lambda: confirm_release(actor=SECOND, happened_at=early, **said)) == [
        "before_prepared"
    ]
    confirm_release(actor=SECOND, happened_at=things.at, **said)

    assert where(phone) == {f"{POIPET} returned": 1}


def test_a_release_needs_an_end_an_order_and_a_receipt_and_waits_once(things: Things) -> None:
    phone = things.seize()
    said: dict[str, Any] = {"actor": TAKER, "exhibit": phone.ref, "at": things.at}

    assert _refused(lambda: prepare_release(leaving=Leaving("sold", " ", ""), **said)) == [
        *("no_end", "no_release_order", "no_receipt_number"),
    ]
    first = prepare_release(leaving=BACK, **said)
    assert _refused(lambda: prepare_release(leaving=BACK, **said)) == ["release_waits"]
    withdraw_release(actor=TAKER, release=first.ref, at=things.at)
    second = prepare_release(leaving=Leaving("destroyed", "Court, 4/26", "D-1"), **said)
    confirm_release(actor=SECOND, release=second.ref, happened_at=things.at, at=things.at)
    assert where(phone) == {f"{POIPET} destroyed": 1}


def test_what_one_officer_counted_is_not_given_back(things: Things) -> None:
    phone = things.seize(counted=False)
    said: dict[str, Any] = {"exhibit": phone.ref, "leaving": BACK, "at": things.at}

    assert _refused(lambda: prepare_release(actor=TAKER, **said)) == ["counted_by_one"]
    things.count(phone, 1)
    prepare_release(actor=TAKER, **said)


def test_what_was_handed_over_meanwhile_is_not_given_back(things: Things) -> None:
    phone = things.seize()
    made = prepare_release(actor=TAKER, exhibit=phone.ref, leaving=BACK, at=things.ago(11))
    things.send(phone)

    codes = _refused(
        lambda: confirm_release(
            actor=SECOND, release=made.ref, happened_at=things.ago(9), at=things.at
        )
    )

    assert codes == ["exhibit_not_here"]


def test_the_database_refuses_a_release_by_one_person(things: Things) -> None:
    phone = things.seize()
    made = prepare_release(actor=TAKER, exhibit=phone.ref, leaving=BACK, at=things.at)
    confirm_release(actor=SECOND, release=made.ref, happened_at=things.at, at=things.at)

    with pytest.raises(IntegrityError), transaction.atomic():
        Release.objects.filter(pk=made.pk).update(settled_by=TAKER.key)
