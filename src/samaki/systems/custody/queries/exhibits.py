"""Reads of exhibits: what, under which seal, where now, in the areas the actor may see.

Seen where a thing was found, and where it lies now.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from samaki.ground.access.rules import Permission
from samaki.ground.sites.queries import seen
from samaki.systems.custody import rules
from samaki.systems.custody.models import Exhibit, ThingBalance, ThingMovement, ThingPosting
from samaki.systems.custody.queries import books
from samaki.systems.custody.rules.exhibits import ThingAccountKind, counted_by_two

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from django.db.models import QuerySet

    from samaki.ground.access.actors import Actor
    from samaki.ground.sites.models import Site
    from samaki.systems.custody.models import SealChange, ThingAccount, ThingCount
    from samaki.systems.custody.queries.books import Moments

_SEE = Permission.EXHIBIT_SEE


@dataclass(frozen=True, slots=True)
class ExhibitLine:
    """An exhibit as other systems may know it; `key` is what they point at it with.

    `seal` is the one on it now, `unit` the name of the place where it is, empty if it is in none:
    it was opened, or its entry reversed. `holder_area` is that place's area, `store` the reference
    of that place if it is a unit's store. `missing` pieces are unaccounted for. `open_count` is the
    reference of a count that differs and that nobody explained, or empty.
    """

    key: int
    ref: str
    kind: str
    description: str
    seal: str
    site: str
    site_name: str
    area: str
    unit: str
    holder_kind: str
    holder_area: str
    store: str
    pieces: int
    held: int
    missing: int
    is_counted_twice: bool
    open_count: str
    person: str
    bundle: str
    because: str
    happened_at: datetime
    recorded_at: datetime
    seized_by: str

    @property
    def may_leave(self) -> bool:
        """Whether nothing of its counts keeps it from being sent, returned or destroyed."""
        return self.is_counted_twice and not self.open_count

    @property
    def kind_name(self) -> str:
        """What it is, in the reader's language."""
        return _(rules.EXHIBIT_WORDINGS[self.kind])


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of an exhibit at a moment: where how many pieces lie, and how many are missed.

    With the changes of its seal, its counts, and those of them that nobody explained.
    """

    here: tuple[ThingAccount, int] | None
    lost: tuple[ThingAccount, int] | None
    changes: tuple[SealChange, ...]
    counts: tuple[ThingCount, ...]
    open_counts: tuple[ThingCount, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One entry of an exhibit: so many pieces from one place to another, and its paper."""

    movement: int
    kind: str
    pieces: int
    giver: str
    taker: str
    because: str
    happened_at: datetime
    recorded_at: datetime
    actor: str
    reason: str
    is_reversed: bool

    @property
    def kind_name(self) -> str:
        """What the entry says, in the reader's language."""
        return _(rules.THING_MOVEMENT_WORDINGS[self.kind])


def exhibits(
    eyes: Actor, *, site: str = "", store: str = "", person: str = ""
) -> list[ExhibitLine]:
    """Return the exhibits the actor may see, newest first: all, of a site, a store, a person."""
    found = _seen(eyes)
    if site:
        found = found.filter(site__ref=site)
    if store:
        found = found.filter(balances__account__ref=store)
    if person:
        found = found.filter(content__person=person)
    return [_line(exhibit) for exhibit in found]


def chosen(eyes: Actor, refs: Iterable[str]) -> list[ExhibitLine]:
    """Return those of some exhibits that the actor may see, the newest first."""
    return [_line(exhibit) for exhibit in _seen(eyes).filter(ref__in=list(refs))]


def exhibit(eyes: Actor, ref: str) -> ExhibitLine | None:
    """Return an exhibit the actor may see, or None."""
    found = _seen(eyes).filter(ref=ref).first()
    return _line(found) if found else None


def parts(eyes: Actor, ref: str) -> list[ExhibitLine]:
    """Return what came out of a bundle."""
    return [_line(exhibit) for exhibit in _seen(eyes).filter(content__bundle__ref=ref)]


def missing(eyes: Actor) -> list[ExhibitLine]:
    """Return the exhibits of which pieces are unaccounted for, the newest first."""
    return [_line(exhibit) for exhibit in _seen(eyes).filter(balances__is_missing=True)]


def steps(ref: str, *, at: Moments | None = None) -> list[Step]:
    """Return the entries of an exhibit, newest first: all, or those that counted at two moments."""
    then = Q(happened_at__lte=at.as_of, recorded_at__lte=at.known_at) if at else Q()
    rows = (
        ThingMovement.objects.filter(then, postings__exhibit__ref=ref)
        .distinct()
        .select_related("why", "reversed_by")
        .prefetch_related("postings__account__unit", "postings__exhibit")
    )
    return [_step(row, ref, at) for row in rows.order_by("-happened_at", "-pk")]


def step(eyes: Actor, number: int) -> tuple[Step, list[ThingPosting]] | None:
    """Return an entry and its postings, if the actor may see an exhibit in it; else None."""
    row = (
        ThingMovement.objects.filter(pk=number)
        .select_related("why", "reversed_by")
        .prefetch_related("postings__account__unit", "postings__exhibit")
        .first()
    )
    if row is None:
        return None
    refs = [posting.exhibit.ref for posting in row.postings.all()]
    if not _seen(eyes).filter(ref__in=refs).exists():
        return None
    return _step(row, refs[0]), list(row.postings.all())


def seal_changes(ref: str, *, at: Moments | None = None) -> list[SealChange]:
    """Return what became of an exhibit's seals, newest first: all, or by then."""
    then = Q(happened_at__lte=at.as_of, recorded_at__lte=at.known_at) if at else Q()
    found = Exhibit.objects.get(ref=ref)
    return list(found.seal_changes.filter(then).order_by("-pk"))


def sites(eyes: Actor, permission: Permission) -> list[Site]:
    """Return the sites where the permission holds, by name."""
    return list(seen(eyes, permission).order_by("area_id", "name_en"))


def _seen(eyes: Actor) -> QuerySet[Exhibit]:
    return (
        Exhibit.objects.filter(is_seen(eyes))
        .select_related("site__area", "unit", "content__bundle")
        .prefetch_related("balances__account__unit", "seal_changes", "counts__variance")
    )


def is_seen(eyes: Actor) -> Q:
    """Return the condition that the actor may see an exhibit: found in own areas, or there now."""
    here = ThingBalance.objects.filter(
        books.scope(eyes, _SEE, "account__unit__area"), exhibit=OuterRef("pk")
    )
    within = Q(pk__in=[])
    for area in eyes.areas(_SEE):
        within |= Q(site__area_id=area) | Q(site__area__code__startswith=f"{area}-")
    return within | Q(Exists(here))


def _line(found: Exhibit) -> ExhibitLine:
    balances = list(found.balances.all())
    here = next((row for row in balances if not row.is_missing), None)
    lost = next((row for row in balances if row.is_missing), None)
    counts = list(found.counts.all())
    standing = Standing(
        here=(here.account, here.held) if here else None,
        lost=(lost.account, lost.held) if lost else None,
        changes=tuple(found.seal_changes.all()),
        counts=tuple(counts),
        open_counts=tuple(count for count in counts if _is_open(count)),
    )
    return line_of(found, standing)


def line_of(found: Exhibit, standing: Standing) -> ExhibitLine:
    """Return an exhibit with where it stood at some moment."""
    here, lost = standing.here, standing.lost
    place = (here or lost or (None, 0))[0]
    is_store = place is not None and place.kind == ThingAccountKind.STORE
    changes = sorted(standing.changes, key=lambda change: change.pk)
    return ExhibitLine(
        key=found.pk,
        ref=found.ref,
        kind=found.kind,
        description=found.description,
        seal=changes[-1].new_seal if changes else found.seal,
        site=found.site.ref,
        site_name=found.site.name,
        area=found.site.area_id,
        unit=place.name if place else "",
        holder_kind=place.kind if place else "",
        holder_area=place.unit.area_id if place and place.unit else "",
        store=str(place.ref) if place and is_store else "",
        pieces=found.content.pieces,
        held=here[1] if here else 0,
        missing=lost[1] if lost else 0,
        is_counted_twice=counted_by_two(
            found.seized_by, {count.counted_by for count in standing.counts}
        ),
        open_count=next((c.ref for c in sorted(standing.open_counts, key=lambda c: c.pk)), ""),
        person=found.content.person,
        bundle=found.content.bundle.ref if found.content.bundle else "",
        because=found.because,
        happened_at=found.seized_at,
        recorded_at=found.recorded_at,
        seized_by=found.seized_by,
    )


def _is_open(count: ThingCount) -> bool:
    variance = getattr(count, "variance", None)
    return variance is not None and variance.state == rules.CountVarianceState.OPEN


def _step(row: ThingMovement, ref: str, at: Moments | None = None) -> Step:
    own = [posting for posting in row.postings.all() if posting.exhibit.ref == ref]
    out = next((posting for posting in own if posting.count < 0), None)
    into = next((posting for posting in own if posting.count > 0), None)
    return Step(
        movement=row.pk,
        kind=row.kind,
        pieces=max(abs(posting.count) for posting in own),
        giver=out.account.name if out else "",
        taker=into.account.name if into else "",
        because=row.because,
        happened_at=row.happened_at,
        recorded_at=row.recorded_at,
        actor=row.actor,
        reason=row.why.reason if hasattr(row, "why") else "",
        is_reversed=hasattr(row, "reversed_by")
        and (at is None or row.reversed_by.recorded_at <= at.known_at),
    )
