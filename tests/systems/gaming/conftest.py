"""A casino with its licence, and the offices of the gaming commission."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from samaki.ground.access.actors import Actor, Grant
from samaki.ground.access.rules import GRANTS, Role
from samaki.ground.agencies.services import Name
from samaki.ground.places.services import load_gazetteer
from samaki.systems.gaming import rules
from samaki.systems.gaming.services.inspections import record_inspection, set_inspection
from samaki.systems.gaming.services.penalties import decide_penalty
from samaki.systems.gaming.services.venues import Premises, Terms, register_venue

if TYPE_CHECKING:
    from datetime import datetime

    from samaki.systems.gaming.models import Inspection, Licence, Penalty, Venue, Violation

NOTHING = rules.Seen.NOT_FOUND


def officer(role: Role, area: str = "KH", *, key: str = "account:1") -> Actor:
    """Return somebody in a role over an area."""
    return Actor(key=key, grants=(Grant(area, GRANTS[role]),))


def answers(**found: str) -> dict[str, tuple[rules.Seen | None, str]]:
    """Return a full checklist: what is named was found, in those words; the rest was not."""
    given: dict[str, tuple[rules.Seen | None, str]] = {
        key: (rules.Seen.FOUND, found[key]) if key in found else (NOTHING, "")
        for key in rules.ITEMS
    }
    return given


@dataclass(frozen=True)
class Casino:
    """The verbs with the values of one casino filled in."""

    at: datetime
    venue: Venue
    licence: Licence
    inspector: Actor
    commissioner: Actor

    @property
    def today(self) -> date:
        return date(2025, 11, 18)

    def inspected(self, **found: str) -> Inspection:
        """Set an inspection for today and record what was found."""
        due = set_inspection(
            actor=self.inspector, venue=self.venue.ref, due_on=self.today, at=self.at
        )
        return self.recorded(due, **found)

    def recorded(self, due: Inspection, **found: str) -> Inspection:
        """Record what was found at an inspection that is due."""
        return record_inspection(
            actor=self.inspector,
            inspection=due.ref,
            answers=answers(**found),
            happened_at=self.at,
            at=self.at + timedelta(seconds=30),
        )

    def decide(self, *violations: Violation, actor: Actor | None = None, **said: object) -> Penalty:
        """Decide a suspension until a day, or what is said instead."""
        values: dict[str, object] = {
            "rung": "suspension",
            "violations": tuple(violation.ref for violation in violations),
            "reasons": "People were held on floor 2.",
            "heard": False,
            "licence": self.licence.ref,
            "until": self.today + timedelta(days=30),
        }
        decision = rules.Decision(**{**values, **said})  # type: ignore[arg-type]
        return decide_penalty(
            actor=actor or self.commissioner, venue=self.venue.ref, decision=decision, at=self.at
        )

    def until_reinspection(self, *violations: Violation) -> Penalty:
        """Suspend until a re-inspection that is due in a week."""
        week = self.today + timedelta(days=7)
        return self.decide(*violations, until=None, until_reinspection=True, reinspect_on=week)

    def violations(self) -> list[Violation]:
        return list(self.venue.violations.all())

    def state(self) -> str:
        self.licence.refresh_from_db()
        return self.licence.state


TERMS = Terms("C-18", rules.LicenceKind.CASINO, date(2025, 1, 1), date(2030, 12, 31))
PREMISES = Premises(Name("Bay casino", "កាស៊ីណូឆក"), "KH-18", "Bay Leisure Co.")


@pytest.fixture
def casino(db: None, at: datetime) -> Casino:
    """Return a casino in Preah Sihanouk, its licence in force."""
    load_gazetteer(by="machine:installer", at=at)
    inspector = officer(Role.GAMING_INSPECTOR)
    venue = register_venue(actor=inspector, premises=PREMISES, terms=TERMS, at=at)
    commissioner = officer(Role.GAMING_COMMISSIONER, key="account:2")
    return Casino(at, venue, venue.licences.get(), inspector, commissioner)
