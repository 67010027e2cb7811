"""Counts of exhibits: the second officer's, and every recount. They stand beside the books."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from samaki.ground.access.rules import Permission
from samaki.ground.journal import services as journal
from samaki.kernel import refs
from samaki.systems.custody import rules
from samaki.systems.custody.models import Exhibit, ThingBalance, ThingCount, ThingVariance
from samaki.systems.custody.queries import evidence as papers
from samaki.systems.custody.queries import things as books
from samaki.systems.custody.rules.counts import reasons_against_explanation
from samaki.systems.custody.rules.exhibits import reasons_against_recount
from samaki.systems.custody.services import thing_acts, things
from samaki.systems.custody.services.refusals import MovementRefusedError, refuse_for

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from samaki.ground.access.actors import Actor
    from samaki.kernel.reasons import Reason
    from samaki.systems.custody.models import ThingAccount
    from samaki.systems.custody.rules.counts import Explanation

_P = Permission


@transaction.atomic
def count_exhibit(
    *, actor: Actor, exhibit: str, pieces: int | None, happened_at: datetime, at: datetime
) -> ThingCount:
    """Record how many pieces of an exhibit somebody counted where it is kept; move nothing.

    By somebody else than who seized it, it is the second count without which nothing is sent. Where
    the books say otherwise of that moment, a variance opens, for which the keeper answers. Raises
    PermissionRefusedError, MovementRefusedError.
    """
    journal.take_turn()
    found = things.exhibit_of(exhibit)
    place = _place(actor, found)
    held = books.held(place.pk, found.pk, at=happened_at)
    refuse_for(
        (
            *reasons_against_recount(pieces),
            *rules.reasons_against_moment(happened_at, at=at),
            *_reasons_against(actor, found, pieces, happened_at),
            *_reasons_elsewhere(found, place, held, happened_at),
        )
    )
    assert pieces is not None, "refused above"
    made = ThingCount.objects.create(
        ref=refs.reference("XC", ThingCount.objects.count() + 1),
        exhibit=found,
        account=place,
        pieces=pieces,
        held=held,
        counted_at=happened_at,
        recorded_at=at,
        counted_by=actor.key,
    )
    variance = things.bring(made, pieces - held, by="", at=at)
    journal.record(
        actor=actor.key,
        kind=_P.EXHIBIT_COUNT,
        subject=found.ref,
        at=at,
        wrote=[made, *filter(None, [variance])],
    )
    return made


@transaction.atomic
def explain_exhibit_count(
    *, actor: Actor, count: str, explanation: Explanation, at: datetime
) -> ThingVariance:
    """Close the variance of a count by a reason and its evidence; never by whoever counted.

    The books stay as they are. Raises PermissionRefusedError, MovementRefusedError.
    """
    journal.take_turn()
    ref = refs.as_stored(count)
    every = ThingCount.objects.select_related("account__unit")
    made = every.filter(ref=ref).first()
    if made is None:
        actor.require(_P.EXHIBIT_EXPLAIN)
        raise MovementRefusedError([rules.reason("unknown_exhibit_count", ref=ref)])
    assert made.account.unit is not None, "what is counted has an owner"
    actor.require(_P.EXHIBIT_EXPLAIN, area=made.account.unit.area_id)
    variance = ThingVariance.objects.filter(count=made).first()
    refuse_for(
        (
            *_reasons_closed(made, variance),
            *reasons_against_explanation(explanation),
            *papers.reasons_against_evidence(explanation.evidence, own=ref),
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
    journal.record(actor=actor.key, kind=_P.EXHIBIT_EXPLAIN, subject=ref, at=at, wrote=[variance])
    return variance


def _place(actor: Actor, exhibit: Exhibit) -> ThingAccount:
    """Return the place that keeps an exhibit, where the actor may count, or refuse."""
    row = (
        ThingBalance.objects.select_related("account__unit")
        .filter(exhibit=exhibit, is_missing=False)
        .first()
    )
    if row is None:
        actor.require(_P.EXHIBIT_COUNT)
        where = thing_acts.where_name(exhibit) or "–"
        raise MovementRefusedError(
            [rules.reason("not_in_a_store", exhibit=exhibit.ref, where=where)]
        )
    assert row.account.unit is not None, "inside the books every place has an owner"
    actor.require(_P.EXHIBIT_COUNT, area=row.account.unit.area_id)
    return row.account


def _reasons_against(
    actor: Actor, exhibit: Exhibit, pieces: int | None, happened_at: datetime
) -> Iterator[Reason]:
    if happened_at < exhibit.seized_at:
        yield rules.reason("before_seizure", exhibit=exhibit.ref, moment=exhibit.seized_at)
    same = ThingCount.objects.filter(exhibit=exhibit, counted_at=happened_at, counted_by=actor.key)
    for known in same.filter(pieces=pieces) if pieces is not None else ():
        yield rules.reason("exhibit_counted_before", ref=known.ref)


def _reasons_elsewhere(
    exhibit: Exhibit, place: ThingAccount, held: int, happened_at: datetime
) -> Iterator[Reason]:
    """Find a count of a moment at which the exhibit lay elsewhere: nobody counted it here then."""
    if not held and happened_at >= exhibit.seized_at:
        yield rules.reason("counted_elsewhere", exhibit=exhibit.ref, account=place.name)


def _reasons_closed(count: ThingCount, variance: ThingVariance | None) -> Iterator[Reason]:
    if variance is None:
        yield rules.reason("exhibit_count_agrees", ref=count.ref)
    elif variance.state == rules.CountVarianceState.SETTLED:
        paper, moment = variance.closed_by, variance.closed_at
        yield rules.reason("settled_before", ref=count.ref, moment=moment, paper=paper)
    elif variance.state == rules.CountVarianceState.EXPLAINED:
        yield rules.reason("explained_before", ref=count.ref, moment=variance.closed_at)
