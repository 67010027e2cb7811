"""The pages of claims: every reason is shown, nothing typed is lost."""

from __future__ import annotations

import pytest
from django.test import Client

from samaki.ground.access.models import Account
from samaki.ground.sheets.reading import read
from samaki.kernel.reading.returns import recognises
from samaki.systems.claims import queries
from samaki.systems.claims.models import Claim

pytestmark = pytest.mark.django_db


@pytest.fixture
def duty(world_once: int) -> Client:
    """Log the duty officer of the demo world in."""
    client = Client()
    client.force_login(Account.objects.get(username="duty"))
    return client


def _ref(low: int) -> str:
    return Claim.objects.get(low=low, corrects=None, kind="arrested").ref


def test_a_text_that_is_refused_keeps_what_was_typed(duty: Client) -> None:
    answer = duty.post(
        "/claims/paste/",
        {"text": "40 people.", "published_on": "2999-01-01", "title": "Kept", "kind": "press"},
    )

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "which is yet to come" in page
    assert "40 people." in page
    assert 'value="Kept"' in page
    assert "<title>Error:" in page


def test_a_correction_that_is_refused_keeps_what_was_typed(duty: Client) -> None:
    answer = duty.post(
        f"/claims/{_ref(63)}/correct/",
        {"low": "sixty", "high": "៦១", "nationalities": "XXX, VNM", "reason": "Misread"},
    )

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "“sixty” is not a whole number" in page
    assert "“XXX” is no nationality" in page
    assert 'value="sixty"' in page
    assert 'value="Misread"' in page


def test_a_claim_of_no_such_reference_is_not_found(duty: Client) -> None:
    assert duty.get("/claims/C-0000/").status_code == 404
    assert duty.post("/claims/C-0000/accept/").status_code == 404
    assert duty.get("/claims/sources/SRC-0000/").status_code == 404


def test_deciding_takes_a_form_that_was_sent_not_an_address_that_was_opened(
    duty: Client,
) -> None:
    for act in ("accept", "reject", "correct", "scope"):
        assert duty.get(f"/claims/{_ref(63)}/{act}/").status_code == 405


def test_the_waiting_claims_are_counted_in_the_rail(duty: Client) -> None:
    waiting = sum(queries.waiting().values())

    page = duty.get("/claims/").content.decode()

    assert waiting > 0
    assert f'<span class="due">{waiting}<' in page


def test_words_of_a_source_are_never_taken_for_markup(duty: Client) -> None:
    text = "<script>alert(1)</script> On 17 November police in Kampot arrested 12 people."

    answer = duty.post(
        "/claims/paste/", {"text": text, "published_on": "2025-11-18", "kind": "press"}
    )
    page = duty.get(answer.headers["Location"]).content.decode()

    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


@pytest.mark.parametrize("name", ["province-return-km.xlsx", "province-return-en.xlsx"])
def test_an_empty_return_is_offered_and_is_one_that_is_recognised(duty: Client, name: str) -> None:
    path = f"/claims/returns/empty/{name}"
    assert path in duty.get("/claims/paste/").content.decode()

    answer = duty.get(path)

    ((_number, headings),) = read(name, answer.content).rows
    assert recognises(headings)
    assert name in answer.headers["Content-Disposition"]
    assert duty.get("/claims/returns/empty/province-return-xx.xlsx").status_code == 404
