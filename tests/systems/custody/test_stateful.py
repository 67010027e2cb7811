"""Whatever officers do, in whatever order and however late: nobody is lost between two hands.

Hypothesis plays the officers of two stations and an escort. After every step each head is in one
account alone, no total changed but by who came in, and the books keep every law of their own. What
is refused changes nothing.
"""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any, ClassVar

import pytest
from django.db import transaction
from django.db.models import Sum
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from tests.systems.custody.case import ESCORT, POIPET, SIHANOUK, Case, officer
from tests.systems.custody.held import (
    COMMITTEE,
    EXPELS,
    Held,
    authority,
    immigration,
    screener,
)

from samaki.ground.access.actors import Actor, Grant
from samaki.ground.access.rules import GRANTS, Role
from samaki.ground.agencies.services import Name
from samaki.ground.sites.services import register_site
from samaki.kernel.ledger import Cell
from samaki.systems.custody import rules
from samaki.systems.custody.models import (
    Account,
    Balance,
    Handover,
    Hold,
    Intake,
    Movement,
    Posting,
    SiteAccount,
    cell_of,
)
from samaki.systems.custody.queries import books, handovers, holds
from samaki.systems.custody.queries.books import Moments
from samaki.systems.custody.rules.cells import Established
from samaki.systems.custody.rules.counts import Counted
from samaki.systems.custody.rules.ends import Ended, Finding
from samaki.systems.custody.rules.keepers import Keeper
from samaki.systems.custody.services import ends
from samaki.systems.custody.services.addressing import decline_handover
from samaki.systems.custody.services.cells import establish
from samaki.systems.custody.services.corrections import correct_movement
from samaki.systems.custody.services.counts import record_count
from samaki.systems.custody.services.dispositions import record_disposition
from samaki.systems.custody.services.handovers import (
    dispatch_handover,
    receive_handover,
    receive_rest,
    take_back,
)
from samaki.systems.custody.services.holds import lift_hold, place_hold
from samaki.systems.custody.services.intakes import take_in
from samaki.systems.custody.services.persons import Stated, identify
from samaki.systems.custody.services.refusals import MovementRefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

CELLS = (Cell("IDN", "M", "adult"), Cell("IDN", "F", "adult"), Cell())
STATIONS = (POIPET, SIHANOUK)
OFFICERS = {POIPET: officer("KH-1"), SIHANOUK: officer("KH-18", key="account:2")}
COMMAND = officer("KH", Role.PROVINCIAL_COMMAND, "account:9")
# Whoever may enter or confirm an act may reverse it: here one who holds all of these posts.
_POSTS = (Role.INTAKE_OFFICER, Role.PROVINCIAL_COMMAND, Role.IMMIGRATION_OFFICER)
EITHER = Actor(
    key="account:8",
    grants=tuple(Grant("KH", GRANTS[role]) for role in _POSTS),
)
ROAD = officer("KH", key="account:7")
LOST = ("unknown", "escaped", "left_voluntarily")

_cell = st.sampled_from(CELLS)
_station = st.sampled_from(STATIONS)
_few = st.integers(1, 9)
_hours = st.sampled_from([0.0, 0.0, 0.5, 3.0, 20.0])
_sent = precondition(lambda _officers: Handover.objects.exists())
_gone = precondition(lambda _officers: Balance.objects.filter(account__kind__in=LOST).exists())
_any = st.integers(0, 10_000)  # which of those that are there, modulo how many


class Officers(RuleBasedStateMachine):
    """The officers, and what an auditor asks after every step."""

    case: ClassVar[Case]
    done: ClassVar[Counter[str]]  # how often each act was carried out, and not refused

    def __init__(self) -> None:
        super().__init__()
        self.block = transaction.atomic()
        self.block.__enter__()
        self.minutes, self.names, self.site = 0, 0, ""

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.block.__exit__(None, None, None)

    @property
    def now(self) -> datetime:
        return self.case.at + timedelta(minutes=self.minutes)

    def ago(self, hours: float) -> datetime:
        return self.now - timedelta(hours=hours)

    @initialize(few=_few)
    def begin(self, few: int) -> None:
        """Begin with people at both stations and on a site, some named, and some on the road."""
        self.site = register_site(
            actor=COMMAND,
            kind="compound",
            area="KH-1",
            name=Name("Compound 9", "បរិវេណ ៩"),
            at=self.ago(48.0),
        ).ref
        self.find_on_site(CELLS[0], few, 24.0)
        for unit in STATIONS:
            for cell in CELLS:
                self.take_in(unit, cell, 10 + few, 24.0)
            self.name(unit, CELLS[0], 0.5)
            self.free(unit, 0)
        self.expel(POIPET, 0, 0.0)
        self.hold(SIHANOUK, 0, "appeal")
        self.lift(0, clears=True)
        self.end(SIHANOUK, 2, "unknown", 0.0)
        self.correct(Movement.objects.count() - 1)
        self.count(SIHANOUK, 30, 0.0)
        self.bring_in(SIHANOUK, 1, 0.5)
        self.dispatch(POIPET, few, 0.5, named=False)
        self.receive(1, 1, 0.0)

    @contextmanager
    def act(self, what: str) -> Iterator[None]:
        """Try an act; refused, it has changed nothing."""
        self.minutes += 1
        before = (Movement.objects.count(), Posting.objects.count())
        said: tuple[str, ...] | None = None
        try:
            with transaction.atomic():
                yield
        except MovementRefusedError as refused:
            said = refused.sentences
        if said is None:
            self.done[what] += 1
        else:
            assert said
            assert all(said)
            assert (Movement.objects.count(), Posting.objects.count()) == before

    @rule(unit=_station, cell=_cell, heads=_few, hours=_hours)
    def take_in(self, unit: str, cell: Cell, heads: int, hours: float) -> None:
        with self.act("take_in"):
            take_in(
                actor=OFFICERS[unit],
                unit=unit,
                cells={cell: heads},
                legal_basis="Found at the site",
                because="",
                happened_at=self.ago(hours),
                at=self.now,
            )

    @rule(unit=_station, cell=_cell, hours=_hours)
    def name(self, unit: str, cell: Cell, hours: float) -> None:
        self.names += 1
        with self.act("name"):
            identify(
                actor=OFFICERS[unit],
                unit=unit,
                cell=cell,
                stated=Stated(f"Name {self.names}"),
                happened_at=self.ago(hours),
                at=self.now,
            )

    @rule(unit=_station, most=_few, hours=_hours, named=st.booleans())
    def dispatch(self, unit: str, most: int, hours: float, *, named: bool) -> None:
        persons = tuple(self._persons(unit)[:1]) if named else ()
        account = self._account(unit)
        party = rules.Party({}, persons) if persons else self._some(account, most, named=False)
        with self.act("dispatch"):
            dispatch_handover(
                actor=OFFICERS[unit],
                giver=unit,
                receiver=SIHANOUK if unit == POIPET else POIPET,
                escort=ESCORT,
                sends=rules.Consignment(party, "Bus"),
                happened_at=self.ago(hours),
                at=self.now,
            )

    @_sent
    @rule(which=_any, most=_few, hours=_hours)
    def receive(self, which: int, most: int, hours: float) -> None:
        sent = self._handover(which)
        if sent is None:
            return
        with self.act("receive"):
            is_first = sent.state == rules.HandoverState.DISPATCHED
            receives: Any = receive_handover if is_first else receive_rest
            receives(
                actor=OFFICERS[str(sent.receiver.unit_id)],
                handover=str(sent.ref),
                unit=str(sent.receiver.unit_id),
                received=self._some(sent.transit, most),
                happened_at=self.ago(hours),
                at=self.now,
            )

    @_sent
    @rule(which=_any)
    def decline(self, which: int) -> None:
        sent = self._handover(which)
        if sent is None:
            return
        unit = str(sent.receiver.unit_id)
        with self.act("decline"):
            decline_handover(
                actor=OFFICERS[unit],
                handover=str(sent.ref),
                unit=unit,
                reason="Nobody of that list",
                happened_at=self.now,
                at=self.now,
            )

    @_sent
    @rule(which=_any, most=_few)
    def take_back(self, which: int, most: int) -> None:
        sent = self._handover(which)
        if sent is None:
            return
        unit = str(sent.giver.unit_id)
        with self.act("take_back"):
            take_back(
                actor=OFFICERS[unit],
                handover=str(sent.ref),
                unit=unit,
                returned=self._some(sent.transit, most),
                happened_at=self.now,
                at=self.now,
            )

    @_sent
    @rule(which=_any, most=_few, kind=st.sampled_from(LOST))
    def settle(self, which: int, most: int, kind: str) -> None:
        sent = self._handover(which)
        if sent is None:
            return
        party = self._some(sent.transit, most)
        ended = Ended(kind, party, reason="Not on the bus", happened_at=self.now)
        with self.act("settle"):
            ends.settle_rest(actor=ROAD, handover=str(sent.ref), ended=ended, at=self.now)

    @rule(unit=_station, most=_few, kind=st.sampled_from([*LOST, "released"]), hours=_hours)
    def end(self, unit: str, most: int, kind: str, hours: float) -> None:
        words = {"authority": "Prosecutor", "document": "Order 12", "reason": "Gone at night"}
        source = self._account(unit)
        ended = Ended(kind, self._some(source, most), **words, happened_at=self.ago(hours))
        with self.act("end"):
            made = ends.end_custody(
                actor=OFFICERS[unit], account=str(source.ref), ended=ended, at=self.now
            )
            if kind == "released":
                self.minutes += 1
                ends.confirm_end(
                    actor=COMMAND, ending=str(made.ref), happened_at=self.now, at=self.now
                )

    @_gone
    @rule(unit=_station, which=_any, most=_few)
    def find(self, unit: str, which: int, most: int) -> None:
        lost = list(Account.objects.filter(kind__in=LOST).order_by("pk"))
        if not lost:
            return
        end = lost[which % len(lost)]
        finding = Finding(self._some(end, most), "Article 96", "Seen at the market", self.now)
        with self.act("find"):
            ends.find_again(
                actor=OFFICERS[unit], account=str(end.ref), unit=unit, finding=finding, at=self.now
            )

    @rule(unit=_station, after=_cell, most=_few, named=st.booleans())
    def establish(self, unit: str, after: Cell, most: int, *, named: bool) -> None:
        person = next(iter(self._persons(unit)), "") if named else ""
        party = self._some(self._account(unit), most, named=False)
        before, heads = next(iter(party.heads.items()))
        if person:
            line = Balance.objects.get(person=person)
            before, heads = cell_of(line.nationality, line.sex, line.age), 1
        said = Established(before, after, "A passport", heads, person)
        with self.act("establish"):
            establish(
                actor=OFFICERS[unit],
                account=str(self._account(unit).ref),
                said=said,
                happened_at=self.now,
                at=self.now,
            )

    @rule(cell=_cell, heads=_few, hours=_hours)
    def find_on_site(self, cell: Cell, heads: int, hours: float) -> None:
        with self.act("find_on_site"):
            take_in(
                actor=OFFICERS[POIPET],
                unit=Keeper(POIPET, self.site),
                cells={cell: heads},
                legal_basis="Found at the site",
                because="",
                happened_at=self.ago(hours),
                at=self.now,
            )

    @rule(unit=_station, most=_few, hours=_hours)
    def bring_in(self, unit: str, most: int, hours: float) -> None:
        place = SiteAccount.objects.select_related("account").first()
        if place is None:
            return
        with self.act("bring_in"):
            dispatch_handover(
                actor=OFFICERS[POIPET],
                giver=Keeper(POIPET, self.site),
                receiver=unit,
                escort=ESCORT,
                sends=rules.Consignment(self._some(place.account, most)),
                happened_at=self.ago(hours),
                at=self.now,
            )

    @rule(unit=_station, which=_any, ground=st.sampled_from(["screening_pending", "appeal"]))
    def hold(self, unit: str, which: int, ground: str) -> None:
        persons = self._persons(unit)
        if not persons:
            return
        of_screening = ground == "screening_pending"
        with self.act("hold"):
            place_hold(
                actor=screener() if of_screening else immigration(),
                person=persons[which % len(persons)],
                ground=ground,
                owner=COMMITTEE if of_screening else EXPELS,
                because=f"VS-{self.minutes}",
                at=self.now,
            )

    @rule(which=_any, clears=st.booleans())
    def lift(self, which: int, *, clears: bool) -> None:
        placed = list(Hold.objects.filter(state="placed").order_by("pk"))
        if not placed:
            return
        found = placed[which % len(placed)]
        actor = screener() if found.owner_id == COMMITTEE else authority()
        with self.act("lift"):
            lift_hold(actor=actor, hold=str(found.ref), clears=clears, at=self.now)

    @rule(unit=_station, which=_any)
    def free(self, unit: str, which: int) -> None:
        """Answer every question that silence asks of somebody."""
        persons = self._persons(unit)
        if persons:
            with self.act("free"):
                Held(replace(self.case, at=self.now)).clear(persons[which % len(persons)])

    @rule(unit=_station, which=_any, hours=_hours)
    def expel(self, unit: str, which: int, hours: float) -> None:
        persons = self._persons(unit)
        if not persons:
            return
        person = persons[which % len(persons)]
        with self.act("expel"):
            record_disposition(
                actor=immigration(),
                persons=[person],
                end=rules.AccountKind.EXPELLED,
                keeper=EXPELS,
                because="EX-1",
                happened_at=self.ago(hours),
                at=self.now,
            )
            assert holds.placed(person) == [], "whoever is held leaves the country by no entry"

    @rule(unit=_station, heads=st.integers(0, 30), hours=_hours)
    def count(self, unit: str, heads: int, hours: float) -> None:
        with self.act("count"):
            record_count(
                actor=OFFICERS[unit],
                account=str(self._account(unit).ref),
                counted=Counted(heads),
                happened_at=self.ago(hours),
                at=self.now,
            )

    @rule(which=_any)
    def correct(self, which: int) -> None:
        every = list(Movement.objects.order_by("pk").values_list("pk", flat=True))
        if not every:
            return
        with self.act("correct"):
            correct_movement(
                actor=EITHER,
                movement=every[which % len(every)],
                reason="Entered twice",
                at=self.now,
            )

    @invariant()
    def everybody_who_came_in_is_in_one_account(self) -> None:
        came = Intake.objects.filter(movement__reversed_by=None)
        rows = Posting.objects.filter(movement__intake__in=came, count__gt=0)
        inside = Balance.objects.aggregate(all=Sum("held"))["all"] or 0
        assert inside == (rows.aggregate(all=Sum("count"))["all"] or 0)
        persons = list(Balance.objects.exclude(person="").values_list("person", flat=True))
        assert len(persons) == len(set(persons))

    @invariant()
    def the_books_keep_their_law(self) -> None:
        assert books.verify().fault is None

    @invariant()
    def who_is_missing_is_said_alike_on_every_page(self) -> None:
        now = Moments(self.now, self.now)
        lines = handovers.open_variances(COMMAND, now)
        assert handovers.missing(COMMAND) == sum(line.between for line in lines)

    def _handover(self, which: int) -> Handover | None:
        every = list(Handover.objects.select_related("giver", "receiver", "transit").order_by("pk"))
        return every[which % len(every)] if every else None

    def _account(self, unit: str) -> Account:
        return Account.objects.get(unit=unit, kind=rules.AccountKind.STATION)

    def _persons(self, unit: str) -> list[str]:
        held = Balance.objects.filter(account=self._account(unit)).exclude(person="")
        return sorted(held.values_list("person", flat=True))

    def _some(self, account: Account, most: int, *, named: bool = True) -> rules.Party:
        """Choose up to so many of one line of an account, or somebody who was never there."""
        held = Balance.objects.filter(account=account)
        lines = held.order_by("person", "pk") if named else held.filter(person="").order_by("pk")
        line = lines.last() if most % 2 else lines.first()
        if line is None:
            return rules.Party({CELLS[0]: most})
        if line.person:
            return rules.Party({}, (line.person,))
        cell = cell_of(line.nationality, line.sex, line.age)
        return rules.Party({cell: min(most, line.held)})


@pytest.mark.django_db
def test_nobody_is_lost_between_two_hands_whatever_is_done(case: Case) -> None:
    Officers.case, Officers.done = case, Counter()

    run_state_machine_as_test(
        Officers,
        settings=settings(
            max_examples=24,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    # Else only refusals were tried.
    acts = {"take_in", "find_on_site", "bring_in", "name", "dispatch", "receive", "end", "count"}
    assert acts | {"hold", "lift", "free", "expel", "correct"} <= set(Officers.done)
