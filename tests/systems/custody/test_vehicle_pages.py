"""A vehicle changes and arrives: by the page that an officer opens, and for programs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.systems.custody.bare import Page

from samaki.ground.access.models import Account as LogIn
from samaki.kernel.ledger import Cell
from samaki.systems.custody import rules
from samaki.systems.custody.models import Handover, Receipt
from samaki.systems.custody.services.handovers import dispatch_handover, receive_handover
from samaki.web import world

if TYPE_CHECKING:
    from datetime import datetime

pytestmark = pytest.mark.django_db
MEN = Cell("IDN", "M", "adult")


@pytest.fixture
def two(ground_once: int, at: datetime) -> list[Handover]:
    """Lay the world up to the count at Poipet, and send two parties in one bus."""
    world.raid_poipet(at=at)
    world.count_poipet(at=at)
    return [
        dispatch_handover(
            actor=world.actor("intake", at=at),
            giver="police-poipet",
            receiver="police-KH-1",
            escort="gendarmerie-KH-1",
            sends=rules.Consignment(rules.Party({MEN: heads}), "2B-4411"),
            happened_at=world.phnom_penh_time(17, 20),
            at=at,
        )
        for heads in (30, 5)
    ]


def _as(username: str) -> Client:
    client = Client()
    client.force_login(LogIn.objects.get(username=username))
    return client


def _post(client: Client, path: str, key: str, **said: str) -> Any:
    return client.post(
        f"/api/custody{path}",
        json.dumps(said),
        content_type="application/json",
        headers={"Idempotency-Key": key},
    )


def test_the_page_names_who_else_is_on_it_and_changes_it_for_all(two: list[Handover]) -> None:
    intake = _as("intake")
    path = reverse("custody:change_vehicle", args=[two[0].ref])
    shown = intake.get(path)
    assert str(two[1].ref) in shown.content.decode()

    typed = {"vehicle": "3C-0077", "reason": "The engine failed"}
    answer = intake.post(path, Page(shown).fill(typed), follow=True)

    assert answer.redirect_chain[-1][0] == reverse("custody:handover", args=[two[0].ref])
    assert "On 3C-0077 instead of 2B-4411" in " ".join(answer.content.decode().split())
    assert {each.vehicle for each in Handover.objects.all()} == {"3C-0077"}


def test_who_receives_cannot_say_in_what_they_come(two: list[Handover]) -> None:
    path = reverse("custody:change_vehicle", args=[two[0].ref])
    far = _as("command18")

    assert far.get(path).status_code in {403, 404}
    assert {each.vehicle for each in Handover.objects.all()} == {"2B-4411"}


def test_programs_change_a_vehicle_and_receive_everybody_on_it_once(
    two: list[Handover], at: datetime
) -> None:
    change = {
        "vehicle": "3C-777",
        "escort": "gendarmerie-KH-1",
        "reason": "The engine failed",
        "happened_at": world.phnom_penh_time(17, 21).isoformat(),
    }
    arrival = {
        "vehicle": "3c 777",
        "unit": "police-KH-1",
        "happened_at": world.phnom_penh_time(17, 22).isoformat(),
    }

    changed = _post(_as("intake"), f"/handovers/{two[0].ref}/vehicle-changes", "key-0001", **change)
    came = _post(_as("receiver"), "/vehicles/arrivals", "key-0002", **arrival)
    again = _post(_as("receiver"), "/vehicles/arrivals", "key-0002", **arrival)

    assert changed.status_code == came.status_code == 201, came.content
    assert {made["ref"] for made in changed.json()["written"]} == {each.ref for each in two}
    receipts = {str(receipt.ref) for receipt in Receipt.objects.all()}
    assert {made["ref"] for made in came.json()["written"]} == receipts
    assert len(receipts) == 2
    assert again.json() == came.json()
    assert again.headers["Idempotency-Replayed"] == "true"


def test_the_rest_of_a_hand_over_is_not_offered_with_everybody_on_the_vehicle(
    two: list[Handover], at: datetime
) -> None:
    path = f"{reverse('custody:vehicles')}?vehicle=2B-4411"
    assert "Receive everybody on it" in _as("receiver").get(path).content.decode()
    for handover in two:
        receive_handover(
            actor=world.actor("receiver", at=at),
            handover=str(handover.ref),
            unit="police-KH-1",
            received=rules.Party({MEN: 1}),
            happened_at=world.phnom_penh_time(17, 22),
            at=at,
        )

    page = _as("receiver").get(path).content.decode()

    assert all(str(each.ref) in page for each in two)
    assert "Receive everybody on it" not in page
