"""Discipline: one opens, another finds, a third decides, and nobody near to the post does any."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.systems.directives.conftest import office
from tests.systems.discipline.hearing import AUTHORITY, DECIDER, OPENER

from samaki.ground.access.actors import machine
from samaki.ground.access.rules import Machine, Role
from samaki.ground.access.services import appoint, open_account
from samaki.ground.access.services.appointments import end_appointment
from samaki.ground.agencies.services import Name, open_unit
from samaki.systems.discipline import rules
from samaki.systems.discipline.models import Measure
from samaki.systems.discipline.rules import Act
from samaki.systems.discipline.services import CaseRefusedError

if TYPE_CHECKING:
    from datetime import datetime

    from tests.systems.discipline.hearing import Hearing

pytestmark = pytest.mark.django_db


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
