"""The surfaces on which a name could show, beside plain pages: what the redaction walk also reads.

Whoever adds an export, an interface or a document adds it here; the walk fails for an address that
answers something other than a page and is not named. What officers type as free text is out of
scope: no rule can know that a sentence holds a name.
"""

from __future__ import annotations

import re
import subprocess
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from tests import needs

from samaki.ground.jobs.models import Job
from samaki.ground.sheets.reading import read
from samaki.picture.models import Sitrep
from samaki.systems.border.models import WatchListCheck
from samaki.systems.claims.models import Claim
from samaki.systems.custody.models import (
    Account,
    CustodyExtension,
    Ending,
    Exhibit,
    Handover,
    IntakeSheet,
    Payment,
    PhysicalCount,
    Posting,
    Release,
    ThingCount,
    ThingHandover,
)
from samaki.systems.directives.models import Obligation
from samaki.systems.immigration.models import ExpulsionCase, Manifest
from samaki.systems.listings.models import Listing
from samaki.systems.support.models import SupportRequest
from samaki.web.urls import API

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import QuerySet
    from django.test import Client


def _as_text(answer: bytes) -> str:
    return answer.decode("utf-8")


def _print_as_text(answer: bytes) -> str:
    """Return the words of a PDF; without poppler nothing can be said of one."""
    tool = needs.pdftotext()
    if tool is None:
        return ""
    asked = [tool, "-", "-"]
    return subprocess.run(asked, input=answer, capture_output=True, check=True).stdout.decode()


def _sheet_as_text(answer: bytes) -> str:
    return " ".join(cell for _number, row in read("answer", answer).rows for cell in row)


def _picture_as_text(_answer: bytes) -> str:
    """Return the words of a photograph: what is seen on it no policy of words can hide."""
    return ""


def _refused_dispatch(client: Client, typed: str) -> str:
    """Send nobody off from each station: the form comes back with a box for each named person."""
    stations = Account.objects.filter(kind="station").values_list("ref", flat=True)
    answers = [client.post(f"/custody/accounts/{ref}/dispatch/", {"to": typed}) for ref in stations]
    return " ".join(answer.content.decode() for answer in answers)


# By the name of its address: how the words of an answer that is no page are read (CSV, JSON, PDF).
READERS: dict[str, Callable[[bytes], str]] = {
    "access:picture": _as_text,
    "claims:empty_return": _sheet_as_text,
    "custody:chain_of_custody": _print_as_text,
    "custody:empty_sheet": _sheet_as_text,
    "custody:exhibit_photo": _picture_as_text,
    "custody:labels": _print_as_text,
    "custody:to_mend": _sheet_as_text,
    "immigration:table": _as_text,
    "picture:sitrep_json": _as_text,
    "picture:sitrep_pdf": _print_as_text,
}

# What is asked otherwise than by looking at an address: a search that is posted, a command. Each
# takes a logged-in browser and what was typed, and returns all words of the answer.
SURFACES: dict[str, Callable[[Client, str], str]] = {
    "a dispatch that is refused": _refused_dispatch
}


def _every(table: QuerySet[Any], field: str = "ref") -> list[str]:
    return sorted({str(ref) for ref in table.values_list(field, flat=True)})


def _persons() -> list[str]:
    return _every(Posting.objects.exclude(person=""), "person")


# By address of the API: what its {ref} may name. A new reading of one thing adds its line here.
_NAMED: dict[str, Callable[[], list[str]]] = {
    "/api/border/checks/{ref}": lambda: _every(WatchListCheck.objects.all()),
    "/api/claims/readings/{ref}": lambda: (
        _every(Job.objects.filter(kind="read_files")) or ["JOB-2"]
    ),
    "/api/claims/sources/{ref}/claims": lambda: _every(Claim.objects.all(), "source__ref"),
    "/api/custody/accounts/{ref}": lambda: _every(Account.objects.all()),
    "/api/custody/accounts/{ref}/persons": lambda: _every(Account.objects.all()),
    "/api/custody/counts/{ref}": lambda: _every(PhysicalCount.objects.all()),
    "/api/custody/exhibits/{ref}": lambda: _every(Exhibit.objects.all()),
    "/api/custody/exhibits/counts/{ref}": lambda: _every(ThingCount.objects.all()),
    "/api/custody/exhibits/handovers/{ref}": lambda: _every(ThingHandover.objects.all()),
    "/api/custody/payments/{ref}": lambda: _every(Payment.objects.all()),
    "/api/custody/ends/{ref}": lambda: _every(Ending.objects.all()) or ["EN-2222"],
    "/api/custody/extensions/{ref}": lambda: _every(CustodyExtension.objects.all()) or ["XT-2222"],
    "/api/custody/releases/{ref}": lambda: _every(Release.objects.all()) or ["RL-2222"],
    "/api/custody/handovers/{ref}": lambda: _every(Handover.objects.all()),
    "/api/custody/persons/{ref}": _persons,
    "/api/custody/persons/{ref}/grounds": _persons,
    "/api/custody/sheets/{ref}": lambda: _every(IntakeSheet.objects.all()),
    "/api/directives/drafts/{ref}": lambda: _every(Claim.objects.all(), "source__ref"),
    "/api/directives/obligations/{ref}": lambda: _every(Obligation.objects.all())[:2],
    "/api/immigration/cases/{ref}": lambda: _every(ExpulsionCase.objects.all()),
    "/api/immigration/manifests/{ref}": lambda: _every(Manifest.objects.all()),
    "/api/listings/{ref}": lambda: _every(Listing.objects.all()),
    "/api/picture/sitreps/{ref}": lambda: _every(Sitrep.objects.all()),
    "/api/support/requests/{ref}": lambda: _every(SupportRequest.objects.all()),
}


def api_readings() -> list[str]:
    """Return every address of the API that is read, each with all values it may have."""
    found = []
    for path in _gets():
        name = next(iter(re.findall(r"{(\w+)}", path)), None)
        assert name is None or path in _NAMED, f"say in surfaces.py what {path} may name"
        values = _NAMED[path]() if name else [""]
        found += [re.sub(r"{\w+}", quote(value), path) for value in values]
    return found


def api_searches() -> list[tuple[str, str]]:
    """Return every address of the API into which words may be typed, with the words' name."""
    return [
        (path, parameter["name"])
        for path, described in _gets().items()
        for parameter in described.get("parameters", [])
        if parameter["in"] == "query" and parameter["schema"].get("type") == "string"
    ]


def api_writings() -> list[str]:
    """Return every address of the API to which something is sent; what it names need not be."""
    return [
        re.sub(r"{\w+}", "1", path)
        for path, methods in API.get_openapi_schema()["paths"].items()
        if methods.keys() - {"get", "parameters"}
    ]


def _gets() -> dict[str, dict[str, Any]]:
    return {
        path: methods["get"]
        for path, methods in API.get_openapi_schema()["paths"].items()
        if "get" in methods
    }
