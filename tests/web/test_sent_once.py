"""A form sent twice is carried out once, and whoever pressed twice reads the same confirmation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.urls import reverse
from tests.systems.custody.bare import Page

from samaki.ground.access.models import Account
from samaki.ground.journal import queries as journal
from samaki.systems.custody.models import Account as CustodyAccount
from samaki.systems.custody.models import Posting
from samaki.web import world

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
