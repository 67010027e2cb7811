"""What a person asks that stops everything: an appeal or asylum; who records it does not end it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from samaki.ground.access.rules import Permission
from samaki.ground.journal import services as journal
from samaki.kernel import refs
from samaki.systems.custody.services.holds import lift_hold, place_hold
from samaki.systems.immigration import rules
from samaki.systems.immigration.models import Plea
from samaki.systems.immigration.queries.cases import order_of
from samaki.systems.immigration.services.cases import advance, close, locked, reasons_if_over
from samaki.systems.immigration.services.lines import take_off_waiting
from samaki.systems.immigration.services.refusals import refuse, refuse_for

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from django.db.models import Model

    from samaki.ground.access.actors import Actor
    from samaki.kernel.reasons import Reason
    from samaki.systems.immigration.models import ExpulsionCase

_STANDS = frozenset(
    {rules.ExpulsionState.ORDERED, rules.ExpulsionState.LISTED, rules.ExpulsionState.SUSPENDED}
)


@transaction.atomic
def record_plea(*, actor: Actor, case: str, kind: str, happened_at: datetime, at: datetime) -> Plea:
    """Record that a person appeals or asks for asylum: a hold is placed and everything stops.

    Somebody on a list comes off it. Raises PermissionRefusedError, CaseRefusedError.
    """
    found = locked(case)
    actor.require(Permission.CASE_PREPARE, area=found.area_id)
    journal.take_turn()
    refuse_for(_reasons_against(found, kind, happened_at, at=at))
    plea = Plea.objects.create(
        ref=refs.reference("PL", Plea.objects.count() + 1),
        case=found,
        kind=kind,
        made_at=happened_at,
        recorded_by=actor.key,
    )
    hold = place_hold(
        actor=actor,
        person=found.person,
        ground=kind,
        owner=rules.KEEPER,
        because=plea.ref,
        area=found.area_id,
        at=at,
    )
    plea.hold = str(hold.ref)
    plea.save(update_fields=["hold"])
    journal.record(
        actor=actor.key,
        kind="immigration:plea:record",
        subject=plea.ref,
        at=at,
        wrote=[plea, *_suspend(found, at=at)],
    )
    return plea


@transaction.atomic
def decide_plea(
    *, actor: Actor, plea: str, act: str, body: str, reasons: str, at: datetime
) -> Plea:
    """Record how a body decided a plea: `act` is "grant" or "refuse".

    Whoever made the order does not decide the appeal against it. A granted plea ends the case. A
    granted claim for asylum keeps its hold for good; every other
    is lifted. Raises PermissionRefusedError, CaseRefusedError.
    """
    known = Plea.objects.filter(ref=plea).select_related("case").first()
    if known is None:
        refuse("no_plea", ref=plea)
    case = locked(known.case.ref)
    actor.require(Permission.ORDER_DECIDE, area=case.area_id)
    found = Plea.objects.select_for_update().get(pk=known.pk)
    refuse_for(
        (
            *(
                [rules.reason("plea_decided", ref=plea, moment=found.decided_at)]
                if found.state != rules.PleaState.OPEN
                else []
            ),
            *_reasons_of_own_order(found, case, actor),
            *([] if body.strip() else [rules.reason("no_body")]),
            *rules.reasons_against_words(reasons),
        )
    )
    found.state = rules.PLEA.after(rules.PleaState(found.state), act)
    found.body, found.reasons = body.strip(), reasons.strip()
    found.decided_at, found.decided_by = at, actor.key
    found.save(update_fields=["state", "body", "reasons", "decided_at", "decided_by"])
    followed = _follow(found, case, actor=actor, at=at)
    if not (found.kind == rules.PleaKind.ASYLUM and found.state == rules.PleaState.GRANTED):
        lift_hold(actor=actor, hold=found.hold, clears=True, area=case.area_id, at=at)
    journal.record(
        actor=actor.key,
        kind=f"immigration:plea:{act}",
        subject=plea,
        at=at,
        wrote=[found, *followed],
    )
    return found


def _reasons_of_own_order(plea: Plea, case: ExpulsionCase, actor: Actor) -> Iterator[Reason]:
    order = order_of(case)
    if plea.kind == rules.PleaKind.APPEAL and order and order.decided_by == actor.key:
        yield rules.reason("own_order", ref=order.ref)


def _suspend(case: ExpulsionCase, *, at: datetime) -> list[Model]:
    """Suspend a standing order; a case without one stays as it is, held by the ledger."""
    if (rules.ExpulsionState(case.state), "suspend") not in rules.CASE.steps:
        return []
    off = take_off_waiting(case)
    return [advance(case, "suspend", at=at), *off]


def _follow(plea: Plea, case: ExpulsionCase, *, actor: Actor, at: datetime) -> list[Model]:
    """Bring the case where the decision leads: its end, or on once no plea is open."""
    state = rules.ExpulsionState(case.state)
    if state in rules.CASE.ends:
        return []
    if plea.state == rules.PleaState.GRANTED:
        act = "decide_against" if state is rules.ExpulsionState.OPENED else "withdraw"
        return [close(case, act, actor=actor, reasons=plea.reasons, at=at)]
    is_held = case.pleas.filter(state=rules.PleaState.OPEN).exists()
    if state is rules.ExpulsionState.SUSPENDED and not is_held:
        return [advance(case, "resume", at=at)]
    return []


def _reasons_against(
    case: ExpulsionCase, kind: str, happened_at: datetime, *, at: datetime
) -> Iterator[Reason]:
    yield from reasons_if_over(case)
    yield from rules.reasons_against_moment(happened_at, at=at)
    if kind not in set(rules.PleaKind):
        yield rules.reason("plea_kind", kind=kind)
    if kind == rules.PleaKind.APPEAL and case.state not in _STANDS:
        yield rules.reason("no_order_to_appeal", ref=case.ref)
    known = case.pleas.filter(kind=kind, state=rules.PleaState.OPEN).first()
    if known is not None:
        yield rules.reason("plea_open", person=case.person, ref=known.ref)
