"""Nobody leaves while anything speaks against it: whoever asks, in whatever order, by whatever way.

Harm gates. Each way that could lead around the ledger is tried, and nothing may have changed.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from tests.systems.immigration.file import SITE, Bench

from samaki.ground.access.actors import PermissionRefusedError
from samaki.ground.journal import queries as journal
from samaki.ground.journal import services
from samaki.systems.custody.models import Movement
from samaki.systems.custody.queries import whereabouts
from samaki.systems.custody.rules import AccountKind, MovementKind
from samaki.systems.custody.services import entries
from samaki.systems.custody.services.corrections import reverse_disposition
from samaki.systems.custody.services.dispositions import record_disposition
from samaki.systems.custody.services.holds import lift_hold
from samaki.systems.custody.services.refusals import MovementRefusedError
from samaki.systems.immigration import rules
from samaki.systems.immigration.models import Departure, ExpulsionOrder, ManifestLine
from samaki.systems.immigration.services import departures
from samaki.systems.immigration.services.bans import Period, enter_ban
from samaki.systems.immigration.services.orders import make_order, withdraw_order
from samaki.systems.immigration.services.pleas import decide_plea, record_plea
from samaki.systems.immigration.services.refusals import CaseRefusedError
from samaki.systems.listings.models import Listing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from samaki.systems.custody.models import Account
    from samaki.systems.immigration.models import ExpulsionCase


def _not_screened(bench: Bench, person: str) -> None:
    """Leave a person as found: silence protects."""


def _pending(bench: Bench, person: str) -> None:
    bench.hold(person)


def _positive(bench: Bench, person: str) -> None:
    bench.hold(person, "protected")


def _cleared_and_pending_again(bench: Bench, person: str) -> None:
    bench.clear(person)
    bench.hold(person, because="SC-2")


def _ill(bench: Bench, person: str) -> None:
    bench.clear(person)
    bench.hold(person, "medical")


HELD = pytest.mark.parametrize(
    "held", [_not_screened, _pending, _positive, _cleared_and_pending_again, _ill]
)


@HELD
def test_no_order_is_made_against_somebody_held(
    bench: Bench, held: Callable[[Bench, str], None]
) -> None:
    case = bench.open(bench.named())
    held(bench, case.person)
    before = journal.length()

    with pytest.raises(CaseRefusedError) as refused:
        bench.order(case)

    assert {reason.code for reason in refused.value.reasons} == {"ground"}
    assert "can lift this" in str(refused.value)
    assert journal.length() == before
    assert not ExpulsionOrder.objects.exists()


@HELD
def test_the_ledger_refuses_the_end_itself(
    bench: Bench, held: Callable[[Bench, str], None]
) -> None:
    person = bench.named()
    held(bench, person)

    with pytest.raises(MovementRefusedError):
        record_disposition(
            actor=bench.officer,
            persons=[person],
            end=AccountKind.EXPELLED,
            keeper=rules.KEEPER,
            because="EO-XXXX",
            happened_at=bench.at,
            at=bench.at,
        )

    assert _is_in_custody(bench, person)


@pytest.mark.parametrize("ground", ["screening_pending", "protected", "medical", "asylum"])
def test_a_hold_placed_after_the_order_keeps_a_person_off_every_list(
    bench: Bench, ground: str
) -> None:
    case = bench.ready()
    bench.hold(case.person, ground, because="SC-9")

    with pytest.raises(CaseRefusedError) as refused:
        bench.put_on(bench.manifest(), case)

    assert "ground" in {reason.code for reason in refused.value.reasons}
    assert not ManifestLine.objects.exists()


@pytest.mark.parametrize("ground", ["screening_pending", "protected", "medical", "asylum"])
def test_a_hold_placed_between_list_and_departure_keeps_everybody_here(
    bench: Bench, ground: str
) -> None:
    manifest, (budi, agus) = bench.listed("Budi", "Agus")
    bench.hold(budi.person, ground, because="SC-9")
    before = journal.length()

    with pytest.raises(CaseRefusedError) as refused:
        bench.depart(manifest)

    assert [r.values["person"] for r in refused.value.reasons if r.code == "ground"] == [
        budi.person
    ]
    assert journal.length() == before
    assert _is_in_custody(bench, budi.person)
    assert _is_in_custody(bench, agus.person), "all leave together or nobody does"


def test_the_ledger_refuses_even_if_immigration_forgot_to_ask(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    manifest, (budi, agus) = bench.listed("Budi", "Agus")
    bench.hold(budi.person, "protected")
    monkeypatch.setattr(departures, "_reasons_against", lambda *_: ())

    with pytest.raises(CaseRefusedError) as refused:
        bench.depart(manifest)

    assert {reason.code for reason in refused.value.reasons} == {"on_hold"}
    assert _is_in_custody(bench, budi.person)
    assert _is_in_custody(bench, agus.person)
    assert not Departure.objects.exists()


def test_what_stood_against_one_then_is_said_though_another_is_held_now(bench: Bench) -> None:
    manifest, (budi, agus) = bench.listed("Budi", "Agus")
    bench.hold(budi.person, "medical", because="DR-1")
    stood = bench.hold(agus.person, "screening_pending", because="SC-9")
    lifted_at = bench.later(days=4)
    lift_hold(actor=bench.screener, hold=str(stood.ref), clears=True, at=lifted_at)

    with pytest.raises(CaseRefusedError) as refused:
        departures.record_departure(
            actor=bench.officer,
            manifest=manifest.ref,
            happened_at=bench.later(days=3),
            at=bench.later(days=5),
        )

    said = [(reason.code, reason.values["ground"]) for reason in refused.value.reasons]
    assert said == [("ground", "medical"), ("on_hold", "screening_pending")]
    assert agus.person in str(refused.value.reasons[1])


def test_every_reason_of_every_person_is_said_at_once(bench: Bench) -> None:
    manifest, (budi, agus) = bench.listed("Budi", "Agus")
    bench.hold(budi.person, "protected")
    bench.hold(budi.person, "medical", because="DR-1")
    bench.hold(agus.person, "screening_pending", because="SC-9")

    with pytest.raises(CaseRefusedError) as refused:
        bench.depart(manifest)

    said = str(refused.value)
    assert said.count(budi.person) == 2
    assert said.count(agus.person) == 1
    assert "a screening for victims of trafficking is pending" in said


def test_who_prepared_a_case_does_not_decide_it(bench: Bench) -> None:
    case = bench.open(bench.named())
    bench.clear(case.person)
    both = type(bench.officer)(
        key=bench.officer.key, grants=(*bench.officer.grants, *bench.authority.grants)
    )

    with pytest.raises(CaseRefusedError) as refused:
        make_order(actor=both, case=case.ref, terms=bench.terms(), at=bench.at)

    assert {reason.code for reason in refused.value.reasons} == {"own_case"}


def test_an_officer_decides_nothing_and_an_authority_sends_nobody_away(bench: Bench) -> None:
    case = bench.open(bench.named())
    bench.clear(case.person)

    with pytest.raises(PermissionRefusedError):
        make_order(actor=bench.officer, case=case.ref, terms=bench.terms(), at=bench.at)
    manifest, _cases = bench.listed("Agus")
    with pytest.raises(PermissionRefusedError):
        departures.record_departure(
            actor=bench.authority,
            manifest=manifest.ref,
            happened_at=bench.later(days=3),
            at=bench.later(days=3),
        )


def test_an_appeal_takes_a_person_off_the_list_and_stops_everything(bench: Bench) -> None:
    manifest, (budi, agus) = bench.listed("Budi", "Agus")
    _plead(bench, budi, "appeal")

    bench.depart(manifest)

    assert _is_in_custody(bench, budi.person)
    assert not _is_in_custody(bench, agus.person)
    budi.refresh_from_db()
    assert budi.state == rules.ExpulsionState.SUSPENDED
    with pytest.raises(CaseRefusedError) as refused:
        bench.put_on(bench.manifest(), budi)
    assert {"state", "ground"} <= {reason.code for reason in refused.value.reasons}


def test_a_granted_claim_for_asylum_keeps_its_hold_for_good(bench: Bench) -> None:
    case = bench.ready()
    ref = _plead(bench, case, "asylum")

    _decide(bench, ref, "grant")

    case.refresh_from_db()
    assert case.state == rules.ExpulsionState.NOT_EXPELLED
    again = bench.open(case.person)
    with pytest.raises(CaseRefusedError, match="asylum"):
        bench.order(again)


def test_who_records_a_plea_does_not_end_it(bench: Bench) -> None:
    case = bench.ready()
    ref = _plead(bench, case, "appeal")

    with pytest.raises(PermissionRefusedError):
        decide_plea(
            actor=bench.officer, plea=ref, act="refuse", body="Court", reasons="-", at=bench.at
        )


def test_who_made_the_order_does_not_decide_the_appeal_against_it(bench: Bench) -> None:
    case = bench.ready()
    ref = _plead(bench, case, "appeal")

    with pytest.raises(CaseRefusedError) as refused:
        decide_plea(
            actor=bench.authority, plea=ref, act="refuse", body="Court", reasons="-", at=bench.at
        )

    assert {reason.code for reason in refused.value.reasons} == {"own_order"}
    case.refresh_from_db()
    assert case.state == rules.ExpulsionState.SUSPENDED
    _decide(bench, ref, "refuse")


def test_a_withdrawn_order_sends_nobody_away(bench: Bench) -> None:
    manifest, (budi, agus) = bench.listed("Budi", "Agus")
    withdraw_order(actor=bench.authority, case=budi.ref, reasons="A stamp was found.", at=bench.at)

    bench.depart(manifest)

    assert _is_in_custody(bench, budi.person)
    assert not _is_in_custody(bench, agus.person)


def test_the_time_for_appeal_runs_before_anybody_leaves(bench: Bench) -> None:
    case = bench.ready()
    manifest = bench.manifest()
    bench.put_on(manifest, case)
    bench.board(manifest, case)

    with pytest.raises(CaseRefusedError) as refused:
        departures.record_departure(
            actor=bench.officer, manifest=manifest.ref, happened_at=bench.at, at=bench.at
        )

    codes = {reason.code for reason in refused.value.reasons}
    assert codes == {"appeal_runs", "before_boarding"}
    assert _is_in_custody(bench, case.person)


def test_nobody_left_before_boarding_was_confirmed(bench: Bench) -> None:
    manifest, (case,) = bench.listed("Budi")

    with pytest.raises(CaseRefusedError) as refused:
        departures.record_departure(
            actor=bench.officer,
            manifest=manifest.ref,
            happened_at=bench.later(days=2, hours=1),
            at=bench.later(days=3, hours=3),
        )

    assert {reason.code for reason in refused.value.reasons} == {"before_boarding"}
    assert _is_in_custody(bench, case.person)


def test_a_departure_locks_every_account_before_the_journal(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    cases = [bench.ready("Agus"), bench.ready("Budi", unit=SITE)]
    manifest = bench.manifest()
    bench.put_on(manifest, *cases)
    bench.board(manifest, *cases)
    locked: list[set[int]] = []
    before: list[set[int]] = []
    lock, turn = entries.lock, services.take_turn

    def note_lock(accounts: Iterable[Account]) -> None:
        found = list(accounts)
        locked.append({account.pk for account in found})
        lock(found)

    def note_turn() -> object:
        before.append(set().union(*locked))
        return turn()

    monkeypatch.setattr(entries, "lock", note_lock)
    monkeypatch.setattr(services, "take_turn", note_turn)
    bench.depart(manifest)

    assert len(before[0]) == 2
    assert set().union(*locked) == before[0]


@pytest.mark.parametrize("ground", ["screening_pending", "asylum"])
def test_nobody_is_banned_while_anything_speaks_against_it(bench: Bench, ground: str) -> None:
    manifest, (case,) = bench.listed("Budi")
    bench.depart(manifest)
    Bench(bench.later(days=4)).hold(case.person, ground, because="NEW-1")

    with pytest.raises(CaseRefusedError) as refused:
        _ban(bench, case)

    assert {reason.code for reason in refused.value.reasons} == {"ground"}
    assert not Listing.objects.exists()


def test_nobody_is_banned_who_has_not_left_by_the_ledger(bench: Bench) -> None:
    manifest, (case,) = bench.listed("Budi")
    bench.depart(manifest)
    gone = Movement.objects.get(kind=MovementKind.DISPOSITION)
    reverse_disposition(
        actor=bench.officer,
        disposition=str(gone.because),
        reason="Not aboard",
        at=bench.later(days=3),
    )

    with pytest.raises(CaseRefusedError) as refused:
        _ban(bench, case)

    assert "not_gone" in {reason.code for reason in refused.value.reasons}
    assert not Listing.objects.exists()


def _ban(bench: Bench, case: ExpulsionCase) -> None:
    enter_ban(
        actor=bench.officer,
        case=case.ref,
        period=Period(date(2025, 11, 22), None),
        ground="The order",
        at=bench.later(days=4),
    )


def _plead(bench: Bench, case: ExpulsionCase, kind: str) -> str:
    plea = record_plea(
        actor=bench.officer, case=case.ref, kind=kind, happened_at=bench.at, at=bench.at
    )
    return plea.ref


def _decide(bench: Bench, ref: str, act: str) -> None:
    decide_plea(
        actor=bench.appeals,
        plea=ref,
        act=act,
        body="Refugee office",
        reasons="As the letter says.",
        at=bench.at,
    )


def _is_in_custody(bench: Bench, person: str) -> bool:
    place = whereabouts.where([person], at=bench.later(days=4))[person]
    return place is not None and place.kind == AccountKind.STATION
