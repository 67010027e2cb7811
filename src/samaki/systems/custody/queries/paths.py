"""Where people came from: movements that stand, in the order in which they happened."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from django.db.models import Q

from samaki.kernel import ledger, lots
from samaki.kernel.ledger import Subject
from samaki.systems.custody import rules
from samaki.systems.custody.models import Account, Movement, Posting, cell_of
from samaki.systems.custody.queries import books

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from django.db.models import QuerySet

    from samaki.kernel.ledger import Line
    from samaki.kernel.lots import Lot
    from samaki.systems.custody.queries.books import Moments

_FIELDS = (
    "movement_id",
    "happened_at",
    "movement__converts",
    "account__ref",
    "nationality",
    "sex",
    "age",
    "person",
    "count",
)


def standing_movements(
    kinds: Collection[str],
    at: Moments,
    *,
    of: Q | None = None,
    since: datetime | None = None,
    before: datetime | None = None,
) -> list[ledger.Movement]:
    """Return what moved people in or out of accounts of those kinds, less what was reversed.

    All that happened, or from one moment on, or before one; all postings, or those of a condition.

    A reversal happens at the moment of what it reverses, so leaving out both leaves the balances
    as they are.
    """
    # Asked within: as a join, SQLite goes through every movement for each posting.
    reversing = Movement.objects.filter(reverses__isnull=False, recorded_at__lte=at.known_at)
    within = Q() if since is None else Q(happened_at__gte=since)
    within &= Q() if before is None else Q(happened_at__lt=before)
    found = books.postings(at).filter(within)
    rows = (
        found.filter(of or Q(), account__kind__in=kinds)
        .exclude(movement__kind=rules.MovementKind.CORRECTION)
        .exclude(movement__in=reversing.filter(within).order_by().values("reverses"))
        .order_by("happened_at", "movement_id", "pk")
        .values_list(*_FIELDS)
    )
    cells: dict[tuple[str, str, str], ledger.Cell] = {}  # few, of very many postings
    lines: dict[tuple[int, datetime, bool], list[ledger.Posting]] = defaultdict(list)
    for number, happened_at, converts, ref, nationality, sex, age, person, count in rows.iterator():
        cell = cells.get((nationality, sex, age)) or cell_of(nationality, sex, age)
        cells[nationality, sex, age] = cell
        subject = Subject(cell, person or None)
        posting = ledger.Posting(str(ref), subject, count)
        lines[number, happened_at, converts].append(posting)
    return [
        ledger.Movement(happened_at, tuple(found), converts=converts)
        for (_number, happened_at, converts), found in lines.items()
    ]


def movements_to(
    persons: Collection[str], kinds: Collection[str], at: Moments
) -> list[ledger.Movement]:
    """Return, of standing movements, what says where these persons came from, and no others.

    Their own postings, and those of the heads they were named out of: in the accounts and cells
    from which these came, back to where they were counted.
    """
    here = books.postings(at).filter(account__kind__in=kinds).order_by()
    places, concerned = set(_places(here.filter(person__in=persons))), Q(person__in=persons)
    known: set[tuple[int, str, str, str]] = set()
    while places - known:
        known |= places
        concerned = Q(person__in=persons) | _heads_of(known)
        feeding = here.filter(concerned, count__gt=0).values("movement")
        sources = here.filter(movement__in=feeding, count__lt=0)
        places = set(_places(sources.filter(Q(person="") | Q(person__in=persons))))
    return standing_movements(kinds, at, of=concerned)


def _places(postings: QuerySet[Posting]) -> QuerySet[Posting, tuple[int, str, str, str]]:
    return postings.values_list("account", "nationality", "sex", "age").distinct()


def _heads_of(places: Collection[tuple[int, str, str, str]]) -> Q:
    """Return the condition of heads without a name in any of the accounts, of any of the cells.

    Lines that no place names may be among them; they change nothing for those that one does.
    """
    cells = Q(pk__in=[])
    for nationality, sex, age in sorted({place[1:] for place in places}):
        cells |= Q(nationality=nationality, sex=sex, age=age)
    return Q(person="", account__in={place[0] for place in places}) & cells


def accounts_of(refs: Collection[str]) -> dict[str, Account]:
    """Return accounts by reference, with the unit that keeps each."""
    found = Account.objects.filter(ref__in=refs).select_related("unit", "place__site")
    return {str(account.ref): account for account in found}


def since(refs: Collection[str], kinds: Collection[str], at: Moments) -> dict[str, datetime]:
    """Return when the first of those who are in each of these accounts now came there.

    `kinds` are those of the accounts. Of heads without a name it is as if those who came last had
    left first, so that nobody is said to be there for too short a time.
    """

    def arrived(_ref: str, happened_at: datetime, _came: datetime | None) -> datetime:
        return happened_at

    moments: dict[str, datetime] = {}
    if not refs:
        return moments
    lines: dict[Line, tuple[Lot[datetime | None], ...]] = lots.follow(
        standing_movements(kinds, at), mark=arrived, leaving=_latest_first
    )
    for (ref, _subject), found in lines.items():
        for lot in found:
            if ref in refs and lot.mark is not None:
                moments[ref] = min(moments.get(ref, lot.mark), lot.mark)
    return moments


def _latest_first(held: Sequence[Lot[datetime | None]]) -> list[Lot[datetime | None]]:
    return sorted(held, key=lambda lot: lot.mark.timestamp() if lot.mark else 0.0, reverse=True)
