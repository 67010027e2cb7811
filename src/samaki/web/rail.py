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
from samaki.web import waiting

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.utils.functional import _StrPromise

    from samaki.ground.access.actors import Actor
    from samaki.web.waiting import Waiting

_P = Permission


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the rail: its words, its address, and the permission it opens with."""

    label: _StrPromise
    name: str
    permission: Permission | None  # None: everybody's own, once logged in


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
    names = [page.name for _label, pages in seen for page in pages]
    counts, letters = waiting.counts(actor, names, at=timezone.now()), keys()
    return tuple(
        Group(str(label), tuple(_entry(p, letters[p.name], counts, here=here) for p in pages))
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


def _entry(page: Page, key: str, counts: Mapping[str, Waiting], *, here: str | None) -> Entry:
    url, found = reverse(page.name), counts[page.name]
    return Entry(str(page.label), url, key, url == here, found.count, found.is_breach)
