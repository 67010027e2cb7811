"""A case from the check to the ban: each step in its order, each refusal with its reasons."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st
from tests.systems.immigration.file import CHECK, SITE, member

from samaki.ground.access.rules import Role
from samaki.ground.people.services import protect_person
from samaki.kernel.spreadsheets import spreadsheet_safe
from samaki.systems.custody.queries import books, whereabouts
from samaki.systems.custody.rules import AccountKind
from samaki.systems.immigration import rules
from samaki.systems.immigration.models import (
    ExpulsionCase,
    ExpulsionOrder,
    ManifestLine,
    ReentryBan,
)
from samaki.systems.immigration.queries import cases as queries
from samaki.systems.immigration.services.bans import Period, close_without_ban, enter_ban
from samaki.systems.immigration.services.cases import Paper, open_case, record_paper
from samaki.systems.immigration.services.manifests import (
    Route,
    give_up_manifest,
    prepare_manifest,
    take_off,
)
from samaki.systems.immigration.services.orders import decide_against, make_order
from samaki.systems.immigration.services.pleas import decide_plea, record_plea
from samaki.systems.immigration.services.refusals import CaseRefusedError
from samaki.systems.listings.models import Listing

if TYPE_CHECKING:
    from tests.systems.immigration.file import Bench

    from samaki.systems.immigration.services.orders import Terms


def _codes(refused: pytest.ExceptionInfo[CaseRefusedError]) -> set[str]:
    return {reason.code for reason in refused.value.reasons}


def test_a_case_walks_from_the_check_to_the_ban_and_the_totals_stay(bench: Bench) -> None:
    manifest, (budi, agus) = bench.listed("Budi", "Agus")
    moment = bench.later(days=3)

    bench.depart(manifest)

    place = whereabouts.where([budi.person], at=moment)[budi.person]
    assert place is not None
    assert (place.kind, place.unit) == (AccountKind.EXPELLED, rules.KEEPER)
    budi.refresh_from_db()
    assert budi.state == rules.ExpulsionState.DEPARTED
    ban = enter_ban(
        actor=bench.officer,
        case=budi.ref,
        period=Period(date(2025, 11, 21), date(2028, 11, 21)),
        ground="Illegal entry",
        at=moment,
    )
    listing = Listing.objects.get(ref=ban.listing)
    assert (listing.because, listing.valid_to) == (budi.ref, date(2028, 11, 21))
    budi.refresh_from_db()
    assert budi.state == rules.ExpulsionState.CLOSED
    close_without_ban(
        actor=bench.officer, case=agus.ref, reasons="A minor when he came.", at=moment
    )
    agus.refresh_from_db()
    assert agus.state == rules.ExpulsionState.CLOSED
    assert Listing.objects.count() == 1
    assert books.verify().is_balanced


def test_each_departure_stands_in_the_ledger_under_its_own_order(bench: Bench) -> None:
    manifest, (budi, agus) = bench.listed("Budi", "Agus")

    bench.depart(manifest)

    refs = {case.departures.get().disposition for case in (budi, agus)}
    assert len(refs) == 2
    assert {budi.order.ref, agus.order.ref} == set(
        ExpulsionOrder.objects.values_list("ref", flat=True)
    )


def test_persons_of_different_accounts_leave_on_one_list(bench: Bench) -> None:
    cases = [bench.ready("Budi"), bench.ready("Agus", unit=SITE)]
    manifest = bench.manifest()
    bench.put_on(manifest, *cases)
    bench.board(manifest, *cases)

    bench.depart(manifest)

    assert {c.state for c in ExpulsionCase.objects.all()} == {rules.ExpulsionState.DEPARTED}


def test_a_case_needs_a_named_person_in_custody_and_a_check(bench: Bench) -> None:
    with pytest.raises(CaseRefusedError) as refused:
        open_case(
            actor=bench.officer,
            person="P-NONE",
            check=replace(CHECK, entry=" ", papers="", grounds=("spying",), said_by=""),
            happened_at=bench.later(hours=1),
            at=bench.at,
        )

    assert _codes(refused) == {"nobody", "unknown_ground", "no_check", "no_said_by", "future"}


def test_a_person_has_one_open_case(bench: Bench) -> None:
    case = bench.open(bench.named())

    with pytest.raises(CaseRefusedError) as refused:
        bench.open(case.person)
    assert _codes(refused) == {"case_open"}
    with pytest.raises(IntegrityError), transaction.atomic():
        ExpulsionCase.objects.create(
            ref="EC-TWICE",
            person=case.person,
            area_id="KH-1",
            opened_at=bench.at,
            opened_by="account:1",
            since=bench.at,
        )


def test_who_has_departed_is_in_no_custody_and_gets_no_new_case(bench: Bench) -> None:
    manifest, (case,) = bench.listed("Budi")
    bench.depart(manifest)
    close_without_ban(actor=bench.officer, case=case.ref, reasons="None", at=bench.later(days=3))

    with pytest.raises(CaseRefusedError) as refused:
        open_case(
            actor=bench.officer,
            person=case.person,
            check=CHECK,
            happened_at=bench.later(days=4),
            at=bench.later(days=4),
        )

    assert _codes(refused) == {"outside"}


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"reasons": " "}, "no_reasons"),
        ({"language": ""}, "no_language"),
        ({"appeal_set_by": ""}, "no_setter"),
        ({"ground": "spying"}, "unknown_ground"),
        ({"ground": "overstay"}, "ground_unchecked"),
    ],
)
def test_an_order_says_ground_reasons_language_and_who_set_the_time(
    bench: Bench, changed: dict[str, object], code: str
) -> None:
    case = bench.open(bench.named())
    bench.clear(case.person)

    with pytest.raises(CaseRefusedError) as refused:
        _order(bench, case, bench.terms(**changed))

    assert _codes(refused) == {code}


def test_no_late_entry_shortens_the_time_for_appeal(bench: Bench) -> None:
    case = bench.open(bench.named())
    bench.clear(case.person)

    with pytest.raises(CaseRefusedError) as refused:
        _order(bench, case, bench.terms(appeal_until=bench.at))

    assert _codes(refused) == {"appeal_short"}


@pytest.mark.parametrize(
    ("hours", "is_refused"), [(-1, True), (0.1, True), (23.9, True), (24, False)]
)
def test_the_time_for_appeal_is_a_whole_day_at_least(
    bench: Bench, hours: float, *, is_refused: bool
) -> None:
    terms = {"reasons": "No entry.", "language": "Indonesian", "set_by": "Headquarters"}
    until = bench.later(hours=hours)

    found = rules.reasons_against_terms(**terms, appeal_until=until, at=bench.later(seconds=40))

    assert [each.code for each in found] == (["appeal_short"] if is_refused else [])


def test_reasons_are_kept_whole_or_refused_with_the_limit(bench: Bench) -> None:
    case, whole = bench.open(bench.named()), "n" * 1999 + "."

    with pytest.raises(CaseRefusedError) as refused:
        decide_against(actor=bench.authority, case=case.ref, reasons=whole + "!", at=bench.at)
    assert [r.text for r in refused.value.reasons] == [
        "The reasons have 2001 characters; 2000 is the most. Say them shorter."
    ]
    decide_against(actor=bench.authority, case=case.ref, reasons=f" {whole} ", at=bench.at)

    case.refresh_from_db()
    assert case.closed_reason == whole


def test_not_to_expel_can_be_decided_whatever_the_ledger_holds(bench: Bench) -> None:
    case = bench.open(bench.named())

    with pytest.raises(CaseRefusedError) as refused:
        decide_against(actor=bench.authority, case=case.ref, reasons=" ", at=bench.at)
    assert _codes(refused) == {"no_reasons"}
    decide_against(actor=bench.authority, case=case.ref, reasons="Permit found.", at=bench.at)

    case.refresh_from_db()
    assert (case.state, case.closed_reason) == ("not_expelled", "Permit found.")
    with pytest.raises(CaseRefusedError, match="not expelled"):
        bench.order(case)


def test_a_list_refuses_all_that_is_missing_and_says_each(bench: Bench) -> None:
    case = bench.open(bench.named())
    bench.clear(case.person)
    bench.order(case)

    with pytest.raises(CaseRefusedError) as refused:
        bench.put_on(bench.manifest(), case)

    assert _codes(refused) == {"not_told", "no_paper"}
    assert not ManifestLine.objects.exists()


def test_a_list_takes_nobody_without_an_order_nobody_twice_and_all_or_none(bench: Bench) -> None:
    ready, opened = bench.ready("Budi"), bench.open(bench.named("Agus"))
    manifest = bench.manifest()

    with pytest.raises(CaseRefusedError):
        bench.put_on(manifest, ready, opened)
    assert not ManifestLine.objects.exists()
    with pytest.raises(CaseRefusedError) as refused:
        bench.put_on(manifest)
    assert _codes(refused) == {"nobody_named"}
    bench.put_on(manifest, ready)
    with pytest.raises(CaseRefusedError) as refused:
        bench.put_on(manifest, ready)
    assert {"listed_before", "state"} <= _codes(refused)


def test_who_is_not_boarded_stays_and_the_order_stands(bench: Bench) -> None:
    budi, agus = bench.ready("Budi"), bench.ready("Agus")
    manifest = bench.manifest()
    bench.put_on(manifest, budi, agus)
    with pytest.raises(CaseRefusedError) as refused:
        bench.depart(manifest)
    assert "nobody_boarded" in _codes(refused)
    bench.board(manifest, budi)

    bench.depart(manifest)

    agus.refresh_from_db()
    assert agus.state == rules.ExpulsionState.ORDERED
    assert agus.lines.get().state == rules.LineState.STAYED
    with pytest.raises(CaseRefusedError, match="has left"):
        bench.board(manifest, agus)


def test_a_person_is_taken_off_and_a_list_is_given_up(bench: Bench) -> None:
    budi, agus = bench.ready("Budi"), bench.ready("Agus")
    manifest = bench.manifest()
    bench.put_on(manifest, budi, agus)
    take_off(actor=bench.officer, manifest=manifest.ref, persons=[budi.person], at=bench.at)
    with pytest.raises(CaseRefusedError) as refused:
        take_off(actor=bench.officer, manifest=manifest.ref, persons=["P-X"], at=bench.at)
    assert _codes(refused) == {"not_on_list"}

    give_up_manifest(actor=bench.officer, manifest=manifest.ref, at=bench.at)

    assert {c.state for c in ExpulsionCase.objects.all()} == {rules.ExpulsionState.ORDERED}
    bench.put_on(bench.manifest(), budi, agus)


def test_a_list_says_carrier_checkpoint_state_and_a_moment_ahead(bench: Bench) -> None:
    route = Route(rules.Means.LAND_GATE, "", " ", "XYZ", bench.at)

    with pytest.raises(CaseRefusedError) as refused:
        prepare_manifest(actor=bench.officer, route=route, at=bench.at)

    assert _codes(refused) == {"no_carrier", "no_checkpoint", "no_state", "leaves_past"}


def test_a_paper_has_a_number_a_state_and_a_birth_date_that_can_be_read(bench: Bench) -> None:
    case = bench.open(bench.named())
    paper = Paper(rules.PaperKind.PASSPORT, " ", "Indonesia", date(2025, 11, 1), "17 May")

    with pytest.raises(CaseRefusedError) as refused:
        record_paper(actor=bench.officer, case=case.ref, paper=paper, at=bench.at)

    assert _codes(refused) == {"no_number", "no_issuer", "bad_birth"}


def test_a_protected_person_is_never_listed(bench: Bench) -> None:
    manifest, (case,) = bench.listed("Budi")
    bench.depart(manifest)
    protect_person(actor=bench.screener, person=case.person, at=bench.later(days=3))

    with pytest.raises(CaseRefusedError) as refused:
        enter_ban(
            actor=bench.officer,
            case=case.ref,
            period=Period(date(2025, 11, 21), None),
            ground="Illegal entry",
            at=bench.later(days=3),
        )

    assert _codes(refused) == {"ground"}
    assert "screening for victims of trafficking is pending" in str(refused.value)
    assert "protects" not in str(refused.value), "nobody learns here what was found"
    assert not Listing.objects.exists()


def test_a_ban_is_entered_after_the_departure_with_ground_and_days_in_order(bench: Bench) -> None:
    case = bench.ready()

    with pytest.raises(CaseRefusedError) as refused:
        enter_ban(
            actor=bench.officer,
            case=case.ref,
            period=Period(date(2025, 11, 21), date(2025, 11, 20)),
            ground=" ",
            at=bench.at,
        )

    assert _codes(refused) == {"state", "ban_backwards", "no_ban_ground"}


def test_a_ban_of_one_day_is_a_ban_and_one_before_the_departure_is_none(bench: Bench) -> None:
    manifest, (case, other) = bench.listed("Budi", "Agus")
    bench.depart(manifest)  # on 21 November
    day = date(2025, 11, 21)

    def ban(of: ExpulsionCase, first: date, last: date | None) -> ReentryBan:
        return enter_ban(
            actor=bench.officer,
            case=of.ref,
            period=Period(first, last),
            ground="Illegal entry",
            at=bench.later(days=3),
        )

    assert ban(case, day, day).valid_to == day
    with pytest.raises(CaseRefusedError) as refused:
        ban(other, date(2025, 11, 20), None)

    assert [r.text for r in refused.value.reasons] == [
        "The ban begins on 2025-11-20, before the departure on 2025-11-21."
    ]
    assert Listing.objects.get().valid_to == day


def test_an_appeal_needs_an_order_and_resumes_only_once_nothing_is_open(bench: Bench) -> None:
    case = bench.open(bench.named())
    bench.clear(case.person)
    with pytest.raises(CaseRefusedError, match="nothing to appeal"):
        _plead(bench, case, "appeal")
    asylum = _plead(bench, case, "asylum")
    with pytest.raises(CaseRefusedError, match="asylum"):
        bench.order(case)
    _decide(bench, asylum, "refuse")
    bench.order(case)
    appeal, asylum = _plead(bench, case, "appeal"), _plead(bench, case, "asylum")
    with pytest.raises(CaseRefusedError) as refused:
        _plead(bench, case, "appeal")
    assert _codes(refused) == {"plea_open"}

    _decide(bench, appeal, "refuse")
    case.refresh_from_db()
    assert case.state == rules.ExpulsionState.SUSPENDED
    _decide(bench, asylum, "refuse")
    case.refresh_from_db()
    assert case.state == rules.ExpulsionState.ORDERED
    with pytest.raises(CaseRefusedError) as refused:
        _decide(bench, asylum, "refuse")
    assert _codes(refused) == {"plea_decided"}


def test_a_granted_appeal_withdraws_the_order(bench: Bench) -> None:
    case = bench.ready()

    _decide(bench, _plead(bench, case, "appeal"), "grant")

    case.refresh_from_db()
    assert case.state == rules.ExpulsionState.NOT_EXPELLED


def test_the_next_step_says_whose_turn_it_is(bench: Bench) -> None:
    case = bench.open(bench.named())
    assert _turn(bench, case) == ("tell", "officer")
    bench.tell(case, "wants")
    assert _turn(bench, case) == ("ledger", "elsewhere")
    bench.clear(case.person)
    assert _turn(bench, case) == ("decide", "authority")
    bench.order(case)
    assert _turn(bench, case) == ("notify", "officer")
    bench.notify(case)
    bench.paper(case)
    assert _turn(bench, case) == ("appeal_time", "time")
    manifest = bench.manifest()
    bench.put_on(manifest, case)
    assert _turn(bench, case) == ("leave", "officer")
    bench.board(manifest, case)
    bench.depart(manifest)
    assert _turn(bench, case) == ("ban", "officer")


def test_who_may_not_read_the_name_sees_the_case_and_no_reader_elsewhere_does(
    bench: Bench,
) -> None:
    case = bench.open(bench.named())

    assert queries.case(member(Role.DUTY_OFFICER, 9), case.ref) is not None
    assert queries.case(member(Role.BORDER_OFFICER, 9), case.ref) is None
    assert queries.waiting(member(Role.DUTY_OFFICER, 9), at=bench.at) == 0
    assert queries.waiting(bench.officer, at=bench.at) == 1
    assert queries.waiting(bench.authority, at=bench.at) == 0


@given(
    acts=st.lists(st.sampled_from(sorted({act for _, act in rules.CASE.steps})), max_size=12),
)
def test_however_the_steps_fall_nobody_departs_without_an_order_and_a_list(
    acts: list[str],
) -> None:
    state, walked = rules.CASE.start, []
    for act in acts:
        if (state, act) in rules.CASE.steps:
            state = rules.CASE.after(state, act)
            walked.append(act)

    if "depart" in walked:
        before = walked[: walked.index("depart")]
        assert "order" in before
        assert before[-1] == "list", "whoever was taken off or suspended is listed anew"


def test_an_article_nobody_verified_is_never_printed() -> None:
    guess = rules.LegalGround("stays without a permit", "Law on Immigration", "article 29")

    assert "29" not in rules.citation(guess)
    assert "29" in rules.citation(replace(guess, is_verified=True))
    assert not any(ground.is_verified for ground in rules.GROUNDS.values())


@given(st.text(max_size=12))
def test_no_spreadsheet_takes_a_cell_for_a_formula(cell: str) -> None:
    safe = spreadsheet_safe(cell)

    assert not safe.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert safe.removeprefix("'") == cell.removeprefix("'")


def _order(bench: Bench, case: ExpulsionCase, terms: Terms) -> None:
    make_order(actor=bench.authority, case=case.ref, terms=terms, at=bench.at)


def _turn(bench: Bench, case: ExpulsionCase) -> tuple[str, str]:
    found = queries.case(bench.officer, case.ref)
    assert found is not None
    step = rules.next_step(queries.standing(found), at=bench.at)
    return step.code, step.turn.value


def _plead(bench: Bench, case: ExpulsionCase, kind: str) -> str:
    plea = record_plea(
        actor=bench.officer, case=case.ref, kind=kind, happened_at=bench.at, at=bench.at
    )
    return plea.ref


def _decide(bench: Bench, ref: str, act: str) -> None:
    decide_plea(actor=bench.appeals, plea=ref, act=act, body="Court", reasons="-", at=bench.at)
