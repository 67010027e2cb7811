"""The case: three units, two officers, 271 people found at Poipet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from samaki.ground.access.actors import Actor, Grant
from samaki.ground.access.rules import GRANTS, Role
from samaki.kernel.ledger import Cell
from samaki.systems.custody import rules
from samaki.systems.custody.models import Account
from samaki.systems.custody.queries import books
from samaki.systems.custody.services.handovers import (
    dispatch_handover,
    receive_handover,
    receive_rest,
)
from samaki.systems.custody.services.intakes import take_in
from samaki.systems.custody.services.persons import Stated, identify

if TYPE_CHECKING:
    from datetime import datetime

    from samaki.ground.people.models import Person
    from samaki.systems.custody.models import Handover, Intake, Receipt

POIPET = "NP-POIPET"  # Banteay Meanchey, KH-1
SIHANOUK = "NP-SIHANOUK"  # Preah Sihanouk, KH-18
SHELTER = "SA-SHELTER"  # Phnom Penh, KH-12
ESCORT = "RG-ESCORT"  # the whole country

IDN = Cell("IDN")
IDN_WOMAN = Cell("IDN", "F", "adult")


def officer(area: str, role: Role = Role.INTAKE_OFFICER, key: str = "account:1") -> Actor:
    """Return an officer of a role over an area."""
    return Actor(key=key, grants=(Grant(area, GRANTS[role]),))


@dataclass(frozen=True)
class Case:
    """The verbs with the case's own values filled in; `at` is 18 November, 06:00."""

    at: datetime
    poipet: Actor
    sihanouk: Actor

    def ago(self, hours: float) -> datetime:
        return self.at - timedelta(hours=hours)

    def take(
        self,
        cells: dict[Cell, int] | None = None,
        *,
        hours: float = 15,
        because: str = "",
    ) -> Intake:
        return take_in(
            actor=self.poipet,
            unit=POIPET,
            cells={IDN: 271} if cells is None else cells,
            legal_basis="Found at the site",
            because=because,
            happened_at=self.ago(hours),
            at=self.at,
        )

    def send(
        self,
        cells: dict[Cell, int] | None = None,
        *,
        persons: tuple[str, ...] = (),
        hours: float = 14,
    ) -> Handover:
        party = rules.Party({IDN: 63} if cells is None else cells, persons)
        return dispatch_handover(
            actor=self.poipet,
            giver=POIPET,
            receiver=SIHANOUK,
            escort=ESCORT,
            sends=rules.Consignment(party, "2 buses", ("004417", "004418")),
            happened_at=self.ago(hours),
            at=self.at,
        )

    def receive(
        self,
        handover: Handover,
        cells: dict[Cell, int] | None = None,
        *,
        persons: tuple[str, ...] = (),
        hours: float = 13,
    ) -> Receipt:
        return receive_handover(
            actor=self.sihanouk,
            handover=str(handover.ref),
            unit=SIHANOUK,
            received=rules.Party({IDN: 61} if cells is None else cells, persons),
            happened_at=self.ago(hours),
            at=self.at,
        )

    def receive_late(
        self, handover: Handover, cells: dict[Cell, int] | None = None, *, hours: float = 2
    ) -> Receipt:
        return receive_rest(
            actor=self.sihanouk,
            handover=str(handover.ref),
            unit=SIHANOUK,
            received=rules.Party({IDN: 2} if cells is None else cells),
            happened_at=self.ago(hours),
            at=self.at,
        )

    def name(self, name: str = "Budi", *, cell: Cell = IDN, hours: float = 14.5) -> Person:
        return identify(
            actor=self.poipet,
            unit=POIPET,
            cell=cell,
            stated=Stated(name, "X1234567"),
            happened_at=self.ago(hours),
            at=self.at,
        )


def totals(as_of: datetime, known_at: datetime | None = None) -> dict[str, int]:
    """Return how many heads each kind or unit holds, outside the books included."""
    every = Account.objects.select_related("unit")
    held = books.held([str(a.ref) for a in every], at=books.Moments(as_of, known_at or as_of))
    found: dict[str, int] = {}
    for account in every:
        own = account.unit_id if account.kind in rules.UNIT_KINDS else account.kind
        found[str(own)] = found.get(str(own), 0) + sum(held.get(str(account.ref), {}).values())
    return found
