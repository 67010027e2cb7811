"""Nobody leaves before the consular notice is served; an order waits for none."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from tests.systems.immigration.file import MAN

from samaki.ground.access.actors import PermissionRefusedError
from samaki.systems.custody.models import Account, Hold
from samaki.systems.custody.queries import holds
from samaki.systems.custody.rules import AccountKind
from samaki.systems.custody.rules.cells import Established
from samaki.systems.custody.rules.holds import HoldKind
from samaki.systems.custody.services.cells import establish
from samaki.systems.custody.services.dispositions import record_disposition
from samaki.systems.custody.services.holds import lift_hold_by_hand, place_hold_by_hand
from samaki.systems.custody.services.refusals import MovementRefusedError
from samaki.systems.immigration.queries.cases import standing
from samaki.systems.immigration.rules import KEEPER
from samaki.systems.immigration.services.orders import decide_against, withdraw_order
from samaki.systems.immigration.services.pleas import decide_plea, record_plea
from samaki.systems.immigration.services.refusals import CaseRefusedError

if TYPE_CHECKING:
    from tests.systems.immigration.file import Bench

    from samaki.systems.immigration.models import ExpulsionCase

pytestmark = pytest.mark.django_db


def _held(case: ExpulsionCase) -> bool:
    return "consular_notice" in _codes(case.person)


def _codes(person: str) -> set[str]:
    return {ground.code for ground in holds.grounds([person])[person]}


def _of(bench: Bench, nationality: str | None) -> str:
    person = bench.named()
    establish(
        actor=bench.officer,
        account=str(Account.objects.get(postings__person=person).ref),
        said=Established(MAN, replace(MAN, nationality=nationality), "Paper", person=person),
        happened_at=bench.at,
        at=bench.at,
    )
    return person


@pytest.mark.parametrize(("nationality", "rows"), [("VNM", 1), (None, 1), ("KHM", 0)])
def test_a_case_holds_whoever_has_or_may_have_a_consulate(
    bench: Bench, nationality: str | None, rows: int
) -> None:
    case = bench.open(_of(bench, nationality))

    assert Hold.objects.filter(ground="consular_notice").count() == rows
    assert _held(case), "whoever was ever counted as a foreigner is held by silence too"


def test_the_hold_names_the_case_and_who_can_lift_it(bench: Bench) -> None:
    case = bench.open(bench.named())

    hold = Hold.objects.get(ground="consular_notice")
    assert (hold.because, hold.owner_id, hold.person) == (case.ref, KEEPER, case.person)


@pytest.mark.parametrize("answer", ["refuses", "undecided"])
def test_an_answer_serves_the_notice_and_asking_for_the_consulate_holds_again(
    bench: Bench, answer: str
) -> None:
    case = bench.open(bench.named())
    bench.tell(case, answer)
    assert not _held(case)
    assert Hold.objects.get(ground="consular_notice").clears

    bench.answer(case, "wants", at=bench.later(hours=1))
    bench.answer(case, "wants", at=bench.later(hours=2))
    assert _held(case)
    bench.notify(case, at=bench.later(hours=3))
    assert not _held(case)
    bench.answer(case, "wants", at=bench.later(hours=4))
    assert not _held(case), "it is notified"


def test_whoever_wants_the_consulate_is_held_until_it_is_notified(bench: Bench) -> None:
    case = bench.open(bench.named())
    bench.tell(case, "wants")
    assert _held(case)

    bench.notify(case)

    assert not _held(case)
    assert Hold.objects.filter(ground="consular_notice").count() == 1


def test_an_order_waits_for_no_notice_and_a_leaving_does(bench: Bench) -> None:
    case = bench.open(bench.named())
    bench.clear(case.person)
    assert standing(case).against == ()
    bench.order(case)
    bench.paper(case)
    manifest = bench.manifest()

    with pytest.raises(CaseRefusedError) as refused:
        bench.put_on(manifest, case)
    with pytest.raises(MovementRefusedError) as by_the_ledger:
        record_disposition(
            actor=bench.officer,
            persons=[case.person],
            end=AccountKind.EXPELLED,
            keeper=KEEPER,
            because="EO-2222",
            happened_at=bench.at,
            at=bench.at,
        )

    assert [reason.code for reason in refused.value.reasons] == ["not_told"]
    assert [reason.values["ground"] for reason in by_the_ledger.value.reasons] == [
        "consular_notice"
    ]


def test_what_the_case_says_of_the_notice_the_ledger_does_not_say_again(bench: Bench) -> None:
    manifest, (case, other) = bench.listed("Budi", "Agus")
    bench.answer(case, "wants", at=bench.later(hours=1))
    bench.hold(other.person, "medical")

    with pytest.raises(CaseRefusedError) as refused:
        bench.depart(manifest)

    said = [(r.code, r.values.get("ground")) for r in refused.value.reasons]
    assert sorted(said, key=str) == [("ground", "medical"), ("not_notified", None)]


@pytest.mark.parametrize("end", ["decide_against", "withdraw", "granted"])
def test_a_case_that_is_over_without_its_notice_leaves_the_person_to_silence(
    bench: Bench, end: str
) -> None:
    case = bench.open(bench.named())
    if end == "decide_against":
        decide_against(actor=bench.authority, case=case.ref, reasons="No ground", at=bench.at)
    elif end == "withdraw":
        bench.clear(case.person)
        bench.order(case)
        withdraw_order(actor=bench.authority, case=case.ref, reasons="An error", at=bench.at)
    else:
        plea = record_plea(
            actor=bench.officer, case=case.ref, kind="asylum", happened_at=bench.at, at=bench.at
        )
        decide_plea(
            actor=bench.appeals,
            plea=plea.ref,
            act="grant",
            body="Refugee office",
            reasons="In danger there",
            at=bench.at,
        )

    hold = Hold.objects.get(ground="consular_notice")
    assert (hold.state, hold.clears) == ("lifted", False), "it was never served"
    assert _held(case), "and silence holds whoever was never told"
    assert holds.placed(case.person, HoldKind.CONSULAR_NOTICE) == []


def test_whoever_has_no_case_is_held_by_silence_until_somebody_tells_them(bench: Bench) -> None:
    at_home = _of(bench, "KHM")
    assert "consular_notice" in _codes(at_home), "no officer frees anybody by writing that down"
    bench.hold(at_home, "notice_outside_case")
    hold = Hold.objects.get(person=at_home)
    lift_hold_by_hand(
        actor=bench.authority, hold=str(hold.ref), clears=True, lifted_for="Card 9", at=bench.at
    )
    assert "consular_notice" not in _codes(at_home)


def test_a_notice_outside_a_case_is_recorded_by_one_and_answered_by_another(bench: Bench) -> None:
    person = bench.named()
    bench.clear(person)
    bench.hold(person, "notice_outside_case")
    hold = Hold.objects.get(ground="notice_outside_case")
    said: dict[str, Any] = {"hold": str(hold.ref), "lifted_for": "Answer 3/25", "at": bench.at}
    with pytest.raises(PermissionRefusedError):
        lift_hold_by_hand(actor=bench.officer, clears=True, **said)

    lift_hold_by_hand(actor=bench.authority, clears=True, **said)

    assert _codes(person) == set()


def test_who_asks_for_the_consulate_after_all_is_held_by_silence_once_the_case_is_over(
    bench: Bench,
) -> None:
    case = bench.open(bench.named())
    bench.tell(case, "undecided")
    assert not _held(case)
    bench.answer(case, "wants", at=bench.later(hours=1))

    later = bench.later(hours=2)
    decide_against(actor=bench.authority, case=case.ref, reasons="No ground", at=later)

    assert holds.placed(case.person, HoldKind.CONSULAR_NOTICE) == []
    assert _held(case), "asked for it, and it was never notified"


def test_who_was_told_while_taken_to_be_of_this_country_is_told_for_good(bench: Bench) -> None:
    person = _of(bench, "KHM")
    case = bench.open(person)
    bench.tell(case, "refuses")

    account = str(Account.objects.get(balances__person=person).ref)
    said = Established(replace(MAN, nationality="KHM"), MAN, "Passport", person=person)
    establish(actor=bench.officer, account=account, said=said, happened_at=bench.at, at=bench.at)

    assert not _held(case)


def test_a_notice_is_not_recorded_beside_the_case_in_which_it_is_served(bench: Bench) -> None:
    case = bench.open(bench.named())

    with pytest.raises(MovementRefusedError, match=f"is answered in the case {case.ref}"):
        place_hold_by_hand(
            actor=bench.officer,
            person=case.person,
            ground="notice_outside_case",
            owner=KEEPER,
            because="Notice 7",
            at=bench.at,
        )
