"""Pages of discipline: one page holds the chain, and each side sees its own next step."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from django.test import Client

from samaki.ground.access.models import Account
from samaki.systems.directives.models import Obligation
from samaki.systems.discipline.models import DisciplinaryCase
from samaki.web.urls import API

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

pytestmark = pytest.mark.django_db


@pytest.fixture
def lapse(world_once: int, db: None) -> str:
    """The demo world; the lapse that waits for the discipline office."""
    return Obligation.objects.get(state="breached").ref


def _get(username: str, address: str) -> Answer:
    client = Client()
    client.force_login(Account.objects.get(username=username))
    return client.get(address)


def _post(username: str, address: str, **given: object) -> Answer:
    client = Client()
    client.force_login(Account.objects.get(username=username))
    return client.post(address, given)


def _opened(lapse: str, *, by: str = "duty") -> str:
    answer = _post(by, f"/discipline/pursue/{lapse}/")
    assert answer.status_code == 302
    return f"/discipline/{DisciplinaryCase.objects.get().ref}/"


def test_a_lapse_waits_for_a_person_and_is_pursued_once(lapse: str) -> None:
    home = _get("discipline", "/discipline/").content.decode()
    assert "Governor, Koh Kong" in home
    assert "No case is open." in home

    case = _opened(lapse)

    assert "Lapse recorded" in _get("discipline", case).content.decode()
    again = _post("discipline", f"/discipline/pursue/{lapse}/")
    assert again.status_code == 422
    assert "is pursued already" in again.content.decode()
    assert "No lapse waits." in _get("oversight", "/discipline/").content.decode()


def test_a_province_finds_neither_lapses_nor_other_offices_cases(lapse: str) -> None:
    case = _opened(lapse)

    home = _get("command", "/discipline/").content.decode()
    assert "Koh Kong" not in home
    assert "No case concerns your office." in home
    assert _get("command", case).status_code == 404
    assert _post("command", f"{case}reply/", **{"reply-words": "x"}).status_code == 404


def test_each_step_is_offered_to_who_may_take_it_alone(lapse: str) -> None:
    case = _opened(lapse)

    assert "Give the notice" in _get("discipline", case).content.decode()
    assert "Give the notice" in _get("duty", case).content.decode()
    assert "Give the notice" not in _get("oversight", case).content.decode()
    refused = _post("discipline", f"{case}notice/", **{"notice-words": ""})
    assert refused.status_code == 422
    said = refused.content.decode()
    assert "The grounds are missing." in said
    assert "The reply time is missing." in said


def test_silence_is_recorded_by_a_person_and_a_case_ends_without_a_reason_only_by_saying_so(
    lapse: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = _opened(lapse)
    given = {"notice-words": "No return", "notice-reply_due_at": "2099-01-01T12:00"}
    assert _post("discipline", f"{case}notice/", **given).status_code == 302
    page = _get("discipline", case).content.decode()
    assert "Nothing is found before." in page
    assert "Record that no reply came" not in page

    later = datetime(2099, 6, 1, tzinfo=UTC)
    monkeypatch.setattr("samaki.systems.discipline.views.timezone.now", lambda: later)
    assert "Record that no reply came" in _get("discipline", case).content.decode()
    assert _post("discipline", f"{case}silence/").status_code == 302
    finding = {"finding-verdict": "not_established", "finding-words": "The line was cut"}
    assert _post("discipline", f"{case}finding/", **finding).status_code == 302
    assert "Decide the measure" not in _get("discipline", case).content.decode()
    assert "The next step is somebody else" in _get("discipline", case).content.decode()
    assert "Close the case" not in _get("discipline", case).content.decode()
    refused = _post("discipline", f"{case}close/")
    assert refused.status_code == 422
    assert "You recorded the finding. Another person decides" in refused.content.decode()
    refused = _post("discipline2", f"{case}close/")
    assert "Give a reason, or say that none was given." in refused.content.decode()
    closed = _post("discipline2", f"{case}close/", **{"close-is_without_reason": "on"})
    assert closed.status_code == 302
    page = _get("oversight", case).content.decode()
    assert "No reason given" in page
    assert "Closed without a measure" in page
    assert "Reply time over, no reply" in page


def test_who_opened_the_case_is_told_that_another_person_finds(
    lapse: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = _opened(lapse, by="discipline")
    given = {"notice-words": "No return", "notice-reply_due_at": "2099-01-01T12:00"}
    assert _post("discipline", f"{case}notice/", **given).status_code == 302
    later = datetime(2099, 6, 1, tzinfo=UTC)
    monkeypatch.setattr("samaki.systems.discipline.views.timezone.now", lambda: later)
    assert _post("discipline", f"{case}silence/").status_code == 302

    page = _get("discipline", case).content.decode()
    assert "You opened this case. Another person has to do that." in page
    assert "Record the finding" not in page
    finding = {"finding-verdict": "established", "finding-words": "As read"}
    refused = _post("discipline", f"{case}finding/", **finding)
    assert refused.status_code == 422
    assert "You opened this case. Another person has to do that." in refused.content.decode()
    assert "Record the finding" in _get("discipline2", case).content.decode()
    assert _post("discipline2", f"{case}finding/", **finding).status_code == 302


def test_no_program_takes_a_step_of_a_case() -> None:
    paths = API.get_openapi_schema()["paths"]
    steps = {method for path, verbs in paths.items() if "/discipline/" in path for method in verbs}

    assert steps == {"get"}
