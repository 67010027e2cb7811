"""The pages and the API of physical counts: count blind, see the difference, a second explains."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from tests.systems.custody.bare import Page

from samaki.ground.access.models import Account as LogIn
from samaki.picture.queries.national import national
from samaki.picture.queries.needs import needs
from samaki.systems.custody.models import Account, CountVariance, Movement, PhysicalCount, Posting
from samaki.systems.custody.rules.counts import Counted
from samaki.systems.custody.services.counts import record_count
from samaki.web import world

if TYPE_CHECKING:
    from datetime import datetime

pytestmark = pytest.mark.django_db

WOMEN, MEN = "n-IDN-F-adult", "n-IDN-M-adult"
WHY = {"reason": "Three are in hospital under guard.", "evidence": "Guard book, page 4"}


@pytest.fixture
def counted(ground_once: int, at: datetime) -> str:
    """Lay the world up to the count of 271 at Poipet; return the account's reference."""
    world.raid_poipet(at=at)
    world.count_poipet(at=at)
    return str(Account.objects.get(unit="police-poipet", kind="station").ref)


@pytest.fixture
def differing(counted: str, at: datetime) -> str:
    """Count 268 of the 271; return the count's reference."""
    actor = world.actor("intake", at=at)
    made = record_count(actor=actor, account=counted, counted=Counted(268), happened_at=at, at=at)
    return made.ref


def _as(username: str) -> Client:
    client = Client()
    client.force_login(LogIn.objects.get(username=username))
    return client


def _text(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def _page_of(ref: str) -> str:
    return reverse("custody:physical_count", args=[ref])


def _post(client: Client, path: str, body: dict[str, object]) -> Any:
    return client.post(
        f"/api/custody{path}",
        json.dumps(body),
        content_type="application/json",
        headers={"Idempotency-Key": uuid4().hex},
    )


def test_an_officer_counts_without_being_told_what_the_ledger_says(counted: str) -> None:
    intake = _as("intake")
    path = reverse("custody:count_again", args=[counted])
    before = Posting.objects.count()
    assert path in Page(intake.get(reverse("custody:account", args=[counted]))).links

    form = intake.get(path)
    assert "271" not in _text(form)
    answer = intake.post(path, Page(form).fill({"total": "២៦៨"}, of="total"), follow=True)

    ref = PhysicalCount.objects.get().ref
    assert answer.redirect_chain[-1][0] == _page_of(ref)
    text = _text(answer)
    assert "3 fewer than the ledger says" in text
    assert "Poipet police" in text
    assert "You counted it yourself" in text
    line = answer.context["line"]
    assert (line.heads, line.held, line.unit) == (268, 271, "Poipet police")
    assert Posting.objects.count() == before


def test_the_figure_of_the_ledger_leads_to_the_postings_behind_that_moment(
    differing: str, counted: str
) -> None:
    client = _as("command")
    page = Page(client.get(_page_of(differing)))

    (rows,) = [link for link in page.figures if "as_of=" in link]
    answer = client.get(rows)
    assert answer.context["sum"] == 271
    assert answer.context["line"].ref == counted


def test_a_cross_tab_keeps_its_figures_while_a_nationality_is_added(counted: str) -> None:
    intake = _as("intake")
    path = reverse("custody:count_again", args=[counted])

    typed = Page(intake.get(path)).fill({"nationality": "IDN"}, button="add", of="total")
    page = Page(intake.post(path, typed))
    sent = intake.post(path, page.fill({WOMEN: "45", MEN: "226"}, of="total"), follow=True)

    assert sent.context["line"].difference == 0
    assert {row.counted for row in sent.context["cells"]} == {45, 226}
    assert "The count and the ledger agree" in _text(sent)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"total": ""}, "The total is missing"),
        ({"total": "-3"}, "a count is 0 or more"),
        ({"total": "12 or so"}, "is not a whole number"),
        ({"total": "200000"}, "Check the figure"),
        ({"total": "3", "n-XXX-XXX-XXX": "4"}, "The parts add up to 4"),
        ({"total": "3", "happened_at": "2090-01-01T06:00"}, "lies in the future"),
        ({"total": "3", "happened_at": "2020-01-01T06:00"}, "cannot be counted before that"),
    ],
)
def test_a_count_that_cannot_be_is_refused_on_its_page(
    counted: str, typed: dict[str, str], said: str
) -> None:
    intake = _as("intake")
    path = reverse("custody:count_again", args=[counted])

    answer = intake.post(path, Page(intake.get(path)).fill(typed, of="total"))

    assert answer.status_code == 422
    assert said in _text(answer)
    assert not PhysicalCount.objects.exists()


def test_the_command_explains_it_and_whoever_counted_may_not(differing: str) -> None:
    command, intake = _as("command"), _as("intake")
    path = _page_of(differing)
    assert Page(intake.get(path)).filled_buttons == 0
    assert intake.post(path, WHY).status_code == 403

    refused = command.post(path, Page(command.get(path)).fill({}, of="evidence"))
    assert refused.status_code == 422
    assert "The reason is missing" in _text(refused)
    assert "The evidence is missing" in _text(refused)

    answer = command.post(path, Page(command.get(path)).fill(WHY, of="evidence"), follow=True)
    text = _text(answer)
    assert "Differs, and explained" in text
    assert WHY["evidence"] in text
    assert "Nothing waits to be explained" in text


def test_it_waits_on_the_pages_of_custody_and_in_the_picture(
    differing: str, counted: str, at: datetime
) -> None:
    account = reverse("custody:account", args=[counted])
    command = _as("command")
    for path in ("/custody/", "/custody/variances/", account):
        assert _page_of(differing) in Page(command.get(path)).links, path
    assert _page_of(differing) not in Page(_as("command18").get("/custody/variances/")).links
    home = _text(_as("duty").get("/"))
    assert "A count and the ledger differ by 3" in home
    assert "answers now: Secretariat" in home, "after years it has climbed to the top"

    command.post(_page_of(differing), WHY)

    for path in ("/custody/", "/custody/variances/"):
        assert _page_of(differing) not in Page(command.get(path)).links, path
    assert differing in _text(command.get(account)), "the last count stays on its account"
    assert "A count and the ledger differ" not in _text(_as("duty").get("/"))


def test_the_picture_as_of_the_next_day_names_the_superior(differing: str, at: datetime) -> None:
    duty, later = world.actor("duty", at=at), at + timedelta(hours=25)

    (line,) = needs(duty, national(as_of=later, known_at=later)).differing

    assert (line.ref, line.answers_unit) == (differing, "police-KH-1")


def test_a_count_elsewhere_is_not_found_and_not_made(differing: str, counted: str) -> None:
    other = _as("command18")

    assert other.get(_page_of(differing)).status_code == 404
    assert other.get(reverse("custody:count_again", args=[counted])).status_code == 403
    assert _as("intake").get(reverse("custody:count_again", args=["AC-0000"])).status_code == 404


def test_over_the_api_a_count_is_made_read_and_explained(counted: str, at: datetime) -> None:
    body = {"account": counted, "total": 268, "happened_at": at.isoformat()}
    made = _post(_as("intake"), "/counts", body)
    assert made.status_code == 201, made.content
    ref = made.json()["ref"]

    read = _as("duty").get(f"/api/custody/counts/{ref}").json()
    assert (read["heads"], read["held"], read["difference"]) == (268, 271, -3)
    assert (read["state"], read["answers"], read["account"]) == ("open", "police-poipet", counted)
    assert _as("command18").get(f"/api/custody/counts/{ref}").status_code == 404

    again = _post(_as("intake"), "/counts", body)
    assert [reason["code"] for reason in again.json()["reasons"]] == ["counted_before"]
    refused = _post(_as("intake"), f"/counts/{ref}/explanation", dict(WHY))
    assert refused.status_code == 403
    assert _post(_as("command"), f"/counts/{ref}/explanation", dict(WHY)).status_code == 201
    assert _as("duty").get(f"/api/custody/counts/{ref}").json()["state"] == "explained"
    assert Movement.objects.filter(kind="correction").count() == 0
    assert CountVariance.objects.get().explained_by.startswith("account:")


def test_the_khmer_pages_say_it_in_khmer(differing: str, counted: str) -> None:
    client = _as("command")

    text = _text(client.get(_page_of(differing), headers={"accept-language": "km"}))

    assert "៣" in text
    assert "fewer than the ledger says" not in text
