"""A person's file with the verbs' values filled in; `at` is 18 November, 06:00."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from samaki.ground.access.actors import Actor, Grant
from samaki.ground.access.rules import GRANTS, Role
from samaki.kernel.ledger import Cell
from samaki.systems.custody.services.holds import lift_hold, place_hold
from samaki.systems.custody.services.intakes import take_in
from samaki.systems.custody.services.persons import Stated, identify
from samaki.systems.immigration import rules
from samaki.systems.immigration.services.cases import Check, Paper, open_case, record_paper
from samaki.systems.immigration.services.departures import record_departure
from samaki.systems.immigration.services.manifests import (
    Route,
    confirm_boarded,
    list_persons,
    prepare_manifest,
)
from samaki.systems.immigration.services.notices import (
    notify_consulate,
    record_answer,
    tell_person,
)
from samaki.systems.immigration.services.orders import Terms, make_order

if TYPE_CHECKING:
    from datetime import datetime

    from samaki.systems.custody.models import Hold
    from samaki.systems.immigration.models import ExpulsionCase, ExpulsionOrder, Manifest

STATION = "NP-POIPET"  # KH-1
SITE = "GDI-SITE"  # KH-8
COMMITTEE = "NCCT"
OF_SCREENERS = ("screening_pending", "protected")
MAN = Cell("IDN", "M", "adult")
CHECK = Check("No entry stamp", "", "No paper shown", "Intake officer", ("illegal_entry",))


def member(role: Role, number: int, unit: str | None = None) -> Actor:
    """Return one of the cast of a role over the country."""
    return Actor(key=f"account:{number}", grants=(Grant("KH", GRANTS[role], unit),))


@dataclass(frozen=True)
class Bench:
    """Officer, authority and screener, and what each of them does most often."""

    at: datetime
    officer: Actor = field(default_factory=lambda: member(Role.IMMIGRATION_OFFICER, 1))
    authority: Actor = field(default_factory=lambda: member(Role.IMMIGRATION_AUTHORITY, 2))
    appeals: Actor = field(default_factory=lambda: member(Role.IMMIGRATION_AUTHORITY, 4))
    screener: Actor = field(default_factory=lambda: member(Role.PROTECTION_SCREENER, 3, COMMITTEE))

    def later(self, **delta: float) -> datetime:
        return self.at + timedelta(**delta)

    def named(self, name: str = "Budi", *, unit: str = STATION) -> str:
        """Take one man in, name him, and return his reference."""
        happened_at = self.at - timedelta(hours=20)
        take_in(
            actor=self.officer,
            unit=unit,
            cells={MAN: 1},
            legal_basis="Found at the site",
            because=name,
            happened_at=happened_at,
            at=self.at,
        )
        person = identify(
            actor=self.officer,
            unit=unit,
            cell=MAN,
            stated=Stated(name, "X1234567"),
            happened_at=happened_at + timedelta(hours=1),
            at=self.at,
        )
        return person.ref

    def hold(self, person: str, ground: str = "screening_pending", because: str = "SC-1") -> Hold:
        return place_hold(
            actor=self.screener if ground in OF_SCREENERS else self.officer,
            person=person,
            ground=ground,
            owner=COMMITTEE,
            because=because,
            at=self.at,
        )

    def clear(self, person: str) -> None:
        """Screen a person, and find nothing to protect."""
        hold = self.hold(person)
        lift_hold(actor=self.screener, hold=str(hold.ref), clears=True, at=self.at)

    def open(self, person: str) -> ExpulsionCase:
        return open_case(
            actor=self.officer, person=person, check=CHECK, happened_at=self.at, at=self.at
        )

    def terms(self, **changed: object) -> Terms:
        said: dict[str, object] = {
            "ground": "illegal_entry",
            "reasons": "No entry is recorded.",
            "language": "Indonesian",
            "appeal_until": self.later(days=2),
            "appeal_set_by": "Immigration headquarters",
        }
        return Terms(**(said | changed))  # type: ignore[arg-type]

    def order(self, case: ExpulsionCase) -> ExpulsionOrder:
        return make_order(actor=self.authority, case=case.ref, terms=self.terms(), at=self.at)

    def tell(self, case: ExpulsionCase, answer: str = "refuses") -> None:
        tell_person(
            actor=self.officer,
            case=case.ref,
            language="Indonesian",
            happened_at=self.at - timedelta(hours=1),
            at=self.at,
        )
        self.answer(case, answer)

    def answer(self, case: ExpulsionCase, answer: str, *, at: datetime | None = None) -> None:
        moment = at or self.at
        record_answer(
            actor=self.officer,
            case=case.ref,
            answer=rules.Answer(answer),
            happened_at=moment,
            at=moment,
        )

    def notify(self, case: ExpulsionCase, *, at: datetime | None = None) -> None:
        moment = at or self.at
        notify_consulate(
            actor=self.officer,
            case=case.ref,
            post="Embassy of Indonesia",
            happened_at=moment,
            forwarded_at=None,
            at=moment,
        )

    def paper(self, case: ExpulsionCase) -> None:
        kind = rules.PaperKind.EMERGENCY
        record_paper(
            actor=self.officer,
            case=case.ref,
            paper=Paper(kind, "SPLP-1", "IDN", date(2025, 11, 18), "1990-05"),
            at=self.at,
        )

    def ready(self, name: str = "Budi", *, unit: str = STATION) -> ExpulsionCase:
        """Return a case in which nothing speaks against leaving once the appeal time is over."""
        case = self.open(self.named(name, unit=unit))
        self.clear(case.person)
        self.tell(case)
        self.order(case)
        self.paper(case)
        return case

    def manifest(self) -> Manifest:
        route = Route(
            rules.Means.FLIGHT, "Demonstration air", "Phnom Penh airport", "IDN", self.later(days=3)
        )
        return prepare_manifest(actor=self.officer, route=route, at=self.at)

    def put_on(self, manifest: Manifest, *cases: ExpulsionCase) -> None:
        list_persons(
            actor=self.officer,
            manifest=manifest.ref,
            persons=[case.person for case in cases],
            at=self.at,
        )

    def board(self, manifest: Manifest, *cases: ExpulsionCase) -> None:
        confirm_boarded(
            actor=self.officer,
            manifest=manifest.ref,
            persons=[case.person for case in cases],
            at=self.later(days=3),
        )

    def depart(self, manifest: Manifest) -> Manifest:
        return record_departure(
            actor=self.officer,
            manifest=manifest.ref,
            happened_at=self.later(days=3),
            at=self.later(days=3),
        )

    def listed(self, *names: str) -> tuple[Manifest, list[ExpulsionCase]]:
        """Return a list on which persons of these names have boarded."""
        cases = [self.ready(name) for name in names]
        manifest = self.manifest()
        self.put_on(manifest, *cases)
        self.board(manifest, *cases)
        return manifest, cases
