"""Listings: nobody is listed without a ground, a name alone stops nobody, names lie apart."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from tests.systems.listings.screened import COMMITTEE, SCREENER, clear, hold, registered

from samaki.ground.access import queries as access
from samaki.ground.access.actors import Actor, Grant, PermissionRefusedError, machine
from samaki.ground.access.rules import GRANTS, Machine, Role
from samaki.ground.access.services import appoint, open_account
from samaki.ground.access.services.appointments import end_appointment
from samaki.ground.agencies.services import Name, open_agency, open_post, open_unit
from samaki.ground.journal.models import Entry as JournalEntry
from samaki.ground.people.services import protect_person
from samaki.ground.places.services import load_gazetteer
from samaki.systems.custody.services.holds import place_hold
from samaki.systems.listings import queries, rules
from samaki.systems.listings.models import Listing
from samaki.systems.listings.rules import Entry
from samaki.systems.listings.services import (
    ListingRefusedError,
    end_listing,
    enter_ban_listing,
    enter_listing,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from samaki.ground.access.models import Account

pytestmark = pytest.mark.django_db

TODAY = date(2025, 11, 18)
DUC = Entry(("Nguyễn Văn Đức", "NGUYEN VAN DUC"), "1994-05-17", "M", "VNM", ("DEMO417",))


def _as(role: Role) -> Actor:
    return Actor("account:1", (Grant("KH", GRANTS[role]),))


def _enter(at: datetime, **changes: object) -> Listing:
    said: dict[str, object] = {
        "actor": _as(Role.IMMIGRATION_OFFICER),
        "watch_list": rules.BAN,
        "entry": DUC,
        "ground": "Expulsion order",
        "because": "EO-1",
        "valid_from": TODAY,
        "valid_to": date(2028, 11, 17),
        **changes,
    }
    if said["watch_list"] == rules.BAN:
        del said["watch_list"]
        return enter_ban_listing(at=at, **said)  # type: ignore[arg-type]
    return enter_listing(at=at, **said)  # type: ignore[arg-type]


def _codes(at: datetime, **changes: object) -> set[str]:
    with pytest.raises(ListingRefusedError) as refused:
        _enter(at, **changes)
    assert not Listing.objects.exists()
    return {reason.code for reason in refused.value.reasons}


def test_somebody_is_listed_with_a_ground_an_office_a_review_and_a_last_day(at: datetime) -> None:
    listing = _enter(at)

    (found,) = queries.current(at=at)
    assert found.ref == listing.ref
    assert found.entry == DUC
    assert found.may_do is rules.MayDo.REFER
    assert found.review_due == date(2026, 11, 18)
    assert found.valid_to == date(2028, 11, 17)


def test_the_journal_carries_no_name(at: datetime) -> None:
    _enter(at)

    for entry in JournalEntry.objects.all():
        assert "Nguy" not in f"{entry.kind}{entry.subject}{entry.rows}"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"watch_list": "bad-people"}, "unknown_list"),
        ({"entry": Entry(("  ",))}, "no_name"),
        ({"entry": Entry(tuple(str(n) for n in range(31)))}, "many_names"),
        ({"entry": Entry(("A",), "1990-13")}, "bad_birth"),
        ({"entry": Entry(("A",), "1790")}, "bad_birth"),
        ({"entry": Entry(("A",), "2025-12-01")}, "unborn"),
        ({"entry": Entry(("A",), sex="Q")}, "bad_sex"),
        ({"entry": Entry(("A",), nationality="Viet")}, "bad_nationality"),
        ({"ground": " "}, "no_ground"),
        ({"because": ""}, "no_because"),
        ({"because": "", "watch_list": "wanted"}, "no_warrant"),
        ({"valid_to": date(2025, 11, 17)}, "ends_before_it_begins"),
        ({"valid_from": date(2024, 1, 1), "valid_to": date(2024, 2, 1)}, "over_already"),
        ({"valid_from": date(1990, 1, 1)}, "begins_before_birth"),
        ({"person": "P-XXXX"}, "unknown_person"),
    ],
)
def test_what_is_missing_or_wrong_is_said(
    at: datetime, changes: dict[str, object], code: str
) -> None:
    assert code in _codes(at, **changes)


def test_every_reason_is_given_at_once(at: datetime) -> None:
    reasons = _codes(
        at, watch_list="", entry=Entry((), "x"), ground="", because="", valid_to=date(2025, 1, 1)
    )

    assert {"no_list", "no_name", "bad_birth", "no_ground", "no_because"} <= reasons
    assert {"ends_before_it_begins", "over_already"} <= reasons


def test_nobody_is_listed_twice_for_the_same(at: datetime) -> None:
    first = _enter(at)

    with pytest.raises(ListingRefusedError) as refused:
        _enter(at)

    assert [r.code for r in refused.value.reasons] == ["listed_before"]
    assert first.ref in str(refused.value)


def test_a_name_alone_says_inform_at_most(at: datetime) -> None:
    _enter(at, watch_list="wanted", because="Warrant 7", entry=Entry(("Chen Wei",)))

    (found,) = queries.current(at=at)
    assert found.entry.is_name_only
    assert found.may_do is rules.MayDo.INFORM


def test_a_missing_person_is_to_be_helped_even_by_name_alone(at: datetime) -> None:
    _enter(at, watch_list="missing", entry=Entry(("Sok Dara",)))

    (found,) = queries.current(at=at)
    assert found.may_do is rules.MayDo.HELP


def test_an_entry_is_in_force_from_its_first_day_to_its_last(at: datetime) -> None:
    _enter(at, valid_from=TODAY + timedelta(days=2), valid_to=TODAY + timedelta(days=4))

    in_force = [len(queries.current(at=at + timedelta(days=n))) for n in range(7)]

    assert in_force == [0, 0, 1, 1, 1, 0, 0]


def test_an_entry_without_a_last_day_is_still_looked_at_again(at: datetime) -> None:
    listing = _enter(at, valid_to=None)

    assert listing.review_due == date(2026, 11, 18)
    eyes = _as(Role.IMMIGRATION_OFFICER)
    assert queries.review_waits(eyes, at=at) == 0
    assert queries.review_waits(eyes, at=at + timedelta(days=400)) == 1


def test_a_wrong_entry_is_ended_with_a_reason_and_stays_on_record(at: datetime) -> None:
    listing = _enter(at)
    officer = _as(Role.IMMIGRATION_OFFICER)

    with pytest.raises(ListingRefusedError) as refused:
        end_listing(actor=officer, listing=listing.ref, reason=" ", at=at)
    assert [r.code for r in refused.value.reasons] == ["no_reason"]

    end_listing(actor=officer, listing=listing.ref, reason="Another person", at=at)
    assert queries.current(at=at) == []
    assert Listing.objects.get().end_reason == "Another person"
    with pytest.raises(ListingRefusedError) as refused:
        end_listing(actor=officer, listing=listing.ref, reason="Again", at=at)
    assert [r.code for r in refused.value.reasons] == ["ended_before"]


def test_an_unknown_entry_cannot_be_ended(at: datetime) -> None:
    with pytest.raises(ListingRefusedError):
        end_listing(actor=_as(Role.IMMIGRATION_OFFICER), listing="LI-XXXX", reason="x", at=at)


@pytest.mark.parametrize("role", [r for r in Role if r is not Role.IMMIGRATION_OFFICER])
def test_only_who_enters_listings_may_enter_or_end_one(at: datetime, role: Role) -> None:
    with pytest.raises(PermissionRefusedError):
        _enter(at, actor=_as(role))
    with pytest.raises(PermissionRefusedError):
        end_listing(actor=_as(role), listing="LI-XXXX", reason="x", at=at)


def test_the_database_refuses_an_entry_that_ends_without_a_reason(at: datetime) -> None:
    listing = _enter(at)

    with pytest.raises(IntegrityError), transaction.atomic():
        Listing.objects.filter(pk=listing.pk).update(state="ended", ended_at=at)


@pytest.mark.parametrize(
    ("role", "reads"),
    [
        (Role.IMMIGRATION_OFFICER, True),
        (Role.BORDER_SUPERVISOR, True),
        (Role.DUTY_OFFICER, False),
        (Role.OVERSIGHT, False),
    ],
)
def test_the_name_is_read_by_those_who_compare_it(at: datetime, role: Role, *, reads: bool) -> None:
    _enter(at)

    (line,) = queries.lines(_as(role), at=at)
    assert (line.entry is not None) is reads
    assert len(queries.lines(_as(role), at=at, text="nguyễn")) == (1 if reads else 0)


def _pending(person: str, at: datetime) -> None:
    hold(person, at=at)


def _protected(person: str, at: datetime) -> None:
    hold(person, "protected", at=at)
    protect_person(actor=SCREENER, person=person, at=at)


def _name_kept(person: str, at: datetime) -> None:
    protect_person(actor=SCREENER, person=person, at=at)


@pytest.mark.parametrize("by", ["person", "because"])
@pytest.mark.parametrize("watch_list", [rules.WANTED, rules.BAN])
@pytest.mark.parametrize("held", [None, _pending, _protected])
def test_nobody_whose_screening_is_not_over_is_listed_but_to_be_helped(
    at: datetime, held: Callable[[str, datetime], None] | None, watch_list: str, by: str
) -> None:
    person = registered("Nguyễn Văn Đức", at=at)
    if held:
        held(person, at)

    with pytest.raises(ListingRefusedError) as refused:
        _enter(at, watch_list=watch_list, ground=" ", **{by: person})

    codes = [reason.code for reason in refused.value.reasons]
    assert sorted(codes) == ["ground", "no_ground"], "every reason at once"
    said = "screening for victims of trafficking is pending" if held else "not yet screened"
    assert said in str(refused.value)
    assert "protects" not in str(refused.value), "nobody learns here what was found"
    assert not Listing.objects.exists()
    assert _enter(at, watch_list="missing", **{by: person}).person == person


def test_a_finding_reads_as_a_pending_screening_word_for_word(at: datetime) -> None:
    said = []
    for held in (_pending, _protected):
        person = registered("Budi", at=at)
        held(person, at)
        with pytest.raises(ListingRefusedError) as refused:
            _enter(at, watch_list=rules.WANTED, person=person)
        said.append(str(refused.value).replace(person, "them"))

    assert said[0] == said[1]


def test_a_name_kept_without_a_hold_is_refused_too(at: datetime) -> None:
    person = registered("Budi", at=at)
    clear(person, at=at)
    _name_kept(person, at)

    assert _codes(at, watch_list=rules.WANTED, person=person) == {"ground"}


@pytest.mark.parametrize("watch_list", [rules.WANTED, rules.BAN])
def test_whoever_was_cleared_is_listed(at: datetime, watch_list: str) -> None:
    person = registered("Budi", at=at)
    clear(person, at=at)

    assert _enter(at, watch_list=watch_list, person=person).person == person


def test_a_plea_keeps_nobody_off_a_list_and_a_screening_does(at: datetime) -> None:
    person = registered("Budi", at=at)
    clear(person, at=at)
    place_hold(
        actor=_as(Role.IMMIGRATION_OFFICER),
        person=person,
        ground="asylum",
        owner=COMMITTEE,
        because="PL-1",
        at=at,
    )

    assert _enter(at, watch_list=rules.WANTED, because="Warrant 7", person=person)


def test_a_ban_is_entered_by_no_hand_and_says_where(at: datetime) -> None:
    with pytest.raises(ListingRefusedError) as refused:
        enter_listing(
            actor=_as(Role.IMMIGRATION_OFFICER),
            watch_list=rules.BAN,
            entry=DUC,
            ground="",
            because="EO-1",
            valid_from=TODAY,
            valid_to=None,
            at=at,
        )

    assert [r.code for r in refused.value.reasons] == ["ban_follows", "no_ground"]
    assert "on the case of whoever departed" in str(refused.value)
    assert rules.BAN not in dict(queries.lists_to_enter())
    assert rules.BAN in dict(queries.watch_lists())
    assert not Listing.objects.exists()


@pytest.mark.parametrize("held", [_pending, _protected, _name_kept])
def test_an_entry_of_somebody_held_since_asks_nobody_to_act_and_names_nobody(
    at: datetime, held: Callable[[str, datetime], None]
) -> None:
    person = registered("Nguyễn Văn Đức", at=at, paper="DEMO417")
    clear(person, at=at)
    listing = _enter(at, because=person)
    assert listing.person == person
    (before,) = queries.current(at=at)
    assert (before.is_held, before.may_do) == (False, rules.MayDo.REFER)

    held(person, at)

    (line,) = queries.lines(_as(Role.IMMIGRATION_OFFICER), at=at)
    (found,) = queries.current(at=at)
    assert line.entry is None
    assert line.is_held
    assert found.is_held
    assert found.may_do is line.may_do is rules.MayDo.INFORM
    (read,) = queries.lines(_as(Role.PROTECTION_SCREENER), at=at)
    assert read.entry == DUC


def test_the_missing_are_helped_though_never_screened_and_kept_once_held(at: datetime) -> None:
    person = registered("Sok Dara", at=at)
    _enter(at, watch_list="missing", person=person)
    (found,) = queries.current(at=at)
    assert (found.is_held, found.may_do) == (False, rules.MayDo.HELP)

    hold(person, at=at)

    (found,) = queries.current(at=at)
    assert (found.is_held, found.may_do) == (True, rules.MayDo.HELP)


@given(
    begins=st.dates(date(2000, 1, 1), date(2040, 1, 1)),
    length=st.integers(0, 4000),
    offset=st.integers(-100, 4100),
)
def test_an_entry_is_in_force_on_its_days_and_on_no_other(
    begins: date, length: int, offset: int
) -> None:
    ends, day = begins + timedelta(days=length), begins + timedelta(days=offset)

    found = rules.is_in_force("entered", begins=begins, ends=ends, day=day)

    assert found == (0 <= offset <= length)
    assert not rules.is_in_force("ended", begins=begins, ends=ends, day=day)


@given(entered=st.dates(date(2000, 1, 1), date(2040, 1, 1)))
def test_every_entry_is_looked_at_again_within_a_year(entered: date) -> None:
    assert timedelta(days=364) <= rules.review_due(entered, None) - entered <= timedelta(days=366)
    assert rules.review_due(entered, entered) == entered


@given(
    names=st.lists(st.text(max_size=8), max_size=4), born=st.sampled_from(["", " 1990 ", "1990-05"])
)
def test_tidying_twice_changes_nothing_more(names: list[str], born: str) -> None:
    once = rules.tidy(Entry(tuple(names), born))

    assert rules.tidy(once) == once


# Whose entries a reader may know of.


@pytest.fixture
def offices(at: datetime) -> dict[str, Account]:
    """Accounts of immigration: two of Banteay Meanchey, one of Preah Sihanouk, one of all."""
    installer = machine(Machine.INSTALLER)
    load_gazetteer(by=installer.key, at=at)
    name = Name("Immigration", "អន្តោប្រវេសន៍")
    open_agency(by=installer.key, code="GDI", name=name, at=at)
    open_unit(
        by=installer.key, code="gdi", agency="GDI", area="KH", superior=None, name=name, at=at
    )
    open_post(by=installer.key, code="desk", unit="gdi", kind="officer", title=name, at=at)
    made = {}
    for username, area in {"one": "KH-1", "two": "KH-1", "far": "KH-18", "all": "KH"}.items():
        account = open_account(actor=installer, username=username, password=None, at=at)
        appoint(
            actor=installer,
            account_id=account.pk,
            post="desk",
            role=Role.IMMIGRATION_OFFICER,
            area=area,
            at=at,
        )
        made[username] = account
    return made


def test_a_province_knows_of_its_own_offices_entries_alone(
    offices: dict[str, Account], at: datetime
) -> None:
    who = {name: access.actor(account, at=at) for name, account in offices.items()}
    for number, name in enumerate(who):
        _enter(at, actor=who[name], entry=Entry((f"Somebody {number}",)), because=f"EO-{name}")

    def known(eyes: Actor) -> set[str]:
        return {line.listing.because.removeprefix("EO-") for line in queries.lines(eyes, at=at)}

    assert known(who["one"]) == known(who["two"]) == {"one", "two"}
    assert known(who["far"]) == {"far"}
    assert known(who["all"]) == set(offices)
    for role in (Role.DUTY_OFFICER, Role.OVERSIGHT, Role.IMMIGRATION_AUTHORITY):
        assert known(_as(role)) == set(offices)
    # Whoever judges matches at one checkpoint judges them against every entry.
    supervisor = Actor("account:77", (Grant("KH-1", GRANTS[Role.BORDER_SUPERVISOR]),))
    assert known(supervisor) == set(offices)
    assert len(queries.current(at=at)) == 4
    assert queries.lines(who["far"], at=at, text="Somebody 0") == []


def test_an_entry_stays_known_where_it_was_made_when_who_made_it_has_left(
    offices: dict[str, Account], at: datetime
) -> None:
    one, two, far = (access.actor(offices[name], at=at) for name in ("one", "two", "far"))
    ref = _enter(at, actor=one).ref
    later = at + timedelta(days=9)
    made = offices["one"].appointments.get()
    end_appointment(
        actor=machine(Machine.INSTALLER), appointment_id=made.pk, why="Moved", at=at, ends=later
    )

    assert queries.line(two, ref, at=later) is not None
    assert queries.line(far, ref, at=later) is None
    assert queries.review_waits(far, at=at + timedelta(days=400)) == 0
    assert queries.review_waits(two, at=at + timedelta(days=400)) == 1


def test_what_one_may_not_know_of_one_does_not_end(
    offices: dict[str, Account], at: datetime
) -> None:
    one, two, far = (access.actor(offices[name], at=at) for name in ("one", "two", "far"))
    ref = _enter(at, actor=one).ref

    with pytest.raises(ListingRefusedError) as refused:
        end_listing(actor=far, listing=ref, reason="Mistake", at=at)
    assert [reason.code for reason in refused.value.reasons] == ["unknown_listing"]
    assert end_listing(actor=two, listing=ref, reason="Mistake", at=at).ended_by == two.key


def test_page_and_api_keep_another_province_s_entry_to_themselves(
    offices: dict[str, Account], at: datetime
) -> None:
    ref = _enter(at, actor=access.actor(offices["one"], at=at)).ref

    for name, is_known in (("two", True), ("far", False)):
        client = Client()
        client.force_login(offices[name])
        status = 200 if is_known else 404
        for address in (f"/listings/{ref}/", f"/listings/{ref}/end/", f"/api/listings/{ref}"):
            assert client.get(address).status_code == status, (name, address)
        for address in ("/listings/", f"/listings/?q={ref}", "/api/listings"):
            said = client.get(address).content.decode()
            shown = ref if address.startswith("/api/") else "Nguy"
            assert (shown in said) is is_known, (name, address)
