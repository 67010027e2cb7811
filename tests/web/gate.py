"""One person at a gate that stays shut, each way to be held there, and all that could change."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.test import Client
from django.utils import timezone

from samaki.ground.access.models import Account as LogIn
from samaki.ground.journal import queries as journal
from samaki.systems.custody import rules
from samaki.systems.custody.models import Account, Disposition, Movement, Posting
from samaki.systems.custody.queries import books, holds, whereabouts, words
from samaki.systems.custody.rules.cells import Established
from samaki.systems.custody.services.cells import establish
from samaki.systems.custody.services.holds import lift_hold, place_hold
from samaki.systems.immigration.models import ConsularNotice, ExpulsionCase, ExpulsionOrder
from samaki.systems.immigration.rules import KEEPER, Answer
from samaki.systems.immigration.services.notices import record_answer, tell_person
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

    def grounds(self, to: rules.AccountKind) -> list[str]:
        """Return the words of every ground that keeps the person out of such an account."""
        every = holds.outward([self.person])[self.person]
        return [words.ground(ground.code) for ground in every if to in ground.forbids]

    def serve(self) -> None:
        """Serve the consular notice of the case: told, and not wanted."""
        said: dict[str, Any] = {"case": self.case.ref, "happened_at": self.at, "at": self.at}
        officer = world.actor("immigration", at=self.at)
        if not ConsularNotice.objects.filter(case=self.case).exists():
            tell_person(actor=officer, language="Indonesian", **said)
        record_answer(actor=officer, answer=Answer.REFUSES, **said)


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


def minor(gate: Gate) -> None:
    """Nobody placed a hold: the books count the person as a minor, and silence holds."""
    gate.clear()
    place = whereabouts.where([gate.person], at=gate.at)[gate.person]
    assert place is not None
    after = replace(place.cell, age="minor")
    establish(
        actor=world.actor("intake", at=gate.at),
        account=place.account,
        said=Established(place.cell, after, "School certificate", person=gate.person),
        happened_at=gate.at,
        at=gate.at,
    )
    assert [g.code for g in holds.grounds([gate.person])[gate.person]].count("minor") == 1


def minor_placed(gate: Gate) -> None:
    gate.clear()
    gate.hold("minor")


def court_order(gate: Gate) -> None:
    gate.clear()
    gate.hold("court_order", by="immigration", owner=KEEPER)


def unserved(gate: Gate) -> None:
    """The consular notice of the case is not served."""
    gate.clear()
    grounds = [g.code for g in holds.grounds([gate.person])[gate.person]]
    assert "consular_notice" in grounds


OF_SCREENING = (never_screened, pending, positive, second_body)
OF_OTHERS = (appeal, asylum, minor, minor_placed, court_order, unserved)


def log_in(username: str) -> Client:
    client = Client()
    client.force_login(LogIn.objects.get(username=username))
    return client


def post(client: Client, path: str, body: object, key: str = "harm-gate-1") -> Any:
    headers = {"Idempotency-Key": key}
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
