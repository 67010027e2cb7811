"""What the books say at the moment of a physical count.

Forms know minutes, so a count and an entry often share their moment. The order of recording then
tells: what was entered after the count happened after it, and its reversal goes with it.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

from django.db.models import F, Sum
from django.db.models.functions import Coalesce

from samaki.systems.custody import rules
from samaki.systems.custody.models import Balance, PhysicalCount, Posting
from samaki.systems.custody.queries.faults import Fault
from samaki.systems.custody.rules.counts import act_of_entry

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import datetime

    from django.db.models import QuerySet

# When the entry was recorded that a posting belongs to, or that its movement takes back.
ENTERED_AT = Coalesce(F("movement__reverses__recorded_at"), F("movement__recorded_at"))


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


def entered_after(count: PhysicalCount) -> QuerySet[Posting]:
    """Return the postings of the very moment of a count that were entered after it."""
    same = Posting.objects.filter(account=count.account_id, happened_at=count.counted_at)
    return same.annotate(entered_at=ENTERED_AT).filter(entered_at__gt=count.recorded_at)


def held_at(account: int, counts: Collection[PhysicalCount]) -> dict[str, int]:
    """Return how many heads an account holds at each of its counts, by the count's reference."""
    held = heads_at(account, {count.counted_at for count in counts})
    after: dict[datetime, list[tuple[datetime, int]]] = defaultdict(list)
    same = Posting.objects.filter(account=account, happened_at__in=held.keys())
    for moment, entered, heads in same.annotate(entered_at=ENTERED_AT).values_list(
        "happened_at", "entered_at", "count"
    ):
        after[moment].append((entered, heads))
    return {
        count.ref: held[count.counted_at]
        - sum(heads for at, heads in after[count.counted_at] if at > count.recorded_at)
        for count in counts
    }


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
