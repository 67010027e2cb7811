"""A situation report is what was known at one moment; it names nobody and nobody edits it."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urldefrag

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import translation
from tests import needs, once

from samaki.ground.access.actors import PermissionRefusedError
from samaki.ground.access.models import Account
from samaki.ground.agencies.models import Unit
from samaki.ground.journal.models import Entry
from samaki.ground.people.models import Particulars
from samaki.ground.sources.models import Source
from samaki.picture.models import Sitrep
from samaki.picture.queries import national, prints, sheet
from samaki.picture.services import SitrepRefusedError, issue_sitrep
from samaki.systems.custody.queries import accounts, handovers
from samaki.systems.custody.queries.books import Moments
from samaki.web import world

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytest_django import DjangoDbBlocker

EVENING = datetime(2025, 11, 18, 11, 30, tzinfo=UTC)  # 18:30 in Phnom Penh


@pytest.fixture(scope="module")
def world_once(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[int]:
    """Load the demo world as it was recorded that evening."""
    with django_db_blocker.unblock(), once.loaded(at=EVENING) as size:
        yield size


@pytest.fixture
def loaded(world_once: int, db: None) -> datetime:
    """Return the moment at which the demo world was recorded."""
    return EVENING


@pytest.fixture
def sitrep(loaded: datetime) -> Sitrep:
    """Return the report that the duty officer issued."""
    return issue_sitrep(actor=world.actor("duty", at=loaded), as_of=loaded, at=loaded)


def _client(username: str) -> Client:
    client = Client()
    client.force_login(Account.objects.get(username=username))
    return client


def test_the_report_says_what_the_pages_say(sitrep: Sitrep, loaded: datetime) -> None:
    duty, at = world.actor("duty", at=loaded), Moments(loaded, loaded)
    picture = national.national(as_of=loaded)
    content = sitrep.content

    assert picture.together is not None
    assert content["found"]["together"]["low"] == picture.together.bounds.low == 1335
    assert content["found"]["together"]["other_reading"] == {"low": 1001, "high": None}
    assert content["custody"]["everyone"] == accounts.total(duty, at).everyone == 334
    assert sum(line["heads"] for line in content["custody"]["flow"]) == 334
    assert [line["missing"] for line in content["variances"]] == [
        line.between for line in handovers.open_variances(duty, at)
    ]
    assert {line["reading"] for line in content["clocks"]} == {"near", "running"}
    assert [each["kind"] for each in content["conflicts"]] == ["event_before_its_cause"]
    late = sum(office["overdue"] for office in content["obligations"])
    assert late == sum(len(office["obligations"]) for office in content["obligations"]) == 72
    assert {each["set_by"] for o in content["obligations"] for each in o["obligations"]} == {
        "secretariat"
    }


def test_every_number_stands_beside_what_it_rests_on(sitrep: Sitrep) -> None:
    content = sitrep.content
    claims = {claim["claim"] for claim in content["claims"]}
    for proof in (*content["found"]["periods"], *content["found"]["provinces"]):
        because = proof["low_because"]
        assert set(because["claims"]) <= claims
        assert set(because["movements"]) <= set(content["movements"])
        assert proof["low"] == 0 or because["claims"] or because["movements"]
        assert proof["placed"] == 0 or proof["placed_by"]


def test_no_name_and_no_word_of_a_source_is_in_it(sitrep: Sitrep) -> None:
    text = json.dumps(sitrep.content, ensure_ascii=False)
    with translation.override("en"):
        shown = str(sheet.sheet(sitrep))

    names = list(Particulars.objects.values_list("stated_name", flat=True))
    assert names
    for name in names:
        assert name not in text + shown
    for source in Source.objects.all():
        assert source.title not in text + shown
        assert source.text[:40] not in text + shown


def test_the_digest_can_be_worked_out_from_the_document(sitrep: Sitrep) -> None:
    answer = _client("duty").get(f"/sitrep/{sitrep.ref}.json")
    found = answer.json()
    plain = json.dumps(found["content"], ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    assert answer.headers["Content-Type"] == "application/json"
    assert found["digest"] == hashlib.sha256(plain.encode()).hexdigest() == sitrep.digest
    assert found["content"]["format"] == "samaki.sitrep/1"
    assert found["content"]["names"]["KH-1"] == {"en": "Banteay Meanchey", "km": "បន្ទាយមានជ័យ"}


def test_issuing_is_on_record_and_nobody_edits_a_report(sitrep: Sitrep) -> None:
    entry = Entry.objects.order_by("-number").first()

    assert entry is not None
    assert (entry.kind, entry.subject) == ("picture:sitrep:issue", sitrep.ref)
    with pytest.raises(DatabaseError), transaction.atomic():
        Sitrep.objects.filter(pk=sitrep.pk).update(digest="0" * 64)
    with pytest.raises(DatabaseError), transaction.atomic():
        sitrep.delete()


def test_a_later_report_supersedes_and_both_stay(sitrep: Sitrep, loaded: datetime) -> None:
    after = loaded + timedelta(hours=8)
    later = issue_sitrep(actor=world.actor("duty", at=loaded), as_of=after, at=after)
    client = _client("duty")

    assert later.supersedes == sitrep
    assert {line["reading"] for line in later.content["clocks"]} == {"near"}
    assert f'A later report supersedes this one: <a href="/sitrep/{later.ref}/' in (
        client.get(f"/sitrep/{sitrep.ref}/").content.decode().replace("</span> <a", " <a")
    )
    assert f"superseded by {later.ref}" in client.get("/sitrep/").content.decode()
    assert client.get(f"/sitrep/{sitrep.ref}.json").json()["superseded_by"] == later.ref


def test_a_moment_that_has_not_come_is_refused(loaded: datetime) -> None:
    duty = world.actor("duty", at=loaded)

    with pytest.raises(SitrepRefusedError, match="lies in the future"):
        issue_sitrep(actor=duty, as_of=loaded + timedelta(minutes=1), at=loaded)


def test_the_same_report_is_not_issued_twice(sitrep: Sitrep, loaded: datetime) -> None:
    later = loaded + timedelta(minutes=5)

    with pytest.raises(SitrepRefusedError, match=f"{sitrep.ref} says the same"):
        issue_sitrep(actor=world.actor("duty", at=loaded), as_of=loaded, at=later)
    assert Sitrep.objects.count() == 1


@pytest.mark.parametrize("username", ["command", "oversight", "screener", "manager"])
def test_none_but_the_duty_officer_issues(loaded: datetime, username: str) -> None:
    with pytest.raises(PermissionRefusedError):
        issue_sitrep(actor=world.actor(username, at=loaded), as_of=loaded, at=loaded)


def test_it_is_for_the_commission_and_whoever_watches_it(sitrep: Sitrep) -> None:
    addresses = [f"/sitrep/{sitrep.ref}{end}" for end in ("/", ".pdf", ".json")]
    for address in (*addresses, "/sitrep/"):
        assert _client("oversight").get(address).status_code == 200
        assert _client("command").get(address).status_code == 403
        assert Client().get(address).status_code == 302
    assert _client("duty").get("/sitrep/SI-NONE/").status_code == 404


def test_a_figure_beside_a_raid_without_one_is_not_said_to_be_none(sitrep: Sitrep) -> None:
    said = sheet.sheet(sitrep)
    (table,) = (table for table in said.tables if table.key == "provinces")
    rows = {row[0].text: row[1].text for row in table.rows}

    assert rows["Preah Sihanouk (beside a raid without a figure)"] == "63"
    none = [low for title, low in rows.items() if "raided, no figure" in title]
    assert none
    assert set(none) == {"–"}


def test_each_figure_of_the_report_opens_as_of_its_moments(sitrep: Sitrep) -> None:
    client, opened = _client("duty"), 0
    said = sheet.sheet(sitrep)
    cells = [cell for _label, cell in said.figures]
    cells += [cell for table in said.tables for row in (*table.rows, table.foot) for cell in row]
    for cell in dict.fromkeys(cell for cell in cells if cell.door.startswith("/")):
        answer = client.get(urldefrag(cell.door).url)
        opened += 1
        assert answer.status_code == 200, cell
        if cell.is_number and cell.text not in {"–", "0"}:
            assert cell.text in re.sub(r"<[^>]+>", " ", answer.content.decode()), cell
    assert opened > 20


def test_the_issue_page_says_why_not_and_keeps_what_was_typed(loaded: datetime) -> None:
    client = _client("duty")
    assert "the first report" in client.get("/sitrep/issue/").content.decode()

    answer = client.post("/sitrep/issue/", {"as_of": "2099-01-01T06:00"})
    page = answer.content.decode()

    assert answer.status_code == 422
    assert "lies in the future" in page
    assert 'value="2099-01-01T06:00"' in page
    assert Sitrep.objects.count() == 0
    assert client.post("/sitrep/issue/", {"as_of": ""}).status_code == 422


def test_the_page_leads_from_issue_to_report(loaded: datetime) -> None:
    client = _client("duty")

    answer = client.post("/sitrep/issue/", {"as_of": "2025-11-18T18:30"}, follow=True)
    page = answer.content.decode()

    assert answer.status_code == 200
    assert "Situation report SI-" in page
    assert "Gendarmerie, Banteay Meanchey" in page
    assert "issued by duty" in page
    assert client.get("/sitrep/").content.decode().count("the latest") == 1


def test_without_a_report_the_list_says_who_issues_one(loaded: datetime) -> None:
    assert (
        "No situation report was issued yet"
        in _client("oversight").get("/sitrep/").content.decode()
    )


@pytest.mark.parametrize("language", ["en", "km"])
def test_it_is_printed_in_both_languages_the_same_each_time(sitrep: Sitrep, language: str) -> None:
    answer = _client("duty").get(f"/sitrep/{sitrep.ref}.pdf?lang={language}")

    assert answer.headers["Content-Type"] == "application/pdf"
    assert f'{sitrep.ref}-{language}.pdf"' in answer.headers["Content-Disposition"]
    assert answer.content == prints.pdf(sitrep, language)
    assert 20_000 < len(answer.content) < 300_000


@pytest.mark.pdf
def test_the_print_holds_the_numbers_the_digest_and_its_pages(
    sitrep: Sitrep, tmp_path: Path
) -> None:
    path = tmp_path / "sitrep.pdf"
    path.write_bytes(prints.pdf(sitrep, "en"))
    tool = needs.pdftotext()
    assert tool is not None
    text = subprocess.run(
        [tool, "-layout", str(path), "-"], capture_output=True, check=True, text=True
    ).stdout

    for words in ("Situation report", sitrep.ref, sitrep.digest, "1,335", "334", "1,001", "1/3"):
        assert words in text
    assert text.count("\f") == 3
    assert "18 November 2025, 18:30" in text


@pytest.mark.tampers
def test_a_name_that_cannot_be_printed_is_refused_with_the_value(loaded: datetime) -> None:
    Unit.objects.filter(code="police-poipet").update(name_en="Poipet 警察")
    made = issue_sitrep(actor=world.actor("duty", at=loaded), as_of=loaded, at=loaded)

    answer = _client("duty").get(f"/sitrep/{made.ref}.pdf?lang=en")
    page = answer.content.decode()

    assert answer.status_code == 422
    assert "U+8B66" in page
    assert "Poipet 警察" in page
    assert _client("duty").get(f"/sitrep/{made.ref}.json").status_code == 200
    assert _client("duty").get(f"/sitrep/{made.ref}.pdf?lang=km").status_code == 200


def test_the_picture_shows_the_work_and_the_flow_to_the_house_alone(loaded: datetime) -> None:
    duty = _client("duty").get("/").content.decode()
    command = _client("command18").get("/").content.decode()
    public = Client().get("/").content.decode()

    for words in ("Where the 334 are now", "obligations overdue", "over the custody limit"):
        assert words in duty
        assert words not in public
    assert "At least 1,001 more are claimed." in duty
    assert "Issue the situation report" in duty
    assert 'class="road"' in duty
    assert "Where the 63 are now" in command
    assert "more are claimed" not in command
    assert "Issue the situation report" not in command
