"""Where things are: the same four groups for everybody; a role sees what it may open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from samaki.ground.access.rules import Permission
from samaki.systems.claims import queries as claims
from samaki.systems.custody.queries import handovers
from samaki.systems.custody.queries.books import Moments

if TYPE_CHECKING:
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
    found = (
        Group(
            label,
            tuple(
                _entry(actor, text, name, path)
                for text, name, permission in entries
                if actor.may(permission)
            ),
        )
        for label, entries in pages
    )
    return tuple(group for group in found if group.entries)


def _entry(actor: Actor, label: str, name: str, path: str) -> Entry:
    url = reverse(name)
    is_here = path == url if url == "/" else path.startswith(url)
    if name == "claims:sources" and actor.may(_P.CLAIM_JUDGE):
        return Entry(label, url, is_here, sum(claims.waiting().values()))
    if name == "custody:home":
        now = timezone.now()
        missing = sum(line.between for line in handovers.open_variances(actor, Moments(now, now)))
        return Entry(label, url, is_here, missing, is_breach=True)
    return Entry(label, url, is_here)
