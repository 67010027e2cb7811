"""Reads of operations. Until its hour a plan is seen by nobody but the units that are on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from samaki.ground.access.rules import Permission
from samaki.ground.places.rules import province_of
from samaki.systems.operations import rules
from samaki.systems.operations.models import Operation, Result, Target

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime

    from django.db.models import QuerySet

    from samaki.ground.access.actors import Actor
    from samaki.ground.sites.models import Site


def open_to(eyes: Actor, *, at: datetime) -> QuerySet[Operation]:
    """Return the operations the actor may know of at a moment: the one door to all of them.

    In the areas of the actor's permission, those whose hour has come or that have a result; before
    that, only those which the actor's unit there planned, leads, or answers for the people of.
    """
    has_result = Exists(Result.objects.filter(target__operation=OuterRef("pk")))
    known = Q(hour__lte=at) | Q(has_result)
    open_ones = Q(pk__in=[])
    for area in eyes.areas(Permission.OPERATION_SEE):
        within = Q(area=area) | Q(area__code__startswith=f"{area}-")
        offices = eyes.units_for(Permission.OPERATION_SEE, area=area)
        open_ones |= within & (known | _concerning(offices))
    return Operation.objects.filter(open_ones)


def _concerning(units: Collection[str]) -> Q:
    custodian = Target.objects.filter(operation=OuterRef("pk"), custodian__in=units)
    return Q(lead_unit__in=units) | Q(planner__in=units) | Q(Exists(custodian))


def operations(eyes: Actor, *, at: datetime) -> QuerySet[Operation]:
    """Return the operations the actor may know of, newest first."""
    return (
        open_to(eyes, at=at)
        .select_related("area", "lead_unit", "planner")
        .prefetch_related("targets__site", "targets__custodian", "targets__result")
    )


def operation(eyes: Actor, ref: str, *, at: datetime) -> Operation | None:
    """Return an operation the actor may know of, or None."""
    return operations(eyes, at=at).filter(ref=ref).first()


def of_site(eyes: Actor, site: Site, *, at: datetime) -> list[Target]:
    """Return the targets at a site in operations the actor may know of, newest first."""
    seen = Target.objects.filter(site=site, operation__in=open_to(eyes, at=at))
    every = seen.select_related("operation", "custodian", "site", "result")
    return list(every.order_by("-operation__hour", "-pk"))


def target(ref: str) -> Target:
    """Return a target by its reference (`OP-7K3Q/2`); Target.DoesNotExist if there is none.

    For verbs, which decide who may act; a page asks `seen_target`.
    """
    operation, _, number = ref.partition("/")
    if not number.isdecimal():
        raise Target.DoesNotExist
    return Target.objects.select_related("operation").get(
        operation__ref=operation, number=int(number)
    )


def seen_target(eyes: Actor, ref: str, *, at: datetime) -> Target | None:
    """Return a target of an operation the actor may know of, or None."""
    operation, _, number = ref.partition("/")
    seen = Target.objects.filter(operation__in=open_to(eyes, at=at))
    every = seen.select_related("operation", "site", "custodian")
    return every.filter(operation__ref=operation, number=int(number)).first()


def raided_without_figure(*, known_at: datetime) -> frozenset[str]:
    """Return the provinces with a raid on record of which nobody gave a figure."""
    rows = Target.objects.filter(
        state=rules.TargetState.RAIDED_NO_FIGURE, result__recorded_at__lte=known_at
    )
    areas = rows.values_list("operation__area_id", flat=True)
    return frozenset(province for area in areas if (province := province_of(area)))


def intake_refs(operations: Iterable[Operation]) -> list[str]:
    """Return the references of the intakes that hold the people of these operations."""
    targets = (target for operation in operations for target in operation.targets.all())
    return [ref for target in targets if (ref := intake_ref(target))]


def intake_ref(target: Target) -> str:
    """Return the reference of a target's intake; empty without a figure or a result."""
    found = result(target)
    return found.intake_ref if found else ""


def result(target: Target) -> Result | None:
    """Return what a target gave, or None while it waits."""
    found: Result | None = getattr(target, "result", None)
    return found
