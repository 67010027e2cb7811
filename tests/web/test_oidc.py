"""The ministry's own log-in: it proves a name, and lets in only an account that is there."""

from __future__ import annotations

import urllib.error
import urllib.request
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client
from django.utils import timezone
from tests.web import issuer as issuers

from samaki.ground.access import queries, totp
from samaki.ground.access.actors import Actor, Grant, PermissionRefusedError, machine
from samaki.ground.access.models import Account, OutsideIdentity
from samaki.ground.access.rules import GRANTS, Machine, Role
from samaki.ground.access.services.accounts import close_account, open_account
from samaki.ground.access.services.factors import confirm_factor, new_secret
from samaki.ground.access.services.identities import IdentityRefusedError, release_identity
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


def test_the_first_use_binds_and_from_then_on_the_name_is_not_looked_at(
    issuer: Issuer, sok: Account, at: datetime
) -> None:
    dara = open_account(actor=INSTALLER, username="dara", password=None, at=at)
    issuer.claims = {"preferred_username": "sok", "sub": "key-of-sok"}
    client = Client()
    client.get(_sent_back(client))
    bound = OutsideIdentity.objects.get()
    assert (bound.account, bound.issuer, bound.subject) == (sok, issuer.address, "key-of-sok")

    issuer.claims = {"preferred_username": "dara", "sub": "key-of-sok"}
    renamed = Client()
    renamed.get(_sent_back(renamed))

    assert renamed.session["_auth_user_id"] == str(sok.pk), "the key stays, whatever the name"
    assert queries.outside_identity(dara) is None


def test_whoever_takes_over_a_name_at_the_issuer_does_not_take_over_the_account(
    issuer: Issuer, sok: Account
) -> None:
    client, other = Client(), Client()
    issuer.claims = {"preferred_username": "sok", "sub": "1"}
    client.get(_sent_back(client))

    issuer.claims = {"preferred_username": "sok", "sub": "2"}
    answer = other.get(_sent_back(other))

    assert answer.status_code == 422
    assert "belongs to another identity" in answer.content.decode()
    assert not _is_in(other)
    last = Entry.objects.latest("number")
    assert (last.kind, last.subject) == ("access:session:refuse", f"account:{sok.pk}")


def test_an_access_manager_releases_an_identity_with_a_reason(
    issuer: Issuer, sok: Account, at: datetime
) -> None:
    manager = Actor("account:99", (Grant("KH", GRANTS[Role.ACCESS_MANAGER]),))
    with pytest.raises(IdentityRefusedError) as refused:
        release_identity(actor=manager, account_id=sok.pk, why="", at=at)
    assert [r.code for r in refused.value.reasons] == ["no_reason", "not_bound"]
    client, other = Client(), Client()
    issuer.claims = {"preferred_username": "sok", "sub": "1"}
    client.get(_sent_back(client))
    with pytest.raises(PermissionRefusedError):
        release_identity(actor=Actor("account:98", ()), account_id=sok.pk, why="x", at=at)

    release_identity(actor=manager, account_id=sok.pk, why="made anew", at=at)
    issuer.claims = {"preferred_username": "sok", "sub": "2"}
    other.get(_sent_back(other))

    assert _is_in(other)
    found = OutsideIdentity.objects.values_list("subject", "released_because")
    assert list(found) == [("1", "made anew"), ("2", "")]


def test_nobody_binds_an_account_whose_second_factor_they_do_not_have(
    issuer: Issuer, sok: Account
) -> None:
    secret, past = new_secret(), timezone.now() - timedelta(minutes=5)
    confirm_factor(
        actor=Actor(f"account:{sok.pk}", ()),
        account_id=sok.pk,
        secret=secret,
        typed=totp.code(secret, totp.step_of(past)),
        at=past,
    )
    client = Client()
    issuer.claims = {"preferred_username": "sok", "sub": "1"}
    assert client.get(_sent_back(client)).headers["Location"] == "/log-in/code/"
    client.post("/log-in/code/", {"code": "000000"})
    assert queries.outside_identity(sok) is None

    client.post("/log-in/code/", {"code": totp.code(secret, totp.step_of(timezone.now()))})

    assert _is_in(client)
    bound = queries.outside_identity(sok)
    assert bound is not None
    assert bound.subject == "1"


def test_a_bound_account_that_was_closed_stays_out(
    issuer: Issuer, sok: Account, at: datetime
) -> None:
    client, again = Client(), Client()
    issuer.claims = {"preferred_username": "sok"}
    client.get(_sent_back(client))
    close_account(actor=INSTALLER, account_id=sok.pk, why="left", at=at)

    answer = again.get(_sent_back(again))

    assert answer.status_code == 422
    assert "is closed" in answer.content.decode()


@pytest.mark.parametrize("subject", ["", "x" * 256])
def test_an_odd_key_for_the_person_proves_nothing(
    issuer: Issuer, sok: Account, subject: str
) -> None:
    client = Client()
    issuer.claims = {"preferred_username": "sok", "sub": subject}

    assert "did not vouch" in client.get(_sent_back(client)).content.decode()
    assert not _is_in(client)


@pytest.mark.parametrize("path", ["/.well-known/openid-configuration", "/keys", "/token"])
def test_an_issuer_that_leads_elsewhere_is_not_followed(
    issuer: Issuer, sok: Account, path: str
) -> None:
    client = Client()
    issuer.claims = {"preferred_username": "sok"}
    left = _sent_back(client)
    issuer.leads = {path: f"{issuer.address}/elsewhere"}

    answer = client.get(left)

    assert answer.status_code == 422
    assert "did not vouch for you" in answer.content.decode()
    assert issuer.was_followed is False
    assert not _is_in(client)


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
