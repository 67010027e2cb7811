"""The books of things: what each place holds of an exhibit, and the proof of their law."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from django.db.models import F, Q, Sum
from django.db.models.functions import Coalesce

from samaki.kernel import ledger
from samaki.systems.custody import rules
from samaki.systems.custody.models import (
    Exhibit,
    ThingAccount,
    ThingBalance,
    ThingCount,
    ThingPosting,
)
from samaki.systems.custody.queries.faults import Fault
from samaki.systems.custody.rules.counts import act_of_entry, made_after
from samaki.systems.custody.rules.exhibits import ThingAccountKind, thing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

    from django.db.models import QuerySet

_OUTSIDE = ThingAccountKind.OUTSIDE

subject = thing


def held(
    account: int, exhibit: int, *, at: datetime | None = None, known_at: datetime | None = None
) -> int:
    """Return how many pieces of an exhibit a place holds: now, or at a moment.

    By all that is recorded, or that was at another moment.
    """
    rows = _known(ThingPosting.objects.filter(account=account, exhibit=exhibit), known_at)
    if at is not None:
        rows = rows.filter(movement__happened_at__lte=at)
    return int(rows.aggregate(sum=Sum("count"))["sum"] or 0)


def held_at(count: ThingCount, *, known_at: datetime | None = None) -> int:
    """Return how many pieces a place holds at the moment of a count, by all recorded or by then.

    Of entries of the same moment `rules.counts.made_after` tells which happened before it.
    """
    entry = Coalesce(F("movement__reverses"), F("movement"))
    entered_at = Coalesce(F("movement__reverses__recorded_at"), F("movement__recorded_at"))
    changes: list[int] = list(
        _known(ThingPosting.objects.filter(account=count.account_id), known_at)
        .filter(exhibit=count.exhibit_id, movement__happened_at=count.counted_at)
        .annotate(entry=entry, entered_at=entered_at)
        .filter(entered_at__gt=count.recorded_at)
        .order_by("entered_at", "entry")
        .values_list("entry")
        .annotate(sum=Sum("count"))
        .values_list("sum", flat=True)
    )
    here = (count.account_id, count.exhibit_id)
    level = held(*here, at=count.counted_at, known_at=known_at) - sum(changes)
    return level + sum(changes[: made_after(count.pieces, level, changes)])


def _known(postings: QuerySet[ThingPosting], known_at: datetime | None) -> QuerySet[ThingPosting]:
    return postings.filter(movement__recorded_at__lte=known_at) if known_at else postings


def levels(
    lines: Iterable[ledger.Line], accounts: Mapping[str, ThingAccount], *, at: datetime
) -> dict[ledger.Line, list[tuple[datetime, int]]]:
    """Return what each line holds at a moment, and after each later change.

    Outside lies what was not seized yet: all its pieces, less what came in.
    """
    found = {}
    for ref, of in lines:
        if ref in accounts and of.person:
            found[ref, of] = _steps(accounts[ref], of.person, at)
    return found


def _steps(account: ThingAccount, exhibit: str, at: datetime) -> list[tuple[datetime, int]]:
    level = _pieces(exhibit) if account.kind == _OUTSIDE else 0
    steps = [(at, level)]
    rows = ThingPosting.objects.filter(account=account, exhibit__ref=exhibit)
    for moment, count in rows.order_by("movement__happened_at", "pk").values_list(
        "movement__happened_at", "count"
    ):
        level += count
        when = max(moment, at)
        if steps[-1][0] == when:
            steps[-1] = (when, level)  # changes of one moment count together
        else:
            steps.append((when, level))
    return steps


def _pieces(exhibit: str) -> int:
    found = Exhibit.objects.select_related("content").filter(ref=exhibit, content__bundle=None)
    one = found.first()
    return one.content.pieces if one is not None and hasattr(one, "content") else 0


def faults() -> Iterator[Fault]:
    """Yield the faults of the books of things, the first of each kind.

    Every entry balances by its kind; no place holds less than none at any moment; every exhibit is
    in the books, in one place or opened into its parts, and no piece is added or lost; balances are
    what the postings add up to; in transit lies what was sent and not received; and no count
    differs without its variance saying so.
    """
    yield from _unbalanced()
    yield from _below_none()
    yield from _pieces_changed()
    yield from _parts_changed()
    yield from _lost_transits()
    yield from _stale_balances()
    yield from _stale_variances()


def _unbalanced() -> Iterator[Fault]:
    converted = ThingPosting.objects.filter(movement__converts=True).values(
        "movement_id", "account_id"
    )
    moved = ThingPosting.objects.filter(movement__converts=False).values(
        "movement_id", "exhibit_id"
    )
    for rows in (converted, moved):
        sums = rows.annotate(total=Sum("count")).exclude(total=0).order_by("movement_id")
        for row in sums[:1]:
            what = f"its postings add up to {row['total']:+d}, not to none"
            yield Fault("custody_thingmovement", str(row["movement_id"]), what)


def _below_none() -> Iterator[Fault]:
    rows = (
        ThingPosting.objects.exclude(account__kind=_OUTSIDE)
        .order_by("movement__happened_at")
        .values_list("account__ref", "exhibit__ref", "movement__happened_at", "count")
    )
    changes: dict[tuple[str, str], list[tuple[datetime, int]]] = defaultdict(list)
    for account, exhibit, moment, count in rows.iterator():
        changes[str(account), exhibit].append((moment, count))
    for (account, exhibit), steps in changes.items():
        if (short := ledger.shortfall(steps)) is not None:
            what = f"holds fewer than none of {exhibit} at {short.isoformat()}"
            yield Fault("custody_thingaccount", account, what)
            return


def _pieces_changed() -> Iterator[Fault]:
    """Find an exhibit that came in otherwise than whole, or that the books do not know."""
    came = {
        exhibit: -total
        for exhibit, total in ThingPosting.objects.filter(account__kind=_OUTSIDE)
        .order_by()
        .values_list("exhibit")
        .annotate(total=Sum("count"))
    }
    own = Q(movement__converts=True, movement__postings__exhibit=F("exhibit__content__bundle"))
    parts = ThingPosting.objects.filter(own).order_by().values_list("exhibit")
    came |= dict(parts.annotate(total=Sum("count")))
    for row in Exhibit.objects.select_related("content").order_by("pk").iterator():
        content = getattr(row, "content", None)
        if content is None or row.pk not in came:
            yield Fault("custody_exhibit", row.ref, "is not in the books of things")
            return
        if came[row.pk] not in (0, content.pieces):
            what = f"has {content.pieces} pieces, and {came[row.pk]} came into the books"
            yield Fault("custody_exhibit", row.ref, what)
            return


def _parts_changed() -> Iterator[Fault]:
    """Find a part that lies under a seal, and whose bundle was never opened."""
    strays = ThingPosting.objects.filter(
        exhibit__content__bundle__isnull=False, account__kind=_OUTSIDE
    )
    for exhibit in strays.values_list("exhibit__ref", flat=True)[:1]:
        yield Fault("custody_exhibit", exhibit, "came out of a bundle and from outside")


def _lost_transits() -> Iterator[Fault]:
    transits = ThingAccount.objects.filter(kind=ThingAccountKind.IN_TRANSIT)
    for ref in transits.filter(handover=None).values_list("ref", flat=True)[:1]:
        yield Fault("custody_thingaccount", str(ref), "is in transit without a hand-over")
    own = (
        Q(movement__handover__transit=F("account"))
        | Q(movement__receipt__handover__transit=F("account"))
        | Q(movement__reverses__handover__transit=F("account"))
        | Q(movement__reverses__receipt__handover__transit=F("account"))
    )
    strays = ThingPosting.objects.filter(account__kind=ThingAccountKind.IN_TRANSIT).exclude(own)
    for movement in strays.values_list("movement_id", flat=True)[:1]:
        what = "moves exhibits in transit without a dispatch or receipt of their hand-over"
        yield Fault("custody_thingmovement", str(movement), what)


def _stale_balances() -> Iterator[Fault]:
    rows = ThingPosting.objects.exclude(account__kind=_OUTSIDE).order_by()
    folded = {
        (account, exhibit): (total, kind == ThingAccountKind.UNACCOUNTED)
        for account, exhibit, kind, total in rows.values_list(
            "account__ref", "exhibit__ref", "account__kind"
        ).annotate(total=Sum("count"))
        if total
    }
    kept = {
        (account, exhibit): (pieces, is_missing)
        for account, exhibit, pieces, is_missing in ThingBalance.objects.values_list(
            "account__ref", "exhibit__ref", "held", "is_missing"
        )
    }
    for line in sorted(folded.keys() | kept.keys()):
        if folded.get(line) != kept.get(line):
            said, added = (found.get(line, (0, False))[0] for found in (kept, folded))
            what = f"says {said} of {line[1]}, the postings say {added}"
            yield Fault("custody_thingbalance", str(line[0]), what)
            return


def _stale_variances() -> Iterator[Fault]:
    for count in ThingCount.objects.select_related("variance").order_by("pk"):
        variance = getattr(count, "variance", None)
        state = rules.CountVarianceState(variance.state) if variance else None
        difference = count.pieces - held_at(count)
        if act_of_entry(state, difference) is not None:
            what = f"differs by {difference:+d} from the books, and is {state or 'not open'}"
            yield Fault("custody_thingcount", count.ref, what)
            return
