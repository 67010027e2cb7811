"""Where a named person is in the books, and who may read the name: the one door to names.

Page, list, search, count, export, API and PDF ask here, so that all of them hide the same names.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Min, Sum
from django.utils.translation import gettext as _

from samaki.ground.access.rules import Permission
from samaki.ground.people import queries as people
from samaki.ground.people.rules import may_read_name
from samaki.ground.places.rules import COUNTRY
from samaki.systems.custody import rules
from samaki.systems.custody.models import Account, Posting, cell_of
from samaki.systems.custody.queries import books, holds

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from samaki.ground.access.actors import Actor
    from samaki.ground.people.models import Particulars
    from samaki.kernel.ledger import Cell
    from samaki.systems.custody.queries.holds import Ground


@dataclass(frozen=True, slots=True)
class Place:
    """Where a person is: the account, its name and kind, its area (None outside every unit)."""

    account: str
    name: str
    kind: str
    unit: str
    area: str | None
    cell: Cell


@dataclass(frozen=True, slots=True)
class Face:
    """A person as one reader may see them: without a name where the reader may not read it.

    Where it was shredded, `name` says so to whoever could read it, and there is no paper.
    """

    ref: str
    name: str | None
    paper: str | None
    place: Place | None
    is_shredded: bool = False

    @property
    def is_hidden(self) -> bool:
        """Whether the name is kept from this reader."""
        return self.name is None


@dataclass(frozen=True, slots=True)
class Keeping:
    """An account and whom it keeps: named persons by reference, the longest named first."""

    account: str
    name: str
    kind: str
    named: tuple[tuple[str, datetime], ...]
    unnamed: int


def keepings(eyes: Actor, permission: Permission, *, at: datetime) -> list[Keeping]:
    """Return every account in the actor's areas that keeps somebody at a moment, by all recorded.

    In a unit's custody or on the road; how custody ended is not asked. The moment beside a person
    is that of the naming.
    """
    kept_in = [*rules.KEEPING, rules.AccountKind.IN_TRANSIT]
    accounts = {
        str(account.ref): account
        for account in Account.objects.filter(
            books.scope(eyes, permission), kind__in=kept_in
        ).select_related("unit", "place__site")
    }
    held = books.held(list(accounts), at=books.Moments(at, at))
    persons = [s.person for found in held.values() for s in found if s.person]
    named = dict(
        Posting.objects.filter(person__in=persons, count__gt=0)
        .values_list("person")
        .annotate(since=Min("movement__happened_at"))
    )
    return [
        Keeping(
            account=ref,
            name=accounts[ref].name,
            kind=accounts[ref].kind,
            named=tuple(
                sorted(
                    ((s.person, named[s.person]) for s in found if s.person),
                    key=lambda pair: (pair[1], pair[0]),
                )
            ),
            unnamed=sum(count for s, count in found.items() if not s.person),
        )
        for ref, found in held.items()
    ]


def where(persons: Iterable[str], *, at: datetime) -> dict[str, Place | None]:
    """Return where each person is at a moment, by all that is recorded; None if nowhere."""
    asked = list(dict.fromkeys(persons))
    rows = (
        # Named alone: else SQLite does not know that the index of persons holds them all.
        Posting.objects.exclude(person="")
        .filter(person__in=asked, movement__happened_at__lte=at)
        .values_list("person", "account_id", "nationality", "sex", "age")
        .annotate(total=Sum("count"))
        .filter(total__gt=0)
    )
    every = Account.objects.select_related("unit", "place__site")
    accounts = every.in_bulk({row[1] for row in rows})
    places = {
        person: _place(accounts[account], cell_of(nationality, sex, age))
        for person, account, nationality, sex, age, _ in rows
    }
    return {person: places.get(person) for person in asked}


def faces(eyes: Actor, persons: Iterable[str], *, at: datetime) -> dict[str, Face]:
    """Return the persons as one reader may see them, by reference; unknown references are left out.

    A name is read in the area where the person is, or, of somebody who is nowhere, by who may read
    names in the whole country; a protected person's by who protects there, alone.
    """
    found = where(persons, at=at)
    known, registered = people.particulars(found), people.registered(found)
    protected = people.protected(found)
    faces = {}
    for ref, place in found.items():
        if ref not in registered:
            continue
        particulars = known.get(ref)
        area = (place.area if place else None) or COUNTRY
        may_read = may_read_name(
            in_area=eyes.may(Permission.NAME_SEE, area=area),
            is_protected=ref in protected,
            may_read_protected=eyes.may(Permission.PROTECTED_NAME_SEE, area=area),
        )
        faces[ref] = Face(
            ref,
            _name(particulars) if may_read else None,
            (particulars.paper if particulars else "") if may_read else None,
            place,
            is_shredded=particulars is None,
        )
    return faces


def grounds(persons: Iterable[str]) -> dict[str, tuple[Ground, ...]]:
    """Return every ground that holds each person, as all may read it: `holds.outward`."""
    return holds.outward(persons)


def _name(particulars: Particulars | None) -> str:
    return particulars.stated_name if particulars else _("Name shredded on record")


def _place(account: Account, cell: Cell) -> Place:
    return Place(
        account=str(account.ref),
        name=account.name,
        kind=account.kind,
        unit=account.unit.code if account.unit else "",
        area=account.unit.area_id if account.unit else None,
        cell=cell,
    )
