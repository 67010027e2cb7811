"""A screening holds; a finding protects or clears; two bodies may differ and both stand."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.systems.protection.desk import (
    ACTUAL,
    COMMITTEE,
    NOT_A_VICTIM,
    POSSIBLE,
    SHELTER,
    Desk,
    screener,
    told,
)

from samaki.ground.access.actors import Actor, Grant, PermissionRefusedError
from samaki.ground.access.rules import GRANTS, Role
from samaki.ground.journal import queries as journal
from samaki.ground.journal.models import Entry
from samaki.ground.people.queries import protected
from samaki.systems.custody.queries import holds, whereabouts
from samaki.systems.custody.rules.holds import NOT_SCREENED, Screened
from samaki.systems.custody.services.holds import decide_holds
from samaki.systems.custody.services.refusals import MovementRefusedError
from samaki.systems.protection import queries, rules
from samaki.systems.protection.models import Determination, Interview, VictimScreening
from samaki.systems.protection.services.determinations import Decision, determine
from samaki.systems.protection.services.referrals import refer_person, take_step
from samaki.systems.protection.services.refusals import ProtectionRefusedError
from samaki.systems.protection.services.screenings import (
    open_screening,
    record_interview,
    set_reflection,
)
from samaki.web import world
from samaki.web.cast import CAST

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.django_db

TODAY = date(2025, 11, 18)


def _refused(act: Callable[[], object]) -> list[str]:
    with pytest.raises(ProtectionRefusedError) as refusal:
        act()
    return list(refusal.value.sentences)


def test_opening_a_screening_holds_the_person_in_the_screeners_office(desk: Desk) -> None:
    person = desk.person()
    opened = desk.open(person)

    (ground,) = holds.of_screening([person])[person]
    assert (ground.code, ground.owner, ground.hold) == (
        "screening_pending",
        "Anti-trafficking committee",
        opened.hold,
    )


def test_an_office_screens_a_person_once_at_a_time_and_another_may_too(desk: Desk) -> None:
    person = desk.person()
    opened = desk.open(person)

    assert _refused(lambda: desk.open(person)) == [
        f"{person} is being screened by your office already, as {opened.ref}."
    ]
    desk.open(person, by=SHELTER)
    assert desk.grounds(person) == ["screening_pending"] * 2


def test_nobody_unknown_is_screened_and_nobody_without_an_office_screens(desk: Desk) -> None:
    assert _refused(lambda: desk.open("P-0000")) == ["No person has the reference P-0000."]
    without = Actor("account:x", (Grant("KH", GRANTS[Role.PROTECTION_SCREENER]),))
    assert _refused(lambda: open_screening(actor=without, person=desk.person(), at=desk.at)) == [
        "Only an office screens. Act from a post of one."
    ]


@pytest.mark.parametrize("finding", [POSSIBLE, ACTUAL])
def test_a_positive_finding_protects_and_hides_the_name(desk: Desk, finding: rules.Finding) -> None:
    person = desk.person()
    intake = world.actor("intake", at=desk.at)
    assert whereabouts.faces(intake, [person], at=desk.at)[person].name == "Demonstration name 3"

    desk.find(person, finding)

    assert desk.grounds(person) == ["protected"]
    assert whereabouts.faces(intake, [person], at=desk.at)[person].name is None
    assert whereabouts.faces(screener(), [person], at=desk.at)[person].name


def test_a_negative_finding_clears(desk: Desk) -> None:
    person = desk.person()
    desk.find(person, NOT_A_VICTIM)

    assert desk.grounds(person) == []
    assert protected([person]) == frozenset()


@pytest.mark.parametrize("again", [False, True])
def test_the_journal_does_not_tell_which_was_found(desk: Desk, *, again: bool) -> None:
    said = []
    for number, finding in ((3, POSSIBLE), (4, NOT_A_VICTIM)):
        person = desk.person(number)
        if again:  # this office protected the person before
            desk.find(person, POSSIBLE)
        opened = desk.open(person)
        desk.hear(opened)
        before = journal.length()
        desk.decide(opened, finding)
        names = {person: "P", str(opened.ref): "VS"}
        entries = Entry.objects.order_by("pk")[before:]
        said.append([(e.kind, names.get(e.subject, e.subject[:2]), len(e.rows)) for e in entries])

    assert said[0] == said[1]
    assert "custody:hold:place" not in {kind for kind, _subject, _rows in said[0]}


def test_what_others_read_of_a_hold_is_the_same_before_and_after_a_finding(desk: Desk) -> None:
    person = desk.person()
    desk.hear(opened := desk.open(person))
    before = holds.outward([person])
    found = Decision(POSSIBLE, rules.Body.GOVERNMENT, "Said so")
    later = desk.at + timedelta(days=2)

    determine(actor=screener(), screening=str(opened.ref), decision=found, at=later)
    after = holds.outward([person])
    open_screening(actor=screener(), person=person, at=later)

    assert desk.grounds(person) == ["protected", "screening_pending"]
    assert before == after == holds.outward([person])
    held = [(g.since, g.hold) for g in after[person] if g.hold]
    assert held == [(desk.at, opened.hold)]


def test_nobody_answers_for_the_holds_of_another_office(desk: Desk) -> None:
    person = desk.person()
    desk.open(person, by=SHELTER)

    with pytest.raises(MovementRefusedError) as refused:
        decide_holds(actor=screener(), person=person, owner=SHELTER, protects=False, at=desk.at)

    assert [reason.code for reason in refused.value.reasons] == ["not_owner"]
    assert desk.grounds(person) == ["screening_pending"]


def test_two_bodies_differ_both_stand_and_the_positive_one_protects(desk: Desk) -> None:
    person = desk.person()
    desk.find(person, POSSIBLE)
    desk.find(person, NOT_A_VICTIM, by=SHELTER)

    assert desk.grounds(person) == ["protected"]
    assert protected([person]) == {person}
    assert queries.latest_findings(person) == {COMMITTEE: POSSIBLE, SHELTER: NOT_A_VICTIM}


def test_a_negative_finding_clears_nobody_while_another_body_still_asks(desk: Desk) -> None:
    person = desk.person()
    other = desk.open(person, by=SHELTER)
    desk.find(person, NOT_A_VICTIM)

    assert desk.grounds(person) == ["screening_pending"]
    desk.withdraw(other, by=SHELTER)
    assert desk.grounds(person) == [NOT_SCREENED], "what did not clear then clears nobody later"


def test_a_later_positive_finding_of_another_body_protects_again(desk: Desk) -> None:
    person = desk.person()
    desk.find(person, NOT_A_VICTIM)
    desk.find(person, ACTUAL, by=SHELTER)

    assert desk.grounds(person) == ["protected"]
    assert protected([person]) == {person}


def test_a_body_turns_its_own_finding_by_a_new_screening_and_both_stay(desk: Desk) -> None:
    person = desk.person()
    desk.find(person, POSSIBLE)
    desk.find(person, POSSIBLE)
    assert desk.grounds(person) == ["protected"]

    desk.find(person, NOT_A_VICTIM)

    assert desk.grounds(person) == []
    assert protected([person]) == frozenset()
    assert Determination.objects.filter(screening__person=person).count() == 3


def test_a_screening_opened_by_mistake_clears_nobody(desk: Desk) -> None:
    person = desk.person()
    opened = desk.open(person)
    assert _refused(lambda: desk.withdraw(opened, " ")) == [
        "The reason is missing. Say why the screening was a mistake."
    ]
    desk.withdraw(opened)

    assert desk.grounds(person) == [NOT_SCREENED]
    assert "no longer pending" in _refused(lambda: desk.decide(opened, NOT_A_VICTIM))[0]


def test_who_was_heard_is_given_an_answer(desk: Desk) -> None:
    opened = desk.open(desk.person())
    desk.hear(opened)

    assert _refused(lambda: desk.withdraw(opened)) == [
        f"{opened.ref} has an interview. Whoever was heard is given an answer."
    ]


def test_nobody_is_cleared_unheard_and_anybody_can_be_protected_unheard(desk: Desk) -> None:
    opened = desk.open(desk.person())
    assert _refused(lambda: desk.decide(opened, NOT_A_VICTIM, because=" ")) == [
        "Nobody was heard. Hold an interview before you find nothing.",
        "The reasons are missing. Say in words why you decide so.",
    ]

    desk.decide(opened, POSSIBLE)

    assert desk.grounds(opened.person) == ["protected"]


def test_no_office_decides_or_adds_to_the_screening_of_another(desk: Desk) -> None:
    opened = desk.open(desk.person())

    for act in (
        lambda: desk.decide(opened, POSSIBLE, by=SHELTER),
        lambda: desk.hear(opened, by=SHELTER),
        lambda: desk.withdraw(opened, by=SHELTER),
    ):
        assert "is with Anti-trafficking committee" in _refused(act)[0]


def test_a_second_interview_is_added_and_none_is_edited(desk: Desk) -> None:
    opened = desk.open(desk.person())
    first = desk.hear(opened)
    second = desk.hear(opened, told(words="Today without fear"))

    assert [first.ref, second.ref] == [f"{opened.ref}-1", f"{opened.ref}-2"]
    assert (second.questionnaire, second.version) == ("ilo-11", 1)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE protection_interview SET words = 'else'")
    assert Interview.objects.get(pk=first.pk).told() == told()


def test_an_interview_says_every_fault_at_once(desk: Desk) -> None:
    opened = desk.open(desk.person())

    def hear() -> None:
        record_interview(
            actor=screener(),
            screening=str(opened.ref),
            told=told(language="", is_private=False, answers={}),
            happened_at=desk.at + timedelta(hours=1),
            at=desk.at,
        )

    reasons = _refused(hear)
    assert len(reasons) == 14
    assert "has not come yet" in reasons[-1]
    assert not Interview.objects.exists()


def test_what_the_journal_says_of_a_persons_protection_is_the_same_for_every_finding(
    desk: Desk,
) -> None:
    kinds = []
    for number, finding in enumerate(rules.Finding, start=1):
        person = desk.person(number)
        desk.find(person, finding)
        mine = Entry.objects.filter(subject=person, kind__startswith="people:person:decide")
        kinds.append([entry.kind for entry in mine])

    assert kinds == [["people:person:decide_protection"]] * 3


def test_a_finding_leaves_nothing_of_itself_in_the_journal(desk: Desk) -> None:
    desk.find(desk.person(), ACTUAL)

    written = " ".join(
        f"{entry.kind} {entry.subject} {entry.rows}" for entry in Entry.objects.all()
    )
    assert "ActualVictim" not in written
    assert "Demonstration" not in written


@pytest.mark.parametrize(
    "member", [m for m in CAST if m.role is not Role.PROTECTION_SCREENER], ids=lambda m: m.username
)
def test_only_who_protects_screens_decides_and_refers(desk: Desk, member: object) -> None:
    opened = desk.open(desk.person())
    actor = world.actor(member.username, at=desk.at)  # type: ignore[attr-defined]
    ref, at = str(opened.ref), desk.at
    offer = rules.Offer(rules.Service.SHELTER, "Shelter", has_consent=True)
    verbs: list[Callable[[], object]] = [
        lambda: open_screening(actor=actor, person=desk.person(4), at=at),
        lambda: record_interview(actor=actor, screening=ref, told=told(), happened_at=at, at=at),
        lambda: determine(
            actor=actor,
            screening=ref,
            decision=Decision(NOT_A_VICTIM, rules.Body.POLICE, "x"),
            at=at,
        ),
        lambda: set_reflection(actor=actor, screening=ref, until=TODAY, today=TODAY, at=at),
        lambda: refer_person(actor=actor, screening=ref, offer=offer, at=at),
        lambda: take_step(actor=actor, referral="RF-0", act="accept", reason="", at=at),
    ]
    for verb in verbs:
        with pytest.raises(PermissionRefusedError):
            verb()


def test_a_screener_of_another_province_screens_nobody_here(desk: Desk) -> None:
    with pytest.raises(PermissionRefusedError):
        open_screening(actor=screener(area="KH-18"), person=desk.person(), at=desk.at)
    opened = desk.open(desk.person())
    with pytest.raises(PermissionRefusedError):
        determine(
            actor=screener(area="KH-18"),
            screening=str(opened.ref),
            decision=Decision(NOT_A_VICTIM, rules.Body.POLICE, "x"),
            at=desk.at,
        )


def test_time_to_reflect_ends_on_a_later_day_and_says_who_set_it(desk: Desk) -> None:
    opened = desk.open(desk.person())

    def set_until(day: date) -> object:
        return set_reflection(
            actor=screener(), screening=str(opened.ref), until=day, today=TODAY, at=desk.at
        )

    assert "is past" in _refused(lambda: set_until(TODAY))[0]
    set_until(TODAY + timedelta(days=30))
    assert [(r.until, r.unit_id) for r in opened.reflections.all()] == [
        (date(2025, 12, 18), COMMITTEE)
    ]


def test_a_service_is_offered_accepted_and_done_or_declined_with_a_reason(desk: Desk) -> None:
    opened = desk.open(desk.person())
    offer = rules.Offer(rules.Service.SHELTER, "Shelter", has_consent=True)

    def step(ref: str | None, act: str, reason: str = "") -> str:
        made = take_step(actor=screener(), referral=str(ref), act=act, reason=reason, at=desk.at)
        return made.state

    first, second = (
        refer_person(actor=screener(), screening=str(opened.ref), offer=offer, at=desk.at)
        for _ in range(2)
    )
    assert [step(first.ref, "accept"), step(first.ref, "finish")] == ["accepted", "done"]
    assert _refused(lambda: step(second.ref, "decline")) == ["Say why."]
    assert step(second.ref, "decline", "Wants to go home") == "declined"
    assert "is closed" in _refused(lambda: step(second.ref, "accept"))[0]
    assert "is closed" in _refused(lambda: step("RF-0", "accept"))[0]


def test_nothing_is_built_on_a_withdrawn_screening(desk: Desk) -> None:
    opened = desk.withdraw(desk.open(desk.person()))
    offer = rules.Offer(rules.Service.SHELTER, "Shelter", has_consent=True)

    assert (
        "was withdrawn"
        in _refused(
            lambda: refer_person(
                actor=screener(), screening=str(opened.ref), offer=offer, at=desk.at
            )
        )[0]
    )


def test_the_list_counts_who_waits_and_the_heads_who_cannot_be_heard_yet(desk: Desk) -> None:
    desk.find(desk.person(1), NOT_A_VICTIM)
    desk.open(desk.person(2))

    places = queries.waiting(screener(), at=desk.at)

    assert [(place.name, len(place.waiting), place.unnamed) for place in places] == [
        ("Poipet police", 11, 196),
        ("In transit with Gendarmerie, Banteay Meanchey", 0, 2),
        ("Police, Banteay Meanchey", 0, 61),
    ]
    first = places[0].waiting[0]
    assert (first.face.name, first.screened) == ("Demonstration name 2", Screened.PENDING)
    assert queries.how_many_wait(screener(), at=desk.at) == 11
    assert queries.waiting(screener(area="KH-18"), at=desk.at) == []


_STEPS = st.lists(
    st.tuples(
        st.sampled_from(["open", "withdraw", POSSIBLE, ACTUAL, NOT_A_VICTIM]),
        st.sampled_from([COMMITTEE, SHELTER]),
    ),
    max_size=8,
)


@given(steps=_STEPS)
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_however_bodies_decide_any_positive_or_pending_one_protects(
    desk: Desk, steps: list[tuple[str, str]]
) -> None:
    person = desk.person()
    with transaction.atomic():
        for step, body in steps:
            _play(desk, person, step, body)
            _agree(desk, person)
        transaction.set_rollback(True)


def _play(desk: Desk, person: str, step: str, body: str) -> None:
    pending = VictimScreening.objects.filter(person=person, unit=body, state="pending").first()
    if step == "open" and pending is None:
        desk.open(person, by=body)
    elif step == "withdraw" and pending is not None:
        desk.withdraw(pending, by=body)
    elif step in set(rules.Finding) and pending is not None:
        desk.hear(pending, by=body)
        desk.decide(pending, rules.Finding(step), by=body)


def _agree(desk: Desk, person: str) -> None:
    """Compare the holds with what the screenings themselves say."""
    positive = rules.still_positive(queries.latest_findings(person).values())
    asking = VictimScreening.objects.filter(person=person, state="pending").exists()
    heard = Determination.objects.filter(screening__person=person).exists()
    codes = desk.grounds(person)

    assert ("protected" in codes) == positive
    assert ("screening_pending" in codes) == asking
    assert (person in protected([person])) == positive
    if not heard or positive or asking:
        assert codes, "silence, a question and a finding each hold"
