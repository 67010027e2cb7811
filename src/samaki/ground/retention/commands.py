"""`samaki shred`: for a timer of the server, which calls it as often as the office wants."""

from __future__ import annotations

from django.utils import timezone

from samaki.ground.access.actors import machine
from samaki.ground.access.rules import Machine
from samaki.ground.retention import queries, registry, services


def run(*, only_count: bool) -> int:
    """Shred whatever is due, or only say how much that is; print counts, never names."""
    clock = machine(Machine.CLOCK)
    for code, kind in registry.kinds().items():
        at, rows = timezone.now(), 0
        for some in queries.due(code, at=at):
            if only_count:
                rows += len(some)
                continue
            for first in range(0, len(some), services.BATCH):
                batch = some[first : first + services.BATCH]
                rows += services.shred_what_may_go(actor=clock, kind=code, among=batch, at=at)
        standing, decided = queries.standing(code, at=at), queries.decided(code)
        time = f"{decided.ref} does not hold yet: kept" if decided else "no time set: kept"
        if standing is not None:
            time = f"kept {standing.days} days by {standing.ref}"
        what = "due" if only_count else "shredded"
        print(f"{kind.code}: {rows} {what} ({time})", flush=True)
    services.leave_no_trace()
    return 0
