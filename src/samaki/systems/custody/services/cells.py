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
from samaki.systems.custody.services.twice import entered_before

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from samaki.ground.access.actors import Actor
    from samaki.kernel.ledger import Movement
    from samaki.kernel.reasons import Reason
    from samaki.systems.custody.models import Account
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
    refuse_for(
        (
            *_reasons_twice(found, movement, evidence=said.evidence),
            *entries.reasons_against(movement, [found]),
        )
    )
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


def _reasons_twice(account: Account, movement: Movement, *, evidence: str) -> Iterator[Reason]:
    """Find the same already established: a form sent twice moves nobody twice."""
    changes = {subject: change for (_, subject), change in movement.lines.items()}
    kind = rules.MovementKind.ESTABLISHMENT
    refs = entered_before(account, changes, kind=kind, happened_at=movement.happened_at)
    for known in Establishment.objects.filter(ref__in=refs, evidence=evidence.strip()):
        yield rules.reason("established_before", ref=known.ref)
