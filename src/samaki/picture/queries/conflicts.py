"""One conflict with every way out of it, for the person who chooses one or none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from samaki.kernel.counts.ways import Way, ways_out
from samaki.picture.queries.grounds import ground_of, reasons_of, reconciled
from samaki.systems.claims import rules as claim_rules
from samaki.systems.custody.queries.books import Moments

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from samaki.picture.queries.grounds import Ground, Reason
    from samaki.systems.claims.queries import Standing


@dataclass(frozen=True, slots=True)
class Offer:
    """One way out: whose claim gives way, how it counts then, and a key that names just that."""

    way: Way
    standing: Standing
    to: claim_rules.Adjustment

    @property
    def key(self) -> str:
        """The way as a form sends it: what it changes and to what, so no other is meant by it."""
        to = self.to
        values = (to.low, to.high, to.since, to.day, *to.provinces, *to.nationalities)
        said = ".".join("" if value is None else str(value) for value in values)
        return f"{self.way.claim}:{to.change}:{said}"


@dataclass(frozen=True, slots=True)
class Conflict:
    """Claims and figures that cannot all hold, and the ways out, cheapest first."""

    key: str
    reasons: tuple[Reason, ...]
    offers: tuple[Offer, ...]

    @property
    def claims(self) -> tuple[str, ...]:
        """The references of the claims in it; the register's figures have none."""
        return _refs(self.reasons)

    def offer(self, key: str) -> Offer | None:
        """Return the way of that key, or None if it is no way out of this conflict now."""
        return next((each for each in self.offers if each.key == key), None)


def key_of(reasons: Iterable[Reason]) -> str:
    """Return a conflict's part of an address: the references of its claims."""
    return "+".join(_refs(reasons))


def conflict(key: str, *, at: datetime) -> Conflict | None:
    """Return the conflict between these claims as things stand; None if they can all hold."""
    ground = ground_of(Moments(at, at))
    found = next(
        (
            rows
            for rows in reconciled(ground.rows, ()).conflicts
            if key_of(reasons_of(rows, ground)) == key
        ),
        None,
    )
    if found is None:
        return None
    return Conflict(key, reasons_of(found, ground), _offers(found, ground))


def _offers(rows: tuple[str, ...], ground: Ground) -> tuple[Offer, ...]:
    standing = {each.stated.ref: each for each in ground.standing}
    grades = {ref: claim_rules.GRADES.index(each.source_kind) for ref, each in standing.items()}
    ways = ways_out(
        ground.rows,
        rows,
        readings={ref: _readings(each, ground) for ref, each in standing.items()},
        fixed=ground.reasons.keys() - standing.keys(),
        starts={
            each.stated.since
            for each in ground.standing
            if each.stated.since and claim_rules.counter_of(each.stated)
        },
        claim_of=claim_rules.claim_ref,
        grade=lambda ref: grades.get(ref, len(claim_rules.GRADES)),
    )
    return tuple(
        Offer(way, standing[way.claim], claim_rules.adjustment_to(way.change, way.after))
        for way in ways
    )


def _readings(found: Standing, ground: Ground) -> claim_rules.Readings:
    """Return how else the words may be meant; none once a person said how they are."""
    if found.adjusted:
        return ()
    beside = [
        each.stated
        for each in ground.standing
        if each.source_ref == found.source_ref and each.stated.ref != found.stated.ref
    ]
    return claim_rules.readings_of(found.stated, beside)


def _refs(reasons: Iterable[Reason]) -> tuple[str, ...]:
    return tuple(sorted(each.claim.stated.ref for each in reasons if each.claim))
