"""The count that would settle a number: asked of its province, answered, read, accepted."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from samaki.ground.access.models import Account
from samaki.ground.sources.rules import SourceKind
from samaki.ground.sources.services import Document
from samaki.picture.queries import national as queries
from samaki.picture.queries.parts import parts
from samaki.picture.queries.settling import settling
from samaki.picture.rules.figures import Period
from samaki.systems.claims.models import Claim
from samaki.systems.claims.services import accept_claim, read_filed, read_source
from samaki.systems.custody.queries.books import Moments
from samaki.systems.directives.models import CountRequest
from samaki.systems.directives.rules import Asked
from samaki.systems.directives.services.asks import answer_count, ask_count
from samaki.web import world

if TYPE_CHECKING:
    from datetime import datetime

    from django.test import Client

    from samaki.ground.access.actors import Actor

DAYS = Period(date(2025, 11, 10), date(2025, 11, 12))
TOTAL = "By 12 November, 400 people had been found nationwide since 10 November."


@pytest.fixture
def duty(world_once: int, db: None, at: datetime) -> Actor:
    """Return who asks, in the demo world, where a running count of three early days stands."""
    actor = world.actor("duty", at=at)
    document = Document(text=TOTAL, kind=SourceKind.PRESS, published_on=date(2025, 11, 13))
    _accept(actor, read_source(actor=actor, document=document, at=at).ref, at)
    return actor


def _accept(actor: Actor, source: str, at: datetime) -> None:
    for each in Claim.objects.filter(source__ref=source):
        accept_claim(actor=actor, claim_ref=each.ref, at=at)


def test_of_a_province_its_own_count_settles_most(duty: Actor, at: datetime) -> None:
    found = settling(DAYS, "KH-1", at=at)

    assert (found.bounds.low, found.bounds.high) == (0, 400)
    first = found.missing[0]
    assert (first.province, first.nationality, first.left) == ("KH-1", "", 0)
    assert found.silent == ()


def test_without_any_ceiling_the_provinces_that_gave_none_are_named(
    duty: Actor, at: datetime
) -> None:
    together = queries.national(as_of=at).together
    assert together is not None

    found = settling(together.period, None, at=at)

    assert found.bounds.high is None
    assert found.missing == (), "no single count sets a ceiling"
    assert "KH-10" in found.silent
    assert settling(DAYS, None, at=at).silent == (), "a running count sets one"


def test_an_answer_that_is_read_and_accepted_settles_the_number(
    duty: Actor, client: Client, at: datetime
) -> None:
    asked = ask_count(
        actor=duty,
        area="KH-1",
        asked=Asked("", DAYS.first, DAYS.last),
        words="The running count leaves your province open",
        due_at=None,
        at=at,
    )
    governor = world.actor("command", at=at)
    answer = answer_count(actor=governor, request=asked.ref, count=120, at=at)
    assert queries.proof(DAYS, "KH-1", as_of=at).bounds.high == 400, "an answer alone moves nothing"

    client.force_login(Account.objects.get(username="duty"))
    source = reverse("claims:source", args=[answer.source_ref])
    assert "Read the claims out of it" in client.get(source).content.decode()
    client.post(reverse("claims:read", args=[answer.source_ref]))
    assert queries.proof(DAYS, "KH-1", as_of=at).bounds.high == 400, "nor does a draft"
    _accept(duty, answer.source_ref, at)

    settled = queries.proof(DAYS, "KH-1", as_of=at)
    assert (settled.bounds.low, settled.bounds.high) == (120, 120)
    assert settled.high_because[0].claim is not None
    assert settled.high_because[0].claim.source_ref == answer.source_ref
    assert settling(DAYS, "KH-1", at=at).missing == (), "nothing is left to ask"


def test_the_pages_lead_from_a_number_to_the_question_and_back(duty: Actor, client: Client) -> None:
    client.force_login(Account.objects.get(username="duty"))
    answer = client.get(reverse("picture:answer", args=["KH-1", DAYS.key])).content.decode()
    settle = reverse("picture:settle", args=["KH-1", DAYS.key])
    assert settle in answer

    said = client.get(settle).content.decode()
    assert "Ask Banteay Meanchey" in said
    ask = reverse("directives:ask")
    assert f"{ask}?area=KH-1&amp;nationality=&amp;first=2025-11-10&amp;last=2025-11-12" in said

    given = {"area": "KH-1", "first": "2025-11-10", "last": "2025-11-12"}
    prefilled = client.get(ask, given).content.decode()
    assert 'value="2025-11-12"' in prefilled
    wordless = client.post(ask, {**given, "words": " "})
    assert wordless.status_code == 422
    assert "Say what the count is for" in wordless.content.decode()
    done = client.post(ask, {**given, "words": "Two reports differ"}, follow=True)
    assert "The count is asked as" in done.content.decode()

    request = CountRequest.objects.get()
    client.force_login(Account.objects.get(username="command"))
    assert request.ref in client.get(reverse("directives:mine")).content.decode()
    page = reverse("directives:count", args=[request.ref])
    filed = client.post(page, {"people_found": "១២០", "words": ""}, follow=True)
    assert "The answer to" in filed.content.decode()
    assert request.ref not in client.get(reverse("directives:mine")).content.decode()
    assert "120" in client.get(reverse("directives:asked")).content.decode()


def test_who_may_not_ask_is_offered_nothing(duty: Actor, client: Client) -> None:
    client.force_login(Account.objects.get(username="command"))
    page = client.get(reverse("picture:answer", args=["KH-1", DAYS.key])).content.decode()
    assert "What would settle it?" not in page
    assert client.get(reverse("picture:settle", args=["KH-1", DAYS.key])).status_code == 403
    assert client.get(reverse("directives:ask")).status_code == 403


def test_what_lies_under_a_number_is_said_by_nationality_with_the_rest(
    duty: Actor, client: Client, at: datetime
) -> None:
    text = "On 11 November police in Kampot found 60 people, including 24 Chinese."
    document = Document(text=text, kind=SourceKind.PRESS, published_on=date(2025, 11, 13))
    _accept(duty, read_source(actor=duty, document=document, at=at).ref, at)

    found = parts(DAYS, "KH-7", at=Moments(at, at))

    assert [(code, bounds.low) for code, bounds in found.nations] == [("CHN", 24)]
    assert found.rest == 36, "nobody says what the others are"
    assert found.disputes == ()
    client.force_login(Account.objects.get(username="duty"))
    page = client.get(reverse("picture:answer", args=["KH-7", DAYS.key])).content.decode()
    assert "Not attributed" in page
    client.logout()
    assert "Not attributed" not in client.get("/").content.decode()


def test_a_corrected_answer_takes_the_place_of_the_first(duty: Actor, at: datetime) -> None:
    days = Asked("", DAYS.first, DAYS.last)
    asked = ask_count(actor=duty, area="KH-1", asked=days, words="Open", due_at=None, at=at)
    governor = world.actor("command", at=at)
    first = answer_count(actor=governor, request=asked.ref, count=120, at=at)
    read_filed(actor=duty, source_ref=first.source_ref, at=at)
    _accept(duty, first.source_ref, at)
    later = at + timedelta(minutes=5)
    second = answer_count(
        actor=governor,
        request=asked.ref,
        count=130,
        words="Ten more",
        corrects=first.pk,
        at=later,
    )
    read_filed(actor=duty, source_ref=second.source_ref, at=later)
    assert queries.proof(DAYS, "KH-1", as_of=later).bounds.low == 120, "a draft takes no place"

    _accept(duty, second.source_ref, later)

    settled = queries.proof(DAYS, "KH-1", as_of=later).bounds
    assert (settled.low, settled.high) == (130, 130)
    assert not queries.national(as_of=later).conflicts
    assert queries.proof(DAYS, "KH-1", as_of=at, known_at=at).bounds.low == 120, "as known before"
