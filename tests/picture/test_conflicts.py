"""What cannot all be true, every way out of it, and a person's choice, which stays on record."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from samaki.ground.access.actors import PermissionRefusedError
from samaki.ground.access.models import Account
from samaki.ground.journal.models import Entry
from samaki.ground.sources.rules import SourceKind
from samaki.ground.sources.services import Document
from samaki.kernel.counts.ways import Change
from samaki.picture.queries import conflicts
from samaki.picture.queries import national as queries
from samaki.picture.queries.sheet import sheet
from samaki.picture.services import issue_sitrep
from samaki.systems.claims import queries as claims
from samaki.systems.claims.models import Adjustment, Claim
from samaki.systems.claims.rules import Adjustment as To
from samaki.systems.claims.services import (
    DecisionRefusedError,
    accept_claim,
    adjust_claim,
    read_source,
)
from samaki.web import world

if TYPE_CHECKING:
    from datetime import datetime

    from django.test import Client

    from samaki.ground.access.actors import Actor

# A raid of one town, and a running count of the country a day later that is below it.
TOWN = "On 10 November police in Poipet found 287 Indonesians in two buildings."
TOTAL = "By 11 November, 250 Indonesians had been found nationwide since 10 November."


@pytest.fixture
def duty(world_once: int, db: None, at: datetime) -> Actor:
    """Return who chooses, in the demo world."""
    return world.actor("duty", at=at)


@pytest.fixture
def key(duty: Actor, at: datetime) -> str:
    """Accept two claims that cannot both hold; return the conflict's key."""
    for text, kind in ((TOWN, SourceKind.OFFICIAL), (TOTAL, SourceKind.PRESS)):
        source = read_source(
            actor=duty, document=Document(text=text, kind=kind, published_on=_DAY), at=at
        )
        for each in Claim.objects.filter(source=source):
            accept_claim(actor=duty, claim_ref=each.ref, at=at)
    total = Claim.objects.get(low=250)
    if (total.agg, total.kind) != ("cumulative", "found"):
        pytest.fail(f"the reader takes the running count for {total.agg} {total.kind}")
    (found,) = queries.national(as_of=at).conflicts
    return conflicts.key_of(found)


_DAY = date(2025, 11, 13)


def _ref(low: int) -> str:
    return str(Claim.objects.get(low=low).ref)


def test_a_conflict_names_its_claims_and_every_one_could_give_way(key: str, at: datetime) -> None:
    found = conflicts.conflict(key, at=at)

    assert found is not None
    assert set(found.claims) == {_ref(287), _ref(250)}
    offered = {(each.way.claim, each.way.change) for each in found.offers}
    assert {(_ref(287), Change.DROP), (_ref(250), Change.DROP)} <= offered
    widened = next(
        each.to
        for each in found.offers
        if (each.way.claim, each.way.change) == (_ref(250), Change.WIDEN)
    )
    assert (widened.low, widened.high) == (250, 287), "as far as the raid asks, and no further"
    assert conflicts.conflict("C-nobody", at=at) is None


def test_a_choice_ends_the_conflict_stays_on_record_and_is_taken_back(
    key: str, duty: Actor, at: datetime
) -> None:
    found = conflicts.conflict(key, at=at)
    assert found is not None
    offer = next(each for each in found.offers if each.way.claim == _ref(250))
    later = at + timedelta(hours=1)

    adjust_claim(
        actor=duty,
        claim_ref=_ref(250),
        to=offer.to,
        against=[_ref(287)],
        reason="The wire rounded",
        at=later,
    )

    picture = queries.national(as_of=later)
    assert not picture.conflicts
    (each,) = picture.adjusted
    assert each.stated.low == 250, "its words and fields stay as they are"
    assert each.adjusted is not None
    assert each.adjusted.reason == "The wire rounded"
    assert queries.national(as_of=at, known_at=at).conflicts, "as known before, nothing was chosen"
    assert Entry.objects.filter(kind="claims:claim:adjust").count() == 1

    again = later + timedelta(hours=1)
    adjust_claim(actor=duty, claim_ref=_ref(250), to=None, reason="It did not", at=again)

    assert queries.national(as_of=again).conflicts
    assert Adjustment.objects.count() == 2, "both choices are kept"


def test_what_is_set_aside_moves_no_figure_and_is_still_shown(
    key: str, duty: Actor, at: datetime
) -> None:
    before = queries.national(as_of=at).by_province["KH-1"].bounds.low
    to, against = To(Change.DROP), [_ref(250)]
    adjust_claim(actor=duty, claim_ref=_ref(287), to=to, against=against, reason="A slip", at=at)

    picture = queries.national(as_of=at)

    assert picture.by_province["KH-1"].bounds.low == before - 287
    assert [each.stated.ref for each in picture.adjusted] == [_ref(287)]


@pytest.mark.parametrize(
    ("reason", "codes"), [(" ", {"no_reason", "not_adjusted"}), ("Why not", {"not_adjusted"})]
)
def test_what_is_as_written_cannot_be_taken_back(
    key: str, duty: Actor, at: datetime, reason: str, codes: set[str]
) -> None:
    with pytest.raises(DecisionRefusedError) as refused:
        adjust_claim(actor=duty, claim_ref=_ref(250), to=None, reason=reason, at=at)

    assert {each.code for each in refused.value.reasons} == codes


def test_a_draft_and_a_stranger_change_nothing(key: str, duty: Actor, at: datetime) -> None:
    document = Document(text=TOWN.replace("287", "99"), kind=SourceKind.PRESS, published_on=_DAY)
    draft = Claim.objects.filter(source=read_source(actor=duty, document=document, at=at)).first()
    assert draft is not None
    to = To(Change.DROP)
    with pytest.raises(DecisionRefusedError, match="not accepted"):
        adjust_claim(actor=duty, claim_ref=draft.ref, to=to, reason="No", at=at)
    with pytest.raises(PermissionRefusedError):
        adjust_claim(
            actor=world.actor("intake", at=at), claim_ref=_ref(250), to=to, reason="No", at=at
        )
    assert not Adjustment.objects.exists()


def test_the_page_offers_the_ways_and_takes_one_with_a_reason(
    key: str, client: Client, at: datetime
) -> None:
    client.force_login(Account.objects.get(username="duty"))
    front = client.get(reverse("picture:national")).content.decode()
    page = reverse("picture:conflict", args=[key])
    assert page in front

    said = client.get(page).content.decode()
    assert "counted as 250 to 287" in said
    assert "set aside; it moves no figure" in said
    answer = reverse("picture:answer", args=["KH-1", "2025-11-10..2025-11-11"])
    assert page in client.get(answer).content.decode(), "a disputed number leads to the dispute"
    elsewhere = reverse("picture:answer", args=["KH-18", "2025-11-17..2025-11-17"])
    assert page not in client.get(elsewhere).content.decode()
    assert client.post(page, {"reason": "x"}).status_code == 422, "no way is chosen"
    assert client.post(page, {"way": "C-1:drop:", "reason": "x"}).status_code == 422
    found = conflicts.conflict(key, at=at)
    assert found is not None
    offer = next(each for each in found.offers if each.way.change is Change.WIDEN)
    wordless = client.post(page, {"way": offer.key, "reason": " "})
    assert wordless.status_code == 422
    assert "The reason is missing" in wordless.content.decode()

    done = client.post(page, {"way": offer.key, "reason": "The wire rounded"}, follow=True)

    assert "the choice and its reason stay on record" in done.content.decode()
    assert client.get(page).status_code == 302, "they can all hold now"
    claim = client.get(reverse("claims:claim", args=[offer.way.claim])).content.decode()
    assert "It counts otherwise than written" in claim
    assert "The wire rounded" in claim
    back = client.post(
        reverse("claims:as_written", args=[offer.way.claim]), {"reason": "No"}, follow=True
    )
    assert "counts as it is written again" in back.content.decode()
    assert claims.adjustment(Claim.objects.get(ref=offer.way.claim)) is None


def test_a_visitor_reads_that_it_counts_otherwise_but_not_how(
    key: str, duty: Actor, client: Client, at: datetime
) -> None:
    adjust_claim(
        actor=duty,
        claim_ref=_ref(250),
        to=To(Change.WIDEN, low=250, high=287),
        reason="The wire rounded",
        at=at,
    )

    said = client.get(reverse("picture:national")).content.decode()

    assert "otherwise than written" in said
    assert "250 to 287" not in said, "a small figure of the register could follow"


def test_a_running_count_that_falls_is_told(duty: Actor, at: datetime) -> None:
    for day, count in ((10, 900), (11, 800)):
        text = f"By {day} November, {count} people had been deported nationwide since 1 November."
        document = Document(text=text, kind=SourceKind.PRESS, published_on=_DAY)
        for each in Claim.objects.filter(source=read_source(actor=duty, document=document, at=at)):
            accept_claim(actor=duty, claim_ref=each.ref, at=at)

    (fall,) = queries.national(as_of=at).doubts.fallen

    assert (fall.earlier.stated.low, fall.later.stated.low, fall.by) == (900, 800, 100)


def test_the_situation_report_names_who_counts_otherwise_and_what_falls(
    key: str, duty: Actor, at: datetime
) -> None:
    adjust_claim(
        actor=duty, claim_ref=_ref(250), to=To(Change.DROP), against=[], reason="A slip", at=at
    )
    for day, count in ((10, 900), (11, 800)):
        text = f"By {day} November, {count} people had been deported nationwide since 1 November."
        document = Document(text=text, kind=SourceKind.PRESS, published_on=_DAY)
        for each in Claim.objects.filter(source=read_source(actor=duty, document=document, at=at)):
            accept_claim(actor=duty, claim_ref=each.ref, at=at)

    found = issue_sitrep(actor=duty, as_of=at, at=at)

    told = {(each["kind"], tuple(each["claims"])) for each in found.content["conflicts"]}
    assert ("counts_otherwise", (_ref(250),)) in told
    assert ("counter_falls", (_ref(900), _ref(800))) in told
    rows = sheet(found)
    assert "otherwise than written" in str(rows)
