"""The only writer of balances and levels: what follows from the postings, kept beside them.

Written in the transaction of the movement, under the journal's turn, so that no two writers touch
one row. A movement that happened on an earlier day raises or lowers every closed day from then on.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime, time, timedelta
from itertools import chain, groupby, product
from operator import itemgetter
from typing import TYPE_CHECKING, TypeAlias

from django.db.models import Sum
from django.db.models.functions import TruncDate

from samaki.systems.custody import rules
from samaki.systems.custody.models import Balance, ClosedDay, Level, Posting
from samaki.systems.custody.queries.books import NAMED

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

_CELL = ("account_id", "nationality", "sex", "age")
_LINE = (*_CELL, "person")
Key: TypeAlias = "tuple[int, str, str, str]"  # an account's cell
Line: TypeAlias = "tuple[int, str, str, str, str]"  # the same, and the person or nothing
Heads: TypeAlias = "tuple[int, int]"  # heads, and how many of them have a name


def close_the_day_before(moment: datetime) -> None:
    """Keep the levels as they stood at the end of the day (UTC) before a moment, if nobody did.

    Exact whatever was recorded in which order: what happened later is taken off again.
    """
    day = moment.astimezone(UTC).date() - timedelta(days=1)
    if ClosedDay.objects.filter(day__gte=day).exists():
        return
    levels = _levels_now()
    for key, (heads, named) in _changes_after(day).items():
        _add(levels, key, (-heads, -named))
    _keep(day, levels)
    ClosedDay.objects.create(day=day)


def post(postings: Iterable[Posting], *, happened_at: datetime) -> None:
    """Bring balances and levels to what the postings of one movement make of them."""
    lines: dict[Line, int] = defaultdict(int)
    for posting in postings:
        if not posting.account.is_boundless:
            lines[_line_of(posting)] += posting.count
    changed = {line: count for line, count in lines.items() if count}
    _move(changed)
    cells: dict[Key, Heads] = {}
    for line, count in changed.items():
        _add(cells, line[:-1], (count, count if line[-1] else 0))
    _raise(cells, happened_at.astimezone(UTC).date())


def rebuild() -> None:
    """Write all balances and levels anew from the postings, closing every day that has some."""
    for kept in (Balance, Level, ClosedDay):
        kept.objects.all().delete()
    inside = Posting.objects.exclude(account__kind__in=rules.BOUNDLESS).order_by()
    held = inside.values_list(*_LINE).annotate(held=Sum("count")).exclude(held=0)
    Balance.objects.bulk_create(
        (_balance(tuple(line), count) for *line, count in held.iterator()), batch_size=rules.BATCH
    )
    levels: dict[Key, Heads] = {}
    daily = inside.annotate(day=TruncDate("happened_at", tzinfo=UTC)).order_by("day")
    changes = daily.values_list("day", *_CELL).annotate(all=Sum("count"), known=NAMED)
    for day, rows in groupby(changes.iterator(), key=itemgetter(0)):
        for _day, *cell, heads, named in rows:
            _add(levels, tuple(cell), (heads, named))
        _keep(day, levels)
        ClosedDay.objects.create(day=day)
    _keep(rules.NOW, levels)


def _keep(day: date, levels: Mapping[Key, Heads]) -> None:
    Level.objects.bulk_create(
        (_level(day, key, held) for key, held in levels.items()), batch_size=rules.BATCH
    )


def _move(changed: Mapping[Line, int]) -> None:
    """Change the balances of lines; one that comes to hold nobody goes.

    Of somebody with a name who goes to another account, as most do who are sent, it goes along.
    """
    known = _known_balances(changed)
    gone: dict[Line, int] = {}
    kept: list[Balance] = []
    fresh: dict[Line, int] = {}
    for line, count in changed.items():
        balance = known.get(line)
        if balance is None:
            fresh[line] = count
        elif balance.held + count == 0:
            gone[line] = balance.pk
        else:
            balance.held += count
            kept.append(balance)
    left = {line[1:]: line for line in gone if line[-1]}
    moved: dict[int, list[int]] = defaultdict(list)
    for line in [line for line in fresh if line[1:] in left]:
        moved[line[0]].append(gone.pop(left[line[1:]]))
        del fresh[line]
    # First away, then in: a person is in one account at a time, and the database says so.
    Balance.objects.filter(pk__in=gone.values()).delete()
    for account, keys in moved.items():
        Balance.objects.filter(pk__in=keys).update(account=account)
    Balance.objects.bulk_update(kept, ["held"], batch_size=rules.BATCH)
    Balance.objects.bulk_create(
        [_balance(line, count) for line, count in fresh.items()], batch_size=rules.BATCH
    )


def _known_balances(changed: Iterable[Line]) -> dict[Line, Balance]:
    accounts = {line[0] for line in changed}
    persons = [line[-1] for line in changed if line[-1]]
    # Asked apart, each by its index: as one question SQLite goes through everybody who is held.
    found = chain(
        Balance.objects.filter(person="", account__in=accounts),
        Balance.objects.filter(person__in=persons).exclude(person=""),
    )
    return {(b.account_id, b.nationality, b.sex, b.age, b.person): b for b in found}


def _raise(cells: Mapping[Key, Heads], since: date) -> None:
    """Change the levels of cells, from a day's end on and now; one that counts nobody goes."""
    days = [*ClosedDay.objects.filter(day__gte=since).values_list("day", flat=True), rules.NOW]
    accounts = {key[0] for key in cells}
    known = {
        (level.day, level.account_id, level.nationality, level.sex, level.age): level
        for level in Level.objects.filter(account__in=accounts, day__in=days)
    }
    gone: list[int] = []
    kept: list[Level] = []
    fresh: list[Level] = []
    for day, (key, (heads, named)) in product(days, cells.items()):
        level = known.get((day, *key))
        if level is None:
            fresh.append(_level(day, key, (heads, named)))
            continue
        level.heads, level.named = level.heads + heads, level.named + named
        if level.heads:
            kept.append(level)
        else:
            gone.append(level.pk)
    Level.objects.filter(pk__in=gone).delete()
    Level.objects.bulk_update(kept, ["heads", "named"], batch_size=rules.BATCH)
    Level.objects.bulk_create(fresh, batch_size=rules.BATCH)


def _levels_now() -> dict[Key, Heads]:
    rows = Level.objects.filter(day=rules.NOW).values_list(*_CELL, "heads", "named")
    return {tuple(cell): (heads, named) for *cell, heads, named in rows}


def _changes_after(day: date) -> dict[Key, Heads]:
    """Return what happened after a day's end, by cell, inside the books."""
    ended = datetime.combine(day + timedelta(days=1), time(), UTC)
    # Found first, by the moment: grouped at once, SQLite goes through all postings in their order.
    later = Posting.objects.filter(happened_at__gte=ended).order_by()
    rows = (
        Posting.objects.filter(pk__in=later.values("pk"))
        .exclude(account__kind__in=rules.BOUNDLESS)
        .order_by()
        .values_list(*_CELL)
        .annotate(heads=Sum("count"), named=NAMED)
    )
    return {tuple(cell): (heads, named) for *cell, heads, named in rows}


def _add(levels: dict[Key, Heads], key: Key, change: Heads) -> None:
    heads, named = levels.get(key, (0, 0))
    levels[key] = (heads + change[0], named + change[1])
    if levels[key] == (0, 0):
        del levels[key]


def _balance(line: Line, held: int) -> Balance:
    return Balance(**dict(zip(_LINE, line, strict=True)), held=held)


def _level(day: date, key: Key, held: Heads) -> Level:
    return Level(day=day, **dict(zip(_CELL, key, strict=True)), heads=held[0], named=held[1])


def _line_of(posting: Posting) -> Line:
    p = posting
    return (p.account_id, p.nationality, p.sex, p.age, p.person)
