"""Reads of support: the requests of the actor's areas, what waits for whom, and the board."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q, Sum

from samaki.ground.access import queries as access
from samaki.ground.access.rules import Permission
from samaki.systems.operations import queries as operations
from samaki.systems.support import rules
from samaki.systems.support.models import (
    Declaration,
    RequestStep,
    StandbyUnit,
    SupportRequest,
    Tasking,
)
from samaki.systems.support.rules import Readiness, RequestState

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from samaki.ground.access.actors import Actor
    from samaki.systems.support.models import HandBack

_P = Permission
_NEWEST = 20
# Who has to take the next step, by state. Standing down waits for nobody: it is time when it is.
_NEXT = {
    RequestState.ASKED: _P.SUPPORT_APPROVE,
    RequestState.APPROVED: _P.SUPPORT_TASK,
    RequestState.PART_TASKED: _P.SUPPORT_TASK,
    RequestState.TASKED: _P.SUPPORT_TASK,
    RequestState.STOOD_DOWN: _P.SUPPORT_TASK,
}
# By which permission a step is taken; where it is not said here, by the army's.
_BY = {
    "ask": _P.SUPPORT_ASK,
    "withdraw": _P.SUPPORT_ASK,
    "approve": _P.SUPPORT_APPROVE,
    "decline": _P.SUPPORT_APPROVE,
}


@dataclass(frozen=True, slots=True)
class BoardLine:
    """A unit on stand-by, with how many of it are bound by requests now."""

    standby: StandbyUnit
    bound: int

    @property
    def free(self) -> int:
        """How many may still be tasked; none when more are bound than the unit now has."""
        return max(self.standby.strength - self.bound, 0)

    @property
    def is_open(self) -> bool:
        """Whether it can be tasked at all."""
        return self.free > 0 and self.standby.readiness != Readiness.NOT_READY


@dataclass(frozen=True, slots=True)
class OperationLink:
    """An operation as a request names it."""

    ref: str
    title: str


@dataclass(frozen=True, slots=True)
class StepLine:
    """A step as its readers see it: with the log-in that took it."""

    step: RequestStep
    by: str


def requests(eyes: Actor) -> QuerySet[SupportRequest]:
    """Return the requests in the actor's areas, newest first."""
    found = Q(pk__in=[])
    for area in eyes.areas(_P.SUPPORT_SEE):
        found |= Q(area=area) | Q(area__code__startswith=f"{area}-")
    return (
        SupportRequest.objects.filter(found)
        .select_related("area", "asker", "operation")
        .annotate(tasked=Sum("taskings__strength", default=0))
    )


def request(eyes: Actor, ref: str) -> SupportRequest | None:
    """Return a request the actor may see, or None."""
    return requests(eyes).filter(ref=ref).first()


def for_operation(eyes: Actor, ref: str, *, at: datetime) -> QuerySet[SupportRequest]:
    """Return the requests for an operation; none when the actor may not know of it yet."""
    return requests(eyes).filter(operation__in=operations.open_to(eyes, at=at).filter(ref=ref))


def shown_operation(eyes: Actor, request: SupportRequest, *, at: datetime) -> OperationLink | None:
    """Return the operation a request is for, to those who may know of it; else None."""
    if request.operation is None:
        return None
    found = operations.operation(eyes, request.operation.ref, at=at)
    return OperationLink(found.ref, found.title) if found else None


def waits_for(eyes: Actor, request: SupportRequest) -> bool:
    """Tell whether the next step of a request is this actor's to take."""
    permission = _NEXT.get(RequestState(request.state))
    if permission is None or not eyes.may(permission, area=request.area_id):
        return False
    return permission is not _P.SUPPORT_APPROVE or request.asker_id not in eyes.units


def is_asker(actor: Actor, request: SupportRequest) -> bool:
    """Tell whether the actor may act for the office that asked; if none did, for any that may."""
    if request.asker_id is None:
        return actor.may(_P.SUPPORT_ASK, area=request.area_id)
    return request.asker_id in actor.units_for(_P.SUPPORT_ASK, area=request.area_id)


def office_of(actor: Actor, request: SupportRequest, act: str) -> str | None:
    """Return the unit a step counts for: that of the appointment which allows it there."""
    allowing = _BY.get(act, _P.SUPPORT_TASK)
    if act == "stand_down" and is_asker(actor, request):
        allowing = _P.SUPPORT_ASK
    return actor.unit_for(allowing, area=request.area_id, prefer=request.asker_id)


def waiting(eyes: Actor) -> int:
    """Return how many requests wait for this actor."""
    if not eyes.may(_P.SUPPORT_SEE):
        return 0
    return sum(waits_for(eyes, each) for each in requests(eyes).filter(state__in=_NEXT))


def steps(request: SupportRequest) -> list[StepLine]:
    """Return every step of a request in order, each with who took it."""
    rows = list(request.steps.select_related("unit"))
    by = access.names_of({row.recorded_by for row in rows})
    return [StepLine(row, by[row.recorded_by]) for row in rows]


def last_step(request: SupportRequest) -> RequestStep:
    """Return the newest step; a request has at least the asking."""
    found = request.steps.order_by("pk").last()
    assert found is not None, "a request begins with its asking"
    return found


def taskings(request: SupportRequest) -> list[Tasking]:
    """Return which units were tasked for a request, and with how many."""
    return list(request.taskings.select_related("standby__unit"))


def ending(request: SupportRequest) -> HandBack | None:
    """Return how a request ended, or None while it has not."""
    found: HandBack | None = getattr(request, "ending", None)
    return found


def tasked(request: SupportRequest) -> int:
    """Return how many were tasked for a request so far."""
    return sum(tasking.strength for tasking in request.taskings.all())


def board() -> list[BoardLine]:
    """Return every unit on stand-by, with what of it is bound."""
    bound = _bound()
    every = StandbyUnit.objects.select_related("unit__area")
    return [BoardLine(each, bound.get(each.pk, 0)) for each in every]


def said_before() -> list[Declaration]:
    """Return what was said of the units on stand-by, newest first, the last twenty times."""
    return list(Declaration.objects.select_related("standby__unit")[:_NEWEST])


def line(standby: StandbyUnit) -> BoardLine:
    """Return one unit's line of the board."""
    return BoardLine(standby, _bound().get(standby.pk, 0))


def _bound() -> dict[int, int]:
    rows = Tasking.objects.filter(request__state__in=rules.BINDING).values("standby")
    return {
        row["standby"]: row["total"]
        for row in rows.annotate(total=Sum("strength")).order_by("standby")
    }
