"""The pages of gaming: what was typed is kept, every reason is shown, nothing is pre-chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.urls import reverse

from samaki.ground.access.models import Account as LogIn
from samaki.systems.gaming import rules
from samaki.systems.gaming.models import Inspection, Licence, Penalty, Venue, VenueLink
from samaki.web import world
from samaki.web.scenes.gaming import license_venues, warn_a_hall

if TYPE_CHECKING:
    from datetime import datetime

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def scene(ground_once: int, at: datetime) -> None:
    """Lay the ground, the compounds of Sihanoukville, a casino and a hall that was warned."""
    world.raid_sihanoukville(at=at)
    license_venues(at=at)
    warn_a_hall(at=at)


def _as(username: str) -> Client:
    client = Client()
    client.force_login(LogIn.objects.get(username=username))
    return client


def _casino() -> Venue:
    return Venue.objects.get(area="KH-18")


def _page(name: str, ref: str) -> str:
    return reverse(f"gaming:{name}", args=[ref])


def _text(answer: Any) -> str:
    return str(answer.content.decode())


def _checklist(**changes: str) -> dict[str, str]:
    sent = {f"seen_{key}": "not_found" for key in rules.ITEMS}
    return {**sent, "happened_at": "2025-11-17T10:00", **changes}


def test_a_refused_checklist_keeps_what_was_typed_and_says_every_reason() -> None:
    due = Inspection.objects.get(state="due")
    sent = _checklist(seen_trafficking="found", words_high_fences="two metres", seen_high_fences="")

    answer = _as("inspector").post(_page("inspection", due.ref), sent)

    assert answer.status_code == 422
    page = _text(answer)
    assert "“Human trafficking” was found. Say in words" in page
    assert "“High fences hide the premises” has no answer" in page
    assert "two metres" in page
    assert "<title>Error:" in page
    assert Inspection.objects.get(pk=due.pk).state == "due"


def test_a_recorded_inspection_leads_back_to_what_was_recorded() -> None:
    due = Inspection.objects.get(state="due")
    page = _page("inspection", due.ref)

    answer = _as("inspector").post(
        page, _checklist(seen_trafficking="found", words_trafficking="A ledger of debts")
    )

    assert (answer.status_code, answer.headers["Location"]) == (302, page)
    assert "A ledger of debts" in _text(_as("commissioner").get(page))
    assert "Decide what follows" in _text(_as("commissioner").get(reverse("gaming:home")))
    assert "Decide what follows" not in _text(_as("inspector").get(reverse("gaming:home")))


def test_nobody_else_is_asked_the_checklist_or_may_send_one() -> None:
    page = _page("inspection", Inspection.objects.get(state="due").ref)

    assert "Record the inspection" not in _text(_as("commissioner").get(page))
    assert _as("commissioner").post(page, _checklist()).status_code == 403
    assert Inspection.objects.filter(state="due").count() == 1


def test_an_inspector_may_neither_open_nor_send_a_decision() -> None:
    page = _page("penalise", Venue.objects.get(area="KH-1").ref)

    assert _as("inspector").get(page).status_code == 403
    assert _as("inspector").post(page, {"rung": "closure"}).status_code == 403
    assert Penalty.objects.count() == 1


def test_nothing_is_chosen_for_the_commissioner() -> None:
    page = _text(_as("commissioner").get(_page("penalise", Venue.objects.get(area="KH-1").ref)))

    assert " checked" not in page
    assert "6 passports of staff" in page
    assert "Warning" in page


def test_a_venue_without_a_violation_says_why_there_is_nothing_to_decide() -> None:
    answer = _as("commissioner").get(_page("penalise", _casino().ref))

    assert "No violation is on record here" in _text(answer)


def test_a_refused_decision_keeps_what_was_typed() -> None:
    page = _page("penalise", Venue.objects.get(area="KH-1").ref)

    answer = _as("commissioner").post(
        page, {"rung": "suspension", "reasons": "Held behind doors", "amount": "many"}
    )

    assert answer.status_code == 422
    assert "Held behind doors" in _text(answer)
    assert "“many” is not a whole number" in _text(answer)
    assert Penalty.objects.count() == 1


def test_a_warning_cannot_be_lifted_past_the_page() -> None:
    page = _page("penalty", Penalty.objects.get().ref)

    assert "Lift the penalty" not in _text(_as("commissioner").get(page))
    answer = _as("commissioner").post(page, {"reasons": "x"})
    assert answer.status_code == 422
    assert "There is nothing to lift" in _text(answer)
    assert _as("inspector").post(page, {"reasons": "x"}).status_code == 403


def test_a_venue_is_registered_with_its_licence_or_not_at_all() -> None:
    sent = {
        "name_en": "New hall",
        "holder": "Company",
        "area": "KH-18",
        "number": "DEMO-C-018",
        "kind": "betting",
        "valid_from": "2025-01-01",
        "valid_to": "២០២៦-០១-០១",
    }
    client, page = _as("inspector"), reverse("gaming:new_venue")

    refused = client.post(page, sent)
    assert refused.status_code == 422
    assert "is on record already, at Demonstration casino" in _text(refused)
    assert Venue.objects.count() == 2

    assert client.post(page, sent | {"number": "N-1"}).status_code == 302
    made = Venue.objects.get(name_en="New hall")
    assert (made.name_km, str(made.licences.get())) == ("New hall", "N-1")


def test_another_licence_a_site_and_a_day_are_entered_on_pages_of_their_own() -> None:
    client, hall = _as("inspector"), Venue.objects.get(area="KH-1")
    terms = {"kind": "other", "valid_from": "2025-01-01", "valid_to": "2026-01-01"}

    assert client.post(_page("licence", hall.ref), terms).status_code == 422
    assert client.post(_page("licence", hall.ref), terms | {"number": "N-2"}).status_code == 302
    assert Licence.objects.filter(venue=hall).count() == 2
    assert "No site of this province is open to you" in _text(client.get(_page("link", hall.ref)))
    assert client.post(_page("link", _casino().ref), {"site": ""}).status_code == 422
    assert VenueLink.objects.count() == 1
    assert client.post(_page("inspect", hall.ref), {"due_on": "2025-01-01"}).status_code == 422
    assert client.post(_page("inspect", hall.ref), {"due_on": "2099-01-01"}).status_code == 302
    assert (
        _as("analyst").post(_page("inspect", hall.ref), {"due_on": "2099-01-01"}).status_code == 403
    )


def test_the_filter_that_hides_all_says_so() -> None:
    answer = _as("duty").get(reverse("gaming:venues"), {"q": "elsewhere"})

    assert "The filter hides every venue" in _text(answer)
    shown = _as("duty").get(reverse("gaming:venues"), {"kind": "no such kind"})
    assert "2</b> shown of 2" in _text(shown)


@pytest.mark.parametrize("name", ["venue", "inspection", "penalty", "inspect"])
def test_what_does_not_exist_is_not_found(name: str) -> None:
    assert _as("inspector").get(_page(name, "VN-2222")).status_code == 404


def test_who_may_see_indicators_is_led_to_those_of_the_site() -> None:
    page = _page("venue", _casino().ref)

    assert "0 other sites share an indicator" in _text(_as("analyst").get(page))
    assert "share an indicator" not in _text(_as("inspector").get(page))


def test_the_rail_counts_what_waits_for_each() -> None:
    home, due = reverse("gaming:home"), Inspection.objects.get(state="due")

    assert 'class="due"' in _text(_as("inspector").get(home))
    assert 'class="due"' not in _text(_as("commissioner").get(home))
    found = _checklist(seen_trafficking="found", words_trafficking="A ledger of debts")
    _as("inspector").post(_page("inspection", due.ref), found)

    assert 'class="due"' not in _text(_as("inspector").get(home))
    assert 'class="due"' in _text(_as("commissioner").get(home))
