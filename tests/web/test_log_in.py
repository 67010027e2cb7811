"""Coming in and going out, with a second factor and without; each try on record."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.utils import timezone

from samaki.ground.access import totp
from samaki.ground.access.actors import machine
from samaki.ground.access.models import Account, SecondFactor
from samaki.ground.access.rules import Machine
from samaki.ground.access.services.accounts import open_account
from samaki.ground.access.services.factors import confirm_factor, new_secret
from samaki.ground.journal.models import Entry

if TYPE_CHECKING:
    from datetime import datetime

pytestmark = pytest.mark.django_db
PASSWORD, NEW = "a long one", "another long one"


@pytest.fixture
def sok(db: None, at: datetime) -> Account:
    """Open Sok's account."""
    installer = machine(Machine.INSTALLER)
    return open_account(actor=installer, username="sok", password=PASSWORD, at=at, is_due=False)


def _log_in(client: Client, password: str = PASSWORD, **more: Any) -> Any:
    return client.post("/log-in/", {"username": "sok", "password": password}, **more)


def _factor(account: Account) -> tuple[str, tuple[str, ...]]:
    from samaki.ground.access.actors import Actor  # noqa: PLC0415 - beside its one use

    secret, past = new_secret(), timezone.now() - timedelta(minutes=5)
    made = confirm_factor(
        actor=Actor(f"account:{account.pk}", ()),
        account_id=account.pk,
        secret=secret,
        typed=totp.code(secret, totp.step_of(past)),
        at=past,
    )
    return secret, made.codes


def _now(secret: str) -> str:
    return totp.code(secret, totp.step_of(timezone.now()))


def _is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def _kinds() -> list[str]:
    return [k for k in Entry.objects.values_list("kind", flat=True) if ":session:" in k]


def test_coming_in_and_going_out_stand_on_record(sok: Account) -> None:
    client = Client()
    assert _log_in(client).headers["Location"] == "/start/"
    assert _is_in(client)

    client.post("/log-out/")

    assert not _is_in(client)
    assert _kinds() == ["access:session:begin", "access:session:end"]


def test_a_wrong_password_is_refused_kept_and_counted(sok: Account) -> None:
    client = Client()
    answer = _log_in(client, "wrong")

    assert answer.status_code == 422
    assert "No open account has that log-in name and password." in answer.content.decode()
    assert 'value="sok"' in answer.content.decode()
    for _ in range(4):
        _log_in(client, "wrong")
    assert _kinds() == ["access:session:refuse"] * 5

    answer = _log_in(client)  # the right one: too late for now
    assert answer.status_code == 422
    assert "too many tries in a row" in answer.content.decode()
    assert not _is_in(client)
    assert len(_kinds()) == 5, "what was not even looked at is not recorded"


def test_another_address_is_not_made_to_wait(sok: Account, settings: Any) -> None:
    settings.SAMAKI_PROXY = True
    for _ in range(6):
        _log_in(Client(), "wrong", headers={"x-forwarded-for": "9.9.9.9, 10.0.0.1"})

    _log_in(client := Client(), headers={"x-forwarded-for": "9.9.9.9, 10.0.0.2"})

    assert _is_in(client)


def test_with_a_second_factor_the_password_alone_lets_nobody_in(sok: Account) -> None:
    secret, _codes = _factor(sok)
    client = Client()

    answer = client.post(
        "/log-in/", {"username": "sok", "password": PASSWORD, "next": "/directives/"}
    )
    assert answer.headers["Location"] == "/log-in/code/"
    assert not _is_in(client)
    assert client.get("/directives/").headers["Location"].startswith("/log-in/")

    answer = client.post("/log-in/code/", {"code": "000000"})
    assert answer.status_code == 422
    assert "That code is not right" in answer.content.decode()
    assert not _is_in(client)

    answer = client.post("/log-in/code/", {"code": _now(secret)})
    assert answer.headers["Location"] == "/directives/"
    assert _is_in(client)
    assert client.get("/log-in/code/").headers["Location"] == "/log-in/"


def test_a_recovery_code_lets_in_too(sok: Account) -> None:
    _secret, codes = _factor(sok)
    client = Client()
    _log_in(client)

    client.post("/log-in/code/", {"code": codes[0]})

    assert _is_in(client)


def test_whoever_guesses_codes_waits(sok: Account) -> None:
    secret, _codes = _factor(sok)
    client = Client()
    _log_in(client)
    for _ in range(5):
        client.post("/log-in/code/", {"code": "000000"})

    answer = client.post("/log-in/code/", {"code": _now(secret)})

    assert answer.status_code == 422
    assert "too many tries" in answer.content.decode()
    assert not _is_in(client)


def test_without_a_password_first_no_code_is_asked() -> None:
    assert Client().get("/log-in/code/").headers["Location"] == "/log-in/"


def test_a_code_that_comes_too_late_begins_again(sok: Account) -> None:
    _factor(sok)
    client = Client()
    _log_in(client)
    session = client.session
    session["log_in_half_way"] |= {"asked_at": 0}
    session.save()

    assert client.get("/log-in/code/").headers["Location"] == "/log-in/"


# Setting it up.


def test_it_is_set_up_with_a_picture_from_our_own_origin_and_codes_shown_once(
    sok: Account,
) -> None:
    client = Client()
    client.force_login(sok)
    page = client.get("/access/second-factor/").content.decode()
    picture = client.get("/access/second-factor/picture.svg")
    secret = client.session["second_factor_secret"]

    assert "data:" not in page
    assert secret[:4] in page
    assert picture.headers["Content-Type"] == "image/svg+xml"
    assert picture.headers["Cache-Control"] == "no-store"
    assert picture.content.count(b"<path") == 1

    answer = client.post("/access/second-factor/", {"code": "12"})
    assert answer.status_code == 422

    page = client.post("/access/second-factor/", {"code": _now(secret)}).content.decode()
    assert "They are shown this once" in page
    assert page.count("<li><code") == 10
    again = client.get("/access/second-factor/").content.decode()
    assert "10 recovery codes are left" in again
    assert client.get("/access/second-factor/picture.svg").status_code == 302

    assert client.post("/access/second-factor/remove/", {"password": "x"}).status_code == 422
    client.post("/access/second-factor/remove/", {"password": PASSWORD})
    assert not SecondFactor.objects.filter(removed_at=None).exists()


def test_whoever_guesses_the_password_to_take_it_off_waits(sok: Account) -> None:
    _factor(sok)
    client = Client()
    client.force_login(sok)
    for _ in range(5):
        client.post("/access/second-factor/remove/", {"password": "guessed"})

    answer = client.post("/access/second-factor/remove/", {"password": PASSWORD})

    assert answer.status_code == 422
    assert "too many tries in a row" in answer.content.decode()
    assert SecondFactor.objects.filter(removed_at=None).exists()
    assert _kinds() == ["access:session:refuse"] * 5
    assert _log_in(Client()).status_code == 422, "it is one count with the log-in"


# One's own password.


def _change(client: Client, **changes: str) -> Any:
    said = {"old": PASSWORD, "new": NEW, "again": NEW, **changes}
    return client.post("/access/password/", said)


def test_a_password_is_changed_and_sessions_elsewhere_end(sok: Account) -> None:
    here, elsewhere = Client(), Client()
    _log_in(here)
    _log_in(elsewhere)

    assert _change(here).headers["Location"] == "/start/"

    assert here.get("/access/password/").status_code == 200
    assert elsewhere.get("/access/password/").headers["Location"].startswith("/log-in/")
    assert _log_in(Client()).status_code == 422
    assert _log_in(Client(), NEW).status_code == 302


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"again": "something else"}, "The two are not the same."),
        ({"new": "short", "again": "short"}, "too short"),
        ({"new": "password1", "again": "password1"}, "too common"),
        ({"new": PASSWORD, "again": PASSWORD}, "is the old one"),
        ({"old": "guessed"}, "That is not your password."),
    ],
)
def test_a_password_that_will_not_do_is_refused(
    sok: Account, changes: dict[str, str], said: str
) -> None:
    client = Client()
    client.force_login(sok)

    answer = _change(client, **changes)

    assert answer.status_code == 422
    assert said in answer.content.decode()
    sok.refresh_from_db()
    assert sok.check_password(PASSWORD)


def test_whoever_guesses_the_old_password_waits(sok: Account) -> None:
    client = Client()
    client.force_login(sok)
    for _ in range(5):
        _change(client, old="guessed")

    answer = _change(client)

    assert "too many tries in a row" in answer.content.decode()
    sok.refresh_from_db()
    assert sok.check_password(PASSWORD)


def test_who_changes_the_password_rightly_is_not_made_to_wait(sok: Account) -> None:
    client = Client()
    client.force_login(sok)
    for _ in range(4):
        _change(client, old="guessed")
    _change(client)

    for _ in range(4):
        assert _log_in(Client(), "guessed").status_code == 422
    assert _log_in(Client(), NEW).status_code == 302


def test_a_password_set_by_another_comes_before_everything(db: None, at: datetime) -> None:
    installer = machine(Machine.INSTALLER)
    open_account(actor=installer, username="sok", password=PASSWORD, at=at)
    client = Client()
    _log_in(client)

    for path in ("/", "/access/second-factor/", "/tokens/", "/start/", "/api/custody/accounts"):
        assert client.get(path).headers["Location"] == "/access/password/", path
    assert client.post("/theme/", {"theme": "dark"}).headers["Location"] == "/"
    assert "has to be changed first" in client.get("/access/password/").content.decode()
    assert Client().get("/").status_code == 200, "the public figures stay public"

    _change(client)

    assert client.get("/").status_code == 200
    assert client.post("/log-out/").status_code == 302


def test_a_password_comes_before_a_second_factor_and_neither_shuts_the_other_out(
    db: None, at: datetime, settings: Any
) -> None:
    settings.SAMAKI_REQUIRE_SECOND_FACTOR = True
    open_account(actor=machine(Machine.INSTALLER), username="sok", password=PASSWORD, at=at)
    client = Client()
    _log_in(client)

    assert client.get("/").headers["Location"] == "/access/password/"
    assert client.get("/access/password/").status_code == 200
    _change(client)
    assert client.get("/").headers["Location"] == "/access/second-factor/"


def test_where_it_is_required_nothing_else_comes_first(sok: Account, settings: Any) -> None:
    settings.SAMAKI_REQUIRE_SECOND_FACTOR = True
    client = Client()
    client.force_login(sok)

    assert client.get("/").headers["Location"] == "/access/second-factor/"
    assert client.post("/theme/", {"theme": "dark"}).headers["Location"] == "/"
    assert client.get("/access/second-factor/").status_code == 200
    assert Client().get("/").status_code == 200, "the public figures stay public"

    secret = client.session["second_factor_secret"]
    client.post("/access/second-factor/", {"code": _now(secret)})
    assert client.get("/").status_code == 200


def test_a_visitor_has_no_second_factor() -> None:
    answer = Client().get("/access/second-factor/")

    assert answer.headers["Location"].startswith("/log-in/?next=")
