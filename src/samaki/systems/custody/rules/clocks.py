"""Time limits as data: what each says, from where, how sure that is, and what it does. Pure.

Only a limit whose text somebody saw is breached. One that was heard of and not seen warns, and says
so. What an office sets for itself is its configuration, never law: it can warn earlier, and it can
lengthen nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

import pycountry

from samaki.systems.custody.rules import LONG_AGO, Reading, reason

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from samaki.kernel.reasons import Reason

HOUR = timedelta(hours=1)
HOME = "KHM"  # the jurisdiction of the country's own law, ISO 3166-1 alpha-3
MOST_HOURS = 720  # thirty days: a longer configured limit is a slip of the finger
_WARN_SHARE = Fraction(3, 4)


class Sure(StrEnum):
    """How sure a limit is: its text was seen, or it is only known by hearsay."""

    VERIFIED = "verified"
    UNVERIFIED = "unverified"


class Runs(StrEnum):
    """What a limit is about, and so what starts it."""

    CUSTODY = "custody"  # everybody in police custody, from arrival at the first unit
    MINOR = "minor"  # minors in police custody, from the same moment
    EXTENSION = "extension"  # what a prosecutor may add
    CONSUL = "consul"  # what the consulate has to do with it


@dataclass(frozen=True, slots=True)
class ClockRule:
    """A time limit of the law: `hours` of None means that the text says “without delay”.

    `ground` and `source` are codes of CLOCK_WORDINGS; `article` is as cited. `warn_share` is how
    much of the time may pass before it warns.
    """

    code: str
    runs: Runs
    ground: str
    article: str
    source: str
    hours: int | None
    sure: Sure
    jurisdiction: str = HOME
    warn_share: Fraction = _WARN_SHARE

    @property
    def is_law(self) -> bool:
        """Whether its text was seen."""
        return self.sure is Sure.VERIFIED


def _minors(ages: str, act: str, hours: int) -> ClockRule:
    code = f"ccp96.minor.{ages}.{act}"
    return ClockRule(
        code, Runs.MINOR, code, "96", "criminal_procedure_heard", hours, Sure.UNVERIFIED
    )


# The law as it is known. Article 96 was read in translation; what is said of its extension and of
# minors was not seen in any text, so it warns and is never a breach. The Vienna Convention sets no
# hours. Whoever has seen a text changes its row here, with the source.
LAW: dict[str, ClockRule] = {
    rule.code: rule
    for rule in (
        ClockRule(
            "ccp96.base",
            Runs.CUSTODY,
            "ccp96.base",
            "96",
            "criminal_procedure",
            48,
            Sure.VERIFIED,
        ),
        ClockRule(
            "ccp96.ext",
            Runs.EXTENSION,
            "ccp96.ext",
            "96",
            "criminal_procedure_heard",
            24,
            Sure.UNVERIFIED,
        ),
        _minors("14_15", "felony", 36),
        _minors("14_15", "misdemeanour", 24),
        _minors("16_17", "felony", 48),
        _minors("16_17", "misdemeanour", 36),
        ClockRule(
            "vccr36.tell",
            Runs.CONSUL,
            "vccr36.tell",
            "36(1)(b)",
            "consular_relations",
            None,
            Sure.VERIFIED,
        ),
        ClockRule(
            "vccr36.notify",
            Runs.CONSUL,
            "vccr36.notify",
            "36(1)(b)",
            "consular_relations",
            None,
            Sure.VERIFIED,
        ),
    )
}
BASE, EXTENSION = LAW["ccp96.base"], LAW["ccp96.ext"]
TELL, NOTIFY = LAW["vccr36.tell"], LAW["vccr36.notify"]


@dataclass(frozen=True, slots=True)
class Setting:
    """What an office wants to set: `hours` of None takes back what was set before.

    `ground`, `article` and `why` are the author's words; `valid_from` of None is from now on.
    """

    code: str
    jurisdiction: str
    hours: int | None
    ground: str
    article: str
    why: str
    valid_from: datetime | None = None


@dataclass(frozen=True, slots=True)
class Set:
    """A configured limit as it stands on record, with who entered it and when."""

    hours: int
    ground: str
    article: str
    why: str
    entered_by: str
    recorded_at: datetime
    valid_from: datetime


@dataclass(frozen=True, slots=True)
class StandingLimit:
    """A limit at a moment: the law's, and what an office configured over it, if it did."""

    rule: ClockRule
    configured: Set | None = None

    @property
    def hours(self) -> int | None:
        """The hours that count: the configured ones if there are any; None is without delay."""
        return self.configured.hours if self.configured else self.rule.hours


# What is configured, by code and jurisdiction.
Configured: TypeAlias = Mapping[tuple[str, str], Set]


@dataclass(frozen=True, slots=True)
class Limit:
    """What one group of people is measured by: what is breached, and what warns before it.

    `shorter` is an unverified or configured limit that ends before `breach`; None if none does.
    `added` is what a prosecutor added in writing; it moves both.
    """

    breach: StandingLimit
    shorter: StandingLimit | None = None
    added: timedelta = timedelta()

    @property
    def length(self) -> timedelta | None:
        """How long it runs; None if nobody set hours."""
        hours = self.breach.hours
        return None if hours is None else hours * HOUR + self.added

    def ends_at(self, since: datetime) -> datetime | None:
        """Return when it is over, having begun then; None if nobody set hours."""
        return None if self.length is None else since + self.length

    def shorter_at(self, since: datetime) -> datetime | None:
        """Return when the shorter limit ends; None if there is none."""
        if self.shorter is None or self.shorter.hours is None:
            return None
        return since + self.shorter.hours * HOUR + self.added

    def runs_out_at(self, since: datetime, as_of: datetime) -> datetime | None:
        """Return which of the two ends comes next: by this those who are next stand first."""
        shorter = self.shorter_at(since)
        return shorter if shorter is not None and shorter > as_of else self.ends_at(since)

    def warns_at(self, since: datetime) -> datetime | None:
        """Return from when its end is near: a share of it, or the shorter limit if that ends first.

        None if nobody set hours.
        """
        if self.length is None:
            return None
        near = since + self.length * float(self.breach.rule.warn_share)
        return min(near, self.shorter_at(since) or near)

    def reading(self, since: datetime, as_of: datetime) -> Reading:
        """Return what the clock says: without hours it runs, however long it has run."""
        ends, warns = self.ends_at(since), self.warns_at(since)
        if ends is not None and as_of >= ends:
            return Reading.OVER
        return Reading.NEAR if warns is not None and as_of >= warns else Reading.RUNNING

    def share(self, since: datetime, as_of: datetime) -> int:
        """Return how much of it is used, in whole percent, from none to all of it."""
        if self.length is None:
            return 0
        return max(0, min(100, int(100 * ((as_of - since) / self.length))))


@dataclass(frozen=True, slots=True)
class Arrival:
    """Since when a time in police custody runs that may have been broken off and gone on.

    `since` is as if it had never been broken off: the hours already spent count, those out of
    custody do not. `stopped` is since when they are out of it, or None. `before` is what `since`
    was before each break, so that what was granted then is known again.
    """

    since: datetime
    stopped: datetime | None = None
    before: tuple[datetime, ...] = ()

    @property
    def spent(self) -> timedelta:
        """The hours spent in custody until it was broken off; none while it runs."""
        return self.stopped - self.since if self.stopped else timedelta()

    def stop(self, at: datetime) -> Arrival:
        """Return the same, broken off then; who was out of custody already still is."""
        return self if self.stopped else replace(self, stopped=at)

    def go_on(self, at: datetime) -> Arrival:
        """Return the same, gone on then: the time out of custody is not counted."""
        if self.stopped is None:
            return self
        return Arrival(self.since + (at - self.stopped), before=(*self.before, self.since))


def in_force(rule: ClockRule, configured: Configured, jurisdiction: str = HOME) -> StandingLimit:
    """Return a limit as it stands: what is configured for the jurisdiction, else for the country.

    Another state's agreement concerns its own nationals alone.
    """
    found = configured.get((rule.code, jurisdiction)) or configured.get((rule.code, HOME))
    return StandingLimit(rule, found)


def custody_limit(
    configured: Configured, *, is_minor: bool, added: timedelta = timedelta()
) -> Limit:
    """Return what people in police custody are measured by.

    Of minors neither the age in years nor the charge is on record, so of their limits the shortest
    warns. What is breached is law whose text was seen; a configured value only warns before it.
    """
    applies = {Runs.CUSTODY, Runs.MINOR} if is_minor else {Runs.CUSTODY}
    rules = [rule for rule in LAW.values() if rule.runs in applies]
    breach = min((StandingLimit(rule) for rule in rules if rule.is_law), key=_hours)
    shorter = min((in_force(rule, configured) for rule in rules), key=_hours)
    return Limit(breach, shorter if _hours(shorter) < _hours(breach) else None, added)


def consular_limit(rule: ClockRule, configured: Configured, nationality: str | None) -> Limit:
    """Return what a consular step is measured by: without delay, or the hours an office set."""
    return Limit(in_force(rule, configured, nationality or HOME))


def ceiling(rule: ClockRule) -> int:
    """Return the most hours that may be configured for a limit.

    Nothing configured outlasts the law: a minor's limit ends with everybody's at the latest, and
    an extension is never made longer than it is known to be. Where the text sets no hours, only
    what cannot be meant is refused.
    """
    if rule.runs is Runs.MINOR:
        return _hours(StandingLimit(BASE))
    return MOST_HOURS if rule.hours is None else rule.hours


def reasons_against_setting(asked: Setting, *, is_set: bool, at: datetime) -> Iterator[Reason]:
    """Yield every reason against configuring a limit; `is_set` says that one is configured now."""
    rule = LAW.get(asked.code)
    if rule is None:
        yield reason("unknown_clock", clock=asked.code or "–")
    else:
        yield from _reasons_against_jurisdiction(rule, asked.jurisdiction)
        yield from _reasons_against_hours(rule, asked.hours)
    if asked.hours is None and not is_set:
        yield reason("clock_not_set", clock=asked.code or "–")
    if not asked.why.strip():
        yield reason("no_clock_source")
    # A minute is lost between the page and its sending; a limit never reaches back.
    if asked.valid_from is not None and asked.valid_from < at - timedelta(minutes=1):
        yield reason("clock_backdated", moment=asked.valid_from, now=at)
    if asked.valid_from is not None and asked.valid_from - at > LONG_AGO:
        yield reason("clock_far", moment=asked.valid_from)


def _reasons_against_jurisdiction(rule: ClockRule, jurisdiction: str) -> Iterator[Reason]:
    if not jurisdiction.isupper() or pycountry.countries.get(alpha_3=jurisdiction) is None:
        yield reason("clock_state", jurisdiction=jurisdiction or "–")
    elif jurisdiction != HOME and rule.runs is not Runs.CONSUL:
        yield reason("clock_home", clock=rule.code, home=HOME)


def _reasons_against_hours(rule: ClockRule, hours: int | None) -> Iterator[Reason]:
    if hours is None:
        return
    if hours <= 0:
        yield reason("clock_hours_none", hours=hours)
    elif hours > ceiling(rule):
        known = "clock_hours_absurd" if rule.hours is None else "clock_longer"
        yield reason(known, clock=rule.code, hours=hours, limit=ceiling(rule))


def _hours(limit: StandingLimit) -> int:
    assert limit.hours is not None, "police custody has hours"
    return limit.hours
