"""The ministry's own log-in: it proves a name, and lets in only an account that is there."""

from __future__ import annotations

import urllib.error
import urllib.request
from typing import TYPE_CHECKING, Any

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client
from tests.web import issuer as issuers

from samaki.ground.access.actors import machine
from samaki.ground.access.models import Account
from samaki.ground.access.rules import Machine
from samaki.ground.access.services.accounts import close_account, open_account
from samaki.ground.journal.models import Entry

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from tests.web.issuer import Issuer

pytestmark = pytest.mark.django_db
INSTALLER = machine(Machine.INSTALLER)


@pytest.fixture
def issuer(settings: Any) -> Iterator[Issuer]:
    """Run an issuer and set it as the ministry's."""
    with issuers.running() as found:
        settings.SAMAKI_OIDC_ISSUER = found.address
        settings.SAMAKI_OIDC_CLIENT_ID = issuers.CLIENT
        settings.SAMAKI_OIDC_CLIENT_SECRET = issuers.SECRET
        yield found


@pytest.fixture
def sok(db: None, at: datetime) -> Account:
    """Open Sok's account; it has no password of ours."""
    return open_account(actor=INSTALLER, username="sok", password=None, at=at)


def _sent_back(client: Client, *, to: str = "") -> str:
    """Go to the issuer as a browser does; return the address it is sent back to."""

    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *args: object, **kwargs: object) -> None:
            """Follow nothing: the answer's address is what we want."""

    left = client.get("/log-in/ministry/", {"next": to}).headers["Location"]
    with pytest.raises(urllib.error.HTTPError) as answered:
        urllib.request.build_opener(Stay).open(left)
    answered.value.close()
    return str(answered.value.headers["Location"]).removeprefix("http://testserver")


def _is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_without_an_issuer_there_is_no_other_door() -> None:
    page = Client().get("/log-in/").content.decode()

    assert "through the ministry" not in page
    assert Client().get("/log-in/ministry/").headers["Location"] == "/log-in/"
    assert Client().get("/log-in/ministry/back/").headers["Location"] == "/log-in/"


def test_whoever_the_issuer_vouches_for_is_let_in(issuer: Issuer, sok: Account) -> None:
    client = Client()
    issuer.claims = {"preferred_username": "sok"}
    assert "through the ministry" in client.get("/log-in/").content.decode()

    answer = client.get(_sent_back(client, to="/directives/"))

    assert answer.headers["Location"] == "/directives/"
    assert _is_in(client)
    assert Entry.objects.latest("number").subject == f"account:{sok.pk}"


def test_nobody_is_led_elsewhere(issuer: Issuer, sok: Account) -> None:
    client = Client()
    issuer.claims = {"preferred_username": "sok"}

    answer = client.get(_sent_back(client, to="https://elsewhere.example/"))

    assert answer.headers["Location"] == "/start/"


def test_a_name_that_only_userinfo_tells_is_as_good(issuer: Issuer, sok: Account) -> None:
    client = Client()
    issuer.userinfo = {"sub": "1", "preferred_username": "sok"}

    client.get(_sent_back(client))

    assert _is_in(client)


def test_no_account_is_ever_made(issuer: Issuer, sok: Account) -> None:
    client = Client()
    issuer.claims = {"preferred_username": "dara"}

    answer = client.get(_sent_back(client))

    assert answer.status_code == 422
    assert "No open account here has your log-in name" in answer.content.decode()
    assert list(Account.objects.values_list("username", flat=True)) == ["sok"]


def test_a_closed_account_stays_out(issuer: Issuer, sok: Account, at: datetime) -> None:
    close_account(actor=INSTALLER, account_id=sok.pk, why="left", at=at)
    client = Client()
    issuer.claims = {"preferred_username": "sok"}

    assert client.get(_sent_back(client)).status_code == 422
    assert not _is_in(client)


@pytest.mark.parametrize(
    "change",
    [
        {"claims": {"preferred_username": "sok", "aud": "another"}},
        {"claims": {"preferred_username": "sok", "iss": "https://another.example"}},
        {"claims": {"preferred_username": "sok", "exp": 1}},
        {"claims": {"preferred_username": "sok", "azp": "another"}},
        {"claims": {"preferred_username": "sok", "nonce": "of another log-in"}},
        {"claims": {"preferred_username": "sok"}, "keeps_nonce": False},
        {"claims": {"preferred_username": ["sok"]}},
        {"claims": {}, "userinfo": {"sub": "2", "preferred_username": "sok"}},
        {
            "claims": {"preferred_username": "sok"},
            "signs_with": rsa.generate_private_key(public_exponent=65537, key_size=2048),
        },
    ],
)
def test_what_is_not_proven_is_refused(
    issuer: Issuer, sok: Account, change: dict[str, Any]
) -> None:
    client = Client()
    for name, value in change.items():
        setattr(issuer, name, value)

    answer = client.get(_sent_back(client))

    assert answer.status_code == 422
    assert "did not vouch for you" in answer.content.decode()
    assert not _is_in(client)
    assert Entry.objects.latest("number").kind == "access:session:refuse"


def test_an_answer_to_another_question_is_refused(issuer: Issuer, sok: Account) -> None:
    client = Client()
    issuer.claims = {"preferred_username": "sok"}
    _sent_back(client)

    assert client.get("/log-in/ministry/back/?code=the-code&state=x").status_code == 422
    assert client.get("/log-in/ministry/back/?code=the-code&state=x").status_code == 302


def test_an_issuer_without_tls_elsewhere_is_not_asked(settings: Any) -> None:
    settings.SAMAKI_OIDC_ISSUER = "http://issuer.example"
    settings.SAMAKI_OIDC_CLIENT_ID = "samaki"

    answer = Client().get("/log-in/ministry/")

    assert answer.status_code == 422
    assert "does not answer" in answer.content.decode()
