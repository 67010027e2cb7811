"""Tokens: a program acts as an officer, until a day; the secret is shown once and never kept."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.utils import timezone

from samaki.ground.access.actors import PermissionRefusedError
from samaki.ground.access.models import Account
from samaki.ground.access.rules import BY_PROGRAM, Permission
from samaki.ground.api import queries, rules
from samaki.ground.api.models import Token
from samaki.ground.api.services import TokenRefusedError, close_token, open_token
from samaki.web import world

if TYPE_CHECKING:
    from datetime import datetime

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ground_once")]
_P = Permission
ASKED = frozenset({_P.CUSTODY_SEE, _P.CUSTODY_DISPATCH})
SAID = {"label": "counter", "last_day": "2030-01-01", "asked": ["custody:account:see"]}


def _open(
    at: datetime,
    *,
    username: str = "intake",
    days: int = 30,
    label: str = "counter",
    asked: frozenset[Permission] = ASKED,
) -> str:
    _token, secret = open_token(
        actor=world.actor(username, at=at),
        account=Account.objects.get(username=username),
        label=label,
        asked=asked,
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

    found = queries.token_of(secret, at=at)
    assert found is not None
    assert found.account == Account.objects.get(username="intake")
    assert queries.passed_on(found) == ASKED
    assert queries.token_of(secret, at=at + timedelta(days=1)) is None
    assert queries.token_of(secret + "x", at=at) is None
    close_token(actor=world.actor("intake", at=at), token=Token.objects.get().pk, at=at)
    assert queries.token_of(secret, at=at) is None


def test_nobody_opens_or_closes_a_token_for_another(at: datetime) -> None:
    _open(at)
    command = world.actor("command", at=at)

    with pytest.raises(PermissionRefusedError):
        open_token(
            actor=command,
            account=Account.objects.get(username="intake"),
            label="x",
            asked=ASKED,
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
        _open(at, label="  ", days=-1, asked=frozenset())
    with pytest.raises(TokenRefusedError) as long:
        _open(at, days=400)

    assert [r.code for r in nameless.value.reasons] == [
        "no_label",
        "nothing_asked",
        "token_past",
    ]
    assert [r.code for r in long.value.reasons] == ["token_long"]


def test_a_token_asks_for_no_more_than_a_program_may_and_its_officer_holds(at: datetime) -> None:
    too_much = frozenset({_P.CUSTODY_SEE, _P.ORDER_DECIDE, _P.CUSTODY_IDENTIFY, _P.LICENCE_SEE})

    with pytest.raises(TokenRefusedError) as refused:
        _open(at, asked=too_much | {_P.TOKEN_OPEN})

    found = [(r.code, r.values["permission"]) for r in refused.value.reasons]
    assert found == [
        ("not_by_program", "api:token:open"),
        ("not_by_program", "immigration:order:decide"),
        ("not_held", "gaming:licence:see"),
        ("not_held", "immigration:order:decide"),
    ]
    assert not Token.objects.exists()


def test_no_program_decides_about_a_person_gives_access_or_hears_anybody() -> None:
    for system in ("protection", "access", "api", "journal", "jobs"):
        assert not [p for p in BY_PROGRAM if p.startswith(f"{system}:")], system
    deciding = {"decide", "judge", "determine", "make", "open", "lift", "issue", "approve", "enter"}
    verbs = {p.rpartition(":")[2] for p in BY_PROGRAM - {_P.CHECK_MAKE, _P.CUSTODY_COUNT}}
    assert not verbs & deciding, "a check and a count decide nothing: a person has to look at them"
    for never in (_P.DEPARTURE_RECORD, _P.DISPOSITION_RECORD, _P.FINDING_RECORD, _P.HOLD_PLACE):
        assert never not in BY_PROGRAM
    assert _P.PROTECTED_NAME_SEE not in BY_PROGRAM


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

    page = client.get("/tokens/").content.decode()
    assert 'value="custody:handover:dispatch"' in page
    assert 'value="gaming:licence:see"' not in page, "what the officer may not is not offered"
    said = {"label": "counter", "last_day": last, "asked": ["custody:account:see"]}

    shown = client.post("/tokens/", said).content.decode()
    again = client.get("/tokens/").content.decode()

    assert "samaki_" in shown
    assert "samaki_" not in again
    assert "counter" in again
    closed = client.post(f"/tokens/{Token.objects.get().pk}/close/", follow=True)
    assert "The token is closed." in closed.content.decode()


def test_the_page_keeps_what_was_typed_and_says_what_is_wrong() -> None:
    client = Client()
    client.force_login(Account.objects.get(username="intake"))

    answer = client.post("/tokens/", SAID | {"last_day": "2020-01-01"})

    assert answer.status_code == 422
    assert "before it begins" in answer.content.decode()
    assert 'value="counter"' in answer.content.decode()
    for asked in ([], ["immigration:order:decide"]):
        refused = client.post("/tokens/", SAID | {"asked": asked})
        assert refused.status_code == 422
    assert "cannot be passed on to a program" in refused.content.decode()
    assert not Token.objects.exists()
