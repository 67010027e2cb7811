"""Which operation a report is of: what agrees is named, the same number proves nothing."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from samaki.ground.access.actors import PermissionRefusedError
from samaki.ground.access.models import Account
from samaki.ground.journal.models import Entry
from samaki.ground.sources.rules import SourceKind
from samaki.ground.sources.services import Document
from samaki.picture.queries import national
from samaki.systems.claims import queries as claims
from samaki.systems.claims.models import Claim
from samaki.systems.claims.services import (
    Correction,
    accept_claim,
    correct_claim,
    read_source,
    reject_claim,
)
from samaki.systems.operations import queries, rules
from samaki.systems.operations.models import ClaimLink, Operation
from samaki.systems.operations.rules import Heard, Known, Sign, likeness
from samaki.systems.operations.services import LinkRefusedError, link_claim
from samaki.web import world

if TYPE_CHECKING:
    from datetime import datetime

    from samaki.ground.access.actors import Actor

D17 = date(2025, 11, 17)
POIPET = Known("KH-1", D17, frozenset({"IDN"}), 271)


def _heard(**more: object) -> Heard:
    values: dict[str, object] = {
        "provinces": frozenset({"KH-1"}),
        "nationalities": frozenset({"IDN"}),
        "first": None,
        "last": D17,
        "low": 271,
        "is_running": False,
    }
    return Heard(**{**values, **more})  # type: ignore[arg-type]


def test_place_day_and_people_speak_for_it_and_the_number_weighs_nothing() -> None:
    same, other = likeness(_heard(), POIPET), likeness(_heard(low=270), POIPET)

    assert same is not None
    assert other is not None
    assert Sign.SAME_COUNT in same.speaks_for
    assert same.weight == other.weight, "the same number is not the same event"


def test_the_same_number_elsewhere_or_days_apart_is_not_suggested() -> None:
    assert likeness(_heard(provinces=frozenset({"KH-18"})), POIPET) is None
    assert likeness(_heard(last=D17 - timedelta(2)), POIPET) is None
    assert likeness(_heard(provinces=frozenset(), last=None), POIPET) is None, "a number alone"


def test_what_speaks_against_it_is_named() -> None:
    found = likeness(
        _heard(last=D17 - timedelta(1), low=400, nationalities=frozenset({"VNM"}), is_running=True),
        POIPET,
    )

    assert found is not None
    assert found.speaks_for == (Sign.NEXT_DAY, Sign.SAME_PLACE)
    assert found.against == (Sign.OTHER_PEOPLE, Sign.MORE_THAN_FOUND, Sign.RUNNING)
    bare = likeness(_heard(), Known("KH-1", D17, frozenset(), None))
    assert bare is not None
    assert Sign.NOT_COUNTED in bare.against


@given(st.integers(0, 500), st.integers(-1, 1), st.sampled_from([frozenset(), frozenset({"KH-1"})]))
def test_a_number_never_changes_the_order(low: int, days: int, where: frozenset[str]) -> None:
    day = D17 + timedelta(days)
    lower = likeness(_heard(low=min(low, 271), last=day, provinces=where), POIPET)
    equal = likeness(_heard(low=271, last=day, provinces=where), POIPET)
    assert lower is not None
    assert equal is not None
    assert lower.weight == equal.weight


@pytest.fixture
def duty(world_once: int, db: None, at: datetime) -> Actor:
    """Return who reviews, in the demo world."""
    return world.actor("duty", at=at)


@pytest.fixture
def heard(duty: Actor, at: datetime) -> Claim:
    """File what a paper says of the demo's operation in Banteay Meanchey."""
    operation = Operation.objects.filter(area="KH-1").get()
    day = f"{operation.hour:%-d %B %Y}"
    text = f"On {day} police in Poipet detained 271 Indonesians."
    document = Document(text=text, kind=SourceKind.PRESS, published_on=at.date())
    source = read_source(actor=duty, document=document, at=at)
    return Claim.objects.filter(source=source, low=271).get()


def test_a_link_is_on_record_shown_at_the_operation_and_moves_no_figure(
    heard: Claim, duty: Actor, at: datetime
) -> None:
    accept_claim(actor=duty, claim_ref=heard.ref, at=at)
    before = national.national(as_of=at).together
    operation = Operation.objects.filter(area="KH-1").get()
    found = queries.suggested(duty, claims.stated(heard), at=at)
    assert found[0].operation == operation
    assert Sign.SAME_PLACE in found[0].likeness.speaks_for
    assert found[0].link is None, "nothing is linked by itself"

    link_claim(actor=duty, claim_ref=heard.ref, operation=operation.ref, is_same=True, at=at)

    assert [each.ref for each in queries.linked(operation)] == [heard.ref]
    after = national.national(as_of=at).together
    assert after is not None
    assert before is not None
    assert after.bounds == before.bounds
    assert Entry.objects.filter(kind="operations:claim:link", subject=heard.ref).exists()

    why = "Another street, a day earlier"
    link_claim(
        actor=duty, claim_ref=heard.ref, operation=operation.ref, is_same=False, words=why, at=at
    )
    assert queries.linked(operation) == ()
    assert ClaimLink.objects.count() == 2, "both words are kept"


def test_another_event_says_why_a_rejected_claim_is_of_none_and_a_stranger_says_nothing(
    heard: Claim, duty: Actor, at: datetime
) -> None:
    ref = Operation.objects.filter(area="KH-1").get().ref
    with pytest.raises(LinkRefusedError) as wordless:
        link_claim(actor=duty, claim_ref=heard.ref, operation=ref, is_same=False, at=at)
    assert [each.code for each in wordless.value.reasons] == ["no_why_not"]
    intake = world.actor("intake", at=at)
    with pytest.raises(PermissionRefusedError):
        link_claim(actor=intake, claim_ref=heard.ref, operation=ref, is_same=True, at=at)
    reject_claim(actor=duty, claim_ref=heard.ref, reason="Misread", at=at)
    with pytest.raises(LinkRefusedError) as rejected:
        link_claim(actor=duty, claim_ref=heard.ref, operation=ref, is_same=True, at=at)
    assert [each.code for each in rejected.value.reasons] == ["rejected"]
    assert rules.reasons_against_link(is_same=True, words="", state="draft") == ()


def test_the_page_leads_from_the_claim_to_the_operation(heard: Claim, duty: Actor) -> None:
    client = Client()
    client.force_login(Account.objects.get(username="duty"))
    page = f"/operations/of-claim/{heard.ref}/"
    assert page in client.get(f"/claims/{heard.ref}/").content.decode()

    said = client.get(page).content.decode()
    operation = Operation.objects.filter(area="KH-1").get()
    assert operation.ref in said
    assert "the number is the same, which proves nothing" in said
    wordless = client.post(page, {"operation": operation.ref, "verdict": "other"})
    assert wordless.status_code == 422
    assert "another event" in wordless.content.decode()
    assert client.post(page, {"operation": "OP-0000", "verdict": "same"}).status_code == 404
    done = client.post(page, {"operation": operation.ref, "verdict": "same"}, follow=True)
    assert "no figure is moved by it" in done.content.decode()
    shown = client.get(f"/operations/{operation.ref}/").content.decode()
    assert "What is said of it" in shown
    assert heard.ref in shown


def test_a_link_follows_a_correction_and_leaves_with_a_rejection(
    heard: Claim, duty: Actor, at: datetime
) -> None:
    operation = Operation.objects.filter(area="KH-1").get()
    link_claim(actor=duty, claim_ref=heard.ref, operation=operation.ref, is_same=True, at=at)
    said = Correction(270, 270, ("IDN",), ("KH-1",), None, D17)
    mended = correct_claim(
        actor=duty, claim_ref=heard.ref, correction=said, reason="Misread", at=at
    )

    assert [each.ref for each in queries.linked(operation)] == [mended.ref]
    with pytest.raises(LinkRefusedError, match="was corrected"):
        link_claim(actor=duty, claim_ref=heard.ref, operation=operation.ref, is_same=True, at=at)
    reject_claim(actor=duty, claim_ref=mended.ref, reason="It does not say it", at=at)
    assert queries.linked(operation) == ()
