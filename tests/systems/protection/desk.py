"""A protection desk: two bodies that screen the twelve who are named at Poipet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from samaki.ground.access.actors import Actor, Grant
from samaki.ground.access.rules import GRANTS, Role
from samaki.ground.people import queries as people
from samaki.systems.custody.queries import holds
from samaki.systems.protection import rules
from samaki.systems.protection.services.determinations import Decision, determine
from samaki.systems.protection.services.screenings import (
    open_screening,
    record_interview,
    withdraw_screening,
)

if TYPE_CHECKING:
    from datetime import datetime

    from samaki.systems.protection.models import Determination, Interview, VictimScreening

COMMITTEE, SHELTER = "trafficking-hq", "shelter"
POSSIBLE, ACTUAL = rules.Finding.POSSIBLE, rules.Finding.ACTUAL
NOT_A_VICTIM = rules.Finding.NOT_A_VICTIM


def screener(unit: str = COMMITTEE, area: str = "KH") -> Actor:
    """Return a screener of a unit."""
    grant = Grant(area, GRANTS[Role.PROTECTION_SCREENER], unit)
    return Actor(f"account:{unit}", (grant,))


def told(**said: object) -> rules.Told:
    """Return an interview in which nothing was answered with yes, with these parts other."""
    usual: dict[str, object] = {
        "language": "id",
        "has_interpreter": True,
        "is_private": True,
        "others": "",
        "age": rules.Age.ADULT,
        "answers": dict.fromkeys(rules.CURRENT.questions, rules.Answer.NO),
        "consent": frozenset(rules.CONSENT_WORDINGS),
    }
    return rules.Told(**{**usual, **said})  # type: ignore[arg-type]


@dataclass(frozen=True)
class Desk:
    """The verbs with usual values; `at` is 18 November, 06:00."""

    at: datetime

    def person(self, number: int = 3) -> str:
        return people.containing(f"DEMO{number:04}")[0]

    def open(self, person: str, *, by: str = COMMITTEE) -> VictimScreening:
        return open_screening(actor=screener(by), person=person, at=self.at)

    def hear(
        self, screening: VictimScreening, said: rules.Told | None = None, *, by: str = COMMITTEE
    ) -> Interview:
        return record_interview(
            actor=screener(by),
            screening=str(screening.ref),
            told=said or told(),
            happened_at=self.at,
            at=self.at,
        )

    def decide(
        self,
        screening: VictimScreening,
        finding: rules.Finding,
        *,
        by: str = COMMITTEE,
        because: str = "Said so",
    ) -> Determination:
        return determine(
            actor=screener(by),
            screening=str(screening.ref),
            decision=Decision(finding, rules.Body.GOVERNMENT, because),
            at=self.at,
        )

    def withdraw(
        self, screening: VictimScreening, because: str = "Wrong person", *, by: str = COMMITTEE
    ) -> VictimScreening:
        return withdraw_screening(
            actor=screener(by), screening=str(screening.ref), because=because, at=self.at
        )

    def find(self, person: str, finding: rules.Finding, *, by: str = COMMITTEE) -> VictimScreening:
        """Screen a person from beginning to end."""
        opened = self.open(person, by=by)
        self.hear(opened, by=by)
        self.decide(opened, finding, by=by)
        return opened

    def grounds(self, person: str) -> list[str]:
        """Return what holds a person, but for a consular notice that nobody served here."""
        every = [ground.code for ground in holds.grounds([person])[person]]
        return [code for code in every if code != "consular_notice"]
