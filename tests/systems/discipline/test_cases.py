"""Discipline: who is concerned is heard before a finding, and a person decides what follows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st
from tests.systems.directives.conftest import office
from tests.systems.discipline.hearing import AUTHORITY, DECIDER, OPENER

from samaki.ground.access.actors import PermissionRefusedError
from samaki.ground.access.rules import Role
from samaki.ground.journal.models import Entry
from samaki.systems.discipline import queries, rules, services
from samaki.systems.discipline.models import DisciplinaryCase, Finding, Measure
from samaki.systems.discipline.rules import Act, CaseState, MeasureKind
from samaki.systems.discipline.services import CaseRefusedError

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.systems.discipline.hearing import Hearing


pytestmark = pytest.mark.django_db


def _state(case: str) -> str:
    return DisciplinaryCase.objects.get(ref=case).state


def test_a_lapse_opens_no_case_by_itself(hearing: Hearing) -> None:
    assert not DisciplinaryCase.objects.exists()
    assert [each.obligation for each in queries.unpursued(AUTHORITY)] == [hearing.obligation]

    case = hearing.open()

    assert _state(case) == CaseState.OPENED
    assert queries.unpursued(AUTHORITY) == []
    entry = Entry.objects.latest("number")
    assert (entry.kind, entry.subject) == ("discipline:case:open", case)


def test_a_case_needs_a_lapse_and_a_lapse_has_one_case(hearing: Hearing) -> None:
    (other,) = hearing.duty.bind(["governor"], ["KH-9"])
    with pytest.raises(CaseRefusedError, match="No lapse is on record"):
        services.open_case(actor=AUTHORITY, obligation=other.ref, at=hearing.at(1))
    case = hearing.open()

    with pytest.raises(CaseRefusedError, match=f"is pursued already, as {case}"):
        hearing.open()
    assert DisciplinaryCase.objects.count() == 1


def test_no_office_pursues_its_own_post_and_a_province_pursues_nobody(hearing: Hearing) -> None:
    with pytest.raises(PermissionRefusedError):
        hearing.open(actor=hearing.duty.governor)
    own = office("command-KH-1", "KH", Role.DISCIPLINE_AUTHORITY)
    with pytest.raises(CaseRefusedError, match="cannot act in a case against its own post"):
        hearing.open(actor=own)


def test_the_whole_way_from_a_lapse_to_a_measure(hearing: Hearing) -> None:
    case = hearing.open()
    hearing.notice(case)
    assert not hearing.reply(case).is_late
    assert hearing.find(case).is_established
    measure = hearing.decide(case, MeasureKind.REASSIGNMENT)

    assert (measure.kind, measure.words) == ("reassignment", "First lapse")
    assert _state(case) == CaseState.DECIDED
    kinds = list(Entry.objects.filter(subject=case).values_list("kind", flat=True))
    assert kinds == [
        "discipline:case:open",
        "discipline:notice:give",
        "discipline:reply:give",
        "discipline:finding:record",
        "discipline:measure:decide",
    ]


def test_a_notice_has_grounds_and_leaves_time_to_reply(hearing: Hearing) -> None:
    case = hearing.open()

    with pytest.raises(CaseRefusedError) as refused:
        hearing.notice(case, grounds=" ", until=None)
    assert len(refused.value.reasons) == 2
    with pytest.raises(CaseRefusedError, match="Set one that is yet to come"):
        hearing.notice(case, until=2)
    assert _state(case) == CaseState.OPENED


def test_nothing_is_found_before_the_office_is_heard(hearing: Hearing) -> None:
    case = hearing.open()
    with pytest.raises(CaseRefusedError) as refused:
        hearing.find(case, words="")
    assert refused.value.sentences == (
        "No notice was given. The office concerned hears the grounds first.",
        "The reason is missing. Say why in a few words.",
    )
    hearing.notice(case)
    with pytest.raises(CaseRefusedError) as refused:
        hearing.find(case, days=4)
    assert "No reply is on record" in refused.value.sentences[0]
    assert "Nothing is found before" in refused.value.sentences[1]
    # The time ran out, but nobody has recorded so: silence alone changes nothing.
    with pytest.raises(CaseRefusedError, match="nobody has recorded") as refused:
        hearing.find(case, days=6)
    assert len(refused.value.reasons) == 1
    assert not Finding.objects.exists()


def test_when_no_reply_comes_a_person_records_so_and_a_late_one_is_still_heard(
    hearing: Hearing,
) -> None:
    case = hearing.open()
    with pytest.raises(CaseRefusedError, match="No notice was given"):
        hearing.silence(case)
    hearing.notice(case)
    with pytest.raises(CaseRefusedError, match="The reply time runs until"):
        hearing.silence(case, days=4)
    hearing.silence(case)
    assert _state(case) == CaseState.UNANSWERED

    assert hearing.reply(case, days=6.5).is_late
    hearing.find(case)
    with pytest.raises(CaseRefusedError, match="The finding is on record"):
        hearing.reply(case)


def test_a_finding_may_follow_silence_once_it_is_recorded(hearing: Hearing) -> None:
    case = hearing.open()
    hearing.notice(case)
    hearing.silence(case)

    hearing.find(case)

    assert _state(case) == CaseState.FOUND


def test_only_the_office_concerned_replies_and_it_says_something(hearing: Hearing) -> None:
    case = hearing.open()
    hearing.notice(case)

    for stranger in (office("police-KH-1", "KH-1"), office("command-KH-9", "KH-1")):
        with pytest.raises(CaseRefusedError, match="the office concerned, may reply"):
            services.give_reply(actor=stranger, case=case, words="x", at=hearing.at(3))
    with pytest.raises(PermissionRefusedError):
        services.give_reply(actor=AUTHORITY, case=case, words="x", at=hearing.at(3))
    with pytest.raises(CaseRefusedError, match="The reply is empty"):
        hearing.reply(case, " ")
    hearing.reply(case)
    with pytest.raises(CaseRefusedError, match="has replied already"):
        hearing.reply(case)


def test_the_office_concerned_neither_finds_nor_decides(hearing: Hearing) -> None:
    case = hearing.open()
    hearing.notice(case)
    hearing.reply(case)
    own = office("command-KH-1", "KH", Role.DISCIPLINE_AUTHORITY)

    with pytest.raises(CaseRefusedError, match="against its own post"):
        services.record_finding(
            actor=own, case=case, is_established=False, words="x", at=hearing.at(4)
        )
    with pytest.raises(PermissionRefusedError):
        services.record_finding(
            actor=hearing.duty.secretariat,
            case=case,
            is_established=True,
            words="x",
            at=hearing.at(4),
        )


def test_no_measure_without_an_established_finding(hearing: Hearing) -> None:
    case = hearing.open()
    hearing.notice(case)
    with pytest.raises(CaseRefusedError, match="No reply is on record"):
        hearing.decide(case)
    hearing.reply(case)
    hearing.find(case, is_established=False)

    with pytest.raises(CaseRefusedError, match=r"no measure can follow\. Close the case"):
        hearing.decide(case)
    hearing.close(case)
    assert _state(case) == CaseState.CLOSED
    with pytest.raises(CaseRefusedError, match="closed without a measure"):
        hearing.close(case)


def test_an_established_finding_is_not_closed_away(hearing: Hearing) -> None:
    case = hearing.open()
    hearing.notice(case)
    hearing.reply(case)
    hearing.find(case)

    with pytest.raises(CaseRefusedError, match="decide a measure, “none” among them"):
        hearing.close(case)
    assert hearing.decide(case, MeasureKind.NONE).kind == "none"


def test_a_decision_gives_its_reason_or_the_record_says_that_none_was_given(
    hearing: Hearing,
) -> None:
    case = hearing.open()
    hearing.notice(case)
    hearing.reply(case)
    hearing.find(case)

    with pytest.raises(CaseRefusedError, match="Give a reason, or say that none was given"):
        hearing.decide(case, words="")
    with pytest.raises(CaseRefusedError, match="cannot be said that none was"):
        hearing.decide(case, is_without_reason=True)
    measure = hearing.decide(case, words="", is_without_reason=True)
    assert (measure.is_without_reason, measure.words) == (True, "")


def test_a_province_sees_the_cases_against_its_own_office_alone(hearing: Hearing) -> None:
    case = hearing.open()

    assert queries.case(AUTHORITY, case) is not None
    assert queries.case(hearing.duty.governor, case) is not None
    assert queries.case(office("police-KH-1", "KH-1"), case) is None
    assert queries.lines(office("police-KH-1", "KH-1"), at=hearing.at(9)) == []
    assert queries.unpursued(hearing.duty.governor) == []


def test_what_waits_for_whom_is_counted(hearing: Hearing) -> None:
    governor = hearing.duty.governor
    assert (queries.waiting_for(AUTHORITY), queries.waiting_for(governor)) == (1, 0)
    case = hearing.open()
    assert (queries.waiting_for(AUTHORITY), queries.waiting_for(governor)) == (1, 0)
    hearing.notice(case)
    assert (queries.waiting_for(AUTHORITY), queries.waiting_for(governor)) == (0, 1)
    (line,) = queries.lines(AUTHORITY, at=hearing.at(6))
    assert line.is_reply_over
    hearing.reply(case)
    assert (queries.waiting_for(AUTHORITY), queries.waiting_for(governor)) == (1, 0)
    assert [queries.waiting_for(each) for each in (OPENER, DECIDER)] == [0, 1]
    hearing.find(case)
    assert [queries.waiting_for(each) for each in (OPENER, AUTHORITY, DECIDER)] == [0, 0, 1]


@pytest.mark.parametrize("table", ["notice", "reply", "silence", "finding", "measure", "closing"])
@pytest.mark.parametrize("act", ["UPDATE {} SET words = 'x'", "DELETE FROM {}"])
def test_the_database_refuses_to_take_back_what_was_said(
    hearing: Hearing, table: str, act: str
) -> None:
    case = hearing.open()
    hearing.notice(case)
    hearing.silence(case)
    hearing.reply(case, days=6.5)
    is_closed = table == "closing"
    hearing.find(case, is_established=not is_closed)
    end: Callable[[str], object] = hearing.close if is_closed else hearing.decide
    end(case)

    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(act.format(f"discipline_{table}"))


def test_the_database_refuses_a_decision_without_a_reason_that_says_it_has_one(
    hearing: Hearing,
) -> None:
    case = DisciplinaryCase.objects.get(ref=hearing.open())

    with pytest.raises(IntegrityError), transaction.atomic():
        Measure.objects.create(
            case=case,
            kind="warning",
            words="",
            is_without_reason=False,
            recorded_at=hearing.at(1),
            recorded_by="x",
            office_id="discipline-office",
        )


@given(acts=st.lists(st.sampled_from(Act), max_size=14))
def test_no_case_is_decided_unheard_however_the_acts_fall(acts: list[Act]) -> None:
    state, done = CaseState.OPENED, []
    for act in acts:
        if act in rules.CASE.acts(state):
            state = rules.CASE.after(state, act)
            done.append(act)
    if Act.RECORD_FINDING in done:
        before = done[: done.index(Act.RECORD_FINDING)]
        assert Act.GIVE_NOTICE in before
        assert {Act.REPLY, Act.RECORD_SILENCE} & set(before)
    if state in rules.CASE.ends:
        assert Act.RECORD_FINDING in done
