"""Whoever sent people or exhibits is not offered to receive them, and reads who has to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.urls import reverse

from samaki.ground.access.models import Account as LogIn
from samaki.kernel.ledger import Cell
from samaki.systems.custody import rules
from samaki.systems.custody.models import Account, Exhibit, Handover, ThingHandover
from samaki.systems.custody.services.addressing import decline_handover
from samaki.systems.custody.services.exhibits import seize_exhibit
from samaki.systems.custody.services.handovers import (
    dispatch_handover,
    receive_handover,
    take_back,
)
from samaki.systems.custody.services.refusals import MovementRefusedError
from samaki.systems.custody.services.thing_counts import count_exhibit
from samaki.systems.custody.services.thing_handovers import (
    Sending,
    dispatch_exhibits,
    receive_exhibits,
)
from samaki.systems.operations.models import Target
from samaki.web import world

if TYPE_CHECKING:
    from datetime import datetime

pytestmark = pytest.mark.django_db
MEN = Cell("IDN", "M", "adult")
# A chief of the province, who commands both units and belongs to the receiving one.
SENDER, OTHER = "police1", "receiver"
ESCORT = "gendarmerie1"  # of the same province, so that the permission holds there
YOURSELF = "You sent them yourself. Somebody else has to receive them"


@pytest.fixture
def sent(ground_once: int, at: datetime) -> Handover:
    """Lay the world up to the count at Poipet; the chief sends 30 to the unit of his own post."""
    world.raid_poipet(at=at)
    world.count_poipet(at=at)
    return dispatch_handover(
        actor=world.actor(SENDER, at=at),
        giver="police-poipet",
        receiver="police-KH-1",
        escort="gendarmerie-KH-1",
        sends=rules.Consignment(rules.Party({MEN: 30}), "2B-4411"),
        happened_at=world.phnom_penh_time(17, 20),
        at=at,
    )


@pytest.fixture
def box(sent: Handover, at: datetime) -> ThingHandover:
    """Let the chief send an exhibit the same way."""
    site = Target.objects.all()[0].site.ref
    found = rules.Found("phone", "Black", "Z-1", site, "police-poipet")
    moment = world.phnom_penh_time(17, 10)
    intake = world.actor("intake", at=at)
    made: Exhibit = seize_exhibit(actor=intake, found=found, happened_at=moment, at=at)
    chief = world.actor(SENDER, at=at)
    count_exhibit(actor=chief, exhibit=made.ref, pieces=1, happened_at=moment, at=at)
    sending = Sending("police-poipet", "police-KH-1", "gendarmerie-KH-1", (made.ref,))
    return dispatch_exhibits(actor=chief, sending=sending, happened_at=moment, at=at)


def _text(username: str, path: str) -> str:
    client = Client()
    client.force_login(LogIn.objects.get(username=username))
    answer = client.get(path)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_the_page_of_a_handover_offers_it_to_others_alone_and_says_why(sent: Handover) -> None:
    path = reverse("custody:handover", args=[sent.ref])

    own, other = _text(SENDER, path), _text(OTHER, path)

    assert YOURSELF in own
    assert 'id="receive"' not in own
    assert "Decline them" not in own
    assert 'id="receive"' in other
    assert YOURSELF not in other


def test_the_page_of_a_vehicle_and_of_the_account_do_the_same(sent: Handover, at: datetime) -> None:
    vehicle = reverse("custody:vehicles") + "?vehicle=2B-4411"
    assert "You sent some of them yourself" in _text(SENDER, vehicle)
    assert "Receive everybody on it" not in _text(SENDER, vehicle)
    assert "Receive everybody on it" in _text(OTHER, vehicle)

    receive_handover(
        actor=world.actor(OTHER, at=at),
        handover=str(sent.ref),
        unit="police-KH-1",
        received=rules.Party({MEN: 28}),
        happened_at=world.phnom_penh_time(17, 21),
        at=at,
    )
    account = reverse(
        "custody:account", args=[Account.objects.get(unit="police-KH-1", kind="station").ref]
    )
    assert "Say what happened" in _text(OTHER, account)
    assert "Say what happened" not in _text(SENDER, account)


def test_exhibits_are_not_received_by_whoever_sent_them(box: ThingHandover, at: datetime) -> None:
    path = reverse("custody:exhibit_handover", args=[box.ref])

    assert YOURSELF in _text(SENDER, path)
    assert 'id="receive"' not in _text(SENDER, path)
    assert 'id="receive"' in _text(OTHER, path)
    with pytest.raises(MovementRefusedError) as refused:
        receive_exhibits(
            actor=world.actor(SENDER, at=at),
            handover=str(box.ref),
            unit="police-KH-1",
            received=[one.exhibit.ref for one in box.transit.balances.all()],
            happened_at=world.phnom_penh_time(17, 20),
            at=at,
        )
    assert [reason.code for reason in refused.value.reasons] == ["own_sending"]


def test_the_escort_of_the_same_province_confirms_no_arrival(
    sent: Handover, box: ThingHandover, at: datetime
) -> None:
    people = reverse("custody:handover", args=[sent.ref])
    things = reverse("custody:exhibit_handover", args=[box.ref])
    assert 'id="receive"' not in _text(ESCORT, people)
    assert 'id="receive"' not in _text(ESCORT, things)
    escort, moment = world.actor(ESCORT, at=at), world.phnom_penh_time(17, 21)

    with pytest.raises(MovementRefusedError) as refused:
        receive_handover(
            actor=escort,
            handover=str(sent.ref),
            unit="police-KH-1",
            received=rules.Party({MEN: 30}),
            happened_at=moment,
            at=at,
        )
    assert [reason.code for reason in refused.value.reasons] == ["other_side"]
    with pytest.raises(MovementRefusedError) as refused:
        receive_exhibits(
            actor=escort,
            handover=str(box.ref),
            unit="police-KH-1",
            received=[one.exhibit.ref for one in box.transit.balances.all()],
            happened_at=moment,
            at=at,
        )
    assert [reason.code for reason in refused.value.reasons] == ["other_side"]


def test_the_escort_neither_takes_them_back_for_the_sender_nor_declines_for_the_receiver(
    sent: Handover, at: datetime
) -> None:
    page = _text(ESCORT, reverse("custody:handover", args=[sent.ref]))
    assert "Take them back" not in page
    assert "Decline them" not in page
    assert "Take them back" in _text("intake", reverse("custody:handover", args=[sent.ref]))
    escort, moment = world.actor(ESCORT, at=at), world.phnom_penh_time(17, 21)

    with pytest.raises(MovementRefusedError) as refused:
        take_back(
            actor=escort,
            handover=str(sent.ref),
            unit="police-poipet",
            returned=rules.Party({MEN: 30}),
            happened_at=moment,
            at=at,
        )
    assert [reason.code for reason in refused.value.reasons] == ["other_sender"]
    with pytest.raises(MovementRefusedError) as refused:
        decline_handover(
            actor=escort,
            handover=str(sent.ref),
            unit="police-KH-1",
            reason="Full",
            happened_at=moment,
            at=at,
        )
    assert [reason.code for reason in refused.value.reasons] == ["other_side"]
