"""Running counts of accepted claims that fall, or that are said to begin on different days."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from samaki.kernel.counts import counters
from samaki.kernel.counts.ways import Change
from samaki.systems.claims import rules as claim_rules

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from samaki.systems.claims.queries import Standing


@dataclass(frozen=True, slots=True)
class Fallen:
    """A later running count below an earlier one, by at least so many."""

    earlier: Standing
    later: Standing
    by: int
    starts_differ: bool


@dataclass(frozen=True, slots=True)
class Doubts:
    """What running counts say against each other over time."""

    fallen: tuple[Fallen, ...] = ()
    starts: tuple[tuple[tuple[date, tuple[Standing, ...]], ...], ...] = ()

    def __len__(self) -> int:
        return len(self.fallen) + len(self.starts)


def doubts_of(standing: Sequence[Standing]) -> Doubts:
    """Return the falls and moved starts of the running counts among accepted claims."""
    by_ref = {each.stated.ref: each for each in standing}
    running = [
        found
        for each in standing
        if not _is_set_aside(each) and (found := claim_rules.counter_of(each.stated)) is not None
    ]
    return Doubts(
        fallen=tuple(
            Fallen(by_ref[fall.earlier], by_ref[fall.later], fall.by, fall.starts_differ)
            for fall in counters.falls(running)
        ),
        starts=tuple(
            tuple((day, tuple(by_ref[ref] for ref in refs)) for day, refs in moved.starts)
            for moved in counters.moved_starts(running)
        ),
    )


def _is_set_aside(found: Standing) -> bool:
    return found.adjusted is not None and found.adjusted.to.change is Change.DROP
