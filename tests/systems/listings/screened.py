"""Somebody registered and screened, and what the committee finds of them afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samaki.ground.access.actors import Actor, Grant
from samaki.ground.access.rules import GRANTS, Role
from samaki.ground.agencies.models import Unit
from samaki.ground.agencies.services import Name, open_agency, open_unit
from samaki.ground.people.services import register_person
from samaki.ground.places.services import load_gazetteer
from samaki.systems.custody.services.holds import lift_hold, place_hold

if TYPE_CHECKING:
    from datetime import datetime

    from samaki.systems.custody.models import Hold

BY = "machine:installer"
COMMITTEE = "screens"
SCREENER = Actor("account:7", (Grant("KH", GRANTS[Role.PROTECTION_SCREENER], unit=COMMITTEE),))


def registered(name: str, *, at: datetime, paper: str = "") -> str:
    """Register somebody who was never screened; return the reference."""
    intake = Actor("account:8", (Grant("KH", GRANTS[Role.INTAKE_OFFICER]),))
    return register_person(actor=intake, stated_name=name, paper=paper, at=at).ref


def hold(person: str, ground: str = "screening_pending", *, at: datetime) -> Hold:
    """Hold somebody as the committee does."""
    _open_committee(at=at)
    return place_hold(
        actor=SCREENER, person=person, ground=ground, owner=COMMITTEE, because="VS-1", at=at
    )


def clear(person: str, *, at: datetime) -> None:
    """Screen somebody, and find nothing to protect."""
    placed = hold(person, at=at)
    lift_hold(actor=SCREENER, hold=str(placed.ref), clears=True, at=at)


def _open_committee(*, at: datetime) -> None:
    if Unit.objects.filter(code=COMMITTEE).exists():
        return
    load_gazetteer(by=BY, at=at)
    open_agency(by=BY, code="SCREENS", name=Name("Committee", "គណៈកម្មាធិការ"), at=at)
    open_unit(
        by=BY,
        code=COMMITTEE,
        agency="SCREENS",
        area="KH",
        superior=None,
        name=Name("Anti-trafficking committee", "គណៈកម្មាធិការ"),
        at=at,
    )
