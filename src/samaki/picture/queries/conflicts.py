"""One conflict with every way out of it, for the person who chooses one or none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from samaki.kernel.counts.alone import can_all_hold
from samaki.kernel.counts.ways import Known, Way, ways_out
from samaki.picture.queries.grounds import conflicts_in, ground_of, reasons_of
from samaki.systems.claims import rules as claim_rules
from samaki.systems.custody.queries.books import Moments

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from samaki.picture.queries.grounds import Ground, Reason
    from samaki.systems.claims.queries import Standing


MOST_LOOKED_AT = 12  # other conflicts, of which it is said whether they stay
MOST_WAYS = 40  # that a person is shown; with more claims than that one of each


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
        return tuple(sorted(each.claim.stated.ref for each in self.reasons if each.claim))

    @property
    def names(self) -> tuple[str, ...]:
        """All that cannot hold together: claims by reference, the register's figures by cell."""
        return _names(self.reasons)

    def offer(self, key: str) -> Offer | None:
        """Return the way of that key, or None if it is no way out of this conflict now."""
        return next((each for each in self.offers if each.key == key), None)


def key_of(reasons: Iterable[Reason]) -> str:
    """Return a conflict's part of an address: its claims, and the register's figures in it."""
    return "+".join(_names(reasons))


def conflict(key: str, *, at: datetime) -> Conflict | None:
    """Return the conflict between these claims as things stand; None if they can all hold."""
    ground = ground_of(Moments(at, at))
    rows = _rows_named(set(key.split("+")), ground)
    if rows is None or can_all_hold(ground.rows, only=rows):
        return None
    return Conflict(key, reasons_of(rows, ground), _offers(rows, ground))


def every(*, at: datetime, with_ways: bool, most: int = 20) -> tuple[Conflict, ...]:
    """Return the conflicts as things stand, so many at most, each with its ways out if asked."""
    ground = ground_of(Moments(at, at))
    found = []
    for rows in conflicts_in(ground.rows)[:most]:
        reasons = reasons_of(rows, ground)
        offers = _offers(rows, ground) if with_ways else ()
        found.append(Conflict(key_of(reasons), reasons, offers))
    return tuple(found)


def _rows_named(names: set[str], ground: Ground) -> tuple[str, ...] | None:
    """Return the rows that an address names; None where one of them is not there any more."""
    found = [
        row.id
        for row in ground.rows
        if _name(ground.reasons[claim_rules.claim_ref(row.id)]) in names
    ]
    known = {_name(ground.reasons[claim_rules.claim_ref(row)]) for row in found}
    return tuple(found) if names == known else None


def _offers(rows: tuple[str, ...], ground: Ground) -> tuple[Offer, ...]:
    standing = {each.stated.ref: each for each in ground.standing}
    ways = ways_out(
        ground.rows,
        rows,
        conflicts=conflicts_in(ground.rows)[:MOST_LOOKED_AT],
        known=_known(standing, ground),
        most=MOST_WAYS,
    )
    return tuple(
        Offer(way, standing[way.claim], claim_rules.adjustment_to(way.change, way.after))
        for way in ways
    )


def _known(standing: dict[str, Standing], ground: Ground) -> Known:
    grades = {ref: claim_rules.GRADES.index(each.source_kind) for ref, each in standing.items()}
    return Known(
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


def _readings(found: Standing, ground: Ground) -> claim_rules.Readings:
    """Return how else the words may be meant; none once a person said how they are."""
    if found.adjusted:
        return ()
    beside = [
        each.stated
        for each in ground.standing
        if each.source_ref == found.source_ref and each.stated.ref != found.stated.ref
    ]
    rows = tuple(row for row in ground.rows if claim_rules.claim_ref(row.id) == found.stated.ref)
    return claim_rules.readings_of(found.stated, rows, beside)


def _names(reasons: Iterable[Reason]) -> tuple[str, ...]:
    return tuple(sorted({_name(each) for each in reasons}))


def _name(reason: Reason) -> str:
    """Name a claim by its reference, a figure of the register by province, day and nationality."""
    if reason.claim is not None:
        return reason.claim.stated.ref
    assert reason.record is not None, "a reason is a claim or a record"
    record = reason.record
    return f"{record.province}.{record.day:%Y%m%d}.{record.nationality or 'all'}"
