"""The verbs of a disciplinary case, and three persons of the office that pursues lapses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from tests.systems.directives.conftest import office

from samaki.ground.access.rules import Role
from samaki.ground.agencies.services import Name, open_unit
from samaki.systems.discipline import services
from samaki.systems.discipline.rules import MeasureKind

if TYPE_CHECKING:
    from datetime import datetime

    from tests.systems.directives.conftest import Duty

    from samaki.ground.access.actors import Actor
    from samaki.systems.discipline.models import Closing, Finding, Measure, Reply

# Three persons of one office: one opens, one finds, one decides.
OPENER, AUTHORITY, DECIDER = (
    office("discipline-office", "KH", Role.DISCIPLINE_AUTHORITY, number) for number in (6, 7, 8)
)


@dataclass(frozen=True)
class Hearing:
    """The verbs of a case with its values filled in; days count from the lapse."""

    lapsed_at: datetime
    obligation: str
    duty: Duty

    def at(self, days: float) -> datetime:
        return self.lapsed_at + timedelta(days=days)

    def open(self, *, actor: Actor = OPENER) -> str:
        found = services.open_case(
            actor=actor,
            obligation=self.obligation,
            at=self.at(1),
        )
        return found.ref

    def notice(self, case: str, *, until: float | None = 5, grounds: str = "No return") -> None:
        services.give_notice(
            actor=OPENER,
            case=case,
            grounds=grounds,
            reply_due_at=None if until is None else self.at(until),
            at=self.at(2),
        )

    def reply(self, case: str, words: str = "The line was cut.", *, days: float = 3) -> Reply:
        actor = self.duty.governor
        return services.give_reply(actor=actor, case=case, words=words, at=self.at(days))

    def silence(self, case: str, *, days: float = 6) -> None:
        services.record_silence(actor=AUTHORITY, case=case, words="", at=self.at(days))

    def find(
        self,
        case: str,
        *,
        is_established: bool = True,
        words: str = "As read",
        days: float = 7,
        actor: Actor = AUTHORITY,
    ) -> Finding:
        return services.record_finding(
            actor=actor,
            case=case,
            is_established=is_established,
            words=words,
            at=self.at(days),
        )

    def decide(
        self,
        case: str,
        kind: MeasureKind = MeasureKind.WARNING,
        words: str = "First lapse",
        *,
        is_without_reason: bool = False,
        actor: Actor = DECIDER,
    ) -> Measure:
        return services.decide_measure(
            actor=actor,
            case=case,
            kind=kind,
            words=words,
            is_without_reason=is_without_reason,
            at=self.at(8),
        )

    def close(
        self,
        case: str,
        words: str = "Not proved",
        *,
        is_without_reason: bool = False,
        actor: Actor = DECIDER,
    ) -> Closing:
        return services.close_case(
            actor=actor,
            case=case,
            words=words,
            is_without_reason=is_without_reason,
            at=self.at(8),
        )


def open_unit_of_discipline(at: datetime) -> None:
    """Open the office that pursues lapses."""
    name = Name("Discipline office", "ការិយាល័យវិន័យ")
    open_unit(
        by="x", code="discipline-office", agency="X", area="KH", superior=None, name=name, at=at
    )
