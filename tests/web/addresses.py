"""Every address of the site, with values of the demo world: what the walks of the tests go through.

A system adds its own values to `values` in one line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from samaki.ground.access.models import Account
from samaki.ground.jobs.services import ask_job
from samaki.systems.claims.models import Claim
from samaki.systems.custody.models import Account as CustodyAccount
from samaki.systems.custody.models import Handover, Posting
from samaki.systems.directives.models import Directive
from samaki.systems.operations.models import Operation
from samaki.web import world
from samaki.web.cast import CAST

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from samaki.ground.access.rules import Permission

# The first of the cast in each role.
FIRST_IN_ROLE = {member.role: member.username for member in reversed(CAST)}


def _patterns(
    resolver: URLResolver | None = None, namespace: str = ""
) -> Iterator[tuple[str, URLPattern]]:
    for each in (resolver or get_resolver()).url_patterns:
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
    return {
        "custody:movement": {"number": handover.movement_id},
        "custody:handover": {"ref": handover.ref},
        "custody:person": {"ref": Posting.objects.exclude(person="").values_list("person")[0][0]},
        "custody": {"ref": station.ref},
        "claims:source": {"ref": claim.source.ref},
        "claims": {"ref": claim.ref},
        "directives": {"ref": Directive.objects.get().ref},
        "operations": {"ref": operation.ref, "number": 1},
        "access:end": {"number": intake.appointments.get().pk},
        "access": {"number": intake.pk},
        "jobs:ask": {"kind": "verify"},
        "jobs": {"ref": job.ref},
        "picture": {"area": "KH-1", "period": "2025-11-14..2025-11-17"},
    }


def address(name: str, pattern: URLPattern, known_values: dict[str, dict[str, object]]) -> str:
    wanted = set(pattern.pattern.converters)
    known = known_values.get(name) or known_values.get(name.partition(":")[0]) or {}
    return reverse(name, kwargs={key: known[key] for key in wanted})


def all_addresses(at: datetime) -> dict[str, str]:
    """Return every address by name; the demo world has to be loaded."""
    known = values(at)
    return {name: address(name, pattern, known) for name, pattern in PATTERNS.items()}
