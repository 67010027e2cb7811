"""Physical counts as their readers see them: counted, said by the ledger, and who answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from samaki.ground.access.rules import Permission
from samaki.ground.agencies import queries as agencies
from samaki.ground.heads import words as heads_words
from samaki.systems.custody import rules
from samaki.systems.custody.models import (
    CountVariance,
    Movement,
    PhysicalCount,
    cell_of,
)
from samaki.systems.custody.queries import books, exhibit_moves, exhibits, tallies
from samaki.systems.custody.rules.counts import answers, climbs_at, made_after

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.db.models import QuerySet

    from samaki.ground.access.actors import Actor
    from samaki.ground.agencies.models import Unit
    from samaki.kernel.ledger import Cell
    from samaki.systems.custody.models import Posting
    from samaki.systems.custody.queries.books import Moments


_OPEN = rules.CountVarianceState.OPEN
# Papers of exhibits, and the pages that show them.
_THINGS = {"EX": "exhibit", "XC": "exhibit_count", "XH": "exhibit_handover"}


@dataclass(frozen=True, slots=True)
class CountLine:
    """A count at two moments: what was counted, and what the ledger says of that moment by then.

    `held_then` is what it said when the count was recorded. `state` is one of
    rules.CountVarianceState, or empty while there was no difference; how it ended is told from then
    on. `answers` and `climbs_at` are empty once nobody has to answer.
    """

    ref: str
    account: str
    account_ref: str
    area: str
    counted_at: datetime
    recorded_at: datetime
    counted_by: str
    unit: str
    heads: int
    held: int
    held_then: int
    state: str
    owner: str
    answers: str
    answers_unit: str
    opened_at: datetime | None
    climbs_at: datetime | None
    closed_at: datetime | None
    closed_by: str
    reason: str
    evidence: str
    explained_by: str
    age: timedelta

    @property
    def happened_at(self) -> datetime:
        """The moment of the count, as every entry has one."""
        return self.counted_at

    @property
    def difference(self) -> int:
        """The count less what the ledger says: below none where people are lacking."""
        return self.heads - self.held

    @property
    def apart(self) -> int:
        """How many people the count and the ledger are apart."""
        return abs(self.difference)

    @property
    def is_open(self) -> bool:
        """Whether somebody has to answer."""
        return self.answers_unit != ""

    @property
    def is_explained(self) -> bool:
        """Whether a person ended it by a reason: it then stays so, whatever is entered."""
        return self.state == rules.CountVarianceState.EXPLAINED

    @property
    def at(self) -> str:
        """The moment of the count as an address names it, to look back at it."""
        return timezone.localtime(self.counted_at).strftime("%Y-%m-%dT%H:%M:%S.%f")


@dataclass(frozen=True, slots=True)
class CountedCell:
    """One cell of a cross-tab: how many were counted (None: not said), and what the ledger says."""

    cell: str
    counted: int | None
    held: int


def count(actor: Actor, ref: str, at: Moments) -> CountLine | None:
    """Return a count in the areas the actor may see, or None."""
    found = _seen(actor, at).filter(ref=ref)
    return next(iter(_lines(found, at)), None)


def last_of(actor: Actor, account: str, at: Moments) -> CountLine | None:
    """Return the newest count of an account that the actor may see, or None."""
    found = _seen(actor, at).filter(account__ref=account).order_by("-counted_at", "-pk")[:1]
    return next(iter(_lines(found, at)), None)


def open_variances(actor: Actor, at: Moments, *, account: str = "") -> list[CountLine]:
    """Return the counts that differ and that nobody has explained, the oldest first.

    Of all accounts the actor may see, or of one.
    """
    known = min(at.as_of, at.known_at)
    still = Q(variance__state=_OPEN) | Q(variance__closed_at__gt=known)
    found = _seen(actor, at).filter(still, variance__opened_at__lte=at.known_at)
    lines = _lines(found.filter(account__ref=account) if account else found, at)
    return sorted((line for line in lines if line.is_open), key=lambda line: -line.age)


def cells(line: CountLine, at: Moments) -> list[CountedCell]:
    """Return what was counted of each cell beside what the ledger says; empty without a cross-tab.

    A cell that nobody counted, and of which the ledger holds some, is told too.
    """
    row = PhysicalCount.objects.get(ref=line.ref)
    counted = {cell_of(n or "", s or "", a or ""): heads for n, s, a, heads in row.cells}
    if not counted:
        return []
    then = books.Moments(line.counted_at, at.known_at)
    held: dict[Cell, int] = {}
    for subject, heads in books.held([line.account_ref], at=then).get(line.account_ref, {}).items():
        held[subject.cell] = held.get(subject.cell, 0) + heads
    for posting in _not_yet(row, sum(held.values()), at):
        cell = posting.subject.cell
        held[cell] = held.get(cell, 0) - posting.count
    uncounted = [cell for cell, heads in held.items() if heads and cell not in counted]
    return [
        CountedCell(heads_words.cell_in_words(cell), counted.get(cell), held.get(cell, 0))
        for cell in [*counted, *uncounted]
    ]


def page_of(actor: Actor, evidence: str) -> str:
    """Return the address of the page that shows a piece of evidence, or nothing without one.

    Of the ledger's own papers and counts, where the actor may see an account they touch.
    """
    seen = books.seen_accounts(actor)
    prefix = evidence.partition("-")[0]
    if prefix == "CO":
        is_seen = PhysicalCount.objects.filter(ref=evidence, account__in=seen).exists()
        return reverse("custody:physical_count", args=[evidence]) if is_seen else ""
    if prefix in _THINGS:
        return _page_of_a_thing(actor, prefix, evidence)
    movement = Movement.objects.filter(
        because=evidence, reverses=None, postings__account__in=seen
    ).first()
    return reverse("custody:movement", args=[movement.pk]) if movement else ""


def _page_of_a_thing(actor: Actor, prefix: str, ref: str) -> str:
    found = {
        "EX": lambda: exhibits.exhibit(actor, ref) is not None,
        "XC": lambda: exhibit_moves.sees_count(actor, ref),
        "XH": lambda: exhibit_moves.sees_handover(actor, ref),
    }[prefix]()
    return reverse(f"custody:{_THINGS[prefix]}", args=[ref]) if found else ""


def _seen(actor: Actor, at: Moments) -> QuerySet[PhysicalCount]:
    return PhysicalCount.objects.filter(
        books.scope(actor, Permission.CUSTODY_SEE, "account__unit__area"),
        counted_at__lte=at.as_of,
        recorded_at__lte=at.known_at,
    ).select_related("account__unit", "unit", "variance__owner")


def _lines(found: QuerySet[PhysicalCount], at: Moments) -> list[CountLine]:
    every = list(found)
    owners = {row.variance.owner_id for row in every if _variance(row)}
    chains = agencies.chains(owners)
    return [_line(row, chains, at) for row in every]


def _line(row: PhysicalCount, chains: dict[str, tuple[Unit, ...]], at: Moments) -> CountLine:
    assert row.account.unit is not None, "an account that is counted is a unit's own"
    variance, held = _variance(row), _held(row, at)
    above = chains[variance.owner_id] if variance else ()
    now = min(at.as_of, at.known_at)
    ended = variance if variance and variance.closed_at and variance.closed_at <= now else None
    is_explained = ended is not None and ended.state == rules.CountVarianceState.EXPLAINED
    is_open = variance is not None and row.heads != held and not is_explained
    age = max(now - variance.opened_at, timedelta()) if variance else timedelta()
    who = _answering(above, age) if is_open else None
    return CountLine(
        ref=row.ref,
        account=row.account.name,
        account_ref=str(row.account.ref),
        area=row.account.unit.area_id,
        counted_at=row.counted_at,
        recorded_at=row.recorded_at,
        counted_by=row.counted_by,
        unit=row.unit.name if row.unit else "",
        heads=row.heads,
        held=held,
        held_then=row.held,
        state=ended.state if ended else _OPEN if is_open else "",
        owner=variance.owner.name if variance else "",
        answers=who.name if who else "",
        answers_unit=who.code if who else "",
        opened_at=variance.opened_at if variance else None,
        climbs_at=_climbs(above, variance.opened_at, now) if variance and is_open else None,
        closed_at=ended.closed_at if ended else None,
        closed_by=ended.closed_by if ended else "",
        reason=ended.reason if ended else "",
        evidence=ended.evidence if ended else "",
        explained_by=ended.explained_by if ended else "",
        age=age,
    )


def _variance(row: PhysicalCount) -> CountVariance | None:
    return getattr(row, "variance", None)


def _held(row: PhysicalCount, at: Moments) -> int:
    """Return what the ledger says of the moment of a count, by what was recorded then."""
    then = books.Moments(row.counted_at, at.known_at)
    sums = books.sums(Q(account=row.account_id), at=then, by=("account__ref",))
    held = sum(found.heads for found in sums.values())
    return held - sum(posting.count for posting in _not_yet(row, held, at))


def _not_yet(row: PhysicalCount, held: int, at: Moments) -> list[Posting]:
    """Return the postings of the minute of a count that happened after it, of what is held then."""
    later = tallies.later_entries(row, known_at=at.known_at)
    changes = [sum(posting.count for posting in entry) for entry in later]
    made = made_after(row.heads, held - sum(changes), changes)
    return [posting for entry in later[made:] for posting in entry]


def _answering(above: Sequence[Unit], age: timedelta) -> Unit:
    code = answers([unit.code for unit in above], age)
    return next(unit for unit in above if unit.code == code)


def _climbs(above: Iterable[Unit], opened_at: datetime, now: datetime) -> datetime | None:
    return climbs_at([unit.code for unit in above], opened_at, at=now)
