"""The only writer of penalties and of what lifts them. A person decides, never an inspection."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from samaki.ground.access.rules import Permission
from samaki.ground.journal import services as journal
from samaki.kernel import refs
from samaki.systems.gaming import rules
from samaki.systems.gaming.models import (
    Inspection,
    Licence,
    Lifting,
    Penalty,
    PenaltyGround,
    Venue,
    Violation,
)
from samaki.systems.gaming.services.inspections import new_inspection
from samaki.systems.gaming.services.refusals import refuse_for

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from samaki.ground.access.actors import Actor
    from samaki.kernel.reasons import Reason


@transaction.atomic
def decide_penalty(*, actor: Actor, venue: str, decision: rules.Decision, at: datetime) -> Penalty:
    """Decide what follows from the violations of a venue; who inspected them does not decide.

    A re-inspection day in the decision sets that inspection. Raises PermissionRefusedError,
    GamingRefusedError, Venue.DoesNotExist.
    """
    place = Venue.objects.get(ref=venue)
    actor.require(Permission.PENALTY_DECIDE, area=place.area_id)
    journal.take_turn()
    found = list(
        Violation.objects.filter(venue=place, ref__in=decision.violations).select_related(
            "answer__inspection"
        )
    )
    licence = Licence.objects.select_for_update().filter(venue=place, ref=decision.licence).first()
    refuse_for(
        (
            *rules.reasons_against_penalty(
                decision,
                known={violation.ref for violation in found},
                licence=_term(licence),
                today=timezone.localtime(at).date(),
            ),
            *_reasons_of_own_work(actor, found),
        )
    )
    penalty = _write(actor, place, licence, decision, at=at)
    grounds = [PenaltyGround.objects.create(penalty=penalty, violation=each) for each in found]
    changed = _work_on(licence, rules.LADDER[decision.rung].act)
    reinspection = _reinspection(actor, penalty, decision, at=at)
    journal.record(
        actor=actor.key,
        kind=Permission.PENALTY_DECIDE,
        subject=penalty.ref,
        at=at,
        wrote=[penalty, *grounds, *changed, *reinspection],
    )
    return penalty


@transaction.atomic
def lift_penalty(*, actor: Actor, penalty: str, reasons: str, at: datetime) -> Lifting:
    """End a suspension or a closure, with reasons; a suspended licence is in force again.

    Raises PermissionRefusedError, GamingRefusedError, Penalty.DoesNotExist.
    """
    journal.take_turn()
    found = Penalty.objects.select_related("venue").get(ref=penalty)
    actor.require(Permission.PENALTY_DECIDE, area=found.venue.area_id)
    act = "lift" if rules.LADDER[found.rung].act else ""
    licence = Licence.objects.select_for_update().filter(penalties=found).first() if act else None
    known = Lifting.objects.filter(penalty=found).first()
    refuse_for(
        rules.reasons_against_lifting(
            rung=found.rung,
            lifted_at=known.lifted_at if known else None,
            reasons=reasons,
            waits_for_reinspection=_waits(found),
            state=rules.LicenceState(licence.state) if licence else None,
        )
    )
    lifting = Lifting.objects.create(
        penalty=found, reasons=reasons.strip(), lifted_at=at, lifted_by=actor.key
    )
    changed = _work_on(licence, act)
    journal.record(
        actor=actor.key,
        kind="gaming:penalty:lift",
        subject=found.ref,
        at=at,
        wrote=[lifting, *changed],
    )
    return lifting


def _reasons_of_own_work(actor: Actor, violations: list[Violation]) -> Iterator[Reason]:
    own = {
        violation.answer.inspection.ref
        for violation in violations
        if violation.answer.inspection.recorded_by == actor.key
    }
    for ref in sorted(own):
        yield rules.reason("own_inspection", ref=ref)


def _term(licence: Licence | None) -> rules.Term | None:
    if licence is None:
        return None
    return rules.Term(licence.number, rules.LicenceState(licence.state), licence.valid_to)


def _write(
    actor: Actor, venue: Venue, licence: Licence | None, decision: rules.Decision, *, at: datetime
) -> Penalty:
    return Penalty.objects.create(
        ref=refs.reference("PN", Penalty.objects.count() + 1),
        venue=venue,
        licence=licence,
        rung=decision.rung,
        reasons=decision.reasons.strip(),
        was_heard=bool(decision.heard),
        answer=decision.answer.strip() if decision.heard else "",
        until=decision.until,
        until_reinspection=decision.until_reinspection,
        amount=decision.amount,
        decided_at=at,
        decided_by=actor.key,
    )


def _work_on(licence: Licence | None, act: str) -> list[Licence]:
    """Advance the licence by the act, if the penalty works on one; return what changed."""
    if licence is None or not act:
        return []
    licence.state = rules.LICENCE.after(rules.LicenceState(licence.state), act)
    licence.save(update_fields=["state"])
    return [licence]


def _reinspection(
    actor: Actor, penalty: Penalty, decision: rules.Decision, *, at: datetime
) -> list[Inspection]:
    if decision.reinspect_on is None:
        return []
    due_on = decision.reinspect_on
    return [new_inspection(actor=actor, venue=penalty.venue, due_on=due_on, follows=penalty, at=at)]


def _waits(penalty: Penalty) -> bool:
    recorded = penalty.reinspections.filter(state=rules.InspectionState.RECORDED)
    return penalty.until_reinspection and not recorded.exists()
