"""Who screens, who expels and where people are punished, on top of the case."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.systems.custody.case import ESCORT, IDN, POIPET, Case, officer

from samaki.ground.access.actors import Actor, Grant
from samaki.ground.access.rules import GRANTS, Role
from samaki.systems.custody import rules
from samaki.systems.custody.services.dispositions import record_disposition
from samaki.systems.custody.services.handovers import dispatch_handover, receive_handover
from samaki.systems.custody.services.holds import (
    lift_hold,
    lift_hold_by_hand,
    place_hold,
    place_hold_by_hand,
)

if TYPE_CHECKING:
    from samaki.systems.custody.models import Disposition, Handover, Hold, Receipt

PRISON = "MI-PRISON"  # Banteay Meanchey, KH-1
COMMITTEE = "NCCT"  # screens, the whole country
OTHER_BODY = "MSVY"  # screens too
EXPELS = "GDI"  # keeps the account of the expelled

PENDING, PROTECTED = "screening_pending", "protected"


def screener(unit: str = COMMITTEE, area: str = "KH") -> Actor:
    """Return a screener of a body."""
    grant = Grant(area, GRANTS[Role.PROTECTION_SCREENER], unit)
    return Actor(key=f"account:{unit}", grants=(grant,))


def immigration(area: str = "KH") -> Actor:
    """Return an immigration officer."""
    return Actor("account:9", (Grant(area, GRANTS[Role.IMMIGRATION_OFFICER], EXPELS),))


def authority(area: str = "KH") -> Actor:
    """Return who decides at Immigration, and lifts what its officers placed."""
    return Actor("account:8", (Grant(area, GRANTS[Role.IMMIGRATION_AUTHORITY], EXPELS),))


@dataclass(frozen=True)
class Held:
    """The verbs around holds, with the case's own values filled in."""

    case: Case

    def person(self, name: str = "Budi") -> str:
        return self.case.name(name).ref

    def place(
        self,
        person: str,
        ground: str = PENDING,
        *,
        by: str = COMMITTEE,
        because: str = "VS-1",
        hours: float = 14,
    ) -> Hold:
        return place_hold(
            actor=screener(by),
            person=person,
            ground=ground,
            owner=by,
            because=because,
            at=self.case.ago(hours),
        )

    def lift(self, hold: Hold, *, clears: bool, by: str = COMMITTEE, hours: float = 13) -> Hold:
        """Lift a hold, if nothing else is said before anything of these tests happens."""
        at = self.case.ago(hours)
        return lift_hold(actor=screener(by), hold=str(hold.ref), clears=clears, at=at)

    def clear(self, person: str) -> None:
        """Screen a person and find nothing to protect, and serve the consular notice."""
        self.lift(self.place(person, because="VS-C"), clears=True)
        self.serve(person)

    def serve(self, person: str, *, hours: float = 14) -> None:
        """Serve the consular notice to somebody who has no case; on a paper."""
        at = self.case.ago(hours)
        hold = place_hold_by_hand(
            actor=immigration(),
            person=person,
            ground="notice_outside_case",
            owner=EXPELS,
            because="Notice 7/25",
            at=at,
        )
        lift_hold_by_hand(
            actor=authority(), hold=str(hold.ref), clears=True, lifted_for="Answer 8/25", at=at
        )

    def expel(self, *persons: str, because: str = "EX-1", hours: float = 3) -> Disposition:
        return record_disposition(
            actor=immigration(),
            persons=persons,
            end=rules.AccountKind.EXPELLED,
            keeper=EXPELS,
            because=because,
            happened_at=self.case.ago(hours),
            at=self.case.at,
        )

    def send(
        self, *persons: str, to: str = PRISON, heads: int = 0, giver: str = POIPET, hours: float = 6
    ) -> Handover:
        party = rules.Party({IDN: heads} if heads else {}, persons)
        return dispatch_handover(
            actor=self.case.poipet,
            giver=giver,
            receiver=to,
            escort=ESCORT,
            sends=rules.Consignment(party, charge=rules.Charge("Article 377", "0701")),
            happened_at=self.case.ago(hours),
            at=self.case.at,
        )

    def receive(
        self, handover: Handover, *persons: str, at: str = PRISON, hours: float = 5
    ) -> Receipt:
        return receive_handover(
            actor=officer("KH-1", key="account:prison"),
            handover=str(handover.ref),
            unit=at,
            received=rules.Party({}, persons),
            happened_at=self.case.ago(hours),
            at=self.case.at,
        )
