"""Whose consular step waits, and for how long: the convention says without delay, and no hours.

Hours that an office set are its configuration; they are shown as such and with their source.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from samaki.ground import wording
from samaki.systems.custody.queries import clock_rules, whereabouts
from samaki.systems.custody.queries.books import Moments
from samaki.systems.custody.rules.clocks import NOTIFY, TELL, consular_limit
from samaki.systems.immigration import rules
from samaki.systems.immigration.queries import cases

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from samaki.ground.access.actors import Actor
    from samaki.systems.custody.rules import Reading
    from samaki.systems.custody.rules.clocks import ClockRule, Limit

_ASKED = ("pleas", "papers", "notice__answers")  # all that a case's standing is made of
_OVER = rules.CASE.ends | {rules.ExpulsionState.DEPARTED}


@dataclass(frozen=True, slots=True)
class ConsularLine:
    """A consular step of one case that waits: which, since when, by which limit."""

    case: str
    person: str
    since: datetime
    as_of: datetime
    limit: Limit

    @property
    def about(self) -> str:
        """Which step it is, in the reader's language."""
        return clock_rules.about(self.limit.breach)

    @property
    def article(self) -> str:
        """The article, in the reader's digits."""
        return wording.localised(self.limit.breach.rule.article)

    @property
    def source(self) -> str:
        """Where it stands, in the reader's language."""
        return clock_rules.source(self.limit.breach.rule)

    @property
    def age(self) -> timedelta:
        """How long it has waited."""
        return self.as_of - self.since

    @property
    def ends_at(self) -> datetime | None:
        """When the hours that an office set are over; None if none are set."""
        return self.limit.ends_at(self.since)

    @property
    def reading(self) -> Reading:
        """What the clock says; without hours it runs, however long it has waited."""
        return self.limit.reading(self.since, self.as_of)


def waiting(eyes: Actor, *, at: datetime) -> list[ConsularLine]:
    """Return the consular steps that wait in the cases the reader may see, the longest first.

    Telling the person runs from when the case was opened; notifying the post, from when the person
    asked for it. It never runs against their will, nor past an open claim for asylum.
    """
    steps: list[tuple[ClockRule, rules.Standing, datetime]] = []
    open_cases = cases.seen(eyes).exclude(state__in=_OVER).filter(opened_at__lte=at)
    for found in open_cases.prefetch_related(None).prefetch_related(*_ASKED):
        how = cases.standing_unasked(found)
        if how.told_at is None:
            steps.append((TELL, how, found.opened_at))
        elif not rules.reasons_against_notifying(how):
            steps.append((NOTIFY, how, cases.asked_since(found, how)))
    places = whereabouts.where((how.person for _rule, how, _since in steps), at=at)
    configured = clock_rules.configured(Moments(at, at))
    lines = []
    for rule, how, since in steps:
        place = places[how.person]
        limit = consular_limit(rule, configured, place.cell.nationality if place else None)
        lines.append(ConsularLine(how.ref, how.person, since, at, limit))
    return sorted(lines, key=lambda line: (line.since, line.case))
