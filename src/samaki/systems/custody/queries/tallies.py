"""What the books say at the moment of a physical count.

Forms know minutes, so a count and an entry often share their moment. What was recorded after the
count then happened after it, unless only with it the two agree (`rules.counts.made_after`); its
reversal goes with it.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, TypeAlias

from django.db.models import F, Sum
from django.db.models.functions import Coalesce

from samaki.systems.custody import rules
from samaki.systems.custody.models import Balance, PhysicalCount, Posting
from samaki.systems.custody.queries.faults import Fault
from samaki.systems.custody.rules.counts import act_of_entry, made_after

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from datetime import datetime

    from django.db.models import QuerySet

Entered: TypeAlias = "list[Posting]"  # of one entry, and of what takes it back


def heads_at(account: int, moments: Collection[datetime]) -> dict[datetime, int]:
    """Return how many heads an account inside the books holds at moments, by all that is recorded.

    `account` is its key. Reckoned backward from what stands now.
    """
    now = Balance.objects.filter(account=account).aggregate(all=Sum("held"))["all"] or 0
    later = list(
        Posting.objects.filter(account=account, happened_at__gt=min(moments))
        .order_by("happened_at")
        .values_list("happened_at")
        .annotate(all=Sum("count"))
    )
    found = {}
    for moment in sorted(moments, reverse=True):
        while later and later[-1][0] > moment:
            now -= later.pop()[1]
        found[moment] = now
    return found


def later_entries(count: PhysicalCount, *, known_at: datetime | None = None) -> list[Entered]:
    """Return the entries of the very moment of a count that were recorded after it, in order."""
    rows = Posting.objects.filter(account=count.account_id, happened_at=count.counted_at)
    if known_at is not None:
        rows = rows.filter(recorded_at__lte=known_at)
    return _later(count, _in_order(rows))


def held_at(account: int, counts: Collection[PhysicalCount]) -> dict[str, int]:
    """Return how many heads an account holds at each of its counts, by the count's reference."""
    held = heads_at(account, {count.counted_at for count in counts})
    counted = PhysicalCount.objects.filter(account=account).values("counted_at")
    same: dict[datetime, list[Posting]] = defaultdict(list)
    for posting in _in_order(Posting.objects.filter(account=account, happened_at__in=counted)):
        same[posting.happened_at].append(posting)
    found = {}
    for count in counts:
        later = _later(count, same[count.counted_at])
        changes = [sum(posting.count for posting in entry) for entry in later]
        level = held[count.counted_at] - sum(changes)
        found[count.ref] = level + sum(changes[: made_after(count.heads, level, changes)])
    return found


def _in_order(rows: QuerySet[Posting]) -> QuerySet[Posting]:
    """Return postings in the order of recording of the entry they belong to, or take back."""
    entry = Coalesce(F("movement__reverses"), F("movement"))
    entered_at = Coalesce(F("movement__reverses__recorded_at"), F("movement__recorded_at"))
    return rows.annotate(entry=entry, entered_at=entered_at).order_by("entered_at", "entry", "pk")


def _later(count: PhysicalCount, postings: Iterable[Posting]) -> list[Entered]:
    """Return, by entry, those of its moment that were recorded after a count."""
    found: dict[int, list[Posting]] = defaultdict(list)
    for posting in postings:
        if posting.entered_at > count.recorded_at:  # type: ignore[attr-defined]
            found[posting.entry].append(posting)  # type: ignore[attr-defined]
    return list(found.values())


def faults() -> Iterator[Fault]:
    """Yield a count that differs from the books, or agrees, without its variance saying so."""
    counts = PhysicalCount.objects.select_related("variance").order_by("account", "counted_at")
    for account, group in groupby(counts, key=attrgetter("account_id")):
        found = list(group)
        held = held_at(account, found)
        for count in found:
            variance = getattr(count, "variance", None)
            state = rules.CountVarianceState(variance.state) if variance else None
            difference = count.heads - held[count.ref]
            if act_of_entry(state, difference) is not None:
                what = f"differs by {difference:+d} from the ledger, and is {state or 'not open'}"
                yield Fault("custody_physicalcount", count.ref, what)
