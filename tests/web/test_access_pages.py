"""Pages of access: appointments with an end, a manager's other eyes, personal files."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from samaki.ground.access import queries, totp
from samaki.ground.access.actors import Actor
from samaki.ground.access.models import Account, Appointment
from samaki.ground.access.rules import GRANTS, Permission, Role
from samaki.ground.access.services.factors import confirm_factor, new_secret
from samaki.ground.journal.models import Entry
from samaki.ground.people.models import Person
from samaki.systems.border.models import Alert, WatchListCheck
from samaki.systems.listings.models import Listing
from samaki.systems.protection.models import Referral

if TYPE_CHECKING:
    from datetime import datetime

# The access manager gives access in the demo world.
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world_once")]


def _as(username: str) -> Client:
    client = Client()
    client.force_login(Account.objects.get(username=username))
    return client


def _account(username: str) -> Account:
    return Account.objects.get(username=username)


def _page(client: Client, path: str) -> str:
    return client.get(path).content.decode()


def test_a_manager_opens_an_account_and_appoints_it_until_an_hour(at: datetime) -> None:
    manager = _as("manager")
    answer = manager.post("/access/open/", {"username": "dara", "password": "mekong-delta-9"})
    dara = _account("dara")
    assert not dara.has_usable_password(), "nobody types a password for another"
    assert answer.headers["Location"] == f"/access/accounts/{dara.pk}/appoint/"

    wanted = {"post": "poipet-intake", "role": "intake_officer", "area": "KH-1-10"}
    answer = manager.post(answer.headers["Location"], wanted | {"ends": "2030-01-01T06:00"})
    assert answer.headers["Location"] == f"/access/accounts/{dara.pk}/"

    page = _page(manager, f"/access/accounts/{dara.pk}/")
    assert "1 January 2030, 06:00" in page
    assert "in force" in page
    assert "dara" in _page(manager, "/access/?q=AR")
    assert "poipet" not in _page(manager, "/access/?q=zzz").lower()


def test_refusals_say_every_reason_and_keep_what_was_typed() -> None:
    manager, screener = _as("manager"), _account("screener")
    wanted = {"post": "poipet-intake", "role": "intake_officer", "area": "KH-1"}

    answer = manager.post(
        f"/access/accounts/{screener.pk}/appoint/",
        wanted | {"begins": "2020-01-01T00:00", "ends": "2019-01-01T00:00"},
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "nobody may be intake officer at the same time" not in page, "the terms do not meet"
    assert "before it begins" in page
    assert "is not rewritten" in page
    assert "2020-01-01T00:00" in page

    answer = manager.post(f"/access/accounts/{screener.pk}/appoint/", wanted)
    assert answer.status_code == 422
    assert "nobody may be intake officer at the same time" in answer.content.decode()
    assert '<option value="intake_officer" selected>' in answer.content.decode()


def test_an_appointment_is_ended_with_a_reason_and_stays_on_the_page() -> None:
    manager, held = _as("manager"), Appointment.objects.get(account__username="receiver")
    path = f"/access/appointments/{held.pk}/end/"
    assert manager.post(path, {"why": ""}).status_code == 422

    manager.post(path, {"why": "moved to Kandal"})

    page = _page(manager, f"/access/accounts/{held.account_id}/")
    assert "moved to Kandal" in page
    assert "ended" in page
    assert _as("receiver").get("/operations/").status_code == 403


def test_an_account_is_closed_and_opened_again() -> None:
    manager, army = _as("manager"), _account("army")
    path = f"/access/accounts/{army.pk}"
    assert manager.post(f"{path}/close/", {"why": ""}).status_code == 422
    manager.post(f"{path}/close/", {"why": "lost phone"})
    assert "lost phone" in _page(manager, f"{path}/")
    login = Client().post("/log-in/", {"username": "army", "password": "samaki-demo"})
    assert login.status_code == 422

    manager.post(f"{path}/reopen/")
    assert manager.post(f"{path}/reopen/").status_code == 422
    assert "lost phone" not in _page(manager, f"{path}/")


def test_a_manager_hands_over_a_link_and_the_owner_alone_sets_the_password() -> None:
    manager, army = _as("manager"), _account("army")
    elsewhere = _as("army")
    path = f"/access/accounts/{army.pk}/link/"
    assert manager.get(path).status_code == 200
    assert manager.post(path, {"why": " "}).status_code == 422
    assert elsewhere.get("/access/password/").status_code == 200, "nothing was done"

    page = manager.post(path, {"why": "forgotten"})

    assert page.headers["Cache-Control"] == "no-store"
    found = re.search(r"http://testserver(/access/set-up/[^<]+)<", page.content.decode())
    assert found, "the link is shown, once"
    assert found[1] not in _page(manager, path)
    assert elsewhere.get("/access/password/").status_code == 302, "the old password is gone"
    owner = Client()
    assert "army" in _page(owner, found[1])
    assert owner.post(found[1], {"new": "short", "again": "short"}).status_code == 422
    mine = {"new": "mekong-delta-9", "again": "mekong-delta-9"}
    assert owner.post(found[1], mine).headers["Location"] == "/log-in/"
    again = owner.post(found[1], mine)
    assert again.status_code == 422
    assert "was used" in again.content.decode()
    owner.post("/log-in/", {"username": "army", "password": "mekong-delta-9"})
    assert owner.get("/start/", follow=True).status_code == 200


def test_a_link_behind_tls_says_so(settings: Any) -> None:
    settings.SESSION_COOKIE_SECURE = True
    path = f"/access/accounts/{_account('army').pk}/link/"

    page = _as("manager").post(path, {"why": "new"}, secure=True).content.decode()

    assert "https://testserver/access/set-up/" in page


def test_a_second_factor_is_taken_off_by_another_with_a_reason(at: datetime) -> None:
    manager, army = _as("manager"), _account("army")
    path = f"/access/accounts/{army.pk}/reset-factor/"
    refused = manager.post(path, {"why": "lost phone"})
    assert refused.status_code == 422
    assert "This account has no second factor." in refused.content.decode()
    secret = new_secret()
    confirm_factor(
        actor=Actor(f"account:{army.pk}", ()),
        account_id=army.pk,
        secret=secret,
        typed=totp.code(secret, totp.step_of(at)),
        at=at,
    )
    assert manager.post(path, {"why": ""}).status_code == 422

    manager.post(path, {"why": "lost phone"})

    assert queries.second_factor(army) is None
    assert "Password due for change" in _page(manager, f"/access/accounts/{army.pk}/")
    assert _as("army").get("/").headers["Location"] == "/access/password/"


def test_oversight_reads_the_accounts_and_changes_none() -> None:
    oversight, army = _as("oversight"), _account("army")

    page = _page(oversight, f"/access/accounts/{army.pk}/")

    assert "army" in page
    assert "Close the account" not in page
    assert oversight.post(f"/access/accounts/{army.pk}/close/", {"why": "x"}).status_code == 403
    assert oversight.post(f"/access/accounts/{army.pk}/view/").status_code == 403
    assert oversight.get("/access/accounts/999999/").status_code == 404


# A manager's other eyes.


def _look_as(username: str) -> Client:
    manager = _as("manager")
    answer = manager.post(f"/access/accounts/{_account(username).pk}/view/")
    assert answer.status_code == 302
    return manager


def test_a_manager_sees_what_an_account_sees_under_a_banner_and_can_do_nothing() -> None:
    manager = _look_as("intake")
    before = Entry.objects.count()

    page = _page(manager, "/custody/")
    assert "You look as <b>intake</b>" in page
    assert "Poipet police" in page
    assert manager.get("/access/").status_code == 403, "an intake officer sees no accounts"

    for path in ("/custody/count/", "/custody/accounts/A-1/dispatch/", "/access/open/"):
        answer = manager.post(path, {})
        assert answer.status_code == 403
        assert "You are only looking" in answer.content.decode()
    assert Entry.objects.count() == before


def test_beginning_and_leaving_are_on_record_and_give_the_own_eyes_back() -> None:
    manager = _look_as("intake")
    me, them = f"account:{_account('manager').pk}", f"account:{_account('intake').pk}"
    begun = Entry.objects.latest("number")
    assert (begun.actor, begun.kind, begun.subject) == (me, "access:view:begin", them)

    manager.post("/access/leave/")

    ended = Entry.objects.latest("number")
    assert (ended.actor, ended.kind, ended.subject) == (f"{me} as {them}", "access:view:end", them)
    assert "You look as" not in _page(manager, "/access/")
    assert manager.post("/access/leave/").headers["Location"] == "/start/"


def test_going_out_ends_it_too() -> None:
    manager = _look_as("intake")

    manager.post("/log-out/")

    kinds = list(Entry.objects.order_by("-number").values_list("kind", flat=True)[:2])
    assert kinds == ["access:session:end", "access:view:end"]


def test_names_and_interviews_are_hidden_from_other_eyes(at: datetime) -> None:
    screener = _account("screener")
    seen = queries.viewer(_account("manager"), screener.pk, at=at)

    assert seen is not None
    for hidden in (
        Permission.NAME_SEE,
        Permission.PROTECTED_NAME_SEE,
        Permission.SCREENING_SEE,
        Permission.SCREENING_CONDUCT,
        Permission.DETERMINATION_MAKE,
        Permission.REFERRAL_MAKE,
        Permission.ACCOUNT_VIEW_AS,
    ):
        assert not seen.may(hidden)
    assert seen.may(Permission.PERSON_SEE)
    manager = _look_as("receiver")
    assert "Demonstration name" not in _page(manager, "/custody/persons/")
    assert "Name hidden from your role" in _page(manager, "/custody/persons/")


def test_watch_lists_and_answers_of_checks_say_nothing_to_other_eyes() -> None:
    own, manager = _as("supervisor"), _look_as("supervisor")
    listing, check, alert = (
        Listing.objects.all()[0],
        WatchListCheck.objects.get(),
        Alert.objects.get(),
    )
    closed = (
        f"/listings/{listing.ref}/",
        f"/border/checks/{check.ref}/",
        f"/border/alerts/{alert.ref}/",
        f"/api/listings/{listing.ref}",
        f"/api/border/checks/{check.ref}",
    )
    for path in closed:
        assert own.get(path).status_code == 200, path
        assert manager.get(path).status_code == 404, path

    assert own.get("/api/listings").json() != []
    assert manager.get("/api/listings").json() == []
    assert "Kept from who looks as another." in _page(manager, "/listings/")


def test_who_may_act_for_protection_and_not_read_opens_no_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    screening, screener = Referral.objects.get().screening, _as("screener")
    pages = [
        reverse(f"protection:{name}", args=[screening.ref])
        for name in ("interview_form", "determine", "withdraw", "reflection", "refer")
    ]
    assert {screener.get(path).status_code for path in pages} == {200}

    acts = GRANTS[Role.PROTECTION_SCREENER] - {Permission.SCREENING_SEE}
    monkeypatch.setitem(GRANTS, Role.PROTECTION_SCREENER, acts)

    assert {screener.get(path).status_code for path in pages} == {403}


def test_what_a_manager_opens_with_other_eyes_is_on_record_with_both_names() -> None:
    manager, ref = _look_as("receiver"), Person.objects.first()
    assert ref is not None

    manager.get(f"/custody/persons/{ref}/")

    assert "manager as receiver" in _page(_as("oversight"), "/custody/reads/")
    assert "manager as receiver" in _page(_as("oversight"), "/custody/reads/?who=manager")
    assert "manager as receiver" not in _page(_as("oversight"), "/custody/reads/?who=receiver")


def test_nobody_looks_as_themselves_as_a_closed_account_or_through_two_pairs_of_eyes(
    at: datetime,
) -> None:
    manager = _as("manager")
    own = manager.post(f"/access/accounts/{_account('manager').pk}/view/")
    assert own.status_code == 422
    manager.post(f"/access/accounts/{_account('army').pk}/close/", {"why": "lost"})
    closed = manager.post(f"/access/accounts/{_account('army').pk}/view/")
    assert "The account is closed" in closed.content.decode()
    assert _look_as("oversight").post("/access/accounts/1/view/").status_code == 403
    assert queries.viewer(_account("duty"), _account("intake").pk, at=at) is None


def test_a_manager_who_is_one_no_longer_looks_as_nobody(at: datetime) -> None:
    manager = _look_as("intake")
    now = timezone.now()
    from samaki.ground.access.actors import machine  # noqa: PLC0415 - beside its one use
    from samaki.ground.access.rules import Machine  # noqa: PLC0415 - as above
    from samaki.ground.access.services.appointments import end_appointment  # noqa: PLC0415

    held = Appointment.objects.get(account__username="manager")
    end_appointment(
        actor=machine(Machine.INSTALLER), appointment_id=held.pk, why="relieved", at=now
    )

    assert manager.get("/custody/").status_code == 403


# Where each role begins.


@pytest.mark.parametrize(
    ("username", "path"),
    [("manager", "/access/"), ("duty", "/"), ("oversight", "/"), ("intake", "/operations/")],
)
def test_each_role_begins_where_its_work_is(username: str, path: str) -> None:
    assert _as(username).get("/start/").headers["Location"] == path


@pytest.mark.parametrize("role", list(Role))
def test_no_role_begins_at_a_page_that_is_not_open_to_it(role: Role) -> None:
    from samaki.web.cast import CAST  # noqa: PLC0415 - beside its one use

    username = next(member.username for member in CAST if member.role is role)

    assert _as(username).get("/start/", follow=True).status_code == 200


# Personal files.


def test_opening_a_file_goes_on_record_and_a_list_does_not() -> None:
    receiver, ref = _as("receiver"), Person.objects.order_by("pk")[0].ref
    before = Entry.objects.count()
    assert "Demonstration name 1" in _page(receiver, "/custody/persons/?q=name 1")
    assert Entry.objects.count() == before

    page = _page(receiver, f"/custody/persons/{ref}/")

    assert "Demonstration name 1" in page
    assert "not yet screened" in page.lower()
    read = Entry.objects.latest("number")
    assert (read.kind, read.subject) == ("people:file:read:custody", ref)
    reads = _page(_as("oversight"), f"/custody/reads/?person={ref.lower()}&who=receiver")
    assert f">{ref}<" in reads
    assert "No file was opened that fits." in _page(_as("oversight"), "/custody/reads/?who=army")
    assert "No file was opened that fits." in _page(_as("oversight"), "/custody/reads/?who=nobody")


def test_a_search_is_no_oracle() -> None:
    ref = Person.objects.order_by("pk")[0].ref
    for username in ("command", "oversight", "duty"):  # they see the person and not the name
        client = _as(username)
        assert f">{ref}<" in _page(client, "/custody/persons/")
        for asked in ("Demonstration name 1", "DEMO0001", "demonstration"):
            assert f">{ref}<" not in _page(client, f"/custody/persons/?q={asked}")
        assert f">{ref}<" in _page(client, f"/custody/persons/?q={ref.lower()}")
    assert f">{ref}<" in _page(_as("receiver"), "/custody/persons/?q=demo0001")


def test_whoever_is_elsewhere_is_not_there_at_all() -> None:
    ref = Person.objects.order_by("pk")[0].ref
    for asked in ("", "?q=Demonstration", f"?q={ref}"):
        assert f">{ref}<" not in _page(_as("command18"), f"/custody/persons/{asked}")
    before = Entry.objects.count()

    assert _as("command18").get(f"/custody/persons/{ref}/").status_code == 404
    assert Entry.objects.count() == before
