"""Every address of the site, with values of the demo world: what the walks of the tests go through.

A system adds its own values to `values` in one line.
"""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from PIL import Image

from samaki.ground.access.actors import machine
from samaki.ground.access.models import Account
from samaki.ground.access.rules import Machine
from samaki.ground.access.services.accounts import open_account
from samaki.ground.access.services.passwords import make_link
from samaki.ground.documents.staging import Upload
from samaki.ground.jobs.services import ask_job
from samaki.ground.sheets.writing import write
from samaki.ground.sources.rules import SourceKind
from samaki.kernel.ledger import Cell
from samaki.picture.services import issue_sitrep
from samaki.systems.border.models import Alert, IrregularCrossing, WatchListCheck
from samaki.systems.claims.models import Claim
from samaki.systems.claims.services import Said, ask_files
from samaki.systems.custody.models import Account as CustodyAccount
from samaki.systems.custody.models import (
    Exhibit,
    Handover,
    Payment,
    Posting,
    ThingCount,
    ThingHandover,
)
from samaki.systems.custody.queries import accounts, clocks
from samaki.systems.custody.queries.books import Moments
from samaki.systems.custody.rules import AccountKind, Party, SheetKind
from samaki.systems.custody.rules.counts import Counted
from samaki.systems.custody.rules.ends import Ended
from samaki.systems.custody.rules.extensions import Granted
from samaki.systems.custody.rules.payments import Leaving
from samaki.systems.custody.services.counts import record_count
from samaki.systems.custody.services.ends import end_custody
from samaki.systems.custody.services.extensions import record_extension
from samaki.systems.custody.services.holds import place_hold_by_hand
from samaki.systems.custody.services.photos import add_photo
from samaki.systems.custody.services.releases import prepare_release
from samaki.systems.custody.services.sheet_posting import name_rows, post_sheet
from samaki.systems.custody.services.sheets import Sent, stage_sheet
from samaki.systems.custody.services.thing_counts import count_exhibit
from samaki.systems.directives.models import Directive, Obligation
from samaki.systems.directives.rules import Act, Asked
from samaki.systems.directives.services.asks import answer_count, ask_count
from samaki.systems.directives.services.obligations import judge_obligation, record_lapse
from samaki.systems.directives.services.orders import file_order
from samaki.systems.discipline.services import open_case
from samaki.systems.gaming.models import Inspection, Penalty
from samaki.systems.immigration.queries import cases as immigration
from samaki.systems.immigration.rules import Means
from samaki.systems.immigration.services.manifests import Route, prepare_manifest
from samaki.systems.indicators.models import Indicator
from samaki.systems.listings.models import Listing
from samaki.systems.operations.models import Operation
from samaki.systems.protection.models import Referral
from samaki.systems.support.models import SupportRequest
from samaki.web import world
from samaki.web.cast import CAST

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from samaki.ground.access.rules import Permission

# The first of the cast in each role.
FIRST_IN_ROLE = {member.role: member.username for member in reversed(CAST)}

_ACTS = ("obligation", "acknowledge", "decline", "return", "judge", "lapse")
_OF_A_HANDOVER = (
    "handover",
    "decline",
    "take_back",
    "readdress",
    "change_vehicle",
    "rest",
    "chain_of_custody",
)
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


def permission_of(name: str) -> Permission | None:
    found: Permission | None = vars(PATTERNS[name].callback)["permission"]
    return found


def values(at: datetime) -> dict[str, dict[str, object]]:
    """Return, for each kind of address, values that name something of the demo world."""
    station = CustodyAccount.objects.get(kind="station", unit="police-poipet")
    claim = Claim.objects.filter(low=1001).get()
    handover = Handover.objects.get()
    duty = world.actor("duty", at=at)
    job, _is_new = ask_job(actor=duty, kind="verify", subject="books", at=at)
    intake = Account.objects.get(username="intake")
    operation = Operation.objects.filter(area="KH-1").get()
    obligation = Obligation.objects.get(post="governor-KH-1")
    exhibit = Exhibit.objects.order_by("pk")[0]
    return {
        "access:end": {"number": intake.appointments.get().pk},
        "access": {"number": intake.pk},
        "access:set_up": _set_up(at),
        "border:checkpoint": {"code": "poipet"},
        "border:check": {"ref": WatchListCheck.objects.get().ref},
        "border:alert": {"ref": Alert.objects.get().ref},
        "border:incident": {"ref": IrregularCrossing.objects.get().ref},
        "claims:source": {"ref": claim.source.ref},
        "claims:read": {"ref": claim.source.ref},
        "claims:empty_return": {"name": "province-return-km.xlsx"},
        "claims:reading": {"ref": _reading(at)},
        "claims": {"ref": claim.ref},
        "custody:empty_sheet": {"name": "persons-km.xlsx"},
        **_of_a_sheet(at=at),
        "custody:movement": {"number": handover.movement_id},
        **{f"custody:{act}": {"ref": handover.ref} for act in _OF_A_HANDOVER},
        **_of_ends(str(station.ref), at=at),
        "custody:physical_count": {"ref": _count_of(str(station.ref), at=at)},
        "custody:extension": {"ref": _extension(str(station.ref), at=at)},
        **_of_holds(at),
        "custody:person": {"ref": Posting.objects.exclude(person="").values_list("person")[0][0]},
        **_of_exhibits(exhibit, at=at),
        "custody": {"ref": station.ref},
        **{name: {"ref": obligation.ref} for name in _OF_AN_OBLIGATION},
        "directives:count": {"ref": _count_asked(at)},
        "directives:read": {"ref": _order_text(at)},
        "directives": {"ref": Directive.objects.get().ref, "number": 1},
        "discipline": {"ref": _case_against(obligation.ref, at=at)},
        "gaming:inspection": {"ref": Inspection.objects.get(state="due").ref},
        "gaming:penalty": {"ref": Penalty.objects.get().ref},
        "gaming": {"ref": Inspection.objects.get(state="due").venue.ref},
        "immigration": _of_immigration(at),
        "indicators:site": {"ref": exhibit.site.ref},
        "indicators:exhibit": {"ref": exhibit.ref},
        "indicators": {"ref": Indicator.objects.order_by("pk")[0].ref},
        "jobs:ask": {"kind": "verify"},
        "jobs": {"ref": job.ref},
        "listings": {"ref": Listing.objects.filter(is_name_only=True).get().ref},
        "operations:of_claim": {"ref": claim.ref},
        "operations:site": {"ref": operation.targets.get().site.ref},
        "operations": {"ref": operation.ref, "number": 1},
        "picture": {
            "key": claim.ref,
            "area": "KH-1",
            "period": "2025-11-14..2025-11-17",
            "ref": issue_sitrep(actor=duty, as_of=at, at=at).ref,
        },
        **_of_protection(),
        "support": {"ref": SupportRequest.objects.get(area="KH-1").ref},
        "tokens": {"number": 1},
    }


def _count_asked(at: datetime) -> str:
    """Return a count that is asked of the governor of Banteay Meanchey, and answered."""
    asked = Asked("", date(2025, 11, 14), date(2025, 11, 16))
    said = "Two reports differ"
    duty, governor = world.actor("duty", at=at), world.actor("command", at=at)
    ref = ask_count(actor=duty, area="KH-1", asked=asked, words=said, due_at=None, at=at).ref
    answer_count(actor=governor, request=ref, count=300, at=at)
    return str(ref)


def _order_text(at: datetime) -> str:
    """Return the filed text of an order whose clauses nobody has confirmed yet."""
    text = "1. Governors must count everyone by 30 November 2025.\n2. The police must guard them."
    day = world.phnom_penh_time(15, 9).date()
    duty = world.actor("duty", at=at)
    filed = file_order(actor=duty, text=text, title="", issued_on=day, language="en", at=at)
    return str(filed.ref)


def _reading(at: datetime) -> str:
    """Return a reading of a file that says nothing and of one that is bad."""
    uploads = [Upload("a.txt", 9, [b"Not yet. "]), Upload("b.txt", 1, [b"\xff"])]
    duty, said = world.actor("duty", at=at), Said(SourceKind.PRESS)
    return str(ask_files(actor=duty, uploads=uploads, said=said, at=at)[0].ref)


def _of_a_sheet(*, at: datetime) -> dict[str, dict[str, object]]:
    """Return what names a sheet for Poipet: a row known already, a good one, one to mend."""
    officer = world.actor("intake", at=at)
    rows = [
        ["Name", "Nationality", "Sex", "Age", "Paper number"],
        *([f"Quillmarth {n}", "IDN", "M", "adult", f"ZQX80000{n}"] for n in range(3)),
    ]
    kind, made = SheetKind.PERSONS, []
    for known in (rows[:2], [*rows[:3], [*rows[3][:2], "?!", "adult", ""]]):
        sent = Sent(kind, "list.csv", write("csv", known), world.phnom_penh_time(17, 16))
        made.append(stage_sheet(actor=officer, unit="police-poipet", sent=sent, at=at))
        if len(made) == 1:
            post_sheet(actor=officer, sheet=made[0].ref, at=at)
            name_rows(actor=officer, sheet=made[0].ref, most=1, at=at)
    return {name: {"ref": made[1].ref} for name in ("custody:sheet", "custody:to_mend")}


def _set_up(at: datetime) -> dict[str, object]:
    """Return what names a set-up link that is good now, of an account of its own."""
    opened = open_account(
        actor=machine(Machine.INSTALLER), username="newcomer", password=None, at=at
    )
    manager = world.actor("manager", at=at)
    token = make_link(actor=manager, account_id=opened.pk, why="new here", at=timezone.now())
    return {"number": opened.pk, "token": token}


def _of_ends(station: str, *, at: datetime) -> dict[str, dict[str, object]]:
    """Return an end in which a named person and heads are unknown, and one of two that waits."""
    officer, men = world.actor("intake", at=at), Cell("IDN", "M", "adult")
    named = Posting.objects.filter(account__ref=station).exclude(person="").values_list("person")
    for kind, (person,) in zip((AccountKind.UNKNOWN, AccountKind.RELEASED), named[:2], strict=True):
        party = Party({men: 2}, (person,))
        ended = Ended(kind, party, "Prosecutor", "Order 12", reason="Gone", happened_at=at)
        made = end_custody(actor=officer, account=station, ended=ended, at=at)
    unknown = CustodyAccount.objects.get(kind=AccountKind.UNKNOWN).ref
    return {
        "custody:ended": {"ref": unknown},
        "custody:found_again": {"ref": unknown},
        "custody:ending": {"ref": made.ref},
    }


def _of_holds(at: datetime) -> dict[str, dict[str, object]]:
    """Return whom a hold is placed on by hand, and a hold that a court ordered."""
    person = Posting.objects.filter(account__unit="police-poipet").exclude(person="")[0].person
    hold = place_hold_by_hand(
        actor=world.actor("immigration", at=at),
        person=person,
        ground="court_order",
        owner="",
        because="Order 40/25",
        at=at,
    )
    return {"custody:hold_new": {"ref": person}, "custody:hold_lift": {"ref": hold.ref}}


def _of_exhibits(exhibit: Exhibit, *, at: datetime) -> dict[str, dict[str, object]]:
    """Return an exhibit that lies in a store, a hand-over of others, an entry, and a count."""
    acts = ("", "_open", "_seal", "_pieces", "_missing")
    store = exhibit.balances.get().account.ref
    officer = world.actor("intake", at=at)
    leaving = Leaving("returned", "Order 12", "R-1")
    second = world.actor("police1", at=at)
    count_exhibit(actor=second, exhibit=exhibit.ref, pieces=1, happened_at=at, at=at)
    release = prepare_release(actor=officer, exhibit=exhibit.ref, leaving=leaving, at=at)
    payment = Payment.objects.order_by("pk")[0]
    drawn = io.BytesIO()
    Image.new("RGB", (8, 8)).save(drawn, "PNG")
    photo = add_photo(actor=officer, exhibit=exhibit.ref, content=drawn.getvalue(), at=at)
    return {
        **{f"custody:exhibit{act}": {"ref": exhibit.ref} for act in acts},
        "custody:exhibit_photos": {"ref": exhibit.ref},
        "custody:exhibit_photo": {"ref": exhibit.ref, "digest": photo.digest},
        "custody:release_new": {"ref": exhibit.ref},
        "custody:release": {"ref": release.ref},
        "custody:payment": {"ref": payment.ref},
        "custody:exhibit_dispatch": {"ref": store},
        "custody:exhibit_handover": {"ref": ThingHandover.objects.get().ref},
        "custody:exhibit_movement": {"number": ThingHandover.objects.get().movement_id},
        "custody:exhibit_count": {"ref": ThingCount.objects.order_by("pk")[0].ref},
    }


def _of_protection() -> dict[str, dict[str, object]]:
    """Return a screening with its interview, and the referral that followed."""
    referral = Referral.objects.get()
    return {
        "protection:file": {"ref": referral.screening.person},
        "protection:interview": {"ref": referral.screening.interviews.get().ref},
        "protection:referral": {"ref": referral.ref},
        "protection": {"ref": referral.screening.ref},
    }


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


def _extension(account: str, *, at: datetime) -> str:
    """Extend the time of somebody whom an account keeps, as a prosecutor wrote; return it."""
    officer, moments = world.actor("intake", at=at), Moments(at, at)
    subjects = [s for line in clocks.clocks(officer, moments) for s, _count in line.parts]
    held = accounts.subjects(account, moments)
    person = next(str(s.person) for s in subjects if s.person and s in held)
    said = ("Demonstration prosecution", "118/25", at, "Demonstration article", 24)
    granted = Granted("police-poipet", *said, (person,))
    return record_extension(actor=officer, granted=granted, at=at).ref


def _count_of(account: str, *, at: datetime) -> str:
    """Count fewer than are held in an account, so that a difference waits; return the count."""
    intake = world.actor("intake", at=at)
    counted = Counted(58)
    return record_count(actor=intake, account=account, counted=counted, happened_at=at, at=at).ref


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


def address(name: str, pattern: URLPattern, known_values: dict[str, dict[str, object]]) -> str:
    wanted = set(pattern.pattern.converters)
    known = known_values.get(name) or known_values.get(name.partition(":")[0]) or {}
    return reverse(name, kwargs={key: known[key] for key in wanted})


def all_addresses(
    at: datetime, known: dict[str, dict[str, object]] | None = None
) -> dict[str, str]:
    """Return every address by name; the demo world has to be loaded."""
    known = known or values(at)
    return {name: address(name, pattern, known) for name, pattern in PATTERNS.items()}
