"""That somebody else found people again: whoever answered for them says that they have seen it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from samaki.ground.access.rules import Permission
from samaki.ground.journal import services as journal
from samaki.kernel import refs
from samaki.systems.custody import rules
from samaki.systems.custody.models import FindingSeen, FoundAgain
from samaki.systems.custody.services.refusals import MovementRefusedError, refuse_for

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from samaki.ground.access.actors import Actor
    from samaki.kernel.reasons import Reason

_SEEN = "custody:finding:see"


@transaction.atomic
def see_finding(*, actor: Actor, finding: str, at: datetime) -> FindingSeen:
    """Say for the unit that kept an end that it has seen who was found again out of it, by whom.

    `finding` is the reference. Nobody moves; the finding stays on record. Never by whoever entered
    it, nor by anybody of the unit that found them. Raises PermissionRefusedError,
    MovementRefusedError.
    """
    actor.require(Permission.END_RECORD)
    ref = refs.as_stored(finding)
    every = FoundAgain.objects.select_related("giver__unit", "taker__unit", "movement")
    found = every.filter(ref=ref).first()
    if found is None:
        raise MovementRefusedError([rules.reason("unknown_finding", ref=finding)])
    assert found.giver.unit is not None, "an end has a keeper"
    actor.require(Permission.END_RECORD, area=found.giver.unit.area_id)
    journal.take_turn()
    refuse_for(_reasons_against(found, actor))
    made = FindingSeen.objects.create(finding=found, seen_by=actor.key, seen_at=at)
    journal.record(actor=actor.key, kind=_SEEN, subject=found.ref, at=at, wrote=[made])
    return made


def _reasons_against(found: FoundAgain, actor: Actor) -> Iterator[Reason]:
    is_finders = found.taker.unit_id in actor.units and found.giver.unit_id != found.taker.unit_id
    if found.movement.actor == actor.key or is_finders:
        yield rules.reason("own_finding", ref=found.ref)
    known = FindingSeen.objects.filter(finding=found).first()
    if known is not None:
        yield rules.reason("finding_seen", ref=found.ref, moment=known.seen_at)
