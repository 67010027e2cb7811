"""The pages on which an order is entered: its text beside its drafts, and who confirms them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.test import Client

from samaki.ground.access.models import Account
from samaki.ground.agencies.services import Name
from samaki.ground.journal import queries as journal
from samaki.systems.directives.models import Clause, Directive

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

pytestmark = pytest.mark.django_db

TEXT = """1. Governors and police chiefs must list every hall by 30 November 2025.
2. The Ministry of Justice shall send a prosecutor to each province.
3. The gendarmerie must not let a sealed hall reopen.
Officials who fail to do so will be transferred."""
ENDING = "Officials who fail to do so will be transferred"
KHMER = "អភិបាលខេត្ត ត្រូវរាយការណ៍ជារៀងរាល់ថ្ងៃ។"
TITLE, ISSUER = Name("List the halls", "ចុះបញ្ជី"), Name("The ministry", "ក្រសួង")


class Officer:
    """Somebody at a page."""

    def __init__(self, username: str, language: str = "en") -> None:
        self.client = Client()
        self.client.force_login(Account.objects.get(username=username))
        self.client.cookies["django_language"] = language

    def sends(self, **given: object) -> Answer:
        """Paste an order."""
        text = {"text": TEXT, "issued_on": "2025-11-15", **given}
        return self.client.post("/directives/enter/", text)

    def at_draft(self) -> str:
        """Paste an order and return the address of its drafts."""
        return self.sends().headers["Location"]


WHOLE = {
    "title_en": TITLE.en,
    "title_km": TITLE.km,
    "issuer_en": ISSUER.en,
    "issuer_km": ISSUER.km,
}


def _filled(**given: object) -> dict[str, object]:
    """Return what a browser would send of the first three drafts, as they were drafted."""
    words = {
        "c1-number": "1", "c1-words": "list every hall by 30 November 2025",
        "c1-kinds": ["governor", "police_chief"], "c1-consequence": ENDING,
        "c1-deadline": "by 30 November 2025", "c1-due_on": "2025-11-30",
        "c2-number": "2", "c2-words": "send a prosecutor to each province",
        "c2-bodies": "The Ministry of Justice", "c2-consequence": ENDING,
        "c3-number": "៣", "c3-words": "must not let a sealed hall reopen",
        "c3-kinds": ["gendarmerie_commander"], "c3-consequence": ENDING,
    }  # fmt: skip
    return {**WHOLE, **words, **given}


@pytest.fixture
def duty(world_once: int) -> Officer:
    """The officer of the secretariat in the demo world."""
    return Officer("duty")


def test_the_page_shows_the_text_beside_drafts_filled_with_its_words(duty: Officer) -> None:
    page = duty.client.get(duty.at_draft()).content.decode()

    assert "3 clauses drafted" in page
    assert '<span class="w-date">by 30 November 2025</span>' in page
    assert 'name="c1-due_on" value="2025-11-30"' in page
    assert 'name="c2-bodies" value="The Ministry of Justice"' in page
    assert 'value="police_chief" class' in page or 'value="police_chief"' in page
    assert 'name="c2-due_on"' in page
    assert "Forbids" in page
    assert 'name="c1-confirm" id="id_c1-confirm" checked' not in page


def test_only_what_is_confirmed_is_entered(duty: Officer) -> None:
    address = duty.at_draft()
    given = _filled(**{"c1-confirm": "on", "c3-confirm": "on", "act": "confirmed"})

    answer = duty.client.post(address, given)

    assert answer.status_code == 302
    directive = Directive.objects.latest("pk")
    first, third = directive.clauses.all()
    assert [first.number, third.number] == [1, 3]
    assert first.addressees_km == "អភិបាល, ស្នងការនគរបាល"
    assert third.addressees_en == "Gendarmerie commanders"
    assert (first.terms.due_on, third.terms.due_on) == (date(2025, 11, 30), None)
    page = duty.client.get(answer.headers["Location"]).content.decode()
    assert "Deadline in the order:" in page
    assert "The order states a deadline for 1 clause" in page
    assert ENDING in page


def test_all_are_confirmed_at_once_if_the_person_says_so(duty: Officer) -> None:
    address = duty.at_draft()

    assert duty.client.post(address, _filled(act="all")).status_code == 302
    clauses = Directive.objects.latest("pk").clauses
    assert clauses.count() == 3
    assert clauses.get(number=2).addressees == "The Ministry of Justice"
    again = duty.client.get(address).content.decode()
    assert "The clauses of this text are entered already" in again
    refused = duty.client.post(address, _filled(act="all"))
    assert refused.status_code == 422
    assert "are entered already, as D-" in refused.content.decode()


def test_a_refusal_names_everything_and_keeps_what_was_typed(duty: Officer) -> None:
    address, before = duty.at_draft(), Clause.objects.count()
    wrong = {"c1-confirm": "on", "c1-deadline": "by Christmas", "title_km": "", "c1-words": "Close"}

    refused = duty.client.post(address, _filled(**wrong, act="confirmed"))

    page = refused.content.decode()
    assert refused.status_code == 422
    assert "The title is missing." in page
    assert "by Christmas" in page
    assert "does not stand in the order" in page
    assert ">\nClose</textarea>" in page
    unread = duty.client.post(
        address, _filled(**{"c1-confirm": "on", "c1-due_on": "soon", "act": "confirmed"})
    )
    assert "The day those words state: Enter a day" in unread.content.decode()
    nothing = duty.client.post(address, _filled(act="confirmed"))
    assert "No clause is confirmed." in nothing.content.decode()
    assert Clause.objects.count() == before


def test_setting_obligations_begins_with_whom_the_order_binds(duty: Officer) -> None:
    address = duty.at_draft()
    duty.client.post(address, _filled(act="all"))
    ref = Directive.objects.latest("pk").ref

    page = duty.client.get(f"/directives/{ref}/3/set/").content.decode()

    assert page.count("checked") == 1
    assert page.index("gendarmerie_commander") < page.index("checked")


def test_an_empty_text_and_a_day_to_come_are_refused(duty: Officer) -> None:
    empty = duty.sends(text=" ")
    ahead = duty.sends(issued_on="2099-01-01")
    unsaid = duty.sends(issued_on="")

    assert [each.status_code for each in (empty, ahead, unsaid)] == [422] * 3
    assert "The text is empty." in empty.content.decode()
    assert "yet to come" in ahead.content.decode()
    assert "Say on which day it was issued." in unsaid.content.decode()


def test_a_text_in_which_nothing_obliges_anybody_says_so(duty: Officer) -> None:
    address = duty.sends(text="Nothing is asked of anybody here.").headers["Location"]

    page = duty.client.get(address).content.decode()
    assert "No clause is read out of this text." in page
    assert "Confirm all and enter" not in page
    assert duty.client.get("/directives/read/SRC-NONE/").status_code == 404


def test_a_khmer_order_is_drafted_for_an_english_translation(world_once: int) -> None:
    officer = Officer("duty", "km")
    address = officer.sends(text=KHMER).headers["Location"]

    page = officer.client.get(address).content.decode()
    assert "រាយការណ៍ជារៀងរាល់ថ្ងៃ" in page
    given = {
        **WHOLE, "act": "all", "c1-number": "១", "c1-words": "រាយការណ៍ជារៀងរាល់ថ្ងៃ",
        "c1-other": "report daily", "c1-kinds": ["governor"],
    }  # fmt: skip
    assert officer.client.post(address, given).status_code == 302
    clause = Directive.objects.latest("pk").clauses.get()
    assert (clause.text_en, clause.text_km, clause.number) == (
        "report daily", "រាយការណ៍ជារៀងរាល់ថ្ងៃ", 1,
    )  # fmt: skip


def test_a_command_neither_sees_the_button_nor_opens_the_page(duty: Officer) -> None:
    command = Officer("command")

    assert "/directives/enter/" not in command.client.get("/directives/").content.decode()
    assert "/directives/enter/" in duty.client.get("/directives/").content.decode()
    assert command.client.get("/directives/enter/").status_code == 403


def test_a_program_reads_the_drafts_of_a_filed_text(duty: Officer) -> None:
    ref = duty.at_draft().rstrip("/").rpartition("/")[2]

    drafted = duty.client.get(f"/api/directives/drafts/{ref}").json()

    first, second, third = drafted["clauses"]
    assert (drafted["language"], drafted["directive"]) == ("en", None)
    assert [one["kind"] for one in first["addressees"]] == ["governor", "police_chief"]
    assert first["deadline"]["day"] == "2025-11-30"
    assert (second["deadline"], second["addressees"][0]["kind"]) == (None, None)
    assert third["is_prohibition"]
    assert TEXT[third["start"] : third["end"]] == third["words"]
    assert duty.client.get("/api/directives/drafts/SRC-NONE").status_code == 404


def test_a_text_filed_among_the_claims_is_read_as_an_order_by_who_may_issue_one(
    duty: Officer,
) -> None:
    ref = duty.at_draft().rstrip("/").rpartition("/")[2]
    address = f"/directives/read/{ref}/"

    assert address in duty.client.get(f"/claims/sources/{ref}/").content.decode()
    assert address not in Officer("command").client.get(f"/claims/sources/{ref}/").content.decode()


def test_the_moment_of_reading_is_no_moment_of_entering(duty: Officer) -> None:
    before = journal.length()
    address = duty.at_draft()
    duty.client.get(address)

    assert journal.length() == before + 1, "the text is filed, and nothing else"
