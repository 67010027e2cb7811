"""Discipline: who is concerned is heard before a finding, and a person decides what follows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st
from tests.systems.directives.conftest import duty, office

from samaki.ground.access.actors import PermissionRefusedError, machine
from samaki.ground.access.rules import Machine, Role
from samaki.ground.access.services import appoint, open_account
from samaki.ground.access.services.appointments import end_appointment
from samaki.ground.journal.models import Entry
from samaki.systems.discipline import queries, rules, services
from samaki.systems.discipline.models import Closing, DisciplinaryCase, Finding, Measure, Reply
from samaki.systems.discipline.rules import Act, CaseState, MeasureKind
from samaki.systems.discipline.services import CaseRefusedError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from tests.systems.directives.conftest import Duty

    from samaki.ground.access.actors import Actor

__all__ = ["duty"]
pytestmark = pytest.mark.django_db

# Three persons of one office: one opens, one finds, one decides.
OPENER, AUTHORITY, DECIDER = (
    office("discipline-office", "KH", Role.DISCIPLINE_AUTHORITY, number) for number in (6, 7, 8)
)


@dataclass(frozen=True)
class Hearing:
    """The verbs of a case with its values filled in; days count from the lapse."""

    lapsed_at: datetime
    obligation: str
    duty: Duty

    def at(self, days: float) -> datetime:
        return self.lapsed_at + timedelta(days=days)

    def open(self, *, actor: Actor = OPENER) -> str:
        found = services.open_case(
            actor=actor,
            obligation=self.obligation,
            at=self.at(1),
        )
        return found.ref

    def notice(self, case: str, *, until: float | None = 5, grounds: str = "No return") -> None:
        services.give_notice(
            actor=OPENER,
            case=case,
            grounds=grounds,
            reply_due_at=None if until is None else self.at(until),
            at=self.at(2),
        )

    def reply(self, case: str, words: str = "The line was cut.", *, days: float = 3) -> Reply:
        actor = self.duty.governor
        return services.give_reply(actor=actor, case=case, words=words, at=self.at(days))

    def silence(self, case: str, *, days: float = 6) -> None:
        services.record_silence(actor=AUTHORITY, case=case, words="", at=self.at(days))

    def find(
        self,
        case: str,
        *,
        is_established: bool = True,
        words: str = "As read",
        days: float = 7,
        actor: Actor = AUTHORITY,
    ) -> Finding:
        return services.record_finding(
            actor=actor,
            case=case,
            is_established=is_established,
            words=words,
            at=self.at(days),
        )

    def decide(
        self,
        case: str,
        kind: MeasureKind = MeasureKind.WARNING,
        words: str = "First lapse",
        *,
        is_without_reason: bool = False,
        actor: Actor = DECIDER,
    ) -> Measure:
        return services.decide_measure(
            actor=actor,
            case=case,
            kind=kind,
            words=words,
            is_without_reason=is_without_reason,
            at=self.at(8),
        )

    def close(
        self,
        case: str,
        words: str = "Not proved",
        *,
        is_without_reason: bool = False,
        actor: Actor = DECIDER,
    ) -> Closing:
        return services.close_case(
            actor=actor,
            case=case,
            words=words,
            is_without_reason=is_without_reason,
            at=self.at(8),
        )


@pytest.fixture
def hearing(duty: Duty) -> Hearing:
    """A lapse of the governor of KH-1, on record."""
    open_unit_of_discipline(duty.at)
    ref = duty.one()
    duty.lapse(ref)
    return Hearing(duty.at + timedelta(days=3), ref, duty)


def open_unit_of_discipline(at: datetime) -> None:
    """Open the office that pursues lapses."""
    from samaki.ground.agencies.services import Name, open_unit  # noqa: PLC0415 - one use

    name = Name("Discipline office", "ការិយាល័យវិន័យ")
    open_unit(
        by="x", code="discipline-office", agency="X", area="KH", superior=None, name=name, at=at
    )


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


def test_opening_finding_and_deciding_are_of_three_persons(hearing: Hearing) -> None:
    case = hearing.open()
    hearing.notice(case)
    hearing.reply(case)
    with pytest.raises(CaseRefusedError) as refused:
        hearing.find(case, words=" ", actor=OPENER)
    assert refused.value.sentences == (
        "You opened this case. Another person has to do that.",
        "The reason is missing. Say why in a few words.",
    )
    hearing.find(case)

    for actor, why in ((OPENER, "You opened this case"), (AUTHORITY, "You recorded the finding")):
        with pytest.raises(CaseRefusedError) as refused:
            hearing.decide(case, words="", actor=actor)
        first, second = refused.value.sentences
        assert first.startswith(why)
        assert second == "Give a reason, or say that none was given."
    assert not Measure.objects.exists()
    hearing.decide(case)


def test_who_opened_or_found_does_not_close_either(hearing: Hearing) -> None:
    case = hearing.open()
    hearing.notice(case)
    hearing.reply(case)
    hearing.find(case, is_established=False)

    for actor in (OPENER, AUTHORITY):
        with pytest.raises(CaseRefusedError, match=r"Another person"):
            hearing.close(case, actor=actor)
    assert hearing.close(case).recorded_by == DECIDER.key


def test_who_holds_or_held_the_post_or_answers_to_its_office_judges_nothing(
    hearing: Hearing,
) -> None:
    from samaki.ground.agencies.services import Name, open_unit  # noqa: PLC0415 - one use

    at, name = hearing.at(0), Name("Section", "ផ្នែក")
    for code, superior in (("below", "command-KH-1"), ("far-below", "below")):
        open_unit(by="x", code=code, agency="X", area="KH", superior=superior, name=name, at=at)
    once = _held_once(at, ends=at)
    case = hearing.open()
    hearing.notice(case)
    hearing.reply(case)

    near = {
        "Your office answers to Office command-KH-1": office(
            "far-below", "KH", Role.DISCIPLINE_AUTHORITY, 21
        ),
        "You hold or held the post": replace(AUTHORITY, key=once),
        "cannot act in a case against its own post": replace(
            AUTHORITY,
            grants=(*AUTHORITY.grants, *office("command-KH-1", "KH", Role.INTAKE_OFFICER).grants),
        ),
    }
    for why, actor in near.items():
        with pytest.raises(CaseRefusedError, match=why):
            hearing.find(case, actor=actor)
    both = replace(near["Your office answers to Office command-KH-1"], key=once)
    with pytest.raises(CaseRefusedError) as refused:
        hearing.find(case, actor=both)
    assert [each.code for each in refused.value.reasons] == ["own_post", "subordinate"]
    hearing.find(case)


def test_a_post_that_was_given_and_taken_back_before_it_began_was_never_held(
    hearing: Hearing,
) -> None:
    never = _held_once(hearing.at(0), ends=hearing.at(0) - timedelta(days=9))

    assert hearing.open(actor=replace(OPENER, key=never))


def _held_once(at: datetime, *, ends: datetime) -> str:
    """Appoint somebody governor nine days ago, until `ends`; return the key of the account."""
    installer, began = machine(Machine.INSTALLER), at - timedelta(days=9)
    account = open_account(actor=installer, username="once", password="a long one", at=began)
    made = appoint(
        actor=installer,
        account_id=account.pk,
        post="governor-KH-1",
        role=Role.PROVINCIAL_COMMAND,
        area="KH-1",
        at=began,
    )
    end_appointment(actor=installer, appointment_id=made.pk, why="Moved", at=began, ends=ends)
    return f"account:{account.pk}"


_KEYS = st.sampled_from(["account:1", "account:2", "account:3"])


@given(opened=_KEYS, found=_KEYS, decided=_KEYS, end=st.sampled_from(sorted(rules.ENDS)))
def test_no_case_ends_with_fewer_than_three_persons(
    opened: str, found: str, decided: str, end: Act
) -> None:
    against = (
        *rules.reasons_against_same_hand(
            found, Act.RECORD_FINDING, opened_by=opened, found_by=None
        ),
        *rules.reasons_against_same_hand(decided, end, opened_by=opened, found_by=found),
    )

    assert (against == ()) is (len({opened, found, decided}) == 3)


@pytest.mark.parametrize("act", [Act.GIVE_NOTICE, Act.REPLY, Act.RECORD_SILENCE])
def test_notice_and_silence_may_be_of_who_opened(act: Act) -> None:
    key = "account:1"

    assert rules.reasons_against_same_hand(key, act, opened_by=key, found_by=key) == ()


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
