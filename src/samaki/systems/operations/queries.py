"""Reads of operations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from samaki.ground.access.rules import Permission
from samaki.ground.places.rules import province_of
from samaki.systems.operations import rules
from samaki.systems.operations.models import Operation, Target

if TYPE_CHECKING:
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


def _within(eyes: Actor, field: str) -> Q:
    found = Q(pk__in=[])
    for area in eyes.areas(Permission.OPERATION_SEE):
        found |= Q(**{field: area}) | Q(**{f"{field}__code__startswith": f"{area}-"})
    return found
