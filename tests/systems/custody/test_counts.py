"""Physical counts: 58 counted, 61 in the ledger; the difference opens, ages, and ends by somebody.

After each test the books are verified: a variance that does not say what the ledger says fails it.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import DatabaseError, transaction
from tests.systems.custody.case import ESCORT, IDN, IDN_WOMAN, POIPET, Case, officer, totals

from samaki.ground.access.actors import Actor, PermissionRefusedError
from samaki.ground.access.rules import BY_PROGRAM, Permission, Role
from samaki.ground.agencies import queries as agencies
from samaki.ground.agencies.services import Name, open_unit
from samaki.ground.journal.models import Entry
from samaki.systems.custody import rules
from samaki.systems.custody.models import Account, CountVariance, Movement, PhysicalCount, Posting
from samaki.systems.custody.queries import books, counts, tallies
from samaki.systems.custody.queries.books import Moments
from samaki.systems.custody.rules.counts import Counted, Explanation
from samaki.systems.custody.services.accounts import open_account
from samaki.systems.custody.services.corrections import correct_movement
from samaki.systems.custody.services.counts import explain_count, record_count
from samaki.systems.custody.services.intakes import take_in
from samaki.systems.custody.services.refusals import MovementRefusedError

if TYPE_CHECKING:
    from datetime import datetime

    from samaki.kernel.ledger import Cells

pytestmark = pytest.mark.django_db

STATION, CHIEF, HEADQUARTERS = "NP-MALAI", "NP-CHIEF", "NP-HQ"
WHY = Explanation("Two are in hospital under guard and were not counted.", "Guard book, page 4")


@pytest.fixture
def station(country: None, at: datetime) -> str:
    """Open a station under a chief under headquarters; 61 are held there since 18:00 yesterday."""
    names = {HEADQUARTERS: ("KH", None), CHIEF: ("KH-1", HEADQUARTERS), STATION: ("KH-1", CHIEF)}
    for code, (area, superior) in names.items():
        open_unit(
            by="machine:installer",
            code=code,
            agency="NP",
            area=area,
            superior=superior,
            name=Name(code, code),
            at=at - timedelta(days=5),
        )
    kind = rules.AccountKind.STATION
    made = open_account(actor=officer("KH-1"), kind=kind, unit=STATION, at=at - timedelta(days=3))
    _take({IDN: 61}, at, hours=12)
    return str(made.ref)


def _take(cells: Cells, at: datetime, *, hours: float) -> int:
    taken = take_in(
        actor=officer("KH-1"),
        unit=STATION,
        cells=cells,
        legal_basis="Found at the site",
        because="",
        happened_at=at - timedelta(hours=hours),
        at=at,
    )
    assert taken.movement_id is not None
    return taken.movement_id


def _count(account: str, heads: int | None, at: datetime, **said: object) -> PhysicalCount:
    values = {"actor": officer("KH-1"), "counted": Counted(heads), "happened_at": at} | said
    return record_count(account=account, at=at, **values)  # type: ignore[arg-type]


def _commander(key: str = "account:9", area: str = "KH-1") -> Actor:
    return officer(area, Role.PROVINCIAL_COMMAND, key)


def _explain(count: PhysicalCount, at: datetime, **said: object) -> CountVariance:
    values = {"actor": _commander(), "explanation": WHY} | said
    return explain_count(count=count.ref, at=at, **values)  # type: ignore[arg-type]


def _line(count: PhysicalCount, at: datetime) -> counts.CountLine:
    found = counts.count(officer("KH-1"), count.ref, Moments(at, at))
    assert found is not None
    return found


def _codes(refused: pytest.ExceptionInfo[MovementRefusedError]) -> list[str]:
    return [reason.code for reason in refused.value.reasons]


# What a count says.


def test_58_counted_against_61_opens_a_variance_of_three_that_the_station_owns(
    station: str, at: datetime
) -> None:
    made = _count(station, 58, at)

    line = _line(made, at)
    assert (line.heads, line.held, line.difference, line.held_then) == (58, 61, -3, 61)
    assert (line.state, line.is_open, line.owner, line.answers_unit) == (
        *("open", True, STATION),
        STATION,
    )
    assert [each.ref for each in counts.open_variances(officer("KH-1"), Moments(at, at))] == [
        made.ref
    ]


def test_a_count_never_adjusts_the_register(station: str, at: datetime) -> None:
    before = (totals(at), Movement.objects.count(), Posting.objects.count())

    made = _count(station, 58, at)
    _count(station, 70, at)
    _explain(made, at + timedelta(hours=1))

    assert (totals(at), Movement.objects.count(), Posting.objects.count()) == before


def test_a_count_that_agrees_is_a_record_and_opens_nothing(station: str, at: datetime) -> None:
    made = _count(station, 61, at)

    line = _line(made, at)
    assert (line.difference, line.state, line.is_open) == (0, "", False)
    assert not CountVariance.objects.exists()
    last = counts.last_of(officer("KH-1"), station, Moments(at, at))
    assert last is not None
    assert last.ref == made.ref


def test_nobody_there_is_a_count_and_not_an_empty_field(station: str, at: datetime) -> None:
    assert _line(_count(station, 0, at), at).difference == -61
    with pytest.raises(MovementRefusedError) as refused:
        _count(station, None, at)
    assert _codes(refused) == ["no_total"]


def test_it_is_held_against_the_moment_of_the_count_not_of_the_record(
    station: str, at: datetime
) -> None:
    _take({IDN: 10}, at, hours=2)

    made = _count(station, 61, at, happened_at=at - timedelta(hours=3))

    assert _line(made, at).difference == 0


def test_the_parts_of_a_cross_tab_are_shown_beside_the_ledgers(station: str, at: datetime) -> None:
    made = _count(station, None, at, counted=Counted(None, {IDN_WOMAN: 58}))

    rows = counts.cells(_line(made, at), Moments(at, at))
    assert [(row.counted, row.held) for row in rows] == [(58, 0), (None, 61)]
    assert counts.cells(_line(_count(station, 61, at), at), Moments(at, at)) == []


def test_every_reason_against_a_count_is_said_at_once(station: str, at: datetime) -> None:
    with pytest.raises(MovementRefusedError) as refused:
        _count(
            station,
            None,
            at,
            counted=Counted(-1, {IDN: -2}),
            happened_at=at - timedelta(days=4),
        )
    assert _codes(refused) == ["negative", "total_negative", "before_opening"]
    assert [said.argument for said in refused.value.said] == [None, "total", "happened_at"]
    with pytest.raises(MovementRefusedError) as refused:
        _count(station, 100_001, at, happened_at=at + timedelta(hours=1))
    assert _codes(refused) == ["total_absurd", "future"]
    assert not PhysicalCount.objects.exists()


def test_an_account_with_entries_from_before_its_opening_is_counted_from_the_first_on(
    station: str, at: datetime
) -> None:
    _take({IDN: 4}, at, hours=24 * 5)

    assert _line(_count(station, 4, at, happened_at=at - timedelta(days=4)), at).difference == 0
    with pytest.raises(MovementRefusedError) as refused:
        _count(station, 4, at, happened_at=at - timedelta(days=6))
    assert _codes(refused) == ["before_opening"]


def test_the_same_count_is_refused_and_another_of_the_same_moment_is_not(
    station: str, at: datetime
) -> None:
    first = _count(station, 58, at)

    with pytest.raises(MovementRefusedError) as refused:
        _count(station, 58, at)
    assert _codes(refused) == ["counted_before"]
    assert first.ref in str(refused.value)
    assert _count(station, 59, at).ref != first.ref
    assert _count(station, None, at, counted=Counted(58, {IDN: 58})).ref != first.ref


def test_who_is_of_another_province_counts_sees_and_explains_nothing(
    station: str, at: datetime
) -> None:
    made = _count(station, 58, at)
    stranger = officer("KH-18", key="account:2")

    with pytest.raises(PermissionRefusedError):
        _count(station, 58, at, actor=stranger)
    with pytest.raises(PermissionRefusedError):
        _explain(made, at, actor=_commander(area="KH-18"))
    assert counts.count(stranger, made.ref, Moments(at, at)) is None
    assert counts.open_variances(stranger, Moments(at, at)) == []
    assert counts.last_of(stranger, station, Moments(at, at)) is None


def test_only_what_a_unit_keeps_is_counted(case: Case) -> None:
    case.take()
    road = str(case.send().transit.ref)

    for account in (road, "AC-0000"):
        with pytest.raises(MovementRefusedError) as refused:
            _count(account, 63, case.at)
        assert _codes(refused) == ["unknown_account"]


def test_a_count_is_never_changed_even_past_the_services(station: str, at: datetime) -> None:
    _count(station, 58, at)

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        PhysicalCount.objects.update(heads=61)


# Who answers.


def test_a_difference_climbs_a_step_a_day_and_silence_changes_no_state(
    station: str, at: datetime
) -> None:
    made = _count(station, 58, at)

    def answering(hours: int) -> tuple[str, bool]:
        line = _line(made, at + timedelta(hours=hours))
        return line.answers_unit, line.climbs_at is None

    assert [answering(hours) for hours in (0, 23, 24, 47, 48, 500)] == [
        *((STATION, False), (STATION, False), (CHIEF, False), (CHIEF, False)),
        *((HEADQUARTERS, True), (HEADQUARTERS, True)),
    ]
    assert CountVariance.objects.get().state == rules.CountVarianceState.OPEN
    assert _line(made, at + timedelta(hours=30)).age == timedelta(hours=30)


def test_a_unit_and_those_it_answers_to_come_nearest_first(station: str) -> None:
    found = agencies.chains([STATION, ESCORT])

    assert [unit.code for unit in found[STATION]] == [STATION, CHIEF, HEADQUARTERS]
    assert [unit.code for unit in found[ESCORT]] == [ESCORT]
    assert agencies.chains([]) == {}


# What ends a difference.


def test_a_late_entry_that_makes_them_agree_settles_it_under_its_own_paper(
    station: str, at: datetime
) -> None:
    made = _count(station, 63, at)
    later = at + timedelta(hours=5)

    taken = take_in(
        actor=officer("KH-1"),
        unit=STATION,
        cells={IDN: 2},
        legal_basis="Found at the site",
        because="",
        happened_at=at - timedelta(hours=1),
        at=later,
    )

    line = _line(made, later)
    assert (line.state, line.difference, line.is_open) == ("settled", 0, False)
    assert (line.closed_by, line.closed_at) == (taken.ref, later)
    assert (line.held_then, line.held) == (61, 63)
    rows = Entry.objects.latest("number").rows
    assert any("countvariance" in str(row) for row in rows)


def test_an_entry_after_the_count_does_not_settle_it(station: str, at: datetime) -> None:
    made = _count(station, 63, at, happened_at=at - timedelta(hours=2))

    _take({IDN: 2}, at, hours=1)

    assert _line(made, at).state == "open"


def test_a_part_of_the_difference_leaves_it_open_and_smaller(station: str, at: datetime) -> None:
    made = _count(station, 63, at)

    _take({IDN: 1}, at, hours=1)

    assert (_line(made, at).state, _line(made, at).difference) == ("open", 1)


def test_a_reversing_entry_settles_it(station: str, at: datetime) -> None:
    twice = _take({IDN: 3}, at, hours=6)
    made = _count(station, 61, at)
    assert _line(made, at).difference == -3

    correct_movement(actor=officer("KH-1"), movement=twice, reason="Entered twice", at=at)

    line = _line(made, at)
    assert (line.state, line.difference) == ("settled", 0)
    assert line.closed_by == Movement.objects.get(pk=twice).because


def test_what_an_entry_settled_another_opens_again_as_old_as_it_was(
    station: str, at: datetime
) -> None:
    made = _count(station, 63, at)
    late = _take({IDN: 2}, at, hours=1)
    assert _line(made, at).state == "settled"
    later = at + timedelta(hours=30)

    correct_movement(actor=officer("KH-1"), movement=late, reason="Never came", at=later)

    line = _line(made, later)
    assert (line.state, line.difference, line.closed_by, line.closed_at) == ("open", 2, "", None)
    assert (line.age, line.answers_unit) == (timedelta(hours=30), CHIEF)


def test_a_count_that_agreed_comes_to_differ_by_a_late_entry(station: str, at: datetime) -> None:
    made = _count(station, 61, at)
    later = at + timedelta(hours=2)

    taken = _take({IDN: 4}, later, hours=4)

    line = _line(made, later)
    assert (line.state, line.difference, line.opened_at) == ("open", -4, later)
    assert Movement.objects.get(pk=taken).recorded_at == later


def test_naming_a_head_changes_no_count(case: Case) -> None:
    case.take()
    account = str(Account.objects.get(unit=POIPET, kind="station").ref)
    made = _count(account, 271, case.at)

    case.name(hours=1)

    assert _line(made, case.at).state == ""


def test_a_reason_with_evidence_closes_it_and_says_who(station: str, at: datetime) -> None:
    made = _count(station, 58, at)
    later = at + timedelta(hours=2)

    _explain(made, later)

    line = _line(made, later)
    assert (line.state, line.is_open, line.difference) == ("explained", False, -3)
    assert (line.reason, line.evidence) == (WHY.reason, WHY.evidence)
    assert (line.explained_by, line.closed_at) == ("account:9", later)
    assert counts.open_variances(_commander(), Moments(later, later)) == []
    before = _line(made, at)
    assert before.is_open, "looking back, it still waited"
    assert (before.state, before.reason, before.explained_by) == ("open", "", "")


def test_what_a_person_explained_stays_explained_whatever_is_entered(
    station: str, at: datetime
) -> None:
    made = _count(station, 58, at)
    _explain(made, at)

    _take({IDN: 4}, at, hours=1)

    line = _line(made, at)
    assert (line.state, line.difference, line.is_open) == ("explained", -7, False)


def test_whoever_counted_does_not_explain_and_every_reason_is_said_at_once(
    station: str, at: datetime
) -> None:
    both = Actor("account:1", (*officer("KH-1").grants, *_commander().grants))
    made = _count(station, 58, at, actor=both)

    with pytest.raises(MovementRefusedError) as refused:
        _explain(made, at, actor=both, explanation=Explanation(" ", made.ref.lower()))
    assert _codes(refused) == ["no_explanation", "own_evidence", "own_count"]
    with pytest.raises(MovementRefusedError) as refused:
        _explain(made, at, explanation=Explanation("", ""))
    assert _codes(refused) == ["no_explanation", "no_evidence"]
    assert [said.argument for said in refused.value.said] == ["reason", "evidence"]


def test_an_intake_officer_and_a_program_explain_nothing(station: str, at: datetime) -> None:
    made = _count(station, 58, at)

    with pytest.raises(PermissionRefusedError):
        _explain(made, at, actor=officer("KH-1", key="account:5"))
    assert Permission.COUNT_EXPLAIN not in BY_PROGRAM
    assert Permission.CUSTODY_COUNT in BY_PROGRAM


def test_evidence_by_reference_has_to_be_on_record(case: Case) -> None:
    case.take()
    handover = case.send()
    account = str(Account.objects.get(unit=POIPET, kind="station").ref)
    made = _count(account, 200, case.at)

    for invented in ("EX-2222", "EN-ZZZZ", "FA-ZZZZ", "ES-ZZZZ", "PX-ZZZZ", "RL-ZZZZ", "py – 1"):
        with pytest.raises(MovementRefusedError) as refused:
            _explain(made, case.at, explanation=Explanation("Sent", invented))
        assert _codes(refused) == ["unknown_evidence"], invented
    _explain(made, case.at, explanation=Explanation("Sent", f" {str(handover.ref).lower()} "))

    line = _line(made, case.at)
    assert line.evidence == handover.ref
    assert "/movements/" in counts.page_of(officer("KH-1"), line.evidence)
    assert counts.page_of(officer("KH-12"), line.evidence) == ""
    assert counts.page_of(officer("KH-1"), made.ref).endswith(f"/counts/{made.ref}/")
    assert counts.page_of(officer("KH-12"), made.ref) == ""
    assert counts.page_of(officer("KH-1"), "EX-2222") == ""
    assert counts.page_of(officer("KH-1"), "Guard book") == ""


def test_what_agrees_was_settled_or_explained_is_not_explained_again(
    station: str, at: datetime
) -> None:
    agrees, settled = _count(station, 61, at), _count(station, 63, at)
    explained = _count(station, 58, at)
    _explain(explained, at)

    def refusal(count: PhysicalCount) -> list[str]:
        with pytest.raises(MovementRefusedError) as refused:
            _explain(count, at)
        return _codes(refused)

    assert [refusal(agrees), refusal(explained)] == [["count_agrees"], ["explained_before"]]
    _take({IDN: 2}, at, hours=1)
    assert refusal(settled) == ["settled_before"]
    with pytest.raises(MovementRefusedError) as refused:
        explain_count(actor=_commander(), count="CO-2222", explanation=WHY, at=at)
    assert _codes(refused) == ["unknown_count"]


# The proof of the books.


@pytest.mark.tampers
def test_a_variance_that_was_made_to_vanish_is_found(station: str, at: datetime) -> None:
    made = _count(station, 58, at)
    assert books.verify().fault is None

    CountVariance.objects.all().delete()

    fault = books.verify().fault
    assert fault is not None
    assert (fault.table, fault.key) == ("custody_physicalcount", made.ref)


def test_heads_are_reckoned_backward_as_the_levels_say(case: Case) -> None:
    case.take()
    case.receive(case.send())
    moments = [case.ago(hours) for hours in (20, 15, 14, 13.5, 13, 0)]
    for account in Account.objects.filter(kind="station"):
        found = tallies.heads_at(account.pk, moments)
        held = {
            moment: sum(
                books.held([str(account.ref)], at=Moments(moment, case.at))
                .get(str(account.ref), {})
                .values()
            )
            for moment in moments
        }
        assert found == held
