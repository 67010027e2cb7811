"""Pages of obligations: each says what is asked, keeps what was typed, and shows who set it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.utils import timezone

from samaki.ground.access.models import Account
from samaki.ground.jobs import tasks
from samaki.ground.jobs.services import ask_job
from samaki.ground.journal import queries as journal
from samaki.systems.directives.models import Directive, Obligation, ProvinceReturn, Step
from samaki.web import world

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

pytestmark = pytest.mark.django_db

AT = datetime(2025, 11, 17, 23, 0, tzinfo=UTC)


@pytest.fixture
def order(world_once: int, db: None) -> Directive:
    """The demo world, and its directive."""
    return Directive.objects.get()


def _client(username: str) -> Client:
    client = Client()
    client.force_login(Account.objects.get(username=username))
    return client


def _page(username: str, address: str) -> str:
    answer = _client(username).get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def _of(post: str) -> str:
    return f"/directives/obligations/{Obligation.objects.get(post=post).ref}/"


def _post(username: str, address: str, **given: object) -> Answer:
    return _client(username).post(address, given)


def test_the_directive_says_how_each_clause_stands_and_what_is_not_in_the_order(
    order: Directive,
) -> None:
    page = _page("duty", f"/directives/{order.ref}/")

    assert "75 posts" in page
    assert "Not in the order." in page
    assert "Set by Secretariat, 15 November 2025, 19:40." in page
    assert "Return due 17 November 2025, 18:00, a nil return too." in page
    assert f"/directives/{order.ref}/2/set/" in page
    assert f"/directives/{order.ref}/2/set/" not in _page("command", f"/directives/{order.ref}/")


def test_the_list_is_paged_and_the_worst_stands_first(order: Directive) -> None:
    first = _page("duty", "/directives/obligations/")
    second = _page("duty", "/directives/obligations/?page=2")

    assert "75 obligations" in first
    assert first.index("Governor, Koh Kong") < first.index("Gendarmerie commander, Kampot")
    assert "Page 1 of 2" in first
    assert "Page 2 of 2" in second
    assert "Nil return" in second
    assert order.ref in first


def test_a_list_that_is_narrowed_to_nothing_says_so(order: Directive) -> None:
    page = _page("duty", "/directives/obligations/?state=waived")

    assert "No obligation is like that." in page
    assert "75 obligations" in _page("duty", "/directives/obligations/?state=nonsense"), order


def test_the_scorecard_tells_silence_from_a_nil_return(order: Directive) -> None:
    page = _page("duty", "/directives/scorecard/")

    assert page.index("Koh Kong") < page.index("Kampot") < page.index("Phnom Penh")
    assert page.count("No return") >= 23
    assert "Nil return" in page
    assert "/directives/obligations/?area=KH-9&amp;state=breached" in page, order


def test_an_office_finds_its_own_duty_and_no_other(order: Directive) -> None:
    page = _page("police1", "/directives/mine/")

    assert "Police chief, Banteay Meanchey" in page
    assert "Governor" not in page
    assert "File the return" in page
    assert order.ref not in page or "clause 1" in page


def test_who_is_not_of_the_office_sees_no_button_and_is_refused_with_reasons(
    order: Directive,
) -> None:
    address = _of("gendarmerie_commander-KH-1")
    before = journal.length()

    assert "Acknowledge the obligation" not in _page("police1", address)
    answer = _post("police1", f"{address}acknowledge/")
    assert answer.status_code == 422
    assert "Only Gendarmerie, Banteay Meanchey" in answer.content.decode()
    filed = _post("police1", f"{address}return/", what="nil", day="2025-11-18")
    assert filed.status_code == 422
    assert "may file a return here" in filed.content.decode()
    assert journal.length() == before, order


def test_another_province_does_not_find_it_at_all(order: Directive) -> None:
    address = _of("governor-KH-18")

    for path in (address, f"{address}return/"):
        assert _client("command").get(path).status_code == 404, order
    assert _post("command", f"{address}decline/", words="x").status_code == 404


def test_an_office_acknowledges_late_and_the_page_says_so(order: Directive) -> None:
    address = _of("gendarmerie_commander-KH-1")

    answer = _post("gendarmerie1", f"{address}acknowledge/")

    assert answer.status_code == 302
    page = _page("duty", address)
    assert "Acknowledged" in page
    assert ">late<" in page.replace("</svg>", ">").replace("\n", ""), order


def test_a_refused_return_keeps_what_was_typed_and_a_correction_keeps_the_old(
    order: Directive,
) -> None:
    address = _of("governor-KH-1")
    first = ProvinceReturn.objects.get(office="command-KH-1")
    given = {"what": "found", "people_found": "២៧០", "day": "2025-11-17", "corrects": first.ref}

    refused = _post("command", f"{address}return/", **given)
    assert refused.status_code == 422
    assert "A correction says why." in refused.content.decode()
    assert "២៧០" in refused.content.decode()

    filed = _post("command", f"{address}return/", **given, words="One was counted twice")
    assert filed.status_code == 302
    page = _page("duty", address)
    assert f"corrected by {ProvinceReturn.objects.latest('pk').ref}" in page
    assert "One was counted twice" in page
    shown = _page("command", f"{address}return/?corrects={first.ref}")
    assert f"Correct the return {first.ref}" in shown, order


def test_declining_and_judging_ask_for_a_reason_on_the_page(order: Directive) -> None:
    address = _of("gendarmerie_commander-KH-1")

    refused = _post("gendarmerie1", f"{address}decline/", **{"decline-words": " "})
    assert refused.status_code == 422
    assert "The reason is missing." in refused.content.decode()
    declined = _post("gendarmerie1", f"{address}decline/", **{"decline-words": "No staff"})
    assert declined.status_code == 302
    bare = _post("duty", f"{address}judge/", **{"judge-judgement": "waive"})
    assert bare.status_code == 422
    assert "The reason is missing." in bare.content.decode()
    waived = {"judge-judgement": "waive", "judge-words": "Staff are at the raid"}
    assert _post("duty", f"{address}judge/", **waived).status_code == 302
    assert "Staff are at the raid" in _page("gendarmerie1", address), order


def test_the_set_page_refuses_what_is_set_and_a_clause_that_is_not_there(
    order: Directive,
) -> None:
    address = f"/directives/{order.ref}/1/set/"
    given = {"kinds": ["governor"], "where": "all"}

    refused = _post("duty", address, **given)
    assert refused.status_code == 422
    assert "The clause binds Governor" in refused.content.decode()
    assert "It binds 22 more of these posts already." in refused.content.decode()
    assert _client("duty").get(f"/directives/{order.ref}/99/set/").status_code == 404
    assert _client("duty").get("/directives/D-NONE/").status_code == 404
    assert _client("duty").get("/directives/obligations/OB-NONE/").status_code == 404


def test_the_clock_records_lapses_when_asked_and_names_itself(order: Directive) -> None:
    overdue = Obligation.objects.filter(state__in=["waiting", "acknowledged"]).count()
    job, _is_new = ask_job(
        actor=world.actor("duty", at=timezone.now()),
        kind="lapses",
        subject="obligations",
        at=timezone.now(),
    )
    tasks.carry_out.call(job.ref)

    job.refresh_from_db()
    assert (job.state, job.result["lapsed"]) == ("done", overdue)
    assert Step.objects.filter(recorded_by="machine:clock").count() == overdue
    page = _page("duty", _of("police_chief-KH-9"))
    assert "machine:clock" in page, order


def test_names_words_and_digits_are_the_readers(order: Directive) -> None:
    client = _client("police1")
    client.cookies["django_language"] = "km"

    page = client.get(_of("police_chief-KH-1")).content.decode()

    assert '<html lang="km"' in page
    assert "ស្នងការនគរបាល" in page
    assert order.clauses.get(number=1).text_km in page
    assert "១៧" in page
