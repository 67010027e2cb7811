"""The only writer of operations and their results."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from samaki.ground import wording
from samaki.ground.access.rules import Permission
from samaki.ground.agencies.models import Unit
from samaki.ground.heads.words import Said
from samaki.ground.journal import services as journal
from samaki.ground.places import rules as places
from samaki.ground.places.queries import names as place_names
from samaki.ground.sites.models import Site
from samaki.ground.sites.services import mark_raided
from samaki.ground.wording import RefusedError
from samaki.kernel import refs
from samaki.systems.claims import queries as claims
from samaki.systems.custody.services.intakes import take_in
from samaki.systems.operations import queries, rules
from samaki.systems.operations.models import ClaimLink, Operation, Result, Target

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from samaki.ground.access.actors import Actor
    from samaki.ground.agencies.services import Name
    from samaki.kernel.ledger import Cells
    from samaki.kernel.reasons import Reason


# What a reason is about: a field of the plan.
_ARGUMENTS = {
    "no_title": "title_en",
    "no_site": "site-1",
    "far_hour": "hour",
    "unknown_area": "area",
}


class PlanRefusedError(RefusedError):
    """The operation cannot be planned so. Carries every reason."""

    @property
    def said(self) -> tuple[Said, ...]:
        """The reasons in the reader's language, each with what it is about, for a form."""
        return tuple(
            Said(wording.sentence(reason), _ARGUMENTS.get(reason.code)) for reason in self.reasons
        )


class ResultRefusedError(Exception):
    """The target cannot be given this result. Carries every reason."""

    def __init__(self, *said: Said) -> None:
        super().__init__(" ".join(reason.sentence for reason in said))
        self.said = said


@dataclass(frozen=True, slots=True)
class Aim:
    """A site's reference, and the code of the unit that answers for the people found there."""

    site: str
    custodian: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What is planned: title, area, leading unit, hour, and the targets in order."""

    title: Name
    area: str
    lead_unit: str
    hour: datetime
    aims: Sequence[Aim]


@transaction.atomic
def plan_operation(*, actor: Actor, plan: Plan, at: datetime) -> Operation:
    """Plan an operation over one or more sites at one hour."""
    actor.require(Permission.OPERATION_PLAN, area=plan.area)
    sites = {site.ref: site for site in Site.objects.filter(ref__in=[a.site for a in plan.aims])}
    reasons = (
        *rules.reasons_against_plan(
            [aim.site for aim in plan.aims],
            plan.title.en or plan.title.km,
            custodians=[aim.custodian for aim in plan.aims],
            hour=plan.hour,
            at=at,
        ),
        *_reasons_against_aims(plan, sites),
    )
    if reasons:
        raise PlanRefusedError(reasons)
    journal.take_turn()
    operation = Operation.objects.create(
        ref=refs.reference("OP", Operation.objects.count() + 1),
        title_en=plan.title.en.strip() or plan.title.km.strip(),
        title_km=plan.title.km.strip() or plan.title.en.strip(),
        area_id=plan.area,
        lead_unit_id=plan.lead_unit,
        planner_id=actor.unit_for(Permission.OPERATION_PLAN, area=plan.area, prefer=plan.lead_unit),
        hour=plan.hour,
        planned_at=at,
    )
    targets = [
        Target.objects.create(
            operation=operation, number=number, site=sites[aim.site], custodian_id=aim.custodian
        )
        for number, aim in enumerate(plan.aims, start=1)
    ]
    journal.record(
        actor=actor.key,
        kind=Permission.OPERATION_PLAN,
        subject=operation.ref,
        at=at,
        wrote=[operation, *targets],
    )
    return operation


@transaction.atomic
def record_result(
    *,
    actor: Actor,
    target: str,
    cells: Cells,
    legal_basis: str,
    happened_at: datetime,
    at: datetime,
) -> Result:
    """Record who was found at a target: the heads are taken in by its custodian.

    `target` is its reference. Raises what custody's `take_in` raises, Target.DoesNotExist, and
    ResultRefusedError when the target has a result.
    """
    locked = _awaiting_result(actor, target, at=at)
    intake = take_in(
        actor=actor,
        unit=locked.custodian_id,
        cells=cells,
        legal_basis=legal_basis,
        because=locked.ref,
        happened_at=happened_at,
        at=at,
    )
    counted = rules.TargetState.COUNTED
    return _close(
        actor, locked, counted, happened_at=happened_at, at=at, intake_ref=str(intake.ref)
    )


@transaction.atomic
def record_raid_without_figure(
    *, actor: Actor, target: str, happened_at: datetime, at: datetime
) -> Result:
    """Record that a target was raided and no figure was given for it: said, not left out.

    Raises Target.DoesNotExist, ResultRefusedError.
    """
    state = rules.TargetState.RAIDED_NO_FIGURE
    return _close_empty(actor, target, state, happened_at=happened_at, at=at)


@transaction.atomic
def record_none_found(*, actor: Actor, target: str, happened_at: datetime, at: datetime) -> Result:
    """Record that a target was raided and nobody was there: a result, and not a missing figure.

    Raises Target.DoesNotExist, ResultRefusedError.
    """
    state = rules.TargetState.NONE_FOUND
    return _close_empty(actor, target, state, happened_at=happened_at, at=at)


def _reasons_against_aims(plan: Plan, sites: dict[str, Site]) -> Iterator[Reason]:
    """Find what the plan names and we do not know, or what lies elsewhere."""
    area = place_names([plan.area]).get(plan.area)
    if area is None:
        yield rules.reason("unknown_area", area=plan.area)
    for ref in dict.fromkeys(aim.site for aim in plan.aims if aim.site):
        if ref not in sites:
            yield rules.reason("unknown_site", site=ref)
        elif not places.covers(plan.area, sites[ref].area_id):
            yield rules.reason("elsewhere", site=ref, area=area or plan.area)
    named = dict.fromkeys([plan.lead_unit, *(a.custodian for a in plan.aims if a.custodian)])
    known = set(Unit.objects.filter(code__in=named).values_list("code", flat=True))
    yield from (rules.reason("unknown_unit", unit=unit) for unit in named if unit not in known)


def _awaiting_result(actor: Actor, ref: str, *, at: datetime) -> Target:
    """Return the target, locked with its site; DoesNotExist to who may not know of it yet."""
    target = queries.target(ref)
    actor.require(Permission.RESULT_RECORD, area=target.operation.area_id)
    if not queries.open_to(actor, at=at).filter(pk=target.operation_id).exists():
        raise Target.DoesNotExist
    every = Target.objects.select_for_update(of=("self", "site"))
    locked = every.select_related("operation", "site").get(pk=target.pk)
    known = Result.objects.filter(target=locked).first()
    if known is not None:
        raise ResultRefusedError(Said(_known(locked.state, known)))
    hour = locked.operation.hour
    if hour > at:  # a figure would open the plan to everybody in the area
        raise ResultRefusedError(Said(wording.sentence(rules.reason("before_hour", hour=hour))))
    return locked


def _known(state: str, result: Result) -> str:
    if result.intake_ref:
        return wording.sentence(rules.reason("counted", ref=result.intake_ref))
    code = "none_found" if state == rules.TargetState.NONE_FOUND else "no_figure"
    return wording.sentence(rules.reason(code))


def _close_empty(
    actor: Actor, ref: str, state: rules.TargetState, *, happened_at: datetime, at: datetime
) -> Result:
    locked = _awaiting_result(actor, ref, at=at)
    if happened_at > at:
        said = wording.sentence(rules.reason("not_reached"))
        raise ResultRefusedError(Said(said, argument="happened_at"))
    return _close(actor, locked, state, happened_at=happened_at, at=at)


def _close(
    actor: Actor,
    target: Target,
    state: rules.TargetState,
    *,
    happened_at: datetime,
    at: datetime,
    intake_ref: str = "",
) -> Result:
    """Write the result, and say of the site that it was raided."""
    mark_raided(
        actor=actor, site=target.site.ref, target=target.ref, happened_at=happened_at, at=at
    )
    target.state = state
    target.save(update_fields=["state"])
    result = Result.objects.create(
        target=target,
        intake_ref=intake_ref,
        happened_at=happened_at,
        recorded_at=at,
        recorded_by=actor.key,
    )
    journal.record(
        actor=actor.key,
        kind=Permission.RESULT_RECORD,
        subject=target.ref,
        at=at,
        wrote=[target, result],
    )
    return result


class LinkRefusedError(RefusedError):
    """A claim cannot be linked so. Carries every reason."""


@transaction.atomic
def link_claim(
    *, actor: Actor, claim_ref: str, operation: str, is_same: bool, words: str = "", at: datetime
) -> ClaimLink:
    """Record that a claim is of an operation, or why it is not; it moves no figure.

    Raises Claim.DoesNotExist, Operation.DoesNotExist (also where the actor may not know of it),
    PermissionRefusedError, LinkRefusedError.
    """
    actor.require(Permission.CLAIM_JUDGE)
    claim = claims.claim(claim_ref)
    found = queries.open_to(actor, at=at).get(ref=operation)
    state = claims.state(claim).value
    if reasons := rules.reasons_against_link(is_same=is_same, words=words, state=state):
        raise LinkRefusedError(reasons)
    written = ClaimLink.objects.create(
        operation=found,
        claim_ref=claim.ref,
        is_same=is_same,
        words=words.strip()[:400],
        decided_by=actor.key,
        decided_at=at,
    )
    journal.record(
        actor=actor.key, kind="operations:claim:link", subject=claim.ref, at=at, wrote=[written]
    )
    return written
