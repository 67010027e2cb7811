"""The whole URL table as every role: each page says whom it is for, and keeps to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.test import Client
from tests.web.addresses import FIRST_IN_ROLE, PATTERNS, all_addresses, permission_of

from samaki.ground.access.models import Account
from samaki.ground.access.rules import GRANTS
from samaki.ground.journal.models import Entry

if TYPE_CHECKING:
    from datetime import datetime

pytestmark = pytest.mark.django_db

# Every word that some page reads behind the question mark.
_ASKED = (
    *("about", "area", "before", "clause", "code", "corrects", "example", "found", "first"),
    *("kind", "lang", "list", "nationality", "next", "operation", "page", "person", "q"),
    *("since", "site", "standing", "state", "unit", "who"),
)


@pytest.fixture
def addresses(world_once: int, at: datetime) -> dict[str, str]:
    """Every address of the site, with values of the demo world."""
    return all_addresses(at)


def test_every_view_says_whom_it_is_for() -> None:
    silent = [name for name in PATTERNS if not hasattr(PATTERNS[name].callback, "permission")]

    assert not silent, "neither guarded nor public"


def test_every_page_answers_the_first_who_may_open_it_on_either_database(
    addresses: dict[str, str],
) -> None:
    clients: dict[str, Client] = {}
    for name, address in addresses.items():
        permission = permission_of(name)
        may = (who for role, who in FIRST_IN_ROLE.items() if permission in GRANTS[role])
        who = "duty" if permission is None else next(may)
        if who not in clients:
            clients[who] = Client()
            clients[who].force_login(Account.objects.get(username=who))
        assert clients[who].get(address).status_code in {200, 302, 405}, (name, who)


@pytest.mark.walk
def test_every_page_answers_each_role_as_the_table_of_grants_says_and_writes_nothing(
    addresses: dict[str, str],
) -> None:
    before = Entry.objects.count()
    for role, username in FIRST_IN_ROLE.items():
        client = Client()
        client.force_login(Account.objects.get(username=username))
        for name, address in addresses.items():
            permission = permission_of(name)
            answer = client.get(address)
            may = permission is None or permission in GRANTS[role]
            if may:
                assert answer.status_code in {200, 302, 405}, (role, name, answer.status_code)
            else:
                assert answer.status_code == 403, (role, name, answer.status_code)
                assert b"Nothing was changed" in answer.content, (role, name)

    # Nothing but that a person's file was opened.
    written = Entry.objects.filter(number__gt=before)
    assert written.exists()
    assert not written.exclude(kind__startswith="people:file:read:").exists()
    assert not any(entry.rows for entry in written)


@pytest.mark.walk
def test_a_visitor_sees_what_is_public_and_is_asked_to_log_in_for_the_rest(
    addresses: dict[str, str],
) -> None:
    for name, address in addresses.items():
        answer = Client().get(address)
        if permission_of(name) is None:
            assert answer.status_code in {200, 302, 405}, (name, answer.status_code)
        else:
            assert answer.status_code == 302, name
            assert answer.headers["Location"].startswith("/log-in/?next="), name


@pytest.mark.walk
def test_every_answer_forbids_what_comes_from_elsewhere(addresses: dict[str, str]) -> None:
    for address in addresses.values():
        policy = Client().get(address).headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy


@pytest.mark.walk
def test_no_page_carries_a_script_or_a_style_of_its_own(addresses: dict[str, str]) -> None:
    client = Client()
    client.force_login(Account.objects.get(username="duty"))
    for name, address in addresses.items():
        answer = client.get(address)
        if answer.status_code != 200 or "html" not in answer.headers["Content-Type"]:
            continue
        page = answer.content.decode()
        assert " style=" not in page, name
        assert "<style" not in page, name
        assert " onclick=" not in page, name
        assert "<script>" not in page, name


def test_an_unknown_address_says_what_to_do() -> None:
    answer = Client().get("/nothing/here/")

    assert answer.status_code == 404
    assert b"The address names nothing" in answer.content


def test_a_form_from_elsewhere_is_refused_with_what_to_do() -> None:
    answer = Client(enforce_csrf_checks=True).post("/theme/", {"theme": "dark"})

    assert answer.status_code == 403
    assert b"load the page anew" in answer.content


@pytest.mark.parametrize("back", ["https://elsewhere.example/", "//elsewhere.example/"])
def test_the_theme_switch_leads_nowhere_else(back: str) -> None:
    answer = Client().post("/theme/", {"theme": "dark", "next": back})

    assert answer.headers["Location"] == "/"
    assert answer.cookies["theme"].value == "dark"


@pytest.mark.parametrize(
    "address", ["/journal/?before=", "/directives/obligations/?clause=D-9RHX/", "/journal/?about="]
)
@pytest.mark.parametrize("odd", ["9" * 5000, "٣", "%00", "-1", "1e9"])
@pytest.mark.usefixtures("world_once")
def test_an_odd_number_in_an_address_is_passed_over(address: str, odd: str) -> None:
    client = Client()
    client.force_login(Account.objects.get(username="duty"))

    assert client.get(f"{address}{odd}").status_code == 200


def test_a_nul_in_an_address_names_nothing_and_breaks_nothing(addresses: dict[str, str]) -> None:
    client = Client()
    client.force_login(Account.objects.get(username="duty"))
    asked = "&".join(f"{key}=1%00" for key in _ASKED)

    for name, address in addresses.items():
        answer = client.get(f"{address}{'&' if '?' in address else '?'}{asked}")
        assert answer.status_code < 500, name
    assert client.get("/custody/persons/P-%00/").status_code == 404
