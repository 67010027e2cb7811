"""Two provinces with their three posts each, and an order with a clause to bind them by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from samaki.ground.access.actors import Actor, Grant
from samaki.ground.access.rules import GRANTS, Role
from samaki.ground.agencies.services import Name, open_agency, open_post, open_unit
from samaki.ground.places.services import load_gazetteer
from samaki.systems.directives.rules import ADDRESSEES, Act, Statement
from samaki.systems.directives.services import obligations as verbs
from samaki.systems.directives.services.orders import ClauseText, issue_directive
from samaki.systems.directives.services.returns import file_return

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from samaki.systems.directives.models import Directive, Obligation, ProvinceReturn

BY = "machine:installer"
KINDS = {"command": "governor", "police": "police_chief", "gendarmerie": "gendarmerie_commander"}


def office(unit: str, area: str, role: Role = Role.PROVINCIAL_COMMAND, number: int = 5) -> Actor:
    """Return somebody of an office."""
    return Actor(key=f"account:{number}", grants=(Grant(area, GRANTS[role], unit),))


@dataclass(frozen=True)
class Duty:
    """The verbs with the values of a first evening filled in."""

    at: datetime
    directive: Directive
    secretariat: Actor
    governor: Actor

    @property
    def due(self) -> datetime:
        """What the secretariat sets: two days on."""
        return self.at + timedelta(days=2)

    def bind(
        self,
        kinds: Sequence[str] = ADDRESSEES,
        areas: Sequence[str] | None = None,
        *,
        due: datetime | None = None,
        number: int = 1,
        actor: Actor | None = None,
    ) -> list[Obligation]:
        return verbs.set_obligations(
            actor=actor or self.secretariat,
            directive=self.directive.ref,
            number=number,
            addressees=verbs.Addressees(kinds, areas),
            due_at=due,
            at=self.at,
        )

    def one(self, *, due: bool = True) -> str:
        """Bind the governor of KH-1 alone and return the obligation's reference."""
        return self.bind(["governor"], ["KH-1"], due=self.due if due else None)[0].ref

    def acknowledge(self, ref: str, *, actor: Actor | None = None, days: float = 0.5) -> Obligation:
        return verbs.acknowledge_obligation(
            actor=actor or self.governor, obligation=ref, at=self.at + timedelta(days=days)
        )

    def file(
        self,
        ref: str,
        said: Statement | None = None,
        *,
        corrects: str = "",
        actor: Actor | None = None,
        days: float = 1,
    ) -> ProvinceReturn:
        at = self.at + timedelta(days=days)
        return file_return(
            actor=actor or self.governor,
            obligation=ref,
            said=said or Statement(at.date(), is_nil=False, people_found=271),
            corrects=corrects,
            at=at,
        )

    def judge(
        self, ref: str, judgement: Act, words: str = "", *, actor: Actor | None = None
    ) -> Obligation:
        return verbs.judge_obligation(
            actor=actor or self.secretariat,
            obligation=ref,
            judgement=judgement,
            words=words,
            at=self.at + timedelta(days=1.5),
        )

    def lapse(
        self,
        ref: str,
        words: str | None = "No answer",
        *,
        days: float = 3,
        actor: Actor | None = None,
    ) -> Obligation:
        return verbs.record_lapse(
            actor=actor or self.secretariat,
            obligation=ref,
            words=words,
            at=self.at + timedelta(days=days),
        )


@pytest.fixture
def duty(db: None, at: datetime) -> Duty:
    """Six posts in two provinces, and the secretariat with an order."""
    load_gazetteer(by=BY, at=at)
    open_agency(by=BY, code="X", name=Name("Agency", "ស្ថាប័ន"), at=at)
    for unit, area in (
        ("secretariat", "KH"),
        *((f"{k}-{a}", a) for a in ("KH-1", "KH-9") for k in KINDS),
    ):
        name = Name(f"Office {unit}", f"ការិយាល័យ {unit}")
        open_unit(by=BY, code=unit, agency="X", area=area, superior=None, name=name, at=at)
        kind = KINDS.get(unit.partition("-")[0])
        if kind:
            title = Name(f"{kind} of {area}", f"{kind} {area}")
            open_post(by=BY, code=f"{kind}-{area}", unit=unit, kind=kind, title=title, at=at)
    secretariat = office("secretariat", "KH", Role.DUTY_OFFICER, 1)
    clause = ClauseText(Name("Root out the gangs.", "លុបបំបាត់"), Name("Governors", "អភិបាល"))
    directive = issue_directive(
        actor=secretariat,
        title=Name("The order", "បទបញ្ជា"),
        issuer=Name("The ministry", "ក្រសួង"),
        issued_on=date(2025, 11, 15),
        clauses=(clause, clause),
        at=at,
    )
    return Duty(at, directive, secretariat, office("command-KH-1", "KH-1"))
