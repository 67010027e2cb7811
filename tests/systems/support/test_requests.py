"""Support: nobody moves before an approval, and none is done with before its end is said."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from samaki.ground.access.actors import Actor, Grant, PermissionRefusedError
from samaki.ground.access.rules import GRANTS, Role
from samaki.ground.agencies.services import Name, open_unit
from samaki.ground.journal.models import Entry
from samaki.ground.sites.services import register_site
from samaki.systems.operations.services import Aim, Plan, plan_operation
from samaki.systems.support import services
from samaki.systems.support.models import HandBack, RequestStep, StandbyUnit, SupportRequest
from samaki.systems.support.queries import requests as queries
from samaki.systems.support.rules import (
    REQUEST,
    Asked,
    HandedBack,
    Readiness,
    RequestState,
    reasons_against_hand_back,
    reasons_against_tasking,
)
from samaki.systems.support.services import SupportRefusedError
from samaki.web import world

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from samaki.systems.operations.models import Operation

    Verb = Callable[..., SupportRequest]

pytestmark = pytest.mark.django_db

QUIET = HandedBack(returned=90, happened="A cordon was held; nothing happened.", force_used=False)


@dataclass(frozen=True)
class Case:
    """A command, the secretariat, the army, and 180 on stand-by at the coast."""

    at: datetime
    command: Actor
    duty: Actor
    army: Actor

    def ask(self, **said: Any) -> str:
        asked = Asked(
            area="KH-18",
            what="A cordon",
            how_many=90,
            where="Assembly point",
            needed_at=self.at,
            why="Too few",
        )
        actor = said.pop("actor", self.command)
        return services.ask_support(
            actor=actor, asked=replace(asked, **said), happened_at=self.at, at=self.at
        ).ref

    def _step(
        self, verb: Callable[..., SupportRequest], actor: Actor, ref: str, **said: Any
    ) -> str:
        return verb(actor=actor, request=ref, at=self.at, **{"happened_at": self.at, **said}).state

    def approve(self, ref: str, actor: Actor | None = None, reason: str = "Needed") -> str:
        verb = services.approve_support
        return self._step(verb, actor or self.duty, ref, reason=reason)

    def decline(self, ref: str, actor: Actor | None = None, reason: str = "None free") -> str:
        verb = services.decline_support
        return self._step(verb, actor or self.duty, ref, reason=reason)

    def withdraw(self, ref: str, actor: Actor | None = None, reason: str = "Not needed") -> str:
        verb = services.withdraw_support
        return self._step(verb, actor or self.command, ref, reason=reason)

    def task(self, ref: str, count: int = 90, unit: str = "army-coast", **said: Any) -> str:
        actor = said.pop("actor", self.army)
        return self._step(services.task_unit, actor, ref, standby=unit, count=count, **said)

    def deploy(self, ref: str, **said: Any) -> str:
        return self._step(services.deploy_support, said.pop("actor", self.army), ref, **said)

    def stand_down(self, ref: str, actor: Actor | None = None, reason: str = "Done") -> str:
        verb = services.stand_down_support
        return self._step(verb, actor or self.army, ref, reason=reason)

    def hand_back(self, ref: str, said: HandedBack = QUIET, actor: Actor | None = None) -> str:
        return self._step(services.hand_back_support, actor or self.army, ref, said=said)

    def declare(self, unit: str = "army-coast", strength: int = 180, **said: Any) -> StandbyUnit:
        return services.declare_standby(
            actor=said.pop("actor", self.army),
            unit=unit,
            strength=strength,
            gives=said.pop("gives", "A cordon"),
            readiness=said.pop("readiness", Readiness.READY),
            at=self.at,
        )

    def sealed_operation(self) -> Operation:
        name = Name("Compound", "បរិវេណ")
        site = register_site(
            actor=self.command, kind="park", area="KH-18", name=name, at=self.at
        ).ref
        plan = Plan(
            Name("Tomorrow", "ស្អែក"),
            "KH-18",
            "command-KH-18",
            self.at + timedelta(hours=9),
            [Aim(site, "police-KH-18")],
        )
        return plan_operation(actor=self.command, plan=plan, at=self.at)


@pytest.fixture
def case(ground_once: int, db: None, at: datetime) -> Case:
    """Lay the offices, and a battalion on stand-by."""
    open_unit(
        by="machine:installer",
        code="army-coast",
        agency="RCAF",
        area="KH-18",
        superior="army-hq",
        name=Name("Coast battalion", "កងវរសេនាតូចឆ្នេរ"),
        at=at,
    )
    made = Case(at, *(world.actor(name, at=at) for name in ("command18", "duty", "army")))
    made.declare()
    return made


def test_a_request_goes_from_the_asking_to_the_hand_back_and_every_step_is_timed(
    case: Case,
) -> None:
    ref = case.ask()
    assert case.approve(ref) == RequestState.APPROVED
    assert case.task(ref) == RequestState.TASKED
    assert case.deploy(ref) == RequestState.DEPLOYED
    assert case.stand_down(ref, case.command) == RequestState.STOOD_DOWN
    assert case.hand_back(ref) == RequestState.HANDED_BACK

    found = queries.request(case.duty, ref)
    assert found is not None
    steps = [(line.step.act, line.by) for line in queries.steps(found)]
    assert steps == [
        *(("ask", "command18"), ("approve", "duty"), ("task", "army")),
        *(("deploy", "army"), ("stand_down", "command18"), ("hand_back", "army")),
    ]
    ending = queries.ending(found)
    assert ending is not None
    assert (ending.returned, ending.force_used, ending.authoriser) == (90, False, "")
    entry = Entry.objects.latest("number")
    assert (entry.kind, entry.subject) == ("support:request:hand_back", ref)


def test_the_army_may_give_a_part_and_another_unit_the_rest(case: Case) -> None:
    ref = case.ask()
    case.approve(ref)

    assert case.task(ref, 60) == RequestState.PART_TASKED
    assert [line.free for line in queries.board()] == [120]
    with pytest.raises(SupportRefusedError, match="30 people are still asked for, not 40"):
        case.task(ref, 40)
    assert case.task(ref, 30) == RequestState.TASKED


def test_who_is_bound_by_one_request_is_not_free_for_another_until_handed_back(
    case: Case,
) -> None:
    first, second = case.ask(how_many=150), case.ask(what="Boats")
    for ref in (first, second):
        case.approve(ref)
    case.task(first, 150)

    with pytest.raises(SupportRefusedError, match="Coast battalion has 30 people free, not 90"):
        case.task(second)
    case.stand_down(first)
    with pytest.raises(SupportRefusedError, match="has 30 people free"):
        case.task(second)
    case.hand_back(first, replace(QUIET, returned=150))
    assert case.task(second) == RequestState.TASKED


def test_what_was_needed_before_it_was_asked_for_is_refused(case: Case) -> None:
    before = Entry.objects.count()

    with pytest.raises(SupportRefusedError) as refused:
        case.ask(needed_at=case.at - timedelta(minutes=1))

    assert "has passed" in str(refused.value)
    assert [said.argument for said in refused.value.said] == ["needed_at"]
    assert Entry.objects.count() == before
    assert case.ask(needed_at=case.at), "help at once is asked for by the minute"


def test_every_reason_against_an_asking_comes_at_once(case: Case) -> None:
    before = Entry.objects.count()

    with pytest.raises(SupportRefusedError) as refused:
        case.ask(
            what=" ",
            where="",
            why="",
            how_many=0,
            needed_at=case.at + timedelta(days=800),
            operation="OP-NONE",
        )

    said = str(refused.value)
    for words in (
        *("What is needed is missing", "The place is missing", "Say why it is needed"),
        *("0 people: enter at least 1", "more than a year ahead", "reference OP-NONE"),
    ):
        assert words in said, words
    assert (SupportRequest.objects.count(), Entry.objects.count()) == (0, before)


def test_who_does_not_command_the_area_asks_for_nothing_there(case: Case, at: datetime) -> None:
    for name in ("command", "duty", "army", "intake"):
        with pytest.raises(PermissionRefusedError):
            case.ask(actor=world.actor(name, at=at))
    assert SupportRequest.objects.count() == 0


def test_the_office_that_asked_does_not_decide(case: Case) -> None:
    may = GRANTS[Role.DUTY_OFFICER] | GRANTS[Role.PROVINCIAL_COMMAND]
    both = Actor(key="account:99", grants=(Grant("KH", may, "command-KH-18"),))
    same_login = replace(both, grants=(Grant("KH", may, "secretariat"),))
    ref = case.ask()

    for act in (case.approve, case.decline):
        with pytest.raises(SupportRefusedError) as refused:
            act(ref, both, reason=" ")
        assert "Your office asked for it. Another office decides." in str(refused.value)
        assert "The reason is missing." in str(refused.value)
    mine = case.ask(actor=same_login)
    with pytest.raises(SupportRefusedError, match="Your office asked"):
        case.approve(mine, same_login)
    assert SupportRequest.objects.get(ref=ref).state == RequestState.ASKED


def test_only_the_secretariat_decides_and_only_the_army_sends(case: Case, at: datetime) -> None:
    ref = case.ask()
    for actor in (case.command, case.army, world.actor("oversight", at=at)):
        with pytest.raises(PermissionRefusedError):
            case.approve(ref, actor)
    case.approve(ref)
    for actor in (case.command, case.duty):
        with pytest.raises(PermissionRefusedError):
            case.task(ref, actor=actor)
    case.task(ref)
    with pytest.raises(PermissionRefusedError):
        case.deploy(ref, actor=case.command)
    for actor in (case.duty, world.actor("command", at=at)):
        with pytest.raises(PermissionRefusedError):
            case.stand_down(ref, actor)
    case.stand_down(ref)
    with pytest.raises(PermissionRefusedError):
        case.hand_back(ref, actor=case.command)


def test_a_declined_request_moves_nobody_and_a_withdrawn_one_neither(case: Case) -> None:
    declined, withdrawn = case.ask(), case.ask(what="Boats")
    case.decline(declined)
    stranger = Actor(
        key="account:98",
        grants=(Grant("KH-18", GRANTS[Role.PROVINCIAL_COMMAND], "police-KH-18"),),
    )
    with pytest.raises(SupportRefusedError, match=r"Only the|Unified command, Preah Sihanouk"):
        case.withdraw(withdrawn, stranger)
    case.withdraw(withdrawn)

    for ref, state in ((declined, "declined"), (withdrawn, "withdrawn")):
        with pytest.raises(SupportRefusedError, match=f"is {state}: this step is not open"):
            case.task(ref)
    assert queries.board()[0].bound == 0


def test_a_decision_is_taken_once(case: Case) -> None:
    ref = case.ask()
    case.approve(ref)

    with pytest.raises(SupportRefusedError, match="is approved: this step is not open"):
        case.decline(ref)
    assert RequestStep.objects.filter(request__ref=ref).count() == 2


def test_a_unit_that_is_not_ready_or_not_on_the_board_is_not_sent(case: Case) -> None:
    ref = case.ask()
    case.approve(ref)
    case.declare(strength=20, readiness=Readiness.NOT_READY)

    with pytest.raises(SupportRefusedError) as refused:
        case.task(ref)
    assert "Coast battalion is not ready" in str(refused.value)
    assert "has 20 people free, not 90" in str(refused.value)
    with pytest.raises(SupportRefusedError, match="No unit stands by under the code army-hq"):
        case.task(ref, unit="army-hq")


def test_the_army_speaks_for_its_own_units_alone(case: Case) -> None:
    with pytest.raises(SupportRefusedError) as refused:
        case.declare("police-KH-18", strength=99_999, gives=" ")
    said = str(refused.value)
    assert "is not a unit of your agency" in said
    assert "What the unit can give is missing" in said
    assert "99,999 people" in said
    with pytest.raises(PermissionRefusedError):
        case.declare(actor=case.command)
    assert StandbyUnit.objects.count() == 1


def test_a_step_happens_neither_tomorrow_nor_before_the_one_before(case: Case) -> None:
    ref = case.ask()
    case.approve(ref)
    case.task(ref)

    with pytest.raises(SupportRefusedError, match="has not come yet"):
        case.deploy(ref, happened_at=case.at + timedelta(hours=1))
    with pytest.raises(SupportRefusedError, match="Enter a later moment"):
        case.deploy(ref, happened_at=case.at - timedelta(hours=1))


def test_the_use_of_force_is_said_with_who_authorised_it(case: Case) -> None:
    ref = case.ask()
    case.approve(ref)
    case.task(ref)
    case.stand_down(ref)

    with pytest.raises(SupportRefusedError) as refused:
        case.hand_back(ref, HandedBack(returned=91, happened="", force_used=None))
    said = str(refused.value)
    assert "91 returned, but 90 were tasked" in said
    assert "What happened is missing" in said
    assert "That none was used is a statement too" in said
    with pytest.raises(SupportRefusedError, match="Say which office authorised it"):
        case.hand_back(ref, replace(QUIET, force_used=True))
    with pytest.raises(SupportRefusedError, match="but none was used"):
        case.hand_back(ref, replace(QUIET, authoriser="Prosecutor"))
    assert HandBack.objects.count() == 0

    case.hand_back(ref, replace(QUIET, returned=88, force_used=True, authoriser="Prosecutor"))
    assert HandBack.objects.get().authoriser == "Prosecutor"


def test_the_database_refuses_force_without_an_authoriser_and_keeps_every_step(
    case: Case,
) -> None:
    ref = case.ask()

    with pytest.raises(IntegrityError), transaction.atomic():
        HandBack.objects.create(
            request=SupportRequest.objects.get(ref=ref),
            returned=1,
            happened="Said",
            force_used=True,
            happened_at=case.at,
            recorded_at=case.at,
        )
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE support_requeststep SET words = ''")


def test_a_request_does_not_open_the_sealed_operation_it_is_for(case: Case) -> None:
    operation = case.sealed_operation()
    ref = case.ask(operation=operation.ref)
    request = SupportRequest.objects.get(ref=ref)
    hour = case.at + timedelta(hours=9)

    assert queries.shown_operation(case.duty, request, at=case.at) is None
    assert queries.shown_operation(case.army, request, at=hour) is None, "no role of the army"
    assert list(queries.for_operation(case.duty, operation.ref, at=case.at)) == []
    shown = queries.shown_operation(case.command, request, at=case.at)
    assert shown is not None
    assert shown.ref == operation.ref
    opened = queries.shown_operation(case.duty, request, at=hour)
    assert opened is not None
    assert list(queries.for_operation(case.duty, operation.ref, at=hour)) == [request]


def test_who_may_not_know_of_an_operation_asks_nothing_for_it(case: Case) -> None:
    operation = case.sealed_operation()
    stranger = Actor(
        key="account:98",
        grants=(Grant("KH-18", GRANTS[Role.PROVINCIAL_COMMAND], "gendarmerie-KH-18"),),
    )

    with pytest.raises(SupportRefusedError, match="No operation that you may see"):
        case.ask(actor=stranger, operation=operation.ref)


def test_work_waits_for_whoever_has_to_take_the_next_step(case: Case, at: datetime) -> None:
    def waiting() -> list[int]:
        return [queries.waiting(each) for each in (case.command, case.duty, case.army)]

    ref = case.ask()
    assert waiting() == [0, 1, 0]
    case.approve(ref)
    assert waiting() == [0, 0, 1]
    case.task(ref)
    case.deploy(ref)
    assert waiting() == [0, 0, 0]
    case.stand_down(ref)
    assert waiting() == [0, 0, 1]
    assert queries.waiting(world.actor("intake", at=at)) == 0
    assert list(queries.requests(world.actor("command", at=at))) == []


@given(
    strength=st.integers(0, 300),
    asked=st.integers(1, 300),
    counts=st.lists(st.integers(-5, 300), max_size=8),
)
def test_never_more_are_tasked_than_were_asked_for_or_stand_by(
    strength: int, asked: int, counts: list[int]
) -> None:
    tasked = 0
    for count in counts:
        reasons = reasons_against_tasking(
            "Battalion",
            Readiness.READY,
            free=strength - tasked,
            count=count,
            still_open=asked - tasked,
        )
        tasked += 0 if reasons else count
        assert 0 <= tasked <= min(strength, asked)


@given(st.lists(st.sampled_from([act for _, act in REQUEST.steps]), max_size=14))
def test_nobody_is_deployed_without_an_approval_however_the_steps_fall(acts: list[str]) -> None:
    state, taken = REQUEST.start, []
    for act in acts:
        if act in REQUEST.acts(state):
            state = REQUEST.after(state, act)
            taken.append(act)
    if "deploy" in taken:
        assert taken.index("approve") < taken.index("deploy")
        assert "decline" not in taken


@given(
    st.builds(
        HandedBack,
        st.integers(-3, 99),
        st.text(max_size=3),
        st.sampled_from([None, True, False]),
        st.text(),
    )
)
def test_an_ending_is_accepted_only_when_force_and_authoriser_agree(said: HandedBack) -> None:
    if not reasons_against_hand_back(said, sent=90):
        assert said.force_used is not None
        assert said.force_used == bool(said.authoriser.strip())
        assert 0 <= said.returned <= 90
