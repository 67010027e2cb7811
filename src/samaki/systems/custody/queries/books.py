"""The books themselves: what each line holds, as of a moment and as known at a moment."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db import connection
from django.db.models import (
    Case,
    F,
    IntegerField,
    Max,
    Q,
    Sum,
    When,
)
from django.db.models.functions import TruncDate

from samaki.ground.access.rules import Permission
from samaki.ground.places.rules import COUNTRY
from samaki.kernel import ledger
from samaki.kernel.ledger import Subject
from samaki.systems.custody import rules
from samaki.systems.custody.models import (
    Account,
    Balance,
    ClosedDay,
    Level,
    Posting,
    cell_of,
)
from samaki.systems.custody.queries import arrivals, tallies, things
from samaki.systems.custody.queries.faults import Fault
from samaki.systems.custody.queries.steady import of_one_state

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from datetime import date
    from typing import TypeAlias

    from django.db.models import QuerySet

    from samaki.ground.access.actors import Actor

    _Piece: TypeAlias = "tuple[int, QuerySet[Level] | QuerySet[Posting]]"  # its sign, its rows

_CELL = ("account__ref", "nationality", "sex", "age")
_LINE = (*_CELL, "person")
# How many of the heads that postings add up to have a name.
NAMED = Sum(Case(When(person="", then=0), default=F("count"), output_field=IntegerField()))


@dataclass(frozen=True, slots=True)
class Moments:
    """The two times of a figure: how things stood `as_of`, by what was recorded at `known_at`."""

    as_of: datetime
    known_at: datetime


@dataclass(frozen=True, slots=True)
class Sums:
    """Heads, and how many of them have a name."""

    heads: int = 0
    named: int = 0


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a verification found: how much there is, and the first fault if there is one."""

    postings: int
    accounts: int
    fault: Fault | None

    @property
    def is_balanced(self) -> bool:
        """Whether no fault was found."""
        return self.fault is None


def scope(actor: Actor, permission: Permission, field: str = "unit__area") -> Q:
    """Return the condition that a row's area lies where the actor's permission holds."""
    areas = actor.areas(permission)
    if COUNTRY in areas:
        # Every area lies in the country, and whoever or whatever has one has it for good.
        return Q(**{f"{field.removesuffix('__area')}__isnull": False})
    found = Q(pk__in=[])
    for area in areas:
        found |= Q(**{field: area}) | Q(**{f"{field}__code__startswith": f"{area}-"})
    return found


def seen(actor: Actor, prefix: str = "") -> Q:
    """Return the condition that the actor may see an account: own, or on the road to or from them.

    Whom a national unit keeps on a site is seen by the province of the site too.

    `prefix` leads from the rows asked for to their account, such as `account__`.
    """
    see = Permission.CUSTODY_SEE
    road = ["handover__giver__unit__area", "handover__receiver__unit__area"]
    ends = ["unit__area", *road, "place__site__area"]
    if COUNTRY in actor.areas(see):
        del ends[1:]  # every account inside the books has a unit: on the road, its escort
    found = Q(pk__in=[])
    for end in ends:
        found |= scope(actor, see, f"{prefix}{end}")
    return found


def seen_accounts(actor: Actor) -> QuerySet[Account]:
    """Return the accounts the actor may see: own areas, and what is on the road to or from them."""
    return Account.objects.filter(seen(actor)).select_related("unit", "place__site")


def postings(at: Moments) -> QuerySet[Posting]:
    """Return the postings that count at those moments."""
    return Posting.objects.filter(happened_at__lte=at.as_of, recorded_at__lte=at.known_at)


def held(account_refs: Collection[str], *, at: Moments) -> dict[str, dict[Subject, int]]:
    """Return what each account holds of each subject; lines that hold none are left out.

    What stands now is read from the balances, and what did not count then is taken off again: the
    cost grows with what happened to these accounts since, not with all that ever did.
    """
    found = of_one_state(
        lambda is_past: _held(account_refs, at, is_past=is_past),
        moment=min(at.as_of, at.known_at),
    )
    every: dict[str, dict[Subject, int]] = defaultdict(dict)
    for (ref, subject), count in sorted(found.items(), key=_in_order):
        if count:
            every[ref][subject] = count
    return every


def _held(account_refs: Collection[str], at: Moments, *, is_past: bool) -> dict[ledger.Line, int]:
    found: dict[ledger.Line, int] = defaultdict(int)
    balances = Balance.objects.filter(account__ref__in=account_refs)
    for *line, count in balances.values_list(*_LINE, "held"):
        found[_line(line)] += count
    for rows in _uncounted(at) if is_past else ():
        inside = rows.filter(account__ref__in=account_refs)
        for *line, count in inside.exclude(account__kind__in=rules.BOUNDLESS).values_list(
            *_LINE, "count"
        ):
            found[_line(line)] -= count
    outside = postings(at).filter(account__ref__in=account_refs)
    for *line, count in outside.filter(account__kind__in=rules.BOUNDLESS).values_list(
        *_LINE, "count"
    ):
        found[_line(line)] += count
    return found


def sums(condition: Q, *, at: Moments, by: tuple[str, ...]) -> dict[tuple[str, ...], Sums]:
    """Return heads inside the books, and how many are named, grouped `by` fields of a posting.

    `condition` is over rows that have an `account` and a cell. At most a day's postings are added
    up, whatever the moment: they begin where the closed day before it ended.
    """
    return of_one_state(
        lambda is_past: _sums(condition, _pieces(at, is_past=is_past), by),
        moment=min(at.as_of, at.known_at),
    )


def _sums(
    condition: Q, pieces: Iterable[_Piece], by: tuple[str, ...]
) -> dict[tuple[str, ...], Sums]:
    found: dict[tuple[str, ...], Sums] = defaultdict(Sums)
    for sign, rows in pieces:
        inside = rows.filter(condition).exclude(account__kind__in=rules.BOUNDLESS).order_by()
        totals = (
            inside.values_list(*by).annotate(all=Sum("heads"), known=Sum("named"))
            if rows.model is Level
            else inside.values_list(*by).annotate(all=Sum("count"), known=NAMED)
        )
        for *key, heads, named in totals:
            before = found[tuple(key)]
            found[tuple(key)] = Sums(before.heads + sign * heads, before.named + sign * named)
    return {key: total for key, total in found.items() if total.heads}


def levels_from(
    account_refs: Collection[str], happened_at: datetime, *, persons: Collection[str]
) -> ledger.Levels:
    """Return each line's level at a moment and after each later change, by all that is recorded.

    Of heads without a name, and of these persons. Reckoned backward from what stands now.
    """
    concerned = Q(account__ref__in=account_refs) & (Q(person="") | Q(person__in=persons))
    balances = Balance.objects.filter(concerned).values_list(*_LINE, "held")
    now = {_line(line): count for *line, count in balances}
    later: dict[ledger.Line, dict[datetime, int]] = defaultdict(lambda: defaultdict(int))
    changes = Posting.objects.filter(concerned, happened_at__gt=happened_at)
    for *line, moment, count in changes.order_by("happened_at").values_list(
        *_LINE, "happened_at", "count"
    ):
        later[_line(line)][moment] += count
    return {
        line: tuple(_steps(happened_at, now.get(line, 0), later.get(line, {})))
        for line in now.keys() | later.keys()
    }


def _steps(
    happened_at: datetime, now: int, later: Mapping[datetime, int]
) -> Iterator[tuple[datetime, int]]:
    level = now - sum(later.values())
    yield happened_at, level
    for moment, change in later.items():
        level += change
        yield moment, level


def _line(row: Sequence[str]) -> ledger.Line:
    ref, nationality, sex, age, person = row
    return ref, Subject(cell_of(nationality, sex, age), person or None)


def _in_order(item: tuple[ledger.Line, int]) -> tuple[str, ...]:
    (ref, subject), _count = item
    cell = subject.cell
    return (ref, cell.nationality or "", cell.sex or "", cell.age or "", subject.person or "")


def _uncounted(at: Moments) -> tuple[QuerySet[Posting], ...]:
    """Return, without overlap, the postings that stand now and did not count at those moments.

    What was recorded after `known_at` had happened before `as_of` either on an earlier day, and was
    entered late, or on the very day of `known_at`: two short ranges of an index.
    """
    as_of = min(at.as_of, at.known_at)  # nothing is recorded before it happens
    before = Posting.objects.filter(happened_at__lte=as_of, recorded_at__gt=at.known_at)
    return (
        Posting.objects.filter(happened_at__gt=as_of),
        _entered_late(at).filter(happened_at__lte=as_of),
        before.filter(is_late=False, happened_at__gte=_begin(_day(at.known_at))),
    )


def _pieces(at: Moments, *, is_past: bool) -> Iterator[_Piece]:
    """Yield the rows that make up a level at those moments, each with its sign."""
    if not is_past:
        yield 1, Level.objects.filter(day=rules.NOW)
        return
    as_of = min(at.as_of, at.known_at)
    last = ClosedDay.objects.aggregate(last=Max("day"))["last"]
    if last is None or last < _day(as_of):
        yield 1, Level.objects.filter(day=rules.NOW)
        for rows in _uncounted(at):
            yield -1, rows
        return
    base = ClosedDay.objects.filter(day__lt=_day(as_of)).aggregate(last=Max("day"))["last"]
    since = _begin(base + timedelta(days=1)) if base else datetime.min.replace(tzinfo=UTC)
    if base is not None:
        yield 1, Level.objects.filter(day=base)
        yield -1, _entered_late(at).filter(happened_at__lt=since)
    yield 1, postings(at).filter(happened_at__gte=since)


def _entered_late(at: Moments) -> QuerySet[Posting]:
    """Return what was entered late after `known_at`, found by the index of these few.

    Asked apart on SQLite, which together with what else is asked goes through the postings of
    every account; PostgreSQL, asked apart, goes through all postings.
    """
    late = Posting.objects.filter(is_late=True, recorded_at__gt=at.known_at).order_by()
    if connection.vendor == "sqlite":
        return Posting.objects.filter(pk__in=late.values("pk"))
    return late


def _day(moment: datetime) -> date:
    return moment.astimezone(UTC).date()


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def verify() -> Verdict:
    """Check the books by their own law and return the counts and the first fault.

    Every movement balances by its kind; no line inside the books, and no named person anywhere,
    is below none at any moment; every account on a site names it; every transit account has its
    hand-over, and holds what was sent and not received; nobody was moved to where a hold forbade
    it, and no unnamed head to where people are punished; every posting has its movement's times;
    balances and levels are what the postings add up to; and no physical count differs from them, or
    agrees, without its variance saying so. The books of things keep a law of their own,
    `things.faults`.
    """
    fault = next(_faults(), None)
    return Verdict(Posting.objects.count(), Account.objects.count(), fault)


def _faults() -> Iterator[Fault]:
    yield from _unbalanced()
    yield from _below_none()
    yield from _lost_transits()
    yield from arrivals.faults()
    yield from _out_of_time()
    yield from _stale_balances()
    yield from _stale_levels()
    yield from tallies.faults()
    yield from things.faults()


def _unbalanced() -> Iterator[Fault]:
    by_account = (
        Posting.objects.filter(movement__converts=True)
        .values("movement_id", "account_id")
        .annotate(total=Sum("count"))
    )
    by_subject = (
        Posting.objects.filter(movement__converts=False)
        .values("movement_id", "nationality", "sex", "age", "person")
        .annotate(total=Sum("count"))
    )
    for sums in (by_account, by_subject):
        for row in sums.exclude(total=0).order_by("movement_id")[:1]:
            what = f"its postings add up to {row['total']:+d}, not to none"
            yield Fault("custody_movement", str(row["movement_id"]), what)


def _below_none() -> Iterator[Fault]:
    bounded = ~Q(account__kind__in=rules.BOUNDLESS) | ~Q(person="")
    rows = (
        Posting.objects.filter(bounded)
        .order_by(*_LINE, "movement__happened_at")
        .values_list(*_LINE, "movement__happened_at", "count")
    )
    changes: dict[tuple[str, ...], list[tuple[datetime, int]]] = defaultdict(list)
    for *line, moment, count in rows:
        changes[tuple(line)].append((moment, count))
    for line, steps in changes.items():
        if (short := ledger.shortfall(steps)) is not None:
            subject = " ".join(filter(None, line[1:])) or "heads not established"
            what = f"holds fewer than none of {subject} at {short.isoformat()}"
            yield Fault("custody_account", line[0], what)


def _lost_transits() -> Iterator[Fault]:
    transits = Account.objects.filter(kind=rules.AccountKind.IN_TRANSIT)
    for ref in transits.filter(handover=None).values_list("ref", flat=True):
        yield Fault("custody_account", str(ref), "is in transit without a hand-over")
    nowhere = Account.objects.filter(kind=rules.AccountKind.FOUND_ON_SITE, place=None)
    for ref in nowhere.values_list("ref", flat=True):
        yield Fault("custody_account", str(ref), "is kept on a site that it does not name")
    # In transit is sent minus received and explained, since nothing else may touch the account.
    strays = Posting.objects.filter(account__kind=rules.AccountKind.IN_TRANSIT).exclude(
        Q(movement__handover__transit=F("account"))
        | Q(movement__receipt__handover__transit=F("account"))
        | Q(movement__ending__handover__transit=F("account"))
        | Q(movement__reverses__handover__transit=F("account"))
        | Q(movement__reverses__receipt__handover__transit=F("account"))
        | Q(movement__reverses__ending__handover__transit=F("account"))
    )
    for movement in strays.values_list("movement_id", flat=True)[:1]:
        what = "moves people in transit without a dispatch, receipt or end of their hand-over"
        yield Fault("custody_movement", str(movement), what)


def _out_of_time() -> Iterator[Fault]:
    same = Q(happened_at=F("movement__happened_at"), recorded_at=F("movement__recorded_at"))
    for posting in Posting.objects.exclude(same).values_list("pk", flat=True)[:1]:
        yield Fault("custody_posting", str(posting), "has other times than its movement")
    flags = Posting.objects.values_list("pk", "happened_at", "recorded_at", "is_late")
    for posting, happened, recorded, is_late in flags.iterator():
        if is_late != rules.is_late(happened, recorded):
            yield Fault("custody_posting", str(posting), "is marked late and is not, or unmarked")
            return


def _stale_balances() -> Iterator[Fault]:
    inside = Posting.objects.exclude(account__kind__in=rules.BOUNDLESS).order_by()
    folded = inside.values_list(*_LINE).annotate(total=Sum("count")).exclude(total=0)
    kept = Balance.objects.order_by().values_list(*_LINE, "held")
    yield from _differences(
        {tuple(line): total for *line, total in folded.iterator()},
        {tuple(line): total for *line, total in kept.iterator()},
        "custody_balance",
    )


def _stale_levels() -> Iterator[Fault]:
    inside = Posting.objects.exclude(account__kind__in=rules.BOUNDLESS).order_by()
    days = [*ClosedDay.objects.order_by("day").values_list("day", flat=True), rules.NOW]
    changes: dict[date, list[tuple[tuple[str, ...], int, int]]] = defaultdict(list)
    daily = inside.annotate(day=TruncDate("happened_at", tzinfo=UTC)).values_list("day", *_CELL)
    for day, *cell, heads, named in daily.annotate(all=Sum("count"), known=NAMED).iterator():
        until = days[bisect_left(days, day)]
        changes[until].append((tuple(cell), heads, named))
    folded: dict[tuple[str, ...], tuple[int, int]] = defaultdict(lambda: (0, 0))
    for day in days:
        for cell, heads, named in changes[day]:
            folded[cell] = (folded[cell][0] + heads, folded[cell][1] + named)
        rows = Level.objects.filter(day=day).values_list(*_CELL, "heads", "named")
        kept = {tuple(cell): (heads, named) for *cell, heads, named in rows}
        there = {cell: held for cell, held in folded.items() if held != (0, 0)}
        yield from _differences(there, kept, "custody_level", of=f" at the end of {day}")
    stray = Level.objects.exclude(day__in=days).values_list("day", flat=True)[:1]
    for day in stray:
        yield Fault("custody_level", str(day), "is kept of a day that is not closed")


def _differences(
    folded: Mapping[tuple[str, ...], object],
    kept: Mapping[tuple[str, ...], object],
    table: str,
    *,
    of: str = "",
) -> Iterator[Fault]:
    """Find the first line of which something else is kept than the postings add up to."""
    for line in sorted(folded.keys() | kept.keys()):
        if folded.get(line) != kept.get(line):
            what = f"says {kept.get(line, 0)} of {' '.join(line)}{of}, the postings say "
            yield Fault(table, line[0], f"{what}{folded.get(line, 0)}")
            return
