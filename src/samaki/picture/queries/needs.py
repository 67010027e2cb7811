"""What needs someone, as far as a reader may see it: one query per figure, none made up here."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from samaki.ground.access.rules import Permission
from samaki.picture.queries import duties
from samaki.systems.claims import queries as claims
from samaki.systems.custody.queries import (
    accounts,
    clocks,
    counts,
    ends,
    exhibit_moves,
    handovers,
    on_site,
    payments,
)
from samaki.systems.custody.queries.books import Moments
from samaki.systems.custody.rules import AccountKind, Reading
from samaki.systems.immigration.queries import clocks as consular

if TYPE_CHECKING:
    from datetime import datetime

    from samaki.ground.access.actors import Actor
    from samaki.picture.queries.duties import Duty
    from samaki.picture.queries.national import Picture
    from samaki.systems.claims.queries import Standing
    from samaki.systems.custody.queries.clocks import ClockLine
    from samaki.systems.custody.queries.counts import CountLine
    from samaki.systems.custody.queries.ends import EndedLine, FindingLine
    from samaki.systems.custody.queries.exhibit_moves import ThingCountLine, ThingVarianceLine
    from samaki.systems.custody.queries.handovers import HandoverLine
    from samaki.systems.custody.queries.on_site import OnSiteLine
    from samaki.systems.immigration.queries.clocks import ConsularLine

_P = Permission
# Where somebody has to see how long people are; on most days some of these hold nobody.
_WATCHED = (AccountKind.IN_TRANSIT, AccountKind.UNKNOWN, AccountKind.FOUND_ON_SITE)


@dataclass(frozen=True, slots=True)
class Needs:
    """Work that waits, worst first; what the reader may not see is empty."""

    variances: tuple[HandoverLine, ...] = ()
    unknown: tuple[EndedLine, ...] = ()
    on_site: tuple[OnSiteLine, ...] = ()
    found: tuple[FindingLine, ...] = ()
    differing: tuple[CountLine, ...] = ()
    over: tuple[ClockLine, ...] = ()
    near: tuple[ClockLine, ...] = ()
    consul: tuple[ConsularLine, ...] = ()
    duties: tuple[Duty, ...] = ()
    to_choose: tuple[Standing, ...] = ()
    to_read: int = 0
    things_between: tuple[ThingVarianceLine, ...] = ()
    things_differing: tuple[ThingCountLine, ...] = ()
    unconfirmed: int = 0

    @property
    def duties_url(self) -> str:
        """Where the overdue obligations are listed."""
        return duties.page()

    @property
    def missing(self) -> int:
        """How many people were sent and not received."""
        return sum(line.between for line in self.variances)

    @property
    def over_heads(self) -> int:
        """How many people are in police custody for longer than the limit."""
        return sum(line.heads for line in self.over)

    @property
    def near_heads(self) -> int:
        """How many people's time in police custody is near its end."""
        return sum(line.heads for line in self.near)

    def __bool__(self) -> bool:
        return bool(
            self.variances
            or self.unknown
            or self.on_site
            or self.found
            or self.differing
            or self.over
            or self.near
            or self.consul
            or self.duties
            or self.to_choose
            or self.to_read
            or self.things_between
            or self.things_differing
            or self.unconfirmed
        )


def needs(actor: Actor, picture: Picture) -> Needs:
    """Return what waits for somebody in the picture, for this reader."""
    at = Moments(picture.as_of, picture.known_at)
    things = _things(actor, at.as_of) if actor.may(_P.EXHIBIT_SEE) else ((), ())
    custody = _of_custody(actor, at) if actor.may(_P.CUSTODY_SEE) else Needs()
    return replace(
        custody,
        consul=tuple(consular.waiting(actor, at=at.as_of)) if actor.may(_P.CASE_SEE) else (),
        duties=duties.overdue(actor, as_of=at.as_of) if actor.may(_P.DIRECTIVE_SEE) else (),
        to_choose=picture.wider if actor.may(_P.SCOPE_CHOOSE) else (),
        to_read=sum(claims.waiting().values()) if actor.may(_P.CLAIM_JUDGE) else 0,
        things_between=things[0],
        things_differing=things[1],
        unconfirmed=payments.to_confirm(actor) if actor.may(_P.PAYMENT_SEE) else 0,
    )


def _of_custody(actor: Actor, at: Moments) -> Needs:
    """Return what waits in the books of people."""
    pressing = sorted(clocks.pressing(actor, at), key=lambda line: line.ends_at)
    holding = accounts.holding(actor, at, kinds=_WATCHED)
    roads, unknown, sites = (holding[kind] for kind in _WATCHED)
    return Needs(
        variances=tuple(handovers.open_variances(actor, at, roads=roads)),
        unknown=tuple(ends.unknown(actor, at)) if unknown else (),
        on_site=tuple(on_site.kept(actor, at)) if sites else (),
        found=tuple(ends.findings(actor, at, waits=True)),
        differing=tuple(counts.open_variances(actor, at)),
        over=tuple(line for line in pressing if line.reading is Reading.OVER),
        near=tuple(line for line in pressing if line.reading is Reading.NEAR),
    )


def _things(
    actor: Actor, at: datetime
) -> tuple[tuple[ThingVarianceLine, ...], tuple[ThingCountLine, ...]]:
    return (
        tuple(exhibit_moves.open_variances(actor, at=at)),
        tuple(exhibit_moves.open_counts(actor, at=at)),
    )
