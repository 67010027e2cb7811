"""A hold forbids what its law forbids and no more; placed and lifted by page and API on a paper."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

import pytest
from tests.web.gate import (
    ENDS,
    OF_OTHERS,
    OF_SCREENING,
    Gate,
    log_in,
    minor,
    never_screened,
    post,
    second_body,
)

from samaki.ground.agencies.services import Name, open_unit
from samaki.ground.sheets.writing import write
from samaki.systems.custody import rules
from samaki.systems.custody.models import Hold
from samaki.systems.custody.queries import books, holds
from samaki.systems.custody.services.accounts import open_account
from samaki.systems.custody.services.handovers import dispatch_handover
from samaki.systems.custody.services.refusals import MovementRefusedError
from samaki.systems.custody.services.sheet_posting import post_sheet
from samaki.systems.custody.services.sheets import Sent, stage_sheet
from samaki.web import world

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.django_db

CHARGE = rules.Charge("Article 377", "0701")


def _send(gate: Gate, to: str) -> str:
    handover = dispatch_handover(
        actor=world.actor("intake", at=gate.at),
        giver="police-poipet",
        receiver=to,
        escort="gendarmerie-KH-1",
        sends=rules.Consignment(rules.Party({}, (gate.person,)), charge=CHARGE),
        happened_at=gate.at,
        at=gate.at,
    )
    return handover.receiver.kind


@pytest.mark.parametrize("held", OF_OTHERS)
@pytest.mark.parametrize("to", ENDS)
def test_what_no_screening_holds_may_be_charged(
    gate: Gate, held: Callable[[Gate], None], to: str
) -> None:
    held(gate)

    assert _send(gate, to) == ENDS[to]
    assert books.verify().fault is None


@pytest.mark.parametrize("held", [*OF_SCREENING, *OF_OTHERS])
@pytest.mark.parametrize("kind", [rules.AccountKind.HOSPITAL, rules.AccountKind.SHELTER])
def test_nobody_is_kept_from_help(
    gate: Gate, held: Callable[[Gate], None], kind: rules.AccountKind
) -> None:
    open_unit(
        by="machine:installer",
        code="help",
        agency="NP",
        area="KH-1",
        superior=None,
        name=Name("Demonstration help", "help"),
        at=gate.at,
    )
    open_account(actor=world.actor("intake", at=gate.at), kind=kind, unit="help", at=gate.at)
    held(gate)

    assert _send(gate, "help") == kind


@pytest.mark.parametrize("to", ENDS)
def test_a_sheet_takes_no_unnamed_heads_into_a_court_or_a_prison(gate: Gate, to: str) -> None:
    rows = [["Nationality", "Sex", "Age", "Count"], ["IDN", "M", "adult", "3"]]
    officer = world.actor("intake", at=gate.at)
    kind, basis = rules.SheetKind.HEADS, "Found at the site"
    sent = Sent(kind, "heads.csv", write("csv", rows), gate.at, legal_basis=basis)
    made = stage_sheet(actor=officer, unit=to, sent=sent, at=gate.at)

    with pytest.raises(MovementRefusedError) as refused:
        post_sheet(actor=officer, sheet=made.ref, at=gate.at)

    assert "unnamed" in {reason.code for reason in refused.value.reasons}
    there = str(made.account.ref)
    assert made.account.kind == ENDS[to]
    assert books.held([there], at=books.Moments(gate.at, gate.at)) == {}


def test_a_page_says_for_every_ground_what_it_forbids(gate: Gate) -> None:
    never_screened(gate)
    officer = log_in("immigration")

    file = officer.get(f"/custody/persons/{gate.person}/").content.decode()
    case = officer.get(f"/immigration/{gate.case.ref}/").content.decode()

    for page in (file, case):
        assert "forbids: court, prison, expulsion, handing over abroad" in page
        assert "forbids: expulsion, handing over abroad" in page


def test_a_court_order_is_placed_on_the_page_and_lifted_by_another_office(gate: Gate) -> None:
    second_body(gate)
    officer, authority = log_in("immigration"), log_in("authority")
    file = f"/custody/persons/{gate.person}/"
    assert f"{file}hold/" in officer.get(file).content.decode()
    assert f"{file}hold/" not in authority.get(file).content.decode()

    typed = {"ground": "court_order", "owner": "immigration-hq"}
    empty = officer.post(f"{file}hold/", dict.fromkeys(typed, ""))
    assert empty.status_code == 422
    assert "Choose the ground." in empty.content.decode()
    assert "The paper is missing" in empty.content.decode()
    placed = officer.post(f"{file}hold/", typed | {"because": "Order 40/25"}, follow=True)

    hold = Hold.objects.get(person=gate.person, ground="court_order")
    said = html.unescape(placed.content.decode())
    assert f"{hold.ref} stands." in said
    assert "a court ordered that they stay in the country" in said
    lift = f"/custody/holds/{hold.ref}/lift/"
    assert lift not in said
    assert officer.get(lift).status_code == 302
    assert lift in authority.get(file).content.decode()
    none = authority.post(lift, {"clears": "", "lifted_for": ""})
    assert none.status_code == 422
    assert "Say whether the question is answered" in none.content.decode()
    authority.post(lift, {"clears": "answered", "lifted_for": "Decision 3"})

    hold.refresh_from_db()
    assert (hold.state, hold.clears, hold.lifted_for) == ("lifted", True, "Decision 3")


@pytest.mark.parametrize(
    ("username", "ground"),
    [
        ("immigration", "minor"),
        ("immigration", "appeal"),
        ("immigration", "consular_notice"),
        ("screener", "screening_pending"),
        ("screener", "court_order"),
        ("authority", "court_order"),
    ],
)
def test_no_page_places_what_another_office_or_another_act_places(
    gate: Gate, username: str, ground: str
) -> None:
    second_body(gate)
    before = Hold.objects.count()

    typed = {"ground": ground, "owner": "immigration-hq", "because": "Paper 1"}
    page = log_in(username).post(f"/custody/persons/{gate.person}/hold/", typed)
    api = post(log_in(username), f"/custody/persons/{gate.person}/holds", typed)

    assert page.status_code in {302, 422}
    assert api.status_code in {403, 422}
    assert Hold.objects.count() == before


@pytest.mark.parametrize("username", ["immigration", "authority", "screener"])
def test_no_page_lifts_what_is_lifted_by_its_own_act(gate: Gate, username: str) -> None:
    second_body(gate)
    notice = next(h for h in holds.placed(gate.person) if h.ground == "consular_notice")
    client = log_in(username)

    typed = {"clears": "answered", "lifted_for": "Paper 1"}
    page = client.post(f"/custody/holds/{notice.ref}/lift/", typed)
    api = post(client, f"/custody/holds/{notice.ref}/lifting", typed | {"clears": True})

    assert page.status_code == 302
    assert api.status_code in {403, 422}
    notice.refresh_from_db()
    assert notice.state == "placed"


def test_over_the_api_a_childs_best_is_decided_by_who_protects(gate: Gate) -> None:
    minor(gate)
    path = f"/custody/persons/{gate.person}/holds"
    body = {"ground": "minor", "because": "Child panel 7/25"}
    lifting = {"clears": True, "lifted_for": "Child panel 8/25"}
    screener, authority = log_in("screener"), log_in("authority")
    assert post(log_in("immigration"), path, body).status_code == 403

    made = post(screener, path, body)
    assert made.status_code == 201, made.content
    ref = made.json()["ref"]

    shown = screener.get(f"/api/custody/persons/{gate.person}/grounds").json()["grounds"]
    (ground,) = [g for g in shown if g["code"] == "minor"]
    assert (ground["hold"], ground["forbids"]) == (ref, ["expelled", "handed_over_abroad"])
    assert [g["hold"] for g in shown if g["code"] == "consular_notice"] == [None]
    assert post(authority, f"/custody/holds/{ref}/lifting", lifting).status_code == 403
    lifted = post(screener, f"/custody/holds/{ref}/lifting", lifting, key="harm-gate-2")
    assert lifted.status_code == 201, lifted.content
    assert Hold.objects.get(ref=ref).lifted_for == "Child panel 8/25"
    assert "minor" not in {g.code for g in holds.grounds([gate.person])[gate.person]}
