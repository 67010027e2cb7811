"""The pages of support: each office takes its step without script, and sees no other's."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.systems.custody.bare import Page

from samaki.ground.access.models import Account as LogIn
from samaki.systems.support.models import StandbyUnit, SupportRequest
from samaki.systems.support.queries import requests as queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded(world_once: int, db: None) -> SupportRequest:
    """Load the demo world, and return the request that is deployed there."""
    return SupportRequest.objects.get(area="KH-18")


def _as(username: str) -> Client:
    client = Client()
    client.force_login(LogIn.objects.get(username=username))
    return client


def _post(username: str, path: str, typed: dict[str, str], *, act: str, of: str = "") -> Any:
    client = _as(username)
    sent = Page(client.get(path)).fill(typed, of=of)
    return client.post(path, sent | {"act": [act]})


def test_the_demo_world_has_ninety_deployed_and_none_stood_down(loaded: SupportRequest) -> None:
    page = _as("duty").get(reverse("support:requests")).content.decode()

    assert loaded.state == "deployed"
    assert "Coast battalion" in page
    assert "Deployed" in page


def test_a_request_is_asked_decided_tasked_and_ended_through_the_pages(
    loaded: SupportRequest,
) -> None:
    ask = reverse("support:ask")
    client = _as("command18")
    typed = {"what": "Two buses", "how_many": "៣០", "where": "Town hall", "why": "Transport"}
    typed |= {"area": "KH-18"}
    past = client.post(ask, typed | {"needed_at": "2025-11-18T06:00"})
    unsaid = client.post(ask, typed | {"needed_at": ""})
    soon = timezone.localtime(timezone.now() + timedelta(hours=1))
    typed |= {"needed_at": soon.strftime("%Y-%m-%dT%H:%M")}
    answer = client.post(ask, Page(client.get(ask)).fill(typed))
    path = answer.headers["Location"]
    ref = path.split("/")[-2]

    said = {"words": "Granted"}
    assert _post("duty", path, said, act="approve", of="words").status_code == 302
    task = {"task-standby": "army-coast", "task-count": "30"}
    assert _post("army", path, task, act="task", of="task-count").status_code == 302
    assert _post("army", path, {}, act="deploy", of="deploy-happened_at").status_code == 302
    down = {"down-words": "All are moved"}
    assert _post("command18", path, down, act="stand_down", of="down-words").status_code == 302
    end = {"end-returned": "30", "end-happened": "Nothing", "end-force_used": "no"}
    assert _post("army", path, end, act="hand_back", of="end-happened").status_code == 302

    assert (past.status_code, unsaid.status_code) == (422, 422)
    assert "has passed" in past.content.decode()
    assert "Say when it is to be." in unsaid.content.decode()
    made = SupportRequest.objects.get(ref=ref)
    assert made.state == "handed_back"
    assert "No force was used" in _as("command18").get(path).content.decode()


def test_a_refused_step_keeps_the_words_and_says_every_reason(loaded: SupportRequest) -> None:
    path = reverse("support:request", args=[loaded.ref])
    answer = _post("command18", path, {"down-words": ""}, act="stand_down", of="down-words")
    assert answer.status_code == 422
    assert "The reason is missing" in answer.content.decode()
    loaded.refresh_from_db()
    assert loaded.state == "deployed"

    _post("army", path, {"down-words": "Done"}, act="stand_down", of="down-words")
    end = {"end-returned": "91", "end-happened": "Held", "end-authoriser": "Prosecutor"}
    end |= {"end-force_used": "no"}
    answer = _post("army", path, end, act="hand_back", of="end-happened")
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "91 returned, but 90 were tasked" in text
    assert "but none was used" in text
    assert 'value="91"' in text


def test_nobody_is_offered_a_step_that_is_anothers(loaded: SupportRequest) -> None:
    path = reverse("support:request", args=[loaded.ref])

    for username in ("duty", "oversight"):
        page = Page(_as(username).get(path))
        assert not [form for form in page.forms if "act" in form or "down-words" in form]
    assert "down-words" in str(Page(_as("command18").get(path)).forms)
    other = _as("command").get(path)
    assert other.status_code == 404


def test_a_step_sent_for_another_office_changes_nothing(loaded: SupportRequest) -> None:
    path = reverse("support:request", args=[loaded.ref])

    sent = {"act": "stand_down", "down-words": "Mine", "down-happened_at": "2025-11-18T06:00"}
    assert _as("duty").post(path, sent).status_code == 302
    loaded.refresh_from_db()
    assert loaded.state == "deployed"


def test_the_army_puts_a_unit_on_the_board_and_nobody_else_does(loaded: SupportRequest) -> None:
    path = reverse("support:units")
    client = _as("army")
    typed = {"strength": "200", "gives": "A cordon", "unit": "army-coast", "readiness": "ready"}
    assert client.post(path, Page(client.get(path)).fill(typed)).status_code == 302
    assert StandbyUnit.objects.get(unit="army-coast").strength == 200
    assert [said.strength for said in queries.said_before()][0::3] == [200, 180]

    assert _as("command18").post(path, typed).status_code == 403
    wrong = client.post(path, Page(client.get(path)).fill(typed | {"strength": "many"}))
    assert wrong.status_code == 422


def test_one_button_is_filled_on_every_page(loaded: SupportRequest) -> None:
    request = reverse("support:request", args=[loaded.ref])
    for path in (reverse("support:requests"), reverse("support:ask"), request):
        assert Page(_as("command18").get(path)).filled_buttons <= 1
    assert Page(_as("army").get(reverse("support:units"))).filled_buttons == 1
