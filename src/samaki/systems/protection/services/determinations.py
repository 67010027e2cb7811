"""Determinations: what one body found, in words. Any positive one protects, whatever others find.

Holds follow the finding, in custody, where every verb asks: a positive finding turns the pending
hold into a protecting one and hides the name; a negative one clears, if no other body's pending or
positive screening stands.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from samaki.ground.access.rules import Permission
from samaki.ground.journal import services as journal
from samaki.ground.people.services import end_protection, protect_person
from samaki.systems.custody import rules as custody
from samaki.systems.custody.queries import holds
from samaki.systems.custody.services.holds import lift_hold, place_hold
from samaki.systems.protection import queries, rules
from samaki.systems.protection.models import Determination
from samaki.systems.protection.services import screenings
from samaki.systems.protection.services.refusals import refuse_for

if TYPE_CHECKING:
    from datetime import datetime

    from samaki.ground.access.actors import Actor
    from samaki.systems.protection.models import VictimScreening


@dataclass(frozen=True, slots=True)
class Decision:
    """What is found, by what kind of body, and why, in words."""

    finding: rules.Finding
    body: rules.Body
    because: str


@transaction.atomic
def determine(*, actor: Actor, screening: str, decision: Decision, at: datetime) -> Determination:
    """Decide a pending screening of the actor's own office; the holds follow.

    Raises PermissionRefusedError, ProtectionRefusedError.
    """
    found = screenings.locked(actor, screening, Permission.DETERMINATION_MAKE, at=at)
    refuse_for(
        (
            *screenings.reasons_against_acting(actor, found),
            *rules.reasons_against_determination(
                decision.finding, because=decision.because, interviews=found.interviews.count()
            ),
        )
    )
    found.state = rules.SCREENING.after(rules.ScreeningState(found.state), "determine")
    found.save(update_fields=["state"])
    made = Determination.objects.create(
        screening=found,
        unit_id=found.unit_id,
        body=decision.body,
        finding=decision.finding,
        reasons=decision.because.strip(),
        decided_at=at,
        decided_by=actor.key,
    )
    if decision.finding in rules.POSITIVE:
        _protect(actor, found, at=at)
    else:
        _clear(actor, found, at=at)
    journal.record(
        actor=actor.key,
        kind=Permission.DETERMINATION_MAKE,
        subject=str(found.ref),
        at=at,
        wrote=[found, made],
    )
    return made


def _protect(actor: Actor, screening: VictimScreening, *, at: datetime) -> None:
    """Turn the pending hold into a protecting one; the name is read by who protects alone."""
    protect_person(actor=actor, person=screening.person, at=at)
    mine = [
        hold
        for hold in holds.placed(screening.person, custody.HoldKind.SCREENING)
        if hold.owner_id == screening.unit_id
    ]
    if not any(hold.ground == "protected" for hold in mine):
        place_hold(
            actor=actor,
            person=screening.person,
            ground="protected",
            owner=screening.unit_id,
            because=str(screening.ref),
            at=at,
        )
    lift_hold(actor=actor, hold=screening.hold, clears=False, at=at)


def _clear(actor: Actor, screening: VictimScreening, *, at: datetime) -> None:
    """Lift the office's own holds; the last of all to be lifted clears the person."""
    placed = holds.placed(screening.person, custody.HoldKind.SCREENING)
    mine = [hold for hold in placed if hold.owner_id == screening.unit_id]
    others = len(placed) - len(mine)
    is_positive = rules.still_positive(queries.latest_findings(screening.person).values())
    settle = protect_person if is_positive else end_protection
    settle(actor=actor, person=screening.person, at=at)
    for left, hold in zip(range(len(mine) - 1, -1, -1), mine, strict=True):
        lift_hold(actor=actor, hold=str(hold.ref), clears=not left and not others, at=at)
