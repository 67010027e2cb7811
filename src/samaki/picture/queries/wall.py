"""All that the national page says to a reader, who may leave it open on a wall.

It asks every system of the crackdown. Between two acts it stays the same, so it is kept: as long
as nobody recorded anything and the minute is the same, since clocks run and times fall due. For
each reader, for nobody is asked to confirm what they did themselves.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from django.utils.translation import get_language

from samaki.ground.access.rules import Permission
from samaki.ground.journal import queries as journal
from samaki.picture.queries.national import national
from samaki.picture.queries.needs import needs
from samaki.systems.claims import queries as claims
from samaki.systems.custody.queries import flow
from samaki.systems.custody.queries.books import Moments

if TYPE_CHECKING:
    from datetime import datetime

    from samaki.ground.access.actors import Actor
    from samaki.picture.queries.national import Picture
    from samaki.picture.queries.needs import Needs
    from samaki.systems.claims.queries import Objection
    from samaki.systems.custody.queries.flow import FlowLine

_P = Permission


@dataclass(frozen=True, slots=True)
class Wall:
    """The picture of a moment, what contradicts itself in it, and what waits for a reader.

    `flow` is None for whom the books of people are not.
    """

    picture: Picture
    objections: tuple[Objection, ...]
    needs: Needs
    flow: tuple[FlowLine, ...] | None


def wall(actor: Actor, *, at: datetime) -> Wall:
    """Return what the national page says to a reader, at most a minute before `at`."""
    kept = _kept(journal.head(), at.replace(second=0, microsecond=0))
    key = actor, get_language()
    if key not in kept:
        kept[key] = _read(actor, at)
    return kept[key]


def forget() -> None:
    """Read everything anew."""
    _kept.cache_clear()


@lru_cache(maxsize=1)
def _kept(_head: str, _minute: datetime) -> dict[tuple[Actor, str | None], Wall]:
    return {}


def _read(actor: Actor, at: datetime) -> Wall:
    picture = national(as_of=at)
    moments = Moments(picture.as_of, picture.known_at)
    follows = actor.may(_P.CUSTODY_SEE) and actor.may(_P.PICTURE_SEE)
    contradictions = claims.open_contradictions(accepted=not actor.may(_P.CLAIM_SEE))
    return Wall(
        picture=picture,
        objections=claims.objections(contradictions),
        needs=needs(actor, picture),
        flow=tuple(flow.flow(actor, moments)) if follows else None,
    )
