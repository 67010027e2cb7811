"""Reads of operations. Until its hour a plan is seen by nobody but the units that are on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from samaki.ground.access.rules import Permission
from samaki.ground.places.rules import province_of
from samaki.systems.claims import queries as claims
from samaki.systems.custody.queries.books import Moments
from samaki.systems.custody.queries.intakes import counted
from samaki.systems.operations import rules
from samaki.systems.operations.models import ClaimLink, Operation, Result, Target

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from django.db.models import QuerySet

    from samaki.ground.access.actors import Actor
    from samaki.ground.sites.models import Site
    from samaki.kernel.ledger import Cell
    from samaki.systems.claims.queries import Quote
    from samaki.systems.claims.rules import Stated


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


@dataclass(frozen=True, slots=True)
class Suggested:
    """An operation that a claim may be of: what speaks for and against, and what a person said."""

    operation: Operation
    likeness: rules.Likeness
    link: ClaimLink | None


@dataclass(frozen=True, slots=True)
class Linked:
    """A claim that a person said is of an operation, in its words."""

    ref: str
    source_title: str
    quote: Quote
    link: ClaimLink


MOST_SUGGESTED = 8


def suggested(eyes: Actor, said: Stated, *, at: datetime) -> tuple[Suggested, ...]:
    """Return the operations a claim may be of, most likely first; what was linked is among them."""
    heard = _heard(said)
    links = {link.operation_id: link for link in ClaimLink.objects.filter(claim_ref=said.ref)}
    found = []
    near = list(_near(operations(eyes, at=at), heard, links))
    taken = counted(intake_refs(near), Moments(at, at))
    for each in near:
        alike = rules.likeness(heard, _known(each, taken))
        link = links.get(each.pk)
        if alike is not None or link is not None:
            none = rules.Likeness(0, (), ())
            found.append(Suggested(each, alike or none, link))
    found.sort(key=lambda one: (one.link is None, -one.likeness.weight, one.operation.ref))
    return tuple(found[:MOST_SUGGESTED])


def linked(operation: Operation) -> tuple[Linked, ...]:
    """Return the claims that a person said are of an operation, by the newest word on each.

    A rejected one is left out; of a corrected one the correction is shown.
    """
    newest = {link.claim_ref: link for link in operation.claims.all()}
    found = []
    for ref, link in newest.items():
        claim = claims.find(ref) if link.is_same else None
        while claim is not None and (mended := claims.corrected_by(claim)) is not None:
            claim = mended
        if claim is not None and claims.state(claim) != "rejected":
            quote = claims.quote(claim)
            found.append(Linked(claim.ref, claim.source.title, quote, link))
    return tuple(found)


def _near(
    found: QuerySet[Operation], heard: rules.Heard, links: Mapping[int, ClaimLink]
) -> QuerySet[Operation]:
    """Return the operations of the days said, a day more on either side, and those linked."""
    if heard.last is None:
        return found
    day = timedelta(days=1)
    begin, end = heard.first or heard.last, heard.last
    if begin.year <= rules.FIRST_YEAR or end.year >= rules.LAST_YEAR:
        return found.filter(pk__in=list(links))  # a slip of the year: nothing was then
    first = datetime.combine(begin - day, time.min, UTC) - day
    last = datetime.combine(end + day, time.max, UTC) + day
    return found.filter(Q(hour__range=(first, last)) | Q(pk__in=list(links)))


def _heard(said: Stated) -> rules.Heard:
    return rules.Heard(
        provinces=frozenset(said.provinces),
        nationalities=frozenset(said.nationalities),
        first=said.since,
        last=said.day,
        low=said.low,
        is_running=said.agg == "cumulative",
    )


def _known(operation: Operation, taken: Mapping[str, Mapping[Cell, int]]) -> rules.Known:
    refs = intake_refs([operation])
    heads = rules.together(taken[ref] for ref in refs if ref in taken)
    return rules.Known(
        province=province_of(operation.area_id) or operation.area_id,
        day=timezone.localtime(operation.hour).date(),
        nationalities=frozenset(cell.nationality for cell in heads if cell.nationality),
        count=sum(heads.values()) if heads else None,
    )
