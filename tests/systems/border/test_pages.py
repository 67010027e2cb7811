"""The pages of the border, as its officer, its supervisor, and who may not."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.utils import translation
from tests.systems.listings.screened import clear, registered

from samaki.ground.access.actors import machine
from samaki.ground.access.models import Account
from samaki.ground.access.rules import Machine, Role
from samaki.ground.access.services import appoint
from samaki.ground.people.services import protect_person
from samaki.systems.border.models import Alert, IrregularCrossing, WatchListCheck
from samaki.systems.listings.rules import Entry
from samaki.systems.listings.services import enter_ban_listing
from samaki.web import world
from samaki.web.scenes import border as scene

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

pytestmark = pytest.mark.django_db
BOX = "/border/checkpoints/poipet/"
MRZ = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"
CROSSING = {
    "area": "KH-1-10",
    "checkpoint": "poipet",
    "way": "boat",
    "direction": "out",
    "happened_at": "2025-11-17T19:40",
    "n-XXX-M-adult": "៣",
    "seen": "Three rowed over at dusk.",
    "done": "",
}


@pytest.fixture
def client_as(ground_once: int, at: datetime) -> Callable[[str], Client]:
    """Return a client logged in as one of the cast, at Poipet with its listings."""
    scene.lay_checkpoints(at=at)
    scene.enter_listings(at=at)

    def log_in(username: str) -> Client:
        client = Client()
        client.force_login(Account.objects.get(username=username))
        return client

    return log_in


def _page(client: Client, text: str, born: str = "", document: str = "") -> str:
    typed = {"text": text, "born": born, "document": document}
    answer = client.post(BOX, typed, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_officer_of_one_checkpoint_is_led_to_its_box(
    client_as: Callable[[str], Client],
) -> None:
    answer = client_as("border").get("/border/", follow=True)

    assert answer.redirect_chain[-1][0] == BOX
    assert b"One box, one answer" in answer.content


def test_a_reader_of_many_checkpoints_chooses_where_they_stand(
    client_as: Callable[[str], Client], at: datetime
) -> None:
    client = client_as("supervisor")
    appoint(
        actor=machine(Machine.INSTALLER),
        account_id=Account.objects.get(username="supervisor").pk,
        post="border-supervisor-poipet",
        role=Role.BORDER_SUPERVISOR,
        area="KH",
        at=at - timedelta(days=1),
    )

    page = client.get("/border/").content.decode()

    for said in ("Poipet", "Bavet", "Mộc Bài", "river crossing", "airport", "is not said here"):
        assert said in page


def test_the_answer_says_why_in_words(client_as: Callable[[str], Client]) -> None:
    page = _page(client_as("border"), "Van Duc Nguyen", "17/05/1994")

    assert "Stop and ask the supervisor" in page
    assert "Marks or letters such as Đ are left out on one side" in page
    assert "The same parts of the name, in another order" in page
    assert "Birth date agrees to the day" in page
    assert "Document number not asked; the listing has one ending 417" in page
    assert "Nationality missing on one side; it counts neither for nor against" in page
    assert "DEMO00417" not in page
    assert "Nguyễn" in page


def test_a_surname_says_whose_spelling_it_is(client_as: Callable[[str], Client]) -> None:
    page = _page(client_as("border"), "Tan Wee")

    assert "The name alone is not enough to stop anyone." in page
    assert "Tan and 陈: 陈 as Hokkien spells it" in page
    assert "Birth date not asked; the listing has one. Ask for it" in page


def test_a_khmer_name_is_found_by_its_latin_spelling(client_as: Callable[[str], Client]) -> None:
    page = _page(client_as("border"), "SOK DARA", "9/3/1987")

    assert "Stop and ask the supervisor" in page
    assert "Khmer name read in Latin letters" in page
    assert "Detain under the named warrant alone" in page


def test_a_namesake_is_clear(client_as: Callable[[str], Client]) -> None:
    page = _page(client_as("border"), "Nguyen Van Duc", "3/3/1988")

    assert "Clear" in page
    assert "1 entry has this name and another birth date: somebody else." in page
    assert "Re-entry ban" not in page


def test_the_lines_of_a_document_are_read(client_as: Callable[[str], Client]) -> None:
    page = _page(client_as("border"), MRZ)

    assert "ERIKSSON ANNA MARIA" in page
    assert "last day has passed" in page


def test_a_misread_line_names_the_field_and_keeps_what_was_typed(
    client_as: Callable[[str], Client],
) -> None:
    answer = client_as("border").post(BOX, {"text": MRZ.replace("7408122", "7508122")})

    assert answer.status_code == 422
    assert b"The check digit of the birth date does not fit" in answer.content
    assert b"ERIKSSON&lt;&lt;ANNA" in answer.content
    assert not WatchListCheck.objects.exists()


def test_an_officer_does_not_check_at_another_checkpoint(
    client_as: Callable[[str], Client],
) -> None:
    assert client_as("border").get("/border/checkpoints/bavet/").status_code == 403
    assert client_as("border").get("/border/checkpoints/moon/").status_code == 404


def test_the_supervisor_judges_and_the_officer_sees_it_remembered(
    client_as: Callable[[str], Client],
) -> None:
    officer, supervisor = client_as("border"), client_as("supervisor")
    _page(officer, "Van Duc Nguyen", "17/05/1994", "N5551")
    alert = Alert.objects.get()

    assert alert.ref in supervisor.get("/border/alerts/").content.decode()
    refused = supervisor.post(f"/border/alerts/{alert.ref}/", {"reason": ""})
    assert refused.status_code == 422
    assert b"No judgement is chosen" in refused.content
    assert b"No reason is given" in refused.content
    typed = {"says": "negative", "reason": "Older passport shown"}
    done = supervisor.post(f"/border/alerts/{alert.ref}/", typed, follow=True)
    assert "Not this person" in done.content.decode()

    again = _page(officer, "NGUYEN VAN DUC", "1994-05-17", "N5551")
    assert "Clear" in again
    assert "Remembered: not this person" in again
    assert "Older passport shown" in again
    assert "supervisor" in again

    without = _page(officer, "NGUYEN VAN DUC", "1994-05-17")
    assert "Stop and ask the supervisor" in without, "the listed man would be typed so too"


def test_nothing_is_chosen_beforehand(client_as: Callable[[str], Client]) -> None:
    _page(client_as("border"), "Van Duc Nguyen", "17/05/1994")
    alert = Alert.objects.get()

    page = client_as("supervisor").get(f"/border/alerts/{alert.ref}/").content.decode()

    assert "checked" not in page.split('<form class="panel"')[1]


def test_the_officer_does_not_open_the_alerts(client_as: Callable[[str], Client]) -> None:
    assert client_as("border").get("/border/alerts/").status_code == 403


def test_a_protected_person_shows_the_desk_and_no_name(
    client_as: Callable[[str], Client], at: datetime
) -> None:
    client = client_as("border")
    person = registered("Planted Name", at=at)
    clear(person, at=at)
    enter_ban_listing(
        actor=world.actor("immigration", at=at),
        entry=Entry(("Plânted Nâme",), "1999-09-09"),
        ground="Planted ground",
        because=person,
        valid_from=at.date(),
        valid_to=None,
        at=at,
    )
    protect_person(actor=world.actor("screener", at=at), person=person, at=at)

    page = _page(client, "Planted Name", "9/9/1999")

    assert "Call the protection desk" in page
    for kept in ("Plânted", "Planted ground", person, "Re-entry ban", "1999"):
        assert kept not in page


def test_a_crossing_is_recorded_and_listed(client_as: Callable[[str], Client]) -> None:
    client = client_as("border")

    answer = client.post("/border/incidents/record/", CROSSING, follow=True)

    assert answer.status_code == 200
    page = answer.content.decode()
    assert "3 heads" in page
    assert "by boat, out of the country" in page
    assert "Nationality not established" in page
    incident = IrregularCrossing.objects.get()
    assert incident.ref in client.get("/border/incidents/").content.decode()


def test_a_refused_crossing_gives_every_reason_and_keeps_what_was_typed(
    client_as: Callable[[str], Client],
) -> None:
    typed = {**CROSSING, "area": "", "way": "", "direction": "", "n-XXX-M-adult": ""}

    answer = client_as("border").post("/border/incidents/record/", typed)

    assert answer.status_code == 422
    page = answer.content.decode()
    for said in ("No area is chosen", "How they crossed", "Into or out of", "Nobody is counted"):
        assert said in page
    assert "Three rowed over at dusk." in page


def test_a_nationality_is_added_and_what_was_typed_stays(
    client_as: Callable[[str], Client],
) -> None:
    answer = client_as("border").post(
        "/border/incidents/record/", {**CROSSING, "add": "1", "nationality": "VNM"}
    )

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "n-VNM-F-adult" in page
    assert "Three rowed over at dusk." in page
    assert not IrregularCrossing.objects.exists()


def test_the_answer_is_given_in_khmer(client_as: Callable[[str], Client]) -> None:
    client = client_as("border")
    client.cookies["django_language"] = "km"

    page = _page(client, "Van Duc Nguyen", "១៧/០៥/១៩៩៤")

    with translation.override("km"):
        assert translation.gettext("Stop and ask the supervisor") in page
    assert "Stop and ask" not in page
