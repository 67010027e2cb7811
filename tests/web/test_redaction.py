"""One policy hides names on every surface: three persons are planted, and every role looks.

Every address of the site is opened as everybody, every search is tried with a part of each name
and with each paper. A name shows where the rule says, and a search for one that may not be read
answers as a search for nobody does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.web.addresses import PATTERNS, address, all_addresses, permission_of, values
from tests.web.surfaces import READERS, SURFACES, api_readings, api_searches, api_writings

from samaki.ground.access.actors import Actor, Grant
from samaki.ground.access.models import Account
from samaki.ground.access.rules import GRANTS, NEVER_THROUGH_OTHERS, Permission, Role
from samaki.ground.journal import queries as journal
from samaki.ground.people.rules import may_read_name
from samaki.ground.people.services import protect_person
from samaki.kernel.ledger import Cell
from samaki.systems.border.models import Alert
from samaki.systems.border.rules import Asked
from samaki.systems.border.services import check_traveller
from samaki.systems.custody.models import Account as CustodyAccount
from samaki.systems.custody.models import Movement
from samaki.systems.custody.services.persons import Stated, identify
from samaki.systems.immigration.models import ExpulsionCase
from samaki.systems.immigration.services.cases import Check, open_case
from samaki.systems.listings.rules import Entry
from samaki.systems.listings.services import enter_ban_listing
from samaki.web import world
from samaki.web.cast import CAST

if TYPE_CHECKING:
    from datetime import datetime

pytestmark = [pytest.mark.django_db, pytest.mark.walk]

LOOKED_AS = [member.username for member in CAST if member.username != "manager"]
_SHARES = len(LOOKED_AS) // 3
NOBODYS = "Qwzzkvx"  # a part of no name
_FORM = re.compile(r'<form[^>]*method="get".*?</form>', re.DOTALL)
_TEXT_INPUT = re.compile(r'<input class="input"[^>]*name="([a-z_]+)"')
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"')


@dataclass(frozen=True, slots=True)
class Planted:
    """A person with a name that stands nowhere else."""

    ref: str
    name: str
    paper: str
    area: str
    is_protected: bool

    @property
    def fragment(self) -> str:
        """A part of the name that is none of its words: so an echo of it is no name."""
        return self.name[:6]

    @property
    def words(self) -> tuple[str, ...]:
        """The name's words, each of them unique."""
        return tuple(self.name.split())


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who looks: a browser, and the rights it has by the tables alone."""

    who: str
    client: Client
    rights: Actor

    def may_read(self, person: Planted) -> bool:
        """Say what the policy says, from rules alone."""
        return may_read_name(
            in_area=self.rights.may(Permission.NAME_SEE, area=person.area),
            is_protected=person.is_protected,
            may_read_protected=self.rights.may(Permission.PROTECTED_NAME_SEE, area=person.area),
        )


@pytest.fixture
def planted(world_once: None, at: datetime) -> list[Planted]:
    """Name three heads of the demo world: at Poipet, at Sihanoukville, and one protected."""
    return [
        _plant("police-poipet", "KH-1", "IDN", "Vexmorel Tupandric", "ZQX700001", at=at),
        _plant("police-KH-18", "KH-18", "VNM", "Hqilbrant Osgerdine", "ZQX700002", at=at),
        _plant(
            "police-poipet", "KH-1", "IDN", "Jowfnist Ekrabulla", "ZQX700003", at=at, protect=True
        ),
    ]


def _plant(
    unit: str,
    area: str,
    nationality: str,
    name: str,
    paper: str,
    *,
    at: datetime,
    protect: bool = False,
) -> Planted:
    officer = Actor("account:1", (Grant(area, GRANTS[Role.INTAKE_OFFICER]),))
    person = identify(
        actor=officer,
        unit=unit,
        cell=Cell(nationality, "M", "adult"),
        stated=Stated(name, paper),
        happened_at=world.phnom_penh_time(17, 15),
        at=at,
    )
    open_case(
        actor=world.actor("immigration", at=at),
        person=person.ref,
        check=Check("", "", "No paper", "Intake officer", ("no_permit",)),
        happened_at=at,
        at=at,
    )
    if protect:
        protect_person(actor=world.actor("screener", at=at), person=person.ref, at=at)
    return Planted(person.ref, name, paper, area, protect)


@pytest.fixture
def readers(planted: list[Planted]) -> list[Reader]:
    """Everybody of the cast, a visitor, and the manager who looks as the screener."""
    found = [Reader("visitor", Client(), Actor("anonymous", ()))]
    for member in CAST:
        client = Client()
        client.force_login(Account.objects.get(username=member.username))
        rights = Actor(member.username, (Grant(member.area, GRANTS[member.role]),))
        found.append(Reader(member.username, client, rights))
    for username in ("screener", "receiver"):  # as everybody else: below
        looking = _looking_as(username)
        role = next(member.role for member in CAST if member.username == username)
        rights = Actor("manager", (Grant("KH", GRANTS[role] - NEVER_THROUGH_OTHERS),))
        found.append(Reader(f"manager as {username}", looking, rights))
    return found


@dataclass(frozen=True, slots=True)
class Watched:
    """Somebody on a watch-list, a traveller of that name who was checked, and where both show."""

    listed: str
    traveller: str
    document: str
    places: tuple[tuple[str, str], ...]


def _watch(*, at: datetime) -> Watched:
    """List somebody, and check a traveller of that name and year: a supervisor is asked."""
    listed, traveller, document = "Zubrenko Hwalfdi", "ZUBRENKO HWALFDI", "QZX900001"
    day = timezone.localdate(at)
    listing = enter_ban_listing(
        actor=world.actor("immigration", at=at),
        entry=Entry((listed,), "1990", "M", "IDN", ("QZX900002",)),
        ground="Expulsion order",
        because="EO-1",
        valid_from=day,
        valid_to=day + timedelta(days=365),
        at=at,
    )
    check = check_traveller(
        actor=world.actor("border", at=at),
        checkpoint="poipet",
        asked=Asked(traveller, "1990", document),
        at=at,
    )
    alert = Alert.objects.get(match__check_made=check)
    found = (
        ("listings:listing", reverse("listings:listing", args=[listing.ref])),
        ("listings:end", reverse("listings:end", args=[listing.ref])),
        ("border:check", reverse("border:check", args=[check.ref])),
        ("border:alert", reverse("border:alert", args=[alert.ref])),
    )
    return Watched(listed, traveller, document, found)


def _looking_as(username: str) -> Client:
    manager = Client()
    manager.force_login(Account.objects.get(username="manager"))
    number = Account.objects.get(username=username).pk
    assert manager.post(f"/access/accounts/{number}/view/").status_code == 302
    return manager


@pytest.fixture
def places(planted: list[Planted], at: datetime) -> list[tuple[str, str]]:
    """Every address of the site, and those of the planted persons' files, accounts, movements."""
    known = values(at)
    found = list(all_addresses(at, known).items())
    stations = CustodyAccount.objects.filter(kind="station")
    elsewhere: list[dict[str, dict[str, object]]] = []
    elsewhere += [{"custody": {"ref": station.ref}} for station in stations]
    elsewhere += [{"custody:person": {"ref": person.ref}} for person in planted]
    elsewhere += [
        {"custody:movement": {"number": movement}}
        for movement in Movement.objects.filter(
            because__in=[person.ref for person in planted]
        ).values_list("pk", flat=True)
    ]
    elsewhere += [
        {"immigration:case": {"ref": case.ref}}
        for case in ExpulsionCase.objects.filter(person__in=[person.ref for person in planted])
    ]
    for other in elsewhere:
        (key,) = other
        for name, pattern in PATTERNS.items():
            is_meant = name == key or (name.partition(":")[0] == key and name not in known)
            if is_meant and pattern.pattern.converters:
                found.append((name, address(name, pattern, known | other)))
    return sorted(set(found))


def test_a_planted_name_shows_where_the_policy_says_and_nowhere_else(
    planted: list[Planted], readers: list[Reader], places: list[tuple[str, str]]
) -> None:
    shown: set[tuple[str, str]] = set()
    for reader in readers:
        for name, path in places:
            words = _words(reader.client, name, path)
            shown |= {(reader.who, p.ref) for p in planted if p.name in words}
            _assert_hidden(reader, planted, words, where=path)

    for reader in readers:
        for person in planted:
            if reader.may_read(person) and reader.rights.may(Permission.PERSON_SEE, area="KH"):
                assert (reader.who, person.ref) in shown, "what may be read can be found"
    assert {who for who, ref in shown if ref == planted[2].ref} == {"screener"}


def test_no_search_tells_more_than_a_page(
    planted: list[Planted], readers: list[Reader], places: list[tuple[str, str]]
) -> None:
    searches = _searches(readers, places)
    assert ("custody:persons", "/custody/persons/", "q") in searches

    for reader in readers:
        for name, path, field in searches:
            needed = permission_of(name)
            if needed is not None and not reader.rights.may(needed):
                continue
            nothing = _asked(reader, name, path, field, NOBODYS)
            for person in planted:
                for typed in (person.fragment, person.paper):
                    words = _asked(reader, name, path, field, typed)
                    _assert_hidden(reader, planted, words, where=path, typed=typed)
                    if reader.may_read(person):
                        continue
                    assert words == nothing, f"{reader.who} learns of {typed} at {path}"


def test_whoever_may_read_a_name_finds_the_person_by_it(
    planted: list[Planted], readers: list[Reader]
) -> None:
    receiver = next(reader for reader in readers if reader.who == "receiver")
    screener = next(reader for reader in readers if reader.who == "screener")
    for reader, person in ((receiver, planted[0]), (screener, planted[2])):
        for typed in (person.fragment, person.paper):
            asked = urlencode({"q": typed})
            words = _words(reader.client, "custody:persons", "/custody/persons/", asked)
            assert person.name in words


@pytest.mark.parametrize("surface", SURFACES)
def test_no_other_surface_tells_more(
    surface: str, planted: list[Planted], readers: list[Reader]
) -> None:
    for reader in readers:
        for person in planted:
            for typed in (person.fragment, person.paper):
                words = SURFACES[surface](reader.client, typed)
                _assert_hidden(reader, planted, words, where=surface, typed=typed)


def test_the_api_shows_a_name_where_the_policy_says_and_nowhere_else(
    planted: list[Planted], readers: list[Reader]
) -> None:
    shown: set[tuple[str, str]] = set()
    places = api_readings()
    for reader in readers:
        for path in places:
            words = reader.client.get(path).content.decode()
            shown |= {(reader.who, p.ref) for p in planted if p.name in words}
            _assert_hidden(reader, planted, words, where=path)

    for reader in readers:
        for person in planted:
            if reader.may_read(person) and reader.rights.may(Permission.PERSON_SEE, area="KH"):
                assert (reader.who, person.ref) in shown, "what may be read can be found"
    assert {who for who, ref in shown if ref == planted[2].ref} == {"screener"}


def test_a_manager_reads_no_name_through_anybodys_eyes(
    planted: list[Planted], places: list[tuple[str, str]], at: datetime
) -> None:
    watched, readings = _watch(at=at), api_readings()
    names = {name for person in planted for name in (*person.words, person.paper)}
    secrets = names | {*watched.listed.split(), *watched.traveller.split(), watched.document}
    for member in CAST:
        if member.username not in LOOKED_AS:
            continue
        manager = _looking_as(member.username)
        # That nobody opens the others is asked of every role in test_urls.py.
        opens = GRANTS[member.role] | {None}
        pages = [
            (path, _words(manager, name, path))
            for name, path in (*places, *watched.places)
            if permission_of(name) in opens
        ]
        pages += [(path, manager.get(path).content.decode()) for path in readings]
        shown = [(path, secret) for path, words in pages for secret in secrets if secret in words]
        assert not shown, f"manager as {member.username}"


def test_the_names_a_manager_must_not_read_are_there_to_be_read(
    planted: list[Planted], at: datetime
) -> None:
    watched = _watch(at=at)
    pages = dict(watched.places)
    for who, name, secret in (
        ("immigration", "listings:listing", watched.listed),
        ("border", "border:check", watched.traveller),
        ("supervisor", "border:alert", watched.traveller),
    ):
        client = Client()
        client.force_login(Account.objects.get(username=who))
        assert secret in _words(client, name, pages[name]), (who, name)


def test_nothing_can_be_written_with_another_pair_of_eyes(
    planted: list[Planted], places: list[tuple[str, str]]
) -> None:
    left = {"access:leave", "logout", "set_language", "theme"}  # these end it, or change no fact
    pages, writings = [path for name, path in places if name not in left], api_writings()
    for number, member in enumerate(LOOKED_AS):
        manager = _looking_as(member)
        before = journal.length()

        # One door refuses them all before a page is asked: every address by three members or more.
        share = slice(number % _SHARES, None, _SHARES)
        answers = [(path, manager.post(path)) for path in pages[share]]
        answers += [
            (path, manager.post(path, "{}", content_type="application/json"))
            for path in writings[share]
        ]
        answers += [(method, manager.generic(method, "/custody/")) for method in ("PUT", "DELETE")]

        let = [(where, got.status_code) for where, got in answers if got.status_code != 403]
        assert not let, f"manager as {member}"
        assert journal.length() == before


def test_no_search_of_the_api_tells_more(planted: list[Planted], readers: list[Reader]) -> None:
    assert ("/api/custody/persons", "q") in api_searches()
    for reader in readers:
        for path, field in api_searches():
            nothing = reader.client.get(path, {field: NOBODYS}).content
            for person in planted:
                for typed in (person.fragment, person.paper):
                    answer = reader.client.get(path, {field: typed}).content
                    _assert_hidden(reader, planted, answer.decode(), where=path, typed=typed)
                    if not reader.may_read(person):
                        assert answer == nothing, f"{reader.who} learns of {typed} at {path}"


def _words(client: Client, name: str, path: str, query: str = "") -> str:
    answer = client.get(f"{path}?{query}" if query else path)
    content = b"".join(answer) if answer.streaming else answer.content
    kind = answer.headers.get("Content-Type", "").partition(";")[0]
    if answer.status_code != 200 or kind == "text/html":
        return content.decode("utf-8", "replace")
    assert name in READERS, f"{name} answers {kind}: say in surfaces.py how its words are read"
    return READERS[name](content)


def _asked(reader: Reader, name: str, path: str, field: str, typed: str) -> str:
    """Return the words of a search's answer, what was typed and the form's tokens taken out."""
    words = _words(reader.client, name, path, urlencode({field: typed}))
    for echo in (typed, typed.upper(), typed.lower()):
        words = words.replace(echo, "")
    return _TOKEN.sub("", words)


def _searches(readers: list[Reader], places: list[tuple[str, str]]) -> list[tuple[str, str, str]]:
    """Return the fields into which words may be typed on pages that are only looked at.

    One address of each page is looked at, as the first who may open it.
    """
    found = []
    for name, path in dict(places).items():
        needed = permission_of(name)
        who = next((r for r in readers if needed is None or r.rights.may(needed)), None)
        page = _words(who.client, name, path) if who else ""
        fields = {f for form in _FORM.findall(page) for f in _TEXT_INPUT.findall(form)}
        found += [(name, path, field) for field in sorted(fields - {"as_of", "known"})]
    return found


def _assert_hidden(
    reader: Reader, planted: list[Planted], words: str, *, where: str, typed: str = ""
) -> None:
    for person in planted:
        if reader.may_read(person):
            continue
        for secret in (*person.words, person.paper):
            if secret != typed:
                assert secret not in words, f"{reader.who} reads {secret} at {where}"
