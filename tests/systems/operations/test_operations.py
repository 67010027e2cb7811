"""Operations: targets are planned and counted once; a raid without a figure is said to be one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import translation

from samaki.ground.access.actors import Actor, Grant, PermissionRefusedError
from samaki.ground.access.rules import GRANTS, Permission, Role
from samaki.ground.agencies.services import Name, open_agency, open_unit
from samaki.ground.journal.models import Entry
from samaki.ground.places.services import load_gazetteer
from samaki.ground.sites.services import register_site
from samaki.kernel.ledger import Cell
from samaki.systems.custody import rules as custody
from samaki.systems.custody.models import Intake
from samaki.systems.custody.queries import books
from samaki.systems.custody.services.accounts import open_account
from samaki.systems.custody.services.refusals import MovementRefusedError
from samaki.systems.operations import queries
from samaki.systems.operations.models import Operation, Result, Target
from samaki.systems.operations.rules import MOST_TARGETS, TargetState
from samaki.systems.operations.services import (
    Aim,
    Plan,
    PlanRefusedError,
    ResultRefusedError,
    plan_operation,
    record_raid_without_figure,
    record_result,
)

if TYPE_CHECKING:
    from datetime import datetime

    from samaki.ground.sites.models import Site

pytestmark = pytest.mark.django_db

UNIT = "NP-POIPET"
BY = "machine:installer"
IDN = Cell("IDN")


def _officer(area: str, role: Role = Role.PROVINCIAL_COMMAND) -> Actor:
    return Actor(key="account:1", grants=(Grant(area, GRANTS[role]),))


@dataclass(frozen=True)
class Raid:
    """The verbs with the values of a raid at Poipet filled in."""

    at: datetime
    sites: tuple[Site, ...]
    command: Actor

    def plan(self, *sites: str, actor: Actor | None = None, title: str = "Poipet") -> Operation:
        named = sites or tuple(site.ref for site in self.sites)
        plan = Plan(
            title=Name(title, "ប៉ោយប៉ែត"),
            area="KH-1",
            lead_unit=UNIT,
            hour=self.at - timedelta(hours=16),
            aims=[Aim(site, UNIT) for site in named],
        )
        return plan_operation(actor=actor or self.command, plan=plan, at=self.at)

    def count(
        self,
        target: str,
        cells: dict[Cell, int] | None = None,
        *,
        actor: Actor | None = None,
        basis: str = "Found at the site",
        hours: float = 15,
    ) -> Result:
        return record_result(
            actor=actor or self.command,
            target=target,
            cells={IDN: 271} if cells is None else cells,
            legal_basis=basis,
            happened_at=self.at - timedelta(hours=hours),
            at=self.at,
        )

    def pass_by(self, target: str, *, actor: Actor | None = None) -> Result:
        return record_raid_without_figure(
            actor=actor or self.command,
            target=target,
            happened_at=self.at - timedelta(hours=15),
            at=self.at,
        )


@pytest.fixture
def raid(db: None, at: datetime) -> Raid:
    """Two sites at Poipet, and the police there with an account in the books."""
    opened = at - timedelta(days=3)
    load_gazetteer(by=BY, at=opened)
    open_agency(by=BY, code="NP", name=Name("Police", "ប៉ូលិស"), at=opened)
    name = Name("Poipet police", "ប៉ូលិសប៉ោយប៉ែត")
    open_unit(by=BY, code=UNIT, agency="NP", area="KH-1", superior=None, name=name, at=opened)
    command = _officer("KH-1")
    open_account(actor=command, kind=custody.AccountKind.STATION, unit=UNIT, at=opened)
    sites = tuple(
        register_site(
            actor=command, kind="compound", area="KH-1", name=Name(each, "ទីតាំង"), at=opened
        )
        for each in ("North compound", "South compound")
    )
    return Raid(at, sites, command)


def test_an_operation_has_its_targets_in_the_order_named(raid: Raid) -> None:
    operation = raid.plan()

    assert operation.target_refs == [f"{operation.ref}/1", f"{operation.ref}/2"]
    targets = list(operation.targets.all())
    assert [target.site for target in targets] == list(raid.sites)
    assert {target.state for target in targets} == {TargetState.PLANNED}
    assert queries.target(targets[1].ref) == targets[1]
    entry = Entry.objects.latest("number")
    assert (entry.kind, entry.subject) == ("operations:operation:plan", operation.ref)


def test_an_operation_is_named_in_the_readers_language(raid: Raid) -> None:
    operation = raid.plan()

    assert [str(operation), str(raid.sites[0])] == ["Poipet", "North compound"]
    with translation.override("km"):
        assert [str(operation), str(raid.sites[0])] == ["ប៉ោយប៉ែត", "ទីតាំង"]


def test_every_reason_against_a_plan_comes_at_once_and_leaves_no_trace(raid: Raid) -> None:
    site = raid.sites[0].ref
    before = Entry.objects.count()

    with pytest.raises(PlanRefusedError) as refused:
        raid.plan(site, site, "ST-NONE", title=" ")
    said = str(refused.value)
    assert "The operation has no title." in said
    assert f"The site {site} is named more than once." in said
    assert "No site has the reference ST-NONE. Register it first." in said
    assert len(refused.value.reasons) == 3
    assert (Operation.objects.count(), Target.objects.count()) == (0, 0)
    assert Entry.objects.count() == before


def test_an_operation_without_a_target_or_with_too_many_is_refused(raid: Raid) -> None:
    plan = Plan(Name("Poipet", "ប៉ោយប៉ែត"), "KH-1", UNIT, raid.at, [])

    with pytest.raises(PlanRefusedError, match="No site is named"):
        plan_operation(actor=raid.command, plan=plan, at=raid.at)
    many = replace(plan, aims=[Aim(f"ST-{number}", UNIT) for number in range(MOST_TARGETS + 1)])
    with pytest.raises(PlanRefusedError, match="61 targets are named; 60 is the most"):
        plan_operation(actor=raid.command, plan=many, at=raid.at)


@pytest.mark.parametrize(
    "actor", [_officer("KH-12"), _officer("KH-1", Role.INTAKE_OFFICER), _officer("KH-1-10")]
)
def test_who_does_not_command_the_province_plans_nothing_in_it(raid: Raid, actor: Actor) -> None:
    with pytest.raises(PermissionRefusedError) as refused:
        raid.plan(actor=actor)
    assert refused.value.permission == Permission.OPERATION_PLAN
    assert Operation.objects.count() == 0


def test_who_was_found_is_taken_in_by_the_targets_custodian(raid: Raid) -> None:
    target, _ = raid.plan().target_refs

    result = raid.count(target)

    intake = Intake.objects.get(ref=result.intake_ref)
    assert (intake.because, intake.account.unit_id) == (target, UNIT)
    assert queries.target(target).state == TargetState.COUNTED
    assert books.verify().is_balanced
    entry = Entry.objects.latest("number")
    assert (entry.kind, entry.subject) == ("operations:result:record", target)


def test_a_target_is_counted_once(raid: Raid) -> None:
    target, _ = raid.plan().target_refs
    result = raid.count(target)

    with pytest.raises(ResultRefusedError, match=f"counted as {result.intake_ref}"):
        raid.count(target, {IDN: 3})
    with pytest.raises(ResultRefusedError, match=f"counted as {result.intake_ref}"):
        raid.pass_by(target)
    assert (Result.objects.count(), Intake.objects.count()) == (1, 1)


def test_a_raid_without_a_figure_is_said_and_takes_nobody_in(raid: Raid) -> None:
    _, target = raid.plan().target_refs

    result = raid.pass_by(target)

    assert result.intake_ref == ""
    assert queries.target(target).state == TargetState.RAIDED_NO_FIGURE
    assert Intake.objects.count() == 0
    with pytest.raises(ResultRefusedError, match="This target"):
        raid.count(target)
    assert Intake.objects.count() == 0


@pytest.mark.parametrize(
    ("cells", "basis", "hours", "said"),
    [
        ({}, "Found at the site", 15, "Nobody is counted"),
        ({IDN: -1}, "Found at the site", 15, "a count is 0 or more"),
        ({Cell("ZZZ"): 1}, "Found at the site", 15, "ZZZ is no nationality"),
        ({IDN: 271}, "  ", 15, "The legal basis is missing"),
        ({IDN: 271}, "Found at the site", -1, "lies in the future"),
    ],
)
def test_a_count_that_custody_refuses_leaves_the_target_as_it_was(
    raid: Raid, cells: dict[Cell, int], basis: str, hours: float, said: str
) -> None:
    target, _ = raid.plan().target_refs
    before = Entry.objects.count()

    with pytest.raises(MovementRefusedError, match=said):
        raid.count(target, cells, basis=basis, hours=hours)
    assert queries.target(target).state == TargetState.PLANNED
    assert (Result.objects.count(), Intake.objects.count()) == (0, 0)
    assert Entry.objects.count() == before


def test_who_may_not_record_there_records_nothing(raid: Raid) -> None:
    target, _ = raid.plan().target_refs

    for actor in (_officer("KH-12"), _officer("KH-1", Role.DUTY_OFFICER)):
        with pytest.raises(PermissionRefusedError) as count:
            raid.count(target, actor=actor)
        with pytest.raises(PermissionRefusedError) as pass_by:
            raid.pass_by(target, actor=actor)
        assert count.value.permission == Permission.RESULT_RECORD
        assert pass_by.value.permission == Permission.RESULT_RECORD
    assert Result.objects.count() == 0


@pytest.mark.parametrize("ref", ["", "OP", "OP-NONE/1", "/1", "{operation}", "{operation}/x"])
def test_there_is_no_target_of_another_reference(raid: Raid, ref: str) -> None:
    operation = raid.plan()

    with pytest.raises(Target.DoesNotExist):
        raid.count(ref.format(operation=operation.ref))


def test_operations_are_seen_by_area(raid: Raid) -> None:
    operation = raid.plan()

    assert list(queries.operations(_officer("KH"), at=raid.at)) == [operation]
    assert list(queries.operations(_officer("KH-1"), at=raid.at)) == [operation]
    assert list(queries.operations(_officer("KH-12"), at=raid.at)) == []
    assert list(queries.operations(_officer("KH-1-10"), at=raid.at)) == []
    assert list(queries.operations(Actor(key="account:9", grants=()), at=raid.at)) == []


def test_the_database_refuses_to_change_a_result(raid: Raid) -> None:
    target, _ = raid.plan().target_refs
    raid.count(target)

    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE operations_result SET intake_ref = ''")
