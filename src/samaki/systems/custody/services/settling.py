"""What an entry does to the counts it reaches: a difference opens, is settled, or comes back.

Called by the one writer of movements, under the journal's turn. It moves nobody.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from samaki.systems.custody import rules
from samaki.systems.custody.models import CountVariance, PhysicalCount
from samaki.systems.custody.queries import tallies
from samaki.systems.custody.rules.counts import act_of_entry

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from samaki.systems.custody.models import Posting


def settle(
    postings: Iterable[Posting], *, by: str, happened_at: datetime, at: datetime
) -> tuple[CountVariance, ...]:
    """Bring the variances of counts made since an entry happened to what now follows.

    `by` is the paper of the entry, which stands on what it settles. Returns the rows written.
    """
    changes: Counter[int] = Counter()
    for posting in postings:
        changes[posting.account_id] += posting.count
    reached: dict[int, list[PhysicalCount]] = defaultdict(list)
    for count in PhysicalCount.objects.filter(
        account__in=[account for account, change in changes.items() if change],
        counted_at__gte=happened_at,
    ).select_related("account__unit", "variance"):
        reached[count.account_id].append(count)
    return tuple(
        variance
        for account, found in reached.items()
        for variance in _settled(account, found, by=by, at=at)
    )


def bring(count: PhysicalCount, difference: int, *, by: str, at: datetime) -> CountVariance | None:
    """Open, settle or open again the variance of a count; return it if it was written.

    It keeps the moment at which it first opened, so that nobody grows younger by coming back.
    """
    found: CountVariance | None = getattr(count, "variance", None)
    state = rules.CountVarianceState(found.state) if found else None
    act = act_of_entry(state, difference)
    if act is None:
        return None
    if found is None:
        owner = count.account.unit
        assert owner is not None, "an account that is counted is a unit's own"
        found = CountVariance(count=count, owner=owner, opened_at=at)
        found.state = rules.COUNT_VARIANCE.start
    else:
        found.state = rules.COUNT_VARIANCE.after(rules.CountVarianceState(found.state), act)
    is_settled = found.state == rules.CountVarianceState.SETTLED
    found.closed_at = max(at, found.opened_at) if is_settled else None
    found.closed_by = by if is_settled else ""
    found.save()
    return found


def _settled(
    account: int, found: list[PhysicalCount], *, by: str, at: datetime
) -> Iterable[CountVariance]:
    held = tallies.held_at(account, found)
    for count in found:
        variance = bring(count, count.heads - held[count.ref], by=by, at=at)
        if variance is not None:
            yield variance
