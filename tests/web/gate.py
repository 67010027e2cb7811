"""One person at a gate that stays shut, each way to be held there, and all that could change."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.test import Client
from django.utils import timezone

from samaki.ground.access.models import Account as LogIn
from samaki.ground.journal import queries as journal
from samaki.systems.custody import rules
from samaki.systems.custody.models import Account, Disposition, Movement, Posting
from samaki.systems.custody.queries import books, holds, words
from samaki.systems.custody.services.holds import lift_hold, place_hold
from samaki.systems.immigration.models import ExpulsionCase, ExpulsionOrder
from samaki.systems.immigration.rules import KEEPER
from samaki.systems.listings.models import Listing
from samaki.web import world

if TYPE_CHECKING:
    from datetime import datetime

    from samaki.systems.custody.models import Hold

ENDS = {"court": rules.AccountKind.COURT, "prison": rules.AccountKind.PRISON}
ALSO = "medical"  # everybody here is held on this ground too: every reason has to come


@dataclass
class Gate:
    """One person at Poipet with a case, a court and a prison, and whoever could move them."""

    at: datetime
    case: ExpulsionCase

    @property
    def person(self) -> str:
        return self.case.person

    @property
    def account(self) -> str:
        return str(Account.objects.get(unit="police-poipet", kind="station").ref)

    def hold(self, ground: str, *, by: str = "screener", owner: str = "trafficking-hq") -> Hold:
        because = f"{ground[:8]}-{owner[:8]}"
        return place_hold(
            actor=world.actor(by, at=self.at),
            person=self.person,
            ground=ground,
            owner=owner,
            because=because,
            at=self.at,
        )

    def clear(self) -> None:
        hold = self.hold("screening_pending")
        screener = world.actor("screener", at=self.at)
        lift_hold(actor=screener, hold=str(hold.ref), clears=True, at=self.at)

    def grounds(self) -> list[str]:
        """Return the words of every ground that holds the person."""
        return [words.ground(ground.code) for ground in holds.outward([self.person])[self.person]]


def never_screened(gate: Gate) -> None:
    assert "not_screened" in {g.code for g in holds.grounds([gate.person])[gate.person]}


def pending(gate: Gate) -> None:
    gate.hold("screening_pending")


def positive(gate: Gate) -> None:
    gate.hold("protected")


def second_body(gate: Gate) -> None:
    gate.clear()
    gate.hold("protected", owner="shelter")


def appeal(gate: Gate) -> None:
    gate.clear()
    gate.hold("appeal", by="immigration", owner=KEEPER)


def asylum(gate: Gate) -> None:
    gate.clear()
    gate.hold("asylum", by="immigration", owner=KEEPER)


def log_in(username: str) -> Client:
    client = Client()
    client.force_login(LogIn.objects.get(username=username))
    return client


def post(client: Client, path: str, body: object) -> Any:
    headers = {"Idempotency-Key": "harm-gate-1"}
    kind = "application/json"
    return client.post(f"/api{path}", json.dumps(body), content_type=kind, headers=headers)


def everything() -> tuple[object, ...]:
    """Return all that an attempt could have changed."""
    return (
        Movement.objects.count(),
        Posting.objects.count(),
        Disposition.objects.count(),
        (ExpulsionOrder.objects.count(), Listing.objects.count()),
        journal.length(),
        sorted(ExpulsionCase.objects.values_list("ref", "state")),
        books.held(
            [str(ref) for ref in Account.objects.values_list("ref", flat=True)],
            at=books.Moments(timezone.now(), timezone.now()),
        ),
    )
