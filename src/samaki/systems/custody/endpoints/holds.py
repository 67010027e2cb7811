"""Holds over the API: those that stand by themselves, placed and lifted on a paper."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from ninja import Field, Router

from samaki.ground.access.guard import actor_of
from samaki.ground.access.rules import Permission
from samaki.ground.api.door import writes
from samaki.ground.api.schemas import PROBLEMS, Asked, Written
from samaki.systems.custody.rules.holds import MAX_PAPER
from samaki.systems.custody.services.holds import lift_hold_by_hand, place_hold_by_hand

persons = Router()
router = Router()
_P = Permission


class HoldIn(Asked):
    """On which ground a person is held, and on which paper; an empty owner is the own unit.

    `because` is a reference, such as the number of an order, and never a name.
    """

    ground: str = Field(max_length=24, description="court_order, medical or minor")
    owner: str = Field("", max_length=40, description="code of the unit that can lift it")
    because: str = Field(max_length=MAX_PAPER)


class LiftingIn(Asked):
    """Whether the question of a hold is answered (or it was a mistake), and the paper for it."""

    clears: bool
    lifted_for: str = Field(max_length=MAX_PAPER)


@persons.post("/{ref}/holds", response={201: Written, **PROBLEMS})
@writes(_P.PERSON_SEE)
def write_hold(request: HttpRequest, ref: str, body: HoldIn) -> Written:
    """Hold a person on a ground that no other act places; who may depends on the ground."""
    made = place_hold_by_hand(
        actor=actor_of(request), person=ref, **body.model_dump(), at=timezone.now()
    )
    return Written(ref=str(made.ref), url=reverse("custody:person", args=[ref]))


@router.post("/{ref}/lifting", response={201: Written, **PROBLEMS})
@writes(_P.PERSON_SEE)
def write_lifting(request: HttpRequest, ref: str, body: LiftingIn) -> Written:
    """Lift a hold that no other act lifts, for a paper; who may depends on the ground."""
    made = lift_hold_by_hand(
        actor=actor_of(request), hold=ref, **body.model_dump(), at=timezone.now()
    )
    return Written(ref=str(made.ref), url=reverse("custody:person", args=[made.person]))
