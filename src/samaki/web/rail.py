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
from samaki.systems.directives.queries import obligations
from samaki.systems.discipline import queries as discipline

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
                (_("Situation reports"), "picture:sitreps", _P.SITREP_SEE),
            ),
        ),
        (
            _("The order"),
            (
                (_("Directives"), "directives:directives", _P.DIRECTIVE_SEE),
                (_("My obligations"), "directives:mine", _P.OBLIGATION_ACKNOWLEDGE),
                (_("Operations"), "operations:operations", _P.OPERATION_SEE),
            ),
        ),
        (_("People"), ((_("Custody"), "custody:home", _P.CUSTODY_SEE),)),
        (
            _("Conduct"),
            (
                (_("Discipline"), "discipline:home", _P.LAPSE_SEE),
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
    if name == "directives:directives":
        is_here = is_here and not path.startswith(reverse("directives:mine"))
        waiting = obligations.to_judge(actor) if actor.may(_P.OBLIGATION_JUDGE) else 0
        return Entry(label, url, is_here, waiting)
    if name == "directives:mine":
        waiting, is_overdue = obligations.waiting_for(actor, at=timezone.now())
        return Entry(label, url, is_here, waiting, is_breach=is_overdue)
    if name == "discipline:home":
        return Entry(label, url, is_here, discipline.waiting_for(actor))
    return Entry(label, url, is_here)
