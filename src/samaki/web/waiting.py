"""What waits for a reader on each page of the rail.

Every page shows it, and between two acts it stays the same, so it is kept: as long as nobody
recorded anything and the minute is the same, since some of it falls due.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from django.utils import timezone

from samaki.ground.access.rules import Permission
from samaki.ground.journal import queries as journal
from samaki.ground.sites import queries as sites
from samaki.systems.border import queries as border
from samaki.systems.claims import queries as claims
from samaki.systems.custody.queries import exhibit_moves, handovers, payments
from samaki.systems.directives.queries import asks, obligations
from samaki.systems.discipline import queries as discipline
from samaki.systems.gaming.queries import inspections
from samaki.systems.immigration.queries import cases as immigration
from samaki.systems.indicators import queries as indicators
from samaki.systems.listings import queries as listings
from samaki.systems.protection import queries as protection
from samaki.systems.support.queries import requests as support

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from datetime import datetime

    from samaki.ground.access.actors import Actor

_P = Permission


@dataclass(frozen=True, slots=True)
class Waiting:
    """How much work waits for this reader, and whether a limit has passed."""

    count: int
    is_breach: bool = False


def counts(actor: Actor, names: Collection[str], *, at: datetime) -> dict[str, Waiting]:
    """Return what waits for the reader on each of these pages of the rail, by name."""
    kept = _kept(journal.head(), at.replace(second=0, microsecond=0))
    found = kept.setdefault(actor, {})
    for name in names:
        if name not in found:
            found[name] = WAITING[name](actor, at) if name in WAITING else Waiting(0)
    return {name: found[name] for name in names}


def forget() -> None:
    """Ask everything anew."""
    _kept.cache_clear()


@lru_cache(maxsize=1)
def _kept(_head: str, _minute: datetime) -> dict[Actor, dict[str, Waiting]]:
    return {}


def _claims(actor: Actor, _at: datetime) -> Waiting:
    return Waiting(sum(claims.waiting().values()) if actor.may(_P.CLAIM_JUDGE) else 0)


def _returns(actor: Actor, _at: datetime) -> Waiting:
    return Waiting(obligations.to_judge(actor) if actor.may(_P.OBLIGATION_JUDGE) else 0)


def _mine(actor: Actor, at: datetime) -> Waiting:
    """Count what the reader's office has to do, and the counts that are asked of it."""
    count, is_breach = obligations.waiting_for(actor, at=at)
    asked, is_late = asks.waiting_for(actor, at=at)
    return Waiting(count + asked, is_breach=is_breach or is_late)


def _variances(actor: Actor, _at: datetime) -> Waiting:
    return Waiting(handovers.missing(actor), is_breach=True)


def _things(actor: Actor, _at: datetime) -> Waiting:
    return Waiting(exhibit_moves.to_explain(actor), is_breach=True)


def _payments(actor: Actor, _at: datetime) -> Waiting:
    return Waiting(payments.to_confirm(actor) if actor.may(_P.PAYMENT_CONFIRM) else 0)


def _alerts(actor: Actor, _at: datetime) -> Waiting:
    return Waiting(border.waiting(actor) if actor.may(_P.MATCH_JUDGE) else 0)


def _reviews(actor: Actor, at: datetime) -> Waiting:
    return Waiting(listings.review_waits(actor, at=at) if actor.may(_P.LISTING_ENTER) else 0)


def _unread(actor: Actor, _at: datetime) -> Waiting:
    return Waiting(len(indicators.unread(actor)) if actor.may(_P.SIGHTING_RECORD) else 0)


def _gaming(actor: Actor, at: datetime) -> Waiting:
    """Count the inspections due for who inspects, and what waits for who decides."""
    waiting = 0
    if actor.may(_P.INSPECTION_RECORD):
        waiting += inspections.due_count(actor, today=timezone.localtime(at).date())
    if actor.may(_P.PENALTY_DECIDE):
        waiting += inspections.undecided_count(actor)
    return Waiting(waiting)


# What waits for the reader, by page: one query each, and one more for gaming.
WAITING: dict[str, Callable[[Actor, datetime], Waiting]] = {
    "claims:sources": _claims,
    "directives:directives": _returns,
    "directives:mine": _mine,
    "operations:sites": lambda actor, _at: Waiting(sites.reopened(actor), is_breach=True),
    "support:requests": lambda actor, _at: Waiting(support.waiting(actor)),
    "custody:home": _variances,
    "custody:exhibits": _things,
    "custody:payments": _payments,
    "protection:waiting": lambda actor, at: Waiting(protection.how_many_wait(actor, at=at)),
    "immigration:cases": lambda actor, at: Waiting(immigration.waiting(actor, at=at)),
    "border:home": _alerts,
    "listings:listings": _reviews,
    "discipline:home": lambda actor, _at: Waiting(discipline.waiting_for(actor)),
    "gaming:home": _gaming,
    "indicators:home": _unread,
}
