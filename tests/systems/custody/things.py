"""The case of exhibits: two stores, some officers, a compound at Poipet, the verbs filled in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from tests.systems.custody.case import ESCORT, POIPET, SIHANOUK, officer

from samaki.ground.access.rules import Role
from samaki.systems.custody import rules
from samaki.systems.custody.models import ThingBalance
from samaki.systems.custody.rules.exhibits import Part
from samaki.systems.custody.services.exhibits import seize_exhibit
from samaki.systems.custody.services.thing_acts import open_bundle
from samaki.systems.custody.services.thing_counts import count_exhibit
from samaki.systems.custody.services.thing_handovers import (
    Sending,
    dispatch_exhibits,
    receive_exhibits,
)

if TYPE_CHECKING:
    from datetime import datetime

    from samaki.ground.access.actors import Actor
    from samaki.systems.custody.models import Exhibit, ThingCount, ThingHandover, ThingReceipt

SEIZER, SECOND = officer("KH-1"), officer("KH-1", key="account:5")
TAKER = officer("KH-18", key="account:2")
COMMAND = officer("KH-1", Role.PROVINCIAL_COMMAND, "account:9")


@dataclass(frozen=True)
class Things:
    """The verbs with the case's own values; `at` is 18 November, 06:00."""

    at: datetime
    site: str

    seizer: Actor = SEIZER
    second: Actor = SECOND
    taker: Actor = TAKER
    command: Actor = COMMAND

    def ago(self, hours: float) -> datetime:
        return self.at - timedelta(hours=hours)

    def seize(self, seal: str = "A1", pieces: int = 1, *, counted: bool = True) -> Exhibit:
        found = rules.Found("phone", "Black", seal, self.site, POIPET, pieces=pieces)
        made = seize_exhibit(
            actor=self.seizer, found=found, happened_at=self.ago(20), at=self.ago(20)
        )
        if counted:
            self.count(made, pieces, hours=19)
        return made

    def count(
        self,
        exhibit: Exhibit,
        pieces: int | None,
        *,
        hours: float = 0,
        actor: Actor | None = None,
    ) -> ThingCount:
        return count_exhibit(
            actor=actor or self.second,
            exhibit=exhibit.ref,
            pieces=pieces,
            happened_at=self.ago(hours),
            at=self.at,
        )

    def send(self, *exhibits: Exhibit, hours: float = 10, **said: str) -> ThingHandover:
        ways = {"giver": POIPET, "receiver": SIHANOUK, "escort": ESCORT} | said
        return dispatch_exhibits(
            actor=self.seizer,
            sending=Sending(exhibits=tuple(one.ref for one in exhibits), **ways),
            happened_at=self.ago(hours),
            at=self.at,
        )

    def receive(
        self, handover: ThingHandover, *exhibits: Exhibit, hours: float = 5
    ) -> ThingReceipt:
        return receive_exhibits(
            actor=self.taker,
            handover=str(handover.ref),
            unit=SIHANOUK,
            received=[one.ref for one in exhibits],
            happened_at=self.ago(hours),
            at=self.at,
        )

    def open(self, exhibit: Exhibit, *parts: tuple[str, int], hours: float = 8) -> list[Exhibit]:
        return open_bundle(
            actor=self.seizer,
            exhibit=exhibit.ref,
            parts=[Part("phone", "Out of a bundle", seal, pieces) for seal, pieces in parts],
            reason="Read by the laboratory",
            happened_at=self.ago(hours),
            at=self.at,
        )


def where(exhibit: Exhibit) -> dict[str, int]:
    """Return how many pieces of an exhibit each place holds now, by unit and kind."""
    rows = ThingBalance.objects.filter(exhibit=exhibit).select_related("account")
    return {f"{row.account.unit_id} {row.account.kind}": row.held for row in rows}


def number_of(paper: ThingHandover | ThingReceipt) -> int:
    """Return the number of the entry that a paper was made with."""
    assert paper.movement_id is not None
    return paper.movement_id
