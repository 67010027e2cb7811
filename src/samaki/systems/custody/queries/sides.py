"""Who speaks for a unit that people or exhibits are handed to: itself, or an office above it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samaki.ground.agencies import queries as agencies

if TYPE_CHECKING:
    from samaki.ground.access.actors import Actor


def speaks_for(actor: Actor, unit: str) -> bool:
    """Tell whether an actor sits in a unit (by code), or in one that it answers to.

    The area alone is not enough: an escort of the same province would confirm its own arrival. Who
    has a seat nowhere, a program, goes by the permission and its area.
    """
    if not actor.units or unit in actor.units:
        return True
    return not actor.units.isdisjoint(agencies.superiors([unit]))
