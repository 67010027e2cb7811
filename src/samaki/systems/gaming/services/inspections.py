"""The only writer of inspections: set for a day, then recorded line by line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from samaki.ground.access.actors import PermissionRefusedError
from samaki.ground.access.rules import Permission
from samaki.ground.journal import services as journal
from samaki.kernel import refs
from samaki.systems.gaming import rules
from samaki.systems.gaming.models import Answer, Inspection, Venue, Violation
from samaki.systems.gaming.services.refusals import refuse_for

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from samaki.ground.access.actors import Actor
    from samaki.systems.gaming.models import Penalty


@transaction.atomic
def set_inspection(*, actor: Actor, venue: str, due_on: date, at: datetime) -> Inspection:
    """Set the day by which a venue is to be inspected; inspector and commissioner may.

    Raises PermissionRefusedError, GamingRefusedError, Venue.DoesNotExist.
    """
    place = Venue.objects.get(ref=venue)
    _require_either(actor, place.area_id)
    journal.take_turn()
    if due_on < timezone.localtime(at).date():
        refuse_for([rules.reason("due_before", due=due_on)])
    inspection = new_inspection(actor=actor, venue=place, due_on=due_on, follows=None, at=at)
    journal.record(
        actor=actor.key,
        kind="gaming:inspection:set",
        subject=inspection.ref,
        at=at,
        wrote=[inspection],
    )
    return inspection


def new_inspection(
    *, actor: Actor, venue: Venue, due_on: date, follows: Penalty | None, at: datetime
) -> Inspection:
    """Write an inspection that is due; the caller has taken its turn and records it."""
    return Inspection.objects.create(
        ref=refs.reference("IS", Inspection.objects.count() + 1),
        venue=venue,
        follows=follows,
        state=rules.INSPECTION.start,
        due_on=due_on,
        set_at=at,
        set_by=actor.key,
    )


@transaction.atomic
def record_inspection(
    *,
    actor: Actor,
    inspection: str,
    answers: Mapping[str, tuple[rules.Seen | None, str]],
    happened_at: datetime,
    at: datetime,
) -> Inspection:
    """Record what was found, line by line; each line found opens a violation.

    `answers` maps each item of the checklist to what was seen and in which words. No licence
    changes by it, whatever was found. Raises PermissionRefusedError, GamingRefusedError,
    Inspection.DoesNotExist.
    """
    journal.take_turn()
    found = (
        Inspection.objects.select_for_update(of=("self",))
        .select_related("venue", "follows")
        .get(ref=inspection)
    )
    actor.require(Permission.INSPECTION_RECORD, area=found.venue.area_id)
    if found.recorded_at is not None:
        refuse_for([rules.reason("recorded_before", moment=found.recorded_at)])
    penalty_at = found.follows.decided_at if found.follows else None
    refuse_for(
        (
            *rules.reasons_against_answers(answers),
            *rules.reasons_against_moment(happened_at, at=at, penalty_at=penalty_at),
        )
    )
    found.state = rules.INSPECTION.after(rules.InspectionState(found.state), "record")
    found.happened_at, found.recorded_at, found.recorded_by = happened_at, at, actor.key
    found.save(update_fields=["state", "happened_at", "recorded_at", "recorded_by"])
    journal.record(
        actor=actor.key,
        kind=Permission.INSPECTION_RECORD,
        subject=found.ref,
        at=at,
        wrote=[found, *_write_answers(found, answers)],
    )
    return found


def _write_answers(
    inspection: Inspection, answers: Mapping[str, tuple[rules.Seen | None, str]]
) -> list[Answer | Violation]:
    written: list[Answer | Violation] = []
    known = Violation.objects.count()
    for key, item in rules.ITEMS.items():
        seen, words = answers[key]
        answer = Answer.objects.create(
            inspection=inspection, item=key, seen=str(seen), words=words.strip()
        )
        written.append(answer)
        if seen is rules.Seen.FOUND:
            known += 1
            violation = Violation.objects.create(
                ref=refs.reference("VL", known),
                answer=answer,
                venue=inspection.venue,
                item=key,
                iccs=item.iccs if item.is_verified else "",
            )
            written.append(violation)
    return written


def _require_either(actor: Actor, area: str) -> None:
    either = (Permission.INSPECTION_RECORD, Permission.PENALTY_DECIDE)
    if not any(actor.may(permission, area=area) for permission in either):
        raise PermissionRefusedError(Permission.INSPECTION_RECORD, area=area)
