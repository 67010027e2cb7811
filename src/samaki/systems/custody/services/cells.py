"""Establishing nationality, sex or age: people move between cells of the account they are in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from samaki.ground.access.rules import Permission
from samaki.ground.journal import services as journal
from samaki.kernel import refs
from samaki.systems.custody import rules
from samaki.systems.custody.models import Establishment
from samaki.systems.custody.rules.cells import reasons_against_established, reclassification
from samaki.systems.custody.services import accounts, entries
from samaki.systems.custody.services.refusals import refuse_for

if TYPE_CHECKING:
    from datetime import datetime

    from samaki.ground.access.actors import Actor
    from samaki.systems.custody.rules.cells import Established

_P = Permission


@transaction.atomic
def establish(
    *, actor: Actor, account: str, said: Established, happened_at: datetime, at: datetime
) -> Establishment:
    """Move heads, or one person, to another cell of the account; no total changes.

    `account` is its reference. Holds stay as they are. Raises PermissionRefusedError,
    MovementRefusedError.
    """
    found = accounts.own(actor, account, _P.CUSTODY_IDENTIFY)
    entries.lock([found])
    refuse_for(
        (
            *reasons_against_established(said),
            *rules.reasons_against_moment(happened_at, at=at),
        )
    )
    movement = reclassification(said, account=str(found.ref), happened_at=happened_at)
    refuse_for(entries.reasons_against(movement, [found]))
    journal.take_turn()  # it is numbered by what is there
    ref = refs.reference("ES", Establishment.objects.count() + 1)
    entered = entries.enter(
        movement, kind=rules.MovementKind.ESTABLISHMENT, because=ref, actor=actor, at=at
    )
    made = Establishment.objects.create(
        ref=ref, movement=entered.movement, evidence=said.evidence.strip()
    )
    journal.record(
        actor=actor.key,
        kind="custody:cell:establish",
        subject=said.person or made.ref,
        at=at,
        wrote=[made, *entered.rows],
    )
    return made
