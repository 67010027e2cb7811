"""Terms and roles: no account ever holds two roles that nobody may hold together."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.ground.access.conftest import INSTALLER, POSTS

from samaki.ground.access import queries
from samaki.ground.access.actors import Actor, Grant, PermissionRefusedError
from samaki.ground.access.appointing import (
    Held,
    Term,
    reasons_against_appointment,
    reasons_against_end,
    why_apart,
)
from samaki.ground.access.models import Account, Appointment
from samaki.ground.access.rules import APART_WORDINGS, GRANTS, INCOMPATIBLE, Apart, Role
from samaki.ground.access.services.accounts import (
    AccountRefusedError,
    close_account,
    open_account,
    reopen_account,
)
from samaki.ground.access.services.appointments import (
    AppointmentRefusedError,
    appoint,
    end_appointment,
)
from samaki.ground.access.words import said
from samaki.ground.journal.models import Entry
from samaki.ground.wording import sentence

if TYPE_CHECKING:
    from collections.abc import Iterable

    from samaki.kernel.reasons import Reason

NOON = datetime(2025, 11, 18, 5, 0, tzinfo=UTC)
DAY = timedelta(days=1)
SCREENER, OFFICER = Role.PROTECTION_SCREENER, Role.IMMIGRATION_OFFICER


def _codes(reasons: Iterable[Reason]) -> list[str]:
    return [reason.code for reason in reasons]


def _appoint(account: Account, role: Role, *, at: datetime, **term: Any) -> Appointment:
    return appoint(
        actor=INSTALLER,
        account_id=account.pk,
        post=POSTS[0],
        role=role,
        area="KH" if role in {Role.DUTY_OFFICER, Role.OVERSIGHT, Role.ACCESS_MANAGER} else "KH-1",
        at=at,
        **term,
    )


# The rule.


@pytest.mark.parametrize(
    ("one", "other", "overlap"),
    [
        (Term(NOON), Term(NOON), True),
        (Term(NOON, NOON + DAY), Term(NOON + DAY), False),
        (Term(NOON, NOON + DAY), Term(NOON + DAY - timedelta(seconds=1)), True),
        (Term(NOON, NOON), Term(NOON - DAY, NOON + DAY), False),
        (Term(NOON + DAY), Term(NOON, NOON + 2 * DAY), True),
    ],
)
def test_two_terms_overlap_if_there_is_a_moment_in_both(
    one: Term,
    other: Term,
    overlap: bool,  # noqa: FBT001 - a table
) -> None:
    assert one.overlaps(other) is overlap
    assert other.overlaps(one) is overlap


def test_every_reason_against_an_appointment_is_said_at_once() -> None:
    wanted = Held(Role.OVERSIGHT, "p", "KH-1", Term(NOON - DAY, NOON - 2 * DAY))

    found = reasons_against_appointment(wanted, held=[], at=NOON, is_open=False)

    assert _codes(found) == [
        "account_closed",
        "begins_in_the_past",
        "ends_before_it_begins",
        "area_too_small",
    ]


def test_a_clash_says_which_appointment_stands_in_the_way_and_until_when() -> None:
    held = [Held(OFFICER, "desk", "KH-1", Term(NOON - DAY, NOON + DAY))]

    (found,) = reasons_against_appointment(
        Held(SCREENER, "p", "KH-1", Term(NOON)), held=held, at=NOON
    )

    assert found.code == "incompatible_until"
    assert (found.values["held"], found.values["until"]) == (OFFICER, NOON + DAY)


def test_after_the_one_role_ends_the_other_may_begin() -> None:
    held = [Held(OFFICER, "desk", "KH-1", Term(NOON - DAY, NOON + DAY))]
    wanted = Held(SCREENER, "p", "KH-1", Term(NOON + DAY))

    assert reasons_against_appointment(wanted, held=held, at=NOON) == ()


def test_the_same_seat_is_not_given_twice_at_one_time() -> None:
    held = Held(OFFICER, "desk", "KH-1", Term(NOON))

    assert _codes(reasons_against_appointment(held, held=[held], at=NOON)) == ["held_already"]


def test_an_end_has_a_reason_lies_ahead_and_only_ever_shortens() -> None:
    found = reasons_against_end(Term(NOON - DAY, NOON - 2 * DAY), ends=NOON - DAY, why=" ", at=NOON)

    assert _codes(found) == ["no_reason", "ends_in_the_past", "ended_before"]


@pytest.mark.parametrize("role", list(Role))
def test_who_watches_and_who_gives_access_hold_nothing_else(role: Role) -> None:
    for alone in (Role.OVERSIGHT, Role.ACCESS_MANAGER):
        assert (why_apart(alone, role) is not None) is (role is not alone)


@pytest.mark.parametrize("role", list(Role))
def test_whoever_hears_possible_victims_holds_nothing_else(role: Role) -> None:
    assert (why_apart(SCREENER, role) is not None) is (role is not SCREENER)


@pytest.mark.parametrize(
    ("other", "why"),
    [
        (Role.PROVINCIAL_COMMAND, Apart.ANSWERS),
        (Role.IMMIGRATION_AUTHORITY, Apart.REPORTS),
        (Role.DISCIPLINE_AUTHORITY, Apart.ACCUSES),
        (Role.ARMY_COMMAND, Apart.APPROVES),
        (Role.GAMING_INSPECTOR, None),
    ],
)
def test_whoever_directs_and_judges_does_not_carry_out_or_decide(
    other: Role, why: Apart | None
) -> None:
    assert why_apart(Role.DUTY_OFFICER, other) is why
    assert why_apart(other, Role.DUTY_OFFICER) is why


def test_each_pair_that_is_kept_apart_says_why_in_words() -> None:
    assert set(INCOMPATIBLE.values()) == set(Apart) == set(APART_WORDINGS)
    assert all(len(pair) == 2 for pair in INCOMPATIBLE)
    for pair, why in INCOMPATIBLE.items():
        one, other = pair
        held = [Held(one, "desk", "KH", Term(NOON))]
        (found,) = reasons_against_appointment(
            Held(other, "p", "KH", Term(NOON)), held=held, at=NOON
        )
        assert f"at the same time: {APART_WORDINGS[why]}." in sentence(found, say=said)


# The verbs.


def test_a_stand_in_stops_being_one_by_itself(sok: Account, at: datetime) -> None:
    _appoint(sok, OFFICER, at=at, ends=at + DAY)

    assert queries.actor(sok, at=at + DAY - timedelta(seconds=1)).grants
    assert queries.actor(sok, at=at + DAY).grants == ()


def test_an_incompatible_role_is_refused_and_leaves_no_trace(sok: Account, at: datetime) -> None:
    _appoint(sok, OFFICER, at=at)
    before = Entry.objects.count()

    with pytest.raises(AppointmentRefusedError, match="immigration officer at poipet-intake"):
        _appoint(sok, SCREENER, at=at)

    assert (Appointment.objects.count(), Entry.objects.count()) == (1, before)


def test_once_it_is_ended_with_a_reason_the_other_role_may_be_held(
    sok: Account, at: datetime
) -> None:
    first = _appoint(sok, OFFICER, at=at)
    ended = end_appointment(actor=INSTALLER, appointment_id=first.pk, why="moved", at=at + DAY)
    _appoint(sok, SCREENER, at=at + DAY)

    assert (ended.valid_to, ended.ended_because) == (at + DAY, "moved")
    entries = Entry.objects.filter(subject=f"account:{sok.pk}").values_list("kind", flat=True)
    assert list(entries)[-2:] == ["access:appointment:end", "access:appointment:make"]


def test_one_that_has_not_begun_never_does_when_it_is_ended(sok: Account, at: datetime) -> None:
    coming = _appoint(sok, OFFICER, at=at, begins=at + DAY)

    end_appointment(actor=INSTALLER, appointment_id=coming.pk, why="a mistake", at=at)
    _appoint(sok, SCREENER, at=at)

    assert [g.permissions for g in queries.actor(sok, at=at + 2 * DAY).grants] == [GRANTS[SCREENER]]


def test_unknown_post_and_area_are_said_together(sok: Account, at: datetime) -> None:
    with pytest.raises(AppointmentRefusedError) as refused:
        appoint(actor=INSTALLER, account_id=sok.pk, post="x", role=OFFICER, area="TH-1", at=at)
    assert _codes(refused.value.reasons) == ["unknown_post", "unknown_area"]


def test_a_closed_account_is_nobody_and_is_not_appointed(sok: Account, at: datetime) -> None:
    _appoint(sok, OFFICER, at=at)
    close_account(actor=INSTALLER, account_id=sok.pk, why="left the service", at=at)
    sok.refresh_from_db()

    assert queries.actor(sok, at=at).grants == ()
    with pytest.raises(AppointmentRefusedError, match="The account is closed"):
        _appoint(sok, Role.BORDER_OFFICER, at=at)
    with pytest.raises(AccountRefusedError, match=r"reason is missing.*closed already"):
        close_account(actor=INSTALLER, account_id=sok.pk, why="", at=at)

    reopen_account(actor=INSTALLER, account_id=sok.pk, at=at)
    sok.refresh_from_db()
    assert queries.actor(sok, at=at).grants
    with pytest.raises(AccountRefusedError, match="open already"):
        reopen_account(actor=INSTALLER, account_id=sok.pk, at=at)


def test_nobody_closes_their_own_account(sok: Account, at: datetime) -> None:
    manager = Actor(f"account:{sok.pk}", (Grant("KH", GRANTS[Role.ACCESS_MANAGER]),))

    with pytest.raises(AccountRefusedError, match="your own account"):
        close_account(actor=manager, account_id=sok.pk, why="tired", at=at)


@pytest.mark.parametrize("name", ["", "  ", "sok dara", "sok@example.org", "-sok", "x" * 65])
def test_a_log_in_name_is_plain(sok: Account, at: datetime, name: str) -> None:
    with pytest.raises(AccountRefusedError):
        open_account(actor=INSTALLER, username=name, password=None, at=at)


def test_only_who_may_open_accounts_ends_and_closes(sok: Account, at: datetime) -> None:
    held = _appoint(sok, OFFICER, at=at)
    duty = Actor("account:1", (Grant("KH", GRANTS[Role.DUTY_OFFICER]),))

    with pytest.raises(PermissionRefusedError):
        end_appointment(actor=duty, appointment_id=held.pk, why="no", at=at)
    with pytest.raises(PermissionRefusedError):
        close_account(actor=duty, account_id=sok.pk, why="no", at=at)
    with pytest.raises(PermissionRefusedError):
        reopen_account(actor=duty, account_id=sok.pk, at=at)


def test_the_database_refuses_an_end_before_the_beginning(sok: Account, at: datetime) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Appointment.objects.create(
            account=sok,
            post_id=POSTS[0],
            role=OFFICER,
            area_id="KH",
            valid_from=at,
            valid_to=at - DAY,
        )


_HOURS = st.integers(0, 12)
_ACTS = st.lists(
    st.tuples(st.sampled_from(list(Role)), _HOURS, st.none() | _HOURS, st.booleans()), max_size=12
)


@given(acts=_ACTS)
@settings(deadline=None, max_examples=60)
def test_no_sequence_of_acts_gives_one_account_two_incompatible_roles_at_one_moment(
    acts: list[tuple[Role, int, int | None, bool]],
) -> None:
    held: list[Held] = []
    for hour, (role, begins, ends, is_end) in enumerate(acts):
        now = NOON + timedelta(hours=hour)
        until = NOON + timedelta(hours=ends) if ends is not None else None
        if is_end and held:
            term = held[begins % len(held)].term
            moment = until or now
            if not reasons_against_end(term, ends=moment, why="x", at=now):
                kept = held.pop(begins % len(held))
                cut = Term(term.begins, max(moment, term.begins))
                held.append(Held(kept.role, kept.post, kept.area, cut))
            continue
        wanted = Held(role, "p", "KH", Term(NOON + timedelta(hours=begins), until))
        if not reasons_against_appointment(wanted, held=held, at=now):
            held.append(wanted)

    for hour in range(30):
        moment = NOON + timedelta(hours=hour)
        roles = {
            h.role for h in held if h.term.overlaps(Term(moment, moment + timedelta(seconds=1)))
        }
        assert not any(pair <= roles for pair in INCOMPATIBLE)
