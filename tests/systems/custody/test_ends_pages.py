"""Pages of custody's own ends, in a browser without script; and the same verbs over the API."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.systems.custody.bare import Page

from samaki.ground.access.models import Account as LogIn
from samaki.systems.custody.models import Account, Ending, FoundAgain, Handover, Movement
from samaki.web import world

if TYPE_CHECKING:
    from datetime import datetime

pytestmark = pytest.mark.django_db
MEN = "n-IDN-M-adult"


@pytest.fixture
def handed_over(ground_once: int, at: datetime) -> None:
    """Lay the world up to the 2 that nobody received; twelve are named."""
    world.raid_poipet(at=at)
    world.count_poipet(at=at)
    world.hand_over_poipet(at=at)


def _as(username: str) -> Client:
    client = Client()
    client.force_login(LogIn.objects.get(username=username))
    return client


def _text(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def _end_of(unit: str = "police-poipet") -> str:
    return reverse("custody:end", args=[Account.objects.get(unit=unit, kind="station").ref])


def _ended(kind: str) -> str:
    return reverse("custody:ended", args=[Account.objects.get(kind=kind).ref])


def _rest() -> str:
    return reverse("custody:rest", args=[Handover.objects.get().ref])


def _press(client: Client, path: str, typed: dict[str, str], button: str = "", of: str = "") -> Any:
    return client.post(path, Page(client.get(path)).fill(typed, button=button, of=of), follow=True)


@pytest.mark.usefixtures("handed_over")
def test_a_release_is_prepared_by_the_officer_and_confirmed_by_the_command() -> None:
    intake, command = _as("intake"), _as("command")
    choices = Page(intake.get(_end_of())).links
    assert {link for link in choices if "kind=" in link} == {
        f"?kind={kind}"
        for kind in (
            *("released", "left_voluntarily", "escaped", "dead", "unknown", "handed_over_abroad"),
        )
    }
    path = f"{_end_of()}?kind=released"
    shown = Page(intake.get(path)).fill()
    assert {"authority", "document"} <= shown.keys()
    assert not {"article", "reason", "happened_at"} & shown.keys()

    wrong = _press(intake, path, {MEN: "3"})
    assert wrong.status_code == 422
    assert "The authority is missing." in _text(wrong)
    said = {MEN: "3", "authority": "Prosecutor", "document": "Order 12"}
    answer = _press(intake, path, said)
    paper = answer.redirect_chain[-1][0]
    assert "waits for a second person" in _text(answer)
    assert "You prepared it yourself" in _text(answer)

    assert "Waits for a second person" in _text(command.get(reverse("custody:home")))
    answer = _press(command, paper, {}, button="confirm", of="happened_at")
    assert "confirmed" in _text(answer)
    assert Ending.objects.get().state == "confirmed"
    assert "Prosecutor" in _text(answer)
    listed = _text(command.get(reverse("custody:ends")))
    assert "Released by authority" in listed


@pytest.mark.usefixtures("handed_over")
def test_the_rest_is_declared_unknown_and_one_is_found_again() -> None:
    guard, intake = _as("gendarmerie1"), _as("intake")
    handover = reverse("custody:handover", args=[Handover.objects.get().ref])
    assert _rest() in Page(guard.get(handover)).links

    answer = _press(guard, f"{_rest()}?kind=unknown", {MEN: "2", "reason": "They were gone."})
    assert "They were gone." in _text(answer)
    page = _text(guard.get(handover))
    assert "2 settled by the escort" in page
    assert "Declare the rest" not in page

    home = _text(intake.get(reverse("custody:home")))
    assert "Nobody knows where they are" in home
    assert "2 of whom nobody knows" in _text(intake.get(reverse("custody:ends")))
    end = _ended("unknown")
    found = f"{end}found/"
    assert found in Page(intake.get(end)).links
    wrong = _press(intake, found, {MEN: "1", "unit": "police-poipet"})
    assert "Say where and how they were found." in _text(wrong)
    said = {"unit": "police-poipet", "legal_basis": "Article 96", "reason": "At the station"}
    answer = _press(intake, found, {MEN: "1", **said})
    assert "At the station" in _text(answer)
    assert FoundAgain.objects.get().taker.unit_id == "police-poipet"
    assert "in_transit" not in _text(intake.get(reverse("custody:flow")))
    assert _ended("unknown") in Page(intake.get(reverse("custody:flow"))).links


@pytest.mark.usefixtures("handed_over")
def test_who_confirms_a_death_is_asked_for_no_moment_and_another_one_is_refused() -> None:
    intake, command = _as("intake"), _as("command")
    said = {MEN: "1", "authority": "Hospital"}
    paper = _press(intake, f"{_end_of()}?kind=dead", said).redirect_chain[-1][0]
    assert "happened_at" not in Page(command.get(paper)).fill(button="confirm")
    ref = Ending.objects.get().ref
    other = {"happened_at": "2025-11-17T00:00Z"}
    refused = _post(command, f"/ends/{ref}/confirmation", other, "key-0001")
    assert [r["code"] for r in refused.json()["reasons"]] == ["other_moment"]

    assert "confirmed" in _text(_press(command, paper, {}, button="confirm"))

    made = Ending.objects.get()
    assert made.movement is not None
    assert made.movement.happened_at == made.happened_at


@pytest.mark.usefixtures("handed_over")
def test_who_answered_for_the_unknown_reads_that_another_unit_found_them() -> None:
    intake, other = _as("intake"), _as("receiver")
    _press(intake, f"{_end_of()}?kind=unknown", {MEN: "1", "reason": "They were gone."})
    said = {"unit": "police-KH-1", "legal_basis": "Article 96", "reason": "At the market"}
    _press(other, f"{_ended('unknown')}found/", {MEN: "1", **said})

    for path in (_ended("unknown"), reverse("custody:ends")):
        page = _text(intake.get(path))
        assert "Who was found again" in page
        assert "At the market" in page


@pytest.mark.usefixtures("handed_over")
def test_the_unknown_stand_in_the_national_picture() -> None:
    guard = _as("gendarmerie1")
    _press(guard, f"{_rest()}?kind=unknown", {MEN: "2", "reason": "They were gone."})

    page = _text(_as("duty").get(reverse("picture:national")))

    assert '<tspan class="n">2</tspan> Unknown' in page
    assert "Of 2 people nobody knows where they are" in page
    assert _ended("unknown") in Page(_as("duty").get(reverse("picture:national"))).links


@pytest.mark.usefixtures("handed_over")
def test_a_prepared_end_is_withdrawn_and_what_was_entered_is_reversed_at_its_movement() -> None:
    intake = _as("intake")
    said = {MEN: "1", "authority": "Hospital"}
    paper = _press(intake, f"{_end_of()}?kind=dead", said).redirect_chain[-1][0]
    assert "withdrawn" in _text(_press(intake, paper, {}, button="withdraw"))
    refused = intake.post(paper, {"withdraw": "1"})
    assert "was settled on" in _text(refused)

    _press(intake, f"{_end_of()}?kind=escaped", {MEN: "1", "reason": "Over the wall"})
    movement = reverse("custody:movement", args=[Movement.objects.latest("pk").pk])
    _press(intake, movement, {"reason": "Hid in the kitchen"})
    made = Ending.objects.latest("pk")
    assert "reversed" in _text(intake.get(reverse("custody:ending", args=[made.ref])))
    assert "Nobody is in this account." in _text(intake.get(_ended("escaped")))


@pytest.mark.usefixtures("handed_over")
def test_who_may_not_say_how_they_left_is_not_asked(at: datetime) -> None:
    assert _as("screener").get(_end_of()).status_code == 403
    assert _as("command18").get(_end_of()).status_code in {403, 404}
    _press(_as("intake"), f"{_end_of()}?kind=escaped", {MEN: "1", "reason": "Over the wall"})
    made = Ending.objects.get()

    other = _as("command18")
    assert other.get(reverse("custody:ending", args=[made.ref])).status_code == 404
    assert other.get(_ended("escaped")).status_code == 404
    assert other.get(f"{_ended('escaped')}found/").status_code == 200, "one may be found there"
    assert other.get(_rest()).status_code == 404
    assert _as("screener").get(f"{_ended('escaped')}found/").status_code == 403
    assert "Custody of nobody" in _text(other.get(reverse("custody:ends")))


# The API.


def _post(client: Client, path: str, body: object, key: str) -> Any:
    headers = {"Idempotency-Key": key}
    return client.post(
        f"/api/custody{path}", json.dumps(body), content_type="application/json", headers=headers
    )


@pytest.mark.usefixtures("handed_over")
def test_the_verbs_are_there_for_programs_that_people_use() -> None:
    intake, command, guard = _as("intake"), _as("command"), _as("gendarmerie1")
    heads = [{"nationality": "IDN", "sex": "M", "age": "adult", "count": 2}]
    station = Account.objects.get(unit="police-poipet", kind="station").ref
    release = {"account": station, "kind": "released", "heads": heads}
    release |= {"authority": "Prosecutor", "document": "Order 12"}

    made = _post(intake, "/ends", release, "key-0001")
    assert made.status_code == 201, made.content
    ref = made.json()["ref"]
    moment = {"happened_at": Ending.objects.get().prepared_at.isoformat()}
    early = {"happened_at": "2025-11-17T00:00Z"}
    refused = _post(command, f"/ends/{ref}/confirmation", early, "key-0002")
    assert [r["code"] for r in refused.json()["reasons"]] == ["before_ending", "overdrawn"]
    assert _post(command, f"/ends/{ref}/confirmation", moment, "key-0003").status_code == 201
    shown = intake.get(f"/api/custody/ends/{ref}").json()
    assert (shown["state"], shown["count"]) == ("confirmed", 2)

    lost = {"kind": "unknown", "heads": heads, "reason": "Gone"}
    handover = Handover.objects.get().ref
    assert _post(guard, f"/handovers/{handover}/rest", lost, "key-0004").status_code == 201
    accounts = intake.get("/api/custody/ends/accounts").json()
    assert [(line["kind"], line["held"]) for line in accounts] == [("unknown", 2), ("released", 2)]
    back = {"account": accounts[0]["ref"], "unit": "police-poipet", "heads": heads}
    back |= {"legal_basis": "Article 96", "how": "Seen", "happened_at": _moment()}
    assert _post(intake, "/ends/findings", back, "key-0005").status_code == 201
    waits = _post(intake, "/ends", release, "key-0006").json()["ref"]
    assert _post(intake, f"/ends/{waits}/withdrawal", {}, "key-0007").status_code == 201


def _moment() -> str:
    return Ending.objects.latest("pk").prepared_at.isoformat()


@pytest.mark.usefixtures("handed_over")
def test_who_ran_off_in_one_province_is_taken_in_from_there_by_another() -> None:
    intake, receiver = _as("intake"), _as("command18")
    typed = {MEN: "3", "reason": "Over the wall", "happened_at": "2025-11-18T05:00"}
    assert _press(intake, f"{_end_of()}?kind=escaped", typed).status_code == 200
    account = Account.objects.get(kind="escaped")
    found = reverse("custody:found_again", args=[account.ref])

    listed = _text(receiver.get(reverse("custody:ends")))
    assert "Missed in other areas" in listed
    assert found in listed
    assert receiver.get(reverse("custody:ended", args=[account.ref])).status_code == 404
    assert "Missed in other areas" not in _text(intake.get(reverse("custody:ends"))), "its own"
    assert "Missed in other areas" not in _text(_as("screener").get(reverse("custody:ends")))

    unit = str(Account.objects.filter(kind="station", unit__area="KH-18")[0].unit_id)
    said = {MEN: "2", "unit": unit, "legal_basis": "Article 96", "reason": "At the harbour"}
    answer = _press(receiver, found, said)

    made = FoundAgain.objects.get()
    assert (made.giver, made.taker.unit_id) == (account, unit)
    assert answer.status_code == 200
    assert "1" in _text(receiver.get(reverse("custody:ends"))).partition("Missed in other")[2]
    missed = receiver.get("/api/custody/ends/missed").json()
    assert [(line["ref"], line["held"]) for line in missed] == [(account.ref, 1)]
    assert intake.get("/api/custody/ends/missed").json() == []
