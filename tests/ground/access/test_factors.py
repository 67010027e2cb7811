"""Second factors and guesses: a code is good once, and whoever guesses waits."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samaki.ground.access import queries, throttle, totp
from samaki.ground.access.actors import Actor, Grant, PermissionRefusedError
from samaki.ground.access.models import LogInTry, PasswordState, RecoveryCode, SecondFactor
from samaki.ground.access.rules import GRANTS, Role
from samaki.ground.access.services import logins
from samaki.ground.access.services.factors import (
    Confirmed,
    FactorRefusedError,
    confirm_factor,
    new_secret,
    pass_factor,
    remove_factor,
    reset_factor,
)
from samaki.ground.access.services.passwords import change_password, make_link
from samaki.ground.access.throttle import Tries
from samaki.ground.journal.models import Entry

if TYPE_CHECKING:
    from samaki.ground.access.models import Account

# Appendix B of RFC 6238: SHA-1, its last six digits.
RFC_SECRET = base64.b32encode(b"12345678901234567890").decode()
RFC = [
    (59, "287082"),
    (1111111109, "081804"),
    (1111111111, "050471"),
    (1234567890, "005924"),
    (2000000000, "279037"),
    (20000000000, "353130"),
]


def _self(account: Account) -> Actor:
    return Actor(f"account:{account.pk}", ())


def _code(secret: str, at: datetime) -> str:
    return totp.code(secret, totp.step_of(at))


def _set(account: Account, *, at: datetime) -> tuple[str, Confirmed]:
    secret = new_secret()
    made = confirm_factor(
        actor=_self(account), account_id=account.pk, secret=secret, typed=_code(secret, at), at=at
    )
    return secret, made


def _pass(account: Account, typed: str, *, at: datetime) -> None:
    pass_factor(actor=_self(account), account_id=account.pk, typed=typed, at=at)


@pytest.mark.parametrize(("second", "expected"), RFC)
def test_codes_are_those_of_the_standard(second: int, expected: str) -> None:
    assert totp.code(RFC_SECRET, second // totp.STEP) == expected


@given(st.integers(-3, 3))
def test_a_phone_s_clock_may_be_one_step_off_and_no_more(drift: int) -> None:
    at = datetime(2025, 11, 18, tzinfo=UTC)
    typed = totp.code(RFC_SECRET, totp.step_of(at) + drift)

    step = totp.matching_step(RFC_SECRET, typed, at=at, after=0)

    assert (step is not None) is (abs(drift) <= 1)


def test_a_code_is_not_good_after_a_later_one_was_used() -> None:
    at = datetime(2025, 11, 18, tzinfo=UTC)
    typed, used = _code(RFC_SECRET, at), totp.step_of(at)

    assert totp.matching_step(RFC_SECRET, typed, at=at, after=used) is None


def test_the_picture_s_address_names_who_and_where() -> None:
    address = totp.address("ABC", username="sok", issuer="Samaki")

    assert address == "otpauth://totp/Samaki%3Asok?secret=ABC&issuer=Samaki&digits=6&period=30"


def test_it_is_set_once_its_app_shows_a_right_code(sok: Account, at: datetime) -> None:
    with pytest.raises(FactorRefusedError, match="not right"):
        confirm_factor(
            actor=_self(sok), account_id=sok.pk, secret=RFC_SECRET, typed="000000", at=at
        )
    assert queries.second_factor(sok) is None

    secret, made = _set(sok, at=at)

    assert len(set(made.codes)) == 10
    kept = SecondFactor.objects.get()
    assert secret not in kept.secret
    assert not RecoveryCode.objects.filter(digest__in=made.codes).exists()
    with pytest.raises(FactorRefusedError, match="has a second factor"):
        _set(sok, at=at)


def test_a_code_lets_in_once(sok: Account, at: datetime) -> None:
    secret, _made = _set(sok, at=at)
    later = at + timedelta(minutes=2)
    typed = _code(secret, later)

    _pass(sok, f" {typed[:3]} {typed[3:]} ", at=later)

    with pytest.raises(FactorRefusedError, match="used before"):
        _pass(sok, typed, at=later)


def test_khmer_digits_are_as_good(sok: Account, at: datetime) -> None:
    secret, _made = _set(sok, at=at)
    later = at + timedelta(minutes=2)

    _pass(sok, _code(secret, later).translate(str.maketrans("0123456789", "០១២៣៤៥៦៧៨៩")), at=later)


def test_a_recovery_code_lets_in_once(sok: Account, at: datetime) -> None:
    _secret, made = _set(sok, at=at)
    factor = queries.second_factor(sok)
    assert factor is not None

    _pass(sok, made.codes[3].upper(), at=at)

    assert queries.codes_left(factor) == 9
    with pytest.raises(FactorRefusedError):
        _pass(sok, made.codes[3], at=at)


def test_taking_it_off_asks_for_the_password(sok: Account, at: datetime) -> None:
    _set(sok, at=at)
    with pytest.raises(FactorRefusedError, match="not the password"):
        remove_factor(actor=_self(sok), account_id=sok.pk, password="wrong", at=at)

    remove_factor(actor=_self(sok), account_id=sok.pk, password="a long one", at=at)

    assert queries.second_factor(sok) is None
    with pytest.raises(FactorRefusedError, match="has no second factor"):
        remove_factor(actor=_self(sok), account_id=sok.pk, password="a long one", at=at)
    with pytest.raises(FactorRefusedError, match="has no second factor"):
        _pass(sok, "000000", at=at)
    _set(sok, at=at)
    kinds = Entry.objects.filter(subject=f"account:{sok.pk}").values_list("kind", flat=True)
    assert [kind for kind in kinds if "factor" in kind] == [
        "access:factor:confirm",
        "access:factor:remove",
        "access:factor:confirm",
    ]


def test_a_manager_takes_it_off_for_who_lost_everything(sok: Account, at: datetime) -> None:
    manager = Actor("account:99", (Grant("KH", GRANTS[Role.ACCESS_MANAGER]),))
    with pytest.raises(FactorRefusedError) as refused:
        reset_factor(actor=manager, account_id=sok.pk, why=" ", at=at)
    assert [r.code for r in refused.value.reasons] == ["no_reason", "has_none"]
    _set(sok, at=at)
    with pytest.raises(PermissionRefusedError):
        reset_factor(actor=_self(sok), account_id=sok.pk, why="lost phone", at=at)
    own = Actor(f"account:{sok.pk}", manager.grants)
    with pytest.raises(FactorRefusedError, match="your own account"):
        reset_factor(actor=own, account_id=sok.pk, why="lost phone", at=at)
    change_password(
        actor=_self(sok), account_id=sok.pk, old="a long one", new="another long one", at=at
    )
    assert not queries.password_is_due(sok)

    reset_factor(actor=manager, account_id=sok.pk, why="lost phone", at=at)

    assert queries.second_factor(sok) is None
    assert queries.password_is_due(sok)
    assert PasswordState.objects.filter(account=sok).latest("pk").because == "lost phone"
    entry = Entry.objects.latest("number")
    assert (entry.actor, entry.kind) == ("account:99", "access:factor:reset")


def test_who_has_no_password_owes_no_new_one_when_the_factor_is_taken_off(
    sok: Account, at: datetime
) -> None:
    manager = Actor("account:99", (Grant("KH", GRANTS[Role.ACCESS_MANAGER]),))
    make_link(actor=manager, account_id=sok.pk, why="forgotten", at=at)
    _set(sok, at=at)

    reset_factor(actor=manager, account_id=sok.pk, why="lost phone", at=at)

    assert not queries.password_is_due(sok)


# Guesses.


def test_the_wait_doubles_up_to_a_quarter_of_an_hour_and_an_hour_forgives() -> None:
    at = datetime(2025, 11, 18, tzinfo=UTC)

    def wait(count: int, since: timedelta = timedelta()) -> timedelta | None:
        until = throttle.waits_until(Tries(count, at - since), free=5, at=at)
        return until - at if until else None

    assert [wait(4), wait(5), wait(6)] == [None, timedelta(seconds=30), timedelta(minutes=1)]
    assert wait(500) == timedelta(minutes=15)
    assert wait(5, timedelta(seconds=30)) is None
    assert throttle.one_more(Tries(9, at - timedelta(hours=1)), at=at) == Tries(1, at)


@pytest.mark.django_db
def test_after_five_tries_of_one_name_from_one_address_the_next_waits(at: datetime) -> None:
    for _ in range(throttle.FREE_PER_NAME):
        logins.try_password(username="sok", address="10.0.0.1", at=at)

    with pytest.raises(logins.TooManyTriesError, match="The next one can be made after"):
        logins.try_password(username="Sok ", address="10.0.0.1", at=at)
    logins.try_password(username="sok", address="10.0.0.2", at=at)
    logins.try_password(username="dara", address="10.0.0.1", at=at)


@pytest.mark.django_db
def test_many_names_from_one_address_wait_too(at: datetime) -> None:
    for number in range(throttle.FREE_PER_ADDRESS):
        logins.try_password(username=f"name{number}", address="10.0.0.1", at=at)

    with pytest.raises(logins.TooManyTriesError):
        logins.try_password(username="another", address="10.0.0.1", at=at)


@pytest.mark.django_db
def test_an_hour_later_nothing_is_kept_of_a_try(at: datetime) -> None:
    logins.try_password(username="sok", address="10.0.0.1", at=at)

    logins.try_password(username="dara", address="10.0.0.2", at=at + timedelta(hours=2))

    assert LogInTry.objects.filter(last_at=at).count() == 0


def test_a_right_log_in_forgets_the_wrong_ones_before_it(sok: Account, at: datetime) -> None:
    for _ in range(throttle.FREE_PER_NAME):
        logins.try_password(username="sok", address="10.0.0.1", at=at)
    logins.record_log_in(actor=_self(sok), address="10.0.0.1", username="sok", at=at)

    logins.try_password(username="sok", address="10.0.0.1", at=at)

    assert not LogInTry.objects.filter(key__contains="sok").exists()
    assert Entry.objects.latest("number").kind == "access:session:begin"


def test_a_refused_log_in_is_on_record_by_key_and_never_by_a_typed_name(
    sok: Account, at: datetime
) -> None:
    logins.record_refused_log_in(username="sok", at=at)
    logins.record_refused_log_in(username="my password by mistake", at=at)

    found = Entry.objects.filter(kind="access:session:refuse").values_list("subject", flat=True)
    assert list(found) == [f"account:{sok.pk}", "unknown"]
