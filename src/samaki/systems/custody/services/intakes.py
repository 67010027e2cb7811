"""Taking people into custody: heads are counted, on a legal basis; names come later."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from samaki.ground.access.rules import Permission
from samaki.systems.custody import rules
from samaki.systems.custody.models import Intake
from samaki.systems.custody.rules.keepers import Keeper, keeper
from samaki.systems.custody.services import accounts, entries
from samaki.systems.custody.services.refusals import refuse_for
from samaki.systems.custody.services.twice import entered_before

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from samaki.ground.access.actors import Actor
    from samaki.kernel.ledger import Cells
    from samaki.kernel.reasons import Reason
    from samaki.systems.custody.models import Account


@transaction.atomic
def take_in(
    *,
    actor: Actor,
    unit: str | Keeper,
    cells: Cells,
    legal_basis: str,
    because: str,
    happened_at: datetime,
    at: datetime,
) -> Intake:
    """Take the counted heads into a unit's custody; return the intake.

    `unit` is its code, or it and the site on which they stay for now; `cells` gives heads by cell,
    0 where none was seen; `because` is the reference of what led to it, or empty. Raises
    PermissionRefusedError, MovementRefusedError.
    """
    where = keeper(unit)
    taker = accounts.unit_of(where.unit)
    actor.require(Permission.CUSTODY_TAKE_IN, area=taker.area_id)
    account = accounts.taking(actor, taker, where.site, at=at)
    entries.lock([account])
    party = rules.Party(cells)
    refuse_for(
        (
            *rules.reasons_against_party(party),
            *rules.reasons_against_moment(happened_at, at=at),
            *([] if legal_basis.strip() else [rules.reason("no_basis")]),
            *entries.reasons_against_destination(rules.heads_of(party), account, happened_at),
            *_reasons_twice(account, party, because=because, happened_at=happened_at),
        )
    )

    outside = accounts.at_large(actor=actor, at=at)
    movement = rules.transfer(
        rules.heads_of(party),
        giver=str(outside.ref),
        taker=str(account.ref),
        happened_at=happened_at,
    )
    intake = Intake.objects.create(
        account=account,
        legal_basis=legal_basis.strip(),
        because=because,
        none_seen=[[c.nationality, c.sex, c.age] for c, count in party.heads.items() if count == 0],
    )
    return entries.enter_for(intake, movement, kind=rules.MovementKind.INTAKE, actor=actor, at=at)


def _reasons_twice(
    account: Account, party: rules.Party, *, because: str, happened_at: datetime
) -> Iterator[Reason]:
    """Find the same count already on record: a form sent twice counts nobody twice."""
    heads, kind = rules.heads_of(party), rules.MovementKind.INTAKE
    refs = entered_before(account, heads, kind=kind, happened_at=happened_at)
    for intake in Intake.objects.filter(ref__in=refs, because=because):
        yield rules.reason("recorded_before", ref=intake.ref)
