"""Where things are: the same four groups for everybody; a role sees what it may open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from samaki.ground.access.actors import NOBODY
from samaki.ground.access.rules import Permission
from samaki.systems.border import queries as border
from samaki.systems.claims import queries as claims
from samaki.systems.custody.queries import handovers
from samaki.systems.custody.queries.books import Moments
from samaki.systems.directives.queries import obligations
from samaki.systems.discipline import queries as discipline
from samaki.systems.protection import queries as protection
from samaki.systems.immigration.queries import cases as immigration
from samaki.systems.listings import queries as listings
from samaki.ground.sites import queries as sites
from samaki.systems.claims import queries as claims
from samaki.systems.custody.queries import handovers
from samaki.systems.custody.queries.books import Moments
from samaki.systems.support.queries import requests as support
from samaki.systems.gaming.queries import inspections
from samaki.systems.indicators import queries as indicators

if TYPE_CHECKING:
    from collections.abc import Iterable

    from samaki.ground.access.actors import Actor

_P = Permission


@dataclass(frozen=True, slots=True)
class Entry:
    """A page of the rail; `waiting` counts the work that waits for this reader."""

    label: str
    url: str
    is_here: bool
    waiting: int = 0
    is_breach: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Entries that belong together."""

    label: str
    entries: tuple[Entry, ...]


def groups(actor: Actor, path: str) -> tuple[Group, ...]:
    """Return the groups with something the actor may open."""
    pages = (
        (
            _("Now"),
            (
                (_("National picture"), "picture:national", _P.PICTURE_SEE),
                (_("Claims to read"), "claims:sources", _P.CLAIM_SEE),
                (_("Situation reports"), "picture:sitreps", _P.SITREP_SEE),
            ),
        ),
        (
            _("The order"),
            (
                (_("Directives"), "directives:directives", _P.DIRECTIVE_SEE),
                (_("My obligations"), "directives:mine", _P.OBLIGATION_ACKNOWLEDGE),
                (_("Operations"), "operations:operations", _P.OPERATION_SEE),
                (_("Sites"), "operations:sites", _P.OPERATION_SEE),
                (_("Support"), "support:requests", _P.SUPPORT_SEE),
            ),
        ),
        (
            _("People"),
            (
                (_("Custody"), "custody:home", _P.CUSTODY_SEE),
                (_("Protection"), "protection:waiting", _P.SCREENING_SEE),
                (_("Border"), "border:home", _P.CHECK_MAKE),
                (_("Immigration"), "immigration:cases", _P.CASE_SEE),
                (_("Listings"), "listings:listings", _P.LISTING_SEE),
            ),
        ),
        (
            _("Conduct"),
            (
                (_("Discipline"), "discipline:home", _P.LAPSE_SEE),
                (_("Gaming"), "gaming:home", _P.LICENCE_SEE),
                (_("Indicators"), "indicators:home", _P.INDICATOR_SEE),
        (
            _("People"),
            (
                (_("Custody"), "custody:home", _P.CUSTODY_SEE),
                (_("Persons"), "custody:persons", _P.PERSON_SEE),
            ),
        ),
        (
            _("Conduct"),
            (
                (_("Accounts"), "access:accounts", _P.ACCOUNT_SEE),
                (_("Reads of files"), "custody:reads", _P.JOURNAL_SEE),
                (_("Journal"), "journal", _P.JOURNAL_SEE),
                (_("Background work"), "jobs:jobs", _P.JOB_SEE),
                (_("Tokens"), "tokens:tokens", _P.TOKEN_OPEN),
            ),
        ),
    )
    return _groups(actor, path, pages)


def _groups(
    actor: Actor, path: str, pages: Iterable[tuple[str, Iterable[tuple[str, str, Permission]]]]
) -> tuple[Group, ...]:
    seen = [
        (
            label,
            [(text, reverse(name), name) for text, name, needed in entries if actor.may(needed)],
        )
        for label, entries in pages
    ]
    if actor.key != NOBODY.key and not actor.is_looking:  # what is everybody's own
        own = (_("Second factor"), reverse("access:factor"), "access:factor")
        seen.append((_("My log-in"), [own]))
    here = _here(path, [url for _label, entries in seen for _text, url, _name in entries])
    return tuple(
        Group(
            label,
            tuple(
                _entry(actor, text, url, name, is_here=url == here) for text, url, name in entries
            ),
        )
        for label, entries in seen
        if entries
    )


def _here(path: str, urls: list[str]) -> str | None:
    """Return the entry the reader is at: the longest that the address begins with."""
    fitting = [url for url in urls if (path == url if url == "/" else path.startswith(url))]
    return max(fitting, key=len, default=None)


def _entry(actor: Actor, label: str, url: str, name: str, *, is_here: bool) -> Entry:
    if name == "claims:sources" and actor.may(_P.CLAIM_JUDGE):
        return Entry(label, url, is_here, sum(claims.waiting().values()))
    if name == "border:home" and actor.may(_P.MATCH_JUDGE):
        return Entry(label, url, is_here, border.waiting(actor))
    if name == "listings:listings" and actor.may(_P.LISTING_ENTER):
        return Entry(label, url, is_here, listings.review_waits(at=timezone.now()))
    if name == "immigration:cases":
        return Entry(label, url, is_here, immigration.waiting(actor, at=timezone.now()))
    if name == "operations:operations":
        is_here = is_here and not path.startswith(reverse("operations:sites"))
    if name == "operations:sites":
        return Entry(label, url, is_here, sites.reopened(actor), is_breach=True)
    if name == "support:requests":
        return Entry(label, url, is_here, support.waiting(actor))
    if name == "custody:home":
        now = timezone.now()
        missing = sum(line.between for line in handovers.open_variances(actor, Moments(now, now)))
        return Entry(label, url, is_here, missing, is_breach=True)
    if name == "directives:directives":
        is_here = is_here and not path.startswith(reverse("directives:mine"))
        waiting = obligations.to_judge(actor) if actor.may(_P.OBLIGATION_JUDGE) else 0
        return Entry(label, url, is_here, waiting)
    if name == "directives:mine":
        waiting, is_overdue = obligations.waiting_for(actor, at=timezone.now())
        return Entry(label, url, is_here, waiting, is_breach=is_overdue)
    if name == "discipline:home":
        return Entry(label, url, is_here, discipline.waiting_for(actor))
    if name == "protection:waiting":
        return Entry(label, url, is_here, protection.how_many_wait(actor, at=timezone.now()))
    if name == "gaming:home":
        return Entry(label, url, is_here, _gaming_waiting(actor))
    if name == "indicators:home" and actor.may(_P.SIGHTING_RECORD):
        return Entry(label, url, is_here, len(indicators.unread(actor)))
    return Entry(label, url, is_here)


def _gaming_waiting(actor: Actor) -> int:
    """Return the inspections due for who inspects, and what waits for who decides."""
    waiting = 0
    if actor.may(_P.INSPECTION_RECORD):
        today = timezone.localtime(timezone.now()).date()
        waiting += inspections.due_count(actor, today=today)
    if actor.may(_P.PENALTY_DECIDE):
        waiting += inspections.undecided_count(actor)
    return waiting
