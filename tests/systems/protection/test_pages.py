"""The pages of protection: who opens a file is on record; whoever charges or expels opens none."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from tests.systems.protection.desk import ACTUAL, NOT_A_VICTIM, SHELTER, Desk, told

from samaki.ground.access.models import Account
from samaki.ground.journal.models import Entry
from samaki.systems.custody.models import Account as CustodyAccount
from samaki.systems.protection import rules
from samaki.systems.protection.models import Interview, Referral, VictimScreening
from samaki.web.rail import groups
from samaki.web.world import actor

pytestmark = pytest.mark.django_db

NOBODYS = [
    "duty",
    "command",
    "intake",
    "immigration",
    "authority",
    "border",
    "oversight",
    "manager",
]


@pytest.fixture
def screener(desk: Desk) -> Client:
    return _as("screener")


def _as(username: str) -> Client:
    client = Client()
    client.force_login(Account.objects.get(username=username))
    return client


def _address(page: str, ref: object) -> str:
    return reverse(f"protection:{page}", args=[ref])


def _readings() -> list[tuple[str, str]]:
    found = Entry.objects.filter(kind__startswith="people:file:read:")
    return list(found.values_list("kind", "subject"))


def _text(answer: object) -> str:
    return str(answer.content, "utf-8")  # type: ignore[attr-defined]


def _filled(**other: str) -> dict[str, str]:
    answers = {f"answer-{key}": "not_said" for key in rules.CURRENT.questions}
    return {
        "happened_at": "2025-11-18T05:00",
        "language": "km",
        "interpreter": "no",
        "private": "yes",
        "age": "adult",
        **answers,
        **other,
    }


@pytest.mark.parametrize("username", NOBODYS)
def test_whoever_charges_expels_watches_or_commands_opens_no_file(
    desk: Desk, username: str
) -> None:
    opened = desk.open(desk.person())
    heard = desk.hear(opened)

    for page, ref in (
        ("file", opened.person),
        ("interview", heard.ref),
        ("interview_form", opened.ref),
        ("determine", opened.ref),
    ):
        assert _as(username).get(_address(page, ref)).status_code == 403
    assert _as(username).get(reverse("protection:waiting")).status_code == 403


def test_each_opening_of_a_file_and_of_an_interview_goes_on_record(
    desk: Desk, screener: Client
) -> None:
    opened = desk.open(desk.person())
    heard = desk.hear(opened)

    screener.get(_address("file", opened.person))
    screener.get(_address("interview", heard.ref))
    screener.get(_address("interview_form", opened.ref))

    assert _readings() == [
        ("people:file:read:protection", opened.person),
        ("people:file:read:interview", opened.person),
        ("people:file:read:protection", opened.person),
    ]


def test_the_list_of_who_waits_names_who_waits_longest_first(desk: Desk, screener: Client) -> None:
    desk.find(desk.person(1), NOT_A_VICTIM)
    desk.open(desk.person(2))

    text = _text(screener.get(reverse("protection:waiting")))

    assert "Demonstration name 1<" not in text
    assert text.index("Demonstration name 2<") < text.index("Demonstration name 3<")
    assert "Screening pending" in text
    assert "259" in text, "the heads that nobody can hear yet"


def test_the_rail_counts_who_waits_for_who_screens(desk: Desk) -> None:
    entries = [e for group in groups(actor("screener", at=desk.at), "/") for e in group.entries]

    assert [entry.waiting for entry in entries if entry.label == "Protection"] == [12]


def test_a_screening_is_opened_heard_and_decided(desk: Desk, screener: Client) -> None:
    person = desk.person()
    opening = screener.post(_address("file", person))
    opened = VictimScreening.objects.get()
    assert opening["Location"] == _address("interview_form", opened.ref)

    said = _filled(**{"consent": "consents", "answer-deception": "yes", "note-deception": "A desk"})
    assert screener.post(opening["Location"], said).status_code == 302
    heard = Interview.objects.get()
    assert (heard.answers["deception"], heard.notes) == ("yes", {"deception": "A desk"})
    text = _text(screener.get(_address("interview", heard.ref)))
    assert "A desk" in text
    assert "There is no score" in text

    decision = {
        "finding": ACTUAL.value,
        "body": "NGO",
        "because": "Held behind a locked gate",
    }
    assert screener.post(_address("determine", opened.ref), decision).status_code == 302
    text = _text(screener.get(_address("file", person)))
    assert "a victim of trafficking" in text
    assert "Held behind a locked gate" in text


def test_a_second_opening_is_refused_with_the_reason(desk: Desk, screener: Client) -> None:
    opened = desk.open(desk.person())

    answer = screener.post(_address("file", opened.person))

    assert answer.status_code == 422
    assert str(opened.ref) in _text(answer)
    assert "Nothing was changed" in _text(answer)


def test_a_refused_interview_names_every_gap_and_keeps_what_was_marked(
    desk: Desk, screener: Client
) -> None:
    opened = desk.open(desk.person())

    answer = screener.post(
        _address("interview_form", opened.ref),
        {"language": "id", "words": "Kept for six weeks", "happened_at": "2025-11-18T05:00"},
    )

    assert answer.status_code == 422
    assert _text(answer).count("Mark an answer, or: not said.") == 22, "above and beside each"
    assert "Kept for six weeks" in _text(answer)


def test_without_consent_the_answers_are_refused_on_the_page_too(
    desk: Desk, screener: Client
) -> None:
    opened = desk.open(desk.person())
    said = _filled(**{"answer-deception": "yes", "others": "A guard"})

    answer = screener.post(_address("interview_form", opened.ref), said)

    assert answer.status_code == 422
    assert "Without consent no answer is kept" in _text(answer)
    assert "marked as private" in _text(answer)
    assert not Interview.objects.exists()


@pytest.mark.parametrize("page", ["interview_form", "determine", "withdraw"])
def test_a_closed_screening_and_that_of_another_office_say_why_nothing_can_be_entered(
    desk: Desk, screener: Client, page: str
) -> None:
    closed = desk.find(desk.person(), NOT_A_VICTIM)
    theirs = desk.open(desk.person(4), by=SHELTER)

    text = _text(screener.get(_address(page, closed.ref)))
    assert "no longer pending" in text
    assert "<form class=" not in text
    assert "Your office can open" in _text(screener.get(_address(page, theirs.ref)))


def test_nothing_is_chosen_before_a_person_decides(desk: Desk, screener: Client) -> None:
    opened = desk.open(desk.person())
    desk.hear(opened)

    for page in ("determine", "interview_form", "refer"):
        assert " checked" not in _text(screener.get(_address(page, opened.ref)))


def test_a_screening_opened_by_mistake_is_withdrawn_with_a_reason(
    desk: Desk, screener: Client
) -> None:
    opened = desk.open(desk.person())
    address = _address("withdraw", opened.ref)
    assert screener.post(address, {"because": ""}).status_code == 422
    assert screener.post(address, {"because": "Wrong person"}).status_code == 302
    assert "Wrong person" in _text(screener.get(_address("file", opened.person)))


def test_time_to_reflect_is_set_in_either_digits(desk: Desk, screener: Client) -> None:
    opened = desk.open(desk.person())
    address = _address("reflection", opened.ref)
    assert screener.post(address, {"until": "2020-01-01"}).status_code == 422
    assert screener.post(address, {"until": "២០៩៩-០១-០១"}).status_code == 302
    assert "1 January 2099" in _text(screener.get(_address("file", opened.person)))


def test_a_service_is_offered_and_declined(desk: Desk, screener: Client) -> None:
    opened = desk.open(desk.person())
    offer = {"service": "shelter", "to_whom": "Shelter, Kandal", "has_consent": "no"}
    answer = screener.post(_address("refer", opened.ref), offer)
    assert answer.status_code == 422
    assert "Say who decides otherwise" in _text(answer)
    screener.post(_address("refer", opened.ref), {**offer, "has_consent": "yes"})

    made = Referral.objects.get()
    assert screener.post(_address("referral", made.ref), {"act": "decline"}).status_code == 422
    screener.post(_address("referral", made.ref), {"act": "decline", "reason": "Goes home"})
    text = _text(screener.get(_address("referral", made.ref)))
    assert "Goes home" in text
    assert "This referral is closed" in text


@pytest.mark.parametrize("page", ["file", "interview", "interview_form", "referral"])
def test_an_unknown_reference_is_not_found(desk: Desk, screener: Client, page: str) -> None:
    assert screener.get(_address(page, "XX-0000")).status_code == 404


def test_who_was_not_alone_is_to_be_heard_again(desk: Desk, screener: Client) -> None:
    opened = desk.open(desk.person())
    heard = desk.hear(opened, told(is_private=False, others="A guard"))

    text = _text(screener.get(_address("interview", heard.ref)))

    assert "A guard" in text
    assert "Hear them again in private" in text


def test_the_account_page_tells_the_police_one_word(desk: Desk) -> None:
    person = desk.person()
    desk.find(person, ACTUAL)
    ref = CustodyAccount.objects.get(unit="police-poipet").ref
    text = _text(_as("command").get(reverse("custody:account", args=[ref])))

    assert text.count("Not yet screened") == 11
    assert text.count(">Screening pending<") == 1, "held is held, found or not yet"
    assert ">Screened<" not in text
    assert "victim" not in text


def test_a_refused_form_shows_the_file_and_is_a_reading_too(desk: Desk, screener: Client) -> None:
    person = desk.person()
    screener.post(_address("file", person))
    before = len(_readings())

    again = screener.post(_address("file", person))
    opened = VictimScreening.objects.get()
    form = screener.post(_address("withdraw", opened.ref), {"reason": " "})

    assert (again.status_code, form.status_code) == (422, 422)
    assert len(_readings()) == before + 2
