"""The pages of custody: the intake officer's story without script, and who may see what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.systems.custody.bare import Page

from samaki.ground.access.models import Account as LogIn
from samaki.ground.journal.models import Entry
from samaki.systems.custody.models import Account, Handover, Movement, Posting
from samaki.systems.custody.queries import accounts
from samaki.systems.custody.queries.books import Moments
from samaki.systems.operations.models import Operation
from samaki.web import world

if TYPE_CHECKING:
    from datetime import datetime


pytestmark = pytest.mark.django_db

# What every role may open at all is walked in tests/web/test_urls.py; here it is areas and acts.
EVERYONE = ["duty", "command", "command18", "command12", "intake", "receiver"]
BASIS = "Found at the site; identity check"
WOMEN, MEN = "n-IDN-F-adult", "n-IDN-M-adult"


@pytest.fixture
def planned(ground_once: int, at: datetime) -> None:
    """Lay the world up to the moment before the count at Poipet."""
    world.raid_poipet(at=at)


@pytest.fixture
def counted(planned: None, at: datetime) -> None:
    """Lay the world up to the count of 271 at Poipet."""
    world.count_poipet(at=at)


@pytest.fixture
def handed_over(counted: None, at: datetime) -> None:
    """Lay the world up to the 2 that nobody received; twelve are named."""
    world.hand_over_poipet(at=at)


def _as(username: str) -> Client:
    client = Client()
    client.force_login(LogIn.objects.get(username=username))
    return client


def _account(unit: str, page: str = "account") -> str:
    return reverse(f"custody:{page}", args=[Account.objects.get(unit=unit, kind="station").ref])


def _target(page: str = "count") -> str:
    return reverse(f"operations:{page}", args=[Operation.objects.get().ref, 1])


def _text(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def _errors(answer: Any) -> list[str]:
    assert answer.status_code == 422
    assert answer.context["wrong"] is True
    assert 'class="errors"' in _text(answer)
    return [str(e) for found in answer.context["form"].errors.values() for e in found]


def _held(unit: str, at: datetime) -> int:
    seen = accounts.seen(world.actor("duty", at=at), Moments(at, at))
    return next(line.held for line in seen if line.unit == unit)


def _trace() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Account, Movement, Posting, Entry))


# The story.


def test_the_story_from_the_target_to_the_named_head_works_without_script(
    planned: None, at: datetime
) -> None:
    intake, receiver = _as("intake"), _as("receiver")
    operations = Page(intake.get(reverse("operations:operations")))
    path = _target()
    assert path in operations.links

    page = Page(intake.get(path))
    added = page.fill({"nationality": "IDN"}, button="add", of="legal_basis")
    page = Page(intake.post(path, added))
    heads = {WOMEN: "45", MEN: "២២៦", "legal_basis": BASIS, "happened_at": "2025-11-17T09:00"}
    answer = intake.post(path, page.fill(heads, of="legal_basis"), follow=True)
    assert answer.redirect_chain[-1][0] == _account("police-poipet")
    assert (answer.context["line"].held, answer.context["line"].named) == (271, 0)

    path = _account("police-poipet", "dispatch")
    party = {
        MEN: "63",
        "receiver": "police-KH-1",
        "escort": "gendarmerie-KH-1",
        "vehicle": "2 buses",
        "seals": "004417, 004418",
        "happened_at": "2025-11-17T15:30",
    }
    sent = intake.post(path, Page(intake.get(path)).fill(party))
    path = sent["Location"]
    assert "on the road" in _text(intake.get(path))
    some = {"whole": "part", MEN: "61", "happened_at": "2025-11-17T16:20"}
    answer = receiver.post(path, Page(receiver.get(path)).fill(some), follow=True)
    assert (answer.context["line"].between, answer.context["line"].is_variance) == (2, True)

    path = _account("police-poipet", "identify")
    name = {"cell": MEN, "name": "Demonstration", "happened_at": "2025-11-17T20:00"}
    assert intake.post(path, Page(intake.get(path)).fill(name)).status_code == 302
    total = accounts.total(
        world.actor("duty", at=at), Moments(at, Movement.objects.latest("pk").recorded_at)
    )
    assert (total.held, total.in_transit, total.named, total.everyone) == (269, 2, 1, 271)
    assert Operation.objects.get().targets.get().state == "counted"


def test_the_rest_is_received_late_and_the_variance_closes(handed_over: None) -> None:
    receiver = _as("receiver")
    path = reverse("custody:handover", args=[Handover.objects.get().ref])
    assert "Say what happened" in _text(receiver.get(_account("police-KH-1")))
    missing = "On the road still:</b> 2 × Indonesia, men, adults"
    for reader in ("intake", "duty", "oversight", "receiver"):
        assert missing in _text(_as(reader).get(path)), reader

    answer = receiver.post(path, Page(receiver.get(path)).fill({"whole": "all"}), follow=True)
    assert (answer.context["line"].between, answer.context["is_open"]) == (0, False)
    assert "Nothing is missing" in _text(receiver.get(reverse("custody:variances")))


def test_a_nationality_is_added_and_no_figure_is_lost(planned: None) -> None:
    client = _as("intake")
    for path in (_target(), reverse("custody:count")):
        page = Page(client.get(path))
        typed = {"n-XXX-XXX-XXX": "7", "legal_basis": "Found", "nationality": "IDN"}
        page = Page(client.post(path, page.fill(typed, button="add", of="legal_basis")))
        page = Page(
            client.post(
                path, page.fill({MEN: "3", "nationality": "VNM"}, button="add", of="legal_basis")
            )
        )
        sent = page.fill({}, of="legal_basis")
        assert sent["nationality"] == ["IDN", "VNM", ""]
        assert (sent[MEN], sent["n-XXX-XXX-XXX"], sent["legal_basis"]) == (["3"], ["7"], ["Found"])
        assert "n-VNM-F-minor" in sent
    assert Movement.objects.count() == 0


def test_a_target_is_on_record_as_raided_without_a_figure(planned: None) -> None:
    client = _as("command")
    path = _target()
    late = Page(client.get(path)).fill({"raid-happened_at": "2099-01-01T06:00"}, button="no_figure")
    answer = client.post(path, late)
    assert answer.status_code == 422
    assert "has not come yet" in _text(answer)

    raided = Page(client.get(path)).fill(button="no_figure")
    assert client.post(path, raided).status_code == 302
    assert "Raided, no figure" in _text(client.get(reverse("operations:operations")))
    assert "This target has its result." in _text(client.get(path))
    again = _as("command").post(path, raided)
    assert (again.status_code, "on record already" in _text(again)) == (422, True)


def test_a_target_counted_before_is_not_counted_again(counted: None) -> None:
    client = _as("intake")
    before = _trace()
    sent = {MEN: "3", "nationality": "IDN", "legal_basis": BASIS, "happened_at": "2025-11-17T10:00"}

    assert "was counted as IN-" in _errors(client.post(_target(), sent))[0]
    assert _trace() == before


# What is refused, and that what was typed stays.


def test_a_count_says_everything_that_is_missing_at_once_and_keeps_the_figures(
    planned: None,
) -> None:
    client = _as("intake")
    for path, more in (
        (_target(), []),
        (reverse("custody:count"), ["Choose the unit that answers for them."]),
    ):
        page = Page(client.get(path))
        typed = {WOMEN: "many", MEN: "226", "happened_at": "", "nationality": "IDN"}
        answer = client.post(path, page.fill(typed, of="legal_basis"))
        assert _errors(answer) == [
            "Say when it happened.",
            "The legal basis is missing. Say on what ground they are held.",
            "“many” is not a whole number.",
            *more,
        ]
        page = Page(answer)
        assert page.fill(of="legal_basis")[MEN] == ["226"]
        for link in (link for link in page.links if link.startswith("#id_")):
            assert link[1:] in page.ids


def test_the_books_refuse_with_every_reason_at_its_field(counted: None) -> None:
    client = _as("intake")
    path = _account("police-poipet", "dispatch")
    party = {
        MEN: "272",
        WOMEN: "46",
        "receiver": "police-KH-1",
        "escort": "gendarmerie-KH-1",
        "happened_at": "2099-01-01T06:00",
    }
    answer = client.post(path, Page(client.get(path)).fill(party))

    said = answer.context["form"].errors
    assert set(said) == {MEN, WOMEN, "happened_at"}
    assert said[MEN] == [
        "Poipet police holds 226 of Indonesia, men, adults on 1 January 2099, 06:00, not 272."
    ]
    assert "lies in the future" in said["happened_at"][0]
    assert Page(answer).fill()[MEN] == ["272"]
    assert Handover.objects.count() == 0


def test_nobody_chosen_is_said_for_every_field_at_once(counted: None) -> None:
    client = _as("intake")
    path = _account("police-poipet", "dispatch")

    assert _errors(client.post(path, Page(client.get(path)).fill())) == [
        "Choose the unit that is to receive them.",
        "Choose the unit that answers for them on the road.",
    ]


def test_who_has_left_since_the_page_was_loaded_is_refused_and_not_forgotten(
    counted: None, at: datetime
) -> None:
    client = _as("intake")
    path = _account("police-poipet", "dispatch")
    typed = {WOMEN: "45", "receiver": "police-KH-1", "escort": "gendarmerie-KH-1"}
    first = Page(client.get(path)).fill(typed)
    assert client.post(path, first).status_code == 302

    answer = _as("intake").post(path, first)
    twice, gone = _errors(answer)
    assert "already on record as HV-" in twice
    assert "holds 0 of Indonesia, women, adults on" in gone


def test_a_receipt_of_all_is_refused_when_a_figure_says_otherwise(handed_over: None) -> None:
    client = _as("receiver")
    path = reverse("custody:handover", args=[Handover.objects.get().ref])
    page = Page(client.get(path))

    assert _errors(client.post(path, page.fill())) == ["Say whether all arrived."]
    both = _errors(client.post(path, page.fill({"whole": "all", MEN: "1"})))
    assert both == ["All 2 arrived, or the 1 counted here: say which."]
    old = _errors(client.post(path, page.fill({"whole": "all", "expected": "63"})))
    assert old == ["2 are on the way now, no longer 63. Count who is here."]
    more = client.post(path, page.fill({"whole": "part", MEN: "3"}))
    assert _errors(more) == ["3 of Indonesia, men, adults cannot be received: 2 were on the way."]


def test_a_name_is_asked_for_and_a_head_that_is_there(handed_over: None) -> None:
    client = _as("intake")
    path = _account("police-poipet", "identify")

    assert _errors(client.post(path, Page(client.get(path)).fill({"name": ""}))) == [
        "The name is missing. Enter the name as given.",
        "Choose as what they were counted.",
    ]
    early = {"cell": MEN, "name": "Budi", "happened_at": "2025-11-17T08:00"}
    answer = client.post(path, Page(client.get(path)).fill(early))
    assert list(answer.context["form"].errors) == ["cell"]
    assert Page(answer).fill()["name"] == ["Budi"]


def test_a_movement_is_reversed_with_a_reason_or_refused_with_all_of_them(
    handed_over: None,
) -> None:
    intake, receiver = _as("intake"), _as("receiver")
    count = reverse("custody:movement", args=[Movement.objects.get(kind="intake").pk])
    answer = intake.post(count, Page(intake.get(count)).fill({"reason": "Slip"}))
    assert answer.status_code == 422
    held, *first = answer.context["refusal"]
    assert "others have moved since" in held
    kinds = [reason.partition(", ")[2].partition(" on ")[0] for reason in first]
    assert kinds == ["dispatched", *["identified from heads"] * 11], "twelve of the thirteen"
    for reason in answer.context["refusal"]:
        assert reason in _text(answer)
    assert "Nothing was changed." in _text(answer)

    receipt = reverse("custody:movement", args=[Movement.objects.get(kind="receipt").pk])
    assert _errors(receiver.post(receipt, {"reason": " "}))[0].startswith("The reason is missing")
    answer = receiver.post(receipt, {"reason": "Miscounted"}, follow=True)
    assert "Miscounted" in _text(answer)
    assert "A correction is not reversed." in _text(answer)
    assert "was reversed by" in _text(receiver.get(receipt))
    assert "correction is not reversed" in _text(
        receiver.post(answer.request["PATH_INFO"], {"reason": "x"})
    )


# Whose eyes.


@pytest.mark.parametrize("username", EVERYONE)
def test_every_page_answers_each_of_the_cast_by_area_and_role(
    handed_over: None, username: str
) -> None:
    client, before = _as(username), _trace()
    own = username in {"duty", "command", "intake", "receiver"}
    acts = username in {"command", "intake", "receiver"}
    names, elsewhere = username in {"intake", "receiver"}, False
    handover = reverse("custody:handover", args=[Handover.objects.get().ref])
    movement = reverse("custody:movement", args=[Movement.objects.get(kind="dispatch").pk])
    expected = {
        reverse("custody:home"): 200,
        reverse("custody:variances"): 200,
        reverse("custody:count"): 200 if username != "duty" else 403,
        reverse("operations:operations"): 200,
        _account("police-poipet"): 200 if own else 404,
        _account("police-poipet", "rows"): 200 if own else 404,
        movement: 200 if own else 404,
        handover: 200 if own else 404,
        _account("police-poipet", "dispatch"): 200 if acts else 403 if own else 404,
        _account("police-poipet", "identify"): 200 if names else 404 if elsewhere else 403,
        _target(): 200 if acts else 403 if own else 404,
    }
    for path, code in expected.items():
        answer = client.get(path)
        assert (path, answer.status_code) == (path, code)
        if code == 200:
            assert Page(answer).filled_buttons <= 1
    assert _trace() == before


@pytest.mark.parametrize("username", ["duty", "command18", "command12"])
def test_who_may_not_act_here_changes_nothing_by_posting(handed_over: None, username: str) -> None:
    client, before = _as(username), _trace()
    handover = reverse("custody:handover", args=[Handover.objects.get().ref])
    movement = reverse("custody:movement", args=[Movement.objects.get(kind="dispatch").pk])
    sent = {
        "whole": "all",
        "happened_at": "2025-11-17T20:00",
        "reason": "x",
        "unit": "police-poipet",
        "legal_basis": "x",
        "nationality": "IDN",
        "receiver": "police-KH-18",
        "escort": "police-KH-18",
        "cell": MEN,
        "name": "x",
        MEN: "1",
    }
    for path in (
        handover,
        movement,
        _target(),
        _account("police-poipet", "dispatch"),
        _account("police-poipet", "identify"),
        reverse("custody:count"),
    ):
        assert (path, client.post(path, sent).status_code) in {(path, n) for n in (403, 404, 422)}
    assert _trace() == before


def test_a_name_is_hidden_from_who_may_not_name(handed_over: None) -> None:
    account = _account("police-poipet")

    assert "Demonstration name 1" in _text(_as("intake").get(account))
    for username in ("duty", "command"):
        page = _text(_as(username).get(account))
        assert "Demonstration name" not in page
        assert "Name hidden from your role" in page


def test_a_stranger_is_asked_to_log_in(planned: None, settings: object) -> None:
    settings.LOGIN_URL = "/log-in/"  # type: ignore[attr-defined]
    for path in (reverse("custody:home"), _account("police-poipet"), _target()):
        assert Client().get(path).status_code == 302


# Figures.


def test_every_figure_leads_to_what_adds_up_to_it(handed_over: None) -> None:
    client = _as("duty")
    start = [reverse("custody:home"), _account("police-poipet"), _account("police-KH-1")]
    start += [reverse("custody:variances"), reverse("operations:operations")]
    for path in start:
        page = Page(client.get(path))
        assert page.figures
        for door in page.figures:
            if door.startswith("#"):
                assert door[1:] in page.ids
            else:
                assert (door, client.get(door).status_code) == (door, 200)


def test_the_rows_add_up_to_the_number_they_stand_behind(handed_over: None) -> None:
    client = _as("duty")
    path = _account("police-poipet", "rows")
    for query, adds_up_to in [
        ("", 208),
        ("?named", 12),
        ("?nationality=IDN&sex=M&age=adult", 163),
        ("?nationality=IDN&sex=F&age=adult", 45),
        ("?named&nationality=IDN&sex=F&age=adult", 0),
        ("?nationality=&sex=&age=", 0),
    ]:
        assert client.get(path + query).context["sum"] == adds_up_to


def test_the_moments_are_kept_in_every_link(handed_over: None, at: datetime) -> None:
    client = _as("duty")
    then = "?as_of=2025-11-17T15:45"
    answer = client.get(_account("police-poipet") + then)
    assert answer.context["line"].held == 208
    assert answer.context["in_transit"] == 63
    assert "btn--go" not in _text(answer)
    doors = [door for door in Page(answer).figures if not door.startswith("#")]
    assert doors
    for door in doors:
        assert "as_of=2025-11-17T15%3A45" in door

    known = client.get(_account("police-poipet") + "?known=2025-11-17T15:45")
    assert known.context["line"].held == 0
    assert client.get(reverse("custody:home") + then).context["total"].everyone == 271
    wrong = _text(client.get(reverse("custody:home") + "?as_of=yesterday"))
    assert "Enter a date and a time" in wrong


def test_the_count_page_says_when_no_unit_keeps_an_account(planned: None) -> None:
    assert "No unit of your area keeps an account." in _text(
        _as("command12").get(reverse("custody:count"))
    )


def test_empty_pages_say_what_is_not_here_and_what_to_do(planned: None) -> None:
    client = _as("intake")
    for path, said in [
        (_account("police-poipet"), "Nobody is held in this account."),
        (_account("police-poipet", "rows"), "No posting is on record at these moments."),
        (_account("police-poipet", "dispatch"), "Nobody is held in this account."),
        (_account("police-poipet", "identify"), "No head without a name is held here."),
        (reverse("custody:variances"), "Nothing is missing"),
    ]:
        assert said in _text(client.get(path))


def test_a_withdrawn_hand_over_says_so(counted: None) -> None:
    client = _as("intake")
    path = _account("police-poipet", "dispatch")
    typed = {MEN: "63", "receiver": "police-KH-1", "escort": "gendarmerie-KH-1"}
    sent = client.post(path, Page(client.get(path)).fill(typed))
    movement = reverse("custody:movement", args=[Movement.objects.get(kind="dispatch").pk])
    client.post(movement, {"reason": "The bus broke down"})

    assert "withdrawn by the sender" in _text(client.get(sent["Location"]))


def test_khmer_readers_get_khmer_figures(handed_over: None) -> None:
    client = _as("intake")
    answer = client.get(_account("police-poipet"), headers={"accept-language": "km"})

    assert "២០៨" in _text(answer)


def test_people_found_outside_every_operation_are_counted_at_a_unit(planned: None) -> None:
    client = _as("intake")
    path = reverse("custody:count")
    page = Page(client.get(f"{path}?unit=police-poipet&nationality=IDN"))
    assert page.fill(of="legal_basis")["unit"] == ["police-poipet"]
    typed = {MEN: "1,001", WOMEN: "0", "legal_basis": BASIS, "happened_at": "2025-11-17T09:00"}
    sent = page.fill(typed, of="legal_basis")
    answer = client.post(path, sent, follow=True)
    assert answer.context["line"].held == 1001

    assert "already on record as IN-" in _errors(_as("intake").post(path, sent))[0]
    assert Operation.objects.get().targets.get().state == "planned"
