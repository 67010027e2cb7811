"""Where things are: the same four groups for everybody; a role sees what it may open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from samaki.ground.access.actors import NOBODY
from samaki.ground.access.rules import Permission
from samaki.systems.claims import queries as claims
from samaki.systems.custody.queries import handovers
from samaki.systems.custody.queries.books import Moments

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
            ),
        ),
        (
            _("The order"),
            (
                (_("Directives"), "directives:directives", _P.DIRECTIVE_SEE),
                (_("Operations"), "operations:operations", _P.OPERATION_SEE),
            ),
        ),
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
    if name == "custody:home":
        now = timezone.now()
        missing = sum(line.between for line in handovers.open_variances(actor, Moments(now, now)))
        return Entry(label, url, is_here, missing, is_breach=True)
    return Entry(label, url, is_here)
