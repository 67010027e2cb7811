"""The pages of the watch-lists, as each of the cast."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from tests.systems.listings.screened import clear, hold, registered

from samaki.ground.access.models import Account
from samaki.ground.journal import queries as journal
from samaki.ground.journal.models import Entry as JournalEntry
from samaki.systems.listings.models import Listing
from samaki.systems.listings.rules import Entry
from samaki.systems.listings.services import enter_ban_listing
from samaki.web import world

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.django_db
TYPED = {
    "watch_list": "wanted",
    "names": "Trần Thị Demo\nTRAN THI DEMO",
    "born": "១៩៩០-០៥",
    "sex": "F",
    "nationality": "VNM",
    "documents": "demo1",
    "ground": "Unlawful confinement",
    "because": "Warrant 9",
    "valid_from": "2025-11-18",
    "valid_to": "2099-11-17",
}


@pytest.fixture
def client_as(ground_once: int) -> Callable[[str], Client]:
    """Return a client logged in as one of the cast."""

    def log_in(username: str) -> Client:
        client = Client()
        client.force_login(Account.objects.get(username=username))
        return client

    return log_in


def _one(at: datetime) -> Listing:
    return enter_ban_listing(
        actor=world.actor("immigration", at=at),
        entry=Entry(("Trần Thị Planted",)),
        ground="Expulsion order",
        because="EO-1",
        valid_from=date(2025, 11, 18),
        valid_to=None,
        at=at,
    )


def test_immigration_enters_somebody_and_sees_the_entry(
    client_as: Callable[[str], Client],
) -> None:
    client = client_as("immigration")

    answer = client.post("/listings/enter/", TYPED, follow=True)

    assert answer.status_code == 200
    page = answer.content.decode()
    assert "Trần Thị Demo" in page
    assert "TRAN THI DEMO" in page
    assert "Detain under the named warrant alone" in page
    assert Listing.objects.get().particulars.born == "1990-05"


def test_a_refused_entry_says_every_reason_and_keeps_what_was_typed(
    client_as: Callable[[str], Client],
) -> None:
    typed = {**TYPED, "watch_list": "", "ground": "", "because": "", "valid_to": "2020-01-01"}

    answer = client_as("immigration").post("/listings/enter/", typed)

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "No list is chosen" in page
    assert "The entry has no ground" in page
    assert "Nothing is named that led to the entry" in page
    assert "before it begins" in page
    assert "TRAN THI DEMO" in page
    assert not Listing.objects.exists()


def test_a_name_only_entry_says_that_nobody_may_be_stopped_on_it(
    client_as: Callable[[str], Client], at: datetime
) -> None:
    client = client_as("supervisor")
    listing = _one(at)

    page = client.get(f"/listings/{listing.ref}/").content.decode()

    assert "Name only: inform at most." in page
    assert "Trần Thị Planted" in page


@pytest.mark.parametrize("username", ["duty", "oversight"])
def test_who_does_not_compare_names_sees_the_ground_and_not_the_name(
    client_as: Callable[[str], Client], at: datetime, username: str
) -> None:
    client = client_as(username)
    listing = _one(at)

    for address in ("/listings/", f"/listings/{listing.ref}/", "/listings/?q=Planted"):
        page = client.get(address).content.decode()
        assert "Trần Thị" not in page
    assert "Expulsion order" in client.get("/listings/").content.decode()


def test_an_entry_is_ended_with_a_reason(client_as: Callable[[str], Client], at: datetime) -> None:
    client = client_as("immigration")
    listing = _one(at)

    assert client.post(f"/listings/{listing.ref}/end/", {"reason": ""}).status_code == 422
    answer = client.post(f"/listings/{listing.ref}/end/", {"reason": "Another person"}, follow=True)

    assert "Another person" in answer.content.decode()
    assert "Ended" in client.get("/listings/?standing=over").content.decode()
    assert "No entry fits." in client.get("/listings/?standing=in_force").content.decode()


def test_an_unknown_entry_is_said_to_be_none(client_as: Callable[[str], Client]) -> None:
    assert client_as("immigration").get("/listings/LI-XXXX/").status_code == 404


def test_a_ban_is_not_offered_and_a_posted_one_is_refused_with_the_reason(
    client_as: Callable[[str], Client],
) -> None:
    client = client_as("immigration")

    page = client.get("/listings/enter/").content.decode()
    answer = client.post("/listings/enter/", {**TYPED, "watch_list": "re-entry-ban"})

    assert 'value="wanted"' in page
    assert 'value="re-entry-ban"' not in page
    assert answer.status_code == 422
    assert "A re-entry ban follows from a departure." in answer.content.decode()
    assert "Select a valid choice" not in answer.content.decode()
    assert not Listing.objects.exists()


def test_an_entry_of_somebody_held_since_says_who_is_called(
    client_as: Callable[[str], Client], at: datetime
) -> None:
    client = client_as("immigration")
    person = registered("Trần Thị Planted", at=at)
    clear(person, at=at)
    listing = enter_ban_listing(
        actor=world.actor("immigration", at=at),
        entry=Entry(("Trần Thị Planted",), "1990"),
        ground="Expulsion order",
        because="EO-1",
        valid_from=date(2025, 11, 18),
        valid_to=None,
        at=at,
        person=person,
    )
    assert "Refer to the supervisor" in client.get(f"/listings/{listing.ref}/").content.decode()

    hold(person, "protected", at=at)

    page = client.get(f"/listings/{listing.ref}/").content.decode()
    assert "The screening of this person is not over." in page
    assert "calls the protection desk" in page
    for kept in ("Refer to the supervisor", "Planted", person, "protects"):
        assert kept not in page
    assert "Screening not over" in client.get("/listings/").content.decode()
    (said,) = client.get("/api/listings").json()
    assert (said["is_held"], said["is_hidden"], said["may_do"]) == (True, True, "inform")
    one = client.get(f"/api/listings/{listing.ref}").json()
    assert one == said | {"entry": None}


def test_the_api_s_list_names_nobody_and_one_entry_is_a_reading(
    client_as: Callable[[str], Client], at: datetime
) -> None:
    client = client_as("immigration")
    person = registered("Trần Thị Planted", at=at)
    clear(person, at=at)
    entry = Entry(("Trần Thị Planted",), "1990-05-17", "F", "VNM", ("ZQX700001",))
    listing = enter_ban_listing(
        actor=world.actor("immigration", at=at),
        entry=entry,
        ground="Expulsion order",
        because="EO-1",
        valid_from=date(2025, 11, 18),
        valid_to=None,
        at=at,
        person=person,
    )
    before = journal.length()

    every = client.get("/api/listings").content.decode()
    assert listing.ref in every
    for kept in ("Planted", "1990-05-17", "ZQX700001"):
        assert kept not in every
    assert journal.length() == before
    one = client.get(f"/api/listings/{listing.ref}").json()

    assert one["entry"]["documents"] == ["ZQX700001"]
    assert JournalEntry.objects.latest("pk").subject == person
