"""The time limits in force: the law as it is known, and what offices set over it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from samaki.ground import wording
from samaki.systems.custody import rules
from samaki.systems.custody.models import ClockSetting
from samaki.systems.custody.rules.clocks import HOME, LAW, Set, StandingLimit, in_force

if TYPE_CHECKING:
    from datetime import datetime

    from samaki.systems.custody.queries.books import Moments
    from samaki.systems.custody.rules.clocks import ClockRule


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A limit in a jurisdiction as it stands, in the reader's language."""

    limit: StandingLimit
    jurisdiction: str

    @property
    def rule(self) -> ClockRule:
        """The limit as the law has it."""
        return self.limit.rule

    @property
    def about(self) -> str:
        """What it is about."""
        return about(self.limit)

    @property
    def article(self) -> str:
        """The article, in the reader's digits."""
        return wording.localised(self.rule.article)

    @property
    def source(self) -> str:
        """Where the law's own value stands."""
        return source(self.rule)


@dataclass(frozen=True, slots=True)
class SettingLine:
    """One entry of the record of what offices set: `hours` of None took back what was set."""

    code: str
    about: str
    jurisdiction: str
    hours: int | None
    ground: str
    article: str
    why: str
    valid_from: datetime
    recorded_at: datetime
    entered_by: str


def configured(at: Moments) -> dict[tuple[str, str], Set]:
    """Return what offices had set at those moments, by code and jurisdiction.

    The last word counts once its day has come; one that takes back leaves the law as it is.
    """
    rows = ClockSetting.objects.filter(recorded_at__lte=at.known_at, valid_from__lte=at.as_of)
    found: dict[tuple[str, str], Set] = {}
    for row in rows.order_by("pk"):
        if row.hours is None:
            found.pop((row.code, row.jurisdiction), None)
            continue
        found[row.code, row.jurisdiction] = Set(
            hours=row.hours,
            ground=row.ground,
            article=row.article,
            why=row.why,
            entered_by=row.entered_by,
            recorded_at=row.recorded_at,
            valid_from=row.valid_from,
        )
    return found


def lines(at: Moments) -> list[RuleLine]:
    """Return every limit as it stood at those moments, and each agreement with another state."""
    known = configured(at)
    elsewhere = sorted(state for _code, state in known if state != HOME)
    pairs = [(rule, HOME) for rule in LAW.values()]
    pairs += [(LAW[code], state) for state in elsewhere for code, of in known if of == state]
    return [RuleLine(in_force(rule, known, state), state) for rule, state in dict.fromkeys(pairs)]


def settings() -> list[SettingLine]:
    """Return everything that offices ever set or took back, the newest first."""
    return [
        SettingLine(
            code=row.code,
            about=_(rules.CLOCK_WORDINGS[row.code]),
            jurisdiction=row.jurisdiction,
            hours=row.hours,
            ground=row.ground,
            article=row.article,
            why=row.why,
            valid_from=row.valid_from,
            recorded_at=row.recorded_at,
            entered_by=row.entered_by,
        )
        for row in ClockSetting.objects.order_by("-pk")
    ]


def about(limit: StandingLimit) -> str:
    """Say what a limit is about, in the reader's language."""
    return _(rules.CLOCK_WORDINGS[limit.rule.ground])


def source(rule: ClockRule) -> str:
    """Say where a limit stands, or that its text was not seen, in the reader's language."""
    return _(rules.CLOCK_WORDINGS[rule.source])
