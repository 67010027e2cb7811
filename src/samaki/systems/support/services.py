"""The only writer of support: asked, approved, tasked, stood down, handed back; each step timed."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from django.db import transaction

from samaki.ground.access.rules import Permission
from samaki.ground.agencies import queries as agencies
from samaki.ground.heads.words import Said
from samaki.ground.journal import services as journal
from samaki.ground.places import rules as places
from samaki.ground.places.queries import names as place_names
from samaki.ground.wording import RefusedError
from samaki.kernel import refs
from samaki.systems.operations import queries as operations
from samaki.systems.support import rules
from samaki.systems.support.models import (
    Declaration,
    HandBack,
    RequestStep,
    StandbyUnit,
    SupportRequest,
    Tasking,
)
from samaki.systems.support.queries import requests as queries
from samaki.systems.support.queries import words
from samaki.systems.support.rules import Readiness, RequestState

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from django.db.models import Model

    from samaki.ground.access.actors import Actor
    from samaki.kernel.reasons import Reason

_P = Permission
# What a reason is about: a field of the form that was refused.
_ARGUMENTS = {
    "no_what": "what",
    "no_where": "where",
    "no_why": "why",
    "far": "needed_at",
    "needed_past": "needed_at",
    "unknown_operation": "operation",
    "operation_elsewhere": "operation",
    "no_words": "words",
    "no_happening": "happened",
    "no_gives": "gives",
    "not_of_agency": "unit",
    "unknown_standby": "standby",
    "not_ready": "standby",
    "too_few": "count",
    "too_many": "count",
    "not_many": "count",
    "more_returned": "returned",
    "below_none": "returned",
    "force_unsaid": "force_used",
    "no_authoriser": "authoriser",
    "authoriser_unasked": "authoriser",
    "future": "happened_at",
    "too_early": "happened_at",
}


class SupportRefusedError(RefusedError):
    """The step cannot be taken so. Carries every reason; nothing was changed."""

    @property
    def sentences(self) -> tuple[str, ...]:
        """The reasons in the reader's language."""
        return tuple(words.sentence(reason) for reason in self.reasons)

    @property
    def said(self) -> tuple[Said, ...]:
        """The reasons in the reader's language, each with what it is about, for a form."""
        return tuple(
            Said(words.sentence(reason), _ARGUMENTS.get(reason.code)) for reason in self.reasons
        )


@transaction.atomic
def declare_standby(
    *, actor: Actor, unit: str, strength: int, gives: str, readiness: str, at: datetime
) -> StandbyUnit:
    """Put a unit on the board of those that stand by, or say anew what it has and how soon.

    `unit` is its code. Raises PermissionRefusedError, Unit.DoesNotExist, SupportRefusedError.
    """
    found = agencies.unit(unit)
    actor.require(_P.SUPPORT_TASK, area=found.area_id)
    reasons = [] if gives.strip() else [rules.reason("no_gives")]
    offices = actor.units_for(_P.SUPPORT_TASK, area=found.area_id)
    if offices and found.agency_id not in {agencies.unit(each).agency_id for each in offices}:
        reasons.append(rules.reason("not_of_agency", unit=found.name))
    if not 0 <= strength <= rules.MOST_PEOPLE:
        reasons.append(rules.reason("not_many", count=strength, most=rules.MOST_PEOPLE))
    _refuse_for(reasons)
    said = {
        "strength": strength,
        "gives": gives.strip(),
        "readiness": Readiness(readiness),
        "declared_at": at,
        "declared_by": actor.key,
    }
    standby, _is_new = StandbyUnit.objects.update_or_create(unit=found, defaults=said)
    declaration = Declaration.objects.create(standby=standby, **said)
    journal.record(
        actor=actor.key,
        kind="support:standby:declare",
        subject=unit,
        at=at,
        wrote=[standby, declaration],
    )
    return standby


@transaction.atomic
def ask_support(
    *, actor: Actor, asked: rules.Asked, happened_at: datetime, at: datetime
) -> SupportRequest:
    """Ask the army for support, for an operation or without one.

    Raises PermissionRefusedError, SupportRefusedError.
    """
    actor.require(_P.SUPPORT_ASK, area=asked.area)
    operation = operations.operation(actor, asked.operation, at=at) if asked.operation else None
    _refuse_for(
        (
            *rules.reasons_against_asking(asked, happened_at=happened_at, at=at),
            *_reasons_of_place(asked, operation.area_id if operation else ""),
            *([rules.reason("future")] if happened_at > at else []),
        )
    )
    journal.take_turn()
    request = SupportRequest.objects.create(
        ref=refs.reference("SR", SupportRequest.objects.count() + 1),
        operation=operation,
        area_id=asked.area,
        asker_id=actor.unit_for(_P.SUPPORT_ASK, area=asked.area),
        what=asked.what.strip(),
        how_many=asked.how_many,
        where=asked.where.strip(),
        needed_at=asked.needed_at,
        why=asked.why.strip(),
        asked_at=at,
    )
    step = _step(actor, request, "ask", words=asked.why, happened_at=happened_at, at=at)
    _record(actor, _P.SUPPORT_ASK, request, [step], at=at)
    return request


@transaction.atomic
def approve_support(
    *, actor: Actor, request: str, reason: str, happened_at: datetime, at: datetime
) -> SupportRequest:
    """Approve a request, with the reason; not by the office that asked."""
    return _decide(actor, request, "approve", reason=reason, happened_at=happened_at, at=at)


@transaction.atomic
def decline_support(
    *, actor: Actor, request: str, reason: str, happened_at: datetime, at: datetime
) -> SupportRequest:
    """Decline a request, with the reason; not by the office that asked."""
    return _decide(actor, request, "decline", reason=reason, happened_at=happened_at, at=at)


@transaction.atomic
def withdraw_support(
    *, actor: Actor, request: str, reason: str, happened_at: datetime, at: datetime
) -> SupportRequest:
    """Take a request back before anybody is tasked: by the office that asked, with the reason."""
    found = _locked(request)
    actor.require(_P.SUPPORT_ASK, area=found.area_id)
    reasons = [*_reasons_against(found, "withdraw", happened_at=happened_at, at=at)]
    if found.asker is not None and not queries.is_asker(actor, found):
        reasons.append(rules.reason("not_asker", unit=found.asker.name))
    _refuse_for([*reasons, *_reasons_of_words(reason)])
    step = _advance(actor, found, "withdraw", words=reason, happened_at=happened_at, at=at)
    return _record(actor, _P.SUPPORT_ASK, found, [step], at=at)


@transaction.atomic
def task_unit(
    *,
    actor: Actor,
    request: str,
    standby: str,
    count: int,
    happened_at: datetime,
    at: datetime,
) -> SupportRequest:
    """Order so many of a unit on stand-by to a request; it may be a part of what was asked for.

    `standby` is the unit's code. Raises PermissionRefusedError, SupportRefusedError.
    """
    found = _locked(request)
    actor.require(_P.SUPPORT_TASK, area=found.area_id)
    locked = StandbyUnit.objects.select_for_update(of=("self",)).select_related("unit")
    unit = locked.filter(unit=standby).first()
    still_open = found.how_many - queries.tasked(found)
    act = "task_part" if count < still_open else "task"
    reasons = [*_reasons_against(found, act, happened_at=happened_at, at=at)]
    if unit is None:
        _refuse([*reasons, rules.reason("unknown_standby", unit=standby)])
    line = queries.line(unit)
    readiness = Readiness(unit.readiness)
    _refuse_for(
        (
            *reasons,
            *rules.reasons_against_tasking(
                unit.unit.name, readiness, free=line.free, count=count, still_open=still_open
            ),
        )
    )
    tasking = Tasking.objects.create(
        request=found, standby=unit, strength=count, ordered_at=happened_at
    )
    step = _advance(actor, found, act, happened_at=happened_at, at=at)
    return _record(actor, _P.SUPPORT_TASK, found, [step, tasking], at=at)


@transaction.atomic
def deploy_support(
    *, actor: Actor, request: str, happened_at: datetime, at: datetime
) -> SupportRequest:
    """Say that those who were tasked are there, and since when."""
    found = _locked(request)
    actor.require(_P.SUPPORT_TASK, area=found.area_id)
    _refuse_for(_reasons_against(found, "deploy", happened_at=happened_at, at=at))
    step = _advance(actor, found, "deploy", happened_at=happened_at, at=at)
    return _record(actor, _P.SUPPORT_TASK, found, [step], at=at)


@transaction.atomic
def stand_down_support(
    *, actor: Actor, request: str, reason: str, happened_at: datetime, at: datetime
) -> SupportRequest:
    """Stand those down who were tasked: by the army, or by the office that asked."""
    found = _locked(request)
    if not queries.is_asker(actor, found):
        actor.require(_P.SUPPORT_TASK, area=found.area_id)
    reasons = _reasons_against(found, "stand_down", happened_at=happened_at, at=at)
    _refuse_for((*reasons, *_reasons_of_words(reason)))
    step = _advance(actor, found, "stand_down", words=reason, happened_at=happened_at, at=at)
    return _record(actor, "support:request:stand_down", found, [step], at=at)


@transaction.atomic
def hand_back_support(
    *, actor: Actor, request: str, said: rules.HandedBack, happened_at: datetime, at: datetime
) -> SupportRequest:
    """Close a request: how many returned, what happened, and whether force was used."""
    found = _locked(request)
    actor.require(_P.SUPPORT_TASK, area=found.area_id)
    _refuse_for(
        (
            *_reasons_against(found, "hand_back", happened_at=happened_at, at=at),
            *rules.reasons_against_hand_back(said, sent=queries.tasked(found)),
        )
    )
    ending = HandBack.objects.create(
        request=found,
        returned=said.returned,
        happened=said.happened.strip(),
        force_used=bool(said.force_used),
        authoriser=said.authoriser.strip(),
        happened_at=happened_at,
        recorded_at=at,
    )
    step = _advance(actor, found, "hand_back", happened_at=happened_at, at=at)
    return _record(actor, "support:request:hand_back", found, [step, ending], at=at)


def _decide(
    actor: Actor, ref: str, act: str, *, reason: str, happened_at: datetime, at: datetime
) -> SupportRequest:
    found = _locked(ref)
    actor.require(_P.SUPPORT_APPROVE, area=found.area_id)
    reasons = [*_reasons_against(found, act, happened_at=happened_at, at=at)]
    if _is_own(actor, found):
        reasons.append(rules.reason("own_request"))
    _refuse_for([*reasons, *_reasons_of_words(reason)])
    step = _advance(actor, found, act, words=reason, happened_at=happened_at, at=at)
    return _record(actor, _P.SUPPORT_APPROVE, found, [step], at=at)


def _is_own(actor: Actor, request: SupportRequest) -> bool:
    """Tell whether a unit the actor has a seat in, or this very log-in, asked for it."""
    asked_by = request.steps.filter(act="ask", recorded_by=actor.key)
    return request.asker_id in actor.units or asked_by.exists()


def _locked(ref: str) -> SupportRequest:
    """Return the request, locked; SupportRequest.DoesNotExist if there is none."""
    every = SupportRequest.objects.select_for_update(of=("self",))
    return every.select_related("asker").get(ref=ref)


def _reasons_against(
    request: SupportRequest, act: str, *, happened_at: datetime, at: datetime
) -> tuple[Reason, ...]:
    return rules.reasons_against_step(
        request.ref,
        RequestState(request.state),
        act,
        happened_at=happened_at,
        since=queries.last_step(request).happened_at,
        at=at,
    )


def _reasons_of_words(text: str) -> list[Reason]:
    return [] if text.strip() else [rules.reason("no_words")]


def _reasons_of_place(asked: rules.Asked, lies_in: str) -> list[Reason]:
    """Find what is named and not known; `lies_in` is the area of the operation, if it is seen."""
    area = place_names([asked.area]).get(asked.area)
    if area is None:
        return [rules.reason("unknown_area", area=asked.area)]
    if asked.operation and not lies_in:
        return [rules.reason("unknown_operation", ref=asked.operation)]
    if lies_in and not places.covers(asked.area, lies_in):
        return [rules.reason("operation_elsewhere", ref=asked.operation, area=area)]
    return []


def _refuse_for(reasons: Iterable[Reason]) -> None:
    if found := tuple(reasons):
        _refuse(found)


def _refuse(reasons: Iterable[Reason]) -> NoReturn:
    raise SupportRefusedError(reasons)


def _advance(
    actor: Actor,
    request: SupportRequest,
    act: str,
    *,
    words: str = "",
    happened_at: datetime,
    at: datetime,
) -> RequestStep:
    request.state = rules.REQUEST.after(RequestState(request.state), act)
    request.save(update_fields=["state"])
    return _step(actor, request, act, words=words, happened_at=happened_at, at=at)


def _step(
    actor: Actor,
    request: SupportRequest,
    act: str,
    *,
    words: str,
    happened_at: datetime,
    at: datetime,
) -> RequestStep:
    return RequestStep.objects.create(
        request=request,
        act=act,
        state=request.state,
        words=words.strip(),
        unit_id=queries.office_of(actor, request, act),
        happened_at=happened_at,
        recorded_at=at,
        recorded_by=actor.key,
    )


def _record(
    actor: Actor, kind: str, request: SupportRequest, rows: list[Model], *, at: datetime
) -> SupportRequest:
    journal.record(actor=actor.key, kind=kind, subject=request.ref, at=at, wrote=[request, *rows])
    return request
