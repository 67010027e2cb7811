"""Whoever opens a person's file stands on record: every address, looked at and refused, by each.

A page that names a person, by name or by reference, is a file or a list. Of a file each showing is
a reading, a refused form's too. What is a list is said here.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from tests.web.addresses import FIRST_IN_ROLE, all_addresses, permission_of, values

from samaki.ground.access.models import Account
from samaki.ground.access.rules import GRANTS
from samaki.ground.journal import queries as journal
from samaki.ground.journal.models import Entry
from samaki.ground.people.models import Particulars
from samaki.ground.people.rules import READ, FilePage
from samaki.ground.people.services import protect_person
from samaki.ground.people.words import file_page_words
from samaki.systems.border.models import Alert
from samaki.systems.border.rules import Asked
from samaki.systems.border.services import check_traveller
from samaki.systems.immigration.queries import cases
from samaki.systems.immigration.rules import ExpulsionState
from samaki.systems.listings.rules import Entry as Listed
from samaki.systems.listings.services import enter_ban_listing
from samaki.web import world

if TYPE_CHECKING:
    from datetime import datetime

    from samaki.systems.immigration.models import ExpulsionCase

pytestmark = [pytest.mark.django_db, pytest.mark.walk]

# Pages on which many persons stand in a row and no file is open: what each of them says of a person
# is one line, and the line leads to the file.
LISTS = {
    "custody:account",
    "custody:dispatch",
    "custody:ended",
    "custody:establish",
    "custody:found_again",
    "custody:extend",
    "custody:payments",
    "custody:persons",
    "custody:reads",
    "custody:rows",
    "custody:sheet",
    "immigration:cases",
    "immigration:choose",
    "immigration:clocks",
    "journal",
    "protection:waiting",
}
SYSTEMS = {"custody", "protection", "immigration", "listings", "border"}
REFERENCE = re.compile(r"\bP-[0-9A-Z]{4}\b")


@pytest.fixture
def known(world_once: None, at: datetime) -> dict[str, dict[str, object]]:
    """The values of every address, with a listing, a check, an alert and a list of one person."""
    found = values(at)
    officer = world.actor("immigration", at=at)
    # Of somebody whom a screening cleared: nobody else is listed but to be helped.
    case = _ordered(at)
    listing = enter_ban_listing(
        actor=officer,
        entry=Listed(("VEXMOREL TUPANDRIC",), "1990-05-01", "M", "IDN", ("ZQX700001",)),
        ground="Stayed longer than allowed",
        because="The file of the case",
        person=case.person,
        valid_from=at.date(),
        valid_to=None,
        at=at,
    )
    check = check_traveller(
        actor=world.actor("border", at=at),
        checkpoint="poipet",
        asked=Asked("VEXMOREL TUPANDRIC", "1990-05-01", "ZQX700001"),
        at=at,
    )
    return found | {
        "listings": {"ref": listing.ref},
        "border:check": {"ref": check.ref},
        "border:alert": {"ref": Alert.objects.get(match__check_made=check).ref},
    }


def _ordered(at: datetime) -> ExpulsionCase:
    every = [line.case for line in cases.lines(world.actor("immigration", at=at), at=at)]
    return next(case for case in every if case.state == ExpulsionState.ORDERED)


@pytest.mark.parametrize("username", FIRST_IN_ROLE.values())
def test_no_file_is_shown_and_no_form_of_one_refused_without_a_reading(
    known: dict[str, dict[str, object]], at: datetime, username: str
) -> None:
    client = _as(username)
    role = next(role for role, name in FIRST_IN_ROLE.items() if name == username)
    unread, opened = [], 0
    for name, path in all_addresses(at, known).items():
        needed = permission_of(name)
        if needed is None or needed not in GRANTS[role]:
            continue
        for ask in (client.get, *((client.post,) if name.partition(":")[0] in SYSTEMS else ())):
            before = journal.length()
            answer = ask(path)
            named = _named(answer.content.decode("utf-8", "replace"))
            if answer.status_code in {200, 422} and name not in LISTS:
                missing = named - _read_since(before)
                opened += bool(named)
                unread += [(name, ask.__name__, answer.status_code, missing)] if missing else []

    assert unread == []
    expected = {"screener", "immigration", "authority", "intake", "supervisor"}
    assert opened or username not in expected


def test_what_is_a_list_names_somebody(known: dict[str, dict[str, object]], at: datetime) -> None:
    clients = [_as(name) for name in FIRST_IN_ROLE.values()]
    for client in clients:
        client.get(f"/custody/persons/{known['custody:person']['ref']}/")
    stale = [
        name
        for name, path in all_addresses(at, known).items()
        if name in LISTS
        and not any(_named(client.get(path).content.decode()) for client in clients)
    ]

    assert stale == []


@pytest.mark.parametrize(
    ("username", "name"),
    [
        ("border", "border:check"),
        ("supervisor", "border:alert"),
        ("supervisor", "listings:listing"),
    ],
)
def test_whoever_may_read_no_person_at_large_is_on_record_for_the_one_they_read(
    known: dict[str, dict[str, object]], at: datetime, username: str, name: str
) -> None:
    before = journal.length()
    page = _as(username).get(all_addresses(at, known)[name])

    assert page.status_code == 200
    entry = Entry.objects.get(number__gt=before)
    assert entry.kind == f"{READ}{name.partition(':')[2]}"
    assert entry.actor == f"account:{Account.objects.get(username=username).pk}"


@pytest.mark.parametrize(("username", "name"), [("border", "border:check")])
def test_of_a_protected_person_the_border_lays_nothing_open_and_nothing_is_read(
    known: dict[str, dict[str, object]], at: datetime, username: str, name: str
) -> None:
    person = cases.lines(world.actor("immigration", at=at), at=at)[0].case.person
    protect_person(actor=world.actor("screener", at=at), person=person, at=at)
    before = journal.length()
    page = _as(username).get(all_addresses(at, known)[name])

    assert "Call the protection desk" in page.content.decode()
    assert journal.length() == before


def test_a_list_of_who_leaves_reads_each_on_it_and_each_it_offers(
    known: dict[str, dict[str, object]], at: datetime
) -> None:
    before = journal.length()

    page = _as("immigration").get(all_addresses(at, known)["immigration:manifest"])

    assert _named(page.content.decode()) == _read_since(before) == {_ordered(at).person}


def test_protection_has_one_word_for_all_its_forms(
    known: dict[str, dict[str, object]], at: datetime
) -> None:
    client, before = _as("screener"), journal.length()
    addresses = all_addresses(at, known)
    for page in ("file", "interview_form", "determine", "withdraw", "reflection", "refer"):
        assert client.get(addresses[f"protection:{page}"]).status_code == 200
    assert client.get(addresses["protection:referral"]).status_code == 200

    kinds = Entry.objects.filter(number__gt=before).values_list("kind", flat=True)
    assert list(kinds) == [f"{READ}{FilePage.PROTECTION}"] * 7


@pytest.mark.parametrize("page", FilePage)
def test_every_page_that_opens_a_file_has_words(page: FilePage) -> None:
    assert file_page_words(page) != page


def _as(username: str) -> Client:
    client = Client()
    client.force_login(Account.objects.get(username=username))
    return client


def _named(page: str) -> set[str]:
    """Return the persons whom a page names, by reference or by name."""
    by_name = {
        row.person.ref
        for row in Particulars.objects.select_related("person")
        if re.search(rf"{re.escape(row.stated_name)}(?!\w)", page)
    }
    return set(REFERENCE.findall(page)) | by_name


def _read_since(number: int) -> set[str]:
    entries = Entry.objects.filter(number__gt=number, kind__startswith=READ)
    return set(entries.values_list("subject", flat=True))
