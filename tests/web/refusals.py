"""For every write of the API, a body that its rules refuse: who sends it, and every reason."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone
from tests.web import refused_ends, refused_exhibits, refused_holds

from samaki.systems.custody.models import Account as CustodyAccount
from samaki.systems.custody.models import Exhibit, Handover
from samaki.systems.custody.rules.counts import Counted
from samaki.systems.custody.services.counts import record_count
from samaki.systems.directives.models import Obligation
from samaki.systems.directives.rules import Asked
from samaki.systems.directives.services.asks import ask_count
from samaki.systems.immigration.models import ExpulsionCase
from samaki.systems.immigration.rules import Means
from samaki.systems.immigration.services.manifests import Route, prepare_manifest
from samaki.systems.operations.models import Operation
from samaki.web import world

if TYPE_CHECKING:
    from collections.abc import Callable


def dispatch_body(men: int) -> dict[str, object]:
    heads = [{"nationality": "IDN", "sex": "M", "age": "adult", "count": men}]
    units = {"giver": "police-poipet", "receiver": "police-KH-1", "escort": "gendarmerie-KH-1"}
    return {**units, "heads": heads, "happened_at": "2025-11-17T20:00:00+07:00"}


def count_asked() -> str:
    """Ask the demo's governor for a count; return its reference."""
    day, at = date(2025, 11, 14), timezone.now()
    return str(
        ask_count(
            actor=world.actor("duty", at=at),
            area="KH-1",
            asked=Asked("", day, day),
            words="Two reports differ",
            due_at=None,
            at=at,
        ).ref
    )


LATE = "2099-01-01T00:00:00+07:00"
_HELD = {"nationality": "IDN", "sex": "M", "age": "adult", "count": 5000}
# By operation: who writes, what the address names, a body the rules refuse, the reasons' codes.
_Body = dict[str, object]
REFUSED: dict[str, tuple[str, Callable[[], str], _Body | Callable[[], _Body], set[str]]] = {
    **refused_ends.REFUSED,
    **refused_exhibits.REFUSED,
    **refused_holds.REFUSED,
    "/custody/intakes": (
        "intake",
        str,
        {"unit": "police-poipet", "heads": [], "legal_basis": "", "happened_at": LATE},
        {"nobody", "no_basis", "future"},
    ),
    "/custody/handovers": (
        "intake",
        str,
        dispatch_body(5000) | {"receiver": "police-poipet", "happened_at": LATE},
        {"same_unit", "overdrawn", "future"},
    ),
    "/custody/handovers/{ref}/receipts": (
        "receiver",
        lambda: str(Handover.objects.get().ref),
        {"unit": "police-KH-1", "heads": [_HELD], "happened_at": LATE},
        {"future", "not_sent"},
    ),
    "/custody/handovers/{ref}/declines": (
        "receiver",
        lambda: str(Handover.objects.get().ref),
        {"unit": "police-poipet", "reason": " ", "happened_at": LATE},
        {"no_decline", "future", "not_addressee"},
    ),
    "/custody/handovers/{ref}/returns": (
        "intake",
        lambda: str(Handover.objects.get().ref),
        {"unit": "police-poipet", "heads": [_HELD], "happened_at": LATE},
        {"future", "not_sent"},
    ),
    "/custody/handovers/{ref}/readdressings": (
        "intake",
        lambda: str(Handover.objects.get().ref),
        {"receiver": "police-poipet", "reason": " "},
        {"no_readdress", "part_received", "same_unit"},
    ),
    "/custody/handovers/{ref}/late-receipts": (
        "receiver",
        lambda: str(Handover.objects.get().ref),
        {"unit": "police-poipet", "heads": [_HELD], "happened_at": LATE},
        {"future", "not_addressee", "not_sent"},
    ),
    "/custody/movements/{ref}/correction": (
        "intake",
        lambda: str(Handover.objects.get().movement_id),
        {"reason": " "},
        {"no_reason", "overdrawn_later"},
    ),
    "/custody/handovers/{ref}/vehicle-changes": (
        "intake",
        lambda: str(Handover.objects.get().ref),
        {"vehicle": "2A-1", "escort": "police-poipet", "reason": " ", "happened_at": LATE},
        {"no_vehicle_change", "future", "part_received"},
    ),
    "/custody/vehicles/arrivals": (
        "receiver",
        str,
        {"vehicle": "2a-9999", "unit": "police-KH-1", "happened_at": LATE},
        {"nobody_on_board"},
    ),
    "/custody/clocks/limits": (
        "duty",
        str,
        {"code": "ccp96.base", "jurisdiction": "VNM", "hours": 49, "why": " "},
        {"clock_home", "clock_longer", "no_clock_source"},
    ),
    "/custody/extensions": (
        "intake",
        str,
        {
            "unit": "police-poipet",
            "office": " ",
            "document": "",
            "ground": "",
            "hours": 25,
            "persons": ["P-2222"],
            "happened_at": LATE,
        },
        {
            *("no_prosecutor", "not_in_writing", "no_felony", "extension_longer", "future"),
            "not_in_police_custody",
        },
    ),
    "/custody/extensions/{ref}/withdrawal": (
        "intake",
        lambda: "PX-2222",
        {"reason": " "},
        {"unknown_extension"},
    ),
    "/custody/counts": (
        "intake",
        str,
        lambda: {"account": _station(), "total": 58, "heads": [_HELD], "happened_at": LATE},
        {"future", "parts"},
    ),
    "/custody/counts/{ref}/explanation": (
        "command",
        lambda: _counted(),  # noqa: PLW0108 - it is told below
        {"reason": " ", "evidence": "HV-2222"},
        {"no_explanation", "unknown_evidence"},
    ),
    "/custody/established": (
        "intake",
        str,
        lambda: {
            "account": _station(),
            "before": {"nationality": "IDN", "sex": "M", "age": "adult"},
            "after": {"nationality": "IDN", "sex": "M", "age": "adult"},
            "evidence": " ",
            "happened_at": LATE,
        },
        {"same_cell", "nothing_shows_it", "future"},
    ),
    "/custody/persons": (
        "intake",
        str,
        {"unit": "police-poipet", "nationality": "IDN", "name": " ", "happened_at": LATE},
        {"no_name", "future"},
    ),
    "/directives/counts/{ref}/answers": ("command", count_asked, {}, {"answer_nothing"}),
    "/claims/files": ("duty", str, {"file": b"in no field that is read"}, {"no_files"}),
    "/custody/sheets": (
        "intake",
        str,
        lambda: {
            "unit": "police-poipet",
            "kind": "heads",
            "happened_at": LATE,
            "file": b"Nationality,Sex,Sex",
        },
        {"no_column", "two_columns", "no_rows", "future", "no_basis"},
    ),
    "/custody/sheets/{ref}/posting": ("intake", lambda: "SH-2222", {}, {"unknown_sheet"}),
    "/custody/sheets/{ref}/closing": ("intake", lambda: "SH-2222", {}, {"unknown_sheet"}),
    "/operations/{ref}/targets/1/result": (
        "command",
        lambda: Operation.objects.filter(area="KH-1").get().ref,
        {"heads": [], "legal_basis": "", "happened_at": LATE},
        {"refused"},
    ),
    "/directives/obligations/{ref}/acknowledgement": (
        "police1",
        lambda: Obligation.objects.get(post="governor-KH-1").ref,
        {},
        {"not_office", "answered"},
    ),
    "/directives/obligations/{ref}/returns": (
        "police1",
        lambda: Obligation.objects.get(post="governor-KH-1").ref,
        {"day": "2099-01-01", "is_nil": True, "people_found": 3},
        {"not_office", "day_to_come", "nil_counts"},
    ),
    "/support/requests": (
        "command",
        str,
        {
            "area": "KH-1",
            "what": " ",
            "how_many": 0,
            "where": "",
            "needed_at": LATE,
            "why": "",
            "operation": "OP-0000",
        },
        {"no_what", "no_where", "no_why", "not_many", "far", "unknown_operation"},
    ),
    "/border/checkpoints/poipet/checks": (
        "border",
        str,
        {"text": "", "born": "2999"},
        {"no_name", "unborn"},
    ),
    "/immigration/cases/{ref}/order": (
        "authority",
        lambda: ExpulsionCase.objects.order_by("pk")[0].ref,
        {
            "ground": "no_paper",
            "reasons": "",
            "language": "",
            "appeal_until": "2025-01-01T00:00:00+07:00",
            "appeal_set_by": "",
        },
        {"ground", "no_reasons", "no_language", "no_setter", "appeal_short", "unknown_ground"},
    ),
    "/immigration/cases/{ref}/undo": (
        "immigration",
        lambda: ExpulsionCase.objects.order_by("pk")[0].ref,
        {"reasons": " "},
        {"state", "no_reasons"},
    ),
    "/immigration/manifests/{ref}/departure": (
        "immigration",
        lambda: _empty_list(),  # noqa: PLW0108 - it is told below
        {"happened_at": LATE},
        {"nobody_boarded", "future"},
    ),
    "/indicators/exhibits/{ref}/sightings": (
        "analyst",
        lambda: Exhibit.objects.order_by("pk")[0].ref,
        {"text": "phone 12\nnothing", "happened_at": LATE},
        {"future"},
    ),
}


def _station() -> str:
    return str(CustodyAccount.objects.get(unit="police-poipet", kind="station").ref)


def _counted() -> str:
    at, counted = world.phnom_penh_time(18, 6), Counted(58)
    intake, account = world.actor("intake", at=at), _station()
    return record_count(actor=intake, account=account, counted=counted, happened_at=at, at=at).ref


def _empty_list() -> str:
    at = world.phnom_penh_time(18, 6)
    route = Route(Means.FLIGHT, "Demonstration air", "Airport", "IDN", at + timedelta(hours=1))
    return prepare_manifest(actor=world.actor("immigration", at=at), route=route, at=at).ref
