"""Reads of operations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from samaki.ground.access.rules import Permission
from samaki.ground.places.rules import province_of
from samaki.systems.operations import rules
from samaki.systems.operations.models import Operation, Result, Target

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from django.db.models import QuerySet

    from samaki.ground.access.actors import Actor


def operations(eyes: Actor) -> QuerySet[Operation]:
    """Return the operations in the areas the actor may see, newest first."""
    return (
        Operation.objects.filter(_within(eyes, "area"))
        .select_related("area", "lead_unit")
        .prefetch_related("targets__site", "targets__custodian", "targets__result")
    )


def target(ref: str) -> Target:
    """Return a target by its reference (`OP-7K3Q/2`); Target.DoesNotExist if there is none."""
    operation, _, number = ref.partition("/")
    if not number.isdecimal():
        raise Target.DoesNotExist
    return Target.objects.select_related("operation").get(
        operation__ref=operation, number=int(number)
    )


def raided_without_figure(*, known_at: datetime) -> frozenset[str]:
    """Return the provinces with a raid on record of which nobody gave a figure."""
    rows = Target.objects.filter(
        state=rules.TargetState.RAIDED_NO_FIGURE, result__recorded_at__lte=known_at
    )
    areas = rows.values_list("operation__area_id", flat=True)
    return frozenset(province for area in areas if (province := province_of(area)))


def seen_target(eyes: Actor, ref: str) -> Target | None:
    """Return a target in an area the actor may see, or None."""
    operation, _, number = ref.partition("/")
    seen = Target.objects.filter(_within(eyes, "operation__area"))
    every = seen.select_related("operation", "site", "custodian")
    return every.filter(operation__ref=operation, number=int(number)).first()


def intake_refs(operations: Iterable[Operation]) -> list[str]:
    """Return the references of the intakes that hold the people of these operations."""
    targets = (target for operation in operations for target in operation.targets.all())
    return [ref for target in targets if (ref := intake_ref(target))]


def intake_ref(target: Target) -> str:
    """Return the reference of a target's intake; empty without a figure or a result."""
    result: Result | None = getattr(target, "result", None)
    return result.intake_ref if result else ""


def _within(eyes: Actor, field: str) -> Q:
    found = Q(pk__in=[])
    for area in eyes.areas(Permission.OPERATION_SEE):
        found |= Q(**{field: area}) | Q(**{f"{field}__code__startswith": f"{area}-"})
    return found
