"""Clocks of people in police custody: who is next, what an office set, what a prosecutor added."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.systems.custody.case import ESCORT, IDN, POIPET, SHELTER, SIHANOUK, Case, officer
from tests.systems.custody.steps import STEPS, play

from samaki.ground.access.actors import PermissionRefusedError
from samaki.ground.access.rules import BY_PROGRAM, Permission, Role
from samaki.ground.journal import queries as journal
from samaki.kernel.ledger import Cell
from samaki.systems.custody import rules
from samaki.systems.custody.models import (
    Balance,
    ClockSetting,
    CustodyExtension,
    ExtendedPerson,
    Movement,
)
from samaki.systems.custody.queries import clock_rules, clocks, extensions, paths
from samaki.systems.custody.queries.books import Moments
from samaki.systems.custody.rules import Reading
from samaki.systems.custody.rules.clocks import Setting
from samaki.systems.custody.rules.extensions import Granted
from samaki.systems.custody.services.accounts import open_account
from samaki.systems.custody.services.clocks import set_clock
from samaki.systems.custody.services.corrections import correct_movement
from samaki.systems.custody.services.extensions import record_extension, withdraw_extension
from samaki.systems.custody.services.handovers import dispatch_handover, receive_handover
from samaki.systems.custody.services.refusals import MovementRefusedError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from pytest_django import DjangoAssertNumQueries

    from samaki.ground.access.actors import Actor

pytestmark = pytest.mark.django_db
DUTY = officer("KH", Role.DUTY_OFFICER, "account:7")
BOY = Cell("IDN", "M", "minor")


def _now(at: datetime) -> Moments:
    return Moments(at, at)


def _lines(at: datetime, actor: Actor = DUTY) -> list[clocks.ClockLine]:
    return clocks.clocks(actor, _now(at))


def _set(at: datetime, code: str = "ccp96.base", hours: int | None = 40, **said: Any) -> None:
    asked = Setting(code, "KHM", hours, "", "Par. 3", "Instruction 12 of the commissariat")
    set_clock(actor=DUTY, setting=replace(asked, **said), at=at)


def _refused(act: Callable[[], object]) -> list[str]:
    before = journal.length()
    with pytest.raises(MovementRefusedError) as refused:
        act()
    assert journal.length() == before
    assert all(refused.value.sentences)
    return [reason.code for reason in refused.value.reasons]


def _granted(case: Case, *persons: str, hours: float = 1, **said: Any) -> Granted:
    plain = Granted(
        POIPET, "Prosecution of Banteay Meanchey", "118/25", case.ago(hours), "Art. 10", 24, persons
    )
    return replace(plain, **said)


def _extend(case: Case, granted: Granted, at: datetime | None = None) -> CustodyExtension:
    return record_extension(actor=case.poipet, granted=granted, at=at or case.at)


@given(steps=STEPS, extends=st.lists(st.tuples(st.integers(0, 90), st.integers(1, 24))))
@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_however_people_move_each_head_has_one_clock_and_no_hand_over_starts_it_anew(
    case: Case, steps: list[tuple[str, int, int, int, int]], extends: list[tuple[int, int]]
) -> None:
    with transaction.atomic():
        clock = case.at
        for verb, wait, hours, heads, which in steps:
            clock += timedelta(hours=wait)
            now = replace(case, at=clock)
            _try(partial(play, now, verb, hours=hours, heads=heads, which=which))
        for person, (ago, hours) in zip(_named(), extends, strict=False):
            now = replace(case, at=clock)
            asked = replace(_granted(now, person, hours=ago), hours=hours)
            _try(partial(_extend, now, asked))
        _assert_each_has_one_clock(clock)
        for line in _lines(clock):
            assert line.ends_at >= line.since + timedelta(hours=48), "nothing is shortened"
        transaction.set_rollback(True)


def _try(act: Callable[[], object]) -> None:
    try:
        with transaction.atomic():
            act()
    except MovementRefusedError:
        pass


def _named() -> list[str]:
    return list(Balance.objects.exclude(person="").values_list("person", flat=True))


def _assert_each_has_one_clock(at: datetime) -> None:
    held: Counter[str] = Counter()
    for ref, kind, count in Balance.objects.values_list("account__ref", "account__kind", "held"):
        assert kind in {"station", "in_transit"}
        held[str(ref)] += count
    told: Counter[str] = Counter()
    for line in _lines(at):
        told[line.account_ref] += line.heads
    assert told == held
    taken_in = Movement.objects.filter(kind="intake").values_list("happened_at", flat=True)
    assert {line.since for line in _lines(at)} <= set(taken_in)


def test_a_reversal_counts_from_when_it_was_recorded(case: Case) -> None:
    taken = case.take({IDN: 3}, hours=10)
    assert taken.movement_id is not None
    later = case.at + timedelta(hours=1)
    correct_movement(actor=case.poipet, movement=taken.movement_id, reason="Slip", at=later)

    assert [line.heads for line in clocks.clocks(DUTY, Moments(later, case.at))] == [3]
    assert clocks.clocks(DUTY, Moments(later, later)) == []


def test_a_night_in_hospital_starts_no_clock_anew(case: Case) -> None:
    opened = case.at - timedelta(days=3)
    keeper = officer("KH-12", key="account:3")
    open_account(actor=keeper, kind=rules.AccountKind.HOSPITAL, unit=SHELTER, at=opened)
    case.take({IDN: 1}, hours=50)
    for giver, receiver, actor, hours in (
        (POIPET, SHELTER, case.poipet, 20),
        (SHELTER, POIPET, keeper, 10),
    ):
        sent = dispatch_handover(
            actor=actor,
            giver=giver,
            receiver=receiver,
            escort=ESCORT,
            sends=rules.Consignment(rules.Party({IDN: 1})),
            happened_at=case.ago(hours),
            at=case.at,
        )
        receive_handover(
            actor=keeper if receiver == SHELTER else case.poipet,
            handover=str(sent.ref),
            unit=receiver,
            received=rules.Party({IDN: 1}),
            happened_at=case.ago(hours - 1),
            at=case.at,
        )

    (line,) = _lines(case.at)
    assert (line.age, line.reading) == (timedelta(hours=50), rules.Reading.OVER)


def test_what_was_reversed_is_asked_within_and_not_for_each_posting(
    case: Case, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    case.take()
    case.receive(case.send({IDN: 4}), {IDN: 3})

    with django_assert_num_queries(1) as asked:
        moved = paths.standing_movements({"station", "in_transit"}, _now(case.at))
    assert len(moved) == 3
    (said,) = (query["sql"] for query in asked.captured_queries)
    assert "LEFT OUTER JOIN" not in said
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {said}")
            assert not any("CORRELATED" in str(step) for step in cursor.fetchall())


def test_minors_stand_apart_by_the_shorter_value_and_nobody_is_counted_twice(case: Case) -> None:
    case.take({IDN: 3, BOY: 2}, hours=25)

    lines = _lines(case.at)

    assert [(line.heads, line.who, line.reading) for line in lines] == [
        (2, "minor", Reading.NEAR),
        (3, "", Reading.RUNNING),
    ]
    assert lines[0].is_past_shorter
    assert lines[0].ends_at == case.ago(25) + timedelta(hours=48)
    assert lines[0].shorter_source != ""


def test_whose_time_is_over_stands_before_whoever_is_only_warned_of(case: Case) -> None:
    case.take({IDN: 3}, hours=49)
    case.take({BOY: 2}, hours=47)
    case.take({IDN: 5}, hours=2)

    assert [(line.heads, line.reading) for line in _lines(case.at)] == [
        (3, Reading.OVER),
        (2, Reading.NEAR),
        (5, Reading.RUNNING),
    ]


def test_each_office_reads_whose_time_runs_out_next(case: Case) -> None:
    case.take({IDN: 9}, hours=30)
    case.receive(case.send({IDN: 4}, hours=20), {IDN: 3}, hours=19)

    offices = clocks.by_office(_lines(case.at))

    assert {office.unit: office.heads for office in offices} == {POIPET: 5, SIHANOUK: 3, ESCORT: 1}
    assert {office.first.since for office in offices} == {case.ago(30)}, "no hand-over starts anew"
    assert all(office.over == 0 for office in offices)


def test_what_an_office_sets_warns_earlier_and_the_law_alone_is_breached(case: Case) -> None:
    case.take({IDN: 3}, hours=41)
    long_before = case.ago(60)
    _set(long_before)

    (line,) = _lines(case.at)

    assert (line.reading, line.is_past_shorter) == (Reading.NEAR, True)
    assert line.ends_at == case.ago(41) + timedelta(hours=48)
    assert line.shorter_source == "Instruction 12 of the commissariat"


def test_the_last_word_of_an_office_counts_once_its_day_has_come_and_can_be_taken_back(
    case: Case,
) -> None:
    at = case.at
    _set(at, hours=40)
    _set(at, hours=30, valid_from=at + timedelta(days=2))

    def hours(days: int) -> int | None:
        found = clock_rules.configured(_now(at + timedelta(days=days)))
        return found["ccp96.base", "KHM"].hours if found else None

    assert (hours(1), hours(3)) == (40, 30)
    _set(at + timedelta(days=4), hours=None)
    assert (hours(3), hours(5)) == (30, None)
    assert [line.hours for line in clock_rules.settings()] == [None, 30, 40]
    line = next(each for each in clock_rules.lines(_now(at)) if each.rule.code == "ccp96.base")
    assert line.limit.configured is not None
    assert line.limit.configured.entered_by == "account:7"


def test_an_agreement_with_another_state_stands_on_a_line_of_its_own(case: Case) -> None:
    _set(case.at, "vccr36.notify", 72, jurisdiction="VNM")

    found = [
        (line.jurisdiction, line.limit.hours)
        for line in clock_rules.lines(_now(case.at))
        if line.rule.code == "vccr36.notify"
    ]

    assert found == [("KHM", None), ("VNM", 72)]


def test_nobody_but_the_national_command_sets_a_limit_and_no_program_does(case: Case) -> None:
    asked = Setting("ccp96.base", "KHM", 40, "", "", "Instruction 12")

    for actor in (
        case.poipet,
        officer("KH-1", Role.PROVINCIAL_COMMAND),
        officer("KH-1", Role.DUTY_OFFICER),
    ):
        with pytest.raises(PermissionRefusedError):
            set_clock(actor=actor, setting=asked, at=case.at)
    assert not {Permission.CLOCK_SET, Permission.EXTENSION_RECORD} & BY_PROGRAM
    assert _refused(lambda: _set(case.at, hours=49, why=" ")) == ["clock_longer", "no_clock_source"]
    assert not ClockSetting.objects.exists()


def test_a_setting_is_never_changed_and_the_database_itself_asks_for_its_author(
    case: Case,
) -> None:
    _set(case.at)

    with pytest.raises(DatabaseError), transaction.atomic():
        ClockSetting.objects.update(hours=48)
    with pytest.raises(IntegrityError), transaction.atomic():
        ClockSetting.objects.create(
            code="ccp96.base",
            jurisdiction="KHM",
            hours=4,
            why="",
            valid_from=case.at,
            recorded_at=case.at,
            entered_by="account:7",
        )


def test_a_written_extension_moves_the_end_of_the_person_it_names_alone(case: Case) -> None:
    case.take({IDN: 3}, hours=40)
    person = case.name(hours=39).ref

    made = _extend(case, _granted(case, person))

    named, heads = sorted(_lines(case.at), key=lambda line: line.heads)
    assert (named.heads, named.who, heads.heads, heads.who) == (1, made.ref, 2, "")
    assert named.ends_at == case.ago(40) + timedelta(hours=72)
    assert (named.reading, heads.reading) == (Reading.RUNNING, Reading.NEAR)
    assert named.extension is not None
    assert (named.extension.document, named.hours) == ("118/25", 72)
    assert [line.who for line in clocks.clock(DUTY, named.account_ref, "x", _now(case.at))] == []


def test_an_extension_goes_with_the_person_and_was_not_known_before_it_was_recorded(
    case: Case,
) -> None:
    case.take({IDN: 1}, hours=40)
    person = case.name(hours=39).ref
    _extend(case, _granted(case, person, hours=10))
    case.receive(case.send({}, persons=(person,), hours=6), {}, persons=(person,), hours=5)

    (line,) = _lines(case.at)

    assert (line.unit, line.hours) == (SIHANOUK, 72)
    before = clocks.clocks(DUTY, Moments(case.ago(11), case.at))
    assert [found.hours for found in before] == [48]


def test_an_extension_is_refused_with_every_reason_and_heads_can_have_none(case: Case) -> None:
    case.take({IDN: 3}, hours=50)
    person = case.name(hours=49).ref

    def act(**said: Any) -> list[str]:
        return _refused(lambda: _extend(case, _granted(case, person, **said)))

    assert act(hours=1) == ["granted_too_late"]
    assert act(hours=51) == ["not_in_police_custody"]
    assert act(persons=()) == ["nobody_extended"]
    assert act(persons=("P-2222",), office=" ") == ["no_prosecutor", "not_in_police_custody"]


def test_who_did_not_keep_them_records_no_extension_and_one_arrival_has_one(case: Case) -> None:
    case.take({IDN: 2}, hours=20)
    person = case.name(hours=19).ref
    elsewhere = _granted(case, person, unit=SIHANOUK)

    assert _refused(
        lambda: record_extension(actor=case.sihanouk, granted=elsewhere, at=case.at)
    ) == ["not_with_unit"]
    with pytest.raises(PermissionRefusedError):
        record_extension(actor=case.sihanouk, granted=_granted(case, person), at=case.at)
    made = _extend(case, _granted(case, person))
    assert _refused(lambda: _extend(case, _granted(case, person, hours=0.5))) == ["extended_before"]
    assert [line.who for line in _lines(case.at) if line.named] == [made.ref]


def test_an_office_may_set_that_an_extension_is_shorter(case: Case) -> None:
    case.take({IDN: 2}, hours=20)
    person = case.name(hours=19).ref
    _set(case.ago(18), "ccp96.ext", 12)

    assert _refused(lambda: _extend(case, _granted(case, person))) == ["extension_longer"]
    assert _extend(case, replace(_granted(case, person), hours=12)).hours == 12


def test_a_withdrawn_extension_stays_on_record_and_does_not_count(case: Case) -> None:
    case.take({IDN: 2}, hours=50)
    person = case.name(hours=49).ref
    made = _extend(case, _granted(case, person, hours=10))

    def withdraw(reason: str, actor: Actor = case.poipet) -> object:
        return withdraw_extension(
            actor=actor, extension=made.ref.lower(), reason=reason, at=case.at
        )

    assert _refused(lambda: withdraw(" ")) == ["no_withdrawal_reason"]
    with pytest.raises(PermissionRefusedError):
        withdraw("Wrong person", case.sihanouk)
    withdraw("The document names somebody else")
    assert _refused(lambda: withdraw("Again")) == ["extension_withdrawn"]
    assert {line.who for line in _lines(case.at)} == {""}
    assert {line.reading for line in _lines(case.at)} == {Reading.OVER}
    kept = extensions.extension(case.poipet, made.ref)
    assert kept is not None
    assert (kept.withdrawn_because, kept.persons) == ("The document names somebody else", (person,))
    assert extensions.extension(case.sihanouk, made.ref) is None
    assert _refused(
        lambda: withdraw_extension(actor=case.poipet, extension="PX-2222", reason="x", at=case.at)
    ) == ["unknown_extension"]
    with pytest.raises(DatabaseError), transaction.atomic():
        CustodyExtension.objects.update(hours=48)
    with pytest.raises(DatabaseError), transaction.atomic():
        ExtendedPerson.objects.all().delete()
