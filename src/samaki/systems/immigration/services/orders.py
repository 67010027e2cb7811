"""The decision: an order with its ground, or none; never by whoever prepared the case."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from samaki.ground.access.rules import Permission
from samaki.ground.journal import services as journal
from samaki.kernel import refs
from samaki.systems.immigration import rules
from samaki.systems.immigration.models import ExpulsionCase, ExpulsionOrder
from samaki.systems.immigration.queries.cases import standing
from samaki.systems.immigration.services.cases import advance, close, locked
from samaki.systems.immigration.services.lines import take_off_waiting
from samaki.systems.immigration.services.refusals import refuse_for

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from samaki.ground.access.actors import Actor
    from samaki.kernel.reasons import Reason


@dataclass(frozen=True, slots=True)
class Terms:
    """What an order says: ground, reasons, how it was told, until when to appeal, set by whom."""

    ground: str
    reasons: str
    language: str
    appeal_until: datetime
    appeal_set_by: str


@transaction.atomic
def make_order(*, actor: Actor, case: str, terms: Terms, at: datetime) -> ExpulsionOrder:
    """Order an expulsion, if neither the ledger nor the case speaks against it.

    Whoever prepared the case may not. Every reason is given at once, those of custody's ledger
    among them. Raises PermissionRefusedError, CaseRefusedError.
    """
    found = locked(case)
    actor.require(Permission.ORDER_DECIDE, area=found.area_id)
    journal.take_turn()  # so that no hold is placed between asking the ledger and writing
    refuse_for(
        (
            *rules.reasons_against_order(standing(found), decided_by=actor.key),
            *rules.reasons_against_terms(
                reasons=terms.reasons,
                language=terms.language,
                set_by=terms.appeal_set_by,
                appeal_until=terms.appeal_until,
                at=at,
            ),
            *_reasons_against_ground(found, terms.ground),
        )
    )
    order = ExpulsionOrder.objects.create(
        ref=refs.reference("EO", ExpulsionOrder.objects.count() + 1),
        case=found,
        ground=terms.ground,
        reasons=terms.reasons.strip(),
        told_language=terms.language.strip(),
        appeal_until=terms.appeal_until,
        appeal_set_by=terms.appeal_set_by.strip(),
        decided_at=at,
        decided_by=actor.key,
        prepared_by=found.opened_by,
    )
    advance(found, "order", at=at)
    journal.record(
        actor=actor.key,
        kind=Permission.ORDER_DECIDE,
        subject=order.ref,
        at=at,
        wrote=[order, found],
    )
    return order


@transaction.atomic
def decide_against(*, actor: Actor, case: str, reasons: str, at: datetime) -> ExpulsionCase:
    """Decide that a person is not expelled, for reasons in words.

    Open however much the ledger holds the person. Raises PermissionRefusedError, CaseRefusedError.
    """
    return _end(actor, case, "decide_against", reasons, at=at)


@transaction.atomic
def withdraw_order(*, actor: Actor, case: str, reasons: str, at: datetime) -> ExpulsionCase:
    """Withdraw a standing order, for reasons in words; the person comes off any list.

    Raises PermissionRefusedError, CaseRefusedError.
    """
    return _end(actor, case, "withdraw", reasons, at=at)


def _end(actor: Actor, ref: str, act: str, reasons: str, *, at: datetime) -> ExpulsionCase:
    case = locked(ref)
    actor.require(Permission.ORDER_DECIDE, area=case.area_id)
    how = standing(case)
    refuse_for(
        (
            *rules.reasons_against_step(how, act),
            *([rules.reason("own_case", ref=ref)] if case.opened_by == actor.key else []),
            *rules.reasons_against_words(reasons),
        )
    )
    off = take_off_waiting(case)
    close(case, act, actor=actor, reasons=reasons, at=at)
    journal.record(
        actor=actor.key, kind=f"immigration:order:{act}", subject=ref, at=at, wrote=[case, *off]
    )
    return case


def _reasons_against_ground(case: ExpulsionCase, ground: str) -> Iterator[Reason]:
    if ground not in rules.GROUNDS:
        yield rules.reason("unknown_ground", given=ground)
    elif ground not in case.check_made.grounds:
        yield rules.reason("ground_unchecked", ref=case.ref)
