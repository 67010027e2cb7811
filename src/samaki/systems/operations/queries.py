"""Reads of operations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from samaki.ground.access.rules import Permission
from samaki.systems.operations.models import Operation, Target

if TYPE_CHECKING:
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


def _within(eyes: Actor, field: str) -> Q:
    found = Q(pk__in=[])
    for area in eyes.areas(Permission.OPERATION_SEE):
        found |= Q(**{field: area}) | Q(**{f"{field}__code__startswith": f"{area}-"})
    return found
