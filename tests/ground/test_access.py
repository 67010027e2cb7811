"""Who may do what, over which area, until when."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from samaki.ground.access import queries
from samaki.ground.access.actors import NOBODY, Actor, Grant, PermissionRefusedError, machine
from samaki.ground.access.models import Account, Appointment
from samaki.ground.access.rules import GRANTS, MACHINE_GRANTS, Machine, Permission, Role
from samaki.ground.access.services import (
    AccountRefusedError,
    AppointmentRefusedError,
    appoint,
    open_account,
)
from samaki.ground.agencies.services import Name, open_agency, open_post, open_unit
from samaki.ground.journal.models import Entry
from samaki.ground.places.services import load_gazetteer

if TYPE_CHECKING:
    from datetime import datetime

INSTALLER = machine(Machine.INSTALLER)
POST = "poipet-intake"


def _officer(area: str, role: Role = Role.INTAKE_OFFICER) -> Actor:
    return Actor(key="account:1", grants=(Grant(area, GRANTS[role]),))


@pytest.fixture
def posts(db: None, at: datetime) -> None:
    """Open the one post of these tests, at Poipet."""
    load_gazetteer(by=INSTALLER.key, at=at)
    name = Name("Poipet police", "ប៉ូលិសប៉ោយប៉ែត")
    open_agency(by=INSTALLER.key, code="NP", name=name, at=at)
    open_unit(
        by=INSTALLER.key, code="NP-1", agency="NP", area="KH-1", superior=None, name=name, at=at
    )
    open_post(by=INSTALLER.key, code=POST, unit="NP-1", kind="intake", title=name, at=at)


def _account(username: str = "sok", *, at: datetime) -> Account:
    return open_account(actor=INSTALLER, username=username, password="a long one", at=at)


def _appoint(
    account: Account, *, at: datetime, area: str = "KH-1", role: Role = Role.INTAKE_OFFICER
) -> Appointment:
    return appoint(actor=INSTALLER, account_id=account.pk, post=POST, role=role, area=area, at=at)


@pytest.mark.parametrize(
    ("area", "may"),
    [("KH-1", True), ("KH-1-10", True), ("KH-12", False), ("KH-18", False), ("KH", False)],
)
def test_a_grant_reaches_its_area_and_all_within_but_no_namesake(area: str, may: bool) -> None:  # noqa: FBT001 - a table
    officer = _officer("KH-1")

    assert officer.may(Permission.CUSTODY_TAKE_IN, area=area) is may


def test_a_grant_over_the_country_reaches_every_province() -> None:
    officer = _officer("KH")

    assert officer.may(Permission.CUSTODY_TAKE_IN, area="KH-25-01")
    assert officer.areas(Permission.CUSTODY_TAKE_IN) == ("KH",)


def test_what_is_granted_in_one_area_is_not_granted_in_another() -> None:
    officer = Actor(
        key="account:1",
        grants=(
            Grant("KH-1", GRANTS[Role.INTAKE_OFFICER]),
            Grant("KH-12", GRANTS[Role.DUTY_OFFICER]),
        ),
    )

    assert officer.may(Permission.CUSTODY_IDENTIFY)
    assert not officer.may(Permission.CUSTODY_IDENTIFY, area="KH-12")
    assert not officer.may(Permission.CLAIM_JUDGE, area="KH-1")
    assert officer.areas(Permission.CUSTODY_SEE) == ("KH-1", "KH-12")
    assert officer.permissions == GRANTS[Role.INTAKE_OFFICER] | GRANTS[Role.DUTY_OFFICER]


# Two appointments: an act counts for the office whose appointment allows it there.

COMMANDS_TWO = (
    Grant("KH-1", GRANTS[Role.PROVINCIAL_COMMAND], "command-KH-1", "governor-1"),
    Grant("KH-18", GRANTS[Role.PROVINCIAL_COMMAND], "command-KH-18", "governor-18"),
)
PLANS_HERE_COUNTS_THERE = (
    Grant("KH-1", GRANTS[Role.PROVINCIAL_COMMAND], "command-KH-1", "governor-1"),
    Grant("KH-18", GRANTS[Role.INTAKE_OFFICER], "police-KH-18", "intake-18"),
)
COUNTRY_AND_DISTRICT = (
    Grant("KH", GRANTS[Role.IMMIGRATION_OFFICER], "immigration-hq", "officer"),
    Grant("KH-1-10", GRANTS[Role.INTAKE_OFFICER], "police-poipet", "intake"),
)


@pytest.mark.parametrize(
    ("grants", "permission", "area", "unit"),
    [
        (COMMANDS_TWO, Permission.RETURN_FILE, "KH-1", "command-KH-1"),
        (COMMANDS_TWO, Permission.RETURN_FILE, "KH-18", "command-KH-18"),
        (COMMANDS_TWO, Permission.RETURN_FILE, "KH-12", None),
        (PLANS_HERE_COUNTS_THERE, Permission.OPERATION_PLAN, "KH-1", "command-KH-1"),
        (PLANS_HERE_COUNTS_THERE, Permission.OPERATION_PLAN, "KH-18", None),
        (PLANS_HERE_COUNTS_THERE, Permission.CUSTODY_TAKE_IN, "KH-18-01", "police-KH-18"),
        (PLANS_HERE_COUNTS_THERE, Permission.CUSTODY_IDENTIFY, "KH-1", None),
        (COUNTRY_AND_DISTRICT, Permission.CUSTODY_TAKE_IN, "KH-1-10", "police-poipet"),
        (COUNTRY_AND_DISTRICT, Permission.CUSTODY_TAKE_IN, "KH-1-02", "immigration-hq"),
        (COUNTRY_AND_DISTRICT, Permission.CASE_PREPARE, "KH-1-10", "immigration-hq"),
    ],
)
@pytest.mark.parametrize("turned", [False, True])
def test_an_act_counts_for_the_office_whose_appointment_allows_it_there(
    grants: tuple[Grant, ...],
    permission: Permission,
    area: str,
    unit: str | None,
    turned: bool,  # noqa: FBT001 - a table
) -> None:
    officer = Actor("account:1", grants[::-1] if turned else grants)

    assert officer.unit_for(permission, area=area) == unit
    assert officer.may(permission, area=area) is (unit is not None)
    assert officer.units == {grant.unit for grant in grants}


def test_of_two_offices_that_allow_an_act_the_one_it_is_for_is_taken() -> None:
    grants = tuple(
        Grant("KH-1", GRANTS[Role.INTAKE_OFFICER], unit) for unit in ("police-poipet", "police-1")
    )
    officer = Actor("account:1", grants)
    take_in = Permission.CUSTODY_TAKE_IN

    assert officer.unit_for(take_in, area="KH-1") == "police-poipet", "appointed to it first"
    assert officer.unit_for(take_in, area="KH-1", prefer="police-1") == "police-1"
    assert officer.unit_for(take_in, area="KH-1", prefer="command-KH-1") == "police-poipet"
    assert officer.unit_for(take_in, area="KH-2", prefer="police-1") is None


@given(
    seats=st.lists(
        st.tuples(
            st.sampled_from(["KH", "KH-1", "KH-1-10", "KH-12"]),
            st.sampled_from(list(Role)),
            st.sampled_from(["a", "b", "c"]),
        ),
        max_size=4,
    ),
    permission=st.sampled_from(list(Permission)),
    area=st.sampled_from(["KH", "KH-1", "KH-1-10", "KH-12"]),
)
def test_no_act_counts_for_an_office_that_could_not_take_it(
    seats: list[tuple[str, Role, str]], permission: Permission, area: str
) -> None:
    officer = Actor("account:1", tuple(Grant(a, GRANTS[role], unit) for a, role, unit in seats))

    unit = officer.unit_for(permission, area=area)

    alone = [Actor("account:1", (grant,)) for grant in officer.grants if grant.unit == unit]
    assert any(each.may(permission, area=area) for each in alone) is (unit is not None)
    assert officer.may(permission, area=area) is (unit is not None)


def test_a_refusal_names_the_permission_and_the_area() -> None:
    with pytest.raises(PermissionRefusedError, match="custody:intake:take_in in KH-18") as refused:
        _officer("KH-1").require(Permission.CUSTODY_TAKE_IN, area="KH-18")
    assert (refused.value.permission, refused.value.area) == (Permission.CUSTODY_TAKE_IN, "KH-18")

    with pytest.raises(PermissionRefusedError, match=r"^claims:claim:judge$"):
        _officer("KH-1").require(Permission.CLAIM_JUDGE)


@pytest.mark.parametrize("permission", list(Permission))
def test_nobody_may_do_nothing(permission: Permission) -> None:
    assert not NOBODY.may(permission)
    assert not NOBODY.may(permission, area="KH")
    assert NOBODY.areas(permission) == ()


@pytest.mark.parametrize("name", list(Machine))
def test_a_machine_acts_under_its_own_name_with_its_own_permissions(name: Machine) -> None:
    actor = machine(name)

    assert actor.key == name.value
    assert actor.permissions == MACHINE_GRANTS[name]
    assert not actor.may(Permission.CUSTODY_TAKE_IN)
    assert not actor.may(Permission.CLAIM_JUDGE)


def test_every_role_has_its_permissions_written_down() -> None:
    assert set(GRANTS) == set(Role)
    assert set(MACHINE_GRANTS) == set(Machine)


@given(st.sampled_from(["KH", "KH-1", "KH-12", "KH-1-10"]), st.sampled_from(list(Permission)))
def test_may_and_require_are_one_law(area: str, permission: Permission) -> None:
    officer = _officer("KH-1")

    if officer.may(permission, area=area):
        officer.require(permission, area=area)
    else:
        with pytest.raises(PermissionRefusedError):
            officer.require(permission, area=area)


# Accounts and appointments.


@pytest.mark.django_db
def test_an_account_without_an_appointment_may_do_nothing(at: datetime) -> None:
    account = _account(at=at)

    actor = queries.actor(account, at=at)

    assert (actor.key, actor.grants) == (f"account:{account.pk}", ())
    assert (actor.units, actor.posts) == (frozenset(), ())


@pytest.mark.usefixtures("posts")
def test_an_appointment_gives_a_role_at_a_post_over_an_area(at: datetime) -> None:
    account = _account(at=at)
    _appoint(account, at=at)

    actor = queries.actor(account, at=at)

    assert (actor.unit_for(Permission.CUSTODY_TAKE_IN), actor.posts) == ("NP-1", (POST,))
    assert actor.may(Permission.CUSTODY_TAKE_IN, area="KH-1-10")
    assert not actor.may(Permission.CUSTODY_TAKE_IN, area="KH-12")


@pytest.mark.usefixtures("posts")
def test_an_appointment_holds_from_its_first_moment_until_before_its_last(at: datetime) -> None:
    account = _account(at=at)
    appoint(
        actor=INSTALLER,
        account_id=account.pk,
        post=POST,
        role=Role.INTAKE_OFFICER,
        area="KH-1",
        ends=at + timedelta(days=7),
        at=at,
    )

    def holds(moment: datetime) -> bool:
        return queries.actor(account, at=moment).may(Permission.CUSTODY_TAKE_IN)

    second = timedelta(seconds=1)
    assert [holds(at - second), holds(at)] == [False, True]
    assert [holds(at + timedelta(days=7) - second), holds(at + timedelta(days=7))] == [True, False]


@pytest.mark.usefixtures("posts")
def test_several_appointments_add_up_each_over_its_own_area(at: datetime) -> None:
    account = _account(at=at)
    _appoint(account, at=at)
    _appoint(account, at=at + timedelta(hours=1), area="KH", role=Role.DUTY_OFFICER)

    actor = queries.actor(account, at=at + timedelta(hours=2))

    assert [grant.area for grant in actor.grants] == ["KH-1", "KH"]
    assert not actor.may(Permission.CUSTODY_TAKE_IN, area="KH-12")


@pytest.mark.usefixtures("posts")
def test_an_account_that_is_shut_is_nobody(at: datetime) -> None:
    account = _account(at=at)
    _appoint(account, at=at)
    account.is_active = False

    assert queries.actor(account, at=at) is NOBODY
    assert queries.actor(AnonymousUser(), at=at) is NOBODY


@pytest.mark.django_db
def test_a_log_in_is_taken_once(at: datetime) -> None:
    _account(at=at)

    with pytest.raises(AccountRefusedError, match="The log-in sok is taken; choose"):
        _account(at=at)
    with pytest.raises(AccountRefusedError, match="The log-in SOK is taken; choose"):
        _account("SOK", at=at)
    assert Account.objects.count() == 1


@pytest.mark.django_db
def test_without_a_password_nobody_can_log_in(at: datetime) -> None:
    account = open_account(actor=INSTALLER, username="sok", password=None, at=at)

    assert not account.has_usable_password()
    assert not account.check_password("")


@pytest.mark.usefixtures("posts")
def test_only_who_may_open_accounts_opens_them_and_appoints(at: datetime) -> None:
    account = _account(at=at)
    officer = _officer("KH", Role.DUTY_OFFICER)
    before = Entry.objects.count()

    with pytest.raises(PermissionRefusedError, match="access:account:open"):
        open_account(actor=officer, username="dara", password=None, at=at)
    with pytest.raises(PermissionRefusedError, match="access:account:open"):
        appoint(
            actor=officer,
            account_id=account.pk,
            post=POST,
            role=Role.DUTY_OFFICER,
            area="KH",
            at=at,
        )
    assert (Account.objects.count(), Appointment.objects.count()) == (1, 0)
    assert Entry.objects.count() == before


@pytest.mark.usefixtures("posts")
def test_an_appointment_is_on_record(at: datetime) -> None:
    account = _account(at=at)
    _appoint(account, at=at)

    entry = Entry.objects.latest("number")
    assert (entry.actor, entry.kind) == (INSTALLER.key, "access:appointment:make")
    assert entry.subject == f"account:{account.pk}"


@pytest.mark.usefixtures("posts")
def test_the_database_refuses_an_appointment_that_ends_before_it_begins(at: datetime) -> None:
    account = _account(at=at)

    with pytest.raises(IntegrityError), transaction.atomic():
        Appointment.objects.create(
            account=account,
            post_id=POST,
            role=Role.INTAKE_OFFICER,
            area_id="KH-1",
            valid_from=at,
            valid_to=at - timedelta(seconds=1),
        )


@pytest.mark.django_db
def test_keys_of_the_journal_are_shown_as_log_ins(at: datetime) -> None:
    account = _account(at=at)

    assert queries.names_of({f"account:{account.pk}", "machine:worker"}) == {
        f"account:{account.pk}": "sok",
        "machine:worker": "machine:worker",
    }
    assert queries.names_of({"account:999999"}) == {"account:999999": "account:999999"}


@pytest.mark.usefixtures("posts")
def test_a_duty_officer_answers_for_the_whole_country_or_not_at_all(at: datetime) -> None:
    account = _account(at=at)

    with pytest.raises(AppointmentRefusedError, match="its area is KH, not KH-12"):
        _appoint(account, at=at, area="KH-12", role=Role.DUTY_OFFICER)
