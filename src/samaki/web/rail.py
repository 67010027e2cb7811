"""Where things are: the same four groups for everybody; a role sees what it may open."""

from __future__ import annotations

from dataclasses import dataclass
from string import ascii_lowercase
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from samaki.ground.access.actors import NOBODY
from samaki.ground.access.rules import Permission
from samaki.ground.sites import queries as sites
from samaki.systems.border import queries as border
from samaki.systems.claims import queries as claims
from samaki.systems.custody.queries import exhibit_moves, handovers, payments
from samaki.systems.custody.queries.books import Moments
from samaki.systems.directives.queries import obligations
from samaki.systems.discipline import queries as discipline
from samaki.systems.gaming.queries import inspections
from samaki.systems.immigration.queries import cases as immigration
from samaki.systems.indicators import queries as indicators
from samaki.systems.listings import queries as listings
from samaki.systems.protection import queries as protection
from samaki.systems.support.queries import requests as support

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from django.utils.functional import _StrPromise

    from samaki.ground.access.actors import Actor

_P = Permission


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the rail: its words, its address, and the permission it opens with."""

    label: _StrPromise
    name: str
    permission: Permission | None  # None: everybody's own, once logged in


@dataclass(frozen=True, slots=True)
class Waiting:
    """How much work waits for this reader, and whether a limit has passed."""

    count: int
    is_breach: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """A page as one reader sees it; `key` is the letter that leads there after `g`."""

    label: str
    url: str
    key: str
    is_here: bool
    waiting: int = 0
    is_breach: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Entries that belong together."""

    label: str
    entries: tuple[Entry, ...]


PAGES: tuple[tuple[_StrPromise, tuple[Page, ...]], ...] = (
    (
        gettext_lazy("Now"),
        (
            Page(gettext_lazy("National picture"), "picture:national", _P.PICTURE_SEE),
            Page(gettext_lazy("Claims to read"), "claims:sources", _P.CLAIM_SEE),
            Page(gettext_lazy("Situation reports"), "picture:sitreps", _P.SITREP_SEE),
        ),
    ),
    (
        gettext_lazy("The order"),
        (
            Page(gettext_lazy("Directives"), "directives:directives", _P.DIRECTIVE_SEE),
            Page(gettext_lazy("My obligations"), "directives:mine", _P.OBLIGATION_ACKNOWLEDGE),
            Page(gettext_lazy("Operations"), "operations:operations", _P.OPERATION_SEE),
            Page(gettext_lazy("Sites"), "operations:sites", _P.OPERATION_SEE),
            Page(gettext_lazy("Support"), "support:requests", _P.SUPPORT_SEE),
        ),
    ),
    (
        gettext_lazy("People"),
        (
            Page(gettext_lazy("Custody"), "custody:home", _P.CUSTODY_SEE),
            Page(gettext_lazy("Persons"), "custody:persons", _P.PERSON_SEE),
            Page(gettext_lazy("Protection"), "protection:waiting", _P.SCREENING_SEE),
            Page(gettext_lazy("Immigration"), "immigration:cases", _P.CASE_SEE),
            Page(gettext_lazy("Border"), "border:home", _P.CHECK_MAKE),
            Page(gettext_lazy("Listings"), "listings:listings", _P.LISTING_SEE),
        ),
    ),
    (
        gettext_lazy("Conduct"),
        (
            Page(gettext_lazy("Gaming"), "gaming:home", _P.LICENCE_SEE),
            Page(gettext_lazy("Discipline"), "discipline:home", _P.LAPSE_SEE),
            Page(gettext_lazy("Exhibits"), "custody:exhibits", _P.EXHIBIT_SEE),
            Page(gettext_lazy("Payments"), "custody:payments", _P.PAYMENT_SEE),
            Page(gettext_lazy("Indicators"), "indicators:home", _P.INDICATOR_SEE),
        ),
    ),
    (
        gettext_lazy("The record"),
        (
            Page(gettext_lazy("Accounts"), "access:accounts", _P.ACCOUNT_SEE),
            Page(gettext_lazy("Reads of files"), "custody:reads", _P.JOURNAL_SEE),
            Page(gettext_lazy("Journal"), "journal", _P.JOURNAL_SEE),
            Page(gettext_lazy("Background work"), "jobs:jobs", _P.JOB_SEE),
        ),
    ),
    (
        gettext_lazy("My log-in"),
        (
            Page(gettext_lazy("Second factor"), "access:factor", None),
            Page(gettext_lazy("Tokens"), "tokens:tokens", _P.TOKEN_OPEN),
            Page(gettext_lazy("Password"), "access:password", None),
        ),
    ),
)


def groups(actor: Actor, path: str) -> tuple[Group, ...]:
    """Return the groups with something the actor may open."""
    seen = [(label, [page for page in pages if _opens(actor, page)]) for label, pages in PAGES]
    here = _here(path, [reverse(page.name) for _label, pages in seen for page in pages])
    now, letters = timezone.now(), keys()
    return tuple(
        Group(
            str(label), tuple(_entry(actor, p, letters[p.name], here=here, at=now) for p in pages)
        )
        for label, pages in seen
        if pages
    )


def keys() -> dict[str, str]:
    """Return the letter of each page, the same for every reader: one of its own name, if free."""
    found: dict[str, str] = {}
    for _label, pages in PAGES:
        for page in pages:
            wanted = page.name.replace(":", "") + ascii_lowercase
            free = set(ascii_lowercase) - set(found.values())
            found[page.name] = next(letter for letter in wanted if letter in free)
    return found


def _opens(actor: Actor, page: Page) -> bool:
    if page.permission is not None:
        return actor.may(page.permission)
    return actor.key != NOBODY.key and not actor.is_looking


def _here(path: str, urls: list[str]) -> str | None:
    """Return the entry the reader is at: the longest that the address begins with."""
    fitting = [url for url in urls if (path == url if url == "/" else path.startswith(url))]
    return max(fitting, key=len, default=None)


def _entry(actor: Actor, page: Page, key: str, *, here: str | None, at: datetime) -> Entry:
    url = reverse(page.name)
    asks = _WAITING.get(page.name)
    found = asks(actor, at) if asks else Waiting(0)
    return Entry(str(page.label), url, key, url == here, found.count, found.is_breach)


def _claims(actor: Actor, _at: datetime) -> Waiting:
    return Waiting(sum(claims.waiting().values()) if actor.may(_P.CLAIM_JUDGE) else 0)


def _returns(actor: Actor, _at: datetime) -> Waiting:
    return Waiting(obligations.to_judge(actor) if actor.may(_P.OBLIGATION_JUDGE) else 0)


def _variances(actor: Actor, at: datetime) -> Waiting:
    lines = handovers.open_variances(actor, Moments(at, at))
    return Waiting(sum(line.between for line in lines), is_breach=True)


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


# What waits for the reader, by page. Each answer is one query at most: every page shows the rail.
_WAITING: dict[str, Callable[[Actor, datetime], Waiting]] = {
    "claims:sources": _claims,
    "directives:directives": _returns,
    "directives:mine": lambda actor, at: Waiting(*obligations.waiting_for(actor, at=at)),
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
