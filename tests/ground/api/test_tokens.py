"""Tokens: a program acts as an officer, until a day; the secret is shown once and never kept."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.utils import timezone

from samaki.ground.access.actors import PermissionRefusedError
from samaki.ground.access.models import Account
from samaki.ground.api import queries, rules
from samaki.ground.api.models import Token
from samaki.ground.api.services import TokenRefusedError, close_token, open_token
from samaki.web import world

if TYPE_CHECKING:
    from datetime import datetime

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ground_once")]


def _open(at: datetime, *, username: str = "intake", days: int = 30, label: str = "counter") -> str:
    _token, secret = open_token(
        actor=world.actor(username, at=at),
        account=Account.objects.get(username=username),
        label=label,
        valid_to=at + timedelta(days=days),
        at=at,
    )
    return secret


def test_only_the_fingerprint_of_a_secret_is_kept(at: datetime) -> None:
    secret = _open(at)

    kept = Token.objects.get()
    assert secret.startswith("samaki_")
    assert secret not in str(vars(kept))
    assert kept.digest == rules.token_digest(secret)


def test_a_secret_is_good_until_it_is_over_or_closed_or_its_account_is(at: datetime) -> None:
    secret = _open(at, days=1)

    assert queries.account_of(secret, at=at) == Account.objects.get(username="intake")
    assert queries.account_of(secret, at=at + timedelta(days=1)) is None
    assert queries.account_of(secret + "x", at=at) is None
    close_token(actor=world.actor("intake", at=at), token=Token.objects.get().pk, at=at)
    assert queries.account_of(secret, at=at) is None


def test_nobody_opens_or_closes_a_token_for_another(at: datetime) -> None:
    _open(at)
    command = world.actor("command", at=at)

    with pytest.raises(PermissionRefusedError):
        open_token(
            actor=command,
            account=Account.objects.get(username="intake"),
            label="x",
            valid_to=at + timedelta(days=1),
            at=at,
        )
    with pytest.raises(TokenRefusedError, match="no token of that number"):
        close_token(actor=command, token=Token.objects.get().pk, at=at)


def test_who_hears_and_decides_about_people_has_no_program_do_it(at: datetime) -> None:
    for username in ("screener", "authority", "discipline", "manager"):
        with pytest.raises(PermissionRefusedError):
            _open(at, username=username)


def test_every_reason_against_a_token_comes_at_once(at: datetime) -> None:
    with pytest.raises(TokenRefusedError) as nameless:
        _open(at, label="  ", days=-1)
    with pytest.raises(TokenRefusedError) as long:
        _open(at, days=400)

    assert [r.code for r in nameless.value.reasons] == ["no_label", "token_past"]
    assert [r.code for r in long.value.reasons] == ["token_long"]


def test_a_token_is_closed_once(at: datetime) -> None:
    _open(at)
    actor, number = world.actor("intake", at=at), Token.objects.get().pk
    close_token(actor=actor, token=number, at=at)

    with pytest.raises(TokenRefusedError, match="was closed on"):
        close_token(actor=actor, token=number, at=at)


def test_the_page_shows_a_secret_once_and_closes_a_token() -> None:
    client = Client()
    client.force_login(Account.objects.get(username="intake"))
    last = (timezone.localtime() + timedelta(days=30)).date()

    shown = client.post("/tokens/", {"label": "counter", "last_day": last}).content.decode()
    again = client.get("/tokens/").content.decode()

    assert "samaki_" in shown
    assert "samaki_" not in again
    assert "counter" in again
    closed = client.post(f"/tokens/{Token.objects.get().pk}/close/", follow=True)
    assert "The token is closed." in closed.content.decode()


def test_the_page_keeps_what_was_typed_and_says_what_is_wrong() -> None:
    client = Client()
    client.force_login(Account.objects.get(username="intake"))

    answer = client.post("/tokens/", {"label": "counter", "last_day": "2020-01-01"})

    assert answer.status_code == 422
    assert "before it begins" in answer.content.decode()
    assert 'value="counter"' in answer.content.decode()
