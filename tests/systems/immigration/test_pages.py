"""Pages of immigration in the demo world: what each of the cast sees, tries and is refused."""

from __future__ import annotations

import csv
import io
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.systems.custody.bare import Page
from tests.systems.immigration.desk import Desk, local, log_in, text

from samaki.ground.journal.models import Entry
from samaki.ground.people.services import protect_person
from samaki.systems.custody.models import Disposition, Movement
from samaki.systems.custody.services.holds import place_hold
from samaki.systems.immigration.models import (
    ExpulsionCase,
    ExpulsionOrder,
    ReentryBan,
    UndoneDeparture,
)
from samaki.systems.immigration.queries.cases import candidates
from samaki.web import world

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db

CHECK = {"entry": "No stamp", "said_by": "Intake", "grounds": "illegal_entry"}


@pytest.fixture
def desk(world_once: int, db: None, at: datetime) -> Desk:
    """The demo world with its two cases."""
    return Desk(at)


def test_the_list_says_whose_turn_it_is_and_the_rail_counts_mine(desk: Desk) -> None:
    page = text(desk.officer.get(reverse("immigration:cases")))

    assert "<b>2</b> cases wait for you" in page
    assert "Tell the person of the right" in page
    assert "Immigration<span" in page, "the rail counts what waits"
    assert "<b>0</b> cases wait for you" in text(log_in("duty").get("/immigration/"))


def test_a_case_is_opened_with_its_check_and_a_slip_keeps_what_was_typed(desk: Desk) -> None:
    officer = world.actor("immigration", at=desk.at)
    person = candidates(officer, at=timezone.now())[0].face.ref
    assert person in text(desk.officer.get(reverse("immigration:choose")))

    url = desk.url("open", person)
    slip = desk.officer.post(url, {"entry": "No stamp", "happened_at": local(desk.at)})
    assert slip.status_code == 422
    assert "No stamp" in text(slip)
    assert "No ground is named" in text(slip)
    saved = desk.officer.post(url, {**CHECK, "happened_at": local(desk.at)})

    opened = ExpulsionCase.objects.get(person=person)
    assert saved.headers["Location"] == desk.url("case", opened.ref)
    again = desk.officer.post(url, {**CHECK, "happened_at": local(desk.at)})
    assert again.status_code == 422
    assert "has an open case" in text(again)
    assert desk.officer.get(desk.url("open", "P-NONE")).status_code == 404


def test_the_case_shows_every_reason_who_can_lift_it_and_what_remains(desk: Desk) -> None:
    page = text(desk.officer.get(desk.url("case")))

    assert "This person cannot be expelled now: 1 reason" in page
    assert "The anti-trafficking committee, by screening the person" in page
    assert "Nothing was changed" not in page
    assert "What remains possible" in page
    assert 'aria-disabled="true"' in page


def test_the_api_says_of_each_obstacle_where_the_ledger_lets_nobody_go(desk: Desk) -> None:
    against = desk.officer.get(f"/api/immigration/cases/{desk.case.ref}").json()["against"]

    assert {each["code"]: each["forbids"] for each in against} == {
        "not_screened": ["court", "expelled", "handed_over_abroad", "prison"]
    }


def test_after_the_order_the_page_says_what_is_still_needed_before_departure(desk: Desk) -> None:
    desk.clear()
    before = text(desk.authority.get(desk.url("decide")))
    assert desk.authority.post(desk.url("decide"), desk.decision()).status_code == 302

    page = text(desk.officer.get(desk.url("case")))

    assert "Before departure" not in before
    assert "Before departure" in page
    assert "cannot be expelled now" not in page
    assert "Nothing was changed" not in page
    for needed in ("Tell the person of the right", "Record the travel document", "has to run out"):
        assert f"<b>{needed}" in page or f"{needed}</b>" in page, needed


def test_a_refused_decision_says_that_nothing_was_changed(desk: Desk) -> None:
    looked = text(desk.authority.get(desk.url("decide")))
    refused = text(desk.authority.post(desk.url("decide"), desk.decision()))

    assert "Nothing was changed" not in looked
    assert "Nothing was changed" in refused


def test_an_order_with_minutes_to_appeal_is_refused_at_its_field(desk: Desk) -> None:
    desk.clear()
    soon = local(timezone.now() + timedelta(minutes=5))

    answer = desk.authority.post(desk.url("decide"), desk.decision(appeal_until=soon))

    assert answer.status_code == 422
    assert "It lasts at least 24 hours" in text(answer)
    assert not ExpulsionOrder.objects.filter(case=desk.case).exists()


def test_opening_a_case_is_kept_in_the_journal(desk: Desk) -> None:
    desk.officer.get(desk.url("case"))

    entry = Entry.objects.last()
    assert entry is not None
    assert (entry.kind, entry.subject) == ("people:file:read:case", desk.person)


def test_an_order_against_somebody_not_screened_is_refused_on_the_page(desk: Desk) -> None:
    answer = desk.authority.post(desk.url("decide"), desk.decision())

    assert answer.status_code == 422
    assert "not yet screened for victims of trafficking" in text(answer)
    assert "No entry is recorded." in text(answer), "what was typed is kept"
    assert not ExpulsionOrder.objects.filter(case=desk.case).exists()


def test_nothing_is_chosen_before_the_authority_chooses(desk: Desk) -> None:
    page = desk.authority.get(desk.url("decide"))

    assert "checked" not in text(page)
    assert "article" not in text(page).lower().replace("no article number is shown", "")
    sent = Page(page).fill()
    assert "decision" not in sent
    assert desk.authority.post(desk.url("decide"), sent).status_code == 422


def test_an_order_asks_for_ground_and_time_and_no_order_asks_for_neither(desk: Desk) -> None:
    lacking = desk.authority.post(desk.url("decide"), {"decision": "order", "reasons": "Because."})
    assert "The ground is missing" in text(lacking)
    assert "Say until when the person may appeal" in text(lacking)

    desk.authority.post(desk.url("decide"), {"decision": "against", "reasons": "Permit found."})

    assert "Permit found." in text(desk.officer.get(desk.url("case")))
    assert "not expelled" in text(desk.officer.get("/immigration/"))


def test_the_officer_cannot_decide_nor_the_authority_prepare(desk: Desk) -> None:
    assert desk.officer.post(desk.url("decide"), desk.decision()).status_code == 403
    assert desk.authority.get(desk.url("consulate")).status_code == 403
    assert desk.authority.post(desk.url("paper"), {}).status_code == 403
    ref = desk.manifest()
    assert desk.authority.post(desk.url("manifest", ref), {"give_up": "1"}).status_code == 403


def test_the_walk_from_order_to_ban_and_no_period_is_set_beforehand(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    ref = desk.prepare_to_leave()
    order = ExpulsionOrder.objects.get(case=desk.case)
    _let_an_hour_pass(monkeypatch)

    left = desk.officer.post(
        desk.url("manifest", ref), {"depart": "1", "happened_at": local(timezone.now())}
    )

    assert left.status_code == 302
    assert Disposition.objects.get().because == order.ref
    ban = desk.officer.get(desk.url("ban"))
    assert "3 years (prakas, unconfirmed)" in text(ban)
    assert [form.get("ban-valid_to") for form in Page(ban).forms if "ban-ground" in form] == [[""]]
    lacking = desk.officer.post(desk.url("ban"), {"ban-ground": "Illegal entry"})
    assert lacking.status_code == 422
    today = timezone.localdate()
    saved = desk.officer.post(
        desk.url("ban"),
        {
            "ban-valid_from": today.isoformat(),
            "ban-valid_to": (today + timedelta(days=900)).isoformat(),
            "ban-ground": "Illegal entry",
        },
    )
    assert saved.status_code == 302
    listing = ReentryBan.objects.get().listing
    assert listing in text(desk.officer.get(desk.url("case")))


WHY = "Taken off the aircraft"


def _gone(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Movement:
    """Let the person leave; return the movement of the ledger."""
    ref = desk.prepare_to_leave()
    _let_an_hour_pass(monkeypatch)
    now = local(timezone.now())
    desk.officer.post(desk.url("manifest", ref), {"depart": "1", "happened_at": now})
    return Movement.objects.get(disposition=Disposition.objects.get())


def test_a_departure_is_undone_on_its_case_with_a_reason_by_who_records_departures(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert 'action="' + desk.url("undo") not in text(desk.officer.get(desk.url("case")))
    assert "No departure of this person stands." in text(desk.officer.get(desk.url("undo")))
    _gone(desk, monkeypatch)

    shown = text(desk.officer.get(desk.url("case")))
    assert 'action="' + desk.url("undo") in shown
    assert Page(desk.officer.get(desk.url("case"))).filled_buttons <= 1
    for username in ("authority", "duty"):
        client = log_in(username)
        assert desk.url("undo") not in text(client.get(desk.url("case")))
        assert client.post(desk.url("undo"), {"reasons": WHY}).status_code == 403
    lacking = desk.officer.post(desk.url("undo"), {"reasons": ""})
    assert lacking.status_code == 422
    assert "The reasons are missing" in text(lacking)
    assert not UndoneDeparture.objects.exists()

    saved = desk.officer.post(desk.url("undo"), {"reasons": WHY})

    assert saved.headers["Location"] == desk.url("case")
    page = text(desk.officer.get(desk.url("case")))
    assert "The departure is undone." in page
    assert "Departure undone" in page
    assert WHY in page
    assert desk.url("undo") not in page
    assert WHY not in text(log_in("duty").get(desk.url("case"))), "it hides as the name does"
    again = desk.officer.post(desk.url("undo"), {"reasons": WHY})
    assert again.status_code == 422
    assert "past this step" in text(again)


def test_a_departure_is_undone_by_the_api_and_by_nobody_else(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    _gone(desk, monkeypatch)
    path = f"/api/immigration/cases/{desk.case.ref}/undo"

    def ask(client: Client, key: str) -> Any:
        headers = {"Idempotency-Key": key}
        body = {"reasons": WHY}
        return client.post(path, body, content_type="application/json", headers=headers)

    assert ask(desk.authority, "undo-by-authority").status_code == 403
    done = ask(desk.officer, "undo-by-officer-1")

    assert (done.status_code, done.json()["ref"]) == (201, desk.case.ref)
    assert UndoneDeparture.objects.get().reasons == WHY
    refused = ask(desk.officer, "undo-by-officer-2")
    assert (refused.status_code, refused.json()["reasons"][0]["code"]) == (422, "state")


def test_custody_says_on_the_movements_page_where_a_departure_is_undone(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = _gone(desk, monkeypatch)
    url = reverse("custody:movement", args=[gone.pk])
    where = "It is undone on the person’s case under Immigration"

    page = text(desk.officer.get(url))
    refused = text(desk.officer.post(url, {"reason": "Slip"}))

    assert where in page
    assert 'name="reason"' not in page
    assert "This entry cannot be reversed: 1 reason" in refused
    assert where in refused
    assert not Movement.objects.filter(reverses=gone).exists()


def test_a_departed_case_can_be_closed_without_a_ban(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    ref = desk.prepare_to_leave()
    _let_an_hour_pass(monkeypatch)
    now = local(timezone.now())
    desk.officer.post(desk.url("manifest", ref), {"depart": "1", "happened_at": now})

    desk.officer.post(desk.url("ban"), {"without": "1", "reasons": "Came as a child."})

    assert "Came as a child." in text(desk.officer.get(desk.url("case")))
    assert not ReentryBan.objects.exists()


def test_the_page_refuses_a_departure_with_every_reason_and_moves_nobody(desk: Desk) -> None:
    ref = desk.prepare_to_leave()
    place_hold(
        actor=world.actor("screener", at=desk.at),
        person=desk.person,
        ground="protected",
        owner="trafficking-hq",
        because="VS-LATE",
        at=desk.at,
    )

    answer = desk.officer.post(
        desk.url("manifest", ref), {"depart": "1", "happened_at": local(timezone.now())}
    )

    assert answer.status_code == 422
    assert "a screening for victims of trafficking is pending" in text(answer)
    assert "protects this person" not in text(answer), "nobody learns here what was found"
    assert "may appeal until" in text(answer)
    assert "Nothing was changed, for nobody" in text(answer)
    assert not Disposition.objects.exists()


@pytest.mark.parametrize("act", ["list", "board", "take_off"])
def test_a_posted_person_who_may_not_be_there_is_refused(desk: Desk, act: str) -> None:
    ref = desk.manifest()

    answer = desk.officer.post(desk.url("manifest", ref), {act: "1", "person": desk.person})

    assert answer.status_code == 422
    assert desk.person in text(answer)
    assert desk.officer.post(desk.url("manifest", ref), {act: "1"}).status_code == 422


def test_the_table_hides_what_the_page_hides_and_carries_no_formula(desk: Desk) -> None:
    ref = desk.prepare_to_leave()

    rows = _rows(desk.officer.get(desk.url("table", ref)))
    assert rows[1][1:3] == [desk.person, "Demonstration name 1"]
    assert rows[1][4] == "'=SPLP-1"
    hidden = _rows(log_in("duty").get(desk.url("table", ref)))
    assert hidden[1][2] == "Name hidden from your role"
    assert "SPLP" not in str(hidden)
    protect_person(actor=world.actor("screener", at=desk.at), person=desk.person, at=desk.at)
    for client in (desk.officer, desk.authority):
        for url in (desk.url("table", ref), desk.url("manifest", ref), desk.url("case")):
            page = text(client.get(url))
            assert "Demonstration name 1" not in page
            assert "SPLP" not in page
            assert "driven to the building" not in page


def test_who_has_no_right_to_names_sees_the_steps_and_no_word_of_the_file(desk: Desk) -> None:
    page = text(log_in("duty").get(desk.url("case")))

    assert "Name hidden from your role" in page
    assert "Demonstration name" not in page
    assert "driven to the building" not in page
    assert "Status checked: entry, stay, papers" in page


def test_an_appeal_is_recorded_by_one_and_ended_by_another(desk: Desk) -> None:
    ref = desk.prepare_to_leave()
    now = local(timezone.now())
    asked = {"plea": "1", "plea-kind": "appeal", "plea-happened_at": now}
    assert desk.authority.post(desk.url("pleas"), asked).status_code == 403
    desk.officer.post(desk.url("pleas"), asked)
    assert "Taken off the list" in text(desk.officer.get(desk.url("manifest", ref)))
    plea = desk.case.pleas.get()
    decided = {"decide": plea.ref, "act": "refuse", "body": "Court", "reasons": "As it says."}
    assert desk.officer.post(desk.url("pleas"), decided).status_code == 403
    lacking = desk.authority.post(desk.url("pleas"), {"decide": plea.ref})
    assert lacking.status_code == 422

    own = desk.authority.post(desk.url("pleas"), decided)
    assert own.status_code == 422
    assert "Somebody else has to decide the appeal" in text(own)

    log_in("authority2").post(desk.url("pleas"), decided)

    desk.case.refresh_from_db()
    assert desk.case.state == "ordered"
    desk.authority.post(desk.url("withdraw"), {"reasons": "A permit was found."})
    desk.case.refresh_from_db()
    assert desk.case.state == "not_expelled"


def test_every_page_has_one_filled_button_at_most(desk: Desk) -> None:
    ref = desk.prepare_to_leave()
    for client in (desk.officer, desk.authority):
        for name in ("case", "decide", "withdraw", "consulate", "paper", "pleas", "ban"):
            assert Page(client.get(desk.url(name))).filled_buttons <= 1, name
        for url in ("/immigration/", "/immigration/manifests/", desk.url("manifest", ref)):
            assert Page(client.get(url)).filled_buttons <= 1, url


def test_a_list_is_given_up_and_an_unknown_one_is_not_found(desk: Desk) -> None:
    ref = desk.prepare_to_leave()

    desk.officer.post(desk.url("manifest", ref), {"give_up": "1"})

    assert "Given up" in text(desk.officer.get(reverse("immigration:manifests")))
    assert desk.officer.get(desk.url("manifest", "MF-NONE")).status_code == 404
    assert desk.officer.get(desk.url("case", "EC-NONE")).status_code == 404


def _rows(answer: Any) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text(answer).removeprefix("\ufeff"))))


def _let_an_hour_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the pages read a clock that is an hour on: the time for appeal has run out."""
    real = timezone.now
    monkeypatch.setattr(timezone, "now", lambda: real() + timedelta(hours=1))
