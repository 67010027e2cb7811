"""Physical counts: recorded beside the ledger, explained by a second person; neither adjusts it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from samaki.ground.access.rules import Permission
from samaki.ground.journal import services as journal
from samaki.kernel import refs
from samaki.systems.custody import rules
from samaki.systems.custody.models import Account, CountVariance, PhysicalCount
from samaki.systems.custody.queries import evidence as papers
from samaki.systems.custody.queries import tallies
from samaki.systems.custody.rules.counts import (
    reasons_against_counted,
    reasons_against_explanation,
)
from samaki.systems.custody.services import accounts, entries, settling
from samaki.systems.custody.services.refusals import MovementRefusedError, refuse_for

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from samaki.ground.access.actors import Actor
    from samaki.kernel.reasons import Reason
    from samaki.systems.custody.rules.counts import Counted, Explanation

_P = Permission


@transaction.atomic
def record_count(
    *, actor: Actor, account: str, counted: Counted, happened_at: datetime, at: datetime
) -> PhysicalCount:
    """Record how many people somebody counted in a unit's account at a moment; move nobody.

    `account` is its reference. Where the ledger says otherwise of that moment, a variance opens,
    for which the unit answers that keeps the account. Raises PermissionRefusedError,
    MovementRefusedError.
    """
    found = accounts.own(actor, account, _P.CUSTODY_COUNT)
    assert found.unit is not None, "an account that is counted is a unit's own"
    area = found.unit.area_id
    entries.lock([found])
    journal.take_turn()  # it is numbered by what is there, and nothing is entered meanwhile
    refuse_for(
        (
            *reasons_against_counted(counted),
            *rules.reasons_against_moment(happened_at, at=at),
            *_reasons_against(found, counted, happened_at),
        )
    )
    assert counted.heads is not None, "refused above"
    held = tallies.heads_at(found.pk, [happened_at])[happened_at]
    made = PhysicalCount.objects.create(
        ref=refs.reference("CO", PhysicalCount.objects.count() + 1),
        account=found,
        unit_id=actor.unit_for(_P.CUSTODY_COUNT, area=area, prefer=found.unit.code),
        counted_at=happened_at,
        recorded_at=at,
        counted_by=actor.key,
        heads=counted.heads,
        held=held,
        cells=_rows(counted),
    )
    variance = settling.bring(made, made.heads - held, by="", at=at)
    journal.record(
        actor=actor.key,
        kind=_P.CUSTODY_COUNT,
        subject=made.ref,
        at=at,
        wrote=[made, *filter(None, [variance])],
    )
    return made


@transaction.atomic
def explain_count(
    *, actor: Actor, count: str, explanation: Explanation, at: datetime
) -> CountVariance:
    """Close the variance of a count by a reason and its evidence; the ledger stays as it is.

    Never by whoever counted. Raises PermissionRefusedError, MovementRefusedError.
    """
    ref = count.strip().upper()
    every = PhysicalCount.objects.select_related("account__unit")
    made = every.filter(ref=ref).first()
    if made is None:
        actor.require(_P.COUNT_EXPLAIN)
        raise MovementRefusedError([rules.reason("unknown_count", ref=ref)])
    assert made.account.unit is not None, "an account that is counted is a unit's own"
    actor.require(_P.COUNT_EXPLAIN, area=made.account.unit.area_id)
    entries.lock([made.account])
    journal.take_turn()
    variance = CountVariance.objects.filter(count=made).first()
    refuse_for(
        (
            *_reasons_closed(made, variance),
            *reasons_against_explanation(explanation),
            *papers.reasons_against_evidence(explanation.evidence, own=made.ref),
            *([rules.reason("own_count", ref=ref)] if made.counted_by == actor.key else []),
        )
    )
    assert variance is not None, "refused above"
    variance.state = rules.COUNT_VARIANCE.after(rules.CountVarianceState.OPEN, "explain")
    variance.closed_at = max(at, variance.opened_at)
    variance.reason = explanation.reason.strip()
    variance.evidence = papers.reference_in(explanation.evidence) or explanation.evidence.strip()
    variance.explained_by = actor.key
    variance.save()
    journal.record(actor=actor.key, kind=_P.COUNT_EXPLAIN, subject=ref, at=at, wrote=[variance])
    return variance


def _reasons_against(account: Account, counted: Counted, happened_at: datetime) -> Iterator[Reason]:
    # Entries may be older than their account; from the first of them on it can be counted.
    held_before = account.postings.filter(happened_at__lte=happened_at)
    if happened_at < account.opened_at and not held_before.exists():
        yield rules.reason("before_opening", account=account.name, moment=account.opened_at)
    for known in PhysicalCount.objects.filter(account=account, counted_at=happened_at):
        if known.heads == counted.heads and known.cells == _rows(counted):
            yield rules.reason("counted_before", ref=known.ref)


def _reasons_closed(count: PhysicalCount, variance: CountVariance | None) -> Iterator[Reason]:
    if variance is None:
        yield rules.reason("count_agrees", ref=count.ref)
    elif variance.state == rules.CountVarianceState.SETTLED:
        yield rules.reason(
            "settled_before",
            ref=count.ref,
            moment=variance.closed_at,
            paper=variance.closed_by,
        )
    elif variance.state == rules.CountVarianceState.EXPLAINED:
        yield rules.reason("explained_before", ref=count.ref, moment=variance.closed_at)


def _rows(counted: Counted) -> list[list[object]]:
    """Return the heads by cell as they are kept, in an order of their own."""
    cells = counted.cells.items()
    rows: list[list[object]] = [[c.nationality, c.sex, c.age, heads] for c, heads in cells]
    return sorted(rows, key=str)
