"""A person's choices compose, two persons' do not cross, and nobody is told more than they may."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from samaki.ground.access.actors import Actor, Grant, PermissionRefusedError
from samaki.ground.access.models import Account
from samaki.ground.access.rules import GRANTS, Role
from samaki.ground.sources.rules import SourceKind
from samaki.ground.sources.services import Document
from samaki.kernel.counts.ways import Change
from samaki.kernel.ledger import Cell
from samaki.picture.queries import conflicts
from samaki.picture.queries import national as queries
from samaki.picture.queries.grounds import ground_of
from samaki.picture.queries.parts import MOST_NATIONS, parts
from samaki.picture.rules.figures import Period
from samaki.picture.services import WayRefusedError, choose_way, issue_sitrep
from samaki.systems.claims.models import Claim
from samaki.systems.claims.rules import Adjustment, Scope
from samaki.systems.claims.services import (
    Correction,
    DecisionRefusedError,
    accept_claim,
    adjust_claim,
    choose_scope,
    correct_claim,
    read_source,
    reject_claim,
)
from samaki.systems.custody.queries.books import Moments
from samaki.systems.custody.services.intakes import take_in
from samaki.systems.directives.models import CountAnswer
from samaki.systems.directives.rules import Asked
from samaki.systems.directives.services.asks import answer_count, ask_count
from samaki.web import world

if TYPE_CHECKING:
    from datetime import datetime

    from django.test import Client

    from samaki.picture.queries.conflicts import Offer

TOWN = "On 10 November police in Poipet found 287 Indonesians in two buildings."
TOTAL = "By 11 November, 250 Indonesians had been found nationwide since 10 November."
_DAY = date(2025, 11, 13)


@pytest.fixture
def duty(world_once: int, db: None, at: datetime) -> Actor:
    """Return who chooses, in the demo world."""
    return world.actor("duty", at=at)


def _say(actor: Actor, text: str, at: datetime, *, day: date = _DAY) -> list[str]:
    """Read and accept a text; return its claims' references."""
    document = Document(text=text, kind=SourceKind.PRESS, published_on=day)
    source = read_source(actor=actor, document=document, at=at)
    refs = [each.ref for each in Claim.objects.filter(source=source)]
    assert refs, f"the reader reads nothing: {text}"
    for ref in refs:
        accept_claim(actor=actor, claim_ref=ref, at=at)
    return refs


def _key(ref: str, at: datetime) -> str | None:
    keys = (conflicts.key_of(each) for each in queries.national(as_of=at).conflicts)
    return next((key for key in keys if ref in key.split("+")), None)


def _offer(ref: str, change: Change, at: datetime) -> tuple[str, Offer]:
    key = _key(ref, at)
    assert key is not None
    found = conflicts.conflict(key, at=at)
    assert found is not None
    return key, next(o for o in found.offers if (o.way.claim, o.way.change) == (ref, change))


def test_a_second_choice_keeps_the_first(duty: Actor, at: datetime) -> None:
    _say(duty, TOWN, at)
    (total,) = _say(duty, TOTAL, at)
    key, shift = _offer(total, Change.SHIFT, at)
    choose_way(actor=duty, conflict=key, way=shift.key, reason="Dated late", at=at)
    assert shift.to.day is not None
    later = f"On {shift.to.day.day} November police in Kampot found 300 Indonesians."
    _say(duty, later, at, day=date(2025, 11, 17))
    key, widen = _offer(total, Change.WIDEN, at)

    choose_way(actor=duty, conflict=key, way=widen.key, reason="Rounded", at=at)

    row = next(each for each in ground_of(Moments(at, at)).rows if each.id == total)
    assert row == widen.way.after[0], "it counts as the offer said"
    assert _key(total, at) is None
    with pytest.raises(DecisionRefusedError, match="counts otherwise than written already"):
        choose_scope(actor=duty, claim_ref=total, scope=Scope.WIDE, reason="More", at=at)


def test_of_two_who_looked_at_once_the_second_is_told_to_look_again(
    duty: Actor, at: datetime
) -> None:
    (town, *_more) = _say(duty, TOWN, at)
    (total,) = _say(duty, TOTAL, at)
    key, one = _offer(total, Change.WIDEN, at)
    _key_again, other = _offer(town, Change.DROP, at)
    choose_way(actor=duty, conflict=key, way=one.key, reason="Rounded", at=at)

    with pytest.raises(WayRefusedError, match="no way out any more"):
        choose_way(actor=duty, conflict=key, way=other.key, reason="A slip", at=at)


def test_a_choice_ends_with_the_acceptance_it_was_made_of(duty: Actor, at: datetime) -> None:
    _say(duty, TOWN, at)
    (total,) = _say(duty, TOTAL, at)
    later = at + timedelta(minutes=1)
    adjust_claim(actor=duty, claim_ref=total, to=Adjustment(Change.DROP), reason="A slip", at=later)
    reject_claim(actor=duty, claim_ref=total, reason="No", at=later + timedelta(minutes=1))
    again = later + timedelta(minutes=2)
    accept_claim(actor=duty, claim_ref=total, at=again)

    assert queries.national(as_of=again).conflicts


def test_figures_of_the_register_tell_conflicts_apart(duty: Actor, at: datetime) -> None:
    _say(
        duty,
        "By 17 November, 5 people had been found nationwide since 1 November.",
        at,
        day=date(2025, 11, 18),
    )

    keys = [conflicts.key_of(each) for each in queries.national(as_of=at).conflicts]

    assert len(keys) > 1
    assert len(keys) == len(set(keys))
    assert all(conflicts.conflict(key, at=at) is not None for key in keys)


def test_a_province_is_not_told_another_ones_small_figure(
    duty: Actor, client: Client, at: datetime
) -> None:
    unit = "police-KH-18"
    officer = Actor("account:3", (Grant("KH-18", GRANTS[Role.INTAKE_OFFICER], unit, None),))
    take_in(
        actor=officer,
        unit=unit,
        cells={Cell("PHL", "M", "adult"): 4},
        legal_basis="Found at the site",
        because="",
        happened_at=at - timedelta(hours=30),
        at=at,
    )
    text = "By 17 November, 2 Filipinos had been found nationwide since 1 November."
    (total,) = _say(duty, text, at, day=date(2025, 11, 18))
    client.force_login(Account.objects.get(username="command"))
    answer = reverse("picture:answer", args=["KH-1", "2025-11-16..2025-11-17"])
    page = client.get(answer).content.decode()
    assert not re.findall(r"the register: 4 taken in", page)
    found = client.get("/api/picture/conflicts").json()
    assert all(each["ways"] == [] for each in found)

    key, widen = _offer(total, Change.WIDEN, at)
    choose_way(actor=duty, conflict=key, way=widen.key, reason="Rounded", at=at)

    for address in ("/", answer, reverse("claims:claim", args=[total])):
        assert "counted as 2 to 4" not in client.get(address).content.decode()
    client.force_login(Account.objects.get(username="duty"))
    assert "counted as 2 to 4" in client.get("/").content.decode()
    # Somebody who answers for one province alone chooses nothing for the country.
    provincial = Actor("account:1", (Grant("KH-18", GRANTS[Role.DUTY_OFFICER], None, None),))
    with pytest.raises(PermissionRefusedError):
        choose_way(actor=provincial, conflict=key, way=widen.key, reason="x", at=at)


def test_the_rest_counts_every_nationality_that_is_named(duty: Actor, at: datetime) -> None:
    names = [
        "Chinese",
        "Vietnamese",
        "Thais",
        "Indonesians",
        "Indians",
        "Nepalis",
        "Filipinos",
        "Malaysians",
    ]
    listed = ", ".join(f"{n + 2} {name}" for n, name in enumerate(names))
    _say(duty, f"On 11 November police in Kampot found {listed}.", at)

    found = parts(Period(date(2025, 11, 11), date(2025, 11, 11)), "KH-7", at=Moments(at, at))

    assert found.rest == 0
    assert len(found.nations) <= MOST_NATIONS
    assert found.nations[0][1].low == max(bounds.low for _code, bounds in found.nations)


def test_a_report_says_how_a_claim_counts(duty: Actor, at: datetime) -> None:
    _say(duty, TOWN, at)
    (total,) = _say(duty, TOTAL, at)
    key, widen = _offer(total, Change.WIDEN, at)
    choose_way(actor=duty, conflict=key, way=widen.key, reason="Rounded", at=at)

    content = issue_sitrep(actor=duty, as_of=at, at=at).content

    (claim,) = [each for each in content["claims"] if each["claim"] == total]
    assert (claim["low"], claim["counts_as"]["high"]) == (250, 287)


def test_errors_lead_to_their_fields_and_a_stale_answer_can_be_mended(
    duty: Actor, client: Client, at: datetime
) -> None:
    _say(duty, TOWN, at)
    (total,) = _say(duty, TOTAL, at)
    client.force_login(Account.objects.get(username="duty"))
    key = _key(total, at)
    assert key is not None
    page = client.post(reverse("picture:conflict", args=[key]), {"reason": ""}).content.decode()
    for target in re.findall(r'href="#(id_\w+)"', page):
        assert f'id="{target}"' in page

    days = Asked("", date(2025, 11, 10), date(2025, 11, 12))
    asked = ask_count(actor=duty, area="KH-1", asked=days, words="Why", due_at=None, at=at)
    answer_count(actor=world.actor("command", at=at), request=asked.ref, count=120, at=at)
    client.force_login(Account.objects.get(username="command"))
    page = reverse("directives:count", args=[asked.ref])
    said = client.post(page, {"people_found": "130", "words": "Recount", "corrects": ""})
    assert "Somebody answered meanwhile" in said.content.decode()
    sent = re.search(r'name="corrects"[^>]*?value="(\d+)"', said.content.decode())
    assert sent is not None
    client.post(page, {"people_found": "130", "words": "Recount", "corrects": sent[1]})
    assert [each.count for each in CountAnswer.objects.all()] == [120, 130]


def test_a_year_that_is_a_slip_is_refused(duty: Actor, at: datetime) -> None:
    (total,) = _say(duty, TOTAL, at)
    with pytest.raises(DecisionRefusedError, match="Check the year"):
        correct_claim(
            actor=duty,
            claim_ref=total,
            correction=Correction(250, 250, ("IDN",), (), None, date(1, 1, 2)),
            reason="Misread",
            at=at,
        )
