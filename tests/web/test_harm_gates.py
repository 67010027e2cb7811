"""Nobody who is held is charged, listed, punished or sent away: by service, page, API, import, row.

The imports there are: `samaki read --store`, which files texts and drafts of claims and moves
nobody; the API; and sheets, which take in and name but move nobody on. A hold of an appeal or of
asylum is placed here as its plea places it, that of a notice by its case.
"""

from __future__ import annotations

import argparse
import html
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone
from tests.web.gate import (
    ALSO,
    ENDS,
    OF_OTHERS,
    OF_SCREENING,
    Gate,
    appeal,
    asylum,
    court_order,
    everything,
    log_in,
    minor_placed,
    positive,
    post,
    second_body,
    unserved,
)

from samaki.ground.journal import queries as journal
from samaki.kernel.ledger import Cell
from samaki.systems.claims.commands import add_to, run_read
from samaki.systems.claims.models import Claim
from samaki.systems.custody import rules
from samaki.systems.custody.models import Account, Balance, Movement, Posting
from samaki.systems.custody.queries import books, holds, words
from samaki.systems.custody.rules.ends import Ended
from samaki.systems.custody.rules.holds import KIND_OF_GROUND, HoldKind
from samaki.systems.custody.services.dispositions import record_disposition
from samaki.systems.custody.services.ends import end_custody
from samaki.systems.custody.services.handovers import dispatch_handover
from samaki.systems.custody.services.holds import lift_hold
from samaki.systems.custody.services.refusals import MovementRefusedError
from samaki.systems.immigration.rules import CONSULAR_GROUND, KEEPER, Means, PaperKind
from samaki.systems.immigration.services.cases import Paper, record_paper
from samaki.systems.immigration.services.departures import record_departure
from samaki.systems.immigration.services.manifests import (
    Route,
    confirm_boarded,
    list_persons,
    prepare_manifest,
)
from samaki.systems.immigration.services.orders import Terms, make_order
from samaki.systems.immigration.services.refusals import CaseRefusedError
from samaki.web import world

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from django.test import Client


pytestmark = pytest.mark.django_db

IDN = Cell("IDN", "M", "adult")
HAPPENED_LATER = "2025-11-18T08:00:00+07:00"
CHARGE = rules.Charge("Article 377", "0701")
HAPPENED = "2025-11-17T21:00:00+07:00"


HELD = pytest.mark.parametrize("held", [*OF_SCREENING, *OF_OTHERS])
# By an order the notice is still to be served, so it waits for it with nothing in its way.
NOT_ORDERED = pytest.mark.parametrize(
    "held", [*OF_SCREENING, *(held for held in OF_OTHERS if held is not unserved)]
)
UNHEARD = pytest.mark.parametrize("held", OF_SCREENING)
EXPELLED, ABROAD = rules.AccountKind.EXPELLED, rules.AccountKind.HANDED_OVER_ABROAD
TO = pytest.mark.parametrize("to", ENDS)


@pytest.fixture
def intake(gate: Gate) -> Client:
    return log_in("intake")


@pytest.fixture
def authority(gate: Gate) -> Client:
    return log_in("authority")


def _terms(now: datetime) -> dict[str, Any]:
    return {
        "ground": "illegal_entry",
        "reasons": "No entry is recorded.",
        "language": "Indonesian",
        "appeal_until": now + timedelta(days=1),
        "appeal_set_by": "Immigration headquarters",
    }


def _assert_all_said(
    gate: Gate, said: str, to: rules.AccountKind, *, least: int = 2, waits_for_notice: bool = True
) -> None:
    """Assert that every ground against going there is said, and no other."""
    grounds = set(gate.grounds(to))
    if not waits_for_notice:
        grounds.discard(words.ground(CONSULAR_GROUND))
    assert len(grounds) >= least
    heard = html.unescape(said).casefold()
    every = {words.ground(code) for code in ("not_screened", *KIND_OF_GROUND)}
    assert {ground for ground in every if ground.casefold() in heard} == grounds


@NOT_ORDERED
def test_no_expulsion_by_the_service(gate: Gate, held: Callable[[Gate], None]) -> None:
    held(gate)
    before = everything()

    with pytest.raises(CaseRefusedError) as order:
        make_order(
            actor=world.actor("authority", at=gate.at),
            case=gate.case.ref,
            terms=Terms(**_terms(gate.at)),
            at=gate.at,
        )
    with pytest.raises(MovementRefusedError) as end:
        record_disposition(
            actor=world.actor("immigration", at=gate.at),
            persons=[gate.person],
            end=rules.AccountKind.EXPELLED,
            keeper=KEEPER,
            because="EO-XXXX",
            happened_at=gate.at,
            at=gate.at,
        )

    _assert_all_said(gate, str(order.value), EXPELLED, waits_for_notice=False)
    _assert_all_said(gate, str(end.value), EXPELLED)
    assert everything() == before


@NOT_ORDERED
def test_no_expulsion_by_the_page(
    gate: Gate, authority: Client, held: Callable[[Gate], None]
) -> None:
    held(gate)
    until = timezone.localtime(timezone.now() + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    typed = _terms(gate.at) | {"decision": "order", "appeal_until": until}
    before = everything()

    answer = authority.post(f"/immigration/{gate.case.ref}/decide/", typed)

    assert answer.status_code == 422
    _assert_all_said(gate, answer.content.decode(), EXPELLED, waits_for_notice=False)
    after = everything()  # the refused form shows the file, and that goes on record
    assert [*after[:4], *after[5:]] == [*before[:4], *before[5:]]


@NOT_ORDERED
def test_no_expulsion_by_the_api(
    gate: Gate, authority: Client, held: Callable[[Gate], None]
) -> None:
    held(gate)
    terms = _terms(timezone.now())
    body = terms | {"appeal_until": terms["appeal_until"].isoformat()}
    before = everything()

    answer = post(authority, f"/immigration/cases/{gate.case.ref}/order", body)

    assert answer.status_code == 422, answer.content
    said = " ".join(r["text"] for r in answer.json()["reasons"])
    _assert_all_said(gate, said, EXPELLED, waits_for_notice=False)
    assert everything() == before


@pytest.mark.parametrize("held", [positive, second_body, appeal, asylum, minor_placed, court_order])
def test_who_is_held_after_boarding_does_not_leave_by_any_way(
    gate: Gate, held: Callable[[Gate], None]
) -> None:
    manifest = _boarded(gate)
    held(gate)
    gate.hold(ALSO, by="immigration", owner=KEEPER)
    officer = log_in("immigration")
    before = everything()

    with pytest.raises(CaseRefusedError) as refused:
        record_departure(
            actor=world.actor("immigration", at=gate.at),
            manifest=manifest,
            happened_at=gate.at + timedelta(hours=2),
            at=gate.at + timedelta(hours=2),
        )
    api = post(
        officer, f"/immigration/manifests/{manifest}/departure", {"happened_at": HAPPENED_LATER}
    )
    assert everything() == before
    typed = {"depart": "1", "happened_at": HAPPENED_LATER[:16]}
    page = officer.post(f"/immigration/manifests/{manifest}/", typed)

    assert page.status_code == api.status_code == 422
    for said in (
        str(refused.value),
        page.content.decode(),
        " ".join(r["text"] for r in api.json()["reasons"]),
    ):
        _assert_all_said(gate, said, EXPELLED)
    after = everything()  # the page shows persons, and that it did goes on record
    assert [*after[:4], *after[5:]] == [*before[:4], *before[5:]]


@UNHEARD
@TO
def test_no_handover_to_a_court_or_a_prison_by_any_way(
    gate: Gate, intake: Client, held: Callable[[Gate], None], to: str
) -> None:
    held(gate)
    before = everything()

    with pytest.raises(MovementRefusedError) as refused:
        dispatch_handover(
            actor=world.actor("intake", at=gate.at),
            giver="police-poipet",
            receiver=to,
            escort="gendarmerie-KH-1",
            sends=rules.Consignment(rules.Party({}, (gate.person,)), charge=CHARGE),
            happened_at=gate.at,
            at=gate.at,
        )
    page = intake.post(
        f"/custody/accounts/{gate.account}/dispatch/",
        _typed(to) | {f"p-{gate.person}": "on"},
    )
    api = post(intake, "/custody/handovers", _sent(to) | {"persons": [gate.person]})

    assert page.status_code == api.status_code == 422
    for said in (
        str(refused.value),
        page.content.decode(),
        " ".join(r["text"] for r in api.json()["reasons"]),
    ):
        _assert_all_said(gate, said, ENDS[to], least=1)
    assert everything() == before


@HELD
def test_no_handover_abroad_by_any_way(
    gate: Gate, intake: Client, held: Callable[[Gate], None]
) -> None:
    held(gate)
    typed: dict[str, Any] = {"authority": "Court", "document": "Order", "article": "Article 566"}
    before = everything()

    with pytest.raises(MovementRefusedError) as refused:
        end_custody(
            actor=world.actor("intake", at=gate.at),
            account=gate.account,
            ended=Ended(ABROAD, rules.Party({}, (gate.person,)), **typed),
            at=gate.at,
        )
    path = f"/custody/accounts/{gate.account}/end/?kind={ABROAD}"
    page = intake.post(path, typed | {f"p-{gate.person}": "on"})
    body = typed | {"account": gate.account, "kind": ABROAD, "persons": [gate.person]}
    api = post(intake, "/custody/ends", body)

    assert page.status_code == api.status_code == 422
    for said in (
        str(refused.value),
        page.content.decode(),
        " ".join(r["text"] for r in api.json()["reasons"]),
    ):
        _assert_all_said(gate, said, ABROAD)
    assert everything() == before


@TO
def test_unnamed_heads_go_to_no_court_and_no_prison_by_any_way(
    gate: Gate, intake: Client, to: str
) -> None:
    before = everything()

    with pytest.raises(MovementRefusedError) as refused:
        dispatch_handover(
            actor=world.actor("intake", at=gate.at),
            giver="police-poipet",
            receiver=to,
            escort="gendarmerie-KH-1",
            sends=rules.Consignment(rules.Party({IDN: 2}, ()), charge=CHARGE),
            happened_at=gate.at,
            at=gate.at,
        )
    page = intake.post(
        f"/custody/accounts/{gate.account}/dispatch/", _typed(to) | {"n-IDN-M-adult": "2"}
    )
    heads = [{"nationality": "IDN", "sex": "M", "age": "adult", "count": 2}]
    api = post(intake, "/custody/handovers", _sent(to) | {"heads": heads})

    assert "have no name yet" in str(refused.value)
    assert "have no name yet" in page.content.decode()
    assert "unnamed" in {r["code"] for r in api.json()["reasons"]}
    assert everything() == before


def test_unnamed_heads_are_not_expelled(gate: Gate) -> None:
    before = everything()
    with pytest.raises(MovementRefusedError):
        record_disposition(
            actor=world.actor("immigration", at=gate.at),
            persons=[],
            end=rules.AccountKind.EXPELLED,
            keeper=KEEPER,
            because="EO-XXXX",
            happened_at=gate.at,
            at=gate.at,
        )
    assert everything() == before


@HELD
def test_a_text_that_says_so_moves_nobody(
    gate: Gate, held: Callable[[Gate], None], tmp_path: Path
) -> None:
    held(gate)
    before, claims = everything(), Claim.objects.count()
    path = tmp_path / "report.txt"
    path.write_text(f"Police expelled {gate.person} and 271 Indonesians to prison.", "utf-8")

    parser = argparse.ArgumentParser()
    add_to(parser.add_subparsers())
    asked = parser.parse_args(["read", "--json", "--store", "--language", "en", str(path)])
    code = run_read(asked)

    assert code == 0
    assert Claim.objects.count() > claims, "it is a draft of a claim"
    after = everything()
    assert [*after[:4], *after[5:]] == [*before[:4], *before[5:]], "all but the journal's length"


@HELD
@pytest.mark.parametrize("kind", sorted(rules.PUNISHING))
@pytest.mark.tampers
def test_a_row_written_past_the_services_is_named_by_the_verification(
    gate: Gate, held: Callable[[Gate], None], kind: rules.AccountKind
) -> None:
    held(gate)
    assert books.verify().fault is None

    movement = _move_raw(gate, kind, gate.person, at=gate.at + timedelta(hours=1))

    fault = books.verify().fault
    if not gate.grounds(kind):
        assert kind in rules.CHARGING, "nothing that holds them forbids it"
        assert fault is None or "balance" in fault.table, "the row stands beside its balances"
        return
    assert fault is not None
    assert (fault.table, fault.key) == ("custody_movement", str(movement))
    assert gate.person in fault.what
    assert list(journal.breaks()), "and no entry of the journal has sealed it"


@pytest.mark.tampers
def test_unnamed_heads_written_into_a_prison_are_named_by_the_verification(gate: Gate) -> None:
    movement = _move_raw(gate, rules.AccountKind.PRISON, "", at=gate.at + timedelta(hours=1))

    fault = books.verify().fault
    assert fault is not None
    assert fault.key == str(movement)
    assert "without a name" in fault.what


def test_a_hold_placed_after_a_lawful_departure_faults_nothing(gate: Gate) -> None:
    gate.clear()
    (medical,) = [h for h in holds.placed(gate.person) if h.ground == ALSO]
    officer = world.actor("authority", at=gate.at)
    lift_hold(actor=officer, hold=str(medical.ref), clears=False, at=gate.at)
    gate.serve()
    record_disposition(
        actor=world.actor("immigration", at=gate.at),
        persons=[gate.person],
        end=rules.AccountKind.EXPELLED,
        keeper=KEEPER,
        because="EO-TEST",
        happened_at=gate.at,
        at=gate.at,
    )
    for ground in ("protected", "screening_pending"):
        gate.hold(ground)

    assert books.verify().fault is None


def _boarded(gate: Gate) -> str:
    """Let nothing stand against the person up to the gate of the aeroplane; return the list."""
    at, officer = gate.at, world.actor("immigration", at=gate.at)
    (medical,) = holds.placed(gate.person, HoldKind.MEDICAL)
    lift_hold(actor=world.actor("authority", at=at), hold=str(medical.ref), clears=False, at=at)
    gate.clear()
    done: dict[str, Any] = {"actor": officer, "case": gate.case.ref, "at": at}
    gate.serve()
    terms = _terms(at) | {"appeal_until": at + timedelta(hours=1)}
    said: dict[str, Any] = {"case": gate.case.ref, "terms": Terms(**terms)}
    make_order(actor=world.actor("authority", at=at), at=at - timedelta(days=1), **said)
    record_paper(**done, paper=Paper(PaperKind.PASSPORT, "X1", "IDN", at.date(), "1990"))
    route = Route(Means.FLIGHT, "Demonstration air", "Airport", "IDN", at + timedelta(hours=2))
    ref = prepare_manifest(actor=officer, route=route, at=at).ref
    for verb in (list_persons, confirm_boarded):
        verb(actor=officer, manifest=ref, persons=[gate.person], at=at)
    return ref


def _typed(to: str) -> dict[str, str]:
    way = {"receiver": to, "escort": "gendarmerie-KH-1", "happened_at": "2025-11-17T21:00"}
    return way | {"article": "Article 377", "crime": "0701"}


def _sent(to: str) -> dict[str, object]:
    units = {"giver": "police-poipet", "receiver": to, "escort": "gendarmerie-KH-1"}
    return {**units, "happened_at": HAPPENED, "article": "Article 377", "crime": "0701"}


def _move_raw(gate: Gate, kind: str, person: str, *, at: datetime) -> int:
    """Write a movement as somebody with the database and without the services would."""
    giver = Account.objects.get(ref=gate.account)
    taker = Account.objects.filter(kind=kind).first() or Account.objects.create(
        ref=f"AC-{kind[:6]}", kind=kind, unit=giver.unit, opened_at=at
    )
    known = Balance.objects.filter(person=person, account=giver).values(*_CELL).first()
    cell = known if known and person else {"nationality": "IDN", "sex": "M", "age": "adult"}
    movement = Movement.objects.create(
        happened_at=at,
        recorded_at=at,
        kind=rules.MovementKind.DISPOSITION,
        converts=False,
        because="EO-FAKE",
        actor="account:1",
    )
    for account, count in ((giver, -1), (taker, 1)):
        Posting.objects.create(
            movement=movement,
            account=account,
            count=count,
            person=person,
            happened_at=at,
            recorded_at=at,
            is_late=False,
            **cell,
        )
    return movement.pk


_CELL = ("nationality", "sex", "age")
