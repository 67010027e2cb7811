"""A form sent twice is carried out once, and whoever pressed twice reads the same confirmation."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.systems.custody.bare import Page

from samaki.ground.access.actors import Actor
from samaki.ground.access.models import Account
from samaki.ground.api.models import FormInFlight
from samaki.ground.api.services import claim_form, release_form
from samaki.ground.journal import queries as journal
from samaki.systems.custody.models import Account as CustodyAccount
from samaki.systems.custody.models import Posting
from samaki.systems.custody.services import persons
from samaki.systems.custody.views import ledger
from samaki.web import once, world

if TYPE_CHECKING:
    from datetime import datetime

pytestmark = pytest.mark.django_db

MAN = "n-IDN-M-adult"
NAMED = "stands in the books in place of one head"


@pytest.fixture
def intake(db: None, at: datetime) -> Client:
    """The demo world, and its intake officer in a browser that is asked for its token."""
    world.load(at=at)
    client = Client(enforce_csrf_checks=True)
    client.force_login(Account.objects.get(username="intake"))
    return client


def _identify() -> str:
    account = CustodyAccount.objects.get(kind="station", unit="police-poipet")
    return reverse("custody:identify", args=[account.ref])


def _named() -> int:
    return Posting.objects.exclude(person="").values("person").distinct().count()


def test_the_same_form_sent_twice_names_one_head_and_says_so(intake: Client) -> None:
    path, before = _identify(), _named()
    typed = {"cell": MAN, "name": "Vexmorel Tupandric", "happened_at": "2025-11-17T21:00"}
    sent = Page(intake.get(path)).fill(typed, of="name")

    first = intake.post(path, sent)
    second = intake.post(path, sent)

    assert (first.status_code, second.status_code) == (302, 302)
    assert first.headers["Location"] == second.headers["Location"]
    assert _named() == before + 1
    assert intake.get(path).content.decode().count(NAMED) == 1


def test_after_the_confirmation_was_read_the_same_form_still_says_it_and_does_nothing(
    intake: Client,
) -> None:
    path, before = _identify(), _named()
    typed = {"cell": MAN, "name": "Vexmorel Tupandric", "happened_at": "2025-11-17T21:00"}
    sent = Page(intake.get(path)).fill(typed, of="name")

    told = [intake.post(path, sent, follow=True).content.decode().count(NAMED) for _ in range(2)]

    assert told == [1, 1]
    assert _named() == before + 1


def test_the_same_words_from_a_page_opened_anew_are_judged_anew(intake: Client) -> None:
    path, before = _identify(), _named()
    typed = {"cell": MAN, "name": "Vexmorel Tupandric", "happened_at": "2025-11-17T21:00"}

    first, second = (
        intake.post(path, Page(intake.get(path)).fill(typed, of="name")) for _ in range(2)
    )

    assert (first.status_code, second.status_code) == (302, 422), "the rule says that it is so"
    assert _named() == before + 1


def _twin(client: Client) -> Client:
    """Return the same browser, for a second press while the first is on its way."""
    twin = Client(enforce_csrf_checks=True)
    twin.cookies.update(client.cookies)
    return twin


def test_of_two_in_flight_one_is_carried_out_and_the_other_waits(
    intake: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, before = _identify(), _named()
    inner: list[Any] = []
    typed = {"cell": MAN, "name": "Vexmorel Tupandric", "happened_at": "2025-11-17T21:00"}
    sent = Page(intake.get(path)).fill(typed, of="name")
    twin, verb = _twin(intake), persons.identify

    def identify(**said: Any) -> Any:
        if not inner:  # the second press comes while the first is carried out
            inner.append(None)
            inner[0] = twin.post(path, sent)
        return verb(**said)

    pauses: list[float] = []
    monkeypatch.setattr(once, "sleep", pauses.append)
    monkeypatch.setattr(ledger, "identify", identify)
    outer = intake.post(path, sent)

    assert (outer.status_code, inner[0].status_code) == (302, 409)
    assert "It is not done a second time." in inner[0].content.decode()
    assert len(pauses) == once._PAUSES  # noqa: SLF001 - as long as it waits
    assert _named() == before + 1
    assert twin.post(path, sent).headers["Location"] == outer.headers["Location"]
    assert _named() == before + 1
    assert not FormInFlight.objects.exists()


def test_whoever_waited_reads_what_the_first_read(
    intake: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, before = _identify(), _named()
    first: list[Any] = []
    typed = {"cell": MAN, "name": "Vexmorel Tupandric", "happened_at": "2025-11-17T21:00"}
    sent = Page(intake.get(path)).fill(typed, of="name")
    twin, claim = _twin(intake), claim_form

    def late(**said: Any) -> bool:
        if not first:  # the first is carried out after the second has read its session
            first.append(None)
            first[0] = intake.post(path, sent)
        return claim(**said)

    monkeypatch.setattr(once, "claim_form", late)
    second = twin.post(path, sent)

    assert (first[0].status_code, second.status_code) == (302, 302)
    assert second.headers["Location"] == first[0].headers["Location"]
    assert _named() == before + 1
    assert twin.get(path).content.decode().count(NAMED) == 1


def test_a_form_whose_server_was_cut_off_can_be_sent_again_in_the_end(db: None) -> None:
    officer, now = Actor("account:1", ()), timezone.now()

    assert claim_form(actor=officer, key="a form", at=now)
    assert not claim_form(actor=officer, key="a form", at=now + timedelta(minutes=4))
    assert claim_form(actor=officer, key="a form", at=now + timedelta(minutes=6))
    release_form(actor=officer, key="a form", at=now)
    assert not claim_form(actor=officer, key="a form", at=now + timedelta(minutes=7))


def test_a_refused_form_is_refused_again(intake: Client) -> None:
    path, before = _identify(), journal.length()
    sent = Page(intake.get(path)).fill({"name": "", "happened_at": "2025-11-17T21:00"}, of="name")

    answers = [intake.post(path, sent).status_code for _ in range(2)]

    assert answers == [422, 422]
    assert journal.length() == before


def test_what_was_sent_before_the_last_form_is_an_act_again(intake: Client) -> None:
    path = reverse("theme")
    page = Page(intake.get(_identify()))
    token = {"csrfmiddlewaretoken": page.fill({}, of="name")["csrfmiddlewaretoken"]}

    for chosen in ("dark", "light", "dark"):
        answer = intake.post(path, token | {"theme": chosen, "next": "/"})
        assert answer.cookies["theme"].value == chosen
