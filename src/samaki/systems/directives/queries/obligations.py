"""Reads of obligations: worst first, by office, by province, with what was returned under each."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Case, IntegerField, Prefetch, Q, Value, When
from django.db.models import F as Column

from samaki.ground import wording
from samaki.ground.access.rules import Permission
from samaki.ground.agencies import queries as agencies
from samaki.ground.places import queries as places
from samaki.ground.places.rules import province_of
from samaki.systems.directives import rules
from samaki.systems.directives.models import Clause, Obligation, ProvinceReturn
from samaki.systems.directives.rules import ObligationState

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import date, datetime, timedelta

    from django.db.models import QuerySet

    from samaki.ground.access.actors import Actor
    from samaki.ground.agencies.models import Post
    from samaki.ground.places.models import Area

OVERDUE = "overdue"  # what is looked for beside the states
NO_RETURN, NIL_RETURN, RETURNED = "no_return", "nil_return", "returned"
_S = ObligationState


@dataclass(frozen=True, slots=True)
class Line:
    """An obligation as a list shows it: how it stands at a moment, and its newest return."""

    obligation: Obligation
    is_overdue: bool
    overdue_for: timedelta | None
    newest: ProvinceReturn | None

    @property
    def returned(self) -> str:
        """Whether nothing, nil or something was returned."""
        if self.newest is None:
            return NO_RETURN
        return NIL_RETURN if self.newest.is_nil else RETURNED

    @property
    def key(self) -> str:
        """What it counts as: overdue, or its state."""
        return OVERDUE if self.is_overdue else self.obligation.state


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list is narrowed to; empty is all."""

    clause: str = ""  # D-7K3Q/1
    state: str = ""  # a state, or overdue
    area: str = ""  # a province


@dataclass(frozen=True, slots=True)
class Setting:
    """What an office set for a clause at a moment: a due time or none, for so many posts."""

    office: object
    set_at: datetime
    due_at: datetime | None
    posts: int


@dataclass(frozen=True, slots=True)
class Tally:
    """How the obligations of a clause stand, and what was set for it that is not in the order."""

    total: int
    counts: dict[str, int]
    settings: tuple[Setting, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """A province's obligations, counted by how they stand, and what came back."""

    area: Area
    total: int
    counts: dict[str, int]
    returned: str
    returns: int


def seen(eyes: Actor) -> QuerySet[Obligation]:
    """Return the obligations of the posts in the areas the actor may see."""
    within = Q(pk__in=[])
    for area in eyes.areas(Permission.DIRECTIVE_SEE):
        within |= Q(post__unit__area=area) | Q(post__unit__area__code__startswith=f"{area}-")
    return (
        Obligation.objects.filter(within)
        .select_related("clause__directive", "clause__terms", "post__unit__area", "office")
        .prefetch_related(
            Prefetch("returns", ProvinceReturn.objects.select_related("superseded_by"))
        )
    )


def listed(eyes: Actor, wanted: Wanted, *, at: datetime) -> QuerySet[Obligation]:
    """Return the obligations wanted, worst first: lapsed, overdue, then what is due next."""
    found = seen(eyes).annotate(worst=_worst(at))
    if wanted.clause:
        directive, _, number = wanted.clause.partition("/")
        found = found.filter(
            clause__directive__ref=directive,
            clause__number=wording.whole(number) or 0,
        )
    if wanted.state == OVERDUE:
        found = found.filter(_overdue(at))
    elif wanted.state:
        found = found.filter(state=wanted.state).exclude(_overdue(at))
    if wanted.area:
        found = found.filter(post__unit__area=wanted.area)
    return found.order_by("worst", Column("due_at").asc(nulls_last=True), "clause", "post")


def of_offices(units: Collection[str], *, at: datetime) -> QuerySet[Obligation]:
    """Return what the posts of these units have to do, due first; what is over comes last."""
    is_over = Case(
        When(state__in=[_S.MET, _S.WAIVED], then=Value(2)),
        When(state__in=[_S.BREACHED, _S.ANSWERED], then=Value(1)),
        default=Value(0),
        output_field=IntegerField(),
    )
    return (
        Obligation.objects.filter(post__unit__in=units)
        .select_related("clause__directive", "clause__terms", "post__unit__area", "office")
        .prefetch_related(
            Prefetch("returns", ProvinceReturn.objects.select_related("superseded_by"))
        )
        .annotate(worst=_worst(at), over=is_over)
        .order_by("over", Column("due_at").asc(nulls_last=True), "clause", "post")
    )


def waiting_for(actor: Actor, *, at: datetime) -> tuple[int, bool]:
    """Return how many obligations wait for the actor's office, and whether one is overdue."""
    offices = actor.units_for(Permission.OBLIGATION_ACKNOWLEDGE)
    found = Obligation.objects.filter(post__unit__in=offices, state__in=rules.OPEN)
    due = list(found.values_list("due_at", flat=True))
    return len(due), any(rules.is_late(moment, at=at) for moment in due)


def to_judge(eyes: Actor) -> int:
    """Return how many obligations have a return that waits to be judged."""
    return seen(eyes).filter(state=_S.ANSWERED).count()


def lines(found: Iterable[Obligation], *, at: datetime) -> list[Line]:
    """Return obligations as a list shows them, in the order given."""
    return [line(each, at=at) for each in found]


def line(obligation: Obligation, *, at: datetime) -> Line:
    """Return how one obligation stands at a moment."""
    is_overdue = rules.is_overdue(obligation.state, obligation.due_at, at=at)
    return Line(
        obligation,
        is_overdue,
        at - obligation.due_at if is_overdue and obligation.due_at else None,
        newest_return(obligation),
    )


def tallies(eyes: Actor, directive: str, *, at: datetime) -> dict[int, Tally]:
    """Return how each clause's obligations stand, by the clause's number."""
    found: dict[int, list[Obligation]] = {}
    for each in seen(eyes).filter(clause__directive__ref=directive):
        found.setdefault(each.clause.number, []).append(each)
    return {number: _tally(every, at) for number, every in found.items()}


def scorecard(eyes: Actor, *, at: datetime) -> list[Score]:
    """Return every province the actor may see with how its obligations stand, worst first."""
    by_area: dict[str, list[Line]] = {}
    for each in lines(seen(eyes), at=at):
        by_area.setdefault(province_of(each.obligation.post.unit.area_id) or "", []).append(each)
    areas = places.within(eyes.areas(Permission.DIRECTIVE_SEE)).filter(level="province")
    scores = [_score(area, by_area.get(area.code, [])) for area in areas]
    return sorted(scores, key=lambda s: (rules.worst_first(s.counts.items()), s.area.code))


def obligation(eyes: Actor, ref: str) -> Obligation | None:
    """Return an obligation the actor may see, with its path and returns, or None."""
    return (
        seen(eyes)
        .prefetch_related("path__about", "path__office", "returns__office")
        .filter(ref=ref)
        .first()
    )


def clause(directive: str, number: int) -> Clause | None:
    """Return a clause by its directive's reference and its number, or None."""
    found = Clause.objects.select_related("directive")
    return found.filter(directive__ref=directive, number=number).first()


def addressed(kinds: Sequence[str], areas: Sequence[str] | None) -> list[Post]:
    """Return the posts of these kinds in these provinces (None: in all), by code."""
    wanted = [kind for kind in kinds if kind in rules.ADDRESSEES]
    found = agencies.posts().filter(kind__in=wanted)
    return list(found if areas is None else found.filter(unit__area__in=areas))


def unknown(areas: Sequence[str] | None) -> list[str]:
    """Return those of the codes that name no province."""
    known = set(places.provinces().values_list("code", flat=True)) if areas else set()
    return [area for area in areas or () if area not in known]


def bound(clause: Clause, posts: Sequence[Post]) -> list[rules.Bound]:
    """Return which of the posts the clause binds already."""
    found = Obligation.objects.filter(clause=clause, post__in=posts).select_related("post")
    return [rules.Bound(each.post, each.ref) for each in found]


def current_return(obligation: Obligation, day: date) -> ProvinceReturn | None:
    """Return what stands for a day: the return that no correction replaced."""
    return obligation.returns.filter(day=day, superseded_by__isnull=True).first()


def return_of(obligation: Obligation, ref: str) -> ProvinceReturn | None:
    """Return the obligation's return of that reference, or None."""
    return obligation.returns.select_related("superseded_by").filter(ref=ref).first()


def newest_return(obligation: Obligation) -> ProvinceReturn | None:
    """Return the return of the newest day that stands uncorrected, or None."""
    standing = [each for each in obligation.returns.all() if not is_superseded(each)]
    return max(standing, key=lambda each: (each.day, each.pk), default=None)


def is_superseded(filed: ProvinceReturn) -> bool:
    """Tell whether a correction replaced the return."""
    return getattr(filed, "superseded_by", None) is not None


def overdue(*, at: datetime) -> list[str]:
    """Return the references of all that is overdue, oldest due time first."""
    found = Obligation.objects.filter(_overdue(at)).order_by("due_at", "pk")
    return list(found.values_list("ref", flat=True))


def _overdue(at: datetime) -> Q:
    return Q(state__in=rules.OPEN, due_at__lt=at)


def _worst(at: datetime) -> Case:
    return Case(
        When(state=_S.BREACHED, then=Value(0)),
        When(_overdue(at), then=Value(1)),
        When(state=_S.ANSWERED, then=Value(2)),
        When(state=_S.DECLINED, then=Value(3)),
        When(state=_S.WAITING, then=Value(4)),
        When(state=_S.ACKNOWLEDGED, then=Value(5)),
        default=Value(6),
        output_field=IntegerField(),
    )


def _tally(found: list[Obligation], at: datetime) -> Tally:
    counts = Counter(each.key for each in lines(found, at=at))
    groups = Counter((each.office_id, each.set_at, each.due_at) for each in found)
    offices = {each.office_id: each.office for each in found}
    settings = [
        Setting(offices[office], set_at, due_at, posts)
        for (office, set_at, due_at), posts in groups.items()
    ]
    return Tally(len(found), dict(counts), tuple(sorted(settings, key=lambda s: s.set_at)))


def _score(area: Area, found: list[Line]) -> Score:
    counts = Counter(each.key for each in found)
    returned = {each.returned for each in found}
    said = RETURNED if RETURNED in returned else NIL_RETURN if NIL_RETURN in returned else NO_RETURN
    returns = sum(each.newest is not None for each in found)
    return Score(area, len(found), dict(counts), said, returns)
