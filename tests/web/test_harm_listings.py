"""Nobody whose screening is not over is put on a penal list: by service, page, API, or later on.

The one import there is (`samaki read --store`) is tried in `test_harm_gates`: it lists nobody.
"""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

import pytest
from tests.web.gate import everything, log_in, never_screened, pending, positive, post, second_body

from samaki.ground.people.models import Particulars
from samaki.systems.custody.rules import AccountKind
from samaki.systems.listings.models import Listing
from samaki.systems.listings.rules import BAN, WANTED, Entry
from samaki.systems.listings.services import ListingRefusedError, enter_listing
from samaki.web import world

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.web.gate import Gate

pytestmark = pytest.mark.django_db

UNHEARD = pytest.mark.parametrize("held", [never_screened, pending, positive, second_body])


@UNHEARD
@pytest.mark.parametrize("watch_list", [WANTED, BAN])
def test_no_penal_listing_by_any_way(
    gate: Gate, held: Callable[[Gate], None], watch_list: str
) -> None:
    held(gate)
    officer = log_in("immigration")
    waits = [each for each in gate.grounds(AccountKind.PRISON) if "trafficking" in each]
    before = everything()

    for linked in ("person", "because"):
        with pytest.raises(ListingRefusedError) as refused:
            _list(gate, watch_list, **{linked: gate.person})
        assert all(ground in str(refused.value) for ground in waits)
        assert "protects" not in str(refused.value)
    page = officer.post("/listings/enter/", _listed(watch_list) | {"because": gate.person})
    api = post(officer, "/listings", _listed(watch_list) | {"person": gate.person})

    assert waits
    assert page.status_code == 422
    for ground in waits:
        assert ground in html.unescape(page.content.decode())
    assert "protects" not in page.content.decode().partition("<main")[2]
    assert api.status_code == 405, "the API enters nobody"
    assert everything() == before


@UNHEARD
@pytest.mark.parametrize("field", ["because", "ground", "documents"])
def test_however_the_page_names_somebody_held_they_are_not_listed_as_wanted(
    gate: Gate, held: Callable[[Gate], None], field: str
) -> None:
    held(gate)
    officer, before = log_in("immigration"), everything()
    case, paper = gate.case.ref, Particulars.objects.get(person__ref=gate.person).paper
    written = {
        gate.person.lower(): gate.person,
        f"{gate.person}, letter 12": gate.person,
        gate.person.replace("-", " "): gate.person,
        case: case,
        f"see case {case.lower()}": case,
    }
    if field == "documents":
        written = {paper: paper, f" {paper.lower()[:3]} {paper[3:]} ": paper}

    for words, said in written.items():
        page = officer.post("/listings/enter/", _listed(WANTED) | {field: words})

        assert page.status_code == 422, words
        text = html.unescape(page.content.decode())
        for ground in (each for each in gate.grounds(AccountKind.PRISON) if "trafficking" in each):
            assert ground in text, words
        if said != gate.person:
            assert f"is of {gate.person} in the register" in text, words
    assert everything() == before


@pytest.mark.parametrize("field", ["because", "documents"])
def test_an_entry_of_a_case_or_a_paper_is_of_its_person(gate: Gate, field: str) -> None:
    gate.clear()
    paper = Particulars.objects.get(person__ref=gate.person).paper
    officer = log_in("immigration")
    words = {"because": f"case {gate.case.ref.lower()}", "documents": paper}[field]

    entered = officer.post("/listings/enter/", _listed(WANTED) | {field: words})
    pending(gate)

    assert entered.status_code == 302
    (listing,) = Listing.objects.filter(person=gate.person)
    assert "The screening of this person is not over." in (
        log_in("supervisor").get(f"/listings/{listing.ref}/").content.decode()
    )


def test_a_ban_by_hand_is_refused_by_every_way_though_nothing_speaks_against_the_person(
    gate: Gate,
) -> None:
    gate.clear()
    officer = log_in("immigration")
    before = everything()

    with pytest.raises(ListingRefusedError) as refused:
        _list(gate, BAN, person=gate.person)
    page = officer.post("/listings/enter/", _listed(BAN) | {"because": gate.person})

    assert [reason.code for reason in refused.value.reasons] == ["ban_follows"]
    assert page.status_code == 422
    assert "A re-entry ban follows from a departure." in page.content.decode()
    assert everything() == before
    assert _list(gate, WANTED, person=gate.person).person == gate.person


@pytest.mark.parametrize("held", [pending, positive])
def test_an_entry_of_somebody_held_since_stops_nobody_at_the_border(
    gate: Gate, held: Callable[[Gate], None]
) -> None:
    gate.clear()
    listing = _list(gate, WANTED, person=gate.person)
    border = log_in("border")
    checked = {"text": "Planted Name", "born": "1990-05-17"}
    path = "/border/checkpoints/poipet/checks"
    assert post(border, path, checked).json()["verdict"] == "stop"

    held(gate)

    headers = {"Idempotency-Key": "harm-gate-2"}
    api = border.post(f"/api{path}", checked, content_type="application/json", headers=headers)
    page = border.post("/border/checkpoints/poipet/", checked, follow=True).content.decode()
    assert (api.json()["verdict"], api.json()["matches"]) == ("protection", [])
    assert "Call the protection desk" in page
    entry = log_in("supervisor").get(f"/listings/{listing.ref}/").content.decode()
    assert "Planted Name" not in entry
    assert "The screening of this person is not over." in entry


def _list(gate: Gate, watch_list: str, **linked: str) -> Listing:
    return enter_listing(
        actor=world.actor("immigration", at=gate.at),
        watch_list=watch_list,
        entry=Entry(("Planted Name",), "1990-05-17"),
        ground="Planted ground",
        valid_from=gate.at.date(),
        valid_to=None,
        at=gate.at,
        **{"because": "Warrant 7", **linked},
    )


def _listed(watch_list: str) -> dict[str, str]:
    return {
        "watch_list": watch_list,
        "names": "Planted Name",
        "born": "1990-05-17",
        "ground": "Planted ground",
        "because": "Warrant 7",
        "valid_from": "2025-11-18",
        "valid_to": "2099-11-17",
    }
