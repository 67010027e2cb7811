"""The whole URL table as every role: each page says whom it is for, and keeps to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from tests.web.addresses import FIRST_IN_ROLE, PATTERNS, all_addresses, permission_of

from samaki.ground.access.models import Account
from samaki.ground.access.rules import GRANTS, Permission
from samaki.ground.jobs.services import ask_job
from samaki.systems.border.models import Alert, IrregularCrossing, WatchListCheck
from samaki.ground.journal.models import Entry
from samaki.picture.services import issue_sitrep
from samaki.systems.claims.models import Claim
from samaki.systems.custody.models import Account as CustodyAccount
from samaki.systems.custody.models import Handover
from samaki.systems.directives.models import Directive, Obligation
from samaki.systems.directives.rules import Act
from samaki.systems.directives.services.obligations import judge_obligation, record_lapse
from samaki.systems.discipline.services import open_case
from samaki.systems.directives.models import Directive
from samaki.systems.immigration.queries import cases as immigration
from samaki.systems.immigration.rules import Means
from samaki.systems.immigration.services.manifests import Route, prepare_manifest
from samaki.systems.listings.models import Listing
from samaki.systems.custody.models import Exhibit, Handover
from samaki.systems.directives.models import Directive
from samaki.systems.gaming.models import Inspection, Penalty
from samaki.systems.indicators.models import Indicator
from samaki.systems.operations.models import Operation
from samaki.systems.protection.models import Referral
from samaki.systems.support.models import SupportRequest
from samaki.ground.access.rules import GRANTS
from samaki.ground.journal import queries as journal
from samaki.web import world

if TYPE_CHECKING:
    from datetime import datetime

pytestmark = pytest.mark.django_db

# The first of the cast in each role.
_CAST = {member.role: member.username for member in reversed(CAST)}


_ACTS = ("obligation", "acknowledge", "decline", "return", "judge", "lapse")
_OF_AN_OBLIGATION = tuple(f"directives:{act}" for act in _ACTS)


def _patterns(
    resolver: URLResolver | None = None, namespace: str = ""
) -> Iterator[tuple[str, URLPattern]]:
    for each in (resolver or get_resolver()).url_patterns:
        if isinstance(each, URLResolver) and each.namespace == "api":
            continue  # walked in test_api.py: it answers with reasons, never with a page
        if isinstance(each, URLResolver):
            yield from _patterns(each, f"{each.namespace}:" if each.namespace else namespace)
        else:
            yield f"{namespace}{each.name}", each


PATTERNS = dict(_patterns())


def _permission(name: str) -> Permission | None:
    found: Permission | None = vars(PATTERNS[name].callback)["permission"]
    return found


def _values(at: datetime) -> dict[str, dict[str, object]]:
    """Return, for each kind of address, values that name something of the demo world."""
    station = CustodyAccount.objects.get(kind="station", unit="police-poipet")
    claim = Claim.objects.filter(low=1001).get()
    handover = Handover.objects.get()
    duty = world.actor("duty", at=at)
    job, _is_new = ask_job(actor=duty, kind="verify", subject="books", at=at)
    operation = Operation.objects.filter(area="KH-1").get()
    obligation = Obligation.objects.get(post="governor-KH-1")
    referral = Referral.objects.get()
    return {
        "protection:file": {"ref": referral.screening.person},
        "protection:interview": {"ref": referral.screening.interviews.get().ref},
        "protection:referral": {"ref": referral.ref},
        "protection": {"ref": referral.screening.ref},
        "custody:movement": {"number": handover.movement_id},
        "custody:handover": {"ref": handover.ref},
        "custody": {"ref": station.ref},
        "claims:source": {"ref": claim.source.ref},
        "claims": {"ref": claim.ref},
        **{name: {"ref": obligation.ref} for name in _OF_AN_OBLIGATION},
        "directives": {"ref": Directive.objects.get().ref, "number": 1},
        "operations": {"ref": operation.ref, "number": 1},
        "immigration": _of_immigration(at),
        "listings": {"ref": Listing.objects.filter(is_name_only=True).get().ref},
        "tokens": {"number": 1},
        "discipline": {"ref": _case_against(obligation.ref, at=at)},
        "border:checkpoint": {"code": "poipet"},
        "border:check": {"ref": WatchListCheck.objects.get().ref},
        "border:alert": {"ref": Alert.objects.get().ref},
        "border:incident": {"ref": IrregularCrossing.objects.get().ref},
        "listings": {"ref": Listing.objects.filter(is_name_only=True).get().ref},
        "operations:site": {"ref": operation.targets.get().site.ref},
        "support": {"ref": SupportRequest.objects.get(area="KH-1").ref},
        "jobs:ask": {"kind": "verify"},
        "jobs": {"ref": job.ref},
        "indicators:site": {"ref": Exhibit.objects.all()[0].site.ref},
        "indicators:exhibit": {"ref": Exhibit.objects.all()[0].ref},
        "indicators": {"ref": Indicator.objects.all()[0].ref},
        "gaming:inspection": {"ref": Inspection.objects.get(state="due").ref},
        "gaming:penalty": {"ref": Penalty.objects.get().ref},
        "gaming": {"ref": Inspection.objects.get(state="due").venue.ref},
        "picture": {"area": "KH-1", "period": "2025-11-14..2025-11-17"},
        "picture": {
            "area": "KH-1",
            "period": "2025-11-14..2025-11-17",
            "ref": issue_sitrep(actor=duty, as_of=at, at=at).ref,
        },
    }


def _case_against(obligation: str, *, at: datetime) -> str:
    """Pursue the lapse of an obligation whose return was refused; return the case."""
    duty, authority = (world.actor(name, at=at) for name in ("duty", "discipline"))
    given: dict[str, Any] = {
        "actor": duty,
        "obligation": obligation,
        "words": "Another day",
        "at": at,
    }
    judge_obligation(judgement=Act.REFUSE, **given)
    record_lapse(**given)
    return open_case(actor=authority, obligation=obligation, at=at).ref
def _of_immigration(at: datetime) -> dict[str, object]:
    """Return a case, a person without one, and a list of the demo world."""
    officer = world.actor("immigration", at=at)
    route = Route(Means.FLIGHT, "Demonstration air", "Airport", "IDN", at + timedelta(days=1))
    person = immigration.candidates(officer, at=at)[0].face.ref
    manifest = prepare_manifest(actor=officer, route=route, at=at)
    return {
        "ref": immigration.lines(officer, at=at)[0].case.ref,
        "person": person,
        "list_ref": manifest.ref,
    }


def _address(name: str, pattern: URLPattern, values: dict[str, dict[str, object]]) -> str:
    wanted = set(pattern.pattern.converters)
    known = values.get(name) or values.get(name.partition(":")[0]) or {}
    return reverse(name, kwargs={key: known[key] for key in wanted})


@pytest.fixture
def addresses(at: datetime) -> dict[str, str]:
    """Every address of the site, with values of the demo world."""
    world.load(at=at)
    return all_addresses(at)


@pytest.mark.parametrize("name", PATTERNS)
def test_every_view_says_whom_it_is_for(name: str) -> None:
    assert hasattr(PATTERNS[name].callback, "permission"), f"{name} is neither guarded nor public"


def test_every_page_answers_each_role_as_the_table_of_grants_says(
    addresses: dict[str, str],
) -> None:
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


def test_nothing_is_written_by_looking_but_who_read_a_persons_file(
    addresses: dict[str, str],
) -> None:
    from samaki.ground.journal.models import Entry  # noqa: PLC0415 - beside its one use

    others = Entry.objects.exclude(kind__startswith="people:file:read:")
    before = others.count()
def test_nothing_is_written_by_looking_but_that_a_file_was_opened(
    addresses: dict[str, str],
) -> None:
    before = Entry.objects.count()
    for username in _CAST.values():
def test_nothing_is_written_by_looking_but_that_a_file_was_opened(
    addresses: dict[str, str],
) -> None:
    before = journal.length()
    for username in FIRST_IN_ROLE.values():
        client = Client()
        client.force_login(Account.objects.get(username=username))
        for address in addresses.values():
            client.get(address)

    assert others.count() == before
    written = Entry.objects.filter(number__gt=before)
    assert not written.exclude(kind__startswith="people:file:read:").exists()
    written = journal.page(subject=None, before=None, limit=journal.length() - before)
    assert {entry.kind for entry in written} == {"people:file:read:custody"}
    assert not any(entry.rows for entry in written)


def test_every_answer_forbids_what_comes_from_elsewhere(addresses: dict[str, str]) -> None:
    for address in addresses.values():
        policy = Client().get(address).headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy


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
