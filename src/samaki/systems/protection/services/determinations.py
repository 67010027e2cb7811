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
from samaki.systems.custody.services.holds import decide_holds
from samaki.systems.protection import queries, rules
from samaki.systems.protection.models import Determination
from samaki.systems.protection.services import screenings
from samaki.systems.protection.services.refusals import refuse_for

if TYPE_CHECKING:
    from datetime import datetime

    from samaki.ground.access.actors import Actor


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
    protects = decision.finding in rules.POSITIVE
    hides = protects or rules.still_positive(queries.latest_findings(found.person).values())
    # The same entries in the journal for either finding: nobody who reads it learns which it was.
    (protect_person if hides else end_protection)(actor=actor, person=found.person, at=at)
    decide_holds(actor=actor, person=found.person, owner=found.unit_id, protects=protects, at=at)
    journal.record(
        actor=actor.key,
        kind=Permission.DETERMINATION_MAKE,
        subject=str(found.ref),
        at=at,
        wrote=[found, made],
    )
    return made
