"""The pages and the API of exhibits answer as of a moment, and as known at one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from samaki.ground.access.models import Account as LogIn
from samaki.systems.custody.models import ThingHandover


def test_the_pages_and_the_api_answer_as_of_a_moment(world_once: int, db: None) -> None:
    client = Client()
    client.force_login(LogIn.objects.get(username="duty"))
    handover = ThingHandover.objects.all()[0]
    assert handover.movement is not None
    exhibit = handover.movement.postings.all()[0].exhibit
    before = handover.movement.happened_at - timedelta(minutes=1)

    def of_api(path: str = "", **asked: str) -> Any:
        return client.get(f"/api/custody/exhibits{path}", asked).json()

    giver = handover.giver.name
    then = {"as_of": before.isoformat()}
    assert {line["ref"]: line["unit"] for line in of_api(**then)}[exhibit.ref] == giver
    assert of_api(f"/{exhibit.ref}", **then)["unit"] == giver
    assert of_api(f"/{exhibit.ref}")["unit"] != giver
    unknown = client.get(
        f"/api/custody/exhibits/{exhibit.ref}", {"known": "2025-11-01T00:00:00+07:00"}
    )
    assert unknown.status_code == 404
    asked = {"as_of": timezone.localtime(before).strftime("%Y-%m-%dT%H:%M")}
    for name, args in (("custody:exhibits", []), ("custody:exhibit", [exhibit.ref])):
        now = client.get(reverse(name, args=args)).content.decode()
        looked_back = client.get(reverse(name, args=args), asked).content.decode()
        assert "As known at" in now
        assert ("Where then" in now, "Where then" in looked_back) == (False, True)
        assert giver in looked_back
