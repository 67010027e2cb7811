"""The only writer of operations and their results."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from samaki.ground.access.rules import Permission
from samaki.ground.heads.words import Said
from samaki.ground.journal import services as journal
from samaki.ground.sites.models import Site
from samaki.ground.wording import RefusedError
from samaki.kernel import refs
from samaki.systems.custody.services.intakes import take_in
from samaki.systems.operations import queries, rules
from samaki.systems.operations.models import Operation, Result, Target

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from samaki.ground.access.actors import Actor
    from samaki.ground.agencies.services import Name
    from samaki.kernel.ledger import Cells


class PlanRefusedError(RefusedError):
    """The operation cannot be planned so. Carries every reason."""


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
    reasons = rules.reasons_against_plan([aim.site for aim in plan.aims], plan.title.en)
    sites = {site.ref: site for site in Site.objects.filter(ref__in=[a.site for a in plan.aims])}
    unknown = tuple(
        rules.reason("unknown_site", site=aim.site) for aim in plan.aims if aim.site not in sites
    )
    if reasons or unknown:
        raise PlanRefusedError((*reasons, *unknown))
    journal.take_turn()
    operation = Operation.objects.create(
        ref=refs.reference("OP", Operation.objects.count() + 1),
        title_en=plan.title.en,
        title_km=plan.title.km,
        area_id=plan.area,
        lead_unit_id=plan.lead_unit,
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
    locked = _awaiting_result(actor, target)
    intake = take_in(
        actor=actor,
        unit=locked.custodian_id,
        cells=cells,
        legal_basis=legal_basis,
        because=locked.ref,
        happened_at=happened_at,
        at=at,
    )
    return _close(actor, locked, intake_ref=str(intake.ref), happened_at=happened_at, at=at)


@transaction.atomic
def record_raid_without_figure(
    *, actor: Actor, target: str, happened_at: datetime, at: datetime
) -> Result:
    """Record that a target was raided and no figure was given for it: said, not left out.

    Raises Target.DoesNotExist, ResultRefusedError.
    """
    locked = _awaiting_result(actor, target)
    if happened_at > at:
        said = _("That moment has not come yet. Enter when it was raided.")
        raise ResultRefusedError(Said(said, argument="happened_at"))
    return _close(actor, locked, intake_ref="", happened_at=happened_at, at=at)


def _awaiting_result(actor: Actor, ref: str) -> Target:
    target = queries.target(ref)
    actor.require(Permission.RESULT_RECORD, area=target.operation.area_id)
    locked = Target.objects.select_for_update().select_related("operation").get(pk=target.pk)
    known = Result.objects.filter(target=locked).first()
    if known is not None:
        raise ResultRefusedError(Said(_known(known)))
    return locked


def _known(result: Result) -> str:
    if not result.intake_ref:
        return _("This target is on record already: raided, without a figure.")
    said = _("This target was counted as %(ref)s. A slip is corrected there, by a new entry.")
    return said % {"ref": result.intake_ref}


def _close(
    actor: Actor, target: Target, *, intake_ref: str, happened_at: datetime, at: datetime
) -> Result:
    counted = rules.TargetState.COUNTED if intake_ref else rules.TargetState.RAIDED_NO_FIGURE
    target.state = counted
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
