"""Penalties: a commissioner decides on what was found, with reasons; nothing lifts itself."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import DatabaseError, transaction
from hypothesis import given
from hypothesis import strategies as st
from tests.systems.gaming.conftest import officer

from samaki.ground.access.actors import Actor, Grant, PermissionRefusedError
from samaki.ground.access.rules import INCOMPATIBLE, Permission, Role
from samaki.kernel.flow import StepRefusedError
from samaki.systems.gaming import rules
from samaki.systems.gaming.models import Inspection, Lifting, Penalty
from samaki.systems.gaming.queries import penalties, venues
from samaki.systems.gaming.services.inspections import record_inspection
from samaki.systems.gaming.services.penalties import lift_penalty
from samaki.systems.gaming.services.refusals import GamingRefusedError

if TYPE_CHECKING:
    from tests.systems.gaming.conftest import Casino

    from samaki.systems.gaming.models import Violation

pytestmark = pytest.mark.django_db


@pytest.fixture
def found(casino: Casino) -> Violation:
    """Return what an inspection found: people were held."""
    casino.inspected(illegal_detention="A locked dormitory")
    return casino.violations()[0]


def _codes(refused: pytest.ExceptionInfo[GamingRefusedError]) -> set[str]:
    return {reason.code for reason in refused.value.reasons}


def test_a_commissioner_suspends_a_licence_with_reasons_and_an_answer(
    casino: Casino, found: Violation
) -> None:
    penalty = casino.decide(found, heard=True, answer="The floor is let to others.")

    assert casino.state() == rules.LicenceState.SUSPENDED
    assert penalty.answer == "The floor is let to others."
    assert [ground.violation_id for ground in penalty.grounds.all()] == [found.pk]
    assert penalty.decided_by == casino.commissioner.key


def test_an_inspector_cannot_decide(casino: Casino, found: Violation) -> None:
    with pytest.raises(PermissionRefusedError):
        casino.decide(found, actor=casino.inspector)

    assert casino.state() == rules.LicenceState.IN_FORCE


def test_who_inspected_does_not_decide_even_as_a_commissioner_of_today(
    casino: Casino, found: Violation
) -> None:
    promoted = officer(Role.GAMING_COMMISSIONER, key=casino.inspector.key)

    with pytest.raises(GamingRefusedError) as refused:
        casino.decide(found, actor=promoted)

    assert _codes(refused) == {"own_inspection"}
    assert frozenset({Role.GAMING_INSPECTOR, Role.GAMING_COMMISSIONER}) in INCOMPATIBLE


def test_without_violation_reasons_hearing_and_end_every_reason_is_said(casino: Casino) -> None:
    with pytest.raises(GamingRefusedError) as refused:
        casino.decide(reasons=" ", heard=None, licence="", until=None)

    assert _codes(refused) == {"no_violation", "no_reasons", "not_heard", "no_licence", "no_end"}
    assert not Penalty.objects.exists()


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"rung": ""}, "no_rung"),
        ({"heard": True, "answer": ""}, "no_answer"),
        ({"licence": "LC-2222"}, "foreign_licence"),
        ({"until_reinspection": True}, "two_ends"),
        ({"until": None, "until_reinspection": True}, "no_reinspection"),
        ({"amount": 100}, "amount_alone"),
        ({"rung": "fine", "until": None}, "no_amount"),
        ({"rung": "warning"}, "end_alone"),
        ({"violations": ("VL-2222",)}, "foreign_violation"),
    ],
)
def test_a_decision_that_cannot_be_meant_is_refused(
    casino: Casino, found: Violation, said: dict[str, object], code: str
) -> None:
    with pytest.raises(GamingRefusedError) as refused:
        casino.decide(found, actor=None, **said)

    assert code in _codes(refused)
    assert not Penalty.objects.exists()
    assert casino.state() == rules.LicenceState.IN_FORCE


def test_days_of_the_past_are_refused(casino: Casino, found: Violation) -> None:
    yesterday = casino.today - timedelta(days=1)

    with pytest.raises(GamingRefusedError) as refused:
        casino.decide(found, until=yesterday, reinspect_on=yesterday)

    assert _codes(refused) == {"until_past", "due_before"}


def test_a_fine_has_an_amount_that_a_person_entered(casino: Casino, found: Violation) -> None:
    penalty = casino.decide(found, rung="fine", until=None, licence="", amount=4_000_000)

    assert penalty.amount == 4_000_000
    assert casino.state() == rules.LicenceState.IN_FORCE


def test_a_suspended_licence_is_not_suspended_again_and_can_be_revoked(
    casino: Casino, found: Violation
) -> None:
    first = casino.decide(found)
    with pytest.raises(GamingRefusedError) as refused:
        casino.decide(found)
    assert "is suspended" in str(refused.value)

    casino.decide(found, rung="revocation", until=None)
    assert casino.state() == rules.LicenceState.REVOKED
    with pytest.raises(GamingRefusedError) as overtaken:
        lift_penalty(actor=casino.commissioner, penalty=first.ref, reasons="x", at=casino.at)
    assert _codes(overtaken) == {"overtaken"}


def test_a_licence_that_has_ended_is_not_suspended(casino: Casino, found: Violation) -> None:
    line = venues.line(casino.venue, today=casino.today).licences[0]
    ended = rules.Term(line.number, rules.LicenceState.IN_FORCE, casino.today - timedelta(days=1))
    decision = rules.Decision("suspension", ("a",), "x", heard=False, licence="LC", until=None)

    reasons = rules.reasons_against_penalty(
        decision, known={"a"}, licence=ended, today=casino.today
    )

    assert [reason.code for reason in reasons] == ["expired", "no_end"]


def test_a_suspension_until_reinspection_sets_it_and_waits_for_it(
    casino: Casino, found: Violation
) -> None:
    penalty = casino.until_reinspection(found)
    due = Inspection.objects.get(follows=penalty)

    assert (due.set_by, due.due_on) == (casino.commissioner.key, casino.today + timedelta(days=7))
    with pytest.raises(GamingRefusedError) as refused:
        lift_penalty(actor=casino.commissioner, penalty=penalty.ref, reasons="ok", at=casino.at)
    assert _codes(refused) == {"not_reinspected"}


def test_a_reinspection_lifts_nothing_by_itself_and_a_person_does(
    casino: Casino, found: Violation
) -> None:
    penalty = casino.until_reinspection(found)
    casino.recorded(Inspection.objects.get(follows=penalty))

    assert casino.state() == rules.LicenceState.SUSPENDED
    lifting = lift_penalty(
        actor=casino.commissioner, penalty=penalty.ref, reasons="Doors open", at=casino.at
    )
    assert casino.state() == rules.LicenceState.IN_FORCE
    assert lifting.reasons == "Doors open"
    with pytest.raises(GamingRefusedError) as refused:
        lift_penalty(actor=casino.commissioner, penalty=penalty.ref, reasons="x", at=casino.at)
    assert _codes(refused) == {"lifted_before"}


def test_a_reinspection_comes_after_its_penalty(casino: Casino, found: Violation) -> None:
    penalty = casino.until_reinspection(found)
    due = Inspection.objects.get(follows=penalty)

    with pytest.raises(GamingRefusedError) as refused:
        record_inspection(
            actor=casino.inspector,
            inspection=due.ref,
            answers=dict.fromkeys(rules.ITEMS, (rules.Seen.NOT_FOUND, "")),
            happened_at=casino.at - timedelta(hours=1),
            at=casino.at,
        )

    assert _codes(refused) == {"before_penalty"}


def test_lifting_needs_a_commissioner_and_reasons(casino: Casino, found: Violation) -> None:
    penalty = casino.decide(found)

    with pytest.raises(PermissionRefusedError):
        lift_penalty(actor=casino.inspector, penalty=penalty.ref, reasons="x", at=casino.at)
    with pytest.raises(GamingRefusedError) as refused:
        lift_penalty(actor=casino.commissioner, penalty=penalty.ref, reasons=" ", at=casino.at)
    assert _codes(refused) == {"no_reasons"}
    assert not Lifting.objects.exists()


def test_a_warning_stands_as_decided(casino: Casino, found: Violation) -> None:
    penalty = casino.decide(found, rung="warning", until=None, licence="")

    with pytest.raises(GamingRefusedError) as refused:
        lift_penalty(actor=casino.commissioner, penalty=penalty.ref, reasons="x", at=casino.at)
    assert _codes(refused) == {"not_liftable"}


def test_a_closure_stands_until_a_person_lifts_it(casino: Casino, found: Violation) -> None:
    penalty = casino.decide(found, rung="closure", licence="")
    assert venues.line(casino.venue, today=casino.today).is_closed

    (line,) = penalties.standing(casino.commissioner)
    assert line.is_past(casino.today + timedelta(days=31))
    assert not line.is_past(casino.today)
    lift_penalty(actor=casino.commissioner, penalty=penalty.ref, reasons="Let", at=casino.at)
    assert not venues.line(casino.venue, today=casino.today).is_closed
    assert casino.state() == rules.LicenceState.IN_FORCE


def test_a_commissioner_of_one_province_decides_nothing_in_another(
    casino: Casino, found: Violation
) -> None:
    elsewhere = Actor(
        key="account:9", grants=(Grant("KH-1", frozenset({Permission.PENALTY_DECIDE})),)
    )

    with pytest.raises(PermissionRefusedError):
        casino.decide(found, actor=elsewhere)


def test_a_penalty_is_never_changed_even_past_the_services(
    casino: Casino, found: Violation
) -> None:
    casino.decide(found)

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Penalty.objects.update(reasons="other")


@given(st.lists(st.sampled_from(["suspend", "lift", "revoke"]), max_size=12))
def test_whatever_is_decided_a_revoked_licence_never_comes_back(acts: list[str]) -> None:
    state, is_revoked = rules.LICENCE.start, False
    for act in acts:
        try:
            state = rules.LICENCE.after(state, act)
        except StepRefusedError:
            continue
        is_revoked = is_revoked or act == "revoke"
        assert (state is rules.LicenceState.REVOKED) == is_revoked
