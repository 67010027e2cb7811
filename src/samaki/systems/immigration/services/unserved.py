"""The hold of a consular notice that is not served: nobody leaves before; serving it lifts it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samaki.systems.custody.queries import holds, whereabouts
from samaki.systems.custody.rules.clocks import HOME
from samaki.systems.custody.rules.holds import HoldKind
from samaki.systems.custody.services.holds import lift_hold, place_hold
from samaki.systems.immigration import rules

if TYPE_CHECKING:
    from datetime import datetime

    from samaki.ground.access.actors import Actor
    from samaki.systems.immigration.models import ExpulsionCase


_KIND = HoldKind.CONSULAR_NOTICE


def hold_until_served(case: ExpulsionCase, *, actor: Actor, at: datetime) -> None:
    """Hold the person of a case until the notice is served; nobody whose consulate is at home.

    Whose nationality is not established is held too. Raises PermissionRefusedError.
    """
    place = whereabouts.where([case.person], at=at)[case.person]
    if (place is not None and place.cell.nationality == HOME) or _standing(case):
        return
    _place(case, actor=actor, at=at)


def lift_unserved(case: ExpulsionCase, *, actor: Actor, clears: bool, at: datetime) -> None:
    """Lift the hold of a case's notice: it was served (`clears`), or the case is over without.

    One served to somebody whom nothing held for it, since they were taken to be of this country, is
    on record all the same: else silence would hold them once they are not. Raises
    PermissionRefusedError.
    """
    if clears and not _standing(case) and not holds.is_answered(case.person, _KIND):
        _place(case, actor=actor, at=at)
    for hold in _standing(case):
        lift_hold(actor=actor, hold=hold, clears=clears, area=case.area_id, at=at)


def _place(case: ExpulsionCase, *, actor: Actor, at: datetime) -> None:
    place_hold(
        actor=actor,
        person=case.person,
        ground=rules.CONSULAR_GROUND,
        owner=rules.KEEPER,
        because=case.ref,
        area=case.area_id,
        at=at,
    )


def _standing(case: ExpulsionCase) -> list[str]:
    placed = holds.placed(case.person, _KIND)
    return [str(hold.ref) for hold in placed if hold.because == case.ref]
