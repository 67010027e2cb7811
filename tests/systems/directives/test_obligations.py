"""Obligations: an office sets them, another answers, silence changes nothing, a person judges."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st
from tests.systems.directives.conftest import office

from samaki.ground.access.actors import Actor, Grant, PermissionRefusedError, machine
from samaki.ground.access.rules import GRANTS, Machine, Role
from samaki.ground.journal.models import Entry
from samaki.ground.sources.models import Source
from samaki.systems.directives import rules
from samaki.systems.directives.models import Obligation, ProvinceReturn, Step
from samaki.systems.directives.queries import lapses, obligations
from samaki.systems.directives.rules import ADDRESSEES, Act, ObligationState, Statement
from samaki.systems.directives.services.obligations import (
    acknowledge_obligation,
    decline_obligation,
)
from samaki.systems.directives.services.orders import Words, report_clause
from samaki.systems.directives.services.steps import ObligationRefusedError

if TYPE_CHECKING:
    from datetime import datetime

    from tests.systems.directives.conftest import Duty

pytestmark = pytest.mark.django_db


def _state(ref: str) -> str:
    return Obligation.objects.get(ref=ref).state


def test_a_clause_binds_each_post_of_its_addressees_once(duty: Duty) -> None:
    written = duty.bind(due=duty.due)

    assert len(written) == len({each.ref for each in written}) == 6
    assert {each.state for each in written} == {ObligationState.WAITING}
    assert {(each.office_id, each.set_by) for each in written} == {("secretariat", "account:1")}
    entry = Entry.objects.latest("number")
    assert (entry.kind, entry.subject, len(entry.rows)) == (
        "directives:obligation:set",
        f"{duty.directive.ref}/1",
        6,
    )


def test_with_two_appointments_each_act_counts_for_the_office_it_is_done_for(duty: Duty) -> None:
    ours, theirs, police = duty.bind(["governor", "police_chief"], ["KH-1", "KH-9"])[:3]
    command = GRANTS[Role.PROVINCIAL_COMMAND]
    both = Actor(
        "account:5",
        (
            Grant("KH-1", command, "command-KH-1"),
            Grant("KH-9", command, "command-KH-9"),
            Grant("KH-1", GRANTS[Role.INTAKE_OFFICER], "police-KH-1"),
        ),
    )
    by_post = {each.post_id: each.ref for each in (ours, theirs, police)}

    for each in ("governor-KH-1", "governor-KH-9"):
        acknowledge_obligation(actor=both, obligation=by_post.pop(each), at=duty.at)

    done = set(Step.objects.values_list("obligation__post_id", "office_id"))
    assert done == {("governor-KH-1", "command-KH-1"), ("governor-KH-9", "command-KH-9")}
    (others,) = by_post.values()
    with pytest.raises(ObligationRefusedError, match="the office of this post"):
        acknowledge_obligation(actor=both, obligation=others, at=duty.at)


def test_the_order_sets_no_due_time_so_none_is_invented(duty: Duty) -> None:
    (one,) = duty.bind(["governor"], ["KH-9"])

    assert one.due_at is None
    assert not rules.is_overdue(one.state, one.due_at, at=duty.at + timedelta(days=99))
    with pytest.raises(ObligationRefusedError, match="No due time was set"):
        duty.lapse(one.ref, days=99)


def test_what_is_bound_is_not_bound_again_and_every_reason_comes_at_once(duty: Duty) -> None:
    (known,) = duty.bind(["governor"], ["KH-1"])
    before = Entry.objects.count()

    with pytest.raises(ObligationRefusedError) as refused:
        duty.bind(ADDRESSEES, ["KH-1", "KH-77"], due=duty.at)
    assert refused.value.sentences == (
        "No province has the code KH-77.",
        f"The clause binds governor of KH-1 already, as {known.ref}.",
        "The due time 18 November 2025, 06:00 has passed. Set one that is yet to come.",
    )
    assert (Obligation.objects.count(), Entry.objects.count()) == (1, before)


def test_binding_a_whole_country_again_names_three_posts_and_counts_the_rest(duty: Duty) -> None:
    duty.bind()

    with pytest.raises(ObligationRefusedError) as refused:
        duty.bind()
    assert len(refused.value.reasons) == 4
    assert "It binds 3 more of these posts already." in str(refused.value)


def test_only_the_orders_own_words_bind_and_only_known_posts(duty: Duty) -> None:
    words = Words("Close the sites.", "en")
    report_clause(actor=duty.secretariat, words=words, claim_ref="CL-1", dated=None, at=duty.at)

    for kinds, areas, number, said in (
        (["governor"], None, 3, "Clause 3 is only reported."),
        (["governor"], None, 9, "This directive has no clause 9."),
        ([], None, 1, "No kind of post is chosen."),
        (["minister"], None, 1, "No clause binds the kind of post minister."),
        (["governor"], ["KH-2"], 1, "No post of that kind is open"),
        (["governor"], [], 1, "No post of that kind is open"),
    ):
        with pytest.raises(ObligationRefusedError, match=said):
            duty.bind(kinds, areas, number=number)
    assert not Obligation.objects.exists()


def test_only_the_secretariat_sets_and_only_with_an_office(duty: Duty) -> None:
    with pytest.raises(PermissionRefusedError):
        duty.bind(actor=duty.governor)
    nowhere = Actor("account:5", (Grant("KH", GRANTS[Role.DUTY_OFFICER]),))
    with pytest.raises(ObligationRefusedError, match="You hold no post"):
        duty.bind(actor=nowhere)


def test_only_the_office_of_the_post_acknowledges(duty: Duty) -> None:
    ref = duty.one()

    for stranger in (office("police-KH-1", "KH-1"), office("secretariat", "KH-1")):
        with pytest.raises(ObligationRefusedError, match="Only Office command-KH-1"):
            duty.acknowledge(ref, actor=stranger)
    with pytest.raises(PermissionRefusedError):
        duty.acknowledge(ref, actor=office("command-KH-9", "KH-9"))
    assert _state(ref) == ObligationState.WAITING

    assert duty.acknowledge(ref).state == ObligationState.ACKNOWLEDGED


def test_a_late_acknowledgement_carries_a_mark_and_changes_nothing_else(duty: Duty) -> None:
    ref = duty.one()

    assert duty.acknowledge(ref, days=2.1).state == ObligationState.ACKNOWLEDGED
    assert Step.objects.get().is_late


def test_an_office_may_decline_with_a_reason_and_still_acknowledge(duty: Duty) -> None:
    ref = duty.one()

    def decline(words: str) -> Obligation:
        return decline_obligation(actor=duty.governor, obligation=ref, words=words, at=duty.at)

    with pytest.raises(ObligationRefusedError, match="The reason is missing"):
        decline("  ")
    assert decline("No park lies in our area").state == ObligationState.DECLINED
    with pytest.raises(ObligationRefusedError, match="The office declined"):
        decline("Again")
    assert duty.acknowledge(ref).state == ObligationState.ACKNOWLEDGED
    assert list(Step.objects.values_list("act", "words")) == [
        ("decline", "No park lies in our area"),
        ("acknowledge", ""),
    ]


def test_a_return_is_filed_under_an_acknowledged_obligation_and_kept_as_a_source(
    duty: Duty,
) -> None:
    ref = duty.one()
    with pytest.raises(ObligationRefusedError, match="waits to be acknowledged"):
        duty.file(ref)
    duty.acknowledge(ref)

    filed = duty.file(ref)

    assert (filed.people_found, filed.is_nil, filed.is_late) == (271, False, False)
    assert _state(ref) == ObligationState.ANSWERED
    source = Source.objects.get(ref=filed.source_ref)
    assert source.kind == "return"
    assert "People found: 271" in source.text
    assert "governor of KH-1" in source.text


def test_nil_is_a_statement_and_silence_is_none(duty: Duty) -> None:
    nil, silent = duty.bind(["governor"], due=duty.due)
    duty.acknowledge(nil.ref)
    duty.file(nil.ref, Statement((duty.at + timedelta(days=1)).date(), is_nil=True))

    eyes, later = duty.secretariat, duty.at + timedelta(days=1)
    scores = {s.area.code: s for s in obligations.scorecard(eyes, at=later)}
    assert (scores["KH-1"].returned, scores["KH-9"].returned) == ("nil_return", "no_return")
    assert scores["KH-2"].total == 0
    assert silent.state == ObligationState.WAITING


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"is_nil": True, "people_found": 3}, "nobody was found, not 3"),
        ({"is_nil": False}, "Say how many people were found"),
        ({"is_nil": False, "people_found": 0}, "0 found and no words is a nil return"),
        ({"is_nil": False, "people_found": -1}, "Fewer than 0"),
        ({"is_nil": False, "people_found": 100_001}, "100,001 people were found?"),
    ],
)
def test_a_return_says_one_thing(duty: Duty, said: dict[str, object], why: str) -> None:
    ref = duty.one()
    duty.acknowledge(ref)
    day = (duty.at + timedelta(days=1)).date()

    with pytest.raises(ObligationRefusedError, match=why.replace("?", r"\?")):
        duty.file(ref, Statement(day=day, **said))  # type: ignore[arg-type]
    assert not ProvinceReturn.objects.exists()
    assert not Source.objects.exists()


def test_a_return_is_about_a_day_between_the_setting_and_today(duty: Duty) -> None:
    ref = duty.one()
    duty.acknowledge(ref)

    for days, why in ((3, "is yet to come"), (-1, "lies before it")):
        said = Statement((duty.at + timedelta(days=days)).date(), is_nil=True)
        with pytest.raises(ObligationRefusedError, match=why):
            duty.file(ref, said)


def test_a_correction_replaces_a_return_and_keeps_it(duty: Duty) -> None:
    ref = duty.one()
    duty.acknowledge(ref)
    first = duty.file(ref)
    with pytest.raises(ObligationRefusedError, match=f"is filed as {first.ref}. Correct that one"):
        duty.file(ref)

    said = Statement(first.day, is_nil=False, people_found=270, words="One was counted twice")
    second = duty.file(ref, said, corrects=first.ref)

    assert ProvinceReturn.objects.count() == 2
    newest = obligations.newest_return(Obligation.objects.get(ref=ref))
    assert newest == second
    other = Statement(duty.at.date(), is_nil=True)
    with pytest.raises(ObligationRefusedError) as refused:
        duty.file(ref, other, corrects=first.ref)
    assert f"was corrected by {second.ref}" in str(refused.value)
    assert "A correction is about the same day" in str(refused.value)
    assert "A correction says why" in str(refused.value)
    with pytest.raises(ObligationRefusedError, match="has no return RT-NONE"):
        duty.file(ref, said, corrects="RT-NONE")


def test_the_secretariat_judges_what_was_filed_and_no_office_judges_itself(duty: Duty) -> None:
    ref = duty.one()
    duty.acknowledge(ref)
    with pytest.raises(ObligationRefusedError, match="no return waits to be judged"):
        duty.judge(ref, Act.MEET)
    filed = duty.file(ref)
    with pytest.raises(PermissionRefusedError):
        duty.judge(ref, Act.MEET, actor=duty.governor)
    with pytest.raises(ObligationRefusedError, match="cannot judge what it has to show itself"):
        duty.judge(ref, Act.MEET, actor=office("command-KH-1", "KH", Role.DUTY_OFFICER))
    with pytest.raises(ObligationRefusedError, match="The reason is missing"):
        duty.judge(ref, Act.REFUSE)

    assert duty.judge(ref, Act.REFUSE, "By site").state == ObligationState.ACKNOWLEDGED
    more = Statement(filed.day, is_nil=False, people_found=271, words="By site: 271 at one")
    second = duty.file(ref, more, corrects=filed.ref, days=1.2)
    assert duty.judge(ref, Act.MEET).state == ObligationState.MET
    assert list(Step.objects.filter(about=second).values_list("act", flat=True)) == [
        "file_return",
        "meet",
    ]


def test_a_corrected_return_is_judged_anew(duty: Duty) -> None:
    ref = duty.one()
    duty.acknowledge(ref)
    first = duty.file(ref)
    duty.judge(ref, Act.MEET)

    said = Statement(first.day, is_nil=False, people_found=270, words="A slip")
    duty.file(ref, said, corrects=first.ref, days=1.7)

    assert _state(ref) == ObligationState.ANSWERED


def test_an_obligation_is_waived_with_a_reason_and_is_over(duty: Duty) -> None:
    ref = duty.one()

    assert duty.judge(ref, Act.WAIVE, "The road is cut").state == ObligationState.WAIVED
    with pytest.raises(ObligationRefusedError, match="The obligation was waived"):
        duty.acknowledge(ref)


def test_silence_changes_no_state_until_somebody_records_the_lapse(duty: Duty) -> None:
    ref = duty.one()
    late = duty.at + timedelta(days=3)

    found = obligations.line(Obligation.objects.get(ref=ref), at=late)
    assert (found.is_overdue, found.overdue_for) == (True, timedelta(days=1))
    assert (_state(ref), found.key) == (ObligationState.WAITING, "overdue")
    with pytest.raises(ObligationRefusedError, match="Nothing lapses before"):
        duty.lapse(ref, days=2)
    with pytest.raises(ObligationRefusedError, match="The reason is missing"):
        duty.lapse(ref, " ")
    with pytest.raises(PermissionRefusedError):
        duty.lapse(ref, actor=duty.governor)
    own = office("command-KH-1", "KH", Role.DUTY_OFFICER)
    with pytest.raises(ObligationRefusedError, match="cannot judge"):
        duty.lapse(ref, actor=own)

    assert duty.lapse(ref).state == ObligationState.BREACHED
    (lapse,) = lapses.lapses()
    assert (lapse.obligation, lapse.post.code, lapse.newest) == (ref, "governor-KH-1", None)
    with pytest.raises(ObligationRefusedError, match="The lapse of this obligation is on record"):
        duty.lapse(ref)


def test_the_clock_records_a_lapse_under_its_own_name(duty: Duty) -> None:
    ref = duty.one()

    duty.lapse(ref, None, actor=machine(Machine.CLOCK))

    step = Step.objects.get()
    assert (step.recorded_by, step.office, step.words) == ("machine:clock", None, "")


def test_who_filed_is_not_said_to_have_lapsed(duty: Duty) -> None:
    ref = duty.one()
    duty.acknowledge(ref)
    duty.file(ref)

    assert obligations.overdue(at=duty.at + timedelta(days=9)) == []
    with pytest.raises(ObligationRefusedError, match="A return is filed already"):
        duty.lapse(ref)


def test_what_is_filed_after_a_lapse_is_late_evidence_and_no_cure(duty: Duty) -> None:
    ref = duty.one()
    duty.acknowledge(ref)
    duty.lapse(ref)

    filed = duty.file(ref, days=4)

    assert filed.is_late
    assert _state(ref) == ObligationState.BREACHED
    lapse = lapses.lapse(ref)
    assert lapse is not None
    assert lapse.newest is not None
    assert (lapse.newest.ref, lapse.acknowledged_at is not None) == (filed.ref, True)


def test_the_worst_stands_first_and_every_list_can_be_narrowed(duty: Duty) -> None:
    every = {each.post_id: each.ref for each in duty.bind(due=duty.due)}
    duty.acknowledge(every["governor-KH-1"])
    duty.file(every["governor-KH-1"])
    duty.lapse(every["governor-KH-9"])
    late = duty.at + timedelta(days=3)

    def listed(**wanted: str) -> list[str]:
        found = obligations.listed(duty.secretariat, obligations.Wanted(**wanted), at=late)
        return [each.post_id for each in found]

    assert listed()[0] == "governor-KH-9"
    assert listed()[-1] == "governor-KH-1"
    assert listed(state="overdue", area="KH-9") == [
        "gendarmerie_commander-KH-9",
        "police_chief-KH-9",
    ]
    assert listed(state="answered") == ["governor-KH-1"]
    assert listed(state="waiting") == [], "they are overdue, and shown as that"
    assert len(listed(clause=f"{duty.directive.ref}/1")) == 6
    assert listed(clause=f"{duty.directive.ref}/2") == listed(clause="x") == []
    assert [s.area.code for s in obligations.scorecard(duty.secretariat, at=late)][:2] == [
        "KH-9",
        "KH-1",
    ]


def test_a_province_sees_its_own_obligations_alone(duty: Duty) -> None:
    duty.bind()

    mine = obligations.seen(duty.governor)
    assert {each.post.unit.area_id for each in mine} == {"KH-1"}
    assert [s.area.code for s in obligations.scorecard(duty.governor, at=duty.at)] == ["KH-1"]
    ours = obligations.of_offices(["command-KH-1"], at=duty.at)
    assert [each.post_id for each in ours] == ["governor-KH-1"]
    assert obligations.waiting_for(duty.governor, at=duty.at) == (1, False)


def test_a_clauses_tally_adds_up_and_names_the_office_that_set_it(duty: Duty) -> None:
    duty.bind(["governor"], due=duty.due)
    duty.bind(["police_chief"])

    tally = obligations.tallies(duty.secretariat, duty.directive.ref, at=duty.at)[1]

    assert sum(tally.counts.values()) == tally.total == 4
    assert {(s.due_at, s.posts) for s in tally.settings} == {(duty.due, 2), (None, 2)}


@pytest.mark.parametrize("table", ["directives_step", "directives_provincereturn"])
@pytest.mark.parametrize("act", ["UPDATE {} SET words = 'x'", "DELETE FROM {}"])
def test_the_database_refuses_to_change_what_was_said(duty: Duty, table: str, act: str) -> None:
    ref = duty.one()
    duty.acknowledge(ref)
    duty.file(ref)

    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(act.format(table))


def test_the_database_refuses_a_second_duty_of_a_post_and_a_reason_that_is_missing(
    duty: Duty,
) -> None:
    ref = duty.one()
    known = Obligation.objects.get(ref=ref)
    again = Obligation(
        ref="OB-X", clause=known.clause, post=known.post, set_at=duty.at, office=known.office
    )
    bare = Step(
        obligation=known, act=Act.WAIVE, is_late=False, recorded_at=duty.at, recorded_by="x"
    )
    for row in (again, bare):
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save()


@given(acts=st.lists(st.sampled_from(Act), max_size=12))
def test_whatever_is_done_silence_never_ends_an_obligation_and_an_end_is_an_act(
    acts: list[Act],
) -> None:
    state = ObligationState.WAITING
    for act in acts:
        if act in rules.OBLIGATION.acts(state):
            state = rules.OBLIGATION.after(state, act)
    judged = {
        ObligationState.MET: Act.MEET,
        ObligationState.WAIVED: Act.WAIVE,
        ObligationState.BREACHED: Act.LAPSE,
    }
    assert state not in judged or judged[state] in acts
    if state == ObligationState.MET:
        assert Act.FILE_RETURN in acts


@given(
    nil=st.booleans(),
    found=st.none() | st.integers(-2, 200_000),
    words=st.sampled_from(["", " ", "By site"]),
)
def test_a_return_that_passes_says_exactly_one_thing(
    *,
    nil: bool,
    found: int | None,
    words: str,
) -> None:
    day = date(2025, 11, 17)
    said = Statement(day, is_nil=nil, people_found=found, words=words)
    reasons = rules.reasons_against_statement(said, today=day, set_on=day, is_correction=False)
    if not reasons and nil:
        assert not found
    if not reasons and not nil:
        assert found or words.strip()


def test_a_moment_at_the_due_time_is_in_time(at: datetime) -> None:
    assert not rules.is_late(at, at=at)
    assert rules.is_late(at, at=at + timedelta(seconds=1))
    assert not rules.is_late(None, at=at)
